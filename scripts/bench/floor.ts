import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { each, filesBelow, sizesBelow } from "./folders.ts";

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
  const paths = await filesBelow(input);
  const start = performance.now();
  let bytesRead = 0;
  await each(paths, async (path) => {
    const { length } = await readFile(join(input, path));
    bytesRead += length;
  });
  const read = performance.now();
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
    read: { files: paths.length, bytes: bytesRead, seconds: (read - start) / 1000 },
    written: { files: sizes.size, bytes: bytesWritten, seconds: (written - begun) / 1000 },
  };
}
