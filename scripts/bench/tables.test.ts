import { describe, expect, it } from "vitest";
import type { Run } from "./measure.ts";
import { joinResults, type Results } from "./results.ts";
import { quantile, spreadOf } from "./statistics.ts";
import { markdown } from "./tables.ts";

const run = (wall: number, peak = 1e8): Run => ({ wall, user: wall, system: 0.5, peak });

const RESULTS: Results = {
  machine: { processors: 2, memory: 24 * 2 ** 30, kernel: "6.12", node: "24.0.0" },
  runs: 3,
  corpora: [],
  timings: [
    { name: "build", count: 53_000, runs: [run(70), run(60), run(80, 2.1e9)], pages: [50, 40, 60] },
    { name: "build", count: 106_000, runs: [run(150)] },
    { name: "check-cold", count: 5000, runs: [run(20)] },
    { name: "check-cold", count: 53_000, runs: [run(7)] },
  ],
  comparisons: [{ count: 53_000, files: 10, differing: ["index.html"] }],
  outputs: [],
  floors: [],
  searches: [],
  peers: [
    {
      count: 5000,
      ours: { pages: 10, bytes: 100 },
      theirs: { pages: 10, bytes: 200 },
      pairs: [{ ours: run(3), theirs: run(4) }],
    },
  ],
  failures: [],
};

describe("the tables of results", () => {
  const text = markdown(RESULTS);
  const lines = text.split("\n");
  const row = (start: string) => lines.find((line) => line.startsWith(`| ${start}`));

  it("show medians with the least and the greatest", () => {
    expect(row("complete build from nothing | 53,000")).toContain("70.0 (60.0–80.0)");
    expect(row("complete build from nothing: until")).toContain("50.0 (40.0–60.0)");
  });

  it("judge only the number of datasets that the limits are for", () => {
    expect(row("complete build from nothing | 53,000")).toContain("**no**");
    expect(row("load and check everything, empty cache | 53,000")).toContain("| yes |");
    expect(row("load and check everything, empty cache | 5,000")).not.toContain("no");
  });

  it("show growth, differing files and the ratio to a peer", () => {
    expect(text).toContain("| complete build from nothing | 2.14 |");
    expect(row("53,000 | 10")).toContain("index.html");
    expect(row("ratio")).toContain("0.50 | 0.75 (0.75–0.75)");
  });

  it("leave out what was not measured", () => {
    expect(text).not.toContain("### Search");
    expect(text).not.toContain("### Failures");
  });
});

describe("results of several runs", () => {
  it("are one, ordered by what was measured and by the number of datasets", () => {
    const overdue = { submissions: 1000, seconds: { median: 3, min: 3, max: 3 } };
    const other: Results = {
      ...RESULTS,
      runs: 2,
      timings: [
        { name: "check-cold", count: 20_000, runs: [run(9)] },
        { name: "history", count: 53_000, runs: [run(12)] },
      ],
      peers: [],
      overdue,
    };
    const joined = joinResults([other, RESULTS]);
    expect(joined.timings.map(({ name, count }) => `${name} ${count}`)).toEqual([
      "check-cold 5000",
      "check-cold 20000",
      "check-cold 53000",
      "build 53000",
      "build 106000",
      "history 53000",
    ]);
    expect(joined).toMatchObject({ runs: 2, overdue, peers: RESULTS.peers });
  });
});

describe("statistics", () => {
  it("find the middle of even and odd numbers", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spreadOf([4, 1, 2, 3]).median).toBe(2.5);
  });

  it("find quantiles by rank", () => {
    const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(numbers, 0.95)).toBe(96);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
