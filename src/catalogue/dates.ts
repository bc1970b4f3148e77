/** Reads dates as officers write them; the standard's form is YYYY-MM-DD, with hh:mm:ss after a blank where wanted. */

const pad = (text: string) => text.padStart(2, "0");

const USUAL = /^[12]\d{3}-\d\d-\d\d/;

/** Whether a YYYY-MM-DD (with or without a time) exists in the calendar. */
export function isRealDate(text: string): boolean {
  // Nearly every date is one of these, and day 28 needs no calendar.
  if (USUAL.test(text)) {
    const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8, 10))];
    if (month < 1 || month > 12 || day < 1) return false;
    if (day <= 28) return true;
  }
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  const date = new Date(Date.UTC(year!, month! - 1, day!));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

const TIME = /(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

function withTime(date: string, text: string): string | undefined {
  if (!isRealDate(date)) return undefined;
  const [, hour, minute, second = "00"] = TIME.exec(text) ?? [];
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${date} ${pad(hour)}:${minute}:${second}`;
}

/** The same separator twice, or the Chinese words; what follows must be the end or a time. */
const PARTS = String.raw`(?:([-./])(\d{1,2})\2(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?)(?=$|[ T])`;
const ROC = new RegExp(String.raw`^(?:中華民國|民國)?\s*([1-9]\d{2})${PARTS}`);
const ROC_TWO_DIGITS = new RegExp(String.raw`^(?:中華民國|民國)\s*([1-9]\d)${PARTS}`);
const ROC_COMPACT = /^(?:中華民國|民國)?([1-9]\d{2})(\d{2})(\d{2})(?=$|[ T])/;
const ISO = new RegExp(String.raw`^([12]\d{3})${PARTS}`);
const ISO_COMPACT = /^([12]\d{3})(\d{2})(\d{2})(?=$|[ T])/;

function join(year: number, match: RegExpExecArray, text: string): string | undefined {
  // Groups 2–6 are those of PARTS: the separator with its month and day, or the words' month and day.
  const [month, day] = match.length > 4 ? [match[3] ?? match[5], match[4] ?? match[6]] : [match[2], match[3]];
  return withTime(`${year}-${pad(month!)}-${pad(day!)}`, text);
}

/**
 * Reads a date of the Republic (民國), such as 104.01.05, 104/1/5, 104年1月5日 or 1040105. A year of two digits is
 * read only behind 民國, since 93 may be of either calendar.
 * @returns the Gregorian YYYY-MM-DD, undefined where the text is none or the day does not exist
 */
export function rocDate(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim();
  const match = ROC.exec(folded) ?? ROC_TWO_DIGITS.exec(folded) ?? ROC_COMPACT.exec(folded);
  return match ? join(Number(match[1]) + 1911, match, folded) : undefined;
}

/**
 * Reads a Gregorian date however it is written: 2015-08-06, 2015/8/6, 2015.08.06, 2015年8月6日, 20150806, an ISO time
 * with T, full-width digits.
 * @returns the date as the standard wants it, undefined where the text is none or the day does not exist
 */
export function isoDate(text: string): string | undefined {
  const folded = text
    .normalize("NFKC")
    .trim()
    .replace(/(?:\.\d+)?\+08:?00$/, "");
  const match = ISO.exec(folded) ?? ISO_COMPACT.exec(folded);
  return match ? join(Number(match[1]), match, folded) : undefined;
}
