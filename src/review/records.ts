import type { DatasetFile } from "../catalogue/catalogue.ts";

/*
 * What the server recorded of a pull request, in the words of this project. Every time is the server's, in ISO 8601
 * with Z; every text and every login that a stranger chose is hostile until it is written through markdown.ts.
 */

/** One recorded event. `actor` is a login, empty where the account is gone. */
export type PullRequestEvent =
  | { type: "opened"; at: string; actor: string; draft: boolean }
  | { type: "readied"; at: string; actor: string }
  | { type: "drafted"; at: string; actor: string }
  | { type: "closed"; at: string; actor: string }
  | { type: "reopened"; at: string; actor: string }
  | { type: "merged"; at: string; actor: string }
  | { type: "reviewRequested"; at: string; actor: string; reviewer: string }
  | { type: "unlabelled"; at: string; actor: string; label: string }
  /** The head was replaced by force, or the pull request was turned to another base branch. */
  | { type: "replaced"; at: string; actor: string }
  | ReviewEvent
  | CommentEvent;

/** A review. GitHub keeps no verdict of a dismissed one but in the event of its dismissal, which is folded in here. */
export interface ReviewEvent {
  type: "reviewed";
  at: string;
  actor: string;
  id: string;
  verdict: "approved" | "returned" | "commented";
  /** Opinion as written; may be empty. */
  body: string;
  /** Comments on single lines, which count as an opinion. */
  lineComments: number;
  /** The commit that was reviewed. */
  commit: string;
  url: string;
  dismissed?: { at: string; actor: string };
}

/** A comment in the conversation. */
export interface CommentEvent {
  type: "commented";
  at: string;
  actor: string;
  /** Node id, for writing to it. */
  id: string;
  body: string;
  url: string;
  /** Somebody changed it after it was posted; then it commands nothing. */
  edited: boolean;
  /** Posted by the bot itself. */
  own: boolean;
  /** Changed by somebody else than the bot; matters for the bot's own ones. */
  tampered: boolean;
}

/** A commit status that the bot itself set on the head. */
export interface StatusRecord {
  context: string;
  state: "success" | "failure" | "pending" | "error";
  description: string;
  at: string;
  /** Address of the pull request that it was set for: one commit may be the head of several. */
  url?: string;
}

/** A pull request as the server knows it. */
export interface PullRequestRecord {
  number: number;
  /** GraphQL node id. */
  id: string;
  url: string;
  title: string;
  /** Login of who opened it. */
  author: string;
  /** Name of the head branch; a takedown that the bot proposed for somebody names him in it. */
  headBranch: string;
  /** From another repository (a fork). */
  fork: boolean;
  state: "open" | "closed" | "merged";
  draft: boolean;
  head: string;
  baseBranch: string;
  createdAt: string;
  /** Oldest first. */
  events: PullRequestEvent[];
  labels: string[];
  /** The bot's own statuses on the head, one for each context. */
  statuses: StatusRecord[];
  /** Commit that brought it into the main branch, once merged. */
  mergeCommit?: string;
  /** GitHub's own verdict on the approvals that the branch rules demand. */
  approval: "missing" | "given" | "notRequired";
  /** The bot's token may merge past missing approvals (an app that the branch rules let through). */
  mayBypass: boolean;
  mergeable: "mergeable" | "conflicting" | "unknown";
  autoMerge: boolean;
  /** The repository lets pull requests merge by themselves. */
  autoMergeAllowed: boolean;
  /** Logins whose review is asked for and not yet given. */
  requestedReviewers: string[];
  /** Number of another open pull request with the same head, for which the statuses of that head speak. */
  sharedWith?: number;
  /** Earlier open corrections of the same account (mission A15), where no agency lists it. */
  openCorrections?: number;
}

/** One path that a pull request changes against the place where it left the main branch. Renames are two. */
export interface ChangedFile {
  path: string;
  kind: "added" | "modified" | "deleted";
  /** git's mode after the change, before it for a deleted path: 100644, 100755, 120000 (link), 160000 (submodule). */
  mode: string;
  /** Bytes on the main branch as it stands now; undefined where it has no such file. */
  published?: Uint8Array;
  /** Bytes as submitted; undefined where deleted, no plain file, or above the size limit. */
  submitted?: Uint8Array;
  /** Size of the submitted blob in bytes, where it was left unread for its size. */
  oversize?: number;
}

/** What a dataset's file would become. */
export interface DatasetChange {
  path: string;
  identifier: string;
  /** Agency code. */
  agency: string;
  act: "new" | "modification" | "takedown" | "relisting" | "deletion";
  /** Undefined where it can't be read as YAML, or does not exist on that side. */
  before?: DatasetFile;
  after?: DatasetFile;
  /** Locked fields (mission P9) that the change touches, with what they were and would be. */
  locked: { field: string; label: string; before: string; after: string }[];
}
