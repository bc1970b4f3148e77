import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { type CsvPreview, previewCsv } from "./csv-preview.ts";

const bytes = (text: string, encoding = "utf8") => new Uint8Array(iconv.encode(text, encoding));
const preview = (data: string | Uint8Array, truncated = false): CsvPreview => {
  const result = previewCsv(typeof data === "string" ? bytes(data) : data, truncated);
  if ("problem" in result) throw new Error(result.problem);
  return result;
};
const problem = (data: string | Uint8Array) => {
  const result = previewCsv(typeof data === "string" ? bytes(data) : data);
  return "problem" in result ? result.problem : undefined;
};

const TEXT = "機關,設備數量,更新日期\r\n檔案局,12,2026-01-05\r\n國發會,5,2026-01-06\r\n";

describe("encodings", () => {
  it.each([
    ["utf8", "UTF-8", "UTF-8"],
    ["cp950", "Big5", "BIG5"],
    ["utf16-le", "UTF-16", "UTF-16"],
    ["utf16-be", "UTF-16", "UTF-16"],
  ])("reads %s", (encoding, name, charset) => {
    const result = preview(bytes(TEXT, encoding));
    expect([result.encoding, result.charset]).toEqual([name, charset]);
    expect(result.columns).toEqual(["機關", "設備數量", "更新日期"]);
    expect(result.sample).toEqual([
      ["檔案局", "12", "2026-01-05"],
      ["國發會", "5", "2026-01-06"],
    ]);
  });

  it("reads marks at the start, and they are no part of the first heading", () => {
    expect(preview(bytes(`\ufeff${TEXT}`))).toMatchObject({ encoding: "UTF-8（含 BOM）", charset: "UTF-8" });
    for (const encoding of ["utf8", "utf16-le", "utf16-be"]) {
      expect(preview(bytes(`\ufeff${TEXT}`, encoding)).columns[0]).toBe("機關");
    }
  });

  it("tells of encodings that others can't read, and of lost characters", () => {
    expect(preview(bytes(TEXT, "cp950")).notes).toEqual(["編碼是 Big5，部分罕用字會遺失；建議另存為 UTF-8"]);
    expect(preview(bytes(TEXT, "utf16-le")).notes).toEqual([
      "編碼是 UTF-16，許多軟體讀不到；建議另存為 UTF-8",
    ]);
    // A pair of bytes that Big5 does not have, as in characters that an agency makes for itself.
    const own = new Uint8Array([
      ...bytes("機關名稱,數量\r\n檔案管理", "cp950"),
      0xfe,
      0xff,
      ...bytes(",1\r\n"),
    ]);
    expect(preview(own)).toMatchObject({ encoding: "Big5", columns: ["機關名稱", "數量"] });
    expect(preview(own).notes[0]).toMatch(
      /^有 \d+ 個字無法判讀，可能是自造字或檔案損壞；請改存為 UTF-8 並更正$/,
    );
  });
});

describe("tables", () => {
  it("counts rows without the heading and blank lines, and keeps quoted cells whole", () => {
    const result = preview('名稱,說明\n"甲,乙","第一行\n第二行"\n\n丙,"他說""好"""\n,\n');
    expect(result).toMatchObject({ rows: 2, delimiter: ",", notes: [] });
    expect(result.sample).toEqual([
      ["甲,乙", "第一行\n第二行"],
      ["丙", '他說"好"'],
    ]);
  });

  it.each([
    ["\t", "以Tab分隔；CSV 以半形逗號分隔最通用"],
    [";", "以分號分隔；CSV 以半形逗號分隔最通用"],
    ["|", "以直線「|」分隔；CSV 以半形逗號分隔最通用"],
  ])("finds %j as the delimiter", (sign, note) => {
    const result = preview(`甲${sign}"乙,丙,丁"${sign}戊\n1${sign}2${sign}3\n`);
    expect(result).toMatchObject({
      delimiter: sign,
      columns: ["甲", "乙,丙,丁", "戊"],
      rows: 1,
      notes: [note],
    });
  });

  it("says what is odd about headings and rows", () => {
    expect(preview("1,2026-01-05\n2,2026-01-06\n").notes).toEqual([
      "第一列看起來是資料，不是欄位名稱；請在檔案第一列加上欄位名稱",
    ]);
    expect(preview("甲,,甲\n1,2\n1,2,3,4\n").notes).toEqual([
      "第一列有 1 欄沒有名稱",
      "欄位名稱重複：「甲」",
      "有 2 列的欄數與第一列不同；請檢查是否有多餘的逗號或合併儲存格",
    ]);
    expect(preview("甲,乙\n").notes).toEqual(["只有欄位名稱，沒有資料"]);
    expect(preview("甲\u200b\u202e 一,乙\n").columns[0]).toBe("甲 一");
  });

  it("shows five rows, and the beginning of a long cell", () => {
    const result = preview(`甲\n${"長".repeat(300)}\n${"1\n".repeat(9)}`);
    expect(result.rows).toBe(10);
    expect(result.sample).toHaveLength(5);
    expect(result.sample[0]).toEqual([`${"長".repeat(200)}…`]);
  });

  it("finds what points to a person, masked", () => {
    const result = preview(`姓名,身分證字號\n王,A123456789\n${"李,0912345678\n".repeat(120)}`);
    expect(result.personal.slice(0, 2).map((p) => p.masked)).toEqual(["A12*******", "0912-***-***"]);
    expect(result.personal).toHaveLength(100);
    expect(result.notes).toEqual(["可能的個人資料有 121 處，只列出前 100 處"]);
  });
});

