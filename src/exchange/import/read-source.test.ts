import { describe, expect, it } from "vitest";
import { datasetOfRecord, fieldDigest, readSource, type SourcePage, type SourceRecord } from "./index.ts";
import { testVocabularies } from "./vocabularies-for-tests.ts";

const vocabularies = testVocabularies();

const read = (
  profile: string,
  document: unknown,
  url = "https://open.example.gov.tw/api",
): Promise<SourcePage> => {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return readSource(profile, { bytes: new TextEncoder().encode(text), url }, vocabularies);
};
async function one(profile: string, document: unknown): Promise<SourceRecord> {
  const page = await read(profile, document);
  expect(page.problems).toEqual([]);
  expect(page.records).toHaveLength(1);
  return page.records[0]!;
}
const codes = (record: SourceRecord) => record.notes.map(({ code }) => code);

describe("ckan", () => {
  const PACKAGE = {
    id: "5f1c2d3e-0000-4000-8000-000000000001",
    name: "bus-stops",
    title: "公車站牌",
    notes: "<p>站牌 <b>位置</b>&nbsp;與名稱</p><script>x()</script><ul><li>一</li><li>二</li></ul>",
    url: "https://bus.example.gov.tw/",
    license_id: "cc-by",
    license_title: "創用CC 姓名標示 4.0 國際",
    license_url: "https://creativecommons.org/licenses/by/4.0/",
    maintainer: "王小明 先生",
    maintainer_email: "bus@example.gov.tw",
    author: "交通局",
    organization: { name: "379000000a", title: "臺北市政府交通局", description: "簡介" },
    groups: [
      { name: "a00", title: "交通及通訊" },
      { name: "map", title: "地圖" },
    ],
    tags: [{ name: "公車", display_name: "公車" }, { name: "站牌" }, { name: "公車" }],
    metadata_created: "2020-01-01T20:00:00.123456",
    metadata_modified: "2024-02-28T16:30:00",
    num_tags: 3,
    state: "active",
    private: false,
    type: "dataset",
    extras: [
      { key: "更新頻率", value: "每1月" },
      { key: "language", value: '["zh_TW"]' },
      { key: "__proto__", value: "x" },
      { key: "備考", value: "無對應" },
    ],
    resources: [
      {
        id: "r1",
        url: "https://bus.example.gov.tw/stops.csv",
        format: "csv",
        name: "stops.csv",
        description: "站牌 <i>清單</i>",
        encoding: "utf8",
        last_modified: "2024-02-28T16:30:00.000001",
        size: 1234,
        state: "active",
      },
      {
        id: "r2",
        url: "https://bus.example.gov.tw/api",
        format: "",
        mimetype: "application/json; charset=utf-8",
        name: "介面",
      },
      { id: "r3", url: "ftp://bus.example.gov.tw/x", format: "CSV" },
    ],
  };
  const search = (results: unknown[], count = results.length) => ({
    success: true,
    result: { count, results },
  });

  it("reads a package: fields, places, what has no field", async () => {
    const record = await one("ckan", search([PACKAGE]));
    expect(record).toMatchObject({
      sourceID: PACKAGE.id,
      title: "公車站牌",
      publisher: { name: "臺北市政府交通局", code: "379000000A" },
      fields: {
        description: "站牌 位置 與名稱\n\n一\n\n二",
        landingPage: "https://bus.example.gov.tw/",
        license: "CC-BY-4.0",
        cost: "免費",
        keyword: ["公車", "站牌"],
        categoryCode: "A00",
        publisherContactName: "王小明",
        publisherContactHonorific: "先生",
        publisherContactEmail: "bus@example.gov.tw",
        accrualPeriodicity: "每月",
        language: "zh",
        issued: "2020-01-02 04:00:00",
        modified: "2024-02-29 00:30:00",
      },
      from: {
        title: "title",
        description: "notes",
        accrualPeriodicity: "extras.更新頻率",
        distribution: "resources",
      },
    });
    expect(record.distributions).toEqual([
      {
        resourceDescription: "站牌 清單",
        format: "CSV",
        characterSetCode: "UTF-8",
        resourceModified: "2024-02-29 00:30:00",
        downloadURL: "https://bus.example.gov.tw/stops.csv",
      },
      { resourceDescription: "介面", format: "JSON", downloadURL: "https://bus.example.gov.tw/api" },
    ]);
    expect(record.unmapped).toMatchObject({
      "extras.備考": "無對應",
      author: "交通局",
      "groups[1]": "地圖",
      "organization.description": "簡介",
      "resources[0].name": "stops.csv",
      "resources[0].size": "1234",
      "resources[2].url": "ftp://bus.example.gov.tw/x",
    });
    expect(Object.entries(record.unmapped)).toContainEqual(["extras.__proto__", "x"]);
    expect(codes(record)).toEqual(
      expect.arrayContaining(["html-removed", "cost-assumed", "no-address", "keyword-repeated"]),
    );
  });

  it("pages by start, by offset, and by a next that the source names", async () => {
    const url = "https://ckan.example/api/3/action/package_search?rows=1&fq=organization:x";
    expect(await read("ckan", search([PACKAGE], 3), `${url}&start=1`)).toMatchObject({
      total: 3,
      next: `${url.replace("organization:x", "organization%3Ax")}&start=2`,
    });
    expect((await read("ckan", search([PACKAGE], 3), `${url}&start=2`)).next).toBeUndefined();
    expect((await read("ckan", search([], 3), url)).next).toBeUndefined();
    const list = "https://ckan.example/api/3/action/current_package_list_with_resources";
    const body = { success: true, result: [PACKAGE] };
    expect((await read("ckan", body, `${list}?limit=1&offset=4`)).next).toBe(`${list}?limit=1&offset=5`);
    expect((await read("ckan", body, `${list}?limit=2`)).next).toBeUndefined();
    expect((await read("ckan", { ...body, next: "/2.json" }, list)).next).toBe("https://ckan.example/2.json");
  });

  it("leaves out what is deleted, private or no dataset", async () => {
    const page = await read("ckan", {
      success: true,
      result: [
        { ...PACKAGE, state: "deleted" },
        { ...PACKAGE, private: true },
        { id: "h", type: "harvest", title: "來源" },
      ],
    });
    expect(page).toEqual({ records: [], problems: [] });
  });

  it.each([
    [
      { success: true, result: ["a", "b"] },
      /只有資料集名稱，沒有內容（package_list）；請改用 package_search/,
    ],
    [{ success: false, error: { message: "Not\u0000found" } }, /回報失敗：Not found；請確認網址與參數/],
    [{ success: true, result: { x: 1 } }, /不是 CKAN 的資料集清單：找不到 result\.results/],
  ])("refuses %j", async (document, message) => {
    await expect(read("ckan", document)).rejects.toThrow(message);
  });
});

