import { describedColumns } from "../../catalogue/columns.ts";
import { PERSONAL_DATA_LABELS, type PersonalData } from "../../catalogue/personal-data.ts";
import { charsetFamily, foldedName, isWrapped } from "../../catalogue/quality/compare.ts";
import type { Content } from "../../catalogue/quality/evidence.ts";

/** What the catalogue says of a file. */
export interface Declared {
  /** Codes of `formats`. */
  formats: readonly string[];
  /** Codes of `charsets`. */
  charsets: readonly string[];
  /** 主要欄位說明. */
  fieldDescription?: string;
}

/** More exact than what is declared, and no fault. */
const KINDS: Record<string, readonly string[]> = {
  XML: ["KML", "GML", "RSS", "RDF"],
  JSON: ["GeoJSON", "JSON-LD"],
  ZIP: ["SHP", "KMZ", "XLSX", "ODS", "DOCX", "ODT", "PPTX"],
};
/** A file of these may be anything. */
const ANYTHING: ReadonlySet<string> = new Set(["OTHER", "API", "WEBSERVICE", "WMS", "WMTS", "WFS", "SPARQL"]);

const fits = (seen: string, declared: string): boolean =>
  seen === declared ||
  ANYTHING.has(declared) ||
  isWrapped(seen, declared) ||
  (KINDS[declared]?.includes(seen) ?? false);

const MOST_NAMES = 5;

const listed = (names: readonly string[]): string => {
  const shown = names
    .slice(0, MOST_NAMES)
    .map((name) => name.slice(0, 20))
    .join("、");
  return names.length > MOST_NAMES ? `${shown} 等 ${names.length} 欄` : shown;
};

function columnsFinding(seen: readonly string[], described: string | undefined): string | undefined {
  const wanted = described === undefined ? [] : describedColumns(described);
  if (wanted.length === 0) return undefined;
  const there = new Set(seen.map(foldedName));
  const named = new Set(
    wanted.flatMap(({ name, label }) => [foldedName(name), ...(label ? [foldedName(label)] : [])]),
  );
  const missing = wanted.filter(
    ({ name, label }) => !there.has(foldedName(name)) && !(label && there.has(foldedName(label))),
  );
  const extra = seen.filter((name) => !named.has(foldedName(name)));
  if (missing.length + extra.length === 0) return undefined;
  const parts = [
    ...(missing.length > 0 ? [`缺少${listed(missing.map(({ name }) => name))}`] : []),
    ...(extra.length > 0 ? [`多出${listed(extra)}`] : []),
  ];
  return `⚠️ 欄位與主要欄位說明不同：${parts.join("；")}`;
}

const sizeText = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} 位元組`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KB"] : [bytes / 1024 ** 2, "MB"];
  return `${value.toFixed(1)} ${unit}`;
};

const MOST_PLACES = 3;

function personalFinding(personal: NonNullable<Content["personal"]>): string {
  const places = personal.slice(0, MOST_PLACES).map(({ kind, masked, row, column }) => {
    const label = PERSONAL_DATA_LABELS[kind as PersonalData["kind"]];
    return `第 ${row} 筆「${column.slice(0, 20)}」${label} ${masked}`;
  });
  const more = personal.length > MOST_PLACES ? ` 等 ${personal.length} 處` : "";
  return `⚠️ 疑似個人資料：${places.join("、")}${more}`;
}

/**
 * Says what a reviewer has to know of a file's content (mission R3): what it is, and where it differs from what the
 * catalogue declares.
 * @returns short lines; those with a warning sign tell a difference
 */
export function contentFindings(content: Content, declared: Declared): string[] {
  const { format, charset, ascii, columns = [], bytes, personal = [] } = content;
  const facts = [
    ...(format ? [format] : []),
    ...(charset ? [charset] : []),
    ...(columns.length > 0 ? [`${columns.length} 個欄位`] : []),
    ...(bytes === undefined ? [] : [sizeText(bytes)]),
  ];
  const lines = facts.length > 0 ? [`內容：${facts.join("、")}`] : [];
  const { formats, charsets, fieldDescription } = declared;
  const isOther = format !== undefined && formats.length > 0 && !formats.some((each) => fits(format, each));
  if (isOther) lines.push(`⚠️ 內容是 ${format}，登錄的格式是 ${formats.join("、")}`);
  const known = charsets.filter((each) => each !== "other");
  // ASCII is right in every encoding that holds it.
  const isOpen = ascii && !known.some((each) => each === "UTF-16" || each === "none");
  const isEncoded = charset !== undefined && known.length > 0 && !isOpen;
  if (isEncoded && !known.some((each) => charsetFamily(each) === charsetFamily(charset))) {
    lines.push(`⚠️ 編碼是 ${charset}，登錄的編碼是 ${known.join("、")}`);
  }
  // A page in a file's place has elements, and none of them is a column.
  const difference = isOther
    ? undefined
    : columnsFinding(columns, columns.length > 0 ? fieldDescription : undefined);
  if (difference) lines.push(difference);
  if (personal.length > 0) lines.push(personalFinding(personal));
  return lines;
}
