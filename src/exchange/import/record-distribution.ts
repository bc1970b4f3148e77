import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import type { YamlValue } from "../yaml-writer.ts";
import { readAddress } from "./addresses.ts";
import { formatOfAddress, readCharset } from "./formats.ts";
import { isObject, type JsonObject } from "./json-document.ts";
import { isBlank, type RecordReader, textOf } from "./record-reader.ts";
import { formatCode } from "./terms.ts";
import { cleanSeen } from "./text.ts";
import { TRANSFORMS } from "./values.ts";

/** Most distributions of a dataset. */
export const MOST_DISTRIBUTIONS: number = datasetSchema.properties.distribution.maxItems;
const RESOURCE_ID = new RegExp(datasetSchema.$defs.distribution.properties.resourceID.pattern);

/** A value with the name under which the record has it. */
export interface Part {
  name: string;
  value: unknown;
}

/** What a record tells of one distribution, by what it is for; several values for one thing stand best first. */
export interface DistributionParts {
  /** An address of which nobody says whether it downloads a file; its format decides. */
  address?: Part | undefined;
  downloadURL?: Part | undefined;
  accessURL?: Part | undefined;
  formats?: readonly Part[];
  charset?: Part | undefined;
  descriptions?: readonly Part[];
  modified?: Part | undefined;
  metadata?: Part | undefined;
  id?: Part | undefined;
  /** What has no field. */
  rest?: readonly Part[];
}

/**
 * Reads a record's list of distributions, up to as many as a dataset may have. What is no object is kept.
 * @param name of the list in the record
 * @param partsOf what an object of the list tells
 */
export function readDistributionList(
  reader: RecordReader,
  entries: readonly unknown[],
  name: string,
  partsOf: (entry: JsonObject) => DistributionParts,
): Record<string, YamlValue>[] {
  if (entries.length > MOST_DISTRIBUTIONS) reader.note("too-many-distributions", name, `${entries.length}`);
  return entries.slice(0, MOST_DISTRIBUTIONS).flatMap((entry, index) => {
    const place = `${name}[${index}]`;
    if (!isObject(entry)) {
      reader.keep(place, entry);
      return [];
    }
    const distribution = readDistribution(reader, partsOf(entry), place);
    return distribution ? [distribution] : [];
  });
}

type Address = "accessURL" | "downloadURL";

/**
 * Reads one distribution of a record into the reader's `unmapped` and notes.
 * @param place where it stands in the record, such as `resources[2]`
 * @returns fields of a distribution, without `resourceID` unless the record has a sound one; undefined without an
 *   address, when everything it says is kept
 */
export function readDistribution(
  reader: RecordReader,
  parts: DistributionParts,
  place: string,
): Record<string, YamlValue> | undefined {
  const at = (part: Part) => `${place}.${part.name}`;
  const given = [parts.downloadURL, parts.accessURL, parts.address];
  if (given.every((part) => addressOf(part) === undefined)) {
    const all = [
      ...given,
      ...(parts.formats ?? []),
      parts.charset,
      ...(parts.descriptions ?? []),
      parts.modified,
      parts.metadata,
    ];
    for (const part of [...all, ...(parts.rest ?? [])]) if (part) reader.keep(at(part), part.value);
    reader.note("no-address", place);
    return undefined;
  }
  const result: Record<string, YamlValue> = {};
  const id = parts.id && textOf(parts.id.value);
  if (id !== undefined && RESOURCE_ID.test(id)) result.resourceID = id;
  describe(reader, parts, result, at);
  const format = readFormatOf(reader, parts, at);
  if (format !== undefined) result.format = format;
  readCharsetOf(reader, parts, result, at);
  readModified(reader, parts, result, at);
  setAddresses(reader, parts, format, result, at);
  if (parts.metadata && !isBlank(parts.metadata.value)) {
    const url = addressOf(parts.metadata);
    if (url) result.metadataSourceOfData = url;
    else reader.keep(at(parts.metadata), parts.metadata.value);
  }
  for (const part of parts.rest ?? []) reader.keep(at(part), part.value);
  return result;
}

/** The first http(s) address of a value: itself, or of a list or an object such as `{"@id": …}`. */
function addressOf(part: Part | undefined): string | undefined {
  if (!part || isBlank(part.value)) return undefined;
  const value = Array.isArray(part.value) ? part.value[0] : part.value;
  const text = typeof value === "object" && value !== null ? (value as { "@id"?: unknown })["@id"] : value;
  return typeof text === "string" ? readAddress(text)?.url : undefined;
}

