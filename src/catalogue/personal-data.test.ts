import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countyOfHouse, findPersonalData } from "./personal-data.ts";

const kinds = (text: string) => findPersonalData(text).map(({ kind, masked }) => `${kind} ${masked}`);

/** The number that each letter stands for, as 內政部 publishes it. */
const TABLE: Record<string, number> = {
  A: 10, B: 11, C: 12, D: 13, E: 14, F: 15, G: 16, H: 17, I: 34, J: 18, K: 19, L: 20, M: 21, N: 22, O: 35, P: 23,
  Q: 24, R: 25, S: 26, T: 27, U: 28, V: 29, W: 32, X: 30, Y: 31, Z: 33,
}; // biome-ignore format: a table

/** Completes an identity number by the published rule. */
function withCheckDigit(nine: string): string {
  const first = TABLE[nine[0]!]!;
  const second = TABLE[nine[1]!] ?? Number(nine[1]);
  const digits = [Math.trunc(first / 10), first % 10, second % 10, ...[...nine.slice(2)].map(Number)];
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = digits.slice(0, 9).reduce((total, digit, i) => total + digit * weights[i]!, digits[9]!);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

describe("identity numbers", () => {
  it("knows the official examples", () => {
    expect(kinds("A123456789")).toEqual(["nationalId A12*******"]);
    expect(kinds("身分證：Ａ１２３４５６７８９。")).toEqual(["nationalId A12*******"]);
    expect(kinds("a123456789")).toEqual(["nationalId A12*******"]);
    // 移民署's example of the new 統一證號.
    expect(kinds("A800000014")).toEqual(["arc A80*******"]);
  });

  it("finds every number with the right check digit, and none with another", () => {
    const number = fc.tuple(
      fc.constantFrom(...Object.keys(TABLE)),
      fc.constantFrom(..."1289ABCD"),
      fc.stringMatching(/^\d{7}$/),
    );
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 9 }), ([letter, second, rest], shift) => {
        const sound = withCheckDigit(letter + second + rest);
        const kind = /[12]/.test(second) ? "nationalId" : "arc";
        expect(findPersonalData(`承辦人${sound}，`)).toEqual([
          { kind, masked: `${sound.slice(0, 3)}*******`, start: 3, end: 13 },
        ]);
        const wrong = sound.slice(0, 9) + ((Number(sound[9]) + shift) % 10);
        expect(findPersonalData(wrong)).toEqual([]);
      }),
    );
  });

  it("takes none out of a longer number or an identifier", () => {
    for (const text of [
      "XA123456789",
      "A1234567890",
      "A123456789B",
      "A11000000F-000001",
      "A41000000G-000001-001",
      "2.16.886.101.20003.20069",
    ]) {
      expect(kinds(text)).toEqual([]);
    }
    expect(kinds("https://example.gov.tw/?id=A123456789")).toEqual(["nationalId A12*******"]);
    expect(kinds("https://example.gov.tw/?id=A123456788")).toEqual([]);
  });
});

describe("mobile numbers", () => {
  it.each([
    "0912345678",
    "0912-345-678",
    "0912 345 678",
    "0912-345678",
    "(0912)345-678",
    "+886912345678",
    "+886-912-345-678",
    "+886 912 345 678",
    "+886(0)912345678",
    "00886912345678",
    "０９１２－３４５－６７８",
  ])("finds %s", (text) => {
    expect(findPersonalData(`手機：${text}（王）`)).toEqual([
      { kind: "mobile", masked: "0912-***-***", start: 3, end: 3 + text.length },
    ]);
  });

  it.each([
    "02-23165300",
    "02-2316-5300#0912",
    "(02)2316-5300",
    "04-09123456",
    "0800-000-123",
    "+886-2-2316-5300",
    "10912345678",
    "09123456789",
    "0912345678-000001",
    "A-0912345678",
    "2024-0912-345678",
    "3.0912345678",
    "https://data.gov.tw/dataset/0912345678",
    "https://example.gov.tw/?q=0912-345-678",
  ])("leaves %s", (text) => {
    expect(kinds(text)).toEqual([]);
  });
});

