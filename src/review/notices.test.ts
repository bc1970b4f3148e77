import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../catalogue/catalogue.ts";
import { taipeiDay } from "../catalogue/today.ts";
import { BOT, CALENDAR, MODIFICATION, opened, recordOf } from "./assess.test-helper.ts";
import type { Assessment, Clock } from "./assessment.ts";
import { addWorkdays, workdaysBetween } from "./calendar.ts";
import { expectNoReference, hrefs, render, textOf } from "./markdown.test-helper.ts";
import { NOTICES_MARKER } from "./names.ts";
import { type Digest, type NoticeComment, noticesIssue, parseSentNotices, planNotices } from "./notices.ts";
import { run } from "./plan.test-helper.ts";
import { buildRegister, type Register } from "./register.ts";

type People = NonNullable<AgencyFile["people"]>;
const someone = (account: string, role: "reviewer" | "administrator", deputy?: string): People[number] => ({
  account,
  displayName: `職務${account}`,
  ...(deputy ? { deputy } : {}),
  roles: [{ role }],
});
const FILES: AgencyFile[] = [
  {
    code: "A00000000A",
    name: "甲部",
    ministry: true,
    people: [someone("adm-a", "administrator"), someone("r1", "reviewer", "dep"), someone("dep", "reviewer")],
  },
  { code: "B00000000B", name: "乙署", parent: "A00000000A", people: [someone("r2", "reviewer")] },
  {
    code: "C00000000C",
    name: "丙部",
    ministry: true,
    people: [someone("adm-c", "administrator"), someone("r3", "reviewer"), someone("r2", "reviewer")],
  },
];
const REGISTER = buildRegister(FILES, [
  { account: "op", displayName: "平臺" },
  { account: "Adm-C", displayName: "也是平臺" },
]);

const START = "2026-03-02T01:00:00Z";
const day = (text: string) => new Date(`${text}T02:00:00Z`);

/** A submission whose turn it is for some people since a time, seen at another. */
function waiting(
  number: number,
  accounts: readonly string[],
  now: Date,
  more: { agency?: string; since?: string; kind?: Clock["kind"] } = {},
): Assessment {
  const { agency = "A00000000A", since = START, kind = "review" } = more;
  const { assessment } = run(recordOf([opened(START)], { statuses: [] }), MODIFICATION, START);
  const from = taipeiDay(new Date(since));
  const elapsed = Math.max(0, workdaysBetween(CALENDAR, from, taipeiDay(now)));
  return {
    ...assessment,
    number,
    url: `https://github.example/example/catalogue/pull/${number}`,
    turn: {
      role: "reviewer",
      agency,
      persons: accounts.map((account) => ({ account, displayName: account })),
    },
    clock: {
      kind,
      since,
      elapsed,
      left: 7 - elapsed,
      deadline: addWorkdays(CALENDAR, from, 7),
      overdue: elapsed > 7,
    },
  };
}

const send = (
  assessments: readonly Assessment[],
  now: Date,
  comments: readonly NoticeComment[] = [],
  register: Register = REGISTER,
): Digest[] =>
  planNotices({ assessments, sent: parseSentNotices(comments), register, calendar: CALENDAR, bot: BOT, now });
const posted = (digests: readonly Digest[], now: Date): NoticeComment[] =>
  digests.map(({ body }) => ({ body, at: now.toISOString(), own: true, tampered: false }));
const mentioned = (digests: readonly Digest[]) => digests.flatMap((digest) => digest.mentions);

/** Every working day of the ladder, from a Monday on. */
const LADDER_DAYS = [
  "2026-03-06",
  "2026-03-09",
  "2026-03-10",
  "2026-03-11",
  "2026-03-12",
  "2026-03-13",
  "2026-03-16",
  "2026-03-17",
];

