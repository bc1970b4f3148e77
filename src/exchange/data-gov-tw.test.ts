import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type Dataset, type DatasetFile, resolveDataset } from "../catalogue/catalogue.ts";
import { HOSTILE_TEXT, sampleCatalogue } from "../catalogue/fixtures.ts";
import { readFrequency } from "../catalogue/frequency-reading.ts";
import { unguard } from "./csv-writer.ts";
import { DATA_GOV_TW_HEADINGS, dataGovTwFiles, dataGovTwRecord, dataGovTwRow } from "./data-gov-tw.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/c/", vocabularies: catalogue.vocabularies };
const find = (identifier: string): Dataset => catalogue.datasets.find((d) => d.identifier === identifier)!;
const changed = (identifier: string, change: Partial<DatasetFile>): Dataset => {
  const { file, agency } = find(identifier);
  return resolveDataset({ ...file, ...change }, agency, catalogue.vocabularies);
};
const row = (dataset: Dataset) =>
  Object.fromEntries(dataGovTwRow(dataset, context).map((cell, i) => [DATA_GOV_TW_HEADINGS[i]!, cell]));
const textOf = (content: string | Iterable<string>) => [...content].join("");
const files = (pageSize?: number) =>
  new Map(
    [...dataGovTwFiles(catalogue, context, "full", pageSize)].map((f) => [
      f.path,
      textOf(f.content as string | Iterable<string>),
    ]),
  );

describe("data.gov.tw's export", () => {
  it("has its 22 headings, the ninth with its slip", () => {
    expect(DATA_GOV_TW_HEADINGS).toHaveLength(22);
    expect(new Set(DATA_GOV_TW_HEADINGS).size).toBe(22);
    expect(DATA_GOV_TW_HEADINGS[8]).toBe("資資料集上架方式");
  });

  it("words a dataset as the export does", () => {
    expect(row(find("A41000000G-000001"))).toEqual({
      資料集識別碼: "5959",
      資料集名稱: "行政院公報",
      資料提供屬性: "檔案資料",
      服務分類: "公共資訊",
      品質檢測: "",
      檔案格式: "XML;ZIP;API",
      資料下載網址:
        "https://gazette.example/a.xml;https://gazette.example/b.zip;v=1;https://gazette.example/api?q=1",
      編碼格式: "UTF-8;UTF-8;UTF-8",
      資資料集上架方式: "原始資料",
      資料集描述: "行政院及所屬機關涉及人民權益之法令等重要事項。",
      主要欄位說明: "name(名稱)、count(數量)",
      提供機關: "國家發展委員會",
      更新頻率: "每1日",
      授權方式: "政府資料開放授權條款-第1版",
      相關網址: "https://gazette.example/list?a=1&b=2",
      計費方式: "免費",
      提供機關聯絡人姓名: "圖資窗口 小姐",
      提供機關聯絡人電話: "02-23165300#5678",
      上架日期: "2015-01-01 23:59:59",
      詮釋資料更新時間: "2025-05-01 12:00:00",
      備註: "正式出版後時有異動，請以正式出版之書目資料為準。",
      資料量: "4600",
    });
  });

  it("leaves cells empty for what an incomplete import lacks", () => {
    const filled = Object.entries(row(find("X00000001X-000001"))).filter(([, cell]) => cell !== "");
    expect(filled).toEqual([
      ["資料集識別碼", "X00000001X-000001"],
      ["資料集名稱", "待補正資料"],
      ["提供機關", "暫編機關"],
    ]);
  });

  it("gives a date its time, a dataset without a publication its day of release", () => {
    expect(row(find("A41000000G-000002"))).toMatchObject({
      上架日期: "2015-04-10 00:00:00",
      詮釋資料更新時間: "2024-02-29 00:00:00",
      授權方式: "圖資使用條款",
      計費方式: "付費",
    });
    expect(row(find("A41010000A-000001"))).toMatchObject({ 上架日期: "2026-03-01 00:00:00" });
  });

  it("says again what the export itself said where no field holds it", () => {
    const unmapped = { 品質檢測: "白金", 資資料集上架方式: "系統介接程式" };
    const dataset = changed("A41000000G-000004", { provenance: { source: "data.gov.tw", unmapped } });
    expect(row(dataset)).toMatchObject({ 品質檢測: "白金", 資資料集上架方式: "系統介接程式" });
  });

  it("calls an encoding without a name 其他", () => {
    const distribution = find("A41000000G-000004").file.distribution.map((d, i) => ({
      ...d,
      characterSetCode: ["BIG5", "none", "UTF-8"][i]!,
    }));
    expect(row(changed("A41000000G-000004", { distribution }))).toMatchObject({
      編碼格式: "BIG5;其他;UTF-8",
    });
  });

  it.each([
    ["每分鐘", "每1分", "每分鐘"],
    ["每30分鐘", "每30分", "每30分鐘"],
    ["每小時", "每1時", "每小時"],
    ["每日", "每1日", "每日"],
    ["每週", "每7日", "每7日"],
    ["每旬", "每10日", "每10日"],
    ["每月", "每1月", "每月"],
    ["每季", "每3月", "每季"],
    ["每半年", "每6月", "每半年"],
    ["每年", "每1年", "每年"],
    ["每2年", "每2年", "每2年"],
    ["即時", "即時", "即時"],
    ["不定期", "不定期更新", "不定期"],
    ["不再更新", "不再更新", "不再更新"],
  ])("writes %s as %s, which reads as %s", (accrualPeriodicity, cell, reading) => {
    expect(row(changed("A41000000G-000001", { accrualPeriodicity }))).toMatchObject({ 更新頻率: cell });
    expect(readFrequency(cell)).toEqual({ value: reading, lossy: false });
  });
});

