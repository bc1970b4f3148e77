import { describe, expect, it } from "vitest";
import { toYaml, type YamlValue } from "../../exchange/yaml-writer.ts";
import type { AgencyFile } from "../catalogue.ts";
import type { Checked } from "../check.ts";
import { checkInventory, type InventorySystem, inventoryAcross } from "./check-inventory.ts";
import type { InventoryFile, Minutes, PlanFile } from "./plan-files.ts";

const PATH = "agencies/A00000001A/inventory.yaml";

const open: InventorySystem = {
  id: 1,
  name: "水情系統",
  description: "水位觀測",
  users: ["internal", "public"],
  items: ["站名", "水位"],
  class: "A",
  access: "free",
  outcome: "immediate",
  found: "2026-01-05",
  unit: "資訊室",
};
const closed: InventorySystem = {
  ...open,
  class: "C",
  outcome: "closed",
  reason: "含個人資料",
  laws: ["個人資料保護法第16條"],
  approval: { by: "首長", date: "2026-01-10" },
  nextReview: "2027-01-10",
};
const charged: InventorySystem = {
  ...open,
  class: "B",
  access: "charged",
  reason: "加工成本",
  terms: { name: "使用條款", url: "https://data.example/terms" },
  charging: {
    basis: "https://data.example/tariff",
    consultedFrom: "2026-02-01",
    consultedTo: "2026-03-01",
    decidedOn: "2026-04-17",
    reportedOn: "2026-04-30",
    nextReview: "2027-04-17",
  },
};

const fileOf = (systems: readonly object[]): InventoryFile =>
  ({ agency: "A00000001A", reviewedOn: "2026-04-30", systems }) as unknown as InventoryFile;
const check = (...systems: readonly object[]) =>
  checkInventory(PATH, new TextEncoder().encode(toYaml(fileOf(systems) as unknown as YamlValue)));
const codes = (...systems: readonly object[]) => check(...systems).diagnostics.map(({ code }) => code);

it("accepts a row of each class", () => {
  expect(codes(open, { ...closed, id: 2 }, { ...charged, id: 3 })).toEqual([]);
  const planned = { ...open, outcome: "planned", plannedOn: "2026-06-30", plannedTitle: "水位" };
  expect(codes(planned)).toEqual([]);
});

describe("行動方案附件二：序號", () => {
  it("is unique", () => {
    expect(codes(open, open)).toEqual(["inventory/duplicate-id"]);
  });
  it("names the clause and the mend", () => {
    const [found] = check(open, open).diagnostics;
    expect(found).toMatchObject({
      severity: "error",
      message: "序號 1 重複；盤點表以序號辨認各列，匯入試算表時也以序號對應（行動方案附件二）",
      remedy: "改為盤點表內沒有用過的序號",
    });
  });
});

describe("行動方案表 4、行動策略三（一）1：分類與盤點結果", () => {
  const row = { A: open, B: charged, C: closed };
  it.each([
    ["A", "immediate", []],
    ["A", "closed", ["inventory/outcome"]],
    ["B", "immediate", []],
    ["B", "closed", ["inventory/outcome"]],
    ["C", "closed", []],
    ["C", "immediate", ["inventory/outcome"]],
    ["C", undefined, []],
  ] as const)("class %s with outcome %s", (dataClass, outcome, expected) => {
    const { outcome: _, ...rest } = row[dataClass];
    expect(codes(outcome ? { ...rest, outcome } : rest)).toEqual(expected);
  });
  it("takes a planned day only where it is planned", () => {
    expect(codes({ ...open, plannedOn: "2026-06-30" })).toEqual(["inventory/planned-outcome"]);
    expect(codes({ ...open, outcome: "planned" })).toEqual(["field/missing"]);
  });
});

describe("required by the class", () => {
  it.each([
    ["A", { ...open, outcome: undefined }, ["field/missing"]],
    ["A with a reason", { ...open, reason: "理由" }, ["field/not-applicable"]],
    ["B without terms", { ...charged, terms: undefined }, ["field/missing"]],
    ["B charged without charging", { ...charged, charging: undefined }, ["field/missing"]],
    ["C without a law", { ...closed, laws: undefined }, ["field/missing"]],
    ["C without approval", { ...closed, approval: undefined }, ["field/missing"]],
    ["C without a review", { ...closed, nextReview: undefined }, ["field/missing"]],
    ["C with datasets", { ...closed, datasets: ["A00000001A-000001"] }, ["field/not-applicable"]],
    ["an unknown priority", { ...open, priority: "weather" }, ["field/not-in-list"]],
  ])("%s", (_, row, expected) => {
    expect(codes(row)).toEqual(expected);
  });
});

describe("days", () => {
  it.each([
    ["found after the review", { ...open, found: "2026-05-01" }, ["inventory/found"]],
    [
      "planned before it was found",
      { ...open, outcome: "planned", plannedOn: "2026-01-04" },
      ["inventory/planned-before-found"],
    ],
    [
      "作業原則四：review not after approval",
      { ...closed, nextReview: "2026-01-10" },
      ["inventory/review-order"],
    ],
    [
      "作業原則四：approved after the review",
      { ...closed, approval: { by: "首長", date: "2026-05-01" } },
      ["inventory/approval-late"],
    ],
  ])("%s", (_, row, expected) => {
    expect(codes(row)).toEqual(expected);
  });
});

