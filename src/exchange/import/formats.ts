import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { addressExtensions } from "./addresses.ts";

/** Other spellings of the vocabulary's formats. */
const FORMATS: Record<string, string> = {
  JPEG: "JPG",
  TIF: "TIFF",
  HTM: "HTML",
  SHAPEFILE: "SHP",
  "ESRI SHAPEFILE": "SHP",
  WEBSERVICES: "WEBSERVICE",
  "WEB SERVICE": "WEBSERVICE",
  "WEB SERVICES": "WEBSERVICE",
  網路服務: "WEBSERVICE",
  TURTLE: "TTL",
  JSONLD: "JSON-LD",
  GEOPACKAGE: "GPKG",
  PARQ: "PARQUET",
  其他: "OTHER",
};

/** Files that make up a shapefile; each alone is no format. */
const SHAPEFILE_PARTS = new Set(["SHX", "DBF", "PRJ", "SBN", "SBX", "CPG", "QPJ"]);

const CHARSETS: Record<string, string> = {
  UTF8: "UTF-8",
  UTF16: "UTF-16",
  BIG5: "BIG5",
  CP950: "CP950",
  MS950: "CP950",
  ASCII: "US-ASCII",
  USASCII: "US-ASCII",
  GB18030: "GB18030",
  ISO88591: "ISO-8859-1",
  BIG5HKSCS: "BIG5-HKSCS",
  其他: "other",
};

/** A charset's code of the vocabulary, whatever the case, hyphens and 碼 behind it; undefined when unknown. */
export function readCharset(text: string, { charsets }: Vocabularies): string | undefined {
  const code =
    CHARSETS[
      text
        .normalize("NFKC")
        .toUpperCase()
        .replace(/[\s\-_]|碼$/g, "")
    ];
  return code !== undefined && charsets.has(code) ? code : undefined;
}

/** A format's code of the vocabulary; undefined when the text names none. */
export function readFormat(text: string, { formats }: Vocabularies): string | undefined {
  const name = text.normalize("NFKC").trim().replace(/^\./, "");
  const upper = name.toUpperCase();
  const wanted = FORMATS[upper] ?? upper;
  if (formats.has(wanted)) return wanted;
  for (const term of formats.values()) if (term.code.toUpperCase() === wanted) return term.code;
  return undefined;
}

/** The format that an address' file name tells, most telling place first; undefined where it tells none. */
export function formatOfAddress(url: string, vocabularies: Vocabularies): string | undefined {
  for (const extension of addressExtensions(url)) {
    for (const term of vocabularies.formats.values()) if (term.extension === extension) return term.code;
    const code = /^(?:jpe?g|tiff?|html?|jsonld)$/.test(extension)
      ? readFormat(extension, vocabularies)
      : undefined;
    if (code) return code;
  }
  return undefined;
}

export interface FormatList {
  /** One for each item: a code, or undefined where the item names no format. */
  codes: (string | undefined)[];
  /** Charsets that stood among the formats. */
  charsets: string[];
  /** Items that name neither. */
  unknown: string[];
}

/** Reads a cell's list of formats item by item, so that positions can be matched with the addresses. */
export function readFormats(items: readonly string[], vocabularies: Vocabularies): FormatList {
  const list: FormatList = { codes: [], charsets: [], unknown: [] };
  for (const item of items) {
    const code = readFormat(item, vocabularies);
    list.codes.push(code);
    if (code !== undefined || item === "") continue;
    const charset = readCharset(item, vocabularies);
    if (charset) list.charsets.push(charset);
    else list.unknown.push(item);
  }
  return list;
}

/**
 * Reads a cell that names the set of a dataset's formats, in no order: each once, a shapefile's parts as one.
 * @returns the distinct formats in the order of the cell
 */
export function readFormatSet(items: readonly string[], vocabularies: Vocabularies): FormatList {
  const parts = (item: string) => SHAPEFILE_PARTS.has(item.normalize("NFKC").toUpperCase());
  const isShapefile = items.some((item) => /^(?:SHP|SHAPEFILE|SHX)$/i.test(item));
  const list = readFormats(
    isShapefile ? items.map((item) => (parts(item) ? "SHP" : item)) : items,
    vocabularies,
  );
  return { ...list, codes: [...new Set(list.codes.filter((code) => code !== undefined))] };
}
