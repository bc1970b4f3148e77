import { describe, expect, it } from "vitest";
import { link, mailLink, segment, telLink } from "./iri.ts";

describe("an address as a reference", () => {
  it.each([
    ["https://x.example/a.csv?b=1&c=2#d", "https://x.example/a.csv?b=1&c=2#d"],
    ["https://x.example/%E6%AA%94.csv", "https://x.example/%E6%AA%94.csv"],
    ["https://x.example/檔案 1.csv", "https://x.example/%E6%AA%94%E6%A1%88%201.csv"],
    ["https://x.example/100%", "https://x.example/100%25"],
    ["https://x.example/a/../b/./c", "https://x.example/b/c"],
    ["https://x.example/a?b=/../c", "https://x.example/a?b=/../c"],
    ["https://x.example/a..b/...", "https://x.example/a..b/..."],
  ])("%s", (address, iri) => {
    expect(link(address)).toEqual({ iri });
  });

  it.each(["", "x.example", "ftp://x.example/", "javascript:alert(1)", "http://", undefined])(
    "is none: %s",
    (address) => {
      expect(link(address)).toBeUndefined();
    },
  );
});

describe("a telephone number as a reference", () => {
  it.each([
    ["02-23165300", "tel:+886-2-23165300"],
    ["02-23165300#1234", "tel:+886-2-23165300;ext=1234"],
    ["02-23165300 # 1234", "tel:+886-2-23165300;ext=1234"],
    ["(02)2316-5300分機12", "tel:+886-2-2316-5300;ext=12"],
    ["(02) 2316 5300 轉 12", "tel:+886-2-2316-5300;ext=12"],
    ["049-2332131 ext.9", "tel:+886-49-2332131;ext=9"],
    ["0800-000-000", "tel:+886-800-000-000"],
    ["0223165300", "tel:+886-223165300"],
  ])("%s", (phone, iri) => {
    expect(telLink(phone)).toEqual({ iri });
  });

  it.each(["", "1999", "02-23165300、02-23165301", "02-23165300#1~3", "請洽總機", "02-1", undefined])(
    "is none: %s",
    (phone) => {
      expect(telLink(phone)).toBeUndefined();
    },
  );
});

describe("an e-mail address as a reference", () => {
  it.each([
    ["opendata@ndc.example", "mailto:opendata@ndc.example"],
    ["a%b+c@x.example", "mailto:a%25b+c@x.example"],
  ])("%s", (email, iri) => {
    expect(mailLink(email)).toEqual({ iri });
  });

  it.each(["", "a b@x.example", "a@x.example?subject=b", "<a@x.example>", undefined])(
    "is none: %s",
    (email) => {
      expect(mailLink(email)).toBeUndefined();
    },
  );
});

it("a step of a path holds any text", () => {
  expect(segment("A-1_b.~")).toBe("A-1_b.~");
  expect(segment("檔/#?'()*!\u0000\ud800")).toBe("%E6%AA%94%2F%23%3F%27%28%29%2A%21");
});
