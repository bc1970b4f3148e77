import { reasonCode } from "./counter.ts";
import { digest } from "./digest.ts";
import type { Intake } from "./intake.ts";
import { taipeiMinute } from "./log-time.ts";

/** A CSV that is no export of GoatCounter; the message is for people, in Chinese. */
export class ExportError extends Error {}

/** What the site's script reports a download as. */
const DOWNLOAD = /^\/?download\/([A-Za-z0-9_-]{21})$/;
const PATH = reasonCode("path");
const ROBOT = reasonCode("robot");

const NEEDED = ["Path", "Event", "Bot", "Date"];
/** Columns that are not of the visit itself: titles change, sessions stand for a visitor. */
const APART = new Set(["Title", "Session", "UserAgent"]);

/** RFC 3339, as exports write it: in UTC or with an offset. */
const DATE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):\d\d(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Reads exports of GoatCounter, rows of the CSV that it describes under Help, Export format. The first column's name
 * begins with the format's version; version 1 and 2 have what is needed.
 */
export class GoatCounterReader {
  readonly #intake: Intake;
  readonly #digest = { a: 0, b: 0 };
  #columns: ReadonlyMap<string, number> | undefined;
  #telling: readonly number[] = [];

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  /** Takes the next row, the header included; exports that were put together have several. */
  row(cells: readonly string[]): void {
    if (/^[1-9]\d?Path$/.test(cells[0] ?? "")) {
      this.#header(cells);
      return;
    }
    const columns = this.#columns;
    if (!columns) throw new ExportError("不是 GoatCounter 的匯出檔：第一行不是欄名，如 2Path,Title,Event");
    this.#intake.report.lines += 1;
    const cell = (name: string): string => cells[columns.get(name)!] ?? "";
    const minute = minuteOf(cell("Date"));
    if (minute === -1) {
      this.#intake.unread(cells.join(","));
      return;
    }
    if (!this.#intake.isInTime(minute)) return;
    const text = Buffer.from(JSON.stringify(this.#telling.map((column) => cells[column] ?? "")));
    digest(new DataView(text.buffer, text.byteOffset, text.length), 0, text.length, this.#digest);
    const verdict = this.#verdict(cell("Path"), cell("Event") === "true", cell("Bot"));
    this.#intake.line(minute, this.#digest.a, this.#digest.b, verdict);
  }

  #header(cells: readonly string[]): void {
    const version = Number.parseInt(cells[0]!, 10);
    if (version > 2) throw new ExportError(`GoatCounter 匯出檔的格式是第 ${version} 版，只認得第 1、2 版`);
    const names = ["Path", ...cells.slice(1)];
    const missing = NEEDED.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new ExportError(`GoatCounter 匯出檔缺少欄位 ${missing.join("、")}`);
    this.#columns = new Map(names.map((name, column) => [name, column]));
    this.#telling = names.flatMap((name, column) => (APART.has(name) ? [] : [column]));
    this.end();
  }

  #verdict(path: string, isEvent: boolean, bot: string): number {
    const { counter } = this.#intake;
    // A number above 0 is why GoatCounter takes the visit for a robot's.
    if (bot !== "0" && bot !== "") return ROBOT;
    const resource = isEvent ? DOWNLOAD.exec(path)?.[1] : undefined;
    if (resource !== undefined) return counter.download(resource);
    const identifier = isEvent ? undefined : counter.identifierIn(path);
    return identifier === undefined ? PATH : counter.view(identifier);
  }

  end(): void {
    this.#intake.end();
  }
}

function minuteOf(text: string): number {
  const [, year, month, day, hour, minute, sign = "+", hours = "0", minutes = "0"] = DATE.exec(text) ?? [];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return Math.abs(offset) > 14 * 60
    ? -1
    : taipeiMinute(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), offset);
}
