import { trim } from "./text.ts";

export interface DateReading {
  /** YYYY-MM-DD, with ` hh:mm:ss` where the source gives a time. */
  value: string;
  /** Written differently in the source: 2015/8/6, 104.01.01. */
  mended: boolean;
}

const DATE = /^(\d{3,4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

const pad = (text: string): string => text.padStart(2, "0");

/**
 * Reads a date, or a date with its time. A year of three digits from 100 on is one of the Republic: 104.01.01 is
 * 2015-01-01. Two digits are not read, since 93 may be either.
 * @param withTime whether a time may stand in the result; midnight stays as written
 * @returns undefined for what is no day of the calendar, such as 20107-12-15
 */
export function readDate(text: string, withTime: boolean): DateReading | undefined {
  const match = DATE.exec(trim(text).normalize("NFKC"));
  if (!match) return undefined;
  const [, yearText, , month, day, hour, minute, second = "00"] = match as unknown as string[];
  const year = yearText!.length === 3 ? Number(yearText) + 1911 : Number(yearText);
  const days = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
  const wrong = year < 1000 || yearText!.startsWith("0") || Number(month) < 1 || Number(month) > 12;
  if (wrong || year > 2999 || Number(day) < 1 || Number(day) > days) return undefined;
  let value = `${year}-${pad(month!)}-${pad(day!)}`;
  if (hour !== undefined) {
    if (!withTime || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
    value += ` ${pad(hour)}:${minute}:${second}`;
  }
  return { value, mended: value !== text };
}
