import { buffer } from "node:stream/consumers";
import { type CellObject, read, SSF, type WorkSheet } from "@e965/xlsx";
import type { SheetTable } from "../exchange/inventory-import.ts";
import { MOST, UNREADABLE } from "./spreadsheet-limits.ts";

/** The process that parses a spreadsheet for `spreadsheet.ts`: bytes in, its sheets out as JSON. */

const DAY_MS = 86_400_000;
/** Days between the two calendars of spreadsheets. */
const DAYS_OF_1904 = 1462;

function cellOf(cell: CellObject | undefined, since1904: boolean): string | number {
  if (!cell || cell.t === "z" || cell.v === undefined || cell.v === null) return "";
  if (cell.t === "n" && typeof cell.v === "number") {
    if (!Number.isFinite(cell.v)) return "";
    if (typeof cell.z !== "string" || !SSF.is_date(cell.z) || cell.v < 1 || cell.v > 100_000) return cell.v;
    const days = Math.floor(cell.v) + (since1904 ? DAYS_OF_1904 : 0);
    return new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10);
  }
  return cell.t === "e" ? (cell.w ?? "#") : String(cell.v);
}

function tableOf(name: string, sheet: WorkSheet, since1904: boolean): SheetTable {
  const data = sheet["!data"] ?? [];
  const rows: (string | number)[][] = [];
  for (let row = 0; row < Math.min(data.length, MOST.rows); row++) {
    const cells = data[row] ?? [];
    const width = Math.min(cells.length, MOST.columns);
    rows.push(Array.from({ length: width }, (_, column) => cellOf(cells[column], since1904)));
  }
  const merges = (sheet["!merges"] ?? []).slice(0, MOST.merges).map(({ s, e }) => ({
    top: s.r,
    left: s.c,
    bottom: e.r,
    right: e.c,
  }));
  return { name, rows, merges };
}

function tablesOf(bytes: Uint8Array): SheetTable[] {
  const book = read(bytes, {
    type: "array",
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellNF: true,
    sheetRows: MOST.rows,
  });
  const since1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.slice(0, MOST.sheets).flatMap((name) => {
    const sheet = Object.hasOwn(book.Sheets, name) ? book.Sheets[name] : undefined;
    return sheet ? [tableOf(name, sheet, since1904)] : [];
  });
}

const bytes = await buffer(process.stdin);
try {
  process.stdout.write(JSON.stringify(tablesOf(bytes)));
} catch {
  process.exitCode = UNREADABLE;
}
