import { checkFile } from "../../catalogue/check.ts";
import { normalise, SCHEMAS } from "../../catalogue/schema/fields.ts";
import { fieldDigest } from "../import/source-record.ts";
import { rewrite } from "../yaml-edit.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../yaml-writer.ts";
import { alignDistributions } from "./distributions.ts";

/*
 * Three versions of a dataset meet: what was taken from the source (its digests in `provenance.fields`), what the
 * source says now, and our file, which officers may have changed since. The source's change is offered; where it did
 * not move, ours stays.
 */

export type Mapping = Record<string, YamlValue>;

/** A dataset's file that the source has changed. */
export interface Merged {
  /** The file as it is offered. */
  text: string;
  /** Names of the fields that change, in the schema's order. */
  fields: string[];
  /** Those of them that our officers had changed as well. */
  conflicts: string[];
}

const ORDER = keyOrderOf(SCHEMAS.dataset);
const REQUIRED: ReadonlySet<string> = new Set(SCHEMAS.dataset.required);

/** A dataset's YAML in the schema's order. */
export const datasetYaml = (value: Mapping): string => toYaml(value, ORDER);

/** A dataset's file as the checker reads it; undefined where it can't be read. */
export function readDatasetText(path: string, text: string): Mapping | undefined {
  const checked = checkFile("dataset", path, new TextEncoder().encode(text), () => []);
  return checked.value as Mapping | undefined;
}

/** The field of a mapping that is a mapping itself. */
export function mappingAt(value: Mapping | undefined, field: string): Mapping | undefined {
  const inner = value && Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof inner === "object" && !Array.isArray(inner) ? (inner as Mapping) : undefined;
}

/** The text of a mapping's field; undefined where it is absent or no text. */
export function textAt(value: Mapping | undefined, field: string): string | undefined {
  const inner = value && Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof inner === "string" ? inner : undefined;
}

/** The digest in front of a field's place at the source. */
const digestAt = (fields: Mapping | undefined, field: string): string | undefined =>
  textAt(fields, field)?.slice(0, 8);

const typed = (value: Mapping): Mapping => normalise("dataset", value) as Mapping;

/** The same text for the same value, in whatever order its keys stand. */
const canonical = (value: YamlValue | undefined): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? "";

const same = (a: YamlValue | undefined, b: YamlValue | undefined): boolean => canonical(a) === canonical(b);

/**
 * Brings what the source changed into our file; comments and order stay.
 * @param path of the file, `text` as it stands on the main branch
 * @param next the dataset as the source has it now, provenance included
 * @returns undefined where nothing is to be changed, or the file can't be read
 */
export function mergeDataset(path: string, text: string, next: Mapping): Merged | undefined {
  const ours = readDatasetText(path, text);
  const theirs = typed(next);
  const provenance = mappingAt(ours, "provenance");
  if (!ours || !provenance) return undefined;
  const taken = mappingAt(provenance, "fields") ?? {};
  const offered = mappingAt(theirs, "provenance") ?? {};
  const now = mappingAt(offered, "fields") ?? {};
  const after: Mapping = { ...ours };
  const fields: string[] = [];
  const conflicts: string[] = [];
  const digests: Mapping = { ...taken };
  for (const field of ORDER.keys) {
    const was = digestAt(taken, field);
    const is = digestAt(now, field);
    if (was === is) continue;
    const mine = ours[field];
    if (is === undefined) {
      // What the source no longer tells goes, unless our officers wrote it or the standard demands it.
      if (mine === undefined || REQUIRED.has(field) || fieldDigest(mine) !== was) continue;
      delete after[field];
      delete digests[field];
      fields.push(field);
      continue;
    }
    const wanted = theirs[field];
    if (wanted === undefined) continue;
    const value =
      field === "distribution" ? alignDistributions(mine, wanted, textAt(ours, "identifier")!) : wanted;
    digests[field] = now[field]!;
    if (same(mine, value)) continue;
    after[field] = value;
    fields.push(field);
    if (mine !== undefined && (was === undefined || fieldDigest(mine) !== was)) conflicts.push(field);
  }
  if (fields.length === 0) return undefined;
  const { unmapped: _, ...kept } = provenance;
  const unmapped = mappingAt(offered, "unmapped");
  after.provenance = { ...kept, ...(unmapped ? { unmapped } : {}), fields: digests };
  return { text: edit(path, text, [...fields, "provenance"], after), fields, conflicts };
}

/** The text with some fields changed; one that is written too strangely to be edited is written anew. */
function edit(path: string, text: string, fields: readonly string[], after: Mapping): string {
  const edited = rewrite(text, fields, after, ORDER);
  const read = edited === undefined ? undefined : readDatasetText(path, edited);
  return read && same(read, typed(after)) ? edited! : datasetYaml(after);
}

/**
 * The file with its withdrawal, for a dataset that the source lists no more (mission P10, A13): a proposal on which
 * reviewers decide, since a dataset that was published is never deleted.
 * @param day the first on which the source did not list it, YYYY-MM-DD
 * @returns undefined where the file can't be read
 */
export function withdrawDataset(path: string, text: string, source: string, day: string): string | undefined {
  const ours = readDatasetText(path, text);
  if (!ours) return undefined;
  const explanation = `來源平臺 ${source} 自 ${day} 起不再提供這個資料集，經不同日的兩次讀取確認。`;
  const withdrawal = { reason: "A", explanation, date: day };
  return edit(path, text, ["status", "withdrawal"], { ...ours, status: "withdrawn", withdrawal });
}
