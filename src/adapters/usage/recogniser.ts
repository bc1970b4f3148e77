import { type Ledger, type Part, WHOLE } from "./ledger.ts";
import { PartLines } from "./part-lines.ts";

/*
 * Tells lines that were counted from new ones. A log is cut by the clock, into minutes, so that it is cut in the same places
 * wherever its files begin and end: a log that was rotated, grew, was compressed or put together with another gives the same
 * parts but for the minutes in which a file begins or ends. Those are compared line by line:
 *
 * - a part that is known, with all its lines (a repeated log): known;
 * - known parts within a larger one (a log that grew, pieces that were put together): known, the rest is new;
 * - at an end of the log, lines within a known part or overlapping one (a piece of what was read): known where the marks
 *   of the lines say so; where the part was too large for marks, where the minute beside it in this log is known too.
 *
 * Another server's log of the same minute has another sum, so it counts. What can't be told: a piece that begins and ends
 * within two busy minutes of a known log counts again, since a line that another server wrote, or that was written late,
 * looks the same.
 */

/** Minutes by which lines of a log may be out of order; more than that is where another log begins. */
const DISORDER = 2;

interface Open {
  minute: number;
  lines: PartLines;
  isHead: boolean;
}

/** What is done with lines once it is clear whether they are new. */
export interface Sink {
  /** @param day days since 1970 in Taipei */
  count: (verdict: number, day: number) => void;
  /** Lines that would count, had they not been counted before. */
  known: (lines: number) => void;
}

export const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export class Recogniser {
  readonly #ledger: Ledger;
  readonly #sink: Sink;
  readonly #open = new Map<number, Open>();
  readonly #spare: PartLines[] = [];
  #current: Open | undefined;
  #last = -1;
  #first = -1;
  /** The part at the log's beginning waits for the next one, which tells whether the log is known. */
  #head: Open | undefined;
  /** Whether the last part within the log was known; undefined before there is one. */
  #within: boolean | undefined;

  constructor(ledger: Ledger, sink: Sink) {
    this.#ledger = ledger;
    this.#sink = sink;
  }

  /**
   * Takes the next line of a log that is written in the order of time.
   * @param minute minutes since 1970 in Taipei
   */
  line(minute: number, a: number, b: number, verdict: number): void {
    if (this.#current?.minute !== minute) this.#turn(minute);
    const current = this.#current!;
    if (current.lines.isFull) {
      this.#settle(current, false, undefined);
      current.lines.clear();
      current.isHead = false;
    }
    current.lines.push(a, b, verdict, Math.floor(minute / 1440));
  }

  #turn(minute: number): void {
    if (this.#last !== -1 && minute < this.#last - DISORDER) this.end();
    if (this.#last === -1) this.#first = minute;
    if (minute > this.#last) {
      this.#last = minute;
      for (const open of [...this.#open.values()]) {
        if (open.minute < minute - DISORDER) this.#close(open);
      }
    }
    let open = this.#open.get(minute);
    if (!open) {
      open = { minute, lines: this.#spare.pop() ?? new PartLines(), isHead: minute === this.#first };
      this.#open.set(minute, open);
    }
    this.#current = open;
  }

  #close(open: Open): void {
    this.#open.delete(open.minute);
    if (open.isHead) {
      this.#head = open;
      return;
    }
    this.#within = this.#settle(open, false, undefined);
    this.#release(open);
    this.#closeHead();
  }

  #closeHead(): void {
    if (!this.#head) return;
    this.#settle(this.#head, true, this.#within);
    this.#release(this.#head);
    this.#head = undefined;
  }

  #release(open: Open): void {
    open.lines.clear();
    this.#spare.push(open.lines);
  }

  /** The log ends here. */
  end(): void {
    for (const open of [...this.#open.values()].sort((x, y) => x.minute - y.minute)) {
      if (open.minute < this.#last) this.#close(open);
    }
    const tail = this.#open.get(this.#last);
    if (tail) {
      this.#closeHead();
      this.#settle(tail, true, this.#within);
      this.#release(tail);
    }
    this.#open.clear();
    this.#closeHead();
    this.#current = undefined;
    this.#last = -1;
    this.#within = undefined;
  }

  /**
   * Takes a log that is never cut nor grows, whatever the order of its lines.
   * @param day on which it counts as read: that of its first line
   */
  whole(lines: PartLines, day: number): void {
    this.#decide(lines, dayText(day), WHOLE, false, undefined);
  }

  #settle({ minute, lines }: Open, isEnd: boolean, isBesideKnown: boolean | undefined): boolean {
    const day = Math.floor(minute / 1440);
    return this.#decide(lines, dayText(day), minute - day * 1440, isEnd, isBesideKnown);
  }

  /** @returns whether all lines were known */
  #decide(
    lines: PartLines,
    day: string,
    minute: number,
    isEnd: boolean,
    isBesideKnown: boolean | undefined,
  ): boolean {
    const parts = this.#ledger.parts(day, minute);
    if (parts.length > 0 && isKnown(lines, parts, isEnd, isBesideKnown)) {
      this.#tell(lines, undefined);
      return true;
    }
    const isCut = parts.length > 0 && minute !== WHOLE;
    const known = isCut ? knownLines(lines, parts, isEnd) : undefined;
    this.#ledger.add(day, minute, lines.toPart(isEnd));
    return this.#tell(lines, known ?? new Uint8Array(lines.length));
  }

  /** @param known which lines are known; undefined where all are */
  #tell(lines: PartLines, known: Uint8Array | undefined): boolean {
    let repeated = 0;
    let fresh = 0;
    for (let index = 0; index < lines.length; index++) {
      const isKnown = known === undefined || known[index] === 1;
      if (!isKnown) fresh += 1;
      const verdict = lines.verdicts[index]!;
      if (verdict < 0) continue;
      if (isKnown) repeated += 1;
      else this.#sink.count(verdict, lines.days[index]!);
    }
    if (repeated > 0) this.#sink.known(repeated);
    return fresh === 0;
  }
}

function isKnown(
  lines: PartLines,
  parts: readonly Part[],
  isEnd: boolean,
  isBesideKnown: boolean | undefined,
): boolean {
  for (const part of parts) {
    if (part.lines < lines.length) return false;
    if (part.lines === lines.length) {
      if (lines.find(part) === 0) return true;
      continue;
    }
    if (!isEnd) continue;
    if (part.marks.length > 0 ? lines.isWithin(part) : isBesideKnown === true) return true;
  }
  return false;
}

/** Which lines are known, one byte a line. */
function knownLines(lines: PartLines, parts: readonly Part[], isEnd: boolean): Uint8Array {
  const known = new Uint8Array(lines.length);
  for (const part of parts) {
    const from = lines.find(part);
    if (from !== undefined) known.fill(1, from, from + part.lines);
    else if (isEnd && part.marks.length > 0) {
      known.fill(1, 0, lines.startsLate(part));
      const early = lines.endsEarly(part);
      known.fill(1, lines.length - early);
    }
  }
  return known;
}
