import { checkFile, identifierOf, pathOf } from "../catalogue/check.ts";
import { applyFixes, type Diagnostic, diagnostic } from "../catalogue/diagnostics.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import type { DeskAgency } from "./data.ts";
import { datasetText } from "./dataset-text.ts";
import { appliesTo } from "./fields.ts";
import { nextNumber, nextResourceID, RESOURCE_FIELDS, TEXT_FIELDS, valuesOf } from "./values.ts";

export interface DraftDistribution {
  [field: string]: string;
}

/** Every control's text as it stands; empty text is an absent field. */
export interface DraftValues {
  [field: string]: string | string[] | DraftDistribution[] | undefined;
  keyword?: string[];
  distribution?: DraftDistribution[];
}

export interface Draft {
  id: string;
  /** ISO time of the last save. */
  savedAt: string;
  agency: string;
  serial: string;
  values: DraftValues;
  /** Text of the file that is being edited; absent for a new dataset. */
  base?: string;
  /** Submission being mended. */
  pull?: number;
}

/**
 * A new dataset of an agency: the schema's defaults (後臺系統操作說明 五、1(1): E00, the open licence, 免費), the next free
 * serial, the agency's first window, one resource to fill in.
 * @param taken serials in use: of the agency's datasets, of submissions and of other drafts
 * @param today YYYY-MM-DD in Taipei: 最後更新時間, and the time of saving until it is saved
 */
export function newDraft(agency: DeskAgency, taken: Iterable<string>, today: string, id: string): Draft {
  const { code, contacts } = agency.agency;
  const serial = nextSerial(taken);
  const values: DraftValues = {};
  for (const name of TEXT_FIELDS) {
    const standard = SCHEMAS.dataset.properties[name]!.default;
    if (standard !== undefined) values[name] = String(standard);
  }
  values.modified = today;
  if (contacts?.[0]) values.contact = contacts[0].id;
  values.distribution = [newDistribution(nextResourceID(`${code}-${serial}`, []))];
  return { id, savedAt: `${today}T00:00:00+08:00`, agency: code, serial, values };
}

/** An empty resource with its number and the schema's defaults. */
export function newDistribution(resourceID: string): DraftDistribution {
  const item: DraftDistribution = { resourceID };
  for (const [name, { default: standard }] of Object.entries(
    SCHEMAS.dataset.$defs!.distribution!.properties!,
  )) {
    if (standard !== undefined) item[name] = String(standard);
  }
  return item;
}

/** The serial after the highest that an agency has given: numbers that left are not given again. */
export function nextSerial(taken: Iterable<string>): string {
  return nextNumber(new Set(taken), 6);
}

/**
 * A draft that edits an existing file.
 * @returns the draft, or what the checker says where the text can't be read
 */
export function draftFromText(
  text: string,
  path: string,
  id: string,
  savedAt: string,
): { draft: Draft } | { problems: Diagnostic[] } {
  const identifier = identifierOf(path);
  if (!identifier) {
    const args = { expected: "datasets/<10 碼機關代碼>/<6 碼流水號>.yaml" };
    return { problems: [diagnostic("file/name", path, { line: 1, column: 1 }, args)] };
  }
  const checked = checkFile("dataset", path, new TextEncoder().encode(text), () => []);
  if (checked.value === undefined) return { problems: checked.diagnostics };
  const draft: Draft = {
    id,
    savedAt,
    agency: identifier.slice(0, 10),
    serial: identifier.slice(11),
    values: valuesOf(checked.value as Record<string, unknown>),
    base: text,
  };
  return { draft };
}

