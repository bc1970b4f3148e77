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

/**
 * Visits every text of a value.
 * @param except name of mappings that are passed over
 * @param visit gets the text and its path, which changes once it returns
 */
export function eachText(
  value: unknown,
  except: string,
  visit: (text: string, path: Readonly<Path>) => void,
): void {
  const path: Path = [];
  const step = (item: unknown): void => {
    if (typeof item === "string") visit(item, path);
    else if (Array.isArray(item)) {
      for (let index = 0; index < item.length; index++) {
        path.push(index);
        step(item[index]);
        path.pop();
      }
    } else if (item && typeof item === "object") {
      for (const key of Object.keys(item)) {
        if (key === except) continue;
        path.push(key);
        step((item as Record<string, unknown>)[key]);
        path.pop();
      }
    }
  };
  step(value);
}

/**
 * Finds personal data in every text of a file that people will read (mission A18); codes of vocabularies are none.
 * @param value the file's typed value
 */
export function personalTexts(name: SchemaName, value: Record<string, unknown>): PersonalText[] {
  const found: PersonalText[] = [];
  // Digests, and the places of values in a source's records, are no texts.
  eachText(value, "fields", (item, steps) => {
    const personal = findPersonalData(item);
    if (personal.length === 0) return;
    const path = [...steps];
    const schema = fieldAt(name, path);
    if (schema?.["x-vocabulary"] !== undefined || schema?.enum !== undefined) return;
    const field = String(path.findLast((step) => typeof step === "string"));
    const label = schema?.title ?? fieldAt(name, path.slice(0, -1))?.title ?? field;
    for (const { kind, masked, start, end } of personal.slice(0, MOST_IN_TEXT)) {
      const args = { field, label, kind: PERSONAL_DATA_LABELS[kind], masked };
      found.push({ path, kind, args, text: item.slice(start, end) });
    }
  });
  return found;
}
