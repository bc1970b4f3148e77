import {
  addressOf,
  attributionOf,
  type Dataset,
  type DatasetFile,
  formatOf,
} from "../catalogue/catalogue.ts";
import { splitColumns } from "../catalogue/columns.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import { enumLabels, type FieldSchema, fieldAt, resolve, SCHEMAS } from "../catalogue/schema/fields.ts";
import { taipeiTime } from "../catalogue/today.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { ckanPackagePath, datasetRdfPath } from "../exchange/addresses.ts";
import { type Extent, hasDocuments } from "../exchange/extent.ts";
import type { HistoryRecord } from "../review/queues.ts";
import { attribute } from "./attribute.ts";
import { citationText } from "./citation.ts";
import { both, bothOf, formatNumber, type Label } from "./i18n.ts";

/*
 * From a dataset's record to what its page shows. Pure: no file, no context of the build, so that the same code shows
 * a draft in the browser. Texts come out as they are; whoever renders them escapes them.
 */

/** An address in each edition, or one that both share. */
export interface Target {
  zh: string;
  en?: string;
}

/** A piece of a value: a text that stays as it is, or a label in both languages; with or without a link. */
export interface Part {
  text?: string;
  label?: Label;
  /** Whether the text is a day or a moment, as `<time>` reads it. */
  time?: true;
  href?: Target;
  rel?: "license";
}

/** One row of the metadata. */
export interface Row {
  label: Label;
  parts: Part[];
}

export interface RowGroup {
  key: string;
  title: Label;
  rows: Row[];
}

/** One distribution as shown. */
export interface ResourceView {
  description?: string;
  /** Code and name of its format; no code where it is unknown. */
  code: string;
  format: Label;
  stars: number;
  /** Main address and what following it does; absent where the source gives none. */
  address?: { href: string; act: Label };
  rows: Row[];
}

export interface HistoryView {
  entry: HistoryEntry;
  act: Label;
}

/** One line of 資料集歷史紀錄 (manual, 資料審查者 1 a (c): 使用者、資料集狀態、審查意見、時間). */
export interface ReviewView {
  /** In Taipei, YYYY-MM-DD HH:MM. */
  time: string;
  user: string;
  status: string;
  opinion?: string;
  /** Its pull request. */
  number: number;
}

/** Everything that the body of a dataset's page shows. */
export interface DatasetView {
  identifier: string;
  title: string;
  /** Language of title and texts where it is not Chinese. */
  language?: string;
  description?: string;
  columns: string[];
  columnsLabel: Label;
  formatLabel: Label;
  resources: ResourceView[];
  stars: { count: number; label: Label; meaning?: Label };
  groups: RowGroup[];
  attribution: string;
  citation: Label;
  history: HistoryView[];
  reviews: ReviewView[];
  withdrawal?: { reason: Label; explanation: string; date: string };
  relisted?: Label;
  /** What an imported record lacks. */
  missing?: { note: Label; fields: Label };
}

/** Addresses that the page's surroundings know; a draft has none of them. */
export interface DatasetLinks {
  /** Absolute address of the page, for the citation. */
  page: string;
  agency: Target;
  ministry: Target;
  category?: Target;
  stars: Target;
  json?: string;
  yaml?: string;
  /** The record in other platforms' formats. */
  formats?: readonly { name: string; type: string; href: string }[];
  /** The form in Chinese, the file on GitHub in English. */
  edit?: Target;
  log?: string;
  /** Address of a pull request without its number, ending with a slash. */
  pull?: string;
}

/** What the links to a record's other formats say, where it has such documents; `base` is the site's base path. */
export function recordFormats(
  identifier: string,
  base: string,
  extent: Extent,
): NonNullable<DatasetLinks["formats"]> {
  if (!hasDocuments(extent)) return [];
  return [
    { name: "JSON-LD", type: "application/ld+json", href: base + datasetRdfPath(identifier, "jsonld") },
    { name: "Turtle", type: "text/turtle", href: base + datasetRdfPath(identifier, "ttl") },
    { name: "RDF/XML", type: "application/rdf+xml", href: base + datasetRdfPath(identifier, "rdf") },
    { name: "CKAN", type: "application/json", href: base + ckanPackagePath(identifier) },
  ];
}

export interface DatasetViewInput {
  dataset: Dataset;
  vocabularies: Vocabularies;
  /** Name of the catalogue, for the citation. */
  siteName: Label;
  history?: readonly HistoryEntry[];
  reviews?: readonly HistoryRecord[];
  links?: Partial<DatasetLinks>;
  /** A line for each distribution that was visited, by its id. */
  checks?: ReadonlyMap<string, Row> | undefined;
}