describe("the ladder", () => {
  it("tells each rung's people on its day, once", () => {
    const comments: NoticeComment[] = [];
    const told = LADDER_DAYS.map((text) => {
      const now = day(text);
      const digests = send([waiting(1, ["r1"], now)], now, comments);
      comments.push(...posted(digests, now));
      expect(send([waiting(1, ["r1"], now)], now, comments)).toEqual([]);
      return `${text} ${mentioned(digests).join()}`;
    });
    expect(told).toEqual([
      "2026-03-06 ",
      "2026-03-09 r1",
      "2026-03-10 ",
      "2026-03-11 r1",
      "2026-03-12 dep",
      "2026-03-13 ",
      "2026-03-16 Adm-C,op",
      "2026-03-17 ",
    ]);
  });

  it("tells the ministry's administrators where no deputy is named", () => {
    const now = day("2026-03-12");
    expect(mentioned(send([waiting(1, ["r2"], now, { agency: "B00000000B" })], now))).toEqual([
      "adm-a",
      "r2",
    ]);
  });

  it("tells the administrators where those who stand in for each other are late together", () => {
    const now = day("2026-03-12");
    const digests = send([waiting(1, ["r1", "dep"], now, { agency: "B00000000B" })], now);
    expect(mentioned(digests)).toEqual(["adm-a", "dep", "r1"]);
  });

  it("mentions somebody once who is holder, deputy and operator", () => {
    const now = day("2026-03-16");
    const digests = send([waiting(1, ["r1", "dep"], now), waiting(2, ["adm-c", "dep"], now)], now);
    const all = mentioned(digests).map((account) => account.toLowerCase());
    expect(all.sort()).toEqual(["adm-a", "adm-c", "dep", "op", "r1"]);
  });

  it("is silent on days off, and makes good on the next working day", () => {
    const friday = day("2026-04-03");
    // Monday the 6th is off; the 7th is the fifth working day after the 30th of March, 31, 1, 2, 3, 7.
    const since = "2026-03-30T01:00:00Z";
    for (const off of ["2026-04-04", "2026-04-05", "2026-04-06"]) {
      expect(send([waiting(1, ["r1"], day(off), { since: "2026-03-20T01:00:00Z" })], day(off))).toEqual([]);
    }
    expect(send([waiting(1, ["r1"], friday, { since })], friday)).toEqual([]);
    const now = day("2026-04-07");
    expect(mentioned(send([waiting(1, ["r1"], now, { since })], now))).toEqual(["r1"]);
  });

  it("begins anew with another clock", () => {
    const now = day("2026-03-09");
    const comments = posted(send([waiting(1, ["r1"], now)], now), now);
    const later = day("2026-03-17");
    const again = waiting(1, ["r1"], later, { since: "2026-03-10T05:00:00Z" });
    expect(mentioned(send([again], later, comments))).toEqual(["r1"]);
  });

  it("forgets a rung fifteen working days later", () => {
    const kept = day(addWorkdays(CALENDAR, "2026-03-02", 25));
    expect(mentioned(send([waiting(1, ["r1"], kept)], kept)).sort()).toEqual(["Adm-C", "op"]);
    const over = day(addWorkdays(CALENDAR, "2026-03-02", 26));
    expect(send([waiting(1, ["r1"], over)], over)).toEqual([]);
  });

  it("lets those wait who were mentioned today already", () => {
    const now = day("2026-03-09");
    const comments = posted(send([waiting(1, ["r1"], now)], now), now);
    const both = [waiting(1, ["r1"], now), waiting(2, ["r1", "dep"], now)];
    const second = send(both, now, comments);
    expect(mentioned(second)).toEqual(["dep"]);
    const next = day("2026-03-10");
    const third = send([waiting(1, ["r1"], next), waiting(2, ["r1", "dep"], next)], next, [
      ...comments,
      ...posted(second, now),
    ]);
    expect(mentioned(third)).toEqual(["r1"]);
    expect(third[0]!.body).toContain("/pull/2)");
    expect(third[0]!.body).not.toContain("/pull/1)");
  });

  it("groups by ministry, and gives somebody with items of several one comment of his own", () => {
    const now = day("2026-03-09");
    const digests = send(
      [
        waiting(1, ["r1"], now),
        waiting(2, ["r3"], now, { agency: "C00000000C" }),
        waiting(3, ["r2"], now, { agency: "B00000000B" }),
        waiting(4, ["r2"], now, { agency: "C00000000C" }),
      ],
      now,
    );
    expect(digests.map((d) => [d.ministry, d.mentions])).toEqual([
      ["", ["r2"]],
      ["A00000000A", ["r1"]],
      ["C00000000C", ["r3"]],
    ]);
    expect(digests[1]!.body).toContain("## 逾期通知 2026-03-09（甲部）");
    expect(digests[0]!.body).toContain("## 逾期通知 2026-03-09（跨部會與平臺）");
  });

  it("mentions neither the bot nor anybody whom the register does not list", () => {
    const now = day("2026-03-09");
    for (const account of ["github-actions", "github-actions[bot]", "stranger", "", "x @r1", "-r1"]) {
      expect(send([waiting(1, [account], now)], now)).toEqual([]);
    }
  });

  it("tells nobody of what waits for nobody", () => {
    const now = day("2026-03-16");
    const { turn: _, ...without } = waiting(1, [], now);
    expect(send([without], now)).toEqual([]);
  });
});

