import { fieldAt, resolve, SCHEMAS } from "../catalogue/schema/fields.ts";
import type { DraftDistribution, DraftValues } from "./draft.ts";
import { splitKeywords } from "./mend.ts";

/** Kept as they are by every edit: the catalogue's own bookkeeping. */
const KEPT: ReadonlySet<string> = new Set(["identifier", "status", "withdrawal", "legacyID", "provenance"]);

/** Fields of a dataset whose text a draft holds, in the schema's order. */
export const VALUE_FIELDS: readonly string[] = Object.keys(SCHEMAS.dataset.properties).filter(
  (name) => !KEPT.has(name),
);

/** Those with one text each: all but the keywords and the resources. */
export const TEXT_FIELDS: readonly string[] = VALUE_FIELDS.filter(
  (name) => resolve("dataset", SCHEMAS.dataset.properties[name]!).type !== "array",
);

/** Fields of a resource. */
export const RESOURCE_FIELDS: readonly string[] = Object.keys(
  fieldAt("dataset", ["distribution", 0])!.properties!,
);

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;

/**
 * The texts of a record's controls. What a control can't hold (a list where a text belongs) counts as absent; the
 * checker tells of it.
 * @param record a dataset as read from its file
 */
export function valuesOf(record: Record<string, unknown>): DraftValues {
  const values: DraftValues = {};
  for (const name of TEXT_FIELDS) {
    const text = textOf(record[name]);
    if (text !== undefined) values[name] = text;
  }
  const { keyword, distribution } = record;
  if (Array.isArray(keyword)) values.keyword = keyword.flatMap((word) => textOf(word) ?? []);
  else if (typeof keyword === "string") values.keyword = splitKeywords(keyword);
  if (Array.isArray(distribution)) values.distribution = distribution.map(resourceOf);
  return values;
}

/** The texts of one resource. */
export function resourceOf(item: unknown): DraftDistribution {
  const record = (item && typeof item === "object" ? item : {}) as Record<string, unknown>;
  return Object.fromEntries(
    RESOURCE_FIELDS.flatMap((name) => {
      const text = textOf(record[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Whether a control's text says anything. */
export const isFilled = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== "";

/**
 * The next free number of a resource (資料資源編號), after the highest that was ever given in this file.
 * @param taken numbers in use
 */
export function nextResourceID(identifier: string, taken: Iterable<string>): string {
  const suffixes = new Set<string>();
  for (const id of taken) suffixes.add(id.slice(18));
  return `${identifier}-${nextNumber(suffixes, 3)}`;
}

/** The number after the highest of those given; where all digits are used up, the first free one. */
export function nextNumber(taken: ReadonlySet<string>, digits: number): string {
  const write = (number: number) => String(number).padStart(digits, "0");
  const numbers = [...taken].filter((text) => /^\d+$/.test(text)).map(Number);
  const next = numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1;
  if (next < 10 ** digits) return write(next);
  let free = 1;
  while (taken.has(write(free))) free++;
  return write(free);
}
