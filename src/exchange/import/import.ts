import agencySchema from "../../catalogue/schema/agency.schema.json" with { type: "json" };
import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { type Table, TableError } from "../csv.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../yaml-writer.ts";
import { splitAddresses } from "./addresses.ts";
import { Agencies, type Agency, type Claim, isMinistry, lineage } from "./agencies.ts";
import { type ResourceCells, readResources } from "./distributions.ts";
import type { Note } from "./notes.ts";
import type { Column, Profile } from "./profile.ts";
import { Register, type RegisterEntry } from "./register.ts";
import { type ImportReport, Reporter, type RowReport } from "./report.ts";
import { clean, codePoints, fold, hashOf, trim, unquote } from "./text.ts";
import { TRANSFORMS } from "./values.ts";

/** A file of the new catalogue. */
export interface ImportedFile {
  /** Below the catalogue's root, with `/`. */
  path: string;
  content: string;
}

export interface ImportOptions {
  profile: Profile;
  table: Table;
  vocabularies: Vocabularies;
  /** Entries of the lists of agencies, in the files' order. */
  agencies?: readonly RegisterEntry[];
  /** Encoding and name of the source, for the report. */
  source?: { name: string; encoding: string };
}

const DATASET_ORDER = keyOrderOf(datasetSchema);
const AGENCY_ORDER = keyOrderOf(agencySchema);

interface FieldLimits {
  maxLength?: number;
  maxItems?: number;
  items?: { maxLength?: number };
}
const FIELDS = datasetSchema.properties as Record<string, FieldLimits>;
const RESOURCE_FIELDS = datasetSchema.$defs.distribution.properties as Record<string, FieldLimits>;
const MULTILINE = new Set(
  Object.entries(datasetSchema.properties)
    .filter(([, field]) => "x-multiline" in field)
    .map(([name]) => name),
);

