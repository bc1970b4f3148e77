import type { Cell } from "../../catalogue/personal-cells.ts";
import { plainText } from "./sniff-text.ts";

/** What a text's structure shows. */
export interface Shape {
  /** Code of the vocabulary `formats`. */
  format: string;
  columns?: string[];
  rows?: number;
  /** For the search for personal data; columns as the file writes them. */
  cells?: Cell[];
}

const MOST_COLUMNS = 200;
const LONGEST_COLUMN = 200;
const MOST_CELLS = 20_000;
const LONGEST_CELL = 1_000;

/** A column's name as evidence keeps it. */
export const columnName = (name: string): string => plainText(name, LONGEST_COLUMN);

/** Names of columns; undefined for none. */
export function columnsOf(names: Iterable<string>): { columns?: string[] } {
  const columns: string[] = [];
  for (const name of names) {
    if (columns.length >= MOST_COLUMNS) break;
    columns.push(columnName(name));
  }
  return columns.some((name) => name !== "") ? { columns } : {};
}

/** Adds a cell, within limits. */
export function addCell(cells: Cell[], column: string, row: number, text: string): void {
  if (cells.length >= MOST_CELLS || text === "") return;
  cells.push({ column, row, text: text.slice(0, LONGEST_CELL) });
}
