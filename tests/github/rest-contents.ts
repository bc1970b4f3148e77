import { createHash } from "node:crypto";
import type { CommitInfo, TreeEntry } from "./git.ts";
import type { Repository, Status } from "./model.ts";
import {
  type Answer,
  type Exchange,
  invalid,
  list,
  NotModelled,
  nodeId,
  notFound,
  type Route,
  type Routes,
  read,
  refuseParts,
  write,
} from "./rest-route.ts";
import { RANK } from "./rulesets.ts";
import { restRepository, restUser } from "./shapes.ts";
import { notAccessible } from "./tokens.ts";
import { WorldError } from "./world.ts";

/* Routes of what git holds: files, branches, commits, refs, trees, blobs, and the statuses of commits. */

const api = (exchange: Exchange) => `${exchange.origin}/repos/${exchange.name}`;
const web = (exchange: Exchange) => `${exchange.origin}/${exchange.name}`;

/** git's modes with six digits, as GitHub writes them. */
const sixDigits = (mode: string) => mode.padStart(6, "0");
const KINDS: Record<string, "tree" | "commit" | "blob"> = { "040000": "tree", "160000": "commit" };
const kindOf = (mode: string) => KINDS[sixDigits(mode)] ?? "blob";

/* ---------- commits ---------- */

/** The commit that a path's ref names: branch, tag, object name, or with `heads/` and `tags/`. */
export function commitOf(exchange: Exchange, ref: string): string {
  const { git } = exchange;
  const oid = git.resolve(ref) ?? git.resolve(`refs/${ref}`);
  if (oid !== undefined && git.kind(oid) === "commit") return oid;
  throw new WorldError(422, `No commit found for SHA: ${ref}`);
}

const signature = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** Account of a commit's e-mail address, where it is one of GitHub's own. */
function authorOf(exchange: Exchange, email: string): unknown {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  const account = login === undefined ? undefined : exchange.world.findAccount(login);
  return account ? restUser(exchange.world, account.login) : null;
}

function parentsOf(exchange: Exchange, info: CommitInfo, path: string) {
  return info.parents.map((sha) => ({
    sha,
    url: `${api(exchange)}/${path}/${sha}`,
    html_url: `${web(exchange)}/commit/${sha}`,
  }));
}

export function restCommit(exchange: Exchange, oid: string): Record<string, unknown> {
  const info = exchange.git.readCommit(oid);
  const url = `${api(exchange)}/commits/${oid}`;
  return {
    sha: oid,
    node_id: nodeId("Commit", oid),
    url,
    html_url: `${web(exchange)}/commit/${oid}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${api(exchange)}/git/commits/${oid}`,
      author: info.author,
      committer: info.committer,
      message: info.message,
      comment_count: 0,
      tree: { sha: info.tree, url: `${api(exchange)}/git/trees/${info.tree}` },
      verification: signature,
    },
    author: authorOf(exchange, info.author.email),
    committer: authorOf(exchange, info.committer.email),
    parents: parentsOf(exchange, info, "commits"),
  };
}

function restGitCommit(exchange: Exchange, oid: string): unknown {
  const info = exchange.git.readCommit(oid);
  return {
    sha: oid,
    node_id: nodeId("Commit", oid),
    url: `${api(exchange)}/git/commits/${oid}`,
    html_url: `${web(exchange)}/commit/${oid}`,
    author: info.author,
    committer: info.committer,
    message: info.message,
    tree: { sha: info.tree, url: `${api(exchange)}/git/trees/${info.tree}` },
    parents: parentsOf(exchange, info, "git/commits"),
    verification: signature,
  };
}

/* ---------- differences ---------- */

