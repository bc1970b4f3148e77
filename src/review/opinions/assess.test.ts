import { describe, expect, it, test } from "vitest";
import { opinionMarker } from "../names.ts";
import type { Effects } from "./fold.ts";
import {
  assessed,
  B,
  BOT,
  C,
  ID,
  issue,
  opinion,
  REGISTER,
  registerWith,
  says,
  wanted,
} from "./opinions.test-helper.ts";
import type { OpinionText } from "./record.ts";

const AT = "2026-03-04T02:00:00Z";
const LATER = "2026-03-05T02:00:00Z";
const NOW = "2026-03-06T02:00:00Z";
const note = (agency: string, effects: Effects): OpinionText =>
  says(AT, BOT, opinionMarker("0".repeat(16), agency, effects), { own: true });

/** Accounts, and whether they speak for agency B of ministry A. */
const WHO = {
  pb: true, // provider of the agency
  rb: true, // reviewer of the agency
  pa: true, // provider of the ministry
  adm: true, // administrator of the ministry
  PB: true, // accounts know no case
  pc: false, // another ministry
  "adm-c": false,
  op: false, // an operator is nobody of the agency
  stranger: false,
  citizen: false, // the author
  "": false, // an account that is gone
} as const;

/** Texts, and whether they say something to the public. */
const TEXTS: Record<"opinion" | "wanted", Record<string, boolean>> = {
  opinion: {
    "謝謝，已更正": true,
    "👍": false,
    "<!-- 已更正 -->": false,
    "> /受理\n\n好的": true,
    "    /受理": true,
    "/受理 好的": false, // an opinion has no state
    "/說明": false,
    "/同意 好的": false, // no such command
    [`/轉請 ${C} 請丙部回覆`]: false,
  },
  wanted: {
    "/受理": false,
    "/受理 會辦中": true,
    "/評估 需三個月": true,
    "/預計開放 2026-12-31": false,
    "/預計開放 2026-12-31 排入盤點": true,
    "/預計開放 2026-01-01 排入盤點": false, // refused: past
    [`/已開放 ${ID} 歡迎使用`]: true,
    [`/已開放 ${B}-000002 歡迎使用`]: false, // refused: not in view yet
    [`/已開放 ${B}-000003 歡迎使用`]: false, // refused: withdrawn
    "/無法開放 法規：甲法 理由：乙": true,
    "/無法開放 理由：乙": false, // refused: no law
    "/併入 #99 一樣的": false, // refused: no such request
    "/核准回覆 可以": false,
  },
};

describe("an answer", () => {
  const cases = (["opinion", "wanted"] as const).flatMap((form) =>
    Object.entries({ ...(form === "wanted" ? TEXTS.opinion : {}), ...TEXTS[form] }).map(([text, says]) => ({
      form,
      text,
      // What an opinion refuses, a request takes.
      says: form === "wanted" && text === "/受理 好的" ? true : says,
    })),
  );
  it.each(cases)("$form, $text", ({ form, text, says: says_ }) => {
    for (const [who, official] of Object.entries(WHO)) {
      for (const edited of [undefined, who, "rb", "stranger"]) {
        const comment = says(
          AT,
          who,
          text,
          edited === undefined ? {} : { edited: true, tampered: true, editor: edited },
        );
        const record = (form === "opinion" ? opinion : wanted)({ comments: [comment] });
        const { entry } = assessed(record, NOW);
        const command = text.startsWith("/");
        const sound = edited === undefined || (!command && (edited === "rb" || edited === who));
        const passedOn = text.startsWith("/轉請") && edited === undefined && (official || who === "op");
        const counts = official && says_ && sound;
        expect([who, edited, entry.answeredAt]).toEqual([who, edited, counts ? AT : undefined]);
        expect(entry.agency).toBe(passedOn ? C : B);
        expect(entry.replies.filter((reply) => reply.official)).toHaveLength(counts ? 1 : 0);
      }
    }
  });

  it("is the first that counts, and edits don't change when it was given", () => {
    const comments = [
      says("2026-03-03T02:00:00Z", "stranger", "我也要"),
      says(AT, "rb", "已更正。", { edited: true, tampered: true, editor: "rb" }),
      says(LATER, "pb", "補充。"),
    ];
    const { entry, labels } = assessed(opinion({ comments }), NOW);
    expect(entry).toMatchObject({ answeredAt: AT, clock: { used: 2, late: false } });
    expect(entry.replies.map(({ author, official }) => [author, official])).toEqual([
      ["stra***", false],
      ["職務rb", true],
      ["職務pb", true],
    ]);
    expect(labels).toEqual(["已回覆", "機關：乙署"]);
  });

  it("is never the author's own, even where he is listed", () => {
    const record = opinion({ account: "RB", comments: [says(AT, "rb", "我自己知道了")] });
    expect(assessed(record, NOW).entry).not.toHaveProperty("answeredAt");
    const mine = wanted({ account: "rb", comments: [says(AT, "rb", "/受理 好")] });
    expect(assessed(mine, NOW).answers).toMatchObject([{ reason: "own" }]);
  });

  it("stays one after its author has left, as long as nobody else is to answer", () => {
    const gone = says(AT, "former", "已更正。");
    const with_ = (agency: string) =>
      assessed(opinion({ comments: [gone, note(agency, { answer: gone.id })] }), NOW).entry;
    expect(with_(B)).toMatchObject({ answeredAt: AT, replies: [{ author: "for***", official: true }] });
    expect(with_(C)).not.toHaveProperty("answeredAt");
    const forged = says(AT, "stranger", opinionMarker("0".repeat(16), B, { answer: gone.id }));
    expect(assessed(opinion({ comments: [gone, forged] }), NOW).entry).not.toHaveProperty("answeredAt");
    const tampered = { ...note(B, { answer: gone.id }), edited: true, tampered: true };
    expect(assessed(opinion({ comments: [gone, tampered] }), NOW).entry).not.toHaveProperty("answeredAt");
  });
});

