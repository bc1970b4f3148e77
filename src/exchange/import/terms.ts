import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { readFormat } from "./formats.ts";
import { trim } from "./text.ts";

/** Codes of the catalogue's vocabularies from addresses and names of other vocabularies. */

/** An address as it is compared: without scheme, www, query, ending slash and the page behind a licence. */
const comparable = (url: string): string =>
  trim(url)
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[?#].*$/s, "")
    .replace(/\/(?:deed(?:\.[\w-]+)?|legalcode(?:\.[\w-]+)?)?\/?$/, "");

/** CKAN's and others' ids of licences that the vocabulary holds. */
const LICENCE_IDS: Readonly<Record<string, string>> = {
  "cc-zero": "CC0-1.0",
  cc0: "CC0-1.0",
  "cc-by-4": "CC-BY-4.0",
  "cc-by-sa-4": "CC-BY-SA-4.0",
  "cc-by-nc-4": "CC-BY-NC-4.0",
  "ogdl-taiwan": "OGDL-Taiwan-1.0",
  ogdl: "OGDL-Taiwan-1.0",
  "ogdl-1.0": "OGDL-Taiwan-1.0",
  "data.gov.tw/licenses": "OGDL-Taiwan-1.0",
  "1": "OGDL-Taiwan-1.0",
};

/** The code of a licence by its address (its own or the EU's), id or name; undefined where none is meant. */
export function licenceCode(text: string, { licences }: Vocabularies): string | undefined {
  const plain = trim(text);
  if (plain === "") return undefined;
  const address = comparable(plain);
  const id = LICENCE_IDS[plain.toLowerCase()] ?? LICENCE_IDS[address];
  if (id !== undefined && licences.has(id)) return id;
  for (const term of licences.values()) {
    if (term.code === "other") continue;
    const eu = (term as { eu?: string }).eu;
    const addresses = [term.url, eu].filter((url) => url !== undefined).map(comparable);
    if (
      addresses.includes(address) ||
      [term.zh, term.en, term.code].some((name) => name.toLowerCase() === plain.toLowerCase())
    ) {
      return term.code;
    }
  }
  return undefined;
}

/** Media types under which files of a format are served besides its own. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  "text/xml": "XML",
  "text/json": "JSON",
  "application/csv": "CSV",
  "application/x-csv": "CSV",
  "application/vnd.geo+json": "GeoJSON",
  "application/x-zip-compressed": "ZIP",
  "application/x-shapefile": "SHP",
  "text/kml": "KML",
  "application/atom+xml": "RSS",
};

/**
 * The code of a format by its name, media type, or address of EU file type or IANA media type. Where several share a
 * media type (JSON and API), the first of the vocabulary is taken.
 */
export function formatCode(text: string, vocabularies: Vocabularies): string | undefined {
  const plain = trim(text);
  const named = readFormat(plain, vocabularies);
  if (named !== undefined || plain === "") return named;
  const lower = plain.toLowerCase();
  const type = lower.replace(/\s*;.*$/s, "");
  for (const term of vocabularies.formats.values()) {
    const names = [term.zh, term.en, term.iana, term.eu].map((name) => name?.toLowerCase());
    if (term.mediaType === type || names.includes(lower)) return term.code;
  }
  if (Object.hasOwn(MEDIA_TYPES, type)) return MEDIA_TYPES[type];
  // The last part of an address of another list of formats: …/media-types/text/csv, …/file-type/CSV.
  const tail =
    /^https?:\/\/[^?#]*\/(?:media-types\/([\w.+-]+\/[\w.+-]+)|(?:file-type|format)s?\/([\w-]+))$/i.exec(
      plain,
    );
  return tail ? formatCode((tail[1] ?? tail[2])!, vocabularies) : undefined;
}

const UNITS: readonly [RegExp, string][] = [
  [/^P(\d{1,4})Y$/, "年"],
  [/^P(\d{1,4})M$/, "月"],
  [/^P(\d{1,4})W$/, "週"],
  [/^P(\d{1,4})D$/, "日"],
  [/^PT(\d{1,4})H$/, "小時"],
  [/^PT(\d{1,4})M$/, "分鐘"],
  [/^PT(\d{1,4})S$/, "秒"],
];

/** Intervals that DCAT-US writes as fractions (Project Open Data, accrualPeriodicity). */
const FRACTIONS: Readonly<Record<string, string>> = {
  "P0.5W": "每週2次",
  "P0.33W": "每週3次",
  "P0.5M": "每月2次",
  "P0.33M": "每旬",
};

/**
 * An update frequency from an EU or Dublin Core term's address, an ISO 8601 interval (`R/P1Y`) or a word of DCAT-US.
 * @returns text for {@link readFrequency}; undefined for what is none of these, which may be text already
 */
export function frequencyText(text: string, { frequencies }: Vocabularies): string | undefined {
  const plain = trim(text);
  for (const term of frequencies.values()) if (term.eu === plain) return term.code;
  const word = (/[/#]([\w-]+)$/.exec(plain)?.[1] ?? plain).toLowerCase();
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  const interval = plain.toUpperCase().replace(/^R\d*\//, "");
  for (const term of frequencies.values()) if (term.period === interval) return term.code;
  if (Object.hasOwn(FRACTIONS, interval)) return FRACTIONS[interval];
  for (const [pattern, unit] of UNITS) {
    const count = pattern.exec(interval)?.[1];
    if (count !== undefined && Number(count) > 0)
      return Number(count) === 1 ? `每${unit}` : `每${Number(count)}${unit}`;
  }
  return undefined;
}

/** Words of DCAT-US, CKAN, Dublin Core and the EU list that no term of the vocabulary stands for by address. */
const WORDS: Readonly<Record<string, string>> = {
  continuous: "即時",
  continual: "即時",
  cont: "即時",
  update_cont: "即時",
  realtime: "即時",
  hourly: "每小時",
  daily: "每日",
  daily_2: "每12小時",
  weekly: "每週",
  weekly_2: "每週2次",
  weekly_3: "每週3次",
  biweekly: "每2週",
  monthly: "每月",
  monthly_2: "每月2次",
  monthly_3: "每旬",
  bimonthly: "每2月",
  quarterly: "每季",
  annual: "每年",
  annually: "每年",
  yearly: "每年",
  annual_2: "每半年",
  semiannual: "每半年",
  annual_3: "每4月",
  biennial: "每2年",
  triennial: "每3年",
  irregular: "不定期",
  irreg: "不定期",
  asneeded: "不定期",
  "as-needed": "不定期",
  never: "不再更新",
  notplanned: "不再更新",
};

/** The categories of an EU data theme; several share one. */
export const categoriesOfTheme = (theme: string, { categories }: Vocabularies): string[] =>
  [...categories.values()].filter((term) => term.eu === theme).map((term) => term.code);
