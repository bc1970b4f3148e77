import { describe, expect, it } from "vitest";
import type { Content } from "../../catalogue/quality/evidence.ts";
import { contentFindings, type Declared } from "./probe-findings.ts";

const CSV: Declared = { formats: ["CSV"], charsets: ["UTF-8"] };
const findings = (content: Partial<Content>, declared: Declared = CSV) =>
  contentFindings({ at: "2026-11-21T00:00:00Z", sampled: 10, ...content }, declared);
const warnings = (content: Partial<Content>, declared?: Declared) =>
  findings(content, declared).filter((line) => line.startsWith("⚠️"));

describe("contentFindings", () => {
  it("says what a file is", () => {
    expect(findings({ format: "CSV", charset: "UTF-8", columns: ["a", "b"], bytes: 900 })).toEqual([
      "內容：CSV、UTF-8、2 個欄位、900 位元組",
    ]);
    expect(findings({ bytes: 3_000_000 })).toEqual(["內容：2.9 MB"]);
    expect(findings({})).toEqual([]);
  });

  it.each([
    ["CSV", "CSV", true],
    ["HTML", "CSV", false],
    ["JSON", "CSV", false],
    ["CSV", "JSON", false],
    ["XLSX", "XLS", false],
    ["TXT", "CSV", true],
    ["ZIP", "SHP", true],
    ["SHP", "ZIP", true],
    ["ZIP", "CSV", false],
    ["GeoJSON", "JSON", true],
    ["JSON", "GeoJSON", true],
    ["KML", "XML", true],
    ["XML", "RSS", true],
    ["HTML", "API", true],
    ["PDF", "OTHER", true],
  ])("%s where %s is declared", (seen, declared, fits) => {
    const expected = fits ? [] : [`⚠️ 內容是 ${seen}，登錄的格式是 ${declared}`];
    expect(warnings({ format: seen }, { formats: [declared], charsets: [] })).toEqual(expected);
  });

  it.each([
    ["UTF-8", "UTF-8", true],
    ["BIG5", "UTF-8", false],
    ["UTF-8", "BIG5", false],
    ["CP950", "BIG5", true],
    ["BIG5", "CP950", true],
    ["BIG5", "BIG5-HKSCS", true],
    ["GB18030", "BIG5", false],
    ["UTF-8", "other", true],
    ["UTF-8", "none", false],
  ])("%s where %s is declared", (charset, declared, fits) => {
    const expected = fits ? [] : [`⚠️ 編碼是 ${charset}，登錄的編碼是 ${declared}`];
    expect(warnings({ format: "CSV", charset }, { formats: ["CSV"], charsets: [declared] })).toEqual(
      expected,
    );
  });

  it("takes ASCII for any encoding that holds it", () => {
    const ascii = { charset: "US-ASCII", ascii: true };
    expect(warnings(ascii, { formats: [], charsets: ["BIG5"] })).toEqual([]);
    expect(warnings(ascii, { formats: [], charsets: ["UTF-16"] })).toHaveLength(1);
    expect(warnings(ascii, { formats: [], charsets: ["none"] })).toHaveLength(1);
  });

  it.each<[string, string[], string[]]>([
    ["名稱、地址", ["名稱", "地址"], []],
    ["PublishDate(出刊日期)、Title(標題)", ["publish_date", "標題"], []],
    ["名稱、地址", ["名稱"], ["缺少地址"]],
    ["名稱、地址", ["名稱", "地址", "電話"], ["多出電話"]],
    ["a、b、c、d、e、f、g", ["x"], ["缺少a、b、c、d、e 等 7 欄；多出x"]],
    ["這是一段說明文字。", ["名稱"], []],
  ])("described “%s”, seen %j", (fieldDescription, columns, expected) => {
    expect(
      warnings({ format: "CSV", columns }, { formats: ["CSV"], charsets: [], fieldDescription }),
    ).toEqual(expected.map((text) => `⚠️ 欄位與主要欄位說明不同：${text}`));
  });

  it("says nothing of columns where none were seen, or where it is another file", () => {
    const declared = { formats: ["CSV"], charsets: [], fieldDescription: "名稱、地址" };
    expect(warnings({ format: "CSV" }, declared)).toEqual([]);
    expect(warnings({ format: "XML", columns: ["x"] }, declared)).toEqual(["⚠️ 內容是 XML，登錄的格式是 CSV"]);
  });

  it("names the places of personal data, a few of them", () => {
    const at = (row: number) => ({ kind: "nationalId", masked: "A12*******", row, column: "證號" });
    expect(warnings({ format: "CSV", personal: [at(3)] })).toEqual([
      "⚠️ 疑似個人資料：第 3 筆「證號」身分證字號 A12*******",
    ]);
    expect(warnings({ format: "CSV", personal: [1, 2, 3, 4, 5].map(at) })[0]).toMatch(/、第 3 筆.* 等 5 處$/);
  });
});
