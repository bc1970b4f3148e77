import { describe, expect, it } from "vitest";
import { datasetText } from "../../../desk/dataset-text.ts";
import { type Draft, draftFromText } from "../../../desk/draft.ts";
import { rebase } from "./rebase.ts";

const FILE = `identifier: A41000000G-000123
# 名稱與機關公告一致
title: 景氣指標
description: 每月公布。
type: rawData
notes: 舊備註
distribution:
  - resourceID: A41000000G-000123-001
    format: CSV
    downloadURL: https://www.ndc.gov.tw/a.csv
`;

function draftOf(values: Draft["values"]): Draft {
  const read = draftFromText(FILE, "datasets/A41000000G/000123.yaml", "id", "2026-11-21T00:00:00.000Z");
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return { ...read.draft, values: { ...read.draft.values, ...values } };
}

describe("a draft on a file that changed meanwhile", () => {
  it("keeps both sides' changes, and the comments", () => {
    const fresh = FILE.replace("舊備註", "別人改的備註").replace("a.csv", "b.csv");
    const { draft, both } = rebase(draftOf({ title: "景氣指標與燈號" }), fresh)!;
    expect(both).toEqual([]);
    expect(draft.base).toBe(fresh);
    expect(datasetText(draft)).toBe(fresh.replace("title: 景氣指標", "title: 景氣指標與燈號"));
  });

  it("keeps its own where both changed a field, and names it", () => {
    const fresh = FILE.replace("舊備註", "別人改的備註").replace("每月公布", "每季公布");
    const { draft, both } = rebase(draftOf({ notes: "", description: "每季公布。" }), fresh)!;
    expect(both).toEqual(["notes"]);
    expect(draft.values.notes).toBe("");
    expect(datasetText(draft)).toBe(fresh.replace("notes: 別人改的備註\n", ""));
  });

  it("is left alone where the file can't be read any longer", () => {
    expect(rebase(draftOf({ title: "新名稱" }), "title: [")).toBeUndefined();
  });
});
