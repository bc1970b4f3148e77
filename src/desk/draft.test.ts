import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAMPLE_AGENCIES, sampleVocabularies } from "../catalogue/fixtures.ts";
import { checkDraft } from "./check-draft.ts";
import type { DeskAgency } from "./data.ts";
import { datasetText } from "./dataset-text.ts";
import {
  applyFix,
  type Draft,
  draftFromText,
  exportDraft,
  importDraft,
  newDraft,
  nextSerial,
} from "./draft.ts";

const agency: DeskAgency = { agency: SAMPLE_AGENCIES[1]!, above: [SAMPLE_AGENCIES[0]!], datasets: [] };
const PATH = "datasets/A41000000G/000001.yaml";
const NOW = "2026-03-01T10:00:00.000Z";
const TODAY = "2026-03-01";

describe("a new draft", () => {
  it("has the manual's defaults, the agency's window, a serial and one resource", () => {
    expect(newDraft(agency, ["000001", "000007"], TODAY, "x")).toEqual({
      id: "x",
      savedAt: "2026-03-01T00:00:00+08:00",
      agency: "A41000000G",
      serial: "000008",
      values: {
        categoryCode: "E00",
        language: "zh",
        dataClass: "甲",
        license: "OGDL-Taiwan-1.0",
        cost: "免費",
        contact: "main",
        modified: TODAY,
        distribution: [{ resourceID: "A41000000G-000008-001", characterSetCode: "UTF-8" }],
      },
    });
    const bare = { ...agency, agency: { code: "A41000000G", name: "甲" } };
    expect(newDraft(bare, [], TODAY, "x").values.contact).toBeUndefined();
  });

  it("takes the serial after the highest, or a free one where all are used up", () => {
    expect(nextSerial([])).toBe("000001");
    expect(nextSerial(["A00009", "000002"])).toBe("000003");
    expect(nextSerial(["999999", "000001"])).toBe("000002");
  });
});

describe("a draft of a file", () => {
  it("holds its texts, and the file itself", () => {
    const text =
      "title: 甲\nnumberOfData: 12\nkeyword: [子, 丑]\nlegacyID: 5\ndistribution:\n  - format: CSV\n    x: y\n";
    expect(draftFromText(text, PATH, "x", NOW)).toEqual({
      draft: {
        id: "x",
        savedAt: NOW,
        agency: "A41000000G",
        serial: "000001",
        values: { title: "甲", numberOfData: "12", keyword: ["子", "丑"], distribution: [{ format: "CSV" }] },
        base: text,
      },
    });
  });

  it("can't be made where the text can't be read; then the checker's words are told", () => {
    const told = (text: string, path = PATH) => {
      const read = draftFromText(text, path, "x", NOW);
      return "problems" in read ? read.problems.map((p) => [p.code, p.line]) : [];
    };
    expect(told("title: 甲\n\tx: 1\n")).toEqual([["yaml/tab", 2]]);
    expect(told("")).toEqual([["yaml/empty", 1]]);
    expect(told("title: 甲", "datasets/../x.yaml")).toEqual([["file/name", 1]]);
    expect(told("title：甲\ntype: rawData")).toEqual([["yaml/fullwidth-colon", 1]]);
  });
});

describe("a mend", () => {
  const vocabularies = sampleVocabularies();
  const fixOf = (draft: Draft, code: string): Draft => {
    const text = datasetText(draft);
    const path = `datasets/${draft.agency}/${draft.serial}.yaml`;
    const found = checkDraft({ text, path, platform: { vocabularies }, agency, today: TODAY });
    return applyFix(draft, found.find((d) => d.code === code)!);
  };

  it("reaches the control, and leaves aside what does not apply", () => {
    const draft = newDraft(agency, [], TODAY, "x");
    draft.values = { ...draft.values, releaseDate: "114年3月1日", costLaw: "規費法" };
    const fixed = fixOf(draft, "date/roc");
    expect(fixed.values).toEqual({ ...draft.values, releaseDate: "2025-03-01" });
    expect(fixed.base).toBeUndefined();
  });

  it("of a control leaves the file as it was; of what no control holds makes it another", () => {
    const base = "# 註\nidentifier: A41000000G-000009\ntitle: 甲\nreleaseDate: 114/3/1 # 日\n";
    const read = draftFromText(base, PATH, "x", NOW) as { draft: Draft };
    const dated = fixOf(read.draft, "date/roc");
    expect(dated.base).toBe(base);
    expect(datasetText(dated)).toBe(base.replace("114/3/1", "2025-03-01"));
    const placed = fixOf(dated, "identifier/place");
    expect(datasetText(placed)).toBe(base.replace("114/3/1", "2025-03-01").replace("000009", "000001"));
    expect(placed.base).toBe(datasetText(placed));
  });

  it("that there is none changes nothing", () => {
    const draft = newDraft(agency, [], TODAY, "x");
    expect(fixOf(draft, "field/missing")).toBe(draft);
  });
});

describe("a draft as a file", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 30 });
  const draft = fc.record({
    title: text,
    keyword: fc.array(text, { maxLength: 3 }),
    distribution: fc.array(fc.record({ resourceID: text, format: text }), { maxLength: 3 }),
  });

  it("comes back as it was, under a name and a time of its own", () => {
    fc.assert(
      fc.property(draft, fc.option(fc.constantFrom("title: 甲\n"), { nil: undefined }), (values, base) => {
        const one: Draft = {
          id: "x",
          savedAt: NOW,
          agency: "A41000000G",
          serial: "000001",
          values,
          ...(base === undefined ? {} : { base, pull: 7 }),
        };
        expect(importDraft(exportDraft(one), "y", "later")).toEqual({
          draft: { ...one, id: "y", savedAt: "later" },
        });
      }),
    );
  });

  it.each([
    ["不是 JSON", "這個檔案不是草稿檔，請選擇由「匯出草稿」存下的檔案"],
    ["[]", "這個檔案不是草稿檔，請選擇由「匯出草稿」存下的檔案"],
    ['{"title":"甲"}', "這個檔案不是草稿檔，請選擇由「匯出草稿」存下的檔案"],
    [change({ version: 2 }), "草稿檔的版本不同，請重新整理本頁面後再匯入"],
    [change({ agency: "../../etc" }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ serial: 7 }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ values: { title: ["甲"] } }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ values: { keyword: [1] } }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ values: { distribution: ["甲"] } }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ pull: -1 }), "草稿檔的內容不完整或已被改過，請重新匯出後再匯入"],
    [change({ base: "title: [甲" }), "草稿檔所附的原檔無法讀取，請重新匯出後再匯入"],
  ])("%s is refused", (file, problem) => {
    expect(importDraft(file, "y", NOW)).toEqual({ problem });
  });

  it("brings only what a form holds", () => {
    const values = JSON.parse('{"title":"甲","__proto__":{"x":"1"},"status":"withdrawn","constructor":"x"}');
    const { draft } = importDraft(change({ values }), "y", NOW) as { draft: Draft };
    expect(Object.keys(draft.values)).toEqual(["title"]);
    expect(Object.getPrototypeOf(draft.values)).toBe(Object.prototype);
  });
});

function change(parts: object): string {
  const file = { format: "dataset-draft", version: 1, agency: "A41000000G", serial: "000001", values: {} };
  return JSON.stringify({ ...file, ...parts });
}
