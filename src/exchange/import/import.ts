import agencySchema from "../../catalogue/schema/agency.schema.json" with { type: "json" };
import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import type { Table } from "../csv.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../yaml-writer.ts";
import { splitAddresses } from "./addresses.ts";
import { Agencies, type Agency, type Claim, isMinistry, lineage } from "./agencies.ts";
import type { Note } from "./notes.ts";
import type { Profile } from "./profile.ts";
import { Register, type RegisterEntry } from "./register.ts";
import { type ImportReport, Reporter, type RowReport } from "./report.ts";
import { type Placed, placeColumns, readClaim, readRow, rolesOf } from "./rows.ts";
import { clean, codePoints, hashOf, trim, unquote } from "./text.ts";

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
interface Candidate {
  row: number;
  cells: readonly string[];
  id: string;
  title: string;
  claim: Claim;
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
  const reporter = new Reporter({
    profile: profile.name,
    rows: table.rows.length,
    headings: table.headings,
    unknown: placed.filter(({ column }) => !column).map(({ heading }) => heading),
    ...(options.source ? { source: options.source } : {}),
  });
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
  return reporter.finish(yield* agencyFiles(agencies));
}

/**
 * The files of the agencies that have datasets, and of those above them.
 * @returns these agencies
 */
export function* agencyFiles(agencies: Agencies): Generator<ImportedFile, Agency[]> {
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
  return written;
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

/** Six digits for a number; any other id gets X and five digits of its hash, one of its own within the agency. */
export function serialOf(id: string, code: string, taken: Map<string, string>): string {
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
  const isRecoded = !/-\d{6}$/.test(row.identifier!);
  const reading = readRow(placed, cells, vocabularies, { agency: agency.name, isRecoded });
  const { fields, unmapped, distributions } = reading;
  row.notes.push(...reading.notes);
  const dataset: Record_ = { identifier: row.identifier!, title, ...fields };
  if (distributions.length > 0) {
    dataset.distribution = distributions.map((item, index) => ({
      resourceID: `${row.identifier}-${String(index + 1).padStart(3, "0")}`,
      ...item,
    }));
  }
  if (profile.legacyId && /^\d{1,9}$/.test(id)) {
    if (legacy.has(id)) {
      row.notes.push({ code: "legacy-id-taken" });
      unmapped.資料集識別碼 = id;
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

/** Notes mandatory fields that are missing and texts that are too long; both are left as they are. */
export function checkLimits(dataset: Record_, notes: Note[]): void {
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
