/**
 * What the checks of datasets gave, kept from one run to the next by the files' content.
 *
 * One file: a line of JSON (the index), a line with an array of the datasets' heads, then their values as JSON, one after the
 * other. Heads and values are read only when somebody asks for them, and taken over into another file as they stand. A cache that
 * can't be read, or was written by other code or other vocabularies, counts as none: it saves time and decides nothing.
 */

import { hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
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
  across?: AcrossFields | undefined;
  /** Absent where the file could not be read. */
  value?: CheckedValue | undefined;
}

/** The value of a checked dataset, and the same as JSON. */
export interface CheckedValue {
  head: () => DatasetHead;
  headJson: () => string | Uint8Array;
  /** All of it. */
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
  headBytes: number,
  bytes: number,
  across: AcrossFields | null,
  diagnostics: Diagnostic[],
  state: FileState | null,
];

interface Index {
  key: string;
  entries: IndexEntry[];
}

/** A checked dataset's file. */
export interface CheckedSource extends DatasetSource {
  /** SHA-1 of its bytes. */
  hash: string;
}

/** What a checked dataset's file holds. */
export function sourceOfCheck({ hash, value }: CheckedDataset): CheckedSource | undefined {
  if (!value) return undefined;
  return {
    hash,
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
 * @param kept in the order of their paths
 * @returns which file it is
 */
export async function writeChecks(file: string, key: string, kept: readonly KeptCheck[]): Promise<string> {
  const entries: IndexEntry[] = [];
  const heads: Uint8Array[] = [];
  const values: Uint8Array[] = [];
  for (const { check, state = null } of kept) {
    const { path, hash: content, day, diagnostics, across = null, value } = check;
    const head = asBytes(value?.headJson());
    const json = asBytes(value?.json());
    if (value) heads.push(heads.length > 0 ? COMMA : OPEN, head);
    values.push(json);
    entries.push([path, content, day, head.length, json.length, across, diagnostics, state]);
  }
  if (heads.length === 0) heads.push(OPEN);
  const index = Buffer.from(`${JSON.stringify({ key, entries } satisfies Index)}\n`);
  await writeWhole(file, Buffer.concat([index, ...heads, CLOSE, ...values]));
  return idOf(await stat(file));
}

const [OPEN, COMMA, CLOSE] = ["[", ",", "]\n"].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

const asBytes = (json: string | Uint8Array = ""): Uint8Array =>
  typeof json === "string" ? Buffer.from(json) : json;

/** What a cache's file holds. */
interface Content {
  bytes: Buffer;
  heads: () => DatasetHead[];
}

/** A value that a cache's file holds: its place among the heads, and where head and value begin and end. */
class KeptValue implements CheckedValue {
  readonly #content: Content;
  readonly #at: number;
  readonly #head: number;
  readonly #headEnd: number;
  readonly #value: number;
  readonly #valueEnd: number;

  constructor(content: Content, at: number, head: number, headEnd: number, value: number, valueEnd: number) {
    this.#content = content;
    this.#at = at;
    this.#head = head;
    this.#headEnd = headEnd;
    this.#value = value;
    this.#valueEnd = valueEnd;
  }

  head(): DatasetHead {
    return this.#content.heads()[this.#at]!;
  }

  headJson(): Uint8Array {
    return this.#content.bytes.subarray(this.#head, this.#headEnd);
  }

  json(): Uint8Array {
    return this.#content.bytes.subarray(this.#value, this.#valueEnd);
  }
}

/** What a cache's file holds, and which file it is; empty where there is none that fits. */
export interface KeptChecks {
  id: string;
  /** In the order of the paths. */
  checks: KeptCheck[];
}

/** Such a file is written whole, under a name that is given to it at the end: it never changes. */
const idOf = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`;

/** Reads what was checked before. */
export function readChecks(file: string, key: string): KeptChecks {
  const none: KeptChecks = { id: "", checks: [] };
  let opened: number | undefined;
  try {
    // To wait for each piece of so large a file takes half as long again.
    opened = openSync(file, "r");
    const bytes = readFileSync(opened);
    const end = bytes.indexOf(0x0a);
    const index = JSON.parse(bytes.toString("utf8", 0, end)) as Index;
    if (index.key !== key) return none;
    const endOfHeads = bytes.indexOf(0x0a, end + 1);
    const heads = once(() => JSON.parse(bytes.toString("utf8", end + 1, endOfHeads)) as DatasetHead[]);
    const content: Content = { bytes, heads };
    const checks: KeptCheck[] = [];
    let held = 0;
    // After the bracket that opens the heads.
    let head = end + 2;
    let start = endOfHeads + 1;
    for (const [path, hash, day, headBytes, length, across, diagnostics, state] of index.entries) {
      const headEnd = head + headBytes;
      const value =
        length > 0 ? new KeptValue(content, held++, head, headEnd, start, start + length) : undefined;
      // After each head but the last stands a comma.
      if (value) head = headEnd + 1;
      start += length;
      const check = { path, hash, day, diagnostics, across: across ?? undefined, value };
      checks.push({ check, state: state ?? undefined });
    }
    return start === bytes.length ? { id: idOf(fstatSync(opened)), checks } : none;
  } catch {
    return none;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** Finds what is kept of a path; soonest where paths are asked for in the order in which they are kept. */
export function finderOf(kept: readonly KeptCheck[]): (path: string) => KeptCheck | undefined {
  const places = once(() => new Map(kept.map(({ check }, at) => [check.path, at])));
  let next = 0;
  return (path) => {
    const at = kept[next]?.check.path === path ? next : places().get(path);
    if (at === undefined) return undefined;
    next = at + 1;
    return kept[at];
  };
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
 * What a check and the form that it is kept in depend on besides the file itself: the checker's code, its libraries, the
 * vocabularies.
 * @param root the catalogue's root
 */
export const checkerKey = (root: string): string =>
  `${catalogueCode()} ${hashFolders([import.meta.dirname, join(root, "platform/vocabularies")])}`;