describe("行動方案伍、一、（二）3（1）：甲類", () => {
  it("lists its datasets and is free once open", () => {
    const opened = { ...open, openedOn: "2026-01-08", datasets: ["A00000001A-000001"] };
    expect(codes(opened)).toEqual([]);
    expect(codes({ ...opened, datasets: undefined })).toEqual(["inventory/opened-without-datasets"]);
    expect(codes({ ...opened, access: "application" })).toEqual(["inventory/open-access"]);
    expect(codes({ ...open, access: "charged" })).toEqual([]);
  });
});

describe("行動方案伍、一、（二）3（2）：收費", () => {
  const charging = (change: object) => codes({ ...charged, charging: { ...charged.charging, ...change } });
  it.each([
    [{ consultedFrom: "2026-03-02" }, ["inventory/consultation"]],
    [{ consultedFrom: "2026-03-01" }, []],
    [{ consultedTo: "2026-04-17" }, ["inventory/decided-early"]],
    [{ consultedTo: "2026-04-16" }, []],
    [{ reportedOn: "2026-04-16" }, ["inventory/reported-early"]],
    [{ reportedOn: "2026-04-17" }, []],
    [{ nextReview: "2026-04-17" }, ["inventory/charging-review"]],
  ])("%j", (change, expected) => {
    expect(charging(change)).toEqual(expected);
  });
  it("belongs to what is charged", () => {
    expect(codes({ ...charged, access: "application" })).toEqual(["inventory/charging-free"]);
  });
});

it("limits the items to what a cell holds", () => {
  const items = Array.from({ length: 200 }, (_, i) => `${"項".repeat(196)}${i}`);
  expect(codes({ ...open, items })).toEqual(["inventory/items-length"]);
});

it("judges what breaks its schema without falling over", () => {
  const text =
    "agency: A00000001A\nreviewedOn: 昨天\nsystems:\n  - 一\n  - id: x\n    charging: 有\n    datasets: 無\n";
  expect(() => checkInventory(PATH, new TextEncoder().encode(text))).not.toThrow();
  expect(() => checkInventory(PATH, new TextEncoder().encode("systems: 無\n"))).not.toThrow();
});

describe("across files", () => {
  const agency = (code: string, more: object = {}): Checked<AgencyFile> => ({
    path: `agencies/${code}/agency.yaml`,
    value: { code, name: code, ...more } as AgencyFile,
    diagnostics: [],
  });
  const agencies = [
    agency("A00000000A", { ministry: true }),
    agency("A00000001A", { parent: "A00000000A" }),
    agency("A00000002A", { parent: "A00000001A" }),
    agency("B00000000B"),
  ];
  const minutes = (code: string, topics: string[]): Checked<PlanFile> => ({
    path: `agencies/${code}/minutes/2026-04-17.md`,
    value: { kind: "minutes", value: { agency: code, date: "2026-04-17", topics } as unknown as Minutes },
    diagnostics: [],
  });
  const run = (row: object, files: Checked<PlanFile>[] = [], judged = (_: string) => true) => {
    const inventory = { kind: "inventory" as const, value: fileOf([row]) };
    const hasDataset = (identifier: string) => !identifier.endsWith("-999999");
    const scope = {
      files: [{ path: PATH, value: inventory, diagnostics: [] }, ...files],
      agencies,
      hasDataset,
      judged,
    };
    return [...inventoryAcross(scope)].flatMap(([path, found]) => found.map(({ code }) => `${path} ${code}`));
  };
  const told = (code: string) => [`${PATH} ${code}`];

  it.each([
    ["A00000001A-000001", []],
    ["A00000002A-000001", []],
    ["A00000001A-999999", told("inventory/dataset-unknown")],
    ["A00000000A-000001", told("inventory/dataset-agency")],
    ["B00000000B-000001", told("inventory/dataset-agency")],
  ])("行動方案伍、一、（二）1（1）：dataset %s", (identifier, expected) => {
    expect(run({ ...open, datasets: [identifier] })).toEqual(expected);
  });

  describe("行動方案伍、一、（二）3（2）：收費經諮詢小組審核", () => {
    it("wants minutes of the agency's or its ministry's council", () => {
      expect(run(charged)).toEqual(told("inventory/charging-minutes"));
      expect(run(charged, [minutes("A00000000A", ["charging"])])).toEqual([]);
      expect(run(charged, [minutes("A00000001A", ["charging"])])).toEqual([]);
      expect(run(charged, [minutes("B00000000B", ["charging"])])).toEqual(told("inventory/charging-minutes"));
    });
    it("wants the tariff among the topics", () => {
      expect(run(charged, [minutes("A00000000A", ["inventory"])])).toEqual(told("inventory/charging-topic"));
    });
    it("says nothing where the ministry's files were not read, and of files that are not judged", () => {
      expect(run(charged, [], (path) => path === PATH)).toEqual([]);
      expect(run(charged, [], () => false)).toEqual([]);
    });
  });
});
