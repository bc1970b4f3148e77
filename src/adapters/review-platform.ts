import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import { accountKey } from "../catalogue/grants.ts";
import { FIELD_NAMES, fieldAt, normalise, type SchemaName } from "../catalogue/schema/fields.ts";
import type { CalendarFile } from "../catalogue/schema/generated/calendar.ts";
import type { OperatorsFile } from "../catalogue/schema/generated/operators.ts";
import type { ReviewPhrasesFile } from "../catalogue/schema/generated/review-phrases.ts";
import {
  validateCalendar,
  validateOperators,
  validateReviewPhrases,
} from "../catalogue/schema/generated/review-validators.js";
import { decode, readExact } from "../catalogue/source.ts";
import { CalendarError, type WorkCalendar, workCalendar } from "../review/calendar.ts";
import { calendarProblems } from "../review/calendar-problems.ts";
import type { Person } from "../review/register.ts";
import { PlatformError, readBytes } from "./files.ts";

/** What the review of submissions takes from the platform folder. */
export interface ReviewPlatform {
  operators: Person[];
  /** 常用審查用語 by number (manual, 資料審查者 1 c). */
  phrases: Map<number, string>;
  calendar: WorkCalendar;
}

const OPERATORS = "platform/operators.yaml";
const PHRASES = "platform/review-phrases.yaml";
export const CALENDARS = "platform/calendars";

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

const TYPES: Record<string, string> = {
  string: "文字",
  integer: "整數",
  array: "清單（每項以「- 」開頭）",
  object: "欄位與內容的組合（欄位: 內容）",
};

/** One fault that the schema's validator found, in Chinese: where, what, and what is wanted. */
function explain(name: SchemaName, value: unknown, error: ErrorObject): string {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll("~1", "/").replaceAll("~0", "~")));
  const steps = path.map((step) => (typeof step === "number" ? `第 ${step + 1} 項` : step));
  const place = steps.length > 0 ? `${steps.join(" ")}：` : "";
  const field = fieldAt(name, path);
  const actual = path.reduce<unknown>((v, step) => (v as Record<string | number, unknown>)?.[step], value);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "required": {
      const lacking = String(params.missingProperty);
      return `${place}缺少 ${lacking}（${fieldAt(name, [...path, lacking])?.title ?? lacking}）`;
    }
    case "additionalProperties":
      return `${place}不認得的欄位 ${String(params.additionalProperty)}；請刪除或更正欄位名稱`;
    case "type":
      return `${place}應為${TYPES[String(params.type)] ?? String(params.type)}`;
    case "minLength":
    case "minItems":
      return `${place}不可空白`;
    case "maxLength":
    case "maxItems":
      return `${place}超過上限 ${String(params.limit)}`;
    case "minimum":
      return `${place}「${String(actual)}」不可小於 ${String(params.limit)}`;
    default:
      return `${place}「${String(actual)}」的格式不符；${field?.description ?? ""}`;
  }
}

/**
 * Reads one file of the platform folder and checks it against its schema.
 * @throws PlatformError with every fault
 */
async function readPlatformFile<T>(
  root: string,
  file: string,
  name: SchemaName,
  validate: Validate,
): Promise<T> {
  const bytes = await readBytes(root, file).catch((cause: Error) => {
    throw new PlatformError(file, cause.message);
  });
  if (!bytes) throw new PlatformError(file, "檔案不存在");
  const decoded = decode(file, bytes);
  if ("problem" in decoded) {
    throw new PlatformError(file, `${decoded.problem.message}；${decoded.problem.remedy}`);
  }
  const { source, problems } = readExact(file, decoded.text, FIELD_NAMES[name]);
  const errors = problems.filter((p) => p.severity === "error");
  if (!source || errors.length > 0) {
    const lines = errors.map((p) => `第 ${p.line} 行：${p.message}；${p.remedy}`);
    throw new PlatformError(file, lines.join("；"));
  }
  const value = normalise(name, source.value);
  if (!validate(value)) {
    throw new PlatformError(file, validate.errors!.map((e) => explain(name, value, e)).join("；"));
  }
  return value as T;
}

