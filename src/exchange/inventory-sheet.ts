import type { InventoryFile } from "../catalogue/plan/plan-files.ts";
import type { SheetFormat } from "./addresses.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import { COLUMNS, headingLine, writeCell } from "./inventory-columns.ts";
import { sheetBytes } from "./sheet.ts";

const SHEET_NAME = "資料盤點表";

/**
 * An inventory as a table: one record a system, with annex 2's columns (行動方案 附件二), and further fields in columns to
 * the right of them.
 */
const recordsOf = (file: InventoryFile): string[][] =>
  file.systems.map((row) => COLUMNS.map((column) => writeCell(column, row, file)));

/** An inventory as CSV with a byte-order mark; headings stand on one line. */
export const inventoryCsv = (file: InventoryFile): string =>
  BOM + [COLUMNS.map(headingLine), ...recordsOf(file)].map(csvLine).join("");

/** The bytes of an inventory's spreadsheet; the same inventory gives the same bytes. */
export function inventorySheet(file: InventoryFile, form: SheetFormat): Uint8Array {
  if (form === "csv") return new TextEncoder().encode(inventoryCsv(file));
  const rows = [COLUMNS.map(({ heading }) => heading), ...recordsOf(file)];
  return sheetBytes(rows, form, SHEET_NAME);
}

/** A sheet with the headings alone, to be filled in. */
export const inventoryTemplate = (agency: string, form: SheetFormat): Uint8Array =>
  inventorySheet({ agency, reviewedOn: "", systems: [] }, form);
