import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDataset } from "./check.ts";
import { checkAgency } from "./check-agency.ts";
import { sampleVocabularies } from "./fixtures.ts";

const PATH = "datasets/A41000000G/000901.yaml";
const context = { vocabularies: sampleVocabularies(), today: "2026-03-01" };
const encode = (text: string) => new TextEncoder().encode(text);

const dataset = (fields: Record<string, string>, distribution: string): string => {
  const all = {
    identifier: "A41000000G-000901",
    categoryCode: "I00",
    title: "公共建設計畫經費執行情形",
    description: "各機關公共建設計畫當年度預算數。",
    fieldDescription: "計畫名稱、預算數",
    type: "rawData",
    license: "OGDL-Taiwan-1.0",
    cost: "免費",
    accrualPeriodicity: "每月",
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join("\n")}\ndistribution:\n${distribution}`;
};
const resource = (format: string, address = "downloadURL", id = "001") =>
  `  - resourceID: A41000000G-000901-${id}\n    resourceDescription: 說明\n    format: ${format}\n    characterSetCode: UTF-8\n    ${address}: https://www.ndc.gov.tw/${id}\n`;
const API = resource("API", "accessURL", "002");

const check = (text: string) => checkDataset(PATH, encode(text), context).diagnostics;
const quality = (fields: Record<string, string>, distribution: string) =>
  check(dataset(fields, distribution))
    .filter(({ code }) => code.startsWith("quality/"))
    .map(({ code, severity }) => `${severity} ${code}`);

describe("A16: what changes fast wants an API", () => {
  it.each<[frequency: string, distribution: string, warns: boolean]>([
    ["即時", resource("CSV"), true],
    ["每10分鐘", resource("CSV"), true],
    ["每小時", resource("CSV"), true],
    ["每2小時", resource("CSV"), false],
    ["每日", resource("CSV"), false],
    ["不定期", resource("CSV"), false],
    ["即時", resource("CSV") + API, false],
    ["即時", API, false],
    ["即時", resource("APP-ANDROID", "accessURL"), false],
  ])("%s %j", (frequency, distribution, warns) => {
    const found = quality({ accrualPeriodicity: frequency, type: "OTHER" }, distribution);
    expect(found.includes("warning quality/frequency-api")).toBe(warns);
  });
});

describe("A17: three stars are the principle", () => {
  it.each<[type: string, distribution: string, warns: boolean]>([
    ["rawData", resource("PDF"), true],
    ["rawData", resource("XLSX"), true],
    ["rawData", resource("CSV"), false],
    ["rawData", resource("PDF") + resource("JSON", "downloadURL", "002"), false],
    ["OTHER", resource("PDF"), true],
    ["SERVICES", API, false],
    ["TOOLS", resource("APP-ANDROID", "accessURL"), false],
  ])("%s %j", (type, distribution, warns) => {
    expect(quality({ type }, distribution).includes("warning quality/stars")).toBe(warns);
  });
});

const personal = (text: string) =>
  check(text).map(
    ({ severity, code, line, column, message }) => `${line}:${column} ${severity} ${code} ${message}`,
  );

describe("A18: personal data in a dataset", () => {
  it("is found in every text, where it stands, and never shown whole", () => {
    const fields = {
      title: "名冊 A123456789",
      keyword: "\n  - 王先生 0912-345-678",
      notes: "|\n  第一行\n  第二行 wang@gmail.com",
      publisherContactEmail: "chen@yahoo.com.tw",
      landingPage: "https://www.ndc.gov.tw/?id=A123456789",
    };
    const text = dataset(fields, resource("CSV").replace("說明", "洽 ０９１２－３４５－６７８"));
    expect(personal(text)).toEqual([
      "3:11 error personal-data/found 資料集名稱（title）含有身分證字號 A12*******，這個欄位會公開",
      "11:9 error personal-data/found 標籤／關鍵字（keyword）含有行動電話 0912-***-***，這個欄位會公開",
      "14:7 error personal-data/found 備註（notes）含有私人信箱 w***@gmail.com，這個欄位會公開",
      "15:24 error personal-data/found 提供機關聯絡人電子郵件（publisherContactEmail）含有私人信箱 c***@yahoo.com.tw，這個欄位會公開",
      "16:41 error personal-data/found 資料集相關網址（landingPage）含有身分證字號 A12*******，這個欄位會公開",
      "19:28 error personal-data/found 資料資源描述（resourceDescription）含有行動電話 0912-***-***，這個欄位會公開",
    ]);
  });

  it("only warns of what an import brings, and of addresses", () => {
    const imported = `${dataset({ notes: "洽 0912-345-678" }, resource("CSV"))}provenance:\n  source: data.gov.tw\n  incomplete: true\n  unmapped:\n    備考: wang@gmail.com\n`;
    expect(check(imported).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning personal-data/imported",
      "warning personal-data/imported",
    ]);
    expect(personal(dataset({ notes: "住址：臺北市中正區寶慶路3號" }, resource("CSV")))).toEqual([
      "10:11 warning personal-data/address 備註（notes）疑似有個人住址 臺北市***，這個欄位會公開",
    ]);
  });

  it("tells the first five of a text", () => {
    const list = Array.from({ length: 9 }, (_, i) => `0912-345-67${i}`).join("、");
    expect(check(dataset({ notes: list }, resource("CSV")))).toHaveLength(5);
  });

  it("has no number, mailbox or house of anybody in its messages", () => {
    const secret = fc.oneof(
      fc.stringMatching(/^09\d{8}$/),
      fc.stringMatching(/^[a-z]{2,8}@gmail\.com$/),
      fc.constant("A123456789"),
    );
    fc.assert(
      fc.property(secret, (text) => {
        const found = check(dataset({ notes: `洽 ${text} 。` }, resource("CSV")));
        expect(found).toHaveLength(1);
        expect(`${found[0]!.message}${found[0]!.remedy}`).not.toContain(text);
      }),
      { seed: 5, numRuns: 50 },
    );
  });
});

it("finds personal data in an agency's contacts (A18)", () => {
  const text =
    "code: A41000000G\nname: 國家發展委員會\ncontacts:\n  - id: main\n    name: 王小姐\n    phone: 0912-345-678\n    email: wang@gmail.com\n";
  const found = checkAgency("agencies/A41000000G/agency.yaml", encode(text)).diagnostics;
  expect(found.map(({ code, severity, line, column }) => `${line}:${column} ${severity} ${code}`)).toEqual([
    "6:12 error personal-data/found",
    "7:12 error personal-data/found",
  ]);
});
