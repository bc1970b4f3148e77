/*
 * Opinions and requests as the branch of snapshots holds them: one file a ministry, `opinions/<ministry>.json`, and
 * `opinions/none.json` for those that nobody is known to answer yet (manual 三.4, 四.4, 五.6; mission P13, R8, M4, D3, J1).
 */

/** States of a request for a dataset (我還想要). */
export const REQUEST_STATES = [
  "received",
  "assessing",
  "planned",
  "opened",
  "declined",
  "duplicate",
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const REQUEST_STATE_NAMES: Record<RequestState, { zh: string; en: string }> = {
  received: { zh: "受理", en: "Received" },
  assessing: { zh: "評估", en: "Under assessment" },
  planned: { zh: "預計開放", en: "To be opened" },
  opened: { zh: "已開放", en: "Opened" },
  declined: { zh: "無法開放", en: "Cannot be opened" },
  duplicate: { zh: "併入其他需求", en: "Merged with another request" },
};

export const COUNTING_NAMES = {
  calendar: { zh: "個日曆天", en: "calendar days" },
  working: { zh: "個工作天", en: "working days" },
} as const;

/** How a request stands, as somebody of the agency recorded it. */
export interface RequestStatus {
  state: RequestState;
  /** ISO time. */
  at: string;
  /** 預計開放: the day, YYYY-MM-DD. */
  date?: string;
  /** 已開放: the dataset's identifier. */
  dataset?: string;
  /** 無法開放: law and reason. */
  law?: string;
  reason?: string;
  /** 併入: number of the request that goes on. */
  into?: number;
}

/** A comment below an opinion. Commands to the bot and its own comments are none. */
export interface OpinionReply {
  /** ISO time. */
  at: string;
  /** Masked account; of an official reply the display name of the register. */
  author: string;
  /** By a person of the agency or its ministry: counts as an answer. */
  official: boolean;
  /** Name of the agency, of an official reply. */
  agency?: string;
  /** Markdown as written by a stranger; at most MAX_TEXT characters. */
  text: string;
}

/** The clock of an answer (行動策略: each within so many days). */
export interface ReplyClock {
  /** Days allowed, and how they are counted. */
  days: number;
  counting: "calendar" | "working";
  /** Last day in time, YYYY-MM-DD in Taipei. */
  deadline: string;
  /** Days used until the answer, or until now where there is none; 0 on the day of the opinion. */
  used: number;
  /** Days left until the deadline, negative when over; absent once answered. */
  left?: number;
  /** Unanswered after the deadline, or answered after it. */
  late: boolean;
}

/** An opinion (我有話要說) or a request (我還想要), as the public reads it. */
export interface OpinionEntry {
  form: "opinion" | "wanted";
  /** Of the issue. */
  number: number;
  url: string;
  title: string;
  /** Masked account. */
  author: string;
  /** ISO time. */
  createdAt: string;
  /** Codes of the agency that is to answer, and of its ministry; absent where none is known. */
  agency?: string;
  ministry?: string;
  /** 我有話要說: the dataset. */
  identifier?: string;
  /** 意見類型. */
  kind?: string;
  /** 意見內容, Markdown as written by a stranger; empty for a request. At most MAX_TEXT characters. */
  text: string;
  /** 我還想要: what is wanted, as written. */
  wanted?: { name: string; fields: string; reason: string; agency: string };
  replies: OpinionReply[];
  /** ISO time of the first answer that counts; where the policy asks for the CIO's approval, of that approval if it is later. */
  answeredAt?: string;
  /** Where the policy asks for approval by the CIO (資訊長): who recorded it, and when. */
  approval?: { by: string; at: string };
  /** Absent where nobody is known to answer. */
  clock?: ReplyClock;
  /** Of a request; every one is at least 受理 once routed. */
  status?: RequestStatus;
  /** 喜歡 and 不喜歡: reactions to the issue, and to those merged into it. */
  likes: number;
  dislikes: number;
  /** Numbers of the requests that were merged into this one. */
  merged?: number[];
  /** Whether the issue is open. */
  open: boolean;
}

/** opinions/<ministry>.json */
export interface OpinionsSnapshot {
  takenAt: string;
  /** Code of the ministry, or `none`. */
  ministry: string;
  /** By number. */
  entries: OpinionEntry[];
}

export const OPINIONS_FOLDER = "opinions";
export const opinionsPath = (ministry: string): string => `${OPINIONS_FOLDER}/${ministry}.json`;

/** Characters of a text that are kept; the rest is on GitHub. */
export const MAX_TEXT = 5000;
