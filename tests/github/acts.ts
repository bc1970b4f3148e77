import { parse } from "yaml";
import {
  CODEOWNERS_LIMIT,
  CODEOWNERS_PATHS,
  type OwnersFile,
  parseCodeowners,
  ruleFor,
} from "./codeowners.ts";
import { createGit, type GitRepository, type TreeChanges } from "./git.ts";
import type {
  Account,
  Comment,
  Issue,
  Label,
  Permission,
  Repository,
  Review,
  TimelineEvent,
} from "./model.ts";
import {
  bypasses,
  faultOf,
  type PullRequestParameters,
  RANK,
  ruleOf,
  rulesetsOf,
  type StatusCheckParameters,
} from "./rulesets.ts";
import { isFor, notAccessible } from "./tokens.ts";
import { missingStatuses, verdictOf } from "./verdict.ts";
import { payloads } from "./webhooks.ts";
import {
  type Actor,
  type FileContent,
  type FileMap,
  type MergeOptions,
  type Person,
  type RefChange,
  type TimelineItem,
  type World,
  WorldError,
} from "./world.ts";

/*
 * What can be done on GitHub, what is refused, and what follows from it. Texts of refusals are GitHub's own where they
 * are documented or known from its answers.
 */

export type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

/** What the world keeps of a repository beside the model. */
export interface Inside {
  git: GitRepository;
  timelines: Map<number, TimelineItem[]>;
  /** Issue of each comment. */
  comments: Map<number, number>;
  /** Open issues and pull requests. */
  open: number;
  /** Logins whose pull requests were merged. */
  contributors: Set<string>;
  /** Open pull requests that wait to be merged by themselves. */
  autoMerging: Set<number>;
  /** By base and head: whether they conflict. */
  conflicts: Map<string, boolean>;
  /** By base and head: owners of each changed path, as the file names them. */
  owners: Map<string, string[][]>;
  ownersFiles: Map<string, OwnersFile>;
  /** By the two commits between which a pull request lies. */
  sizes: Map<string, { commits: number; files: number; additions: number; deletions: number }>;
  nextNumber: number;
}

/** The world with what its verbs need. */
export interface Core {
  world: World;
  inside(repository: Repository): Inside;
  /** Open pull requests by head, `owner/name:branch`. */
  heads: Map<string, Set<{ repository: Repository; issue: Pull }>>;
  nextId(): number;
  nodeId(kind: string, ...parts: (string | number)[]): string;
  /** The clock in GitHub's form, in whole seconds. */
  stamp(): string;
  send(event: string, repository: Repository, actor: Actor, build: () => Record<string, unknown>): void;
  addRepository(fullName: string, git: (folder: string) => GitRepository, fork?: string): Repository;
}

export const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;
const isPull = (issue: Issue): issue is Pull => issue.pull !== undefined;
const headKey = (repository: string, branch: string) => `${repository.toLowerCase()}:${branch}`;
const LONGEST_BODY = 65_536;
/** Entries of a cache by base and head. */
export const MOST_KEPT = 20_000;
const WORKFLOWS = ".github/workflows/";

/* ---------- code owners ---------- */

/** The CODEOWNERS file of a commit, with its place; undefined where there is none or it is too large. */
export function ownersFile(
  core: Core,
  repository: Repository,
  commit: string,
): { path: string; file: OwnersFile } | undefined {
  const { git, ownersFiles } = core.inside(repository);
  for (const path of CODEOWNERS_PATHS) {
    const entry = git.entry(commit, path);
    if (entry?.mode !== "100644" && entry?.mode !== "100755") continue;
    let file = ownersFiles.get(entry.oid);
    if (!file) {
      const bytes = git.readBlob(entry.oid);
      file =
        bytes.length >= CODEOWNERS_LIMIT
          ? { rules: [], errors: [] }
          : parseCodeowners(Buffer.from(bytes).toString("utf8"));
      ownersFiles.set(entry.oid, file);
    }
    return { path, file };
  }
  return undefined;
}

/** The account that an owner names, where it may be one: a person with write access. */
function validOwner(core: Core, repository: Repository, owner: string): string | undefined {
  const account = owner.startsWith("@") ? core.world.findAccount(owner.slice(1)) : undefined;
  return account && RANK[core.world.permission(nameOf(repository), account.login)] >= RANK.write
    ? account.login
    : undefined;
}

/** Whether GitHub knows an owner of a rule and lets him own. */
export const isValidOwner = (core: Core, repository: Repository, owner: string) =>
  validOwner(core, repository, owner) !== undefined;

const baseOf = (core: Core, repository: Repository, { pull }: Pull) =>
  core.inside(repository).git.resolve(`refs/heads/${pull.baseBranch}`);

/** Where the head left the base branch as it stands now. */
export function forkPoint(core: Core, repository: Repository, issue: Pull): string {
  const { git } = core.inside(repository);
  const base = baseOf(core, repository, issue);
  return (base && git.mergeBase(base, issue.pull.headOid)) ?? issue.pull.baseOid;
}

export function changesOf(core: Core, repository: Repository, issue: Pull) {
  const { git } = core.inside(repository);
  const before = git.readCommit(forkPoint(core, repository, issue)).tree;
  return git.diff(before, git.readCommit(issue.pull.headOid).tree);
}

/** Valid owners of each changed path, by the base branch's CODEOWNERS. */
export function ownersOf(core: Core, repository: Repository, issue: Pull): string[][] {
  const inside = core.inside(repository);
  const base = baseOf(core, repository, issue);
  const found = base === undefined ? undefined : ownersFile(core, repository, base);
  if (!found) return [];
  const key = `${base} ${issue.pull.headOid}`;
  let named = inside.owners.get(key);
  if (!named) {
    named = changesOf(core, repository, issue).map(({ path }) => ruleFor(found.file, path)?.owners ?? []);
    if (inside.owners.size > MOST_KEPT) inside.owners.clear();
    inside.owners.set(key, named);
  }
  return named.map((owners) => [
    ...new Set(owners.flatMap((owner) => validOwner(core, repository, owner) ?? [])),
  ]);
}

/* ---------- pushes ---------- */

