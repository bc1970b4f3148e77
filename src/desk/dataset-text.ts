import { checkFile, pathOf } from "../catalogue/check.ts";
import { normalise, SCHEMAS } from "../catalogue/schema/fields.ts";
import { rewrite } from "../exchange/yaml-edit.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../exchange/yaml-writer.ts";
import type { Draft, DraftDistribution, DraftValues } from "./draft.ts";
import { appliesTo, conditionOf } from "./fields.ts";
import { isFilled, nextResourceID, RESOURCE_FIELDS, resourceOf, TEXT_FIELDS, valuesOf } from "./values.ts";

type Record_ = Record<string, unknown>;

const ORDER = keyOrderOf(SCHEMAS.dataset);
const write = (record: Record_): string => toYaml(record as Record<string, YamlValue>, ORDER);

/** A record as the checker reads it from a text; undefined where it can't. */
export function readRecord(path: string, text: string): Record_ | undefined {
  const checked = checkFile("dataset", path, new TextEncoder().encode(text), () => []);
  return checked.value as Record_ | undefined;
}

/**
 * The YAML of a draft: a new file in the schema's order, or the base with only what changed, comments and order kept.
 * An edit that changes nothing gives the base's very bytes.
 */
export function datasetText(draft: Draft): string {
  const identifier = `${draft.agency}-${draft.serial}`;
  const path = pathOf(identifier);
  const before = draft.base === undefined ? undefined : readRecord(path, draft.base);
  if (!before) return write(normalise("dataset", newRecord(draft.values, identifier)) as Record_);
  const changed = changedFields(draft.values, before, identifier);
  if (changed.size === 0) return draft.base!;
  const after = normalise("dataset", { ...before, ...Object.fromEntries(changed) }) as Record_;
  for (const [name, value] of changed) if (value === undefined) delete after[name];
  const edited = rewrite(draft.base!, [...changed.keys()], after, ORDER);
  // What the text is written in may be stranger than the editor knows: then the whole file is written anew.
  const read = edited === undefined ? undefined : readRecord(path, edited);
  return read && sameRecord(read, after) ? edited! : write(after);
}

/** Whether two records say the same, in whatever order. */
const sameRecord = (a: Record<string, unknown>, b: Record<string, unknown>): boolean => write(a) === write(b);

const lines = (text: string): string => text.replace(/\r\n?/g, "\n");
/** A block's last line break is no part of what a control shows. */
const same = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (isFilled(a) ? isFilled(b) && lines(a) === lines(b).replace(/\n+$/, "") : !isFilled(b));

const cleaned = (words: readonly string[] | undefined): string[] => (words ?? []).filter(isFilled);

function newRecord(values: DraftValues, identifier: string): Record_ {
  const record: Record_ = { identifier };
  for (const name of TEXT_FIELDS) {
    const text = values[name] as string | undefined;
    if (isFilled(text) && appliesTo(name, values)) record[name] = lines(text);
  }
  const keywords = cleaned(values.keyword);
  if (keywords.length > 0) record.keyword = keywords;
  const taken = new Set<string>();
  const items = (values.distribution ?? []).map((item) => {
    const record = newResource(item, identifier, taken);
    taken.add(record.resourceID as string);
    return record;
  });
  if (items.length > 0) record.distribution = items;
  return record;
}

const RESOURCE_ID = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}-[A-Za-z0-9_]{3}$/;

/** A new resource keeps its own number below the dataset's; without one it gets the next. */
function newResource(item: DraftDistribution, identifier: string, taken: ReadonlySet<string>): Record_ {
  const record: Record_ = {};
  for (const name of RESOURCE_FIELDS) if (isFilled(item[name])) record[name] = lines(item[name]);
  const own = item.resourceID ?? "";
  if (!isFilled(own)) record.resourceID = nextResourceID(identifier, taken);
  else if (RESOURCE_ID.test(own)) record.resourceID = `${identifier}-${own.slice(18)}`;
  return record;
}

/** The fields that differ from the base, with what becomes of them; undefined is one that goes. */
function changedFields(values: DraftValues, before: Record_, identifier: string): Map<string, unknown> {
  const base = valuesOf(before);
  const changed = new Map<string, unknown>();
  for (const name of TEXT_FIELDS) {
    const text = values[name] as string | undefined;
    const was = base[name] as string | undefined;
    if (!appliesTo(name, values)) {
      // One that never applied is the checker's business; one that applies no longer goes.
      const condition = conditionOf(name)!.field;
      const moved = !same(values[condition] as string | undefined, base[condition] as string | undefined);
      if (moved && name in before) changed.set(name, undefined);
    } else if (!same(text, was)) changed.set(name, isFilled(text) ? lines(text) : undefined);
  }
  const keywords = cleaned(values.keyword);
  if (!sameList(keywords, cleaned(base.keyword)))
    changed.set("keyword", keywords.length > 0 ? keywords : undefined);
  const items = changedResources(values.distribution ?? [], before.distribution, identifier);
  if (items) changed.set("distribution", items.length > 0 ? items : undefined);
  return changed;
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, index) => word === b[index]);

/** The resources as they become; undefined where they stay as they are. */
function changedResources(
  items: DraftDistribution[],
  before: unknown,
  identifier: string,
): unknown[] | undefined {
  const old = Array.isArray(before) ? (before as unknown[]) : [];
  const texts = old.map(resourceOf);
  const free = new Set(old.keys());
  const taken = new Set([...items, ...texts].flatMap((item) => item.resourceID ?? []));
  let changed = items.length !== old.length;
  const after = items.map((item, position) => {
    const index = [...free].find((i) => (texts[i]!.resourceID ?? "") === (item.resourceID ?? ""));
    if (index === undefined) {
      changed = true;
      const record = newResource(item, identifier, taken);
      taken.add(record.resourceID as string);
      return record;
    }
    free.delete(index);
    if (index !== position) changed = true;
    const fields = RESOURCE_FIELDS.filter((name) => !same(item[name], texts[index]![name]));
    if (fields.length === 0) return old[index];
    changed = true;
    const record = { ...(old[index] as Record_) };
    for (const name of fields) {
      if (isFilled(item[name])) record[name] = lines(item[name]);
      else delete record[name];
    }
    return record;
  });
  return changed ? after : undefined;
}
