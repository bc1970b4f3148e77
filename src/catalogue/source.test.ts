import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toYaml } from "../exchange/yaml-writer.ts";
import { FIELD_NAMES } from "./schema/fields.ts";
import { decode, MAX_BYTES, readExact, readFast, toScalar } from "./source.ts";

const exact = (text: string) => readExact("x.yaml", text, FIELD_NAMES.dataset);

describe("both parsers", () => {
  it("read every scalar as the text that was written", () => {
    const text = "a: NO\nb: 0123\nc: 1e3\nd: 12:30\ne: ~\nf: 2015-01-01\ng: yes\nh: 0x1F\ni: .5\nj:\n";
    const value = {
      a: "NO",
      b: "0123",
      c: "1e3",
      d: "12:30",
      e: "~",
      f: "2015-01-01",
      g: "yes",
      h: "0x1F",
      i: ".5",
      j: "",
    };
    expect(readFast(text)).toEqual(value);
    expect(exact(text).source?.value).toEqual(value);
  });

  it("agree on whatever the writer can write", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 40 }).filter((t) => t !== "");
    const key = fc.constantFrom("title", "notes", "description", "spatial");
    const record = fc.dictionary(key, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 })), {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(record, (value) => {
        const yaml = toYaml(value);
        const fast = readFast(yaml);
        const slow = exact(yaml);
        // What the fast parser refuses is left to the exact one, never read otherwise.
        if (fast !== undefined) expect(fast).toEqual(value);
        if (slow.source) expect(slow.source.value).toEqual(value);
        else expect(slow.problems).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("never disagree on arbitrary lines", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "title: a",
        "keyword:",
        "  - b",
        "- c",
        "notes: |",
        "  text: more",
        "a: [b, c]",
        "'x': y",
      ),
      fc.constantFrom(
        "",
        "# c",
        "title：a",
        "\tx: y",
        "e: {f: g}",
        "h: >-",
        "    deep",
        "? k",
        ": v",
        "a: 'b''c'",
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (list) => {
        const text = list.join("\n");
        const fast = readFast(text);
        if (fast === undefined) return;
        const slow = exact(text);
        if (slow.source) expect(slow.source.value).toEqual(fast);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a text as one scalar", () => {
  it("reads back as it was, plain or quoted", () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
          .filter((t) => !/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(t)),
        (text) => {
          const { source } = exact(`title: ${toScalar(text)}\n`);
          if (source) expect(source.value).toEqual({ title: text });
        },
      ),
    );
    expect(toScalar("2015-01-01")).toBe("2015-01-01");
    expect(toScalar("a: b")).toBe('"a: b"');
    expect(toScalar("{x}")).toBe('"{x}"');
  });
});

describe("bytes", () => {
  it("are bounded, and told apart", () => {
    expect(decode("x", new TextEncoder().encode("好"))).toEqual({ text: "好" });
    expect(decode("x", new Uint8Array(MAX_BYTES + 1))).toMatchObject({ problem: { code: "file/too-large" } });
    // 0xA4 0xA4 is 中 in Big5.
    const big5 = new Uint8Array([...Buffer.from("a: b\nc: "), 0xa4, 0xa4]);
    expect(decode("x", big5)).toMatchObject({
      problem: { code: "encoding/big5", line: 2, fix: { text: "a: b\nc: 中" } },
    });
  });
});
