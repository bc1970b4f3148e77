import { describe, expect, it } from "vitest";
import { type AgencyFile, buildCatalogue, type DatasetFile, sourceOf } from "../catalogue.ts";
import { SAMPLE_SETTINGS, sampleVocabularies } from "../fixtures.ts";
import type { InventorySystem } from "./check-inventory.ts";
import { inventoriesOf, isOpened, limitedDatasets } from "./inventory.ts";
import { NO_PLAN_FILES } from "./plan-files.ts";

const CODE = "A00000001A";
const system = (more: Partial<InventorySystem> = {}): InventorySystem => ({
  id: 1,
  name: "水情系統",
  description: "水位觀測",
  users: ["internal"],
  items: ["站名"],
  class: "A",
  access: "free",
  found: "2026-01-05",
  unit: "資訊室",
  ...more,
});
const dataset = (more: Partial<DatasetFile> = {}): DatasetFile => ({
  identifier: `${CODE}-000001`,
  title: "水位",
  distribution: [],
  license: "OGDL-Taiwan-1.0",
  issued: "2026-02-03",
  ...more,
});

interface Setup {
  systems?: InventorySystem[];
  reviewedOn?: string;
  datasets?: DatasetFile[];
  agency?: object;
  ministry?: object;
}

function run(today: string, setup: Setup = {}) {
  const { systems = [], reviewedOn = today, datasets = [] } = setup;
  const ministry = {
    code: "A00000000A",
    name: "部",
    ministry: true,
    ...setup.ministry,
  } as unknown as AgencyFile;
  const agency = { code: CODE, name: "署", parent: "A00000000A", ...setup.agency } as unknown as AgencyFile;
  const inventories = new Map([[CODE, { agency: CODE, reviewedOn, systems }]]);
  return inventoriesOf(
    buildCatalogue({
      settings: SAMPLE_SETTINGS,
      vocabularies: sampleVocabularies(),
      agencies: [ministry, agency],
      datasets: datasets.map(sourceOf),
      plan: { ...NO_PLAN_FILES, inventories },
      today,
    }),
  );
}
const flagsOf = (today: string, setup: Setup = {}) =>
  run(today, setup).flags.map(({ code, level, due }) => [code, level, due].filter(Boolean).join(" "));

describe("行動方案伍、一、（二）1（1）：盤點表每季更新", () => {
  it.each([
    // The second quarter ends on 2026-06-30; the one before began on 2026-01-01.
    ["2026-05-01", "2025-12-31", ["inventory/stale overdue 2026-03-31"]],
    ["2026-05-01", "2026-01-01", []],
    ["2026-06-15", "2026-03-31", []],
    ["2026-06-16", "2026-03-31", ["inventory/due due 2026-06-30"]],
    ["2026-06-30", "2026-03-31", ["inventory/due due 2026-06-30"]],
    ["2026-06-30", "2026-04-01", []],
    ["2026-07-01", "2026-03-31", ["inventory/stale overdue 2026-06-30"]],
  ])("on %s, reviewed on %s", (today, reviewedOn, expected) => {
    expect(flagsOf(today, { reviewedOn })).toEqual(expected);
  });

  it.each([
    ["its own policy", { agency: { policy: { inventory: "half-year" } } }, []],
    ["its ministry's", { ministry: { policy: { inventory: "half-year" } } }, []],
    [
      "its own before its ministry's",
      { agency: { policy: { inventory: "quarter" } }, ministry: { policy: { inventory: "half-year" } } },
      ["inventory/stale overdue 2026-09-30"],
    ],
  ])("by %s", (_, setup, expected) => {
    expect(flagsOf("2026-10-01", { ...setup, reviewedOn: "2026-05-01" })).toEqual(expected);
  });

  it("is missing of a graded ministry", () => {
    expect(flagsOf("2026-05-01", { ministry: { grade: "A" } })).toEqual(["inventory/missing missing"]);
  });

  it.each([
    ["2026-04-02", true, "2026-09-30"],
    ["2026-03-02", true, "2026-06-30"],
    ["2025-11-02", false, "2026-03-31"],
  ])("reviewed on %s: fresh %s, due %s", (reviewedOn, fresh, due) => {
    const inventory = run("2026-05-01", { reviewedOn }).inventories.get(CODE)!;
    expect([inventory.fresh, inventory.due]).toEqual([fresh, due]);
  });
});

describe("行動策略三（一）1（1）：可立即開放於 1 週內上架", () => {
  const systems = [system({ outcome: "immediate", datasets: [`${CODE}-000001`] })];
  it.each([
    ["2026-01-12", {}, []],
    ["2026-01-13", {}, ["inventory/immediate-overdue overdue 2026-01-12"]],
    ["2026-01-13", { datasets: [dataset({ issued: "2026-01-10" })] }, []],
    [
      "2026-01-13",
      { datasets: [dataset({ status: "withdrawn" })] },
      ["inventory/immediate-overdue overdue 2026-01-12"],
    ],
    ["2026-01-13", { systems: [system({ outcome: "immediate", openedOn: "2026-01-13" })] }, []],
    [
      "2026-01-13",
      { systems: [system({ outcome: "immediate", openedOn: "2026-01-14" })] },
      ["inventory/immediate-overdue overdue 2026-01-12"],
    ],
  ])("on %s with %j", (today, setup, expected) => {
    expect(flagsOf(today, { systems, ...setup })).toEqual(expected);
  });
});

