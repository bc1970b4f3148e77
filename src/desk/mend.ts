import { isoDate, isRealDate, rocDate } from "../catalogue/dates.ts";
import { readFrequency } from "../catalogue/frequency-reading.ts";
import { readCount, suggestTerm } from "../catalogue/suggestions.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import type { FormField } from "./fields.ts";

/** What nobody sees and the checker refuses: control characters, zero-width ones, marks of direction. */
const INVISIBLE =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const WIDE = /[\uff01-\uff5e]/g;

/** Full-width letters, digits and signs as the keyboard has them. */
const narrow = (text: string): string =>
  text.replace(WIDE, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll("\u3000", " ");

/**
 * Mends what was typed where it can only mean one thing, as soon as the control is left: 民國 dates, full-width digits
 * and letters in codes, numbers and addresses, edge blanks, 「5,000 筆」, frequencies in other words. What is typed into
 * a text of several words stays as it is but for its edges.
 * @returns the text, and in Chinese what became of it where that is more than blanks
 */
export function mend(
  field: FormField,
  text: string,
  vocabularies: Vocabularies,
): { text: string; note?: string } {
  const plain = text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(INVISIBLE, "");
  const trimmed = (field.control === "textarea" ? plain : plain.replace(/[\n\t]+/g, " ")).trim();
  const mended = trimmed === "" ? "" : (meant(field, trimmed, vocabularies) ?? trimmed);
  return mended === trimmed ? { text: mended } : { text: mended, note: `已將「${trimmed}」改為 ${mended}` };
}

/** The one thing that a text can mean for its control; undefined where that is not certain. */
function meant(field: FormField, text: string, vocabularies: Vocabularies): string | undefined {
  switch (field.control) {
    case "date":
      return (rocDate(text) ?? isoDate(text))?.slice(0, 10);
    case "datetime":
      return rocDate(text) ?? isoDate(text);
    case "number":
      return readCount(text);
    case "frequency": {
      if (vocabularies.frequencies.has(text)) return text;
      const { value, lossy } = readFrequency(text);
      return lossy ? undefined : value;
    }
    case "select":
    case "radio": {
      const terms = field.options?.map(({ value, label }) => ({ code: value, zh: label, en: value })) ?? [];
      return terms.some((term) => term.code === text) ? text : suggestTerm(text, terms);
    }
    case "email":
      return narrow(text).replace(/\s/g, "");
    case "url":
      return address(text);
    default:
      return /Phone$/.test(field.name) ? narrow(text).replace(/[‐‑‒–—―−]/g, "-") : undefined;
  }
}

/** Of an address that names a file in Chinese, only what stands before may be a slip of the keyboard. */
function address(text: string): string {
  const han = text.search(/\p{Script=Han}/u);
  const at = han < 0 ? text.length : han;
  return narrow(text.slice(0, at)) + text.slice(at);
}

/** Splits what was typed or pasted into keywords: at ， 、 , ； ; tabs and line breaks; each once, none empty. */
export function splitKeywords(text: string): string[] {
  const words = text.split(/[，、,；;\t\r\n]+/).map((word) => word.replace(INVISIBLE, "").trim());
  return [...new Set(words.filter((word) => word !== ""))];
}

/**
 * A date in the calendar of the Republic, such as 民國114年3月1日; its time stays behind it.
 * @param iso YYYY-MM-DD, with or without hh:mm:ss; anything else gives an empty text
 */
export function rocText(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(iso);
  if (!match || !isRealDate(iso)) return "";
  const [, year, month, day, time] = match;
  const roc = Number(year) - 1911;
  // The year before 民國元年 is 民國前1年: there is no year 0.
  const era = roc > 0 ? `民國${roc}年` : `民國前${1 - roc}年`;
  return `${era}${Number(month)}月${Number(day)}日${time ? ` ${time}` : ""}`;
}
