import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { TableError } from "../csv.ts";
import type { YamlValue } from "../yaml-writer.ts";
import type { Claim } from "./agencies.ts";
import { type Distribution, type ResourceCells, readResources } from "./distributions.ts";
import type { Note } from "./notes.ts";
import type { Column, Profile } from "./profile.ts";
import { isMultiline } from "./record-reader.ts";
import { clean, fold, trim } from "./text.ts";
import { TRANSFORMS } from "./values.ts";

/** A column of the file, matched with the profile. */
export interface Placed {
  index: number;
  /** Heading as the file writes it. */
  heading: string;
  column?: Column;
}

/**
 * Matches the file's columns with the profile's by heading. Columns that the profile does not name are kept.
 * @throws TableError naming what is missing, what was expected and what was found
 */
export function placeColumns(profile: Profile, headings: readonly string[]): Placed[] {
  const byHeading = new Map<string, Column>();
  for (const column of profile.columns) {
    for (const heading of [column.heading, ...(column.aliases ?? [])]) byHeading.set(fold(heading), column);
  }
  const taken = new Set<Column>();
  const placed = headings.map((heading, index): Placed => {
    const column = byHeading.get(fold(heading));
    if (!column || taken.has(column)) return { index, heading };
    taken.add(column);
    return { index, heading, column };
  });
  const missing = profile.columns.filter((column) => column.required && !taken.has(column));
  if (missing.length > 0) {
    const names = (list: readonly { heading: string }[]) =>
      list.map(({ heading }) => `「${heading}」`).join("");
    throw new TableError(
      `檔案不像${profile.label}：缺少欄位${names(missing)}。` +
        `設定檔 ${profile.name} 認得的欄位是${names(profile.columns)}；檔案的欄位是${headings.map((h) => `「${h}」`).join("")}。` +
        "請確認第一列是欄位名稱，或改用其他設定檔",
    );
  }
  return placed;
}

/** Cells of a row by the role of their column. */
export type Roles = Partial<
  Record<"id" | "title" | "agency" | "addresses" | "page" | "formats" | "charsets", Placed>
>;

/** `380120000J 【社會局】` */
const CODE_NAME = /^([A-Za-z0-9_]{10})\s*【(.+)】$/;

/** The agency that a row's cell names: of a single government's catalogue that government, where it names none. */
export function readClaim(profile: Profile, cell: string, address: string | undefined): Claim | undefined {
  const name = clean(cell, false).text;
  if (name === "") return profile.root ? { name: profile.root.name, code: profile.root.code } : undefined;
  const parts = profile.agencyCell === "code-name" ? CODE_NAME.exec(name) : null;
  if (parts) return { name: trim(parts[2]!), code: parts[1]! };
  return { name, ...(address === undefined ? {} : { address }) };
}

/** The columns by their role; of several the first. */
export function rolesOf(placed: readonly Placed[]): Roles {
  const roles: Roles = {};
  for (const item of placed) {
    const { column } = item;
    if (column && "role" in column && column.role !== "keep" && column.role !== "repeats")
      roles[column.role] ??= item;
  }
  return roles;
}

type Record_ = Record<string, YamlValue>;

/** What a row tells of a dataset. */
export interface RowReading {
  fields: Record_;
  /** Field → heading of its column. */
  from: Record<string, string>;
  distributions: Distribution[];
  /** Values without a field, by heading; a mapping without a prototype, since a heading may be any text. */
  unmapped: Record<string, string>;
  notes: Note[];
}

/**
 * Reads a row's cells into fields, all but id, title and agency.
 * @param place.agency name of the agency that the row's cell was taken for; a cell that says otherwise is kept
 * @param place.isRecoded the row's id is not part of the identifier, and is kept
 */
