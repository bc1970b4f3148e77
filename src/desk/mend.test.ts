import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleVocabularies } from "../catalogue/fixtures.ts";
import { distributionFields, type FormField, formSections } from "./fields.ts";
import { mend, rocText, splitKeywords } from "./mend.ts";

const vocabularies = sampleVocabularies();
const all = [
  ...formSections(vocabularies).flatMap((section) => section.fields),
  ...distributionFields(vocabularies, "OTHER"),
];
const field = (name: string): FormField => all.find((f) => f.name === name)!;

describe("what is typed", () => {
  it.each([
    ["releaseDate", "114年3月1日", "2025-03-01"],
    ["releaseDate", "民國１１４．３．１", "2025-03-01"],
    ["releaseDate", "1140301", "2025-03-01"],
    ["releaseDate", "2025/3/1", "2025-03-01"],
    ["releaseDate", "2025-03-01 08:00:00", "2025-03-01"],
    ["resourceModified", "114/3/1 8:05", "2025-03-01 08:05:00"],
    ["numberOfData", "５，０００ 筆", "5000"],
    ["numberOfData", "約 120", "120"],
    ["accrualPeriodicity", "每1月", "每月"],
    ["accrualPeriodicity", "一天1次", "每日"],
    ["publisherContactPhone", "０２－２３１６５３００＃１２３", "02-23165300#123"],
    ["publisherContactEmail", "ａ＠ndc.example", "a@ndc.example"],
    ["landingPage", "ｈttps：／／data.example／a", "https://data.example/a"],
    ["downloadURL", "https：//data.example/１（一）.csv", "https://data.example/1(一）.csv"],
    ["type", "原始資料", "rawData"],
    ["format", "csv", "CSV"],
    ["license", "ＣＣ BY 4.0", "CC-BY-4.0"],
  ])("into %s: %s means %s", (name, typed, meant) => {
    expect(mend(field(name), `　${typed} `, vocabularies)).toEqual({
      text: meant,
      note: `已將「${typed}」改為 ${meant}`,
    });
  });

  it.each([
    ["releaseDate", "下個月"],
    ["releaseDate", "93.5.1"],
    ["releaseDate", "2025-02-30"],
    ["numberOfData", "五千多"],
    ["numberOfData", "1.5"],
    // Says more than 每年.
    ["accrualPeriodicity", "每年2月底"],
    ["accrualPeriodicity", "視需要"],
    ["format", "試算表"],
    ["title", "１０４年度ＡＢＣ統計（一）"],
    ["fieldDescription", "第一行\n第二行"],
  ])("into %s: %s stays as it is", (name, typed) => {
    expect(mend(field(name), typed, vocabularies)).toEqual({ text: typed });
  });

  it("loses edge blanks, line breaks of one-line fields and what nobody sees, without a word", () => {
    expect(mend(field("title"), "\u3000甲\u200b\n乙\t丙\ufeff ", vocabularies)).toEqual({ text: "甲 乙 丙" });
    expect(mend(field("description"), " 甲\r\n乙\u202e\n", vocabularies)).toEqual({ text: "甲\n乙" });
    expect(mend(field("releaseDate"), " \u3000", vocabularies)).toEqual({ text: "" });
  });

  it("is mended once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.string({ unit: "binary" }), (f, typed) => {
        const { text } = mend(f, typed, vocabularies);
        expect(mend(f, text, vocabularies)).toEqual({ text });
      }),
    );
  });
});

describe("keywords", () => {
  it("are split wherever people put a mark, each kept once", () => {
    expect(splitKeywords("交通，治安、 環境,交通;；\n　水 質\t\u200b")).toEqual([
      "交通",
      "治安",
      "環境",
      "水 質",
    ]);
    expect(splitKeywords(" ， ")).toEqual([]);
  });
});

describe("a date in the calendar of the Republic", () => {
  it.each([
    ["2025-03-01", "民國114年3月1日"],
    ["2025-12-31 08:05:00", "民國114年12月31日 08:05:00"],
    ["1912-01-01", "民國1年1月1日"],
    ["1911-12-31", "民國前1年12月31日"],
    ["2025-02-30", ""],
    ["114年3月1日", ""],
    ["", ""],
  ])("%s is %s", (iso, roc) => {
    expect(rocText(iso)).toBe(roc);
  });

  it("is read back as the same day", () => {
    const day = fc.date({ min: new Date("1921-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(mend(field("releaseDate"), rocText(iso), vocabularies).text).toBe(iso);
      }),
    );
  });
});
