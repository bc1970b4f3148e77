import { parseFrequency } from "../../catalogue/frequency.ts";
import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import type { YamlValue } from "../yaml-writer.ts";
import { readAddress } from "./addresses.ts";
import { htmlText } from "./html-text.ts";
import { type Clock, readEpoch, readInstant } from "./instants.ts";
import type { Note, NoteCode } from "./notes.ts";
import { frequencyText, licenceCode } from "./terms.ts";
import { cleanSeen, trim } from "./text.ts";
import { TRANSFORMS, type TransformName } from "./values.ts";

/** How each field of a dataset is read, whatever the platform calls it. */
export const FIELD_READS = {
  description: "text",
  fieldDescription: "text",
  categoryCode: "category",
  type: "type",
  spatial: "text",
  language: "language",
  landingPage: "address",
  numberOfData: "count",
  notes: "text",
  dataClass: "dataClass",
  license: "licence",
  licenseName: "text",
  licenseURL: "address",
  cost: "cost",
  costURL: "address",
  costLaw: "law",
  publisherContactName: "text",
  publisherContactHonorific: "honorific",
  publisherContactPhone: "text",
  publisherContactEmail: "email",
  organization: "text",
  organizationContactName: "text",
  organizationContactPhone: "text",
  organizationContactEmail: "email",
  accrualPeriodicity: "frequency",
  temporalCoverageFrom: "date",
  temporalCoverageTo: "date",
  issued: "dateTime",
  modified: "dateTime",
  releaseDate: "date",
  keyword: "keywords",
  legacyID: "legacy",
} satisfies Record<string, TransformName>;

export type ReadableField = keyof typeof FIELD_READS;

/** Fields whose texts other platforms write as HTML. */
const PROSE = new Set<string>(["description", "fieldDescription", "notes", "resourceDescription"]);

const MULTILINE = new Set(
  Object.entries(datasetSchema.properties)
    .filter(([, field]) => "x-multiline" in field)
    .map(([name]) => name),
);
/** Whether a field's text may have several lines. */
export const isMultiline = (field: string): boolean => MULTILINE.has(field);

const MOST_KEYWORDS = datasetSchema.properties.keyword.maxItems;

/** Of what has no field, so much is kept of one value and of all together, in UTF-16 units. */
const LONGEST_KEPT = 20_000;
const MOST_KEPT = 100_000;
const LONGEST_PLACE = 200;

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Tags in the order in which a text's languages are preferred. */
const PREFERRED = [/^zh[-_](?:hant|tw)/i, /^zh/i, /^$/, /^en/i];
const TAG = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/;

/** The text of the language that this catalogue prefers among several, with its key. */
export function preferred<T>(
  texts: readonly { language: string; value: T }[],
): { language: string; value: T } | undefined {
  for (const tag of PREFERRED) {
    const found = texts.find(({ language }) => tag.test(language));
    if (found) return found;
  }
  return texts[0];
}

/** A mapping of language tags to texts, `{"zh-TW": …, "en": …}`, as entries; undefined where it is none. */
function languageMap(value: object): { language: string; value: string }[] | undefined {
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > 40) return undefined;
  if (!entries.every(([key, text]) => TAG.test(key) && typeof text === "string")) return undefined;
  return entries.map(([language, text]) => ({ language, value: text as string }));
}

/** Whether a value says nothing: null, blank text, an empty list or mapping. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return trim(value) === "";
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === "object" && Object.values(value).every(isBlank);
}

/** A value as text for keeping: text as it is, anything else as JSON. */
export const textOf = (value: unknown): string =>
  isScalar(value) ? String(value) : (JSON.stringify(value) ?? "");

/** A place or heading as it may stand in `provenance`: one line, not too long. */
export function placeText(place: string): string {
  const { text } = cleanSeen(place, false);
  return text.length > LONGEST_PLACE ? text.slice(0, LONGEST_PLACE).toWellFormed() : text || "（無名稱）";
}

/**
 * Gathers one record's fields. Every value that is handed to it ends in a field, in `unmapped`, or in a note that
 * says why it went.
 */
export class RecordReader {
  readonly fields: Record<string, YamlValue> = {};
  /** Our field → its place in the record. */
  readonly from: Record<string, string> = Object.create(null);
  /** Without a prototype, since a place may be any text, `__proto__` too. */
  readonly unmapped: Record<string, string> = Object.create(null);
  readonly notes: Note[] = [];
  readonly vocabularies: Vocabularies;
  readonly #clock: Clock;
  readonly #originals = new Map<string, { place: string; value: unknown }>();
  #kept = 0;

  /** @param clock whose clock the record's times without a zone are of */
  constructor(vocabularies: Vocabularies, clock: Clock) {
    this.vocabularies = vocabularies;
    this.#clock = clock;
  }

