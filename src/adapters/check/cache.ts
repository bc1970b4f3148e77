/**
 * What the checks of datasets gave, kept from one run to the next by the files' content.
 *
 * One file: a line of JSON (the index), a line with the datasets' heads, then their values as JSON, one after the other.
 * Heads and values are read only when somebody asks for them. A cache that can't be read, or was written by other code or other vocabularies, counts as
 * none: it saves time and decides nothing.
 */

import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatasetFile, DatasetHead, DatasetSource } from "../../catalogue/catalogue.ts";
import type { AcrossFields } from "../../catalogue/check-catalogue.ts";
import type { Diagnostic } from "../../catalogue/diagnostics.ts";
import { once } from "../../catalogue/once.ts";
import { type FileState, filesBelow, writeWhole } from "../files.ts";

/** The file of a cache folder that keeps what the checks of a catalogue's datasets gave. */
export const checksFile = (cache: string, root: string): string =>
  join(cache, `checks-${hash("sha1", root).slice(0, 12)}`);

/** What the check of one dataset's file gave. */
export interface CheckedDataset {
  path: string;
  /** SHA-1 of the file's bytes. */
  hash: string;
  /** Day for which it was checked, YYYY-MM-DD in Taipei. */
  day: string;
  diagnostics: Diagnostic[];
  /** What the rules across files look at; absent where the file could not be read. */
  across?: AcrossFields;
  /** Absent where the file could not be read. */
  value?: CheckedValue;
}

/** The value of a checked dataset. */
export interface CheckedValue {
  head: () => DatasetHead;
  /** All of it, as JSON. */
  json: () => string | Uint8Array;
}

/** A check that is kept, and what the file system said of its file then (files.ts). */
export interface KeptCheck {
  check: CheckedDataset;
  state: FileState | undefined;
}

/** Whether what was found then still holds on a day: only a date that lies ahead may come to lie behind. */
export const holdsOn = ({ day, diagnostics }: CheckedDataset, today: string): boolean =>
  day === today || (day < today && !diagnostics.some(({ code }) => code === "date/future"));

type IndexEntry = [
  path: string,
  hash: string,
  day: string,
  bytes: number,
  across: AcrossFields | null,
  diagnostics: Diagnostic[],
  state: FileState | null,
];

interface Index {
  key: string;
  entries: IndexEntry[];
}

/** What a checked dataset's file holds. */
export function sourceOfCheck({ value }: CheckedDataset): DatasetSource | undefined {
  if (!value) return undefined;
  return {
    head: value.head(),
    file() {
      const json = value.json();
      return JSON.parse(
        typeof json === "string" ? json : Buffer.from(json.buffer, json.byteOffset, json.length).toString(),
      ) as DatasetFile;
    },
  };
}

/**
 * Writes what was checked, whole or not at all.
 * @param states what the file system said of the files before they were read, by path
 */
export async function writeChecks(
  file: string,
  key: string,
  checks: readonly CheckedDataset[],
  states: ReadonlyMap<string, FileState>,
): Promise<void> {
  const entries: IndexEntry[] = [];
  const heads: (DatasetHead | null)[] = [];
  const values: Uint8Array[] = [];
  for (const { path, hash: content, day, diagnostics, across, value } of checks) {
    const json = value?.json() ?? "";
    const bytes = typeof json === "string" ? Buffer.from(json) : json;
    values.push(bytes);
    heads.push(value?.head() ?? null);
    const state = states.get(path) ?? null;
    entries.push([path, content, day, bytes.length, across ?? null, diagnostics, state]);
  }
  const index: Index = { key, entries };
  const lines = [index, heads].map((line) => Buffer.from(`${JSON.stringify(line)}\n`));
  await writeWhole(file, Buffer.concat([...lines, ...values]));
}

/** A value that a cache's file holds. */
class KeptValue implements CheckedValue {
  readonly #heads: () => DatasetHead[];
  readonly #at: number;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(heads: () => DatasetHead[], at: number, bytes: Buffer, start: number, end: number) {
    this.#heads = heads;
    this.#at = at;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  head(): DatasetHead {
    return this.#heads()[this.#at]!;
  }

  json(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end);
  }
}

/** Reads what was checked before, by path; nothing where there is none, or none that fits. */
export async function readChecks(file: string, key: string): Promise<Map<string, KeptCheck>> {
  const checks = new Map<string, KeptCheck>();
  try {
    const bytes = await readFile(file);
    const end = bytes.indexOf(0x0a);
    const index = JSON.parse(bytes.toString("utf8", 0, end)) as Index;
    if (index.key !== key) return checks;
    const endOfHeads = bytes.indexOf(0x0a, end + 1);
    const heads = once(() => JSON.parse(bytes.toString("utf8", end + 1, endOfHeads)) as DatasetHead[]);
    let start = endOfHeads + 1;
    for (const [at, entry] of index.entries.entries()) {
      const [path, content, day, length, across, diagnostics, state] = entry;
      const check = {
        path,
        hash: content,
        day,
        diagnostics,
        ...(across ? { across } : {}),
        ...(length > 0 ? { value: new KeptValue(heads, at, bytes, start, start + length) } : {}),
      };
      start += length;
      checks.set(path, { check, state: state ?? undefined });
    }
    return start === bytes.length ? checks : new Map();
  } catch {
    return new Map();
  }
}

/**
 * The values of datasets that were checked a moment ago, by this process or another.
 * @param hashes what each file was then, by path
 * @returns in the order of the paths; undefined where the cache does not hold them as they were
 */
export async function keptDatasets(
  root: string,
  file: string,
  hashes: ReadonlyMap<string, string>,
): Promise<DatasetSource[] | undefined> {
  const checks = await readChecks(file, checkerKey(root));
  const values: DatasetSource[] = [];
  for (const [path, content] of hashes) {
    const kept = checks.get(path);
    if (kept?.check.hash !== content) return undefined;
    const value = sourceOfCheck(kept.check);
    if (value) values.push(value);
  }
  return values;
}

/**
 * Hash of every file below folders, in the order of their paths; a folder that does not exist is empty. Files are small and
 * many: to wait for each in turn takes longer than to read it.
 */
export function hashFolders(folders: readonly string[]): string {
  const parts: string[] = [];
  for (const folder of folders) {
    for (const file of filesBelow(folder).sort())
      parts.push(file.slice(folder.length), hash("sha1", readFileSync(file)));
  }
  return hash("sha1", parts.join("\n"));
}

const PROJECT = join(import.meta.dirname, "../../..");

/** What the code of catalogue/ and its libraries are; they stay while a process runs. */
export const catalogueCode = once((): string => {
  const files = hashFolders([join(PROJECT, "src/catalogue")]);
  const lock = hash("sha1", readFileSync(join(PROJECT, "package-lock.json")));
  return `${files} ${lock} ${process.version}`;
});

/**
 * What a check depends on besides the file itself: the checker's code, its libraries, the vocabularies.
 * @param root the catalogue's root
 */
export const checkerKey = (root: string): string =>
  `${catalogueCode()} ${hashFolders([join(root, "platform/vocabularies")])}`;
