import { createWriteStream } from "node:fs";
import { copyFile, mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { OutputFile } from "../exchange/output-file.ts";

/** How many files are being written at once; more only fills memory. */
const AT_ONCE = 32;

/** Runs a task for each item with a bounded number under way. */
async function each<T>(items: Iterable<T>, task: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Makes each folder once. */
function folders(): (path: string) => Promise<unknown> {
  const made = new Map<string, Promise<unknown>>();
  return (path) => {
    const folder = dirname(path);
    const known = made.get(folder);
    if (known) return known;
    const making = mkdir(folder, { recursive: true });
    made.set(folder, making);
    return making;
  };
}

/** Above it the time grows faster than the file shrinks: level 9 takes three times as long for a tenth less. */
const GZIP_LEVEL = 4;

/** Writes a file compressed, piece by piece. Node puts no time into the header, so the same content gives the same bytes. */
async function writeCompressed(path: string, content: OutputFile["content"]): Promise<number> {
  const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  const file = createWriteStream(path);
  await pipeline(Readable.from(pieces), createGzip({ level: GZIP_LEVEL }), file);
  return file.bytesWritten;
}

/**
 * Writes files below a folder; large ones piece by piece, those whose path ends with `.gz` compressed.
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
  await each(files, async ({ path, content }) => {
    const full = join(out, path);
    await ready(full);
    if (path.endsWith(".gz")) {
      // Others write meanwhile: the sum is read after the wait, not before.
      const bytes = await writeCompressed(full, content);
      total.bytes += bytes;
    } else if (typeof content === "string" || content instanceof Uint8Array) {
      await writeFile(full, content);
      total.bytes += Buffer.byteLength(content);
    } else {
      const handle = await open(full, "w");
      try {
        for (const piece of content) {
          const { bytesWritten } = await handle.write(piece);
          total.bytes += bytesWritten;
        }
      } finally {
        await handle.close();
      }
    }
    written(++total.files);
  });
  return total;
}

/** Copies files, such as each dataset's YAML beside its page. */
export async function copyFiles(pairs: Iterable<{ from: string; to: string }>): Promise<void> {
  const ready = folders();
  await each(pairs, async ({ from, to }) => {
    await ready(to);
    await copyFile(from, to);
  });
}
