import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import {
  type Core,
  changesOf,
  createPerson,
  forkPoint,
  type Inside,
  isValidOwner,
  mayChangeWorkflows,
  ownersFile,
  type Pull,
  pushed,
  refusesPush,
  treeChanges,
} from "./acts.ts";
import { createGit, type GitRepository, importFolder } from "./git.ts";
import type {
  Account,
  Comment,
  Delivery,
  Issue,
  Label,
  LineComment,
  Permission,
  Reaction,
  Repository,
  Review,
  Ruleset,
  Status,
  TimelineEvent,
  Token,
  WorkflowRun,
} from "./model.ts";
import { ACTIONS_APP, RANK } from "./rulesets.ts";
import { isFor } from "./tokens.ts";
import { verdictOf } from "./verdict.ts";
import { checkPayload, payloads } from "./webhooks.ts";

/** A refusal, as GitHub would word it over REST. */
export class WorldError extends Error {
  readonly status: number;
  /** `errors` of a 422, where GitHub sends some. */
  readonly errors: unknown[] | undefined;

  constructor(status: number, message: string, errors?: unknown[]) {
    super(message);
    this.name = "WorldError";
    this.status = status;
    this.errors = errors;
  }
}

/** What a path holds after a commit; `null` deletes it. */
export type FileContent =
  | string
  | Uint8Array
  | { link: string }
  | { submodule: string }
  | { mode: "100644" | "100755"; content: string | Uint8Array };
export type FileMap = Record<string, FileContent | null>;

export interface CommitOptions {
  message?: string;
  /** Dates of the commit itself, which the server never checks. */
  date?: string;
  /** Branch, commit or `owner/name:branch` that a new branch starts from; the default branch unless told. */
  from?: string;
  /** Starts the branch anew from `from` and pushes with force. */
  force?: boolean;
}

export interface MergeOptions {
  method?: "squash" | "merge";
  /** Head that must still be there, else 409. */
  sha?: string;
  title?: string;
  message?: string;
}

/**
 * What somebody does: a person on the web page, or a token over the API. Every verb refuses what GitHub refuses, with
 * a `WorldError`. All are asynchronous, and each takes effect at once or not at all.
 */
export interface Person {
  readonly login: string;
  fork(repository: string): Promise<Repository>;
  /** Writes files to a branch and pushes it; makes the branch where it is new. Gives the commit. */
  commit(repository: string, branch: string, files: FileMap, options?: CommitOptions): Promise<string>;
  /** Points a ref (`refs/heads/…`) at a commit that is already there; `undefined` deletes it. */
  updateRef(
    repository: string,
    ref: string,
    oid: string | undefined,
    options?: { force?: boolean; create?: boolean },
  ): Promise<void>;
  openPullRequest(
    repository: string,
    pull: { head: string; title: string; body?: string; draft?: boolean; baseBranch?: string },
  ): Promise<number>;
  /** Title, text or state of an issue or pull request. */
  edit(
    repository: string,
    number: number,
    change: { title?: string; body?: string; state?: "open" | "closed"; baseBranch?: string },
  ): Promise<void>;
  ready(repository: string, number: number): Promise<void>;
  toDraft(repository: string, number: number): Promise<void>;
  close(repository: string, number: number): Promise<void>;
  reopen(repository: string, number: number): Promise<void>;
  comment(repository: string, number: number, body: string): Promise<Comment>;
  editComment(repository: string, comment: number, body: string): Promise<Comment>;
  deleteComment(repository: string, comment: number): Promise<void>;
  /** Reacts to an issue, once with each sign. It sends no webhook and leaves the issue's time as it was. */
  react(repository: string, number: number, content: Reaction["content"]): Promise<void>;
  review(
    repository: string,
    number: number,
    event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    body?: string,
    options?: { lineComments?: Omit<LineComment, "id">[] | number; commit?: string },
  ): Promise<Review>;
  dismiss(repository: string, number: number, review: number, message: string): Promise<Review>;
  requestReview(repository: string, number: number, ...logins: string[]): Promise<void>;
  removeReviewRequest(repository: string, number: number, ...logins: string[]): Promise<void>;
  /** Gives the merge's commit. */
  merge(repository: string, number: number, options?: MergeOptions): Promise<string>;
  enableAutoMerge(repository: string, number: number, method?: "SQUASH" | "MERGE"): Promise<void>;
  disableAutoMerge(repository: string, number: number): Promise<void>;
  label(repository: string, number: number, ...names: string[]): Promise<void>;
  unlabel(repository: string, number: number, name: string): Promise<void>;
  setLabel(
    repository: string,
    label: { name: string; color?: string; description?: string; newName?: string },
  ): Promise<Label>;
  deleteLabel(repository: string, name: string): Promise<void>;
  /** `form` names a file of `.github/ISSUE_TEMPLATE`, whose labels the issue gets, whoever opens it. */
  openIssue(
    repository: string,
    issue: { title: string; body?: string; labels?: string[]; form?: string },
  ): Promise<number>;
  setStatus(
    repository: string,
    sha: string,
    status: { context: string; state: Status["state"]; description?: string; targetUrl?: string },
  ): Promise<Status>;
  dispatch(repository: string, workflow: string, ref: string, inputs?: Record<string, string>): Promise<void>;
  addRuleset(repository: string, body: Record<string, unknown>): Promise<Ruleset>;
  editRuleset(repository: string, id: number, body: Record<string, unknown>): Promise<Ruleset>;
  changeSettings(repository: string, settings: Partial<Repository["settings"]>): Promise<void>;
}

