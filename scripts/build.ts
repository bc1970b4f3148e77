// temporary until the real command stands
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { renderPages, splitAddress } from "../src/adapters/build-site.ts";
import { listCatalogueFiles, loadVocabularies } from "../src/adapters/files.ts";
import { buildCatalogue } from "../src/catalogue/catalogue.ts";
import { relatedDatasets } from "../src/catalogue/related.ts";
import { normalise } from "../src/catalogue/schema/fields.ts";
import { provideContext } from "../src/site/context.ts";

const project = dirname(import.meta.dirname);
const { values } = parseArgs({ options: { root: { type: "string", default: project }, out: { type: "string", default: "dist" } } });
const root = resolve(values.root);
const files = await listCatalogueFiles(root);
const read = async (path: string) => load(await readFile(join(root, path), "utf8"), { schema: FAILSAFE_SCHEMA });
const settings = normalise("settings", await read("platform/settings.yaml")) as never;
const agencies = [];
for (const f of files.agencies) if (f.path.endsWith("/agency.yaml")) agencies.push(normalise("agency", await read(f.path)) as never);
const datasets = [];
for (const f of files.datasets) datasets.push(normalise("dataset", await read(f.path)) as never);
const catalogue = buildCatalogue({ settings, vocabularies: await loadVocabularies(root), agencies, datasets, today: "2026-11-21" });
const { origin, base } = splitAddress(catalogue.settings.url);
provideContext({
  catalogue,
  history: new Map(),
  related: relatedDatasets(catalogue.datasets, 5),
  byIdentifier: new Map([...catalogue.datasets, ...catalogue.withdrawn].map((d) => [d.identifier, d])),
  origin,
  base,
});
await renderPages({ project, out: resolve(values.out), url: catalogue.settings.url });
console.log(`${catalogue.datasets.length} datasets`);
