/*
 * Which parts of which logs were counted (usage/ledger.json), so that the same log counts once. A part is what one log
 * holds of one minute: how many lines, and the sum of the lines' digests. Neither addresses nor lines can be had back from
 * it: the digests leave the address out, and are kept as sums.
 */

/** One log's lines of a minute. */
export interface Part {
  lines: number;
  /** Sums of both halves of the lines' digests, as 32-bit integers. */
  a: number;
  b: number;
  /**
   * Sixteen bits of each line, in order: of small parts, and of those at the ends of a log, which another reading may
   * have cut elsewhere. Empty for others.
   */
  marks: Uint16Array;
}

/** Minutes of a day, and one more place for logs that are taken whole (CloudFront). */
export const WHOLE = 1440;

/** Days, from the newest on, of which parts are kept. Logs of older days are closed: they are counted no more. */
export const LEDGER_DAYS = 100;

/** Parts of a minute that are kept: one for each server, and some for each time that a growing log was read. */
const MOST_PARTS = 200;

/** Days kept ready; the others are packed. */
const READY_DAYS = 6;

const HEAD = 16;

const isDay = (text: string) => /^2\d{3}-\d\d-\d\d$/.test(text);

type Day = Map<number, Part[]>;

function pack(day: Day): Buffer {
  const chunks: Buffer[] = [];
  for (const minute of [...day.keys()].sort((x, y) => x - y)) {
    for (const { lines, a, b, marks } of day.get(minute)!) {
      const bytes = Buffer.alloc(HEAD + marks.length * 2);
      bytes.writeUInt16LE(minute, 0);
      bytes.writeUInt16LE(marks.length, 2);
      bytes.writeUInt32LE(lines, 4);
      bytes.writeInt32LE(a, 8);
      bytes.writeInt32LE(b, 12);
      for (let index = 0; index < marks.length; index++) bytes.writeUInt16LE(marks[index]!, HEAD + index * 2);
      chunks.push(bytes);
    }
  }
  return Buffer.concat(chunks);
}

/** @returns undefined where the bytes are no packed day */
function unpack(bytes: Buffer): Day | undefined {
  const day: Day = new Map();
  let at = 0;
  while (at < bytes.length) {
    if (at + HEAD > bytes.length) return undefined;
    const minute = bytes.readUInt16LE(at);
    const count = bytes.readUInt16LE(at + 2);
    const lines = bytes.readUInt32LE(at + 4);
    const end = at + HEAD + count * 2;
    if (minute > WHOLE || lines === 0 || (count !== 0 && count !== lines) || end > bytes.length)
      return undefined;
    const marks = new Uint16Array(count);
    for (let index = 0; index < count; index++) marks[index] = bytes.readUInt16LE(at + HEAD + index * 2);
    const part = { lines, a: bytes.readInt32LE(at + 8), b: bytes.readInt32LE(at + 12), marks };
    const known = day.get(minute);
    if (known) known.push(part);
    else day.set(minute, [part]);
    at = end;
  }
  return day;
}

/** The parts that were counted, by day in Taipei and minute. */
export class Ledger {
  readonly #ready = new Map<string, Day>();
  readonly #packed = new Map<string, Buffer>();
  /** Days before this one are counted no more; undefined while nothing was counted. */
  closed: string | undefined;

  /** Parts of a minute, most lines first. */
  parts(day: string, minute: number): readonly Part[] {
    return this.#day(day).get(minute) ?? [];
  }

  add(day: string, minute: number, part: Part): void {
    const minutes = this.#day(day);
    const parts = minutes.get(minute);
    if (!parts) minutes.set(minute, [part]);
    else if (parts.length < MOST_PARTS || minute === WHOLE) {
      const place = parts.findIndex(({ lines }) => lines < part.lines);
      parts.splice(place === -1 ? parts.length : place, 0, part);
    }
  }

  #day(day: string): Day {
    const ready = this.#ready.get(day);
    if (ready) return ready;
    const packed = this.#packed.get(day);
    const fresh: Day = (packed && unpack(packed)) ?? new Map();
    if (this.#ready.size >= READY_DAYS) this.#put(this.#ready.keys().next().value as string);
    this.#ready.set(day, fresh);
    return fresh;
  }

  #put(day: string): void {
    this.#packed.set(day, pack(this.#ready.get(day)!));
    this.#ready.delete(day);
  }

  /**
   * The ledger as a file; days of which nothing is kept any longer are closed.
   * @param newest the newest day that was counted, YYYY-MM-DD
   */
  write(newest: string): string {
    for (const day of [...this.#ready.keys()]) this.#put(day);
    const first = new Date(Date.parse(newest) - (LEDGER_DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
    if (this.closed === undefined || first > this.closed) this.closed = first;
    const days: Record<string, string> = {};
    for (const day of [...this.#packed.keys()].sort()) {
      const bytes = this.#packed.get(day)!;
      if (day >= this.closed && bytes.length > 0) days[day] = bytes.toString("base64");
    }
    return `${JSON.stringify({ version: 1, closed: this.closed, days }, null, 0)}\n`;
  }

  /**
   * Reads usage/ledger.json. A ledger that is wrong is not taken in part: counts would come twice.
   * @throws Error that says what is wrong, in Chinese
   */
  static read(text: string): Ledger {
    const ledger = new Ledger();
    const wrong = (what: string) => new Error(`usage/ledger.json ${what}，無法得知哪些紀錄已經計算過`);
    let value: { version?: unknown; closed?: unknown; days?: unknown };
    try {
      value = JSON.parse(text) as typeof value;
    } catch {
      throw wrong("不是 JSON");
    }
    if (typeof value !== "object" || value === null || value.version !== 1) throw wrong("不是第 1 版的格式");
    if (typeof value.closed !== "string" || !isDay(value.closed)) throw wrong("的 closed 不是日期");
    if (typeof value.days !== "object" || value.days === null) throw wrong("沒有 days");
    ledger.closed = value.closed;
    for (const [day, packed] of Object.entries(value.days)) {
      const bytes = typeof packed === "string" && isDay(day) ? Buffer.from(packed, "base64") : undefined;
      if (!bytes || !unpack(bytes)) throw wrong(`的「${day.slice(0, 20)}」無法讀取`);
      ledger.#packed.set(day, bytes);
    }
    return ledger;
  }
}
