import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import { absolute, datasetJsonPath } from "./addresses.ts";
import { type DatasetJsonContext, datasetJson } from "./dataset-json.ts";
import type { Extent } from "./extent.ts";
import type { OutputFile } from "./output-file.ts";

/** Datasets on one page of the list. */
export const PAGE_SIZE = 5000;

/** Path of the n-th page of the list, the first being the list itself. */
const pagePath = (page: number): string =>
  page === 1 ? "api/v2/rest/dataset.json" : `api/v2/rest/dataset/page/${page}.json`;

const entry = (dataset: Dataset) => ({
  identifier: dataset.identifier,
  title: dataset.file.title,
  ...(dataset.updated ? { modified: dataset.updated } : {}),
});

/**
 * A dataset in the static dataset API (共通性資料存取應用程式介面規範 /rest/dataset/{identifier}, in data.gov.tw's
 * `{success, result}`); of a withdrawn one its tombstone. In compact extent it is brief; catalogue.jsonl.gz has all.
 */
export const datasetApiFile = (
  dataset: Dataset,
  context: DatasetJsonContext,
  extent: Extent,
): OutputFile => ({
  path: datasetJsonPath(dataset.identifier),
  content: JSON.stringify({ success: true, result: datasetJson(dataset, context, extent === "compact") }),
});

/**
 * The API's list of datasets in view (/rest/dataset), `PAGE_SIZE` a page, every page leading to the next.
 * @param pageSize for tests
 */
export function* datasetApiList(
  { datasets }: Catalogue,
  context: DatasetJsonContext,
  pageSize = PAGE_SIZE,
): Generator<OutputFile> {
  const pages = Math.max(1, Math.ceil(datasets.length / pageSize));
  for (let page = 1; page <= pages; page++) {
    yield {
      path: pagePath(page),
      content: JSON.stringify({
        success: true,
        total: datasets.length,
        page,
        pages,
        ...(page > 1 ? { previous: absolute(context, pagePath(page - 1)) } : {}),
        ...(page < pages ? { next: absolute(context, pagePath(page + 1)) } : {}),
        result: datasets.slice((page - 1) * pageSize, page * pageSize).map(entry),
      }),
    };
  }
}
