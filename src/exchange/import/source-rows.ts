import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { decode, parseCsv, type Table, TableError } from "../csv.ts";
import { unguard } from "../csv-writer.ts";
import type { YamlValue } from "../yaml-writer.ts";
import { collect, limitRecords } from "./json-document.ts";
import type { Profile } from "./profile.ts";
import { placeText } from "./record-reader.ts";
import { type Placed, placeColumns, readClaim, readRow, rolesOf } from "./rows.ts";
import {
  finishRecord,
  readAgencyCode,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "./source-record.ts";
import { cleanSeen, trim, unquote } from "./text.ts";

/** Tables of other platforms as records: what the table profiles read, one row a dataset. */

/** @throws SourceError when the document is no table of the profile */
export function readTableDocument(
  profile: Profile,
  document: SourceDocument,
  vocabularies: Vocabularies,
): SourcePage {
  return asSource(document.url, () =>
    readRows(profile, parseCsv(decode(document.bytes).text), document.url, vocabularies),
  );
}

/** Tells what is wrong with a table under the source's address. */
export function asSource<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof TableError) throw new SourceError(`${url}：${cause.message}`);
    throw cause;
  }
}

/**
 * Reads every row of a table.
 * @throws TableError when a mandatory column is missing
 */
export function readRows(
  profile: Profile,
  table: Table,
  url: string,
  vocabularies: Vocabularies,
): SourcePage {
  limitRecords(table.rows.length, url);
  const placed = placeColumns(profile, table.headings);
  return collect<SourceRecord>(
    table.rows,
    (index) => `第 ${index + table.firstRow} 列`,
    (row) => readRecord(profile, placed, row as string[], vocabularies),
  );
}

function readRecord(
  profile: Profile,
  placed: readonly Placed[],
  row: readonly string[],
  vocabularies: Vocabularies,
): SourceRecord | { problem: string } | undefined {
  if (row.every((cell) => trim(cell) === "")) return undefined;
  if (row.length !== placed.length) {
    return { problem: `有 ${row.length} 格，欄位卻有 ${placed.length} 個；請檢查引號與逗號` };
  }
  // A cell that a spreadsheet would run as a formula may have been led by an apostrophe.
  const cells = (profile.quotedTwice ? row.map(unquote) : row).map(unguard);
  const at = rolesOf(placed);
  const id = cleanSeen(cells[at.id!.index]!, false).text;
  const reading = readRow(placed, cells, vocabularies, { isRecoded: false });
  const fields: Record<string, YamlValue> = {};
  for (const [field, value] of Object.entries(reading.fields)) {
    const text = seen(value);
    if (text !== "" && !(Array.isArray(text) && text.length === 0)) fields[field] = text;
  }
  const parts = /^(\S.*\S|\S) (先生|小姐|女士)$/.exec(String(fields.publisherContactName ?? ""));
  if (parts) {
    fields.publisherContactName = parts[1]!;
    fields.publisherContactHonorific = parts[2]!;
    reading.from.publisherContactHonorific = reading.from.publisherContactName!;
  }
  // A mapping without a prototype, since a heading may be any text.
  const unmapped: Record<string, string> = Object.create(null);
  for (const [heading, cell] of Object.entries(reading.unmapped)) {
    const { text } = cleanSeen(cell, true);
    if (text !== "") unmapped[placeText(heading)] = text;
  }
  if (profile.legacyId && /^\d{1,9}$/.test(id)) {
    fields.legacyID = id;
    reading.from.legacyID = at.id!.heading;
  }
  const claim = readClaim(profile, cells[at.agency!.index]!, undefined);
  return finishRecord(
    {
      sourceID: id,
      title: { text: cleanSeen(cells[at.title!.index]!, false).text || undefined, place: at.title!.heading },
      publisher: { name: claim?.name, code: readAgencyCode(claim?.code) },
    },
    { ...reading, fields, unmapped },
    reading.distributions.map((distribution) => ({ ...distribution })),
    (at.addresses ?? at.page)?.heading ?? "distribution",
  );
}

/** Texts without characters that nobody sees. */
function seen(value: YamlValue): YamlValue {
  if (Array.isArray(value)) return [...new Set(value.map(seen))].filter((item) => item !== "");
  return typeof value === "string" ? cleanSeen(value, value.includes("\n")).text : value;
}
