import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toVocabularies, VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import type { DraftValues } from "./draft.ts";
import { distributionFields, formSections } from "./fields.ts";
import { forecast } from "./forecast.ts";

const vocabularies = toVocabularies(
  Object.fromEntries(
    VOCABULARY_NAMES.map((name) => [
      name,
      parse(readFileSync(`platform/vocabularies/${name}.yaml`, "utf8"), { schema: "failsafe" }),
    ]),
  ),
);
const FULL: DraftValues = {
  type: "rawData",
  keyword: ["景氣"],
  spatial: "臺灣",
  landingPage: "https://www.ndc.gov.tw/",
  accrualPeriodicity: "每月",
  temporalCoverageFrom: "2020-01-01",
  temporalCoverageTo: "2025-12-31",
  releaseDate: "2026-04-01",
  distribution: [],
};
const resource = (format: string, more: Record<string, string> = {}) => ({
  format,
  resourceModified: "2026-01-01",
  metadataSourceOfData: "https://www.ndc.gov.tw/fields",
  ...more,
});
const of = (formats: string[], more: DraftValues = {}) =>
  forecast({ ...FULL, distribution: formats.map((format) => resource(format)), ...more }, vocabularies);
const FORMAT = ["distribution", "0", "format"];

describe("stars", () => {
  it("are those of the best format, with what they mean", () => {
    expect(of(["PDF", "CSV"])).toMatchObject({ stars: 3, meaning: "使用非專屬的資料格式" });
    expect(of(["RDF"])).toEqual({ stars: 4, meaning: "使用 URI 標定資料，可直接取用單筆資料", advice: [] });
  });

  it("come with the formats that would raise them", () => {
    expect(of(["PDF"]).advice).toEqual([
      {
        field: FORMAT,
        text: "加上 CSV、JSON、XML 等格式的資源，可由 1 星提高為 3 星（使用非專屬的資料格式）；行動方案以 3 星以上的開放格式為原則",
      },
    ]);
    expect(of(["CSV"]).advice).toEqual([
      {
        field: FORMAT,
        text: "加上 RDF、Turtle、JSON-LD 格式的資源，可由 3 星提高為 4 星（使用 URI 標定資料，可直接取用單筆資料）",
      },
    ]);
    // An application's formats know no more stars.
    expect(of(["WEB-APP"], { type: "TOOLS" }).advice).toEqual([]);
  });

  it("are none while no format is chosen", () => {
    const text = "選擇檔案格式，就能預估資料 5 星評等";
    expect(of([])).toEqual({ stars: 0, meaning: "", advice: [{ field: ["distribution"], text }] });
    expect(of([""]).advice).toEqual([{ field: FORMAT, text }]);
    expect(forecast({}, vocabularies).stars).toBe(0);
  });
});

describe("what changes fast", () => {
  const advice = (accrualPeriodicity: string, ...formats: string[]) =>
    of(formats, { accrualPeriodicity }).advice.filter(({ field }) => field[0] === "accrualPeriodicity");

  it("wants an API", () => {
    expect(advice("每10分鐘", "RDF")).toEqual([
      {
        field: ["accrualPeriodicity"],
        text: "更新頻率為「每10分鐘」卻只提供檔案；資料集類型改為「系統介接程式」並加上 API，使用者不必反覆下載就能取得最新資料",
      },
    ]);
    expect(advice("即時", "CSV")).toHaveLength(1);
    expect(advice("每小時", "CSV")).toHaveLength(1);
  });

  it("but not where there is one, or no file yet, or time enough", () => {
    expect(advice("每10分鐘", "CSV", "SPARQL")).toEqual([]);
    expect(advice("每10分鐘")).toEqual([]);
    expect(advice("每2小時", "CSV")).toEqual([]);
    expect(advice("看情形", "CSV")).toEqual([]);
  });
});

describe("recommended fields", () => {
  it("that are empty are named with what they would tell", () => {
    const blank = {
      keyword: [],
      spatial: " ",
      landingPage: undefined,
      releaseDate: "",
      temporalCoverageTo: "",
    };
    expect(of(["RDF"], blank).advice).toEqual([
      { field: ["keyword"], text: "填寫「標籤／關鍵字」：民眾用不同的說法也搜尋得到" },
      { field: ["spatial"], text: "填寫「資料集空間範圍」：使用者知道資料涵蓋哪些地區" },
      { field: ["landingPage"], text: "填寫「資料集相關網址」：使用者找得到資料的來源與說明" },
      { field: ["temporalCoverageTo"], text: "填寫「結束收錄日期」：使用者知道資料到何時為止" },
      {
        field: ["releaseDate"],
        text: "填寫「上架日期」：審查通過後，到了這一天自動公開；不填則通過後立即公開",
      },
    ]);
  });

  it("of resources are named once, with the first that lacks one", () => {
    const lacking = (...values: string[]) =>
      of([], { distribution: values.map((resourceModified) => resource("RDF", { resourceModified })) })
        .advice;
    expect(lacking("")).toEqual([
      {
        field: ["distribution", "0", "resourceModified"],
        text: "填寫「資料資源最後更新時間」：使用者看得出資料有沒有更新",
      },
    ]);
    expect(lacking("2026-01-01", "", "")).toEqual([
      {
        field: ["distribution", "1", "resourceModified"],
        text: "填寫第 2、3 個資源的「資料資源最後更新時間」：使用者看得出資料有沒有更新",
      },
    ]);
    expect(lacking("", "")[0]!.text).toBe("填寫各資源的「資料資源最後更新時間」：使用者看得出資料有沒有更新");
  });

  it("all say what is gained, each in its own words", () => {
    const fields = [
      ...formSections(vocabularies).flatMap((section) => section.fields),
      ...distributionFields(vocabularies, "rawData"),
    ].filter((field) => field.obligation === "recommended" && field.default === undefined);
    const { advice } = forecast({ distribution: [{ format: "RDF" }] }, vocabularies);
    expect(advice.map(({ field }) => field.at(-1))).toEqual(fields.map(({ name }) => name));
    for (const [index, { help }] of fields.entries()) {
      expect(advice[index]!.text).not.toContain(help.replace(/。$/, ""));
    }
    expect(new Set(advice.map(({ text }) => text)).size).toBe(advice.length);
  });
});
