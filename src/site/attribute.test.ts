import { expect, it } from "vitest";
import { attribute } from "./attribute.ts";

it("writes an attribute, with quotes only where HTML asks for them", () => {
  const written = (value: unknown) => String(attribute(value, "title"));
  expect(written(undefined)).toBe("");
  expect(written(null)).toBe("");
  expect(written("")).toBe(" title");
  expect(written(0)).toBe(" title=0");
  expect(written("/a/甲?b#c")).toBe(" title=/a/甲?b#c");
  for (const value of ["a b", "a\nb", "a=b", "a'b", "a`b", "a<b", "a>b", "甲\u3000乙"]) {
    expect(written(value)).toBe(` title="${value}"`);
  }
  expect(written(`a&lt;"b`)).toBe(` title="a&amp;lt;&quot;b"`);
});