/** What the body of a dataset's page is drawn from. */
export interface DatasetRecord extends DatasetViewInput {
  bilingual: Bilingual;
  /** Closest first; without a publisher where that is the dataset's own. */
  related?: readonly { title: string; publisher?: Label; href: string }[];
}

const labelOf = (schema: FieldSchema | undefined, fallback: string): Label => ({
  zh: schema?.title ?? fallback,
  en: schema?.["x-en"] ?? fallback,
});

const labels = new Map<string, Label>();

/** A field's label; distributions' fields are `distribution.format` and so on. */
export function fieldLabel(field: string): Label {
  let label = labels.get(field);
  if (!label) {
    const path = field.split(".").flatMap((step) => (step === "distribution" ? [step, 0] : [step]));
    label = labelOf(fieldAt("dataset", field.includes(".") ? path : [field]), field);
    labels.set(field, label);
  }
  return label;
}

/** Only these schemes become links. */
export function isHttp(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//i.test(url);
}

const ACTS: Record<HistoryEntry["act"], Label> = {
  created: both("created"),
  modified: both("modified"),
  withdrawn: both("withdrawnAct"),
  relisted: both("relistedAct"),
  deleted: both("deletedAct"),
};
const UNKNOWN_FORMAT = both("unknownFormat");
const DOWNLOAD = both("download");
const OPEN = both("open");
const STARS = [both("starsUnknown"), ...[1, 2, 3, 4, 5].map((n) => bothOf("starsOf", n))];

/** A rating's label. */
export function starsLabel(count: number): Label {
  return STARS[count] ?? STARS[0]!;
}

const text = (value: string | undefined): Part[] => (value ? [{ text: value }] : []);
const day = (value: string | undefined): Part[] => (value ? [{ text: value, time: true }] : []);
const link = (url: string | undefined): Part[] =>
  isHttp(url) ? [{ text: url, href: { zh: url } }] : text(url);
const term = (label: Label | undefined, code?: string): Part[] => (label ? [{ label }] : text(code));

/** The tag of a dataset's own texts. `en` alone marks the labels that the page hides while it is read in Chinese. */
const textLanguage = (code: string) => (code === "en" ? "en-TW" : code);

/** What a dataset's page shows, from its record and whatever else is known. */
export function datasetView(input: DatasetViewInput): DatasetView {
  const { dataset, vocabularies, links = {} } = input;
  const { file } = dataset;
  const withdrawal = file.withdrawal;
  const star = vocabularies.stars.get(String(dataset.stars));
  const missing = missingFields(file);
  return {
    identifier: dataset.identifier,
    title: file.title,
    ...(dataset.language && dataset.language !== "zh" ? { language: textLanguage(dataset.language) } : {}),
    ...(file.description ? { description: file.description } : {}),
    columns: file.fieldDescription ? splitColumns(file.fieldDescription) : [],
    columnsLabel: fieldLabel("fieldDescription"),
    formatLabel: fieldLabel("distribution.format"),
    // What was withdrawn is not offered any longer, not even as an address.
    resources: dataset.withdrawn
      ? []
      : file.distribution.map((d) => resourceView(d, vocabularies, input.checks)),
    stars: {
      count: dataset.stars,
      label: starsLabel(dataset.stars),
      ...(star ? { meaning: { zh: star.zh, en: star.en } } : {}),
    },
    groups: rowGroups(dataset, vocabularies, links),
    attribution: attributionOf(dataset),
    citation: citationOf(dataset, input.siteName, links.page),
    history: (input.history ?? []).map((entry) => ({ entry, act: ACTS[entry.act] })),
    reviews: (input.reviews ?? []).map((record) => ({
      time: taipeiTime(new Date(record.at)),
      // The bot merges what was approved; its login says nothing to the public.
      user: record.account.endsWith("[bot]") ? "系統" : record.displayName,
      status: record.status,
      ...(record.opinion ? { opinion: record.opinion } : {}),
      number: record.number,
    })),
    ...(dataset.withdrawn && withdrawal
      ? {
          withdrawal: {
            reason: both(withdrawal.reason === "A" ? "reasonA" : "reasonB"),
            explanation: withdrawal.explanation,
            date: withdrawal.date,
          },
        }
      : {}),
    ...(!dataset.withdrawn && withdrawal?.relistedOn
      ? { relisted: bothOf("relistedNote", withdrawal.date, withdrawal.relistedOn) }
      : {}),
    ...(file.provenance?.incomplete && missing.length > 0
      ? { missing: { note: bothOf("incomplete", file.provenance.source), fields: listed(missing) } }
      : {}),
  };
}

