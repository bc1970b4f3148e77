import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatasetFile } from "../catalogue.ts";
import { sampleCatalogue } from "../fixtures.ts";
import type { HistoryAct, HistoryEntry } from "../history.ts";
import { openingsOf } from "./openings.ts";
import { addDays } from "./periods.ts";

const TODAY = "2026-03-31";
const NDC = "A41000000G";
const ARCHIVES = "A41010000A";
const MOTC = "315000000H";

const act = (what: HistoryAct, day: string): HistoryEntry => ({
  commit: "0".repeat(40),
  author: "甲",
  time: `${day} 12:00`,
  subject: "",
  act: what,
  changes: [],
});
/** @param acts oldest first */
const acts = (...entries: [HistoryAct, string][]) => entries.map(([what, day]) => act(what, day)).reverse();
const file = (identifier: string, more: Partial<DatasetFile> = {}): DatasetFile => ({
  identifier,
  title: identifier,
  distribution: [],
  ...more,
});
const withdrawn = (date: string): Partial<DatasetFile> => ({
  status: "withdrawn",
  withdrawal: { reason: "A", explanation: "說明", date },
});
const openings = (datasets: DatasetFile[], history: Record<string, HistoryEntry[]> = {}) =>
  openingsOf(sampleCatalogue({ datasets, today: TODAY }), new Map(Object.entries(history)));
const ONE = `${NDC}-000001`;
/** Counts of the ministry on the given days. */
const on = (of: ReturnType<typeof openings>, ...days: string[]) => days.map((day) => of.countOn(NDC, day));

describe("when a dataset is in view", () => {
  it("from its 上架日期, else its 發布時間, whatever the commits", () => {
    const history = { [ONE]: acts(["created", "2026-01-01"]) };
    const both = { releaseDate: "2020-05-05", issued: "2019-01-01" };
    expect(on(openings([file(ONE, both)], history), "2020-05-04", "2020-05-05")).toEqual([0, 1]);
    expect(on(openings([file(ONE, { issued: "2019-01-01" })], history), "2018-12-31", "2019-01-01")).toEqual([
      0, 1,
    ]);
  });

  it("without either, from its first commit", () => {
    const of = openings([file(ONE)], { [ONE]: acts(["created", "2026-01-01"], ["modified", "2026-02-01"]) });
    expect(on(of, "2025-12-31", "2026-01-01")).toEqual([0, 1]);
    expect(of.openedIn(NDC, 2026)).toBe(1);
    expect(of.undated).toBe(0);
  });

  it("without any day, from the first day that is known, and opened in no year", () => {
    const of = openings([file(ONE), file(`${MOTC}-000001`, { issued: "2024-02-02" })]);
    expect(of.from).toBe("2024-02-02");
    expect(on(of, "2024-02-01", "2024-02-02", TODAY)).toEqual([0, 1, 1]);
    expect(of.undated).toBe(1);
    expect(of.total.opened("0000-01-01", TODAY)).toEqual([
      { identifier: `${MOTC}-000001`, day: "2024-02-02" },
    ]);
  });

  it("not while it is withdrawn; its day of withdrawal is the first without it", () => {
    const history = {
      [ONE]: acts(["created", "2025-01-01"], ["withdrawn", "2025-06-11"], ["relisted", "2025-09-15"]),
    };
    const of = openings([file(ONE, { releaseDate: "2025-01-03" })], history);
    expect(
      on(of, "2025-01-02", "2025-01-03", "2025-06-10", "2025-06-11", "2025-09-14", "2025-09-15"),
    ).toEqual([0, 1, 1, 0, 0, 1]);
    expect(of.openedIn(NDC, 2025)).toBe(1);
    expect(of.total.closed("2025-04-01", "2025-06-30")).toEqual([{ identifier: ONE, day: "2025-06-11" }]);
  });

  it("by the dates of its file where no commit withdrew it", () => {
    const issued = "2018-01-01";
    const gone = openings([file(ONE, { issued, ...withdrawn("2020-07-01") })], {
      [ONE]: acts(["created", "2026-01-01"]),
    });
    expect(on(gone, "2017-12-31", "2018-01-01", "2020-06-30", "2020-07-01", TODAY)).toEqual([0, 1, 1, 0, 0]);
    const withdrawal = {
      reason: "A" as const,
      explanation: "說明",
      date: "2020-07-01",
      relistedOn: "2021-01-01",
    };
    const back = openings([file(ONE, { issued, withdrawal })]);
    expect(on(back, "2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01")).toEqual([1, 0, 0, 1]);
  });

  it("not before it was relisted, where its history begins with a withdrawn file that tells no day", () => {
    const of = openings([file(ONE, { issued: "2018-01-01" })], {
      [ONE]: acts(["created", "2025-01-01"], ["relisted", "2025-03-01"]),
    });
    expect(on(of, "2018-01-01", "2025-02-28", "2025-03-01")).toEqual([0, 0, 1]);
  });

  it("until its file was deleted", () => {
    const of = openings([], { [ONE]: acts(["created", "2025-01-01"], ["deleted", "2025-03-01"]) });
    expect(on(of, "2024-12-31", "2025-01-01", "2025-02-28", "2025-03-01")).toEqual([0, 1, 1, 0]);
  });

  it("never before its 上架日期 has come", () => {
    const of = openings([file(ONE, { releaseDate: "2026-04-01" })], {
      [ONE]: acts(["created", "2025-01-01"]),
    });
    expect(on(of, "2025-06-01", TODAY, "2026-05-01")).toEqual([0, 0, 0]);
  });

  it("as its file says in the end, though commits are dated ahead or the last one is missing", () => {
    const ahead = openings([file(ONE, { issued: "2030-01-01" })], {
      [ONE]: acts(["created", "2031-01-01"]),
    });
    expect(on(ahead, "2026-03-30", TODAY)).toEqual([0, 1]);
    const relisted = openings([file(ONE, { issued: "2020-01-01" })], {
      [ONE]: acts(["created", "2020-01-01"], ["withdrawn", "2025-01-01"]),
    });
    expect(on(relisted, "2024-12-31", "2025-01-01", TODAY)).toEqual([1, 0, 1]);
  });

  it("nowhere without an agency", () => {
    expect(
      openings([], {
        "Z00000000Z-000001": acts(["created", "2025-01-01"], ["deleted", "2026-01-01"]),
      }).total.countOn("2025-06-01"),
    ).toBe(0);
  });
});

