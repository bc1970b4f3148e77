import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { SAMPLE_SETTINGS, SAMPLE_TODAY, sampleCatalogue } from "../catalogue/fixtures.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import { inventoriesOf } from "../catalogue/plan/inventory.ts";
import { planOf } from "../catalogue/plan/plan.ts";
import { NO_PLAN_FILES } from "../catalogue/plan/plan-files.ts";
import { assessQuality } from "../catalogue/quality/assess.ts";
import { EMPTY_HISTORY } from "../catalogue/quality/history.ts";
import { accessApi } from "./access-api.ts";
import {
  MOST_USED_FEED_PATH,
  QUALITY_LISTS,
  qualityCheckPath,
  qualityCsvPath,
  USAGE_LISTS,
  usageCsvPath,
} from "./addresses.ts";
import { changeFiles } from "./changes.ts";
import { ckanFiles } from "./ckan.ts";
import { croissantDocument } from "./croissant.ts";
import { dataGovTwFiles } from "./data-gov-tw.ts";
import { dataJson } from "./data-json.ts";
import { datasetApiFile, datasetApiList } from "./dataset-api.ts";
import { copiesYaml, type Extent, hasDocuments, RDF_PAGES } from "./extent.ts";
import { inventoryFiles } from "./inventory-files.ts";
import { openapi } from "./openapi.ts";
import type { OutputFile } from "./output-file.ts";
import { outputs } from "./outputs.ts";

// With a repository, so that the compact extent has no copies of YAML.
const settings = { ...SAMPLE_SETTINGS, repository: "opendata/catalogue" };
const catalogue = sampleCatalogue({ settings });
const place = { origin: "https://data.example", base: "/catalogue/" };
const context = {
  ...place,
  vocabularies: catalogue.vocabularies,
  settings: catalogue.settings,
  today: SAMPLE_TODAY,
};

const created: HistoryEntry = {
  commit: "c",
  author: "a",
  time: "2025-01-01 10:00",
  subject: "s",
  act: "created",
  changes: [],
};

const noEvidence = () => undefined;

/** What a catalogue of each extent writes, and what larger or richer ones would write besides. */
function* everyFile(extent: Extent): Generator<OutputFile> {
  yield* outputs({
    catalogue,
    ...place,
    register: { authorisations: [], changes: [] },
    history: new Map(),
    quality: assessQuality(catalogue, noEvidence, SAMPLE_TODAY),
    evidenceOf: noEvidence,
    qualityHistory: EMPTY_HISTORY,
    plan: planOf(catalogue, new Map(), undefined),
    opinions: [],
    opinionsTakenAt: undefined,
    usage: undefined,
    extent,
  });
  const inventory = { agency: "A41000000G", reviewedOn: SAMPLE_TODAY, systems: [] };
  const plan = { ...NO_PLAN_FILES, inventories: new Map([[inventory.agency, inventory]]) };
  yield* inventoryFiles(inventoriesOf(sampleCatalogue({ plan })));
  yield* datasetApiList(catalogue, context, 4);
  yield dataJson(catalogue, context, extent);
  yield* ckanFiles(catalogue, context, extent, 4);
  yield* dataGovTwFiles(catalogue, context, extent, 4);
  yield* accessApi(catalogue);
  if (hasDocuments(extent)) {
    for (const dataset of catalogue.datasets) {
      yield* croissantDocument(dataset, context, () => ["name", "count"]);
    }
  }
  yield* changeFiles(catalogue, new Map([["A41000000G-000001", [created]]]), place);
}
const textOf = ({ content }: OutputFile) => (typeof content === "string" ? content : [...content].join(""));
/** Written elsewhere: RDF, quality, snapshots, copies of the datasets' files. */
const elsewhere = (extent: Extent): string[] => [
  ...RDF_PAGES[extent].flatMap((format) => [`dcat/catalog.${format}`, `dcat/page/2.${format}`]),
  ...QUALITY_LISTS.map((list) => qualityCsvPath(list, extent)),
  "quality/summary.json",
  qualityCheckPath("2.16.886.101.20003.20069"),
  ...(copiesYaml(extent, settings) ? ["datasets/A41000000G-000001.yaml"] : []),
  "review/submissions.json",
  "review/overdue.json",
  "usage/datasets.json",
  ...USAGE_LISTS.map((list) => usageCsvPath(list, extent)),
  MOST_USED_FEED_PATH,
];

/** What no client reads by an interface: the desk's own, search engines', browsers', and this description. */
const UNDESCRIBED =
  /^(?:office\/.*|robots\.txt|sitemap\.xml|sitemaps\/\d+\.xml(?:\.gz)?|opensearch\.xml|dataset\/\d+\.html|openapi\.json|usage\/hit)$/;

