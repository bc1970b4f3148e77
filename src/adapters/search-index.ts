/**
 * Writes the search index of the catalogue, which Pagefind reads in the browser.
 *
 * Pagefind spends a hash per page in the file that every visitor loads first. So the pages we give it are shelves of
 * {@link shelfSize} datasets in a fixed order: a word's position on the shelf says which dataset has it (2·n in its
 * title, 2·n + 1 beside it). What a result line shows is in the shelf's fragment; what facets need is in a file per
 * field, loaded only when asked for. Pagefind itself is asked for its programs only: see pagefind-files.ts.
 */

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { close, createIndex } from "pagefind";
import type { SearchRecord } from "../catalogue/search-records.ts";
import { sideWords, titleWords } from "../catalogue/search-terms.ts";
import { type File, indexFiles, naming, type Postings, PREFIX, packed } from "./pagefind-files.ts";

/** A result line: identifier, url, title, the agency's code and name, formats, stars, date. */
export type SearchRow = [string, string, string, string, string, readonly string[], number, string];

/** One field of every dataset, in the order of the shelves: `rows` has one character for each dataset. */
export interface FacetFile {
  /** The values of a dataset whose character is `String.fromCodePoint(48 + index)`. */
  values: (readonly string[])[];
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

/** Numbers in an index chunk (Pagefind's own is 20,000): a smaller one makes queries lighter and the start heavier. */
const chunkSize = 1500;

const facets: Record<string, (record: SearchRecord) => readonly string[]> = {
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

/** Words and positions in one number, so that many millions are sorted at once: a word has less than 2^29. */
const PLACES = 2 ** 23;

/**
 * Which words stand where.
 * @param records on their shelves
 */
function postingsOf(records: readonly SearchRecord[]): Postings {
  const found: number[] = [];
  // Agencies and keywords come back again and again.
  const known = new Map<string, readonly number[]>();
  for (const [index, { identifier, title, agency, ministry, keywords }] of records.entries()) {
    for (const word of titleWords(title)) found.push(word * PLACES + 2 * index);
    for (const word of sideWords(identifier)) found.push(word * PLACES + 2 * index + 1);
    for (const text of [agency.name, ...agency.aliases, ministry.name, ...keywords]) {
      const words = known.get(text) ?? sideWords(text);
      known.set(text, words);
      for (const word of words) found.push(word * PLACES + 2 * index + 1);
    }
  }
  const sorted = Float64Array.from(found).sort();
  const words = new Uint32Array(sorted.length);
  const places = new Uint32Array(sorted.length);
  let length = 0;
  let before = -1;
  for (const posting of sorted) {
    if (posting === before) continue;
    before = posting;
    words[length] = Math.floor(posting / PLACES);
    places[length] = posting % PLACES;
    length += 1;
  }
  return { words: words.subarray(0, length), places: places.subarray(0, length), positions: 2 * shelfSize };
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

const digest = (content: Uint8Array): string =>
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

/** Pagefind's answer, or its errors thrown. */
function checked<T extends { errors: string[] }>(step: string, answer: T): T {
  if (answer.errors.length > 0) throw new Error(`Pagefind: ${step}: ${answer.errors.join("; ")}`);
  return answer;
}

/** Files of Pagefind's that a browser loads whatever is indexed. */
const PROGRAMS = new Set(["pagefind.js", "wasm.unknown.pagefind"]);

/** Pagefind's programs, and its entry for an index of our own: version, name of the index, number of pages. */
async function programs(): Promise<{ files: File[]; entry: PagefindEntry }> {
  try {
    const { index } = checked("start", await createIndex());
    if (!index) throw new Error("Pagefind: start: no index");
    checked("page", await index.addCustomRecord({ url: "0", content: "a", language: "und" }));
    const { files } = checked("files", await index.getFiles());
    const entry = files.find(({ path }) => path === "pagefind-entry.json");
    if (!entry) throw new Error("Pagefind: files: no entry");
    return {
      files: files.filter(({ path }) => PROGRAMS.has(path)),
      entry: JSON.parse(Buffer.from(entry.content).toString()) as PagefindEntry,
    };
  } finally {
    await close();
  }
}

interface PagefindEntry {
  version: string;
  languages: Record<string, { hash: string; wasm: string | null; page_count: number }>;
}

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
  const files: File[] = [];
  const pages: { name: string; words: number }[] = [];
  const nameOf = naming();
  for (let first = 0; first < sorted.length; first += shelfSize) {
    const shelf = sorted.slice(first, first + shelfSize);
    const rows = shelf.map(searchRow);
    const name = nameOf(JSON.stringify([first, rows]));
    // What Pagefind's own fragments have and what nobody asks for here stays empty.
    const fragment = { url: "", content: "", word_count: 0, filters: {}, meta: {}, anchors: [], rows };
    files.push({ path: `fragment/${name}.pf_fragment`, content: packed(JSON.stringify(fragment)) });
    pages.push({ name, words: 2 * shelf.length });
    onProgress?.(first + shelf.length);
  }
  if (sorted.length > 0) {
    const { files: own, entry } = await programs();
    const index = indexFiles(entry.version, pages, postingsOf(sorted), chunkSize);
    entry.languages = { und: { hash: index.name, wasm: null, page_count: pages.length } };
    files.push(...own, ...index.files);
    files.push({ path: "pagefind-entry.json", content: Buffer.from(JSON.stringify(entry)) });
  }
  const shelves: ShelvesFile = {
    total: sorted.length,
    size: shelfSize,
    prefix: PREFIX,
    pages: pages.map(({ name }) => name.slice(PREFIX.length)),
    facets: {},
  };
  for (const field of Object.keys(facets)) {
    const content = compressed(facetFile(field, sorted));
    const name = `${field}.${digest(content)}.pf_facet`;
    shelves.facets[field] = name;
    files.push({ path: `facet/${name}`, content });
  }
  files.push({ path: "shelves.pf_shelves", content: compressed(shelves) });

  const target = join(outDir, "pagefind");
  await rm(target, { recursive: true, force: true });
  let bytes = 0;
  for (const { path, content } of files) {
    const file = join(target, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    bytes += content.byteLength;
  }
  return { records: sorted.length, files: files.length, bytes };
}
