import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import { dataGovTw } from "./profiles/data-gov-tw.ts";
import { municipalColumns } from "./profiles/municipal.ts";
import { FIELD_READS, type ReadableField, type RecordReader } from "./record-reader.ts";
import { licenceCode } from "./terms.ts";

/** Names by which other platforms call our fields in places that are free to name. */

/** Names without regard to width, case, blanks, underscores and hyphens. */
const folded = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-:：]+/g, "");

/** What ckanext-dcat and other extensions call them. */
const OTHER_NAMES: Readonly<Record<string, ReadableField>> = {
  frequency: "accrualPeriodicity",
  update_frequency: "accrualPeriodicity",
  contact_name: "publisherContactName",
  contact_phone: "publisherContactPhone",
  contact_email: "publisherContactEmail",
  temporal_start: "temporalCoverageFrom",
  temporal_end: "temporalCoverageTo",
  landing_page: "landingPage",
  license_name: "licenseName",
  theme: "categoryCode",
  category: "categoryCode",
  spatial_coverage: "spatial",
  資料提供屬性: "type",
  關鍵字: "keyword",
  標籤: "keyword",
};

function namesOfFields(): Map<string, ReadableField> {
  const names = new Map<string, ReadableField>();
  const add = (name: string, field: ReadableField) => {
    if (!names.has(folded(name))) names.set(folded(name), field);
  };
  const properties = datasetSchema.properties as Record<string, { title: string; "x-en": string }>;
  for (const field of Object.keys(FIELD_READS) as ReadableField[]) add(field, field);
  for (const field of Object.keys(FIELD_READS) as ReadableField[]) {
    add(properties[field]!.title, field);
    add(properties[field]!["x-en"], field);
  }
  for (const column of [...dataGovTw.columns, ...municipalColumns]) {
    if (!("field" in column) || !Object.hasOwn(FIELD_READS, column.field)) continue;
    for (const name of [column.heading, ...(column.aliases ?? [])]) add(name, column.field as ReadableField);
  }
  for (const [name, field] of Object.entries(OTHER_NAMES)) add(name, field);
  return names;
}

const NAMES = namesOfFields();

/** The field that a free name means; undefined for a name that is none of ours. */
export const fieldOfName = (name: string): ReadableField | undefined => NAMES.get(folded(name));

/** Some platforms put a list or a mapping into a text field as JSON. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "string" || !/^(?:\["|\{")/.test(value) || value.length > 20_000) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Reads a value under a free name into the field that the name means, or keeps it under that name. */
export function readNamed(reader: RecordReader, name: string, value: unknown, place: string): void {
  const field = fieldOfName(name);
  if (field === undefined) reader.keep(place, value);
  else if (field === "keyword") reader.keywords(unpacked(value), place);
  else if (field === "licenseURL" && repeatsLicence(reader, value)) return;
  else if (field === "license") reader.licence([{ name: place, value }]);
  else reader.field(field, unpacked(value), place);
}

/** The address of a licence that the vocabulary holds says nothing new. */
const repeatsLicence = (reader: RecordReader, value: unknown): boolean =>
  typeof value === "string" &&
  reader.fields.license !== undefined &&
  licenceCode(value, reader.vocabularies) === reader.fields.license;

/** Names of a distribution's own fields in free places. */
const CHARSET = new Set(["charactersetcode", "characterset", "charset", "encoding", "編碼格式", "編碼"]);
const METADATA = new Set(["metadatasourceofdata", "領域別詮釋資料參考網址", "領域別詮釋資料網址"]);
export const isCharsetName = (name: string): boolean => CHARSET.has(folded(name));
export const isMetadataName = (name: string): boolean => METADATA.has(folded(name));
