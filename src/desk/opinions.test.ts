import { describe, expect, it } from "vitest";
import { parseOpinionCommand } from "../review/opinions/commands.ts";
import type { ReplyState } from "../review/opinions/reply-state.ts";
import {
  answerName,
  commandText,
  isInState,
  opinionCommands,
  REQUEST_COMMANDS,
  type Standing,
  standingWords,
  UNSEEN,
} from "./opinions.ts";

const standing = (state: ReplyState, more: Partial<Standing> = {}): Standing => ({ state, ...more });

describe("a standing", () => {
  it.each([
    [standing("unanswered", { deadline: "2026-03-09", left: 3 }), ["未回覆"], "期限 2026-03-09，剩 3 日"],
    [standing("unanswered", { deadline: "2026-03-09", left: 0 }), ["未回覆"], "期限 2026-03-09，今天到期"],
    [
      standing("overdue", { deadline: "2026-03-09", left: -2 }),
      ["未回覆（逾期）"],
      "期限 2026-03-09，逾期 2 日",
    ],
    [standing("awaitingApproval", { deadline: "2026-03-09" }), ["未回覆（待核准）"], "期限 2026-03-09"],
    [standing("answered", { deadline: "2026-03-09" }), ["已回覆"], undefined],
    [standing("answeredLate", { deadline: "2026-03-09" }), ["已回覆（逾期）"], undefined],
    [
      standing("answered", { status: { state: "planned", at: "2026-03-01T00:00:00Z" } }),
      ["預計開放", "已回覆"],
      undefined,
    ],
    [UNSEEN, ["未回覆"], undefined],
  ])("in words: %j", (each, names, clock) => {
    expect(standingWords(each)).toEqual({ names, ...(clock ? { clock } : {}) });
  });

  it("is found by the manual's two states, and a request by its own", () => {
    const planned = standing("answered", { status: { state: "planned", at: "2026-03-01T00:00:00Z" } });
    expect(answerName(planned)).toBe("已回覆");
    expect(["", "已回覆", "預計開放"].every((name) => isInState(planned, name))).toBe(true);
    expect(["未回覆", "受理"].some((name) => isInState(planned, name))).toBe(false);
    for (const state of ["unanswered", "awaitingApproval", "overdue"] as const) {
      expect(answerName(standing(state))).toBe("未回覆");
    }
  });
});

describe("a command", () => {
  const right = {
    date: "2026-12-31",
    dataset: "A41000000G-000012",
    law: "個人資料保護法第 16 條",
    reason: "得以識別個人，\n無法去識別化",
    into: "12",
    agency: "A41000000G",
  };

  it.each([
    ["receive", "/受理"],
    ["assess", "/評估"],
    ["plan", "/預計開放 2026-12-31"],
    ["open", "/已開放 A41000000G-000012"],
    ["decline", "/無法開放\n法規：個人資料保護法第 16 條\n理由：得以識別個人， 無法去識別化"],
    ["merge", "/併入 #12"],
    ["route", "/轉請 A41000000G"],
    ["approve", "/核准回覆"],
  ])("%s is written so that the bot reads it", (name, text) => {
    const command = [...REQUEST_COMMANDS, ...opinionCommands(true)].find((each) => each.name === name)!;
    expect(commandText(command, right)).toEqual({ text });
    const read = parseOpinionCommand(text);
    expect(read).toMatchObject({ name });
    for (const { key } of command.fields) expect(read).toHaveProperty(key);
  });

  it.each([
    ["plan", "date", ["", "2026-02-30", "31/12/2026"]],
    ["open", "dataset", ["", "A41000000G", "a\n/受理"]],
    ["decline", "law", ["", "  "]],
    ["merge", "into", ["", "0", "x", "1234567890"]],
    ["route", "agency", ["", "國發會", "A41000000G " + "x"]],
  ])("%s refuses a wrong %s", (name, field, values) => {
    const command = REQUEST_COMMANDS.find((each) => each.name === name)!;
    for (const value of values) {
      expect(commandText(command, { ...right, [field]: value })).toMatchObject({ field });
    }
  });

  it("of approval is offered to those who record it only", () => {
    expect(opinionCommands(false).map(({ name }) => name)).toEqual(["route"]);
    expect(opinionCommands(true).map(({ name }) => name)).toEqual(["approve", "route"]);
  });
});
