import { type CsvError, parse } from "csv-parse/browser/esm/sync";
import { findPersonalData, type PersonalData } from "../catalogue/personal-data.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";

/** What a dropped CSV file holds. */
export interface CsvPreview {
  /** Name for people, such as UTF-8（含 BOM）. */
  encoding: string;
  /** Code of the vocabulary `charsets`. */
  charset: string;
  delimiter: string;
  columns: string[];
  /** Without the heading and blank lines; of a cut file, those that were read. */
  rows: number;
  /** The first rows; long cells are cut. */
  sample: string[][];
  /** Draft of 主要欄位說明, within the field's limit. */
  fieldDescription: string;
  /** What points to a person, masked; the first hundred. */
  personal: PersonalData[];
  /** What the officer should know, in Chinese. */
  notes: string[];
}

const SAMPLE_ROWS = 5;
const LONGEST_CELL = 200;
const MOST_PERSONAL = 100;
const LONGEST_DESCRIPTION = fieldAt("dataset", ["fieldDescription"])!.maxLength!;
const DELIMITERS = [",", "\t", ";", "|"];
const DELIMITER_NAMES: Record<string, string> = { "\t": "Tab", ";": "分號", "|": "直線「|」" };

interface Decoded {
  text: string;
  encoding: string;
  charset: string;
  note?: string;
}

const SAVE_AS = "請在試算表另存新檔，選「CSV UTF-8（逗號分隔）」";

/** The first bytes of files that are often mistaken for a CSV. */
const SIGNATURES: [RegExp, string][] = [
  [/^PK\x03\x04/, `這是 Excel（xlsx）、ODS 或壓縮檔，不是 CSV。${SAVE_AS}，壓縮檔請先解開`],
  [/^\xd0\xcf\x11\xe0/, `這是舊版 Excel（xls）或 Word 檔，不是 CSV。${SAVE_AS}`],
  [/^%PDF/, "這是 PDF 檔，不是 CSV。請由原始的試算表或資料庫匯出 CSV"],
  [/^(?:\xef\xbb\xbf)?\s*</, "這是網頁或 XML 檔，不是 CSV。請確認選對了檔案"],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[{[\]"])/,
    "這是 JSON 檔，不是 CSV。JSON 也是開放格式，直接填寫下載網址即可",
  ],
];

/** Byte order by marks; else by where the zero bytes of Latin letters and digits stand. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const head = bytes.subarray(0, 2000);
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]!++;
  const few = head.length / 50;
  if (zeros[1]! > few && zeros[0] === 0) return "utf-16le";
  if (zeros[0]! > few && zeros[1] === 0) return "utf-16be";
  return undefined;
}

function strictly(encoding: string, bytes: Uint8Array, truncated: boolean): string | undefined {
  try {
    // A cut file may end within a character: what is not complete is left aside.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: truncated });
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array, truncated: boolean): Decoded | { problem: string } {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const known = SIGNATURES.find(([signature]) => signature.test(start));
  if (known) return { problem: known[1] };
  const utf16 = utf16Of(bytes);
  if (utf16) {
    return {
      text: new TextDecoder(utf16).decode(bytes),
      encoding: "UTF-16",
      charset: "UTF-16",
      note: "編碼是 UTF-16，許多軟體讀不到；建議另存為 UTF-8",
    };
  }
  if (bytes.includes(0)) return { problem: `這不是文字檔，無法預覽。${SAVE_AS}` };
  const utf8 = strictly("utf-8", bytes, truncated);
  if (utf8 !== undefined) {
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return { text: utf8, encoding: marked ? "UTF-8（含 BOM）" : "UTF-8", charset: "UTF-8" };
  }
  const big5 = strictly("big5", bytes, truncated);
  const note = "編碼是 Big5，部分罕用字會遺失；建議另存為 UTF-8";
  if (big5 !== undefined) return { text: big5, encoding: "Big5", charset: "BIG5", note };
  // Characters that an agency made for itself, or bytes that were damaged: the encoding that loses less.
  const lossy = (encoding: string) => new TextDecoder(encoding).decode(bytes);
  const lost = (text: string) => text.split("\ufffd").length - 1;
  const [fromBig5, fromUtf8] = [lossy("big5"), lossy("utf-8")];
  const isBig5 = lost(fromBig5) <= lost(fromUtf8);
  const text = isBig5 ? fromBig5 : fromUtf8;
  return {
    text,
    encoding: isBig5 ? "Big5" : "UTF-8",
    charset: isBig5 ? "BIG5" : "UTF-8",
    note: `有 ${lost(text)} 個字無法判讀，可能是自造字或檔案損壞；請改存為 UTF-8 並更正`,
  };
}

/** What a cut file holds in whole lines; a line break within quotes ends none. */
function wholeLines(text: string): string {
  let open = text.split('"').length % 2 === 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === '"') open = !open;
    else if (text[at] === "\n" && !open) return text.slice(0, at + 1);
  }
  return text;
}