/** Changed files between two trees, in GitHub's form; renames are two. */
export function restFiles(exchange: Exchange, before: string, after: string): unknown[] {
  const { git } = exchange;
  const trees = [git.readCommit(before).tree, git.readCommit(after).tree] as const;
  const counts = git.lineCounts(...trees);
  return git.diff(...trees).map((file) => {
    const { additions, deletions } = counts.get(file.path) ?? { additions: 0, deletions: 0 };
    const patch = git.patch(...trees, file.path);
    const from = patch.indexOf("\n@@");
    const hunks = from < 0 ? undefined : patch.slice(from + 1).trimEnd();
    const path = file.path.split("/").map(encodeURIComponent).join("/");
    return {
      sha: (file.after ?? file.before)!.oid,
      filename: file.path,
      status: file.before === undefined ? "added" : file.after === undefined ? "removed" : "modified",
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${web(exchange)}/blob/${after}/${path}`,
      raw_url: `${web(exchange)}/raw/${after}/${path}`,
      contents_url: `${api(exchange)}/contents/${path}?ref=${after}`,
      ...(hunks === undefined ? {} : { patch: hunks }),
    };
  });
}

/** A branch, tag or commit of this repository, or `owner:branch` of one of its network. */
function endOf(exchange: Exchange, end: string): string {
  const [owner, branch] = end.split(":");
  if (branch === undefined) {
    const oid = exchange.git.resolve(end);
    if (oid === undefined) throw notFound();
    return oid;
  }
  const root = exchange.repository.fork ?? exchange.name;
  const repository = exchange.world
    .repositories()
    .find(
      (each) =>
        each.owner.toLowerCase() === owner!.toLowerCase() &&
        [each.fork, `${each.owner}/${each.name}`].includes(root),
    );
  const oid = repository && exchange.world.git(`${repository.owner}/${repository.name}`).resolve(branch);
  if (oid === undefined) throw notFound();
  return oid;
}

function compare(exchange: Exchange): Answer {
  const [from, to] = exchange.params.basehead!.split("...");
  if (!from || !to) throw notFound();
  const { git } = exchange;
  const [base, head] = [endOf(exchange, from), endOf(exchange, to)];
  const mergeBase = git.mergeBase(base, head);
  if (mergeBase === undefined) {
    throw new WorldError(404, `No common ancestor between ${from} and ${to}.`);
  }
  const ahead = git.log(base, head);
  const behind = git.log(head, base);
  const url = `${api(exchange)}/compare/${from}...${to}`;
  const page = `${web(exchange)}/compare/${from}...${to}`;
  return {
    body: {
      url,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: restCommit(exchange, base),
      merge_base_commit: restCommit(exchange, mergeBase),
      status:
        ahead.length > 0 && behind.length > 0
          ? "diverged"
          : ahead.length > 0
            ? "ahead"
            : behind.length > 0
              ? "behind"
              : "identical",
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      // GitHub shows 250 commits and 300 files of a comparison.
      commits: ahead.slice(0, 250).map(({ oid }) => restCommit(exchange, oid)),
      files: restFiles(exchange, mergeBase, head).slice(0, 300),
    },
  };
}

/* ---------- branches ---------- */

function branchCommit(exchange: Exchange, branch: string): string {
  const oid = exchange.git.refs.get(`refs/heads/${branch}`);
  if (oid === undefined) throw new WorldError(404, "Branch not found");
  return oid;
}

/** Whether an active ruleset of the default branch protects it; other targets are not looked at. */
function isProtected(repository: Repository, branch: string): boolean {
  return (
    branch === repository.defaultBranch &&
    [...repository.rulesets.values()].some(({ body }) => body.enforcement === "active")
  );
}

function restBranch(exchange: Exchange, branch: string): unknown {
  const protection = `${api(exchange)}/branches/${branch}/protection`;
  return {
    name: branch,
    commit: restCommit(exchange, branchCommit(exchange, branch)),
    _links: { self: `${api(exchange)}/branches/${branch}`, html: `${web(exchange)}/tree/${branch}` },
    protected: isProtected(exchange.repository, branch),
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: protection,
  };
}

/* ---------- files ---------- */

/** Base64 in lines of 60 characters, as GitHub sends it. */
const inLines = (bytes: Uint8Array) =>
  Buffer.from(bytes).toString("base64").replace(/.{60}/g, "$&\n").concat("\n");

const MEGABYTE = 1024 * 1024;

function restEntry(exchange: Exchange, ref: string, path: string, entry: TreeEntry, withContent: boolean) {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const kind = kindOf(entry.mode);
  const self = `${api(exchange)}/contents/${encoded}?ref=${ref}`;
  const html = `${web(exchange)}/${kind === "tree" ? "tree" : "blob"}/${ref}/${encoded}`;
  const gitUrl = kind === "commit" ? null : `${api(exchange)}/git/${kind}s/${entry.oid}`;
  const isLink = sixDigits(entry.mode) === "120000";
  const bytes = kind === "blob" ? exchange.git.readBlob(entry.oid) : undefined;
  return {
    type: kind === "tree" ? "dir" : kind === "commit" ? "submodule" : isLink ? "symlink" : "file",
    name: path.split("/").at(-1)!,
    path,
    sha: entry.oid,
    size: bytes?.length ?? 0,
    url: self,
    html_url: html,
    git_url: gitUrl,
    download_url: kind === "blob" ? `${exchange.origin}/${exchange.name}/raw/${ref}/${encoded}` : null,
    _links: { self, git: gitUrl, html },
    ...(withContent && bytes && !isLink
      ? bytes.length > MEGABYTE
        ? { encoding: "none", content: "" }
        : { encoding: "base64", content: inLines(bytes) }
      : {}),
    ...(withContent && bytes && isLink ? { target: Buffer.from(bytes).toString("utf8") } : {}),
    ...(withContent && kind === "commit" ? { submodule_git_url: null } : {}),
  };
}

function getContent(exchange: Exchange): Answer {
  const { git } = exchange;
  const ref = exchange.query.ref ?? exchange.repository.defaultBranch;
  const commit = git.resolve(ref);
  if (commit === undefined) throw new WorldError(404, `No commit found for the ref ${ref}`);
  const path = exchange.params.path!.replace(/^\/+|\/+$/g, "");
  const entry = git.entry(commit, path);
  if (entry === undefined) throw notFound();
  const kind = kindOf(entry.mode);
  if (kind === "tree") {
    // GitHub shows 1,000 files of a folder.
    const children = git.readTree(entry.oid).slice(0, 1_000);
    return {
      body: children.map((child) =>
        restEntry(exchange, ref, path === "" ? child.name : `${path}/${child.name}`, child, false),
      ),
    };
  }
  if (exchange.raw && kind === "blob") return { bytes: git.readBlob(entry.oid) };
  return { body: restEntry(exchange, ref, path, entry, true) };
}

async function putContent(exchange: Exchange): Promise<Answer> {
  const { git, repository, name } = exchange;
  const body = exchange.body as { message: string; content: string; sha?: string; branch?: string };
  refuseParts(body, "committer", "author");
  const branch = body.branch ?? repository.defaultBranch;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body.content)) {
    throw new WorldError(422, "content is not valid Base64");
  }
  const path = exchange.params.path!;
  const known = git.entry(branchCommit(exchange, branch), path);
  if (known && body.sha === undefined) {
    throw new WorldError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (body.sha !== undefined && known?.oid !== body.sha) {
    throw new WorldError(409, `${path} does not match ${body.sha}`);
  }
  const commit = await exchange.person.commit(
    name,
    branch,
    { [path]: Buffer.from(body.content, "base64") },
    { message: body.message },
  );
  return {
    status: known ? 200 : 201,
    body: {
      content: restEntry(exchange, branch, path, git.entry(commit, path)!, false),
      commit: restGitCommit(exchange, commit),
    },
  };
}

/* ---------- refs, trees, blobs ---------- */

function restRef(exchange: Exchange, ref: string): unknown {
  const oid = exchange.git.refs.get(ref);
  if (oid === undefined) throw notFound();
  const type = exchange.git.kind(oid)!;
  return {
    ref,
    node_id: nodeId("Ref", `${exchange.repository.id}:${ref}`),
    url: `${api(exchange)}/git/${ref}`,
    object: { sha: oid, type, url: `${api(exchange)}/git/${type}s/${oid}` },
  };
}

function restTree(exchange: Exchange, oid: string, recursive: boolean): unknown {
  const { git } = exchange;
  const entries: unknown[] = [];
  const walk = (tree: string, folder: string) => {
    for (const entry of git.readTree(tree)) {
      const path = folder + entry.name;
      const type = kindOf(entry.mode);
      entries.push({
        path,
        mode: sixDigits(entry.mode),
        type,
        sha: entry.oid,
        ...(type === "blob" ? { size: git.readBlob(entry.oid).length } : {}),
        ...(type === "commit" ? {} : { url: `${api(exchange)}/git/${type}s/${entry.oid}` }),
      });
      if (recursive && type === "tree") walk(entry.oid, `${path}/`);
    }
  };
  walk(oid, "");
  return { sha: oid, url: `${api(exchange)}/git/trees/${oid}`, tree: entries, truncated: false };
}

interface NewEntry {
  path?: string;
  mode?: string;
  type?: string;
  sha?: string | null;
  content?: string;
}

function createTree(exchange: Exchange): Answer {
  const { git } = exchange;
  const body = exchange.body as { base_tree?: string; tree: NewEntry[] };
  const base = body.base_tree;
  if (base !== undefined && git.kind(base) === undefined) {
    throw new WorldError(404, "Not Found");
  }
  const changes = new Map<string, { mode: string; oid: string } | undefined>();
  for (const entry of body.tree) {
    if (!entry.path) throw new WorldError(422, "tree.path is missing");
    // GitHub refuses what git would refuse to check out.
    if (
      entry.path
        .split("/")
        .some((part) => part === "" || part === "." || part === ".." || /^\.git$/i.test(part))
    ) {
      throw new WorldError(422, `tree.path contains a malformed path component: ${entry.path}`);
    }
    if (entry.sha === null) changes.set(entry.path, undefined);
    else if (entry.sha !== undefined && entry.content !== undefined) {
      throw new WorldError(422, "Must supply either tree.sha or tree.content but not both");
    } else {
      const oid = entry.sha ?? git.writeBlob(entry.content ?? "");
      if (entry.mode !== "160000" && git.kind(oid) === undefined) {
        throw new WorldError(422, `tree.sha ${oid} is not a valid ${entry.type ?? "blob"}`);
      }
      changes.set(entry.path, { mode: entry.mode ?? "100644", oid });
    }
  }
  const tree = base !== undefined && git.kind(base) === "commit" ? git.readCommit(base).tree : base;
  return { status: 201, body: restTree(exchange, git.writeTree(tree, changes), false) };
}

function createCommit(exchange: Exchange): Answer {
  const { git, world, person } = exchange;
  type Who = { name: string; email: string; date?: string };
  const body = exchange.body as {
    message: string;
    tree: string;
    parents?: string[];
    author?: Who;
    committer?: Who;
  };
  refuseParts(body, "signature");
  if (git.kind(body.tree) !== "tree") throw new WorldError(422, "Tree SHA does not exist");
  for (const parent of body.parents ?? []) {
    if (git.kind(parent) !== "commit")
      throw new WorldError(422, "Parent SHA does not exist or is not a commit object");
  }
  const account = world.account(person.login);
  const self: Who = { name: account.login, email: `${account.id}+${account.login}@users.noreply.github.com` };
  const dated = (who: Who) => ({ ...who, date: who.date ?? world.now().toISOString() });
  const author = dated(body.author ?? self);
  const oid = git.writeCommit({
    tree: body.tree,
    parents: body.parents ?? [],
    author,
    committer: dated(body.committer ?? body.author ?? self),
    message: body.message,
  });
  return { status: 201, body: restGitCommit(exchange, oid) };
}

function getBlob(exchange: Exchange): Answer {
  const { git } = exchange;
  const oid = exchange.params.file_sha!;
  if (git.kind(oid) !== "blob") throw notFound();
  const bytes = git.readBlob(oid);
  if (exchange.raw) return { bytes };
  return {
    body: {
      sha: oid,
      node_id: nodeId("Blob", oid),
      size: bytes.length,
      url: `${api(exchange)}/git/blobs/${oid}`,
      encoding: "base64",
      content: inLines(bytes),
    },
  };
}

/* ---------- statuses ---------- */

const avatar = (exchange: Exchange, login: string) =>
  `${exchange.origin}/avatars/${createHash("md5").update(login).digest("hex")}`;

function simpleStatus(exchange: Exchange, commit: string, status: Status) {
  return {
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    url: `${api(exchange)}/statuses/${commit}`,
    avatar_url: avatar(exchange, status.creator),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

const fullStatus = (exchange: Exchange, commit: string, status: Status) => ({
  ...simpleStatus(exchange, commit, status),
  creator: restUser(exchange.world, status.creator),
});

/** Newest first. */
const statusesOf = (exchange: Exchange, commit: string) =>
  (exchange.repository.statuses.get(commit) ?? []).toSorted((a, b) => b.id - a.id);

async function createStatus(exchange: Exchange): Promise<Answer> {
  const body = exchange.body as {
    state: Status["state"];
    target_url?: string | null;
    description?: string | null;
    context?: string;
  };
  const sha = exchange.params.sha!;
  const context = body.context ?? "default";
  const status = await exchange.person.setStatus(exchange.name, sha, {
    context,
    state: body.state,
    ...(body.description ? { description: body.description } : {}),
    ...(body.target_url ? { targetUrl: body.target_url } : {}),
  });
  return { status: 201, body: fullStatus(exchange, sha, status) };
}

function combinedStatus(exchange: Exchange): Answer {
  const commit = commitOf(exchange, exchange.params.ref!);
  const latest = new Map<string, Status>();
  for (const status of statusesOf(exchange, commit))
    if (!latest.has(status.context)) latest.set(status.context, status);
  const states = new Set([...latest.values()].map(({ state }) => state));
  const state =
    states.has("failure") || states.has("error")
      ? "failure"
      : states.has("pending") || states.size === 0
        ? "pending"
        : "success";
  return list([...latest.values()], (status) => simpleStatus(exchange, commit, status), {
    key: "statuses",
    extra: {
      state,
      sha: commit,
      repository: restRepository(exchange.world, exchange.repository),
      commit_url: `${api(exchange)}/commits/${commit}`,
      url: `${api(exchange)}/commits/${commit}/status`,
    },
  });
}

/* ---------- forks ---------- */

/** Brings a branch of a fork up to date with the same branch of what it was forked from. */
async function mergeUpstream(exchange: Exchange): Promise<Answer> {
  const { git, name, repository, world, person } = exchange;
  const { branch } = exchange.body as { branch: string };
  const before = branchCommit(exchange, branch);
  const upstream = repository.fork && world.git(repository.fork).refs.get(`refs/heads/${branch}`);
  if (!upstream) throw new WorldError(422, "The branch could not be synced with its upstream repository.");
  const done = (merge_type: string, message: string): Answer => ({
    body: { message, merge_type, base_branch: `${repository.fork!.split("/")[0]}:${branch}` },
  });
  if (git.isAncestor(upstream, before)) {
    return done("none", "This branch is not behind the upstream.");
  }
  const isForward = git.isAncestor(before, upstream);
  const merged = isForward ? undefined : git.mergeTree(before, upstream);
  if (merged && "conflicts" in merged) {
    throw new WorldError(409, "There are merge conflicts between the two branches.");
  }
  const { id, login } = world.account(person.login);
  const who = {
    name: login,
    email: `${id}+${login}@users.noreply.github.com`,
    date: world.now().toISOString(),
  };
  const after = merged
    ? git.writeCommit({
        tree: merged.tree,
        parents: [before, upstream],
        author: who,
        committer: who,
        message: `Merge branch '${repository.fork}:${branch}' into ${branch}`,
      })
    : upstream;
  await person.updateRef(name, `refs/heads/${branch}`, after);
  return isForward
    ? done("fast-forward", "Successfully fetched and fast-forwarded from upstream.")
    : done("merge", "Successfully fetched and merged from upstream.");
}

/* ---------- the routes ---------- */

/** A route that writes what git holds. To users who may not, GitHub answers as if there were no such repository. */
const push = (answer: Route["answer"]): Route =>
  write("contents", (exchange) => {
    const { token, world, name } = exchange;
    const isUser = token?.kind === "user" || token?.kind === "fine-grained";
    if (!isUser || RANK[world.permission(name, token.login)] >= RANK.write) return answer(exchange);
    throw token.kind === "user" ? notFound() : new WorldError(403, notAccessible(token));
  });

export const CONTENT_ROUTES: Routes = {
  "repos/get-content": read("contents", getContent),
  "repos/create-or-update-file-contents": push(putContent),
  "repos/merge-upstream": push(mergeUpstream),
  "repos/get-branch": read("contents", (exchange) => ({
    body: restBranch(exchange, exchange.params.branch!),
  })),
  "repos/list-branches": read("contents", (exchange) => {
    if (exchange.query.protected !== undefined) throw new NotModelled("protected");
    const branches = [...exchange.git.refs].filter(([ref]) => ref.startsWith("refs/heads/")).sort();
    return list(branches, ([ref, oid]) => {
      const name = ref.slice("refs/heads/".length);
      return {
        name,
        commit: { sha: oid, url: `${api(exchange)}/commits/${oid}` },
        protected: isProtected(exchange.repository, name),
      };
    });
  }),
  "repos/get-commit": read("contents", (exchange) => {
    const oid = commitOf(exchange, exchange.params.ref!);
    const [parent] = exchange.git.readCommit(oid).parents;
    return {
      body: { ...restCommit(exchange, oid), ...(parent ? { files: restFiles(exchange, parent, oid) } : {}) },
    };
  }),
  "repos/compare-commits-with-basehead": read("contents", compare),
  "repos/codeowners-errors": read("contents", (exchange) => ({
    body: {
      errors: exchange.world.codeownersErrors(exchange.name, exchange.query.ref).map((error) => ({
        column: 1,
        suggestion: null,
        ...error,
      })),
    },
  })),
  "git/get-ref": read("contents", (exchange) => ({ body: restRef(exchange, `refs/${exchange.params.ref}`) })),
  "git/create-ref": push(async (exchange) => {
    const { ref, sha } = exchange.body as { ref: string; sha: string };
    if (!/^refs\/[^/]+\/./.test(ref)) throw new WorldError(422, "Reference name must start with 'refs/'.");
    if (exchange.git.kind(sha) === undefined) throw new WorldError(422, "Object does not exist");
    await exchange.person.updateRef(exchange.name, ref, sha, { create: true });
    return { status: 201, body: restRef(exchange, ref) };
  }),
  "git/update-ref": push(async (exchange) => {
    const { sha, force = false } = exchange.body as { sha: string; force?: boolean };
    const ref = `refs/${exchange.params.ref}`;
    if (exchange.git.kind(sha) === undefined) throw new WorldError(422, "Object does not exist");
    if (!exchange.git.refs.has(ref)) throw new WorldError(422, "Reference does not exist");
    await exchange.person.updateRef(exchange.name, ref, sha, { force });
    return { body: restRef(exchange, ref) };
  }),
  "git/delete-ref": push(async (exchange) => {
    const ref = `refs/${exchange.params.ref}`;
    if (!exchange.git.refs.has(ref)) throw new WorldError(422, "Reference does not exist");
    await exchange.person.updateRef(exchange.name, ref, undefined);
    return { status: 204 };
  }),
  "git/get-tree": read("contents", (exchange) => {
    const { git } = exchange;
    const name = exchange.params.tree_sha!;
    const oid = git.kind(name) === "tree" ? name : git.resolve(name);
    if (oid === undefined) throw notFound();
    const tree = git.kind(oid) === "commit" ? git.readCommit(oid).tree : oid;
    return { body: restTree(exchange, tree, exchange.query.recursive !== undefined) };
  }),
  "git/create-tree": push(createTree),
  "git/get-blob": read("contents", getBlob),
  "git/create-blob": push((exchange) => {
    const { content, encoding = "utf-8" } = exchange.body as { content: string; encoding?: string };
    if (encoding !== "utf-8" && encoding !== "base64") throw invalid("Blob", "encoding", "invalid");
    const sha = exchange.git.writeBlob(encoding === "base64" ? Buffer.from(content, "base64") : content);
    return { status: 201, body: { sha, url: `${api(exchange)}/git/blobs/${sha}` } };
  }),
  "git/get-commit": read("contents", (exchange) => {
    const oid = exchange.params.commit_sha!;
    if (exchange.git.kind(oid) !== "commit") throw notFound();
    return { body: restGitCommit(exchange, oid) };
  }),
  "git/create-commit": push(createCommit),
  "repos/create-commit-status": write("statuses", createStatus),
  "repos/list-commit-statuses-for-ref": read("statuses", (exchange) => {
    const commit = commitOf(exchange, exchange.params.ref!);
    return list(statusesOf(exchange, commit), (status) => fullStatus(exchange, commit, status));
  }),
  "repos/get-combined-status-for-ref": read("statuses", combinedStatus),
};