/** What GitHub derives of a pull request for whoever looks. */
export interface Verdict {
  /** Null where no rule asks for a review. */
  reviewDecision: "APPROVED" | "CHANGES_REQUESTED" | "REVIEW_REQUIRED" | null;
  mergeable: "MERGEABLE" | "CONFLICTING" | "UNKNOWN";
  mergeStateStatus: "BEHIND" | "BLOCKED" | "CLEAN" | "DIRTY" | "DRAFT" | "HAS_HOOKS" | "UNKNOWN" | "UNSTABLE";
  viewerCanMergeAsAdmin: boolean;
  /** Why a merge is refused, in GitHub's words; undefined where it is not. */
  blocked?: string;
}

export interface ChangedPath {
  path: string;
  status: "added" | "modified" | "removed";
  mode: string;
  /** Blob after the change, before it for a removed path. */
  oid: string;
  additions: number;
  deletions: number;
}

export interface World {
  readonly folder: string;
  /** Address of the double, for links in what the API shows. */
  readonly origin: string;
  now(): Date;
  /** The clock never goes back; an earlier time throws. */
  set(iso: string): void;
  advance(milliseconds: number): void;
  /** The account of that login; made as a User (or as a Bot where it ends in `[bot]`) where it is new. */
  account(login: string, type?: Account["type"]): Account;
  /** Undefined where nobody ever used that login; logins compare case-insensitively. */
  findAccount(login: string): Account | undefined;
  createRepository(
    fullName: string,
    files: FileMap | { from: string },
    collaborators?: Record<string, Permission>,
  ): Promise<Repository>;
  /** Throws 404 where there is none. */
  repository(fullName: string): Repository;
  repositories(): Repository[];
  git(fullName: string): GitRepository;
  permission(fullName: string, login: string): Permission;
  /** Throws 404 where there is none. */
  issue(fullName: string, number: number): Issue;
  /** Throws 404 where it is an issue or nothing. */
  pull(fullName: string, number: number): Issue & { pull: NonNullable<Issue["pull"]> };
  /** The comment with its issue; throws 404. */
  findComment(fullName: string, comment: number): { issue: Issue; comment: Comment };
  /** Whatever has this node id. */
  node(
    id: string,
  ):
    | { type: "Issue" | "PullRequest"; repository: Repository; issue: Issue }
    | { type: "IssueComment"; repository: Repository; issue: Issue; comment: Comment }
    | { type: "PullRequestReview"; repository: Repository; issue: Issue; review: Review }
    | { type: "User" | "Bot" | "Organization"; account: Account }
    | { type: "Repository"; repository: Repository }
    | undefined;
  changedPaths(fullName: string, number: number): ChangedPath[];
  /** How much a pull request changes. */
  pullSize(
    fullName: string,
    number: number,
  ): { commits: number; files: number; additions: number; deletions: number };
  /** As `viewer` sees it; nobody in particular unless told. */
  verdict(fullName: string, number: number, viewer?: Actor): Verdict;
  codeownersErrors(
    fullName: string,
    ref?: string,
  ): { line: number; kind: string; source: string; message: string; path: string }[];
  /** What this person does on the web page or with git. */
  person(login: string): Person;
  /** What this token does; limited by its permissions and its repository. */
  with(token: Token): Person;
  /** After refs moved: updates pull requests and sends webhooks. `refusesPush` is asked first. */
  pushed(fullName: string, actor: Actor, changes: RefChange[]): void;
  /** Whether this actor may push to the repository at all. */
  mayPush(fullName: string, actor: Actor): boolean;
  /** The tokens of workflows may never change workflows; an app may with the permission `workflows`. */
  mayChangeWorkflows(actor: Actor): boolean;
  /** Why a push of this ref is refused, in GitHub's words; undefined where it is not. */
  refusesPush(
    fullName: string,
    actor: Actor,
    ref: string,
    kind: "create" | "update" | "delete" | "force",
  ): string | undefined;
  /** Events, comments and reviews of an issue or pull request in the order in which they happened. */
  timeline(fullName: string, number: number): TimelineItem[];
  /** The newest status of each context. */
  latestStatuses(fullName: string, sha: string): Status[];
  association(fullName: string, login: string): Association;
  /** Open issues and pull requests. */
  openCount(fullName: string): number;
  readonly deliveries: Delivery[];
  /** Called for each delivery as it is sent; gives what stops it. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  addRun(fullName: string, run: Partial<WorkflowRun>): WorkflowRun;
  /** Changes a run; completing it sends `workflow_run`. */
  updateRun(fullName: string, id: number, change: Partial<WorkflowRun>): WorkflowRun;
  addArtifact(fullName: string, run: number, name: string, files: Record<string, Uint8Array>): void;
  close(): void;
}

