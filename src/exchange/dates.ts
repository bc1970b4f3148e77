import { isRealDate } from "../catalogue/dates.ts";

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/;

/**
 * A date or time of the catalogue, which is Taipei's, as RFC 3339 writes it.
 * @returns undefined for a text that is no date, such as 2024-02-30
 */
export function rfc3339(value: string | undefined): string | undefined {
  const match = TIME.exec(value ?? "");
  if (!match) return undefined;
  const [, year, month, day, time] = match;
  if (!isRealDate(match[0])) return undefined;
  return `${year}-${month}-${day}T${time ?? "00:00:00"}+08:00`;
}

/** The day of a date or time; undefined for a text that is no date. */
export const dayOf = (value: string | undefined): string | undefined => rfc3339(value)?.slice(0, 10);

/** The later of two dates or times in the same notation; one that is absent counts for nothing. */
export function later(a: string, b: string | undefined): string;
export function later(a: string | undefined, b: string | undefined): string | undefined;
export function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}
