import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  foldText,
  markMatches,
  plainText,
  queryTerms,
  sideWords,
  spelled,
  titleWords,
} from "./search-terms.ts";

const setOf = (words: readonly number[]): Set<string> => new Set(words.map(spelled));

/** Whether the index holds everything that the query asks of a title. */
const finds = (title: string, query: string): boolean => {
  const held = setOf(titleWords(title));
  const { phrase } = queryTerms(query);
  return phrase.length > 0 && phrase.every((word) => held.has(word));
};

const titleCharacter = fc.oneof(
  fc.constantFrom(
    ...Array.from("臺台北市人口統計資料表年報國家發展委員會空氣品質（）()「」、，:－-_/ 　０１２３ＡＢ"),
  ),
  fc.constantFrom(...Array.from("0123456789abcXYZ.%")),
  fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x20000, max: 0x20100 }).map((code) => String.fromCodePoint(code)),
);

/** A title as the catalogue keeps it: NFC, no white space at its ends. */
const title = fc
  .array(titleCharacter, { minLength: 2, maxLength: 40 })
  .map((characters) => characters.join("").normalize("NFC").trim())
  .filter((text) => Array.from(text).length >= 2);

const titleAndPiece = title.chain((text) => {
  const characters = Array.from(text);
  return fc
    .tuple(fc.integer({ min: 0, max: characters.length - 2 }), fc.integer({ min: 2, max: 8 }))
    .map(([from, length]) => [text, characters.slice(from, from + length).join("")] as const)
    .filter(([, piece]) => piece.trim() !== "");
});

describe("foldText", () => {
  it("folds variants, width, case, and drops punctuation and spaces", () => {
    expect(foldText("臺北市（２０２４年） ＡｂＣ－統計")).toBe("台北市2024年abc統計");
    expect(foldText("颱風")).toBe(foldText("台風"));
    expect(foldText("每週、每周")).toBe("每周每周");
  });

  it("gives the same when folded again", () => {
    fc.assert(fc.property(title, (text) => foldText(foldText(text)) === foldText(text)));
  });

  it("folds a piece of a text to a piece of the folded text", () => {
    fc.assert(
      fc.property(titleAndPiece, ([text, piece]) => {
        expect(foldText(text)).toContain(foldText(piece));
        expect(plainText(text)).toContain(plainText(piece));
      }),
    );
  });
});

describe("titleWords and queryTerms", () => {
  it("find a title by any piece of two or more characters", () => {
    fc.assert(
      fc.property(titleAndPiece, ([text, piece]) => finds(text, piece)),
      { numRuns: 500 },
    );
  });

  it.each([
    ["各縣市人口數(按年齡)", "(按"],
    ["「人口」、「戶數」統計", "」、"],
    ["107年 交通事故", "年 "],
    ["臺中市不動產", "台中"],
    ["台中市不動產", "臺中"],
    ["ＰＭ２.５濃度", "pm2.5"],
    ["空氣品質", "質"],
    ["人口（含外籍）", "（"],
  ])("find %s by %s", (text, query) => {
    expect(finds(text, query)).toBe(true);
  });

  it("find a title without its punctuation and spaces", () => {
    const held = setOf(titleWords("國家發展 委員會（統計）"));
    expect(queryTerms("國家發展委員會統計").loose.every((word) => held.has(word))).toBe(true);
  });

  it("do not find what is not there", () => {
    expect(finds("臺北市人口統計", "高雄")).toBe(false);
    expect(finds("甲乙丙丁", "乙丁")).toBe(false);
    expect(finds("甲 乙", "甲乙丙")).toBe(false);
  });

  it("use words that Pagefind leaves alone, of which none begins another", () => {
    fc.assert(
      fc.property(title, (text) => {
        for (const word of setOf([...titleWords(text), ...sideWords(text)])) {
          expect(word).toMatch(/^[a-y][a-z]{5}$/);
        }
      }),
    );
  });

  it("have the order of their numbers", () => {
    const words = titleWords("臺北市各區人口統計（按年齡）").sort((left, right) => left - right);
    expect(words.map(spelled)).toEqual(words.map(spelled).sort());
  });

  it("keep their words, since a page from the cache asks a newer index", () => {
    expect(titleWords("臺北").map(spelled).join(" ")).toMatchInlineSnapshot(
      `"cefsjm etbuat bfzrht ghynke nrtsge uhamwb"`,
    );
  });

  it("tell titles that begin with the query or equal it", () => {
    const held = setOf(titleWords("臺北市人口"));
    expect(held.has(queryTerms("台北市").start ?? "")).toBe(true);
    expect(held.has(queryTerms("北市人口").start ?? "")).toBe(false);
    expect(held.has(queryTerms("台北市人口").whole ?? "")).toBe(true);
    expect(held.has(queryTerms("台北市").whole ?? "")).toBe(false);
  });

  it("cut a query of several words into the words", () => {
    const held = setOf(sideWords("高雄市政府 人口"));
    expect(queryTerms("人口 高雄").scattered.every((word) => held.has(word))).toBe(true);
    expect(queryTerms("人口").scattered).toEqual([]);
  });

  it("ask for nothing when there is nothing", () => {
    expect(queryTerms("")).toMatchObject({ phrase: [], loose: [], scattered: [] });
  });
});

describe("sideWords", () => {
  it("hold an agency's short name as pairs", () => {
    const held = setOf(sideWords("國發會"));
    expect(queryTerms("國發會").loose.every((word) => held.has(word))).toBe(true);
  });
});

describe("markMatches", () => {
  it("marks through folding and punctuation", () => {
    expect(markMatches("２０２４臺北（市）人口", "台北市")).toEqual([
      { text: "２０２４", match: false },
      { text: "臺北（市", match: true },
      { text: "）人口", match: false },
    ]);
  });

  it("marks each word of a query that is not there as a whole", () => {
    const marked = markMatches("高雄市歷年人口數", "人口 高雄").filter(({ match }) => match);
    expect(marked.map(({ text }) => text)).toEqual(["高雄", "人口"]);
  });

  it("never changes the text", () => {
    fc.assert(
      fc.property(title, fc.string({ unit: titleCharacter, maxLength: 6 }), (text, query) => {
        expect(
          markMatches(text, query)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
