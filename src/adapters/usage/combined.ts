import type { Request } from "./counter.ts";
import { type Digest, digest } from "./digest.ts";
import { LogClock, TIME_LENGTH } from "./log-time.ts";

/** A line of an access log that could be read. */
export interface LogLine extends Request {
  /** Minutes since 1970 in Taipei. */
  minute: number;
  /** Name of the virtual host, in lower case and without a port, where the line begins with one. */
  host: string | undefined;
  digest: Digest;
}

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const BRACKET = 91;
const CARRIAGE_RETURN = 13;
/** Signs before the time: a host's name, an address, names of users. */
const LONGEST_HEAD = 2048;

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57;

/** Where a quoted text ends: the next quote that no backslash stands before (Apache's escape); -1 where it doesn't. */
function quoteEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at;
  }
  return -1;
}

/**
 * Reads lines of access logs in the common and the combined format, with or without the virtual host in front and with
 * fields of one's own behind (Apache mod_log_config, nginx ngx_http_log_module). One object is used for all lines.
 */
export class CombinedParser {
  readonly #clock = new LogClock();
  readonly #line: LogLine = {
    minute: 0,
    host: undefined,
    method: "",
    status: 0,
    target: "",
    agent: undefined,
    digest: { a: 0, b: 0 },
  };
  /** Whether a target is worth reading as text. */
  readonly #isWanted: (bytes: Uint8Array, start: number, end: number) => boolean;

  /** @param isWanted whether a path may be counted; the others are not made into strings */
  constructor(isWanted: (bytes: Uint8Array, start: number, end: number) => boolean) {
    this.#isWanted = isWanted;
  }

  /**
   * @param view over the same bytes
   * @returns undefined where the line is none of these formats; the object is good until the next call
   */
  read(bytes: Buffer, view: DataView, start: number, lineEnd: number): LogLine | undefined {
    const end = lineEnd > start && bytes[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
    const line = this.#line;
    const time = timeStart(bytes, start, end);
    if (time === -1) return undefined;
    const minute = this.#clock.read(bytes, time);
    let at = time + TIME_LENGTH;
    // The time's bracket, a blank and the quote of the request.
    if (minute === -1 || bytes[at] !== 93 || bytes[at + 1] !== SPACE || bytes[at + 2] !== QUOTE)
      return undefined;
    const request = at + 3;
    const requestEnd = quoteEnd(bytes, request, end);
    if (requestEnd === -1) return undefined;
    at = requestEnd + 2;
    if (
      bytes[at - 1] !== SPACE ||
      !isDigit(bytes[at]) ||
      !isDigit(bytes[at + 1]) ||
      !isDigit(bytes[at + 2])
    ) {
      return undefined;
    }
    line.status = (bytes[at]! - 48) * 100 + (bytes[at + 1]! - 48) * 10 + bytes[at + 2]! - 48;
    if (bytes[at + 3] !== SPACE) return undefined;
    at += 4;
    while (at < end && bytes[at] !== SPACE) at++;
    line.agent = undefined;
    let last = at;
    if (bytes[at + 1] === QUOTE && at + 1 < end) {
      const referrerEnd = quoteEnd(bytes, at + 2, end);
      const agent = referrerEnd + 3;
      if (referrerEnd === -1 || bytes[agent - 2] !== SPACE || bytes[agent - 1] !== QUOTE) return undefined;
      last = quoteEnd(bytes, agent, end);
      if (last === -1) return undefined;
      at = agent;
    } else at = -1;
    line.minute = minute;
    readRequest(line, bytes, request, requestEnd, this.#isWanted);
    if (at !== -1) line.agent = line.target === "" ? "" : bytes.toString("latin1", at, last);
    line.host = hostBefore(bytes, start, time - 1);
    digest(view, time, last, line.digest);
    return line;
  }
}

/** Where the first bracket stands that a day follows. */
function timeStart(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end - TIME_LENGTH, start + LONGEST_HEAD);
  for (let at = start; at < last; at++) {
    if (bytes[at] === BRACKET && isDigit(bytes[at + 1]) && bytes[at + 3] === 47) return at + 1;
  }
  return -1;
}

/** Method and target of `GET /path HTTP/1.1`; a target that is not wanted stays empty. */
function readRequest(
  line: LogLine,
  bytes: Buffer,
  start: number,
  end: number,
  isWanted: (bytes: Uint8Array, start: number, end: number) => boolean,
): void {
  line.target = "";
  const isGet =
    bytes[start] === 71 && bytes[start + 1] === 69 && bytes[start + 2] === 84 && bytes[start + 3] === SPACE;
  line.method = isGet ? "GET" : "other";
  if (!isGet) return;
  const from = start + 4;
  if (!isWanted(bytes, from, end)) return;
  let to = from;
  while (to < end && bytes[to] !== SPACE) to++;
  line.target = bytes.toString("latin1", from, to);
}

/**
 * The virtual host of `host:port address ident user [`: there are four words instead of three. Users' names may hold blanks,
 * so a first word counts only where it ends with a port, as vhost_combined writes it.
 */
function hostBefore(bytes: Buffer, start: number, end: number): string | undefined {
  let space = start;
  while (space < end && bytes[space] !== SPACE) space++;
  let colon = space - 1;
  while (colon > start && isDigit(bytes[colon])) colon--;
  // An IPv6 address has several colons, a name with its port one.
  if (colon === space - 1 || bytes[colon] !== 58) return undefined;
  let isAddress = true;
  for (let at = start; at < colon; at++) {
    if (bytes[at] === 58) return undefined;
    if (!isDigit(bytes[at]) && bytes[at] !== 46) isAddress = false;
  }
  // Some proxies write an address of IPv4 with its port.
  return isAddress ? undefined : bytes.toString("latin1", start, colon).toLowerCase();
}
