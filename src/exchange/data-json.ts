import type { Agency, Catalogue, Contact, Dataset, Distribution } from "../catalogue/catalogue.ts";
import { formatOf } from "../catalogue/catalogue.ts";
import { absolute, dataJsonPath, datasetPath } from "./addresses.ts";
import { datasetBlocks } from "./blocks.ts";
import type { ExchangeContext } from "./dataset-json.ts";
import { rfc3339 } from "./dates.ts";
import type { Extent } from "./extent.ts";
import { Blocks, type OutputFile } from "./output-file.ts";
import { cut, present } from "./present.ts";
import { toUri } from "./uri.ts";

type Json = Record<string, unknown>;

const SCHEMA = "https://project-open-data.cio.gov/v1.1/schema";

/** Between two datasets. */
const SEPARATOR = ",\n";

/** A time with its offset, a day as it is. */
const dateOf = (value: string | undefined): string | undefined =>
  value !== undefined && value.length > 10 ? rfc3339(value) : value;

/** The latest change of record or resource that is known. */
function modifiedOf({ file }: Dataset): string | undefined {
  let last = file.modified;
  for (const { resourceModified } of file.distribution) {
    if (resourceModified !== undefined && (last === undefined || resourceModified > last))
      last = resourceModified;
  }
  return dateOf(last);
}

/** DCAT-US knows the interval of a rhythm, `irregular`, and no word for what is no longer updated. */
function frequencyOf({ frequency }: Dataset): string | undefined {
  if (!frequency) return undefined;
  if (frequency.group === "irregular") return "irregular";
  if (frequency.period === undefined) return undefined;
  // The specification's table writes a continuous update as one each second.
  return `R/${frequency.period === "PT0S" ? "PT1S" : frequency.period}`;
}

const organizationOf = ({ name, parent }: Agency): Json => ({
  "@type": "org:Organization",
  name,
  ...(parent ? { subOrganizationOf: organizationOf(parent) } : {}),
});

