import fc from "fast-check";
import { expect, it } from "vitest";
import { citationText, readCitation } from "./citation.ts";

const named = fc.string({ unit: "grapheme", maxLength: 20 }).filter((name) => !name.includes("。"));

it("a reference in Chinese tells all that it names", () => {
  const citation = fc.record({
    // Whose name ends as a year would have none of its own.
    publisher: named.filter((name) => !/（\d{4}）$/.test(name)),
    year: fc.constantFrom("", "2024", "1998"),
    title: fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("甲。乙〔資料集 丙〕。丁\n（2024）。")),
    identifier: fc.constantFrom("A41000000G-000001", "376580000A-123456"),
    site: named,
    page: fc.constantFrom("", "https://data.example/datasets/A41000000G-000001/"),
  });
  fc.assert(
    fc.property(citation, (cited) => {
      expect(readCitation(citationText.zh(cited))).toEqual(cited);
    }),
  );
});

it("no other text is taken for one", () => {
  for (const text of ["", "資料集", "交通部。統計。"]) expect(readCitation(text)).toBeUndefined();
});
