import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { similarTitles } from "./similar.ts";

const TITLES = [
  ["A41000000G-000001", "景氣指標及燈號"],
  ["A41000000G-000002", "景氣指標及燈號（月資料）"],
  ["A41000000G-000003", "都市及區域發展統計彙編"],
  ["379000000A-000001", "臺北市公共自行車租賃站"],
  ["382000000A-000001", "新北市公共自行車租賃站"],
  ["382000000A-000002", "PM2.5 監測值"],
  ["382000000A-000003", "水"],
]
  .map((row) => `${row.join("\t")}\n`)
  .join("");

describe("similarTitles", () => {
  it("gives the closest first, with how close they are", () => {
    expect(similarTitles("景氣指標與燈號", TITLES, "")).toEqual([
      { identifier: "A41000000G-000001", title: "景氣指標及燈號", score: 8 / 12 },
      { identifier: "A41000000G-000002", title: "景氣指標及燈號（月資料）", score: 8 / 15 },
    ]);
    expect(similarTitles("台北市公共自行車租賃站", TITLES, "").map((t) => [t.identifier, t.score])).toEqual([
      ["379000000A-000001", 1],
      ["382000000A-000001", 0.9],
    ]);
  });

  it("folds width, case, variants and punctuation as the search does", () => {
    expect(similarTitles("ｐｍ２．５監測值", TITLES, "")).toEqual([
      { identifier: "382000000A-000002", title: "PM2.5 監測值", score: 1 },
    ]);
    expect(similarTitles("水", TITLES, "").map((t) => t.title)).toEqual(["水"]);
  });

  it("leaves out the dataset itself, and what has little in common", () => {
    expect(similarTitles("景氣指標及燈號", TITLES, "A41000000G-000001").map((t) => t.identifier)).toEqual([
      "A41000000G-000002",
    ]);
    expect(similarTitles("電信業務統計", TITLES, "")).toEqual([]);
    for (const title of ["", " ", "（）"]) expect(similarTitles(title, TITLES, "")).toEqual([]);
    expect(similarTitles("水", "", "")).toEqual([]);
  });

  it("gives no more than asked for", () => {
    expect(similarTitles("景氣指標及燈號", TITLES, "", 1)).toHaveLength(1);
  });

  it("is the same both ways, at most 1, and 1 for the same title", () => {
    const title = fc.string({ unit: fc.constantFrom(..."景氣指標燈號臺台ABab１1（ "), maxLength: 12 });
    const score = (a: string, b: string) => similarTitles(a, `x\t${b}\n`, "")[0]?.score ?? 0;
    fc.assert(
      fc.property(title, title, (a, b) => {
        expect(score(a, b)).toBe(score(b, a));
        expect(score(a, b)).toBeLessThanOrEqual(1);
        expect(score(a, a)).toBe(/[^（ ]/.test(a) ? 1 : 0);
      }),
    );
  });
});
