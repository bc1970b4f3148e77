import { describe, expect, it } from "vitest";
import { loadVocabularies } from "../src/adapters/files.ts";
import { checkDataset } from "../src/catalogue/check.ts";
import { checkAgency } from "../src/catalogue/check-agency.ts";
import { applyFixes } from "../src/catalogue/diagnostics.ts";
import { BROKEN, GOOD, PATH } from "./broken/cases.ts";

const context = { vocabularies: await loadVocabularies("."), today: "2026-11-21" };
const check = (bytes: Uint8Array, path = PATH) =>
  (path.startsWith("agencies/") ? checkAgency(path, bytes) : checkDataset(path, bytes, context)).diagnostics;
const encode = (text: string) => new TextEncoder().encode(text);

describe("a file that is right", () => {
  it("has no diagnostic", () => {
    expect(check(encode(GOOD))).toEqual([]);
  });
});

describe("deliberately broken files", () => {
  it("are at least 60", () => {
    expect(BROKEN.length).toBeGreaterThanOrEqual(60);
    expect(new Set(BROKEN.map((b) => b.name)).size).toBe(BROKEN.length);
  });

  for (const broken of BROKEN) {
    it(`${broken.name}: ${broken.expect.map((e) => `${e.code} in line ${e.line}`).join(", ")}`, () => {
      const bytes = typeof broken.content === "string" ? encode(broken.content) : broken.content;
      const found = check(bytes, broken.path);
      expect(found.map(({ code, line }) => ({ code, line }))).toEqual(broken.expect);
      for (const d of found) {
        expect(d.message).toMatch(/\p{Script=Han}/u);
        expect(d.remedy).toMatch(/\p{Script=Han}/u);
        expect(d.column).toBeGreaterThan(0);
      }
      expect(found.map((d) => d.message)).toMatchSnapshot();
    });
  }
});

describe("certain mends", () => {
  const fixable = BROKEN.filter((b) => b.fixed);

  it("cover the slips that officers make most", () => {
    expect(fixable.length).toBeGreaterThanOrEqual(20);
  });

  for (const broken of fixable) {
    it(`${broken.name}: applied, the file is right`, () => {
      let bytes = typeof broken.content === "string" ? encode(broken.content) : broken.content;
      for (let round = 0; round < 10; round++) {
        const found = check(bytes, broken.path).filter((d) => d.fix);
        if (found.length === 0) break;
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        bytes = encode(applyFixes(text, found).text);
      }
      expect(check(bytes, broken.path)).toEqual([]);
      if (typeof broken.fixed === "string") expect(new TextDecoder().decode(bytes)).toBe(broken.fixed);
    });
  }
});
