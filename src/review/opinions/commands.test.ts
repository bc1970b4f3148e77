import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { OPINION_COMMAND_WORDS, parseOpinionCommand } from "./commands.ts";

const ID = "A41000000G-000012";

describe("a command", () => {
  it.each([
    ["/轉請 A41000000G", { name: "route", agency: "A41000000G", text: "" }],
    [
      "／轉請　國家發展委員會，是他們的業務",
      { name: "route", agency: "國家發展委員會", text: "是他們的業務" },
    ],
    ["/转请 國發會\n謝謝", { name: "route", agency: "國發會", text: "謝謝" }],
    ["/轉請", { name: "route", text: "" }],
    ["/受理", { name: "receive", text: "" }],
    ["/受理：已收到，\n近期回覆", { name: "receive", text: "已收到，\n近期回覆" }],
    ["  /評估 需要三個月", { name: "assess", text: "需要三個月" }],
    ["/预计开放 2026-12-31", { name: "plan", date: "2026-12-31", text: "" }],
    ["/預計開放2026/12/31，配合系統改版", { name: "plan", date: "2026-12-31", text: "配合系統改版" }],
    ["／預計開放　２０２６－１２－３１", { name: "plan", date: "2026-12-31", text: "" }],
    ["/預計開放 115.6.30 排入盤點", { name: "plan", date: "2026-06-30", text: "排入盤點" }],
    ["/預計開放 民國115年6月30日", { name: "plan", date: "2026-06-30", text: "" }],
    ["/預計開放 20261231 2 個檔案", { name: "plan", date: "2026-12-31", text: "2 個檔案" }],
    ["/預計開放 2026-02-30", { name: "plan", text: "2026-02-30" }],
    ["/預計開放 下半年", { name: "plan", text: "下半年" }],
    [`/已開放 ${ID}`, { name: "open", dataset: ID, text: "" }],
    [`/已開放${ID}。歡迎使用`, { name: "open", dataset: ID, text: "歡迎使用" }],
    ["/已開放 Ａ41000000G－000012", { name: "open", dataset: ID, text: "" }],
    ["/已開放 健保資料", { name: "open", text: "健保資料" }],
    ["/併入 #12", { name: "merge", into: 12, text: "" }],
    ["/併入＃12，同一件事", { name: "merge", into: 12, text: "同一件事" }],
    ["/並入 12", { unknown: "並入" }],
    ["/merge 12", { name: "merge", into: 12, text: "" }],
    ["/併入 12345678901", { name: "merge", text: "12345678901" }],
    ["/核准回覆", { name: "approve", text: "" }],
    ["/說明", { name: "help", text: "" }],
    ["/HELP", { name: "help", text: "" }],
    ["/同意", { unknown: "同意" }],
    ["/受\u200b理", { unknown: "受理" }],
  ])("%j is read", (body, expected) => {
    expect(parseOpinionCommand(body)).toEqual(expected);
  });

  it.each([
    ["法規：個資法第 16 條 理由：含個資", { law: "個資法第 16 條", reason: "含個資" }],
    ["理由: 含個資\n法規: 個資法，第 16 條。", { law: "個資法，第 16 條。", reason: "含個資" }],
    ["法規：個資法", { law: "個資法" }],
    ["法規： 理由：沒有寫法規", { reason: "沒有寫法規" }],
    ["因為不行", {}],
    ["法規：甲 法規：乙 理由：丙", { law: "甲", reason: "丙" }],
  ])("/無法開放 %j gives law and reason", (text, expected) => {
    expect(parseOpinionCommand(`/無法開放 ${text}`)).toEqual({ name: "decline", text, ...expected });
  });

  it.each([
    "> /受理",
    "    /受理",
    "```\n/受理\n```",
    "您好\n/受理",
    "<!-- /受理 -->",
    "/受理嗎？",
    "/已開放了嗎？",
    "/etc/passwd",
    "/",
    "",
    "//受理",
    "`/受理`",
  ])("%j is none", (body) => {
    expect(parseOpinionCommand(body)).toBeUndefined();
  });

  it("leaves a quoted mail below out of its text", () => {
    expect(parseOpinionCommand("/受理 好的\n\nOn Monday, x wrote:\n> /無法開放")).toMatchObject({
      text: "好的",
    });
  });

  test("every word names its command, also behind a wide slash and in capitals", () => {
    for (const [name, words] of Object.entries(OPINION_COMMAND_WORDS)) {
      for (const word of words) {
        for (const body of [`/${word}`, `／${word.toUpperCase()}。`, `\r\n /${word} `]) {
          expect(parseOpinionCommand(body)).toMatchObject({ name });
        }
      }
    }
  });

  test("any text gives a sound command or none", () => {
    const piece = fc.constantFrom(
      "/",
      "／",
      "無法開放",
      "法規：",
      "理由:",
      "併入",
      "#",
      "12",
      " ",
      "\n",
      "預計開放",
      "2026-",
      "\0",
      "已開放",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" }))), (pieces) => {
        const command = parseOpinionCommand(pieces.join(""));
        if (!command || "unknown" in command) return;
        for (const value of Object.values(command)) expect(String(value)).not.toMatch(/[\0\u202e\u200b]/);
        if (command.date) expect(command.date).toMatch(/^\d{4}-\d\d-\d\d$/);
        if (command.into) expect(command.into).toBeGreaterThan(0);
      }),
    );
  });

  test("100 kB of anything is read at once", () => {
    for (const text of ["法規：", "/", " ", "#1", "115年", "＃", "理由 "]) {
      expect(parseOpinionCommand(`/無法開放 ${text.repeat(100_000 / text.length)}`)).toBeDefined();
    }
  });
});