function resourceView(
  distribution: DatasetFile["distribution"][number],
  vocabularies: Vocabularies,
  checks: DatasetViewInput["checks"],
): ResourceView {
  const format = formatOf(distribution.format, vocabularies);
  const charset = vocabularies.charsets.get(distribution.characterSetCode ?? "");
  const url = addressOf(distribution);
  const second = distribution.downloadURL ? distribution.accessURL : undefined;
  const field = fieldLabel(distribution.downloadURL ? "distribution.downloadURL" : "distribution.accessURL");
  const rows: Row[] = [];
  const add = (name: string, parts: Part[]) => {
    if (parts.length > 0) rows.push({ label: fieldLabel(`distribution.${name}`), parts });
  };
  add("characterSetCode", term(charset, distribution.characterSetCode));
  add("resourceModified", day(distribution.resourceModified));
  add("resourceID", text(distribution.resourceID));
  add("accessURL", link(second));
  add("metadataSourceOfData", link(distribution.metadataSourceOfData));
  if (url !== undefined && !isHttp(url)) rows.push({ label: field, parts: text(url) });
  const checked = checks?.get(distribution.resourceID);
  if (checked) rows.unshift(checked);
  return {
    ...(distribution.resourceDescription ? { description: distribution.resourceDescription } : {}),
    code: format.code,
    format: format.code ? format : UNKNOWN_FORMAT,
    stars: format.stars,
    ...(isHttp(url) ? { address: { href: url, act: distribution.downloadURL ? DOWNLOAD : OPEN } } : {}),
    rows,
  };
}

function rowGroups(dataset: Dataset, vocabularies: Vocabularies, links: Partial<DatasetLinks>): RowGroup[] {
  const { file, agency, contact, organizationContact, frequency, category, type, licence } = dataset;
  const ministry = agency.ministry;
  const linked = (parts: Part[], href: Target | undefined): Part[] =>
    href && parts[0] ? [{ ...parts[0], href }, ...parts.slice(1)] : parts;
  const group = (key: string, fields: [field: string, parts: Part[]][]): RowGroup => ({
    key,
    title: SCHEMAS.dataset["x-sections"]![key]!,
    rows: fields.flatMap(([field, parts]) => (parts.length > 0 ? [{ label: fieldLabel(field), parts }] : [])),
  });
  const mail = (address: string | undefined): Part[] =>
    address ? [{ text: address, href: { zh: `mailto:${address}` } }] : [];
  const ownContact = ministry !== agency || file.organizationContactName !== undefined;
  const licenceParts: Part[] = licence
    ? [
        {
          label: licence,
          ...(isHttp(licence.url) ? { href: { zh: licence.url }, rel: "license" } : {}),
        },
        { label: both(licence.open ? "openLicence" : "restrictedLicence") },
      ]
    : [];
  const groups = [
    group("licence", [
      ["license", licenceParts],
      ["cost", term(enumLabels("cost")[dataset.cost ?? ""], dataset.cost)],
      ["costURL", link(file.costURL)],
      ["costLaw", link(file.costLaw)],
      ["dataClass", term(enumLabels("dataClass")[dataset.dataClass ?? ""], dataset.dataClass)],
    ]),
    group("time", [
      ["accrualPeriodicity", term(frequency, file.accrualPeriodicity)],
      ["temporalCoverageFrom", day(file.temporalCoverageFrom)],
      ["temporalCoverageTo", day(file.temporalCoverageTo)],
      ["releaseDate", day(file.releaseDate)],
      ["issued", day(file.issued)],
      ["modified", day(file.modified)],
    ]),
    group("agency", [
      ["publisher", linked([{ label: { zh: dataset.publisher, en: agency.nameEn } }], links.agency)],
      ["publisherContactName", text([contact.name, contact.honorific].filter(Boolean).join(" "))],
      ["publisherContactPhone", text(contact.phone)],
      ["publisherContactEmail", mail(contact.email)],
      ...(dataset.organization === dataset.publisher && !ownContact
        ? []
        : ([
            [
              "organization",
              linked(
                [
                  {
                    label: {
                      zh: dataset.organization,
                      en: file.organization ? file.organization : ministry.nameEn,
                    },
                  },
                ],
                links.ministry,
              ),
            ],
            ["organizationContactName", text(organizationContact.name)],
            ["organizationContactPhone", text(organizationContact.phone)],
            ["organizationContactEmail", mail(organizationContact.email)],
          ] as [string, Part[]][])),
    ]),
    group("dataset", [
      ["identifier", text(dataset.identifier)],
      ["categoryCode", linked(term(category, file.categoryCode), links.category)],
      ["type", term(type, file.type)],
      ["keyword", text(file.keyword?.join("、"))],
      ["spatial", text(file.spatial)],
      ["numberOfData", file.numberOfData === undefined ? [] : text(formatNumber(file.numberOfData))],
      ["language", term(vocabularies.languages.get(dataset.language ?? ""), dataset.language)],
      ["landingPage", link(file.landingPage)],
      ["notes", text(file.notes)],
    ]),
    group("lifecycle", [
      ["legacyID", text(file.legacyID)],
      ["provenance.source", text(file.provenance?.source)],
    ]),
  ];
  for (const [name, value] of Object.entries(file.provenance?.unmapped ?? {})) {
    groups.at(-1)!.rows.push({ label: { zh: name, en: name }, parts: text(value) });
  }
  return groups.filter((g) => g.rows.length > 0);
}

