import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import {
  ACCESS_DATASETS_PATH,
  ACCESS_GROUPS_PATH,
  ACCESS_TAGS_PATH,
  accessGroupPath,
  accessTagPath,
} from "./addresses.ts";
import type { OutputFile } from "./output-file.ts";

/** How many tags have a file of their own: those of the most datasets. */
export const MOST_TAGS = 5000;

/** A file's name must stay below 255 bytes: two digits a byte, and the ending. */
const LONGEST_TAG = 120;

/**
 * The name of a tag's file: its UTF-8 bytes in hexadecimal, which is its percent-encoded form with every byte encoded
 * and the `%` left out, in lower case: 水情 is `e6b0b4e68385`. An address may not hold a tag as it is, since servers
 * disagree on `%2F`, `%25` and upper case.
 * @returns undefined for a tag that is too long for a file's name
 */
export function tagFileName(tag: string): string | undefined {
  const bytes = new TextEncoder().encode(tag);
  if (bytes.length > LONGEST_TAG) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const answer = (path: string, result: unknown): OutputFile => ({
  path,
  content: JSON.stringify({ success: true, result }),
});

function listed(
  datasets: readonly Dataset[],
  keysOf: (dataset: Dataset) => Iterable<string>,
): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const dataset of datasets) {
    for (const key of new Set(keysOf(dataset))) {
      const list = lists.get(key);
      if (list) list.push(dataset.identifier);
      else lists.set(key, [dataset.identifier]);
    }
  }
  return lists;
}

/** The tags of the most datasets, in the order of their characters. */
function tagsOf(datasets: readonly Dataset[]): [tag: string, name: string, identifiers: string[]][] {
  const lists = listed(datasets, ({ file }) => file.keyword ?? []);
  return [...lists]
    .flatMap(([tag, identifiers]): [string, string, string[]][] => {
      const name = tagFileName(tag);
      return name === undefined ? [] : [[tag, name, identifiers]];
    })
    .sort((a, b) => b[2].length - a[2].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_TAGS)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/**
 * 共通性資料存取應用程式介面規範 and 政府資料開放跨平臺介接規範 as files, in their shapes: `/rest/dataset` (identifiers),
 * `/rest/group` (codes of the categories in use), `/rest/group/{categoryCode}`, `/rest/tag` and `/rest/tag/{tagName}`,
 * each with `.json` behind it; a tag's file is named by `tagFileName`. Datasets in view only. The record itself,
 * `/rest/dataset/{identifier}`, is api/v2/rest/dataset/{identifier}.json.
 *
 * What needs a program at the server is not here: `limit`, `offset` and `modified` (the lists are whole; what changed
 * is in changes/), POST, PUT and DELETE (a pull request instead), `/rest/datastore` and `/dump/datastore` (data stay
 * at their agencies). A group's `created` is left out: when a category was made is not known.
 */
export function* accessApi(catalogue: Catalogue): Generator<OutputFile> {
  const { datasets, vocabularies } = catalogue;
  yield answer(
    ACCESS_DATASETS_PATH,
    datasets.map(({ identifier }) => identifier),
  );
  const groups = listed(datasets, ({ category }) => (category ? [category.code] : []));
  const inUse = [...vocabularies.categories.values()].filter(({ code }) => groups.has(code));
  yield answer(
    ACCESS_GROUPS_PATH,
    inUse.map(({ code }) => code),
  );
  for (const { code, zh } of inUse) {
    const packages = groups.get(code)!;
    yield answer(accessGroupPath(code), {
      categoryCode: code,
      display_name: zh,
      description: `${code} 類別`,
      package_count: packages.length,
      packages,
    });
  }
  const tags = tagsOf(datasets);
  yield answer(
    ACCESS_TAGS_PATH,
    tags.map(([tag]) => tag),
  );
  for (const [, name, identifiers] of tags) yield answer(accessTagPath(name), identifiers);
}