export function readRow(
  placed: readonly Placed[],
  cells: readonly string[],
  vocabularies: Vocabularies,
  place: { agency?: string; isRecoded: boolean },
): RowReading {
  const fields: Record_ = {};
  const from: Record<string, string> = Object.create(null);
  const notes: Note[] = [];
  const unmapped: Record<string, string> = Object.create(null);
  const resources: ResourceCells = {};
  const keep = (heading: string, cell: string) => {
    unmapped[heading] = cell;
  };
  const byHeading = new Map(placed.map(({ column, index }) => [column?.heading, cells[index]!]));
  for (const { column, heading, index } of placed) {
    const cell = cells[index]!;
    if (cell === "") {
      if (column && "role" in column && column.role === "agency") notes.push({ code: "agency-default" });
      continue;
    }
    const severalLines = !column || !("field" in column) || isMultiline(column.field);
    const { text, trimmed, controls } = clean(
      cell,
      severalLines && !(column && "role" in column && column.role === "title"),
    );
    if (text.includes("\ufffd")) notes.push({ code: "undecodable", column: heading });
    const isField = column && ("field" in column || column.role === "title");
    if (isField) {
      if (trimmed) notes.push({ code: "edge-blanks", column: heading });
      if (controls) notes.push({ code: "control-characters", column: heading });
    }
    if (!column) {
      keep(heading, cell);
    } else if ("field" in column) {
      if (text === "") continue;
      const reading = TRANSFORMS[column.read](text, column.field, vocabularies);
      for (const note of reading.notes ?? []) {
        notes.push({ code: note.code, column: heading, ...(note.detail ? { detail: note.detail } : {}) });
      }
      if (reading.keep) keep(heading, cell);
      for (const [field, value] of Object.entries(reading.fields ?? {})) {
        fields[field] = value as YamlValue;
        from[field] = heading;
      }
    } else if (column.role === "formats") {
      resources.formats ??= { heading, text, pairing: column.pairing };
    } else if (column.role === "addresses" || column.role === "page" || column.role === "charsets") {
      resources[column.role] = { heading, text };
    } else if (column.role === "agency") {
      if (text === "") notes.push({ code: "agency-default" });
      else if (place.agency !== undefined && text !== place.agency) keep(heading, cell);
    } else if (column.role === "keep" || (column.role === "repeats" && cell !== byHeading.get(column.of))) {
      keep(heading, cell);
    } else if (column.role === "id" && place.isRecoded) {
      notes.push({ code: "id-recoded" });
      keep(heading, cell);
    }
  }
  assumeFree(fields, from, placed, cells, notes);
  settleCharge(fields, placed, byHeading, keep, notes);
  settleCoverage(fields, placed, byHeading, keep, notes);
  const built = readResources(resources, vocabularies);
  notes.push(...built.notes);
  for (const [heading, value] of built.unmapped) keep(heading, value);
  if (built.page !== undefined && fields.landingPage === undefined) {
    fields.landingPage = built.page;
    from.landingPage = resources.page!.heading;
  }
  for (const field of Object.keys(from)) if (fields[field] === undefined) delete from[field];
  return { fields, from, distributions: built.distributions, unmapped, notes };
}

/** An empty charge under the open licence means none: the licence gives the data without charge. */
function assumeFree(
  fields: Record_,
  from: Record<string, string>,
  placed: readonly Placed[],
  cells: readonly string[],
  notes: Note[],
): void {
  const place = placed.find(({ column }) => column && "field" in column && column.field === "cost");
  if (!place || trim(cells[place.index]!) !== "" || fields.license !== "OGDL-Taiwan-1.0") return;
  fields.cost = "免費";
  from.cost = place.heading;
  notes.push({ code: "cost-assumed", column: place.heading });
}

/** A free dataset has no room for an explanation of charges; one without a known charge neither. */
function settleCharge(
  fields: Record_,
  placed: readonly Placed[],
  cells: ReadonlyMap<string | undefined, string>,
  keep: (heading: string, cell: string) => void,
  notes: Note[],
): void {
  if (fields.cost === "付費") return;
  for (const { column, heading } of placed) {
    if (!column || !("field" in column) || !/^cost(?:URL|Law)$/.test(column.field)) continue;
    if (fields[column.field] === undefined) continue;
    delete fields[column.field];
    keep(heading, cells.get(column.heading)!);
    notes.push({ code: "cost-detail-unused", column: heading });
  }
}

/** A period that ends before it begins is a slip; which end is wrong nobody can tell, so both stay as given. */
function settleCoverage(
  fields: Record_,
  placed: readonly Placed[],
  cells: ReadonlyMap<string | undefined, string>,
  keep: (heading: string, cell: string) => void,
  notes: Note[],
): void {
  const { temporalCoverageFrom: from, temporalCoverageTo: to } = fields;
  if (from === undefined || to === undefined || from <= to) return;
  for (const { column, heading } of placed) {
    if (!column || !("field" in column) || !column.field.startsWith("temporalCoverage")) continue;
    delete fields[column.field];
    keep(heading, cells.get(column.heading)!);
  }
  notes.push({ code: "coverage-reversed", detail: `${from} – ${to}` });
}