/** Refuses a value that two items share. */
function refuseRepeated(file: string, label: string, values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    const first = values.indexOf(value);
    if (first < index) {
      throw new PlatformError(
        file,
        `第 ${first + 1} 項與第 ${index + 1} 項的${label}都是 ${value}；請只留一個`,
      );
    }
  }
}

async function loadOperators(root: string): Promise<Person[]> {
  const { operators } = await readPlatformFile<OperatorsFile>(
    root,
    OPERATORS,
    "operators",
    validateOperators,
  );
  refuseRepeated(
    OPERATORS,
    "帳號",
    operators.map((o) => accountKey(o.account)),
  );
  return operators;
}

async function loadPhrases(root: string): Promise<Map<number, string>> {
  const { phrases } = await readPlatformFile<ReviewPhrasesFile>(
    root,
    PHRASES,
    "review-phrases",
    validateReviewPhrases,
  );
  refuseRepeated(
    PHRASES,
    "編號",
    phrases.map((p) => String(p.number)),
  );
  return new Map(phrases.map((p) => [p.number, p.text]));
}

/**
 * Reads one year's calendar.
 * @throws PlatformError with every fault
 */
export async function loadCalendarFile(root: string, year: number): Promise<CalendarFile> {
  const file = `${CALENDARS}/${year}.yaml`;
  const calendar = await readPlatformFile<CalendarFile>(root, file, "calendar", validateCalendar);
  const problems = calendarProblems(calendar, year);
  if (problems.length > 0) throw new PlatformError(file, problems.join("；"));
  return calendar;
}

/**
 * Reads every year's calendar, oldest first.
 * @throws PlatformError for a file that is broken or misnamed, and for none at all
 */
export async function loadCalendarFiles(root: string): Promise<CalendarFile[]> {
  const names = await readdir(join(root, CALENDARS)).catch((cause: NodeJS.ErrnoException) => {
    throw new PlatformError(CALENDARS, cause.code === "ENOENT" ? "資料夾不存在" : cause.message);
  });
  const files: CalendarFile[] = [];
  for (const name of names.filter((n) => !n.startsWith(".")).sort()) {
    const year = /^(\d{4})\.yaml$/.exec(name)?.[1];
    if (!year) {
      throw new PlatformError(`${CALENDARS}/${name}`, "檔名應為 <西元年>.yaml；請更名或移走這個檔案");
    }
    files.push(await loadCalendarFile(root, Number(year)));
  }
  if (files.length === 0) {
    throw new PlatformError(CALENDARS, "沒有任何一年的辦公日曆；請以 npm run calendar 匯入官方的辦公日曆表");
  }
  return files;
}

/** Whether a catalogue has a back office at all; one that only shows another's datasets needs none. */
export async function reviewFilesExist(root: string): Promise<boolean> {
  const found = await Promise.all(
    [OPERATORS, PHRASES, CALENDARS].map((path) => stat(join(root, path)).catch(() => undefined)),
  );
  return found.some((entry) => entry !== undefined);
}

/**
 * Reads what the review of submissions needs from `platform/`: operators, 常用審查用語 and the calendar of work days.
 * @throws PlatformError naming the file and what is wrong
 */
export async function loadReviewPlatform(root: string): Promise<ReviewPlatform> {
  const operators = await loadOperators(root);
  const phrases = await loadPhrases(root);
  const files = await loadCalendarFiles(root);
  try {
    return { operators, phrases, calendar: workCalendar(files) };
  } catch (cause) {
    if (!(cause instanceof CalendarError)) throw cause;
    throw new PlatformError(`${CALENDARS}/${cause.year}.yaml`, cause.message);
  }
}
