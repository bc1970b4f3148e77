import { describe, expect, it } from "vitest";
import { type AgencyFile, buildCatalogue } from "../catalogue/catalogue.ts";
import { SAMPLE_SETTINGS, sampleVocabularies } from "../catalogue/fixtures.ts";
import { inventoriesOf } from "../catalogue/plan/inventory.ts";
import { NO_PLAN_FILES } from "../catalogue/plan/plan-files.ts";
import { inventoryFiles } from "./inventory-files.ts";

const system = {
  id: 3,
  name: "=水情系統",
  description: "水位\n觀測",
  users: ["internal" as const],
  items: ["站名、測站"],
  class: "A" as const,
  access: "free" as const,
  outcome: "planned" as const,
  found: "2026-01-05",
  plannedOn: "2026-06-30",
  unit: "資訊室",
};
const catalogue = buildCatalogue({
  settings: SAMPLE_SETTINGS,
  vocabularies: sampleVocabularies(),
  agencies: [{ code: "A00000001A", name: "甲署" } as AgencyFile],
  datasets: [],
  plan: {
    ...NO_PLAN_FILES,
    inventories: new Map([
      ["A00000001A", { agency: "A00000001A", reviewedOn: "2026-04-30", systems: [system] }],
    ]),
  },
  today: "2026-07-01",
});
const files = [...inventoryFiles(inventoriesOf(catalogue))];
const text = (path: string) => {
  const content = files.find((file) => file.path === path)!.content;
  return typeof content === "string" ? content : [...(content as Iterable<string>)].join("");
};

it("writes each inventory in three forms, all of them, and the planned releases", () => {
  expect(files.map(({ path }) => path)).toEqual([
    "plan/inventory/A00000001A.csv",
    "plan/inventory/A00000001A.ods",
    "plan/inventory/A00000001A.xlsx",
    "plan/inventory/all.csv",
    "plan/planned.csv",
  ]);
});

it("gives the same bytes each time", () => {
  expect([...inventoryFiles(inventoriesOf(catalogue))].slice(0, 3)).toEqual(files.slice(0, 3));
});

describe("CSV", () => {
  it("has annex 2's headings on one line, and guards what a spreadsheet would run", () => {
    const [heading, ...rows] = text("plan/inventory/A00000001A.csv").split("\r\n");
    expect(heading).toMatch(
      /^\ufeff序號,系統、資料庫名稱,系統、資料庫描述,使用對象： 1\.內部使用 2\.提供民眾使用 3\.跨機關使用,蒐集資料項目 \(控制欄位免列\),資料分類 甲類:開放資料 乙類:有限度利用資料 丙類:不開放資料,現況 1\.免費使用 2\.免費申請 3\.收費,不能開放之理由\(含法規依據\),已開放 \/ 預定開放日期,管理單位,備註,/,
    );
    expect(rows[0]).toMatch(
      /^3,'=水情系統,"水位\n觀測",1\.內部使用,・站名、測站,甲類：開放資料,1\.免費使用,,預定開放：2026-06-30,/,
    );
  });
  it("leads all rows with the agency", () => {
    expect(text("plan/inventory/all.csv").split("\r\n")[1]).toMatch(/^A00000001A,甲署,3,'=水情系統,/);
  });
  it("says what is overdue", () => {
    expect(text("plan/planned.csv").split("\r\n")[1]).toBe(
      "A00000001A,甲署,甲署,'=水情系統,'=水情系統,3,2026-06-30,逾期,,,",
    );
  });
});
