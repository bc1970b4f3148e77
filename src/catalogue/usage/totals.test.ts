import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUsage } from "./totals.ts";

const sound = {
  takenAt: "2026-04-01T01:00:00Z",
  from: "2026-03-01",
  to: "2026-03-31",
  datasets: { "A41000000G-000001": [113, 2] },
};
const read = (change: object) => readUsage(JSON.stringify({ ...sound, ...change }));

describe("the snapshot of views and downloads", () => {
  it("is taken as it stands", () => {
    expect(read({})).toEqual({ usage: sound });
    expect(read({ datasets: {} })).toEqual({ usage: { ...sound, datasets: {} } });
  });

  it.each([
    ["", "不是 JSON"],
    ["{", "不是 JSON"],
    ["[]", "最外層不是物件"],
    ["null", "最外層不是物件"],
  ])("is refused as %j", (text, problem) => {
    expect(readUsage(text)).toEqual({ problem });
  });

  it.each([
    [{ more: 1 }, "有不認得的欄位「more」"],
    [{ takenAt: "yesterday" }, "takenAt 不是 UTC 時間，如 2026-03-23T01:00:00Z"],
    [{ takenAt: "2026-04-01T01:00:00+08:00" }, "takenAt 不是 UTC 時間，如 2026-03-23T01:00:00Z"],
    [{ from: "2026-02-30" }, "from 或 to 不是日期，如 2026-01-01"],
    [{ to: 20260331 }, "from 或 to 不是日期，如 2026-01-01"],
    [{ from: "2026-04-01" }, "from 晚於 to"],
    [{ datasets: [] }, "datasets 不是物件"],
    [{ datasets: undefined }, "datasets 不是物件"],
    [{ datasets: { "../etc/passwd": [1, 1] } }, "「../etc/passwd」不是資料集編號"],
    [
      { datasets: { "A41000000G-000001": [1] } },
      "「A41000000G-000001」的值不是 [點擊次數, 下載次數]，兩個不小於 0 的整數",
    ],
    [
      { datasets: { "A41000000G-000001": [1, -1] } },
      "「A41000000G-000001」的值不是 [點擊次數, 下載次數]，兩個不小於 0 的整數",
    ],
    [
      { datasets: { "A41000000G-000001": [1, "<b>"] } },
      "「A41000000G-000001」的值不是 [點擊次數, 下載次數]，兩個不小於 0 的整數",
    ],
  ])("is refused with %j", (change, problem) => {
    expect(read(change)).toEqual({ problem });
  });

  it("refuses names that every object has", () => {
    const text = JSON.stringify(sound).replace("A41000000G-000001", "__proto__");
    expect(readUsage(text)).toEqual({ problem: "「__proto__」不是資料集編號" });
  });

  it("answers whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readUsage(text)).toHaveProperty("problem");
      }),
    );
  });

  it("keeps every count", () => {
    const identifier = fc.tuple(
      fc.stringMatching(/^[A-Za-z0-9_]{10}$/),
      fc.stringMatching(/^[A-Za-z0-9_]{6}$/),
    );
    const counts = fc.tuple(fc.nat(), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(fc.array(fc.tuple(identifier, counts)), (entries) => {
        const datasets = Object.fromEntries(entries.map(([id, pair]) => [id.join("-"), pair]));
        expect(read({ datasets })).toEqual({ usage: { ...sound, datasets } });
      }),
    );
  });
});
