import { describe, expect, it } from "vitest";
import { SAMPLE_DATASETS, sampleCatalogue, syntheticFiles } from "./fixtures.ts";
import { STATISTIC_NAMES, type Statistic, statistics } from "./statistics.ts";

const counted = statistics(sampleCatalogue());
const counts = (statistic: Statistic) =>
  Object.fromEntries(statistic.rows.map((row) => [row.code, row.count]));

describe("statistics", () => {
  it("counts what is in view: no withdrawn dataset, none yet to come", () => {
    for (const name of STATISTIC_NAMES) {
      const { rows, total, name: own } = counted[name];
      expect(own).toBe(name);
      if (name !== "months") expect(total).toBe(9);
      // A dataset has one of each trait, several formats apart.
      const sum = rows.reduce((all, row) => all + row.count, 0);
      if (name === "formats") expect(sum).toBe(12);
      else expect(sum, name).toBe(total);
      expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
      for (const row of rows) expect(row.share).toBeCloseTo(row.count / total);
    }
  });

  it("counts an agency alone and a ministry with its subordinates", () => {
    expect(counts(counted.agencies)).toEqual({
      "315000000H": 3,
      A41000000G: 3,
      X00000001X: 2,
      A41010000A: 1,
      A00000000A: 0,
    });
    expect(counts(counted.ministries)).toEqual({
      A41000000G: 4,
      "315000000H": 3,
      X00000001X: 2,
      A00000000A: 0,
    });
    expect(counted.agencies.rows[0]!.href).toBe("agencies/315000000H/");
  });

  it("puts most first and those without a code last", () => {
    expect(counted.categories.rows.map((row) => row.code)).toEqual(["E00", "A00", "300", "I00", ""]);
    expect(counted.categories.rows.at(-1)).toMatchObject({
      label: { zh: "未註明", en: "Not given" },
      count: 1,
    });
    expect(counted.categories.rows.at(-1)).not.toHaveProperty("href");
  });

  it("counts a dataset once under each format", () => {
    expect(counts(counted.formats)).toMatchObject({ CSV: 1, JSON: 1, API: 2, WEIRD: 1, "": 1 });
    expect(counts(counted.formats)).not.toHaveProperty("MP3");
  });

  it("keeps the order of scales", () => {
    expect(counted.stars.rows.map((row) => [row.code, row.count])).toEqual([
      ["1", 2],
      ["2", 1],
      ["3", 3],
      ["4", 1],
      ["5", 0],
      ["", 2],
    ]);
    expect(counted.frequencies.rows.map((row) => row.code).slice(0, 4)).toEqual([
      "realtime",
      "minutes",
      "day",
      "month",
    ]);
    expect(counts(counted.costs)).toEqual({ 免費: 7, 付費: 1, "": 1 });
    expect(counts(counted.types)).toMatchObject({ rawData: 5, SERVICES: 1, TOOLS: 1, OTHER: 1, "": 1 });
  });

  it("counts every month from the first to the last, and says how many have none", () => {
    const { rows, total, note } = counted.months;
    expect(rows[0]).toMatchObject({
      code: "2015-01",
      count: 2,
      label: { zh: "2015 年 1 月", en: "January 2015" },
    });
    expect(rows.at(-1)).toMatchObject({ code: "2026-03", count: 1 });
    expect(rows).toHaveLength(11 * 12 + 3);
    expect(rows[1]).toMatchObject({ code: "2015-02", count: 0, share: 0 });
    expect(total).toBe(7);
    expect(note!.zh).toContain("2 個資料集");
  });

  it("crosses the turn of the year", () => {
    const datasets = SAMPLE_DATASETS.slice(0, 2).map((d, i) => ({
      ...d,
      releaseDate: i === 0 ? "2019-11-30" : "2020-02-01",
    }));
    const { rows } = statistics(sampleCatalogue({ datasets })).months;
    expect(rows.map((row) => row.code)).toEqual(["2019-11", "2019-12", "2020-01", "2020-02"]);
  });

  it("works for an empty catalogue", () => {
    const empty = statistics(sampleCatalogue({ datasets: [], agencies: [] }));
    expect(empty.months.rows).toEqual([]);
    expect(empty.months).not.toHaveProperty("note");
    expect(empty.stars.rows.every((row) => row.share === 0)).toBe(true);
  });

  it("counts 50,000 datasets", () => {
    const large = sampleCatalogue(syntheticFiles(50_000));
    expect(statistics(large).ministries.total).toBe(50_000);
  });
});
