import { type Diagnostic, diagnostic } from "./diagnostics.ts";
import { decode, readExact, type Source } from "./source.ts";

const LINE_ONE = { line: 1, column: 1 };

/** A Markdown document whose fields stand before its text, between two lines `---`. */
export interface FrontMatter {
  source: Source;
  /** What is wrong with the fields as YAML. */
  problems: Diagnostic[];
  /** All lines of the file. */
  lines: string[];
  /** Index of the line that ends the fields. */
  end: number;
  /** The text, as written. */
  body: string;
  /** The text after as many empty lines as stand before it, so that its places are the file's. */
  placedBody: string;
}

const isFence = (line: string) => /^---\s*$/.test(line);

/**
 * Reads a Markdown document with fields.
 * @param fields names of the fields that it may have, as the file should begin with them
 * @returns what was read, or why it can't be
 */
export function readFrontMatter(
  path: string,
  bytes: Uint8Array,
  fields: ReadonlySet<string>,
  shownFields: readonly string[],
): FrontMatter | { diagnostics: Diagnostic[] } {
  const decoded = decode(path, bytes);
  if ("problem" in decoded) return { diagnostics: [decoded.problem] };
  const { text } = decoded;
  const lines = text.split(/\r\n|\n/);
  if (text.startsWith("\uFEFF")) {
    const fix = { startLine: 1, endLine: 1, text: lines[0]!.slice(1) };
    return { diagnostics: [diagnostic("encoding/bom", path, LINE_ONE, {}, fix)] };
  }
  const cr = lines.findIndex((line) => line.includes("\r"));
  if (cr >= 0) {
    const at = { line: cr + 1, column: lines[cr]!.indexOf("\r") + 1 };
    return { diagnostics: [diagnostic("yaml/control-character", path, at, { code: "U+000D" })] };
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  const header = lines.slice(1, Math.max(end, 1));
  if (!isFence(lines[0]!) || end < 0 || header.every((line) => /^\s*(?:#|$)/.test(line))) {
    const args = { fields: shownFields.join("、") };
    return { diagnostics: [diagnostic("document/front-matter", path, LINE_ONE, args)] };
  }
  // Lines before a part become empty ones, so that its places are the file's.
  const { source, problems } = readExact(path, ["", ...header].join("\n"), fields);
  if (!source) return { diagnostics: problems };
  const body = lines.slice(end + 1).join("\n");
  return { source, problems, lines, end, body, placedBody: "\n".repeat(end + 1) + body };
}
