import { describe, expect, test } from "vitest";
import { AGENCY, idOf, pathOf, planDay, record, SOURCE, stateOf, taken } from "./harvest.test-helper.ts";
import { endOffers, type HarvestPlan, resumeOffers, settleOffers, tellOnce } from "./plan.ts";

const DAYS = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"] as const;
const [MON, TUE, WED, THU] = DAYS;
const kinds = ({ changes }: HarvestPlan) =>
  changes.map(({ kind, identifier }) => `${kind} ${identifier.slice(11)}`);

describe("what is added", () => {
  test("gets the next free serial, which it keeps from day to day", () => {
    const state = stateOf();
    const published = { [pathOf(7)]: "identifier: A41000000G-000007\ntitle: 手寫\n" };
    const first = planDay(state, [record("b"), record("a")], published, MON);
    expect(first.changes.map(({ sourceID, identifier }) => [sourceID, identifier])).toEqual([
      ["b", idOf(8)],
      ["a", idOf(9)],
    ]);
    const second = planDay(state, [record("c"), record("a"), record("b")], published, TUE);
    expect(second.changes.map(({ sourceID, identifier, since }) => [sourceID, identifier, since])).toEqual([
      ["b", idOf(8), MON],
      ["a", idOf(9), MON],
      ["c", idOf(10), TUE],
    ]);
  });

  test("keeps an identifier of the same agency that the source itself has", () => {
    const plan = planDay(stateOf(), [record(idOf(42)), record("A09000000E-000001"), record("x")], {}, MON);
    expect(plan.changes.map(({ identifier }) => identifier)).toEqual([idOf(42), idOf(43), idOf(44)].sort());
    expect(plan.changes[0]!.text).toContain(`sourceID: ${idOf(42)}`);
  });

  test("gives way where somebody else's dataset took the number before it was merged", () => {
    const state = stateOf();
    planDay(state, [record("a")], {}, MON);
    const published = { [pathOf(1)]: "identifier: A41000000G-000001\ntitle: 手寫\n" };
    const plan = planDay(state, [record("a")], published, TUE);
    expect(kinds(plan)).toEqual(["added 000002"]);
    expect(plan.byHand).toEqual([]);
  });

  test("is only what the agency itself publishes", () => {
    const plan = planDay(stateOf(), [record("a", { publisher: { name: "教育部" } }), record("b")], {}, MON, {
      otherPublisher: ({ name }) => name,
    });
    expect(kinds(plan)).toEqual(["added 000001"]);
    expect(plan.others).toEqual([{ sourceID: "a", title: "資料集 a", because: "教育部" }]);
  });
});

describe("what is there already", () => {
  const published = { [pathOf(1)]: taken(1, record("a")) };

  test("is no difference as long as neither side moves", () => {
    expect(planDay(stateOf(), [record("a")], published, MON).changes).toEqual([]);
  });

  test("is offered anew where the source moves", () => {
    const plan = planDay(stateOf(), [record("a", { title: "新名稱" })], published, MON);
    expect(plan.changes).toMatchObject([
      { kind: "changed", fields: ["資料集名稱"], conflicts: [], since: MON },
    ]);
    expect(plan.changes[0]!.text).toContain("title: 新名稱");
  });

  test("is matched by its id at this source only", () => {
    const other = published[pathOf(1)]!.replace(`source: ${SOURCE}`, "source: elsewhere.gov.tw");
    expect(kinds(planDay(stateOf(), [record("a")], { [pathOf(1)]: other }, MON))).toEqual(["added 000002"]);
  });

  test("is left alone where officers write it by hand", () => {
    const byHand = { [pathOf(1)]: "identifier: A41000000G-000001\ntitle: 手寫\n" };
    const plan = planDay(stateOf(), [record(idOf(1))], byHand, MON);
    expect(plan.changes).toEqual([]);
    expect(plan.byHand).toEqual([{ sourceID: idOf(1), title: `資料集 ${idOf(1)}`, because: idOf(1) }]);
  });

  test("stays alone where officers took it over by removing its provenance", () => {
    const state = stateOf();
    planDay(state, [record("a")], published, MON);
    const own = published[pathOf(1)]!.split("provenance:")[0]!;
    const plan = planDay(state, [record("a", { title: "新名稱" })], { [pathOf(1)]: own }, TUE);
    expect(plan.changes).toEqual([]);
    expect(plan.byHand).toHaveLength(1);
  });

  test("is not relisted once it was withdrawn, and that is told in one pull request", () => {
    const state = stateOf();
    const withdrawn = published[pathOf(1)]!.replace(/^provenance:/m, "status: withdrawn\nprovenance:");
    const plan = planDay(state, [record("a", { title: "新名稱" })], { [pathOf(1)]: withdrawn }, MON);
    expect(plan.changes).toEqual([]);
    expect(plan.withdrawn).toEqual([{ sourceID: "a", title: "新名稱", because: idOf(1) }]);
    const told = (today: string, open: boolean, records = [record("a"), record("b")]) => {
      const each = planDay(state, records, { [pathOf(1)]: withdrawn }, today);
      tellOnce(state, each, open, today);
      return each.withdrawn.length;
    };
    // Nobody reads of it where there is nothing to offer.
    told(MON, false, [record("a")]);
    expect(state.known.get("a")?.noted).toBeUndefined();
    expect([told(MON, false), told(TUE, true), told(WED, false), told(THU, true)]).toEqual([1, 1, 0, 0]);
    expect(state.known.get("a")?.noted).toBe(MON);
  });

  test.each(["__proto__", "constructor", "toString"])("may have the id %s", (id) => {
    const state = stateOf();
    expect(kinds(planDay(state, [record(id)], {}, MON))).toEqual(["added 000001"]);
    expect(kinds(planDay(state, [record(id)], { [pathOf(1)]: taken(1, record(id)) }, TUE))).toEqual([]);
    expect(({} as Record<string, unknown>).identifier).toBeUndefined();
  });
});

