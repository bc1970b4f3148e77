/** usage/datasets.json: 點擊次數 and 下載次數 as whoever runs the site counted them (mission P15, R10, M7). */
export interface UsageSnapshot {
  /** ISO time. */
  takenAt: string;
  /** First and last day that was counted, YYYY-MM-DD in Taipei. */
  from: string;
  to: string;
  /** Views and downloads by identifier. */
  datasets: Record<string, [views: number, downloads: number]>;
}

/** Where the snapshot stands, on the branch of snapshots as on the site. */
export const USAGE_PATH = "usage/datasets.json";

const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;
const FIELDS = ["takenAt", "from", "to", "datasets"];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isDay = (value: unknown): value is string => {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
};
const isTime = (value: unknown) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));

/**
 * Reads the snapshot. Whoever supplies it is not the program, so each value is checked and the file is taken whole or
 * not at all.
 * @returns the numbers, or why there are none, in Chinese
 */
export function readUsage(text: string): { usage: UsageSnapshot } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "不是 JSON" };
  }
  if (!isObject(value)) return { problem: "最外層不是物件" };
  const strange = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (strange !== undefined) return { problem: `有不認得的欄位「${strange.slice(0, 40)}」` };
  const { takenAt, from, to, datasets } = value;
  if (!isTime(takenAt)) return { problem: "takenAt 不是 UTC 時間，如 2026-03-23T01:00:00Z" };
  if (!isDay(from) || !isDay(to)) return { problem: "from 或 to 不是日期，如 2026-01-01" };
  if (from > to) return { problem: "from 晚於 to" };
  if (!isObject(datasets)) return { problem: "datasets 不是物件" };
  for (const [identifier, counts] of Object.entries(datasets)) {
    const shown = identifier.slice(0, 40);
    if (!IDENTIFIER.test(identifier)) return { problem: `「${shown}」不是資料集編號` };
    if (!Array.isArray(counts) || counts.length !== 2 || !counts.every(isCount)) {
      return { problem: `「${shown}」的值不是 [點擊次數, 下載次數]，兩個不小於 0 的整數` };
    }
  }
  return { usage: value as unknown as UsageSnapshot };
}
