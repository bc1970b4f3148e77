import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUsageDay, readUsageMonth } from "./snapshot.ts";

const day = {
  version: 1,
  day: "2026-03-05",
  views: { "A41000000G-000001": 113 },
  downloads: { "A41000000G-000001-001": 2 },
};
const month = {
  version: 1,
  month: "2026-03",
  days: ["2026-03-05", "2026-03-07"],
  views: { "A41000000G-000001": 113, "A41000000G-000002": 0 },
  downloads: {},
};
const readDay = (change: object) => readUsageDay(JSON.stringify({ ...day, ...change }));
const readMonth = (change: object) => readUsageMonth(JSON.stringify({ ...month, ...change }));

describe("a day's and a month's counts", () => {
  it("are taken as they stand", () => {
    expect(readDay({})).toEqual({ usage: day });
    expect(readMonth({})).toEqual({ usage: month });
    expect(readDay({ day: "2024-02-29" })).toHaveProperty("usage");
  });

  it.each([
    ["", "不是 JSON"],
    ["{", "不是 JSON"],
    ["[]", "最外層不是物件"],
    ["null", "最外層不是物件"],
    ["{}", "version 不是 1"],
  ])("are refused as %j", (text, problem) => {
    expect(readUsageDay(text)).toEqual({ problem });
    expect(readUsageMonth(text)).toEqual({ problem });
  });

  it("are refused where the file is endless", () => {
    expect(readUsageDay(" ".repeat(50_000_001))).toEqual({ problem: "檔案超過 50000000 字" });
  });

  it.each([
    [{ version: 2 }, "version 不是 1"],
    [{ month: "2026-03" }, "有不認得的欄位「month」"],
    [{ day: "2026-02-30" }, "day 不是日期，如 2026-03-01"],
    [{ day: "1999-12-31" }, "day 不是日期，如 2026-03-01"],
    [{ day: 20260305 }, "day 不是日期，如 2026-03-01"],
    [{ views: undefined }, "views 不是物件"],
    [{ views: [] }, "views 不是物件"],
    [{ downloads: null }, "downloads 不是物件"],
    [{ views: { "../etc/passwd": 1 } }, "views 的「../etc/passwd」不是資料集編號"],
    [{ views: { "A41000000G-000001-001": 1 } }, "views 的「A41000000G-000001-001」不是資料集編號"],
    [{ downloads: { "A41000000G-000001": 1 } }, "downloads 的「A41000000G-000001」不是資料資源編號"],
    [{ views: { "A41000000G-000001": -1 } }, "views 的「A41000000G-000001」不是 0 到 1000000000 的整數"],
    [{ views: { "A41000000G-000001": 1.5 } }, "views 的「A41000000G-000001」不是 0 到 1000000000 的整數"],
    [{ views: { "A41000000G-000001": "9" } }, "views 的「A41000000G-000001」不是 0 到 1000000000 的整數"],
    [{ views: { "A41000000G-000001": 1e10 } }, "views 的「A41000000G-000001」不是 0 到 1000000000 的整數"],
  ])("of a day are refused with %j", (change, problem) => {
    expect(readDay(change)).toEqual({ problem });
  });

  it.each([
    [{ month: "2026-13" }, "month 不是月份，如 2026-03"],
    [{ month: "2026-03-01" }, "month 不是月份，如 2026-03"],
    [{ days: [] }, "days 不是日期的清單，或沒有任何一日"],
    [{ days: "2026-03-05" }, "days 不是日期的清單，或沒有任何一日"],
    [{ days: ["2026-04-01"] }, "days 不全是 2026-03 裡的日期，如 2026-03-01"],
    [{ days: ["2026-03-32"] }, "days 不全是 2026-03 裡的日期，如 2026-03-01"],
    [{ days: ["2026-03-07", "2026-03-05"] }, "days 沒有由早到晚排列，或有重複"],
    [{ days: ["2026-03-05", "2026-03-05"] }, "days 沒有由早到晚排列，或有重複"],
  ])("of a month are refused with %j", (change, problem) => {
    expect(readMonth(change)).toEqual({ problem });
  });

  it("refuse names that every object has", () => {
    const text = JSON.stringify(day).replace("A41000000G-000001", "__proto__");
    expect(readUsageDay(text)).toEqual({ problem: "views 的「__proto__」不是資料集編號" });
  });

  it("answer whatever JSON they are given", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readUsageDay(text)).toHaveProperty("problem");
        expect(readUsageMonth(text)).toHaveProperty("problem");
      }),
    );
  });
});
