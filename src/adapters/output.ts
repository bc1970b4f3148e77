import {
  closeSync,
  copyFileSync,
  createWriteStream,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { OutputFile } from "../exchange/output-file.ts";

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

/** Above it the time grows faster than the file shrinks: level 6 takes a quarter longer for 3 % less. */
const GZIP_LEVEL = 5;

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
  await pipeline(Readable.from(bytesOf(content)), createGzip({ level: GZIP_LEVEL, chunkSize: CHUNK }), file);
  return file.bytesWritten;
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
 * @returns how many files and how many bytes
 */
export async function writeOutputs(
  out: string,
  files: Iterable<OutputFile>,
  written: (files: number) => void = () => {},
): Promise<{ files: number; bytes: number }> {
  const ready = folders();
  const total = { files: 0, bytes: 0 };
  for (const { path, content } of files) {
    const full = join(out, path);
    ready(full);
    if (path.endsWith(".gz")) total.bytes += await writeCompressed(full, content);
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
