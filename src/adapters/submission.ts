import type { ChangedFile } from "../review/records.ts";
import {
  blobSizes,
  diffTrees,
  fetchRefs,
  GitError,
  isReachable,
  mergeBases,
  type Remote,
  type Repository,
  readBlobs,
  readRefs,
  type TreeDifference,
} from "./git.ts";

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
  const differences = await submittedDifferences(repository, base, head);
  // Whatever is not in this second comparison is the same on the main branch as in the submission.
  const published = new Map<string, TreeDifference>();
  for await (const difference of diffTrees(repository, base, head))
    published.set(difference.path, difference);
  const sides = differences.map((difference, index) => {
    const { path, newMode, newBlob } = difference;
    const other = published.get(path);
    const oldBlob = other ? plainBlob(other.oldMode, other.oldBlob) : plainBlob(newMode, newBlob);
    return { difference, oldBlob, newBlob: plainBlob(newMode, newBlob), read: index < MOST_FILES };
  });
  const readable = sides.filter((side) => side.read);
  const sizes = await blobSizes(repository, [...new Set(sides.flatMap((side) => side.newBlob ?? []))]);
  const wanted = new Set([
    // What is published was checked once; only what is submitted may be of any size.
    ...readable.flatMap((side) => side.oldBlob ?? []),
    ...readable.flatMap(({ newBlob }) =>
      newBlob !== undefined && (sizes.get(newBlob) ?? 0) <= LARGEST_FILE ? [newBlob] : [],
    ),
  ]);
  const contents = new Map<string, Uint8Array>();
  for await (const { name, bytes } of readBlobs(repository, [...wanted]))
    if (bytes) contents.set(name, bytes);
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

const exists = (mode: string) => mode !== "000000";
const plainBlob = (mode: string, blob: string) => (PLAIN.test(mode) ? blob : undefined);

/**
 * Paths that the submission changed since it left the main branch. Where the histories crossed there are several places
 * where it left, and a merge may take up a difference to any of them: a path counts when it differs from one.
 */
async function submittedDifferences(
  repository: Repository,
  base: string,
  head: string,
): Promise<TreeDifference[]> {
  const starts = await mergeBases(repository, base, head);
  if (starts.length > MOST_MERGE_BASES) {
    throw new GitError(`送審的歷史與主分支交錯 ${starts.length} 次，無法比較；請由主分支重新建立分支`);
  }
  const found = new Map<string, TreeDifference>();
  for (const start of starts.length > 0 ? starts : [base]) {
    for await (const difference of diffTrees(repository, start, head)) {
      if (!found.has(difference.path)) found.set(difference.path, difference);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
