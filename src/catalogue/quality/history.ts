import type { CatalogueQuality, Figures, QualityHistory, QualityPoint, Totals } from "./types.ts";

/** Points of so many days are kept daily; before them the last of each month. */
const DAILY = 35;
/** Twenty years of months, with the daily ones. */
const MOST_POINTS = 300;
const MOST_AGENCIES = 5000;

const DAY_MS = 86_400_000;
const FIGURES = ["datasets", "alive", "dead", "unknown", "threeStars", "mqa", "good"] as const;

const figuresOf = (totals: Totals): Figures => ({
  datasets: totals.datasets,
  alive: totals.alive,
  dead: totals.dead,
  unknown: totals.unknown,
  threeStars: totals.stars.slice(3).reduce((sum, count) => sum + count, 0),
  mqa: totals.mqa,
  good: totals.grades.excellent + totals.grades.good,
});

/** Without a point. */
export const EMPTY_HISTORY: QualityHistory = { version: 1, points: [] };

/**
 * Adds a day's figures, in place of those that the day may have, and thins out what is older than 35 days.
 * @param day YYYY-MM-DD in Taipei
 */
export function addPoint(history: QualityHistory, day: string, quality: CatalogueQuality): QualityHistory {
  const codes = [...quality.agencies.keys()].sort();
  const agencies = Object.fromEntries(codes.map((code) => [code, figuresOf(quality.agencies.get(code)!)]));
  const points = [...history.points.filter((point) => point.day !== day), { day, agencies }].sort((a, b) =>
    a.day < b.day ? -1 : 1,
  );
  const newest = Date.parse(points.at(-1)!.day);
  const kept = points.filter((point, index) => {
    if (newest - Date.parse(point.day) < DAILY * DAY_MS) return true;
    return points[index + 1]?.day.slice(0, 7) !== point.day.slice(0, 7);
  });
  return { version: 1, points: kept.slice(-MOST_POINTS) };
}

/** Figures of some agencies together on one day. */
export interface TrendPoint extends Figures {
  /** YYYY-MM-DD in Taipei. */
  day: string;
}

/**
 * The course of the figures of some agencies: all of them for the catalogue, those below a ministry, or one.
 * @param select whether an agency counts, by its code
 * @returns oldest first; days on which none of them had a dataset are left out
 */
export function trendOf(history: QualityHistory, select: (agency: string) => boolean): TrendPoint[] {
  return history.points.flatMap(({ day, agencies }) => {
    const sum: TrendPoint = {
      day,
      datasets: 0,
      alive: 0,
      dead: 0,
      unknown: 0,
      threeStars: 0,
      mqa: 0,
      good: 0,
    };
    for (const [code, figures] of Object.entries(agencies)) {
      if (select(code)) for (const name of FIGURES) sum[name] += figures[name];
    }
    return sum.datasets > 0 ? [sum] : [];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isDay = (value: unknown): value is string =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** Whether a day's figures are whole, and those of agencies. */
function isPoint(value: unknown): value is QualityPoint {
  if (!isObject(value) || !isDay(value.day) || !isObject(value.agencies)) return false;
  const agencies = Object.entries(value.agencies);
  return (
    agencies.length <= MOST_AGENCIES &&
    agencies.every(
      ([code, figures]) =>
        /^[A-Za-z0-9_]{10}$/.test(code) &&
        isObject(figures) &&
        FIGURES.every((name) => isCount(figures[name])),
    )
  );
}

/**
 * Reads `quality/history.json` of the branch of snapshots: taken whole or not at all.
 * @returns the history, or in Chinese why there is none
 */
export function readQualityHistory(text: string): { history: QualityHistory } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "不是 JSON" };
  }
  if (!isObject(value) || value.version !== 1 || !Array.isArray(value.points)) {
    return { problem: "不是第 1 版的品質歷史紀錄" };
  }
  const { points } = value;
  if (points.length > MOST_POINTS) return { problem: `紀錄超過 ${MOST_POINTS} 天` };
  const wrong = points.findIndex((point) => !isPoint(point));
  if (wrong >= 0) return { problem: `第 ${wrong + 1} 筆紀錄的日期、機關代碼或數字不對` };
  const sound = points as QualityPoint[];
  if (sound.some((point, index) => index > 0 && point.day <= sound[index - 1]!.day)) {
    return { problem: "日期沒有由舊到新排列，或有重複" };
  }
  return {
    history: {
      version: 1,
      points: sound.map(({ day, agencies }) => ({
        day,
        agencies: Object.fromEntries(
          Object.entries(agencies).map(([code, figures]) => [
            code,
            Object.fromEntries(FIGURES.map((name) => [name, figures[name]])) as unknown as Figures,
          ]),
        ),
      })),
    },
  };
}

/** The file's text: one line for each day, so that a change of the branch stays readable. */
export const writeQualityHistory = (history: QualityHistory): string =>
  `{"version":1,"points":[\n${history.points.map((point) => JSON.stringify(point)).join(",\n")}\n]}\n`;
