import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type BuildRecord, leaveRecord, takeRecord } from "../../src/adapters/build-record.ts";
import type { ChoosePages, SitePage } from "../../src/adapters/build-site.ts";
import type { CheckedCatalogue } from "../../src/adapters/catalogue.ts";
import { keepBundle, keptBundle } from "../../src/adapters/kept-bundle.ts";
import { report } from "../../src/adapters/report.ts";
import { datasetPath } from "../../src/exchange/addresses.ts";
import { datasetKeys } from "../../src/site/page-keys.ts";
import { assemble, bundleKey, derive, type Sources } from "./assemble.ts";
import { SHARE } from "./dataset-pages.ts";
import { load } from "./load.ts";
import { type DatasetChoice, writePages } from "./pages.ts";
import type { SecondProcess } from "./second.ts";
import type { BuildOptions } from "./site.ts";
import { shown } from "./step.ts";

const SHOWN_WARNINGS = 20;

const isStale =
  ({ pages }: BuildRecord) =>
  ({ path, key }: SitePage) =>
    key === undefined || pages[path] !== key;

/** Removes what an earlier build wrote and this one did not. */
async function removeGone(out: string, before: BuildRecord, after: BuildRecord): Promise<void> {
  const filesOf = (record: BuildRecord) => [
    ...Object.keys(record.pages).map((path) => `${path.replace(/^\/|\/$/g, "")}/index.html`),
    ...Object.values(record.data.datasets).flatMap(({ files }) => files),
    ...record.data.files,
  ];
  const kept = new Set(filesOf(after));
  for (const file of filesOf(before)) if (!kept.has(file)) await rm(join(out, file), { force: true });
}

/** Tells of what the check found. */
function tellFindings({ diagnostics }: CheckedCatalogue): void {
  const warnings = diagnostics.length;
  if (warnings > 0 && warnings <= SHOWN_WARNINGS) process.stderr.write(report(diagnostics, "text"));
  else if (warnings > 0) console.error(`有 ${warnings} 個警告；以 npm run validate 查看`);
}

/**
 * Does what `buildSite` promises.
 * @param second checks the catalogue, where two processes work on it
 */
export async function writeSite(
  out: string,
  options: BuildOptions,
  second: SecondProcess | undefined,
): Promise<{ base: string } | undefined> {
  const { root, today, snapshots, cache, fresh } = options;
  const sources: Sources = { root, today, snapshots, cache };
  const kept = fresh ? undefined : await keptBundle(cache, root);
  const { checked, past, bundle, pages: begun, abandon } = await load(sources, out, shown, kept, second);
  const errors = checked.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 || !checked.input) {
    abandon();
    process.stderr.write(report(errors, "text"));
    console.error("有錯誤，網站沒有建置。");
    return undefined;
  }
  tellFindings(checked);
  try {
    second?.goOn(await past);
    const taken = await takeRecord(cache, out);
    const site = await assemble(sources, checked.input, past, shown);
    const key = site.key();
    const before = taken?.key === key && !fresh ? taken : undefined;
    // Scripts and styles are written anew each time, under names by their content.
    await rm(before ? join(out, "assets") : out, { recursive: true, force: true });
    let writing = before ? undefined : second?.write(out, false);
    const quality = await derive(site, before?.quality ?? {}, shown);
    const pages: BuildRecord["pages"] = {};
    const isWanted = before ? isStale(before) : () => true;
    const choose: ChoosePages = (all) => {
      for (const { path, key } of all) pages[path] = key ?? "";
      return all.filter(isWanted);
    };
    const template = bundle?.template.key === key ? bundle.template.html : undefined;
    const chooseDatasets = async (): Promise<DatasetChoice> => {
      const identifiers: string[] = [];
      for (const [identifier, key] of (await second?.keys) ?? datasetKeys(site.context)) {
        const path = `/${datasetPath(identifier)}`;
        pages[path] = key;
        if (isWanted({ path, key })) identifiers.push(identifier);
      }
      if (!second || writing) return { identifiers };
      // Few of them the second process fills before it writes data, which nobody looks at first.
      const isFew = template !== undefined && identifiers.length <= SHARE;
      writing = second.write(out, true, isFew ? { html: template, identifiers } : undefined);
      return isFew
        ? { identifiers: [], elsewhere: { pages: identifiers.length, filled: writing.filled } }
        : { identifiers };
    };
    const choice = { datasets: chooseDatasets(), template, choose };
    const { html, server } = await writePages(site, out, choice, begun(), second, shown);
    if (template === undefined) {
      const made = bundleKey(site.context.catalogue.settings.url);
      await keepBundle(cache, root, out, { key: made, server, template: { key, html } });
    }
    // Loaded now, since nobody waits for it as for the pages.
    const { writeApart, writeData } = await import("./data.ts");
    // Where few pages are written, this process has time for it.
    const own = before || !second ? await writeApart(site, out, before?.data, shown) : undefined;
    const { data, apart = own! } = (await writing?.data) ?? {
      data: await writeData(site, root, out, before?.data, shown),
    };
    const after: BuildRecord = {
      key,
      pages,
      quality,
      data: {
        datasets: data.datasets,
        files: [...data.files, ...apart.files],
        blocks: { ...data.blocks, ...apart.blocks },
        search: apart.search,
      },
    };
    if (before) await removeGone(out, before, after);
    await leaveRecord(cache, out, after);
    return { base: site.context.base };
  } finally {
    abandon();
  }
}
