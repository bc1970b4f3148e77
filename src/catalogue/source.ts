import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, Parser, parseDocument } from "yaml";
import { type Diagnostic, diagnostic, type Fix, type Place } from "./diagnostics.ts";
import { readPlain } from "./plain-yaml.ts";

/** Bytes that one metadata file may have; the longest real one (494 distributions) has about 120 kB. */
export const MAX_BYTES = 512 * 1024;
const MAX_DEPTH = 12;

const LINE_ONE: Place = { line: 1, column: 1 };
/** One for all files: to make a decoder takes longer than to decode most of them. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads bytes as UTF-8 text.
 * @returns the text, or the diagnostic that says why the bytes are none; Big5 and UTF-16 files come with the mend
 */
export function decode(file: string, bytes: Uint8Array): { text: string } | { problem: Diagnostic } {
  if (bytes.length > MAX_BYTES) {
    const args = { bytes: bytes.length, limit: MAX_BYTES };
    return { problem: diagnostic("file/too-large", file, LINE_ONE, args) };
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) {
    const text = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
    return { problem: diagnostic("encoding/utf16", file, LINE_ONE, {}, wholeFile(text)) };
  }
  try {
    return { text: UTF8.decode(bytes) };
  } catch {
    return { problem: notUtf8(file, bytes) };
  }
}

function notUtf8(file: string, bytes: Uint8Array): Diagnostic {
  // A byte that UTF-8 refuses becomes U+FFFD: what stands before it tells the line.
  const before = new TextDecoder("utf-8").decode(bytes).split("�", 1)[0]!;
  const line = before.split("\n").length;
  try {
    const text = new TextDecoder("big5", { fatal: true }).decode(bytes);
    // Chance bytes decode to private-use or control characters, or to no Chinese at all.
    if (!/\p{Script=Han}/u.test(text) || /[\uE000-\uF8FF\x80-\x9f]/.test(text))
      throw new TypeError("not Big5");
    return diagnostic("encoding/big5", file, { line, column: 1 }, {}, wholeFile(text));
  } catch {
    const offset = new TextEncoder().encode(before).length;
    return diagnostic("encoding/invalid", file, { line, column: 1 }, { offset });
  }
}

const wholeFile = (text: string): Fix => ({
  startLine: 1,
  endLine: Number.MAX_SAFE_INTEGER,
  text: text.replace(/^\uFEFF/, "").replace(/\r\n/g, "\n"),
});

/** Characters that nobody sees: control characters, line separators, soft hyphens, zero-width ones. */
const INVISIBLE = String.raw`\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff`;
/** Characters that turn the direction of the text around. */
const BIDI = String.raw`\u200e\u200f\u202a-\u202e\u2066-\u2069`;

/**
 * What sends a file to the exact parser: constructs that the catalogue refuses or that may be read otherwise than
 * the officer meant. Being wary costs time only.
 */
const SUSPICIOUS = new RegExp(
  [
    String.raw`\r(?!\n)`,
    // A list item indented below a text, which YAML would fold into that text.
    String.raw`\n( *)\S[^\n]*[^:\s|>]\r?\n\1 +- `,
    `[\\t${INVISIBLE}${BIDI}]`,
    // Documents, directives, merge markers; strange blanks as indent.
    String.raw`^(?:---|\.\.\.|%|[<=>|]{7})|^[ \u00a0]*[\u00a0\u3000]`,
    // Anchors, aliases, tags and full-width quotes where a value begins; explicit keys; comments behind a value.
    String.raw`(?:^|[:-] +|[[{,] *)[&*!“”＂]|^ *(?:- +)*\?(?: |$)|^[^#\n]*\S +#`,
  ].join("|"),
  "m",
);

/**
 * Reads YAML without places, every scalar as text (`NO`, `0123`, `1e3`, `12:30` stay what they are).
 * @returns undefined when only the exact parser may judge the text
 */
