import { describe, expect, it } from "vitest";
import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import { noTotals } from "../catalogue/quality/assess.ts";
import type { DatasetQuality, Figures, Grade, QualityHistory, Totals } from "../catalogue/quality/types.ts";
import { pageCount, pageParams, pageSlice } from "./paging.ts";
import {
  bestMend,
  byNeed,
  comparedDay,
  DIMENSION_POINTS,
  goodDatasets,
  indicatorsWith,
  league,
  meanScore,
  monthly,
  openDatasets,
  percent,
  scoresOn,
  shareOf,
  trendFor,
} from "./quality-view.ts";

const figures = (datasets: number, mqa: number): Figures => ({
  datasets,
  alive: 0,
  dead: 0,
  unknown: 0,
  threeStars: 0,
  mqa,
  good: 0,
});
const history = (...days: string[]): QualityHistory => ({
  version: 1,
  points: days.map((day) => ({ day, agencies: { A: figures(2, 400), B: figures(1, 350) } })),
});
const totals = (datasets: number, mqa: number, more: Partial<Totals> = {}): Totals => ({
  ...noTotals(),
  datasets,
  mqa,
  ...more,
});
const agency = (code: string) => ({ code, name: code, nameEn: code }) as Agency;

describe("the day that changes are counted from", () => {
  it.each([
    ["the last that lies thirty days back", ["2026-08-31", "2026-10-20", "2026-10-24"], "2026-10-20"],
    ["exactly thirty days back", ["2026-10-20", "2026-10-23"], "2026-10-23"],
    ["else the first before today", ["2026-11-01", "2026-11-10"], "2026-11-01"],
  ])("is %s", (_, days, expected) => {
    expect(comparedDay(history(...days), "2026-11-22")).toBe(expected);
  });

  it("is none where there is no point before today", () => {
    expect(comparedDay(history(), "2026-11-22")).toBeUndefined();
    expect(comparedDay(history("2026-11-22"), "2026-11-22")).toBeUndefined();
  });
});

describe("a trend", () => {
  it("adds up the agencies that are asked for, and leaves out days without any", () => {
    const past = history("2026-10-01", "2026-11-01");
    delete (past.points[0]!.agencies as Record<string, unknown>).B;
    expect(trendFor(past, ["B"]).map(({ day, mqa }) => [day, mqa])).toEqual([["2026-11-01", 350]]);
    expect(trendFor(past, ["A", "B", "toString"]).map(({ datasets }) => datasets)).toEqual([2, 3]);
  });

  it("comes down to the last point of each month", () => {
    const points = trendFor(history("2026-09-01", "2026-09-30", "2026-10-02", "2026-11-21"), ["A"]);
    expect(monthly(points).map(({ day }) => day)).toEqual(["2026-09-30", "2026-10-02", "2026-11-21"]);
    expect(monthly([])).toEqual([]);
  });
});

describe("the league", () => {
  const agencies = new Map(["A", "B", "C", "D"].map((code) => [code, agency(code)]));

  it("ranks by the mean, lets equals share a rank, and leaves out who has no dataset", () => {
    const rows = league(
      new Map([
        ["A", totals(2, 400)],
        ["B", totals(1, 300)],
        ["C", totals(3, 600)],
        ["D", totals(0, 0)],
      ]),
      agencies,
      (a) => ({ A: 190, B: 320 })[a.code],
    );
    expect(rows.map((row) => [row.agency.code, row.rank, row.mean, row.change])).toEqual([
      ["B", 1, 300, -20],
      ["A", 2, 200, 10],
      ["C", 2, 200, undefined],
    ]);
  });

  it("compares with the mean of all that a ministry stood for on that day", () => {
    const scores = scoresOn(history("2026-10-01"), "2026-10-01", () => "M");
    expect([...scores]).toEqual([["M", 250]]);
    expect(scoresOn(history("2026-10-01"), undefined, (code) => code).size).toBe(0);
    expect([
      ...scoresOn(history("2026-10-01"), "2026-10-01", (code) => (code === "B" ? code : undefined)),
    ]).toEqual([["B", 350]]);
  });
});

describe("lists", () => {
  const dataset = (identifier: string) => ({ identifier }) as Dataset;
  const quality = (identifier: string, grade: Grade, total: number): [string, DatasetQuality] => [
    identifier,
    { identifier, grade, mqa: { total, mends: [] } } as unknown as DatasetQuality,
  ];

  it("name first what needs most: by grade, then by score, then by identifier", () => {
    const qualities = new Map([
      quality("1", "excellent", 100),
      quality("2", "poor", 300),
      quality("3", "unrated", 10),
      quality("4", "poor", 200),
      quality("5", "fair", 10),
      quality("6", "good", 10),
      quality("7", "poor", 200),
    ]);
    const order = byNeed(["7", "1", "2", "3", "4", "5", "6", "not judged"].map(dataset), qualities);
    expect(order.map((d) => d.dataset.identifier)).toEqual(["4", "7", "2", "5", "3", "6", "1"]);
  });

  it("come in pages of the size that is asked for", () => {
    const list = Array.from({ length: 250 }, (_, i) => i);
    expect(pageCount(250, 100)).toBe(3);
    expect(pageParams(250, 100)).toEqual([{ page: undefined }, { page: "page/2" }, { page: "page/3" }]);
    expect([1, 2, 3].flatMap((n) => pageSlice(list, n, 100))).toEqual(list);
    expect(pageCount(0, 100)).toBe(1);
  });
});

describe("figures", () => {
  it("are shares and means, zero where there is nothing", () => {
    expect(percent(shareOf(1, 3))).toBe("33.3%");
    expect(shareOf(0, 0)).toBe(0);
    expect(meanScore(totals(0, 0))).toBe(0);
    expect(meanScore(totals(4, 1000))).toBe(250);
    expect(openDatasets(totals(6, 0, { stars: [1, 1, 1, 2, 4, 8] }))).toBe(14);
    const grades = { excellent: 3, good: 4, fair: 5, poor: 6, unrated: 7 };
    expect(goodDatasets(totals(25, 0, { grades }))).toBe(7);
  });

  it("know the full points of each dimension", () => {
    expect(DIMENSION_POINTS).toEqual({
      findability: 100,
      accessibility: 100,
      interoperability: 110,
      reusability: 75,
      contextuality: 20,
    });
  });
});

describe("a dataset's best mend", () => {
  it("is the first, with its words; none where nothing lacks", () => {
    const judged = (mends: unknown[]) => ({ mqa: { mends } }) as unknown as DatasetQuality;
    expect(bestMend(judged([{ metric: "keyword", points: 30 }]))).toEqual({
      label: { zh: "填寫標籤／關鍵字", en: "Add keywords" },
      points: 30,
    });
    expect(bestMend(judged([]))).toBeUndefined();
  });

  it("stands beside the indicators by outcome, in their order", () => {
    const indicators = {
      linkable: "pass",
      downloadable: "fail",
      structured: "pass",
      encoding: "unknown",
      columns: "fail",
      timely: "unknown",
    };
    const judged = { indicators } as unknown as DatasetQuality;
    expect(indicatorsWith(judged, "fail")).toEqual(["downloadable", "columns"]);
    expect(indicatorsWith(judged, "unknown")).toEqual(["encoding", "timely"]);
  });
});
