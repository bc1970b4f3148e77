/** Times of logs as minutes since 1970 in Taipei (UTC+8, no summer time). */

const TAIPEI_MINUTES = 8 * 60;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
/** `dd/Mon/yyyy:HH:MM`, then `:SS +zzzz`. */
const MINUTE_LENGTH = 17;
export const TIME_LENGTH = 26;

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (month: number, year: number) =>
  month === 1
    ? isLeap(year)
      ? 29
      : 28
    : month === 3 || month === 5 || month === 8 || month === 10
      ? 30
      : 31;

/**
 * Minutes in Taipei of a date and time with its offset from UTC, or -1 where there is no such time.
 * @param month 0 to 11
 * @param offset minutes east of Greenwich
 */
export function taipeiMinute(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  offset: number,
): number {
  const isReal =
    year >= 2000 && year <= 9999 && month >= 0 && month < 12 && day >= 1 && day <= daysIn(month, year);
  if (!isReal || !(hour >= 0 && hour < 24) || !(minute >= 0 && minute < 60)) return -1;
  return Date.UTC(year, month, day, hour, minute) / 60_000 - offset + TAIPEI_MINUTES;
}

const digit = (byte: number): number => (byte >= 48 && byte <= 57 ? byte - 48 : Number.NaN);

/** Reads the times of access logs, such as `10/Oct/2000:13:55:36 -0700` (Apache mod_log_config, %t). */
export class LogClock {
  readonly #known = new Uint8Array(TIME_LENGTH);
  #minute = -1;

  /** @returns minutes since 1970 in Taipei, -1 where no such time stands at `start` */
  read(bytes: Uint8Array, start: number): number {
    const known = this.#known;
    if (this.#minute !== -1) {
      // Lines of one minute stand together.
      let at = 0;
      while (at < MINUTE_LENGTH && bytes[start + at] === known[at]) at++;
      if (at === MINUTE_LENGTH) {
        at = 20;
        while (at < TIME_LENGTH && bytes[start + at] === known[at]) at++;
        if (at === TIME_LENGTH) return this.#minute;
      }
    }
    this.#minute = parse(bytes, start);
    if (this.#minute !== -1) known.set(bytes.subarray(start, start + TIME_LENGTH));
    return this.#minute;
  }
}

function parse(bytes: Uint8Array, start: number): number {
  if (start + TIME_LENGTH > bytes.length) return -1;
  const two = (at: number) => digit(bytes[start + at]!) * 10 + digit(bytes[start + at + 1]!);
  const is = (at: number, sign: number) => bytes[start + at] === sign;
  // The signs between: / / : : : and a blank.
  if (!(is(2, 47) && is(6, 47) && is(11, 58) && is(14, 58) && is(17, 58) && is(20, 32))) return -1;
  const name = String.fromCharCode(bytes[start + 3]!, bytes[start + 4]!, bytes[start + 5]!);
  const month = MONTHS.indexOf(name);
  const sign = is(21, 43) ? 1 : is(21, 45) ? -1 : Number.NaN;
  const offset = sign * (two(22) * 60 + two(24));
  if (month % 3 !== 0 || !(Math.abs(offset) <= 14 * 60)) return -1;
  return taipeiMinute(two(7) * 100 + two(9), month / 3, two(0), two(12), two(15), offset);
}
