/*
 * What the double of GitHub knows. Plain records; every change of them comes with a dated event, and every time is the
 * double's clock. `world.ts` holds the verbs, `rest.ts` and `graphql.ts` show and change it over HTTP.
 */

/** GitHub's account types that matter here. */
export interface Account {
  id: number;
  login: string;
  type: "User" | "Bot" | "Organization";
  /** Of a bot: the number of its GitHub App, 15368 for Actions itself. */
  appId?: number;
}

/** Rights of an account on a repository. */
export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/**
 * Who calls: the workflow's token with its permissions, an app that may bypass, a user's classic token (scopes `repo`
 * and `workflow`), a user's fine-grained one.
 */
export interface Token {
  value: string;
  kind: "workflow" | "app" | "user" | "fine-grained";
  /** Login it acts as: github-actions[bot], an app's bot, or the user. */
  login: string;
  /**
   * As in `permissions:` of a workflow. A classic user token has its owner's rights; a fine-grained one has those of its
   * owner that its permissions name.
   */
  permissions: Record<string, "read" | "write" | "none">;
  /** Repository that a workflow or app token is for, `owner/name`; a classic token reaches whatever its owner reaches. */
  repository?: string;
  /** Repositories that a fine-grained token is for, all of one owner; `owner/*` stands for all that he has or will have. */
  repositories?: readonly string[];
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string;
}

export interface Comment {
  id: number;
  nodeId: string;
  author: string;
  body: string;
  createdAt: string;
  /** Time and login of the last edit. */
  editedAt?: string;
  editor?: string;
}

/** 👍 and the others, in GraphQL's names. */
export interface Reaction {
  login: string;
  content: "THUMBS_UP" | "THUMBS_DOWN" | "LAUGH" | "HOORAY" | "CONFUSED" | "HEART" | "ROCKET" | "EYES";
}

export interface Review {
  id: number;
  nodeId: string;
  author: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  body: string;
  submittedAt: string;
  commit: string;
  lineComments: number;
  /** What `lineComments` counts. */
  lines?: LineComment[];
}

export interface LineComment {
  id: number;
  path: string;
  line: number;
  body: string;
}

/** An entry of the timeline beside comments and reviews, in GraphQL's type names. */
export type TimelineEvent = { id: string; createdAt: string; actor: string } & (
  | { type: "ReadyForReviewEvent" | "ConvertToDraftEvent" | "ClosedEvent" | "ReopenedEvent" }
  | { type: "MergedEvent"; commit: string }
  | { type: "ReviewRequestedEvent" | "ReviewRequestRemovedEvent"; reviewer: string }
  | { type: "ReviewDismissedEvent"; review: number; previousState: Review["state"]; message: string }
  | { type: "LabeledEvent" | "UnlabeledEvent"; label: string }
  | { type: "HeadRefForcePushedEvent"; before: string; after: string }
  | { type: "BaseRefChangedEvent"; before: string; after: string }
  | { type: "AutoMergeEnabledEvent" | "AutoMergeDisabledEvent" }
  | { type: "CommentDeletedEvent" }
);

export interface Issue {
  id: number;
  nodeId: string;
  number: number;
  title: string;
  body: string;
  author: string;
  state: "open" | "closed";
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  /** Time and login of the last edit of the text. */
  editedAt?: string;
  editor?: string;
  labels: string[];
  comments: Comment[];
  /** To the issue itself. */
  reactions?: Reaction[];
  timeline: TimelineEvent[];
  /** Present where the issue is a pull request. */
  pull?: PullRequest;
}

export interface PullRequest {
  /** `owner/name` of the head's repository, and its branch. */
  headRepository: string;
  headBranch: string;
  headOid: string;
  baseBranch: string;
  /** Base branch's tip when it was opened. */
  baseOid: string;
  draft: boolean;
  reviews: Review[];
  requestedReviewers: string[];
  /** Those of them who were asked as code owners. */
  requestedOwners?: string[];
  /** Who pushed the head last. */
  lastPushBy?: string;
  merged?: { at: string; by: string; commit: string };
  /** `actor`: whoever asked for it, with the token; the merge will be his. */
  autoMerge?: { by: string; at: string; method: string; actor: { login: string; token?: Token } };
}

export interface Status {
  id: number;
  context: string;
  state: "error" | "failure" | "pending" | "success";
  description: string;
  targetUrl?: string;
  creator: string;
  createdAt: string;
}

export interface WorkflowRun {
  id: number;
  /** File name, such as validate.yml. */
  workflow: string;
  name: string;
  event: string;
  status: "queued" | "in_progress" | "completed";
  conclusion?: "success" | "failure" | "cancelled" | "timed_out" | "skipped";
  headSha: string;
  headBranch: string;
  headRepository: string;
  /** Pull requests of the same repository; empty for forks, as GitHub does. */
  pullRequests: number[];
  actor: string;
  createdAt: string;
  updatedAt: string;
  runAttempt?: number;
  artifacts: { id: number; name: string; zip: Uint8Array; expired: boolean }[];
}

export interface Ruleset {
  id: number;
  name: string;
  /** As the REST API takes and gives it. */
  body: Record<string, unknown>;
}

export interface Repository {
  id: number;
  nodeId: string;
  owner: string;
  name: string;
  /** `owner/name` of what it was forked from. */
  fork?: string;
  createdAt?: string;
  pushedAt?: string;
  defaultBranch: string;
  /** Folder of the bare git repository; on the disk after `git(…).flush()` only. */
  gitDir: string;
  collaborators: Map<string, Permission>;
  issues: Map<number, Issue>;
  /** By name in lower case, as GitHub tells them apart. */
  labels: Map<string, Label>;
  /** By commit. */
  statuses: Map<string, Status[]>;
  rulesets: Map<number, Ruleset>;
  runs: WorkflowRun[];
  settings: {
    allowAutoMerge: boolean;
    allowSquashMerge: boolean;
    deleteBranchOnMerge: boolean;
    actionsMayApprove: boolean;
    defaultWorkflowPermissions: "read" | "write";
    pages?: { buildType: "workflow" | "legacy"; url: string };
  };
}

/** A webhook that GitHub would have sent: what workflows listen to. */
export interface Delivery {
  /** X-GitHub-Event: pull_request, pull_request_review, issue_comment, push, workflow_run, issues, workflow_dispatch … */
  event: string;
  repository: string;
  payload: Record<string, unknown>;
  at: string;
  /** Login of who caused it, and whether by a workflow's token, whose events start no workflow but dispatches. */
  actor: string;
  byWorkflowToken: boolean;
}
