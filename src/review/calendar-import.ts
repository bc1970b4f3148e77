import { isoDate } from "../catalogue/dates.ts";
import type { CalendarFile, Day } from "../catalogue/schema/generated/calendar.ts";
import { dayNumber, dayOf, isWeekend, workCalendar } from "./calendar.ts";

/** Rows below headings; `firstRow` is the first row's number as a spreadsheet counts it. */
interface Rows {
  headings: readonly string[];
  rows: readonly (readonly string[])[];
  firstRow: number;
}

/** One official 辦公日曆表: every day of a year, in order. */
export interface OfficialCalendar {
  year: number;
  days: { date: string; works: boolean; remark: string }[];
}

/** A table that is no 辦公日曆表; the message has a line for each fault, in Chinese. */
export class OfficialCalendarError extends Error {}

const HEADINGS = ["西元日期", "星期", "是否放假", "備註"];
const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
/** 是否放假 as the official table writes it. */
const WORKS: Record<string, boolean> = { "0": true, "2": false };
const MOST_FAULTS = 20;

const weekdayOf = (number: number) => WEEKDAYS[(number + 4) % 7]!;

/**
 * Reads the 辦公日曆表 that the 行政院人事行政總處 publishes (columns 西元日期, 星期, 是否放假, 備註).
 * @throws OfficialCalendarError naming each row that is wrong, missing or too many
 */
export function readOfficialCalendar({ headings, rows, firstRow }: Rows): OfficialCalendar {
  const columns = HEADINGS.map((heading) => headings.indexOf(heading));
  const lacking = HEADINGS.filter((_, index) => columns[index]! < 0);
  if (lacking.length > 0) {
    throw new OfficialCalendarError(
      `第 1 列沒有欄位「${lacking.join("」「")}」；請提供「政府行政機關辦公日曆表」的 CSV（不是 Google 行事曆專用版）`,
    );
  }
  const faults: string[] = [];
  const days = new Map<string, OfficialCalendar["days"][number]>();
  for (const [index, row] of rows.entries()) {
    if (row.every((cell) => cell.trim() === "")) continue;
    const place = `第 ${firstRow + index} 列`;
    const [written, weekday, closed, remark] = columns.map((column) => row[column]?.trim() ?? "");
    const date = isoDate(written!);
    if (date?.length !== 10) {
      faults.push(`${place}的西元日期「${written}」不是日期；應如 20250101`);
      continue;
    }
    const expected = weekdayOf(dayNumber(date));
    if (weekday !== expected) {
      faults.push(`${place} ${date} 的星期寫成「${weekday}」，應為「${expected}」；請確認日期與星期`);
    }
    const works = WORKS[closed!];
    if (works === undefined) {
      faults.push(`${place} ${date} 的是否放假寫成「${closed}」；只能是 0（上班）或 2（放假）`);
    }
    if (days.has(date)) faults.push(`${place}重複了 ${date}；每一天只能有一列`);
    days.set(date, { date, works: works ?? true, remark: remark! });
  }
  const years = new Set([...days.keys()].map((date) => date.slice(0, 4)));
  if (years.size > 1) faults.push(`日期分屬 ${[...years].sort().join("、")} 年；一個檔案只能有一年`);
  const year = Number([...years][0]);
  if (years.size === 0) faults.push("沒有任何一天；請提供全年的辦公日曆表");
  if (years.size === 1) {
    const all = [];
    const end = dayNumber(`${year + 1}-01-01`);
    for (let number = dayNumber(`${year}-01-01`); number < end; number++) all.push(dayOf(number));
    const missing = all.filter((date) => !days.has(date));
    if (missing.length > 0) {
      faults.push(`缺少 ${missing.length} 天，第一個是 ${missing[0]}；請提供全年的辦公日曆表`);
    }
  }
  if (faults.length > 0) {
    const rest = faults.length - MOST_FAULTS;
    const shown = faults.slice(0, MOST_FAULTS);
    throw new OfficialCalendarError([...shown, ...(rest > 0 ? [`還有 ${rest} 處`] : [])].join("\n"));
  }
  return { year, days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

const nameOf = ({ date, works, remark }: OfficialCalendar["days"][number]): string => {
  if (remark) return remark;
  if (!works) return "放假";
  return isWeekend(dayNumber(date)) ? "補行上班" : "照常上班";
};

const toDays = (days: OfficialCalendar["days"]): Day[] =>
  days.map((day) => ({ date: day.date, name: nameOf(day) }));

/** The title of the official document of a year. */
const titleOf = (year: number) => `中華民國${year - 1911}年政府行政機關辦公日曆表`;

/** A year's first calendar in the catalogue's form. */
export function calendarOf({ year, days }: OfficialCalendar): CalendarFile {
  const odd = days.filter(({ date, works }) => works === isWeekend(dayNumber(date)));
  const worked = odd.filter(({ works }) => works);
  return {
    year,
    source: titleOf(year),
    closed: toDays(odd.filter(({ works }) => !works)),
    ...(worked.length > 0 ? { worked: toDays(worked) } : {}),
  };
}

/** What an official calendar changes in the one that is there. */
export function changesTo(file: CalendarFile, { days }: OfficialCalendar): { closed: Day[]; worked: Day[] } {
  const current = workCalendar([file]);
  const changed = days.filter(({ date, works }) => works !== current.isWorkday(date));
  return {
    closed: toDays(changed.filter(({ works }) => !works)),
    worked: toDays(changed.filter(({ works }) => works)),
  };
}

type Amendment = NonNullable<CalendarFile["amendments"]>[number];

/** The amendment that makes the changes. */
export function amendmentOf(
  year: number,
  published: string,
  { closed, worked }: { closed: Day[]; worked: Day[] },
): Amendment {
  return {
    published,
    source: `${titleOf(year)}（${published} 修正）`,
    ...(closed.length > 0 ? { closed } : {}),
    ...(worked.length > 0 ? { worked } : {}),
  };
}
