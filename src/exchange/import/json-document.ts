import { decode } from "../csv.ts";
import { type SourceDocument, SourceError } from "./source-record.ts";
import { cleanSeen } from "./text.ts";

/** Limits of one document, against sources that break or mean harm. */
export const LARGEST_DOCUMENT = 100 * 1024 * 1024;
export const MOST_RECORDS = 100_000;
const DEEPEST = 64;

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member that the object itself has; a missing one, and what it would inherit, is undefined. */
export const own = (object: unknown, key: string): unknown =>
  isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;

/** A member as text, where it is text or a number. */
export function ownText(object: unknown, key: string): string | undefined {
  const value = own(object, key);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** A value as a list: lists as they are, one item as a list of it, nothing as an empty one. */
export const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/**
 * The text of a document, within the limit of bytes.
 * @throws SourceError when it is too large, or empty
 */
export function textOfDocument(document: SourceDocument): string {
  const { bytes, url } = document;
  if (bytes.length > LARGEST_DOCUMENT) {
    throw new SourceError(
      `${url} 的內容有 ${bytes.length} 位元組，超過上限 ${LARGEST_DOCUMENT}；請改用分頁的網址，或請來源平臺分頁提供`,
    );
  }
  const { text } = decode(bytes);
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (plain.trim() === "") throw new SourceError(`${url} 沒有內容；請確認網址`);
  return plain;
}

/** Where a text nests brackets deeper than is good for whatever reads them; strings are passed over. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      for (index++; index < text.length; index++) {
        const inner = text.charCodeAt(index);
        if (inner === 0x5c) index++;
        else if (inner === 0x22) break;
      }
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return index;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return undefined;
}

/** A page for people in place of data: an error page, a login. */
const looksLikeHtml = (text: string): boolean =>
  /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(text.slice(0, 500));

/**
 * Parses a JSON document.
 * @throws SourceError when it is too large, too deep or no JSON
 */
export function parseJsonDocument(document: SourceDocument): unknown {
  const text = textOfDocument(document);
  const { url } = document;
  if (looksLikeHtml(text)) {
    throw new SourceError(`${url} 回應的是網頁，不是 JSON；請確認網址是介接用的，且不需登入`);
  }
  return parseJsonText(text, url);
}

/**
 * Parses JSON text.
 * @param place what to call it in messages: the address, or a line of it
 * @throws SourceError when it is too deep or no JSON
 */
export function parseJsonText(text: string, place: string): unknown {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    throw new SourceError(
      `${place} 的 JSON 在第 ${deep + 1} 個字元處超過 ${DEEPEST} 層，不讀取；請確認來源內容`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = cleanSeen((cause as Error).message.slice(0, 120), false).text;
    throw new SourceError(`${place} 不是正確的 JSON（${detail}）；請確認網址，或請來源平臺修正`);
  }
}

/**
 * @throws SourceError when there are more records than one document may hold
 */
export function limitRecords(count: number, url: string): void {
  if (count > MOST_RECORDS) {
    throw new SourceError(`${url} 有 ${count} 筆，超過一次 ${MOST_RECORDS} 筆的上限；請改用分頁的網址`);
  }
}

/** What a list of records turns into: those that can be read, and for each other one its place and the reason. */
export function collect<R>(
  items: readonly unknown[],
  places: (index: number) => string,
  read: (item: unknown, index: number) => R | { problem: string } | undefined,
): { records: R[]; problems: { place: string; message: string }[] } {
  const records: R[] = [];
  const problems: { place: string; message: string }[] = [];
  for (const [index, item] of items.entries()) {
    const result = read(item, index);
    if (result === undefined) continue;
    if (typeof result === "object" && result !== null && "problem" in result) {
      problems.push({ place: places(index), message: (result as { problem: string }).problem });
    } else records.push(result as R);
  }
  return { records, problems };
}
