import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Content, Visit } from "../../catalogue/quality/evidence.ts";
import { readEvidence } from "../../catalogue/quality/snapshot.ts";

/*
 * What a shard found, as JSON Lines: one visit a line, appended as it comes, so that a job that is stopped loses
 * nothing and goes on from its own file. A part travels as an artifact between jobs, so each line is checked when read.
 */

/** One line of a part. */
export interface PartLine {
  url: string;
  visit: Visit;
  content?: Content;
}

/** Longest line that is read, in bytes; one with 200 columns of 200 characters stays below. */
const LONGEST_LINE = 512 * 1024;
/** Largest part that is read, in bytes. */
const LARGEST_PART = 1024 ** 3;
const NEWLINE = 10;
/** A line is a file of evidence with one visit, so that one reader checks both; this agency stands for none. */
const NOBODY = "0000000000";

/** File name of a shard's part. */
export const partName = (index: number): string => `part-${index}.jsonl`;

/**
 * Splits a file into lines without its line breaks; a last line without a line break was never finished and is left
 * out.
 * @returns undefined for a line that is too long, and where the line after it begins
 */
async function* linesOf(path: string): AsyncGenerator<{ line: string | undefined; end: number }> {
  let pending: Buffer[] = [];
  let length = 0;
  let end = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 16 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, at);
      length += piece.length;
      end += piece.length + 1;
      yield { line: length > LONGEST_LINE ? undefined : Buffer.concat([...pending, piece]).toString(), end };
      pending = [];
      length = 0;
      start = at + 1;
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    end += rest.length;
    if (length <= LONGEST_LINE) pending.push(rest);
    else pending = [];
  }
}

const lineOf = ({ url, visit, content }: PartLine): string =>
  `${JSON.stringify({
    version: 1,
    agency: NOBODY,
    addresses: { [url]: { visits: [visit], ...(content ? { content } : {}) } },
  })}\n`;

/** Reads a line of a part; undefined where it is none. */
export function readPartLine(text: string): PartLine | undefined {
  const read = readEvidence(text, NOBODY);
  if (!("evidence" in read)) return undefined;
  const [entry, ...more] = Object.entries(read.evidence.addresses);
  if (!entry || more.length > 0) return undefined;
  const [url, { visits, content }] = entry;
  const [visit, ...others] = visits;
  if (!visit || others.length > 0) return undefined;
  return { url, visit, ...(content ? { content } : {}) };
}

/** Reads a part line by line; `skipped` counts lines that are no visits. */
export async function* readPart(
  path: string,
  skipped: (count: number) => void = () => {},
): AsyncGenerator<PartLine> {
  let strange = 0;
  for await (const { line } of linesOf(path)) {
    const read = line === undefined ? undefined : readPartLine(line);
    if (read) yield read;
    else strange++;
  }
  if (strange > 0) skipped(strange);
}

/** A part that is being written. */
export interface PartWriter {
  /** Appends a visit; it is in the file when this returns. */
  write(line: PartLine): void;
  close(): void;
}

/** Opens a part to go on with it, after its last whole line; its folder is made. */
export async function openPart(path: string): Promise<PartWriter> {
  await mkdir(dirname(path), { recursive: true });
  let whole = 0;
  if (await stat(path).catch(() => undefined)) {
    for await (const { end } of linesOf(path)) whole = end;
  }
  const file = openSync(path, "a");
  ftruncateSync(file, whole);
  return {
    // A hundred thousand short writes cost a second, and a visit that was made is never made again.
    write: (line) => {
      writeSync(file, lineOf(line));
    },
    close: () => closeSync(file),
  };
}

/**
 * The parts below a folder, in byte order; none where there is no such folder, since every shard may have failed.
 * @param problem told of a file that is too large to be read, in Chinese
 */
export async function listParts(folder: string, problem: (message: string) => void): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  const paths: string[] = [];
  for (const name of names.filter((each) => /^part-\d{1,4}\.jsonl$/.test(each)).sort()) {
    const path = join(folder, name);
    const file = await stat(path);
    if (file.isFile() && file.size <= LARGEST_PART) paths.push(path);
    else problem(`${name} 不是檔案或超過 1 GB，略過`);
  }
  return paths;
}
