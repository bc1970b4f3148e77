import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** How many files are read at once. */
const AT_ONCE = 32;

/** All files below a folder, with `/`, sorted; a repository's own folder is left out. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => !path.startsWith(".git/"))
    .sort();
}

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