/** What the schema takes for an address of mail. */
const MAIL = /^[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+$/;

/** The first of the contacts that has an address of mail: the publisher's, its parent's, the platform's operator. */
function contactPoint(dataset: Dataset, { settings }: ExchangeContext): Json {
  const named = (contact: Contact, organisation: string) => ({
    name: contact.name ? `${contact.name}${contact.honorific ? ` ${contact.honorific}` : ""}` : organisation,
    email: contact.email,
  });
  const operator = { name: settings.operator ?? settings.name, email: settings.email };
  const contacts = [
    named(dataset.contact, dataset.publisher),
    named(dataset.organizationContact, dataset.organization),
    operator,
  ];
  const { name, email } = contacts.find((contact) => MAIL.test(contact.email ?? "")) ?? operator;
  return { "@type": "vcard:Contact", fn: name, ...(email ? { hasEmail: `mailto:${email}` } : {}) };
}

/** Lengths in characters, and a number of keywords, that the schema allows. */
const LONGEST = { rights: 255, description: 10_000, keyword: 1000, keywords: 1000 } as const;

/** Why a dataset is not wholly public, and a licence that has no address. */
function rightsOf({ file, licence, dataClass, cost }: Dataset): string | undefined {
  const parts = [
    dataClass === "乙" ? "乙類（有限度利用資料）" : "",
    cost === "付費"
      ? `付費${file.costLaw ? `，依據 ${file.costLaw}` : ""}${file.costURL ? `，${file.costURL}` : ""}`
      : "",
    licence && (dataClass === "乙" || toUri(licence.url ?? "") === undefined) ? licence.zh : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  return cut(parts.join("；"), LONGEST.rights);
}

function keywordsOf({ file, category, publisher }: Dataset): string[] {
  const keywords = file.keyword?.length ? file.keyword : [category?.zh ?? publisher];
  return keywords.slice(0, LONGEST.keywords).map((keyword) => cut(keyword, LONGEST.keyword));
}

/** An interval; the schema has no form for one that is open at an end. */
const temporalOf = ({ file: { temporalCoverageFrom: from, temporalCoverageTo: to } }: Dataset) =>
  from !== undefined && to !== undefined ? `${from}/${to}` : undefined;

function distributionOf(distribution: Distribution, { vocabularies }: ExchangeContext): Json {
  const format = formatOf(distribution.format, vocabularies);
  const downloadURL = toUri(distribution.downloadURL ?? "");
  return present<Json>({
    "@type": "dcat:Distribution",
    title: distribution.resourceDescription,
    format: distribution.format,
    // Mandatory beside a download address; a type that nobody knows is a stream of bytes (RFC 2046 4.5.1).
    mediaType: format.mediaType ?? (downloadURL === undefined ? undefined : "application/octet-stream"),
    downloadURL,
    accessURL: toUri(distribution.accessURL ?? ""),
    describedBy: toUri(distribution.metadataSourceOfData ?? ""),
  });
}

/**
 * A dataset by DCAT-US 1.1 (project-open-data.cio.gov/v1.1/schema, "non-federal": no bureauCode and no programCode).
 *
 * Eight properties are mandatory. Where an incomplete import lacks one, this stands for it:
 * - `description`: the title;
 * - `keyword`: the name of the category, else of the publisher;
 * - `modified`: the day of release, else the catalogue's day, on which the record certainly stood so;
 * - `contactPoint`: the parent organisation's contact, else the platform's operator as its settings name it. Without
 *   an address of mail in the settings, such a dataset has no `hasEmail` and does not satisfy the schema;
 * - `accessLevel`: `public`, since the dataset is in public view; 乙類 is `restricted public`.
 *
 * `modified` is the later of the record's and its resources' times, as the specification wants it. A resource's
 * description is its title. `references` leads to the dataset's page and the explanation of its charge.
 * @param dataset one in view
 */
export function dcatUsDataset(dataset: Dataset, context: ExchangeContext): Json {
  const { file, licence, category } = dataset;
  const page = absolute(context, datasetPath(dataset.identifier));
  return present<Json>({
    "@type": "dcat:Dataset",
    identifier: dataset.identifier,
    title: file.title,
    description: cut(file.description ?? file.title, LONGEST.description),
    keyword: keywordsOf(dataset),
    modified: modifiedOf(dataset) ?? dataset.released ?? context.today,
    issued: dateOf(file.issued),
    publisher: organizationOf(dataset.agency),
    contactPoint: contactPoint(dataset, context),
    accessLevel: dataset.dataClass === "乙" ? "restricted public" : "public",
    rights: rightsOf(dataset),
    license: toUri(licence?.url ?? ""),
    spatial: file.spatial,
    temporal: temporalOf(dataset),
    accrualPeriodicity: frequencyOf(dataset),
    language: dataset.language ? [dataset.language] : undefined,
    theme: category ? [category.zh] : undefined,
    landingPage: toUri(file.landingPage ?? ""),
    references: [...new Set([page, toUri(file.costURL ?? "") ?? page])],
    distribution: file.distribution.map((distribution) => distributionOf(distribution, context)),
  });
}

/**
 * `data.json`: every dataset in view by DCAT-US 1.1, one a line, in pieces.
 * @param context settings and day of the catalogue among it
 */
export function dataJson(catalogue: Catalogue, context: ExchangeContext, extent: Extent): OutputFile {
  const path = dataJsonPath(extent);
  const head = {
    "@context": `${SCHEMA}/catalog.jsonld`,
    "@id": absolute(context, path),
    "@type": "dcat:Catalog",
    conformsTo: SCHEMA,
    describedBy: `${SCHEMA}/catalog.json`,
  };
  const records = function* (datasets: readonly Dataset[]) {
    let separator = "";
    for (const dataset of datasets) {
      yield separator + JSON.stringify(dcatUsDataset(dataset, context));
      separator = SEPARATOR;
    }
  };
  return {
    path,
    content: new Blocks([
      { lines: () => [`${JSON.stringify(head).slice(0, -1)},"dataset":[\n`] },
      ...datasetBlocks(catalogue.datasets, context, records, SEPARATOR),
      { lines: () => ["\n]}\n"] },
    ]),
  };
}
