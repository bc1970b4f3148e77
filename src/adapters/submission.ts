import type { ChangedFile } from "../review/records.ts";
import {
  blobSizes,
  type CommitPair,
  diffTrees,
  fetchRefs,
  forkPoints,
  GitError,
  isReachable,
  mergeBases,
  type Remote,
  type Repository,
  readRefs,
  type TreeDifference,
} from "./git.ts";
import { readBlobs } from "./git-blobs.ts";

/*
 * What a pull request submits, read from its commits as data (design 4): its head is fetched beside the work tree and
 * never checked out, and its files are only bytes.
 */

const PULLS = "refs/catalogue/pull";
const BASE = "refs/catalogue/base";
const PLAIN = /^100/;
/** A dataset's file is a few kilobytes; the largest list of what an agency holds stays below this. */
const LARGEST_FILE = 1 << 20;
/** Files of one pull request that are read; the rest is left unread and can't pass the check. */
const MOST_FILES = 3_000;
/** Bytes of one pull request that are read; whoever fills a repository must not fill the memory as well. */
const MOST_BYTES = 64 << 20;
/** Histories that crossed more often than this were made to confuse. */
const MOST_MERGE_BASES = 8;

/** Heads of pull requests, fetched. */
export interface FetchedHeads {
  /** Tip of the main branch at that moment. */
  base: string;
  /** Commit by number; one that could not be fetched is left out. */
  heads: Map<number, string>;
}

/**
 * Fetches the heads of pull requests, and the main branch as it stands now, into references of their own.
 * @param branch name of the main branch
 * @throws GitError when the remote does not answer, or has no such branch
 */
export async function fetchHeads(
  repository: Repository,
  numbers: readonly number[],
  remote: Remote,
  branch: string,
): Promise<FetchedHeads> {
  await fetchRefs(repository, remote, [`+refs/heads/${branch}:${BASE}`]);
  await fetchSome(repository, numbers, remote);
  const refs = await readRefs(repository, "refs/catalogue");
  const heads = new Map<number, string>();
  for (const number of numbers) {
    const head = refs.get(`${PULLS}/${number}`);
    if (head) heads.set(number, head);
  }
  return { base: refs.get(BASE)!, heads };
}

/** One head that is gone, or too large to be had in time, must not hold up the others. */
async function fetchSome(
  repository: Repository,
  numbers: readonly number[],
  remote: Remote,
  checked = false,
): Promise<void> {
  if (numbers.length === 0) return;
  try {
    await fetchRefs(
      repository,
      remote,
      numbers.map((number) => `+refs/pull/${number}/head:${PULLS}/${number}`),
    );
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause;
    if (!checked && !(await isReachable(repository, remote))) throw cause;
    if (numbers.length === 1) return;
    const middle = numbers.length >> 1;
    await fetchSome(repository, numbers.slice(0, middle), remote, true);
    await fetchSome(repository, numbers.slice(middle), remote, true);
  }
}

/**
 * Lists what a pull request changes, with the bytes on both sides.
 * @param base tip of the main branch, whose files count as published
 * @param head commit of the pull request
 * @throws GitError when a commit is missing, or the histories can't be compared
 */
export async function changedFiles(
  repository: Repository,
  base: string,
  head: string,
): Promise<ChangedFile[]> {
  const starts = await mergeBases(repository, base, head);
  if (starts.length > MOST_MERGE_BASES) {
    throw new GitError(`送審的歷史與主分支交錯 ${starts.length} 次，無法比較；請由主分支重新建立分支`);
  }
  const [changes] = await readChanges(repository, base, [{ head, starts }]);
  return withContents(changes!, await readContents(repository, changes!));
}

/**
 * Does the same for many pull requests with a handful of processes for all of them.
 * @returns by head; one that is large, or whose history is not plain, is left out and has to be asked for by itself
 * @throws GitError when a commit is missing
 */
export async function changedFilesOfMany(
  repository: Repository,
  base: string,
  heads: readonly string[],
): Promise<Map<string, ChangedFile[]>> {
  const points = await forkPoints(repository, base, heads);
  const plain = [...points].map(([head, start]) => ({ head, starts: [start] }));
  const all = await readChanges(repository, base, plain);
  const small = all.filter((changes) => {
    const sizes = changes.sides.map(({ newBlob }) => (newBlob && changes.sizes.get(newBlob)) || 0);
    return sizes.length <= FEW_FILES && sizes.every((size) => size <= SMALL_FILE);
  });
  const contents = await readContents(repository, ...small);
  return new Map(small.map((changes) => [changes.head, withContents(changes, contents)]));
}

