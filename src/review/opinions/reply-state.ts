import type { OpinionEntry } from "./types.ts";

/** 回覆狀態: the manual's two (四.4), and what an agency is measured by (行動策略: each in time). */
export const REPLY_STATES = [
  "unanswered",
  "awaitingApproval",
  "overdue",
  "answered",
  "answeredLate",
] as const;
export type ReplyState = (typeof REPLY_STATES)[number];

export const REPLY_STATE_NAMES: Record<ReplyState, { zh: string; en: string }> = {
  unanswered: { zh: "未回覆", en: "Not answered" },
  awaitingApproval: { zh: "未回覆（待核准）", en: "Awaiting approval" },
  overdue: { zh: "未回覆（逾期）", en: "Overdue" },
  answered: { zh: "已回覆", en: "Answered" },
  answeredLate: { zh: "已回覆（逾期）", en: "Answered late" },
};

/**
 * How an opinion or a request stands. An official reply that still waits for the CIO's approval is no answer yet, and
 * after the deadline it is overdue like none. What its author closed without an answer is not overdue.
 */
export function replyStateOf({ answeredAt, clock, replies, open }: OpinionEntry): ReplyState {
  if (answeredAt !== undefined) return clock?.late ? "answeredLate" : "answered";
  if (open && clock?.late) return "overdue";
  return replies.some(({ official }) => official) ? "awaitingApproval" : "unanswered";
}

/** Whether somebody of the agency has answered, as the manual tells two states apart. */
export const isAnswered = (state: ReplyState): boolean => state === "answered" || state === "answeredLate";
