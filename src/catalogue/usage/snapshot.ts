import { isRealDate } from "../dates.ts";
import type { UsageDay, UsageMonth } from "./types.ts";

/*
 * Counts of a day or a month as files of the branch of snapshots. Whoever may push could have written them: each value
 * is checked, and a file is taken whole or not at all.
 */

/** Characters of a file: 300,000 distributions in a month take 9 million. */
const LONGEST_FILE = 50_000_000;
/** Of one thing in one file. Sums of all things over centuries stay exact. */
const MOST = 1_000_000_000;

const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;
const RESOURCE_ID = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}-[A-Za-z0-9_]{3}$/;
const DAY = /^2\d{3}-(?:0[1-9]|1[0-2])-\d\d$/;
const MONTH = /^2\d{3}-(?:0[1-9]|1[0-2])$/;

type Value = Record<string, unknown>;

const isObject = (value: unknown): value is Value =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
const isDay = (value: unknown): value is string =>
  typeof value === "string" && DAY.test(value) && isRealDate(value);

const shown = (text: string) => `「${text.slice(0, 40)}」`;

function countsProblem(value: unknown, name: string, pattern: RegExp, what: string): string | undefined {
  if (!isObject(value)) return `${name} 不是物件`;
  for (const key of Object.keys(value)) {
    if (!pattern.test(key)) return `${name} 的${shown(key)}不是${what}`;
    if (!isCount(value[key])) return `${name} 的${shown(key)}不是 0 到 ${MOST} 的整數`;
  }
  return undefined;
}

function monthProblem({ month, days }: Value): string | undefined {
  if (typeof month !== "string" || !MONTH.test(month)) return "month 不是月份，如 2026-03";
  if (!Array.isArray(days) || days.length === 0) return "days 不是日期的清單，或沒有任何一日";
  const inMonth = days.every((day) => isDay(day) && day.startsWith(month));
  if (!inMonth) return `days 不全是 ${month} 裡的日期，如 ${month}-01`;
  const isSorted = days.every((day, index) => index === 0 || day > days[index - 1]);
  return isSorted ? undefined : "days 沒有由早到晚排列，或有重複";
}

const dayProblem = ({ day }: Value): string | undefined =>
  isDay(day) ? undefined : "day 不是日期，如 2026-03-01";

function read(
  text: string,
  fields: readonly string[],
  period: (value: Value) => string | undefined,
): { value: Value } | { problem: string } {
  if (text.length > LONGEST_FILE) return { problem: `檔案超過 ${LONGEST_FILE} 字` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "不是 JSON" };
  }
  if (!isObject(value)) return { problem: "最外層不是物件" };
  if (value.version !== 1) return { problem: "version 不是 1" };
  const strange = Object.keys(value).find((key) => !fields.includes(key));
  if (strange !== undefined) return { problem: `有不認得的欄位${shown(strange)}` };
  const problem =
    period(value) ??
    countsProblem(value.views, "views", IDENTIFIER, "資料集編號") ??
    countsProblem(value.downloads, "downloads", RESOURCE_ID, "資料資源編號");
  return problem === undefined ? { value } : { problem };
}

/**
 * Reads usage/days/<day>.json.
 * @returns the counts, or why they can't be used, in Chinese
 */
export function readUsageDay(text: string): { usage: UsageDay } | { problem: string } {
  const found = read(text, ["version", "day", "views", "downloads"], dayProblem);
  return "problem" in found ? found : { usage: found.value as unknown as UsageDay };
}

/**
 * Reads usage/months/<month>.json.
 * @returns the counts, or why they can't be used, in Chinese
 */
export function readUsageMonth(text: string): { usage: UsageMonth } | { problem: string } {
  const found = read(text, ["version", "month", "days", "views", "downloads"], monthProblem);
  return "problem" in found ? found : { usage: found.value as unknown as UsageMonth };
}
