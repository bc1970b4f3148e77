import { read, utils } from "@e965/xlsx";
import { expect, it } from "vitest";
import { SAMPLE_AGENCIES, sampleCatalogue } from "../catalogue/fixtures.ts";
import { NO_PLAN_FILES } from "../catalogue/plan/plan-files.ts";
import { targetsOf } from "../catalogue/plan/targets.ts";
import type { Usage, UsageSeries } from "../catalogue/usage/types.ts";
import { BOM } from "./csv-writer.ts";
import { targetsPaths } from "./openapi-targets.ts";
import { targetsFiles } from "./targets-files.ts";

const NDC = "A41000000G";
const dataset = (serial: string, issued: string, format: string) => ({
  identifier: `${NDC}-${serial}`,
  title: serial,
  issued,
  distribution: [{ resourceID: `${NDC}-${serial}-001`, format }],
});
const series = (...months: [string, number, number][]): UsageSeries => ({
  total: { views: 0, downloads: 0 },
  months: months.map(([month, views, downloads]) => ({ month, views, downloads })),
  days: [],
});
const counted = series(["2025-01", 100, 30], ["2026-01", 50, 33]);
const usage: Usage = {
  from: "2025-01-01",
  to: "2026-01-31",
  days: 396,
  total: counted,
  datasets: new Map(),
  agencies: new Map(),
  ministries: new Map([[NDC, counted]]),
};
const strategy = {
  agency: NDC,
  title: "行動策略",
  year: 2025,
  targets: { newDatasets: 2, growth: 5, downloadsGrowth: 10 },
  text: "。",
};
const catalogue = sampleCatalogue({
  agencies: SAMPLE_AGENCIES.map((a) => (a.code === NDC ? { ...a, name: "=國發會", grade: "B" as const } : a)),
  datasets: [dataset("000001", "2025-05-05", "CSV"), dataset("000002", "2026-02-02", "PDF")],
  plan: {
    ...NO_PLAN_FILES,
    targets: { cumulative: [{ year: 2025, B: 3, source: "表 1" }] },
    strategies: new Map([
      [NDC, [strategy, { ...strategy, year: 2026, targets: { threeStars: 50, viewsGrowth: 1 } }]],
    ]),
  },
});
const files = [...targetsFiles(targetsOf(catalogue, new Map(), usage))];
/** Lines of a file, without the apostrophes that keep a spreadsheet from running a cell. */
const csv = (path: string) =>
  (files.find((file) => file.path === path)!.content as string)
    .slice(BOM.length)
    .replaceAll(/'(?=[=-])/g, "")
    .split("\r\n");

it("writes table 1 against what there is", () => {
  expect(csv("plan/targets/cumulative.csv")).toEqual([
    "部會代碼,部會,推動分級,西元年,民國年,計算日期,累計開放項數,指標,達成率（%）,是否達成",
    "A41000000G,=國發會,B,2025,114,2025-12-31,1,3,33.33,否",
    "A41000000G,=國發會,B,2026,115,2026-03-01,2,,,",
    "",
  ]);
});

it("writes what was opened each year, with all ministries below", () => {
  expect(csv("plan/targets/yearly.csv")).toEqual([
    "部會代碼,部會,推動分級,西元年,民國年,計算日期,累計開放項數,當年開放項數,新增目標,新增是否達成,年增率（%）,年增率目標（%）,年增率是否達成,3星以上占比（%）,3星以上目標（%）,3星以上是否達成",
    "A41000000G,=國發會,B,2025,114,2025-12-31,1,1,2,否,,5,,,,",
    "A41000000G,=國發會,B,2026,115,2026-03-01,2,1,,,100,,,50,50,是",
    ",合計,,2025,114,2025-12-31,1,1,,,,,,,,",
    ",合計,,2026,115,2026-03-01,2,1,,,100,,,,,",
    "",
  ]);
});

it("writes views and downloads of counted years", () => {
  expect(csv("plan/targets/usage.csv")).toEqual([
    "部會代碼,部會,推動分級,西元年,民國年,計數起日,計數迄日,是否全年,瀏覽次數,瀏覽年增率（%）,瀏覽年增率目標（%）,瀏覽是否達成,下載次數,下載年增率（%）,下載年增率目標（%）,下載是否達成",
    "A41000000G,=國發會,B,2025,114,2025-01-01,2025-12-31,是,100,,,,30,,10,",
    "A41000000G,=國發會,B,2026,115,2026-01-01,2026-01-31,否,50,-50,1,,33,10,,",
    ",合計,,2025,114,2025-01-01,2025-12-31,是,100,,,,30,,,",
    ",合計,,2026,115,2026-01-01,2026-01-31,否,50,-50,,,33,10,,",
    "",
  ]);
});

it("writes the same as spreadsheets, numbers as numbers and no apostrophes", () => {
  for (const list of ["cumulative", "yearly", "usage"]) {
    const bytes = files.find((file) => file.path === `plan/targets/${list}.ods`)!.content as Uint8Array;
    const rows = utils.sheet_to_json<(string | number)[]>(Object.values(read(bytes).Sheets)[0]!, {
      header: 1,
      defval: "",
    });
    const lines = rows.map((row) => row.join(","));
    expect(lines).toEqual(csv(`plan/targets/${list}.csv`).slice(0, -1));
    expect(rows[1]!.slice(1, 5)).toEqual(["=國發會", "B", 2025, 114]);
  }
});

it("is described", () => {
  expect(files.map(({ path }) => path.replace(/\w+(?=\.\w+$)/, "{list}"))).toEqual(
    Array.from({ length: 3 }, () => Object.keys(targetsPaths()).map((path) => path.slice(1))).flat(),
  );
});
