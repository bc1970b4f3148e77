import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { type AgencyFile, type DatasetFile, isReleased } from "./catalogue.ts";
import { agencyCodeOf, type Checked, type Finding, finding, identifierOf } from "./check.ts";
import { registerFindings } from "./check-register.ts";
import { asText } from "./history.ts";
import { readPlain } from "./plain-yaml.ts";
import { LOCKED_FIELDS, normalise, SCHEMAS } from "./schema/fields.ts";

/** Findings of the rules across files, by the file that they are about. */
export type FileFindings = Map<string, Finding[]>;

const ACROSS = [
  "title",
  "legacyID",
  "contact",
  "publisher",
  "publisherContactName",
  "publisherContactPhone",
  "publisherContactEmail",
] as const satisfies readonly (keyof DatasetFile)[];

/** What the rules across files look at of a dataset. */
export type AcrossFields = Partial<Pick<DatasetFile, (typeof ACROSS)[number]>> & {
  provenance?: { incomplete?: boolean | undefined } | undefined;
};

/** Takes from a dataset's file what the rules across files look at, so that a cache need not hold all of it ready. */
export function acrossFields(file: DatasetFile): AcrossFields {
  const fields: Record<string, unknown> = {};
  for (const field of ACROSS) if (file[field] !== undefined) fields[field] = file[field];
  if (file.provenance?.incomplete === true) fields.provenance = { incomplete: true };
  return fields;
}

/** The files that the rules across files look at. */
export interface Scope {
  agencies: readonly Checked<AgencyFile>[];
  datasets: readonly { path: string; value?: AcrossFields }[];
  /** Whether a file is judged; others are known only so that a judged one can be compared with them. */
  judged: (path: string) => boolean;
  /** The dataset in another place that holds a former number, asked for judged files' numbers only. */
  legacyHolder?: (legacyID: string, path: string) => string | undefined;
}

/**
 * The rules across files: known agencies, parents and contacts; names, titles and former numbers that are unique; the
 * register of people and roles.
 * A file that is not judged is still named where a judged one broke it (a contact or an agency that is gone).
 */
export function checkAcross(scope: Scope): FileFindings {
  const found: FileFindings = new Map();
  const add = (path: string, ...findings: Finding[]) => {
    const list = found.get(path);
    if (list) list.push(...findings);
    else if (findings.length > 0) found.set(path, findings);
  };
  const agencies = new Map<string, { file: AgencyFile; judged: boolean }>();
  for (const { path, value } of scope.agencies) {
    const code = agencyCodeOf(path);
    // A file with faults of its own still stands for its agency: one fault must not raise a hundred others.
    if (code) agencies.set(code, { file: value ?? { code, name: code }, judged: scope.judged(path) });
  }
  for (const { path, value } of scope.agencies) {
    if (value && scope.judged(path)) add(path, ...agencyTreeFindings(value, agencies));
  }
  for (const [path, findings] of registerFindings(scope.agencies, scope.judged)) add(path, ...findings);
  const titles = new Map<string, { path: string; judged: boolean }>();
  const numbers = new Map<string, string>();
  for (const { path, value } of scope.datasets) {
    const identifier = identifierOf(path);
    if (!identifier || !value) continue;
    const judged = scope.judged(path);
    const agency = agencies.get(identifier.slice(0, 10));
    if (judged || agency?.judged) add(path, ...agencyFindings(value, identifier.slice(0, 10), agency?.file));
    if (typeof value.title === "string" && value.provenance?.incomplete !== true) {
      const key = `${identifier.slice(0, 10)} ${value.title.trim()}`;
      const other = titles.get(key);
      if (!other) titles.set(key, { path, judged });
      else if (judged || other.judged) {
        const [about, with_] = judged ? [path, other.path] : [other.path, path];
        add(about, finding("title/duplicate", ["title"], "value", { other: identifierOf(with_)! }));
      }
    }
    if (typeof value.legacyID === "string") {
      const elsewhere = judged ? scope.legacyHolder?.(value.legacyID, path) : undefined;
      const other = numbers.get(value.legacyID) ?? elsewhere;
      if (judged && other) {
        const args = { legacyID: value.legacyID, other: identifierOf(other) ?? other };
        add(path, finding("legacy/duplicate", ["legacyID"], "value", args));
      }
      numbers.set(value.legacyID, path);
    }
  }
  return found;
}

