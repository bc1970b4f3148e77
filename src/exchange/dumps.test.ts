import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT, sampleCatalogue, syntheticFiles } from "../catalogue/fixtures.ts";
import { splitList, unguard } from "./csv-writer.ts";
import { datasetJson } from "./dataset-json.ts";
import { CSV_HEADINGS, dumps } from "./dumps.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/", vocabularies: catalogue.vocabularies };
const [csv, jsonl] = [...dumps(catalogue, context, "full")].map((f) =>
  [...(f.content as Iterable<string>)].join(""),
);

describe("catalogue.csv", () => {
  const rows = parse(csv!, { bom: true, columns: true, record_delimiter: "\r\n" }) as Record<
    string,
    string
  >[];
  const row = (identifier: string) => rows.find((r) => r.資料集編號 === identifier)!;

  it("starts with the mark that Excel wants and has unique Chinese headings", () => {
    expect(csv!.startsWith("\ufeff資料分類,資料集編號,資料集名稱,")).toBe(true);
    expect(new Set(CSV_HEADINGS).size).toBe(CSV_HEADINGS.length);
    expect(rows).toHaveLength(catalogue.datasets.length);
  });

  it("keeps every text whole", () => {
    expect(unguard(row("315000000H-000003").資料集名稱!)).toBe(HOSTILE_TEXT);
    expect(splitList(unguard(row("315000000H-000003").資料資源描述!))).toEqual([HOSTILE_TEXT]);
    expect(splitList(unguard(row("315000000H-000003")["標籤／關鍵字"]!))).toEqual([
      "=1+1",
      "a;b",
      "c\\",
      "-2",
    ]);
  });

  it("keeps a distribution's cells side by side, addresses with semicolons among them", () => {
    const { 檔案格式, 資料下載網址, 資料存取網址 } = row("A41000000G-000001");
    expect(檔案格式).toBe("XML;ZIP;API");
    expect(splitList(資料下載網址!)).toEqual([
      "https://gazette.example/a.xml",
      "https://gazette.example/b.zip;v=1",
      "",
    ]);
    expect(splitList(資料存取網址!)).toEqual(["", "", "https://gazette.example/api?q=1"]);
  });

  it("writes what the catalogue adds", () => {
    expect(row("A41000000G-000004")).toMatchObject({
      下架原因: "A",
      重新上架日期: "2026-01-05",
      部會名稱: "國家發展委員會",
    });
    expect(row("X00000001X-000001")).toMatchObject({
      待補正: "是",
      匯入來源: "data.gov.tw",
      "未對應欄位（JSON）": '{"服務分類":"不明","備考":"=1"}',
    });
  });
});

describe("catalogue.jsonl", () => {
  it("has each dataset in view on its line", () => {
    const lines = jsonl!.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      catalogue.datasets.map((d) => JSON.parse(JSON.stringify(datasetJson(d, context)))),
    );
  });
});

describe("large dumps", () => {
  it("come in pieces that may be read again", () => {
    const large = sampleCatalogue(syntheticFiles(1000));
    for (const { content } of dumps(large, { ...context, vocabularies: large.vocabularies }, "full")) {
      const first = [...(content as Iterable<string>)];
      expect(first.length).toBeGreaterThan(2);
      expect(first.every((piece) => piece.length < 300_000)).toBe(true);
      expect([...(content as Iterable<string>)]).toEqual(first);
    }
  });
});
