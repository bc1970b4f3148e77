import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleVocabularies } from "../catalogue/fixtures.ts";
import { newDistribution } from "./draft.ts";
import { cells, pasteDistributions } from "./paste.ts";

const vocabularies = sampleVocabularies();
const ID = "A41000000G-000001";
const paste = (text: string, existing = [newDistribution(`${ID}-001`)]) =>
  pasteDistributions(text, ID, existing, vocabularies);

describe("cells of a spreadsheet", () => {
  it("stand between tabs and line breaks, in quotes where they hold either", () => {
    expect(cells('甲\t"乙\n""二"""\t\r\n\t \r\n5"\t"半\n')).toEqual([
      ["甲", '乙\n"二"', ""],
      ['5"', '"半'],
    ]);
    expect(cells("")).toEqual([]);
    expect(cells("甲")).toEqual([["甲"]]);
  });

  it("are read back as a spreadsheet writes them", () => {
    const cell = fc.string({ unit: fc.constantFrom("甲", "a", '"', "\t", "\n", " ") });
    const quoted = (text: string) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { maxLength: 4 }), (rows) => {
        const text = rows.map((row) => row.map(quoted).join("\t")).join("\r\n");
        expect(cells(text)).toEqual(rows.filter((row) => row.some((c) => c.trim() !== "")));
      }),
    );
  });
});

describe("resources pasted from a spreadsheet", () => {
  it("take the usual order without headings, and the place of the untouched first one", () => {
    expect(
      paste("104年\tcsv\thttps://data.example/104.csv\tutf8\n105年\tAPI\thttps://data.example/api\tutf-8\n"),
    ).toEqual({
      distributions: [
        {
          resourceID: `${ID}-001`,
          resourceDescription: "104年",
          format: "CSV",
          characterSetCode: "UTF-8",
          downloadURL: "https://data.example/104.csv",
        },
        {
          resourceID: `${ID}-002`,
          resourceDescription: "105年",
          format: "API",
          characterSetCode: "UTF-8",
          accessURL: "https://data.example/api",
        },
      ],
      notes: [],
    });
  });

  it("know their columns by label, by name and by other words, in any order", () => {
    const { distributions, notes } = paste(
      "資料下載網址\tformat\t備忘\t說明\t資料資源最後更新時間＊\nhttps://data.example/a\tJSON\t不要\t甲\t114年3月1日",
    );
    expect(distributions).toEqual([
      {
        resourceID: `${ID}-001`,
        resourceDescription: "甲",
        format: "JSON",
        characterSetCode: "UTF-8",
        resourceModified: "2025-03-01",
        downloadURL: "https://data.example/a",
      },
    ]);
    expect(notes).toEqual([
      "欄位「備忘」不屬於資料資源，未匯入",
      "第 1 筆：已將「114年3月1日」改為 2025-03-01",
    ]);
  });

  it("come after what is there, with numbers of their own", () => {
    const existing = [
      { ...newDistribution(`${ID}-007`), resourceDescription: "舊" },
      newDistribution(`${ID}-009`),
    ];
    const { distributions } = paste("甲\tCSV", existing);
    expect(distributions.map((d) => d.resourceID)).toEqual([`${ID}-007`, `${ID}-010`]);
    expect(distributions[0]).toBe(existing[0]);
  });

  it("say what could not be read", () => {
    const { distributions, notes } = paste("甲\t試算表\thttps://data.example/a\t克林貢\t多的");
    expect(distributions[0]).toMatchObject({
      format: "試算表",
      characterSetCode: "克林貢",
      downloadURL: "https://data.example/a",
    });
    expect(notes).toEqual([
      "第 1 筆多於 4 欄，其餘未匯入",
      "第 1 筆：檔案格式「試算表」不在清單中，請重新選擇",
      "第 1 筆：編碼格式「克林貢」不在清單中，請重新選擇",
    ]);
    expect(paste("描述\t格式\n").notes).toEqual(["沒有可匯入的資料列"]);
    expect(paste("").distributions).toEqual([]);
  });

  it("are 999 at most", () => {
    const { distributions, notes } = paste("甲\tCSV\n".repeat(1001));
    expect(distributions).toHaveLength(999);
    expect(new Set(distributions.map((d) => d.resourceID)).size).toBe(999);
    expect(notes).toEqual(["資源最多 999 項，自第 1000 筆起未匯入"]);
  });
});
