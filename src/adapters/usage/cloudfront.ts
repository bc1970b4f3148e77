import { digest } from "./digest.ts";
import type { Intake } from "./intake.ts";
import type { LineReader } from "./lines.ts";
import { taipeiMinute } from "./log-time.ts";
import { PartLines } from "./part-lines.ts";

/** A log in the W3C extended format without what counting needs; the message is for people, in Chinese. */
export class FieldsError extends Error {}

const NEEDED = ["date", "time", "cs-method", "cs-uri-stem", "sc-status"];
/** Columns that tell rows apart; those with addresses and cookies are left out. */
const TELLING = [
  "date",
  "time",
  "x-edge-request-id",
  "cs-method",
  "cs-uri-stem",
  "cs-uri-query",
  "sc-status",
];

/** Undoes the percent-encoding of a field, which older logs apply twice to blanks. */
const decoded = (text: string): string =>
  text.replaceAll("%2520", "%20").replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => {
    return String.fromCharCode(Number.parseInt(digits, 16));
  });

/**
 * Reads CloudFront's standard logs: fields as `#Fields` names them, separated by tabs, times in UTC (CloudFront Developer
 * Guide, Standard logging reference). A file is complete when it is delivered, and its rows stand in no order, so it is taken
 * as a whole; in files that were put together each begins with its own header.
 */
export class CloudFrontReader implements LineReader {
  readonly #intake: Intake;
  readonly #rows = new PartLines();
  readonly #digest = { a: 0, b: 0 };
  #columns: ReadonlyMap<string, number> | undefined;

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  line(bytes: Buffer, _view: DataView, start: number, lineEnd: number): void {
    const end = bytes[lineEnd - 1] === 13 && lineEnd > start ? lineEnd - 1 : lineEnd;
    if (end === start) return;
    const text = bytes.toString("latin1", start, end);
    if (text.startsWith("#")) {
      this.#directive(text);
      return;
    }
    this.#intake.report.lines += 1;
    this.#row(text);
  }

  #directive(text: string): void {
    this.end();
    if (!text.startsWith("#Fields:")) return;
    const names = text.slice(8).trim().split(/\s+/);
    const missing = NEEDED.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new FieldsError(`CloudFront 紀錄的 #Fields 缺少 ${missing.join("、")}`);
    this.#columns = new Map(names.map((name, column) => [name, column]));
  }

  #row(text: string): void {
    const columns = this.#columns;
    if (!columns) throw new FieldsError("CloudFront 紀錄沒有 #Fields 這一行，請以 W3C 格式輸出");
    const cells = text.split("\t", 200);
    const cell = (name: string): string => cells[columns.get(name) ?? -1] ?? "-";
    const minute = minuteOf(cell("date"), cell("time"));
    const status = cell("sc-status");
    if (minute === -1 || !/^\d{3}$/.test(status)) {
      this.#intake.unread(text);
      return;
    }
    if (!this.#intake.isInTime(minute)) return;
    const query = cell("cs-uri-query");
    const target = cell("cs-uri-stem") + (query === "-" ? "" : `?${query}`);
    const { counter } = this.#intake;
    const verdict = counter.request({
      method: cell("cs-method"),
      status: Number(status),
      target,
      agent: columns.has("cs(User-Agent)") ? decoded(cell("cs(User-Agent)")) : undefined,
      fromStart: cell("sc-range-start") === "0",
    });
    if (verdict >= 0 && !columns.has("cs(User-Agent)")) this.#intake.report.agentless += 1;
    const telling = Buffer.from(TELLING.map(cell).join("\t"), "latin1");
    digest(new DataView(telling.buffer, telling.byteOffset, telling.length), 0, telling.length, this.#digest);
    if (this.#rows.isFull) this.#intake.whole(this.#rows);
    this.#rows.push(this.#digest.a, this.#digest.b, verdict, Math.floor(minute / 1440));
  }

  long(): void {
    this.#intake.report.lines += 1;
    this.#intake.leave("long");
  }

  end(): void {
    this.#intake.whole(this.#rows);
  }
}

function minuteOf(date: string, time: string): number {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  const [, hour, minute] = /^(\d\d):(\d\d):\d\d$/.exec(time) ?? [];
  return taipeiMinute(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), 0);
}
