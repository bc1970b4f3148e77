import type { Act, Role, State, SubmissionKind } from "./assessment.ts";
import { LABELS } from "./names.ts";

/** A state, with what comes before a submission and what a merged one made of the dataset. */
export type Stage =
  | "none"
  | State
  /** 上架中, or 待上架 while its 上架日期 lies ahead. */
  | "published"
  /** 永久下架 */
  | "withdrawn";

/** What a role may do, and where it leads. */
export interface Decision {
  from: readonly Stage[];
  act: Act | "save";
  by: readonly Role[];
  to: Stage;
  /** Function of mission.md that the row comes from. */
  source: string;
  /** What the row alone does not say, in Chinese, for the documentation. */
  note?: string;
}

const PROVIDER: readonly Role[] = ["provider"];
/** Whoever sent it in. */
const SUBMITTER: readonly Role[] = ["provider", "citizen"];
/** Who decides depends on the files: see `requirementsOf`. */
const DECIDERS: readonly Role[] = ["reviewer", "administrator", "operator"];

/**
 * The one decision table (mission, 「States of a submission」). What no row allows is refused. A role is a person's part
 * in this one submission: `provider` is the submitter, or a provider of every agency it touches; the others hold one of
 * the approvals that it needs. 帳號未登錄 is no step of its own: it stands over the state that the acts make, since
 * whether an account is listed is a question of today's register (mission L1).
 */
export const DECISIONS: readonly Decision[] = [
  { from: ["none"], act: "save", by: SUBMITTER, to: "draft", source: "P2、A15", note: "以草稿開啟" },
  { from: ["none"], act: "submit", by: SUBMITTER, to: "inReview", source: "P3、A15", note: "開啟時即送審" },
  { from: ["draft", "returned"], act: "submit", by: SUBMITTER, to: "inReview", source: "P3、A15" },
  {
    from: ["unlisted", "draft", "returned"],
    act: "delete",
    by: SUBMITTER,
    to: "closed",
    source: "P6、A15",
    note: "關閉送件；已上架的資料集不受影響",
  },
  {
    from: ["inReview"],
    act: "withdraw",
    by: SUBMITTER,
    to: "draft",
    source: "P8、A15",
    note: "抽回申請下架時，資料集仍在上架中",
  },
  { from: ["approved"], act: "withdraw", by: SUBMITTER, to: "draft", source: "P8、A15", note: "併入之前" },
  {
    from: ["inReview"],
    act: "approve",
    by: DECIDERS,
    to: "approved",
    source: "R2、R4",
    note: "各項核准齊備才算審查通過",
  },
  { from: ["approved"], act: "approve", by: DECIDERS, to: "approved", source: "R4", note: "不再改變" },
  { from: ["inReview"], act: "return", by: DECIDERS, to: "returned", source: "R5", note: "審查意見必填" },
  {
    from: ["approved"],
    act: "return",
    by: DECIDERS,
    to: "returned",
    source: "R5",
    note: "併入之前；先前的核准一併失效",
  },
  {
    from: ["returned"],
    act: "return",
    by: DECIDERS,
    to: "returned",
    source: "R5",
    note: "另一位的審查意見；期限不變",
  },
  { from: ["published"], act: "modify", by: PROVIDER, to: "draft", source: "P9", note: "另為一件送件" },
  {
    from: ["published"],
    act: "modify",
    by: ["citizen"],
    to: "inReview",
    source: "A15",
    note: "民眾修正，另為一件送件；限鎖定欄位與上下架以外的內容，一律由資料審查者決定",
  },
  { from: ["published"], act: "takedown", by: PROVIDER, to: "inReview", source: "P10", note: "另為一件送件" },
  { from: ["withdrawn"], act: "relist", by: PROVIDER, to: "draft", source: "P11", note: "另為一件送件" },
];

/** The states' names for people. */
export const STAGE_NAMES: Record<Stage, string> = {
  none: "（尚無送件）",
  unlisted: LABELS.unlisted.name,
  draft: LABELS.draft.name,
  inReview: LABELS.inReview.name,
  returned: LABELS.returned.name,
  approved: LABELS.approved.name,
  merged: "已併入",
  closed: "刪除",
  published: "上架中",
  withdrawn: "永久下架",
};

/** The roles' names for people. */
export const ROLE_NAMES: Record<Role, string> = {
  provider: "資料提供者",
  citizen: "民眾",
  reviewer: "資料審查者",
  administrator: "部會管理者",
  operator: "平臺管理者",
};

/** The acts' names for people. */
export const ACT_NAMES: Record<Decision["act"], string> = {
  save: "儲存",
  submit: "送審",
  withdraw: "抽回",
  delete: "刪除",
  return: "退回",
  approve: "審查通過",
  modify: "修改",
  takedown: "申請下架",
  relist: "重新上架",
};

/** Whether a role decides on submissions, instead of sending them in. */
export const isDecider = (role: Role): boolean => !SUBMITTER.includes(role);

/** Where an act leads, or why it has no effect. */
export type Outcome = { to: Stage } | { refused: "noRight" | "wrongState" };

/**
 * Looks an act up in the table.
 * @param roles all parts that the person has in the submission; none for an outsider
 */
export function decide(stage: Stage, act: Decision["act"], roles: readonly Role[]): Outcome {
  const ofAct = DECISIONS.filter((row) => row.act === act && row.by.some((role) => roles.includes(role)));
  const row = ofAct.find((r) => r.from.includes(stage));
  if (row) return { to: row.to };
  return { refused: ofAct.length > 0 ? "wrongState" : "noRight" };
}

/** The stage that a state stands for, once it is known what was merged. */
export function stageOf(state: State, kind: SubmissionKind): Stage {
  if (state !== "merged") return state;
  if (kind === "takedown") return "withdrawn";
  const published: readonly SubmissionKind[] = ["new", "modification", "relisting", "correction"];
  return published.includes(kind) ? "published" : "merged";
}

/** The acts that would change something now, in the order of the table. */
export function openActs(stage: Stage, role: Role): Act[] {
  return DECISIONS.filter(
    (row) => row.from.includes(stage) && row.by.includes(role) && row.to !== stage,
  ).flatMap((row) => (row.act === "save" ? [] : [row.act]));
}
