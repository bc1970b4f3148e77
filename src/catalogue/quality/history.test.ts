import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../fixtures.ts";
import { assessQuality } from "./assess.ts";
import { addPoint, EMPTY_HISTORY, readQualityHistory, trendOf, writeQualityHistory } from "./history.ts";
import type { QualityHistory } from "./types.ts";

const quality = assessQuality(sampleCatalogue(), () => undefined, "2026-03-01");
const dayAfter = (first: string, days: number) =>
  new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);

function daily(days: number): QualityHistory {
  let history = EMPTY_HISTORY;
  for (let day = 0; day < days; day++) history = addPoint(history, dayAfter("2025-01-01", day), quality);
  return history;
}

describe("addPoint", () => {
  it("takes the figures of each agency with datasets", () => {
    const [point] = addPoint(EMPTY_HISTORY, "2026-03-01", quality).points;
    expect(Object.keys(point!.agencies)).toEqual([...quality.agencies.keys()].sort());
    const totals = quality.agencies.get("A41000000G")!;
    expect(point!.agencies.A41000000G).toEqual({
      datasets: totals.datasets,
      alive: 0,
      dead: 0,
      unknown: 0,
      threeStars: totals.stars[3]! + totals.stars[4]! + totals.stars[5]!,
      mqa: totals.mqa,
      good: 0,
    });
  });

  it("replaces the day's own point", () => {
    const none = assessQuality(sampleCatalogue({ datasets: [] }), () => undefined, "2026-03-01");
    const once = addPoint(addPoint(EMPTY_HISTORY, "2026-03-01", quality), "2026-03-01", none);
    expect(once.points).toEqual([{ day: "2026-03-01", agencies: {} }]);
  });

  it("keeps 35 days, and before them the last of each month", () => {
    const days = daily(100).points.map(({ day }) => day);
    // The hundredth day is 2025-04-10; the 35 end there.
    expect(days.slice(0, 2)).toEqual(["2025-01-31", "2025-02-28"]);
    expect(days.slice(2)).toEqual(Array.from({ length: 35 }, (_, i) => dayAfter("2025-03-07", i)));
  });

  it("stays small over the years", () => {
    const { points } = daily(1500);
    expect(points.length).toBeLessThan(35 + 50);
    expect(points.map(({ day }) => day)).toEqual(points.map(({ day }) => day).sort());
  });

  it("fills a gap of days, and takes a late day in its place", () => {
    let history = addPoint(EMPTY_HISTORY, "2026-03-05", quality);
    history = addPoint(history, "2026-03-01", quality);
    expect(history.points.map(({ day }) => day)).toEqual(["2026-03-01", "2026-03-05"]);
  });
});

it("sums up a trend for whom it is asked", () => {
  const history = addPoint(addPoint(EMPTY_HISTORY, "2026-02-28", quality), "2026-03-01", quality);
  const all = trendOf(history, () => true);
  expect(all.map(({ day, datasets, mqa }) => [day, datasets, mqa])).toEqual([
    ["2026-02-28", quality.total.datasets, quality.total.mqa],
    ["2026-03-01", quality.total.datasets, quality.total.mqa],
  ]);
  const one = trendOf(history, (code) => code === "315000000H");
  expect(one[0]!.datasets).toBe(quality.agencies.get("315000000H")!.datasets);
  expect(trendOf(history, () => false)).toEqual([]);
});

describe("readQualityHistory", () => {
  it("reads what is written", () => {
    const history = daily(60);
    expect(readQualityHistory(writeQualityHistory(history))).toEqual({ history });
    expect(readQualityHistory(writeQualityHistory(EMPTY_HISTORY))).toEqual({ history: EMPTY_HISTORY });
  });

  const figures = { datasets: 1, alive: 0, dead: 0, unknown: 0, threeStars: 0, mqa: 1, good: 0 };
  const point = (day: unknown, agencies: unknown = { A41000000G: figures }) => ({ day, agencies });
  it.each<[value: unknown, problem: string]>([
    ["{", "不是 JSON"],
    [[], "不是第 1 版的品質歷史紀錄"],
    [{ version: 2, points: [] }, "不是第 1 版的品質歷史紀錄"],
    [{ version: 1, points: [point("2026-02-30")] }, "第 1 筆紀錄的日期、機關代碼或數字不對"],
    [{ version: 1, points: [point("2026-02-01", { x: figures })] }, "第 1 筆紀錄的日期、機關代碼或數字不對"],
    [
      { version: 1, points: [point("2026-02-01", { A41000000G: { ...figures, dead: -1 } })] },
      "第 1 筆紀錄的日期、機關代碼或數字不對",
    ],
    [{ version: 1, points: [point("2026-02-01"), point("2026-02-01")] }, "日期沒有由舊到新排列，或有重複"],
    [{ version: 1, points: Array.from({ length: 301 }, () => point("2026-02-01")) }, "紀錄超過 300 天"],
  ])("refuses %j", (value, problem) => {
    expect(readQualityHistory(typeof value === "string" ? value : JSON.stringify(value))).toEqual({
      problem,
    });
  });
});
