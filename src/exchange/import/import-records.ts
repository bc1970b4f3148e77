import datasetSchema from "../../catalogue/schema/dataset.schema.json" with { type: "json" };
import { keyOrderOf, toYaml } from "../yaml-writer.ts";
import { Agencies, type Claim } from "./agencies.ts";
import { agencyFiles, checkLimits, type ImportedFile, serialOf } from "./import.ts";
import type { Note } from "./notes.ts";
import { Register, type RegisterEntry } from "./register.ts";
import { type ImportReport, Reporter } from "./report.ts";
import { datasetOfRecord, type SourcePage, type SourceRecord } from "./source-record.ts";

/** The importer for records: what `importRows` does for the rows of a table. */

export interface ImportRecordsOptions {
  /** The profile's name, for the report. */
  profile: string;
  /** What was read of the file. */
  page: SourcePage;
  /** Entries of the lists of agencies, in the files' order. */
  agencies?: readonly RegisterEntry[];
  /** The file's name, which also becomes `provenance.source`. */
  source: { name: string; encoding: string };
}

const ORDER = keyOrderOf(datasetSchema);
const LONGEST_SOURCE: number = datasetSchema.properties.provenance.properties.source.maxLength;

interface Candidate {
  row: number;
  record: SourceRecord;
  claim: Claim;
}

/** Who publishes a record, by name, or by the code or OID that a list of agencies knows. */
function claimOf({ publisher, distributions }: SourceRecord, register: Register): Claim | undefined {
  const name = publisher?.name ?? (publisher?.oid ? register.byOid(publisher.oid)?.name : undefined);
  if (name === undefined && publisher?.code === undefined) return undefined;
  const [first] = distributions;
  const address = first?.downloadURL ?? first?.accessURL;
  return {
    name: name ?? publisher!.code!,
    ...(publisher?.code ? { code: publisher.code } : {}),
    ...(typeof address === "string" ? { address } : {}),
  };
}

/** A record that bears an identifier of the agency keeps it; any other gets a serial from its id. */
function serialOfRecord({ sourceID }: SourceRecord, code: string, taken: Map<string, string>): string {
  const serial = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(sourceID) ? sourceID.slice(11) : "";
  if (serial === "" || sourceID.slice(0, 10) !== code || taken.has(sourceID))
    return serialOf(sourceID, code, taken);
  taken.set(sourceID, sourceID);
  return serial;
}

/**
 * Makes the catalogue's files of another platform's records: datasets, then the agencies that they need. Every record
 * is either in a file or in the report with its reason. Same records, same lists of agencies: same bytes.
 * @returns the report, when all files have been taken
 */
export function* importRecords(options: ImportRecordsOptions): Generator<ImportedFile, ImportReport> {
  const { page, source } = options;
  const entries = options.agencies ?? [];
  const register = new Register(entries);
  const reporter = new Reporter({
    profile: options.profile,
    rows: page.records.length + page.problems.length,
    headings: [],
    source,
    unknown: [],
  });
  const candidates: Candidate[] = [];
  for (const [index, record] of page.records.entries()) {
    const claim = claimOf(record, register);
    const row = index + 1;
    if (claim) candidates.push({ row, record, claim });
    else reporter.skip(row, [], "no-agency", { id: record.sourceID, title: record.title });
  }
  for (const [index, { place, message }] of page.problems.entries()) {
    reporter.unreadable(page.records.length + index + 1, place, message);
  }
  const agencies = new Agencies(
    new Register(entries),
    candidates.map(({ claim }) => claim),
  );
  const serials = new Map<string, string>();
  const titles = new Set<string>();
  const legacy = new Set<string>();
  for (const { row, record, claim } of candidates) {
    const { agency, note } = agencies.resolve(claim);
    agency.datasets++;
    if (record.publisher?.oid) agency.oid ??= record.publisher.oid;
    const serial = serialOfRecord(record, agency.code, serials);
    const identifier = `${agency.code}-${serial}`;
    const notes: Note[] = note ? [{ code: note, detail: `${claim.name} → ${agency.name}` }] : [];
    if (titles.has(`${agency.code} ${record.title}`)) notes.push({ code: "duplicate-title" });
    titles.add(`${agency.code} ${record.title}`);
    const number = record.fields.legacyID;
    if (typeof number === "string" && legacy.has(number)) {
      delete record.fields.legacyID;
      record.unmapped.legacyID = number;
      notes.push({ code: "legacy-id-taken" });
    } else if (typeof number === "string") legacy.add(number);
    notes.push(...record.notes);
    const dataset = datasetOfRecord(record, { identifier, source: source.name.slice(0, LONGEST_SOURCE) });
    const kept = Object.keys(record.unmapped);
    if (kept.length > 0) notes.push({ code: "unmapped", detail: kept.join("、") });
    checkLimits(dataset, notes);
    yield { path: `datasets/${agency.code}/${serial}.yaml`, content: toYaml(dataset, ORDER) };
    reporter.imported({
      row,
      sourceId: record.sourceID,
      title: record.title,
      outcome: "imported",
      identifier,
      notes,
    });
  }
  return reporter.finish(yield* agencyFiles(agencies));
}