/** What most pull requests stay below, so that the contents of many fit into memory. */
const FEW_FILES = 20;
const SMALL_FILE = 1 << 16;

/** One changed path; the blobs are those of plain files. */
interface Side {
  difference: TreeDifference;
  oldBlob: string | undefined;
  newBlob: string | undefined;
  read: boolean;
}

interface Changes {
  head: string;
  sides: Side[];
  /** Of the submitted blobs. */
  sizes: ReadonlyMap<string, number>;
}

const exists = (mode: string) => mode !== "000000";
const plainBlob = (mode: string, blob: string) => (PLAIN.test(mode) ? blob : undefined);

/**
 * Paths that submissions changed since they left the main branch. Where the histories crossed there are several places
 * where one left, and a merge may take up a difference to any of them: a path counts when it differs from one.
 */
async function readChanges(
  repository: Repository,
  base: string,
  heads: readonly { head: string; starts: readonly string[] }[],
): Promise<Changes[]> {
  const pairs: CommitPair[] = heads.flatMap(({ head, starts }) =>
    // Whatever is not in the last comparison is the same on the main branch as in the submission.
    [...(starts.length > 0 ? starts : [base]), base].map((from) => ({ from, to: head })),
  );
  const differences = await diffTrees(repository, pairs);
  let index = 0;
  const all = heads.map(({ head, starts }) => {
    const found = new Map<string, TreeDifference>();
    for (let n = Math.max(1, starts.length); n > 0; n--) {
      for (const difference of differences[index++]!) {
        if (!found.has(difference.path)) found.set(difference.path, difference);
      }
    }
    const published = new Map(differences[index++]!.map((difference) => [difference.path, difference]));
    const sorted = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const sides = sorted.map((difference, position): Side => {
      const { path, newMode, newBlob } = difference;
      const other = published.get(path);
      const oldBlob = other ? plainBlob(other.oldMode, other.oldBlob) : plainBlob(newMode, newBlob);
      return { difference, oldBlob, newBlob: plainBlob(newMode, newBlob), read: position < MOST_FILES };
    });
    return { head, sides };
  });
  const submitted = all.flatMap(({ sides }) => sides.flatMap((side) => side.newBlob ?? []));
  const sizes = await blobSizes(repository, [...new Set(submitted)]);
  return all.map(({ head, sides }) => {
    let bytes = 0;
    const bounded = sides.map((side): Side => {
      const size = (side.newBlob && sizes.get(side.newBlob)) || 0;
      if (size <= LARGEST_FILE) bytes += size;
      return { ...side, read: side.read && bytes <= MOST_BYTES };
    });
    return { head, sides: bounded, sizes };
  });
}

/** Bytes of what is to be read, by blob. */
async function readContents(
  repository: Repository,
  ...all: readonly Changes[]
): Promise<Map<string, Uint8Array>> {
  const wanted = new Set<string>();
  for (const { sides, sizes } of all) {
    for (const { oldBlob, newBlob, read } of sides) {
      if (!read) continue;
      // What is published was checked once; only what is submitted may be of any size.
      if (oldBlob !== undefined) wanted.add(oldBlob);
      if (newBlob !== undefined && (sizes.get(newBlob) ?? 0) <= LARGEST_FILE) wanted.add(newBlob);
    }
  }
  const contents = new Map<string, Uint8Array>();
  for await (const blobs of readBlobs(repository, [...wanted]))
    for (const { name, bytes } of blobs) if (bytes) contents.set(name, bytes);
  return contents;
}

function withContents({ sides, sizes }: Changes, contents: ReadonlyMap<string, Uint8Array>): ChangedFile[] {
  return sides.map(({ difference, oldBlob, newBlob, read }) => {
    const { path, oldMode, newMode } = difference;
    const before = read && oldBlob !== undefined ? contents.get(oldBlob) : undefined;
    const after = read && newBlob !== undefined ? contents.get(newBlob) : undefined;
    return {
      path,
      kind: exists(newMode) ? (exists(oldMode) ? "modified" : "added") : "deleted",
      mode: exists(newMode) ? newMode : oldMode,
      ...(before ? { published: before } : {}),
      ...(after ? { submitted: after } : {}),
      ...(newBlob !== undefined && !after ? { oversize: sizes.get(newBlob) ?? 0 } : {}),
    };
  });
}
