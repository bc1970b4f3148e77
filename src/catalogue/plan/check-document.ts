import type { ErrorObject } from "ajv";
import {
  type Checked,
  dateFindings,
  type Finding,
  inspectFields,
  personalFindings,
  schemaFindings,
  textFindings,
} from "../check.ts";
import { type Diagnostic, diagnostic } from "../diagnostics.ts";
import { textProblems } from "../document-text.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findPersonalData, PERSONAL_DATA_LABELS } from "../personal-data.ts";
import { FIELD_NAMES, type PlanSchemaName, SCHEMAS } from "../schema/fields.ts";

/** A Markdown document with fields: minutes, a strategy, a showcase. */
export type Document<T> = T & { text: string };

/**
 * Checks a Markdown document: its fields by their schema, its text by the rules of every document of this site (no HTML,
 * no first heading, safe addresses, no personal data).
 * @param inspect further rules, for the typed fields and the text
 * @returns the fields with the text, where both could be read
 */
export function checkDocument<T extends object>(
  name: PlanSchemaName,
  path: string,
  bytes: Uint8Array,
  validate: { (data: unknown): boolean; errors?: ErrorObject[] | null },
  inspect: (fields: T, text: string) => Finding[],
): Checked<Document<T>> {
  const read = readFrontMatter(path, bytes, FIELD_NAMES[name], SCHEMAS[name].required);
  if ("diagnostics" in read) return { path, diagnostics: read.diagnostics };
  const { source, problems, lines, end, body, placedBody } = read;
  const text = body.trim();
  const checked = inspectFields(name, path, source, (value) => [
    ...schemaFindings(name, value, validate),
    ...textFindings(name, value),
    ...dateFindings(name, value),
    ...personalFindings(name, value),
    ...inspect(value as T, text),
  ]);
  const found: Diagnostic[] = [...problems, ...checked.diagnostics];
  if (text === "") found.push(diagnostic("document/empty", path, { line: end + 1, column: 1 }, {}));
  found.push(...textProblems(path, placedBody));
  for (const [index, line] of lines.entries()) {
    if (index <= end) continue;
    for (const { kind, masked, start } of findPersonalData(line)) {
      const code = kind === "address" ? "personal-data/address" : "personal-data/found";
      const args = { label: "內文", field: "Markdown", kind: PERSONAL_DATA_LABELS[kind], masked };
      found.push(diagnostic(code, path, { line: index + 1, column: start + 1 }, args));
    }
  }
  return { path, value: { ...(checked.value as T), text }, diagnostics: found };
}