export function readFast(text: string): unknown {
  const plain = readPlain(text);
  if (plain) return plain;
  if (SUSPICIOUS.test(text)) return undefined;
  try {
    const value = load(text, { schema: FAILSAFE_SCHEMA, maxDepth: MAX_DEPTH });
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text that was read: its value and the place of each part. */
export interface Source {
  value: Record<string, unknown>;
  /** Place of a field's key, of its value, or of the nearest parent that exists. */
  locate: (path: readonly (string | number)[], part: "key" | "value") => Place;
  /** The mend that puts `replacement` where a one-line scalar stands, if that is what stands there. */
  replaceScalar: (path: readonly (string | number)[], replacement: string) => Fix | undefined;
  /** The mend that renames a key. */
  renameKey: (path: readonly (string | number)[], replacement: string) => Fix | undefined;
}

/**
 * Reads YAML with the exact parser, for the places of faults.
 * @param file path for the diagnostics
 * @param text the file's text
 * @param fields names of fields, to tell `title：` from a sentence with a full-width colon
 */
export function readExact(
  file: string,
  text: string,
  fields: ReadonlySet<string>,
): { source?: Source; problems: Diagnostic[] } {
  const cr = /\r(?!\n)/.exec(text);
  if (cr) {
    const mend = wholeFile(text.replace(/\r(?!\n)/g, "\n"));
    const at = placeAt(text.slice(0, cr.index).replace(/\r/g, "\n"), cr.index);
    return { problems: [diagnostic("yaml/control-character", file, at, { code: "U+000D" }, mend)] };
  }
  const problems = scanLines(file, text, fields);
  if (problems.some((p) => p.severity === "error")) return { problems };

  const counter = new LineCounter();
  const tooDeep = findDepth(text);
  if (tooDeep !== undefined) {
    return { problems: [diagnostic("yaml/depth", file, placeAt(text, tooDeep), { limit: MAX_DEPTH })] };
  }
  const document = parseDocument(text, {
    schema: "failsafe",
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: counter,
    keepSourceTokens: true,
  });
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    problems.push(...syntaxProblems(file, text, document, place));
    return { problems };
  }
  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === "")) {
    return { problems: [...problems, diagnostic("yaml/empty", file, LINE_ONE, {})] };
  }
  if (!isMap(root)) {
    const at = place(root.range?.[0] ?? 0);
    return { problems: [...problems, diagnostic("yaml/not-a-mapping", file, at, {})] };
  }
  return { source: makeSource(text, document, place), problems };
}

function makeSource(text: string, document: Document, place: (offset: number) => Place): Source {
  const lines = text.split(/\r\n|\n/);
  const find = (path: readonly (string | number)[]) => {
    let node: unknown = document.contents;
    let key: unknown;
    for (const step of path) {
      key = undefined;
      if (isMap(node)) {
        const pair = node.items.find((p) => isScalar(p.key) && p.key.value === step);
        key = pair?.key;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[step as number];
        key = node;
      } else {
        return undefined;
      }
      if (key === undefined || key === null) return undefined;
    }
    return { key: key as Node | undefined, node: node as Node | null };
  };
  const startOf = (node: Node | null | undefined) => (node?.range ? place(node.range[0]) : undefined);
  const replace = (node: Node | null | undefined, replacement: string): Fix | undefined => {
    if (!isScalar(node) || !node.range) return undefined;
    const [start, end] = node.range;
    const at = place(start);
    if (text.slice(start, end).includes("\n")) return undefined;
    const line = lines[at.line - 1]!;
    const column = at.column - 1;
    const mended = line.slice(0, column) + replacement + line.slice(column + (end - start));
    return { startLine: at.line, endLine: at.line, text: mended };
  };
  return {
    value: document.toJS({ maxAliasCount: 0, reviver: (_, item) => item ?? "" }) as Record<string, unknown>,
    locate(path, part) {
      for (let length = path.length; length > 0; length--) {
        const found = find(path.slice(0, length));
        if (!found) continue;
        const whole = length === path.length && part === "value";
        return (whole ? startOf(found.node) : undefined) ?? startOf(found.key) ?? LINE_ONE;
      }
      return LINE_ONE;
    },
    replaceScalar: (path, replacement) => replace(find(path)?.node, toScalar(replacement)),
    renameKey: (path, replacement) => replace(find(path)?.key, replacement),
  };
}