/** Mandatory fields that a file leaves empty, each once. */
export function missingFields(file: DatasetFile): Label[] {
  const missing = SCHEMAS.dataset.required.filter((field) => file[field as keyof DatasetFile] === undefined);
  const item = resolve("dataset", SCHEMAS.dataset.properties.distribution!.items!);
  for (const field of item.required ?? []) {
    if (file.distribution.some((d) => d[field as keyof typeof d] === undefined))
      missing.push(`distribution.${field}`);
  }
  if (file.distribution.some((d) => addressOf(d) === undefined)) missing.push("distribution.downloadURL");
  return missing.map(fieldLabel);
}

/** A reference for a list of works cited, in the form usual for data sets. */
export function citationOf(dataset: Dataset, siteName: Label, page: string | undefined): Label {
  const { identifier, agency, publisher, file } = dataset;
  const year = (dataset.updated ?? dataset.released ?? "").slice(0, 4);
  const cited = { year, title: file.title, identifier, page: page ?? "" };
  return {
    zh: citationText.zh({ ...cited, publisher, site: siteName.zh }),
    en: citationText.en({ ...cited, publisher: agency.nameEn, site: siteName.en }),
  };
}

/** How many distributions the page shows at once, and its JSON-LD names. */
export const OPEN_RESOURCES = 20;

const SCHEMA_ORG = "https://schema.org";
/** The agency within the page's JSON-LD, which names it twice: Google asks for `creator`, others read `publisher`. */
const PUBLISHER_ID = "#p";

/** A dataset as schema.org/Dataset. */
export function jsonLd(
  input: DatasetViewInput & { siteUrl: string; absolute: (url: string) => string },
): Record<string, unknown> {
  const { dataset, vocabularies, links = {}, siteName, siteUrl, absolute } = input;
  const { file, agency } = dataset;
  const publisher = {
    "@type": "GovernmentOrganization",
    "@id": PUBLISHER_ID,
    name: dataset.publisher,
    ...(agency.nameEn === agency.name ? {} : { alternateName: agency.nameEn }),
    ...(links.agency ? { url: absolute(links.agency.zh) } : {}),
  };
  const from = file.temporalCoverageFrom;
  const to = file.temporalCoverageTo;
  const updated = file.modified ?? dataset.updated;
  return {
    "@context": SCHEMA_ORG,
    "@type": "Dataset",
    name: file.title,
    description: file.description ?? file.title,
    identifier: dataset.identifier,
    ...(links.page ? { url: links.page } : {}),
    ...(file.keyword ? { keywords: file.keyword } : {}),
    ...(dataset.licence?.url ? { license: dataset.licence.url } : {}),
    ...(dataset.cost ? { isAccessibleForFree: dataset.cost === "免費" } : {}),
    inLanguage: dataset.language,
    creator: publisher,
    publisher: { "@id": PUBLISHER_ID },
    ...(dataset.released ? { datePublished: dataset.released } : {}),
    ...(updated ? { dateModified: updated.replace(" ", "T") } : {}),
    ...(from || to ? { temporalCoverage: `${from ?? ".."}/${to ?? ".."}` } : {}),
    ...(file.spatial ? { spatialCoverage: file.spatial } : {}),
    includedInDataCatalog: { "@type": "DataCatalog", name: siteName.zh, url: siteUrl },
    ...(dataset.withdrawn
      ? { creativeWorkStatus: "Withdrawn" }
      : {
          distribution: file.distribution.slice(0, OPEN_RESOURCES).flatMap((d) => {
            const format = formatOf(d.format, vocabularies);
            const url = addressOf(d);
            if (!isHttp(url)) return [];
            return [
              {
                // Google reads address and format; names and the rest stand in the RDF documents.
                "@type": "DataDownload",
                ...(format.code ? { encodingFormat: format.mediaType ?? format.code } : {}),
                contentUrl: url,
              },
            ];
          }),
        }),
  };
}