describe("dcat-us", () => {
  const DATASET = {
    identifier: "https://data.example.gov/d/1",
    title: "Air quality",
    description: "Hourly values",
    keyword: "air, quality;air",
    modified: 1438819200000,
    publisher: { name: "Agency", subOrganizationOf: { name: "Ministry" } },
    contactPoint: { fn: "Help Desk", hasEmail: "mailto:help@example.gov?subject=x" },
    accessLevel: "public",
    license: "http://www.creativecommons.org/publicdomain/zero/1.0/legalcode",
    temporal: "2015-01-01T00:00:00Z/2015-12-31",
    accrualPeriodicity: "R/PT1H",
    spatial: { type: "Polygon" },
    language: ["zh-TW", "en"],
    theme: ["公共資訊", "環境"],
    programCode: ["015:001"],
    distribution: { downloadURL: "https://data.example.gov/d 1.csv", mediaType: "text/csv", title: "CSV 檔" },
  };

  it("reads a dirty record: numbers for dates, one object for a list, keywords in one text", async () => {
    const record = await one("dcat-us", `\ufeff${JSON.stringify({ dataset: [DATASET] })}`);
    expect(record.publisher).toEqual({ name: "Agency" });
    expect(record.fields).toEqual({
      description: "Hourly values",
      keyword: ["air", "quality"],
      modified: "2015-08-06 08:00:00",
      publisherContactName: "Help Desk",
      publisherContactEmail: "help@example.gov",
      license: "CC0-1.0",
      cost: "免費",
      temporalCoverageFrom: "2015-01-01",
      temporalCoverageTo: "2015-12-31",
      accrualPeriodicity: "每小時",
      language: "zh",
      categoryCode: "I00",
    });
    expect(record.distributions).toEqual([
      { resourceDescription: "CSV 檔", format: "CSV", downloadURL: "https://data.example.gov/d%201.csv" },
    ]);
    expect(record.unmapped).toEqual({
      "publisher.subOrganizationOf": "Ministry",
      spatial: '{"type":"Polygon"}',
      language: "en",
      "theme[1]": "環境",
      programCode: '["015:001"]',
    });
  });

  it("does without publisher, and takes a bare address for a distribution", async () => {
    const { publisher: _, contactPoint: __, ...rest } = DATASET;
    const record = await one("dcat-us", [
      {
        ...rest,
        contactPoint: "mailto:a@b.tw",
        modified: "R/P1D",
        accrualPeriodicity: "",
        distribution: ["https://data.example.gov/x.json", 5],
      },
    ]);
    expect(record.publisher).toBeUndefined();
    expect(record.fields).toMatchObject({ publisherContactEmail: "a@b.tw", accrualPeriodicity: "每日" });
    expect(record.fields.modified).toBeUndefined();
    expect(record.distributions).toEqual([
      { format: "JSON", downloadURL: "https://data.example.gov/x.json" },
    ]);
    expect(record.unmapped["distribution[1]"]).toBe("5");
  });

  it.each([
    ["2015-08-06T01:02:03.123Z", "2015-08-06 09:02:03"],
    ["2015-08-06T23:00:00-05:00", "2015-08-07 12:00:00"],
    ["2015-08-06 10:00:00", "2015-08-06 10:00:00"],
    ["2015-08-06T10:00", "2015-08-06 10:00:00"],
    ["104/8/6", "2015-08-06"],
    ["20150806", "2015-08-06"],
    ["1438819200", "2015-08-06 08:00:00"],
    [1438819200.5, "2015-08-06 08:00:00"],
    ["2015-02-29", undefined],
    ["9999-12-31T23:00:00Z", undefined],
    ["lately", undefined],
    [5, undefined],
  ])("modified %j is %s", async (modified, wanted) => {
    const record = await one("dcat-us", [{ ...DATASET, modified }]);
    expect(record.fields.modified).toBe(wanted);
    if (wanted === undefined) expect(record.unmapped.modified).toBe(String(modified));
  });

  it("knows no charge where rights say one, or nothing clear", async () => {
    const charged = await one("dcat-us", [
      { ...DATASET, accessLevel: "restricted public", rights: "乙類；付費，依據 規費法" },
    ]);
    expect(charged.fields).toMatchObject({ cost: "付費", dataClass: "乙" });
    const unclear = await one("dcat-us", [{ ...DATASET, rights: "ask us" }]);
    expect([unclear.fields.cost, unclear.unmapped.rights]).toEqual([undefined, "ask us"]);
  });

  it("refuses what is no data.json", async () => {
    await expect(read("dcat-us", { a: 1 })).rejects.toThrow(
      /不是 data\.json：找不到 dataset 清單；請確認網址/,
    );
  });
});

