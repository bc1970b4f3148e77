import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { readAddress, splitAddresses } from "./addresses.ts";
import { formatOfAddress, readCharset, readFormatSet, readFormats } from "./formats.ts";
import type { Note } from "./notes.ts";
import type { Pairing } from "./profile.ts";
import { splitList, trim } from "./text.ts";

/** A cell with the heading of its column. */
export interface Cell {
  heading: string;
  text: string;
}

/** The cells of a row that tell about its resources. */
export interface ResourceCells {
  addresses?: Cell;
  /** Address of the dataset's page, where the source gives none of the data themselves. */
  page?: Cell;
  formats?: Cell & { pairing: Pairing };
  charsets?: Cell;
}

export interface Distribution {
  format?: string;
  characterSetCode?: string;
  accessURL?: string;
  downloadURL?: string;
}

export interface Resources {
  distributions: Distribution[];
  notes: Note[];
  /** What could not be mapped, by heading. */
  unmapped: Map<string, string>;
  /** The dataset's page. */
  page?: string;
}

const MOST = 999;

/** Formats that hold text, so that an encoding named for the dataset is theirs. */
const TEXT_FORMATS = new Set([
  "CSV",
  "JSON",
  "XML",
  "GeoJSON",
  "KML",
  "GML",
  "RSS",
  "TXT",
  "RDF",
  "TTL",
  "JSON-LD",
  "HTML",
  "API",
  "WEBSERVICE",
]);

/** Builds a dataset's distributions from its cells of addresses, formats and encodings. */
export function readResources(cells: ResourceCells, vocabularies: Vocabularies): Resources {
  const result: Resources = { distributions: [], notes: [], unmapped: new Map() };
  if (cells.formats?.pairing === "set" || !cells.addresses) readPage(cells, vocabularies, result);
  else readAddresses(cells, vocabularies, result);
  if (result.distributions.length === 0) result.notes.push({ code: "no-address" });
  return result;
}

function keep(result: Resources, code: Note["code"], cell: Cell, detail?: string): void {
  result.unmapped.set(cell.heading, cell.text);
  result.notes.push({ code, column: cell.heading, ...(detail === undefined ? {} : { detail }) });
}

const items = (cell: Cell | undefined): string[] =>
  cell && trim(cell.text) !== "" ? splitList(cell.text) : [];

function readAddresses(cells: ResourceCells, vocabularies: Vocabularies, result: Resources): void {
  const column = cells.addresses!;
  const addresses = splitAddresses(column.text);
  const formats = pairFormats(cells, addresses.length, vocabularies, result);
  const charsets = pairCharsets(cells.charsets, addresses.length, vocabularies, result);
  const refused: string[] = [];
  let mended = 0;
  let inferred = 0;
  for (const [index, text] of addresses.entries()) {
    const address = readAddress(text);
    if (!address || result.distributions.length === MOST) {
      refused.push(text);
      continue;
    }
    if (address.mended) mended++;
    const declared = formats[index];
    const format = declared ?? formatOfAddress(address.url, vocabularies);
    if (format && !declared) inferred++;
    const kind = format ? vocabularies.formats.get(format)?.kind : "file";
    result.distributions.push({
      ...(format ? { format } : {}),
      ...(charsets[index] ? { characterSetCode: charsets[index] } : {}),
      [kind === "file" ? "downloadURL" : "accessURL"]: address.url,
    });
  }
  if (refused.length > 0) {
    const code = result.distributions.length === MOST ? "too-many-addresses" : "address-refused";
    keep(result, code, { heading: column.heading, text: refused.join(";") }, `${refused.length}`);
  }
  if (mended > 0) result.notes.push({ code: "address-mended", column: column.heading, detail: `${mended}` });
  if (inferred > 0) result.notes.push({ code: "format-inferred", detail: `${inferred}` });
}

/** The format declared for each address, as far as the counts tell. */
function pairFormats(cells: ResourceCells, count: number, vocabularies: Vocabularies, result: Resources) {
  const cell = cells.formats;
  const list = readFormats(items(cell), vocabularies);
  if (!cell || list.codes.length === 0) return [];
  if (list.unknown.length > 0 || list.charsets.length > 0) {
    keep(result, "format-unknown", cell, [...list.unknown, ...list.charsets].join("、"));
  }
  if (cell.pairing === "first" || list.codes.length === count) return list.codes;
  const [only] = list.codes;
  if (list.codes.every((code) => code === only)) return Array.from({ length: count }, () => only);
  keep(result, "lists-differ", cell, `${list.codes.length}：${count}`);
  return [];
}

function pairCharsets(cell: Cell | undefined, count: number, vocabularies: Vocabularies, result: Resources) {
  const names = items(cell);
  if (!cell || names.length === 0) return [];
  const codes = names.map((name) => (name === "" ? undefined : readCharset(name, vocabularies)));
  const unknown = names.filter((name, index) => name !== "" && codes[index] === undefined);
  if (unknown.length > 0) keep(result, "charset-unknown", cell, unknown.join("、"));
  if (codes.length === count) return codes;
  const [only] = codes;
  if (codes.every((code) => code === only)) return Array.from({ length: count }, () => only);
  keep(result, "lists-differ", cell, `${codes.length}：${count}`);
  return [];
}

/** One distribution for each format of the set, all at the dataset's page. */
function readPage(cells: ResourceCells, vocabularies: Vocabularies, result: Resources): void {
  const column = cells.page;
  const address = column && readAddress(column.text);
  const list = readFormatSet(items(cells.formats), vocabularies);
  if (cells.formats && list.unknown.length > 0) {
    keep(result, "format-unknown", cells.formats, list.unknown.join("、"));
  }
  if (cells.formats && list.charsets.length > 0) keep(result, "charset-in-format", cells.formats);
  if (!column || !address) {
    if (column && column.text !== "") keep(result, "address-refused", column);
    if (cells.formats && cells.formats.text !== "")
      result.unmapped.set(cells.formats.heading, cells.formats.text);
    if (cells.charsets && cells.charsets.text !== "") {
      result.unmapped.set(cells.charsets.heading, cells.charsets.text);
    }
    return;
  }
  result.page = address.url;
  if (address.mended) result.notes.push({ code: "address-mended", column: column.heading });
  const formats = list.codes.length > 0 ? list.codes : [undefined];
  const charset = charsetOfSet(cells.charsets, list.charsets, vocabularies, result);
  for (const format of formats) {
    const has = charset !== undefined && (formats.length === 1 || TEXT_FORMATS.has(format ?? ""));
    result.distributions.push({
      ...(format ? { format } : {}),
      ...(has ? { characterSetCode: charset } : {}),
      accessURL: address.url,
    });
  }
  if (
    charset !== undefined &&
    cells.charsets &&
    !result.distributions.some((item) => item.characterSetCode)
  ) {
    keep(result, "charset-unknown", cells.charsets);
  }
  result.notes.push({ code: "page-as-access", column: column.heading });
}

/** The one encoding that the cells name; undefined, and kept, where they name several. */
function charsetOfSet(
  cell: Cell | undefined,
  extra: string[],
  vocabularies: Vocabularies,
  result: Resources,
) {
  const names = items(cell).filter((name) => name !== "");
  const codes = names.map((name) => readCharset(name, vocabularies));
  const distinct = new Set([...codes, ...(codes.length === 0 ? extra : [])]);
  if (distinct.size === 1 && !distinct.has(undefined)) return [...distinct][0];
  if (cell && names.length > 0) keep(result, "charset-unknown", cell, names.join("、"));
  return undefined;
}
