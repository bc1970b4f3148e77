import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inflateSync } from "node:zlib";
import type { Repository } from "./git.ts";
import { Pack } from "./git-pack.ts";
import { GitError, run } from "./git-process.ts";
import { bytesOf, differingEntries, entriesOf, fullTree, objectAt, type Tree } from "./git-tree.ts";

/** A file that two trees tell differently of; the names of its blobs, undefined where it is in one tree only. */
export interface TreeChange {
  /** Path below the catalogue's root. */
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** A tree that is not where it can be read; git may find it. */
class MissingTree extends Error {
  readonly tree: string;

  constructor(tree: string) {
    super(`no tree ${tree}`);
    this.tree = tree;
  }
}

/** An entry of one tree, or one of each that have the same name and kind. */
interface EntryChange {
  name: string;
  isFolder: boolean;
  before: string | undefined;
  after: string | undefined;
}

const SPACE = 32;
const FOUR = 52;
const ZERO = 48;
const SLASH = Buffer.from("/");
/** As many as git itself goes into (`core.maxTreeDepth`). */
const MOST_NESTED = 2048;

/** What stands before a loose tree's contents. */
const LOOSE_TREE = /^tree \d+\0/;

/** All folders that a repository has objects in: its own, and those that it borrows from. */
function objectFolders(own: string): string[] {
  const folders = [own];
  for (const folder of folders) {
    let text = "";
    try {
      text = readFileSync(join(folder, "info/alternates"), "utf8");
    } catch {
      continue;
    }
    for (const line of text.split("\n").filter((line) => line && !line.startsWith("#"))) {
      const other = resolve(folder, line);
      if (!folders.includes(other)) folders.push(other);
    }
  }
  return folders;
}

function packsIn(folders: readonly string[], nameBytes: number): Pack[] {
  const packs: Pack[] = [];
  for (const folder of folders) {
    let names: string[] = [];
    try {
      names = readdirSync(join(folder, "pack")).filter((name) => name.endsWith(".idx"));
    } catch {}
    for (const name of names.sort()) {
      try {
        packs.push(new Pack(join(folder, "pack", name), nameBytes));
      } catch {
        // One that was just removed, or has another form: git is asked for what it holds.
      }
    }
  }
  return packs;
}

/** A commit's tree, by its whole name; null for an empty one. */
export type TreeName = string | null;

/** Finds out what commits changed, each compared with the one before it. */
export class TreeComparison {
  readonly #repository: Repository;
  readonly #folders: string[];
  readonly #nameBytes: number;
  readonly #packs: Pack[];
  /** By path, what was read last: the tree of one commit is that before the next. */
  readonly #last = new Map<string, { name: string; tree: Tree }>();
  /** What git had to be asked for. */
  readonly #given = new Map<string, Tree>();
  readonly #key: Buffer;
  #changes: TreeChange[] = [];

  private constructor(repository: Repository, objects: string, nameBytes: number) {
    this.#repository = repository;
    this.#folders = objectFolders(objects);
    this.#nameBytes = nameBytes;
    this.#packs = packsIn(this.#folders, nameBytes);
    this.#key = Buffer.alloc(nameBytes);
  }

  /**
   * @param tree any tree's whole name
   * @throws GitError when git fails
   */
  static async open(repository: Repository, tree: string): Promise<TreeComparison> {
    const folder = await run(repository.root, ["rev-parse", "--git-path", "objects"]);
    const objects = resolve(repository.root, folder.toString().replace(/\n$/, ""));
    return new TreeComparison(repository, objects, tree.length / 2);
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }

  /**
   * Tells trees apart, each from the next one.
   * @param trees newest first; the last is only compared with
   * @returns of each its changed files below the catalogue's root, in the order of their paths
   * @throws GitError when there is no such tree, or git fails
   */
  async compareAll(trees: readonly TreeName[]): Promise<TreeChange[][]> {
    const changes: TreeChange[][] = [];
    for (let at = 0; at + 1 < trees.length; at++)
      changes.push(await this.#compareTwo(trees[at + 1] ?? undefined, trees[at]!));
    return changes;
  }

  /** Tells two trees apart, which is fast where one is built from the other, as those of neighbouring commits are. */
  async #compareTwo(before: string | undefined, after: string): Promise<TreeChange[]> {
    for (;;) {
      this.#changes = [];
      try {
        this.#compare("", before, after, 0);
        this.#given.clear();
        return this.#changes;
      } catch (cause) {
        if (!(cause instanceof MissingTree)) throw cause;
        const bytes = await run(this.#repository.root, ["cat-file", "tree", cause.tree]);
        this.#given.set(cause.tree, fullTree(bytes, this.#nameBytes));
      }
    }
  }

  #read(tree: string): Tree {
    const given = this.#given.get(tree);
    if (given) return given;
    this.#key.write(tree, "hex");
    try {
      for (const pack of this.#packs) {
        const place = pack.find(this.#key);
        if (place !== undefined) return pack.readTree(place);
      }
    } catch {
      // Git tells what is wrong with it, if it is.
      throw new MissingTree(tree);
    }
    return this.#readLoose(tree);
  }

  #readLoose(tree: string): Tree {
    for (const folder of this.#folders) {
      try {
        const bytes = inflateSync(readFileSync(join(folder, tree.slice(0, 2), tree.slice(2))));
        const head = LOOSE_TREE.exec(bytes.toString("latin1", 0, 32));
        if (head) return fullTree(bytes.subarray(head[0].length), this.#nameBytes);
      } catch {}
    }
    throw new MissingTree(tree);
  }

  #compare(path: string, before: string | undefined, after: string | undefined, depth: number): void {
    if (before === after) return;
    if (depth > MOST_NESTED) throw new GitError(`more than ${MOST_NESTED} folders in each other`);
    const last = this.#last.get(path);
    const is = after === undefined ? undefined : last?.name === after ? last.tree : this.#read(after);
    const was = before === undefined ? undefined : this.#read(before);
    if (was) this.#last.set(path, { name: before!, tree: was });
    const numbers = was && is && differingEntries(was, is);
    const changes = numbers
      ? numbers.map((number) => ({ ...entryOf(is, number), before: objectAt(was, number) }))
      : mergeEntries(was, is);
    for (const change of changes) this.#tell(path, change, depth);
  }

