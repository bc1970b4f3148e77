import { parse } from "csv-parse/browser/esm/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowCounter } from "./csv-rows.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** Rows of a text that comes in pieces. */
function count(text: string, size = 1 << 20, delimiter = ","): number {
  const bytes = encode(text);
  const counter = rowCounter(delimiter);
  for (let at = 0; at < bytes.length; at += size) counter.push(bytes.subarray(at, at + size));
  return counter.end();
}

describe("rows of a CSV file", () => {
  it.each([
    ["", 0],
    ["\n\r\n  \n", 0],
    ["a,b", 1],
    ["a,b\n1,2\n", 2],
    ["a,b\r\n1,2\r\n\r\n3,4", 3],
    ["a,b\r1,2\r", 2],
    ['a,b\n"一行\n兩行",2\n3,4\n', 3],
    ['a,b\n"他說""好""\n",2\n', 2],
    ['尺寸,數量\n5" 管,2\n6" 管,3\n', 3],
    ["a,b\n,\n1,2\n", 2],
    ['a,b\n"",""\n1,2\n', 2],
  ])("%j has %i", (text, rows) => {
    expect(count(text)).toBe(rows);
  });

  it("are those of a reader of the whole, in pieces of any size", () => {
    const cell = fc.oneof(
      fc.constantFrom("", " ", "甲", '"', '""', "a\nb", "\r\n", ",", ";", '5"'),
      fc.string({ maxLength: 6 }),
    );
    const written = (text: string, always: boolean) =>
      always || /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const table = fc.record({
      rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      always: fc.boolean(),
      newline: fc.constantFrom("\n", "\r\n"),
      delimiter: fc.constantFrom(",", ";"),
      size: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(table, ({ rows, always, newline, delimiter, size }) => {
        const text = rows.map((row) => row.map((c) => written(c, always)).join(delimiter)).join(newline);
        const records: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
        const filled = records.filter((cells) => cells.some((c) => /[^ \t\r\n]/.test(c)));
        expect(count(text, size, delimiter)).toBe(filled.length);
      }),
      { numRuns: 500 },
    );
  });
});
