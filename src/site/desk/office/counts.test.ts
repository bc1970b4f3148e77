import { describe, expect, it } from "vitest";
import { sortCounts, titleCounts } from "./counts.ts";

const TITLES = "A41000000G-000001\t甲\nA41000000G-000002\t乙\nA09000000E-000001\t丙\n";
const usage = {
  takenAt: "2026-04-01T01:00:00Z",
  from: "2026-03-01",
  to: "2026-03-31",
  datasets: {
    "A41000000G-000001": [5, 0] as [number, number],
    "A09000000E-000001": [9, 3] as [number, number],
  },
};
const order = (rows: { identifier: string }[]) => rows.map(({ identifier }) => identifier.slice(0, 3));

describe("資料集統計", () => {
  it("joins titles and counts", () => {
    expect(titleCounts(TITLES, usage, undefined)).toEqual([
      { identifier: "A41000000G-000001", title: "甲", views: 5, downloads: 0 },
      { identifier: "A41000000G-000002", title: "乙" },
      { identifier: "A09000000E-000001", title: "丙", views: 9, downloads: 3 },
    ]);
  });

  it("keeps to the agencies in view, and lists without counts", () => {
    expect(titleCounts(TITLES, undefined, new Set(["A09000000E"]))).toEqual([
      { identifier: "A09000000E-000001", title: "丙" },
    ]);
    expect(titleCounts("", undefined, undefined)).toEqual([]);
  });

  it("sorts by count both ways, what nobody counted last", () => {
    const rows = titleCounts(TITLES, usage, undefined);
    const views = (descending: boolean) => sortCounts(rows, { key: "views", descending }).map((r) => r.views);
    expect(views(true)).toEqual([9, 5, undefined]);
    expect(views(false)).toEqual([5, 9, undefined]);
  });

  it("sorts by title", () => {
    const rows = titleCounts("A41000000G-000001\tB\nA09000000E-000001\tA\n", undefined, undefined);
    expect(order(sortCounts(rows, { key: "title", descending: false }))).toEqual(["A09", "A41"]);
    expect(order(sortCounts(rows, { key: "title", descending: true }))).toEqual(["A41", "A09"]);
  });
});
