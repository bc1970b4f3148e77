import { describe, expect, it } from "vitest";
import { type Dataset, type DatasetFile, resolveDataset } from "../catalogue/catalogue.ts";
import { SAMPLE_TODAY, sampleCatalogue } from "../catalogue/fixtures.ts";
import { dataJson, dcatUsDataset } from "./data-json.ts";

const catalogue = sampleCatalogue();
const { vocabularies, settings } = catalogue;
const context = { origin: "https://data.example", base: "/c/", vocabularies, settings, today: SAMPLE_TODAY };
const find = (identifier: string): Dataset => catalogue.datasets.find((d) => d.identifier === identifier)!;
const written = (identifier: string, change: Partial<DatasetFile> = {}) => {
  const { file, agency } = find(identifier);
  return dcatUsDataset(resolveDataset({ ...file, ...change }, agency, vocabularies), context);
};

describe("dcatUsDataset", () => {
  it("writes what DCAT-US has a property for", () => {
    expect(written("A41000000G-000001")).toEqual({
      "@type": "dcat:Dataset",
      identifier: "A41000000G-000001",
      title: "行政院公報",
      description: "行政院及所屬機關涉及人民權益之法令等重要事項。",
      keyword: ["公報", "施政", "行政院"],
      modified: "2025-06-30T08:00:00+08:00",
      issued: "2015-01-01T23:59:59+08:00",
      publisher: {
        "@type": "org:Organization",
        name: "國家發展委員會",
        subOrganizationOf: { "@type": "org:Organization", name: "行政院" },
      },
      contactPoint: {
        "@type": "vcard:Contact",
        fn: "圖資窗口 小姐",
        hasEmail: "mailto:gis@ndc.example",
      },
      accessLevel: "public",
      license: "https://data.gov.tw/license",
      spatial: "臺灣",
      temporal: "2014-01-01/2015-01-01",
      accrualPeriodicity: "R/P1D",
      language: ["zh"],
      theme: ["公共資訊"],
      landingPage: "https://gazette.example/list?a=1&b=2",
      references: ["https://data.example/c/datasets/A41000000G-000001/"],
      distribution: [
        {
          "@type": "dcat:Distribution",
          title: "資源 XML",
          format: "XML",
          mediaType: "application/xml",
          downloadURL: "https://gazette.example/a.xml",
          describedBy: "https://gazette.example/meta",
        },
        {
          "@type": "dcat:Distribution",
          title: "資源 ZIP",
          format: "ZIP",
          mediaType: "application/zip",
          downloadURL: "https://gazette.example/b.zip;v=1",
        },
        {
          "@type": "dcat:Distribution",
          title: "資源 API",
          format: "API",
          accessURL: "https://gazette.example/api?q=1",
        },
      ],
    });
  });

  it("lets only what is known stand for what an incomplete import lacks", () => {
    expect(written("X00000001X-000001")).toEqual({
      "@type": "dcat:Dataset",
      identifier: "X00000001X-000001",
      title: "待補正資料",
      description: "待補正資料",
      keyword: ["暫編機關"],
      modified: "2026-03-01",
      publisher: { "@type": "org:Organization", name: "暫編機關" },
      contactPoint: {
        "@type": "vcard:Contact",
        fn: "測試小組",
        hasEmail: "mailto:opendata@data.example",
      },
      accessLevel: "public",
      references: ["https://data.example/c/datasets/X00000001X-000001/"],
      distribution: [{ "@type": "dcat:Distribution" }],
    });
  });

  it("takes the category for a keyword, and the day of release for the last change", () => {
    expect(written("315000000H-000001", { keyword: [] })).toMatchObject({ keyword: ["交通及通訊"] });
    expect(written("A41010000A-000001", { distribution: [] })).toMatchObject({ modified: "2026-03-01" });
  });

  it.each([
    ["每日", "R/P1D"],
    ["每10分鐘", "R/PT10M"],
    ["每2年", "R/P2Y"],
    ["每季", "R/P3M"],
    ["即時", "R/PT1S"],
    ["不定期", "irregular"],
    ["不再更新", undefined],
    [undefined, undefined],
  ])("writes the frequency %s as %s", (accrualPeriodicity, expected) => {
    const change = { accrualPeriodicity } as Partial<DatasetFile>;
    expect(written("A41000000G-000001", change).accrualPeriodicity).toBe(expected);
  });

  it("says why a dataset is restricted", () => {
    expect(written("A41000000G-000002")).toMatchObject({
      accessLevel: "restricted public",
      rights: "乙類（有限度利用資料）；付費，依據 規費法，https://www.ndc.example/fees；圖資使用條款",
      license: "https://www.ndc.example/terms",
      references: ["https://data.example/c/datasets/A41000000G-000002/", "https://www.ndc.example/fees"],
    });
    const { rights } = written("A41000000G-000002", { costLaw: "法".repeat(500) }) as { rights: string };
    expect([...rights]).toHaveLength(255);
    expect(rights.endsWith("法…")).toBe(true);
  });

  it("passes over a contact whose address of mail the schema refuses", () => {
    const refused = { publisherContactName: "甲", publisherContactEmail: "a%b@x.example" };
    expect(written("A41010000A-000001", refused).contactPoint).toMatchObject({
      fn: "資料開放窗口",
      hasEmail: "mailto:opendata@ndc.example",
    });
  });

  it("leaves out an interval that is open", () => {
    expect(written("A41000000G-000001", { temporalCoverageTo: undefined } as never)).not.toHaveProperty(
      "temporal",
    );
  });

  it("calls a file of an unknown type a stream of bytes", () => {
    expect(written("X00000001X-000002").distribution).toEqual([
      {
        "@type": "dcat:Distribution",
        title: "格式不明",
        format: "WEIRD",
        mediaType: "application/octet-stream",
        downloadURL: "https://x.example/w",
      },
    ]);
  });
});

describe("data.json", () => {
  it("holds every dataset in view, and no other", () => {
    const { path, content } = dataJson(catalogue, context, "full");
    const catalog = JSON.parse([...(content as Iterable<string>)].join(""));
    expect(path).toBe("data.json");
    expect(catalog).toMatchObject({
      "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
      "@id": "https://data.example/c/data.json",
      "@type": "dcat:Catalog",
      conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
      describedBy: "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
    });
    expect(catalog.dataset.map((d: { identifier: string }) => d.identifier)).toEqual(
      catalogue.datasets.map((d) => d.identifier),
    );
  });

  it("is a catalogue without datasets where there are none", () => {
    const { content } = dataJson(sampleCatalogue({ datasets: [] }), context, "full");
    expect(JSON.parse([...(content as Iterable<string>)].join("")).dataset).toEqual([]);
  });
});