describe("mail", () => {
  it("finds personal hosts only", () => {
    expect(kinds("wang.da+1@gmail.com、chen@yahoo.com.tw；ＬＩＮ＠hotmail.com")).toEqual([
      "personalMail w***@gmail.com",
      "personalMail c***@yahoo.com.tw",
      "personalMail L***@hotmail.com",
    ]);
    expect(kinds("0912345678@gmail.com")).toEqual(["personalMail 0***@gmail.com"]);
    expect(kinds("opendata@ndc.gov.tw, x@mail.taipei.gov.tw, a@gmail.com.evil.gov.tw, @gmail.com")).toEqual(
      [],
    );
  });
});

describe("where somebody lives", () => {
  it.each([
    ["戶籍地址：臺北市大安區和平東路二段106號", "臺北市***"],
    ["住址 10617 臺北市大安區和平東路二段106號3樓", "臺北市***"],
    ["現住址為花蓮縣秀林鄉景美村12鄰34號", "花蓮縣***"],
    ["通訊地址：桃園市中壢區中大路３００號", "桃園市***"],
  ])("finds %s", (text, masked) => {
    expect(kinds(text)).toEqual([`address ${masked}`]);
    const [found] = findPersonalData(text);
    expect(text.slice(found!.start, found!.end)).toMatch(/^\p{Script=Han}{2}[縣市].*號$/u);
  });

  it.each([
    "機關地址：臺北市中正區寶慶路3號",
    "地址：臺北市中正區寶慶路3號",
    "機關通訊地址：臺北市中正區寶慶路3號",
    "本會之通訊地址：臺北市中正區寶慶路3號",
    "戶籍登記人數統計，依臺北市各區",
    "住址欄位說明：縣市、鄉鎮市區、路街、門牌號",
    "住址：臺北市中正區",
    "通訊處：臺北市第3號",
  ])("leaves %s", (text) => {
    expect(kinds(text)).toEqual([]);
  });
});

describe("countyOfHouse", () => {
  it.each<[text: string, county: string | undefined]>([
    ["臺北市大安區和平東路二段106號", "臺北市"],
    ["10617臺北市大安區和平東路二段106號之3", "臺北市"],
    ["新竹縣竹北市光明六路１０號", "新竹縣"],
    ["臺北市", undefined],
    ["公車站臺北市和平東路1號", undefined],
    ["臺北市第1號", undefined],
  ])("%s is %s", (text, county) => {
    expect(countyOfHouse(text)).toBe(county);
  });
});

it("takes no office's telephone, no identifier and no code of statistics for a person's", () => {
  const area = fc.constantFrom("02", "03", "037", "04", "049", "05", "06", "07", "08", "089", "082", "0836");
  const digits = (count: number) => fc.stringMatching(new RegExp(`^[2-8]\\d{${count - 1}}$`));
  const phone = fc
    .tuple(area, digits(7), fc.option(digits(3)))
    .map(([code, number, extension]) => `${code}-${number}${extension ? `#${extension}` : ""}`);
  const letter = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const identifier = fc
    .tuple(letter, digits(8), letter, digits(6))
    .map(([a, b, c, d]) => `${a}${b}${c}-${d}`);
  const statistics = fc.stringMatching(/^[A-Z]\d{4}-\d{2}-\d{2}-\d{3}$/);
  const year = fc.integer({ min: 1900, max: 2100 }).map((y) => `${y}年`);
  const oid = fc
    .array(fc.integer({ min: 1, max: 99999 }), { minLength: 4, maxLength: 8 })
    .map((n) => n.join("."));
  fc.assert(
    fc.property(fc.array(fc.oneof(phone, identifier, statistics, year, oid), { maxLength: 8 }), (texts) => {
      expect(findPersonalData(texts.join("、"))).toEqual([]);
    }),
    { seed: 5, numRuns: 2000 },
  );
});

it("never shows the whole, stays within the text and does not overlap", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "A123456789",
      "0912345678",
      "wang@gmail.com",
      "住址：臺北市信義路1號",
      "@gmail.com",
      "https://x.tw/",
      " ",
      "，",
      "@",
      "+886",
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const { masked, start, end } of findPersonalData(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(masked).not.toContain(text.slice(start, end));
        expect(masked).toContain("***");
        last = end;
      }
    }),
  );
});
