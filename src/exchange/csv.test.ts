import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { decode, parseCsv, parseJsonRows, TableError } from "./csv.ts";
import { csvLine } from "./csv-writer.ts";

describe("decode", () => {
  it.each([
    ["UTF-8", new TextEncoder().encode("編號,名稱")],
    ["UTF-8", new TextEncoder().encode("\ufeff編號,名稱")],
    ["UTF-16LE", iconv.encode("編號,名稱", "utf-16le", { addBOM: true })],
    ["UTF-16BE", iconv.encode("編號,名稱", "utf-16be", { addBOM: true })],
    ["CP950", iconv.encode("編號,名稱", "cp950")],
  ])("detects %s", (encoding, bytes) => {
    expect(decode(bytes)).toEqual({ text: "編號,名稱", encoding, replaced: 0 });
  });

  it("keeps undecodable bytes as U+FFFD and counts them", () => {
    const bytes = Uint8Array.of(...iconv.encode("名稱", "cp950"), 0xff);
    expect(decode(bytes)).toEqual({ text: "名稱\ufffd", encoding: "CP950", replaced: 1 });
  });
});

describe("tables", () => {
  it("keeps every column, whatever the headings", () => {
    expect(parseCsv("\ufeffa, a ,,__proto__\r\n1,2,3,4\n").headings).toEqual([
      "a",
      "a（2）",
      "第3欄",
      "__proto__",
    ]);
  });

  it("keeps rows of any width for the caller", () => {
    expect(parseCsv('a,b\n1\n"2\n2",3,4\n').rows).toEqual([["1"], ["2\n2", "3", "4"]]);
  });

  it("says what is wrong", () => {
    expect(() => parseCsv("")).toThrow(TableError);
    expect(() => parseCsv('a,b\n"1,2\n3')).toThrow("引號沒有成對");
    expect(() => parseJsonRows("{")).toThrow("格式不正確");
    expect(() => parseJsonRows("[1]")).toThrow("物件組成的陣列");
  });

  it("reads a list of objects, columns in the order of their first appearance", () => {
    const table = parseJsonRows('[{"a":"1","__proto__":"p"},{"b":2,"a":null}]');
    expect(table).toEqual({
      headings: ["a", "__proto__", "b"],
      rows: [
        ["1", "p", ""],
        ["", "", "2"],
      ],
      firstRow: 1,
    });
  });

  it("disarms formulas and quotes where needed", () => {
    expect(csvLine(["=1+1", 'a"b', "c\nd", "+e", "f"])).toBe(`'=1+1,"a""b","c\nd",'+e,f\r\n`);
  });
});