/** The sign that stands most often, outside of quotes, in the first line that has any. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r\n|\r|\n/, 10);
  for (const line of lines) {
    const bare = line.replace(/"[^"]*"/g, "");
    const counts = DELIMITERS.map((sign) => bare.split(sign).length - 1);
    const most = Math.max(...counts);
    if (most > 0) return DELIMITERS[counts.indexOf(most)]!;
  }
  return ",";
}

/** A heading in one line, without what nobody sees. */
const headingOf = (cell: string) =>
  cell
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, "")
    .trim();

const lengthOf = (text: string) => [...text].length;

/** Names of the columns as 主要欄位說明 begins; as many as its limit holds. */
function describe(columns: readonly string[]): string {
  const named = columns.filter((column) => column !== "");
  const all = named.join("、");
  if (lengthOf(all) <= LONGEST_DESCRIPTION) return all;
  const rest = `等 ${columns.length} 個欄位`;
  let text = "";
  for (const name of named) {
    const longer = text === "" ? name : `${text}、${name}`;
    if (lengthOf(longer) + lengthOf(rest) > LONGEST_DESCRIPTION) break;
    text = longer;
  }
  return text === "" ? `共 ${columns.length} 個欄位` : text + rest;
}

function headingNotes(columns: readonly string[]): string[] {
  const notes: string[] = [];
  if (columns.every((column) => /^[-+\d.,:/\s年月日%]*$/.test(column))) {
    notes.push("第一列看起來是資料，不是欄位名稱；請在檔案第一列加上欄位名稱");
  }
  const empty = columns.filter((column) => column === "").length;
  if (empty > 0) notes.push(`第一列有 ${empty} 欄沒有名稱`);
  const names = columns.filter((column) => column !== "");
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (repeated.length > 0) {
    const some = repeated.slice(0, 5).map((name) => `「${cut(name, 50)}」`);
    notes.push(`欄位名稱重複：${some.join("、")}${repeated.length > 5 ? "等" : ""}`);
  }
  return notes;
}

const cut = (text: string, limit: number) =>
  lengthOf(text) > limit ? `${[...text].slice(0, limit).join("")}…` : text;

/**
 * Reads a CSV file that an officer dropped in: nothing of it leaves the browser.
 * @param truncated the bytes are the beginning of a longer file
 * @returns what the file holds, or in Chinese why it can't be read
 */
export function previewCsv(bytes: Uint8Array, truncated = false): CsvPreview | { problem: string } {
  const decoded = decode(bytes, truncated);
  if ("problem" in decoded) return decoded;
  const text = (truncated ? wholeLines(decoded.text) : decoded.text).replace(/^\ufeff/, "");
  const delimiter = delimiterOf(text);
  let records: string[][];
  try {
    records = parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    const line = (error as CsvError).lines;
    return { problem: `引號沒有成對，無法讀取${line ? `（約第 ${line} 行）` : ""}。${SAVE_AS}` };
  }
  const [heading, ...rest] = records.filter((cells) => cells.some((cell) => cell.trim() !== ""));
  if (!heading) return { problem: "檔案沒有內容。請確認選對了檔案" };
  const columns = heading.map(headingOf);
  const uneven = rest.filter((cells) => cells.length !== columns.length).length;
  const personal = findPersonalData(text);
  const notes = [
    ...(decoded.note ? [decoded.note] : []),
    ...(delimiter === "," ? [] : [`以${DELIMITER_NAMES[delimiter]}分隔；CSV 以半形逗號分隔最通用`]),
    ...headingNotes(columns),
    ...(uneven > 0 ? [`有 ${uneven} 列的欄數與第一列不同；請檢查是否有多餘的逗號或合併儲存格`] : []),
    ...(rest.length === 0 ? ["只有欄位名稱，沒有資料"] : []),
    ...(truncated ? ["檔案較大，欄數與個人資料只檢查了前面一部分"] : []),
    ...(personal.length > MOST_PERSONAL
      ? [`可能的個人資料有 ${personal.length} 處，只列出前 ${MOST_PERSONAL} 處`]
      : []),
  ];
  return {
    encoding: decoded.encoding,
    charset: decoded.charset,
    delimiter,
    columns,
    rows: rest.length,
    sample: rest.slice(0, SAMPLE_ROWS).map((cells) => cells.map((cell) => cut(cell, LONGEST_CELL))),
    fieldDescription: describe(columns),
    personal: personal.slice(0, MOST_PERSONAL),
    notes,
  };
}
