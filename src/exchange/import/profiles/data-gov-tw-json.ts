import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import { parseJsonRows } from "../../csv.ts";
import {
  collect,
  isObject,
  type JsonObject,
  limitRecords,
  listOf,
  own,
  ownText,
  parseJsonDocument,
} from "../json-document.ts";
import { readNamed } from "../names.ts";
import { type DistributionParts, type Part, readDistributionList } from "../record-distribution.ts";
import { isBlank, RecordReader, readContactName, titleText } from "../record-reader.ts";
import {
  finishRecord,
  readOid,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "../source-record.ts";
import { asSource, readRows } from "../source-rows.ts";
import { dataGovTw } from "./data-gov-tw.ts";

/**
 * JSON of data.gov.tw: the export with 22 columns as a list of objects, and the v2 interface as far as it is known
 * (its published example breaks off within the first distribution, so that names there are read by several guesses).
 */

/** v2's names and our fields. */
const FIELDS = {
  description: "description",
  categoryService: "categoryCode",
  spatialCoverage: "spatial",
  language: "language",
  relatedUrl: "landingPage",
  notes: "notes",
  coverageStartedDate: "temporalCoverageFrom",
  coverageEndedDate: "temporalCoverageTo",
  publishedDate: "issued",
  modifiedDate: "modified",
  publisherContactPhone: "publisherContactPhone",
  publisherContactEmail: "publisherContactEmail",
} as const;

const READ = new Set([
  ...Object.keys(FIELDS),
  ..."datasetid datasetId identifier title dataProvider type license cost publisherOID publisherContactName updateFrequency keyword distribution".split(
    " ",
  ),
]);

/** What may name a distribution's parts, most certain first. */
const RESOURCE = {
  address: ["resourceDownloadUrl", "resourceDownloadURL"],
  downloadURL: ["downloadURL"],
  accessURL: ["resourceAccessUrl", "resourceAccessURL", "accessURL"],
  formats: ["resourceFormat", "format"],
  charset: ["resourceCharacterEncoding", "resourceEncoding", "characterSetCode", "encoding"],
  descriptions: ["resourceDescription"],
  modified: ["resourceModifiedDate", "resourceModified", "modifiedDate"],
  metadata: ["metadataSourceOfData", "resourceMetadataUrl"],
  id: ["resourceId", "resourceID"],
} as const;

/**
 * Reads a document of data.gov.tw's JSON.
 * @throws SourceError when it is neither form
 */
export function readDataGovTwJson(document: SourceDocument, vocabularies: Vocabularies): SourcePage {
  const value = parseJsonDocument(document);
  const { url } = document;
  if (own(value, "success") === false)
    throw new SourceError(`${url} 回報失敗（success 為 false）；請確認網址`);
  const result = isObject(value) && Object.hasOwn(value, "result") ? value.result : value;
  const inner = own(result, "results") ?? own(result, "datasets") ?? result;
  const items = listOf(inner);
  limitRecords(items.length, url);
  const isExport = (item: unknown) => isObject(item) && Object.hasOwn(item, "資料集識別碼");
  if (items.some(isExport)) return readExport(items, url, vocabularies);
  if (items.length > 0 && !items.some((item) => own(item, "title") !== undefined)) {
    throw new SourceError(
      `${url} 不是 data.gov.tw 的資料集 JSON：找不到 title 或「資料集識別碼」；請確認網址`,
    );
  }
  const page = collect<SourceRecord>(
    items,
    (index) => `result[${index}]`,
    (item) => readRecord(item, vocabularies),
  );
  const next = ownText(value, "next") ?? ownText(result, "next");
  const total = own(value, "total") ?? own(result, "total");
  return {
    ...page,
    ...(next !== undefined && URL.canParse(next, url) ? { next: new URL(next, url).href } : {}),
    ...(typeof total === "number" && Number.isSafeInteger(total) && total >= 0 ? { total } : {}),
  };
}

/** Rows that are no objects are told; the others are read as the table that they are. */
function readExport(items: unknown[], url: string, vocabularies: Vocabularies): SourcePage {
  const rows = items.filter(isObject);
  const page = asSource(url, () =>
    readRows(dataGovTw, parseJsonRows(JSON.stringify(rows)), url, vocabularies),
  );
  const strange = items.length - rows.length;
  if (strange > 0) page.problems.push({ place: url, message: `有 ${strange} 項不是物件，未取用` });
  return page;
}

function readRecord(item: unknown, vocabularies: Vocabularies): SourceRecord | { problem: string } {
  if (!isObject(item)) return { problem: "不是物件，未取用" };
  const reader = new RecordReader(vocabularies, "taipei");
  for (const [name, field] of Object.entries(FIELDS) as [
    keyof typeof FIELDS,
    (typeof FIELDS)[keyof typeof FIELDS],
  ][]) {
    reader.field(field, own(item, name), name);
  }
  readContactName(reader, own(item, "publisherContactName"), "publisherContactName");
  reader.field("type", own(item, "type"), "type");
  reader.keywords(own(item, "keyword"), "keyword");
  // The interface writes the open licence as 1 and no charge as free.
  reader.licence([{ name: "license", value: own(item, "license") }]);
  const cost = own(item, "cost");
  reader.field("cost", cost === "free" ? "免費" : cost, "cost");
  readFrequencyOf(reader, own(item, "updateFrequency"));
  readColumns(reader, item);
  for (const [name, value] of Object.entries(item)) {
    if (!READ.has(name)) readNamed(reader, name, value, name);
  }
  const oid = ownText(item, "publisherOID");
  const id = ownText(item, "datasetid") ?? ownText(item, "datasetId");
  const identifier = ownText(item, "identifier");
  if (id !== undefined && /^\d{1,9}$/.test(id)) reader.set("legacyID", id, "datasetid");
  if (id !== undefined && identifier !== undefined && id !== identifier)
    reader.keep("identifier", identifier);
  const provider = titleText(own(item, "dataProvider"));
  const name = titleText(oid?.split("|")[1]) ?? provider;
  if (provider !== name) reader.keep("dataProvider", provider);
  const entries = listOf(own(item, "distribution"));
  // The amount of the only resource is the dataset's.
  const isAmount =
    entries.length === 1 && reader.field("numberOfData", own(entries[0], "resourceAmount"), "resourceAmount");
  const known = isAmount ? ["resourceField", "resourceAmount"] : ["resourceField"];
  const distributions = readDistributionList(reader, entries, "distribution", (entry) =>
    partsOf(entry, known),
  );
  return finishRecord(
    {
      sourceID: id ?? identifier,
      title: { text: titleText(own(item, "title")), place: "title" },
      publisher: { name, oid: readOid(oid) },
    },
    reader.settled(),
    distributions,
    "distribution",
  );
}

/** `{regularupdate: "1", Frequency: "1", unittime: "日"}`, or a text. */
function readFrequencyOf(reader: RecordReader, value: unknown): void {
  if (!isObject(value)) {
    reader.field("accrualPeriodicity", value, "updateFrequency");
    return;
  }
  const [count, unit] = [
    ownText(value, "Frequency") ?? ownText(value, "frequency"),
    ownText(value, "unittime"),
  ];
  const isRegular = ownText(value, "regularupdate") !== "0";
  if (!isRegular && count === undefined) {
    reader.field("accrualPeriodicity", "不定期", "updateFrequency");
    return;
  }
  const isCounted = isRegular && count !== undefined && /^\d{1,4}$/.test(count);
  if (isCounted && unit !== undefined)
    reader.field("accrualPeriodicity", `每${count}${unit}`, "updateFrequency");
  else reader.keep("updateFrequency", value);
}

/** 主要欄位說明 is told for each resource, as a list of names with descriptions; the first that has one is the dataset's. */
function readColumns(reader: RecordReader, item: JsonObject): void {
  for (const [index, resource] of listOf(own(item, "distribution")).entries()) {
    const columns = listOf(own(resource, "resourceField")).flatMap((column) => {
      const [name, label] = [ownText(column, "name"), ownText(column, "description")];
      return name === undefined ? [] : [label === undefined ? name : `${name}(${label})`];
    });
    if (columns.length > 0)
      reader.field("fieldDescription", columns.join("、"), `distribution[${index}].resourceField`);
  }
}

/** @param known members that are read elsewhere */
function partsOf(entry: JsonObject, known: readonly string[]): DistributionParts {
  const taken = new Set(known);
  const part = (candidates: readonly string[]): Part | undefined => {
    const name = candidates.find((candidate) => !isBlank(own(entry, candidate)));
    if (name === undefined) return undefined;
    taken.add(name);
    return { name, value: own(entry, name) };
  };
  const [format, description] = [part(RESOURCE.formats), part(RESOURCE.descriptions)];
  return {
    address: part(RESOURCE.address),
    downloadURL: part(RESOURCE.downloadURL),
    accessURL: part(RESOURCE.accessURL),
    ...(format ? { formats: [format] } : {}),
    charset: part(RESOURCE.charset),
    ...(description ? { descriptions: [description] } : {}),
    modified: part(RESOURCE.modified),
    metadata: part(RESOURCE.metadata),
    id: part(RESOURCE.id),
    rest: Object.keys(entry)
      .filter((name) => !taken.has(name))
      .map((name) => ({ name, value: own(entry, name) })),
  };
}
