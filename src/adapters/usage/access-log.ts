import { CombinedParser } from "./combined.ts";
import { reasonCode } from "./counter.ts";
import type { Intake } from "./intake.ts";
import type { LineReader } from "./lines.ts";

const OTHER_HOST = reasonCode("host");

/** Reads access logs in the common and combined formats (`CombinedParser`). */
export class AccessLogReader implements LineReader {
  readonly #intake: Intake;
  readonly #parser: CombinedParser;

  constructor(intake: Intake) {
    this.#intake = intake;
    const { pages, hit, files } = intake.counter.paths;
    const prefixes = [pages, hit].flatMap((path) =>
      path === undefined ? [] : [Buffer.from(path, "latin1")],
    );
    this.#parser = new CombinedParser(
      files.size > 0
        ? () => true
        : (bytes, start) => prefixes.some((prefix) => beginsWith(bytes, start, prefix)),
    );
  }

  line(bytes: Buffer, view: DataView, start: number, end: number): void {
    const intake = this.#intake;
    intake.report.lines += 1;
    const line = this.#parser.read(bytes, view, start, end);
    if (!line) {
      intake.unread(bytes.toString("latin1", start, Math.min(end, start + 200)));
      return;
    }
    if (!intake.isInTime(line.minute)) return;
    const { counter } = intake;
    const isOther = line.host !== undefined && line.host !== counter.paths.host;
    const verdict = isOther ? OTHER_HOST : counter.request(line);
    if (verdict >= 0 && line.agent === undefined) intake.report.agentless += 1;
    intake.line(line.minute, line.digest.a, line.digest.b, verdict);
  }

  long(): void {
    this.#intake.report.lines += 1;
    this.#intake.leave("long");
  }

  end(): void {
    this.#intake.end();
  }
}

function beginsWith(bytes: Uint8Array, start: number, prefix: Uint8Array): boolean {
  for (let at = 0; at < prefix.length; at++) if (bytes[start + at] !== prefix[at]) return false;
  return true;
}