/** JSON that may stand inside a script element whatever texts it holds. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const SPECIAL = /[&<>]/;
/** Several labels as one, each language's joined its own way. */
const listed = (labels: readonly Label[]): Label => ({
  zh: labels.map((label) => label.zh).join("、"),
  en: labels.map((label) => label.en).join(", "),
});

/** Text between tags; not for attributes. */
const escapeHtml = (value: string) =>
  SPECIAL.test(value) ? value.replaceAll(/[&<>]/g, (c) => ESCAPES[c]!) : value;

/** Labels that the pages' script knows in English, by their Chinese side. */
export type Dictionary = ReadonlyMap<string, string>;

/** Whether labels stand in both languages; with a dictionary, those that it holds stand in Chinese alone. */
export type Bilingual = boolean | Dictionary;

/** Whether the English side is written beside the Chinese one. */
const isPair = ({ zh, en }: Label, bilingual: Bilingual): boolean =>
  bilingual !== false && zh !== en && (bilingual === true || bilingual.get(zh) !== en);

/**
 * A label in both languages as HTML, both sides escaped; the style sheet shows one of them. Where it is left to the script,
 * it is an element of its own, which the script finds.
 */
export function labelHtml(label: Label, bilingual: Bilingual): string {
  const zh = escapeHtml(label.zh);
  if (isPair(label, bilingual)) return `<span>${zh}</span><span lang=en>${escapeHtml(label.en)}</span>`;
  return typeof bilingual === "object" && label.zh !== label.en ? `<span>${zh}</span>` : zh;
}

/** The same for a label that is all that its element holds: h2, small, b, i, th, a span, or a link with `rel`. */
export const labelAlone = (label: Label, bilingual: Bilingual): string =>
  isPair(label, bilingual) ? labelHtml(label, bilingual) : escapeHtml(label.zh);

/**
 * A link with a label in both languages as HTML, both sides escaped; the style sheet shows one of them. The script knows
 * which pages stand in both editions too, so what is left to it stands in Chinese alone.
 */
export function linkHtml(href: Target, label: Label, bilingual: Bilingual): string {
  const zh = `<a${attribute(href.zh, "href")}>${escapeHtml(label.zh)}</a>`;
  if (href.en === undefined || (bilingual !== true && !isPair(label, bilingual))) return zh;
  return `${zh} <a${attribute(href.en, "href")} lang=en>${escapeHtml(label.en)}</a>`;
}

/** Blocks that may hold a label and nothing else, with their end tags where HTML asks for one. */
const ENDS = { dt: "", dd: "", h3: "</h3>", small: "</small>" };

/**
 * A label as an element of its own for each language, shorter than `labelHtml` within one; the style sheet shows one of
 * them. Both sides are escaped. For what is shown as a block: white space before a hidden inline element gets lost.
 */
export function labelElements(tag: keyof typeof ENDS, label: Label, bilingual: Bilingual): string {
  if (tag !== "dt") return elementsOf(tag, label, bilingual);
  const names = fieldNames.get(bilingual) ?? new WeakMap<Label, string>();
  fieldNames.set(bilingual, names);
  const html = names.get(label) ?? elementsOf(tag, label, bilingual);
  names.set(label, html);
  return html;
}

/** Names of fields are the same objects on each page, and most of its labels. */
const fieldNames = new Map<Bilingual, WeakMap<Label, string>>();

function elementsOf(tag: keyof typeof ENDS, label: Label, bilingual: Bilingual): string {
  const end = ENDS[tag];
  const zh = `<${tag}>${escapeHtml(label.zh)}${end}`;
  return isPair(label, bilingual) ? `${zh}<${tag} lang=en>${escapeHtml(label.en)}${end}` : zh;
}
