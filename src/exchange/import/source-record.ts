import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import { validateDataset } from "../../catalogue/schema/generated/dataset-validator.js";
import type { YamlValue } from "../yaml-writer.ts";
import type { Note } from "./notes.ts";
import { placeText } from "./record-reader.ts";
import { cleanSeen, hashOf } from "./text.ts";

/** A dataset as another platform describes it, in this catalogue's words. */
export interface SourceRecord {
  /** Its id there; for as long as the platform keeps it, the same dataset. */
  sourceID: string;
  title: string;
  publisher?: { name?: string; code?: string; oid?: string };
  /** Our fields but identifier, title, distribution and provenance. */
  fields: Record<string, YamlValue>;
  /** Our fields of a distribution; `resourceID` only where the source has one of the catalogue's form. */
  distributions: Record<string, YamlValue>[];
  /** Our field → its place in the source's record, `title` and `distribution` too. */
  from: Record<string, string>;
  /** What has no field, by its place. */
  unmapped: Record<string, string>;
  notes: Note[];
}

/** What one document of a source holds. */
export interface SourcePage {
  records: SourceRecord[];
  /** Records that cannot be read, with the reason, in Chinese. */
  problems: { place: string; message: string }[];
  /** Address of the next page, where there is one. */
  next?: string;
  /** How many records the source says it has in all. */
  total?: number;
}

/** A document that is not what its profile says; the message tells in Chinese what, where and how to mend it. */
export class SourceError extends Error {}

/** A document as it came. */
export interface SourceDocument {
  bytes: Uint8Array;
  url: string;
  contentType?: string;
}

const isMapping = (value: YamlValue): value is { readonly [key: string]: YamlValue | undefined } =>
  typeof value === "object" && !Array.isArray(value);

/** One text for one value: keys in order, scalars as the text that YAML holds, the catalogue's own ids left out. */
function canonical(value: YamlValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(String(value));
  const keys = Object.keys(value).filter((key) => value[key] !== undefined && key !== "resourceID");
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`)
    .join(",")}}`;
}

/**
 * Digest of a field's value, for telling whether it changed. A number and the same digits as text are one, as in a
 * YAML file; the `resourceID` of distributions, which this catalogue gives, does not count.
 * @returns eight hexadecimal digits
 */
export const fieldDigest = (value: YamlValue): string => hashOf(canonical(value)).slice(0, 8);

/** A record's values by field, `title` and `distribution` among them. */
const valuesOf = (record: SourceRecord): Record<string, YamlValue> => ({
  title: record.title,
  ...record.fields,
  ...(record.distributions.length > 0 ? { distribution: record.distributions } : {}),
});

/** `provenance.fields` of a record: each field's digest and its place at the source. */
function fieldOrigins(record: SourceRecord): Record<string, string> {
  const origins: Record<string, string> = {};
  for (const [field, value] of Object.entries(valuesOf(record))) {
    origins[field] = `${fieldDigest(value)} ${record.from[field] ?? field}`;
  }
  return origins;
}

/** Gives each distribution an id of the dataset: its own where that is sound and free, else the next number. */
function withResourceIDs(
  distributions: readonly Record<string, YamlValue>[],
  identifier: string,
): Record<string, YamlValue>[] {
  const own = (item: Record<string, YamlValue>) =>
    typeof item.resourceID === "string" && item.resourceID.startsWith(`${identifier}-`)
      ? item.resourceID
      : undefined;
  const reserved = new Set(distributions.map(own));
  const given = new Set<string>();
  let serial = 0;
  const next = (): string => {
    let id: string;
    do id = `${identifier}-${String(++serial).padStart(3, "0")}`;
    while (reserved.has(id));
    return id;
  };
  return distributions.map((item) => {
    const { resourceID: _, ...rest } = item;
    const kept = own(item);
    const resourceID = kept !== undefined && !given.has(kept) ? kept : next();
    given.add(resourceID);
    return { resourceID, ...rest };
  });
}

/** Whether a dataset lacks mandatory values or holds longer ones than the schema allows. */
function isIncomplete(dataset: Record<string, YamlValue>): boolean {
  if (validateDataset(dataset)) return false;
  return (validateDataset.errors ?? []).some(
    ({ keyword }) => keyword === "required" || keyword === "maxLength",
  );
}

