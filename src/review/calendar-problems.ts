import { isRealDate } from "../catalogue/dates.ts";
import type { CalendarFile, Day } from "../catalogue/schema/generated/calendar.ts";
import { dayNumber, isWeekend } from "./calendar.ts";

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const named = (date: string) => `${date}（星期${WEEKDAYS[(dayNumber(date) + 4) % 7]}）`;

interface Edition {
  /** What messages call it. */
  label: string;
  /** What a day must be to be listed, by list. */
  rule: { closed: string; worked: string };
  days: { closed?: Day[]; worked?: Day[] };
}

const ORIGINAL = { closed: "closed 只列放假的星期一至五", worked: "worked 只列要上班的星期六、日" };
const AMENDMENT = { closed: "修正只列與前一版不同的日子", worked: "修正只列與前一版不同的日子" };

/**
 * Finds what a calendar's schema can't see: days that don't exist or belong to another year, days listed twice or
 * although they are as the week or the previous edition has them, amendments out of order.
 * @param year the year that the file's name says
 * @returns sentences in Chinese, each with what is wrong and how to mend it; empty where the calendar is sound
 */
export function calendarProblems(file: CalendarFile, year: number): string[] {
  if (file.year !== year) return [`year 是 ${file.year}，與檔名的 ${year} 不符；請改成一致`];
  const problems: string[] = [];
  const amendments = file.amendments ?? [];
  for (const [index, { published }] of amendments.entries()) {
    const previous = amendments[index - 1]?.published;
    if (!isRealDate(published)) {
      problems.push(`第 ${index + 1} 次修正的公布日期 ${published} 不是實際存在的日期；請對照公文更正`);
    } else if (previous !== undefined && published <= previous) {
      problems.push(
        `第 ${index + 1} 次修正的公布日期 ${published} 沒有晚於前一次的 ${previous}；請依公布日期先後排列`,
      );
    }
  }
  const editions: Edition[] = [
    { label: "原日曆", rule: ORIGINAL, days: file },
    ...amendments.map((days, index) => ({ label: `第 ${index + 1} 次修正`, rule: AMENDMENT, days })),
  ];
  /** Days that are not as the week has them, after the editions so far. */
  const works = new Map<string, boolean>();
  for (const { label, rule, days } of editions) {
    const seen = new Set<string>();
    for (const list of ["closed", "worked"] as const) {
      for (const { date } of days[list] ?? []) {
        if (!isRealDate(date)) {
          problems.push(`${label} ${list} 的 ${date} 不是實際存在的日期；請對照辦公日曆表更正`);
          continue;
        }
        const after = list === "worked";
        const before = works.get(date) ?? !isWeekend(dayNumber(date));
        if (!date.startsWith(`${year}-`)) {
          problems.push(`${label} ${list} 的 ${date} 不在 ${year} 年；請移到該年的檔案，或更正日期`);
        } else if (seen.has(date)) {
          problems.push(`${label}重複列出 ${named(date)}；請只留一個`);
        } else if (before === after) {
          const already = after ? "上班日" : "放假日";
          problems.push(
            `${label} ${list} 的 ${named(date)}本來就是${already}；${rule[list]}，請刪除這一天或更正日期`,
          );
        } else {
          works.set(date, after);
        }
        seen.add(date);
      }
    }
  }
  return problems;
}
