import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { filesBelow as allBelow } from "../../tests/support/site.ts";

/** How many files are read at once. */
const AT_ONCE = 32;

/** All files below a folder, with `/`, sorted; a repository's own folder is left out. */
export const filesBelow = async (folder: string): Promise<string[]> =>
  (await allBelow(folder)).filter((path) => !path.startsWith(".git/"));

/** Runs a task for each item, several at once. */
export async function each<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await task(items[next++] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Sizes in bytes, by path. */
export async function sizesBelow(folder: string): Promise<Map<string, number>> {
  const paths = await filesBelow(folder);
  const sizes = new Map(paths.map((path) => [path, 0]));
  await each(paths, async (path) => {
    sizes.set(path, (await stat(join(folder, path))).size);
  });
  return sizes;
}

/**
 * Reads all files below a folder.
 * @returns their number and bytes
 */
export async function readAll(folder: string): Promise<{ files: number; bytes: number }> {
  const paths = await filesBelow(folder);
  let bytes = 0;
  await each(paths, async (path) => {
    const { length } = await readFile(join(folder, path));
    bytes += length;
  });
  return { files: paths.length, bytes };
}

async function digests(folder: string): Promise<Map<string, string>> {
  const paths = await filesBelow(folder);
  const found = new Map(paths.map((path) => [path, ""]));
  await each(paths, async (path) => {
    found.set(
      path,
      createHash("sha256")
        .update(await readFile(join(folder, path)))
        .digest("hex"),
    );
  });
  return found;
}

/** How two folders differ, file by file and byte by byte. */
export interface Difference {
  files: number;
  onlyLeft: string[];
  onlyRight: string[];
  changed: string[];
}

/** Compares two folders by the digests of all their files. */
export async function compareFolders(left: string, right: string): Promise<Difference> {
  const [a, b] = [await digests(left), await digests(right)];
  return {
    files: a.size,
    onlyLeft: [...a.keys()].filter((path) => !b.has(path)),
    onlyRight: [...b.keys()].filter((path) => !a.has(path)),
    changed: [...a].filter(([path, digest]) => b.has(path) && b.get(path) !== digest).map(([path]) => path),
  };
}
