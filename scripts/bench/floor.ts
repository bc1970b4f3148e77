import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { each, readAll, sizesBelow } from "./folders.ts";

/** What any program would have to do at least: read every input file, and write as many bytes into as many files. */
export interface Floor {
  read: { files: number; bytes: number; seconds: number };
  written: { files: number; bytes: number; seconds: number };
}

/**
 * Reads all files of a catalogue, and writes files of the same paths and sizes as a built site has.
 * @param input the catalogue
 * @param like a built site
 * @param out where the files are written
 */
export async function physicalFloor(input: string, like: string, out: string): Promise<Floor> {
  const start = performance.now();
  const read = await readAll(input);
  const seconds = (performance.now() - start) / 1000;
  const sizes = await sizesBelow(like);
  // Text repeated, since a file of zeroes may be stored as a hole.
  const largest = sizes.values().reduce((most, size) => Math.max(most, size), 1);
  const filling = Buffer.alloc(largest, "資料集 dataset ");
  const begun = performance.now();
  for (const folder of new Set([...sizes.keys()].map(dirname))) {
    await mkdir(join(out, folder), { recursive: true });
  }
  let bytesWritten = 0;
  await each([...sizes], async ([path, size]) => {
    await writeFile(join(out, path), filling.subarray(0, size));
    bytesWritten += size;
  });
  const written = performance.now();
  return {
    read: { ...read, seconds },
    written: { files: sizes.size, bytes: bytesWritten, seconds: (written - begun) / 1000 },
  };
}
