import type { LinkCounts } from "./checked-links.ts";
import type { CommandName } from "./commands.ts";
import type { DatasetChange } from "./records.ts";
import type { Person } from "./register.ts";

/** States of a submission (mission, 「States of a submission」), and two of a pull request that is none yet or no more. */
export type State =
  /** 帳號未登錄: no agency lists the submitter; no clock runs (mission L1). */
  | "unlisted"
  /** 暫存 */
  | "draft"
  /** 審查中 */
  | "inReview"
  /** 退回 */
  | "returned"
  /** 審查通過: every approval is there; merged as soon as the checks are green. */
  | "approved"
  /** Merged; 上架中, 待上架 or 永久下架 by what was merged. */
  | "merged"
  /** 刪除: closed without a merge. */
  | "closed";

/** Roles of persons in a submission (mission, 「Terms」). `citizen`: who sent in a correction (mission A15). */
export type Role = "provider" | "citizen" | "reviewer" | "administrator" | "operator";

/** What a pull request is about, from the files that it touches. */
export type SubmissionKind =
  /** One dataset: 新增, 修改, 申請下架, 重新上架. */
  | "new"
  | "modification"
  | "takedown"
  | "relisting"
  /** Several datasets, of one agency or more. */
  | "datasets"
  /** 民眾修正: a modification by an account that no agency lists (mission A15); see corrections.ts. */
  | "correction"
  /** 行動方案: agencies' inventories, councils, minutes and strategies. */
  | "plan"
  /** 授權異動: agencies' register files, with CODEOWNERS. */
  | "register"
  /** Anything else: for the platform's operators. */
  | "platform"
  | "empty";

/** The files of a pull request, sorted by who may decide on them. */
export interface Submission {
  kind: SubmissionKind;
  datasets: DatasetChange[];
  /** Codes of the agencies whose datasets or files of the action plan it touches, sorted. */
  agencies: string[];
  /** Those of `agencies` whose files of the action plan it touches, sorted. */
  plan: string[];
  /** Codes of the agencies whose register file it touches, sorted. */
  register: string[];
  /** Those of `register` whose place in the tree it changes: file added, deleted or unreadable, code, parent, ministry. */
  structure: string[];
  /** Paths that only operators may decide on, sorted. */
  platform: string[];
  /** Paths that nobody can approve: deletions of published datasets, links, submodules. */
  refused: { path: string; reason: "deleted" | "link" | "submodule" }[];
}

/** An approval that the submission needs. */
export interface Requirement {
  role: "reviewer" | "administrator" | "operator";
  /** Agency code, for reviewers and administrators. */
  agency?: string;
  reason: "datasets" | "plan" | "register" | "locked" | "structure" | "platform";
  /** Labels of locked fields, for `locked`. */
  fields?: string[];
  /** Who may give it: never the submitter himself. Empty where nobody can. */
  holders: Person[];
  given?: { by: Person; at: string; url: string };
}

/** Why a submission can't be merged yet. */
export type Missing =
  | { what: "approval"; requirement: Requirement }
  /** GitHub's branch rules still want the approval by its own button; the command alone is not enough. */
  | { what: "button"; by: Person }
  | { what: "check"; context: string; description: string; state: "failure" | "pending" | "error" }
  | { what: "conflict" }
  /** The statuses of this very head speak for another open pull request. */
  | { what: "shared"; number: number }
  | { what: "refused"; path: string; reason: "deleted" | "link" | "submodule" };

/** One of the two clocks (mission: seven working days). */
export interface Clock {
  kind: "review" | "return";
  /** ISO time of the event that started it. */
  since: string;
  /** Working days after the day of `since`, up to and including today; all days for what was harvested (A10). */
  elapsed: number;
  /** Days left, 0 on the last day, negative when overdue. */
  left: number;
  /** Last day in time, YYYY-MM-DD in Taipei. */
  deadline: string;
  /** 逾期未審核 or 退回逾期未處理: the deadline's day is over. */
  overdue: boolean;
}

/** Why a command, or an act by button, had no effect. */
export type RefusalReason =
  | "edited"
  | "noRight"
  | "own"
  | "wrongState"
  | "opinionMissing"
  | "phraseUnknown"
  | "contentChanged"
  | "unknownCommand"
  | "reasonMissing"
  | "datasetUnknown"
  | "notPublished"
  | "notWithdrawn";

/** What the bot answers to a command that had no effect, or that asks for help. */
export interface Answer {
  /** Node id of the comment or review. */
  to: string;
  command?: CommandName;
  kind: "refused" | "help" | "button" | "proposed";
  reason?: RefusalReason;
  /** Details for the text: roles wanted, the unknown word, the number of a phrase. */
  detail?: string;
  actor: string;
  url: string;
}

/** One line of the history that the public reads (manual, 「資料集歷史紀錄」: 使用者、資料集狀態、審查意見、時間). */
export interface HistoryLine {
  at: string;
  account: string;
  displayName: string;
  act: "saved" | "submitted" | "withdrawn" | "returned" | "approved" | "merged" | "closed" | "reopened";
  opinion?: string;
}

/** Everything that the bot knows of a pull request at one moment. */
export interface Assessment {
  number: number;
  url: string;
  title: string;
  state: State;
  submission: Submission;
  /** Who submitted: the author, or the person for whom the bot proposed. */
  submitter: Person;
  /** Whose turn it is; undefined where nobody has to act. */
  turn?: { role: Role; persons: Person[]; agency?: string };
  clock?: Clock;
  requirements: Requirement[];
  missing: Missing[];
  /** Every approval is given and every check is green: it may be merged now. */
  mergeable: boolean;
  /** Acts that are open now, by role. */
  acts: Record<Role, Act[]>;
  answers: Answer[];
  history: HistoryLine[];
  /** Why what a stranger sent in is no correction (mission A15); absent where he changes no dataset at all. */
  noCorrection?: "beyond" | "tooMany" | "tooLarge";
  /** Closed by now, and the register still does not let its submitter submit this. */
  neverListed?: true;
  /** The state that GitHub's draft switch should show. */
  draft: boolean;
  /** Whose review is to be asked for again, after a resubmission; empty where GitHub asked by itself. */
  requestReviewOf: string[];
  /** Day on which the dataset is to appear, where one is submitted with it. */
  releaseDate?: string;
  /** What the check of its links found, where it is known. */
  links?: LinkCounts;
}

/** Acts on a submission (mission, the state table). */
export type Act = "submit" | "withdraw" | "delete" | "return" | "approve" | "modify" | "takedown" | "relist";
