import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { assessed, opinion, registerWith, says, wanted } from "./opinions.test-helper.ts";
import { mergeOpinion, readOpinions, replaceOpinions, writeOpinions } from "./snapshot.ts";
import type { OpinionEntry, OpinionsSnapshot } from "./types.ts";

const A = "A00000000A";
const NOW = new Date("2026-03-06T02:00:00Z");
const AT = "2026-03-04T02:00:00Z";
const register = registerWith({ approval: true });
const FULL: OpinionEntry[] = [
  assessed(
    opinion({ number: 7, likes: 3, comments: [says(AT, "pb", "好"), says(AT, "adm", "/核准回覆")] }),
    NOW.toISOString(),
    register,
  ).entry,
  ...["/預計開放 2026-12-31 排入", "/無法開放 法規：甲 理由：乙", "/受理"].map(
    (command, i) =>
      assessed(wanted({ number: 8 + i, comments: [says(AT, "pb", command)] }), NOW.toISOString(), register)
        .entry,
  ),
];
const empty: OpinionsSnapshot = { takenAt: "2026-03-01T00:00:00.000Z", ministry: A, entries: [] };
const full = replaceOpinions(empty, FULL, new Set(), NOW);

describe("a snapshot", () => {
  it("is read as it was written", () => {
    expect(full.entries).toEqual(FULL);
    expect(readOpinions(writeOpinions(full), A)).toEqual({ snapshot: full });
    expect(readOpinions(undefined, A)).toEqual({
      snapshot: { ...empty, takenAt: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("stays itself where nothing changed, and has entries by number", () => {
    expect(replaceOpinions(full, FULL.toReversed(), new Set(), new Date())).toBe(full);
    expect(mergeOpinion(full, FULL[1]!, new Date())).toBe(full);
    const changed = mergeOpinion(full, { ...FULL[0]!, likes: 4 }, new Date("2026-03-07T00:00:00Z"));
    expect(changed.takenAt).toBe("2026-03-07T00:00:00.000Z");
    expect(changed.entries.map((entry) => [entry.number, entry.likes])).toEqual([
      [7, 4],
      [8, 0],
      [9, 0],
      [10, 0],
    ]);
  });

  it("lets go what went to another ministry, and what is gone", () => {
    const moved = { ...FULL[0]!, ministry: "C00000000C" };
    expect(mergeOpinion(full, moved, NOW).entries.map((entry) => entry.number)).toEqual([8, 9, 10]);
    expect(replaceOpinions(full, [], new Set([8, 99]), NOW).entries.map((entry) => entry.number)).toEqual([
      7, 9, 10,
    ]);
  });

  const broken: [string, (value: OpinionsSnapshot) => unknown][] = [
    ["no object", () => []],
    ["another ministry's", (value) => ({ ...value, ministry: "C00000000C" })],
    [
      "an entry of another ministry",
      (value) => ({ ...value, entries: [{ ...FULL[0], ministry: "C00000000C" }] }),
    ],
    ["an entry twice", (value) => ({ ...value, entries: [FULL[0], FULL[0]] })],
    ["a strange field", (value) => ({ ...value, entries: [{ ...FULL[0], html: "<b>" }] })],
    [
      "an address that runs",
      (value) => ({ ...value, entries: [{ ...FULL[0], url: "javascript:alert(1)" }] }),
    ],
    [
      "a text that is too long",
      (value) => ({ ...value, entries: [{ ...FULL[0], text: "x".repeat(10_001) }] }),
    ],
    ["negative likes", (value) => ({ ...value, entries: [{ ...FULL[0], likes: -1 }] })],
    [
      "a dataset that is a path",
      (value) => ({ ...value, entries: [{ ...FULL[0], identifier: "../../etc/passwd" }] }),
    ],
    [
      "an unknown state",
      (value) => ({ ...value, entries: [{ ...FULL[1], status: { state: "x", at: AT } }] }),
    ],
  ];
  it.each(broken)("is not believed with %s", (_, change) => {
    expect(readOpinions(JSON.stringify(change(full)), A)).toMatchObject({
      snapshot: { entries: [] },
      problem: "快照的內容不符格式，將重新產生",
    });
  });

  test("of any JSON is sound or empty", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readOpinions(text, A).snapshot.entries).toEqual([]);
      }),
    );
  });
});
