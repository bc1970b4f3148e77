import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  type CommitInfo,
  GIT_ENVIRONMENT,
  OBJECT_NAME,
  type ObjectKind,
  type Objects,
  openObjects,
  type Signature,
  type StoredEntry,
  type TreeEntry,
} from "./objects.ts";
import type { RefChange } from "./world.ts";

export type { CommitInfo, ObjectKind, Signature, TreeEntry } from "./objects.ts";

/*
 * Bare git repositories of the double. Trees and commits are written, compared and merged here, since a process for
 * every step would make a simulated year of ten thousand pull requests last an hour; git itself does what takes
 * judgement (merging contents, diffs in lines) and all that goes over HTTP (`git-http.ts`). A repository and its forks
 * share one store of objects, as on GitHub.
 */

export type TreeChanges = Map<string, { mode: string; oid: string } | undefined>;

/** A path that differs; a side that lacks it is undefined. */
export interface TreeDifference {
  path: string;
  before?: TreeEntry;
  after?: TreeEntry;
}

/** A bare repository; everything is synchronous but HTTP. */
export interface GitRepository {
  readonly folder: string;
  /** All refs with their commits, `refs/…`. */
  readonly refs: ReadonlyMap<string, string>;
  /** Object of a ref, a branch, a tag, `HEAD` or a full object name. */
  resolve(revision: string): string | undefined;
  kind(oid: string): ObjectKind | undefined;
  readBlob(oid: string): Uint8Array;
  readTree(oid: string): TreeEntry[];
  readCommit(oid: string): CommitInfo;
  /** Entry of a path in a commit; the root has mode 040000. */
  entry(commit: string, path: string): TreeEntry | undefined;
  writeBlob(content: Uint8Array | string): string;
  /** A tree made of a base tree and changes by path; `undefined` deletes. Refuses paths that GitHub's fsck refuses. */
  writeTree(base: string | undefined, changes: TreeChanges): string;
  writeCommit(commit: Omit<CommitInfo, "oid">): string;
  setRef(ref: string, oid: string | undefined): void;
  /** Brings the disk up to date, for git itself. */
  flush(): void;
  /** Reads the refs again after git itself wrote some; gives what changed. */
  reread(): RefChange[];
  mergeBase(a: string, b: string): string | undefined;
  isAncestor(ancestor: string, descendant: string): boolean;
  /** As `mergeTree`, writing nothing where git is not needed. */
  mergesCleanly(ours: string, theirs: string): boolean;
  /** Tree of merging two commits, or the paths in conflict. */
  mergeTree(ours: string, theirs: string): { tree: string } | { conflicts: string[] };
  /** Paths that differ between two trees; renames are two. */
  diff(before: string | undefined, after: string | undefined): TreeDifference[];
  /** Commits reachable from `to` and not from `from`, oldest first. */
  log(from: string | undefined, to: string): CommitInfo[];
  /** Unified diff of two trees. */
  patch(before: string, after: string, path?: string): string;
  /** Lines added and deleted between two trees, by path; none for binary files. */
  lineCounts(before: string, after: string): Map<string, { additions: number; deletions: number }>;
}

