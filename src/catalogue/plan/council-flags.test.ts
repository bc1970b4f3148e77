import { describe, expect, it } from "vitest";
import { catalogueOf, council, EXECUTIVE, MINISTRY, members, minutes, term } from "./council.test-helper.ts";
import { councilsOf } from "./council.ts";
import { addDays } from "./periods.ts";
import type { CouncilFile, Minutes } from "./plan-files.ts";

const flags = (today: string, file?: CouncilFile, held: readonly Minutes[] = []) =>
  councilsOf(catalogueOf(today, file, held)).flags;
const short = (today: string, file?: CouncilFile, held?: readonly Minutes[]) =>
  flags(today, file, held).map(({ code, level, due }) => `${level} ${code}${due ? ` ${due}` : ""}`);
const CIOS = members(4, 4).map((m) => (m.side === "civil" ? m : { ...m, capacity: "cio" as const }));
const YUAN = council({ agency: EXECUTIVE, tier: "executive", terms: [term(1, CIOS)] });
const at = (date: string, more: Partial<Minutes> = {}) => minutes({ date, reportedOn: date, ...more });
const YEAR = ["2026-01-16", "2026-04-17", "2026-07-17", "2026-10-16"].map((date) => at(date));

it("a council that is missing, of graded ministries only", () => {
  expect(flags("2026-05-01")).toEqual([
    {
      code: "council/missing",
      level: "missing",
      agency: MINISTRY,
      clause: "諮詢小組設置要點二",
      message: {
        zh: "國家發展委員會沒有登載政府資料開放諮詢小組",
        en: "國家發展委員會 has no open data council on record",
      },
      path: "plan/councils/",
    },
  ]);
});

it("a year in which everything is kept has one flag: the term that ends", () => {
  for (let day = "2026-01-16"; day <= "2026-12-31"; day = addDays(day, 1)) {
    const held = YEAR.filter(({ date }) => date <= day);
    const expected = day >= "2026-11-01" ? ["due council/term 2026-12-31"] : [];
    expect({ day, found: short(day, council(), held) }).toEqual({ day, found: expected });
  }
});

describe("term", () => {
  it.each([
    ["2026-10-31", []],
    ["2026-11-01", ["due council/term 2026-12-31"]],
    ["2026-12-31", ["due council/term 2026-12-31"]],
    ["2027-01-01", ["overdue council/term 2026-12-31"]],
  ])("%s", (today, expected) => {
    expect(short(today, council(), YEAR).filter((line) => line.includes("council/term"))).toEqual(expected);
  });

  it("is not near its end where another follows", () => {
    const file = council({ terms: [term(1, members(7, 4)), term(2, members(7, 4, 2))] });
    expect(short("2026-12-20", file, YEAR)).toEqual([]);
    expect(short("2027-01-01", file, YEAR)).toEqual([]);
  });

  it("of a council whose terms leave a gap the last day of all is given", () => {
    const file = council({ terms: [term(1, members(7, 4)), term(3, members(7, 4))] });
    expect(short("2027-06-01", file, YEAR)).toContain("overdue council/term 2028-12-31");
  });
});

describe("meetings", () => {
  it("missed quarters of the last year, from the council's beginning on", () => {
    const file = council({
      established: "2025-01-01",
      terms: [term(0, members(7, 4)), term(1, members(7, 4, 2))],
    });
    expect(short("2026-05-01", file, [YEAR[0]!])).toEqual(
      [
        "overdue council/meeting-missed 2025-06-30",
        "overdue council/meeting-missed 2025-09-30",
        "overdue council/meeting-missed 2025-12-31",
      ].toSorted(),
    );
    expect(short("2026-05-01", council({ established: "2026-01-02" }))).toEqual([]);
    expect(short("2026-04-01", council())).toEqual(["overdue council/meeting-missed 2026-03-31"]);
    expect(short("2026-03-31", council())).toEqual(["due council/meeting-due 2026-03-31"]);
  });

  it.each([
    ["2026-02-28", []],
    ["2026-03-01", ["due council/meeting-due 2026-03-31"]],
  ])("near on %s", (today, expected) => {
    expect(short(today, council())).toEqual(expected);
    expect(short(today, council(), [YEAR[0]!])).toEqual([]);
  });

  it("half-years of the Executive Yuan's", () => {
    const found = (today: string, ...held: Minutes[]) =>
      flags(today, YUAN, held)
        .filter(({ agency }) => agency === EXECUTIVE)
        .map(({ code, due }) => `${code} ${due}`);
    expect(found("2026-05-30")).toEqual([]);
    expect(found("2026-05-31")).toEqual(["council/meeting-due 2026-06-30"]);
    expect(found("2026-07-01")).toEqual(["council/meeting-missed 2026-06-30"]);
    const present = CIOS.map(({ name }) => name);
    expect(
      found("2026-07-01", minutes({ agency: EXECUTIVE, date: "2026-04-01", present, topics: ["duties"] })),
    ).toEqual([]);
  });

  it("are not those of days to come", () => {
    expect(short("2026-03-31", council(), [at("2026-04-17")])).toEqual([
      "due council/meeting-due 2026-03-31",
    ]);
  });

  it("report of each complete quarter with a meeting", () => {
    const { reportedOn: _, ...unreported } = YEAR[0]!;
    expect(short("2026-03-31", council(), [unreported])).toEqual([]);
    expect(short("2026-04-01", council(), [unreported])).toEqual(["overdue council/report 2026-03-31"]);
    expect(short("2026-04-01", council(), [unreported, at("2026-03-20")])).toEqual([]);
  });
});

