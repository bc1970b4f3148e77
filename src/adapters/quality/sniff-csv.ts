import { parse } from "csv-parse/sync";
import type { Cell } from "../../catalogue/personal-cells.ts";
import { addCell, columnsOf, type Shape } from "./sniff-shape.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Characters and records by which a delimiter is judged. */
const JUDGED_TEXT = 8_192;
const JUDGED = 50;
const MOST_RECORDS = 2_000;

interface Records {
  records: string[][];
  /** The last record may be cut by the end of the sample. */
  open: boolean;
}

/**
 * Reads the beginning of a text of separated values. The last record of a sample that ends inside the file is left out.
 * @param most records at most
 */
function readRecords(text: string, delimiter: string, whole: boolean, most: number): Records {
  const records: string[][] = [];
  let open = !whole && !/[\r\n]$/.test(text);
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1 << 20,
      to: most,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
  } catch {
    // A quotation mark that the sample does not close: what came before it is sound.
    return { records, open: false };
  }
  if (records.length >= most) open = false;
  return { records, open };
}

/** Share of records that are as wide as the first. */
function evenness(records: readonly string[][]): number {
  const width = records[0]!.length;
  return records.filter((record) => record.length === width).length / records.length;
}

/** A cell that is a value and no name. */
const isValue = (cell: string) => /^[-+]?[\d.,:/%\s-]*$/.test(cell.slice(0, 100));

/**
 * Reads a text as separated values (RFC 4180, and the delimiters `;`, tab and `|`).
 * @param expected the address or the server calls it CSV, so that one column, one line or uneven rows are taken too
 * @returns undefined where it is none
 */
export function csvShape(text: string, whole: boolean, expected: boolean): Shape | undefined {
  const body = text.replace(/^sep=.\r?\n/i, "");
  const delimiter = delimiterOf(body, whole, expected);
  if (delimiter === undefined) return undefined;
  const { records, open } = readRecords(body, delimiter, whole, MOST_RECORDS + 1);
  const complete = open ? records.slice(0, -1) : records;
  const first = complete[0] ?? records[0];
  if (!first) return undefined;
  const hasHeader = !first.every(isValue);
  const rows = hasHeader ? complete.slice(1) : complete;
  const names = hasHeader ? first : first.map((_, index) => `第 ${index + 1} 欄`);
  const cells: Cell[] = [];
  for (const [index, row] of rows.entries()) {
    for (const [place, value] of row.entries())
      addCell(cells, names[place] ?? `第 ${place + 1} 欄`, index + 1, value);
  }
  return { format: "CSV", ...(hasHeader ? columnsOf(first) : {}), rows: rows.length, cells };
}

function delimiterOf(text: string, whole: boolean, expected: boolean): string | undefined {
  let best: { delimiter: string; score: number } | undefined;
  const isShort = text.length <= JUDGED_TEXT;
  const beginning = text.slice(0, JUDGED_TEXT);
  for (const delimiter of DELIMITERS) {
    if (!beginning.includes(delimiter)) continue;
    const { records, open } = readRecords(beginning, delimiter, whole && isShort, JUDGED);
    const judged = open && records.length > 1 ? records.slice(0, -1) : records;
    const width = judged[0]?.length ?? 0;
    if (width < 2 || (judged.length < 2 && !expected)) continue;
    const even = evenness(judged);
    if (even < (expected ? 0 : 0.8) || judged[0]!.some((cell) => cell.length > 200)) continue;
    // The wider of two that fit: a decimal comma stands in a table of semicolons.
    const score = even * 1000 + Math.min(width, 200);
    if (!best || score > best.score) best = { delimiter, score };
  }
  if (best) return best.delimiter;
  return expected && isOneColumn(text) ? "," : undefined;
}

/** Lines of one value each, such as a list of codes. */
const isOneColumn = (text: string): boolean => {
  const lines = text
    .slice(0, 4_000)
    .split(/\r\n|\r|\n/)
    .slice(0, 20);
  return lines[0]!.trim() !== "" && lines.slice(0, -1).every((line) => line.length <= 200);
};
