import { utils, write } from "@e965/xlsx";

/** Most characters that a cell of XLSX holds (Excel specifications and limits). */
const XLSX_CELL = 32_767;

/**
 * Writes one table as a spreadsheet. Text stays text: nothing in a cell is ever a formula, so that it needs no
 * apostrophe as in CSV. The same rows give the same bytes, at any time.
 * @param rows header first; numbers become numbers, everything else text. Text that XLSX can't hold ends in 「…」
 * @param sheetName up to 31 characters, none of `[ ] * ? / \ :`
 */
export function sheetBytes(
  rows: readonly (readonly (string | number)[])[],
  format: "ods" | "xlsx",
  sheetName: string,
): Uint8Array {
  const fit = (cell: string | number) =>
    format === "xlsx" && typeof cell === "string" && cell.length > XLSX_CELL
      ? `${cell.slice(0, XLSX_CELL - 1)}…`
      : cell;
  const sheet = utils.aoa_to_sheet(rows.map((row) => row.map(fit)));
  const book = utils.book_new(sheet, sheetName);
  return new Uint8Array(write(book, { type: "array", bookType: format, compression: true }) as ArrayBuffer);
}
