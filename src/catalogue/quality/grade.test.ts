import { describe, expect, it } from "vitest";
import { gradeOf } from "./grade.ts";
import { GRADES, type Grade, INDICATORS, type Indicators, type Outcome } from "./types.ts";

const OUTCOMES: readonly Outcome[] = ["fail", "unknown", "pass"];

/** p pass, f fail, ? unknown, in the order of the indicators. */
const read = (text: string): Indicators =>
  Object.fromEntries(
    INDICATORS.map((name, i) => [name, text[i] === "p" ? "pass" : text[i] === "f" ? "fail" : "unknown"]),
  ) as Indicators;

function* all(): Generator<Indicators> {
  for (let n = 0; n < 3 ** INDICATORS.length; n++) {
    yield Object.fromEntries(
      INDICATORS.map((name, i) => [name, OUTCOMES[Math.floor(n / 3 ** i) % 3]]),
    ) as Indicators;
  }
}

describe("gradeOf", () => {
  it.each<[outcomes: string, grade: Grade]>([
    ["pppppp", "excellent"],
    ["ppp??p", "excellent"],
    ["pppp??", "excellent"],
    ["ppp???", "good"],
    ["pp?ppp", "good"],
    ["p?pppp", "good"],
    ["p?????", "good"],
    ["pppppf", "good"],
    ["pppf??", "good"],
    ["p?????", "good"],
    ["pppffp", "fair"],
    ["pfpppp", "fair"],
    ["ppfppp", "fair"],
    ["pffppp", "fair"],
    ["ppfpfp", "fair"],
    ["pppfff", "poor"],
    ["pffpfp", "poor"],
    ["fppppp", "poor"],
    ["f?????", "poor"],
    ["??????", "unrated"],
    ["?ppppp", "unrated"],
    ["?fffff", "unrated"],
  ])("gives %s %s", (outcomes, grade) => {
    expect(gradeOf(read(outcomes))).toBe(grade);
  });

  it("knows all 729 combinations, and as many of each grade as ever", () => {
    const counts: Partial<Record<Grade, number>> = {};
    for (const indicators of all()) {
      const grade = gradeOf(indicators);
      expect(GRADES).toContain(grade);
      counts[grade] = (counts[grade] ?? 0) + 1;
    }
    expect(counts).toEqual({ excellent: 7, good: 73, fair: 112, poor: 294, unrated: 243 });
  });

  it("never lowers a grade for a better outcome", () => {
    const rank = (grade: Grade) => GRADES.indexOf(grade);
    for (const indicators of all()) {
      for (const name of INDICATORS) {
        const better = OUTCOMES[OUTCOMES.indexOf(indicators[name]) + 1];
        if (!better) continue;
        const [before, after] = [gradeOf(indicators), gradeOf({ ...indicators, [name]: better })];
        // 尚未檢測 is no rank: nothing is known before, something is afterwards.
        if (before === "unrated" || after === "unrated") continue;
        expect(rank(after), JSON.stringify(indicators)).toBeLessThanOrEqual(rank(before));
      }
    }
  });
});
