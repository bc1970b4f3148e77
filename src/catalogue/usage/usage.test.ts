import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAMPLE_TODAY, sampleCatalogue } from "../fixtures.ts";
import { addDays } from "../plan/periods.ts";
import type { Count, UsageDay, UsageMonth } from "./types.ts";
import { usageOf } from "./usage.ts";

const catalogue = sampleCatalogue();
const FIRST = "A41000000G-000001";
const SECOND = "A41000000G-000002";
const WITHDRAWN = "A41000000G-000003";
const SUBORDINATE = "A41010000A-000001";
const OTHER = "315000000H-000001";

/** A month's file out of its days' files. */
function monthsOf(days: readonly UsageDay[]): UsageMonth[] {
  return [...Map.groupBy(days, ({ day }) => day.slice(0, 7))].map(([month, own]) => {
    const sum = (of: "views" | "downloads") => {
      const counts: Record<string, number> = {};
      for (const each of own) {
        for (const [key, count] of Object.entries(each[of])) counts[key] = (counts[key] ?? 0) + count;
      }
      return counts;
    };
    const list = own.map(({ day }) => day).sort();
    return { version: 1, month, days: list, views: sum("views"), downloads: sum("downloads") };
  });
}

const day = (
  date: string,
  views: Record<string, number>,
  downloads: Record<string, number> = {},
): UsageDay => ({
  version: 1,
  day: date,
  views,
  downloads,
});
const of = (days: UsageDay[], months = monthsOf(days)) => usageOf({ days, months }, catalogue);