/**
 * A record as the value of a dataset's file, for `toYaml` with the schema's order of keys. What it lacks of mandatory
 * fields makes it `incomplete`, so that the checker warns instead of refusing it.
 * @param options.identifier the dataset's identifier in this catalogue
 * @param options.source text of `provenance.source`, at most 100 characters: the platform's name or host
 */
export function datasetOfRecord(
  record: SourceRecord,
  options: { identifier: string; source: string },
): Record<string, YamlValue> {
  const { identifier, source } = options;
  const provenance: Record<string, YamlValue> = {
    source,
    sourceID: record.sourceID,
    fields: fieldOrigins(record),
  };
  if (Object.keys(record.unmapped).length > 0) provenance.unmapped = { ...record.unmapped };
  const dataset: Record<string, YamlValue> = {
    identifier,
    title: record.title,
    ...record.fields,
    ...(record.distributions.length > 0
      ? { distribution: withResourceIDs(record.distributions, identifier) }
      : {}),
    provenance,
  };
  if (isIncomplete(dataset)) provenance.incomplete = true;
  return dataset;
}

/** Most characters of an id, as the schema has it. */
const LONGEST_ID: number = datasetSchema.properties.provenance.properties.sourceID.maxLength;
/** A dataset's file holds 512 KiB at most; its record must leave room for ids, digests and indents. */
const LARGEST_RECORD = 400_000;

/** What every profile finds out about a record itself. */
export interface RecordHead {
  sourceID: string | undefined;
  title: { text: string | undefined; place: string };
  publisher?: { name?: string | undefined; code?: string | undefined; oid?: string | undefined } | undefined;
}

/** What was read of a record's fields. */
export type Readings = Pick<SourceRecord, "fields" | "from" | "unmapped" | "notes">;

/**
 * Puts a record together from what was read.
 * @param place of the distributions in the source's record
 * @returns the record, or in Chinese why it cannot be taken
 */
export function finishRecord(
  head: RecordHead,
  readings: Readings,
  distributions: Record<string, YamlValue>[],
  place: string,
): SourceRecord | { problem: string } {
  const { title } = head;
  const sourceID = cleanSeen(head.sourceID ?? "", false).text;
  if (sourceID === "") return { problem: "沒有編號，無法每日對應；請來源平臺補上識別碼" };
  if (sourceID.length > LONGEST_ID) return { problem: `編號超過 ${LONGEST_ID} 字，不能採用；請來源平臺縮短` };
  if (title.text === undefined) return { problem: `編號 ${sourceID} 沒有資料集名稱，未取用；請來源平臺補上` };
  const publisher: NonNullable<SourceRecord["publisher"]> = {};
  for (const key of ["name", "code", "oid"] as const)
    if (head.publisher?.[key]) publisher[key] = head.publisher[key];
  const record: SourceRecord = {
    sourceID,
    title: title.text,
    ...(Object.keys(publisher).length > 0 ? { publisher } : {}),
    fields: readings.fields,
    distributions,
    from: {
      title: placeText(title.place),
      ...readings.from,
      ...(distributions.length > 0 ? { distribution: placeText(place) } : {}),
    },
    unmapped: { ...readings.unmapped },
    notes: readings.notes,
  };
  const size = new TextEncoder().encode(
    JSON.stringify([record.title, record.fields, distributions, record.unmapped]),
  );
  if (size.length > LARGEST_RECORD) {
    return {
      problem: `編號 ${placeText(sourceID)} 的內容有 ${size.length} 位元組，超過一個資料集檔案的上限；請來源平臺拆成幾個資料集`,
    };
  }
  return record;
}

const OID = /^[0-2](?:\.(?:0|[1-9]\d*)){2,30}$/;
const AGENCY_CODE = /^[A-Za-z0-9_]{10}$/;

/** An OID from `2.16.886…` or `2.16.886…|機關名稱`. */
export function readOid(text: string | undefined): string | undefined {
  const oid = text?.replace(/\|.*$/s, "").trim();
  return oid !== undefined && oid.length < 200 && OID.test(oid) ? oid : undefined;
}

/** A ten-character agency code. */
export const readAgencyCode = (text: string | undefined): string | undefined =>
  text !== undefined && AGENCY_CODE.test(text.trim()) ? text.trim() : undefined;