/** Why a ref may not be moved, in GitHub's words; undefined where it may. */
export function refusesPush(
  core: Core,
  repository: Repository,
  actor: Actor,
  ref: string,
  kind: "create" | "update" | "delete" | "force",
  after?: string,
): string | undefined {
  if (ref.startsWith("refs/pull/")) return "deny updating a hidden ref";
  if (!ref.startsWith("refs/heads/")) return undefined;
  if (kind === "delete" && ref === `refs/heads/${repository.defaultBranch}`) {
    return "refusing to delete the current branch";
  }
  for (const ruleset of rulesetsOf(repository, ref)) {
    if (bypasses(core.world, repository, ruleset, actor, false)) continue;
    if (kind === "delete") {
      if (ruleOf(ruleset, "deletion")) return "Cannot delete this branch";
      continue;
    }
    if (kind === "force") {
      if (ruleOf(ruleset, "non_fast_forward")) return "Cannot force-push to this branch";
      continue;
    }
    if (kind === "create") {
      if (ruleOf(ruleset, "creation")) return "Cannot create ref due to creations being restricted.";
      continue;
    }
    if (ruleOf(ruleset, "update")) return "Cannot update this protected ref.";
    if (ruleOf(ruleset, "pull_request")) return "Changes must be made through a pull request.";
    const checks = ruleOf<StatusCheckParameters>(ruleset, "required_status_checks");
    if (checks && missingStatuses((after && repository.statuses.get(after)) || [], checks, core).length > 0) {
      return "Required status checks are expected.";
    }
  }
  return undefined;
}

export const mayChangeWorkflows = ({ token }: Actor) =>
  token === undefined ||
  token.kind === "user" ||
  (token.kind !== "workflow" && token.permissions.workflows === "write");

/** The first workflow file that differs between two trees. */
const touchedWorkflow = (git: GitRepository, before: string | undefined, after: string) =>
  git.diff(before, after).find(({ path }) => path.startsWith(WORKFLOWS))?.path;

const workflowRefusal = (path: string, { token }: Actor) =>
  new WorldError(
    403,
    `refusing to allow a ${token?.kind === "fine-grained" ? "Personal Access Token" : "GitHub App"} to create or update workflow \`${path}\` without \`workflows\` permission`,
  );

/** After refs of a repository moved: webhooks, pull requests, merges that wait. */
export function pushed(
  core: Core,
  repository: Repository,
  actor: Actor,
  changes: readonly RefChange[],
): void {
  const name = nameOf(repository);
  const { git } = core.inside(repository);
  for (const change of changes) {
    const { ref, before, after } = change;
    if (ref.startsWith("refs/pull/")) continue;
    repository.pushedAt = core.stamp();
    const forced = before !== undefined && after !== undefined && !git.isAncestor(before, after);
    core.send("push", repository, actor, () =>
      payloads.push(core.world, repository, actor, { ...change, forced }),
    );
    if (!ref.startsWith("refs/heads/")) continue;
    const branch = ref.slice("refs/heads/".length);
    for (const { repository: target, issue } of [...(core.heads.get(headKey(name, branch)) ?? [])]) {
      if (after === undefined) closePull(core, target, issue, actor);
      else if (after !== issue.pull.headOid) synchronize(core, target, issue, actor, after, forced);
    }
    if (after === undefined) continue;
    for (const issue of repository.issues.values()) {
      if (!isPull(issue) || issue.state !== "open" || issue.pull.baseBranch !== branch) continue;
      // A head that reached the base by a push counts as merged.
      if (git.isAncestor(issue.pull.headOid, after)) finishMerge(core, repository, issue, actor, after);
    }
  }
}

/** The changes that a pull request shows, as one text: a merge of the base branch leaves them alone. */
const changesKey = (core: Core, repository: Repository, issue: Pull) =>
  changesOf(core, repository, issue)
    .map(({ path, before, after }) => `${path} ${before?.oid} ${after?.mode} ${after?.oid}`)
    .join("\n");

function synchronize(
  core: Core,
  repository: Repository,
  issue: Pull,
  actor: Actor,
  after: string,
  forced: boolean,
): void {
  const { pull } = issue;
  const before = pull.headOid;
  const shown = changesKey(core, repository, issue);
  pull.headOid = after;
  pull.lastPushBy = actor.login;
  const base = baseOf(core, repository, issue);
  if (base !== undefined) pull.baseOid = base;
  setPullRefs(core, repository, issue);
  if (forced) record(core, repository, issue, actor, { type: "HeadRefForcePushedEvent", before, after });
  touch(core, issue);
  sendPull(core, repository, issue, actor, "synchronize", { before, after });
  if (changesKey(core, repository, issue) !== shown) {
    const dismisses = rulesetsOf(repository, `refs/heads/${pull.baseBranch}`).some(
      (ruleset) => ruleOf<PullRequestParameters>(ruleset, "pull_request")?.dismiss_stale_reviews_on_push,
    );
    for (const review of dismisses ? pull.reviews : []) {
      if (review.state === "APPROVED") dismissReview(core, repository, issue, actor, review, "");
    }
  }
  const mayWrite =
    RANK[core.world.permission(nameOf(repository), actor.login)] >= RANK.write ||
    actor.token?.kind === "workflow" ||
    actor.token?.kind === "app";
  if (pull.autoMerge && !mayWrite) disableAutoMerge(core, repository, issue, actor);
  if (!pull.draft) requestOwners(core, repository, issue, actor);
  settle(core, repository, issue);
}

/** `refs/pull/N/head` always, `refs/pull/N/merge` where it merges. */
function setPullRefs(core: Core, repository: Repository, issue: Pull): void {
  const { git } = core.inside(repository);
  const { pull, number } = issue;
  git.setRef(`refs/pull/${number}/head`, pull.headOid);
  const base = baseOf(core, repository, issue);
  if (base === undefined || issue.state !== "open") return;
  const merged = git.mergeTree(base, pull.headOid);
  core.inside(repository).conflicts.set(`${base} ${pull.headOid}`, "conflicts" in merged);
  if ("conflicts" in merged) return;
  const author = signature(core, issue.author);
  const commit = git.writeCommit({
    tree: merged.tree,
    parents: [base, pull.headOid],
    author,
    committer: { ...GITHUB, date: core.stamp() },
    message: `Merge ${pull.headOid} into ${base}`,
  });
  git.setRef(`refs/pull/${number}/merge`, commit);
}

const GITHUB = { name: "GitHub", email: "noreply@github.com" };

function signature(core: Core, login: string, date = core.stamp()) {
  const { id, login: known } = core.world.account(login);
  return { name: known, email: `${id}+${known}@users.noreply.github.com`, date };
}

/* ---------- the record ---------- */

type EventBody = TimelineEvent extends infer Event
  ? Event extends TimelineEvent
    ? Omit<Event, "id" | "createdAt" | "actor">
    : never
  : never;

function timelineOf(core: Core, repository: Repository, issue: Issue): TimelineItem[] {
  const { timelines } = core.inside(repository);
  if (!timelines.has(issue.number)) timelines.set(issue.number, []);
  return timelines.get(issue.number)!;
}

