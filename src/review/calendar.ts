import type { CalendarFile } from "../catalogue/schema/generated/calendar.ts";

/** A day that no calendar covers; the message names the missing year and what to do, in Chinese. */
export class CalendarError extends Error {
  readonly year: number;
  constructor(year: number) {
    super(
      `platform/calendars/ 沒有 ${year} 年的辦公日曆，無法計算工作天；` +
        `請平臺管理者依行政院人事行政總處公布的辦公日曆表新增 ${year}.yaml`,
    );
    this.name = "CalendarError";
    this.year = year;
  }
}

/** The days on which government offices work (mission: working days by the official calendar). Days are YYYY-MM-DD. */
export interface WorkCalendar {
  /** @throws CalendarError for a day of a year without a calendar */
  isWorkday(day: string): boolean;
  /**
   * Counts the work days from the first calendar's beginning up to and including a day.
   * @throws CalendarError for a day of a year without a calendar
   */
  workdaysUpTo(day: string): number;
}

const DAY_MS = 86_400_000;

/** Days since 1970 of a YYYY-MM-DD. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** YYYY-MM-DD of a number of days since 1970. */
export const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** Whether a number of days since 1970 is a Saturday or a Sunday; 1970 began on a Thursday. */
export const isWeekend = (number: number): boolean => (number + 4) % 7 === 0 || (number + 4) % 7 === 6;

/** What one calendar says of its days that are not as the week has them, as of a day. */
function exceptions(file: CalendarFile, knownOn: string | undefined): Map<number, boolean> {
  const works = new Map<number, boolean>();
  const editions = (file.amendments ?? []).filter((a) => knownOn === undefined || a.published <= knownOn);
  for (const edition of [file, ...editions]) {
    for (const { date } of edition.closed ?? []) works.set(dayNumber(date), false);
    for (const { date } of edition.worked ?? []) works.set(dayNumber(date), true);
  }
  return works;
}

/**
 * Builds the calendar of work days from the files of `platform/calendars/`, which must be sound (see
 * `calendarProblems`). Official calendars are data, never computed: only what they don't mention follows the week.
 * @param knownOn YYYY-MM-DD; amendments published later are not known yet. All are, where it is left out.
 * @throws CalendarError where a year between the first and the last calendar is missing
 */
export function workCalendar(files: readonly CalendarFile[], knownOn?: string): WorkCalendar {
  const byYear = new Map(files.map((file) => [file.year, file]));
  const firstYear = Math.min(...byYear.keys());
  const lastYear = Math.max(...byYear.keys());
  const start = dayNumber(`${firstYear}-01-01`);
  /** At i: work days from the start up to and including the day start + i - 1. */
  const counts = [0];
  for (let year = firstYear; year <= lastYear; year++) {
    const file = byYear.get(year);
    if (!file) throw new CalendarError(year);
    const works = exceptions(file, knownOn);
    const end = dayNumber(`${year + 1}-01-01`);
    for (let number = start + counts.length - 1; number < end; number++) {
      counts.push(counts.at(-1)! + ((works.get(number) ?? !isWeekend(number)) ? 1 : 0));
    }
  }

  const indexOf = (day: string): number => {
    const number = dayNumber(day);
    if (Number.isNaN(number)) throw new RangeError(`${day} is no YYYY-MM-DD`);
    const index = number - start;
    if (index >= 0 && index + 1 < counts.length) return index;
    throw new CalendarError(Number(day.slice(0, 4)));
  };
  return {
    isWorkday(day) {
      const index = indexOf(day);
      return counts[index + 1]! > counts[index]!;
    },
    workdaysUpTo: (day) => counts[indexOf(day) + 1]!,
  };
}

/**
 * Counts the work days after `from`, up to and including `to`; negative where `to` lies before `from`.
 * @throws CalendarError where a calendar is missing for one of the two
 */
export function workdaysBetween(calendar: WorkCalendar, from: string, to: string): number {
  return calendar.workdaysUpTo(to) - calendar.workdaysUpTo(from);
}

/**
 * Finds the day that is a number of work days after another; `from` itself for 0.
 * @throws CalendarError where they don't cover both
 */
export function addWorkdays(calendar: WorkCalendar, from: string, count: number): string {
  let day = from;
  // As many days on as work days are missing never leads beyond the day that is looked for.
  for (let left = count; left > 0; left = count - workdaysBetween(calendar, from, day)) {
    day = dayOf(dayNumber(day) + left);
  }
  return day;
}