describe("the approval of the CIO", () => {
  const REPLY = says(AT, "pb", "已更正。");
  const register = registerWith({ days: 14, approval: true });
  it.each([
    // who, when, before or after the reply → refused for, counts
    ["adm", LATER, undefined],
    ["pb", LATER, "noRight"],
    ["adm-c", LATER, "noRight"],
    ["op", LATER, "noRight"],
    ["stranger", LATER, "noRight"],
    ["adm", "2026-03-03T02:00:00Z", "noReply"],
  ] as const)("by %s at %s: %s", (who, when, reason) => {
    const approval = says(when, who, "/核准回覆");
    const comments = [REPLY, approval].sort((a, b) => (a.at < b.at ? -1 : 1));
    const found = assessed(opinion({ comments }), NOW, register);
    expect(found.answers.map((answer) => answer.reason)).toEqual(reason ? [reason] : []);
    expect(found.pendingApproval).toBe(reason !== undefined);
    expect(found.entry.answeredAt).toBe(reason ? undefined : LATER);
    expect(found.entry.approval).toEqual(reason ? undefined : { by: "職務adm", at: LATER });
    expect(found.labels).toEqual([...(reason ? ["未回覆", "待核准"] : ["已回覆"]), "機關：乙署"]);
    expect(found.due?.what).toBe(reason ? "approve" : undefined);
    expect(found.due?.persons.map((person) => person.account)).toEqual(reason ? ["adm"] : undefined);
  });

  it("comes after the answer also within one second", () => {
    const [reply, approval] = [says(AT, "pb", "好"), says(AT, "adm", "/核准回覆")];
    expect(assessed(opinion({ comments: [reply, approval] }), NOW, register).entry.answeredAt).toBe(AT);
    expect(
      assessed(opinion({ comments: [approval, reply] }), NOW, register).entry.answeredAt,
    ).toBeUndefined();
  });

  it("is recorded once, and only where the policy asks for it", () => {
    const comments = [REPLY, says(LATER, "adm", "/核准回覆"), says(NOW, "adm", "/核准回覆")];
    expect(assessed(opinion({ comments }), NOW, register).answers).toMatchObject([
      { reason: "alreadyApproved" },
    ]);
    const free = assessed(opinion({ comments }), NOW);
    expect(free.entry).toMatchObject({ answeredAt: AT });
    expect(free.answers.map((answer) => answer.reason)).toEqual(["approvalNotNeeded", "approvalNotNeeded"]);
  });

  it("is never the author's own", () => {
    const comments = [REPLY, says(LATER, "adm", "/核准回覆")];
    expect(assessed(opinion({ account: "adm", comments }), NOW, register).answers).toMatchObject([
      { reason: "own" },
    ]);
  });

  test("late is what was approved late: every day of reply and approval", () => {
    const on = (day: number) => `2026-03-${String(2 + day).padStart(2, "0")}T02:00:00Z`;
    const short = registerWith({ days: 3, approval: true });
    for (let reply = 0; reply < 6; reply++) {
      for (let approval = 0; approval < 6; approval++) {
        const comments = [says(on(reply), "pb", "好"), says(on(approval), "adm", "/核准回覆")];
        if (approval < reply) comments.reverse();
        const { entry, labels } = assessed(opinion({ comments }), on(10), short);
        const answered = approval >= reply;
        expect(entry.clock).toEqual({
          days: 3,
          counting: "calendar",
          deadline: "2026-03-05",
          used: answered ? approval : 10,
          ...(answered ? {} : { left: -7 }),
          late: !answered || approval > 3,
        });
        expect(labels[0]).toBe(answered ? "已回覆" : "逾期未回覆");
      }
    }
  });
});