describe("a digest", () => {
  it("says what is due, with links, and its marker says it again", () => {
    const now = day("2026-03-12");
    const [digest] = send([waiting(1, ["r1"], now)], now);
    expect(digest!.body).toBe(
      [
        `<!-- catalogue-notices {"dep":[[1,"2026-03-02T01:00:00Z",8]],"r1":[[1,"2026-03-02T01:00:00Z",7]]} -->`,
        "## 逾期通知 2026-03-12（甲部）",
        "",
        "@dep 職務dep",
        "",
        "- 甲部・[修改 資料集（#\u20601）](https://github.example/example/catalogue/pull/1)：**逾期未審核**，期限 2026-03-11，等待 r1（您是承辦人的代理人或其部會管理者）",
        "",
        "@r1 職務r1",
        "",
        "- 甲部・[修改 資料集（#\u20601）](https://github.example/example/catalogue/pull/1)：**逾期未審核**，期限 2026-03-11（輪到您處理）",
      ].join("\n"),
    );
    expect(NOTICES_MARKER.test(digest!.body)).toBe(true);
  });

  it("speaks of the last day, and of a return", () => {
    const last = day("2026-03-11");
    expect(send([waiting(1, ["r1"], last)], last)[0]!.body).toContain("**今日**是審查期限（2026-03-11）");
    const early = day("2026-03-09");
    expect(send([waiting(1, ["r1"], early, { kind: "return" })], early)[0]!.body).toContain(
      "處理退回期限 2026-03-11",
    );
    const late = day("2026-03-12");
    expect(send([waiting(1, ["r1"], late, { kind: "return" })], late)[0]!.body).toContain(
      "**退回逾期未處理**",
    );
  });

  it("keeps within GitHub's limits, and nobody stands in two", () => {
    const people = Array.from({ length: 130 }, (_, i) => someone(`person-${i}`, "reviewer"));
    const register = buildRegister([{ ...FILES[0]!, people }], []);
    const now = day("2026-03-09");
    const accounts = people.map((p) => p.account);
    const all = Array.from({ length: 60 }, (_, i) => waiting(i + 1, accounts, now));
    const digests = send(all, now, [], register);
    const everyone = mentioned(digests);
    expect(everyone).toHaveLength(130);
    expect(new Set(everyone).size).toBe(130);
    for (const { body, mentions } of digests) {
      expect(body.length).toBeLessThanOrEqual(60_000);
      expect(mentions.length).toBeLessThanOrEqual(40);
      expect(body.match(/(?<![\w`])@[a-z0-9]/g)).toHaveLength(mentions.length);
    }
    expect(send(all, now, posted(digests, now), register)).toEqual([]);
  });

  it("tells the rest on the next working day, where somebody has too much", () => {
    let comments: NoticeComment[] = [];
    const told = new Set<number>();
    for (const text of ["2026-03-09", "2026-03-10", "2026-03-13", "2026-03-16"]) {
      const now = day(text);
      const all = Array.from({ length: 500 }, (_, i) => {
        const assessment = structuredClone(waiting(i + 1, ["r3"], now, { agency: "C00000000C" }));
        assessment.submission.datasets[0]!.after!.title = "@".repeat(60);
        return assessment;
      });
      const digests = send(all, now, comments);
      for (const { body } of digests) expect(body.length).toBeLessThanOrEqual(60_000);
      comments = [...comments, ...posted(digests, now)];
      for (const [, number] of digests
        .map((d) => d.body)
        .join()
        .matchAll(/pull\/(\d+)\)/g))
        told.add(Number(number));
    }
    expect(told.size).toBe(500);
  });

  it("shows hostile titles as they are", () => {
    const now = day("2026-03-09");
    const assessment = structuredClone(waiting(1, ["r1"], now));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.constantFrom("@octocat --> <!--", "](x) #1 fixes #2", "\n\n# x"),
        ),
        (title) => {
          assessment.submission.datasets[0]!.after!.title = title;
          const [digest] = send([assessment], now);
          const tree = render(digest!.body.replace("@r1 ", ""));
          expect(hrefs(tree)).toEqual(["https://github.example/example/catalogue/pull/1"]);
          expectNoReference(tree);
          expect(textOf(tree)).toContain("期限 2026-03-11");
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe("what was sent", () => {
  const at = "2026-03-09T02:00:00Z";
  const marker = (value: unknown) =>
    `<!-- catalogue-notices ${typeof value === "string" ? value : JSON.stringify(value)} -->\n文`;
  const sound = { R1: [[1, START, 5]] };

  it("is read from the bot's own comments, by the server's day", () => {
    const { rungs, mentioned: on } = parseSentNotices([
      { body: marker(sound), at: "2026-03-08T17:00:00Z", own: true, tampered: false },
      { body: marker({ r1: [[1, START, 7]] }), at, own: true, tampered: false },
    ]);
    expect([...rungs]).toEqual([[`1 ${START} r1`, 7]]);
    expect([...on]).toEqual([["2026-03-09", new Set(["r1"])]]);
  });

  it.each<[string, Partial<NoticeComment>]>([
    ["a stranger's", { own: false, body: marker(sound) }],
    ["no JSON", { body: marker("{oops}") }],
    ["a list", { body: marker([1]) }],
    ["no account", { body: marker({ "@x y": [[1, START, 5]] }) }],
    ["no list", { body: marker({ r1: 1 }) }],
    ["no number", { body: marker({ r1: [["1", START, 5]] }) }],
    ["no time", { body: marker({ r1: [[1, "gestern", 5]] }) }],
    ["no rung", { body: marker({ r1: [[1, START, 6]] }) }],
    ["too long an item", { body: marker({ r1: [[1, START, 5, 5]] }) }],
    ["not the first line", { body: `x\n${marker(sound)}` }],
    ["nothing", { body: "" }],
  ])("is not read from %s", (_, more) => {
    const sent = parseSentNotices([{ body: "", at, own: true, tampered: false, ...more }]);
    expect(sent.rungs.size + sent.mentioned.size).toBe(0);
  });

  it("keeps of a changed comment only who was mentioned that day", () => {
    const sent = parseSentNotices([{ body: marker(sound), at, own: true, tampered: true }]);
    expect(sent.rungs.size).toBe(0);
    expect(sent.mentioned.get("2026-03-09")).toEqual(new Set(["r1"]));
  });

  it("survives anything", () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        for (const value of [json, text]) {
          parseSentNotices([{ body: marker(value), at, own: true, tampered: false }]);
        }
      }),
    );
  });
});

describe("against a naive reckoning", () => {
  /** Written from the rule's words, with a record for each person instead of markers. */
  it("tells the same persons of the same submissions on the same days, over outages", () => {
    const accounts = ["r1", "r2", "r3", "dep", "adm-a", "op"];
    const plans = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 20 }),
        end: fc.integer({ min: 5, max: 45 }),
        persons: fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 1, maxLength: 3 }),
        agency: fc.constantFrom("A00000000A", "B00000000B", "C00000000C"),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const isOperator = ["op", "adm-c"];
    const administrators: Record<string, string[]> = {
      A00000000A: ["adm-a"],
      B00000000B: ["adm-a"],
      C00000000C: ["adm-c"],
    };
    fc.assert(
      fc.property(plans, fc.array(fc.boolean(), { minLength: 45, maxLength: 45 }), (submissions, dropped) => {
        const comments: NoticeComment[] = [];
        const done = new Map<string, number>();
        for (let i = 0; i < 45; i++) {
          if (dropped[i]) continue;
          const now = new Date(Date.parse(START) + i * 86_400_000);
          const text = taipeiDay(now);
          const open = submissions.flatMap((s, number) =>
            s.start <= i && i < s.end
              ? [
                  {
                    ...s,
                    number: number + 1,
                    since: new Date(Date.parse(START) + s.start * 86_400_000).toISOString(),
                  },
                ]
              : [],
          );
          const digests = send(
            open.map((s) => waiting(s.number, s.persons, now, s)),
            now,
            comments,
          );
          comments.push(...posted(digests, now));
          // Twice on a day never tells anybody more than what he waits for until the next.
          expect(
            send(
              open.map((s) => waiting(s.number, s.persons, now, s)),
              now,
              comments,
            ),
          ).toEqual([]);

          const expected = new Set<string>();
          const weekend = [0, 6].includes(new Date(`${text}T00:00:00Z`).getUTCDay());
          const works = text === "2026-04-11" || (!weekend && text !== "2026-04-06" && text !== "2026-04-09");
          if (works) {
            for (const s of open) {
              let elapsed = 0;
              for (
                let t = Date.parse(s.since) + 86_400_000;
                taipeiDay(new Date(t)) <= text;
                t += 86_400_000
              ) {
                const d = taipeiDay(new Date(t));
                const rest = [0, 6].includes(new Date(`${d}T00:00:00Z`).getUTCDay());
                if (d === "2026-04-11" || (!rest && d !== "2026-04-06" && d !== "2026-04-09")) elapsed++;
              }
              for (const person of ["r1", "r2", "r3", "dep", "adm-a", "adm-c", "op"]) {
                const rungs: number[] = [];
                if (s.persons.includes(person)) rungs.push(5, 7);
                const deputies = s.persons.includes("r1") && !s.persons.includes("dep") ? ["dep"] : [];
                if ((deputies.length > 0 ? deputies : administrators[s.agency]!).includes(person))
                  rungs.push(8);
                if (isOperator.includes(person)) rungs.push(10);
                const due = rungs.filter((rung) => rung <= elapsed && elapsed <= rung + 15);
                const last = Math.max(0, ...due);
                const key = `${s.number} ${person}`;
                if (last > (done.get(key) ?? 0)) {
                  expected.add(`${person} ${s.number}`);
                  done.set(key, last);
                }
              }
            }
          }
          const told = new Set<string>();
          for (const { body } of digests) {
            const facts = JSON.parse(NOTICES_MARKER.exec(body)![1]!) as Record<
              string,
              [number, string, number][]
            >;
            for (const [account, items] of Object.entries(facts)) {
              for (const [number] of items) told.add(`${account.toLowerCase()} ${number}`);
            }
          }
          expect(told).toEqual(expected);
          const all = mentioned(digests).map((account) => account.toLowerCase());
          expect(new Set(all).size).toBe(all.length);
          expect([...new Set([...told].map((each) => each.split(" ")[0]))].sort()).toEqual(all.sort());
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

describe("the month's issue", () => {
  it("is named after the month in Taipei", () => {
    expect(noticesIssue(new Date("2026-10-31T16:00:00Z")).title).toBe("逾期通知 2026 年 11 月");
    expect(noticesIssue(new Date("2026-10-31T15:59:59Z")).title).toBe("逾期通知 2026 年 10 月");
    expect(noticesIssue(day("2026-11-02")).body).not.toContain("@");
  });
});
