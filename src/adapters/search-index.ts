/**
 * Writes the search index of the catalogue with Pagefind.
 *
 * Pagefind spends a hash per page in the file that every visitor loads first, and time that grows with the square
 * of the pages a word is on. So the pages we give it are shelves of {@link shelfSize} datasets in a fixed order: a
 * word's position on the shelf says which dataset has it (2·n in its title, 2·n + 1 beside it). A dataset's words
 * share one position, which Pagefind does for the parts of a compound word. What a result line shows is in the
 * shelf's fragment; what facets need is in a file per field, loaded only when asked for.
 */

import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { close, createIndex } from "pagefind";
import type { SearchRecord } from "../catalogue/search-records.ts";
import { indexTerms, sideTerms } from "../catalogue/search-terms.ts";

/** A result line: identifier, url, title, the agency's code and name, formats, stars, date. */
export type SearchRow = [string, string, string, string, string, string[], number, string];

/** One field of every dataset, in the order of the shelves: `rows` has one character for each dataset. */
export interface FacetFile {
  /** The values of a dataset whose character is `String.fromCodePoint(48 + index)`. */
  values: string[][];
  rows: string;
  /** Names of the values, where the page cannot know them. */
  names?: Record<string, string>;
}

/** `shelves.json`: what the page must know before the first answer. */
export interface ShelvesFile {
  total: number;
  size: number;
  /** The Pagefind page of each shelf, in order, without the part that all have in common. */
  prefix: string;
  pages: string[];
  /** Field to file name. */
  facets: Record<string, string>;
}

/** Datasets per Pagefind page. On 52,547 datasets 32 costs a query least; 16 and 64 are a little worse. */
export const shelfSize = 32;

/** Postings per index chunk (Pagefind's own is 20,000): a smaller one makes queries lighter and the start heavier. */
const chunkSize = "1500";

const facets: Record<string, (record: SearchRecord) => string[]> = {
  agency: (record) => [record.agency.code],
  ministry: (record) => [record.ministry.code],
  category: (record) => [record.category.code],
  format: (record) => record.formats,
  stars: (record) => [String(record.stars)],
  license: (record) => [record.license],
  cost: (record) => [record.cost],
  frequency: (record) => [record.frequency],
  type: (record) => [record.type],
  date: (record) => [record.date],
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Neighbours on a shelf should be alike: that makes postings and fragments small. */
const inShelfOrder = (left: SearchRecord, right: SearchRecord): number =>
  compare(left.agency.code, right.agency.code) ||
  compare(left.title, right.title) ||
  compare(left.identifier, right.identifier);

/** A compound word whose parts are the given words; the leading `z` keeps the compound itself out of the way. */
const compound = (words: string): string => `z${words === "" ? "" : `-${words.replaceAll(" ", "-")}`}`;

function shelfContent(records: readonly SearchRecord[]): string {
  // The smallest weight: a part then weighs 1 however many parts there are, and all postings look alike.
  const tokens = ["___PAGEFIND_WEIGHT___0.05"];
  for (const record of records) {
    const side = [
      record.identifier,
      record.agency.name,
      ...record.agency.aliases,
      record.ministry.name,
      ...record.keywords,
    ];
    const words = new Set(side.flatMap((text) => sideTerms(text).split(" ")).filter((word) => word !== ""));
    tokens.push(compound(indexTerms(record.title)), compound([...words].join(" ")));
  }
  return tokens.join(" ");
}

const searchRow = (record: SearchRecord): SearchRow => [
  record.identifier,
  record.url,
  record.title,
  record.agency.code,
  record.agency.name,
  record.formats,
  record.stars,
  record.date,
];

const digest = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex").slice(0, 10);

/** Some servers compress `.json` and some do not; these are compressed here, as Pagefind's own files are. */
const compressed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value), { level: 9 });

function facetFile(field: string, records: readonly SearchRecord[]): FacetFile {
  const read = facets[field] as (record: SearchRecord) => string[];
  const keys = records.map((record) => JSON.stringify(read(record).filter((code) => code !== "")));
  const values = [...new Set(keys)].sort(compare);
  const index = new Map(values.map((key, position) => [key, position]));
  const file: FacetFile = {
    values: values.map((key) => JSON.parse(key) as string[]),
    rows: keys.map((key) => String.fromCodePoint(48 + (index.get(key) as number))).join(""),
  };
  if (field === "agency" || field === "ministry") {
    file.names = Object.fromEntries(records.map((record) => [record[field].code, record[field].name]));
  }
  return file;
}

