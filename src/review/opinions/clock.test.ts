import { describe, expect, it, test } from "vitest";
import { replyClock } from "./clock.ts";
import { CALENDAR } from "./opinions.test-helper.ts";

const START = "2026-04-02T02:00:00Z";
const clock = (days: number, counting: "calendar" | "working", now: string, end?: string, start = START) =>
  replyClock(start, end, { days, counting }, CALENDAR, new Date(now));

describe("the clock of an answer", () => {
  // Thursday 2 April; 6 and 9 April are off, Saturday the 11th is worked.
  it.each([
    ["calendar", "2026-04-02", 0, 7, false],
    ["calendar", "2026-04-08", 6, 1, false],
    ["calendar", "2026-04-09", 7, 0, false],
    ["calendar", "2026-04-10", 8, -1, true],
    ["working", "2026-04-02", 0, 7, false],
    ["working", "2026-04-06", 1, 6, false],
    ["working", "2026-04-11", 5, 2, false],
    ["working", "2026-04-14", 7, 0, false],
    ["working", "2026-04-15", 8, -1, true],
  ] as const)("%s days on %s: %i used, %i left", (counting, day, used, left, late) => {
    const deadline = counting === "calendar" ? "2026-04-09" : "2026-04-14";
    expect(clock(7, counting, `${day}T02:00:00Z`)).toEqual({ days: 7, counting, deadline, used, left, late });
    const { left: _, ...answered } = { days: 7, counting, deadline, used, late, left };
    expect(clock(7, counting, "2026-12-01T00:00:00Z", `${day}T02:00:00Z`)).toEqual(answered);
  });

  it("is late on a day off after the last working day, with none left", () => {
    expect(clock(1, "working", "2026-04-04T02:00:00Z")).toMatchObject({
      deadline: "2026-04-03",
      left: 0,
      late: true,
    });
  });

  it("counts days of Taipei", () => {
    expect(clock(7, "calendar", "2026-04-03T15:59:59Z")).toMatchObject({ used: 1 });
    expect(clock(7, "calendar", "2026-04-03T16:00:00Z")).toMatchObject({ used: 2 });
  });

  it("throws beyond the calendars where working days are counted, and only there", () => {
    expect(() => clock(7, "working", "2026-12-30T00:00:00Z", undefined, "2026-12-30T00:00:00Z")).toThrow(
      "2027",
    );
    expect(clock(7, "calendar", "2026-12-30T00:00:00Z", undefined, "2026-12-30T00:00:00Z")).toMatchObject({
      deadline: "2027-01-06",
    });
  });

  test("equals counting day by day, for every start, limit and end of two months", () => {
    const day = (offset: number) => new Date(Date.UTC(2026, 2, 20 + offset)).toISOString().slice(0, 10);
    for (const counting of ["calendar", "working"] as const) {
      const counts = (d: string) => counting === "calendar" || CALENDAR.isWorkday(d);
      for (let start = 0; start < 30; start += 3) {
        for (const limit of [1, 4, 7, 14]) {
          let deadline = start;
          for (let left = limit; left > 0; ) if (counts(day(++deadline))) left--;
          for (let end = start; end < start + 30; end++) {
            let used = 0;
            for (let d = start + 1; d <= end; d++) if (counts(day(d))) used++;
            const made = clock(
              limit,
              counting,
              `${day(end)}T02:00:00Z`,
              undefined,
              `${day(start)}T02:00:00Z`,
            );
            expect(made).toEqual({
              days: limit,
              counting,
              deadline: day(deadline),
              used,
              left: limit - used,
              late: end > deadline,
            });
          }
        }
      }
    }
  });
});
