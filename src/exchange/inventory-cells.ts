import { isoDate, isRealDate, rocDate } from "../catalogue/dates.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";
import "../catalogue/plan/schemas.ts";

/*
 * How the inventory's values stand in a spreadsheet's cells. The annex packs several values into one cell; each of the
 * pairs here writes them so that people can read them and reads back what was written, and what officers type.
 */

/** A cell as it was read: text, or a number that a spreadsheet keeps, dates included. */
export type CellValue = string | number;

/** What a cell says, or why it can't be understood. */
export type CellRead<T> = { value: T | undefined } | { problem: "not-in-list" | "one-only" | "date" };

const DAY_MS = 86_400_000;
/** No date is longer, and no choice is many times that. */
const LONGEST = 60;
/** Serial days of 1954 to 2099: what lies outside is no date that somebody typed into an inventory. */
const SERIALS = { from: 20_000, to: 73_050 };

/** Text without blanks, full-width forms and signs, as headings and choices are compared. */
export const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s:;,.()[\]/、。，；：「」【】〔〕\-_*＊]/g, "")
    .toLowerCase();

/** A cell as text: trimmed, one kind of line end. */
export const cellText = (cell: CellValue | undefined): string =>
  cell === undefined ? "" : String(cell).replace(/\r\n?/g, "\n").trim();

/** Words that officers put where nothing is to be said. */
const NOTHING = /^(?:無|沒有|不適用|n\/?a|-+|—+|－+|未定|待定|不開放|無法開放|不予開放)?$/i;

/**
 * Reads a date as it stands in a cell: any form that `dates.ts` reads, or a spreadsheet's serial number of days.
 * @returns YYYY-MM-DD; undefined where it is none
 */
export function cellDate(cell: CellValue): string | undefined {
  if (typeof cell === "number" && cell >= SERIALS.from && cell <= SERIALS.to) {
    // Day 1 is 1900-01-01 and 1900 counts as a leap year, so the count starts on 1899-12-30.
    return new Date(Date.UTC(1899, 11, 30) + Math.floor(cell) * DAY_MS).toISOString().slice(0, 10);
  }
  const written = cellText(cell);
  if (written.length > LONGEST) return undefined;
  const text = written.replace(/\s*([-./年月日])\s*/g, "$1");
  const date = (isoDate(text) ?? rocDate(text))?.slice(0, 10);
  return date && isRealDate(date) ? date : undefined;
}

const labelsOf = (field: string): [code: string, zh: string][] => {
  const schema = fieldAt("inventory", ["systems", 0, field]);
  const labels = (schema?.type === "array" ? schema.items : schema)?.["x-enum-labels"] ?? {};
  return Object.entries(labels).map(([code, { zh }]) => [code, zh]);
};

/** A field of a few codes, as the annex words them. */
export interface Choice {
  codes: readonly [code: string, zh: string][];
  /** Written with their numbers, as the annex numbers 使用對象 and 現況. */
  numbered: boolean;
}

export const CHOICES = {
  users: { codes: labelsOf("users"), numbered: true },
  class: { codes: labelsOf("class"), numbered: false },
  access: { codes: labelsOf("access"), numbered: true },
  outcome: { codes: labelsOf("outcome"), numbered: false },
  priority: { codes: labelsOf("priority"), numbered: false },
  grounds: { codes: labelsOf("grounds"), numbered: false },
} as const satisfies Record<string, Choice>;

/** The words of a code. */
export function writeChoice({ codes, numbered }: Choice, code: string): string {
  const index = codes.findIndex(([known]) => known === code);
  const zh = codes[index]?.[1] ?? code;
  return numbered && index >= 0 ? `${index + 1}.${zh}` : zh;
}

/** The words that may be typed, for a message. */
export const allowedWords = (choice: Choice): string =>
  choice.codes.map(([code]) => writeChoice(choice, code)).join("、");

/** Codes that a piece of text stands for: its own words or number, or the part before the colon (甲類, 民生安全). */
function codeOf({ codes, numbered }: Choice, text: string): string | undefined {
  const folded = fold(text);
  for (const [index, [code, zh]] of codes.entries()) {
    const short = fold(zh.split("：")[0]!);
    const names = [fold(zh), short, code.toLowerCase(), short.replace(/類$/, "")];
    const number = String(index + 1);
    if (names.includes(folded)) return code;
    if (numbered && (folded === number || names.some((name) => folded === number + name))) return code;
  }
  return undefined;
}

/** Reads a cell that holds one choice, by its words, its number (1) or its short form (甲). */
export function readChoice(choice: Choice, cell: CellValue): CellRead<string> {
  const text = cellText(cell);
  if (text === "") return { value: undefined };
  if (text.length > LONGEST * choice.codes.length) return { problem: "not-in-list" };
  const code = codeOf(choice, text);
  if (code !== undefined) return { value: code };
  const several = readChoices(choice, cell);
  const isSeveral = "value" in several && (several.value?.length ?? 0) > 1;
  return { problem: isSeveral ? "one-only" : "not-in-list" };
}

