import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";

/** A file that cannot be read as a table; the message says in Chinese what to do. */
export class TableError extends Error {}

export interface Decoded {
  text: string;
  /** UTF-8, UTF-16LE, UTF-16BE or CP950 (Big5 as Windows writes it). */
  encoding: string;
  /** How many characters could not be decoded; they stand as U+FFFD. */
  replaced: number;
}

const countReplaced = (text: string): number => text.split("\ufffd").length - 1;

/**
 * Decodes a file whose encoding nobody declared: a byte-order mark decides, then strict UTF-8, then CP950.
 * Where neither fits wholly, the one with fewer undecodable characters is taken. The mark is removed.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    const encoding = a === 0xff ? "UTF-16LE" : "UTF-16BE";
    const text = new TextDecoder(encoding.toLowerCase()).decode(bytes);
    return { text, encoding, replaced: countReplaced(text) };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, encoding: "UTF-8", replaced: 0 };
  } catch {
    const big5 = iconv.decode(bytes, "cp950");
    const lenient = new TextDecoder("utf-8").decode(bytes);
    const [fromBig5, fromUtf8] = [countReplaced(big5), countReplaced(lenient)];
    return fromBig5 <= fromUtf8
      ? { text: big5, encoding: "CP950", replaced: fromBig5 }
      : { text: lenient, encoding: "UTF-8", replaced: fromUtf8 };
  }
}

/** Rows of text cells below a row of headings. */
export interface Table {
  headings: string[];
  rows: string[][];
  /** Number of the first row as a spreadsheet counts it: 2 below a heading line, 1 for a list of objects. */
  firstRow: number;
}

/**
 * Headings as they are looked up: trimmed, without a byte-order mark; an empty one gets its column's number and a
 * repeated one a suffix, so that no column is lost.
 */
function toHeadings(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const heading = cell.replace(/^[\s\ufeff]+|\s+$/g, "") || `第${index + 1}欄`;
    const times = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, times);
    return times === 1 ? heading : `${heading}（${times}）`;
  });
}

/**
 * Reads comma-separated text. Rows of any width are kept as they are: the caller says which ones it refuses.
 * @throws TableError when the text holds no heading line, or a quotation mark is never closed
 */
export function parseCsv(text: string): Table {
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    });
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    throw new TableError(
      `無法讀取 CSV${line ? `（約第 ${line} 行）` : ""}：引號沒有成對。請以試算表開啟後另存為 CSV（UTF-8）再試一次`,
    );
  }
  const [first, ...rows] = records;
  if (!first || first.every((cell) => cell.trim() === "")) {
    throw new TableError("檔案是空的，或第一列不是欄位名稱。請確認第一列為欄位名稱");
  }
  return { headings: toHeadings(first), rows, firstRow: 2 };
}

/**
 * Reads a JSON list of flat objects as a table; columns stand in the order in which they first appear.
 * @throws TableError when the text is not such a list
 */
export function parseJsonRows(text: string): Table {
  let list: unknown;
  try {
    list = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new TableError("無法讀取 JSON：格式不正確。請提供由物件組成的陣列，或改用 CSV");
  }
  if (
    !Array.isArray(list) ||
    list.some((row) => typeof row !== "object" || row === null || Array.isArray(row))
  ) {
    throw new TableError("JSON 必須是由物件組成的陣列，每個物件是一列。請改用這種寫法，或改用 CSV");
  }
  const headings: string[] = [];
  const places = new Map<string, number>();
  for (const row of list as object[]) {
    for (const key of Object.keys(row)) {
      if (places.has(key)) continue;
      places.set(key, headings.length);
      headings.push(key);
    }
  }
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const rows = (list as object[]).map((row) => {
    const cells = headings.map(() => "");
    for (const [key, value] of Object.entries(row)) cells[places.get(key)!] = cell(value);
    return cells;
  });
  return { headings, rows, firstRow: 1 };
}
