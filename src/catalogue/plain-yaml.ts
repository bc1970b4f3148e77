/*
 * Reads YAML written the plain way, as nearly every file of a catalogue is: block mappings and lists, each scalar on one
 * line, quoted without escapes or not at all, or its lines kept as they are behind `|`. That is some ten times as fast as
 * a whole parser. Whatever is doubtful is left to the parsers.
 */

type Value = string | Value[] | { [key: string]: Value };

/** Control and invisible characters, carriage returns, turns of direction, what is no character. */
const ODD =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/;
/** What a plain scalar can't begin with, or what an officer may have meant otherwise. */
const INDICATORS = new Set(Array.from("-?:,[]{}#&*!|>'\"%@` \u00a0\u3000“”＂", (c) => c.charCodeAt(0)));
/** A list's item that begins like a field. */
const LIKE_A_FIELD = /^[A-Za-z_]\w*[ \u3000]*[:：﹕∶]/;
const MOST_NESTED = 8;
const LONGEST_KEY = 100;

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const DASH = 45;
const COLON = 58;
const BACKSLASH = 92;
const BAR = 124;

/** Latin and Chinese letters and the underscore, with which every plain key begins. */
const isKeyLetter = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  (code >= 0x4e00 && code <= 0x9fff);
/** What further stands in a key: digits and `().-`. */
const isKeySign = (code: number) =>
  (code >= 48 && code <= 57) || code === 40 || code === 41 || code === 45 || code === 46;

/**
 * Reads a text that is written the plain way; every scalar as the text that was written.
 * @returns undefined where only a parser may judge the text
 */
export function readPlain(text: string): Record<string, Value> | undefined {
  return ODD.test(text) || !text.isWellFormed() ? undefined : new Reader(text).document();
}

/** A reader of one text; each of its methods returns undefined for what is not plain. */
class Reader {
  readonly #text: string;
  /** Where the line's content begins and the line ends; its indent, -1 behind the last line. */
  #at = 0;
  #end = -1;
  #indent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Record<string, Value> | undefined {
    this.#nextLine();
    if (this.#isOver()) return undefined;
    const value = this.#mapping(0, 1);
    return this.#isOver() ? value : undefined;
  }