function record(core: Core, repository: Repository, issue: Issue, actor: Actor, body: EventBody): void {
  const event = {
    id: core.nodeId(body.type, repository.id, issue.number, core.nextId()),
    createdAt: core.stamp(),
    actor: actor.login,
    ...body,
  } as TimelineEvent;
  issue.timeline.push(event);
  timelineOf(core, repository, issue).push({ type: event.type, event });
}

function touch(core: Core, issue: Issue): void {
  issue.updatedAt = core.stamp();
}

function sendPull(
  core: Core,
  repository: Repository,
  issue: Pull,
  actor: Actor,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  core.send("pull_request", repository, actor, () =>
    payloads.pullRequest(core.world, repository, issue, actor, action, extra),
  );
}

function sendIssue(
  core: Core,
  repository: Repository,
  issue: Issue,
  actor: Actor,
  action: string,
  extra: Record<string, unknown> = {},
) {
  if (isPull(issue)) sendPull(core, repository, issue, actor, action, extra);
  else
    core.send("issues", repository, actor, () =>
      payloads.issues(core.world, repository, issue, actor, action, extra),
    );
}

/* ---------- reviews ---------- */

function requestReviewer(
  core: Core,
  repository: Repository,
  issue: Pull,
  actor: Actor,
  login: string,
  asOwner: boolean,
) {
  issue.pull.requestedReviewers.push(login);
  if (asOwner) issue.pull.requestedOwners = [...(issue.pull.requestedOwners ?? []), login];
  record(core, repository, issue, actor, { type: "ReviewRequestedEvent", reviewer: login });
  touch(core, issue);
  sendPull(core, repository, issue, actor, "review_requested", { requested_reviewer: login });
}

/** Asks the owners of the changed paths, as GitHub does when a pull request becomes ready or changes. */
function requestOwners(core: Core, repository: Repository, issue: Pull, actor: Actor): void {
  const { pull, author } = issue;
  for (const login of new Set(ownersOf(core, repository, issue).flat())) {
    const isDone =
      pull.requestedReviewers.includes(login) || pull.reviews.some((review) => review.author === login);
    if (login !== author && !isDone) requestReviewer(core, repository, issue, actor, login, true);
  }
}

function dismissReview(
  core: Core,
  repository: Repository,
  issue: Pull,
  actor: Actor,
  review: Review,
  message: string,
): void {
  const previousState = review.state;
  review.state = "DISMISSED";
  record(core, repository, issue, actor, {
    type: "ReviewDismissedEvent",
    review: review.id,
    previousState,
    message,
  });
  touch(core, issue);
  core.send("pull_request_review", repository, actor, () =>
    payloads.review(core.world, repository, issue, review, actor, "dismissed"),
  );
}

/* ---------- closing and merging ---------- */

function forget(core: Core, repository: Repository, issue: Pull): void {
  const { pull } = issue;
  const key = headKey(pull.headRepository, pull.headBranch);
  for (const each of core.heads.get(key) ?? []) if (each.issue === issue) core.heads.get(key)!.delete(each);
  core.inside(repository).autoMerging.delete(issue.number);
}

function track(core: Core, repository: Repository, issue: Pull): void {
  const key = headKey(issue.pull.headRepository, issue.pull.headBranch);
  if (!core.heads.has(key)) core.heads.set(key, new Set());
  core.heads.get(key)!.add({ repository, issue });
}

function closePull(core: Core, repository: Repository, issue: Pull, actor: Actor): void {
  issue.state = "closed";
  issue.closedAt = core.stamp();
  core.inside(repository).open--;
  forget(core, repository, issue);
  delete issue.pull.autoMerge;
  record(core, repository, issue, actor, { type: "ClosedEvent" });
  touch(core, issue);
  sendPull(core, repository, issue, actor, "closed");
}

function finishMerge(core: Core, repository: Repository, issue: Pull, actor: Actor, commit: string): void {
  issue.pull.merged = { at: core.stamp(), by: actor.login, commit };
  core.inside(repository).contributors.add(issue.author);
  record(core, repository, issue, actor, { type: "MergedEvent", commit });
  closePull(core, repository, issue, actor);
}

function mergeNow(
  core: Core,
  repository: Repository,
  issue: Pull,
  actor: Actor,
  options: MergeOptions,
): string {
  const { git } = core.inside(repository);
  const { pull, number } = issue;
  const base = baseOf(core, repository, issue)!;
  const merged = git.mergeTree(base, pull.headOid);
  if ("conflicts" in merged) throw new WorldError(405, "Pull Request is not mergeable");
  const squash = options.method === "squash";
  const commits = git.log(base, pull.headOid);
  const title =
    options.title ??
    (squash
      ? `${issue.title} (#${number})`
      : `Merge pull request #${number} from ${pull.headRepository.split("/")[0]}/${pull.headBranch}`);
  const message =
    options.message ?? (squash ? commits.map((commit) => `* ${commit.message}`).join("\n") : issue.title);
  const commit = git.writeCommit({
    tree: merged.tree,
    parents: squash ? [base] : [base, pull.headOid],
    author: signature(core, squash ? issue.author : actor.login),
    committer: { ...GITHUB, date: core.stamp() },
    message: message ? `${title}\n\n${message}` : title,
  });
  const ref = `refs/heads/${pull.baseBranch}`;
  git.setRef(ref, commit);
  finishMerge(core, repository, issue, actor, commit);
  repository.pushedAt = core.stamp();
  core.send("push", repository, actor, () =>
    payloads.push(core.world, repository, actor, { ref, before: base, after: commit, forced: false }),
  );
  if (repository.settings.deleteBranchOnMerge && pull.headRepository === nameOf(repository)) {
    const head = `refs/heads/${pull.headBranch}`;
    if (git.refs.has(head) && refusesPush(core, repository, actor, head, "delete") === undefined) {
      git.setRef(head, undefined);
      pushed(core, repository, actor, [{ ref: head, before: pull.headOid, after: undefined }]);
    }
  }
  return commit;
}

/** Merges what waits for it, once nothing stands against it. The merge is whoever's who asked for it. */
function settle(core: Core, repository: Repository, issue: Pull): void {
  const { autoMerge } = issue.pull;
  if (!autoMerge || issue.state !== "open") return;
  const { mergeStateStatus } = verdictOf(core, repository, issue);
  if (mergeStateStatus !== "CLEAN" && mergeStateStatus !== "UNSTABLE") return;
  mergeNow(core, repository, issue, autoMerge.actor, {
    method: autoMerge.method === "SQUASH" ? "squash" : "merge",
  });
}

function disableAutoMerge(core: Core, repository: Repository, issue: Pull, actor: Actor): void {
  delete issue.pull.autoMerge;
  core.inside(repository).autoMerging.delete(issue.number);
  record(core, repository, issue, actor, { type: "AutoMergeDisabledEvent" });
  touch(core, issue);
  sendPull(core, repository, issue, actor, "auto_merge_disabled", { reason: "Manually disabled by user" });
}