describe("dcat-rdf", () => {
  const TURTLE = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
    @prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix eu: <http://publications.europa.eu/resource/authority/> .
    <page1> a hydra:PagedCollection ; hydra:nextPage <?page=2> ; hydra:totalItems 12 .
    <d1> a dcat:Dataset ; dct:title "Bridges"@en, "橋梁"@zh-TW ; dct:description "<p>說明</p>" ;
      dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN> ;
      dct:publisher [ a foaf:Agent ; foaf:name "公路局" ; dct:identifier "315000000H" ] ;
      dcat:contactPoint [ vcard:fn "窗口" ; vcard:hasEmail <mailto:a@b.tw> ; vcard:hasTelephone <tel:+886-2-23165300;ext=12> ] ;
      dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
      dct:temporal [ dcat:startDate "2015-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ] ;
      dct:spatial [ dct:title "離島" ] ; dct:issued "2015-01-01T08:00:00Z" ; dct:rightsHolder <https://x.tw/> ;
      dcat:distribution <d1/a>, [ dcat:accessURL "javascript:alert(1)" ] .
    <d1/a> a dcat:Distribution ; dcat:accessURL <https://b.tw/a.csv> ; dcat:downloadURL <https://b.tw/a.csv> ;
      dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dct:title "檔案" ; dcat:byteSize 12 ;
      dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> .
    <d2> a dcat:Dataset .`;
  const url = "https://rdf.example/catalog.ttl";

  it("reads Turtle: a page of a catalogue, EU tables back to our codes", async () => {
    const page = await read("dcat-rdf", TURTLE, url);
    expect(page).toMatchObject({ next: "https://rdf.example/catalog.ttl?page=2", total: 12 });
    expect(page.problems).toEqual([
      {
        place: "https://rdf.example/d2",
        message: "編號 https://rdf.example/d2 沒有資料集名稱，未取用；請來源平臺補上",
      },
    ]);
    const [record] = page.records;
    expect(record).toMatchObject({
      sourceID: "https://rdf.example/d1",
      title: "橋梁",
      publisher: { name: "公路局", code: "315000000H" },
      fields: {
        description: "說明",
        categoryCode: "A00",
        publisherContactName: "窗口",
        publisherContactEmail: "a@b.tw",
        publisherContactPhone: "02-23165300#12",
        accrualPeriodicity: "每年",
        temporalCoverageFrom: "2015-01-01",
        spatial: "離島",
        issued: "2015-01-01 16:00:00",
        license: "CC-BY-4.0",
      },
      distributions: [{ resourceDescription: "檔案", format: "CSV", downloadURL: "https://b.tw/a.csv" }],
    });
    expect(record!.unmapped).toEqual({
      "dct:title@en": "Bridges",
      "dct:rightsHolder": "https://x.tw/",
      "dcat:distribution[0].dcat:byteSize": "12",
      "dcat:distribution[1].dcat:accessURL": "javascript:alert(1)",
    });
  });

  it("reads the same from N-Triples, RDF/XML and JSON-LD", async () => {
    const ns =
      'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"';
    const forms = [
      '<https://a.tw/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<https://a.tw/1> <http://purl.org/dc/terms/title> "甲"@zh .\n',
      `<?xml version="1.0"?>\n<rdf:RDF ${ns}><dcat:Dataset rdf:about="https://a.tw/1"><dct:title xml:lang="zh">甲</dct:title></dcat:Dataset></rdf:RDF>`,
      JSON.stringify({
        "@context": {
          dcat: "http://www.w3.org/ns/dcat#",
          title: { "@id": "http://purl.org/dc/terms/title", "@language": "zh" },
        },
        "@id": "https://a.tw/1",
        "@type": "dcat:Dataset",
        title: "甲",
      }),
    ];
    const records = await Promise.all(forms.map((form) => one("dcat-rdf", form)));
    for (const record of records) expect(record).toEqual(records[0]);
    expect(records[0]).toMatchObject({ sourceID: "https://a.tw/1", title: "甲" });
  });

  it.each([
    [
      "a context elsewhere",
      '{"@context":"https://evil.tw/c.jsonld"}',
      /@context 指向 https:\/\/evil\.tw\/c\.jsonld，不下載其他網址；請來源平臺把 @context 直接寫在文件裡/,
    ],
    [
      "an imported context",
      '{"@context":{"@version":1.1,"@import":"http://169.254.169.254/"}}',
      /@context 指向 http:\/\/169\.254\.169\.254\//,
    ],
    [
      "entities",
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>',
      /宣告了實體（<!ENTITY>），不讀取/,
    ],
    ["broken Turtle", "<a> <b> .", /不是正確的 Turtle 或 N-Triples/],
    ["broken XML", '<?xml version="1.0"?><rdf:RDF', /不是正確的 XML（/],
    ["no dataset", "<https://a.tw/> <https://b.tw/> 1 .", /找不到 dcat:Dataset；請確認網址是 DCAT 目錄/],
    [
      "links only",
      "<https://a.tw/> a <http://www.w3.org/ns/dcat#Catalog> ; <http://www.w3.org/ns/dcat#dataset> <https://b.tw/> .",
      /只列出資料集的網址，沒有描述/,
    ],
  ])("refuses %s", async (_, text, message) => {
    await expect(read("dcat-rdf", text)).rejects.toThrow(message);
  });
});

describe("data.gov.tw-json", () => {
  it("reads the v2 record as far as its shape is known", async () => {
    const record = await one("data.gov.tw-json", {
      categoryService: "I00",
      categoryDataset: "A",
      datasetid: "157477",
      title: "測試",
      type: "rawData",
      license: "1",
      cost: "free",
      dataProvider: "loginaccount",
      publisherOID: "2.16.886.101.20003.20082|數位發展部",
      updateFrequency: { regularupdate: "1", Frequency: "1", unittime: "日" },
      dataQuality: "無(白名單)",
      publishedDate: "2013-11-01",
      modifiedDate: "2023-04-21 15:43:26",
      spatialCoverage: "臺灣",
      distribution: [
        {
          resourceDescription: "檔案",
          resourceField: [{ name: "a", description: "甲" }, { name: "b" }],
          resourceFormat: "CSV",
          resourceDownloadUrl: "https://a.tw/1",
          resourceAmount: 5,
        },
      ],
    });
    expect(record).toMatchObject({
      sourceID: "157477",
      publisher: { name: "數位發展部", oid: "2.16.886.101.20003.20082" },
      fields: {
        categoryCode: "I00",
        license: "OGDL-Taiwan-1.0",
        cost: "免費",
        accrualPeriodicity: "每日",
        fieldDescription: "a(甲)、b",
        numberOfData: 5,
        legacyID: "157477",
        issued: "2013-11-01",
      },
      distributions: [{ resourceDescription: "檔案", format: "CSV", downloadURL: "https://a.tw/1" }],
      unmapped: { categoryDataset: "A", dataProvider: "loginaccount", dataQuality: "無(白名單)" },
    });
  });

  it("reads the export as a list of objects, and says what is none", async () => {
    const page = await read("data.gov.tw-json", [
      {
        資料集識別碼: "1",
        資料集名稱: "甲",
        提供機關: "測試部",
        資料下載網址: "https://a.tw/1.csv",
        授權方式: "政府資料開放授權條款-第1版",
        計費方式: "",
      },
      7,
    ]);
    expect(page.records[0]).toMatchObject({
      sourceID: "1",
      publisher: { name: "測試部" },
      fields: { license: "OGDL-Taiwan-1.0", cost: "免費", legacyID: "1" },
      from: { cost: "計費方式", distribution: "資料下載網址" },
    });
    expect(page.problems).toEqual([
      { place: "https://open.example.gov.tw/api", message: "有 1 項不是物件，未取用" },
    ]);
    await expect(read("data.gov.tw-json", [{ a: 1 }])).rejects.toThrow(/找不到 title 或「資料集識別碼」/);
  });
});

describe("metadata-standard", () => {
  const RECORD = {
    identifier: "A41000000G-000001",
    title: "行政院公報",
    cost: "免費",
    costURL: "",
    license: "OGDL-Taiwan-1.0",
  };

  it.each([
    ["one record", RECORD],
    ["an envelope", { success: true, result: RECORD }],
    ["a list", [RECORD]],
    [
      "lines",
      `${JSON.stringify(RECORD)}\n${JSON.stringify({ ...RECORD, identifier: "A41000000G-000002" })}\n\n`,
    ],
  ])("reads %s", async (_, document) => {
    const [record] = (await read("metadata-standard", document)).records;
    expect(record).toMatchObject({
      sourceID: RECORD.identifier,
      title: "行政院公報",
      fields: { license: "OGDL-Taiwan-1.0" },
    });
    expect(record!.unmapped).toEqual({});
  });

  it.each([
    [{ success: true, result: ["A41000000G-000001"] }, /只有資料集編號，沒有內容/],
    [{ success: false }, /回報失敗（success 為 false）/],
    [{ a: 1 }, /找不到 title 或 result/],
    ['{"title":"甲"}\n{"title":}\n', /第 2 行 不是正確的 JSON/],
  ])("refuses %j", async (document, message) => {
    await expect(read("metadata-standard", document)).rejects.toThrow(message);
  });
});

describe("a table", () => {
  it("is read row by row, with what is wrong by row", async () => {
    const csv =
      "資料集識別碼,資料集名稱,提供機關,資料下載網址,slug\n1,'=甲,測試部,https://a.tw/1.csv,s\n2,乙\n,丙,測試部,,\n\n";
    const page = await read("data.gov.tw", csv);
    expect(page.records).toMatchObject([{ sourceID: "1", title: "=甲", unmapped: { slug: "s" } }]);
    expect(page.problems.map(({ place, message }) => `${place} ${message}`)).toEqual([
      "第 3 列 有 2 格，欄位卻有 5 個；請檢查引號與逗號",
      "第 4 列 沒有編號，無法每日對應；請來源平臺補上識別碼",
    ]);
    await expect(read("data.gov.tw", "甲,乙\n1,2\n")).rejects.toThrow(/缺少欄位「資料集識別碼」/);
  });
});

describe("datasetOfRecord", () => {
  const record: SourceRecord = {
    sourceID: "17",
    title: "甲",
    fields: { notes: "乙" },
    distributions: [
      { downloadURL: "https://a.tw/1" },
      { resourceID: "A41000000G-000001-001", downloadURL: "https://a.tw/2" },
      { resourceID: "B00000000B-000001-001", downloadURL: "https://a.tw/3" },
    ],
    from: { title: "title", notes: "extras.備註", distribution: "resources" },
    unmapped: { x: "y" },
    notes: [],
  };

  it("numbers the distributions, keeps sound numbers, and tells where each field comes from", () => {
    const options = { identifier: "A41000000G-000001", source: "data.example" };
    expect(datasetOfRecord(record, options)).toEqual({
      identifier: "A41000000G-000001",
      title: "甲",
      notes: "乙",
      distribution: [
        { resourceID: "A41000000G-000001-002", downloadURL: "https://a.tw/1" },
        { resourceID: "A41000000G-000001-001", downloadURL: "https://a.tw/2" },
        { resourceID: "A41000000G-000001-003", downloadURL: "https://a.tw/3" },
      ],
      provenance: {
        source: "data.example",
        sourceID: "17",
        fields: {
          title: `${fieldDigest("甲")} title`,
          notes: `${fieldDigest("乙")} extras.備註`,
          distribution: `${fieldDigest(record.distributions)} resources`,
        },
        unmapped: { x: "y" },
        incomplete: true,
      },
    });
  });

  it("has one digest for a value, however YAML holds it", () => {
    expect(fieldDigest("甲")).toMatch(/^[0-9a-f]{8}$/);
    expect(fieldDigest(5)).toBe(fieldDigest("5"));
    expect(fieldDigest({ a: "1", b: "2" })).toBe(fieldDigest({ b: "2", a: "1" }));
    expect(fieldDigest(["a", "b"])).not.toBe(fieldDigest(["b", "a"]));
    expect(fieldDigest(["a,b"])).not.toBe(fieldDigest(["a", "b"]));
    expect(fieldDigest([{ resourceID: "x", format: "CSV" }])).toBe(fieldDigest([{ format: "CSV" }]));
  });
});