describe("whose it is", () => {
  it("its agency's, and its ministry's", () => {
    const of = openings([
      file(ONE, { issued: "2020-01-01" }),
      file(`${ARCHIVES}-000001`, { issued: "2021-01-01" }),
      file(`${MOTC}-000001`, { issued: "2022-01-01" }),
    ]);
    expect([2020, 2021, 2022].map((year) => of.countOn(NDC, `${year}-12-31`))).toEqual([1, 2, 2]);
    expect(of.agencies.get(NDC)!.countOn(TODAY)).toBe(1);
    expect(of.agencies.get(ARCHIVES)!.opened("2021-01-01", "2021-12-31")).toHaveLength(1);
    expect(of.openedIn(MOTC, 2022)).toBe(1);
    expect(of.total.countOn(TODAY)).toBe(3);
    expect(of.countOn("Z00000000Z", TODAY)).toBe(0);
  });
});

/** Days that generated datasets move on: few enough that they often meet. */
const DAYS = Array.from({ length: 20 }, (_, i) => addDays("2026-03-20", i));
const generated = fc.record({
  agency: fc.constantFrom(NDC, ARCHIVES, MOTC),
  released: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
  first: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
  flips: fc.uniqueArray(fc.constantFrom(...DAYS), { maxLength: 5 }),
  bornWithdrawn: fc.boolean(),
});

it("counts as if each day were walked through by itself", () => {
  fc.assert(
    fc.property(fc.array(generated, { maxLength: 12 }), (recipes) => {
      const history: Record<string, HistoryEntry[]> = {};
      const cases = recipes.map(({ agency, released, first, flips, bornWithdrawn }, i) => {
        const identifier = `${agency}-${String(i).padStart(6, "0")}`;
        // Without a first commit there is no history, so nothing ever turns.
        const turns = first === undefined ? [] : flips.filter((day) => day > first && day <= TODAY).sort();
        const born = first !== undefined && bornWithdrawn && turns.length > 0;
        if (first !== undefined && first <= TODAY) {
          const names: [HistoryAct, string][] = turns.map((day, n) => [
            (n % 2 === 1) !== born ? "relisted" : "withdrawn",
            day,
          ]);
          history[identifier] = acts(["created", first], ...names);
        }
        const gone = (turns.length % 2 === 1) !== born;
        return {
          identifier,
          agency,
          turns,
          born,
          start: released ?? (first !== undefined && first <= TODAY ? first : undefined),
          data: file(identifier, {
            ...(released ? { issued: released } : {}),
            ...(gone ? { status: "withdrawn" as const } : {}),
          }),
        };
      });
      const of = openings(
        cases.map((c) => c.data),
        history,
      );
      const clamp = (day: string) => (day < TODAY ? day : TODAY);
      const known = cases.flatMap((c) => {
        if (c.start === undefined) return [];
        // Days on which something certainly is in view.
        return DAYS.filter((day) => day <= TODAY && inView(c, day));
      });
      const from = known.sort()[0] ?? TODAY;
      function inView(c: (typeof cases)[number], day: string): boolean {
        const start = c.start === undefined ? from : clamp(c.start);
        const turned = c.turns.filter((turn) => turn <= day).length;
        return day >= start && (turned % 2 === 0) !== c.born;
      }
      for (const day of DAYS.filter((each) => each <= TODAY)) {
        for (const ministry of [NDC, MOTC]) {
          const naive = cases.filter((c) => (c.agency === MOTC) === (ministry === MOTC) && inView(c, day));
          expect(of.countOn(ministry, day)).toBe(naive.length);
        }
      }
    }),
    { numRuns: 400 },
  );
});

it("takes a large catalogue's history in one pass", () => {
  const datasets = Array.from({ length: 20_000 }, (_, i) =>
    file(`${NDC}-${String(i).padStart(6, "0")}`, { issued: addDays("2013-01-01", i % 4000) }),
  );
  const of = openings(datasets);
  expect(of.countOn(NDC, "2012-12-31")).toBe(0);
  expect(of.countOn(NDC, "2013-01-01")).toBe(5);
  expect(of.countOn(NDC, TODAY)).toBe(20_000);
});
