import { describe, expect, it } from "vitest";
import { mark, pageTemplate } from "./page-template.ts";

describe("pageTemplate", () => {
  const html = `<title>${mark("title")}｜目錄</title><meta content=${mark("title")}><a href=/d/${mark("id")}/>${mark("body")}`;

  it("puts values in the places of their marks, another for an attribute's value", () => {
    const page = pageTemplate(html);
    expect(
      page({ title: "甲 &amp; 乙", "=title": '="甲 &amp; 乙"', id: "A-1", body: "<p>$& $1 __id__" }),
    ).toBe('<title>甲 &amp; 乙｜目錄</title><meta content="甲 &amp; 乙"><a href=/d/A-1/><p>$& $1 __id__');
    expect(page({ title: "丙", "=title": "=丙", id: "B-2", body: "" })).toBe(
      "<title>丙｜目錄</title><meta content=丙><a href=/d/B-2/>",
    );
  });

  it("names the value that a page lacks", () => {
    expect(() => pageTemplate(html)({ title: "丙", id: "B-2", body: "" })).toThrow(
      "a page has no value for its mark =title",
    );
  });

  it("leaves a page without marks as it is", () => {
    expect(pageTemplate("<p>_一_ __ __A__ __b")({})).toBe("<p>_一_ __ __A__ __b");
  });
});
