import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { sniff } from "./sniff.ts";
import { decodeText } from "./sniff-charset.ts";

/*
 * Properties; what each kind of file shows is told one by one in tests/probe.
 */

const hints = (whole: boolean, url = "https://a.example/data") => ({ url, whole });
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Common characters of Taiwan, of the first plane, that Big5 has. */
const CHARACTERS = [
  ..."的一是不了人在有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里后小么心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台象記邊共風戰干接它許八特覺望直服毛林題建南度統色字請交愛讓認算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯言權往展該領傳近留紅治決周保達辦運武半候七必城父強步完革深區即求品士轉量空甚眾技輕程告江語英基派滿式李息寫呢識極令黃德收臉錢黨倒未持取設始版雙歷越史商千片容研像找友孩站廣改議形委早房音火際則首單據導影失拿網香似斯專石若兵弟誰校讀志飛觀爭究包組造落視濟喜離雖壞",
].filter((c) => iconv.encode(c, "big5").length === 2 && iconv.decode(iconv.encode(c, "big5"), "big5") === c);
const word = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 2, maxLength: 8 });
const cell = fc.oneof(word, fc.integer({ min: 0, max: 99_999 }).map(String));
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) =>
    fc.tuple(
      fc.uniqueArray(word, { minLength: width, maxLength: width }),
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 20 }),
    ),
  );
const csvOf = (rows: string[][], delimiter: string) => rows.map((row) => `${row.join(delimiter)}\n`).join("");

describe("tables", () => {
  it.each([
    ["UTF-8", "utf8", ","],
    ["UTF-8", "utf8", ";"],
    ["UTF-8", "utf8", "\t"],
    ["BIG5", "big5", ","],
    ["BIG5", "cp950", ";"],
    ["UTF-16", "utf-16", ","],
  ])("in %s as %s with “%s” show encoding, columns and rows", async (charset, encoding, delimiter) => {
    await fc.assert(
      fc.asyncProperty(table, async ([headings, rows]) => {
        const bytes = iconv.encode(csvOf([headings, ...rows], delimiter), encoding);
        expect(await sniff(bytes, hints(true))).toMatchObject({
          format: "CSV",
          charset,
          columns: headings,
          rows: rows.length,
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("show the same columns wherever the sample ends, and no row that is cut", async () => {
    const encodings = fc.constantFrom("utf8", "big5", "utf-16");
    await fc.assert(
      fc.asyncProperty(table, encodings, fc.nat(), async ([headings, rows], encoding, cut) => {
        const bytes = iconv.encode(csvOf([headings, ...rows], ","), encoding);
        const enough = iconv.encode(csvOf([headings, ...rows.slice(0, 2)], ","), encoding).length;
        const length = enough + (cut % (bytes.length - enough + 1));
        const seen = await sniff(bytes.subarray(0, length), hints(false));
        expect(seen).toMatchObject({ format: "CSV", columns: headings });
        // Rows whose line end is in the sample.
        const text = iconv.decode(
          bytes.subarray(0, length & ~1),
          encoding === "utf-16" ? "utf-16" : "latin1",
        );
        const ends = (encoding === "utf-16" ? text : iconv.decode(bytes.subarray(0, length), "latin1")).split(
          "\n",
        );
        expect(seen.rows).toBe(ends.length - 2);
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

const json = fc.array(
  fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    {
      minKeys: 1,
      maxKeys: 5,
    },
  ),
  { minLength: 1, maxLength: 10 },
);

describe("JSON", () => {
  it("is JSON wherever the sample ends", async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.nat(), async (records, cut) => {
        const bytes = utf8(JSON.stringify(records));
        expect(await sniff(bytes, hints(true))).toMatchObject({ format: "JSON", rows: records.length });
        const part = bytes.subarray(0, 2 + (cut % (bytes.length - 1)));
        expect((await sniff(part, hints(false))).format).toBe("JSON");
      }),
      { numRuns: 200, seed: 13 },
    );
  });
});

describe("anything", () => {
  const pieces = fc.constantFrom(
    ...'<?xml <rss <html <!-- --> <![CDATA[ ]]> &amp; &x; { } [ ] " \\u \\ , ; \t | \n \r\n @prefix PK\u0003\u0004 %PDF- \ufeff \0'.split(
      " ",
    ),
    "名稱",
    "A123456789",
    '"a":1',
  );
  const soup = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 60 })
    .map((p) => p.join(""));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    soup.map(utf8),
    soup.map((t) => iconv.encode(t, "big5")),
  );

  it("throws nothing, and says nothing that is not plain", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), fc.constantFrom("/a", "/a.csv"), async (sample, whole, path) => {
        const seen = await sniff(sample, hints(whole, `https://a.example${path}`));
        for (const column of seen.columns ?? [])
          expect(column).not.toMatch(/[\0-\x1f\x7f-\x9f\u200b-\u202e\ufeff]/);
        expect(seen.personal?.length ?? 0).toBeLessThanOrEqual(20);
        expect(seen.rows ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 800, seed: 17 },
    );
  });

  it.each([
    ["opening tags", "<a>".repeat(20_000)],
    ["attributes", `<a ${Array.from({ length: 8_000 }, (_, i) => `a${i}="1"`).join(" ")}/>`],
    ["comments", "<!---->".repeat(9_000)],
    ["comments that don't end", "<!--".repeat(16_000)],
    ["brackets", "[".repeat(65_536)],
    ["objects", '{"a":'.repeat(13_000)],
    ["quotes", '"'.repeat(65_536)],
    ["commas", ",".repeat(65_536)],
    ["delimiters of all kinds", ",;\t|".repeat(16_000)],
    ["blanks", " ".repeat(65_536)],
    ["number signs", "#\n".repeat(32_000)],
    ["local headers of a ZIP", "PK\u0003\u0004".repeat(16_000)],
    ["at signs", `a,b\n${"a.".repeat(30_000)}@x,1\n`],
    ["digits", `a,b\n${"0912".repeat(16_000)},1\n`],
    ["titles", "<html>".concat("<title".repeat(10_000))],
  ])("takes 64 kB of %s", async (_, text) => {
    const seen = await sniff(utf8(text).subarray(0, 65_536), hints(false, "https://a.example/a.csv"));
    expect(JSON.stringify(seen).length).toBeLessThan(60_000);
  });
});

describe("decodeText", () => {
  it("gives back what was encoded", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 30 }), (words) => {
        const text = words.join("\n");
        for (const encoding of ["utf8", "big5", "utf-16", "utf-16be"]) {
          const bom = encoding === "utf-16be" ? "\ufeff" : "";
          expect(decodeText(iconv.encode(bom + text, encoding), true)?.text.replace("\ufeff", "")).toBe(text);
        }
      }),
      { numRuns: 100, seed: 19 },
    );
  });

  it.each([
    ["nothing", "", "US-ASCII"],
    ["a zero", "61 00 62 63", undefined],
    ["a bell", "61 07", undefined],
    ["a mark of UTF-16 before what is none", "ff fe 00 00 01 00 02 00", undefined],
    ["half a character at the end of a file", "e4 b8 ad e6 96", "other"],
  ])("%s", (_, hex, charset) => {
    expect(decodeText(Buffer.from(hex.replaceAll(" ", ""), "hex"), true)?.charset).toBe(charset);
  });
});