/** Reads a cell that may hold several choices: one a line, or numbers and words with any sign between. */
export function readChoices(choice: Choice, cell: CellValue): CellRead<string[]> {
  const text = cellText(cell);
  if (text === "") return { value: undefined };
  if (text.length > LONGEST * choice.codes.length) return { problem: "not-in-list" };
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  let codes = lines.map((line) => codeOf(choice, line));
  if (codes.includes(undefined)) {
    const digits = choice.numbered && /^[\d\s.,、;；，/和及與]+$/.test(text.normalize("NFKC"));
    const parts = digits
      ? text.normalize("NFKC").match(/\d/g)!
      : text.split(/[\n、,，;；/]|(?<=\S)\s+(?=\d)/);
    codes = parts.filter((part) => part.trim() !== "").map((part) => codeOf(choice, part));
  }
  if (codes.includes(undefined)) return { problem: "not-in-list" };
  return { value: [...new Set(codes as string[])] };
}

/** Leads each line where a line break alone would not tell the items apart. */
const BULLET = "・";

/** Items one a line; a single item that reads like several is led by a dot. */
export function writeItems(items: readonly string[]): string {
  const isPlain = items.length !== 1 || !/[、,，;；]/.test(items[0]!);
  const led = !isPlain || items.some((item) => item.startsWith(BULLET));
  return items.map((item) => (led ? `${BULLET}${item}` : item)).join("\n");
}

/** Reads items: one a line, or in one line with 、 and the like between. */
export function readItems(cell: CellValue): string[] {
  const lines = cellText(cell)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines[0]?.startsWith(BULLET)) {
    return lines.map((line) => (line.startsWith(BULLET) ? line.slice(1).trim() : line)).filter(Boolean);
  }
  if (lines.length !== 1) return lines;
  return lines[0]!
    .split(/[、,，;；]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const LAWS = "法規依據：";
const LAWS_LINE = /^(?:法規依據|法令依據|依據法規)\s*[:：]\s*(.*)$/;

/** 不能開放之理由 with 法規依據 below it, one a line. */
export function writeReason(reason: string | undefined, laws: readonly string[] | undefined): string {
  const below = laws === undefined ? [] : [LAWS, ...laws];
  return [...(reason === undefined ? [] : [reason]), ...below].join("\n");
}

/** Reads the reason, and the laws that follow the last line 法規依據：. */
export function readReason(cell: CellValue): { reason?: string; laws?: string[] } {
  const text = cellText(cell);
  if (NOTHING.test(text)) return {};
  const lines = text.split("\n");
  const isLaws = (line: string, index: number) => {
    const match = LAWS_LINE.exec(line.trim());
    return match !== null && (match[1] !== "" || lines.slice(index + 1).some((next) => next.trim() !== ""));
  };
  const at = lines.findLastIndex(isLaws);
  if (at < 0) return { reason: text };
  const reason = lines.slice(0, at).join("\n").trim();
  const sameLine = LAWS_LINE.exec(lines[at]!.trim())![1]!;
  const laws = (sameLine === "" ? [] : sameLine.split(/[；;]/)).concat(lines.slice(at + 1));
  return {
    ...(reason === "" ? {} : { reason }),
    laws: laws.map((law) => law.trim()).filter((law) => law !== ""),
  };
}

/** 已開放 / 預定開放日期, one a line. */
export function writeOpening(openedOn: string | undefined, plannedOn: string | undefined): string {
  return [openedOn && `已開放：${openedOn}`, plannedOn && `預定開放：${plannedOn}`]
    .filter(Boolean)
    .join("\n");
}

/** Days of opening that a cell tells of. */
export interface Opening {
  openedOn?: string;
  plannedOn?: string;
  /** A day whose kind the calendar decided, for the cell didn't say. */
  guessed?: "openedOn" | "plannedOn";
  /** It says that it is open, and not since when. */
  undated?: true;
  /** A part that is no date. */
  unread?: string;
}

/**
 * Reads 已開放 / 預定開放日期. A day alone is the one of opening where it has come.
 * @param today YYYY-MM-DD
 */
export function readOpening(cell: CellValue, today: string): Opening {
  const opening: Opening = {};
  const parts = typeof cell === "number" ? [cell] : cellText(cell).split(/[\n;；、,，]/);
  for (const part of parts) {
    const text = cellText(part);
    if (NOTHING.test(text)) continue;
    const opened = /已|上架/.test(text);
    const planned = /預|擬|將/.test(text);
    const bare =
      typeof part === "number"
        ? part
        : text.replace(/(?:已|上架|預[定計訂]|擬|將|於|開放|日期|[:：()（）]|\s)+/g, "");
    if (bare === "" && opened) {
      opening.undated = true;
      continue;
    }
    const date = cellDate(bare);
    if (!date) opening.unread = text;
    else if (opened !== planned) opening[opened ? "openedOn" : "plannedOn"] = date;
    else {
      opening.guessed = date <= today ? "openedOn" : "plannedOn";
      opening[opening.guessed] = date;
    }
  }
  return opening;
}
