import { describe, expect, it } from "vitest";
import { buildCatalogue, sourceOf } from "./catalogue.ts";
import { sampleCatalogue, sampleVocabularies, syntheticFiles } from "./fixtures.ts";
import { relatedDatasets } from "./related.ts";

function related(list: [serial: string, title: string, keyword?: string[]][], limit = 5) {
  const catalogue = buildCatalogue({
    settings: { name: "目錄", nameEn: "Catalogue", url: "https://data.example/", languages: ["zh-TW"] },
    vocabularies: sampleVocabularies(),
    agencies: [
      { code: "A41000000G", name: "甲機關" },
      { code: "A41010000A", name: "乙機關" },
    ],
    datasets: list.map(([serial, title, keyword]) =>
      sourceOf({
        identifier: serial,
        title,
        distribution: [],
        ...(keyword ? { keyword } : {}),
      }),
    ),
    today: "2026-11-21",
  });
  return relatedDatasets(catalogue.datasets, limit);
}

describe("related datasets", () => {
  it("share rare words of the title or keywords; the same agency comes first among equals", () => {
    const result = related([
      ["A41000000G-000001", "紫外線即時監測資料"],
      ["A41000000G-000002", "紫外線歷史資料"],
      ["A41010000A-000001", "紫外線歷史資料"],
      ["A41010000A-000002", "公車路線", ["陽光"]],
      ["A41010000A-000003", "日照時數", ["陽光"]],
      ["A41010000A-000004", "無人相似"],
    ]);
    expect(result.get("A41000000G-000001")).toEqual(["A41000000G-000002", "A41010000A-000001"]);
    expect(result.get("A41010000A-000002")).toEqual(["A41010000A-000003"]);
    expect(result.get("A41010000A-000004")).toEqual([]);
  });

  it("are the same for one dataset whether others were asked for or not", () => {
    const { datasets } = sampleCatalogue(syntheticFiles(36));
    const all = relatedDatasets(datasets, 5);
    const found = new Map(datasets.map(({ identifier }) => [identifier, all.get(identifier)]));
    expect([...found.values()].some((list) => list!.length > 0)).toBe(true);
    for (const { identifier } of datasets.filter((_, index) => index % 3 === 0)) {
      expect(relatedDatasets(datasets, 5).get(identifier)).toEqual(found.get(identifier));
    }
    expect(all.get("A41000000G-999999")).toBeUndefined();
  });

  it("share no piece of a title across punctuation, digits or pictographs", () => {
    const pair = (one: string, other: string) =>
      related([
        ["A41000000G-000001", one],
        ["A41000000G-000002", other],
      ]).get("A41000000G-000001");
    expect(pair("紫外線📊監測", "監測紫外線")).toEqual(["A41000000G-000002"]);
    for (const sign of ["📊", "，", "7", " ", "＋"]) {
      expect(pair(`紫外${sign}線量`, "紫外線量")).toEqual([]);
      expect(pair(`紫外${sign}線量`, `紫外${sign}線量`)).toEqual([]);
    }
    // A letter beyond the basic plane is two units, and part of a word.
    expect(pair("𠮷野線", "𠮷野家")).toEqual(["A41000000G-000002"]);
  });

  it("fold 臺 and 台, keep to the limit, never name the dataset itself, and take words that all share for nothing", () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => [`A41000000G-${String(i).padStart(6, "0")}`, "年度預算書"] as [string, string],
    );
    expect(related(many).get("A41000000G-000007")).toEqual([]);
    const few = related(
      [
        ["A41000000G-000001", "臺北捷運站"],
        ["A41000000G-000002", "台北捷運站出口"],
        ["A41000000G-000003", "台北捷運站電梯"],
      ],
      1,
    );
    expect(few.get("A41000000G-000001")).toHaveLength(1);
    expect(few.get("A41000000G-000001")).not.toContain("A41000000G-000001");
  });
});
