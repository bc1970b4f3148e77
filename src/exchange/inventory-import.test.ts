import { describe, expect, it } from "vitest";
import type { InventoryFile } from "../catalogue/plan/plan-files.ts";
import type { CellValue } from "./inventory-cells.ts";
import {
  type ImportOptions,
  importInventory,
  isInventorySheet,
  type SheetTable,
} from "./inventory-import.ts";

const HEADINGS = [
  "序號",
  "系統、資料庫名稱",
  "系統、資料庫描述",
  "使用對象：\n1.內部使用\n2.提供民眾使用\n3.跨機關使用",
  "蒐集資料項目\n(控制欄位免列)",
  "資料分類\n甲類:開放資料\n乙類:有限度利用資料\n丙類:不開放資料",
  "現況\n1.免費使用\n2.免費申請\n3.收費",
  "不能開放之理由(含法規依據)",
  "已開放 / 預定開放日期",
  "管理單位",
  "備註",
];
const ROW: CellValue[] = [1, "水情系統", "水位觀測", 1, "站名、水位", "甲類", 1, "", "115/3/1", "資訊室", ""];
const OPTIONS: ImportOptions = { agency: "A00000001A", today: "2026-05-01", reviewedOn: "2026-04-30" };

const table = (rows: readonly (readonly CellValue[])[], merges: SheetTable["merges"] = []): SheetTable => ({
  name: "表",
  rows,
  merges,
});
const read = (rows: readonly (readonly CellValue[])[], options: Partial<ImportOptions> = {}) =>
  importInventory(table(rows), { ...OPTIONS, ...options });
/** Result of one row where one cell is another. */
const withCell = (column: number, cell: CellValue) => read([HEADINGS, ROW.with(column, cell)]);
const told = (result: ReturnType<typeof read>) =>
  result.problems.map(({ code, row, column }) => [code, row, column].filter(Boolean).join(" "));

describe("a sheet by hand, with annex 2's columns alone", () => {
  it("becomes an inventory, and says what it had to derive", () => {
    const result = read([HEADINGS, ROW]);
    expect(result.file).toEqual({
      agency: "A00000001A",
      reviewedOn: "2026-04-30",
      systems: [
        {
          id: 1,
          name: "水情系統",
          description: "水位觀測",
          users: ["internal"],
          items: ["站名", "水位"],
          class: "A",
          access: "free",
          outcome: "immediate",
          found: "2026-04-30",
          openedOn: "2026-03-01",
          unit: "資訊室",
        },
      ],
    });
    expect(result.problems.map(({ message }) => message)).toEqual([
      "日期 2026-03-01 沒有寫是已開放或預定開放，依今天的日期當作已開放日期；可改寫為「已開放：2026-03-01」",
      "試算表沒有「盤點日」欄，依盤點日期填為「2026-04-30」",
      "試算表沒有「盤點結果」欄，依資料分類與開放日期填為「可立即開放」",
    ]);
  });

  it.each([
    ["序號", "編號"],
    ["系統、資料庫名稱", " 系統 、 資料庫 名稱 "],
    ["系統、資料庫名稱", "系統名稱"],
    ["已開放 / 預定開放日期", "已開放／預定開放日期"],
    ["不能開放之理由(含法規依據)", "不能開放之\n理由（含法規\n依據）"],
    ["管理單位", "管理單位："],
  ])("knows %s as %j", (heading, other) => {
    const headings = HEADINGS.map((name) => (name === heading ? other : name));
    expect(told(read([headings, ROW])).filter((code) => !/derived|date-kind/.test(code))).toEqual([]);
  });

  it("finds the headings below title rows, takes the day that stands there, and ends at the notes", () => {
    const { reviewedOn: _, ...options } = OPTIONS;
    const rows = [
      ["○○署資料盤點表", ""],
      ["", "盤點日期：", "115年4月20日"],
      HEADINGS,
      ROW,
      ["", "", ""],
      [" "],
      ["註："],
      ["1. 「蒐集資料項目」：列出綱要"],
    ];
    const result = importInventory(table(rows), options);
    expect(result.file?.reviewedOn).toBe("2026-04-20");
    expect(result.file?.systems).toHaveLength(1);
    expect(result.sheetRows).toEqual([4]);
  });

  it("is no inventory without headings", () => {
    expect(isInventorySheet(table([["甲", "乙"]]))).toBe(false);
    expect(told(read([["甲", "乙"]]))).toEqual(["sheet/no-heading"]);
  });
});

