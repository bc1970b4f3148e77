import fc from "fast-check";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { keyOrderOf, toYaml, type YamlValue } from "./yaml-writer.ts";

const fast = (text: string) => load(text, { schema: FAILSAFE_SCHEMA });
const exact = (text: string) => parse(text, { schema: "failsafe" });

describe("scalars", () => {
  it.each([
    ["2016-01-01", "2016-01-01"],
    ["2018-07-06 22:28:04", "2018-07-06 22:28:04"],
    ["桃園市 登革熱：個案", "桃園市 登革熱：個案"],
    ["https://example.gov.tw/a?b=c#d", "https://example.gov.tw/a?b=c#d"],
    ["7Z", "7Z"],
    ["NO", '"NO"'],
    ["0123", '"0123"'],
    ["1e3", '"1e3"'],
    ["12:30", '"12:30"'],
    ["~", '"~"'],
    ["", '""'],
    ["a: b", '"a: b"'],
    ["a #b", '"a #b"'],
    ["- a", '"- a"'],
    ["@a", '"@a"'],
    ["=SUM(A1)", '"=SUM(A1)"'],
    ['"a"', `'"a"'`],
    ["a\tb\u0000", '"a\\tb\\0"'],
  ])("writes %j as %s", (text, written) => {
    expect(toYaml({ a: text })).toBe(`a: ${written}\n`);
  });

  it("writes lines as a literal block, and quotes where a block would alter them", () => {
    expect(toYaml({ a: "甲\n乙" })).toBe("a: |-\n  甲\n  乙\n");
    expect(toYaml({ a: "甲\n\n乙\n" })).toBe("a: |\n  甲\n\n  乙\n");
    expect(toYaml({ a: " 甲\n乙" })).toBe('a: " 甲\\n乙"\n');
  });

  it("writes numbers and truth values bare", () => {
    expect(toYaml({ a: 5, b: true, l: [], m: {} })).toBe("a: 5\nb: true\nl: []\nm: {}\n");
  });
});

describe("order", () => {
  const order = keyOrderOf({
    properties: { b: {}, a: { items: { $ref: "#/$defs/c" } } },
    $defs: { c: { properties: { w: {}, x: {} } } },
  });

  it("follows the schema at every depth, unknown keys last, undefined left out", () => {
    const value = { z: "1a", a: [{ x: "x1", w: "w1" }], b: "b1", c: undefined };
    expect(toYaml(value, order)).toBe("b: b1\na:\n  - w: w1\n    x: x1\nz: 1a\n");
  });
});

const key = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("__proto__", "constructor", "a: b", "x".repeat(1100), "- ", "?"),
);
const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      " ",
      "\n",
      "\t",
      ":",
      "#",
      "-",
      '"',
      "'",
      "甲",
      "a",
      "\r",
      "\u2028",
      "\ufeff",
      "1",
      "e",
      ".",
      "_",
      "0",
      "x",
    ),
  }),
);
const { tree } = fc.letrec<{ tree: YamlValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
  ),
}));

it("reads back the same with both parsers", () => {
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 4 }), (value) => {
      const text = toYaml(value);
      // JSON text compares own keys only, `__proto__` included, and no prototypes.
      expect(JSON.stringify(fast(text))).toBe(JSON.stringify(value));
      expect(JSON.stringify(exact(text))).toBe(JSON.stringify(value));
    }),
    { numRuns: 3000 },
  );
});
