import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict, Visit } from "./evidence.ts";
import { DEAD_AFTER_DAYS, deadSince, verdictOf } from "./verdict.ts";

/** One visit a day at noon in Taipei, oldest first: a alive, d dead, ? unknown. */
const visits = (text: string): Visit[] =>
  [...text].map((sign, day) => ({
    at: `2026-11-${String(day + 1).padStart(2, "0")}T04:00:00Z`,
    verdict: sign === "a" ? "alive" : sign === "d" ? "dead" : "unknown",
    reason: sign === "a" ? "ok" : sign === "d" ? "http-404" : "timeout",
  }));

describe("verdictOf", () => {
  it.each<[days: string, verdict: Verdict, since?: number]>([
    ["", "unknown"],
    ["a", "alive"],
    ["d", "unknown"],
    ["?", "unknown"],
    ["dd", "unknown"],
    ["ddd", "dead", 1],
    ["d?dd", "dead", 1],
    ["?ddd", "dead", 2],
    ["ddd?", "dead", 1],
    ["ddd???", "dead", 1],
    ["addd", "dead", 2],
    ["adada", "alive"],
    ["dddda", "alive"],
    ["ddda?", "alive"],
    ["a??????", "alive"],
    ["ddad", "unknown"],
    ["ddadd", "unknown"],
    ["ddaddd", "dead", 4],
    ["add", "unknown"],
    ["add????", "unknown"],
    ["???????", "unknown"],
  ])("%s is %s", (days, verdict, since) => {
    expect(verdictOf(visits(days))).toBe(verdict);
    expect(deadSince(visits(days))).toBe(since === undefined ? undefined : visits(days)[since - 1]!.at);
  });

  it("counts days in Taipei, not visits", () => {
    const at = (time: string): Visit => ({ at: time, verdict: "dead", reason: "http-404" });
    // 23:00 and 01:00 in Taipei are two days, though one in UTC.
    expect(verdictOf(["2026-11-01T15:00:00Z", "2026-11-01T17:00:00Z", "2026-11-02T17:00:00Z"].map(at))).toBe(
      "dead",
    );
    expect(verdictOf(["2026-11-01T16:00:00Z", "2026-11-02T01:00:00Z", "2026-11-02T15:00:00Z"].map(at))).toBe(
      "unknown",
    );
  });

  it("follows its rule for any course of visits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ad?]{0,9}$/), (text) => {
        const decided = text.replaceAll("?", "");
        const failures = decided.length - (decided.lastIndexOf("a") + 1);
        const wanted = decided.endsWith("a") ? "alive" : failures >= DEAD_AFTER_DAYS ? "dead" : "unknown";
        expect(verdictOf(visits(text))).toBe(wanted);
      }),
    );
  });
});
