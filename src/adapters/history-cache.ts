import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { catalogueCode } from "./check/cache.ts";
import { writeWhole } from "./files.ts";
import { followsFrom, type HistoryAtHand, type Repository } from "./git.ts";

const COMMIT = /^[0-9a-f]{40,64}$/;

/** Where a reading is kept: a folder, which several catalogues may share, and what was read. */
export interface KeepingPlace {
  folder: string;
  name: string;
}

/** What was read of a history up to a commit. */
interface Kept<Item> {
  key: string;
  head: string;
  /** Newest first. */
  items: Item[];
}

/** What a reading depends on besides the commits: the code that reads, its libraries, the catalogue's place. */
async function readerKey({ prefix }: Repository): Promise<string> {
  const own = [
    "git.ts",
    "git-blobs.ts",
    "git-log.ts",
    "git-pack.ts",
    "git-process.ts",
    "git-tree.ts",
    "git-tree-blocks.ts",
    "git-trees.ts",
    "git-trees-worker.ts",
    "history.ts",
    "history-blobs.ts",
    "history-cache.ts",
    "register-history.ts",
  ];
  const files = own.map((name) => join(import.meta.dirname, name));
  const texts = await Promise.all(files.map(async (file) => hash("sha1", await readFile(file))));
  return [...texts, catalogueCode(), prefix].join(" ");
}

/** What is kept; nothing where it can't be read, or was written by other code or of another catalogue. */
async function readKept<Item>(file: string, key: string): Promise<Kept<Item> | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, "utf8")) as Kept<Item>;
    return kept.key === key && COMMIT.test(kept.head) && Array.isArray(kept.items) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a history, as far as possible from what was kept of an earlier reading: where that one's last commit is
 * among the present one's first parents, only the commits since then are read. Whatever gives a doubt is read anew.
 * @param place where it is kept; nothing is without
 * @param read reads a range of commits: plain data that JSON carries, newest first, each item of one commit alone
 * @throws GitError when git fails
 */
export async function readIncrementally<Item>(
  { repository, head }: Extract<HistoryAtHand, { depth: "full" }>,
  place: KeepingPlace | "" | undefined,
  read: (range: string) => Promise<Item[]>,
): Promise<Item[]> {
  if (!place) return read(head);
  const file = join(
    place.folder,
    `${place.name}-${hash("sha1", resolve(repository.root)).slice(0, 12)}.json`,
  );
  const key = await readerKey(repository);
  const kept = await readKept<Item>(file, key);
  if (kept?.head === head) return kept.items;
  const items =
    kept && (await followsFrom(repository, kept.head, head))
      ? [...(await read(`${kept.head}..${head}`)), ...kept.items]
      : await read(head);
  await writeWhole(file, JSON.stringify({ key, head, items } satisfies Kept<Item>));
  return items;
}
