import { MESSAGES, type Message } from "./messages.ts";
import type { PLAN_MESSAGES } from "./plan/messages.ts";

export type Severity = "error" | "warning";

/** A certain mend: the lines `startLine`–`endLine` (1-based, inclusive) become `text` (without a final newline). */
export interface Fix {
  startLine: number;
  endLine: number;
  text: string;
}

/** One finding about one place of one file. */
export interface Diagnostic {
  /** Stable code, `group/name`. */
  code: DiagnosticCode;
  severity: Severity;
  /** Path below the catalogue's root, with `/`. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** What is wrong and why, in Chinese. */
  message: string;
  /** How to mend it, in Chinese. */
  remedy: string;
  fix?: Fix;
}

/** Every message; those of the action plan's files are there once `plan/schemas.ts` is loaded. */
type Messages = typeof MESSAGES & typeof PLAN_MESSAGES;

export type DiagnosticCode = keyof Messages;

const table: Record<string, Message<never>> = { ...MESSAGES };

/** Makes messages known, beside those that are always there. */
export function addMessages(messages: Readonly<Record<string, Message<never>>>): void {
  Object.assign(table, messages);
}

/** Where a finding stands; `path` is the instance path of a field, resolved to a line when positions are known. */
export interface Place {
  line: number;
  column: number;
}

export type Arguments<C extends DiagnosticCode> = Parameters<Messages[C]["message"]>[0];

/** Makes a diagnostic: the text and the severity come from the one table of messages. */
export function diagnostic<C extends DiagnosticCode>(
  code: C,
  file: string,
  place: Place,
  args: Arguments<C>,
  fix?: Fix,
): Diagnostic {
  const entry = table[code]!;
  return {
    code,
    severity: entry.severity,
    file,
    line: place.line,
    column: place.column,
    message: entry.message(args as never),
    remedy: entry.remedy(args as never),
    ...(fix ? { fix } : {}),
  };
}

/** Order of a report: by file, line, column, code. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const file = a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return file || a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}

/**
 * Applies the fixes of one file's diagnostics to its text. Where two touch the same line the first wins; run again
 * until nothing is left, since one mend may reveal the next.
 * @returns the mended text and how many fixes were applied
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
): { text: string; applied: number } {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r\n|\n/);
  const fixes = diagnostics
    .flatMap((d) => (d.fix ? [d.fix] : []))
    .sort((a, b) => b.startLine - a.startLine || b.endLine - a.endLine);
  let applied = 0;
  let untouched = Number.POSITIVE_INFINITY;
  for (const fix of fixes) {
    if (fix.endLine >= untouched) continue;
    lines.splice(fix.startLine - 1, fix.endLine - fix.startLine + 1, ...fix.text.split("\n"));
    untouched = fix.startLine;
    applied++;
  }
  return { text: lines.join(newline), applied };
}