/** The draft after a diagnostic's certain mend of its text; the same draft where it has none. */
export function applyFix(draft: Draft, found: Diagnostic): Draft {
  const path = pathOf(`${draft.agency}-${draft.serial}`);
  const text = datasetText(draft);
  const mended = applyFixes(text, [found]).text;
  const read = draftFromText(mended, path, draft.id, draft.savedAt);
  if (mended === text || "problems" in read) return draft;
  // What does not apply now is in no text, and comes back with its condition.
  const aside = TEXT_FIELDS.filter((name) => !appliesTo(name, draft.values));
  const values = {
    ...Object.fromEntries(aside.map((name) => [name, draft.values[name]])),
    ...read.draft.values,
  };
  const next = { ...draft, values };
  if (draft.base === undefined) return next;
  const again = draftFromText(datasetText(next), path, draft.id, draft.savedAt);
  const held = "draft" in again && JSON.stringify(again.draft.values) === JSON.stringify(read.draft.values);
  // A mend of what no control holds makes the file itself another.
  return held && datasetText(next) !== text ? next : { ...next, base: mended };
}

const FORMAT = "dataset-draft";
const LONGEST_TEXT = 100_000;
const MOST_RESOURCES = 999;

/** A draft as a file, to be taken to another computer. */
export function exportDraft(draft: Draft): string {
  const { agency, serial, values, base, pull } = draft;
  return `${JSON.stringify({ format: FORMAT, version: 1, agency, serial, values, base, pull }, null, 2)}\n`;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST_TEXT;

/** The texts of some fields, those that are there; undefined where one is no text. */
function textsOf(record: Json, names: readonly string[]): Record<string, string> | undefined {
  const texts: Record<string, string> = {};
  for (const name of names) {
    if (!Object.hasOwn(record, name)) continue;
    if (!isText(record[name])) return undefined;
    texts[name] = record[name];
  }
  return texts;
}

function importValues(raw: unknown): DraftValues | undefined {
  if (!isObject(raw)) return undefined;
  const values: DraftValues | undefined = textsOf(raw, TEXT_FIELDS);
  if (!values) return undefined;
  const { keyword, distribution } = raw;
  if (keyword !== undefined) {
    if (!Array.isArray(keyword) || keyword.length > LONGEST_TEXT || !keyword.every(isText)) return undefined;
    values.keyword = keyword;
  }
  if (distribution !== undefined) {
    if (!Array.isArray(distribution) || distribution.length > MOST_RESOURCES) return undefined;
    const items = distribution.map((item) => (isObject(item) ? textsOf(item, RESOURCE_FIELDS) : undefined));
    if (!items.every((item) => item !== undefined)) return undefined;
    values.distribution = items;
  }
  return values;
}

/**
 * Reads a draft's file; nothing of it is believed.
 * @param id of the new draft
 * @param now ISO time
 * @returns the draft, or in Chinese why the file is none
 */
export function importDraft(text: string, id: string, now: string): { draft: Draft } | { problem: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "這個檔案不是草稿檔，請選擇由「匯出草稿」存下的檔案" };
  }
  if (!isObject(raw) || raw.format !== FORMAT) {
    return { problem: "這個檔案不是草稿檔，請選擇由「匯出草稿」存下的檔案" };
  }
  if (raw.version !== 1) return { problem: "草稿檔的版本不同，請重新整理本頁面後再匯入" };
  const { agency, serial, base, pull } = raw;
  const values = importValues(raw.values);
  const placed = typeof agency === "string" && typeof serial === "string";
  const path = placed ? pathOf(`${agency}-${serial}`) : "";
  const numbered = pull === undefined || (Number.isSafeInteger(pull) && (pull as number) > 0);
  if (!placed || identifierOf(path) !== `${agency}-${serial}` || !values || !numbered) {
    return { problem: "草稿檔的內容不完整或已被改過，請重新匯出後再匯入" };
  }
  if (base !== undefined && (!isText(base) || "problems" in draftFromText(base, path, id, now))) {
    return { problem: "草稿檔所附的原檔無法讀取，請重新匯出後再匯入" };
  }
  const draft: Draft = {
    id,
    savedAt: now,
    agency,
    serial,
    values,
    ...(base === undefined ? {} : { base }),
    ...(pull === undefined ? {} : { pull: pull as number }),
  };
  return { draft };
}
