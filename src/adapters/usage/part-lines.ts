import type { Part } from "./ledger.ts";

/** Lines of a part that are held at most; a minute with more is several parts. */
const MOST_LINES = 65_535;
/** Lines of a part whose marks are kept in any case. */
const SMALL = 32;
/** Lines of a part at an end of a log whose marks are kept. */
const MARKED_END = 4096;

const NO_MARKS = new Uint16Array();

function grown<T extends Int32Array>(values: T): T {
  const larger = new Int32Array(values.length * 2) as T;
  larger.set(values);
  return larger;
}

/** Lines of one log in one minute, in their order, while it is being read. */
export class PartLines {
  length = 0;
  /** Sums of the digests before each line, and behind the last. */
  #a: Int32Array = new Int32Array(65);
  #b: Int32Array = new Int32Array(65);
  /** What each line counts as, and on which day; below zero where it counts as nothing. */
  verdicts: Int32Array = new Int32Array(64);
  days: Int32Array = new Int32Array(64);

  get isFull(): boolean {
    return this.length >= MOST_LINES;
  }

  clear(): void {
    this.length = 0;
  }

  push(a: number, b: number, verdict: number, day: number): void {
    const at = this.length;
    if (at === this.verdicts.length) {
      // One place more than lines, doubled: still enough.
      this.#a = grown(this.#a);
      this.#b = grown(this.#b);
      this.verdicts = grown(this.verdicts);
      this.days = grown(this.days);
    }
    this.#a[at + 1] = (this.#a[at]! + a) | 0;
    this.#b[at + 1] = (this.#b[at]! + b) | 0;
    this.verdicts[at] = verdict;
    this.days[at] = day;
    this.length = at + 1;
  }

  #markAt(index: number): number {
    return ((this.#a[index + 1]! - this.#a[index]!) >>> 16) & 0xffff;
  }

  /** @param isEnd whether the log began or ended in this minute */
  toPart(isEnd: boolean): Part {
    const { length } = this;
    const isMarked = length <= SMALL || (isEnd && length <= MARKED_END);
    const marks = isMarked ? Uint16Array.from({ length }, (_, index) => this.#markAt(index)) : NO_MARKS;
    return { lines: length, a: this.#a[length]!, b: this.#b[length]!, marks };
  }

  /** Where a part's lines stand among these, undefined where they don't. */
  find({ lines, a, b }: Part): number | undefined {
    for (let from = 0; from + lines <= this.length; from++) {
      const to = from + lines;
      if (((this.#a[to]! - this.#a[from]!) | 0) === a && ((this.#b[to]! - this.#b[from]!) | 0) === b)
        return from;
    }
    return undefined;
  }

  /** Whether these lines stand together in a part whose marks are known. */
  isWithin({ marks }: Part): boolean {
    for (let from = 0; from + this.length <= marks.length; from++) {
      let same = 0;
      while (same < this.length && marks[from + same] === this.#markAt(same)) same++;
      if (same === this.length) return true;
    }
    return false;
  }

  /** How many of the first lines are the last ones of a part, by its marks. */
  startsLate({ marks }: Part): number {
    for (let count = Math.min(this.length, marks.length); count > 0; count--) {
      let same = 0;
      while (same < count && marks[marks.length - count + same] === this.#markAt(same)) same++;
      if (same === count) return count;
    }
    return 0;
  }

  /** How many of the last lines are the first ones of a part, by its marks. */
  endsEarly({ marks }: Part): number {
    for (let count = Math.min(this.length, marks.length); count > 0; count--) {
      let same = 0;
      while (same < count && marks[same] === this.#markAt(this.length - count + same)) same++;
      if (same === count) return count;
    }
    return 0;
  }
}