export type Association = "OWNER" | "COLLABORATOR" | "CONTRIBUTOR" | "NONE";

export type TimelineItem =
  | { type: "IssueComment"; comment: Comment }
  | { type: "PullRequestReview"; review: Review }
  | { type: TimelineEvent["type"]; event: TimelineEvent };

export interface RefChange {
  ref: string;
  before: string | undefined;
  after: string | undefined;
}

/** Who acts: a login, with the token where it comes over the API. */
export interface Actor {
  login: string;
  token?: Token;
}

export interface WorldOptions {
  /** Where the bare repositories go; must be empty. */
  folder: string;
  now: string | Date;
  /**
   * Checks each webhook against GitHub's schema (true unless told). Without it, and while nobody listens, a payload is
   * built when it is first read, so that a year of ten thousand pull requests fits into memory.
   */
  validate?: boolean;
  /** Address of the double; GitHub's own unless told. */
  origin?: string;
}

const KINDS: Record<string, string> = {
  Repository: "R",
  User: "U",
  Bot: "BOT",
  Organization: "O",
  Issue: "I",
  PullRequest: "PR",
  IssueComment: "IC",
  PullRequestReview: "PRR",
};

const nodeId = (kind: string, ...parts: (string | number)[]) =>
  `${KINDS[kind] ?? kind}_${Buffer.from(parts.join(":")).toString("base64url")}`;