/** Writes a text as a plain scalar where YAML allows, in double quotes where it does not. */
export function toScalar(text: string): string {
  const plain = /^[^\s\-?:,[\]{}#&*!|>'"%@`][^\n]*$/.test(text) && !/: |:$| #|\s$/.test(text);
  return plain ? text : JSON.stringify(text);
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

/** A token of the concrete syntax, as far as it is looked at here. */
interface Token {
  type?: string;
  source?: string;
  offset?: number;
  items?: unknown[];
  key?: unknown;
  value?: unknown;
}

/** The tokens of a text in their order, with how deep they are nested; without recursion, whatever the depth. */
function* tokensOf(text: string): Generator<{ token: Token; depth: number }> {
  const stack = [...new Parser().parse(text)].reverse().map((token) => ({ token: token as Token, depth: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token } = next;
    const depth = token.items ? next.depth + 1 : next.depth;
    yield { token, depth };
    const push = (part: unknown, at: number) => {
      if (part && typeof part === "object") stack.push({ token: part as Token, depth: at });
    };
    push(token.value, next.depth);
    push(token.key, next.depth);
    for (const item of token.items?.toReversed() ?? []) push(item, depth);
  }
}

/** Offset of the first place that is nested too deep. */
function findDepth(text: string): number | undefined {
  let flow = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "[" || c === "{") flow++;
    else if (c === "]" || c === "}") flow = Math.max(0, flow - 1);
    // The composer recurses for each bracket: refuse before it sees them.
    if (flow > 64) return i;
  }
  for (const { token, depth } of tokensOf(text)) if (depth > MAX_DEPTH) return token.offset ?? 0;
  return undefined;
}

const KEY = "[A-Za-z_][A-Za-z0-9_]*";
const LINE = {
  invisible: new RegExp(`[${INVISIBLE}]`),
  bidi: new RegExp(`[${BIDI}]`, "g"),
  wideColon: new RegExp(`^((?: *- +)* *)(${KEY})[ \u3000]*[：﹕∶][ \u3000]*`),
  gluedColon: new RegExp(`^((?: *- +)* *)(${KEY}):(?=[^\\s:]|[\u00a0\u3000])(?!//)`),
  gluedDash: new RegExp(`^( *)-(?=(${KEY}): )`),
  value: new RegExp(`^((?: *- +)* *(?:${KEY}:[ ]+|(?<=- +)))(\\S.*)$`),
  keyBefore: new RegExp(`${KEY}:[ ]+$`),
};
const hex = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

/** Faults that are visible in the lines themselves and that a parser would describe badly or not at all. */
function scanLines(file: string, text: string, fields: ReadonlySet<string>): Diagnostic[] {
  const found: Diagnostic[] = [];
  let block: number | undefined;
  let previous: { indent: number; isText: boolean } | undefined;
  const lines = text.split(/\r\n|\n/);
  for (const [index, raw] of lines.entries()) {
    const number = index + 1;
    const at = (column: number): Place => ({ line: number, column });
    const mend = (mended: string): Fix => ({ startLine: number, endLine: number, text: mended });
    let line = raw;
    if (index === 0 && line.startsWith("\uFEFF")) {
      line = line.slice(1);
      found.push(diagnostic("encoding/bom", file, at(1), {}, mend(line)));
    }
    const odd = LINE.invisible.exec(line);
    if (odd) {
      const mended = line.replaceAll(odd[0], "");
      found.push(
        diagnostic("yaml/control-character", file, at(odd.index + 1), { code: hex(odd[0]) }, mend(mended)),
      );
    }
    const bidi = line.search(LINE.bidi);
    if (bidi >= 0) {
      const mended = line.replace(LINE.bidi, "");
      found.push(diagnostic("yaml/bidi", file, at(bidi + 1), { code: hex(line[bidi]!) }, mend(mended)));
    }
    const marker = /^(?:<{7}|>{7}|={7}|\|{7})(?= |$)/.exec(line);
    if (marker) {
      found.push(diagnostic("yaml/merge-marker", file, at(1), { marker: marker[0] }));
      continue;
    }
    const indent = /^[ \t\u00a0\u3000]*/.exec(line)![0];
    const blank = line.trim() === "";
    // Inside a block scalar everything is text; it ends at the first line that is not indented deeper.
    if (block !== undefined) {
      if (blank || indent.length > block) continue;
      block = undefined;
    }
    if (blank || line.startsWith("#")) continue;
    if (indent.includes("\t")) {
      const mended = indent.replaceAll("\t", "  ") + line.slice(indent.length);
      found.push(diagnostic("yaml/tab", file, at(indent.indexOf("\t") + 1), {}, mend(mended)));
      continue;
    }
    const wide = /[\u00a0\u3000]/.exec(indent);
    if (wide) {
      const mended = indent.replaceAll("\u3000", "  ").replaceAll("\u00a0", " ") + line.slice(indent.length);
      found.push(diagnostic("yaml/fullwidth-space", file, at(wide.index + 1), {}, mend(mended)));
      continue;
    }
    const item = /^ *- /.test(line);
    if (item && previous && indent.length > previous.indent && previous.isText) {
      found.push(diagnostic("yaml/indent", file, at(indent.length + 1), {}));
      continue;
    }
    previous = { indent: indent.length, isText: !/:$|[:-] +["'|>&*!]/.test(line.trimEnd()) };
    found.push(...scanLine(file, line, at, mend, fields));
    const scalar = /^( *)((?:- +)*)(?:[^\s#'"][^#'"]*?:)?\s*[|>][-+0-9]*\s*(?:#.*)?$/.exec(line);
    if (scalar) block = scalar[1]!.length + (/:\s*[|>]/.test(line) ? scalar[2]!.length : 0);
  }
  return found;
}

function scanLine(
  file: string,
  line: string,
  at: (column: number) => Place,
  mend: (mended: string) => Fix,
  fields: ReadonlySet<string>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (/^(?:---|\.\.\.)(?=\s|$)|^%/.test(line)) {
    return [diagnostic("yaml/document", file, at(1), {})];
  }
  if (/^ *(?:- +)*\?(?: |$)/.test(line)) return [diagnostic("yaml/key", file, at(line.indexOf("?") + 1), {})];
  const wideColon = LINE.wideColon.exec(line);
  if (wideColon && fields.has(wideColon[2]!)) {
    const mended = `${wideColon[1]}${wideColon[2]}: ${line.slice(wideColon[0].length)}`.trimEnd();
    const column = line.search(/[：﹕∶]/) + 1;
    return [diagnostic("yaml/fullwidth-colon", file, at(column), { key: wideColon[2]! }, mend(mended))];
  }
  const glued = LINE.gluedColon.exec(line);
  if (glued && fields.has(glued[2]!)) {
    const mended = `${glued[0]} ${line.slice(glued[0].length).replace(/^[\u00a0\u3000 ]+/, "")}`;
    const at_ = at(glued[0].length + 1);
    return [diagnostic("yaml/colon-space", file, at_, { key: glued[2]! }, mend(mended))];
  }
  const dash = LINE.gluedDash.exec(line);
  if (dash && fields.has(dash[2]!)) {
    const mended = `${dash[0]} ${line.slice(dash[0].length)}`;
    return [diagnostic("yaml/dash-space", file, at(dash[0].length + 1), {}, mend(mended))];
  }
  const value = LINE.value.exec(line);
  if (!value) return found;
  const start = value[1]!.length;
  const content = value[2]!;
  const quote = (rest: string) => mend(line.slice(0, start) + JSON.stringify(rest.trimEnd()));
  const first = content[0]!;
  const followsKey = LINE.keyBefore.test(value[1]!);
  if (first === "&" || first === "*") {
    found.push(diagnostic("yaml/alias", file, at(start + 1), { mark: first }));
  } else if (first === "!") {
    found.push(diagnostic("yaml/tag", file, at(start + 1), {}));
  } else if (first === "#") {
    found.push(diagnostic("yaml/comment-in-value", file, at(start + 1), { lost: content }, quote(content)));
  } else if (/^(?:[@`%]|[-?:] |\[[^\]]*\].*[^\]\s]\s*$|\{[^}]*\}.*[^}\s]\s*$)/.test(content) && followsKey) {
    found.push(diagnostic("yaml/reserved", file, at(start + 1), { mark: first }, quote(content)));
  } else if ((first === "|" || first === ">") && !/^[|>][-+0-9]*\s*(?:#.*)?$/.test(content)) {
    found.push(diagnostic("yaml/block-scalar", file, at(start + 1), {}));
  } else if (!/^['"[{|>]/.test(content)) {
    const comment = / +#/.exec(content);
    if (comment) {
      const lost = content.slice(comment.index).trim();
      found.push(diagnostic("yaml/comment-in-value", file, at(start + comment.index + 1), { lost }));
    }
    const colon = /:(?= |$)/.exec(comment ? content.slice(0, comment.index) : content);
    // A list item may be a mapping of its own; only what follows a key can't be.
    if (colon && followsKey) {
      const at_ = at(start + colon.index + 1);
      found.push(diagnostic("yaml/colon-in-value", file, at_, {}, quote(content)));
    }
    const quoted = /^[“”＂](.*)[“”＂]$/.exec(content.trimEnd());
    if (quoted && !/[“”＂]/.test(quoted[1]!)) {
      const mended = mend(line.slice(0, start) + toScalar(quoted[1]!));
      found.push(diagnostic("yaml/fullwidth-quote", file, at(start + 1), {}, mended));
    }
  }
  return found;
}

/** Turns the parser's own errors into the catalogue's, at the line where the officer made the slip. */
function syntaxProblems(
  file: string,
  text: string,
  document: Document,
  place: (offset: number) => Place,
): Diagnostic[] {
  const unclosed = unclosedQuote(text);
  if (unclosed !== undefined) return [diagnostic("yaml/unclosed-quote", file, place(unclosed), {})];
  const duplicates = document.errors.filter((e) => e.code === "DUPLICATE_KEY");
  if (duplicates.length === document.errors.length) {
    return duplicates.map((e) => {
      const key = /^["']?([^\s:"']+)/.exec(text.slice(e.pos[0]))?.[1] ?? "";
      return diagnostic("yaml/duplicate-key", file, place(e.pos[0]), { key });
    });
  }
  const first = document.errors.find((e) => e.code !== "DUPLICATE_KEY")!;
  const [start, end] = first.pos;
  const at = place(start);
  switch (first.code) {
    case "BAD_DQ_ESCAPE":
      return [diagnostic("yaml/escape", file, at, { sequence: text.slice(start, Math.max(end, start + 2)) })];
    case "BAD_ALIAS":
    case "ALIAS_PROPS":
    case "MULTIPLE_ANCHORS":
      return [diagnostic("yaml/alias", file, at, { mark: text[start] ?? "*" })];
    case "TAB_AS_INDENT":
      return [diagnostic("yaml/tab", file, at, {})];
    case "BAD_SCALAR_START":
      return [diagnostic("yaml/reserved", file, at, { mark: text[start] ?? "" })];
    case "MULTIPLE_DOCS":
    case "BAD_DIRECTIVE":
      return [diagnostic("yaml/document", file, at, {})];
    case "BLOCK_AS_IMPLICIT_KEY":
      return [diagnostic("yaml/colon-in-value", file, at, {})];
    case "TAG_RESOLVE_FAILED":
    case "MULTIPLE_TAGS":
      return [diagnostic("yaml/tag", file, at, {})];
    case "NON_STRING_KEY":
    case "KEY_OVER_1024_CHARS":
      return [diagnostic("yaml/key", file, at, {})];
    case "BAD_INDENT":
    case "BLOCK_IN_FLOW":
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      if (/[Ii]mplicit/.test(first.message) && !/[[\]{}]/.test(first.message)) {
        const line = lineOf(text, start).trim().slice(0, 30);
        return [diagnostic("yaml/colon-missing", file, at, { text: line })];
      }
      return flowOrIndent(file, text, at, place);
    default: {
      const before = text.slice(0, start).trimEnd();
      if (first.code === "UNEXPECTED_TOKEN" && /["']$/.test(before)) {
        return [diagnostic("yaml/text-after-quote", file, at, {})];
      }
      return [diagnostic("yaml/syntax", file, at, { detail: first.code })];
    }
  }
}

const lineOf = (text: string, offset: number): string => {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? undefined : end);
};

/** An open bracket swallows what follows: its own line is the one to mend. */
function flowOrIndent(file: string, text: string, at: Place, place: (offset: number) => Place): Diagnostic[] {
  const stack: number[] = [];
  const flow = /(?:^|[:-] +)([[{])/gm;
  for (const match of text.matchAll(flow)) {
    const open = match.index + match[0].length - 1;
    if (!closesOnLine(lineOf(text, open).slice(open - (text.lastIndexOf("\n", open - 1) + 1)))) {
      stack.push(open);
    }
  }
  const open = stack.find((offset) => place(offset).line <= at.line && !balanced(text.slice(offset)));
  if (open !== undefined) return [diagnostic("yaml/unclosed-bracket", file, place(open), {})];
  return [diagnostic("yaml/indent", file, at, {})];
}

const count = (text: string, characters: string) =>
  [...text].reduce((sum, c) => sum + (characters.includes(c) ? 1 : 0), 0);
const closesOnLine = (text: string) => count(text, "[{") === count(text, "]}");
const balanced = (text: string) => count(text, "[{") <= count(text, "]}");

/** Offset of a quoted scalar that never ends. */
function unclosedQuote(text: string): number | undefined {
  for (const { token } of tokensOf(text)) {
    if (token.type !== "double-quoted-scalar" && token.type !== "single-quoted-scalar") continue;
    const mark = token.type === "double-quoted-scalar" ? '"' : "'";
    const source = token.source ?? "";
    const escaped = mark === '"' && /(?:^|[^\\])(?:\\\\)*\\"$/.test(source);
    // A value that runs over a line which looks like the next field has lost its closing quote.
    const swallowed = /\n[A-Za-z_]\w*: /.test(source);
    if (source.length < 2 || !source.endsWith(mark) || escaped || swallowed) return token.offset;
  }
  return undefined;
}
