import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceRecord } from "../import/source-record.ts";
import { datasetOfRecord } from "../import/source-record.ts";
import type { YamlValue } from "../yaml-writer.ts";
import { alignDistributions } from "./distributions.ts";
import { idOf, pathOf, record, SOURCE, taken } from "./harvest.test-helper.ts";
import { mappingAt, mergeDataset, readDatasetText, withdrawDataset } from "./merge.ts";

const next = (each: SourceRecord) => datasetOfRecord(each, { identifier: idOf(1), source: SOURCE });
const merge = (ours: string, theirs: SourceRecord) => mergeDataset(pathOf(1), ours, next(theirs));
const base = record("a");
const ours = taken(1, base);
const describedAs = (description: string) => record("a", { fields: { ...base.fields, description } });

describe("three versions of a field", () => {
  const edited = ours.replace("description: a 的說明。", "description: 機關的說明。 # 承辦人");

  test.each([
    ["neither moved", ours, base, undefined],
    ["we moved", edited, base, undefined],
    ["the source moved", ours, describedAs("來源的說明。"), { fields: ["description"], conflicts: [] }],
    [
      "both moved",
      edited,
      describedAs("來源的說明。"),
      { fields: ["description"], conflicts: ["description"] },
    ],
    ["both moved to the same", edited, describedAs("機關的說明。"), undefined],
  ])("%s", (_, mine, theirs, wanted) => {
    const merged = merge(mine, theirs);
    expect(merged && { fields: merged.fields, conflicts: merged.conflicts }).toEqual(wanted);
    if (!merged) return;
    expect(merged.text).toContain("description: 來源的說明。");
    // What was taken is taken: the next day there is nothing left to offer.
    expect(merge(merged.text, theirs)).toBeUndefined();
  });

  test("comments, order and everything else stay", () => {
    const lines = edited.split("\n");
    const merged = merge(edited, describedAs("來源的說明。"))!.text.split("\n");
    const changed = lines.flatMap((line, index) => (line === merged[index] ? [] : [line]));
    expect(changed.every((line) => /^(description:| {4}description:)/.test(line))).toBe(true);
    expect(merged.find((line) => line.startsWith("description:"))).toBe("description: 來源的說明。 # 承辦人");
  });

  test("a field that the source has now and had not, and we filled in, is told as changed by both", () => {
    const filled = ours.replace("description:", "fieldDescription: 機關填寫\ndescription:");
    const theirs = record("a", { fields: { ...base.fields, fieldDescription: "來源填寫" } });
    expect(merge(filled, theirs)).toMatchObject({
      fields: ["fieldDescription"],
      conflicts: ["fieldDescription"],
    });
    expect(merge(ours, theirs)).toMatchObject({ fields: ["fieldDescription"], conflicts: [] });
  });

  test("a field that the source drops goes, but neither a mandatory one nor one that we changed", () => {
    const noted = record("a", { fields: { ...base.fields, notes: "備註" } });
    const mine = taken(1, noted);
    expect(merge(mine, base)).toMatchObject({ fields: ["notes"], conflicts: [] });
    expect(merge(mine, base)!.text).not.toContain("notes:");
    expect(merge(mine.replace("notes: 備註", "notes: 機關的備註"), base)).toBeUndefined();
    const { description: _, ...fields } = base.fields;
    expect(merge(ours, record("a", { fields }))).toBeUndefined();
  });

  test("what the source has no field for is kept with a change, and is none by itself", () => {
    const viewed = record("a", { unmapped: { views: "12" } });
    expect(merge(ours, viewed)).toBeUndefined();
    const merged = merge(ours, { ...viewed, title: "新名稱" })!;
    expect(mappingAt(mappingAt(readDatasetText(pathOf(1), merged.text), "provenance"), "unmapped")).toEqual({
      views: "12",
    });
  });

  test("a file that can't be read is left alone", () => {
    expect(merge("title: [", describedAs("來源的說明。"))).toBeUndefined();
    expect(merge("title: 沒有來源\n", describedAs("來源的說明。"))).toBeUndefined();
    expect(withdrawDataset(pathOf(1), "title: [", SOURCE, "2026-03-02")).toBeUndefined();
  });
});

