import { type Inventory, isOpened, type PlannedRelease } from "../catalogue/plan/inventory.ts";
import type { Plan } from "../catalogue/plan/plan.ts";
import { INVENTORIES_CSV_PATH, inventoryFilePath, PLANNED_CSV_PATH } from "./addresses.ts";
import { BOM, csvLine, joinList } from "./csv-writer.ts";
import { COLUMNS, headingLine, writeCell } from "./inventory-columns.ts";
import { inventoryCsv, inventorySheet } from "./inventory-sheet.ts";
import { type OutputFile, pieces } from "./output-file.ts";

/**
 * 資料盤點表 of each agency as CSV, ODS and XLSX, all of them in one CSV, and 預計開放資料集清單 as CSV (行動方案 附件二;
 * mission A3, A4). The files that an officer downloads here can be imported again.
 */
export function* inventoryFiles({
  inventories,
  planned,
}: Pick<Plan, "inventories" | "planned">): Generator<OutputFile> {
  for (const { agency, file } of inventories.values()) {
    yield { path: inventoryFilePath(agency.code, "csv"), content: inventoryCsv(file) };
    for (const form of ["ods", "xlsx"] as const) {
      yield { path: inventoryFilePath(agency.code, form), content: inventorySheet(file, form) };
    }
  }
  yield { path: INVENTORIES_CSV_PATH, content: pieces(() => allLines(inventories.values())) };
  yield { path: PLANNED_CSV_PATH, content: BOM + plannedLines(planned).join("") };
}

/** Every system of every agency; the agency's code and name stand first. */
function* allLines(inventories: Iterable<Inventory>): Generator<string> {
  const columns = COLUMNS.filter((column) => column.kind !== "agency");
  yield BOM + csvLine(["機關代碼", "機關名稱", ...columns.map(headingLine)]);
  for (const { agency, file } of inventories) {
    for (const row of file.systems) {
      yield csvLine([agency.code, agency.name, ...columns.map((column) => writeCell(column, row, file))]);
    }
  }
}

function plannedLines(planned: readonly PlannedRelease[]): string[] {
  const headings = [
    "機關代碼",
    "機關名稱",
    "部會",
    "預計開放資料集名稱",
    "系統、資料庫名稱",
    "盤點表序號",
    "預定開放日期",
    "狀態",
    "已開放日期",
    "資料集識別碼",
    "優先次序",
  ];
  const rows = planned.map((release) => [
    release.agency.code,
    release.agency.name,
    release.agency.ministry.name,
    release.title,
    release.system,
    release.row,
    release.plannedOn,
    isOpened(release) ? "已開放" : release.overdue ? "逾期" : "尚未開放",
    release.openedOn,
    joinList(release.datasets.map(({ identifier }) => identifier)),
    release.priority?.zh,
  ]);
  return [headings, ...rows].map(csvLine);
}
