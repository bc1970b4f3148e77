import { isRealDate } from "../../catalogue/dates.ts";

/**
 * What is described, apart from how it is written: resources with types and properties, of which the writers of
 * Turtle, JSON-LD and RDF/XML make the same graph.
 */

/** A text. Without language and datatype it is an xsd:string. */
export interface Literal {
  text: string;
  /** BCP 47. */
  language?: string;
  /** Prefixed name, such as xsd:date. */
  datatype?: string;
}

/** A resource that is described elsewhere. */
export interface Reference {
  iri: string;
}

/** A resource and its description. Without an IRI it is a blank node, and can stand in one place only. */
export interface Resource {
  iri?: string;
  /** Prefixed names, at least one. */
  types: readonly string[];
  properties: readonly Property[];
}

export type Value = Literal | Reference | Resource;

/** A property's prefixed name, and its values; none of them repeated. */
export type Property = readonly [name: string, values: readonly Value[]];

/** The namespaces that descriptions use, by prefix. */
export const NAMESPACES: Readonly<Record<string, string>> = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  adms: "http://www.w3.org/ns/adms#",
  cnt: "http://www.w3.org/2011/content#",
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  org: "http://www.w3.org/ns/org#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
};

/** Root of the EU's authority tables (https://op.europa.eu/en/web/eu-vocabularies/authority-tables). */
export const EU = "http://publications.europa.eu/resource/authority";
const MEDIA_TYPES = "https://www.iana.org/assignments/media-types";

/** The lists whose terms descriptions point to, by prefix: the EU's authority tables and IANA's media types. */
export const TERM_LISTS: Readonly<Record<string, string>> = {
  access: `${EU}/access-right/`,
  country: `${EU}/country/`,
  filetype: `${EU}/file-type/`,
  frequency: `${EU}/frequency/`,
  language: `${EU}/language/`,
  licence: `${EU}/licence/`,
  status: `${EU}/dataset-status/`,
  theme: `${EU}/data-theme/`,
  application: `${MEDIA_TYPES}/application/`,
  text: `${MEDIA_TYPES}/text/`,
};
const LIST_PREFIXES = new Map(Object.entries(TERM_LISTS).map(([prefix, list]) => [list, prefix]));
/** What Turtle takes behind a prefix without any escape. */
const PLAIN_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

/** Prefixed names that were asked for: a catalogue asks for the same few, a million times. */
const shortened = new Map<string, string | undefined>();

/** The prefixed name of a term of one of these lists; undefined for any other IRI. */
export function shorten(iri: string): string | undefined {
  // Most references are none of them, and this is asked of each.
  if (!iri.startsWith(EU) && !iri.startsWith(MEDIA_TYPES)) return undefined;
  const known = shortened.get(iri);
  if (known !== undefined) return known;
  const short = shortOf(iri);
  shortened.set(iri, short);
  return short;
}

function shortOf(iri: string): string | undefined {
  const slash = iri.lastIndexOf("/") + 1;
  const prefix = LIST_PREFIXES.get(iri.slice(0, slash));
  const name = iri.slice(slash);
  return prefix !== undefined && PLAIN_NAME.test(name) ? `${prefix}:${name}` : undefined;
}

/** The address that a prefix stands for. */
export const namespaceOf = (prefix: string): string => NAMESPACES[prefix] ?? TERM_LISTS[prefix]!;

/** The full IRI of a prefixed name. */
export function expand(name: string): string {
  const colon = name.indexOf(":");
  return namespaceOf(name.slice(0, colon)) + name.slice(colon + 1);
}

export const prefixOf = (name: string): string => name.slice(0, name.indexOf(":"));

/**
 * Most texts of the catalogue are Traditional Chinese as written in Taiwan. BCP 47 says so with zh-Hant-TW: `zh` alone
 * leaves the script open, zh-TW leaves it to be guessed.
 */
export const CHINESE = "zh-Hant-TW";

/**
 * What XML 1.0 (section 2.2) cannot hold, and the other control characters, which nobody means. They are dropped in
 * all three forms, or the graphs would differ.
 */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Whether there may be any of them: a cheap question, which most texts answer with no. */
const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/** The text as all three forms can hold it. */
export const writable = (text: string): string => (SUSPECT.test(text) ? text.replace(UNWRITABLE, "") : text);

/** A text in a language; undefined where nothing is left of it. */
export function literal(text: string | undefined, language?: string): Literal | undefined {
  const clean = text === undefined ? "" : writable(text);
  if (clean === "") return undefined;
  return language === undefined ? { text: clean } : { text: clean, language };
}

/** A label in Chinese and English; once where both are the same or one is missing. */
export function labels(zh: string, en?: string): Literal[] {
  const chinese = literal(zh, CHINESE);
  const english = en === zh ? undefined : literal(en, "en");
  return [chinese, english].filter((label) => label !== undefined);
}

/** A date, or a time in Taipei, which has known no other offset since 1980; undefined for a day that does not exist. */
export function dateLiteral(text: string | undefined): Literal | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text ?? "");
  if (!match || !isRealDate(match[1]!)) return undefined;
  return match[2] === undefined
    ? { text: match[1]!, datatype: "xsd:date" }
    : { text: `${match[1]}T${match[2]}+08:00`, datatype: "xsd:dateTime" };
}

export const isLiteral = (value: Value): value is Literal => "text" in value;
export const isResource = (value: Value): value is Resource => "types" in value;

/** Properties without those that have no value; a value that is repeated is kept once. */
export function properties(entries: readonly (readonly [string, Values])[]): Property[] {
  const result: Property[] = [];
  for (const [name, given] of entries) {
    if (given === undefined) continue;
    if (!isList(given)) {
      result.push([name, [given]]);
      continue;
    }
    const present = unique(given);
    if (present.length > 0) result.push([name, present]);
  }
  return result;
}

type Values = Value | undefined | readonly (Value | undefined)[];

const isList: (values: Values) => values is readonly (Value | undefined)[] = Array.isArray;

function unique(values: readonly (Value | undefined)[]): Value[] {
  const present = values.filter((value) => value !== undefined);
  if (present.length < 2) return present;
  const seen = new Set<string>();
  return present.filter((value) => {
    if (isResource(value)) return true;
    // No IRI holds a line end.
    const key = isLiteral(value) ? `${value.language}\n${value.datatype}\n${value.text}` : value.iri;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