describe("主要欄位說明", () => {
  it("names the columns", () => {
    expect(preview('機關,"設備\n數量",,日期\n1,2,3,4\n').fieldDescription).toBe("機關、設備 數量、日期");
  });

  it("stays within the field's limit", () => {
    const long = preview(`${Array.from({ length: 99 }, (_, i) => `欄位名稱${i}`).join(",")}\n`);
    expect(long.fieldDescription).toMatch(/^欄位名稱0、欄位名稱1、.*、欄位名稱\d+等 99 個欄位$/);
    expect(preview(`${"名".repeat(300)},乙\n`).fieldDescription).toBe("共 2 個欄位");
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 80 }), { minLength: 1 }), (names) => {
        const result = previewCsv(bytes(`甲,${names.map((name) => `"${name.replaceAll('"', "")}"`)}\n`));
        expect("problem" in result).toBe(false);
        expect([...(result as CsvPreview).fieldDescription].length).toBeLessThanOrEqual(255);
      }),
    );
  });
});

describe("a cut file", () => {
  it("is read up to its last whole line, wherever it was cut", () => {
    const text = `名稱,說明\n${'甲,"第一行\n第二行"\n'.repeat(5)}`;
    for (const encoding of ["utf8", "cp950"]) {
      const whole = bytes(text, encoding);
      const first = bytes("名稱,說明\n", encoding).length;
      for (let end = first; end <= whole.length; end++) {
        const result = preview(whole.subarray(0, end), true);
        expect(result.columns).toEqual(["名稱", "說明"]);
        expect(result.rows).toBe(Math.floor((end - first) / ((whole.length - first) / 5)));
        expect(result.notes.at(-1)).toBe("檔案較大，欄數與個人資料只檢查了前面一部分");
      }
    }
  });
});

describe("what is no CSV", () => {
  it.each([
    ["", "檔案沒有內容。請確認選對了檔案"],
    ["\ufeff\n , \n", "檔案沒有內容。請確認選對了檔案"],
    [
      "PK\x03\x04\x14\0",
      "這是 Excel（xlsx）、ODS 或壓縮檔，不是 CSV。請在試算表另存新檔，選「CSV UTF-8（逗號分隔）」，壓縮檔請先解開",
    ],
    ["%PDF-1.7", "這是 PDF 檔，不是 CSV。請由原始的試算表或資料庫匯出 CSV"],
    ["\ufeff <!doctype html>", "這是網頁或 XML 檔，不是 CSV。請確認選對了檔案"],
    ['[{"a":1}]', "這是 JSON 檔，不是 CSV。JSON 也是開放格式，直接填寫下載網址即可"],
    ["a\0\0b", "這不是文字檔，無法預覽。請在試算表另存新檔，選「CSV UTF-8（逗號分隔）」"],
    [
      '甲,乙\n"丙,丁\n',
      "引號沒有成對，無法讀取（約第 2 行）。請在試算表另存新檔，選「CSV UTF-8（逗號分隔）」",
    ],
  ])("%j: %s", (data, message) => {
    expect(problem(data)).toBe(message);
  });

  it("says so for old Excel files", () => {
    expect(problem(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toBe(
      "這是舊版 Excel（xls）或 Word 檔，不是 CSV。請在試算表另存新檔，選「CSV UTF-8（逗號分隔）」",
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (data, truncated) => {
        expect(previewCsv(data, truncated)).toBeTypeOf("object");
      }),
    );
  });
});
