import { relative, resolve } from "node:path";
import { readBlobs } from "./git-blobs.ts";
import { GitError, run, streamTexts } from "./git-process.ts";

export { GitError };

/** Whether one commit comes after another on the line of first parents; not where either is unknown. */
export async function followsFrom({ root }: Repository, earlier: string, later: string): Promise<boolean> {
  const args = ["rev-list", "--first-parent", "--parents", `${earlier}..${later}`, "--"];
  const out = await run(root, args).catch(() => Buffer.alloc(0));
  const oldest = out.toString().trimEnd().split("\n").at(-1)!;
  return oldest.split(" ")[1] === earlier;
}

/** A file that differs from the base commit. */
export interface Change {
  /** Path below the catalogue's root. */
  path: string;
  kind: "added" | "modified" | "deleted";
}

/** A catalogue's folder inside a git work tree. */
export interface Repository {
  /** The catalogue's root. */
  root: string;
  /** Path of the root below the work tree's top, ending with `/`, or empty. */
  prefix: string;
}

/** What git says of the work tree that a folder is in, a line each; undefined where there is none or git is not installed. */
async function askOf(root: string, ...questions: string[]): Promise<string[] | undefined> {
  try {
    return (await run(root, ["rev-parse", ...questions])).toString().trim().split("\n");
  } catch (cause) {
    if (cause instanceof GitError) return undefined;
    throw cause;
  }
}

function repositoryAt(root: string, top: string): Repository {
  const inside = relative(top, resolve(root)).replaceAll("\\", "/");
  return { root, prefix: inside === "" ? "" : `${inside}/` };
}

/** The repository that holds a catalogue; undefined where the folder is in none or git is not installed. */
export async function findRepository(root: string): Promise<Repository | undefined> {
  const found = await askOf(root, "--show-toplevel");
  return found && repositoryAt(root, found[0]!);
}

/**
 * How much of a catalogue's history is at hand: none where it is in no repository or before the first commit; in a shallow
 * clone the oldest commit seems to have created every file, so its history misleads.
 */
export type HistoryAtHand =
  | { depth: "none" | "shallow" }
  /** With the commit that the work tree stands on. */
  | { depth: "full"; repository: Repository; head: string };

/** Asked by several at the same time, git is asked once. */
const underWay = new Map<string, Promise<HistoryAtHand>>();

/** Finds out how much of a catalogue's history is at hand. */
export function historyAtHand(root: string): Promise<HistoryAtHand> {
  const asking = underWay.get(root) ?? askForHistory(root).finally(() => underWay.delete(root));
  underWay.set(root, asking);
  return asking;
}

async function askForHistory(root: string): Promise<HistoryAtHand> {
  const born = askOf(root, "--verify", "--quiet", "HEAD^{commit}");
  const [top, isShallow] = (await askOf(root, "--show-toplevel", "--is-shallow-repository")) ?? [];
  const [head] = (await born) ?? [];
  if (top === undefined || head === undefined) return { depth: "none" };
  return isShallow === "true"
    ? { depth: "shallow" }
    : { depth: "full", repository: repositoryAt(root, top), head };
}

/**
 * Finds what the work tree changed since it left a commit: committed, staged, unstaged and untracked files.
 * @param base any revision; the comparison starts where the two histories part
 * @throws GitError when the revision is unknown
 */
export async function changesSince(
  repository: Repository,
  base: string,
): Promise<{ start: string; changes: Change[] }> {
  const { root } = repository;
  if (base.startsWith("-")) throw new GitError(`${base} is no revision`);
  const folders = ["datasets", "agencies", "platform"];
  // Both this and the comparison look at every file, so they do it side by side.
  const untracked = run(root, ["ls-files", "--others", "--exclude-standard", "-z", "--", ...folders]);
  untracked.catch(() => {});
  const commit = (
    await run(root, ["rev-parse", "--verify", "--quiet", `${base}^{commit}`]).catch(() => {
      throw new GitError(`${base} is no revision of this repository`);
    })
  )
    .toString()
    .trim();
  // Unrelated histories have no common start; then the commit itself is the comparison.
  const start = await run(root, ["merge-base", commit, "HEAD"]).then(
    (out) => out.toString().trim(),
    () => commit,
  );
  const diff = await run(root, [
    "diff",
    "--name-status",
    "--no-renames",
    "--relative",
    "-z",
    start,
    "--",
    ...folders,
  ]);
  const changes: Change[] = [];
  const parts = diff.toString().split("\0");
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const kind = parts[i] === "A" ? "added" : parts[i] === "D" ? "deleted" : "modified";
    changes.push({ path: parts[i + 1]!, kind });
  }
  for (const path of (await untracked).toString().split("\0"))
    if (path) changes.push({ path, kind: "added" });
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { start, changes };
}

