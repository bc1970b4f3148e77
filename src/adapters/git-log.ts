import type { Repository } from "./git.ts";
import { run, streamTexts } from "./git-process.ts";
import { compareTrees } from "./git-tree-blocks.ts";
import type { TreeName } from "./git-trees.ts";

/** One commit's touch on one file. */
export interface Touch {
  commit: string;
  author: string;
  /** Commit time, seconds since 1970. */
  seconds: number;
  subject: string;
  path: string;
  /** Blob names; undefined where the file did not exist on that side. */
  before: string | undefined;
  after: string | undefined;
}

/** Readings under way: what was done to datasets and to the register is asked at the same time. */
const underWay = new Map<string, Promise<readonly Touch[]>>();

/**
 * Reads the history of the catalogue's files, newest first. Merges count as their first parent's change, so that a
 * merged submission is one entry with the merge's time. Who asks for what is just being read gets the same answer.
 * @param range a commit, or `A..B`, by their whole names
 * @throws GitError when git fails
 */
export function readHistory(repository: Repository, range: string): Promise<readonly Touch[]> {
  const key = `${repository.root}\0${range}`;
  const reading = underWay.get(key) ?? readTouches(repository, range).finally(() => underWay.delete(key));
  underWay.set(key, reading);
  return reading;
}

/** A commit, its tree and the names of its parents, before it is known what it changed. */
type Listed = Omit<Touch, "path" | "before" | "after"> & { tree: string; parents: string };

/** With what no name and no subject can hold behind each: a NUL. */
const FIELDS = ["%H", "%T", "%P", "%ct", "%an", "%s"];

/** Lists commits as git finds them, newest first: each is the first parent of the one before it. */
async function* listCommits({ root }: Repository, range: string): AsyncGenerator<Listed[]> {
  const format = `--format=${FIELDS.join("%x00")}`;
  let fields: string[] = [];
  for await (const texts of streamTexts(root, ["log", "--first-parent", "-z", format, range, "--"])) {
    fields.push(...texts);
    const commits: Listed[] = [];
    let at = 0;
    for (; at + FIELDS.length <= fields.length; at += FIELDS.length) {
      const [commit, tree, parents, seconds, author, subject] = fields.slice(at, at + FIELDS.length);
      commits.push({
        commit: commit!,
        tree: tree!,
        parents: parents!,
        seconds: Number(seconds),
        author: author!,
        subject: subject!,
      });
    }
    fields = fields.slice(at);
    yield commits;
  }
}

async function readTouches(repository: Repository, range: string): Promise<Touch[]> {
  const commits: Listed[] = [];
  async function* listTrees(): AsyncGenerator<TreeName[]> {
    for await (const listed of listCommits(repository, range)) {
      commits.push(...listed);
      yield listed.map(({ tree }) => tree);
    }
    const oldest = commits.at(-1);
    if (!oldest) return;
    // A first commit has none before it; another one's is not listed.
    const [parent] = oldest.parents.split(" ");
    yield [parent ? (await run(repository.root, ["rev-parse", `${parent}^{tree}`])).toString().trim() : null];
  }
  const changes = await compareTrees(repository, listTrees());
  return changes.flatMap((files, index) => {
    const { commit, author, seconds, subject } = commits[index]!;
    return files.map((file) => ({ commit, author, seconds, subject, ...file }));
  });
}
