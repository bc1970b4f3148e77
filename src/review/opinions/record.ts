import type { WorkCalendar } from "../calendar.ts";
import type { Register } from "../register.ts";

/** A text that somebody posted in an issue; hostile. */
export interface OpinionText {
  /** Node id. */
  id: string;
  url: string;
  /** Login; empty of an account that is gone. */
  account: string;
  body: string;
  /** ISO time at which the server received it. */
  at: string;
  /** Posted by the bot itself. */
  own: boolean;
  /** Changed after it was posted, by whomever. */
  edited: boolean;
  /** Changed by somebody else than the bot. */
  tampered: boolean;
  /** Login of who changed it last; empty of an account that is gone. */
  editor?: string;
}

/** An issue in which the public speaks, as the server recorded it. */
export interface OpinionRecord extends OpinionText {
  number: number;
  title: string;
  open: boolean;
  /** ISO time of the last closing. */
  closedAt?: string;
  labels: string[];
  /** Oldest first. */
  comments: OpinionText[];
  /** Reactions 👍 and 👎 to the issue. */
  likes: number;
  dislikes: number;
}

/** What is asked of a dataset that an opinion is about, or that fulfils a request. */
export interface DatasetFacts {
  title: string;
  /** 上架日期, where it has one; YYYY-MM-DD. */
  releasedOn?: string;
  /** Day since which it is withdrawn; YYYY-MM-DD. */
  withdrawnOn?: string;
}

/** What became of a command `/併入`, by all requests together. */
export type MergeVerdict = { into: number } | { refused: "mergeTarget" | "mergeCycle" };

/** All that the state of an opinion follows from, beside its own record. */
export interface OpinionContext {
  /** The register of the main branch. */
  register: Register;
  calendar: WorkCalendar;
  /** The server's clock. */
  now: Date;
  /** Datasets of the main branch by identifier: those that `datasetsNamed` gives, as far as there are such. */
  datasets: ReadonlyMap<string, DatasetFacts>;
  /** By the id of the comment that commands it. */
  merges: ReadonlyMap<string, MergeVerdict>;
}
