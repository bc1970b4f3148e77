import { describe, expect, test } from "vitest";
import { stateOf } from "./harvest.test-helper.ts";
import { doubtOf } from "./reading.ts";

const ids = (count: number, from = 0) =>
  new Set(Array.from({ length: count }, (_, index) => `r${index + from}`));
const knowing = (count: number) => {
  const state = stateOf();
  for (const id of ids(count)) state.known.set(id, {});
  return state;
};

describe("a list that shrinks", () => {
  test.each([
    ["nothing was known", 0, 0, false],
    ["it is the same", 40, 40, false],
    ["it grew", 40, 90, false],
    ["it lost ten of twelve", 12, 2, false],
    ["it lost eleven of twelve", 12, 1, true],
    ["it kept just one half", 40, 20, false],
    ["it kept less than half", 40, 19, true],
    ["one of one is gone", 1, 0, true],
  ])("is doubted or not: %s (%i → %i)", (_, had, has, doubted) => {
    expect(doubtOf(knowing(had), ids(has), "2026-03-02") !== undefined).toBe(doubted);
  });

  test("is doubted where every id became another one, however many there are", () => {
    expect(doubtOf(knowing(40), ids(60, 1000), "2026-03-02")).toContain("縮減異常");
  });

  test("says what and for how long, and is believed on the third day in a row", () => {
    const state = knowing(40);
    const words =
      "縮減異常：清單由 40 筆縮減，先前的資料集僅餘 5 筆。清單不完整時不提出下架；若連續 3 日如此，即視為機關的決定";
    expect(doubtOf(state, ids(5), "2026-03-02")).toBe(words);
    expect(doubtOf(state, ids(5), "2026-03-02")).toBe(words);
    expect(state.shrunk).toEqual({ since: "2026-03-02", days: 1, last: "2026-03-02" });
    expect(doubtOf(state, ids(5), "2026-03-03")).toBe(words);
    expect([...state.known.values()].every(({ missing }) => missing === undefined)).toBe(true);
    expect(doubtOf(state, ids(5), "2026-03-04")).toBeUndefined();
    expect(state.shrunk).toBeUndefined();
    expect([...state.known.values()].filter(({ missing }) => missing === "2026-03-02")).toHaveLength(35);
  });

  test("is counted anew after a day on which it was whole", () => {
    const state = knowing(40);
    expect(doubtOf(state, ids(5), "2026-03-02")).toBeDefined();
    expect(doubtOf(state, ids(5), "2026-03-03")).toBeDefined();
    expect(doubtOf(state, ids(40), "2026-03-04")).toBeUndefined();
    expect(doubtOf(state, ids(5), "2026-03-05")).toBeDefined();
    expect(doubtOf(state, ids(5), "2026-03-06")).toBeDefined();
  });

  test("does not count again what was missed before", () => {
    const state = knowing(40);
    for (const id of ids(30)) state.known.get(id)!.missing = "2026-03-01";
    expect(doubtOf(state, ids(10, 30), "2026-03-02")).toBeUndefined();
  });
});
