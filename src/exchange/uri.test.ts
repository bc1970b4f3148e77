import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toUri } from "./uri.ts";

const ajv = new Ajv2020();
addFormats.default(ajv);
const isUri = ajv.compile({ type: "string", format: "uri" });

describe("toUri", () => {
  it.each([
    ["https://a.example", "https://a.example"],
    ["http://A.example:8080/x;y=1?q=%E4%B8%AD&r[]=1", "http://A.example:8080/x;y=1?q=%E4%B8%AD&r%5B%5D=1"],
    ["https://a.example/108年度.zip?m=true", "https://a.example/108%E5%B9%B4%E5%BA%A6.zip?m=true"],
    ["https://a.example/100%/%zz/%4", "https://a.example/100%25/%25zz/%254"],
    ["https://a.example/#a#b", "https://a.example/#a%23b"],
    ["https://a.example/x?a?b/c", "https://a.example/x?a?b/c"],
    ["https://中文.example/", "https://xn--fiq228c.example/"],
    ["https://[2001:db8::1]/x", "https://[2001:db8::1]/x"],
    [" https://a.example/<b>\n", "https://a.example/%3Cb%3E"],
    ["ftp://a.example/", undefined],
    ["javascript:alert(1)", undefined],
    ["https:///x", undefined],
    ["https://a:b:c/x", undefined],
    ["https://a\\b.example/", undefined],
    ["", undefined],
  ])("%s → %s", (address, uri) => {
    expect(toUri(address)).toBe(uri);
  });

  it("gives a URI or nothing for any text, and the same again for its own result", () => {
    const address = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }).map((rest) => `https://a.example/${rest}`),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    fc.assert(
      fc.property(address, (text) => {
        const uri = toUri(text);
        if (uri === undefined) return;
        expect(isUri(uri), uri).toBe(true);
        expect(toUri(uri)).toBe(uri);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  it("leaves a URI as it is", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect(toUri(url)).toBe(url);
      }),
      { seed: 5 },
    );
  });
});
