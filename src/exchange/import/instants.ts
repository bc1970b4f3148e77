/** Times of other platforms as the metadata standard writes them: the clock of Taipei, `YYYY-MM-DD hh:mm:ss`. */

/** Whose clock a time without a zone is of. CKAN stores UTC without saying so. */
export type Clock = "utc" | "taipei";

const HOUR = 3_600_000;
const TAIPEI = 8 * HOUR;

const ISO =
  /^([12]\d{3})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function zoneOf(text: string): number {
  if (/z/i.test(text)) return 0;
  const digits = text.slice(1).replace(":", "");
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * 60_000;
  return text.startsWith("-") ? -size : size;
}

/** The schema's dates lie between the years 1000 and 2999; a zone's hours may lead out of them. */
function written(time: number): string | undefined {
  const text = new Date(time).toISOString();
  return /^[12]\d{3}-/.test(text) ? text.slice(0, 19).replace("T", " ") : undefined;
}

/** The years between which a number can be a time and not something else. */
const isPlausible = (time: number): boolean => time >= Date.UTC(1980, 0) && time < Date.UTC(2100, 0);

/**
 * Reads a number as the milliseconds or seconds since 1970 that some platforms put where a date belongs.
 * @returns `YYYY-MM-DD hh:mm:ss` in Taipei; undefined for numbers that are no time between 1980 and 2100
 */
export function readEpoch(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const time = [value, value * 1000].find(isPlausible);
  return time === undefined ? undefined : written(time + TAIPEI);
}

/**
 * Reads an ISO 8601 date or time, `2015-08-06T01:02:03.123456Z` and its like.
 * @param clock whose clock a time with T and without a zone is of; with a blank it is written as the metadata standard
 *   does, and is Taipei's
 * @returns a date as it is, a time on Taipei's clock; undefined for other texts, and days that do not exist
 */
export function readInstant(text: string, clock: Clock): string | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "00", zone] = match;
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T${hour ?? "00"}:${minute ?? "00"}:${second}Z`);
  // `Date` lets the 31st of a shorter month pass into the next one.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) return undefined;
  if (hour === undefined) return date;
  if (zone === undefined) return written(clock === "utc" && /t/i.test(text) ? time + TAIPEI : time);
  return written(time - zoneOf(zone) + TAIPEI);
}