/** Bytes of a file at a commit; undefined when it did not exist there. */
export async function readAt(
  repository: Repository,
  commit: string,
  path: string,
): Promise<Uint8Array | undefined> {
  for await (const [blob] of readBlobs(repository, [`${commit}:${repository.prefix}${path}`]))
    return blob?.bytes;
  return undefined;
}

/** Sizes of blobs by name; one that does not exist, or is no blob, is left out. */
export async function blobSizes(
  repository: Repository,
  names: readonly string[],
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  if (names.length === 0) return sizes;
  const input = `${names.join("\n")}\n`;
  for (const line of (await run(repository.root, ["cat-file", "--batch-check"], { input }))
    .toString()
    .split("\n")) {
    const [, name, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line) ?? [];
    if (name) sizes.set(name, Number(size));
  }
  return sizes;
}

/** Settings under which a stranger's commits are fetched and compared: no hook, filter or helper program runs. */
const ISOLATED = [
  "core.hooksPath=/dev/null",
  "core.attributesFile=/dev/null",
  "core.fsmonitor=false",
  "credential.helper=",
  "fetch.recurseSubmodules=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "protocol.allow=never",
].flatMap((setting) => ["-c", setting]);
/** The user's and the machine's settings could add any of those again. */
const ISOLATED_ENVIRONMENT = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** Where commits are fetched from. */
export interface Remote {
  /** https:, http: or file:, without credentials. */
  url: string;
  token?: string;
}

/** The settings with which git authenticates as workflows do; none without a token. */
export function credentials({ url, token }: Remote): [key: string, value: string][] {
  if (!token || !/^https?:/.test(url)) return [];
  const secret = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [[`http.${new URL(url).origin}/.extraheader`, `AUTHORIZATION: basic ${secret}`]];
}

/** Settings as variables, since others can see arguments; without any, what is inherited stays. */
export function settingsEnvironment(
  settings: readonly (readonly [string, string])[],
): Record<string, string> {
  if (settings.length === 0) return {};
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [index, [key, value]] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

const FETCH_LIMIT_MS = 300_000;

function remoteCommand(
  repository: Repository,
  remote: Remote,
  args: string[],
  input?: string,
): Promise<Buffer> {
  const protocol = new URL(remote.url).protocol.slice(0, -1);
  if (!["https", "http", "file"].includes(protocol)) throw new GitError(`${protocol}: is no way to fetch`);
  return run(repository.root, [...ISOLATED, "-c", `protocol.${protocol}.allow=always`, ...args], {
    ...(input === undefined ? {} : { input }),
    limitMs: FETCH_LIMIT_MS,
    environment: { ...ISOLATED_ENVIRONMENT, ...settingsEnvironment(credentials(remote)) },
  });
}

/**
 * Fetches commits as objects; nothing is checked out, no tag and no submodule follows.
 * @param refspecs such as `+refs/pull/1/head:refs/catalogue/pull/1`
 * @throws GitError when one of them is missing or can't be had in time; then none is there
 */
export async function fetchRefs(
  repository: Repository,
  remote: Remote,
  refspecs: readonly string[],
): Promise<void> {
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--atomic"];
  await remoteCommand(
    repository,
    remote,
    ["fetch", ...options, "--stdin", "--", remote.url],
    `${refspecs.join("\n")}\n`,
  );
}

/** Whether a remote answers at all. */
export async function isReachable(repository: Repository, remote: Remote): Promise<boolean> {
  return remoteCommand(repository, remote, ["ls-remote", "--quiet", "--", remote.url, "HEAD"]).then(
    () => true,
    () => false,
  );
}

/** Commits that local references below a prefix name, by reference. */
export async function readRefs(repository: Repository, prefix: string): Promise<Map<string, string>> {
  const out = await run(repository.root, ["for-each-ref", "--format=%(objectname) %(refname)", prefix]);
  const lines = out.toString().split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]));
}