/** A column of the file, matched with the profile. */
interface Placed {
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
type Roles = Partial<
  Record<"id" | "title" | "agency" | "addresses" | "page" | "formats" | "charsets", Placed>
>;

interface Candidate {
  row: number;
  cells: readonly string[];
  id: string;
  title: string;
  claim: Claim;
}

/** `380120000J 【社會局】` */
const CODE_NAME = /^([A-Za-z0-9_]{10})\s*【(.+)】$/;

function readClaim(profile: Profile, cell: string, address: string | undefined): Claim | undefined {
  const name = clean(cell, false).text;
  if (name === "") return profile.root ? { name: profile.root.name, code: profile.root.code } : undefined;
  const parts = profile.agencyCell === "code-name" ? CODE_NAME.exec(name) : null;
  if (parts) return { name: trim(parts[2]!), code: parts[1]! };
  return { name, ...(address === undefined ? {} : { address }) };
}

/**
 * Maps another platform's rows to the catalogue's files: datasets as they are reached, then the agencies they need.
 * Every row is either in a file or in the report with its reason; every value is in a field or in
 * `provenance.unmapped`, or the report says why it went. Same rows, same lists of agencies: same bytes.
 * @returns the report, when all files have been taken
 * @throws TableError when the columns are not the profile's
 */
export function* importRows(options: ImportOptions): Generator<ImportedFile, ImportReport> {
  const { profile, table, vocabularies } = options;
  const placed = placeColumns(profile, table.headings);
  const reporter = new Reporter(
    profile,
    table,
    options.source,
    placed.filter(({ column }) => !column).map(({ heading }) => heading),
  );
  const candidates = selectRows(profile, table, placed, reporter);
  const agencies = new Agencies(
    new Register(options.agencies ?? []),
    candidates.map(({ claim }) => claim),
    profile.root,
  );
  const serials = new Map<string, string>();
  const contents = new Map<string, string>();
  const titles = new Set<string>();
  const legacy = new Set<string>();
  for (const candidate of candidates) {
    const { agency, note } = agencies.resolve(candidate.claim);
    const content = JSON.stringify(candidate.cells);
    const place = `${agency.code} ${candidate.id}`;
    const previous = contents.get(place);
    if (previous !== undefined) {
      reporter.skip(
        candidate.row,
        candidate.cells,
        previous === content ? "duplicate-row" : "repeated-id",
        candidate,
      );
      continue;
    }
    contents.set(place, content);
    agency.datasets++;
    const serial = serialOf(candidate.id, agency.code, serials);
    const row: RowReport = {
      row: candidate.row,
      sourceId: candidate.id,
      title: candidate.title,
      outcome: "imported",
      identifier: `${agency.code}-${serial}`,
      notes: note ? [{ code: note, detail: `${candidate.claim.name} → ${agency.name}` }] : [],
    };
    const titleKey = `${agency.code} ${candidate.title}`;
    if (titles.has(titleKey)) row.notes.push({ code: "duplicate-title" });
    titles.add(titleKey);
    const dataset = mapRow(profile, placed, candidate, agency, row, vocabularies, legacy);
    yield { path: `datasets/${agency.code}/${serial}.yaml`, content: toYaml(dataset, DATASET_ORDER) };
    reporter.imported(row);
  }
  const used = new Set(
    agencies
      .list()
      .filter(({ datasets }) => datasets > 0)
      .flatMap((agency) => [...lineage(agency)]),
  );
  const written = agencies.list().filter((agency) => used.has(agency));
  for (const agency of written) {
    yield {
      path: `agencies/${agency.code}/agency.yaml`,
      content: toYaml(agencyRecord(agency), AGENCY_ORDER),
    };
  }
  return reporter.finish(written);
}

/** The rows that can be imported, cells unquoted; the others go to the report. */
function selectRows(
  profile: Profile,
  table: Table,
  placed: readonly Placed[],
  reporter: Reporter,
): Candidate[] {
  const at = rolesOf(placed);
  const candidates: Candidate[] = [];
  for (const [index, raw] of table.rows.entries()) {
    const row = index + table.firstRow;
    if (raw.every((cell) => trim(cell) === "")) {
      reporter.skip(row, raw, "blank-row");
      continue;
    }
    if (raw.length !== table.headings.length) {
      reporter.skip(row, raw, "row-width");
      continue;
    }
    const cells = profile.quotedTwice ? raw.map(unquote) : raw;
    const id = clean(cells[at.id!.index]!, false).text;
    const title = clean(cells[at.title!.index]!, false).text;
    const names = { id, title };
    if (id === "") {
      reporter.skip(row, raw, "no-id", names);
      continue;
    }
    if (title === "") {
      reporter.skip(row, raw, "no-title", names);
      continue;
    }
    const address = at.addresses ? splitAddresses(cells[at.addresses.index]!)[0] : undefined;
    const claim = readClaim(profile, cells[at.agency!.index]!, address);
    if (!claim) reporter.skip(row, raw, "no-agency", names);
    else candidates.push({ row, cells, id, title, claim });
  }
  return candidates;
}

function rolesOf(placed: readonly Placed[]): Roles {
  const roles: Roles = {};
  for (const item of placed) {
    const { column } = item;
    if (column && "role" in column && column.role !== "keep" && column.role !== "repeats")
      roles[column.role] ??= item;
  }
  return roles;
}

/** Six digits for a number; any other id gets X and five digits of its hash, one of its own within the agency. */
function serialOf(id: string, code: string, taken: Map<string, string>): string {
  let serial = id.padStart(6, "0");
  for (let salt = 0; !/^\d{6}$/.test(serial) || taken.has(`${code}-${serial}`); salt++) {
    serial = `X${hashOf(`${id}${"#".repeat(salt)}`)
      .slice(0, 5)
      .toUpperCase()}`;
    if (!taken.has(`${code}-${serial}`)) break;
  }
  taken.set(`${code}-${serial}`, id);
  return serial;
}

type Record_ = Record<string, YamlValue>;

/** One row as a dataset; what it could not map stands in `provenance.unmapped`, what it changed in the notes. */
function mapRow(
  profile: Profile,
  placed: readonly Placed[],
  { cells, id, title }: Candidate,
  agency: Agency,
  row: RowReport,
  vocabularies: Vocabularies,
  legacy: Set<string>,
): Record_ {
  const dataset: Record_ = { identifier: row.identifier!, title };
  // A mapping without a prototype, since a heading may be any text, `__proto__` too.
  const unmapped: Record<string, string> = Object.create(null);
  const resources: ResourceCells = {};
  const keep = (heading: string, cell: string) => {
    unmapped[heading] = cell;
  };
  const byHeading = new Map(placed.map(({ column, index }) => [column?.heading, cells[index]!]));
  for (const { column, heading, index } of placed) {
    const cell = cells[index]!;
    if (cell === "") {
      if (column && "role" in column && column.role === "agency") row.notes.push({ code: "agency-default" });
      continue;
    }
    const isMultiline = !column || !("field" in column) || MULTILINE.has(column.field);
    const { text, trimmed, controls } = clean(
      cell,
      isMultiline && !(column && "role" in column && column.role === "title"),
    );
    if (text.includes("\ufffd")) row.notes.push({ code: "undecodable", column: heading });
    const isField = column && ("field" in column || column.role === "title");
    if (isField) {
      if (trimmed) row.notes.push({ code: "edge-blanks", column: heading });
      if (controls) row.notes.push({ code: "control-characters", column: heading });
    }
    if (!column) {
      keep(heading, cell);
    } else if ("field" in column) {
      if (text === "") continue;
      const reading = TRANSFORMS[column.read](text, column.field, vocabularies);
      for (const note of reading.notes ?? []) {
        row.notes.push({ code: note.code, column: heading, ...(note.detail ? { detail: note.detail } : {}) });
      }
      if (reading.keep) keep(heading, cell);
      Object.assign(dataset, reading.fields);
    } else if (column.role === "formats") {
      resources.formats ??= { heading, text, pairing: column.pairing };
    } else if (column.role === "addresses" || column.role === "page" || column.role === "charsets") {
      resources[column.role] = { heading, text };
    } else if (column.role === "agency") {
      if (text === "") row.notes.push({ code: "agency-default" });
      else if (text !== agency.name) keep(heading, cell);
    } else if (column.role === "keep" || (column.role === "repeats" && cell !== byHeading.get(column.of))) {
      keep(heading, cell);
    } else if (column.role === "id" && !/-\d{6}$/.test(row.identifier!)) {
      row.notes.push({ code: "id-recoded" });
      keep(heading, cell);
    }
  }
  assumeFree(dataset, placed, cells, row.notes);
  settleCharge(dataset, placed, byHeading, keep, row.notes);
  settleCoverage(dataset, placed, byHeading, keep, row.notes);
  const built = readResources(resources, vocabularies);
  row.notes.push(...built.notes);
  for (const [heading, value] of built.unmapped) keep(heading, value);
  if (built.page !== undefined) dataset.landingPage ??= built.page;
  if (built.distributions.length > 0) {
    dataset.distribution = built.distributions.map((item, index) => ({
      resourceID: `${row.identifier}-${String(index + 1).padStart(3, "0")}`,
      ...item,
    }));
  }
  if (profile.legacyId && /^\d{1,9}$/.test(id)) {
    if (legacy.has(id)) {
      row.notes.push({ code: "legacy-id-taken" });
      keep("資料集識別碼", id);
    } else {
      legacy.add(id);
      dataset.legacyID = id;
    }
  }
  dataset.provenance = {
    source: profile.source,
    incomplete: true,
    ...(Object.keys(unmapped).length > 0 ? { unmapped } : {}),
  };
  if (Object.keys(unmapped).length > 0) {
    row.notes.push({ code: "unmapped", detail: Object.keys(unmapped).join("、") });
  }
  checkLimits(dataset, row.notes);
  return dataset;
}

/** An empty charge under the open licence means none: the licence gives the data without charge. */
function assumeFree(
  dataset: Record_,
  placed: readonly Placed[],
  cells: readonly string[],
  notes: Note[],
): void {
  const place = placed.find(({ column }) => column && "field" in column && column.field === "cost");
  if (!place || trim(cells[place.index]!) !== "" || dataset.license !== "OGDL-Taiwan-1.0") return;
  dataset.cost = "免費";
  notes.push({ code: "cost-assumed", column: place.heading });
}

/** A free dataset has no room for an explanation of charges; one without a known charge neither. */
function settleCharge(
  dataset: Record_,
  placed: readonly Placed[],
  cells: ReadonlyMap<string | undefined, string>,
  keep: (heading: string, cell: string) => void,
  notes: Note[],
): void {
  if (dataset.cost === "付費") return;
  for (const { column, heading } of placed) {
    if (!column || !("field" in column) || !/^cost(?:URL|Law)$/.test(column.field)) continue;
    if (dataset[column.field] === undefined) continue;
    delete dataset[column.field];
    keep(heading, cells.get(column.heading)!);
    notes.push({ code: "cost-detail-unused", column: heading });
  }
}

/** A period that ends before it begins is a slip; which end is wrong nobody can tell, so both stay as given. */
function settleCoverage(
  dataset: Record_,
  placed: readonly Placed[],
  cells: ReadonlyMap<string | undefined, string>,
  keep: (heading: string, cell: string) => void,
  notes: Note[],
): void {
  const { temporalCoverageFrom: from, temporalCoverageTo: to } = dataset;
  if (from === undefined || to === undefined || from <= to) return;
  for (const { column, heading } of placed) {
    if (!column || !("field" in column) || !column.field.startsWith("temporalCoverage")) continue;
    delete dataset[column.field];
    keep(heading, cells.get(column.heading)!);
  }
  notes.push({ code: "coverage-reversed", detail: `${from} – ${to}` });
}

/** Notes mandatory fields that are missing and texts that are too long; both are left as they are. */
function checkLimits(dataset: Record_, notes: Note[]): void {
  const missing: string[] = datasetSchema.required.filter((field) => dataset[field] === undefined);
  const long: string[] = [];
  const measure = (name: string, value: YamlValue | undefined, limits: FieldLimits | undefined): void => {
    if (typeof value === "string" && limits?.maxLength && value.length > limits.maxLength) {
      const length = codePoints(value);
      if (length > limits.maxLength) long.push(`${name} ${length}/${limits.maxLength}`);
    } else if (Array.isArray(value) && limits?.maxItems && value.length > limits.maxItems) {
      long.push(`${name} ${value.length}/${limits.maxItems}`);
    }
  };
  for (const [name, value] of Object.entries(dataset)) measure(name, value, FIELDS[name]);
  for (const item of (dataset.keyword ?? []) as string[]) measure("keyword", item, FIELDS.keyword?.items);
  if (dataset.license === "other" && dataset.licenseURL === undefined) missing.push("licenseURL");
  if (dataset.cost === "付費") {
    for (const field of ["costURL", "costLaw"]) if (dataset[field] === undefined) missing.push(field);
  }
  const absent = new Map<string, number>();
  for (const resource of (dataset.distribution ?? []) as readonly Record_[]) {
    for (const field of datasetSchema.$defs.distribution.required) {
      if (resource[field] === undefined) absent.set(field, (absent.get(field) ?? 0) + 1);
    }
    for (const [name, value] of Object.entries(resource))
      measure(`distribution.${name}`, value, RESOURCE_FIELDS[name]);
  }
  for (const [field, count] of absent) missing.push(`distribution.${field}×${count}`);
  if (missing.length > 0) notes.push({ code: "missing", detail: missing.join("、") });
  if (long.length > 0) notes.push({ code: "too-long", detail: long.join("、") });
}

function agencyRecord(agency: Agency): Record_ {
  return {
    code: agency.code,
    ...(agency.provisional ? { provisionalCode: true } : {}),
    name: agency.name,
    ...(agency.nameEn ? { nameEn: agency.nameEn } : {}),
    ...(agency.shortNames.size > 0 ? { shortNames: [...agency.shortNames].sort() } : {}),
    ...(agency.oid ? { oid: agency.oid } : {}),
    ...(agency.parent ? { parent: agency.parent.code } : {}),
    ...(isMinistry(agency) ? { ministry: true } : {}),
    ...(agency.website ? { website: agency.website } : {}),
  };
}
