import { utils, write } from "@e965/xlsx";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { InventorySystem } from "../catalogue/plan/check-inventory.ts";
import type { InventoryFile } from "../catalogue/plan/plan-files.ts";
import { importInventory } from "../exchange/inventory-import.ts";
import { inventorySheet, inventoryTemplate } from "../exchange/inventory-sheet.ts";
import { LIMITS, readSpreadsheet } from "./spreadsheet.ts";

const FORMS = ["csv", "ods", "xlsx"] as const;
const AGENCY = "A41000000G";

const back = async (file: InventoryFile, form: (typeof FORMS)[number]) => {
  const tables = await readSpreadsheet(`表.${form}`, inventorySheet(file, form));
  return importInventory(tables[0]!, { agency: AGENCY, today: "2026-05-01" });
};

/** Text as officers may type it; formulas, signs of the codec and other scripts included, no blanks at the ends. */
const word = fc
  .array(
    fc.constantFrom(
      "資",
      "料",
      "A",
      "é",
      "😀",
      "=",
      "+",
      "-",
      "@",
      "＝",
      "'",
      '"',
      ",",
      "、",
      "；",
      "・",
      "：",
      "<",
      "&",
      "1",
      " ",
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join("").replace(/ +/g, " ").trim())
  .filter((text) => /[資料Aé]/.test(text));
const paragraph = fc.array(word, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));
const date = fc
  .date({ min: new Date("2013-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const url = fc.constantFrom("https://data.example/?a=1&b=2", "https://data.example/條款");
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const several = <T>(values: readonly T[]) => fc.shuffledSubarray([...values], { minLength: 1 });

const system = fc.record<Record<string, unknown>>({
  name: word,
  description: paragraph,
  users: several(["internal", "public", "crossAgency"]),
  items: fc.array(word, { minLength: 1, maxLength: 5 }),
  class: fc.constantFrom("A", "B", "C"),
  access: fc.constantFrom("free", "application", "charged"),
  outcome: some(fc.constantFrom("immediate", "planned", "closed")),
  found: date,
  datasets: some(fc.constant(["A41000000G-000012", "A41000000G-00_0Az"])),
  plannedTitle: some(word),
  openedOn: some(date),
  plannedOn: some(date),
  reason: some(paragraph),
  laws: some(fc.array(word, { minLength: 1, maxLength: 3 })),
  approval: some(fc.record({ by: word, date, document: some(word) })),
  nextReview: some(date),
  terms: some(fc.record({ name: word, url })),
  charging: some(
    fc.record({
      basis: url,
      law: some(word),
      consultedFrom: date,
      consultedTo: date,
      decidedOn: date,
      reportedOn: some(date),
      nextReview: some(date),
    }),
  ),
  priority: some(fc.constantFrom("public-safety", "health", "geospatial", "research")),
  grounds: some(several(["value", "cloud", "noPrivacy", "statutory", "duty", "demand", "app", "highlight"])),
  unit: word,
  note: some(paragraph),
});
const inventory = fc
  .record({ reviewedOn: date, systems: fc.array(system, { minLength: 1, maxLength: 25, size: "max" }) })
  .map(({ reviewedOn, systems }) => {
    const rows = systems.map((row, index) => ({ id: index * 7 + 1, ...row }) as unknown as InventorySystem);
    return JSON.parse(JSON.stringify({ agency: AGENCY, reviewedOn, systems: rows })) as InventoryFile;
  });

describe.each(FORMS)("inventory → %s → inventory", (form) => {
  it("is the same", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(inventory, async (file) => {
        const { file: read, problems } = await back(file, form);
        expect(problems).toEqual([]);
        expect(read).toEqual(file);
      }),
      { numRuns: form === "csv" ? 40 : 6, seed: 6 },
    );
  });

  it("is the same for an inventory without systems, but for its day", async () => {
    const { problems } = await back({ agency: AGENCY, reviewedOn: "2026-01-01", systems: [] }, form);
    expect(problems.map(({ code }) => code)).toEqual(["sheet/no-date"]);
  });

  it("reads its template", async () => {
    const [table] = await readSpreadsheet(`表.${form}`, inventoryTemplate(AGENCY, form));
    const options = { agency: AGENCY, today: "2026-05-01", reviewedOn: "2026-05-01" };
    expect(importInventory(table!, options)).toEqual({
      file: { agency: AGENCY, reviewedOn: "2026-05-01", systems: [] },
      problems: [],
      sheetRows: [],
    });
  });
});

const book = (sheet: ReturnType<typeof utils.aoa_to_sheet>, bookType: "xlsx" | "ods" | "xls" = "xlsx") =>
  new Uint8Array(write(utils.book_new(sheet, "表"), { type: "array", bookType }) as ArrayBuffer);
const message = (name: string, bytes: Uint8Array) =>
  readSpreadsheet(name, bytes).then(
    () => "",
    (cause: Error) => cause.message,
  );

describe("cells", () => {
  it.each(["xlsx", "ods"] as const)("reads dates, numbers and merged cells of %s", async (form) => {
    const sheet = utils.aoa_to_sheet([["表"], ["日期", "數", "字"], [46082, 3, "甲"], ["", 4.5, ""]]);
    sheet.A3!.z = "yyyy/m/d";
    sheet["!merges"] = [{ s: { r: 2, c: 0 }, e: { r: 3, c: 0 } }];
    const [table] = await readSpreadsheet(`表.${form}`, book(sheet, form));
    expect(table!.rows[2]).toEqual(["2026-03-01", 3, "甲"]);
    expect(table!.rows[3]![1]).toBe(4.5);
    expect(table!.merges).toEqual([{ top: 2, left: 0, bottom: 3, right: 0 }]);
  });

  it("takes a formula's saved value and never computes it", async () => {
    const sheet = utils.aoa_to_sheet([[1, 2]]);
    sheet.C1 = { t: "n", f: "A1+B1", v: 40 };
    sheet["!ref"] = "A1:C1";
    const [table] = await readSpreadsheet("表.xlsx", book(sheet));
    expect(table!.rows).toEqual([[1, 2, 40]]);
  });

  it("reads CSV that Windows wrote as Big5", async () => {
    const big5 = new Uint8Array([0xa7, 0xc7, 0xb8, 0xb9, 0x2c, 0xb3, 0xc6, 0xb5, 0xf9, 0x0d, 0x0a]);
    expect((await readSpreadsheet("表.CSV", big5))[0]!.rows).toEqual([["序號", "備註"]]);
  });
});

describe("hostile and broken files", () => {
  const small = book(utils.aoa_to_sheet([["序號"]]));
  const bomb = (size: number) =>
    zipSync({ ...unzipSync(small), "xl/worksheets/sheet2.xml": new Uint8Array(size) }, { level: 9 });

  it.each([
    ["表.txt", small, "表.txt 不是 .xlsx、.ods 或 .csv 檔；請以試算表另存為其中一種"],
    ["表", small, "表 不是 .xlsx、.ods 或 .csv 檔；請以試算表另存為其中一種"],
    ["表.csv", small, "表.csv 的內容與副檔名不符；請以試算表開啟後另存為 .csv 再試一次"],
    ["表.xlsx", strToU8("序號"), "表.xlsx 的內容與副檔名不符；請以試算表開啟後另存為 .xlsx 再試一次"],
    ["表.ods", small, "表.ods 不是 .ods 試算表；請以試算表開啟後另存為 .ods 再試一次"],
    [
      "表.xlsx",
      book(utils.aoa_to_sheet([["序號"]]), "xls"),
      "表.xlsx 有密碼保護，或是舊的 .xls 格式；請移除密碼，另存為 .xlsx 再試一次",
    ],
    ["表.xlsx", small.subarray(0, 600), "表.xlsx 已損壞，無法讀取；請以試算表開啟後另存新檔再試一次"],
    [
      "表.csv",
      strToU8('序號,"甲\n'),
      "無法讀取 表.csv（約第 1 行）：引號沒有成對；請以試算表開啟後另存為 CSV（UTF-8）再試一次",
    ],
    ["表.csv", new Uint8Array([0x41, 0, 0x42]), "表.csv 有無法辨認的字元；請另存為「CSV UTF-8」再試一次"],
    ["表.csv", new Uint8Array(LIMITS.file + 1), "表.csv 超過 8 MB；請刪除圖片與用不到的工作表再試一次"],
  ])("refuses %s", async (name, bytes, expected) => {
    expect(await message(name, bytes)).toBe(expected);
  });

  it("refuses an archive that unpacks to too much", async () => {
    const told = "表.xlsx 解開後超過 64 MB，或有 500 個以上的部分，不讀取；請把內容貼到新的試算表再試一次";
    expect(await message("表.xlsx", bomb(LIMITS.unpacked))).toBe(told);
    const many = Object.fromEntries(
      Array.from({ length: LIMITS.parts }, (_, i) => [`${i}.png`, new Uint8Array()]),
    );
    expect(await message("表.xlsx", zipSync({ ...unzipSync(small), ...many }))).toBe(told);
  });

  it("never unpacks more than the directory says", async () => {
    const bytes = bomb(1 << 20);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    // The directory of every part says that it is one byte long.
    for (let at = 0; at < bytes.length - 46; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1, true);
    }
    expect(await message("表.xlsx", bytes)).toMatch(/已損壞|不是 \.xlsx/);
  });

  it("refuses a protected ODS", async () => {
    const parts = unzipSync(book(utils.aoa_to_sheet([["序號"]]), "ods"));
    const manifest = strToU8("<manifest:encryption-data/>");
    const bytes = zipSync({ ...parts, "META-INF/manifest.xml": manifest });
    expect(await message("表.ods", bytes)).toBe("表.ods 有密碼保護；請移除密碼後另存再試一次");
  });

  const repeated = (row: string) => {
    const parts = unzipSync(book(utils.aoa_to_sheet([["序號"]]), "ods"));
    const content = new TextDecoder()
      .decode(parts["content.xml"])
      .replace(/<table:table-row>.*<\/table:table-row>/s, row);
    return zipSync({ ...parts, "content.xml": strToU8(content) });
  };
  const cell = (times: string) =>
    `<table:table-cell office:value-type="string" table:number-columns-repeated="${times}"><text:p>甲</text:p></table:table-cell>`;

  it.each(["900000000", "9e99"])("reads no more than a few of cells repeated %s times", async (times) => {
    const row = `<table:table-row table:number-rows-repeated="${times}">${cell(times)}</table:table-row>`;
    const [table] = await readSpreadsheet("表.ods", repeated(row));
    expect([table!.rows.length, table!.rows[0]!.length]).toEqual([1000, 100]);
  });

  it("gives up on more cells than its memory holds", { timeout: 90_000 }, async () => {
    const row = `<table:table-row table:number-rows-repeated="1000">${cell("100").repeat(2000)}</table:table-row>`;
    const { memoryMb } = LIMITS;
    LIMITS.memoryMb = 48;
    try {
      expect(await message("表.ods", repeated(row))).toBe(
        "表.ods 的內容太多，無法讀取；請只留下盤點表的工作表再試一次",
      );
    } finally {
      LIMITS.memoryMb = memoryMb;
    }
  });
});