function agencyTreeFindings(
  file: AgencyFile,
  agencies: ReadonlyMap<string, { file: AgencyFile }>,
): Finding[] {
  const { parent } = file;
  if (typeof parent !== "string") return [];
  if (!agencies.has(parent)) return [finding("agency/parent", ["parent"], "value", { parent })];
  const path = [file.code];
  let code: string | undefined = parent;
  while (code && !path.includes(code)) {
    path.push(code);
    code = agencies.get(code)?.file.parent;
  }
  // A cycle further up is the business of the agencies that form it.
  if (code !== file.code) return [];
  return [finding("agency/cycle", ["parent"], "value", { path: [...path, file.code].join(" → ") })];
}

function agencyFindings(file: AcrossFields, code: string, agency: AgencyFile | undefined): Finding[] {
  if (!agency) return [finding("agency/unknown", ["identifier"], "value", { code })];
  const found: Finding[] = [];
  const windows = Array.isArray(agency.contacts) ? agency.contacts : [];
  if (typeof file.contact === "string" && !windows.some((w) => w.id === file.contact)) {
    const args = { contact: file.contact, agency: agency.name, known: windows.map((w) => w.id).join("、") };
    found.push(finding("contact/unknown", ["contact"], "value", args));
  }
  if (windows.length === 0 && file.provenance?.incomplete !== true) {
    const own = ["publisherContactName", "publisherContactPhone", "publisherContactEmail"] as const;
    const missing = own.filter((field) => !file[field]);
    if (missing.length > 0) {
      const labels = missing.map((field) => SCHEMAS.dataset.properties[field]!.title).join("、");
      found.push(finding("contact/none", ["identifier"], "key", { missing: labels }));
    }
  }
  if (typeof file.publisher === "string" && file.publisher !== agency.name) {
    const args = { value: file.publisher, expected: agency.name };
    found.push(finding("publisher/mismatch", ["publisher"], "value", args, { value: agency.name }));
  }
  return found;
}

/**
 * Fields of a published dataset that are locked and were changed (mission P9: 資料集名稱、授權方式、授權說明網址、計費方式).
 * @param before the file as published, after the file as submitted
 */
export function lockedFindings(before: DatasetFile, after: DatasetFile, today: string): Finding[] {
  if (before.status === "withdrawn" || !isReleased(before, today)) return [];
  const found: Finding[] = [];
  for (const field of LOCKED_FIELDS as (keyof DatasetFile)[]) {
    const schema = SCHEMAS.dataset.properties[field]!;
    const was = asText(before[field] ?? schema.default ?? "");
    const is = asText(after[field] ?? schema.default ?? "");
    if (was === is) continue;
    const args = { field, label: schema.title!, before: was, after: is };
    found.push(finding("dataset/locked", [field], "value", args));
  }
  return found;
}

/**
 * The locked fields that a submission changes.
 * @param before the file as published, after the file as submitted; nothing is found where one can't be read
 */
export function lockedBetween(before: Uint8Array, after: Uint8Array, today: string): Finding[] {
  const old = parseQuietly(before);
  const now = parseQuietly(after);
  return old && now ? lockedFindings(old, now, today) : [];
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Values that a file has at most, each counted as often as aliases repeat it; the longest real one has some 5,000. */
const MOST_VALUES = 50_000;

/** Whether a value comes to an end, and soon: an alias may stand in what it names, or repeat what repeats others. */
function isModest(value: unknown): boolean {
  const open = [value];
  for (let seen = 0; open.length > 0; seen++) {
    if (seen + open.length > MOST_VALUES) return false;
    const next = open.pop();
    if (next !== null && typeof next === "object") for (const part of Object.values(next)) open.push(part);
  }
  return true;
}

/** A revision's fields for comparing, each as the text that was written; undefined where it can't be read. */
export function readQuietly(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = UTF8.decode(bytes);
    const plain = readPlain(text);
    if (plain) return plain;
    const raw = load(text, { schema: FAILSAFE_SCHEMA, maxDepth: 12 });
    if (raw === null || typeof raw !== "object" || Array.isArray(raw) || !isModest(raw)) return undefined;
    return raw as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** A revision's value for comparing; one that can't be read is compared with nothing. */
export function parseQuietly(bytes: Uint8Array): DatasetFile | undefined {
  const raw = readQuietly(bytes);
  return raw && (normalise("dataset", raw) as DatasetFile);
}