/** Whether an index chunk holds compounds only: our words have six letters, a compound is longer and begins with z. */
function isCompoundChunk(chunk: Uint8Array): boolean {
  const data = gunzipSync(chunk).subarray("pagefind_dcd".length);
  // CBOR: an array of one, the array of words, the first word's array, then its text.
  const lengthBytes = { 24: 1, 25: 2, 26: 4 }[(data[1] as number) & 31] ?? 0;
  return data[3 + lengthBytes] !== 0x66;
}

/** Pagefind's answer, or its errors thrown. */
function checked<T extends { errors: string[] }>(step: string, answer: T): T {
  if (answer.errors.length > 0) throw new Error(`Pagefind: ${step}: ${answer.errors.join("; ")}`);
  return answer;
}

/** Files of Pagefind's that the page does not load. */
const unused = /(^|\/)pagefind-(ui|modular-ui|component-ui|highlight|worker)\.(js|css)$/;

/** What an index is made from, as a short text: the same records give the same index. */
export const searchKey = (records: readonly SearchRecord[]): string =>
  createHash("sha256").update(JSON.stringify(records)).digest("hex");

/** Writes `<outDir>/pagefind/…`. The same records give the same files, whatever their order. */
export async function writeSearchIndex(
  records: Iterable<SearchRecord>,
  outDir: string,
  onProgress?: (done: number) => void,
): Promise<{ records: number; files: number; bytes: number }> {
  const sorted = [...records].sort(inShelfOrder);
  const target = join(outDir, "pagefind");
  const chunkSizeBefore = process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE;
  process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE = chunkSize;
  const files: { path: string; content: Uint8Array }[] = [];
  const rows = new Map<string, SearchRow[]>();
  try {
    const { index } = checked("start", await createIndex());
    if (!index) throw new Error("Pagefind: start: no index");
    for (let first = 0; first < sorted.length; first += shelfSize) {
      const shelf = sorted.slice(first, first + shelfSize);
      const shelfRows = shelf.map(searchRow);
      // The rows' digest makes Pagefind's hash of the page change whenever a result line changes.
      const url = `${first / shelfSize}-${digest(JSON.stringify(shelfRows))}`;
      const content = shelfContent(shelf);
      checked(`shelf ${url}`, await index.addCustomRecord({ url, content, language: "und" }));
      rows.set(url, shelfRows);
      onProgress?.(first + shelf.length);
    }
    if (sorted.length > 0) files.push(...checked("files", await index.getFiles()).files);
  } finally {
    await close();
    if (chunkSizeBefore === undefined) delete process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE;
    else process.env.PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE = chunkSizeBefore;
  }

  const output = new Map<string, Uint8Array>();
  const pages: string[] = new Array(rows.size);
  for (const { path, content } of files) {
    if (unused.test(path)) continue;
    if (path.endsWith(".pf_index") && isCompoundChunk(content)) continue;
    if (!path.endsWith(".pf_fragment")) {
      output.set(path, content);
      continue;
    }
    const fragment = JSON.parse(gunzipSync(content).subarray("pagefind_dcd".length).toString()) as {
      url: string;
    };
    const shelfRows = rows.get(fragment.url.replace(/^\//, ""));
    if (!shelfRows) throw new Error(`Pagefind: files: a fragment of an unknown shelf, ${fragment.url}`);
    pages[Number.parseInt(fragment.url.replace(/^\//, ""), 10)] = path.replace(/^.*\/|\.pf_fragment$/g, "");
    // The words are needed for excerpts only, which are not shown.
    const slim = { url: "", content: "", word_count: 0, filters: {}, meta: {}, anchors: [], rows: shelfRows };
    output.set(path, gzipSync(`pagefind_dcd${JSON.stringify(slim)}`, { level: 9 }));
  }
  if (Object.keys(pages).length !== rows.size) throw new Error("Pagefind: files: a shelf has no fragment");

  const shelves: ShelvesFile = {
    total: sorted.length,
    size: shelfSize,
    prefix: "und_",
    pages: [],
    facets: {},
  };
  shelves.pages = pages.map((page) => page.slice(shelves.prefix.length));
  for (const field of Object.keys(facets)) {
    const content = compressed(facetFile(field, sorted));
    const name = `${field}.${digest(content)}.pf_facet`;
    shelves.facets[field] = name;
    output.set(`facet/${name}`, content);
  }
  output.set("shelves.pf_shelves", compressed(shelves));

  await rm(target, { recursive: true, force: true });
  let bytes = 0;
  for (const [path, content] of output) {
    const file = join(target, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    bytes += content.byteLength;
  }
  return { records: sorted.length, files: output.size, bytes };
}