describe("distributions keep their numbers", () => {
  const at = (number: string, more: Record<string, YamlValue>) => ({
    resourceID: `${idOf(1)}-${number}`,
    ...more,
  });
  const file = (name: string) => ({
    resourceDescription: name,
    format: "CSV",
    downloadURL: `https://x.tw/${name}`,
  });
  const align = (mine: YamlValue, theirs: YamlValue) => alignDistributions(mine, theirs, idOf(1));

  test("by address, then by description and format; new ones get one that was never used", () => {
    const mine = [at("001", file("a")), at("002", file("b")), at("003", file("c"))];
    const theirs = [
      at("001", { ...file("c"), resourceDescription: "丙" }),
      at("002", { ...file("a"), downloadURL: "https://x.tw/a-2" }),
      at("003", file("d")),
    ];
    expect(align(mine, theirs)).toEqual([
      at("003", { ...file("c"), resourceDescription: "丙" }),
      at("001", { ...file("a"), downloadURL: "https://x.tw/a-2" }),
      at("004", file("d")),
    ]);
  });

  test("what we added to one stays, an old address beside a new one does not", () => {
    const mine = [at("001", { ...file("a"), characterSetCode: "UTF-8" })];
    const theirs = [at("001", { resourceDescription: "a", format: "CSV", accessURL: "https://x.tw/api" })];
    expect(align(mine, theirs)).toEqual([
      at("001", {
        resourceDescription: "a",
        format: "CSV",
        accessURL: "https://x.tw/api",
        characterSetCode: "UTF-8",
      }),
    ]);
  });

  test("numbers are unique and kept, whatever either side lists", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const list = fc.array(name, { maxLength: 6 });
    fc.assert(
      fc.property(list, list, (mine, theirs) => {
        const numbered = (names: string[]) =>
          names.map((each, index) => ({
            resourceID: `${idOf(1)}-${String(index + 1).padStart(3, "0")}`,
            ...file(each),
          }));
        const found = align(numbered(mine), numbered(theirs)) as {
          resourceID: string;
          resourceDescription: string;
        }[];
        expect(new Set(found.map((item) => item.resourceID)).size).toBe(found.length);
        expect(found.map((item) => item.resourceDescription)).toEqual(theirs);
        for (const item of found) {
          const old = numbered(mine).find(({ resourceID }) => resourceID === item.resourceID);
          if (old) expect(old.resourceDescription).toBe(item.resourceDescription);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("a changed list is offered with the numbers of the main branch", () => {
    const theirs = record("a", {
      distributions: [
        { resourceDescription: "新增 JSON", format: "JSON", downloadURL: `https://${SOURCE}/a.json` },
        ...base.distributions,
      ],
    });
    const merged = merge(ours, theirs)!;
    const items = readDatasetText(pathOf(1), merged.text)!.distribution as {
      resourceID: string;
      format: string;
    }[];
    expect(items.map(({ resourceID, format }) => [resourceID.slice(-3), format])).toEqual([
      ["002", "JSON"],
      ["001", "CSV"],
    ]);
    expect(merge(merged.text, theirs)).toBeUndefined();
  });
});

test("any move of the source is offered once and then taken", () => {
  const text = fc
    .string({ minLength: 1, maxLength: 40, unit: "grapheme" })
    .map((each) => `說明${each.replace(/\s+/g, " ").trim()}`);
  fc.assert(
    fc.property(text, text, (first, second) => {
      const start = taken(1, describedAs(first));
      const merged = merge(start, describedAs(second));
      expect(merged === undefined).toBe(first === second);
      if (!merged) return;
      expect(readDatasetText(pathOf(1), merged.text)!.description).toBe(second);
      expect(merge(merged.text, describedAs(second))).toBeUndefined();
    }),
    { seed: 5, numRuns: 200 },
  );
});