describe("cells", () => {
  const opening = (cell: CellValue) => {
    const [row] = withCell(8, cell).file?.systems ?? [];
    return [row?.openedOn, row?.plannedOn];
  };
  it.each([
    ["115/3/1", "2026-03-01", undefined],
    ["115.03.01", "2026-03-01", undefined],
    ["115年3月1日", "2026-03-01", undefined],
    ["民國 115 年 3 月 1 日", "2026-03-01", undefined],
    ["１１５．３．１", "2026-03-01", undefined],
    ["2026/3/1", "2026-03-01", undefined],
    [46082, "2026-03-01", undefined],
    [1150301, "2026-03-01", undefined],
    ["1150601", undefined, "2026-06-01"],
    ["已於115年3月1日開放", "2026-03-01", undefined],
    ["預定115/3/1", undefined, "2026-03-01"],
    ["已開放：115.3.1\n預定開放：115.2.1", "2026-03-01", "2026-02-01"],
    ["無", undefined, undefined],
    ["不開放", undefined, undefined],
    ["—", undefined, undefined],
  ])("reads the day of opening %j", (cell, openedOn, plannedOn) => {
    expect(opening(cell)).toEqual([openedOn, plannedOn]);
  });

  it.each(["115年3月", "115/13/1", "三月", 5, "2026-02-30"])("tells that %j is no day", (cell) => {
    expect(told(withCell(8, cell))).toContain("sheet/date 2 I");
    expect(withCell(8, cell).file).toBeUndefined();
  });

  it("leaves 已開放 without a day open", () => {
    expect(told(withCell(8, "已開放"))).toContain("sheet/no-opening-date 2 I");
    expect(opening("已開放")).toEqual([undefined, undefined]);
  });

  it.each([
    [1, ["internal"]],
    [13, ["internal", "crossAgency"]],
    [1.2, ["internal", "public"]],
    ["1、3", ["internal", "crossAgency"]],
    ["１，２", ["internal", "public"]],
    ["1.內部使用\n2.提供民眾使用", ["internal", "public"]],
    ["內部使用、跨機關使用", ["internal", "crossAgency"]],
    ["1. 內部使用 3. 跨機關使用", ["internal", "crossAgency"]],
  ])("reads 使用對象 %j", (cell, users) => {
    expect(withCell(3, cell).file?.systems[0]?.users).toEqual(users);
  });

  it.each([
    ["甲", "A"],
    ["乙類", "B"],
    ["丙類:不開放資料", "C"],
    ["丙類：不開放資料", "C"],
    [" 甲 類 ", "A"],
    ["a", "A"],
  ])("reads 資料分類 %j", (cell, dataClass) => {
    expect(withCell(5, cell).file?.systems[0]?.class).toBe(dataClass);
  });

  it.each([
    [5, "丁類", "sheet/not-in-list 2 F"],
    [5, "甲、乙", "sheet/one-only 2 F"],
    [6, "4", "sheet/not-in-list 2 G"],
    [6, "1、2", "sheet/one-only 2 G"],
    [3, "4", "sheet/not-in-list 2 D"],
    [3, "外賓", "sheet/not-in-list 2 D"],
    [0, "一", "sheet/id 2 A"],
    [0, "0", "sheet/id 2 A"],
    [0, 100_001, "sheet/id 2 A"],
  ])("tells where cell %i, %j can't be read", (column, cell, expected) => {
    expect(told(withCell(column, cell))).toContain(expected);
  });

  it("shows the beginning of what is too long to be a day or a choice", () => {
    const long = `115${" ".repeat(5000)}年`;
    expect(withCell(8, long).problems[0]!.message).toMatch(/^看不懂日期「115 {77}…」/);
    expect(told(withCell(6, `1${"、1".repeat(5000)}`))).toContain("sheet/not-in-list 2 G");
    expect(told(withCell(3, `1${"、1".repeat(5000)}`))).toContain("sheet/not-in-list 2 D");
  });

  it("says what may stand there", () => {
    const [problem] = withCell(6, "4").problems.filter(({ severity }) => severity === "error");
    expect(problem?.message).toBe("看不懂「4」；請填 1.免費使用、2.免費申請、3.收費");
  });

  it.each([
    [
      "含個人資料\n法規依據：\n個人資料保護法第16條\n檔案法第18條",
      "含個人資料",
      ["個人資料保護法第16條", "檔案法第18條"],
    ],
    [
      "含個人資料\n法規依據：個人資料保護法第16條；檔案法第18條",
      "含個人資料",
      ["個人資料保護法第16條", "檔案法第18條"],
    ],
    ["法令依據: 檔案法第18條", undefined, ["檔案法第18條"]],
    ["含個人資料", "含個人資料", undefined],
    ["無", undefined, undefined],
  ])("reads the reason %j", (cell, reason, laws) => {
    const [row] = withCell(7, cell).file!.systems;
    expect([row!.reason, row!.laws]).toEqual([reason, laws]);
  });

  it("keeps a formula as the text that it is", () => {
    expect(withCell(10, "=HYPERLINK(1)").file?.systems[0]?.note).toBe("=HYPERLINK(1)");
  });
});

