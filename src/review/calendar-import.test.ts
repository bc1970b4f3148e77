import { describe, expect, it } from "vitest";
import { dayNumber, dayOf } from "./calendar.ts";
import {
  amendmentOf,
  calendarOf,
  changesTo,
  OfficialCalendarError,
  readOfficialCalendar,
} from "./calendar-import.ts";
import { calendarProblems } from "./calendar-problems.ts";

const HEADINGS = ["西元日期", "星期", "是否放假", "備註"];

/** A year's official rows, with what differs from the week. */
function rowsOf(year: number, odd: Record<string, [closed: string, remark: string]> = {}): string[][] {
  const rows: string[][] = [];
  for (let n = dayNumber(`${year}-01-01`); n < dayNumber(`${year + 1}-01-01`); n++) {
    const date = dayOf(n);
    const weekday = "日一二三四五六"[(n + 4) % 7]!;
    const [closed, remark] = odd[date] ?? [weekday === "日" || weekday === "六" ? "2" : "0", ""];
    rows.push([date.replaceAll("-", ""), weekday, closed, remark]);
  }
  return rows;
}
const read = (rows: string[][], headings = HEADINGS) => readOfficialCalendar({ headings, rows, firstRow: 2 });

const ODD: Record<string, [string, string]> = {
  "2028-01-03": ["2", "開國紀念日"],
  "2028-01-15": ["0", ""],
  "2028-02-29": ["2", ""],
};

describe("readOfficialCalendar", () => {
  it("reads a year into the catalogue's form: what differs from the week, with a name for each", () => {
    const official = read([...rowsOf(2028, ODD), ["", "", "", ""]]);
    expect(official.days).toHaveLength(366);
    const file = calendarOf(official);
    expect(file).toEqual({
      year: 2028,
      source: "中華民國117年政府行政機關辦公日曆表",
      closed: [
        { date: "2028-01-03", name: "開國紀念日" },
        { date: "2028-02-29", name: "放假" },
      ],
      worked: [{ date: "2028-01-15", name: "補行上班" }],
    });
    expect(calendarProblems(file, 2028)).toEqual([]);
    expect(changesTo(file, official)).toEqual({ closed: [], worked: [] });
  });

  it("turns a later edition into an amendment", () => {
    const file = calendarOf(read(rowsOf(2028, ODD)));
    const later = read(rowsOf(2028, { "2028-01-03": ["0", ""], "2028-09-28": ["2", "教師節"] }));
    const amendment = amendmentOf(2028, "2028-01-02", changesTo(file, later));
    expect(amendment).toEqual({
      published: "2028-01-02",
      source: "中華民國117年政府行政機關辦公日曆表（2028-01-02 修正）",
      closed: [
        { date: "2028-01-15", name: "放假" },
        { date: "2028-09-28", name: "教師節" },
      ],
      worked: [
        { date: "2028-01-03", name: "照常上班" },
        { date: "2028-02-29", name: "照常上班" },
      ],
    });
    const amended = { ...file, amendments: [amendment] };
    expect(calendarProblems(amended, 2028)).toEqual([]);
    expect(changesTo(amended, later)).toEqual({ closed: [], worked: [] });
  });

  it.each<[string, () => unknown, string]>([
    [
      "another table",
      () => read([], ["Subject", "Start Date"]),
      "第 1 列沒有欄位「西元日期」「星期」「是否放假」「備註」；請提供「政府行政機關辦公日曆表」的 CSV（不是 Google 行事曆專用版）",
    ],
    ["no day", () => read([]), "沒有任何一天；請提供全年的辦公日曆表"],
    [
      "a cell that is no date",
      () => read([...rowsOf(2027), ["20270230", "一", "0", ""]]),
      "第 367 列的西元日期「20270230」不是日期；應如 20250101",
    ],
    [
      "a wrong weekday",
      () => read(rowsOf(2027).map((row, i) => (i === 0 ? [row[0]!, "四", "2", ""] : row))),
      "第 2 列 2027-01-01 的星期寫成「四」，應為「五」；請確認日期與星期",
    ],
    [
      "another mark",
      () => read(rowsOf(2027, { "2027-01-01": ["是", ""] })),
      "第 2 列 2027-01-01 的是否放假寫成「是」；只能是 0（上班）或 2（放假）",
    ],
    [
      "a row that is too short",
      () => read(rowsOf(2027).map((row, i) => (i === 0 ? row.slice(0, 2) : row))),
      "第 2 列 2027-01-01 的是否放假寫成「」；只能是 0（上班）或 2（放假）",
    ],
    [
      "a day twice",
      () => read([...rowsOf(2027), ["20271231", "五", "2", "補假"]]),
      "第 367 列重複了 2027-12-31；每一天只能有一列",
    ],
    [
      "a year with holes",
      () => read(rowsOf(2027).slice(2)),
      "缺少 2 天，第一個是 2027-01-01；請提供全年的辦公日曆表",
    ],
    [
      "two years",
      () => read([...rowsOf(2027), ...rowsOf(2028)]),
      "日期分屬 2027、2028 年；一個檔案只能有一年",
    ],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(new OfficialCalendarError(message));
  });

  it("tells of many faults briefly", () => {
    const wrong = rowsOf(2027).map((row) => [row[0]!, row[1]!, "9", ""]);
    expect(() => read(wrong)).toThrow(/^(第 .*\n){20}還有 345 處$/);
  });
});