export const ZEROS = "0".repeat(40);
/** What git's `check-ref-format` refuses, as far as names come in here. */
const BAD_REF = /[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|(^|\/)\.|\.(\/|$)|\/$|\.lock(\/|$)/;
/** From here on refs go into one file. */
const PACKED_FROM = 200;

function runGit(folder: string, args: readonly string[], allowed: readonly number[] = [0]) {
  const { status, stdout, stderr, error } = spawnSync("git", ["--git-dir", folder, ...args], {
    env: GIT_ENVIRONMENT,
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  if (status === null || !allowed.includes(status)) throw new Error(`git ${args[0]}: ${stderr.toString()}`);
  return { status, stdout };
}

const isFolder = (entry: TreeEntry | undefined) => entry?.mode === "040000";

/** git's order of a tree's entries: by bytes, folders as if they ended in a slash. */
function inOrder(entries: Iterable<StoredEntry>): StoredEntry[] {
  const keyed = [...entries].map((entry) => ({
    entry,
    key: isFolder(entry) ? `${entry.name}/` : entry.name,
  }));
  // Texts compare as their bytes do, but for surrogates and for names that are no text.
  if (!keyed.some(({ entry, key }) => entry.raw || /[\ud800-\udfff]/.test(key))) {
    return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry);
  }
  const bytes = ({ entry, key }: (typeof keyed)[number]) =>
    entry.raw ? Buffer.concat([entry.raw, Buffer.from(isFolder(entry) ? "/" : "")]) : Buffer.from(key);
  return keyed
    .map((each) => ({ entry: each.entry, bytes: bytes(each) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry);
}

/** Names that GitHub's fsck refuses in a pushed tree: they would escape the work tree or reach into `.git`. */
function refuseName(name: string, path: string): void {
  if (name === "" || name === "." || name === ".." || /^\.git[. ]*$/i.test(name) || /^git~1$/i.test(name)) {
    throw new Error(`fsck: a tree may not hold "${name}" (${path})`);
  }
}

interface Branching {
  leaf?: { mode: string; oid: string } | undefined;
  /** A path ends here, with `leaf` or by deletion. */
  ends: boolean;
  below: Map<string, Branching>;
}

function writeChanged(objects: Objects, base: string | undefined, changes: TreeChanges): string {
  const root: Branching = { ends: false, below: new Map() };
  for (const [path, leaf] of changes) {
    let node = root;
    for (const name of path.split("/")) {
      refuseName(name, path);
      if (!node.below.has(name)) node.below.set(name, { ends: false, below: new Map() });
      node = node.below.get(name)!;
    }
    node.ends = true;
    node.leaf = leaf;
  }
  const write = (tree: string | undefined, node: Branching): string | undefined => {
    const entries = new Map(tree === undefined ? [] : objects.tree(tree));
    for (const [name, child] of node.below) {
      const known = entries.get(name);
      if (child.ends && child.leaf) {
        entries.set(name, { name, ...child.leaf });
        continue;
      }
      if (child.ends) entries.delete(name);
      if (child.below.size === 0) continue;
      const oid = write(isFolder(known) && !child.ends ? known!.oid : undefined, child);
      if (oid !== undefined) entries.set(name, { name, mode: "040000", oid });
      else if (isFolder(known) || child.ends) entries.delete(name);
    }
    if (entries.size === 0) return undefined;
    return objects.writeTree(inOrder(entries.values()));
  };
  return write(base, root) ?? objects.writeTree([]);
}

function difference(
  objects: Objects,
  before: string | undefined,
  after: string | undefined,
): TreeDifference[] {
  const found: TreeDifference[] = [];
  const walk = (left: string | undefined, right: string | undefined, folder: string) => {
    if (left === right) return;
    const olds = left === undefined ? new Map<string, StoredEntry>() : objects.tree(left);
    const news = right === undefined ? new Map<string, StoredEntry>() : objects.tree(right);
    const visit = (name: string) => {
      const old = olds.get(name);
      const now = news.get(name);
      if (old?.oid === now?.oid && old?.mode === now?.mode) return;
      const path = folder + name;
      const file = {
        path,
        ...(old && !isFolder(old) ? { before: old } : {}),
        ...(now && !isFolder(now) ? { after: now } : {}),
      };
      if (file.before || file.after) found.push(file);
      if (isFolder(old) || isFolder(now)) {
        walk(isFolder(old) ? old!.oid : undefined, isFolder(now) ? now!.oid : undefined, `${path}/`);
      }
    };
    for (const name of olds.keys()) visit(name);
    for (const name of news.keys()) if (!olds.has(name)) visit(name);
  };
  walk(before, after, "");
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** Best common ancestors of two commits: on the way down by generation, the first that both sides reach. */
function commonAncestors(objects: Objects, a: string, b: string): string[] {
  const A = 1;
  const B = 2;
  const STALE = 4;
  const flags = new Map<string, number>();
  const queue: string[] = [];
  const mark = (oid: string, flag: number) => {
    const known = flags.get(oid);
    if (known === undefined) {
      // Kept sorted by generation; the youngest last. Queues stay short: histories here are mostly linear.
      const generation = objects.generation(oid);
      let at = queue.length;
      while (at > 0 && objects.generation(queue[at - 1]!) > generation) at--;
      queue.splice(at, 0, oid);
    }
    flags.set(oid, (known ?? 0) | flag);
  };
  mark(a, A);
  mark(b, B);
  const best: string[] = [];
  while (queue.some((oid) => (flags.get(oid)! & STALE) === 0)) {
    const oid = queue.pop()!;
    let flag = flags.get(oid)!;
    if ((flag & (A | B)) === (A | B) && (flag & STALE) === 0) {
      best.push(oid);
      flag |= STALE;
    }
    for (const parent of objects.commit(oid).parents) mark(parent, flag);
  }
  return best;
}

function lookUp(objects: Objects, tree: string, path: string): StoredEntry | undefined {
  let entry: StoredEntry = { mode: "040000", name: "", oid: tree };
  for (const name of path === "" ? [] : path.split("/")) {
    if (!isFolder(entry)) return undefined;
    const next = objects.tree(entry.oid).get(name);
    if (!next) return undefined;
    entry = next;
  }
  return entry;
}

/**
 * Merging where the two sides touched different paths, without a process. Undefined where git has to judge: the same
 * path changed on both sides, a file where the other side has a folder, or a folder that one side moved away.
 */
function mergeApart(objects: Objects, base: string, ours: string, theirs: string): TreeChanges | undefined {
  const changes: TreeChanges = new Map();
  const at = (tree: string, path: string) => lookUp(objects, tree, path);
  for (const { path, before, after } of difference(objects, base, theirs)) {
    const mine = at(ours, path);
    if (mine?.oid === after?.oid && mine?.mode === after?.mode) continue;
    if (mine?.oid !== before?.oid || mine?.mode !== before?.mode) return undefined;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      const [old, my, their] = [at(base, folder), at(ours, folder), at(theirs, folder)];
      if (my && !isFolder(my)) return undefined;
      if (isFolder(old) && (!my || (!their && my.oid !== old!.oid))) return undefined;
    }
    changes.set(path, after && { mode: after.mode, oid: after.oid });
  }
  return changes;
}

const stamp = ({ name, email, date }: Signature) => {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "");
  const seconds = Math.max(0, Math.floor(new Date(date).getTime() / 1000));
  return `${clean(name)} <${clean(email)}> ${seconds} +0000`;
};

/** Refuses what the world asked to refuse, and what can be judged only when git has the objects. */
const UPDATE_HOOK = `#!/bin/sh
# $1 ref, $2 before, $3 after. Lists are lines of refs in the environment.
zeros=${ZEROS}
within() { printf '%s\\n' "$2" | grep -qxF -e "$1"; }
if within "$1" "$DOUBLE_REFUSED"; then
  echo "error: GH013: Repository rule violations found for $1." >&2
  exit 1
fi
if [ "$2" != $zeros ] && [ "$3" != $zeros ] && within "$1" "$DOUBLE_NO_FORCE" && ! git merge-base --is-ancestor "$2" "$3"; then
  echo "error: GH013: Repository rule violations found for $1." >&2
  echo "- Cannot force-push to this branch" >&2
  exit 1
fi
if [ -n "$DOUBLE_NO_WORKFLOWS" ] && [ "$3" != $zeros ]; then
  touched=$(git log --name-only --format= "$3" --not --all -- .github/workflows | head -n 1)
  if [ -n "$touched" ]; then
    echo "refusing to allow a GitHub App to create or update workflow \\\`$touched\\\` without \\\`workflows\\\` permission" >&2
    exit 1
  fi
fi
`;

const CONFIG = `[core]
	repositoryformatversion = 0
	bare = true
	filemode = true
	logallrefupdates = false
[gc]
	auto = 0
[receive]
	autogc = false
	fsckObjects = true
	hideRefs = refs/pull
[transfer]
	unpackLimit = 1000000
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[http]
	receivepack = true
`;

interface Network {
  objects: Objects;
  /** Where git keeps the objects of the repository and all its forks. */
  folder: string;
}

const networks = new WeakMap<GitRepository, Network>();

/** A new bare repository; `forkOf` shares that one's objects. Nothing is on the disk before git needs it. */
export function createGit(folder: string, defaultBranch: string, forkOf?: GitRepository): GitRepository {
  const own = join(folder, "objects");
  let isThere = false;
  const prepare = () => {
    if (isThere) return;
    isThere = true;
    mkdirSync(join(folder, "refs", "heads"), { recursive: true });
    mkdirSync(join(folder, "hooks"));
    writeFileSync(join(folder, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
    writeFileSync(join(folder, "config"), CONFIG);
    writeFileSync(join(folder, "hooks", "update"), UPDATE_HOOK, { mode: 0o755 });
    if (forkOf) {
      forkOf.flush();
      symlinkSync(networks.get(forkOf)!.folder, own);
    } else mkdirSync(own);
  };
  const network = forkOf
    ? networks.get(forkOf)!
    : { folder: own, objects: openObjects(own, folder, prepare) };
  const git = openGit(folder, defaultBranch, network.objects, prepare);
  networks.set(git, network);
  return git;
}

function openGit(
  folder: string,
  defaultBranch: string,
  objects: Objects,
  prepare: () => void,
): GitRepository {
  const refs = new Map<string, string>();
  /** Refs that the disk does not know as they are now. */
  const unwritten = new Set<string>();
  /** Refs that stand in the file of many. */
  const packed = new Set<string>();
  const run = (args: readonly string[], allowed?: readonly number[]) => {
    git.flush();
    return runGit(folder, args, allowed);
  };
  const apart = (ours: string, theirs: string): TreeChanges | undefined => {
    const bases = commonAncestors(objects, ours, theirs);
    const [base, ...sides] = [bases[0], ours, theirs].map((oid) => oid && objects.commit(oid).tree);
    return bases.length === 1 ? mergeApart(objects, base!, sides[0]!, sides[1]!) : undefined;
  };
  const git: GitRepository = {
    folder,
    refs,
    resolve(revision) {
      if (OBJECT_NAME.test(revision)) return objects.kind(revision) ? revision : undefined;
      if (revision === "HEAD") return refs.get(`refs/heads/${defaultBranch}`);
      return refs.get(revision) ?? refs.get(`refs/heads/${revision}`) ?? refs.get(`refs/tags/${revision}`);
    },
    kind: objects.kind,
    readBlob: (oid) => objects.read(oid).content,
    readTree: (oid) =>
      [...objects.tree(oid).values()].map(({ mode, name, oid: own }) => ({ mode, name, oid: own })),
    readCommit: objects.commit,
    entry: (commit, path) => lookUp(objects, objects.commit(commit).tree, path),
    writeBlob: (content) => objects.write("blob", Buffer.from(content)),
    writeTree: (base, changes) => writeChanged(objects, base, changes),
    writeCommit({ tree, parents, author, committer, message }) {
      const lines = [
        `tree ${tree}`,
        ...parents.map((parent) => `parent ${parent}`),
        `author ${stamp(author)}`,
        `committer ${stamp(committer)}`,
        "",
        message.endsWith("\n") ? message : `${message}\n`,
      ];
      return objects.write("commit", Buffer.from(lines.join("\n").replaceAll("\0", "")));
    },
    setRef(ref, oid) {
      unwritten.add(ref);
      if (oid === undefined) {
        refs.delete(ref);
        return;
      }
      if (BAD_REF.test(ref) || !ref.startsWith("refs/")) throw new Error(`${ref} is no valid ref`);
      if (!refs.has(ref)) {
        for (let end = ref.lastIndexOf("/"); end > 0; end = ref.lastIndexOf("/", end - 1)) {
          if (refs.has(ref.slice(0, end)))
            throw new Error(`'${ref.slice(0, end)}' exists; cannot create '${ref}'`);
        }
        // Numbered ones never stand in each other's way, and are many.
        if (!ref.startsWith("refs/pull/")) {
          for (const other of refs.keys()) {
            if (other.startsWith(`${ref}/`)) throw new Error(`'${other}' exists; cannot create '${ref}'`);
          }
        }
      }
      refs.set(ref, oid);
    },
    flush() {
      prepare();
      objects.flush();
      const isRemoved = [...unwritten].some((ref) => packed.has(ref) && !refs.has(ref));
      if (unwritten.size >= PACKED_FROM || isRemoved) {
        const lines = [...refs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ref, oid]) => `${oid} ${ref}\n`);
        writeFileSync(join(folder, "packed-refs"), `# pack-refs with: sorted \n${lines.join("")}`);
        packed.clear();
        for (const ref of refs.keys()) packed.add(ref);
        rmSync(join(folder, "refs"), { recursive: true });
        mkdirSync(join(folder, "refs", "heads"), { recursive: true });
      } else {
        for (const ref of unwritten) if (!refs.has(ref)) rmSync(join(folder, ref), { force: true });
        for (const ref of unwritten) {
          const oid = refs.get(ref);
          if (oid === undefined) continue;
          const file = join(folder, ref);
          // What stood below this name is gone; git leaves its empty folder.
          if (existsSync(file) && lstatSync(file).isDirectory()) rmSync(file, { recursive: true });
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, `${oid}\n`);
        }
      }
      unwritten.clear();
    },
    reread() {
      const { stdout } = run(["for-each-ref", "--format=%(objectname) %(refname)"]);
      const found = new Map(
        stdout
          .toString()
          .split("\n")
          .filter(Boolean)
          .map((line) => [line.slice(41), line.slice(0, 40)] as const),
      );
      const changes: RefChange[] = [];
      for (const [ref, after] of found) {
        const before = refs.get(ref);
        if (before !== after) changes.push({ ref, before, after });
      }
      for (const [ref, before] of refs) if (!found.has(ref)) changes.push({ ref, before, after: undefined });
      for (const { ref, after } of changes) {
        if (after === undefined) refs.delete(ref);
        else refs.set(ref, after);
      }
      return changes;
    },
    mergeBase: (a, b) => commonAncestors(objects, a, b)[0],
    isAncestor(ancestor, descendant) {
      const floor = objects.generation(ancestor);
      const seen = new Set<string>();
      const waiting = [descendant];
      while (waiting.length > 0) {
        const oid = waiting.pop()!;
        if (oid === ancestor) return true;
        if (seen.has(oid) || objects.generation(oid) <= floor) continue;
        seen.add(oid);
        waiting.push(...objects.commit(oid).parents);
      }
      return false;
    },
    mergesCleanly: (ours, theirs) =>
      apart(ours, theirs) !== undefined || "tree" in git.mergeTree(ours, theirs),
    mergeTree(ours, theirs) {
      const changes = apart(ours, theirs);
      const tree = objects.commit(ours).tree;
      if (changes) return { tree: changes.size === 0 ? tree : writeChanged(objects, tree, changes) };
      const { status, stdout } = run(
        [
          "merge-tree",
          "--write-tree",
          "--allow-unrelated-histories",
          "--no-messages",
          "--name-only",
          "-z",
          ours,
          theirs,
        ],
        [0, 1],
      );
      const [merged = "", ...names] = stdout.toString().split("\0");
      return status === 0 ? { tree: merged.trim() } : { conflicts: names.filter(Boolean) };
    },
    diff: (before, after) => difference(objects, before, after),
    log(from, to) {
      const hidden = new Set<string>();
      // All that `from` reaches, as far down as `to` can meet it.
      const bases = from === undefined ? [] : commonAncestors(objects, from, to);
      const found: CommitInfo[] = [];
      const seen = new Set<string>();
      const floor = Math.min(...bases.map(objects.generation), Number.POSITIVE_INFINITY);
      const hide = from === undefined ? [] : [from];
      while (hide.length > 0) {
        const oid = hide.pop()!;
        if (hidden.has(oid) || objects.generation(oid) < floor) continue;
        hidden.add(oid);
        hide.push(...objects.commit(oid).parents);
      }
      const waiting = [to];
      while (waiting.length > 0) {
        const oid = waiting.pop()!;
        if (seen.has(oid) || hidden.has(oid)) continue;
        if (from !== undefined && bases.length > 0 && objects.generation(oid) < floor && isHidden(oid))
          continue;
        seen.add(oid);
        const commit = objects.commit(oid);
        found.push(commit);
        waiting.push(...commit.parents);
      }
      return found.sort((a, b) => objects.generation(a.oid) - objects.generation(b.oid));

      function isHidden(oid: string) {
        return bases.some((base) => git.isAncestor(oid, base));
      }
    },
    patch(before, after, path) {
      const args = ["diff-tree", "-r", "-p", "--no-color", "--no-ext-diff", "--no-renames", before, after];
      return run(path === undefined ? args : [...args, "--", path]).stdout.toString();
    },
    lineCounts(before, after) {
      const { stdout } = run(["diff-tree", "-r", "--numstat", "--no-renames", "-z", before, after]);
      const counts = new Map<string, { additions: number; deletions: number }>();
      for (const line of stdout.toString().split("\0").filter(Boolean)) {
        const [additions, deletions, ...path] = line.split("\t");
        counts.set(path.join("\t"), { additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
      }
      return counts;
    },
  };
  return git;
}

/** Writes a folder's files as a tree: what git tracks there and what is new and not ignored, as they lie on the disk. */
export function importFolder(git: GitRepository, from: string): string {
  const listed = spawnSync(
    "git",
    ["-C", from, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      maxBuffer: 2 ** 30,
    },
  );
  const names =
    listed.status === 0
      ? new Set(listed.stdout.toString().split("\0").filter(Boolean))
      : readdirSync(from, { recursive: true, encoding: "utf8" });
  const changes: TreeChanges = new Map();
  for (const name of names) {
    const file = join(from, name);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) {
      changes.set(name, { mode: "120000", oid: git.writeBlob(readlinkSync(file)) });
    } else if (stat?.isFile()) {
      changes.set(name, {
        mode: stat.mode & 0o100 ? "100755" : "100644",
        oid: git.writeBlob(readFileSync(file)),
      });
    }
  }
  return git.writeTree(undefined, changes);
}
