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
} from "../json-document.ts";
import { isCharsetName, isMetadataName, readNamed } from "../names.ts";
import { type DistributionParts, type Part, readDistributionList } from "../record-distribution.ts";
import { isBlank, RecordReader, readContactName, titleText } from "../record-reader.ts";
import {
  finishRecord,
  readAgencyCode,
  readOid,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "../source-record.ts";

/** DCAT-US 1.1 data.json (Project Open Data metadata schema), clean ones and such as are really found. */

const READ = new Set(
  (
    "@type @id title description keyword modified issued publisher contactPoint identifier accessLevel license rights spatial " +
    "temporal distribution accrualPeriodicity landingPage language theme"
  ).split(" "),
);
const DISTRIBUTION_READ = new Set(
  "@type @id title description accessURL downloadURL mediaType format describedBy modified".split(" "),
);

/**
 * Reads a data.json: the catalogue, a list of datasets, or one.
 * @throws SourceError when there are no datasets to be found in it
 */
export function readDcatUs(document: SourceDocument, vocabularies: Vocabularies): SourcePage {
  const value = parseJsonDocument(document);
  const list = isObject(value) && Object.hasOwn(value, "dataset") ? value.dataset : value;
  const isOne = isObject(list) && ["title", "identifier"].some((name) => Object.hasOwn(list, name));
  if (!Array.isArray(list) && !isOne) {
    throw new SourceError(`${document.url} 不是 data.json：找不到 dataset 清單；請確認網址`);
  }
  const items = listOf(list);
  limitRecords(items.length, document.url);
  return collect<SourceRecord>(
    items,
    (index) => `dataset[${index}]`,
    (item) => readDataset(item, vocabularies),
  );
}

function readDataset(item: unknown, vocabularies: Vocabularies): SourceRecord | { problem: string } {
  if (!isObject(item)) return { problem: "不是物件，未取用" };
  // A time without a zone is the platform's own, which here is Taiwan's.
  const reader = new RecordReader(vocabularies, "taipei");
  reader.field("description", own(item, "description"), "description");
  reader.keywords(own(item, "keyword"), "keyword");
  reader.field("landingPage", own(item, "landingPage"), "landingPage");
  reader.field("issued", own(item, "issued"), "issued");
  readModified(reader, item);
  // The specification's table writes a continuous update as one each second.
  const frequency = own(item, "accrualPeriodicity");
  reader.field("accrualPeriodicity", frequency === "R/PT1S" ? "即時" : frequency, "accrualPeriodicity");
  readTerms(reader, item);
  readCoverage(reader, item);
  readContact(reader, item);
  for (const [name, value] of Object.entries(item)) if (!READ.has(name)) readNamed(reader, name, value, name);
  const entries = listOf(own(item, "distribution")).map((entry) =>
    typeof entry === "string" ? { [BARE]: entry } : entry,
  );
  const distributions = readDistributionList(reader, entries, "distribution", partsOf);
  return finishRecord(
    {
      sourceID: ownText(item, "identifier") ?? ownText(item, "@id"),
      title: { text: titleText(own(item, "title")), place: "title" },
      publisher: readPublisher(reader, item),
    },
    reader.settled(isBlank(own(item, "rights")) && own(item, "accessLevel") === "public"),
    distributions,
    "distribution",
  );
}

/** `modified` may be an interval in DCAT-US, for data that change all the time: then it says how often. */
function readModified(reader: RecordReader, item: JsonObject): void {
  const value = own(item, "modified");
  if (typeof value !== "string" || !/^R\d*\/P/.test(value)) reader.field("modified", value, "modified");
  else if (isBlank(own(item, "accrualPeriodicity"))) reader.field("accrualPeriodicity", value, "modified");
  else if (value !== own(item, "accrualPeriodicity")) reader.keep("modified", value);
}

function readTerms(reader: RecordReader, item: JsonObject): void {
  const licence = own(item, "license");
  const isAddress = typeof licence === "string" && /^https?:\/\//i.test(licence);
  const part = { name: "license", value: licence };
  if (isAddress) reader.licence([], part);
  else reader.licence([part]);
  readLanguage(reader, own(item, "language"));
  for (const [index, theme] of listOf(own(item, "theme")).entries()) {
    const place = `theme[${index}]`;
    if (reader.fields.categoryCode === undefined) reader.field("categoryCode", theme, place);
    else reader.keep(place, theme);
  }
  const level = own(item, "accessLevel");
  // What is open to all is 甲類 as anything else that says no more; the third level, non-public, is no open data.
  if (level === "restricted public") reader.set("dataClass", "乙", "accessLevel");
  else if (level !== "public") reader.keep("accessLevel", level);
  const rights = own(item, "rights");
  // As this catalogue writes it; what law and which address follow, no reader can tell apart with certainty.
  if (typeof rights === "string" && /(?:^|；)付費(?:[，；]|$)/.test(rights))
    reader.set("cost", "付費", "rights");
  reader.keep("rights", rights);
}

function readLanguage(reader: RecordReader, value: unknown): void {
  const [first, ...others] = listOf(value).filter((item) => !isBlank(item));
  reader.field("language", first, "language");
  for (const other of others) reader.keep("language", other);
}

/** `temporal` is `from/to`, each end a date or a time; an end that is no date keeps the whole text. */
function readCoverage(reader: RecordReader, item: JsonObject): void {
  const spatial = own(item, "spatial");
  if (isObject(spatial)) reader.keep("spatial", spatial);
  else reader.field("spatial", spatial, "spatial");
  const temporal = own(item, "temporal");
  const ends = typeof temporal === "string" ? temporal.split("/") : [];
  if (ends.length !== 2 || ends.some((end) => /^P/i.test(end.trim()))) {
    reader.keep("temporal", temporal);
    return;
  }
  // An open end is written `..` or left out.
  const [from, to] = ends.map((end) => end.trim().replace(/^\.\.$/, ""));
  reader.field("temporalCoverageFrom", from, "temporal");
  reader.field("temporalCoverageTo", to, "temporal");
}

function readContact(reader: RecordReader, item: JsonObject): void {
  const [contact, ...others] = listOf(own(item, "contactPoint"));
  for (const other of others) reader.keep("contactPoint", other);
  if (typeof contact === "string") {
    reader.field(
      contact.includes("@") ? "publisherContactEmail" : "publisherContactName",
      plainMail(contact),
      "contactPoint",
    );
    return;
  }
  readContactName(reader, own(contact, "fn"), "contactPoint.fn");
  reader.field(
    "publisherContactEmail",
    plainMail(own(contact, "hasEmail") ?? own(contact, "email")),
    "contactPoint.hasEmail",
  );
  const phone = own(contact, "hasTelephone") ?? own(contact, "phone");
  const text = typeof phone === "string" ? phone.replace(/^tel:/i, "") : phone;
  reader.field("publisherContactPhone", text, "contactPoint.hasTelephone");
}

/** A mail address without `mailto:` and what may follow it. */
const plainMail = (value: unknown): unknown =>
  typeof value === "string"
    ? value
        .trim()
        .replace(/^mailto:/i, "")
        .replace(/\?.*$/s, "")
    : value;

function readPublisher(reader: RecordReader, item: JsonObject) {
  const publisher = own(item, "publisher");
  if (isBlank(publisher)) return undefined;
  if (!isObject(publisher)) return { name: titleText(publisher) };
  const parent = own(publisher, "subOrganizationOf");
  // Whose part a publisher is, this catalogue knows from its own register of agencies.
  reader.keep("publisher.subOrganizationOf", isObject(parent) ? own(parent, "name") : parent);
  const id = ownText(publisher, "@id") ?? ownText(publisher, "identifier");
  const oid = ownText(publisher, "oid") ?? id?.replace(/^urn:oid:/i, "");
  return { name: titleText(own(publisher, "name")), code: readAgencyCode(id), oid: readOid(oid) };
}

/** A bare address in place of an object does not say whether it downloads. */
const BARE = "@value";

function partsOf(entry: JsonObject): DistributionParts {
  const part = (name: string): Part => ({ name, value: own(entry, name) });
  if (Object.hasOwn(entry, BARE)) {
    const others = Object.keys(entry).filter((name) => name !== BARE);
    return { address: part(BARE), rest: others.map(part) };
  }
  const rest = Object.keys(entry)
    .filter((name) => !DISTRIBUTION_READ.has(name))
    .map(part);
  const named = (is: (name: string) => boolean) =>
    rest.find(({ name, value }) => is(name) && !isBlank(value));
  const [charset, metadata] = [named(isCharsetName), named(isMetadataName)];
  const id = named((name) => name === "identifier" || name === "resourceID");
  return {
    accessURL: part("accessURL"),
    downloadURL: part("downloadURL"),
    formats: [part("format"), part("mediaType")],
    charset,
    metadata: metadata ?? part("describedBy"),
    descriptions: [part("description"), part("title")],
    modified: part("modified"),
    id: id ?? part("@id"),
    rest: rest.filter((other) => other !== charset && other !== metadata && other !== id),
  };
}