/* ---------- the verbs ---------- */

const RIGHTS: Partial<Record<Permission, string>> = {
  admin: "Must have admin rights to Repository.",
  maintain: "Must have maintain rights to Repository.",
  write: "Must have push access to repository.",
  triage: "Must have triage access to repository.",
};

const bytesOf = (content: string | Uint8Array) => Buffer.from(content as Uint8Array);

function blobOf(git: GitRepository, content: FileContent): { mode: string; oid: string } {
  if (typeof content === "string" || content instanceof Uint8Array) {
    return { mode: "100644", oid: git.writeBlob(bytesOf(content)) };
  }
  if ("link" in content) return { mode: "120000", oid: git.writeBlob(content.link) };
  if ("submodule" in content) return { mode: "160000", oid: content.submodule };
  return { mode: content.mode, oid: git.writeBlob(bytesOf(content.content)) };
}

/** Blobs of a map of files. */
export function treeChanges(git: GitRepository, files: FileMap): TreeChanges {
  return new Map(
    Object.entries(files).map(
      ([path, content]) => [path, content === null ? undefined : blobOf(git, content)] as const,
    ),
  );
}

function refuseLong(body: string): void {
  if (body.length > LONGEST_BODY) {
    throw new WorldError(422, "Validation Failed", [
      {
        resource: "IssueComment",
        code: "custom",
        field: "body",
        message: `body is too long (maximum is ${LONGEST_BODY} characters)`,
      },
    ]);
  }
}

const invalid = (resource: string, field: string, message?: string) =>
  new WorldError(422, "Validation Failed", [
    {
      resource,
      field,
      code: message === undefined ? "invalid" : "custom",
      ...(message === undefined ? {} : { message }),
    },
  ]);

