import { expect, it } from "vitest";
import { replyFigures } from "./figures.ts";
import type { OpinionEntry } from "./types.ts";

const entry = (answered: boolean, late: boolean, used: number, open = true, state?: string) =>
  ({
    ...(answered ? { answeredAt: "2026-03-04T02:00:00Z" } : {}),
    clock: { used, late },
    open,
    ...(state ? { status: { state } } : {}),
  }) as OpinionEntry;

it("counts what was received, answered, answered late and is overdue, and the days on average", () => {
  expect(
    replyFigures([
      entry(true, false, 2),
      entry(true, false, 3, false),
      entry(true, true, 10),
      entry(false, true, 9),
      entry(false, true, 9, false),
      entry(false, false, 1),
      entry(true, true, 99, true, "duplicate"),
      { open: true } as OpinionEntry,
    ]),
  ).toEqual({ received: 7, answered: 3, late: 1, overdue: 1, averageDays: 5 });
});

it("has no average where nothing was answered", () => {
  expect(replyFigures([])).toEqual({ received: 0, answered: 0, late: 0, overdue: 0 });
});