describe("minutes", () => {
  it("one flag for each broken clause, for a year", () => {
    const bad = at("2026-01-16", { present: ["召集人"], text: "通過" });
    const found = (today: string) =>
      flags(today, council(), [bad, ...YEAR.slice(1)])
        .filter(({ code }) => code === "council/minutes")
        .map(({ clause }) => clause);
    expect(found("2026-01-16")).toEqual(["諮詢小組設置要點四（四）", "諮詢小組設置要點十二"].toSorted());
    expect(found("2027-01-16")).toHaveLength(2);
    expect(found("2027-01-17")).toEqual([]);
  });

  it("what a quarter left out is known when it is over", () => {
    const held = [at("2026-01-16", { topics: ["duties", "inventory"] })];
    expect(short("2026-03-31", council(), held)).toEqual([]);
    expect(short("2026-04-01", council(), held)).toEqual(["overdue council/minutes"]);
    expect(short("2026-04-01", council(), [...held, at("2026-03-20", { topics: ["requests"] })])).toEqual([]);
  });
});

it("decisions past their day", () => {
  const decision = { id: "115-1-1", text: "補上欄位說明。", unit: "資訊處", due: "2026-02-15" };
  const held = (more: object) => [at("2026-01-16", { decisions: [{ ...decision, state: "open", ...more }] })];
  expect(short("2026-02-15", council(), held({}))).toEqual([]);
  expect(flags("2026-02-16", council(), held({}))).toEqual([
    {
      code: "council/decision-overdue",
      level: "overdue",
      agency: MINISTRY,
      clause: "諮詢小組設置要點十",
      message: {
        zh: "2026-01-16 會議的決議 115-1-1 應於 2026-02-15 完成，仍在辦理中（資訊處）",
        en: "Decision 115-1-1 of 2026-01-16 was due on 2026-02-15 and is still in progress",
      },
      due: "2026-02-15",
      path: `plan/councils/${MINISTRY}/`,
    },
  ]);
  for (const state of ["done", "referred", "dropped"]) {
    expect(short("2026-02-16", council(), held({ state }))).toEqual([]);
  }
  expect(short("2026-02-16", council(), held({ due: undefined }))).toEqual([]);
});

it("composition of the day: one flag for each broken rule, none of an older mechanism", () => {
  const file = council({ terms: [term(1, members(7, 3))], minimumCivil: 4 });
  expect(flags("2026-02-01", file).map(({ clause, message }) => [clause, message.zh])).toEqual([
    ["諮詢小組設置要點三（二）", "民間代表 3 人，未達總人數 11 人（含召集人）的三分之一"],
    ["諮詢小組自訂之民間代表最低人數", "民間代表 3 人，未達自訂的最低人數 4 人"],
  ]);
  expect(short("2026-02-01", { ...file, existingMechanism: true })).toEqual([]);
});

it("councilsOf gives the council of the day", () => {
  const { councils } = councilsOf(catalogueOf("2026-05-01", council(), YEAR));
  const { total, civil, term: present, meetings, faults } = councils.get(MINISTRY)!;
  expect({ total, civil, number: present?.number, meetings: meetings.length, faults }).toEqual({
    total: 12,
    civil: 4,
    number: 1,
    meetings: 2,
    faults: [],
  });
});
