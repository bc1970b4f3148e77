import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { labelDictionary, labelsFile } from "./label-dictionary.ts";

const { vocabularies } = sampleCatalogue();

describe("the dictionary of labels", () => {
  const dictionary = labelDictionary(vocabularies);

  it("has names of fields, words of the page and of vocabularies, counts and advice", () => {
    expect(dictionary.get("更新頻率")).toBe("Update frequency");
    expect(dictionary.get("資料資源編號")).toBe("Resource id");
    expect(dictionary.get("資料資源")).toBe("Resources");
    expect(dictionary.get("免費")).toBe("Free of charge");
    expect(dictionary.get("1 項")).toBe("1 item");
    expect(dictionary.get("3 星（滿分 5 星）")).toBe("3 stars of 5");
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

  it("is given to the script with the fields whose values it may put into English", () => {
    const { words, coded } = JSON.parse(labelsFile(vocabularies));
    expect(words).toEqual(Object.fromEntries(dictionary));
    expect(coded).toEqual(["授權方式", "計費方式", "資料開放類別", "更新頻率", "資料集類型", "資料集語系"]);
  });
});