describe("行動策略三（一）1（2）：預計開放", () => {
  const systems = [system({ outcome: "planned", plannedOn: "2026-06-30", datasets: [`${CODE}-000001`] })];
  it.each([
    ["2026-05-30", []],
    ["2026-05-31", ["inventory/planned-due due 2026-06-30"]],
    ["2026-06-30", ["inventory/planned-due due 2026-06-30"]],
    ["2026-07-01", ["inventory/planned-overdue overdue 2026-06-30"]],
  ])("on %s", (today, expected) => {
    expect(flagsOf(today, { systems })).toEqual(expected);
    expect(flagsOf(today, { systems, datasets: [dataset()] })).toEqual([]);
  });

  it("says the row, the day and how late in both languages", () => {
    expect(run("2026-07-02", { systems }).flags).toEqual([
      {
        code: "inventory/planned-overdue",
        level: "overdue",
        agency: CODE,
        clause: "行動策略三（一）1（2）",
        message: {
          zh: "序號 1「水情系統」預定 2026-06-30 開放，已逾期 2 日",
          en: "No. 1, 水情系統: planned for 2026-06-30, overdue by 2 days",
        },
        due: "2026-06-30",
        path: "plan/inventory/A00000001A/",
      },
    ]);
  });

  it("lists overdue ones first, then by day, then those opened since, newest first", () => {
    const plan = (id: number, plannedOn: string, more: Partial<InventorySystem> = {}) =>
      system({ id, outcome: "planned", plannedOn, plannedTitle: `計畫 ${id}`, ...more });
    const { planned } = run("2026-07-01", {
      systems: [
        plan(1, "2026-09-01"),
        plan(2, "2026-06-30"),
        plan(3, "2026-03-31", { openedOn: "2026-03-01" }),
        plan(4, "2026-07-01"),
        plan(5, "2026-06-01", { datasets: [`${CODE}-000001`] }),
        plan(6, "2026-05-01"),
      ],
      datasets: [dataset({ issued: "2026-05-05" })],
    });
    expect(planned.map(({ row, overdue, openedOn }) => [row, overdue, openedOn])).toEqual([
      [6, true, undefined],
      [2, true, undefined],
      [4, false, undefined],
      [1, false, undefined],
      [5, false, "2026-05-05"],
      [3, false, "2026-03-01"],
    ]);
    expect(planned[4]!.datasets.map(({ identifier }) => identifier)).toEqual([`${CODE}-000001`]);
  });
});

describe("作業原則四、八：定期檢討", () => {
  const closed = system({ class: "C", nextReview: "2026-06-30" });
  const charging = { nextReview: "2026-06-30" } as NonNullable<InventorySystem["charging"]>;
  const charged = system({ class: "B", access: "charged", openedOn: "2026-01-05", charging });
  it.each([
    ["2026-05-30", []],
    ["2026-05-31", ["inventory/review-due due 2026-06-30"]],
    ["2026-06-30", ["inventory/review-due due 2026-06-30"]],
    ["2026-07-01", ["inventory/review-overdue overdue 2026-06-30"]],
  ])("on %s", (today, expected) => {
    expect(flagsOf(today, { systems: [closed] })).toEqual(expected);
    expect(flagsOf(today, { systems: [charged] })).toEqual(expected);
  });
});

it("counts a release as open where its dataset has no day of release", () => {
  const systems = [system({ outcome: "planned", plannedOn: "2026-06-30", datasets: [`${CODE}-000001`] })];
  const { issued: _, ...undated } = dataset();
  const { planned, flags } = run("2026-07-01", { systems, datasets: [undated] });
  expect([planned.map(isOpened), planned[0]!.openedOn, planned[0]!.overdue, flags]).toEqual([
    [true],
    undefined,
    false,
    [],
  ]);
});

it("counts rows by class and state", () => {
  const { counts } = run("2026-05-01", {
    systems: [
      system({ outcome: "immediate", openedOn: "2026-01-05" }),
      system({ id: 2, outcome: "planned", plannedOn: "2026-12-31" }),
      system({ id: 3, class: "B", outcome: "immediate", found: "2026-05-01" }),
      system({ id: 4, class: "C" }),
      system({ id: 5, class: "C", outcome: "closed" }),
    ],
  }).inventories.get(CODE)!;
  expect(counts).toEqual({ A: 2, B: 1, C: 2, opened: 1, planned: 1, closed: 2 });
});

it("names a 甲 row's datasets whose licence is no open one", () => {
  const rowsWith = (dataClass: "A" | "B", license: string) =>
    run("2026-05-01", {
      systems: [system({ class: dataClass, datasets: [`${CODE}-000001`] })],
      datasets: [dataset({ license, licenseName: "另定條款" })],
    }).inventories.get(CODE)!.rows;
  expect(limitedDatasets(rowsWith("A", "other")[0]!)).toHaveLength(1);
  expect(limitedDatasets(rowsWith("A", "CC-BY-4.0")[0]!)).toEqual([]);
  expect(limitedDatasets(rowsWith("B", "other")[0]!)).toEqual([]);
});
