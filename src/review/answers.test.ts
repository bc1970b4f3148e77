import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerKey, renderAnswer } from "./answers.ts";
import { at, LOCKED, opened, reviews } from "./assess.test-helper.ts";
import type { Answer, RefusalReason } from "./assessment.ts";
import { elements, expectNoReference, hrefs, render, textOf } from "./markdown.test-helper.ts";
import { ANSWER_MARKER } from "./names.ts";
import { SITE } from "./plan.test-helper.ts";

const answer = (more: Partial<Answer>): Answer => ({
  to: "IC_kwDO_1-=",
  kind: "refused",
  actor: "rev",
  url: "https://github.example/example/catalogue/pull/7#issuecomment-1",
  ...more,
});
const DAY = "2026-03-02T01:00:00Z";

const REASONS: Record<RefusalReason, [Partial<Answer>, string]> = {
  edited: [
    { command: "approve" },
    "這則留言送出後修改過，為免執行別人改寫的指令，/通過沒有執行。請另外留一則新的留言。",
  ],
  noRight: [
    { command: "approve", detail: "資料審查者" },
    "沒有執行/通過的權限，沒有執行。可執行的角色：資料審查者。",
  ],
  own: [{}, "自己的送件不能由自己審查"],
  wrongState: [{ command: "submit", detail: "審查中" }, "這件送件目前是「審查中」，現在不能執行/送審。"],
  opinionMissing: [{ command: "return" }, "/退回 3：主要欄位說明請補充。"],
  phraseUnknown: [{ command: "return", detail: "12" }, "常用審查用語沒有第 12 項"],
  contentChanged: [{ command: "approve" }, "內容之後有更新，所以這次核准不算數"],
  unknownCommand: [{ detail: "核准" }, "沒有「核准」這個指令"],
  reasonMissing: [{ command: "takedown" }, "/下架 A 說明（A 公共利益變更）"],
  datasetUnknown: [{ command: "takedown", detail: "A-1" }, "找不到資料集「A-1」"],
  notPublished: [{ command: "takedown", detail: "A-1" }, "「A-1」不在上架中，不能申請下架"],
  notWithdrawn: [{ command: "relist" }, "這筆資料集沒有下架，不必重新上架"],
};

describe("an answer", () => {
  it.each(Object.entries(REASONS))("explains %s", (reason, [more, text]) => {
    const body = renderAnswer(answer({ reason: reason as RefusalReason, ...more }), SITE);
    expect(ANSWER_MARKER.exec(body)?.[1]).toBe("IC_kwDO_1-=");
    expect(textOf(render(body))).toContain("職務rev（rev）（您的留言）：");
    expect(textOf(render(body))).toContain(text);
  });

  it("knows its marker again, whatever the id holds", () => {
    for (const id of ["MDEyOklzc3VlQ29tbWVudDE=", "PRR_kwDO-1", "a--> b\n"]) {
      const body = renderAnswer(answer({ to: id, kind: "help" }), SITE);
      expect(ANSWER_MARKER.exec(body)?.[1]).toBe(answerKey(id));
    }
  });

  it("leads to the button", () => {
    const assessment = at(DAY, [opened(DAY)]);
    const body = renderAnswer(answer({ kind: "button" }), SITE, assessment);
    expect(hrefs(render(body))).toContain("https://github.example/pull/7/files");
    expect(body).toContain("選「Approve」（核准）後送出");
  });

  it("leads to what was proposed, and nowhere else", () => {
    const own = "https://github.example/example/catalogue/pull/9";
    expect(hrefs(render(renderAnswer(answer({ kind: "proposed", detail: own }), SITE)))).toContain(own);
    const foreign = renderAnswer(answer({ kind: "proposed", detail: "https://evil.example/" }), SITE);
    expect(foreign).not.toContain("evil");
  });
});

describe("help", () => {
  const help = (actor: string, events = [opened(DAY)]) =>
    textOf(
      render(renderAnswer(answer({ kind: "help", actor }), SITE, at(DAY, events, { submission: LOCKED }))),
    );

  it("lists what this person may do now, with phrases by number for those who return", () => {
    expect(help("rev")).toContain("您是這件送件的資料審查者，現在可以：");
    expect(help("rev")).toContain("/退回 3：主要欄位說明請補充。");
    expect(help("op")).toContain("您是這件送件的平臺管理者，現在可以：");
    expect(help("po")).toContain("您是這件送件的資料提供者，現在可以：");
    expect(help("po")).toContain("抽回");
    expect(help("po")).not.toContain("主要欄位說明請補充");
    expect(help("stranger")).toContain("您在這件送件沒有角色");
    const returned = [opened(DAY), reviews(DAY, "rev", "returned")];
    expect(help("rev", returned)).toContain("您是這件送件的資料審查者，現在沒有要做的事。");
    expect(help("po", returned)).toContain("/送審");
  });

  it("lists every command", () => {
    for (const actor of ["rev", "stranger"]) {
      for (const word of ["/送審", "/抽回", "/退回", "/通過", "/下架", "/重新上架", "/說明"]) {
        expect(help(actor)).toContain(word);
      }
    }
    expect(textOf(render(renderAnswer(answer({ kind: "help" }), SITE)))).toContain("/return");
  });
});

describe("hostile details", () => {
  it("mention nobody and break nothing", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.constantFrom(
        "@octocat",
        "#12",
        "</details>\n# x",
        "![x](y)",
        "-->",
        "`",
        "https://github.com/o/r/issues/1",
      ),
    );
    const reasons = fc.constantFrom(...(Object.keys(REASONS) as RefusalReason[]));
    fc.assert(
      fc.property(texts, texts, texts, reasons, (detail, actor, to, reason) => {
        const body = renderAnswer(answer({ detail, actor, to, reason }), SITE);
        const tree = render(body);
        for (const tag of elements(tree)) expect(["<!-- -->", "p", "ul", "li", "code", "a"]).toContain(tag);
        expect(hrefs(tree)).toHaveLength(1);
        expectNoReference(tree);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
