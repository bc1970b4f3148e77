import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Small pure functions on text that the importer's parts share. */

/** Folds a name for comparing: full-width and compatibility forms, blanks, 台／臺. */
export const fold = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/[\s\u200b\ufeff]+/g, "")
    .replaceAll("台", "臺");

/** Length as people count it: code points. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

const EDGES = /^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g;

/** Removes blanks of every width, and invisible characters, at both ends. */
export const trim = (text: string): string => text.replace(EDGES, "");

export interface Cleaned {
  text: string;
  trimmed: boolean;
  /** Control characters or line breaks inside became blanks. */
  controls: boolean;
}

/**
 * Cleans a cell's text without touching what can be read: edge blanks go, line breaks become LF, other control
 * characters become a blank. On one line, line breaks and tabs become a blank too.
 */
export function clean(cell: string, multiline: boolean): Cleaned {
  const unified = cell.toWellFormed().replace(/\r\n?/g, "\n");
  const edged = trim(unified);
  const unwanted = multiline
    ? /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]+/g
    : /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
  const replaced = edged.replace(unwanted, " ");
  return { text: trim(replaced), trimmed: edged !== unified, controls: replaced !== edged };
}

/** Splits a list in one cell; blanks around the items go, empty items stay, so that positions keep their meaning. */
export const splitList = (cell: string): string[] => cell.split(/[;,；，、]/).map(trim);

/**
 * Takes off the quotation marks that an exporter wrote around a cell a second time. Only cells holding a comma, a
 * quotation mark or a line break can bear them, so a title in quotation marks keeps its own.
 */
export function unquote(cell: string): string {
  const inner = /^"([\s\S]*)"$/.exec(cell)?.[1];
  return inner !== undefined && /[,"\r\n]/.test(inner) ? inner.replaceAll('""', '"') : cell;
}

/** SHA-256 of a text, in lower-case hexadecimal: codes and serials made from it are the same on every run. */
export const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Characters that nobody sees, and those that turn the direction of the text around; the checker refuses both. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Cleans a text of another platform's record: like {@link clean}, and what cannot be seen inside goes too. */
export function cleanSeen(text: string, multiline: boolean): Cleaned {
  const seen = text.replace(UNSEEN, "");
  const cleaned = clean(seen, multiline);
  return { ...cleaned, trimmed: cleaned.trimmed || seen !== text };
}
