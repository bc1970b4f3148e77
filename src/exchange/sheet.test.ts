import { read, utils } from "@e965/xlsx";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sheetBytes } from "./sheet.ts";

const rows = [
  ["部會", "年度", "項數"],
  ["人事總處", 2016, 130.5],
  ["=1+1", "'@甲", "第一行\n第二行"],
  ["<b>&\"'</b>", "", 0],
];
const back = (bytes: Uint8Array) =>
  utils.sheet_to_json(Object.values(read(bytes).Sheets)[0]!, { header: 1, defval: "", raw: true });

afterEach(() => vi.useRealTimers());

describe.each(["ods", "xlsx"] as const)("%s", (format) => {
  it("reads back as it was written, formulas as text", () => {
    const bytes = sheetBytes(rows, format, "累計");
    expect(read(bytes).SheetNames).toEqual(["累計"]);
    expect(back(bytes)).toEqual(rows);
  });

  it("is the same at any time", () => {
    vi.useFakeTimers({ now: new Date("2020-01-01T00:00:00Z") });
    const once = sheetBytes(rows, format, "累計");
    vi.setSystemTime(new Date("2026-05-05T05:05:05Z"));
    expect(sheetBytes(rows, format, "累計")).toEqual(once);
  });

  it("takes a table without rows", () => {
    expect(back(sheetBytes([["部會"]], format, "累計"))).toEqual([["部會"]]);
  });
});

it("cuts what a cell of XLSX can't hold, and says so", () => {
  const long = "資".repeat(40_000);
  const [[xlsx]] = back(sheetBytes([[long]], "xlsx", "累計")) as [[string]];
  expect(xlsx.length).toBe(32_767);
  expect(xlsx.endsWith("資…")).toBe(true);
  expect(back(sheetBytes([[long]], "ods", "累計"))).toEqual([[long]]);
});
