import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AGENCY, stateOf } from "./harvest.test-helper.ts";
import { type HarvestState, readHarvestState, statePath, writeHarvestState } from "./state.ts";

const full = (): HarvestState => ({
  ...stateOf("2026-03-05"),
  lastSuccess: "2026-03-04",
  documents: new Map([
    ["https://data.example.gov.tw/1", { etag: '"a"', modified: "Mon, 02 Mar 2026 00:00:00 GMT" }],
  ]),
  settled: "0123456789abcdef",
  failing: { since: "2026-03-05", message: "逾時" },
  shrunk: { since: "2026-03-04", days: 2, last: "2026-03-05" },
  known: new Map([
    ["b", { identifier: `${AGENCY}-000001`, published: true, missing: "2026-03-05" }],
    [
      "a",
      { since: "2026-03-05", offered: "01234567", refused: "89abcdef", declined: 6, noted: "2026-03-01" },
    ],
  ]),
  wrote: new Map([["datasets/x.yaml", ["0123456789abcdef"]]]),
  head: "0123456789012345678901234567890123456789",
  round: "2026-03-03",
  ended: 7,
});

describe("an agency's state", () => {
  test("stands at its place on the branch of snapshots", () => {
    expect(statePath(AGENCY)).toBe(`harvest/${AGENCY}.json`);
  });

  test("reads back as it was written, in one form", () => {
    const text = writeHarvestState(full());
    const { state, problem } = readHarvestState(text, AGENCY);
    expect(problem).toBeUndefined();
    expect(state).toEqual(full());
    expect(writeHarvestState(state!)).toBe(text);
  });

  test("may hold any id, `__proto__` too", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constant("__proto__")), { maxLength: 8 }), (ids) => {
        const state = stateOf();
        for (const id of ids) state.known.set(id, { missing: "2026-03-02" });
        expect([...readHarvestState(writeHarvestState(state), AGENCY).state!.known.keys()].sort()).toEqual(
          [...new Set(ids)].sort(),
        );
      }),
      { seed: 5, numRuns: 200 },
    );
    expect(({} as Record<string, unknown>).missing).toBeUndefined();
  });

  test("is none where there is no file", () => {
    expect(readHarvestState(undefined, AGENCY)).toEqual({});
  });

  test.each([
    ["no JSON", "{", "紀錄不是 JSON，不予採用"],
    ["a list", "[]", "紀錄的 檔案 格式不符，不予採用"],
    [
      "another agency's",
      writeHarvestState({ ...full(), agency: "A09000000E" }),
      "紀錄的 agency 格式不符，不予採用",
    ],
    [
      "a day that is none",
      writeHarvestState({ ...full(), lastAttempt: "today" }),
      "紀錄的 lastAttempt 格式不符，不予採用",
    ],
    [
      "an identifier of another agency",
      writeHarvestState({ ...full(), known: new Map([["a", { identifier: "A09000000E-000001" }]]) }),
      "紀錄的 known.identifier 格式不符，不予採用",
    ],
    [
      "a digest that is none",
      writeHarvestState({ ...full(), settled: "x" }),
      "紀錄的 settled 格式不符，不予採用",
    ],
    [
      "more digests than are kept",
      writeHarvestState({ ...full(), wrote: new Map([["x", ["01234567", "01234567", "01234567"]]]) }),
      "紀錄的 wrote 格式不符，不予採用",
    ],
    ["a number below zero", writeHarvestState({ ...full(), ended: -1 }), "紀錄的 ended 格式不符，不予採用"],
  ])("is refused where it is %s", (_, text, problem) => {
    expect(readHarvestState(text, AGENCY)).toEqual({ problem });
  });

  test("no text breaks the reader", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { state, problem } = readHarvestState(text, AGENCY);
        expect(state === undefined).toBe(problem !== undefined);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
