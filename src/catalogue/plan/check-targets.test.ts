import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { checkTargets } from "./check-targets.ts";

const PATH = "platform/targets.yaml";
const check = (text: string) => checkTargets(PATH, new TextEncoder().encode(text));
const found = (text: string) =>
  check(text).diagnostics.map(({ code, line, severity }) => `${line} ${severity} ${code}`);
const row = (year: number | string, cells: string, note = "") =>
  `  - year: ${year}\n    ${cells}\n    source: 表 1\n${note ? `    note: ${note}\n` : ""}`;
const ALL = "A: 3\n    B: 2\n    C: 1";

describe("checkTargets", () => {
  it("takes table 1 of the action plan as this catalogue has it", async () => {
    const checked = checkTargets(
      PATH,
      await readFile(new URL("../../../platform/targets.yaml", import.meta.url)),
    );
    expect(checked.diagnostics).toEqual([]);
    expect(checked.value!.cumulative.map(({ year, A, B, C }) => [year, A, B, C])).toEqual([
      [2016, 960, 350, 140],
      [2017, 1200, 480, 210],
      [2018, 1440, 610, 280],
      [2019, 1680, 740, 350],
      [2020, undefined, 870, 420],
    ]);
    expect(checked.value!.cumulative[4]!.note).toContain("原文缺漏");
  });

  it("wants years from old to new, each once", () => {
    expect(found(`cumulative:\n${row(2016, ALL)}${row(2018, ALL)}${row(2017, ALL)}`)).toEqual([
      "12 error targets/year",
    ]);
    expect(found(`cumulative:\n${row(2016, ALL)}${row(2016, ALL)}`)).toEqual(["7 error targets/year"]);
  });

  it("wants no target below an earlier one, cells without a value left out", () => {
    const text = `cumulative:\n${row(2016, ALL)}${row(2017, "A: 3\n    C: 1", "B 級缺漏")}${row(2018, "A: 2\n    B: 1\n    C: 1")}`;
    expect(found(text)).toEqual(["13 error targets/falls", "14 error targets/falls"]);
  });

  it("warns of a cell that lacks without a word", () => {
    expect(found(`cumulative:\n${row(2016, "B: 2\n    C: 1")}`)).toEqual(["2 warning targets/missing"]);
    expect(found(`cumulative:\n${row(2016, "B: 2\n    C: 1", "原文缺漏")}`)).toEqual([]);
  });

  it("says what, why and how to mend it", () => {
    const text = `cumulative:\n${row(2018, ALL)}${row(2017, "A: 2\n    B: 2")}${row(2018, ALL)}`;
    expect(check(text).diagnostics.map(({ message, remedy }) => `${message}。${remedy}`)).toEqual([
      "2017 年排在 2018 年之後；各年度要由舊到新。把 2017 年的一列移到 2018 年之前",
      "A 級 2017 年的指標 2 項，少於 2018 年的 3 項；累計項數的指標不會減少。改為不少於 3 的數字；如果 2018 年的指標已下修，先改那一年",
      "2017 年沒有 C 級的指標，也沒有說明（note）；讀者無從知道是原文缺漏還是漏填。補上 C 級的指標，或在 note 寫明缺漏的原因",
      "2018 年已有一列；每年只能有一列指標。把兩列合併成一列",
    ]);
  });

  it.each([
    "cumulative: 1\n",
    "cumulative: []\n",
    "cumulative:\n  - 1\n  -\n",
    "cumulative:\n  - year: x\n    A: y\n",
    "__proto__: 1\n",
    "- 1\n",
    "",
  ])("never fails on %j", (text) => {
    expect(check(text).diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });
});
