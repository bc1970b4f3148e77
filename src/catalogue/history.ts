import type { DatasetFile } from "./catalogue.ts";
import { fieldAt } from "./schema/fields.ts";

/** One field before and after a change, as text for people. */
export interface FieldChange {
  /** Field name; a distribution's carries its id, such as `distribution.A41000000G-000001-001.format`. */
  field: string;
  /** Chinese and English label. */
  label: { zh: string; en: string };
  before?: string;
  after?: string;
}

/** What a commit did to a dataset. */
export type HistoryAct = "created" | "modified" | "withdrawn" | "relisted" | "deleted";

/** One entry of a dataset's public history (mission L4, 資料集歷史紀錄). */
export interface HistoryEntry {
  commit: string;
  author: string;
  /** YYYY-MM-DD HH:MM in Taipei time. */
  time: string;
  subject: string;
  act: HistoryAct;
  changes: FieldChange[];
}

/** A dataset's revision as git holds it: the parsed file, or undefined where it was absent or unreadable. */
export interface Revision {
  commit: string;
  author: string;
  time: string;
  subject: string;
  before?: DatasetFile | undefined;
  after?: DatasetFile | undefined;
}

/** A field value as one text: lists joined by 、. */
export const asText = (value: unknown): string =>
  Array.isArray(value) ? value.map(asText).join("、") : typeof value === "object" ? "" : String(value);

type Flat = Map<string, { value: string; path: (string | number)[] }>;

/** Lays a file out as field → text; distributions are told apart by their ids, so moving one is no change. */
function flatten(file: DatasetFile | undefined): Flat {
  const flat: Flat = new Map();
  for (const [key, value] of Object.entries(file ?? {})) {
    if (key === "distribution" && Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (!item || typeof item !== "object") continue;
        const id = (item as { resourceID?: string }).resourceID ?? String(index + 1);
        for (const [field, text] of Object.entries(item)) {
          if (field === "resourceID") continue;
          flat.set(`distribution.${id}.${field}`, {
            value: asText(text),
            path: ["distribution", index, field],
          });
        }
      }
    } else if (value && typeof value === "object" && !Array.isArray(value)) {
      for (const [field, text] of Object.entries(value)) {
        flat.set(`${key}.${field}`, { value: asText(text), path: [key, field] });
      }
    } else {
      flat.set(key, { value: asText(value), path: [key] });
    }
  }
  return flat;
}

/**
 * Compares two revisions of a dataset, field by field.
 * @returns changes in the order of the later file, then what was removed
 */
export function compareFields(
  before: DatasetFile | undefined,
  after: DatasetFile | undefined,
): FieldChange[] {
  const old = flatten(before);
  const now = flatten(after);
  const changes: FieldChange[] = [];
  for (const field of new Set([...now.keys(), ...old.keys()])) {
    const was = old.get(field);
    const is = now.get(field);
    if (was?.value === is?.value) continue;
    const schema = fieldAt("dataset", (is ?? was)!.path);
    changes.push({
      field,
      label: { zh: schema?.title ?? field, en: schema?.["x-en"] ?? field },
      ...(was ? { before: was.value } : {}),
      ...(is ? { after: is.value } : {}),
    });
  }
  return changes;
}

/** A file's fields as they were written, before each gets its type. */
type Written = Record<string, unknown>;

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame((one as Written)[key], (other as Written)[key]))
  );
}

/**
 * Leaves out of two versions what is the same in both; comparing the rest finds the same changes, and is fast where
 * a change is small. All stay where a field's name has a dot: it could be taken for a part of another one.
 */
export function withoutSame(before: Written, after: Written): [before: Written, after: Written] {
  const keys = [...Object.keys(before), ...Object.keys(after)];
  if (keys.some((key) => key.includes("."))) return [before, after];
  const differing = (own: Written, other: Written) =>
    Object.fromEntries(
      Object.entries(own).filter(([key, value]) => !Object.hasOwn(other, key) || !isSame(value, other[key])),
    );
  return [differing(before, after), differing(after, before)];
}

/** What a commit did to a dataset, and to which of its fields. */
export type Deed = Pick<HistoryEntry, "act" | "changes">;

/** Tells two revisions of a dataset apart, undefined being none; undefined where nothing changed in any field. */
export function deedBetween(
  before: DatasetFile | undefined,
  after: DatasetFile | undefined,
): Deed | undefined {
  const created = before === undefined;
  const changes = created || after === undefined ? [] : compareFields(before, after);
  if (!created && after !== undefined && changes.length === 0) return undefined;
  return { act: actOf(before, after), changes };
}

/** Turns a revision into the entry that the public reads; undefined where nothing changed in any field. */
export function toHistoryEntry(revision: Revision): HistoryEntry | undefined {
  const { before, after, ...rest } = revision;
  const deed = deedBetween(before, after);
  return deed && { ...rest, ...deed };
}

function actOf(before: DatasetFile | undefined, after: DatasetFile | undefined): HistoryAct {
  if (after === undefined) return "deleted";
  if (before === undefined) return "created";
  const was = before.status === "withdrawn";
  const is = after.status === "withdrawn";
  return was === is ? "modified" : is ? "withdrawn" : "relisted";
}
