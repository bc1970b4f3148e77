import type { Diagnostic } from "../catalogue/diagnostics.ts";

const escapeData = (text: string) =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Control characters of a hostile file would reach the reader's terminal. */
const printable = (text: string) =>
  text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "�");

function textBlock(d: Diagnostic): string {
  const kind = d.severity === "error" ? "錯誤" : "警告";
  const fix = d.fix ? "（可用 --fix 自動修正）" : "";
  return `${d.file}:${d.line}:${d.column} ${kind} ${d.code}\n  ${d.message}\n  修正方式：${d.remedy}${fix}\n`;
}

function annotation(d: Diagnostic, prefix: string): string {
  const file = prefix ? `${prefix}/${d.file}` : d.file;
  const place = `file=${escapeProperty(file)},line=${d.line},col=${d.column},title=${escapeProperty(d.code)}`;
  return `::${d.severity} ${place}::${escapeData(`${d.message}。修正方式：${d.remedy}`)}\n`;
}

/**
 * Writes diagnostics for a reader: people, programs, or GitHub Actions.
 * @param prefix folder of the catalogue below the repository's top, for GitHub's annotations
 */
export function report(
  diagnostics: readonly Diagnostic[],
  format: "text" | "json" | "github",
  prefix = "",
): string {
  if (format === "json") return `${JSON.stringify(diagnostics, null, 2)}\n`;
  const write = format === "text" ? textBlock : (d: Diagnostic) => annotation(d, prefix);
  return diagnostics.map((d) => printable(write(d))).join("");
}

/** One line that counts what was judged and found. */
export function summary(diagnostics: readonly Diagnostic[], judged: number): string {
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  return `檢查了 ${judged} 個檔案：${errors} 個錯誤、${diagnostics.length - errors} 個警告`;
}