describe("usage", () => {
  it("is none where nobody counted, or only after the catalogue's day", () => {
    expect(of([])).toBeUndefined();
    expect(of([day(addDays(SAMPLE_TODAY, 1), { [FIRST]: 3 })])).toBeUndefined();
  });

  it("is there, with zeros, where days were counted and nobody came", () => {
    const usage = of([day("2026-02-27", {})])!;
    expect(usage).toMatchObject({ from: "2026-02-27", to: "2026-02-27", days: 1 });
    expect(usage.total.total).toEqual({ views: 0, downloads: 0 });
    expect(usage.total.months).toEqual([{ month: "2026-02", views: 0, downloads: 0 }]);
    expect(usage.datasets.size + usage.agencies.size + usage.ministries.size).toBe(0);
  });

  const usage = of([
    day("2025-11-30", { [FIRST]: 5, [OTHER]: 1 }, { [`${FIRST}-001`]: 2 }),
    day("2026-02-27", { [FIRST]: 7, [SUBORDINATE]: 4 }, { [`${FIRST}-001`]: 1, [`${FIRST}-009`]: 3 }),
    day("2026-03-01", { [FIRST]: 1, [WITHDRAWN]: 10 }),
    day("2026-03-02", { [FIRST]: 1000 }),
  ])!;

  it("tells the first and the last counted day, and how many", () => {
    expect([usage.from, usage.to, usage.days]).toEqual(["2025-11-30", "2026-03-01", 3]);
  });

  it("lists every month between, those without a visit included", () => {
    expect(usage.datasets.get(FIRST)!.months).toEqual([
      { month: "2025-11", views: 5, downloads: 2 },
      { month: "2025-12", views: 0, downloads: 0 },
      { month: "2026-01", views: 0, downloads: 0 },
      { month: "2026-02", views: 7, downloads: 4 },
      { month: "2026-03", views: 1001, downloads: 0 },
    ]);
  });

  it("lists the last 90 days up to the last counted one", () => {
    const { days } = usage.datasets.get(FIRST)!;
    expect(days).toHaveLength(90);
    expect(days[0]!.day).toBe("2025-12-02");
    expect(days.at(-1)).toEqual({ day: "2026-03-01", views: 1, downloads: 0 });
    expect(days.filter(({ views }) => views > 0).map(({ day }) => day)).toEqual(["2026-02-27", "2026-03-01"]);
  });

  it("lists no day before the first counted one", () => {
    const few = of([day("2026-02-27", { [FIRST]: 1 }), day("2026-03-01", {})])!;
    expect(few.total.days.map((each) => each.day)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });

  it("tells downloads by distribution, those that the dataset no longer has included", () => {
    expect([...usage.datasets.get(FIRST)!.distributions]).toEqual([
      [`${FIRST}-001`, 3],
      [`${FIRST}-009`, 3],
    ]);
    expect(usage.datasets.get(SUBORDINATE)!.distributions.size).toBe(0);
  });

  it("adds agencies up by ministry", () => {
    expect(usage.agencies.get("A41010000A")!.total).toEqual({ views: 4, downloads: 0 });
    const ministry = usage.ministries.get("A41000000G")!;
    const own = usage.agencies.get("A41000000G")!;
    expect(ministry.total.views).toBe(own.total.views + 4);
    expect(ministry.months[3]).toEqual({ month: "2026-02", views: 11, downloads: 4 });
    expect(ministry.days.at(-3)).toEqual({ day: "2026-02-27", views: 11, downloads: 4 });
  });

  it("keeps what was counted of a withdrawn dataset in the sums, and lists it no more", () => {
    expect(usage.datasets.has(WITHDRAWN)).toBe(false);
    expect(usage.agencies.get("A41000000G")!.days.at(-1)!.views).toBe(11);
    expect(usage.total.days.at(-1)!.views).toBe(11);
  });

  it("leaves out what belongs to no agency of the register", () => {
    const strange = of([day("2026-02-27", { "ZZZZZZZZZZ-000001": 9 }, { "ZZZZZZZZZZ-000001-001": 9 })])!;
    expect(strange.total.total).toEqual({ views: 0, downloads: 0 });
    expect(strange.agencies.size).toBe(0);
  });

  it("has no entry for a dataset without a view or a download", () => {
    expect(usage.datasets.has(SECOND)).toBe(false);
    expect(of([day("2026-02-27", { [SECOND]: 0 })])!.datasets.has(SECOND)).toBe(false);
  });

  it("takes files in any order", () => {
    const days = [day("2026-01-05", { [FIRST]: 2 }), day("2025-12-05", { [FIRST]: 1 })];
    const months = (files: UsageDay[]) => of(files)!.total.months;
    expect(months(days)).toEqual(months(days.toReversed()));
    expect(months(days).map(({ views }) => views)).toEqual([1, 2]);
  });
});

/** Days within three months before the sample's day: each of them is among the last 90. */
const someDays = fc
  .uniqueArray(
    fc.record({
      back: fc.nat({ max: 89 }),
      views: fc.dictionary(
        fc.constantFrom(FIRST, SECOND, WITHDRAWN, SUBORDINATE, OTHER),
        fc.nat({ max: 999 }),
      ),
      downloads: fc.dictionary(
        fc.constantFrom(`${FIRST}-001`, `${FIRST}-002`, `${WITHDRAWN}-001`, `${OTHER}-001`),
        fc.nat({ max: 999 }),
      ),
    }),
    { selector: ({ back }) => back, minLength: 1, maxLength: 30 },
  )
  .map((list) =>
    list.map(({ back, views, downloads }) =>
      day(addDays(SAMPLE_TODAY, -back), { ...views }, { ...downloads }),
    ),
  );

describe("usage of whatever was counted", () => {
  const sum = (counts: readonly Count[]): Count => ({
    views: counts.reduce((all, { views }) => all + views, 0),
    downloads: counts.reduce((all, { downloads }) => all + downloads, 0),
  });

  it("says the same by month and by day, of everything, and adds up", () => {
    fc.assert(
      fc.property(someDays, (days) => {
        const usage = of(days)!;
        const all = [
          usage.total,
          ...usage.datasets.values(),
          ...usage.agencies.values(),
          ...usage.ministries.values(),
        ];
        for (const each of all) {
          expect(sum(each.months)).toEqual(each.total);
          expect(sum(each.days)).toEqual(each.total);
          for (const { month, views, downloads } of each.months) {
            expect(sum(each.days.filter((d) => d.day.startsWith(month)))).toEqual({ views, downloads });
          }
        }
        for (const parts of [usage.agencies, usage.ministries]) {
          expect(sum([...parts.values()].map(({ total }) => total))).toEqual(usage.total.total);
        }
        for (const { distributions, total } of usage.datasets.values()) {
          expect([...distributions.values()].reduce((a, b) => a + b, 0)).toBe(total.downloads);
        }
      }),
    );
  });

  it("is what a plain count of the files gives", () => {
    fc.assert(
      fc.property(someDays, (days) => {
        const usage = of(days)!;
        for (const { identifier } of catalogue.datasets) {
          const views = days.reduce((all, each) => all + (each.views[identifier] ?? 0), 0);
          const downloads = days
            .flatMap((each) => Object.entries(each.downloads))
            .reduce((all, [key, count]) => all + (key.startsWith(`${identifier}-`) ? count : 0), 0);
          expect(usage.datasets.get(identifier)?.total ?? { views: 0, downloads: 0 }).toEqual({
            views,
            downloads,
          });
        }
      }),
    );
  });
});