describe("who may pass it on", () => {
  const unknown = (comments: OpinionText[]) => issue("wanted", ["名稱", "", "原因", "不知道"], { comments });
  it.each([
    ["nobody has it", "op", C, C, undefined],
    ["nobody has it", "pc", C, C, undefined],
    ["nobody has it", "pc", B, undefined, "noRight"],
    ["nobody has it", "stranger", C, undefined, "noRight"],
    ["nobody has it", "", C, undefined, "noRight"],
    ["nobody has it", "op", "沒有這個機關", undefined, "agencyUnknown"],
    ["nobody has it", "stranger", "沒有這個機關", undefined, "noRight"],
    ["B has it", "op", C, C, undefined],
    ["B has it", "rb", C, C, undefined],
    ["B has it", "adm", "丙部", C, undefined],
    ["B has it", "pc", C, B, "noRight"],
    ["B has it", "citizen", C, B, "noRight"],
    ["B has it", "op", "乙署", B, "agencySame"],
    ["B has it", "op", "", B, "agencyUnknown"],
  ] as const)("%s; %s to %s: %s %s", (state, who, target, agency, reason) => {
    const comments = [says(AT, who, `/轉請 ${target}`)];
    const { entry, answers } = assessed(state === "B has it" ? wanted({ comments }) : unknown(comments), NOW);
    expect(entry.agency).toBe(agency);
    expect(answers.map((answer) => answer.reason)).toEqual(reason ? [reason] : []);
  });

  it("the new agency begins anew: state, answer and approval are its own", () => {
    const comments = [
      says(AT, "pb", "/評估 研究中"),
      says(LATER, "rb", `/轉請 ${C}`),
      says(LATER, "pb", "/受理"),
    ];
    const { entry, answers, labels } = assessed(wanted({ comments }), NOW);
    expect(entry).toMatchObject({ agency: C, ministry: C, status: { state: "received", at: LATER } });
    expect(entry).not.toHaveProperty("answeredAt");
    expect(answers).toMatchObject([{ reason: "noRight", actor: "pb" }]);
    expect(labels).toEqual(["未回覆", "受理", "機關：丙部"]);
  });

  it("until then operators are told, and no clock of an agency runs", () => {
    const { entry, due, labels } = assessed(unknown([]), "2026-03-20T02:00:00Z");
    expect(entry).not.toHaveProperty("clock");
    expect(entry).not.toHaveProperty("status");
    expect(due).toMatchObject({
      what: "route",
      deadline: "2026-03-09",
      left: -11,
      persons: [{ account: "op" }],
    });
    expect(labels).toEqual(["未回覆", "待轉請"]);
  });

  it("an opinion on a dataset that is not there is nobody's, and names none", () => {
    const { entry } = assessed(issue("opinion", [`${B}-999999`, "其他", "x"]), NOW);
    expect(entry).not.toHaveProperty("agency");
    expect(entry).not.toHaveProperty("identifier");
  });

  it("a dataset that is withdrawn still has its agency", () => {
    expect(assessed(issue("opinion", [`${B}-000003`, "其他", "x"]), NOW).entry.agency).toBe(B);
  });
});

