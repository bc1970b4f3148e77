import { describe, expect, it } from "vitest";
import type { DatasetFile } from "./catalogue.ts";
import { compareFields, toHistoryEntry, withoutSame } from "./history.ts";

const file = (overrides: Partial<DatasetFile> = {}): DatasetFile => ({
  identifier: "A41000000G-000001",
  title: "名稱",
  distribution: [
    { resourceID: "A41000000G-000001-001", format: "CSV", downloadURL: "https://a.gov.tw/1" },
    { resourceID: "A41000000G-000001-002", format: "JSON", downloadURL: "https://a.gov.tw/2" },
  ],
  ...overrides,
});
const commit = { commit: "abc", author: "officer", time: "2026-01-05 09:00", subject: "s" };

describe("comparing two revisions", () => {
  it("names changed, added and removed fields with their labels", () => {
    const before = file({ keyword: ["甲", "乙"], notes: "舊" });
    const after = file({ keyword: ["甲", "丙"], spatial: "臺灣" });
    expect(compareFields(before, after)).toEqual([
      { field: "keyword", label: { zh: "標籤／關鍵字", en: "Keywords" }, before: "甲、乙", after: "甲、丙" },
      { field: "spatial", label: { zh: "資料集空間範圍", en: "Spatial coverage" }, after: "臺灣" },
      { field: "notes", label: { zh: "備註", en: "Notes" }, before: "舊" },
    ]);
  });

  it("tells distributions apart by their ids, so that their order is no change", () => {
    const moved = file();
    moved.distribution.reverse();
    expect(compareFields(file(), moved)).toEqual([]);
    const changed = file();
    changed.distribution[1]!.format = "XML";
    expect(compareFields(file(), changed)).toEqual([
      {
        field: "distribution.A41000000G-000001-002.format",
        label: { zh: "檔案格式", en: "Format" },
        before: "JSON",
        after: "XML",
      },
    ]);
  });

  it("survives files that are no datasets", () => {
    const broken = { identifier: "x", title: "x", distribution: ["text", null] } as unknown as DatasetFile;
    expect(() => compareFields(file(), broken)).not.toThrow();
  });
});

describe("what a commit did", () => {
  const withdrawal = { reason: "A" as const, explanation: "x", date: "2026-01-01" };
  const down = file({ status: "withdrawn", withdrawal });
  const back = file({ status: "published", withdrawal: { ...withdrawal, relistedOn: "2026-02-01" } });
  it.each([
    ["created", undefined, file()],
    ["modified", file(), file({ title: "新" })],
    ["withdrawn", file(), down],
    ["relisted", down, back],
    ["deleted", file(), undefined],
    ["created", undefined, down],
  ] as const)("%s", (act, before, after) => {
    expect(toHistoryEntry({ ...commit, before, after })).toMatchObject({ act, author: "officer" });
  });

  it("is nothing where no field changed", () => {
    expect(toHistoryEntry({ ...commit, before: file(), after: file() })).toBeUndefined();
  });
});

describe("leaving out what is the same", () => {
  const same = { keyword: ["甲"], provenance: { source: "x" }, distribution: [{ format: "CSV" }] };
  it("keeps fields that differ, came or went, in their order", () => {
    expect(
      withoutSame(
        { ...structuredClone(same), title: "一", notes: "去" },
        { spatial: "來", title: "二", ...structuredClone(same) },
      ),
    ).toEqual([
      { title: "一", notes: "去" },
      { spatial: "來", title: "二" },
    ]);
  });

  it("keeps all of a list or a mapping of which any part differs", () => {
    const other = { keyword: ["甲", "乙"], provenance: { source: "y" }, distribution: [{ format: "XML" }] };
    expect(withoutSame(same, other)).toEqual([same, other]);
    expect(withoutSame({ keyword: ["甲"] }, { keyword: { 0: "甲" } })).toEqual([
      { keyword: ["甲"] },
      { keyword: { 0: "甲" } },
    ]);
    expect(withoutSame({ type: "" }, { type: [] })).toEqual([{ type: "" }, { type: [] }]);
  });

  it("keeps everything where a name could be taken for a part of another field", () => {
    const odd = { ...same, "provenance.source": "z" };
    expect(withoutSame(same, odd)).toEqual([same, odd]);
  });
});
