import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../fixtures.ts";
import { endOfMonth, isMonthOver, mostUsed } from "./most-used.ts";
import type { UsageMonth } from "./types.ts";
import { usageOf } from "./usage.ts";

const catalogue = sampleCatalogue();
const month = (
  name: string,
  days: string[],
  views: Record<string, number>,
  downloads: Record<string, number> = {},
): UsageMonth => ({ version: 1, month: name, days: days.map((d) => `${name}-${d}`), views, downloads });
const of = (...months: UsageMonth[]) => mostUsed(usageOf({ days: [], months }, catalogue)!, catalogue, 3);

describe("the most used datasets", () => {
  it("are those of the last month that is over", () => {
    const found = of(
      month("2026-01", ["01"], { "A41000000G-000001": 9 }),
      month("2026-02", ["28"], { "A41000000G-000002": 5, "A41000000G-000003": 50 }),
      month("2026-03", ["01"], { "A41000000G-000004": 7 }),
    );
    expect([found.month, found.complete]).toEqual(["2026-02", true]);
    // A withdrawn one is not recommended.
    expect(found.datasets.map(({ dataset, views }) => [dataset.identifier, views])).toEqual([
      ["A41000000G-000002", 5],
    ]);
  });

  it("are those of a month that nobody counted to its end, once a later one is counted", () => {
    const found = of(month("2026-01", ["05"], { "A41000000G-000001": 9 }), month("2026-03", ["01"], {}));
    expect([found.month, found.datasets]).toEqual(["2026-02", []]);
  });

  it("are those of the present month where none is over", () => {
    const found = of(month("2026-02", ["27"], { "A41000000G-000001": 9 }));
    expect([found.month, found.complete]).toEqual(["2026-02", false]);
    expect(found.datasets).toHaveLength(1);
  });

  it("stand by views, then downloads, then identifier, and no more than asked for", () => {
    const found = of(
      month(
        "2026-02",
        ["28"],
        { "A41000000G-000001": 2, "A41000000G-000002": 2, "A41000000G-000004": 2, "315000000H-000001": 2 },
        { "A41000000G-000004-001": 1 },
      ),
    );
    expect(found.datasets.map(({ dataset }) => dataset.identifier)).toEqual([
      "A41000000G-000004",
      "315000000H-000001",
      "A41000000G-000001",
    ]);
  });

  it("wait for the month's last day", () => {
    expect(isMonthOver("2026-02", "2026-02-27")).toBe(false);
    expect(isMonthOver("2026-02", "2026-02-28")).toBe(true);
    expect(isMonthOver("2026-02", "2026-03-01")).toBe(true);
  });

  it("end with the month", () => {
    expect(["2026-01", "2026-02", "2024-02", "2025-12"].map(endOfMonth)).toEqual([
      "2026-02-01",
      "2026-03-01",
      "2024-03-01",
      "2026-01-01",
    ]);
  });
});
