import { describe, expect, it } from "vitest";
import { labelElements, labelHtml, linkHtml, scriptJson } from "./dataset-view.ts";

const label = { zh: "甲 & <乙>", en: `A & <B>'s "C"` };

describe("labels", () => {
  it("stand in both languages, the Chinese one directly before the English one, as text", () => {
    expect(labelHtml(label, true)).toBe(
      `<span>甲 &amp; &lt;乙&gt;</span><span lang=en>A &amp; &lt;B&gt;'s "C"</span>`,
    );
    expect(labelElements("dt", label, true)).toBe(
      `<dt>甲 &amp; &lt;乙&gt;<dt lang=en>A &amp; &lt;B&gt;'s "C"`,
    );
    expect(labelElements("h3", { zh: "甲", en: "A" }, true)).toBe("<h3>甲</h3><h3 lang=en>A</h3>");
  });

  it("stand once where the site has one language, or both say the same", () => {
    for (const once of [labelHtml(label, false), labelHtml({ zh: label.zh, en: label.zh }, true)]) {
      expect(once).toBe("甲 &amp; &lt;乙&gt;");
    }
    for (const html of [
      labelElements("dt", { zh: "甲", en: "A" }, false),
      labelElements("dt", { zh: "甲", en: "甲" }, true),
    ]) {
      expect(html).toBe("<dt>甲");
    }
    expect(labelElements("dt", label, false)).not.toBe(labelElements("dt", label, true));
  });
});

describe("labels beside a dictionary", () => {
  const known = new Map([["甲", "A"]]);

  it("stand in Chinese alone where it has them", () => {
    expect(labelHtml({ zh: "甲", en: "A" }, known)).toBe("<span>甲</span>");
    expect(labelElements("dt", { zh: "甲", en: "A" }, known)).toBe("<dt>甲");
  });

  it("stand in both languages where it lacks them, or has another word", () => {
    for (const label of [
      { zh: "乙", en: "B" },
      { zh: "甲", en: "a" },
    ]) {
      expect(labelHtml(label, known)).toBe(labelHtml(label, true));
      expect(labelElements("h3", label, known)).toBe(labelElements("h3", label, true));
    }
  });

  it("that link are the script's where it has them, or only the addresses differ", () => {
    const href = { zh: "/a b", en: "/en/a" };
    expect(linkHtml(href, { zh: "甲", en: "A" }, known)).toBe(`<a href="/a b">甲</a>`);
    expect(linkHtml(href, { zh: "<乙>", en: "<乙>" }, known)).toBe(`<a href="/a b">&lt;乙&gt;</a>`);
    expect(linkHtml(href, { zh: "乙", en: "B" }, known)).toBe(
      `<a href="/a b">乙</a> <a href=/en/a lang=en>B</a>`,
    );
    expect(linkHtml(href, { zh: "乙", en: "乙" }, true)).toBe(
      `<a href="/a b">乙</a> <a href=/en/a lang=en>乙</a>`,
    );
    expect(linkHtml(href, { zh: "乙", en: "B" }, false)).toBe(`<a href="/a b">乙</a>`);
    expect(linkHtml({ zh: "/a" }, { zh: "乙", en: "B" }, true)).toBe("<a href=/a>乙</a>");
  });

  it("that say the same in both languages are no labels to translate", () => {
    expect(labelHtml({ zh: "CSV", en: "CSV" }, known)).toBe("CSV");
  });
});

describe("JSON within a page", () => {
  it("ends no script, whatever it holds", () => {
    const value = { a: "</script><!--\u2028\u2029" };
    expect(scriptJson(value)).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });
});
