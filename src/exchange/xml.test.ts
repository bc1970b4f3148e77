import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT } from "../catalogue/fixtures.ts";
import { readXml } from "./xml.test-helper.ts";
import { element, escapeXml, legalXml, parent } from "./xml.ts";

/** Any UTF-16 text at all, half surrogates and control characters included. */
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)) });

describe("XML escaping", () => {
  it("brings any text through an element and an attribute", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: "binary" })), (text) => {
        const read = readXml(element("a", { b: text }, text));
        expect(read.text).toBe(legalXml(text));
        expect(read.attributes.b).toBe(legalXml(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("replaces only what XML 1.0 forbids", () => {
    expect(legalXml("a\u0000b\u001f\ufffe\ud800z")).toBe("a\ufffdb\ufffd\ufffd\ufffdz");
    expect(legalXml("\t\n\r\u007f\u0085\u2028😀𠮷")).toBe("\t\n\r\u007f\u0085\u2028😀𠮷");
  });

  it("leaves no markup in the sample's hostile text", () => {
    expect(escapeXml(HOSTILE_TEXT)).not.toMatch(/[<>"']/);
  });

  it("writes empty and nested elements", () => {
    expect(element("a", { b: undefined, c: "&" })).toBe('<a c="&amp;"/>');
    expect(parent("a", {}, [element("b", {}, "1")])).toBe("<a>\n<b>1</b>\n</a>");
  });

  it("is judged by a reader that refuses what is not well-formed", () => {
    for (const bad of [
      "<a>",
      "<a></b>",
      "<a b='1'/>",
      "<a>&x;</a>",
      "<a>&</a>",
      "<a/>b",
      '<a b="1" b="2"/>',
      "<a>\u0001</a>",
    ]) {
      expect(() => readXml(bad)).toThrow();
    }
  });
});