/** A path of the description as an expression; a parameter is matched by its own pattern or list. */
// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes, looked into by the tests
function expressionOf(document: any, path: string): RegExp {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const parameters: any[] = document.paths[path].get.parameters ?? [];
  const source = path
    .slice(1)
    .replace(/[.]/g, "\\.")
    .replace(/\{(\w+)\}/g, (_, name) => {
      const { schema } = parameters.find((p) => p.name === name);
      if (schema.enum) return `(?:${schema.enum.join("|")})`;
      if (schema.pattern) return `(?:${schema.pattern.replace(/^\^|\$$/g, "")})`;
      return schema.type === "integer" ? "\\d+" : "[\\w-]+";
    });
  return new RegExp(`^${source}$`);
}

describe.each<Extent>(["full", "compact"])("openapi.json, %s", (extent) => {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const document: any = JSON.parse(JSON.stringify(openapi(catalogue, place, extent)));
  const files = [...new Map([...everyFile(extent)].map((file) => [file.path, file])).values()];
  const expressions = Object.keys(document.paths).map((path) => ({
    path,
    expression: expressionOf(document, path),
  }));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: "openapi" });
  const validator = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });

  it("has references that lead somewhere, and operations with names of their own", () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const ids = Object.values<any>(document.paths).map((item) => item.get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.servers).toEqual([{ url: "https://data.example/catalogue" }]);
    expect(text).not.toContain("undefined");
  });

  it("describes files that exist, with all their parameters", () => {
    const paths = [...files.map((file) => file.path), ...elsewhere(extent)];
    for (const { path, expression } of expressions) {
      expect(
        paths.some((written) => expression.test(written)),
        path,
      ).toBe(true);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect((document.paths[path].get.parameters ?? []).map((p: { name: string }) => p.name)).toEqual(names);
    }
  });

  it("describes every file, each once", () => {
    for (const path of [...files.map((file) => file.path), ...elsewhere(extent)]) {
      if (UNDESCRIBED.test(path)) continue;
      const described = expressions.filter(({ expression }) => expression.test(path));
      expect(
        described.map((d) => d.path),
        path,
      ).toHaveLength(1);
    }
  });

  it("has a schema that every JSON file satisfies", () => {
    const checked = new Set<string>();
    for (const file of files) {
      const found = expressions.find(({ expression }) => expression.test(file.path));
      const pointer = found && `/paths/${found.path.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const content = found && document.paths[found.path].get.responses[200].content;
      if (!content?.["application/json"]) continue;
      const validate = ajv.compile({
        $ref: `openapi#${encodeURI(pointer!)}/get/responses/200/content/application~1json/schema`,
      });
      validate(JSON.parse(textOf(file)));
      expect(validate.errors, file.path).toBeNull();
      checked.add(found!.path);
    }
    expect(checked.size).toBeGreaterThan(extent === "full" ? 20 : 15);
  });

  it("has a schema that every answer satisfies", () => {
    const [response, list] = [validator("DatasetResponse"), validator("DatasetList")];
    const written = [
      ...[...catalogue.datasets, ...catalogue.withdrawn].map((d) => datasetApiFile(d, context, extent)),
      ...datasetApiList(catalogue, context, 4),
    ];
    for (const { path, content } of written) {
      const validate = /dataset\/[^/]+\.json$/.test(path) ? response : list;
      validate(JSON.parse(content as string));
      expect(validate.errors, path).toBeNull();
    }
  });

  it("knows every field that an answer has", () => {
    const { Dataset, Distribution, Extension } = document.components.schemas;
    for (const { path, content } of files) {
      if (!/dataset\/[^/]+-[^/]+\.json$/.test(path)) continue;
      const { result } = JSON.parse(content as string);
      expect(Object.keys(Dataset.properties)).toEqual(expect.arrayContaining(Object.keys(result)));
      expect(Object.keys(Extension.properties)).toEqual(
        expect.arrayContaining(Object.keys(result["x-catalogue"])),
      );
      for (const distribution of result.distribution ?? []) {
        expect(Object.keys(Distribution.properties)).toEqual(
          expect.arrayContaining(Object.keys(distribution)),
        );
      }
    }
  });

  it("speaks Chinese first", () => {
    for (const field of Object.values<{ description?: string }>(
      document.components.schemas.Dataset.properties,
    )) {
      if (field.description) expect(field.description).toMatch(/^[^\n]*\p{Script=Han}[^\n]*\n\n/u);
    }
  });
});
