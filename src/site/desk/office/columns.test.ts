import { describe, expect, it } from "vitest";
import { TABS } from "../../../desk/workbench.ts";
import { COLUMNS, leftText } from "./columns.ts";

describe("the lists' columns", () => {
  it("are the manual's, with the working days left", () => {
    const headings = Object.fromEntries(
      Object.entries(COLUMNS).map(([tab, columns]) => [tab, columns.map(({ heading }) => heading).join(" ")]),
    );
    expect(headings).toEqual({
      pending: "資料集名稱 日期 狀態 剩餘工作日 操作",
      processed: "資料集名稱 日期 狀態 預計上架日期 操作",
      withdrawn: "資料集名稱 日期 狀態 操作",
      returnOverdue: "資料集名稱 日期 通知 剩餘工作日 待處理人員",
      toReview: "資料集名稱 日期 狀態 剩餘工作日 操作",
      reviewed: "資料集名稱 日期 狀態 審查者",
      overdue: "資料集名稱 最後修改日期 逾期通知 剩餘工作日 待處理人員",
    });
  });

  it("stand for tabs that there are", () => {
    const tabs = new Set(Object.values(TABS).flatMap((list) => list.map(({ id }) => id as string)));
    expect(Object.keys(COLUMNS).filter((tab) => !tabs.has(tab))).toEqual([]);
  });

  it.each([
    [undefined, ""],
    [{ deadline: "2026-04-01", left: 3, overdue: false }, "剩 3 日"],
    [{ deadline: "2026-04-01", left: 0, overdue: false }, "今天到期"],
    [{ deadline: "2026-04-01", left: -2, overdue: true }, "逾期 2 日"],
  ])("says of %j %s", (clock, text) => {
    expect(leftText(clock)).toBe(text);
  });
});
