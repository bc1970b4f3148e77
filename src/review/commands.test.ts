import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMAND_WORDS, type CommandName, parseCommand, readable, saysSomething } from "./commands.ts";

describe("words", () => {
  test.each<[string, CommandName]>([
    ["/送審", "submit"],
    ["/submit", "submit"],
    ["/抽回", "withdraw"],
    ["/withdraw", "withdraw"],
    ["/退回", "return"],
    ["/return", "return"],
    ["/通過", "approve"],
    ["/審查通過", "approve"],
    ["/快速審查", "approve"],
    ["/approve", "approve"],
    ["/下架", "takedown"],
    ["/申請下架", "takedown"],
    ["/takedown", "takedown"],
    ["/重新上架", "relist"],
    ["/relist", "relist"],
    ["/說明", "help"],
    ["/help", "help"],
  ])("%s", (body, name) => {
    expect(parseCommand(body)).toEqual({ name, text: "" });
  });

  test.each<[string, string]>([
    ["full-width slash", "／送審"],
    ["blank lines before", "\n  \r\n\n/送審"],
    ["up to three blanks before", "   /送審"],
    ["an ideographic blank before", "\u3000/送審"],
    ["capitals", "/SUBMIT"],
    ["full-width letters", "／ｓｕｂｍｉｔ"],
    ["a full stop behind", "/送審。"],
    ["CR line ends", "/送審\r"],
  ])("%s", (_, body) => {
    expect(parseCommand(body)).toEqual({ name: "submit", text: "" });
  });

  test("text is the rest of the line and the lines below", () => {
    expect(parseCommand("/通過 很好\r\n\r\n謝謝\r\n")).toEqual({ name: "approve", text: "很好\n\n謝謝" });
    expect(parseCommand("/通過，謝謝")).toEqual({ name: "approve", text: "謝謝" });
  });
});

describe("no command", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["blanks", " \n\t\n"],
    ["prose", "我覺得可以 /通過"],
    ["a command on the second line", "請問\n/通過"],
    ["a quotation", "> /通過"],
    ["a quotation without a blank", ">/通過"],
    ["an indented code block", "    /通過"],
    ["a code block by tab", "\t/通過"],
    ["a fenced code block", "```\n/通過\n```"],
    ["another fence", "~~~\n/通過\n~~~"],
    ["inline code", "`/通過`"],
    ["an HTML comment", "<!-- /通過 -->"],
    ["an HTML comment of several lines", "<!--\n/通過\n-->"],
    ["a list", "- /通過"],
    ["a heading", "# /通過"],
    ["a path", "/datasets/A41000000G/000001.yaml"],
    ["a path of Chinese words", "/通過/退回"],
    ["a full-width path", "/通過／退回"],
    ["a comment of a programming language", "//通過"],
    ["a lone slash", "/"],
    ["a slash and a blank", "/ 通過"],
    ["a question", "/通過？"],
    ["a long sentence behind a slash", `/${"這".repeat(21)}`],
    ["a byte order mark before", "\ufeff/通過"],
    ["a zero-width blank before", "\u200b/通過"],
    ["a right-to-left override before", "\u202e/通過"],
    ["an emoji", "/👍"],
  ])("%s", (_, body) => {
    expect(parseCommand(body)).toBeUndefined();
  });

  test.each([
    ["/同意", "同意"],
    ["/通過嗎", "通過嗎"],
    ["/aprove please", "aprove"],
    ["/送审", "送审"],
    ["/return12345 x", "return12345"],
    ["/constructor", "constructor"],
    ["/__proto__", "__proto__"],
  ])("unknown: %s", (body, unknown) => {
    expect(parseCommand(body)).toEqual({ unknown });
  });

  test("a word with something hidden in it is not what it looks like", () => {
    expect(parseCommand("/通\u200b過")).toEqual({ unknown: "通過" });
    expect(parseCommand("/通過\u202e")).toEqual({ unknown: "通過" });
  });
});

describe("phrases", () => {
  test.each<[string, number | undefined, string]>([
    ["/退回 3 請補主要欄位說明", 3, "請補主要欄位說明"],
    ["/return 3 add the columns", 3, "add the columns"],
    ["/退回 3", 3, ""],
    ["/退回3 請補", 3, "請補"],
    ["/退回 ３ 請補", 3, "請補"],
    ["/退回 3、請補", 3, "請補"],
    ["/退回 3，請補", 3, "請補"],
    ["/退回 3. 請補", 3, "請補"],
    ["/退回 (3) 請補", 3, "請補"],
    ["/退回 （３）請補", undefined, "（３）請補"],
    ["/退回 #3 請補", 3, "請補"],
    ["/退回 第3項 請補", 3, "請補"],
    ["/退回 第 3 項：請補", 3, "請補"],
    ["/退回：3 請補", 3, "請補"],
    ["/退回 3\n請補\n說明", 3, "請補\n說明"],
    ["/退回\n3 請補", 3, "請補"],
    ["/退回 003 請補", 3, "請補"],
    ["/退回 99", 99, ""],
    // Not a phrase's number: the opinion begins with a figure.
    ["/退回 3月份數值有誤", undefined, "3月份數值有誤"],
    ["/退回 3.5 版已停用", undefined, "3.5 版已停用"],
    ["/退回 2026 年資料缺漏", undefined, "2026 年資料缺漏"],
    ["/退回 第3項欄位說明有誤", undefined, "第3項欄位說明有誤"],
    ["/退回 請補", undefined, "請補"],
    ["/退回", undefined, ""],
  ])("%s", (body, phrase, text) => {
    expect(parseCommand(body)).toEqual({ name: "return", ...(phrase === undefined ? {} : { phrase }), text });
  });

  test("a mail's quotation of what it answers is no opinion", () => {
    const mail = "/退回 3\r\n\r\n> 送審一筆資料集\r\n>\r\n> — Reply to this email directly\r\n";
    expect(parseCommand(mail)).toEqual({ name: "return", phrase: 3, text: "" });
    const gmail = "/退回 請補\n\n王小明 <a@b.tw> 於 2026年3月2日 週一 下午3:00寫道：\n\n> /通過\n> x\n";
    expect(parseCommand(gmail)).toEqual({ name: "return", text: "請補" });
    const inline = "/退回 如下\n> 第一段\n這段有誤";
    expect(parseCommand(inline)).toEqual({ name: "return", text: "如下\n> 第一段\n這段有誤" });
  });
});