describe("data-gov-tw/datasets.csv", () => {
  const rows = parse(files().get("data-gov-tw/datasets.csv")!, {
    bom: true,
    record_delimiter: "\r\n",
  }) as string[][];

  it("has each dataset in view in a record of 22 cells, every text whole", () => {
    expect(rows[0]).toEqual(DATA_GOV_TW_HEADINGS);
    expect(rows.slice(1).map((cells) => cells.map(unguard))).toEqual(
      catalogue.datasets.map((dataset) => dataGovTwRow(dataset, context)),
    );
  });

  it("lets no spreadsheet run a cell", () => {
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
  });
});

describe("data-gov-tw/v2", () => {
  it("writes the keys that are known", () => {
    expect(dataGovTwRecord(find("A41000000G-000001"), context)).toMatchObject({
      datasetId: "5959",
      identifier: "A41000000G-000001",
      categoryService: "I00",
      title: "行政院公報",
      type: "rawData",
      license: "1",
      cost: "free",
      dataProvider: "國家發展委員會",
      publisherOID: "2.16.886.101.20003.20069|國家發展委員會",
      publisherContactName: "圖資窗口",
      updateFrequency: { regularupdate: "1", Frequency: "1", unittime: "日" },
      coverageStartedDate: "2014-01-01",
      coverageEndedDate: "2015-01-01",
      publishedDate: "2015-01-01 23:59:59",
      modifiedDate: "2025-05-01 12:00:00",
      spatialCoverage: "臺灣",
      language: "zh",
      relatedUrl: "https://gazette.example/list?a=1&b=2",
      distribution: [
        {
          resourceId: "A41000000G-000001-001",
          resourceDescription: "資源 XML",
          resourceField: [
            { name: "name", description: "名稱" },
            { name: "count", description: "數量" },
          ],
          resourceFormat: "XML",
          resourceCharacterEncoding: "UTF-8",
          resourceDownloadUrl: "https://gazette.example/a.xml",
          resourceModifiedDate: "2025-06-30 08:00:00",
        },
        { resourceFormat: "ZIP" },
        { resourceFormat: "API", resourceDownloadUrl: "https://gazette.example/api?q=1" },
      ],
    });
  });

  it.each([
    ["不定期", { regularupdate: "0" }],
    ["每季", { regularupdate: "1", Frequency: "3", unittime: "月" }],
    ["即時", undefined],
    ["不再更新", undefined],
  ])("writes the frequency %s as %j", (accrualPeriodicity, expected) => {
    const record = dataGovTwRecord(changed("A41000000G-000001", { accrualPeriodicity }), context);
    expect(record.updateFrequency).toEqual(expected);
  });

  it("names a licence whose number is not known, and a charge", () => {
    expect(dataGovTwRecord(find("A41000000G-000002"), context)).toMatchObject({
      license: "圖資使用條款",
      cost: "付費",
    });
  });

  it("leads from page to page and to every dataset once", () => {
    const written = files(4);
    const seen: string[] = [];
    let address: string | undefined = "https://data.example/c/data-gov-tw/v2/1.json";
    while (address) {
      const page = JSON.parse(written.get(address.replace("https://data.example/c/", ""))!);
      expect(page).toMatchObject({ success: true, total: 9 });
      seen.push(...page.result.map((r: { identifier: string }) => r.identifier));
      address = page.next;
    }
    expect(seen).toEqual(catalogue.datasets.map((d) => d.identifier));
    expect(written.get("data-gov-tw/v2/1.json")).toContain(JSON.stringify(HOSTILE_TEXT));
  });
});