/** The verbs of a person or a token. */
export function createPerson(core: Core, who: Actor): Person {
  const { world } = core;
  const account: Account = world.account(who.login);
  const actor: Actor = { ...who, login: account.login };
  const { token } = actor;
  const isApp = token?.kind === "workflow" || token?.kind === "app";
  /** Has only what its permissions say, within the rights of its owner. */
  const isLimited = isApp || token?.kind === "fine-grained";

  const has = (repository: Repository, level: Permission) =>
    RANK[world.permission(nameOf(repository), account.login)] >= RANK[level];

  /** Whether the permission of a token, or the right of a person, is there. */
  function may(repository: Repository, scope: string, level: Permission): boolean {
    return tokenMay(repository, scope) && (isApp || has(repository, level));
  }

  /** Whether the token itself is no obstacle. */
  const tokenMay = (repository: Repository, scope: string) =>
    !isLimited || (isFor(token!, nameOf(repository)) && token!.permissions[scope] === "write");

  function needToken(repository: Repository, scope: string): void {
    if (!tokenMay(repository, scope)) throw new WorldError(403, notAccessible(token!));
  }

  function need(repository: Repository, scope: string, level: Permission, message = RIGHTS[level]): void {
    needToken(repository, scope);
    if (!may(repository, scope, level)) throw new WorldError(403, message ?? "Forbidden");
  }

  /** What the author may do himself and others only with a right. */
  function needOwn(
    repository: Repository,
    author: string,
    scope: string,
    level: Permission,
    message?: string,
  ): void {
    if (isApp || author !== account.login) need(repository, scope, level, message);
    else needToken(repository, scope);
  }

  const scopeOf = (issue: Issue) => (isPull(issue) ? "pull-requests" : "issues");
  const repositoryOf = (name: string) => {
    // A token sees the public parts of other repositories, and changes nothing there.
    if (isLimited && !isFor(token!, name)) throw new WorldError(403, notAccessible(token!));
    return world.repository(name);
  };
  const pullOf = (name: string, number: number): { repository: Repository; issue: Pull } => ({
    repository: repositoryOf(name),
    issue: world.pull(name, number),
  });
  const issueOf = (name: string, number: number) => ({
    repository: repositoryOf(name),
    issue: world.issue(name, number),
  });

  function move(repository: Repository, ref: string, after: string | undefined, force: boolean): void {
    const { git } = core.inside(repository);
    const before = git.refs.get(ref);
    if (before === after) return;
    const kind = before === undefined ? "create" : after === undefined ? "delete" : "update";
    const refuse = (reason: string) => new WorldError(422, `Repository rule violations found\n\n${reason}`);
    const reason = refusesPush(core, repository, actor, ref, kind, after);
    if (reason) throw refuse(reason);
    if (kind === "update" && !git.isAncestor(before!, after!)) {
      if (!force) throw new WorldError(422, "Update is not a fast forward");
      const forceReason = refusesPush(core, repository, actor, ref, "force");
      if (forceReason) throw refuse(forceReason);
    }
    if (after !== undefined && !mayChangeWorkflows(actor)) {
      const known = before ?? git.mergeBase(after, git.resolve("HEAD")!);
      const path = touchedWorkflow(git, known && git.readCommit(known).tree, git.readCommit(after).tree);
      if (path !== undefined) throw workflowRefusal(path, actor);
    }
    try {
      git.setRef(ref, after);
    } catch (cause) {
      throw new WorldError(422, (cause as Error).message);
    }
    pushed(core, repository, actor, [{ ref, before, after }]);
  }

  function newIssue(repository: Repository, title: string, body: string): Issue {
    if (title.trim() === "") throw invalid("Issue", "title", "title can't be blank");
    if (title.length > 256) throw invalid("Issue", "title", "title is too long (maximum is 256 characters)");
    refuseLong(body);
    const inside = core.inside(repository);
    const number = inside.nextNumber++;
    inside.open++;
    const issue: Issue = {
      id: core.nextId(),
      nodeId: "",
      number,
      title,
      body,
      author: account.login,
      state: "open",
      createdAt: core.stamp(),
      updatedAt: core.stamp(),
      labels: [],
      comments: [],
      timeline: [],
    };
    repository.issues.set(number, issue);
    return issue;
  }

  function addLabels(repository: Repository, issue: Issue, names: readonly string[]): void {
    for (const name of names) {
      const key = name.toLowerCase();
      let label = repository.labels.get(key);
      if (!label) {
        label = { id: core.nextId(), name, color: "ededed", description: "" };
        repository.labels.set(key, label);
      }
      if (issue.labels.includes(label.name)) continue;
      issue.labels.push(label.name);
      record(core, repository, issue, actor, { type: "LabeledEvent", label: label.name });
      touch(core, issue);
      sendIssue(core, repository, issue, actor, "labeled", { label: label.name });
    }
  }

  /** Changing between draft and ready needs two permissions of a token: seen in gh's issues with GITHUB_TOKEN. */
  function needDraftRight(repository: Repository, issue: Pull, mutation: string): void {
    const message = `${account.login} does not have the correct permissions to execute \`${mutation}\``;
    needOwn(repository, issue.author, "pull-requests", "write", message);
    if (isLimited) needToken(repository, "contents");
  }

  function openOnly(issue: Pull): void {
    if (issue.state !== "open") throw new WorldError(422, "Pull request is closed");
  }

  function setState(repository: Repository, issue: Issue, state: "open" | "closed"): void {
    if (issue.state === state) return;
    needOwn(repository, issue.author, scopeOf(issue), "triage");
    if (state === "closed") {
      if (isPull(issue)) {
        closePull(core, repository, issue, actor);
        return;
      }
      issue.state = "closed";
      issue.closedAt = core.stamp();
      core.inside(repository).open--;
      record(core, repository, issue, actor, { type: "ClosedEvent" });
    } else {
      if (isPull(issue)) {
        const { pull } = issue;
        if (pull.merged)
          throw invalid("PullRequest", "state", "state cannot be changed. The pull request is merged.");
        const head = world.git(pull.headRepository).resolve(`refs/heads/${pull.headBranch}`);
        if (head === undefined) {
          throw invalid(
            "PullRequest",
            "state",
            `state cannot be changed. The ${pull.headBranch} branch has been deleted.`,
          );
        }
        if (!core.inside(repository).git.isAncestor(pull.headOid, head)) {
          throw invalid(
            "PullRequest",
            "state",
            `state cannot be changed. The ${pull.headBranch} branch was force-pushed or recreated.`,
          );
        }
        pull.headOid = head;
        track(core, repository, issue);
      }
      issue.state = "open";
      delete issue.closedAt;
      core.inside(repository).open++;
      record(core, repository, issue, actor, { type: "ReopenedEvent" });
      if (isPull(issue)) setPullRefs(core, repository, issue);
    }
    touch(core, issue);
    sendIssue(core, repository, issue, actor, state === "open" ? "reopened" : "closed");
  }

  return {
    login: account.login,

    async fork(name) {
      const source = world.repository(name);
      // Fine-grained tokens fork what they are for, and no repository of others (seen in reports of 403).
      if (isApp || !tokenMay(source, "administration")) throw new WorldError(403, notAccessible(token!));
      const own = `${account.login}/${source.name}`;
      if (source.owner === account.login) throw new WorldError(403, "You cannot fork your own repository");
      const known = world.repositories().find((each) => nameOf(each).toLowerCase() === own.toLowerCase());
      if (known) return known;
      const { git } = core.inside(source);
      const repository = core.addRepository(
        own,
        (folder) => createGit(folder, source.defaultBranch, git),
        nameOf(source),
      );
      // As on GitHub, a copy was pushed to when its source was.
      if (source.pushedAt !== undefined) repository.pushedAt = source.pushedAt;
      const tip = git.resolve(source.defaultBranch);
      if (tip !== undefined) core.inside(repository).git.setRef(`refs/heads/${source.defaultBranch}`, tip);
      return repository;
    },

    async commit(name, branch, files, options = {}) {
      const repository = repositoryOf(name);
      need(
        repository,
        "contents",
        "write",
        `Permission to ${nameOf(repository)}.git denied to ${account.login}.`,
      );
      const { git } = core.inside(repository);
      const ref = `refs/heads/${branch}`;
      const { from = repository.defaultBranch } = options;
      const [fromRepository, fromBranch] = from.includes(":") ? from.split(":") : [name, from];
      const start = () => world.git(fromRepository!).resolve(fromBranch!);
      const parent = options.force || !git.refs.has(ref) ? start() : git.refs.get(ref);
      if (parent === undefined && (options.from !== undefined || git.refs.size > 0)) {
        throw new WorldError(404, `${from} does not exist`);
      }
      let tree: string;
      try {
        tree = git.writeTree(parent && git.readCommit(parent).tree, treeChanges(git, files));
      } catch (cause) {
        throw new WorldError(422, (cause as Error).message);
      }
      const author = signature(core, account.login, options.date);
      const commit = git.writeCommit({
        tree,
        parents: parent === undefined ? [] : [parent],
        author,
        committer: author,
        message: options.message ?? `Update ${Object.keys(files).join(", ").slice(0, 100)}`,
      });
      move(repository, ref, commit, options.force ?? false);
      return commit;
    },

    async updateRef(name, ref, oid, options = {}) {
      const repository = repositoryOf(name);
      need(repository, "contents", "write");
      const { git } = core.inside(repository);
      const known = git.refs.has(ref);
      if (!ref.startsWith("refs/heads/") && !ref.startsWith("refs/tags/")) {
        throw new WorldError(422, "Reference name must start with 'refs/heads/' or 'refs/tags/'");
      }
      if (options.create && known) throw new WorldError(422, "Reference already exists");
      if (!options.create && !known) throw new WorldError(422, "Reference does not exist");
      if (oid !== undefined && git.kind(oid) !== "commit") throw new WorldError(422, "Object does not exist");
      move(repository, ref, oid, options.force ?? false);
    },

    async openPullRequest(name, { head, title, body = "", draft = false, baseBranch }) {
      const repository = repositoryOf(name);
      const [owner = "", ...rest] = head.includes(":") ? head.split(":") : [repository.owner, head];
      const branch = rest.join(":");
      const root = (each: Repository) => each.fork ?? nameOf(each);
      const headRepository = world
        .repositories()
        .find((each) => each.owner.toLowerCase() === owner.toLowerCase() && root(each) === root(repository));
      const headOid = headRepository && core.inside(headRepository).git.resolve(`refs/heads/${branch}`);
      const base = baseBranch ?? repository.defaultBranch;
      const { git } = core.inside(repository);
      const baseOid = git.resolve(`refs/heads/${base}`);
      needToken(repository, "pull-requests");
      if (isApp) {
        if (token!.kind === "workflow" && !repository.settings.actionsMayApprove) {
          throw new WorldError(403, "GitHub Actions is not permitted to create or approve pull requests.");
        }
      }
      if (!headRepository || headOid === undefined) throw invalid("PullRequest", "head");
      if (baseOid === undefined) throw invalid("PullRequest", "base");
      if (!isApp && !has(headRepository, "write") && !has(repository, "write")) {
        throw invalid("PullRequest", "head", "must be a collaborator");
      }
      const custom = (message: string) =>
        new WorldError(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
      for (const { repository: target, issue } of core.heads.get(headKey(nameOf(headRepository), branch)) ??
        []) {
        if (target === repository && issue.pull.baseBranch === base) {
          throw custom(`A pull request already exists for ${headRepository.owner}:${branch}.`);
        }
      }
      if (git.mergeBase(baseOid, headOid) === undefined) {
        throw custom(`The ${branch} branch has no history in common with ${base}`);
      }
      if (git.isAncestor(headOid, baseOid)) throw custom(`No commits between ${base} and ${branch}`);
      const issue = newIssue(repository, title, body) as Pull;
      issue.nodeId = core.nodeId("PullRequest", repository.id, issue.number);
      issue.pull = {
        headRepository: nameOf(headRepository),
        headBranch: branch,
        headOid,
        baseBranch: base,
        baseOid,
        draft,
        reviews: [],
        requestedReviewers: [],
        lastPushBy: account.login,
      };
      track(core, repository, issue);
      setPullRefs(core, repository, issue);
      sendPull(core, repository, issue, actor, "opened");
      if (!draft) requestOwners(core, repository, issue, actor);
      return issue.number;
    },

    async edit(name, number, change) {
      const { repository, issue } = issueOf(name, number);
      const { title, body, state, baseBranch } = change;
      const changes: Record<string, unknown> = {};
      if (title !== undefined || body !== undefined || baseBranch !== undefined) {
        needOwn(repository, issue.author, scopeOf(issue), "write");
      }
      if (title !== undefined && title !== issue.title) {
        if (title.trim() === "") throw invalid("Issue", "title", "title can't be blank");
        changes.title = { from: issue.title };
        issue.title = title;
      }
      if (body !== undefined && body !== issue.body) {
        refuseLong(body);
        changes.body = { from: issue.body };
        issue.body = body;
        issue.editedAt = core.stamp();
        issue.editor = account.login;
      }
      if (baseBranch !== undefined && isPull(issue) && baseBranch !== issue.pull.baseBranch) {
        const oid = core.inside(repository).git.resolve(`refs/heads/${baseBranch}`);
        if (oid === undefined) throw invalid("PullRequest", "base");
        changes.base = { ref: { from: issue.pull.baseBranch }, sha: { from: issue.pull.baseOid } };
        const moved = { before: issue.pull.baseBranch, after: baseBranch };
        record(core, repository, issue, actor, { type: "BaseRefChangedEvent", ...moved });
        issue.pull.baseBranch = baseBranch;
        issue.pull.baseOid = oid;
        setPullRefs(core, repository, issue);
        if (issue.pull.autoMerge && !has(repository, "write"))
          disableAutoMerge(core, repository, issue, actor);
      }
      if (Object.keys(changes).length > 0) {
        touch(core, issue);
        sendIssue(core, repository, issue, actor, "edited", { changes });
      }
      if (state !== undefined) setState(repository, issue, state);
    },

    async ready(name, number) {
      const { repository, issue } = pullOf(name, number);
      needDraftRight(repository, issue, "MarkPullRequestReadyForReview");
      openOnly(issue);
      if (!issue.pull.draft) return;
      issue.pull.draft = false;
      record(core, repository, issue, actor, { type: "ReadyForReviewEvent" });
      touch(core, issue);
      sendPull(core, repository, issue, actor, "ready_for_review");
      requestOwners(core, repository, issue, actor);
      settle(core, repository, issue);
    },

    async toDraft(name, number) {
      const { repository, issue } = pullOf(name, number);
      needDraftRight(repository, issue, "ConvertPullRequestToDraft");
      openOnly(issue);
      if (issue.pull.draft) return;
      issue.pull.draft = true;
      record(core, repository, issue, actor, { type: "ConvertToDraftEvent" });
      touch(core, issue);
      sendPull(core, repository, issue, actor, "converted_to_draft");
    },

    async close(name, number) {
      const { repository, issue } = issueOf(name, number);
      setState(repository, issue, "closed");
    },

    async reopen(name, number) {
      const { repository, issue } = issueOf(name, number);
      setState(repository, issue, "open");
    },

    async comment(name, number, body) {
      const { repository, issue } = issueOf(name, number);
      need(repository, scopeOf(issue), "read");
      if (body.trim() === "") throw invalid("IssueComment", "body", "Body cannot be blank");
      refuseLong(body);
      const id = core.nextId();
      const comment: Comment = {
        id,
        nodeId: core.nodeId("IssueComment", repository.id, id, number),
        author: account.login,
        body,
        createdAt: core.stamp(),
      };
      issue.comments.push(comment);
      core.inside(repository).comments.set(id, number);
      timelineOf(core, repository, issue).push({ type: "IssueComment", comment });
      touch(core, issue);
      core.send("issue_comment", repository, actor, () =>
        payloads.comment(world, repository, issue, comment, actor, "created"),
      );
      return comment;
    },

    async editComment(name, id, body) {
      const repository = repositoryOf(name);
      const { issue, comment } = world.findComment(name, id);
      needOwn(repository, comment.author, scopeOf(issue), "write");
      if (body.trim() === "") throw invalid("IssueComment", "body", "Body cannot be blank");
      refuseLong(body);
      const from = comment.body;
      if (from === body) return comment;
      comment.body = body;
      comment.editedAt = core.stamp();
      comment.editor = account.login;
      touch(core, issue);
      core.send("issue_comment", repository, actor, () =>
        payloads.comment(world, repository, issue, comment, actor, "edited", { changes: { body: { from } } }),
      );
      return comment;
    },

    async react(name, number, content) {
      const { repository, issue } = issueOf(name, number);
      need(repository, scopeOf(issue), "read");
      issue.reactions ??= [];
      const known = issue.reactions.some((each) => each.login === account.login && each.content === content);
      if (!known) issue.reactions.push({ login: account.login, content });
    },

    async deleteComment(name, id) {
      const repository = repositoryOf(name);
      const { issue, comment } = world.findComment(name, id);
      needOwn(repository, comment.author, scopeOf(issue), "write");
      const payload = payloads.comment(world, repository, issue, comment, actor, "deleted");
      issue.comments.splice(issue.comments.indexOf(comment), 1);
      const items = timelineOf(core, repository, issue);
      items.splice(
        items.findIndex((item) => item.type === "IssueComment" && item.comment === comment),
        1,
      );
      // GitHub tells of the deletion where somebody else than the author did it.
      if (comment.author !== account.login)
        record(core, repository, issue, actor, { type: "CommentDeletedEvent" });
      touch(core, issue);
      core.send("issue_comment", repository, actor, () => payload);
    },

    async review(name, number, event, body = "", options = {}) {
      const { repository, issue } = pullOf(name, number);
      const { pull } = issue;
      need(repository, "pull-requests", "read");
      const refuse = (text: string) => new WorldError(422, "Unprocessable Entity", [text]);
      const given = options.lineComments ?? [];
      const lines =
        typeof given === "number"
          ? Array.from({ length: given }, (_, index) => ({ path: "", line: index + 1, body: "…" }))
          : given;
      if (issue.author === account.login && event !== "COMMENT") {
        throw refuse(
          `Review Can not ${event === "APPROVE" ? "approve" : "request changes on"} your own pull request`,
        );
      }
      if (event === "APPROVE" && token?.kind === "workflow" && !repository.settings.actionsMayApprove) {
        throw refuse("GitHub Actions is not permitted to approve pull requests.");
      }
      if (event !== "APPROVE" && body.trim() === "" && lines.length === 0) {
        throw refuse("You need to leave a comment indicating the requested changes.");
      }
      refuseLong(body);
      if (options.commit !== undefined) {
        const commits = core.inside(repository).git.log(baseOf(core, repository, issue), pull.headOid);
        if (!commits.some(({ oid }) => oid === options.commit))
          throw refuse("commit_id is not part of the pull request");
      }
      const id = core.nextId();
      const review: Review = {
        id,
        nodeId: core.nodeId("PullRequestReview", repository.id, id, number),
        author: account.login,
        state: event === "APPROVE" ? "APPROVED" : event === "COMMENT" ? "COMMENTED" : "CHANGES_REQUESTED",
        body,
        submittedAt: core.stamp(),
        commit: options.commit ?? pull.headOid,
        lineComments: lines.length,
        lines: lines.map((line) => ({ id: core.nextId(), ...line })),
      };
      pull.reviews.push(review);
      timelineOf(core, repository, issue).push({ type: "PullRequestReview", review });
      pull.requestedReviewers = pull.requestedReviewers.filter((login) => login !== account.login);
      pull.requestedOwners = (pull.requestedOwners ?? []).filter((login) => login !== account.login);
      touch(core, issue);
      core.send("pull_request_review", repository, actor, () =>
        payloads.review(world, repository, issue, review, actor, "submitted"),
      );
      settle(core, repository, issue);
      return review;
    },

    async dismiss(name, number, id, message) {
      const { repository, issue } = pullOf(name, number);
      const review = issue.pull.reviews.find((each) => each.id === id);
      if (!review) throw new WorldError(404, "Not Found");
      need(repository, "pull-requests", "write");
      if (message.trim() === "")
        throw new WorldError(422, "Unprocessable Entity", ["Message can't be blank"]);
      if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
        throw new WorldError(422, "Unprocessable Entity", [
          `Can not dismiss a ${review.state.toLowerCase()} pull request review`,
        ]);
      }
      dismissReview(core, repository, issue, actor, review, message);
      settle(core, repository, issue);
      return review;
    },

    async requestReview(name, number, ...logins) {
      const { repository, issue } = pullOf(name, number);
      const { pull } = issue;
      // The author may ask again whoever has reviewed already: the button beside a reviewer's name.
      const isAgain = !isApp && issue.author === account.login && logins.every((login) => reviewed(login));
      if (isAgain) needToken(repository, "pull-requests");
      else need(repository, "pull-requests", "triage");
      const accounts = logins.map((login) => {
        const found = world.findAccount(login);
        if (!found || (!isCollaborator(found.login) && !reviewed(found.login))) throw notCollaborator();
        if (found.login === issue.author) {
          throw new WorldError(422, "Review cannot be requested from pull request author.");
        }
        return found;
      });
      for (const { login } of accounts) {
        if (!pull.requestedReviewers.includes(login))
          requestReviewer(core, repository, issue, actor, login, false);
      }

      function reviewed(login: string) {
        return pull.reviews.some(({ author }) => author.toLowerCase() === login.toLowerCase());
      }
      function isCollaborator(login: string) {
        return repository.owner === login || repository.collaborators.has(login);
      }
      function notCollaborator() {
        return new WorldError(
          422,
          `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${nameOf(repository)} repository.`,
        );
      }
    },

    async removeReviewRequest(name, number, ...logins) {
      const { repository, issue } = pullOf(name, number);
      const { pull } = issue;
      need(repository, "pull-requests", "triage");
      for (const wanted of logins) {
        const login = pull.requestedReviewers.find((each) => each.toLowerCase() === wanted.toLowerCase());
        if (login === undefined) continue;
        pull.requestedReviewers = pull.requestedReviewers.filter((each) => each !== login);
        record(core, repository, issue, actor, { type: "ReviewRequestRemovedEvent", reviewer: login });
        touch(core, issue);
        sendPull(core, repository, issue, actor, "review_request_removed", { requested_reviewer: login });
      }
    },

    async merge(name, number, options = {}) {
      const { repository, issue } = pullOf(name, number);
      const { pull } = issue;
      const { method = "merge" } = options;
      need(repository, "contents", "write");
      const refuse = (text: string, status = 405) => new WorldError(status, text);
      if (issue.state !== "open") throw refuse("Pull Request is not mergeable");
      if (options.sha !== undefined && options.sha !== pull.headOid) {
        throw refuse("Head branch was modified. Review and try the merge again.", 409);
      }
      if (pull.draft) throw refuse("Pull Request is still a draft");
      if (method === "squash" && !repository.settings.allowSquashMerge) {
        throw refuse("Squash merges are not allowed on this repository.");
      }
      for (const ruleset of rulesetsOf(repository, `refs/heads/${pull.baseBranch}`)) {
        const allowed = ruleOf<PullRequestParameters>(ruleset, "pull_request")?.allowed_merge_methods;
        if (allowed && !allowed.includes(method)) {
          throw refuse(`Repository rule violations found\n\nMerge method ${method} is not allowed.`);
        }
      }
      const verdict = verdictOf(core, repository, issue, actor);
      if (verdict.mergeable !== "MERGEABLE") throw refuse("Pull Request is not mergeable");
      if (verdict.blocked) throw refuse(verdict.blocked);
      if (!mayChangeWorkflows(actor)) {
        const path = changesOf(core, repository, issue).find((each) => each.path.startsWith(WORKFLOWS))?.path;
        if (path !== undefined) throw workflowRefusal(path, actor);
      }
      return mergeNow(core, repository, issue, actor, options);
    },

    async enableAutoMerge(name, number, method = "MERGE") {
      const { repository, issue } = pullOf(name, number);
      const { pull } = issue;
      need(repository, "pull-requests", "write");
      if (isApp) need(repository, "contents", "write");
      const refuse = (text: string) => new WorldError(422, `Pull request ${text}`);
      openOnly(issue);
      if (!repository.settings.allowAutoMerge) {
        throw refuse("Auto merge is not allowed for this repository");
      }
      if (method === "SQUASH" && !repository.settings.allowSquashMerge) {
        throw refuse("Squash merges are not allowed on this repository.");
      }
      if (pull.autoMerge) return;
      const { mergeStateStatus } = verdictOf(core, repository, issue);
      if (mergeStateStatus === "CLEAN" || mergeStateStatus === "UNSTABLE") {
        throw refuse(`Pull request is in ${mergeStateStatus.toLowerCase()} status`);
      }
      pull.autoMerge = { by: account.login, at: core.stamp(), method, actor };
      core.inside(repository).autoMerging.add(number);
      record(core, repository, issue, actor, { type: "AutoMergeEnabledEvent" });
      touch(core, issue);
      sendPull(core, repository, issue, actor, "auto_merge_enabled");
    },

    async disableAutoMerge(name, number) {
      const { repository, issue } = pullOf(name, number);
      needOwn(repository, issue.author, "pull-requests", "write");
      if (!issue.pull.autoMerge)
        throw new WorldError(422, "Pull request Can't disable auto-merge for this pull request.");
      disableAutoMerge(core, repository, issue, actor);
    },

    async label(name, number, ...names) {
      const { repository, issue } = issueOf(name, number);
      need(repository, scopeOf(issue), "triage");
      addLabels(repository, issue, names);
    },

    async unlabel(name, number, label) {
      const { repository, issue } = issueOf(name, number);
      need(repository, scopeOf(issue), "triage");
      const found = issue.labels.find((each) => each.toLowerCase() === label.toLowerCase());
      if (found === undefined) throw new WorldError(404, "Label does not exist");
      issue.labels.splice(issue.labels.indexOf(found), 1);
      record(core, repository, issue, actor, { type: "UnlabeledEvent", label: found });
      touch(core, issue);
      sendIssue(core, repository, issue, actor, "unlabeled", { label: found });
    },

    async setLabel(name, { name: labelName, color, description, newName }) {
      const repository = repositoryOf(name);
      need(repository, "issues", "write");
      const known = repository.labels.get(labelName.toLowerCase());
      const label: Label = known ?? { id: core.nextId(), name: labelName, color: "ededed", description: "" };
      if (color !== undefined) label.color = color;
      if (description !== undefined) label.description = description;
      if (newName !== undefined && newName !== label.name) {
        repository.labels.delete(labelName.toLowerCase());
        for (const issue of repository.issues.values()) {
          issue.labels = issue.labels.map((each) => (each === label.name ? newName : each));
        }
        label.name = newName;
      }
      repository.labels.set(label.name.toLowerCase(), label);
      return label;
    },

    async deleteLabel(name, label) {
      const repository = repositoryOf(name);
      need(repository, "issues", "write");
      const known = repository.labels.get(label.toLowerCase());
      if (!known) throw new WorldError(404, "Not Found");
      repository.labels.delete(label.toLowerCase());
      for (const issue of repository.issues.values())
        issue.labels = issue.labels.filter((each) => each !== known.name);
    },

    async openIssue(name, { title, body = "", labels = [], form }) {
      const repository = repositoryOf(name);
      need(repository, "issues", "read");
      const issue = newIssue(repository, title, body);
      issue.nodeId = core.nodeId("Issue", repository.id, issue.number);
      core.send("issues", repository, actor, () =>
        payloads.issues(world, repository, issue, actor, "opened"),
      );
      if (form !== undefined) {
        const { git } = core.inside(repository);
        const entry = git.entry(git.resolve(repository.defaultBranch)!, `.github/ISSUE_TEMPLATE/${form}`);
        if (!entry) throw new WorldError(404, `no issue form ${form}`);
        const found = parse(Buffer.from(git.readBlob(entry.oid)).toString("utf8")) as { labels?: string[] };
        addLabels(repository, issue, found.labels ?? []);
      }
      // GitHub drops the labels of those who may not label, and says nothing.
      if (may(repository, "issues", "triage")) addLabels(repository, issue, labels);
      return issue.number;
    },

    async setStatus(name, sha, { context, state, description = "", targetUrl }) {
      const repository = repositoryOf(name);
      need(repository, "statuses", "write");
      if (core.inside(repository).git.kind(sha) !== "commit") {
        throw new WorldError(422, `No commit found for SHA: ${sha}`);
      }
      if (description.length > 140) {
        throw invalid("Status", "description", "description is too long (maximum is 140 characters)");
      }
      const all = repository.statuses.get(sha) ?? [];
      if (all.filter((each) => each.context === context).length >= 1000) {
        throw invalid("Status", "sha", "This SHA and context has reached the maximum number of statuses.");
      }
      const status = {
        id: core.nextId(),
        context,
        state,
        description,
        ...(targetUrl === undefined ? {} : { targetUrl }),
        creator: account.login,
        createdAt: core.stamp(),
      };
      all.push(status);
      repository.statuses.set(sha, all);
      for (const number of [...core.inside(repository).autoMerging]) {
        const issue = world.pull(name, number);
        if (issue.pull.headOid === sha) settle(core, repository, issue);
      }
      return status;
    },

    async dispatch(name, workflow, ref, inputs = {}) {
      const repository = repositoryOf(name);
      need(repository, "actions", "write");
      const { git } = core.inside(repository);
      const file = workflow.replace(WORKFLOWS, "");
      const commit = git.resolve(ref);
      if (commit === undefined) throw new WorldError(422, `No ref found for: ${ref}`);
      if (!git.entry(commit, WORKFLOWS + file)) throw new WorldError(404, "Not Found");
      const full = git.refs.has(`refs/heads/${ref}`) ? `refs/heads/${ref}` : ref;
      core.send("workflow_dispatch", repository, actor, () =>
        payloads.dispatch(world, repository, actor, WORKFLOWS + file, full, inputs),
      );
    },

    async addRuleset(name, body) {
      const repository = repositoryOf(name);
      need(repository, "administration", "admin");
      refuseRuleset(body);
      const ruleset = { id: core.nextId(), name: String(body.name), body };
      repository.rulesets.set(ruleset.id, ruleset);
      return ruleset;
    },

    async editRuleset(name, id, body) {
      const repository = repositoryOf(name);
      need(repository, "administration", "admin");
      const ruleset = repository.rulesets.get(id);
      if (!ruleset) throw new WorldError(404, "Not Found");
      refuseRuleset(body);
      ruleset.body = body;
      if (body.name !== undefined) ruleset.name = String(body.name);
      return ruleset;
    },

    async changeSettings(name, settings) {
      const repository = repositoryOf(name);
      need(repository, "administration", "admin");
      Object.assign(repository.settings, settings);
    },
  };

  function refuseRuleset(body: Record<string, unknown>): void {
    const fault = faultOf(body);
    if (fault) throw new WorldError(422, "Validation Failed", [fault]);
  }
}
