import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarFile } from "../catalogue/schema/generated/calendar.ts";
import { addWorkdays, CalendarError, dayNumber, dayOf, workCalendar, workdaysBetween } from "./calendar.ts";

const named = (...dates: string[]) => dates.map((date) => ({ date, name: "某日" }));

/** Two years: one with a make-up Saturday and amendments in both directions, one with nothing but its week. */
const FILES: CalendarFile[] = [
  {
    year: 2025,
    source: "試用",
    closed: named("2025-01-01", "2025-01-27", "2025-01-28"),
    worked: named("2025-02-08"),
    amendments: [
      { published: "2025-06-13", source: "試用（修正）", closed: named("2025-09-29", "2025-12-25") },
      {
        published: "2025-10-20",
        source: "試用（再修正）",
        closed: named("2025-02-08"),
        worked: named("2025-12-25"),
      },
    ],
  },
  { year: 2026, source: "試用", closed: [] },
];
const calendar = workCalendar(FILES);

describe("workCalendar", () => {
  it.each([
    ["2025-01-01", false, "a listed weekday"],
    ["2025-01-02", true, "a weekday"],
    ["2025-01-04", false, "a Saturday"],
    ["2025-01-05", false, "a Sunday"],
    ["2025-09-29", false, "closed by the first amendment"],
    ["2025-12-25", true, "closed by the first amendment, open again by the second"],
    ["2025-02-08", false, "a make-up Saturday that the second amendment cancels"],
    ["2025-12-31", true, "the last day of a year"],
    ["2026-01-01", true, "the first day of the next"],
  ])("%s: %s (%s)", (day, works) => expect(calendar.isWorkday(day)).toBe(works));

  it.each([
    ["2025-06-12", true, true, true],
    ["2025-06-13", false, false, true],
    ["2025-10-19", false, false, true],
    ["2025-10-20", false, true, false],
  ])("as known on %s", (knownOn, teachersDay, constitutionDay, makeUp) => {
    const known = workCalendar(FILES, knownOn);
    expect(known.isWorkday("2025-09-29")).toBe(teachersDay);
    expect(known.isWorkday("2025-12-25")).toBe(constitutionDay);
    expect(known.isWorkday("2025-02-08")).toBe(makeUp);
  });

  it("names the missing year", () => {
    const error = new CalendarError(2027);
    expect(error.year).toBe(2027);
    expect(error.message).toBe(
      "platform/calendars/ 沒有 2027 年的辦公日曆，無法計算工作天；請平臺管理者依行政院人事行政總處公布的辦公日曆表新增 2027.yaml",
    );
    expect(() => calendar.isWorkday("2027-01-01")).toThrow(error);
    expect(() => calendar.isWorkday("2024-12-31")).toThrow(new CalendarError(2024));
    expect(() => workdaysBetween(calendar, "2026-12-31", "2027-01-04")).toThrow(error);
    expect(() => workdaysBetween(calendar, "2024-12-31", "2025-01-02")).toThrow(new CalendarError(2024));
    expect(() => addWorkdays(calendar, "2026-12-30", 2)).toThrow(error);
    expect(() => workCalendar([]).isWorkday("2026-01-01")).toThrow(new CalendarError(2026));
  });

  it("refuses a gap between the years, and what is no day", () => {
    const later = { year: 2028, source: "試用", closed: [] };
    expect(() => workCalendar([...FILES, later])).toThrow(new CalendarError(2027));
    expect(() => calendar.isWorkday("明天")).toThrow("明天 is no YYYY-MM-DD");
  });

  it("takes the files in any order", () => {
    expect(workCalendar(FILES.toReversed()).workdaysUpTo("2026-12-31")).toBe(
      calendar.workdaysUpTo("2026-12-31"),
    );
  });
});

describe("seven working days", () => {
  it.each([
    // Day 0 is the day of the event, whatever day that is.
    ["2025-01-24", "2025-01-24", 0],
    ["2025-01-24", "2025-01-26", 0],
    ["2025-01-24", "2025-01-28", 0],
    ["2025-01-24", "2025-01-29", 1],
    // Friday to the make-up Saturday, as it was known before the amendment that cancels it.
    ["2025-02-07", "2025-02-08", 1],
    ["2025-02-08", "2025-02-10", 1],
    ["2025-02-10", "2025-02-07", -2],
  ])("from %s to %s: %i", (from, to, days) => {
    expect(workdaysBetween(workCalendar(FILES, "2025-01-01"), from, to)).toBe(days);
  });

  it.each([
    ["2025-01-24", 0, "2025-01-24"],
    ["2025-01-25", 0, "2025-01-25"],
    ["2025-01-24", 1, "2025-01-29"],
    ["2025-01-24", 7, "2025-02-06"],
    ["2025-12-31", 1, "2026-01-01"],
  ])("%s and %i work days: %s", (from, count, day) => {
    expect(addWorkdays(calendar, from, count)).toBe(day);
  });
});

const [FIRST, LAST] = [dayNumber("2025-01-01"), dayNumber("2026-12-31")];
const days = fc.integer({ min: FIRST, max: LAST }).map(dayOf);

describe("reckoning", () => {
  it("agrees with counting day by day", () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        let count = 0;
        for (let n = dayNumber(from) + 1; n <= dayNumber(to); n++) if (calendar.isWorkday(dayOf(n))) count++;
        expect(workdaysBetween(calendar, from, to)).toBe(count);
        expect(workdaysBetween(calendar, to, from)).toBe(0 - count);
      }),
    );
  });

  it("adds and counts inversely, and always ends on a work day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: FIRST, max: LAST - 100 }).map(dayOf),
        fc.integer({ min: 1, max: 40 }),
        (from, count) => {
          const end = addWorkdays(calendar, from, count);
          expect(calendar.isWorkday(end)).toBe(true);
          expect(workdaysBetween(calendar, from, end)).toBe(count);
          expect(workdaysBetween(calendar, from, dayOf(dayNumber(end) - 1))).toBe(count - 1);
        },
      ),
    );
  });
});