describe("takedown and relisting", () => {
  const id = "A41000000G-000001";
  test.each<[string, object]>([
    ["/下架 A 涉及國家安全", { reason: "A", text: "涉及國家安全" }],
    ["/下架 a 涉及國家安全", { reason: "A", text: "涉及國家安全" }],
    ["/下架 Ｂ：侵權", { reason: "B", text: "侵權" }],
    [`/下架 ${id} B 侵權`, { identifier: id, reason: "B", text: "侵權" }],
    [`/下架 B ${id} 侵權`, { identifier: id, reason: "B", text: "侵權" }],
    [`/takedown ${id}`, { identifier: id, text: "" }],
    ["/下架 C 不想做", { text: "C 不想做" }],
    ["/下架 ABC", { text: "ABC" }],
    ["/下架 A41000000G", { text: "A41000000G" }],
  ])("%s", (body, rest) => {
    expect(parseCommand(body)).toEqual({ name: "takedown", ...rest });
  });

  test.each<[string, object]>([
    ["/重新上架", { text: "" }],
    [`/重新上架 ${id} 權利已取得`, { identifier: id, text: "權利已取得" }],
    ["/relist A 權利已取得", { text: "A 權利已取得" }],
  ])("%s", (body, rest) => {
    expect(parseCommand(body)).toEqual({ name: "relist", ...rest });
  });
});

describe("hostile input", () => {
  const words = Object.values(COMMAND_WORDS).flat();
  const anything = fc.string({ unit: "binary", maxLength: 300 });

  test("never throws; texts hold nothing unseen", () => {
    const body = fc.oneof(
      anything,
      fc.tuple(fc.constantFrom(...words), anything).map(([word, rest]) => `/${word} ${rest}`),
    );
    fc.assert(
      fc.property(body, (text) => {
        const command = parseCommand(text);
        if (!command || "unknown" in command) return;
        expect(command.text).toBe(command.text.trim());
        expect(command.text).not.toMatch(/[\0-\x08\r\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/);
        expect(command.text.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("whatever stands before the command on its line makes it none", () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), anything, (word, before) => {
        fc.pre(before.trim() !== "" && !/[/／\n\r]/.test(before));
        expect(parseCommand(`${before}/${word}`)).toBeUndefined();
      }),
    );
  });

  test("a quoted body never commands", () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), anything, (word, rest) => {
        const quoted = `/${word} ${rest}`.replace(/^/gm, "> ");
        expect(parseCommand(quoted)).toBeUndefined();
      }),
    );
  });

  test.each([
    ["blanks", " ".repeat(65_536)],
    ["lines", "\n".repeat(65_536)],
    ["slashes", "/".repeat(65_536)],
    ["digits", `/退回 ${"1".repeat(65_536)}`],
    ["blanks in the text", `/退回 a${" ".repeat(65_500)}b`],
    ["quotes", `/退回 a\n${">\n".repeat(32_000)}`],
    ["blank lines in the text", `/退回${"\n \n".repeat(20_000)}x`],
    ["comments", `/退回 ${"<!--".repeat(16_000)}`],
    ["one word", `/${"退".repeat(65_535)}`],
  ])("65,536 characters of %s in no time", (_, body) => {
    // Work that grows with the square would run into the test's own time limit.
    const command = parseCommand(body);
    const text = command && !("unknown" in command) ? command.text : "";
    expect(saysSomething(text)).toBe(/[^\s<>!-]/.test(text));
  });
});

test("what says something", () => {
  expect(saysSomething("請補")).toBe(true);
  expect(saysSomething("3")).toBe(true);
  expect(saysSomething(" \n。。。!!")).toBe(false);
  expect(saysSomething("<!-- 請補 -->")).toBe(false);
  expect(saysSomething("<!-- 請補")).toBe(false);
  expect(saysSomething("<!-- a --> 請補 <!-- b -->")).toBe(true);
  expect(readable("\u202e a\u0000\r\nb\ud800 ")).toBe("a\nb\ufffd");
});