describe("rows and columns", () => {
  it("numbers rows without 序號 with numbers never used, and refuses repeated ones", () => {
    const existing = { agency: "A00000001A", reviewedOn: "2026-01-01", systems: [] } as InventoryFile;
    const old = { ...read([HEADINGS, ROW]).file!.systems[0]!, id: 9 };
    const result = read([HEADINGS, ROW, ROW.with(0, "")], { existing: { ...existing, systems: [old] } });
    expect(result.file?.systems.map(({ id }) => id)).toEqual([1, 10]);
    expect(told(result)).toContain("sheet/removed");
    expect(told(result)).toContain("sheet/new-id 3");
    const repeated = read([HEADINGS, ROW, ROW]).problems.find(({ code }) => code === "sheet/duplicate-id");
    expect(repeated?.message).toBe("序號 1 與第 2 列相同；請改為沒有用過的序號，或留空由匯入時編號");
  });

  it("fills merged cells downwards, but for 序號", () => {
    const merges = [0, 1].map((left) => ({ top: 1, left, bottom: 2, right: left }));
    const second = ROW.with(0, "").with(1, "").with(5, "丙");
    const result = importInventory(table([HEADINGS, ROW, second], merges), OPTIONS);
    expect(result.file?.systems.map(({ id, name, class: c }) => [id, name, c])).toEqual([
      [1, "水情系統", "A"],
      [2, "水情系統", "C"],
    ]);
  });

  it("tells of columns that are missing, repeated or not the inventory's", () => {
    const without = HEADINGS.with(9, "單位");
    expect(told(read([without, ROW]))).toEqual(
      expect.arrayContaining(["sheet/unknown-column 1 J", "sheet/no-column 1"]),
    );
    expect(told(read([HEADINGS.with(10, "序號"), ROW]))).toContain("sheet/two-columns 1 K");
  });

  it("tells of another agency's sheet, of two days, and of no day", () => {
    const headings = [...HEADINGS, "機關代碼", "盤點日期"];
    const { reviewedOn: _, ...options } = OPTIONS;
    const rows = [headings, [...ROW, "B00000000B", "115/4/1"], [...ROW.with(0, 2), "A00000001A", "115/4/2"]];
    expect(told(importInventory(table(rows), options))).toEqual(
      expect.arrayContaining(["sheet/agency 2 L", "sheet/two-dates 3 M"]),
    );
    expect(told(importInventory(table([HEADINGS, ROW]), options))).toContain("sheet/no-date");
  });

  it("stops at 5,000 rows", () => {
    const rows = Array.from({ length: 5001 }, (_, i) => ROW.with(0, i + 1));
    expect(told(read([HEADINGS, ...rows]))).toContain("sheet/too-many-rows 5002");
  });
});

it("keeps from the existing inventory what the sheet has no column for, by 序號", () => {
  const closed: InventoryFile["systems"][number] = {
    id: 1,
    name: "舊名",
    description: "水位觀測",
    users: ["internal"],
    items: ["站名"],
    class: "C",
    access: "free",
    outcome: "closed",
    found: "2025-01-05",
    reason: "舊理由",
    laws: ["檔案法第18條"],
    approval: { by: "首長", date: "2025-02-01", document: "第1號" },
    nextReview: "2026-02-01",
    unit: "舊單位",
    note: "舊備註",
  };
  const existing = { agency: "A00000001A", reviewedOn: "2025-03-31", systems: [closed] };
  const headings = [...HEADINGS, "首長核可日期"];
  const row = [...ROW.with(5, "丙").with(7, "新理由").with(8, ""), "115/2/1"];
  const { file, problems } = read([headings, row], { existing });
  expect(problems).toEqual([]);
  expect(file?.systems).toEqual([
    {
      ...closed,
      name: "水情系統",
      items: ["站名", "水位"],
      reason: "新理由",
      laws: undefined,
      approval: { by: "首長", date: "2026-02-01", document: "第1號" },
      unit: "資訊室",
      note: undefined,
    },
  ]);
});

it("is not led astray by headings that are names of the language", () => {
  const result = read([
    [...HEADINGS, "__proto__", "constructor"],
    [...ROW, "x", "y"],
  ]);
  expect(told(result).filter((code) => code.startsWith("sheet/unknown"))).toHaveLength(2);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});
