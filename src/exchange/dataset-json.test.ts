import { describe, expect, it } from "vitest";
import { type Dataset, resolveDataset } from "../catalogue/catalogue.ts";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { datasetJson } from "./dataset-json.ts";
import { DISTRIBUTION_FIELDS, STANDARD_FIELDS } from "./dumps.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/catalogue/", vocabularies: catalogue.vocabularies };
const find = (identifier: string): Dataset =>
  [...catalogue.datasets, ...catalogue.withdrawn].find((d) => d.identifier === identifier)!;

describe("datasetJson", () => {
  it("writes every one of the standard's 38 fields of a complete dataset", () => {
    const json = datasetJson(find("A41000000G-000001"), context);
    const charged = datasetJson(find("A41000000G-000002"), context);
    expect(STANDARD_FIELDS.length + DISTRIBUTION_FIELDS.length).toBe(38);
    for (const field of STANDARD_FIELDS) expect({ ...charged, ...json }, field).toHaveProperty(field);
    for (const field of DISTRIBUTION_FIELDS) {
      expect(
        json.distribution!.some((d) => field in d),
        field,
      ).toBe(true);
    }
  });

  it("writes the standard's words and keeps the catalogue's codes beside them", () => {
    const json = datasetJson(find("A41010000A-000001"), context);
    expect(json).toMatchObject({
      type: "rawData",
      license: "創用CC 姓名標示 4.0 國際",
      licenseURL: "https://creativecommons.org/licenses/by/4.0/deed.zh-hant",
      publisherOID: "2.16.886.101.20003.20069.20001",
      publisherOrgCode: "A41010000A",
    });
    expect(json["x-catalogue"]).toEqual({
      status: "published",
      page: "https://data.example/catalogue/datasets/A41010000A-000001/",
      releaseDate: "2026-03-01",
      dataClass: "甲",
      licenseCode: "CC-BY-4.0",
      typeCode: "OTHER",
      category: {
        zh: "求學及進修",
        en: "Education and learning",
        eu: "http://publications.europa.eu/resource/authority/data-theme/EDUC",
      },
      frequency: { code: "不定期", eu: "http://publications.europa.eu/resource/authority/frequency/IRREG" },
      agency: { code: "A41010000A", oid: "2.16.886.101.20003.20069.20001", ministry: "A41000000G" },
      mediaTypes: { RDF: "application/rdf+xml" },
      stars: 4,
      attribution: "資料來源：國家發展委員會檔案管理局「檔案目錄」（2025），「創用CC 姓名標示 4.0 國際」。",
    });
  });

  it("fills in the contact that the dataset names and its ministry's", () => {
    expect(datasetJson(find("A41000000G-000001"), context)).toMatchObject({
      publisherContactName: "圖資窗口",
      organizationContactName: "上級窗口",
      "x-catalogue": { honorific: "小姐", legacyID: "5959" },
    });
    expect(datasetJson(find("A41010000A-000001"), context)).toMatchObject({
      organization: "國家發展委員會",
      organizationContactEmail: "opendata@ndc.example",
      publisherContactEmail: "opendata@archives.example",
    });
  });

  it("writes a charged dataset's own licence and its fees", () => {
    expect(datasetJson(find("A41000000G-000002"), context)).toMatchObject({
      license: "圖資使用條款",
      licenseURL: "https://www.ndc.example/terms",
      cost: "付費",
      costURL: "https://www.ndc.example/fees",
      costLaw: "規費法",
      "x-catalogue": { licenseCode: "other", dataClass: "乙", frequency: { code: "每2年", period: "P2Y" } },
    });
  });

  it("leaves out what an incomplete import lacks", () => {
    const json = datasetJson(find("X00000001X-000001"), context);
    expect(Object.values(json)).not.toContain(undefined);
    expect(json).not.toHaveProperty("description");
    expect(json["x-catalogue"]).not.toHaveProperty("stars");
    expect(json["x-catalogue"].provenance).toEqual({
      source: "data.gov.tw",
      incomplete: true,
      unmapped: { 服務分類: "不明", 備考: "=1" },
    });
  });

  it("leaves a withdrawn dataset its name and the reason, and no address of its data", () => {
    const json = datasetJson(find("A41000000G-000003"), context);
    expect(json).toEqual({
      identifier: "A41000000G-000003",
      title: "已下架資料",
      publisher: "國家發展委員會",
      publisherOID: "2.16.886.101.20003.20069",
      publisherOrgCode: "A41000000G",
      "x-catalogue": {
        status: "withdrawn",
        page: "https://data.example/catalogue/datasets/A41000000G-000003/",
        legacyID: "6001",
        withdrawal: { reason: "B", explanation: "侵害第三人著作權 <b>", date: "2025-12-31" },
      },
    });
  });

  it("drops an empty list of keywords, which the official schema refuses", () => {
    const { file, agency } = find("A41000000G-000004");
    const dataset = resolveDataset({ ...file, keyword: [] }, agency, catalogue.vocabularies);
    expect(datasetJson(dataset, context)).not.toHaveProperty("keyword");
  });

  it("gives the publisher's own contact for its parent's where they are one and no window is named", () => {
    const { file, agency } = find("X00000001X-000002");
    const dataset = resolveDataset(file, agency, catalogue.vocabularies);
    expect(dataset.organization).toBe(dataset.publisher);
    expect(datasetJson(dataset, context)).toMatchObject({
      organizationContactName: "王小明",
      organizationContactPhone: "02-1234",
      organizationContactEmail: "x@example.test",
    });
  });

  it("cuts what the official schema finds too long, by characters, and keeps the whole beside it", () => {
    const { file, agency } = find("A41000000G-000004");
    const long = { ...file, title: "😀".repeat(256), description: "字".repeat(500) };
    const json = datasetJson(resolveDataset(long, agency, catalogue.vocabularies), context);
    expect([...json.title]).toHaveLength(255);
    expect(json.title.endsWith("😀…")).toBe(true);
    expect(json.description).toBe(long.description);
    expect(json["x-catalogue"].asWritten).toEqual({ title: long.title });
  });

  it("writes addresses as URIs and keeps those that were none", () => {
    const { file, agency } = find("A41000000G-000004");
    const [first, second] = [
      "https://www.ndc.example/預算書 1.csv?q=%E9%A0%90&r=100%",
      "https://www.ndc.example/a?b=1",
    ];
    const distribution = [
      { ...file.distribution[0]!, downloadURL: first },
      { ...file.distribution[1]!, downloadURL: second },
    ];
    const json = datasetJson(
      resolveDataset({ ...file, distribution }, agency, catalogue.vocabularies),
      context,
    );
    expect(json.distribution!.map((d) => d.downloadURL)).toEqual([
      "https://www.ndc.example/%E9%A0%90%E7%AE%97%E6%9B%B8%201.csv?q=%E9%A0%90&r=100%25",
      second,
    ]);
    expect(json["x-catalogue"].asWritten).toEqual({ "A41000000G-000004-001.downloadURL": first });
  });
});
