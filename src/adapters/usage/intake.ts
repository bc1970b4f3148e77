import { type Counter, REASONS, type Reason, type Verdict } from "./counter.ts";
import type { Ledger } from "./ledger.ts";
import type { PartLines } from "./part-lines.ts";
import { dayText, Recogniser } from "./recogniser.ts";

/** What became of the lines that were read. */
export interface IntakeReport {
  lines: number;
  views: number;
  downloads: number;
  /** Lines that were not counted, by reason. */
  left: Record<Reason, number>;
  /** Counted lines of logs that name no agent, so that robots can't be told. */
  agentless: number;
  /** The shape of the first line that could not be read, letters and digits masked. */
  example?: string;
}

/** Counts of one day, by place among the counters. */
export interface DayTally {
  counts: Map<number, number>;
}

/** Signs of an example that are shown. */
const EXAMPLE_LENGTH = 60;

/** A line's shape: enough to see which format it has, nothing of what it says. */
const masked = (line: string): string =>
  line
    .slice(0, EXAMPLE_LENGTH)
    .replace(/[0-9]/g, "9")
    .replace(/[A-Za-z]/g, "a")
    .replace(/[^\x20-\x7e]/g, "?");

/** Takes lines of any format, and counts the new ones. */
export class Intake {
  readonly counter: Counter;
  readonly report: IntakeReport = {
    lines: 0,
    views: 0,
    downloads: 0,
    left: Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<Reason, number>,
    agentless: 0,
  };
  /** Days of which lines were read, and what is counted on them. Keys are days since 1970 in Taipei. */
  days = new Map<number, DayTally>();
  /** Counters that hold something, over all days. */
  cells = 0;
  readonly #left = new Float64Array(REASONS.length);
  readonly #recogniser: Recogniser;
  readonly #closed: number;
  readonly #future: number;
  #last: DayTally = { counts: new Map() };
  #lastDay = -1;

  /**
   * @param now minutes since 1970 in Taipei; a line more than a day ahead has a wrong time
   */
  constructor(counter: Counter, ledger: Ledger, now: number) {
    this.counter = counter;
    this.#closed = ledger.closed === undefined ? -1 : (Date.parse(ledger.closed) / 86_400_000) * 1440;
    this.#future = now + 1440;
    this.#recogniser = new Recogniser(ledger, {
      count: (verdict, day) => this.#count(verdict, day),
      known: (lines) => this.leave("known", lines),
    });
  }

  leave(reason: Reason, lines = 1): void {
    this.#left[REASONS.indexOf(reason)]! += lines;
  }

  /** A line that could not be read. */
  unread(line: string): void {
    this.leave("format");
    this.report.example ??= masked(line);
  }

  /** Whether a time can be counted; says why not. */
  isInTime(minute: number): boolean {
    if (minute >= this.#closed && minute <= this.#future) return true;
    this.leave(minute < this.#closed ? "closed" : "future");
    return false;
  }

  /** A line of a log in the order of time. */
  line(minute: number, a: number, b: number, verdict: Verdict): void {
    if (verdict < 0) this.#left[-1 - verdict]! += 1;
    this.#day(Math.floor(minute / 1440));
    this.#recogniser.line(minute, a, b, verdict);
  }

  /** The log ends. */
  end(): void {
    this.#recogniser.end();
  }

  /** A log that never grows nor is cut. */
  whole(lines: PartLines): void {
    if (lines.length === 0) return;
    for (let index = 0; index < lines.length; index++) {
      const verdict = lines.verdicts[index]!;
      if (verdict < 0) this.#left[-1 - verdict]! += 1;
      this.#day(lines.days[index]!);
    }
    this.#recogniser.whole(lines, lines.days[0]!);
    lines.clear();
  }

  #day(day: number): DayTally {
    if (day === this.#lastDay) return this.#last;
    let tally = this.days.get(day);
    if (!tally) {
      tally = { counts: new Map() };
      this.days.set(day, tally);
    }
    this.#last = tally;
    this.#lastDay = day;
    return tally;
  }

  #count(verdict: Verdict, day: number): void {
    const { counts } = this.#day(day);
    const before = counts.get(verdict);
    if (before === undefined) this.cells += 1;
    counts.set(verdict, (before ?? 0) + 1);
    if (verdict < this.counter.paths.identifiers.length) this.report.views += 1;
    else this.report.downloads += 1;
  }

  /** What was counted since the last time, by day as YYYY-MM-DD; the counters start anew. */
  take(): Map<string, ReadonlyMap<number, number>> {
    const taken = new Map([...this.days].map(([day, { counts }]) => [dayText(day), counts]));
    this.days = new Map();
    this.cells = 0;
    this.#lastDay = -1;
    return taken;
  }

  /** The report with its reasons. */
  finish(): IntakeReport {
    for (const [place, reason] of REASONS.entries()) this.report.left[reason] = this.#left[place]!;
    return this.report;
  }
}
