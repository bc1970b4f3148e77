import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatasetFile } from "./catalogue.ts";
import { readQuietly } from "./check-catalogue.ts";
import { deedBetween } from "./history.ts";
import { normalise } from "./schema/fields.ts";
import { compareDatasetVersions, type Version } from "./versions.ts";

const ID = "A41000000G-000001";
const bytes = (text: string) => new TextEncoder().encode(text);

/** What comparing every field of both finds. */
function inFull(before: string, after: string) {
  const file = (text: string) => {
    const written = readQuietly(bytes(text));
    const none = { identifier: ID, title: "", distribution: [] };
    return (written ? normalise("dataset", written) : none) as DatasetFile;
  };
  return deedBetween(file(before), file(after));
}

/** Compares a chain of versions, newest first, as a history does. */
function expectSame(texts: readonly string[]): void {
  let after: Version = { bytes: bytes(texts[0]!) };
  for (const [index, text] of texts.slice(1).entries()) {
    const before: Version = { bytes: bytes(text) };
    expect(compareDatasetVersions(ID, before, after)).toEqual(inFull(text, texts[index]!));
    after = before;
  }
}

const LINES = [
  "title: 甲",
  "title: 乙",
  "keyword:",
  "關鍵字:",
  "distribution:",
  "distribution: []",
  "  - 甲",
  "  - 乙",
  "- 甲",
  "  - resourceID: a",
  "  - resourceID: b",
  "  - resourceID: a.b",
  "  - format: CSV",
  "    resourceID: c",
  "    format: CSV",
  "    format: JSON",
  "    b.format: CSV",
  "    notes: |",
  "      - 行",
  "notes: |",
  "  行",
  "distribution.a.format: CSV",
  "status: withdrawn",
  "type: x",
  "# 註",
  "",
];
const ITEMS = ["a", "b", "c", "a"].flatMap((id) =>
  ["CSV", "JSON"].map(
    (format) => `  - resourceID: ${id}\n    format: ${format}\n    notes: |-\n      - 行\n`,
  ),
);
const FIELDS = [
  "title: 甲\n",
  "title: 乙\n",
  "keyword:\n  - 甲\n  - 乙\n",
  "keyword:\n  - 丙\n  - 乙\n",
  "type: x\n",
];

describe("compareDatasetVersions", () => {
  it("finds in any lines what comparing whole versions finds", () => {
    const text = fc
      .array(fc.constantFrom(...LINES), { maxLength: 9 })
      .map((lines) => `${lines.join("\n")}\n`);
    fc.assert(fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), expectSame), {
      numRuns: 500,
      seed: 7,
    });
  });

  it("finds so in files that differ in a few fields or distributions", () => {
    const text = fc
      .tuple(
        fc.array(fc.constantFrom(...FIELDS), { maxLength: 3 }),
        fc.array(fc.constantFrom(...ITEMS), { maxLength: 4 }),
        fc.array(fc.constantFrom(...FIELDS, "關鍵字:\n  - 甲\n", "# 註\n", "notes: 尾"), { maxLength: 2 }),
      )
      .map(([first, items, last]) => [...first, "distribution:\n", ...items, ...last].join(""));
    fc.assert(fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), expectSame), {
      numRuns: 800,
      seed: 7,
    });
  });

  it("finds so where lines of a file are exchanged, put in or left out", () => {
    const base = ["title: 甲", "keyword:", "  - 甲", "  - 乙", "distribution:"]
      .concat(["a", "b", "c"].flatMap((id) => [`  - resourceID: ${id}`, "    format: CSV", "    notes: 註"]))
      .concat(["notes: |", "  行", "  - 行", "type: x"]);
    const edit = fc.tuple(fc.nat(base.length), fc.nat(2), fc.constantFrom(...LINES));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const lines = [...base];
        const texts = [`${lines.join("\n")}\n`];
        for (const [at, left, line] of edits) {
          lines.splice(at, left, line);
          texts.push(`${lines.join("\n")}\n`);
        }
        expectSame(texts);
        expectSame(texts.toReversed());
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("takes a version that can't be read for an empty one, and the same one for no change", () => {
    const gone: Version = { bytes: undefined };
    const text = bytes(`identifier: ${ID}\ntitle: 甲\n`);
    expect(compareDatasetVersions(ID, { bytes: text }, gone)?.act).toBe("modified");
    expect(compareDatasetVersions(ID, gone, gone)).toBeUndefined();
  });
});