/** A world without repositories, at a time. */
export function createWorld(options: WorldOptions): World {
  const { folder, validate = true, origin = "https://github.com" } = options;
  let now = new Date(options.now).getTime();
  if (Number.isNaN(now)) throw new TypeError(`${options.now} is no time`);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);

  const accounts = new Map<string, Account>();
  const repositories = new Map<string, Repository>();
  const insides = new Map<Repository, Inside>();
  const deliveries: Delivery[] = [];
  const listeners = new Set<(delivery: Delivery) => void>();
  let lastId = 1_000_000;
  const missing = () => new WorldError(404, "Not Found");

  function inside(repository: Repository): Inside {
    return insides.get(repository)!;
  }

  const core: Core = {
    get world() {
      return world;
    },
    inside,
    heads: new Map(),
    nextId: () => ++lastId,
    nodeId,
    stamp: () => `${new Date(now).toISOString().slice(0, 19)}Z`,

    send(event, repository, actor, build) {
      const make = () => {
        const payload = build();
        if (validate) checkPayload(event, payload);
        return payload;
      };
      let payload = validate || listeners.size > 0 ? make() : undefined;
      const delivery: Delivery = {
        event,
        repository: `${repository.owner}/${repository.name}`,
        get payload() {
          payload ??= make();
          return payload;
        },
        at: core.stamp(),
        actor: actor.login,
        byWorkflowToken: actor.token?.kind === "workflow",
      };
      deliveries.push(delivery);
      for (const listener of listeners) listener(delivery);
    },

    addRepository(fullName, openGit, fork) {
      const [owner = "", name = "", ...more] = fullName.split("/");
      if (!/^[A-Za-z0-9._-]+$/.test(name) || owner === "" || more.length > 0) {
        throw new TypeError(`${fullName} is no name of a repository`);
      }
      if (repositories.has(fullName.toLowerCase())) {
        throw new WorldError(422, "Repository creation failed.", [
          {
            resource: "Repository",
            code: "custom",
            field: "name",
            message: "name already exists on this account",
          },
        ]);
      }
      const id = core.nextId();
      const gitDir = join(folder, `${id}.git`);
      const repository: Repository = {
        id,
        nodeId: nodeId("Repository", id),
        owner: world.account(owner).login,
        name,
        ...(fork === undefined ? {} : { fork }),
        defaultBranch: "main",
        createdAt: core.stamp(),
        gitDir,
        collaborators: new Map(),
        issues: new Map(),
        labels: new Map(),
        statuses: new Map(),
        rulesets: new Map(),
        runs: [],
        settings: {
          allowAutoMerge: false,
          allowSquashMerge: true,
          deleteBranchOnMerge: false,
          actionsMayApprove: false,
          defaultWorkflowPermissions: "read",
        },
      };
      repositories.set(fullName.toLowerCase(), repository);
      insides.set(repository, {
        git: openGit(gitDir),
        timelines: new Map(),
        comments: new Map(),
        open: 0,
        contributors: new Set(),
        autoMerging: new Set(),
        conflicts: new Map(),
        owners: new Map(),
        sizes: new Map(),
        ownersFiles: new Map(),
        nextNumber: 1,
      });
      return repository;
    },
  };

  const world: World = {
    folder,
    origin,
    deliveries,
    now: () => new Date(now),
    set(iso) {
      const time = new Date(iso).getTime();
      if (!(time >= now))
        throw new RangeError(`the clock stands at ${core.stamp()} and never goes back to ${iso}`);
      now = time;
    },
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError("the clock never goes back");
      now += milliseconds;
    },

    account(login, type) {
      const known = accounts.get(login.toLowerCase());
      if (known) {
        // An owner may be named before it is known that it is an organization.
        if (type) known.type = type;
        return known;
      }
      const isBot = login.endsWith("[bot]");
      if (
        !(isBot ? /^[a-z0-9-]+\[bot\]$/ : /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/).test(login) ||
        login.length > 45
      ) {
        throw new TypeError(`${login} is no login`);
      }
      const isActions = login === "github-actions[bot]";
      const id = isActions ? 41898282 : core.nextId();
      const account: Account = {
        id,
        login,
        type: type ?? (isBot ? "Bot" : "User"),
        ...(isBot ? { appId: isActions ? ACTIONS_APP : core.nextId() } : {}),
      };
      accounts.set(login.toLowerCase(), account);
      return account;
    },
    findAccount: (login) => accounts.get(login.toLowerCase()),

    async createRepository(fullName, files, collaborators = {}) {
      const repository = core.addRepository(fullName, (gitDir) => createGit(gitDir, "main"));
      for (const [login, permission] of Object.entries(collaborators)) {
        repository.collaborators.set(world.account(login).login, permission);
      }
      const { git } = inside(repository);
      const from = (files as { from?: unknown }).from;
      const tree =
        Object.keys(files).length === 1 && typeof from === "string" && existsSync(from)
          ? importFolder(git, from)
          : git.writeTree(undefined, treeChanges(git, files as FileMap));
      const { id, login } = world.account(repository.owner);
      const author = { name: login, email: `${id}+${login}@users.noreply.github.com`, date: core.stamp() };
      const commit = git.writeCommit({
        tree,
        parents: [],
        author,
        committer: author,
        message: "Initial commit",
      });
      git.setRef("refs/heads/main", commit);
      repository.pushedAt = core.stamp();
      return repository;
    },
    repository(fullName) {
      const found = repositories.get(fullName.toLowerCase());
      if (!found) throw missing();
      return found;
    },
    repositories: () => [...repositories.values()],
    git: (fullName) => inside(world.repository(fullName)).git,

    permission(fullName, login) {
      const repository = world.repository(fullName);
      const account = accounts.get(login.toLowerCase());
      if (account && account.login === repository.owner) return "admin";
      // All repositories here are public.
      return (account && repository.collaborators.get(account.login)) ?? "read";
    },
    association(fullName, login) {
      const repository = world.repository(fullName);
      const account = accounts.get(login.toLowerCase());
      if (account?.login === repository.owner) return "OWNER";
      if (account && repository.collaborators.has(account.login)) return "COLLABORATOR";
      return account && inside(repository).contributors.has(account.login) ? "CONTRIBUTOR" : "NONE";
    },

    issue(fullName, number) {
      const found = world.repository(fullName).issues.get(number);
      if (!found) throw missing();
      return found;
    },
    pull(fullName, number) {
      const issue = world.issue(fullName, number);
      if (!issue.pull) throw missing();
      return issue as Pull;
    },
    openCount: (fullName) => inside(world.repository(fullName)).open,
    findComment(fullName, id) {
      const repository = world.repository(fullName);
      const number = inside(repository).comments.get(id);
      const issue = number === undefined ? undefined : repository.issues.get(number);
      const comment = issue?.comments.find((each) => each.id === id);
      if (!issue || !comment) throw missing();
      return { issue, comment };
    },

    node(id) {
      const [prefix = "", ...rest] = id.split("_");
      const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = Buffer.from(
        rest.join("_"),
        "base64url",
      )
        .toString()
        .split(":")
        .map(Number);
      if (["U", "BOT", "O"].includes(prefix)) {
        const account = [...accounts.values()].find((each) => each.id === first);
        return account && { type: account.type, account };
      }
      const repository = [...repositories.values()].find((each) => each.id === first);
      if (!repository) return undefined;
      if (prefix === "R") return { type: "Repository", repository };
      if (prefix === "I" || prefix === "PR") {
        const issue = repository.issues.get(second);
        const type = issue?.pull ? "PullRequest" : "Issue";
        return issue && { type, repository, issue };
      }
      const issue = repository.issues.get(third);
      if (prefix === "IC") {
        const comment = issue?.comments.find((each) => each.id === second);
        return issue && comment && { type: "IssueComment", repository, issue, comment };
      }
      const review = prefix === "PRR" ? issue?.pull?.reviews.find((each) => each.id === second) : undefined;
      return issue && review && { type: "PullRequestReview", repository, issue, review };
    },

    timeline: (fullName, number) => {
      const issue = world.issue(fullName, number);
      return [...(inside(world.repository(fullName)).timelines.get(issue.number) ?? [])];
    },
    latestStatuses(fullName, sha) {
      const latest = new Map<string, Status>();
      for (const status of world.repository(fullName).statuses.get(sha) ?? [])
        latest.set(status.context, status);
      return [...latest.values()];
    },

    changedPaths(fullName, number) {
      const repository = world.repository(fullName);
      const issue = world.pull(fullName, number);
      const { git } = inside(repository);
      const before = git.readCommit(forkPoint(core, repository, issue)).tree;
      const counts = git.lineCounts(before, git.readCommit(issue.pull.headOid).tree);
      return changesOf(core, repository, issue).map(({ path, before: old, after }) => ({
        path,
        status: !old ? "added" : after ? "modified" : "removed",
        mode: (after ?? old)!.mode,
        oid: (after ?? old)!.oid,
        ...(counts.get(path) ?? { additions: 0, deletions: 0 }),
      }));
    },
    pullSize(fullName, number) {
      const repository = world.repository(fullName);
      const issue = world.pull(fullName, number);
      const { git, sizes } = inside(repository);
      const from = forkPoint(core, repository, issue);
      const key = `${from} ${issue.pull.headOid}`;
      let size = sizes.get(key);
      if (!size) {
        const counts = git.lineCounts(git.readCommit(from).tree, git.readCommit(issue.pull.headOid).tree);
        size = {
          commits: git.log(from, issue.pull.headOid).length,
          files: counts.size,
          additions: 0,
          deletions: 0,
        };
        for (const { additions, deletions } of counts.values()) {
          size.additions += additions;
          size.deletions += deletions;
        }
        sizes.set(key, size);
      }
      return size;
    },
    verdict: (fullName, number, viewer) =>
      verdictOf(core, world.repository(fullName), world.pull(fullName, number), viewer),
    codeownersErrors(fullName, ref) {
      const repository = world.repository(fullName);
      const commit = inside(repository).git.resolve(ref ?? repository.defaultBranch);
      const found = commit === undefined ? undefined : ownersFile(core, repository, commit);
      if (!found) throw missing();
      const { path, file } = found;
      const unknown = file.rules.flatMap(({ line, owners }) =>
        owners
          .filter((owner) => !isValidOwner(core, repository, owner))
          .map((owner) => ({ line, kind: "Unknown owner", source: owner })),
      );
      return [...file.errors, ...unknown].map((error) => ({
        ...error,
        path,
        message: `${error.kind} on line ${error.line}: ${error.source}`,
      }));
    },

    person: (login) => createPerson(core, { login }),
    with: (token) => createPerson(core, { login: token.login, token }),

    pushed: (fullName, actor, changes) => pushed(core, world.repository(fullName), actor, changes),
    mayPush(fullName, { login, token }) {
      if (token && token.kind !== "user") {
        if (!isFor(token, fullName) || token.permissions.contents !== "write") return false;
        if (token.kind !== "fine-grained") return true;
      }
      return RANK[world.permission(fullName, login)] >= RANK.write;
    },
    mayChangeWorkflows,
    refusesPush: (fullName, actor, ref, kind) =>
      refusesPush(core, world.repository(fullName), actor, ref, kind),

    onDelivery(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    addRun(fullName, run) {
      const repository = world.repository(fullName);
      const head = inside(repository).git.resolve(repository.defaultBranch) ?? "0".repeat(40);
      const full: WorkflowRun = {
        id: core.nextId(),
        workflow: "validate.yml",
        name: run.workflow ?? "validate.yml",
        event: "push",
        status: "queued",
        headSha: head,
        headBranch: repository.defaultBranch,
        headRepository: `${repository.owner}/${repository.name}`,
        pullRequests: [],
        actor: repository.owner,
        createdAt: core.stamp(),
        updatedAt: core.stamp(),
        runAttempt: 1,
        artifacts: [],
        ...run,
      };
      repository.runs.push(full);
      sendRun(repository, full, full.status === "completed" ? "completed" : "requested");
      return full;
    },
    updateRun(fullName, id, change) {
      const repository = world.repository(fullName);
      const run = runOf(repository, id);
      const { status } = run;
      Object.assign(run, change, { updatedAt: core.stamp() });
      if (run.status !== status && run.status !== "queued") sendRun(repository, run, run.status);
      return run;
    },
    addArtifact(fullName, id, name, files) {
      const run = runOf(world.repository(fullName), id);
      run.artifacts.push({ id: core.nextId(), name, zip: zipSync(files), expired: false });
    },
    close() {
      listeners.clear();
    },
  };

  function runOf(repository: Repository, id: number): WorkflowRun {
    const run = repository.runs.find((each) => each.id === id);
    if (!run) throw missing();
    return run;
  }

  /** Runs are GitHub's own doing: their events start workflows whoever caused the run. */
  function sendRun(repository: Repository, run: WorkflowRun, action: string): void {
    const actor = { login: run.actor };
    core.send("workflow_run", repository, actor, () => payloads.run(world, repository, run, actor, action));
  }

  world.account("github-actions[bot]");
  return world;
}
