/**
 * Writes CSV by RFC 4180: commas, CRLF, quotes where needed. Two further rules keep every value whole, and
 * `unguard` and `splitList` undo them:
 *
 * - A cell that a spreadsheet would run as a formula — one that starts, after any blanks, with `=`, `+`, `-`, `@`
 *   or their full-width forms, which a Chinese Excel takes for them, or that starts with a tab or line end — is led
 *   by one apostrophe. So is a cell that starts with apostrophes and goes on like that. Taking one apostrophe off
 *   every such cell restores the value.
 * - A list is joined with `;`. A `;` within an item is written `\;` and a backslash `\\`, so that an address that
 *   holds a semicolon stays one address, unchanged. Lists that run side by side (a dataset's distributions) have
 *   as many items each, empty ones included.
 */

/** The mark by which Excel knows UTF-8. */
export const BOM = "\ufeff";

const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** Leads a cell with an apostrophe where a spreadsheet would run it. */
export const guard = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);

/** The value that `guard` was given. */
export const unguard = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

/** Joins a list into one cell. */
export const joinList = (items: readonly string[]): string =>
  items.map((item) => item.replace(/[\\;]/g, "\\$&")).join(";");

/** The items that `joinList` was given; an empty cell is no item. */
export function splitList(cell: string): string[] {
  if (cell === "") return [];
  const items: string[] = [];
  let item = "";
  for (let i = 0; i < cell.length; i++) {
    const character = cell[i]!;
    if (character === "\\" && i + 1 < cell.length) item += cell[++i];
    else if (character === ";") {
      items.push(item);
      item = "";
    } else item += character;
  }
  items.push(item);
  return items;
}

function quote(cell: string | number): string {
  // A number is none that a spreadsheet would run, below zero neither.
  const safe = typeof cell === "number" ? String(cell) : guard(cell);
  // A semicolon separates cells where a spreadsheet's locale says so.
  return /[",;\r\n\ufeff]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record with its line end. A value that is absent becomes an empty cell. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map((cell) => (cell === undefined ? "" : quote(cell))).join(",")}\r\n`;
