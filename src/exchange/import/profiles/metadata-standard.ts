import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import {
  collect,
  isObject,
  type JsonObject,
  limitRecords,
  listOf,
  own,
  ownText,
  parseJsonDocument,
  parseJsonText,
  textOfDocument,
} from "../json-document.ts";
import { type DistributionParts, type Part, readDistributionList } from "../record-distribution.ts";
import {
  FIELD_READS,
  isBlank,
  type ReadableField,
  RecordReader,
  readContactName,
  titleText,
} from "../record-reader.ts";
import {
  finishRecord,
  readAgencyCode,
  readOid,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "../source-record.ts";
import { licenceCode } from "../terms.ts";
import { readWithdrawal } from "../withdrawal.ts";

/**
 * JSON of the metadata standard (資料集詮釋資料標準規範 104.07 柒三, English names of the fields), as
 * 政府資料開放跨平臺介接規範 exchanges it: one record, in an envelope or not, a list, or one a line.
 */

/** Fields that are read otherwise than by their own name. */
const SPECIAL = new Set(
  "identifier title publisher publisherOID publisherOrgCode license licenseURL licenseName keyword type distribution x-catalogue publisherContactName".split(
    " ",
  ),
);
const DISTRIBUTION_READ = new Set(
  "resourceID resourceDescription format characterSetCode resourceModified accessURL downloadURL metadataSourceOfData".split(
    " ",
  ),
);

/**
 * Reads a document of the metadata standard's JSON.
 * @throws SourceError when it holds no records, or only their identifiers
 */
export function readMetadataStandard(document: SourceDocument, vocabularies: Vocabularies): SourcePage {
  const { url } = document;
  const items = itemsOf(document);
  if (items.length > 0 && items.every((item) => typeof item === "string")) {
    throw new SourceError(
      `${url} 只有資料集編號，沒有內容；請改用提供詮釋資料的網址（單筆、清單或 JSON Lines）`,
    );
  }
  limitRecords(items.length, url);
  return collect<SourceRecord>(
    items,
    (index) => `[${index}]`,
    (item) => readRecord(item, vocabularies),
  );
}

/** Each line an object of its own: JSON Lines. */
const LINES = /^\s*\{[^\n]*\}\s*\n\s*\{/;

function itemsOf(document: SourceDocument): unknown[] {
  const text = textOfDocument(document);
  if (LINES.test(text.slice(0, 1_000_000)) && !/^\s*\{\s*\n/.test(text)) {
    const lines = text.split("\n");
    limitRecords(lines.length, document.url);
    return lines.flatMap((line, index) =>
      line.trim() === "" ? [] : [parseJsonText(line, `${document.url} 第 ${index + 1} 行`)],
    );
  }
  const value = parseJsonDocument(document);
  if (own(value, "success") === false) {
    throw new SourceError(`${document.url} 回報失敗（success 為 false）；請確認網址與編號`);
  }
  const result = isObject(value) && Object.hasOwn(value, "result") ? value.result : value;
  if (Array.isArray(result)) return result;
  if (isObject(result) && Object.hasOwn(result, "title")) return [result];
  throw new SourceError(
    `${document.url} 不是資料集詮釋資料標準規範的 JSON：找不到 title 或 result；請確認網址與 harvest.profile`,
  );
}

function readRecord(
  given: unknown,
  vocabularies: Vocabularies,
): SourceRecord | { problem: string } | undefined {
  if (!isObject(given)) return { problem: "不是物件，未取用" };
  const extension = own(given, "x-catalogue");
  const item = asWritten(given, own(extension, "asWritten"));
  // A withdrawn dataset's tombstone offers nothing.
  if (own(extension, "status") === "withdrawn") return undefined;
  const reader = new RecordReader(vocabularies, "taipei");
  readExtension(reader, extension);
  readLicence(reader, item, extension);
  const typeCode = ownText(extension, "typeCode");
  reader.field("type", typeCode ?? own(item, "type"), "type");
  reader.keywords(own(item, "keyword"), "keyword");
  readContactName(reader, own(item, "publisherContactName"), "publisherContactName");
  for (const [name, value] of Object.entries(item)) {
    if (SPECIAL.has(name)) continue;
    if (Object.hasOwn(FIELD_READS, name)) reader.field(name as ReadableField, value, name);
    else reader.keep(name, value);
  }
  const distributions = readDistributionList(
    reader,
    listOf(own(item, "distribution")),
    "distribution",
    partsOf,
  );
  return finishRecord(
    {
      sourceID: ownText(item, "identifier"),
      title: { text: titleText(own(item, "title")), place: "title" },
      publisher: {
        name: titleText(own(item, "publisher")),
        code: readAgencyCode(ownText(item, "publisherOrgCode")),
        oid: readOid(ownText(item, "publisherOID")),
      },
    },
    reader.settled(),
    distributions,
    "distribution",
  );
}

/**
 * A record with the texts that this catalogue's own output had to cut or encode for the official schema put back:
 * `title`, or `<resourceID>.downloadURL` of a distribution.
 */
function asWritten(item: JsonObject, texts: unknown): JsonObject {
  if (!isObject(texts)) return item;
  const restored = (object: JsonObject, prefix: string): JsonObject => {
    const entries = Object.entries(object).map(([name, value]) => [
      name,
      ownText(texts, prefix + name) ?? value,
    ]);
    return Object.fromEntries(entries);
  };
  const distribution = listOf(own(item, "distribution")).map((entry) => {
    const id = ownText(entry, "resourceID");
    return isObject(entry) && id !== undefined ? restored(entry, `${id}.`) : entry;
  });
  const record = restored(item, "");
  return Object.hasOwn(item, "distribution") ? { ...record, distribution } : record;
}

/** What this catalogue's own output adds under `x-catalogue` and is a field of a dataset's file. */
function readExtension(reader: RecordReader, extension: unknown): void {
  const place = (name: string) => `x-catalogue.${name}`;
  reader.field("dataClass", own(extension, "dataClass"), place("dataClass"));
  reader.field("releaseDate", own(extension, "releaseDate"), place("releaseDate"));
  reader.field("legacyID", own(extension, "legacyID"), place("legacyID"));
  reader.field("publisherContactHonorific", own(extension, "honorific"), place("honorific"));
  readWithdrawal(reader, own(extension, "withdrawal"), place("withdrawal"));
}

/** The licence's code in our own output, else its Chinese name and address (柒三（七）（八）). */
function readLicence(reader: RecordReader, item: JsonObject, extension: unknown): void {
  const code = ownText(extension, "licenseCode");
  const address = { name: "licenseURL", value: own(item, "licenseURL") };
  const known = code !== undefined && code !== "other" && licenceCode(code, reader.vocabularies) === code;
  reader.licence(
    [{ name: "license", value: known ? code : own(item, "license") }],
    isBlank(address.value) ? undefined : address,
  );
}

function partsOf(entry: JsonObject): DistributionParts {
  const part = (name: string): Part => ({ name, value: own(entry, name) });
  return {
    downloadURL: part("downloadURL"),
    accessURL: part("accessURL"),
    formats: [part("format")],
    charset: part("characterSetCode"),
    metadata: part("metadataSourceOfData"),
    descriptions: [part("resourceDescription")],
    modified: part("resourceModified"),
    id: part("resourceID"),
    rest: Object.keys(entry)
      .filter((name) => !DISTRIBUTION_READ.has(name))
      .map(part),
  };
}