  #isOver(): boolean {
    return this.#indent === -1;
  }

  /** Goes to the next line that is neither empty nor a comment. */
  #nextLine(): void {
    const text = this.#text;
    for (;;) {
      const start = this.#end + 1;
      if (start >= text.length) {
        this.#indent = -1;
        return;
      }
      const end = text.indexOf("\n", start);
      this.#end = end < 0 ? text.length : end;
      const first = text.charCodeAt(start);
      if (first === NEWLINE || first === HASH) continue;
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      this.#at = at;
      this.#indent = at - start;
      return;
    }
  }

  #isItem(): boolean {
    return this.#text.charCodeAt(this.#at) === DASH && this.#text.charCodeAt(this.#at + 1) === SPACE;
  }

  /** Where the colon behind a key stands; -1 where the content begins with no key. */
  #colon(): number {
    const text = this.#text;
    let at = this.#at;
    if (!isKeyLetter(text.charCodeAt(at))) return -1;
    for (let code = text.charCodeAt(at); isKeyLetter(code) || isKeySign(code); code = text.charCodeAt(at))
      at++;
    if (text.charCodeAt(at) !== COLON || at - this.#at > LONGEST_KEY) return -1;
    return at + 1 === this.#end || text.charCodeAt(at + 1) === SPACE ? at : -1;
  }

  #mapping(indent: number, depth: number): Record<string, Value> | undefined {
    if (depth > MOST_NESTED) return undefined;
    const text = this.#text;
    const value: Record<string, Value> = {};
    while (this.#indent === indent) {
      const colon = this.#colon();
      if (colon < 0) return undefined;
      const key = text.slice(this.#at, colon);
      if (key === "__proto__" || Object.hasOwn(value, key)) return undefined;
      const part =
        colon + 1 === this.#end
          ? this.#below(indent, depth)
          : text.charCodeAt(colon + 2) === BAR
            ? this.#lines(colon + 2, indent)
            : this.#scalar(colon + 2);
      if (part === undefined || this.#indent > indent) return undefined;
      value[key] = part;
    }
    return value;
  }

  /** What stands below a key; a list may stand right below it. */
  #below(indent: number, depth: number): Value | undefined {
    this.#nextLine();
    const isItem = this.#isItem();
    if (this.#indent < indent || (this.#indent === indent && !isItem)) return undefined;
    return isItem ? this.#list(this.#indent, depth + 1) : this.#mapping(this.#indent, depth + 1);
  }

  #list(indent: number, depth: number): Value[] | undefined {
    const value: Value[] = [];
    while (this.#indent === indent && this.#isItem()) {
      const dash = this.#at;
      this.#at += 2;
      while (this.#text.charCodeAt(this.#at) === SPACE) this.#at++;
      let item: Value | undefined;
      if (this.#colon() >= 0) {
        this.#indent += this.#at - dash;
        item = this.#mapping(this.#indent, depth + 1);
      } else if (!LIKE_A_FIELD.test(this.#text.slice(this.#at, this.#end))) {
        item = this.#scalar(this.#at);
      }
      if (item === undefined || this.#indent > indent) return undefined;
      value.push(item);
    }
    return value;
  }

  /** A scalar that ends with its line. */
  #scalar(from: number): string | undefined {
    const text = this.#text;
    const end = this.#end;
    let start = from;
    while (text.charCodeAt(start) === SPACE) start++;
    if (start >= end || text.charCodeAt(end - 1) === SPACE) return undefined;
    const first = text.charCodeAt(start);
    const value =
      first === QUOTE || first === APOSTROPHE ? this.#quoted(start, first) : this.#unquoted(start, first);
    if (value === undefined) return undefined;
    this.#nextLine();
    return value;
  }

  /** Lines behind `|` or `|-`, kept as they are but for their indent. */
  #lines(start: number, parent: number): string | undefined {
    const text = this.#text;
    const strip = text.charCodeAt(start + 1) === DASH;
    if (start + (strip ? 2 : 1) !== this.#end || !text.endsWith("\n")) return undefined;
    const lines: string[] = [];
    let indent = 0;
    for (;;) {
      const from = this.#end + 1;
      const end = text.indexOf("\n", from);
      if (end < 0) break;
      let at = from;
      while (text.charCodeAt(at) === SPACE) at++;
      // Only the first line tells the indent, and blanks alone are no line that anybody sees.
      if (at === end ? at > from || indent === 0 : at - from <= parent && indent === 0) return undefined;
      if (indent === 0) indent = at - from;
      if (at < end && at - from < indent) break;
      lines.push(at === end ? "" : text.slice(from + indent, end));
      this.#end = end;
    }
    if (indent === 0) return undefined;
    while (lines.at(-1) === "") lines.pop();
    this.#nextLine();
    return lines.join("\n") + (strip ? "" : "\n");
  }

  #quoted(start: number, mark: number): string | undefined {
    const text = this.#text;
    const end = this.#end - 1;
    if (end <= start || text.charCodeAt(end) !== mark) return undefined;
    for (let at = start + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === mark || code === BACKSLASH) return undefined;
    }
    return text.slice(start + 1, end);
  }

  #unquoted(start: number, first: number): string | undefined {
    const text = this.#text;
    const end = this.#end;
    if (INDICATORS.has(first)) return undefined;
    let before = first;
    for (let at = start + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      // A colon before a blank begins a value, a number sign behind one a comment.
      if ((code === SPACE && before === COLON) || (code === HASH && before === SPACE)) return undefined;
      before = code;
    }
    return before === COLON ? undefined : text.slice(start, end);
  }
}
