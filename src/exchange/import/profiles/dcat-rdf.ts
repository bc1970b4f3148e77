import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import type { YamlValue } from "../../yaml-writer.ts";
import { readAddress } from "../addresses.ts";
import { collect, limitRecords } from "../json-document.ts";
import { expand, type Graph, keyOf, readGraph, shorten, type Term } from "../rdf-graph.ts";
import { MOST_DISTRIBUTIONS, type Part, readDistribution } from "../record-distribution.ts";
import { preferred, type ReadableField, RecordReader, readContactName, titleText } from "../record-reader.ts";
import {
  finishRecord,
  readAgencyCode,
  readOid,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "../source-record.ts";
import { categoriesOfTheme, formatCode, licenceCode } from "../terms.ts";

/** DCAT 2 and 3, DCAT-AP: each dcat:Dataset of a document with what hangs on it. */

const EU = "http://publications.europa.eu/resource/authority";

/**
 * Reads an RDF document of a catalogue, or a page of one (hydra:next), or of a single dataset.
 * @throws SourceError when it is no RDF, or describes no dataset
 */
export async function readDcatRdf(document: SourceDocument, vocabularies: Vocabularies): Promise<SourcePage> {
  const graph = await readGraph(document);
  const subjects = [...graph.ofType("dcat:Dataset")];
  limitRecords(subjects.length, document.url);
  const next = nextOf(graph, document.url);
  if (subjects.length === 0 && next === undefined) {
    const listed = graph.anywhere("dcat:dataset") !== undefined;
    const isCatalogue = [...graph.ofType("dcat:Catalog")].length > 0;
    if (listed || !isCatalogue) {
      throw new SourceError(
        listed
          ? `${document.url} 只列出資料集的網址，沒有描述（dcat:Dataset）；請改用含完整描述的目錄`
          : `${document.url} 找不到 dcat:Dataset；請確認網址是 DCAT 目錄`,
      );
    }
  }
  const page = collect<SourceRecord>(
    subjects,
    (index) => subjects[index]!.slice(0, 200),
    (subject) => new DatasetReader(graph, subject as string, vocabularies).read(),
  );
  const total = Number(graph.anywhere("hydra:totalItems")?.value);
  return {
    ...page,
    ...(next === undefined ? {} : { next }),
    ...(Number.isSafeInteger(total) && total > 0 ? { total } : {}),
  };
}

/** The next page by Hydra, its present and its older property. */
function nextOf(graph: Graph, url: string): string | undefined {
  const next = graph.anywhere("hydra:next") ?? graph.anywhere("hydra:nextPage");
  const address = next && readAddress(next.value)?.url;
  return address === undefined || address === url ? undefined : address;
}

/** Properties of a dataset that are read; others are kept. */
const READ = new Set(
  (
    "rdf:type dct:title dct:description dct:identifier dcat:theme dct:type dcat:keyword dct:tableOfContents rdfs:comment " +
    "dct:publisher dcat:contactPoint dct:accrualPeriodicity dct:temporal dct:spatial dct:language dcat:landingPage dct:issued " +
    "dct:modified dct:accessRights dct:license adms:identifier dcat:distribution adms:status"
  )
    .split(" ")
    .map(expand),
);
const DISTRIBUTION_READ = new Set(
  (
    "rdf:type dct:identifier dct:title dct:description dcat:accessURL dcat:downloadURL dct:format dcat:mediaType " +
    "cnt:characterEncoding dct:modified dct:license dct:rights foaf:page dcat:accessService"
  )
    .split(" ")
    .map(expand),
);

class DatasetReader {
  readonly #graph: Graph;
  readonly #subject: string;
  readonly #reader: RecordReader;
  #cost: { place: string; parts: Term[] } | undefined;

  constructor(graph: Graph, subject: string, vocabularies: Vocabularies) {
    this.#graph = graph;
    this.#subject = subject;
    this.#reader = new RecordReader(vocabularies, "taipei");
  }

  /** @returns undefined for a dataset that is withdrawn at its source */
  read(): SourceRecord | { problem: string } | undefined {
    if (this.#values("adms:status").some(({ value }) => value === `${EU}/dataset-status/WITHDRAWN`))
      return undefined;
    const reader = this.#reader;
    const title = this.#text("dct:title");
    this.#readTexts();
    this.#readTerms();
    this.#readPlaceAndTime();
    this.#readContact();
    const publisher = this.#readPublisher();
    const distributions = this.#readDistributions();
    this.#readCharge();
    for (const [iri, terms] of this.#graph.properties(this.#subject)) {
      if (!READ.has(iri)) for (const term of terms) reader.keep(shorten(iri), this.#graph.described(term));
    }
    const sourceID = this.#sourceID();
    return finishRecord(
      { sourceID, title: { text: titleText(title), place: "dct:title" }, publisher },
      reader.settled(!this.#cost && this.#values("dct:rights").length === 0),
      distributions,
      "dcat:distribution",
    );
  }

  #values(property: string, subject = this.#subject): readonly Term[] {
    return this.#graph.values(subject, property);
  }

  /** The catalogue's own id of the dataset, else its IRI where that is an address. */
  #sourceID(): string | undefined {
    const [first, ...others] = this.#values("dct:identifier");
    for (const other of others) this.#reader.keep("dct:identifier", other.value);
    return titleText(first?.value) ?? readAddress(this.#subject)?.url;
  }

  /** The literal of the preferred language; the others are kept under the property with their language. */
  #text(property: string, subject = this.#subject, place = property): string | undefined {
    const terms = this.#values(property, subject).filter(
      ({ kind, value }) => kind === "literal" && value.trim() !== "",
    );
    const chosen = preferred(terms.map(({ language, value }) => ({ language, value })));
    for (const { language, value } of terms) {
      if (value !== chosen?.value) this.#reader.keep(language === "" ? place : `${place}@${language}`, value);
    }
    return chosen?.value;
  }

  #field(field: ReadableField, property: string): void {
    this.#reader.field(field, this.#text(property), property);
  }

  #readTexts(): void {
    this.#field("description", "dct:description");
    this.#field("fieldDescription", "dct:tableOfContents");
    this.#field("notes", "rdfs:comment");
    this.#field("issued", "dct:issued");
    this.#field("modified", "dct:modified");
    this.#reader.keywords(
      this.#values("dcat:keyword").map(({ value }) => value),
      "dcat:keyword",
    );
    const [page, ...others] = this.#values("dcat:landingPage");
    this.#reader.field("landingPage", page?.value, "dcat:landingPage");
    for (const other of others) this.#reader.keep("dcat:landingPage", other.value);
  }

  #readTerms(): void {
    const reader = this.#reader;
    this.#readThemes();
    for (const term of this.#values("dct:type")) {
      const key = keyOf(term);
      const code = key && this.#values("skos:notation", key)[0]?.value;
      const name = code ?? this.#graph.label(term);
      if (name !== undefined && reader.vocabularies.types.has(name)) reader.set("type", name, "dct:type");
      else reader.keep("dct:type", name ?? term.value);
    }
    const [language, ...languages] = this.#values("dct:language");
    reader.field("language", language?.value, "dct:language");
    for (const other of languages) reader.keep("dct:language", other.value);
    for (const term of this.#values("dct:accrualPeriodicity")) {
      const label = term.kind === "iri" ? undefined : this.#graph.label(term);
      reader.field("accrualPeriodicity", label ?? term.value, "dct:accrualPeriodicity");
    }
    for (const term of this.#values("dct:accessRights")) {
      // What is open to all is 甲類 as anything else that says no more.
      if (term.value === `${EU}/access-right/RESTRICTED`) reader.set("dataClass", "乙", "dct:accessRights");
      else if (term.value !== `${EU}/access-right/PUBLIC`)
        reader.keep("dct:accessRights", this.#graph.label(term) ?? term.value);
    }
    for (const licence of this.#values("dct:license")) this.#readLicence(licence, "dct:license");
    for (const term of this.#values("adms:identifier")) {
      const key = keyOf(term);
      const notation = key === undefined ? term.value : this.#values("skos:notation", key)[0]?.value;
      const agency = key === undefined ? undefined : this.#values("adms:schemaAgency", key)[0]?.value;
      if (agency === "data.gov.tw") reader.field("legacyID", notation, "adms:identifier");
      else if (notation !== undefined)
        reader.keep("adms:identifier", agency ? `${agency} ${notation}` : notation);
    }
  }

  /** A category of ours by its notation or name; else an EU theme, where only one category stands for it. */
  #readThemes(): void {
    const reader = this.#reader;
    const { categories } = reader.vocabularies;
    const rest: Term[] = [];
    for (const term of this.#values("dcat:theme")) {
      const key = keyOf(term);
      const names = [key && this.#values("skos:notation", key)[0]?.value, this.#graph.label(term)];
      const own = [...categories.values()].find(({ code, zh }) => names.includes(code) || names.includes(zh));
      if (own && reader.fields.categoryCode === undefined) reader.set("categoryCode", own.code, "dcat:theme");
      else rest.push(term);
    }
    for (const term of rest) {
      const code = reader.fields.categoryCode as string | undefined;
      const candidates = categoriesOfTheme(term.value, reader.vocabularies);
      if (code === undefined && candidates.length === 1)
        reader.set("categoryCode", candidates[0]!, "dcat:theme");
      else if (code === undefined || !candidates.includes(code)) {
        reader.keep("dcat:theme", this.#graph.label(term) ?? term.value);
      }
    }
  }

  #readLicence(term: Term, place: string): void {
    const key = keyOf(term);
    const identifier = key && this.#values("dct:identifier", key)[0]?.value;
    const names = [identifier === "other" ? undefined : identifier, this.#graph.label(term)].map((value) => ({
      name: place,
      value,
    }));
    const address = term.kind === "iri" ? { name: place, value: term.value } : undefined;
    const code = this.#reader.fields.license;
    // Every distribution repeats the dataset's licence; only another one has more to say.
    if (code !== undefined) {
      const same =
        [...names, ...(address ? [address] : [])].some(
          ({ value }) => value !== undefined && licenceCode(value, this.#reader.vocabularies) === code,
        ) ||
        (code === "other" && term.value === this.#reader.fields.licenseURL) ||
        (code === "other" && names.some(({ value }) => value === this.#reader.fields.licenseName));
      if (!same) this.#reader.keep(place, this.#graph.label(term) ?? term.value);
      return;
    }
    this.#reader.licence(names, address);
  }

  #readPlaceAndTime(): void {
    const reader = this.#reader;
    const places = this.#values("dct:spatial");
    const named = places.find((term) => this.#graph.label(term) !== undefined);
    const country = places.find(({ value }) => value === `${EU}/country/TWN`);
    const name = named ? this.#graph.label(named) : country && "臺灣";
    reader.field("spatial", name, "dct:spatial");
    for (const place of places)
      if (place !== named && place !== country) reader.keep("dct:spatial", this.#graph.described(place));
    const [period, ...periods] = this.#values("dct:temporal");
    const key = period && keyOf(period);
    const end = (names: string[]) =>
      key === undefined
        ? undefined
        : names.map((property) => this.#values(property, key)[0]?.value).find(Boolean);
    reader.field("temporalCoverageFrom", end(["dcat:startDate", "schema:startDate"]), "dct:temporal");
    reader.field("temporalCoverageTo", end(["dcat:endDate", "schema:endDate"]), "dct:temporal");
    if (period && !end(["dcat:startDate", "schema:startDate", "dcat:endDate", "schema:endDate"])) {
      reader.keep("dct:temporal", this.#graph.described(period));
    }
    for (const other of periods) reader.keep("dct:temporal", this.#graph.described(other));
  }

  #readPublisher():
    | { name?: string | undefined; code?: string | undefined; oid?: string | undefined }
    | undefined {
    const [publisher, ...others] = this.#values("dct:publisher");
    for (const other of others) this.#reader.keep("dct:publisher", this.#graph.label(other) ?? other.value);
    if (!publisher) return undefined;
    const key = keyOf(publisher);
    const ids = key === undefined ? [] : this.#values("dct:identifier", key).map(({ value }) => value);
    const first = (read: (text: string) => string | undefined) =>
      ids.map(read).find((value) => value !== undefined);
    return {
      name: titleText(this.#graph.label(publisher)),
      code: first(readAgencyCode),
      oid: first(readOid),
    };
  }

  #readContact(): void {
    const reader = this.#reader;
    const [contact, ...others] = this.#values("dcat:contactPoint");
    for (const other of others) reader.keep("dcat:contactPoint", this.#graph.described(other));
    const key = contact && keyOf(contact);
    if (contact && key === undefined) reader.keep("dcat:contactPoint", contact.value);
    if (key === undefined) return;
    const place = (property: string) => `dcat:contactPoint/${property}`;
    readContactName(reader, this.#text("vcard:fn", key, place("vcard:fn")), place("vcard:fn"));
    const suffix = this.#text("vcard:honorific-suffix", key, place("vcard:honorific-suffix"));
    reader.field("publisherContactHonorific", suffix, place("vcard:honorific-suffix"));
    // An address stands as an IRI, as text, or as a resource with a value of its own.
    const told = (property: string) => {
      const term = this.#values(property, key)[0];
      const inner = term && keyOf(term);
      return (inner && this.#values("vcard:hasValue", inner)[0]?.value) ?? term?.value;
    };
    const mail = told("vcard:hasEmail")
      ?.replace(/^mailto:/i, "")
      .replaceAll("%25", "%");
    reader.field("publisherContactEmail", mail, place("vcard:hasEmail"));
    const phone = told("vcard:hasTelephone");
    reader.field("publisherContactPhone", phone && phoneText(phone), place("vcard:hasTelephone"));
    reader.field(
      "publisherContactPhone",
      this.#text("vcard:note", key, place("vcard:note")),
      place("vcard:note"),
    );
  }

  #readDistributions(): Record<string, YamlValue>[] {
    const terms = this.#values("dcat:distribution");
    if (terms.length > MOST_DISTRIBUTIONS) {
      this.#reader.note("too-many-distributions", "dcat:distribution", `${terms.length}`);
    }
    const all: { id: string; distribution: Record<string, YamlValue> }[] = [];
    for (const [index, term] of terms.slice(0, MOST_DISTRIBUTIONS).entries()) {
      const place = `dcat:distribution[${index}]`;
      const key = keyOf(term);
      if (key === undefined) {
        this.#reader.keep(place, term.value);
        continue;
      }
      const distribution = readDistribution(this.#reader, this.#partsOf(key, place), place);
      for (const licence of this.#values("dct:license", key))
        this.#readLicence(licence, `${place}.dct:license`);
      const rights = this.#values("dct:rights", key);
      if (rights.length > 0 && !this.#cost) this.#cost = { place: `${place}.dct:rights`, parts: [...rights] };
      if (distribution) all.push({ id: String(distribution.resourceID ?? ""), distribution });
    }
    // A graph has no order. Where all have numbers of the catalogue's form, those give it back.
    if (all.every(({ id }) => id !== "")) all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    return all.map(({ distribution }) => distribution);
  }

  #partsOf(key: string, place: string) {
    const part = (property: string): Part | undefined => {
      const [term, ...others] = this.#values(property, key);
      for (const other of others) this.#reader.keep(`${place}.${property}`, other.value);
      return term && { name: property, value: term.value };
    };
    const text = (property: string): Part => ({
      name: property,
      value: this.#text(property, key, `${place}.${property}`),
    });
    const format = (property: string): Part[] =>
      this.#values(property, key).map((term) => {
        const known = formatCode(term.value, this.#reader.vocabularies);
        return { name: property, value: known ?? this.#graph.label(term) ?? term.value };
      });
    const rest: Part[] = [];
    for (const [iri, terms] of this.#graph.properties(key)) {
      if (DISTRIBUTION_READ.has(iri)) continue;
      for (const term of terms) rest.push({ name: shorten(iri), value: this.#graph.described(term) });
    }
    const address = part("dcat:accessURL");
    for (const service of this.#values("dcat:accessService", key)) {
      const inner = keyOf(service);
      const endpoint = inner && this.#values("dcat:endpointURL", inner)[0]?.value;
      if (endpoint !== undefined && endpoint !== address?.value)
        rest.push({ name: "dcat:accessService", value: endpoint });
    }
    return {
      accessURL: address,
      downloadURL: part("dcat:downloadURL"),
      formats: [...format("dct:format"), ...format("dcat:mediaType")],
      charset: part("cnt:characterEncoding"),
      descriptions: [text("dct:description"), text("dct:title")],
      modified: part("dct:modified"),
      metadata: part("foaf:page"),
      id: part("dct:identifier"),
      rest,
    };
  }

  /** A statement of rights that names a charge tells law and explanation too; any other is kept. */
  #readCharge(): void {
    if (!this.#cost) return;
    const reader = this.#reader;
    const { place, parts } = this.#cost;
    for (const term of parts) {
      const key = keyOf(term);
      const labels = key === undefined ? [] : this.#values("rdfs:label", key).map(({ value }) => value);
      if (!labels.includes("付費")) {
        reader.keep(place, this.#graph.described(term));
        continue;
      }
      reader.field("cost", "付費", place);
      reader.field(
        "costLaw",
        labels.find((label) => label !== "付費"),
        place,
      );
      reader.field("costURL", this.#values("rdfs:seeAlso", key)[0]?.value, place);
    }
  }
}

/** `tel:+886-2-23165300;ext=1234` as it is written in Taiwan, 02-23165300#1234; any other as text. */
function phoneText(phone: string): string {
  const match = /^tel:\+886-?(\d[\d-]*)(?:;ext=(\d+))?$/i.exec(phone);
  if (match) return `0${match[1]}${match[2] === undefined ? "" : `#${match[2]}`}`;
  return phone.replace(/^tel:/i, "");
}
