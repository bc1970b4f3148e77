import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { codedFields, ENGLISH_PAGES, labelDictionary } from "./label-dictionary.ts";

describe("the dictionary of labels", () => {
  const dictionary = labelDictionary(sampleCatalogue());

  it("has names of fields, words of the page and of vocabularies, counts and advice", () => {
    expect(dictionary.get("更新頻率")).toBe("Update frequency");
    expect(dictionary.get("資料資源編號")).toBe("Resource id");
    expect(dictionary.get("資料資源")).toBe("Resources");
    expect(dictionary.get("免費")).toBe("Free of charge");
    expect(dictionary.get("1 項")).toBe("1 item");
    expect(dictionary.get("3 星（滿分 5 星）")).toBe("3 stars of 5");
    expect(dictionary.get("國家發展委員會")).toBe("National Development Council");
    expect(dictionary.get("公共資訊")).toBe("Public information");
    expect(dictionary.get("提出意見")).toBe("Say something");
    expect(dictionary.get("尚未檢測")).toBe("Not rated yet");
    expect(dictionary.get("填寫各資源的檔案格式，才能評等")).toMatch(/^State the format/);
    expect([...dictionary.keys()].filter((zh) => zh.endsWith("可由 1 星提高為 3 星")).length).toBeGreaterThan(
      0,
    );
  });

  it("has nothing that says the same in both languages, or is not Chinese", () => {
    for (const [zh, en] of dictionary) {
      expect(zh).not.toBe(en);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it("may put values of these fields into English", () => {
    expect(codedFields()).toEqual([
      "授權方式",
      "計費方式",
      "資料開放類別",
      "更新頻率",
      "資料集類型",
      "資料集語系",
    ]);
  });
});

it.each([
  ["", true],
  ["agencies/", true],
  ["agencies/A41000000G/", true],
  ["agencies/A41000000G/page/2/", false],
  ["categories/I00/", true],
  ["categories/I00/page/12/", false],
  ["datasets/", true],
  ["datasets/page/2/", false],
  ["datasets/A41000000G-000001/", false],
  ["fields/", true],
  ["quality/", true],
  ["quality/agencies/A41000000G/", true],
  ["speak/", true],
  ["opinions/", true],
  ["opinions/12/", false],
  ["usage/agencies/A41000000G/", true],
  ["office/datasets/edit/", false],
  ["api/v2/rest/dataset/A41000000G-000001.json", false],
])("whether %s stands in the English edition too: %s", (path, expected) => {
  expect(new RegExp(ENGLISH_PAGES).test(path)).toBe(expected);
});
