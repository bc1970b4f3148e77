import type { Path } from "./check.ts";
import { findPersonalData, PERSONAL_DATA_LABELS, type PersonalData } from "./personal-data.ts";
import { fieldAt, type SchemaName } from "./schema/fields.ts";

/** Personal data in a text of a file. */
export interface PersonalText {
  path: Path;
  kind: PersonalData["kind"];
  /** What the message says of it. */
  args: { field: string; label: string; kind: string; masked: string };
  /** What stands there, to find its place; never shown. */
  text: string;
}

/** Findings of one text; a list of people pasted into a description is told by its beginning. */
const MOST_IN_TEXT = 5;

/** Digests, and the places of values in a source's records. */
const NO_TEXT: ReadonlySet<string> = new Set(["fields"]);

/**
 * Finds personal data in every text of a file that people will read (mission A18); codes of vocabularies are none.
 * @param value the file's typed value
 */
export function personalTexts(name: SchemaName, value: Record<string, unknown>): PersonalText[] {
  const found: PersonalText[] = [];
  const visit = (item: unknown, path: Path): void => {
    if (typeof item === "string") {
      const personal = findPersonalData(item);
      if (personal.length === 0) return;
      const schema = fieldAt(name, path);
      if (schema?.["x-vocabulary"] !== undefined || schema?.enum !== undefined) return;
      const field = String(path.findLast((step) => typeof step === "string"));
      const label = schema?.title ?? fieldAt(name, path.slice(0, -1))?.title ?? field;
      for (const { kind, masked, start, end } of personal.slice(0, MOST_IN_TEXT)) {
        const args = { field, label, kind: PERSONAL_DATA_LABELS[kind], masked };
        found.push({ path, kind, args, text: item.slice(start, end) });
      }
    } else if (Array.isArray(item)) {
      for (const [index, part] of item.entries()) visit(part, [...path, index]);
    } else if (item && typeof item === "object") {
      for (const [key, part] of Object.entries(item)) if (!NO_TEXT.has(key)) visit(part, [...path, key]);
    }
  };
  visit(value, []);
  return found;
}