  #tell(folder: string, { name, isFolder, before, after }: EntryChange, depth: number): void {
    const { prefix } = this.#repository;
    const path = folder + name;
    if (isFolder) {
      const below = `${path}/`;
      if (below.startsWith(prefix) || prefix.startsWith(below))
        this.#compare(below, before, after, depth + 1);
    } else if (path.startsWith(prefix)) {
      this.#changes.push({ path: path.slice(prefix.length), before, after });
    }
  }
}

/** Where an entry's name begins, and whether it is a folder's. */
function nameOf(tree: Tree, number: number): { start: number; end: number; isFolder: boolean } {
  const { bytes } = tree.full;
  const { starts, ends } = entriesOf(tree);
  const start = starts[number]!;
  // A folder's mode is 40000; some programs write it with a zero before.
  const isFolder = bytes[start] === FOUR || (bytes[start] === ZERO && bytes[start + 1] === FOUR);
  return { start: bytes.indexOf(SPACE, start) + 1, end: ends[number]!, isFolder };
}

/** An entry as one that is in the later tree only. */
function entryOf(tree: Tree, number: number): EntryChange {
  const { start, end, isFolder } = nameOf(tree, number);
  const name = tree.full.bytes.toString("utf8", start, end);
  return { name, isFolder, before: undefined, after: objectAt(tree, number) };
}

/** What an entry is sorted by: its name, a folder's as if a slash ended it. */
function sortKey(tree: Tree, number: number): Buffer {
  const { start, end, isFolder } = nameOf(tree, number);
  const name = tree.full.bytes.subarray(start, end);
  return isFolder ? Buffer.concat([name, SLASH]) : name;
}

/** A tree's bytes, the places of its entries and their number; those of none where there is no tree. */
function layOut(tree: Tree | undefined): { bytes: Buffer; starts: readonly number[]; count: number } {
  if (!tree) return { bytes: Buffer.alloc(0), starts: [], count: 0 };
  const { starts } = entriesOf(tree);
  return { bytes: bytesOf(tree), starts, count: starts.length };
}

/** How many bytes are the same from two places on, up to so many. */
function countSame(one: Buffer, from: number, other: Buffer, start: number, most: number): number {
  let count = 0;
  while (count < most && one[from + count] === other[start + count]) count++;
  return count;
}

/** What is in one of two trees only, or otherwise in the other. */
function mergeEntries(was: Tree | undefined, is: Tree | undefined): EntryChange[] {
  const [older, newer] = [layOut(was), layOut(is)];
  const nameBytes = (was ?? is)!.full.nameBytes;
  const changes: EntryChange[] = [];
  for (let [i, j] = [0, 0]; i < older.count || j < newer.count; ) {
    let order = i === older.count ? 1 : j === newer.count ? -1 : undefined;
    if (order === undefined) {
      const [from, start] = [older.starts[i]!, newer.starts[j]!];
      const length = (newer.starts[j + 1] ?? newer.bytes.length) - start;
      const same = countSame(older.bytes, from, newer.bytes, start, length);
      if (same === length) {
        i++;
        j++;
        continue;
      }
      // The same mode and name, up to the NUL: but for the object's name all is the same.
      order = same >= length - nameBytes ? 0 : Buffer.compare(sortKey(was!, i), sortKey(is!, j));
    }
    const before = order <= 0 ? objectAt(was!, i) : undefined;
    if (order >= 0) changes.push({ ...entryOf(is!, j++), before });
    else changes.push({ ...entryOf(was!, i), before, after: undefined });
    if (order <= 0) i++;
  }
  return changes;
}
