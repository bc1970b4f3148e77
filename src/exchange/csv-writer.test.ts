import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT } from "../catalogue/fixtures.ts";
import { BOM, csvLine, guard, joinList, splitList, unguard } from "./csv-writer.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  // Rare characters that matter, in plenty.
  fc.string({
    unit: fc.constantFrom(
      "'",
      "=",
      "+",
      "-",
      "@",
      "＝",
      '"',
      ",",
      ";",
      "\\",
      "\r",
      "\n",
      "\t",
      " ",
      "\ufeff",
      "甲",
    ),
  }),
);

describe("CSV", () => {
  it("is read back by a common parser as it was written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const width = rows[0]!.length;
          const even = rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ""));
          const written = BOM + even.map(csvLine).join("");
          const read: string[][] = parse(written, { bom: true, record_delimiter: "\r\n" });
          expect(read.map((row) => row.map(unguard))).toEqual(even);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("never starts a cell as a formula", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(guard(value)).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
        expect(unguard(guard(value))).toBe(value);
      }),
      { numRuns: 1000 },
    );
    expect(guard(HOSTILE_TEXT)).toBe(`'${HOSTILE_TEXT}`);
    expect(guard("'tis")).toBe("'tis");
    expect(guard("'=1")).toBe("''=1");
  });

  it("splits lists again, whatever their items hold", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (items) => {
        const empty = items.length === 1 && items[0] === "";
        expect(splitList(joinList(items))).toEqual(empty ? [] : items);
      }),
      { numRuns: 1000 },
    );
    expect(joinList(["https://a.example/x;v=1", "", "b\\c"])).toBe("https://a.example/x\\;v=1;;b\\\\c");
  });

  it("quotes as RFC 4180 says", () => {
    expect(csvLine(["a", 'b"c', "d,e", "f\ng", undefined, 0])).toBe('a,"b""c","d,e","f\ng",,0\r\n');
  });
});
