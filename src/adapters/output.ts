import { hash } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, crc32, createGzip, deflateRawSync } from "node:zlib";
import { type Block, Blocks, type OutputFile } from "../exchange/output-file.ts";
import { combineCrc32 } from "./crc32.ts";

/** Makes each folder once. */
function folders(): (path: string) => void {
  const made = new Set<string>();
  return (path) => {
    const folder = dirname(path);
    if (made.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    made.add(folder);
  };
}

/** Bytes that are collected before they are written or compressed. */
const CHUNK = 1 << 18;

/** Lines as bytes, in chunks. Each is written into its place at once: joining texts first would copy them twice. */
function* chunks(lines: Iterable<string>): Generator<Uint8Array> {
  let chunk = Buffer.allocUnsafe(CHUNK);
  let length = 0;
  for (const line of lines) {
    // A code unit takes three bytes at most.
    const most = 3 * line.length;
    if (length > 0 && length + most > chunk.length) {
      yield chunk.subarray(0, length);
      chunk = Buffer.allocUnsafe(CHUNK);
      length = 0;
    }
    if (most > chunk.length) yield Buffer.from(line);
    else length += chunk.write(line, length);
  }
  if (length > 0) yield chunk.subarray(0, length);
}

const bytesOf = (content: OutputFile["content"]): Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : chunks(typeof content === "string" ? [content] : content);

/** Writes a file compressed, piece by piece. Node puts no time into the header, so the same content gives the same bytes. */
async function writeCompressed(path: string, content: OutputFile["content"]): Promise<number> {
  const file = createWriteStream(path);
  await pipeline(Readable.from(bytesOf(content)), createGzip({ chunkSize: CHUNK }), file);
  return file.bytesWritten;
}

/** What a block of a file was made of, and what it is: enough to take it over into the file that takes its place. */
export interface WrittenBlock {
  /** SHA-1 of the block's key; empty where it is made anew each time. */
  key: string;
  /** Bytes of the file that are its own. */
  bytes: number;
  /** Bytes of its text, and their CRC-32, where it is compressed. */
  length: number;
  crc: number;
}

/** The blocks of files by their paths: as a build before left them, and as they are written now. */
export interface FileBlocks {
  before: Readonly<Record<string, readonly WrittenBlock[]>>;
  after: Record<string, readonly WrittenBlock[]>;
}

/** A gzip file's header (RFC 1952, 2.3): deflate, no flags, no time, Unix. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
/** The end of compressed data: a last block without content (RFC 1951, 3.2.3). */
const LAST = Uint8Array.of(3, 0);
const TRAILER_BYTES = 8;

/** What stands before and behind the blocks of a file. */
const frameOf = (isCompressed: boolean): [before: number, behind: number] =>
  isCompressed ? [HEADER.length, LAST.length + TRAILER_BYTES] : [0, 0];

/** The blocks with keys that a file holds, by these. */
function oldBlocks(
  path: string,
  before: readonly WrittenBlock[] | undefined,
  isCompressed: boolean,
): Map<string, { block: WrittenBlock; data: Uint8Array }> {
  const found = new Map<string, { block: WrittenBlock; data: Uint8Array }>();
  // Somebody may have taken the file away.
  if (!before || !existsSync(path)) return found;
  const file = readFileSync(path);
  const [start, behind] = frameOf(isCompressed);
  let at = start;
  for (const block of before) {
    if (block.key !== "") found.set(block.key, { block, data: file.subarray(at, at + block.bytes) });
    at += block.bytes;
  }
  // A file of another length is none that was written so.
  return at + behind === file.length ? found : new Map();
}

/** Makes a block's bytes; compressed ones end at a whole byte, so that another block can follow. */
function makeBlock(key: string, { lines }: Block, isCompressed: boolean) {
  const text = Buffer.concat([...chunks(lines())]);
  const data = isCompressed ? deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }) : text;
  const crc = isCompressed ? crc32(text) : 0;
  return { block: { key, bytes: data.length, length: text.length, crc }, data };
}

/**
 * Writes a file of blocks; those that it held already are taken over. Blocks are compressed each by itself, and make one
 * file all the same: only its last bytes, its checksum and length, are of all.
 */
function writeBlocks(path: string, { blocks }: Blocks, before: readonly WrittenBlock[] | undefined) {
  const isCompressed = path.endsWith(".gz");
  const old = oldBlocks(path, before, isCompressed);
  const after: WrittenBlock[] = [];
  let crc = 0;
  let length = 0;
  let bytes = 0;
  const file = openSync(path, "w");
  const write = (data: Uint8Array) => {
    for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
    bytes += data.length;
  };
  try {
    if (isCompressed) write(HEADER);
    for (const each of blocks) {
      const key = each.key === undefined ? "" : hash("sha1", each.key);
      const { block, data } = old.get(key) ?? makeBlock(key, each, isCompressed);
      write(data);
      after.push(block);
      crc = combineCrc32(crc, block.crc, block.length);
      length += block.length;
    }
    if (isCompressed) {
      const trailer = Buffer.alloc(TRAILER_BYTES);
      trailer.writeUInt32LE(crc, 0);
      trailer.writeUInt32LE(length % 2 ** 32, 4);
      write(LAST);
      write(trailer);
    }
  } finally {
    closeSync(file);
  }
  return { bytes, after };
}

/** Writes a large file piece by piece. */
function writePieces(path: string, pieces: Iterable<string>): number {
  const file = openSync(path, "w");
  try {
    let bytes = 0;
    for (const chunk of chunks(pieces)) bytes += writeSync(file, chunk);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/**
 * Writes files below a folder; large ones piece by piece, those whose path ends with `.gz` compressed. One after the
 * other and without the thread pool: threads that make files in one folder wait for each other, which takes twice the time.
 * @param written told how many files there are by now, after each
 * @param blocks what is known of files in blocks; takes what is written
 * @returns how many files and how many bytes
 */
export async function writeOutputs(
  out: string,
  files: Iterable<OutputFile>,
  written: (files: number) => void = () => {},
  blocks?: FileBlocks,
): Promise<{ files: number; bytes: number }> {
  const ready = folders();
  const total = { files: 0, bytes: 0 };
  for (const { path, content } of files) {
    const full = join(out, path);
    ready(full);
    if (content instanceof Blocks) {
      const { bytes, after } = writeBlocks(full, content, blocks?.before[path]);
      total.bytes += bytes;
      if (blocks) blocks.after[path] = after;
    } else if (path.endsWith(".gz")) total.bytes += await writeCompressed(full, content);
    else if (typeof content === "string" || content instanceof Uint8Array) {
      writeFileSync(full, content);
      total.bytes += Buffer.byteLength(content);
    } else total.bytes += writePieces(full, content);
    written(++total.files);
  }
  return total;
}

/** Copies files, such as each dataset's YAML beside its page. */
export function copyFiles(pairs: Iterable<{ from: string; to: string }>): void {
  const ready = folders();
  for (const { from, to } of pairs) {
    ready(to);
    copyFileSync(from, to);
  }
}