type At = (part: Part) => string;
type Result = Record<string, YamlValue>;

/** The first text describes the resource; a further one that says something else is kept. */
function describe(
  reader: RecordReader,
  { descriptions = [] }: DistributionParts,
  result: Result,
  at: At,
): void {
  for (const part of descriptions) {
    if (isBlank(part.value)) continue;
    const text =
      typeof part.value === "object" ? "" : reader.text("resourceDescription", textOf(part.value), at(part));
    if (text !== "" && result.resourceDescription === undefined) result.resourceDescription = text;
    else if (text !== result.resourceDescription) reader.keep(at(part), part.value);
  }
}

function readFormatOf(reader: RecordReader, parts: DistributionParts, at: At): string | undefined {
  let format: string | undefined;
  for (const part of parts.formats ?? []) {
    if (isBlank(part.value)) continue;
    const code =
      typeof part.value === "object" ? undefined : formatCode(textOf(part.value), reader.vocabularies);
    if (code === undefined) {
      reader.note("format-unknown", at(part));
      reader.keep(at(part), part.value);
    }
    format ??= code;
  }
  if (format !== undefined) return format;
  const url = addressOf(parts.downloadURL) ?? addressOf(parts.address) ?? addressOf(parts.accessURL)!;
  const inferred = formatOfAddress(url, reader.vocabularies);
  if (inferred !== undefined) reader.note("format-inferred", at({ name: "format", value: inferred }));
  return inferred;
}

function readCharsetOf(reader: RecordReader, { charset }: DistributionParts, result: Result, at: At): void {
  if (!charset || isBlank(charset.value)) return;
  const text = textOf(charset.value);
  const { charsets } = reader.vocabularies;
  const code = charsets.has(text) ? text : readCharset(text, reader.vocabularies);
  if (code !== undefined) {
    result.characterSetCode = code;
    return;
  }
  reader.note("charset-unknown", at(charset));
  reader.keep(at(charset), charset.value);
}

function readModified(reader: RecordReader, { modified }: DistributionParts, result: Result, at: At): void {
  if (!modified || isBlank(modified.value)) return;
  const text = textOf(modified.value);
  const time = reader.instant(modified.value);
  const reading = TRANSFORMS.dateTime(time ?? text, "resourceModified", reader.vocabularies);
  const value = reading.fields?.resourceModified;
  if (value === undefined) {
    reader.note("date-refused", at(modified));
    reader.keep(at(modified), modified.value);
    return;
  }
  if (value !== text) reader.note("date-mended", at(modified), `${cleanSeen(text, false).text} → ${value}`);
  result.resourceModified = value as string;
}

/**
 * An address that both names give is one: a file's downloads, anything else's gives access. DCAT demands an access
 * address of every distribution, so that a file's stands twice.
 */
function setAddresses(
  reader: RecordReader,
  parts: DistributionParts,
  format: string | undefined,
  result: Result,
  at: At,
): void {
  const kind = (format === undefined ? undefined : reader.vocabularies.formats.get(format)?.kind) ?? "file";
  const own: Address = kind === "file" ? "downloadURL" : "accessURL";
  const set = (part: Part | undefined, name: Address) => {
    if (!part || isBlank(part.value)) return;
    const url = addressOf(part);
    if (url === undefined) {
      reader.note("address-refused", at(part));
      reader.keep(at(part), part.value);
      return;
    }
    if (url !== textOf(part.value).trim() && typeof part.value === "string")
      reader.note("address-mended", at(part));
    result[name] = url;
  };
  const [download, access] = [addressOf(parts.downloadURL), addressOf(parts.accessURL)];
  if (download !== undefined && download === access) set(parts.downloadURL, own);
  else {
    set(parts.downloadURL, "downloadURL");
    set(parts.accessURL, "accessURL");
    if (download !== undefined && access !== undefined) reader.note("two-addresses", at(parts.accessURL!));
  }
  if (result.downloadURL === undefined && result.accessURL === undefined) set(parts.address, own);
  else if (
    parts.address &&
    addressOf(parts.address) !== result.downloadURL &&
    addressOf(parts.address) !== result.accessURL
  ) {
    reader.keep(at(parts.address), parts.address.value);
  }
}
