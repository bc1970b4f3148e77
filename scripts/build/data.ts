import { join } from "node:path";
import type { DataRecord } from "../../src/adapters/build-record.ts";
import { copyFiles, type FileBlocks, writeOutputs } from "../../src/adapters/output.ts";
import { searchKey, writeSearchIndex } from "../../src/adapters/search-index.ts";
import type { Dataset } from "../../src/catalogue/catalogue.ts";
import { pathOf } from "../../src/catalogue/check.ts";
import { searchRecords } from "../../src/catalogue/search-records.ts";
import { datasetYamlPath } from "../../src/exchange/addresses.ts";
import { copiesYaml, extentOf } from "../../src/exchange/extent.ts";
import type { OutputFile } from "../../src/exchange/output-file.ts";
import { catalogueFiles, datasetFiles, descriptionFiles } from "../../src/exchange/outputs.ts";
import type { Site } from "./assemble.ts";
import { labels } from "./dataset-pages.ts";
import type { Step } from "./step.ts";

/** What {@link writeData} wrote. */
export type WrittenData = Pick<DataRecord, "datasets" | "files" | "blocks">;
/** What {@link writeApart} wrote. */
export type WrittenApart = Pick<DataRecord, "files" | "blocks" | "search">;

/** Hands files on and keeps their paths. */
function* noting(files: Iterable<OutputFile>, paths: string[]): Generator<OutputFile> {
  for (const file of files) {
    paths.push(file.path);
    yield file;
  }
}

/** The files of those datasets that are not as they were, one after the other; their paths go into the record. */
function* changedFiles(
  site: Site,
  changed: readonly Dataset[],
  record: WrittenData["datasets"],
): Generator<OutputFile> {
  for (const dataset of changed) {
    yield* noting(datasetFiles(site.context, [dataset]), record[dataset.identifier]!.files);
  }
}

/**
 * Writes the catalogue in DCAT-AP and the search index: what another process may write than all other data.
 * @param before what the output folder holds; undefined where it is empty
 */
export async function writeApart(
  { context }: Site,
  out: string,
  before: DataRecord | undefined,
  step: Step,
): Promise<WrittenApart> {
  const files: string[] = [];
  const blocks: FileBlocks = { before: before?.blocks ?? {}, after: {} };
  await step(
    "產生 DCAT 檔",
    (progress) =>
      writeOutputs(out, noting(descriptionFiles(context), files), (n) => progress(n, files.length), blocks),
    (w) => `${w.files} 個檔案、${(w.bytes / 1e6).toFixed(1)} MB`,
  );
  const records = [...searchRecords(context.catalogue)];
  const search = searchKey(records);
  if (before?.search !== search) {
    await step(
      "建立搜尋索引",
      (progress) => writeSearchIndex(records, out, (n) => progress(n, records.length)),
      (s) => `${s.records} 筆、${(s.bytes / 1e6).toFixed(1)} MB`,
    );
  }
  return { files, blocks: blocks.after, search };
}

/**
 * Writes all other data files and feeds; of datasets that are as they were in the build before, nothing.
 * @param before what the output folder holds; undefined where it is empty
 */
export async function writeData(
  site: Site,
  root: string,
  out: string,
  before: DataRecord | undefined,
  step: Step,
): Promise<WrittenData> {
  const { catalogue } = site.context;
  const record: WrittenData = { datasets: {}, files: [], blocks: {} };
  const changed: Dataset[] = [];
  for (const dataset of [...catalogue.datasets, ...catalogue.withdrawn]) {
    const { identifier } = dataset;
    const fingerprint = site.context.fingerprints.get(identifier)!;
    const known = before?.datasets[identifier];
    if (known?.fingerprint === fingerprint) {
      record.datasets[identifier] = known;
    } else {
      record.datasets[identifier] = { fingerprint, files: [] };
      changed.push(dataset);
    }
  }
  await step(
    "產生資料檔",
    async (progress) => {
      if (copiesYaml(extentOf(catalogue), catalogue.settings)) {
        const copies = changed.map(({ identifier }) => ({ identifier, path: datasetYamlPath(identifier) }));
        for (const { identifier, path } of copies) record.datasets[identifier]!.files.push(path);
        copyFiles(
          copies.map(({ identifier, path }) => ({
            from: join(root, pathOf(identifier)),
            to: join(out, path),
          })),
        );
      }
      const each = await writeOutputs(out, changedFiles(site, changed, record.datasets), (n) =>
        progress(n, changed.length),
      );
      const all = await writeOutputs(
        out,
        noting(catalogueFiles(site.context), record.files),
        (n) => progress(each.files + n, each.files + n),
        { before: before?.blocks ?? {}, after: record.blocks },
      );
      const more = await writeOutputs(out, noting([labels(), ...site.more()], record.files));
      return { files: each.files + all.files + more.files, bytes: each.bytes + all.bytes + more.bytes };
    },
    (w) => `${w.files} 個檔案、${(w.bytes / 1e6).toFixed(1)} MB`,
  );
  return record;
}
