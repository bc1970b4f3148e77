import fc from "fast-check";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { toYaml } from "../exchange/yaml-writer.ts";
import { SAMPLE_DATASETS } from "./fixtures.ts";
import { readPlain } from "./plain-yaml.ts";
import { FIELD_NAMES } from "./schema/fields.ts";
import { readExact } from "./source.ts";

const exact = (text: string) => readExact("x.yaml", text, FIELD_NAMES.dataset);

/** What is read the plain way is what both parsers read; anything else is refused. */
function expectAgreement(text: string): void {
  const plain = readPlain(text);
  if (!plain) return;
  expect(load(text, { schema: FAILSAFE_SCHEMA })).toEqual(plain);
  const { source, problems } = exact(text);
  expect(problems).toEqual([]);
  expect(source?.value).toEqual(plain);
}

describe("what is written the plain way", () => {
  it("is read as the text that was written", () => {
    const text = [
      "# 說明",
      "identifier: A41000000G-000001",
      "no: NO",
      'legacyID: "0123"',
      "quoted: 'a: b # c'",
      "time: 12:30:00",
      "page: https://data.example/?a=1#b",
      "keyword:",
      "- 甲",
      "-  乙",
      "",
      "distribution:",
      "  - resourceID: x",
      "    format: CSV",
      "",
      "  - resourceID: y",
      "provenance:",
      "  unmapped:",
      "    主要格式(first): bin",
      "notes: |-",
      "  第一行",
      "",
      "    第三行: # 不是註解",
      "",
      "last: |",
      "  行",
      "",
    ].join("\n");
    expect(readPlain(text)).toEqual({
      identifier: "A41000000G-000001",
      no: "NO",
      legacyID: "0123",
      quoted: "a: b # c",
      time: "12:30:00",
      page: "https://data.example/?a=1#b",
      keyword: ["甲", "乙"],
      distribution: [{ resourceID: "x", format: "CSV" }, { resourceID: "y" }],
      provenance: { unmapped: { "主要格式(first)": "bin" } },
      notes: "第一行\n\n  第三行: # 不是註解",
      last: "行\n",
    });
    expectAgreement(text);
  });

  it("is every sample that the writer writes without escapes", () => {
    const plain = SAMPLE_DATASETS.map((file) => toYaml(file as never)).filter(
      (text) => readPlain(text) !== undefined,
    );
    expect(plain.length).toBeGreaterThan(SAMPLE_DATASETS.length / 2);
    for (const text of plain) expectAgreement(text);
  });
});

describe("what is not plain", () => {
  it.each([
    ["nothing", ""],
    ["comments alone", "# a\n"],
    ["a scalar", "a\n"],
    ["a list", "- a\n"],
    ["an indented beginning", " a: b\n"],
    ["an empty value", "a:\n"],
    ["a blank value", "a: \n"],
    ["a blank behind a value", "a: b \n"],
    ["a text over two lines", "a: b\n  c\n"],
    ["a mapping below a text", "a: b\n  c: d\n"],
    ["a list below a text", "a: b\n  - c\n"],
    ["a wrong dedent", "a:\n    b: c\n  d: e\n"],
    ["a key twice", "a: b\na: c\n"],
    ["a prototype", "__proto__: a\n"],
    ["a colon within", "a: b: c\n"],
    ["a colon behind", "a: b:\n"],
    ["a comment behind", "a: b # c\n"],
    ["an indented comment", "a:\n  # c\n  b: d\n"],
    ["an escape", 'a: "b\\n"\n'],
    ["a quote within quotes", "a: 'it''s'\n"],
    ["an open quote", 'a: "b\n'],
    ["a flow", "a: [b, c]\n"],
    ["an anchor", "a: &b c\n"],
    ["a tag", "a: !b c\n"],
    ["a full-width quote", "a: “b”\n"],
    ["a full-width colon in a list", "a:\n  - title：b\n"],
    ["a colon without a blank in a list", "a:\n  - title:b\n"],
    ["a list of lists", "a:\n  - - b\n"],
    ["an empty item", "a:\n  -\n"],
    ["a folded block", "a: >\n  b\n"],
    ["a block that keeps its end", "a: |+\n  b\n\n"],
    ["a block that begins with an empty line", "a: |\n\n  b\n"],
    ["a block with a line of blanks", "a: |\n  b\n  \n  c\n"],
    ["an empty block", "a: |\nb: c\n"],
    ["a block without an end", "a: |\n  b"],
    ["carriage returns", "a: b\r\n"],
    ["a tab", "a: b\tc\n"],
    ["an invisible character", "a: b\u200bc\n"],
    ["a turn of direction", "a: b\u202ec\n"],
    ["a byte order mark", "\ufeffa: b\n"],
    ["a document's beginning", "---\na: b\n"],
    ["a merge marker", "<<<<<<< a\nb: c\n"],
    ["a number as key", "1: a\n"],
    [
      "nine levels",
      `${Array.from({ length: 9 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")}${" ".repeat(9)}b: c\n`,
    ],
  ])("is left to the parsers: %s", (_, text) => {
    expect(readPlain(text)).toBeUndefined();
  });
});

describe("all readers", () => {
  it("agree on arbitrary lines", () => {
    const line = fc
      .tuple(
        fc.constantFrom("", "  ", "    ", "- ", "  - ", "    - ", "-", " "),
        fc.constantFrom(
          "title: ",
          "keyword:",
          "distribution:",
          "notes: |",
          "notes: |-",
          "format: ",
          "主要(a): ",
          "",
          "#",
        ),
        fc.constantFrom(
          "",
          "甲",
          "'乙'",
          '"丙"',
          "a:b",
          "a: b",
          "x #y",
          "#z",
          "“丁”",
          "-1",
          "[]",
          "戊 ",
          "http://x",
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), fc.boolean(), (lines, ends) => {
        expectAgreement(lines.join("\n") + (ends ? "\n" : ""));
      }),
      { numRuns: 3000 },
    );
  });

  it("agree on files that somebody's slip has changed", () => {
    const texts = SAMPLE_DATASETS.map((file) => toYaml(file as never));
    const slip = fc.constantFrom(
      ...[
        " ",
        "\n",
        ":",
        ": ",
        "- ",
        "\n- ",
        "#",
        " #",
        '"',
        "'",
        "\\",
        "[",
        "{",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
      ],
      ...[
        "@",
        "?",
        ",",
        "“",
        "\t",
        "\r",
        "\u00a0",
        "\u3000",
        "\u200b",
        "---",
        "\ntitle: x\n",
        "\n# y\n",
        "\n\n",
      ],
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), slip, (text, position, inserted) => {
        const at = position % (text.length + 1);
        expectAgreement(text.slice(0, at) + inserted + text.slice(at));
      }),
      { numRuns: 1500 },
    );
  });
});
