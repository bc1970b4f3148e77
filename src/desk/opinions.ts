import { isRealDate } from "../catalogue/dates.ts";
import type { ListedOpinion } from "../exchange/opinion-files.ts";
import { OPINION_COMMAND_WORDS, type OpinionCommandName } from "../review/opinions/commands.ts";
import {
  isAnswered,
  REPLY_STATE_NAMES,
  type ReplyState,
  replyStateOf,
} from "../review/opinions/reply-state.ts";
import { type OpinionEntry, REQUEST_STATE_NAMES, type RequestStatus } from "../review/opinions/types.ts";

/*
 * 互動專區 of the desk: how each opinion stands by the bot's snapshots, and the commands that move it on.
 */

/** How an opinion or a request stands. */
export interface Standing {
  state: ReplyState;
  /** Last day in time, YYYY-MM-DD, and days left until it, negative when over. */
  deadline?: string;
  left?: number;
  status?: RequestStatus;
  /** Code of the agency that is to answer; absent where none is known. */
  agency?: string;
}

/** The standing of an entry of the snapshots. */
export function standingOf(entry: OpinionEntry): Standing {
  const { clock, status, agency } = entry;
  return {
    state: replyStateOf(entry),
    ...(clock ? { deadline: clock.deadline } : {}),
    ...(clock?.left === undefined ? {} : { left: clock.left }),
    ...(status ? { status } : {}),
    ...(agency === undefined ? {} : { agency }),
  };
}

/** The standing of an entry of the site's lists. */
export const listedStanding = ({ state, deadline, left, status, agency }: ListedOpinion): Standing => ({
  state,
  ...(deadline === undefined ? {} : { deadline }),
  ...(left === undefined ? {} : { left }),
  ...(status ? { status } : {}),
  ...(agency === undefined ? {} : { agency }),
});

/** What the bot has not seen yet was sent a moment ago. */
export const UNSEEN: Standing = { state: "unanswered" };

/** 已回覆 or 未回覆, as the manual's list tells them apart (四.4). */
export const answerName = ({ state }: Standing): "已回覆" | "未回覆" =>
  isAnswered(state) ? "已回覆" : "未回覆";

/** States that the list of requests can be searched for, besides the manual's two. */
export const REQUEST_NAMES: readonly string[] = Object.values(REQUEST_STATE_NAMES).map(({ zh }) => zh);

/** Whether an entry is what the list was searched for. */
export const isInState = (standing: Standing, name: string): boolean =>
  name === "" ||
  answerName(standing) === name ||
  (standing.status !== undefined && REQUEST_STATE_NAMES[standing.status.state].zh === name);

/** The state in words, and what is left of the time; a request's own state first. */
export function standingWords({ state, deadline, left, status }: Standing): {
  names: string[];
  clock?: string;
} {
  const names = [...(status ? [REQUEST_STATE_NAMES[status.state].zh] : []), REPLY_STATE_NAMES[state].zh];
  if (isAnswered(state) || deadline === undefined) return { names };
  if (left === undefined) return { names, clock: `期限 ${deadline}` };
  if (left < 0) return { names, clock: `期限 ${deadline}，逾期 ${-left} 日` };
  return { names, clock: left === 0 ? `期限 ${deadline}，今天到期` : `期限 ${deadline}，剩 ${left} 日` };
}

/** A command that the desk offers, with what it asks for. */
export interface DeskCommand {
  name: OpinionCommandName;
  label: string;
  /** What becomes of it. */
  consequence: string;
  fields: { key: string; label: string; hint?: string; type?: "date" }[];
}

const command = (
  name: OpinionCommandName,
  consequence: string,
  fields: DeskCommand["fields"] = [],
): DeskCommand => ({ name, label: OPINION_COMMAND_WORDS[name][0]!, consequence, fields });

const ROUTE = command("route", "改由這個機關負責回覆，期限從提出意見起算，不重新計算。", [
  { key: "agency", label: "機關代碼", hint: "10 碼，例如 A41000000G。" },
]);

/** Commands below a request. */
export const REQUEST_COMMANDS: readonly DeskCommand[] = [
  command("receive", "告訴提出的人已經受理。"),
  command("assess", "告訴提出的人正在評估是否開放。"),
  command("plan", "公布預計開放的日期。", [{ key: "date", label: "預計開放日期", type: "date" }]),
  command("open", "公布滿足需求的資料集。", [
    { key: "dataset", label: "資料集識別碼", hint: "已上架的資料集，例如 A41000000G-000001。" },
  ]),
  command("decline", "公布無法開放的法規與理由，兩者都要寫明。", [
    { key: "law", label: "法規", hint: "法規名稱與條次。" },
    { key: "reason", label: "理由" },
  ]),
  command("merge", "併入另一項需求，喜歡的人數加在一起，以後在那裡回覆。", [
    { key: "into", label: "另一項需求的編號", hint: "例如 12。" },
  ]),
  ROUTE,
];

/** Commands below an opinion. 核准回覆 is for those who record the CIO's approval. */
export const opinionCommands = (approves: boolean): readonly DeskCommand[] => [
  ...(approves ? [command("approve", "記錄資訊長已核准回覆；須經核准的機關，這時才算回覆。")] : []),
  ROUTE,
];

const CHECKS: Record<string, [pattern: RegExp, problem: string]> = {
  agency: [/^[A-Z0-9a-z_]{10}$/, "機關代碼是 10 碼的英數字。"],
  date: [/^\d{4}-\d{2}-\d{2}$/, "請填寫日期。"],
  dataset: [/^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/, "資料集識別碼是機關代碼 10 碼、半形「-」、流水號 6 碼。"],
  law: [/\S/, "請填寫法規。"],
  reason: [/\S/, "請填寫理由。"],
  into: [/^#?[1-9]\d{0,8}$/, "編號是數字，例如 12。"],
};

/**
 * The comment that gives a command.
 * @param values what was filled in, by field
 * @returns the comment, or which field is wrong and why
 */
export function commandText(
  { label, fields, name }: DeskCommand,
  values: Record<string, string>,
): { text: string } | { field: string; problem: string } {
  const filled: Record<string, string> = {};
  for (const { key } of fields) {
    const value = (values[key] ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
    const [pattern, problem] = CHECKS[key]!;
    if (!pattern.test(value) || (key === "date" && !isRealDate(value))) return { field: key, problem };
    filled[key] = value;
  }
  const { law, reason, into } = filled;
  if (name === "decline") return { text: `/${label}\n法規：${law}\n理由：${reason}` };
  if (into !== undefined) return { text: `/${label} #${into.replace("#", "")}` };
  return { text: [`/${label}`, ...Object.values(filled)].join(" ") };
}
