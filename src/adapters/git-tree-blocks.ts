import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Repository } from "./git.ts";
import { GitError } from "./git-process.ts";
import { type TreeChange, TreeComparison, type TreeName } from "./git-trees.ts";
import { startHelper } from "./helper.ts";

/** Fewer trees are sooner compared than a process is started. */
const WORTH_A_PROCESS = 5000;
/** Each holds some 300 MB of a large repository. */
const MOST_PROCESSES = 4;
/** So many trees at once: enough that it matters little that a block's last tree is read again for the next. */
const BLOCK = 2500;

/** What a process is told to compare, each tree with the next. */
export interface TreeBlock {
  repository: Repository;
  trees: readonly TreeName[];
}

/** What it answers. */
export type BlockAnswer = { changes: TreeChange[][] } | { error: string };

/** Hands out the numbers of blocks, from both ends: a process reads least where its blocks follow on each other. */
class Blocks {
  readonly trees: TreeName[] = [];
  #first = 0;
  #end = 0;
  #isListed = false;
  #isStopped = false;
  #more = Promise.withResolvers<void>();

  add(trees: readonly TreeName[]): void {
    for (const tree of trees) this.trees.push(tree);
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }

  /** No more trees come. */
  complete(): void {
    this.#isListed = true;
    this.#end = Math.ceil((this.trees.length - 1) / BLOCK);
    this.#more.resolve();
  }

  /** No more blocks are handed out. */
  stop(): void {
    this.#isStopped = true;
    this.#more.resolve();
  }

  /** How many are left; known when no more trees come. */
  get left(): number {
    return this.#isStopped ? 0 : this.#end - this.#first;
  }

  /** The next one from the beginning, as soon as it is listed; undefined where none is left. */
  async takeFirst(): Promise<number | undefined> {
    while (!this.#isListed && !this.#isStopped && this.trees.length <= (this.#first + 1) * BLOCK)
      await this.#more.promise;
    return this.#isStopped || (this.#isListed && this.left <= 0) ? undefined : this.#first++;
  }

  /** The next one from the end, once all are listed. */
  async takeLast(): Promise<number | undefined> {
    return this.left <= 0 ? undefined : --this.#end;
  }

  /** A block's trees, and the one that its last is compared with. */
  at(number: number): TreeName[] {
    return this.trees.slice(number * BLOCK, (number + 1) * BLOCK + 1);
  }
}

/**
 * Tells trees apart, each from the next one; very many in several processes, the first of which begins while they are
 * still being listed.
 * @param listed commits' trees, newest first, as they become known; the last of all is only compared with
 * @returns of each its changed files below the catalogue's root, in the order of their paths
 * @throws GitError when there is no such tree, or git fails
 */
export async function compareTrees(
  repository: Repository,
  listed: AsyncIterable<readonly TreeName[]> | Iterable<readonly TreeName[]>,
): Promise<TreeChange[][]> {
  const most = Math.min(availableParallelism(), MOST_PROCESSES);
  const blocks = new Blocks();
  const answers: TreeChange[][][] = [];
  const working: Promise<void>[] = [];
  const start = (take: () => Promise<number | undefined>) => {
    const work = compareApart(repository, blocks, take, answers);
    work.catch(() => blocks.stop());
    working.push(work);
  };
  try {
    for await (const trees of listed) {
      blocks.add(trees);
      if (most > 1 && working.length === 0 && blocks.trees.length > WORTH_A_PROCESS)
        start(() => blocks.takeFirst());
    }
  } catch (cause) {
    // Who waits for more trees would wait for ever.
    blocks.stop();
    await Promise.allSettled(working);
    throw cause;
  }
  blocks.complete();
  if (working.length === 0) return compareHere(repository, blocks.trees);
  while (working.length < Math.min(most, 1 + blocks.left)) start(() => blocks.takeLast());
  // Whoever is in the middle of a block, when another fails, ends it first: nothing goes on behind the error.
  await Promise.allSettled(working);
  await Promise.all(working);
  return answers.flat();
}

async function compareHere(repository: Repository, trees: readonly TreeName[]): Promise<TreeChange[][]> {
  const [first] = trees;
  if (!first) return [];
  const comparison = await TreeComparison.open(repository, first);
  try {
    return await comparison.compareAll(trees);
  } finally {
    comparison.close();
  }
}

/** Has another process compare blocks, until none is left; its memory is its own, and gone when it ends. */
async function compareApart(
  repository: Repository,
  blocks: Blocks,
  take: () => Promise<number | undefined>,
  answers: TreeChange[][][],
): Promise<void> {
  const child = startHelper(join(import.meta.dirname, "git-trees-worker.ts"));
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  child.on("error", failed.reject);
  child.on("exit", (code) => failed.reject(new Error(`comparing trees ended with exit status ${code}`)));
  const ask = (trees: readonly TreeName[]) =>
    new Promise<BlockAnswer>((done) => {
      child.once("message", done);
      child.send({ repository, trees } satisfies TreeBlock);
    });
  try {
    for (let number = await take(); number !== undefined; number = await take()) {
      const answer = await Promise.race([ask(blocks.at(number)), failed.promise]);
      if ("error" in answer) throw new GitError(answer.error);
      answers[number] = answer.changes;
    }
  } finally {
    if (child.connected) child.disconnect();
  }
}
