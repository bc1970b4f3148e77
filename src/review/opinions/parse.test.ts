import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readable } from "../commands.ts";
import { formAnswers } from "../issue-form.ts";
import {
  maskAccount,
  OPINION_HEADINGS,
  OPINION_KINDS,
  type OpinionIssue,
  parseOpinion,
  WANTED_HEADINGS,
} from "./parse.ts";

const ID = "A41000000G-000001";
const issue = (body: string, change: Partial<OpinionIssue> = {}): OpinionIssue => ({
  title: "增加欄位",
  body,
  author: "stchang",
  createdAt: "2026-03-31T13:22:00Z",
  number: 7,
  url: "https://github.example/o/c/issues/7",
  comments: 0,
  ...change,
});
/** As GitHub writes a form's answers. */
const written = (headings: readonly string[], answers: readonly string[]) =>
  headings.map((heading, i) => `### ${heading}\n\n${answers[i] || "_No response_"}`).join("\n\n");
const opinion = (...answers: string[]) => written(OPINION_HEADINGS, answers);
const wanted = (...answers: string[]) => written(WANTED_HEADINGS, answers);

describe("我有話要說", () => {
  it("is read with its dataset, kind and text", () => {
    const body = opinion(ID, OPINION_KINDS[0], "我想增加：申請日期");
    expect(parseOpinion(issue(body))).toEqual({
      form: "opinion",
      number: 7,
      url: "https://github.example/o/c/issues/7",
      title: "增加欄位",
      author: "stch***",
      createdAt: "2026-03-31T13:22:00Z",
      replied: false,
      identifier: ID,
      kind: "建議增加資料集內容",
      text: "我想增加：申請日期",
    });
    expect(parseOpinion(issue(body, { comments: 1 }))?.replied).toBe(true);
  });

  it("reads a wide identifier, and leaves out what is none of the form's", () => {
    expect(parseOpinion(issue(opinion("Ａ41000000G－000001", "其他", "x")))).toMatchObject({
      identifier: ID,
    });
    const strange = parseOpinion(issue(opinion("../../etc/passwd", "<b>", "x")));
    expect(strange).not.toHaveProperty("identifier");
    expect(strange).not.toHaveProperty("kind");
  });

  test("keeps any text whole, headings within it too", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("### 意見內容", "### 資料集識別碼", ""),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = readable(lines.join("\n"));
        fc.pre(text !== "" && text !== "_No response_");
        expect(parseOpinion(issue(opinion(ID, "其他", text)))).toMatchObject({ text, identifier: ID });
      }),
    );
  });
});

describe("我還想要", () => {
  it("is read with name, fields, reason and agency", () => {
    const body = wanted("健保資料庫", "科別\n人數", "國外都有", "衛生福利部");
    expect(parseOpinion(issue(body, { title: "  " }))).toEqual({
      form: "wanted",
      number: 7,
      url: "https://github.example/o/c/issues/7",
      title: "健保資料庫",
      author: "stch***",
      createdAt: "2026-03-31T13:22:00Z",
      replied: false,
      name: "健保資料庫",
      fields: "科別\n人數",
      reason: "國外都有",
      agency: "衛生福利部",
    });
  });

  it("has empty texts where nothing was answered", () => {
    expect(parseOpinion(issue(wanted("甲", "", "乙", "")))).toMatchObject({ fields: "", agency: "" });
  });
});

describe("any issue", () => {
  it("of neither form is none", () => {
    for (const body of [
      "",
      "隨意寫",
      "### 說明\n\n下架",
      opinion(ID, "其他", ""),
      wanted("", "a", "b", "c"),
    ]) {
      expect(parseOpinion(issue(body))).toBeUndefined();
    }
  });

  test("gives an opinion or nothing, and never throws", () => {
    const piece = fc.constantFrom(
      ...[...OPINION_HEADINGS, ...WANTED_HEADINGS].map((h) => `### ${h}\n`),
      "\r",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" }))), (pieces) => {
        const found = parseOpinion(issue(pieces.join("\n")));
        if (found?.form === "opinion") expect(found.text).not.toBe("");
        if (found?.form === "wanted") expect(found.name).not.toBe("");
        for (const value of Object.values(found ?? {})) expect(String(value)).not.toMatch(/[\0\u202e]/);
      }),
    );
  });

  test("gives back a form's answers, where no line of them is a heading", () => {
    const answer = fc
      .array(fc.string({ unit: "grapheme" }))
      .map((lines) => readable(lines.join("\n")))
      .filter((text) => !text.includes("### ") && text !== "_No response_");
    fc.assert(
      fc.property(fc.tuple(answer, answer, answer, answer), (answers) => {
        const read = formAnswers(wanted(...answers), WANTED_HEADINGS);
        expect(WANTED_HEADINGS.map((heading) => read.get(heading) ?? "")).toEqual(answers);
      }),
    );
  });
});

describe("maskAccount", () => {
  it.each([
    ["stchang", "stch***"],
    ["kaelin", "kae***"],
    ["ab", "a***"],
    ["a", "a***"],
    ["", "***"],
    ["hmchan-of-somewhere", "hmch***"],
  ])("%s → %s", (account, masked) => {
    expect(maskAccount(account)).toBe(masked);
  });

  test("hides half of an account at least, and its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 2, maxLength: 39 }), (account) => {
        const masked = maskAccount(account);
        expect(masked.endsWith("***")).toBe(true);
        expect(masked.length - 3).toBeLessThanOrEqual(Math.ceil(account.length / 2));
        expect(account.startsWith(masked.slice(0, -3))).toBe(true);
      }),
    );
  });
});
