import type { Row, SortKey, TabId } from "../../../desk/workbench.ts";

/** A column of a list of datasets, with the manual's heading. */
export interface Column {
  id: "title" | "date" | "state" | "releaseDate" | "left" | "persons" | "acts";
  heading: string;
  sort?: SortKey;
}

const TITLE: Column = { id: "title", heading: "資料集名稱", sort: "title" };
const DATE: Column = { id: "date", heading: "日期", sort: "date" };
const STATE: Column = { id: "state", heading: "狀態", sort: "state" };
const NOTICE: Column = { id: "state", heading: "通知", sort: "state" };
const LEFT: Column = { id: "left", heading: "剩餘工作日", sort: "left" };
const TURN: Column = { id: "persons", heading: "待處理人員" };
const ACTS: Column = { id: "acts", heading: "操作" };

/** The columns of each list of the manual, and the working days left, which it has not. */
export const COLUMNS: Partial<Record<TabId, Column[]>> = {
  pending: [TITLE, DATE, STATE, LEFT, ACTS],
  processed: [TITLE, DATE, STATE, { id: "releaseDate", heading: "預計上架日期", sort: "releaseDate" }, ACTS],
  withdrawn: [TITLE, DATE, STATE, ACTS],
  returnOverdue: [TITLE, DATE, NOTICE, LEFT, TURN],
  toReview: [TITLE, DATE, STATE, LEFT, ACTS],
  reviewed: [TITLE, DATE, STATE, { id: "persons", heading: "審查者" }],
  overdue: [TITLE, { ...DATE, heading: "最後修改日期" }, { ...NOTICE, heading: "逾期通知" }, LEFT, TURN],
};

/** Working days left in words. */
export function leftText(clock: Row["clock"]): string {
  if (!clock) return "";
  if (clock.overdue) return `逾期 ${-clock.left} 日`;
  return clock.left === 0 ? "今天到期" : `剩 ${clock.left} 日`;
}