describe("what is gone at the source", () => {
  const published = { [pathOf(1)]: taken(1, record("a")), [pathOf(2)]: taken(2, record("b")) };

  test("is proposed for withdrawal by the second day that misses it", () => {
    const state = stateOf();
    expect(kinds(planDay(state, [record("a")], published, MON))).toEqual([]);
    expect(kinds(planDay(state, [record("a")], published, MON))).toEqual([]);
    const plan = planDay(state, [record("a")], published, TUE);
    expect(kinds(plan)).toEqual(["removed 000002"]);
    expect(plan.changes[0]).toMatchObject({ since: MON, title: "資料集 b" });
    expect(plan.changes[0]!.text).toContain(
      `status: withdrawn\nwithdrawal:\n  reason: A\n  explanation: 來源平臺 ${SOURCE} 自 ${MON} 起不再提供這個資料集，經不同日的兩次讀取確認。\n  date: "?${MON}`.replace(
        '"?',
        "",
      ),
    );
    // The same text on every later day.
    expect(planDay(state, [record("a")], published, THU).changes).toEqual(plan.changes);
  });

  test("is not, where it comes back, or a record that can't be read may be it", () => {
    const state = stateOf();
    planDay(state, [record("a")], published, MON);
    planDay(state, [record("a"), record("b")], published, TUE);
    expect(kinds(planDay(state, [record("a")], published, WED))).toEqual([]);
    const problems = ["result[1]：編號 b 沒有資料集名稱，未取用"];
    expect(kinds(planDay(state, [record("a")], published, THU, { problems }))).toEqual([]);
    const many = Array.from({ length: 201 }, (_, index) => `result[${index}]：不是物件，未取用`);
    expect(kinds(planDay(state, [record("a")], published, THU, { problems: many }))).toEqual([]);
    expect(kinds(planDay(state, [record("a")], published, THU))).toEqual(["removed 000002"]);
  });

  test("leaves alone what was never harvested", () => {
    const state = stateOf();
    const files = { ...published, [pathOf(3)]: "identifier: A41000000G-000003\ntitle: 手寫\n" };
    for (const day of DAYS) expect(kinds(planDay(state, [record("a"), record("b")], files, day))).toEqual([]);
  });

  test("keeps an open offer for the first day that misses it", () => {
    const state = stateOf();
    const offered = planDay(state, [record("a"), record("b"), record("c")], published, MON);
    settleOffers(state, offered, new Set());
    const missed = planDay(state, [record("a"), record("b")], published, TUE);
    expect([...missed.kept]).toEqual([pathOf(3)]);
    settleOffers(state, missed, new Set());
    const gone = planDay(state, [record("a"), record("b")], published, WED);
    expect([...gone.kept]).toEqual([]);
    expect(gone.changes).toEqual([]);
  });
});

describe("what was declined", () => {
  test("comes again only when the source changes, and at once when the pull request is opened again", () => {
    const state = stateOf();
    const records = [record("a"), record("b")];
    settleOffers(state, planDay(state, records, {}, MON), new Set());
    endOffers(state, 7);
    expect(kinds(planDay(state, records, {}, TUE))).toEqual([]);
    const changed = [record("a", { title: "新名稱" }), record("b")];
    const plan = planDay(state, changed, {}, WED);
    expect(kinds(plan)).toEqual(["added 000001"]);
    expect(plan.changes[0]!.since).toBe(WED);
    settleOffers(state, plan, new Set());
    resumeOffers(state, 8);
    expect(kinds(planDay(state, changed, {}, THU))).toEqual(["added 000001"]);
    resumeOffers(state, 7);
    expect(kinds(planDay(state, changed, {}, THU))).toEqual(["added 000001", "added 000002"]);
  });

  test("is forgotten once the main branch has it", () => {
    const state = stateOf();
    settleOffers(state, planDay(state, [record("a")], {}, MON), new Set());
    endOffers(state, 7);
    const published = { [pathOf(1)]: taken(1, record("a")) };
    expect(kinds(planDay(state, [record("a")], published, TUE))).toEqual([]);
    expect(state.known.get("a")).toEqual({ identifier: idOf(1), published: true });
  });

  test("is what stood on the branch: a person's file does not stand for the source's later word", () => {
    const state = stateOf();
    settleOffers(state, planDay(state, [record("a")], {}, MON), new Set());
    const later = planDay(state, [record("a", { title: "新名稱" })], {}, TUE);
    settleOffers(state, later, new Set([pathOf(1)]));
    endOffers(state, 7);
    // Merged as it was taken on Monday.
    const published = { [pathOf(1)]: taken(1, record("a")) };
    expect(kinds(planDay(state, [record("a", { title: "新名稱" })], published, WED))).toEqual([
      "changed 000001",
    ]);
  });
});

test("a large list is offered in parts, the longest known first", () => {
  const state = stateOf();
  const records = Array.from({ length: 2_600 }, (_, index) => record(`r${index}`));
  const plan = planDay(state, records, {}, MON);
  expect(plan.changes).toHaveLength(2_500);
  expect(plan.waiting).toBe(100);
  expect(plan.changes.at(-1)!.identifier).toBe(`${AGENCY}-002500`);
});
