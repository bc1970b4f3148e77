import type { Act, Assessment, HistoryLine, Role, Submission } from "./assessment.ts";
import { ACT_NAMES } from "./decision-table.ts";
import { code, inline, shorten } from "./markdown.ts";
import { LABELS } from "./names.ts";
import type { Person, Register } from "./register.ts";

/*
 * Words that the bot's texts share. Persons are never mentioned here: GitHub tells whoever has to know by itself, and
 * the notices have their own way.
 */

/** Names before a list is cut. */
const MOST_PERSONS = 10;

/** 顯示名稱（帳號）, which mentions nobody. */
export function personText({ account, displayName }: Person): string {
  if (account === "") return "（帳號已刪除）";
  return displayName === account ? code(account) : `${inline(shorten(displayName, 50))}（${code(account)}）`;
}

/** Persons, ten at most. */
export function personsText(persons: readonly Person[]): string {
  if (persons.length === 0) return "（無）";
  const shown = persons.slice(0, MOST_PERSONS).map(personText).join("、");
  return persons.length > MOST_PERSONS ? `${shown} 等 ${persons.length} 人` : shown;
}

/** An agency's name, or its code where the register has none. */
export const agencyName = (register: Register, agency: string): string =>
  register.agencies.get(agency)?.name ?? agency;

/** What a submission is called: 新增, 修改 … */
export const kindName = (submission: Submission): string =>
  submission.kind === "empty" ? "無變更" : LABELS[submission.kind].name;

/** What the submission is about in one plain line, hostile: a dataset's title, or how many there are. */
export function subject(assessment: Assessment): string {
  const { submission, title } = assessment;
  const [only, another] = submission.datasets;
  if (submission.kind === "register" || submission.kind === "platform" || !only) return title;
  if (another) return `${submission.datasets.length} 筆資料集`;
  const name = only.after?.title ?? only.before?.title;
  return typeof name === "string" && name !== "" ? name : only.identifier;
}

/** How each act is done on GitHub's page, and by command. */
interface Guide {
  button: string;
  /** Ready to copy. */
  commands?: string[];
  note?: string;
}

const REVIEW = "「Files changed」分頁右上角「Submit review」（舊版畫面為「Review changes」）";

const GUIDES: Record<Act, Guide> = {
  submit: {
    button: "頁面下方「Ready for review」（準備送審）",
    commands: ["/送審"],
  },
  withdraw: {
    button: "右側 Reviewers 下方「Convert to draft」（轉為草稿）",
    commands: ["/抽回"],
  },
  delete: { button: "頁面最下方「Close pull request」（關閉）", note: "限沒有上架過的資料集" },
  return: {
    button: `${REVIEW}，選「Request changes」（要求修改）並填寫審查意見`,
    commands: ["/退回 審查意見", "/退回 3"],
    note: "審查意見必填；數字為常用審查用語的項次，後面可以再補充文字",
  },
  approve: { button: `${REVIEW}，選「Approve」（核准）`, commands: ["/通過"] },
  modify: { button: "資料集頁的「修改」，或直接編輯 YAML 檔", note: "另為一件送件" },
  takedown: {
    button: "「Issues」分頁「New issue」，選「申請下架／重新上架」",
    commands: ["/下架 A 說明", "/下架 B 說明"],
    note: "A 公共利益變更，B 第三人權利；資料以不下架為原則",
  },
  relist: {
    button: "「Issues」分頁「New issue」，選「申請下架／重新上架」",
    commands: ["/重新上架"],
  },
};

/** How a returned submission is submitted again: its switch may still stand on ready. */
const RESUBMIT: Guide = {
  button:
    "先修改檔案（「Files changed」分頁 → 檔案右上角「⋯」→「Edit file」→「Commit changes」），再按右側 Reviewers 旁的「Re-request review」（重新要求審查）",
  commands: ["/送審"],
};

/** One list item that tells how an act is done now. */
export function guide(act: Act, assessment: Assessment, isDraft: boolean): string {
  const { button, commands, note } =
    act === "submit" && assessment.state === "returned" && !isDraft ? RESUBMIT : GUIDES[act];
  const copy = commands ? `；或留言 ${commands.map(code).join(" 或 ")}` : "";
  return `**${ACT_NAMES[act]}**：${button}${copy}${note ? `（${note}）` : ""}`;
}

/** Roles in the order in which a submission passes them. */
export const ROLES: readonly Role[] = ["provider", "citizen", "reviewer", "administrator", "operator"];

/** 常用審查用語 by number, as a list. */
export function phraseList(phrases: ReadonlyMap<number, string>): string {
  return [...phrases]
    .sort(([a], [b]) => a - b)
    .map(([number, text]) => `- ${code(`/退回 ${number}`)}：${inline(shorten(text, 200))}`)
    .join("\n");
}

/** What the public reads in the history. */
export const HISTORY_NAMES: Record<HistoryLine["act"], string> = {
  saved: "暫存",
  submitted: "送審",
  withdrawn: "抽回",
  returned: "退回",
  approved: "審查通過",
  merged: "已併入",
  closed: "關閉",
  reopened: "重新開啟",
};
