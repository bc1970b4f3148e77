import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, judgePersonalCells } from "./personal-cells.ts";

/** Records as cells: the first line is the heading. */
function cells(table: string): Cell[] {
  const [heading, ...rows] = table.split("\n").map((line) => line.split(","));
  return rows.flatMap((row, index) =>
    heading!.map((column, at) => ({ column, row: index + 1, text: row[at] ?? "" })),
  );
}
const judge = (table: string) =>
  judgePersonalCells(cells(table)).map(
    ({ kind, masked, row, column }) => `${row} ${column} ${kind} ${masked}`,
  );

/** Sound numbers: 內政部's rule. */
const SOUND = ["A123456789", "F131104093", "H201078505", "N222336671"];

describe("judgePersonalCells", () => {
  it("takes one number where the column is named so", () => {
    expect(judge("姓名,身分證字號\n王,A123456789\n林,")).toEqual(["1 身分證字號 nationalId A12*******"]);
    expect(judge("店名,手機\n甲,0912-345-678")).toEqual(["1 手機 mobile 0912-***-***"]);
    expect(judge("name,ARC No\nx,A800000014")).toEqual(["1 ARC No arc A80*******"]);
  });

  it("takes no single number of a column that says nothing", () => {
    expect(judge("代碼,名稱\nA123456789,甲\nA123456788,乙")).toEqual([]);
    expect(judge("電話\n0912345678\n02-23165300")).toEqual([]);
  });

  it("takes several, with three examples", () => {
    const table = `代碼\n${["A123456789", "A123456789", "A123456789", "A123456789"].join("\n")}`;
    expect(judge(table)).toEqual([1, 2, 3].map((row) => `${row} 代碼 nationalId A12*******`));
    expect(judge("聯絡\na@gmail.com\nb@gmail.com\nc@yahoo.com.tw")).toHaveLength(3);
  });

  it("takes no column of codes in which one of ten has the checksum", () => {
    const codes = Array.from({ length: 100 }, (_, i) => `A1234567${String(i).padStart(2, "0")}`);
    expect(judge(`代碼\n${codes.join("\n")}`)).toEqual([]);
  });

  it.each<[table: string, found: string[]]>([
    ["姓名,地址\n王,臺北市大安區和平東路二段106號", ["1 地址 address 臺北市***"]],
    ["當事人,戶籍地\n王,10617臺北市大安區和平東路二段106號", ["1 戶籍地 address 臺北市***"]],
    ["住址\n花蓮縣秀林鄉景美村12鄰34號", ["1 住址 address 花蓮縣***"]],
    ["店名,負責人姓名,地址\n甲,王,臺北市大安區和平東路二段106號", []],
    ["機關名稱,地址\n甲,臺北市大安區和平東路二段106號", []],
    ["機關住址\n臺北市大安區和平東路二段106號", []],
    ["姓名,地址\n王,臺北市大安區", []],
    ["地址\n臺北市大安區和平東路二段106號", []],
  ])("addresses of %j", (table, found) => {
    expect(judge(table)).toEqual(found);
  });

  it("takes what a text itself calls somebody's address", () => {
    expect(judge("備註\n戶籍地址：臺北市大安區和平東路二段106號")).toEqual(["1 備註 address 臺北市***"]);
  });

  it("gives at most twenty, and never the whole", () => {
    const heading = Array.from({ length: 10 }, (_, i) => `身分證字號${i}`).join(",");
    const row = Array.from({ length: 10 }, () => SOUND[0]).join(",");
    const found = judgePersonalCells(cells([heading, row, row, row, row].join("\n")));
    expect(found).toHaveLength(20);
    for (const { masked } of found) expect(SOUND).not.toContain(masked);
  });

  it("finds next to nothing in random codes, telephones and years", () => {
    const cell = fc.oneof(
      fc.stringMatching(/^[A-Z][12]\d{8}$/),
      fc.stringMatching(/^0[2-8]-\d{7,8}$/),
      fc.integer({ min: 0, max: 10 ** 10 }).map(String),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 30, maxLength: 60 }), (texts) => {
        expect(judgePersonalCells(texts.map((text, row) => ({ column: "代碼", row, text })))).toEqual([]);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
