const DAY_MS = 86_400_000;

/** Days of the calendar as YYYY-MM-DD, in Taipei; plain arithmetic, no working days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one day to another; negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** A quarter or half-year of the calendar. */
export interface Period {
  year: number;
  /** 1–4 of quarters, 1–2 of half-years. */
  part: number;
  /** First and last day. */
  from: string;
  to: string;
}

export type PeriodLength = "quarter" | "half-year";

const MONTHS: Record<PeriodLength, number> = { quarter: 3, "half-year": 6 };

/** The quarter or half-year that a day lies in. */
export function periodOf(day: string, length: PeriodLength): Period {
  const months = MONTHS[length];
  const year = Number(day.slice(0, 4));
  const part = Math.floor((Number(day.slice(5, 7)) - 1) / months) + 1;
  return periodAt(year, part, length);
}

/** The part of a year; parts before the first or after the last lie in other years. */
export function periodAt(year: number, part: number, length: PeriodLength): Period {
  const months = MONTHS[length];
  const parts = 12 / months;
  const index = year * parts + part - 1;
  const [y, p] = [Math.floor(index / parts), (((index % parts) + parts) % parts) + 1];
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
  return {
    year: y,
    part: p,
    from: iso(Date.UTC(y, (p - 1) * months, 1)),
    to: iso(Date.UTC(y, p * months, 0)),
  };
}

/** A date in the ROC calendar as officers write years, such as 115. */
export const rocYear = (year: number): number => year - 1911;