  note(code: NoteCode, place?: string, detail?: string): void {
    this.notes.push({
      code,
      ...(place === undefined ? {} : { column: placeText(place) }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  /** Keeps a value that has no field, up to the limits. */
  keep(place: string, value: unknown): void {
    if (isBlank(value)) return;
    const { text } = cleanSeen(textOf(value), true);
    const room = Math.min(LONGEST_KEPT, MOST_KEPT - this.#kept);
    if (room <= 0) {
      if (!this.notes.some(({ code }) => code === "kept-full")) this.note("kept-full", place);
      return;
    }
    if (text.length > room) this.note("kept-shortened", place, `${room}/${text.length}`);
    let key = placeText(place);
    for (let count = 2; Object.hasOwn(this.unmapped, key); count++) key = `${placeText(place)} (${count})`;
    this.unmapped[key] = text.length > room ? text.slice(0, room).toWellFormed() : text;
    this.#kept += Math.min(text.length, room);
  }

  /** One line or more of text without markup, controls and what cannot be seen; empty where nothing is left. */
  text(field: string, value: string, place: string, severalLines = MULTILINE.has(field)): string {
    let plain = value;
    if (PROSE.has(field)) {
      plain = htmlText(value);
      if (plain !== value && value.includes("<")) this.note("html-removed", place);
    }
    const cleaned = cleanSeen(plain, severalLines);
    if (cleaned.controls) this.note("control-characters", place);
    if (cleaned.text.includes("\ufffd")) this.note("undecodable", place);
    return cleaned.text;
  }

  /**
   * Reads a value into a field, in the way of that field. A field that is taken already keeps what it has; another
   * value for it is kept beside.
   * @returns whether the field has this value now
   */
  field(field: ReadableField, value: unknown, place: string): boolean {
    if (isBlank(value)) return false;
    const scalar = this.#scalar(field, value, place);
    if (scalar === undefined) return false;
    if (this.fields[field] !== undefined) {
      if (String(this.fields[field]) !== scalar) this.keep(place, value);
      return false;
    }
    const text = this.#timely(field, scalar, value, place);
    if (text === "") return false;
    if (field === "accrualPeriodicity" && parseFrequency(text, this.vocabularies.frequencies)) {
      this.set(field, text, place, value);
      return true;
    }
    const wanted = field === "accrualPeriodicity" ? (frequencyText(text, this.vocabularies) ?? text) : text;
    const reading = TRANSFORMS[FIELD_READS[field]](wanted, field, this.vocabularies);
    for (const note of reading.notes ?? []) this.note(note.code, place, note.detail);
    if (reading.keep) this.keep(place, value);
    for (const [name, part] of Object.entries(reading.fields ?? {}))
      this.set(name, part as YamlValue, place, value);
    return reading.fields !== undefined;
  }

  /** Sets a field to a value that is known to be right for it. */
  set(field: string, value: YamlValue, place: string, original: unknown = value): void {
    this.fields[field] = value;
    this.from[field] = placeText(place);
    this.#originals.set(field, { place, value: original });
  }

  /** The one text of a value; of several languages the preferred one, the others are kept. */
  #scalar(field: string, value: unknown, place: string): string | undefined {
    if (isScalar(value)) return String(value);
    if (Array.isArray(value)) {
      const items = value.filter((item) => !isBlank(item));
      if (items.length === 1) return this.#scalar(field, items[0], place);
      if (FIELD_READS[field as ReadableField] === "text" && items.every(isScalar)) return items.join("；");
      this.keep(place, value);
      return undefined;
    }
    const texts = languageMap(value as object);
    const chosen = texts && preferred(texts.filter((text) => !isBlank(text.value)));
    if (!chosen) {
      this.keep(place, value);
      return undefined;
    }
    for (const other of texts) {
      if (other !== chosen && other.value !== chosen.value)
        this.keep(`${place}.${other.language}`, other.value);
    }
    return chosen.value;
  }

  /** A date field's text in Taipei's time where the value is a time in another one; other fields' texts cleaned. */
  #timely(field: ReadableField, text: string, value: unknown, place: string): string {
    const read = FIELD_READS[field];
    if (read !== "date" && read !== "dateTime") return this.text(field, text, place);
    const plain = trim(text);
    const time = this.instant(value) ?? readInstant(plain, this.#clock);
    if (time === undefined) return this.text(field, text, place);
    // A day at midnight of its own clock is a day; only it can stand where no time may.
    if (read === "date" && /[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.test(plain))
      return plain.slice(0, 10);
    if (time !== plain) this.note("date-mended", place, `${plain} → ${time}`);
    return time;
  }

  /**
   * Reads a licence from its names, ids and addresses, best first. One that the vocabulary holds needs no more; the
   * address of any other is kept with its name.
   */
  licence(
    names: readonly { name: string; value: unknown }[],
    address?: { name: string; value: unknown },
  ): void {
    if (this.fields.license !== undefined) {
      for (const part of [...names, ...(address ? [address] : [])]) this.keep(part.name, part.value);
      return;
    }
    const given = [...names, ...(address ? [address] : [])].filter(({ value }) => !isBlank(value));
    const known = given
      .map((part) => ({
        part,
        code: isScalar(part.value) ? licenceCode(String(part.value), this.vocabularies) : undefined,
      }))
      .find(({ code }) => code !== undefined);
    const url = address && isScalar(address.value) ? readAddress(String(address.value))?.url : undefined;
    if (known) {
      const code = known.code!;
      this.set("license", code, known.part.name, known.part.value);
      if (url !== undefined && licenceCode(url, this.vocabularies) !== code)
        this.set("licenseURL", url, address!.name);
      return;
    }
    const named = names.find(
      ({ value }) => isScalar(value) && !/^(?:notspecified|other(?:-.*)?|)$/.test(String(value)),
    );
    const name = named && cleanSeen(String(named.value), false).text;
    if (!name && url === undefined) {
      for (const part of given) this.keep(part.name, part.value);
      return;
    }
    const source = named ?? address!;
    this.note("licence-other", source.name);
    this.set("license", "other", source.name);
    // An address alone tells no name; whoever mends the dataset gives it one.
    if (name) this.set("licenseName", name, source.name, source.value);
    if (url !== undefined) this.set("licenseURL", url, address!.name);
    else if (address) this.keep(address.name, address.value);
  }

  /** A date, a time or a number that stands for one, on Taipei's clock; undefined for other values. */
  instant(value: unknown): string | undefined {
    if (typeof value !== "number" && typeof value !== "string") return undefined;
    const text = trim(String(value));
    const isEpoch = /^\d{9,13}(?:\.\d{1,6})?$/.test(text);
    return isEpoch ? readEpoch(Number(text)) : readInstant(text, this.#clock);
  }

  /** Keywords of a list, or of one text that separates them; each once, no more than the schema allows. */
  keywords(value: unknown, place: string): void {
    if (isBlank(value)) return;
    if (!Array.isArray(value)) {
      this.field("keyword", value, place);
    } else {
      const items = value.filter((item) => !isBlank(item));
      const texts = items.filter(isScalar).map((item) => cleanSeen(String(item), false).text);
      const distinct = [...new Set(texts.filter((text) => text !== ""))];
      if (items.length > texts.length)
        this.keep(
          place,
          items.filter((item) => !isScalar(item)),
        );
      if (distinct.length < texts.length) this.note("keyword-repeated", place);
      if (distinct.length > 0 && this.fields.keyword === undefined)
        this.set("keyword", distinct, place, value);
      else this.keep(place, distinct);
    }
    const list = this.fields.keyword as readonly string[] | undefined;
    if (list && list.length > MOST_KEYWORDS) {
      this.note("too-many-keywords", place, `${list.length}`);
      this.keep(place, list.slice(MOST_KEYWORDS));
      this.set("keyword", list.slice(0, MOST_KEYWORDS), place);
    }
  }

  /** Puts a field's original value aside. */
  withdraw(field: string): void {
    const original = this.#originals.get(field);
    if (!original || this.fields[field] === undefined) return;
    delete this.fields[field];
    delete this.from[field];
    this.keep(original.place, original.value);
  }

  /**
   * Settles what fields say together: an explanation of charges belongs to a charged dataset only; a period that ends
   * before it begins is a slip of nobody knows which end.
   * @param saysNothingOfCharges the record tells neither a charge nor any rights
   */
  settled(saysNothingOfCharges = true): this {
    if (this.fields.cost !== "付費") {
      for (const field of ["costURL", "costLaw"]) {
        if (this.fields[field] === undefined) continue;
        this.note("cost-detail-unused", this.from[field]);
        this.withdraw(field);
      }
    }
    const { temporalCoverageFrom: from, temporalCoverageTo: to } = this.fields;
    if (from !== undefined && to !== undefined && from > to) {
      this.note("coverage-reversed", undefined, `${from} – ${to}`);
      this.withdraw("temporalCoverageFrom");
      this.withdraw("temporalCoverageTo");
    }
    if (this.fields.license !== "other") this.withdraw("licenseName");
    if (saysNothingOfCharges) this.#assumeFree();
    return this;
  }

  /** An open licence gives the data without charge, so that nothing said of a charge means none. */
  #assumeFree(): void {
    const { license, cost } = this.fields;
    if (cost !== undefined || typeof license !== "string") return;
    if (!this.vocabularies.licences.get(license)?.open) return;
    const place = this.from.license!;
    this.set("cost", "免費", place);
    this.note("cost-assumed", place);
  }
}

/** Cleans a title: one line. */
export const titleText = (value: unknown): string | undefined => {
  if (isBlank(value)) return undefined;
  if (isScalar(value)) return cleanSeen(String(value), false).text || undefined;
  if (Array.isArray(value)) return titleText(value.find((item) => !isBlank(item)));
  const texts = languageMap(value as object);
  const chosen = texts && preferred(texts.filter((text) => !isBlank(text.value)));
  return chosen && (cleanSeen(chosen.value, false).text || undefined);
};

/** A contact's name with a form of address behind it, 王小明 先生, is two fields. */
export function readContactName(reader: RecordReader, value: unknown, place: string): void {
  const parts = typeof value === "string" ? /^(\S.*\S|\S) (先生|小姐|女士)$/.exec(value) : null;
  reader.field("publisherContactName", parts ? parts[1] : value, place);
  if (parts) reader.field("publisherContactHonorific", parts[2], place);
}
