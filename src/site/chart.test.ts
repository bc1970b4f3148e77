import { describe, expect, it } from "vitest";
import { type ChartYear, stepPath, yearFrame } from "./chart.ts";

const years = (...values: (number | undefined)[]): ChartYear[] =>
  values.map((value, i) => ({ label: String(2000 + i), value, text: String(value), partial: false }));

describe("yearFrame", () => {
  it("lays years side by side on a scale from zero", () => {
    const { years: placed, band, ticks, topOf } = yearFrame(years(0, 50, 90));
    expect(band).toBe(33.33);
    expect(placed.map(({ left, middle, top }) => [left, middle, top])).toEqual([
      [0, 16.67, 100],
      [33.33, 50, 50],
      [66.67, 83.33, 10],
    ]);
    expect(ticks.map(({ value, top }) => [value, top])).toEqual([
      [0, 100],
      [20, 80],
      [40, 60],
      [60, 40],
      [80, 20],
      [100, 0],
    ]);
    expect(topOf(25)).toBe(75);
  });

  it("has room for targets above every value", () => {
    expect(yearFrame(years(1), [undefined, 960]).topOf(960)).toBeGreaterThanOrEqual(0);
  });

  it("marks whole numbers only", () => {
    expect(yearFrame(years(1)).ticks.map(({ value }) => value)).toEqual([0, 1]);
    expect(yearFrame(years(0)).ticks.map(({ value }) => value)).toEqual([0, 1]);
  });

  it("has no height where nothing was counted, and takes no years at all", () => {
    expect(yearFrame(years(undefined)).years[0]!.top).toBeUndefined();
    expect(yearFrame([])).toMatchObject({ years: [], band: 100 });
  });

  it("always names the last year, and others as far as there is room", () => {
    const { years: placed } = yearFrame(years(...Array.from({ length: 30 }, () => 1)));
    expect(placed.filter(({ few }) => few).map(({ label }) => label)).toEqual([
      "2005",
      "2011",
      "2017",
      "2023",
      "2029",
    ]);
    expect(placed.filter(({ many }) => many)).toHaveLength(15);
    expect(placed.filter(({ few, many }) => few && !many)).toEqual([]);
  });
});

describe("stepPath", () => {
  it("keeps its height over each year and breaks where a value is missing", () => {
    expect(stepPath([80, 60, undefined, 10], 25)).toBe("M0,80L25,80L25,60L50,60M75,10L100,10");
  });

  it("is empty without a value", () => {
    expect(stepPath([undefined, undefined], 50)).toBe("");
    expect(stepPath([], 100)).toBe("");
  });
});