describe("a state of a request", () => {
  it.each([
    ["/受理", { state: "received", at: AT }],
    ["/評估", { state: "assessing", at: AT }],
    ["/預計開放 2026-03-04", { state: "planned", at: AT, date: "2026-03-04" }],
    ["/預計開放", "dateMissing"],
    ["/預計開放 2026-03-03", "datePast"],
    [`/已開放 ${ID}`, { state: "opened", at: AT, dataset: ID }],
    ["/已開放", "datasetUnknown"],
    [`/已開放 ${B}-999999`, "datasetUnknown"],
    [`/已開放 ${B}-000002`, "datasetNotInView"],
    [`/已開放 ${B}-000003`, "datasetNotInView"],
    ["/無法開放 法規：甲 理由：乙", { state: "declined", at: AT, law: "甲", reason: "乙" }],
    ["/無法開放 理由：乙", "lawMissing"],
    ["/無法開放 法規：甲", "lawMissing"],
    ["/併入", "mergeMissing"],
    ["/併入 #7", "mergeCycle"],
    ["/併入 #8", { state: "duplicate", at: AT, into: 8 }],
    ["/併入 #9", "mergeTarget"],
    ["/併入 #10", "mergeTarget"],
    ["/併入 #99", "mergeTarget"],
  ])("%s", (command, expected) => {
    const others = [
      wanted({ number: 8 }),
      opinion({ number: 9 }),
      wanted({ number: 10, open: false, closedAt: "2026-03-03T00:00:00Z" }),
    ];
    for (const who of ["pb", "adm", "op"]) {
      const { entry, answers } = assessed(
        wanted({ comments: [says(AT, who, command)] }),
        NOW,
        REGISTER,
        others,
      );
      const refused = typeof expected === "string";
      expect(entry.status).toEqual(refused ? { state: "received", at: "2026-03-02T02:00:00Z" } : expected);
      expect(answers.map((answer) => answer.reason)).toEqual(refused ? [expected] : []);
    }
    for (const who of ["stranger", "pc", ""]) {
      const { entry, answers } = assessed(
        wanted({ comments: [says(AT, who, command)] }),
        NOW,
        REGISTER,
        others,
      );
      expect(entry.status?.state).toBe("received");
      expect(answers.map((answer) => answer.reason)).toEqual(["noRight"]);
    }
  });

  it("one that was refused stays refused, whatever has changed since", () => {
    const refused = says(AT, "pc", "/評估 x");
    const answer = says(AT, BOT, `<!-- catalogue-answer ${refused.id} -->\nx`, { own: true });
    const promoted = registerWith(
      {},
      { [B]: { people: [{ account: "pc", displayName: "新人", roles: [{ role: "provider" }] }] } },
    );
    const { entry, answers } = assessed(wanted({ comments: [refused, answer] }), NOW, promoted);
    expect(entry.status?.state).toBe("received");
    expect(answers).toEqual([]);
    const forged = { ...answer, own: false };
    expect(assessed(wanted({ comments: [refused, forged] }), NOW, promoted).entry.status?.state).toBe(
      "assessing",
    );
  });

  it("is not waited for once the issue is merged or closed", () => {
    const merged = assessed(wanted({ comments: [says(AT, "pb", "/併入 #8")] }), NOW, REGISTER, [
      wanted({ number: 8 }),
    ]);
    expect(merged.entry).not.toHaveProperty("clock");
    expect(merged.due).toBeUndefined();
    expect(merged.labels).toEqual(["併入其他需求", "機關：乙署"]);
    const closed = assessed(
      opinion({ open: false, closedAt: "2026-03-12T02:00:00Z" }),
      "2026-05-01T00:00:00Z",
    );
    expect(closed.entry.clock).toEqual({
      days: 7,
      counting: "calendar",
      deadline: "2026-03-09",
      used: 10,
      late: true,
    });
    expect(closed.due).toBeUndefined();
  });
});

describe("an issue", () => {
  it("without the form's text is what its label says; without a label it is nothing", () => {
    const plain = opinion({ body: "隨意寫的", title: "請改善" });
    expect(assessed(plain, NOW).entry).toMatchObject({ form: "opinion", title: "請改善", text: "隨意寫的" });
    expect(assessed({ ...plain, labels: ["我還想要"] }, NOW).entry).toMatchObject({
      form: "wanted",
      wanted: { name: "請改善", fields: "", reason: "隨意寫的", agency: "" },
    });
    expect(() => assessed({ ...plain, labels: ["其他"] }, NOW)).toThrow("no opinion");
    expect(() => assessed({ ...plain, body: "", title: " " }, NOW)).toThrow("no opinion");
  });

  it("keeps bounded texts, and the agency's replies before all others", () => {
    const text = "字".repeat(100_000);
    const comments = [
      ...Array.from({ length: 1000 }, (_, i) => says(AT, "stranger", `第 ${i} 次 ${text.slice(0, 4000)}`)),
      says(LATER, "pb", text),
    ];
    const { entry } = assessed(issue("opinion", [ID, "其他", text], { comments, title: text }), NOW);
    expect([...entry.text]).toHaveLength(5000);
    expect([...entry.title]).toHaveLength(300);
    expect(entry.replies.length).toBeLessThanOrEqual(100);
    expect(entry.replies.at(-1)).toMatchObject({ official: true, author: "職務pb" });
    expect(JSON.stringify(entry).length).toBeLessThan(70_000);
    expect(entry.answeredAt).toBe(LATER);
  });

  it("keeps no character that nobody sees", () => {
    const { entry } = assessed(
      issue("opinion", [ID, "其他", "a\u202eb\0c\u200b"], { title: "x\u2066y\nz" }),
      NOW,
    );
    expect(entry).toMatchObject({ text: "abc", title: "xy z" });
  });

  it("whose author is gone is masked, and can still be answered", () => {
    const { entry } = assessed(opinion({ account: "", comments: [says(AT, "pb", "好")] }), NOW);
    expect(entry).toMatchObject({ author: "***", answeredAt: AT });
  });
});