/** The first parent of a commit; undefined where the commit is not there, or is a first one. */
export async function parentOf(repository: Repository, commit: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^1^{commit}`];
  const out = await run(repository.root, args).catch(() => undefined);
  return out?.toString().trim() || undefined;
}

/** All best common ancestors of two commits; none where their histories never met. */
export async function mergeBases(repository: Repository, one: string, other: string): Promise<string[]> {
  const out = await run(repository.root, ["merge-base", "--all", one, other]).catch((cause: Error) => {
    // Exit status 1 without a word is git's way to say that there is none.
    if (cause.message.endsWith("exit status 1")) return Buffer.alloc(0);
    throw cause;
  });
  return out.toString().split("\n").filter(Boolean);
}

/** One path that differs between two trees; modes are git's, `000000` for none. */
export interface TreeDifference {
  path: string;
  oldMode: string;
  newMode: string;
  oldBlob: string;
  newBlob: string;
}

/** Two commits to compare. */
export interface CommitPair {
  from: string;
  to: string;
}

/**
 * Compares the trees of many pairs of commits in one process; renames are two.
 * @returns in the order asked, each in byte order of paths
 * @throws GitError when a commit is missing
 */
export async function diffTrees(
  repository: Repository,
  pairs: readonly CommitPair[],
): Promise<TreeDifference[][]> {
  if (pairs.length === 0) return [];
  // A line is a commit with the parent that it is to be compared with; without --always those that are equal are left out.
  const args = ["diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-abbrev", "--no-renames"];
  const input = `${pairs.map(({ from, to }) => `${to} ${from}`).join("\n")}\n`;
  const found: TreeDifference[][] = [];
  let raw: string[] | undefined;
  for await (const parts of streamTexts(repository.root, [...ISOLATED, ...args], {
    input,
    environment: ISOLATED_ENVIRONMENT,
  })) {
    for (const part of parts) {
      if (raw) {
        const [oldMode, newMode, oldBlob, newBlob] = raw as [string, string, string, string];
        found.at(-1)?.push({ path: part, oldMode, newMode, oldBlob, newBlob });
        raw = undefined;
      } else if (part.startsWith(":")) raw = part.slice(1).split(" ");
      else if (part === pairs[found.length]?.to) found.push([]);
      else throw new GitError(`git diff-tree: ${part} was not asked for`);
    }
  }
  // What can't be read is passed over without a word.
  if (found.length < pairs.length) throw new GitError(`git diff-tree: no commit ${pairs[found.length]!.to}`);
  return found;
}

/** Commits that are read at most to find where branches left; longer histories are left to git. */
const MOST_COMMITS = 100_000;

/**
 * Where branches left another one, for many in one process: whatever a branch shares with the other it shares through
 * the commits at which its own history meets the other's. Where these are several, only git can tell the best.
 * @param heads existing commits
 * @returns the one best common ancestor by head; a head without one, or with several to choose from, is left out
 */
export async function forkPoints(
  repository: Repository,
  base: string,
  heads: readonly string[],
): Promise<Map<string, string>> {
  const points = new Map<string, string>();
  if (heads.length === 0) return points;
  const args = ["rev-list", "--parents", `--max-count=${MOST_COMMITS}`, "--stdin"];
  const out = await run(repository.root, args, { input: `${[...heads, `^${base}`].join("\n")}\n` });
  const lines = out.toString().split("\n").filter(Boolean);
  if (lines.length === MOST_COMMITS) return points;
  const parents = new Map(
    lines.map((line) => {
      const [commit, ...before] = line.split(" ");
      return [commit!, before];
    }),
  );
  for (const head of heads) {
    const met = new Set<string>();
    const seen = new Set([head]);
    // A set can be added to while it is gone through.
    for (const commit of seen) {
      const before = parents.get(commit);
      if (!before) met.add(commit);
      else for (const parent of before) seen.add(parent);
    }
    if (met.size === 1) points.set(head, [...met][0]!);
  }
  return points;
}

/**
 * Finds a dataset elsewhere in the work tree that has a former number, without reading the whole catalogue.
 * @returns its path, undefined where there is none
 */
export async function findLegacyHolder(
  repository: Repository,
  legacyID: string,
  except: string,
): Promise<string | undefined> {
  const pattern = `^legacyID: *["']?${legacyID}["']? *$`;
  const out = await run(repository.root, [
    "grep",
    "-l",
    "-z",
    "--untracked",
    "-E",
    pattern,
    "--",
    "datasets",
  ]).catch(() => Buffer.alloc(0));
  return out
    .toString()
    .split("\0")
    .find((path) => path !== "" && path !== except);
}
