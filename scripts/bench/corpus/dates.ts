import { between, type Random } from "./random.ts";

/** The day for which a corpus stands: that of the list it is drawn from, and never later than a reader's own. */
export const CORPUS_DAY = "2026-03-22";

const DAY_MS = 86_400_000;

/** Days since 1970. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** YYYY-MM-DD of a day's number. */
export const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** A day from one to another, both included. */
export const dayBetween = (random: Random, first: string, last: string): string =>
  dayOf(between(random, dayNumber(first), Math.max(dayNumber(first), dayNumber(last))));

const two = (number: number) => String(number).padStart(2, "0");

/** A day, in a third of cases with the time of day. */
export const maybeTime = (random: Random, day: string): string =>
  random() < 0.33
    ? `${day} ${two(between(random, 8, 18))}:${two(between(random, 0, 59))}:${two(between(random, 0, 59))}`
    : day;
