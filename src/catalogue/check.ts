import type { ErrorObject } from "ajv";
import type { DatasetFile } from "./catalogue.ts";
import { eachText, personalTexts } from "./check-personal.ts";
import { isoDate, isRealDate, rocDate } from "./dates.ts";
import {
  type Arguments,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Place,
} from "./diagnostics.ts";
import { parseFrequency } from "./frequency.ts";
import { readFrequency } from "./frequency-reading.ts";
import { readFrontMatter } from "./front-matter.ts";
import { asText } from "./history.ts";
import {
  FIELD_NAMES,
  FIELDS,
  type FieldSchema,
  fieldAt,
  normalise,
  resolve,
  SCHEMAS,
  type SchemaName,
} from "./schema/fields.ts";
import { validateDataset } from "./schema/generated/dataset-validator.js";
import { decode, readExact, readFast, type Source } from "./source.ts";
import { readCount, suggestField, suggestTerm } from "./suggestions.ts";
import type { Term, Vocabularies } from "./vocabulary.ts";

/** Path of a field in a file's value. */
export type Path = (string | number)[];

/** A fault of a value, before its place in the text is known. */
export interface Finding {
  code: DiagnosticCode;
  path: Path;
  part: "key" | "value";
  args: never;
  /** Certain mend: the scalar's new text, or the key's new name. */
  value?: string;
  rename?: string;
  /** Part of the value that it is about, to find its place. */
  within?: string;
}

/** Makes a finding; its words come with its code from the table of messages. */
export function finding<C extends DiagnosticCode>(
  code: C,
  path: Path,
  part: "key" | "value",
  args: Arguments<C>,
  mend?: { value?: string | undefined; rename?: string | undefined },
): Finding {
  return {
    code,
    path,
    part,
    args: args as never,
    ...(mend?.value === undefined ? {} : { value: mend.value }),
    ...(mend?.rename === undefined ? {} : { rename: mend.rename }),
  };
}

/** What the rules of one file need to know besides the file. */
export interface CheckContext {
  vocabularies: Vocabularies;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

/** A checked file: what could be read of it, and what was found. */
export interface Checked<T> {
  path: string;
  /** Present when the file could be read as YAML, whatever else is wrong with it. */
  value?: T;
  diagnostics: Diagnostic[];
  /** Paths of the fields that diagnostics are about; a text that is no YAML has no fields. */
  paths?: ReadonlyMap<Diagnostic, Path>;
}

const LINE_ONE = { line: 1, column: 1 };
const DATASET_PATH = /^datasets\/([A-Za-z0-9_]{10})\/([A-Za-z0-9_]{6})\.yaml$/;
const AGENCY_PATH = /^agencies\/([A-Za-z0-9_]{10})\/agency\.yaml$/;

/** The identifier that a path stands for; undefined where it is no dataset's place. */
export function identifierOf(path: string): string | undefined {
  const match = DATASET_PATH.exec(path);
  return match ? `${match[1]}-${match[2]}` : undefined;
}

/** The path of a dataset's file. */
export const pathOf = (identifier: string): string =>
  `datasets/${identifier.slice(0, 10)}/${identifier.slice(11)}.yaml`;

/** The agency code that a path stands for; undefined where it is no agency's place. */
export const agencyCodeOf = (path: string): string | undefined => AGENCY_PATH.exec(path)?.[1];

/**
 * Checks one dataset's file by itself: encoding, YAML, schema, vocabularies and the rules of one dataset.
 * @param path below the catalogue's root, such as datasets/A41000000G/000001.yaml
 */
export function checkDataset(path: string, bytes: Uint8Array, context: CheckContext): Checked<DatasetFile> {
  const expected = identifierOf(path);
  if (!expected) {
    const args = { expected: "datasets/<10 碼機關代碼>/<6 碼流水號>.yaml" };
    return misplaced(path, args);
  }
  return checkFile("dataset", path, bytes, (value) => [
    ...schemaFindings("dataset", value, validateDataset),
    ...vocabularyFindings(value, context.vocabularies),
    ...textFindings("dataset", value),
    ...personalFindings("dataset", value),
    ...datasetFindings(value as DatasetFile, expected, context),
  ]) as Checked<DatasetFile>;
}

/** The one diagnostic of a file that stands where none belongs. */
export function misplaced<T>(path: string, args: { expected: string }): Checked<T> {
  return { path, diagnostics: [diagnostic("file/name", path, LINE_ONE, args)] };
}

type Value = Record<string, unknown>;

/**
 * Reads a file and gives what was found in it its place in the text.
 * @param inspect the rules of the file's kind, for its typed value
 */
export function checkFile(
  name: SchemaName,
  path: string,
  bytes: Uint8Array,
  inspect: (value: Value) => Finding[],
): Checked<unknown> {
  const decoded = decode(path, bytes);
  if ("problem" in decoded) return { path, diagnostics: [decoded.problem] };
  let raw = readFast(decoded.text) as Value | undefined;
  let source: Source | undefined;
  let problems: Diagnostic[] = [];
  if (raw === undefined) {
    ({ source, problems } = readExact(path, decoded.text, FIELD_NAMES[name]));
    if (!source) return { path, diagnostics: problems };
    raw = source.value;
  }
  const { value, findings } = judge(name, raw, inspect);
  const needsPlaces = findings.some((f) => !belongsToNoLine(f));
  if (needsPlaces) source ??= readExact(path, decoded.text, FIELD_NAMES[name]).source;
  const paths = new Map(findings.map((f) => [placed(path, f, source, decoded.text), pathAbout(f)]));
  return { path, value, diagnostics: [...problems, ...paths.keys()], paths };
}

/** Gives findings about a file's fields, whose places are known, their places; `checkFile` for what stands in a larger text. */
export function inspectFields(
  name: SchemaName,
  path: string,
  source: Source,
  inspect: (value: Value) => Finding[],
): Checked<unknown> {
  const { value, findings } = judge(name, source.value, inspect);
  return { path, value, diagnostics: findings.map((found) => placed(path, found, source)) };
}

/** The typed value of a file's fields, and what is wrong with them. */
function judge(
  name: SchemaName,
  raw: Value,
  inspect: (value: Value) => Finding[],
): { value: Value; findings: Finding[] } {
  const holders = new Set<object>();
  const value = normalise(name, raw, holders) as Value;
  return { value, findings: [...strayFindings(raw, holders), ...emptiesFirst(name, raw, inspect(value))] };
}

/** Unknown fields that don't stay in a typed value; of all others its schema tells. */
function strayFindings(raw: Value, holders: ReadonlySet<object>): Finding[] {
  if (holders.size === 0) return [];
  const found: Finding[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (value === null || typeof value !== "object") return;
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      const isStray = holders.has(value) && key in Object.prototype;
      if (isStray) found.push(finding("field/unknown", at, "key", { field: key }));
      else visit(item, at);
    }
  };
  visit(raw, []);
  return found;
}

/** Path of the field that a finding is about: what is missing stands at its parent's place. */
export const pathAbout = (found: Finding): Path =>
  found.code === "field/missing" ? [...found.path, (found.args as { field: string }).field] : found.path;

/** The list of what an import lacks belongs to no line, so the text need not be read again for it. */
const belongsToNoLine = (found: Finding) => found.path.length === 0 && found.part === "value";

function placed(path: string, found: Finding, source: Source | undefined, text = ""): Diagnostic {
  const start = belongsToNoLine(found) ? LINE_ONE : (source?.locate(found.path, found.part) ?? LINE_ONE);
  const at = found.within === undefined ? start : placeWithin(text, start, found.within);
  const fix =
    found.value !== undefined
      ? source?.replaceScalar(found.path, found.value)
      : found.rename !== undefined
        ? source?.renameKey(found.path, found.rename)
        : undefined;
  return diagnostic(found.code, path, at, found.args, fix);
}

/** Where a part of a value stands in the text; the value's own place where it is written otherwise, such as escaped. */
function placeWithin(text: string, start: Place, part: string): Place {
  const lines = text.split("\n").slice(start.line - 1);
  for (const [index, line] of lines.entries()) {
    const column = line.indexOf(part, index === 0 ? start.column - 1 : 0);
    if (column >= 0) return { line: start.line + index, column: column + 1 };
  }
  return start;
}

/**
 * Gives findings of the rules across files their places in the text of the file that they are about.
 * @param bytes the file's bytes; findings stand at line 1 where they can't be read
 */
export function placeFindings(
  name: SchemaName,
  path: string,
  bytes: Uint8Array,
  findings: readonly Finding[],
): Diagnostic[] {
  const source = sourceOf(name, path, bytes);
  return findings.map((found) => placed(path, found, source));
}

function sourceOf(name: SchemaName, path: string, bytes: Uint8Array): Source | undefined {
  if (path.endsWith(".md")) {
    const read = readFrontMatter(path, bytes, FIELD_NAMES[name], []);
    return "source" in read ? read.source : undefined;
  }
  const decoded = decode(path, bytes);
  if (!("text" in decoded)) return undefined;
  return readExact(path, decoded.text, FIELD_NAMES[name]).source;
}

/** A mandatory field that is written but left empty is named at its own line, not as missing at the parent's. */
function emptiesFirst(name: SchemaName, raw: Value, findings: Finding[]): Finding[] {
  return findings.map((found) => {
    if (found.code !== "field/missing") return found;
    const field = (found.args as { field: string }).field;
    const path = [...found.path, field];
    let parent: unknown = raw;
    for (const step of found.path) parent = (parent as Record<string | number, unknown> | undefined)?.[step];
    if ((parent as Value | undefined)?.[field] !== "") return found;
    return finding("field/empty", path, "key", { field, label: fieldAt(name, path)?.title ?? field });
  });
}

const pathOfError = (name: SchemaName, pointer: string): Path => {
  const path: Path = [];
  if (pointer === "") return path;
  let schema: FieldSchema | undefined = SCHEMAS[name];
  for (const raw of pointer.slice(1).split("/")) {
    const step = raw.includes("~") ? raw.replaceAll("~1", "/").replaceAll("~0", "~") : raw;
    const isIndex: boolean = schema?.type === "array" && /^\d+$/.test(step);
    path.push(isIndex ? Number(step) : step);
    schema = isIndex ? schema?.items : schema?.properties?.[step];
    if (schema) schema = resolve(name, schema);
  }
  return path;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((v, step) => (v as Record<string | number, unknown> | undefined)?.[step], value);

/** Turns the schema validator's errors into the catalogue's own findings, one for each fault. */
export function schemaFindings(
  name: SchemaName,
  value: Value,
  validate: { (data: unknown): boolean; errors?: ErrorObject[] | null },
): Finding[] {
  if (validate(value)) return [];
  const found: Finding[] = [];
  const incomplete = (value.provenance as { incomplete?: boolean } | undefined)?.incomplete === true;
  const missing: string[] = [];
  for (const error of validate.errors ?? []) {
    // Two ways to give an address are told as one fault, and `if` only announces what its branch says.
    if (error.keyword === "if" || (error.keyword === "required" && error.schemaPath.includes("/anyOf/")))
      continue;
    const path = pathOfError(name, error.instancePath);
    const params = error.params as Record<string, unknown>;
    if (error.keyword === "required") {
      const lacking = params.missingProperty as string;
      const label = fieldAt(name, [...path, lacking])?.title ?? lacking;
      if (incomplete) missing.push(label);
      else {
        const reason = conditionOf(name, error.schemaPath);
        const args = { field: lacking, label, ...(reason ? { reason } : {}) };
        found.push(finding("field/missing", path, "key", args));
      }
      continue;
    }
    const schema = fieldAt(name, path);
    const field = String(path.findLast((step) => typeof step === "string") ?? "");
    const label = schema?.title ?? fieldAt(name, path.slice(0, -1))?.title ?? field;
    const actual = valueAt(value, path);
    const text = typeof actual === "string" ? actual : JSON.stringify(actual);
    switch (error.keyword) {
      case "anyOf": {
        const id = (actual as { resourceID?: string } | undefined)?.resourceID;
        found.push(
          finding("distribution/no-address", path, "key", {
            resourceID: id ?? `第 ${Number(path.at(-1)) + 1} 項`,
          }),
        );
        break;
      }
      case "additionalProperties": {
        const unknown = params.additionalProperty as string;
        const suggestion = suggestField(name, path, unknown);
        const certain = suggestion?.certain && valueAt(value, [...path, suggestion.name]) === undefined;
        found.push(
          finding(
            "field/unknown",
            [...path, unknown],
            "key",
            { field: unknown, ...(suggestion ? { suggestion: suggestion.name } : {}) },
            certain ? { rename: suggestion!.name } : undefined,
          ),
        );
        break;
      }
      case "false schema":
        found.push(
          finding("field/not-applicable", path, "key", {
            field,
            label,
            reason: conditionOf(name, error.schemaPath) ?? "特定條件",
          }),
        );
        break;
      case "type":
        found.push(typeFinding(path, field, label, params.type as string, actual, text));
        break;
      case "maxLength": {
        const length = [...text].length;
        const limit = params.limit as number;
        if (incomplete) missing.push(`${label}（${length} 字，上限 ${limit}）`);
        else found.push(finding("field/too-long", path, "value", { field, label, length, limit }));
        break;
      }
      case "maxItems": {
        const args = { field, label, count: (actual as unknown[]).length, limit: params.limit as number };
        found.push(finding("field/too-many", path, "key", args));
        break;
      }
      case "minLength":
      case "minItems":
        found.push(finding("field/empty", path, "key", { field, label }));
        break;
      case "uniqueItems": {
        const repeated = asText((actual as unknown[])[params.i as number]);
        found.push(
          finding("field/duplicate-item", [...path, params.i as number], "value", {
            field,
            label,
            value: repeated,
          }),
        );
        break;
      }
      case "enum": {
        const allowed = params.allowedValues as string[];
        const labels = schema?.["x-enum-labels"];
        const byLabel = allowed.find(
          (code) => labels?.[code]?.zh === text || code.toLowerCase() === text.toLowerCase(),
        );
        found.push(
          finding(
            "field/not-in-list",
            path,
            "value",
            {
              field,
              label,
              value: text,
              allowed: allowed.join("、"),
              ...(byLabel ? { suggestion: byLabel } : {}),
            },
            { value: byLabel },
          ),
        );
        break;
      }
      case "pattern":
        found.push(patternFinding(path, field, label, text, schema ?? {}));
        break;
      case "minimum":
      case "maximum":
        found.push(finding("field/number", path, "value", { field, label, value: text }));
        break;
    }
  }
  if (missing.length > 0) {
    const counted = new Map<string, number>();
    for (const label of missing) counted.set(label, (counted.get(label) ?? 0) + 1);
    const fields = [...counted].map(([label, n]) => (n > 1 ? `${label} ${n} 處` : label)).join("、");
    found.push(finding("dataset/incomplete", [], "value", { fields }));
  }
  return found;
}

/** The Chinese words for the condition behind an `if` of the schema. */
function conditionOf(name: SchemaName, schemaPath: string): string | undefined {
  const place = /^#\/((?:.*\/)?allOf\/\d+)\/(?:then|else)/.exec(schemaPath)?.[1];
  const found = place && valueAt(SCHEMAS[name], place.split("/"));
  return (found as { "x-condition"?: { zh: string } } | undefined)?.["x-condition"]?.zh;
}

function typeFinding(
  path: Path,
  field: string,
  label: string,
  type: string,
  actual: unknown,
  text: string,
): Finding {
  if (type === "integer") {
    return finding("field/number", path, "value", { field, label, value: text }, { value: readCount(text) });
  }
  if (typeof actual === "string" && type === "object") {
    const glued = /^([A-Za-z_]\w*)：/.exec(actual);
    if (glued && FIELD_NAMES.dataset.has(glued[1]!))
      return finding("yaml/fullwidth-colon", path, "value", { key: glued[1]! });
  }
  const expected =
    type === "array"
      ? "清單（每行一項，以「- 」開頭）"
      : type === "object"
        ? "下一層的欄位"
        : type === "boolean"
          ? "true 或 false"
          : "單一文字";
  return finding("field/type", path, typeof actual === "string" ? "value" : "key", {
    field,
    label,
    expected,
  });
}

function patternFinding(
  path: Path,
  field: string,
  label: string,
  value: string,
  schema: { "x-date"?: boolean; "x-url"?: boolean; examples?: unknown[]; pattern?: string },
): Finding {
  if (schema["x-date"]) {
    const roc = rocDate(value);
    if (roc) return finding("date/roc", path, "value", { field, label, value, iso: roc }, { value: roc });
    const iso = isoDate(value);
    return finding(
      "date/format",
      path,
      "value",
      { field, label, value, ...(iso ? { iso } : {}) },
      { value: iso },
    );
  }
  if (schema["x-url"]) return finding("url/invalid", path, "value", { field, label, value });
  if (/[Ee]mail$/.test(field)) {
    const folded = value.normalize("NFKC").replace(/\s/g, "");
    const mend = folded !== value && new RegExp(schema.pattern!, "u").test(folded) ? folded : undefined;
    return finding("email/invalid", path, "value", { field, label, value }, { value: mend });
  }
  if (field === "accrualPeriodicity") {
    const read = readFrequency(value);
    const suggestion = read.lossy ? undefined : read.value;
    return finding(
      "frequency/invalid",
      path,
      "value",
      { field, label, value, ...(suggestion ? { suggestion } : {}) },
      { value: suggestion },
    );
  }
  const example = schema.examples?.[0];
  return finding("field/pattern", path, "value", {
    field,
    label,
    value,
    example: typeof example === "string" ? example : "",
  });
}

/** Frequencies have a pattern with its own message; a regular interval need not be listed by name. */
const VOCABULARY_FIELDS = FIELDS.dataset.filter(
  ({ schema }) => schema["x-vocabulary"] && schema["x-vocabulary"] !== "frequencies",
);

/**
 * Visits every place of a value that a schema path such as `distribution.*.format` stands for.
 * @param visit gets what stands there and its path, which changes once it returns
 * @param at path of the value itself
 */
function eachInstance(
  value: unknown,
  path: readonly string[],
  visit: (value: unknown, path: Readonly<Path>) => void,
  at: Path = [],
): void {
  if (value === undefined || value === null) return;
  const step = path[at.length];
  if (step === undefined) visit(value, at);
  else if (step === "*") {
    if (!Array.isArray(value)) return;
    for (let index = 0; index < value.length; index++) {
      at.push(index);
      eachInstance(value[index], path, visit, at);
      at.pop();
    }
  } else if (typeof value === "object" && !Array.isArray(value)) {
    at.push(step);
    eachInstance((value as Value)[step], path, visit, at);
    at.pop();
  }
}

function vocabularyFindings(value: Value, vocabularies: Vocabularies): Finding[] {
  const found: Finding[] = [];
  for (const { path, schema } of VOCABULARY_FIELDS) {
    const vocabulary = schema["x-vocabulary"] as keyof Vocabularies;
    const terms = vocabularies[vocabulary] as Map<string, Term>;
    eachInstance(value, path, (code, at) => {
      if (typeof code !== "string" || terms.has(code)) return;
      const field = path.at(-1)!;
      const label = schema.title ?? field;
      const suggestion = suggestTerm(code, terms.values());
      const allowed = [...terms.keys()].slice(0, 20).join("、") + (terms.size > 20 ? "…" : "");
      found.push(
        finding(
          "field/not-in-list",
          [...at],
          "value",
          { field, label, value: code, allowed, ...(suggestion ? { suggestion } : {}) },
          { value: suggestion },
        ),
      );
    });
  }
  return found;
}

const PLACEHOLDER = /^(?:null|~|n\/?a|none|tbd|todo|xxx+|待補|同上|\?+|-+)$/i;

/** Faults of any text: blanks at its edges, words that mean nothing. */
export function textFindings(name: SchemaName, value: Value): Finding[] {
  const found: Finding[] = [];
  eachText(value, "unmapped", (item, steps) => {
    const trimmed = item.trim();
    const edges = trimmed !== item && !item.includes("\n");
    const means = !PLACEHOLDER.test(trimmed);
    if (means && !edges) return;
    const path = [...steps];
    const schema = fieldAt(name, path);
    const field = String(path.findLast((s) => typeof s === "string"));
    const label = schema?.title ?? fieldAt(name, path.slice(0, -1))?.title ?? field;
    if (edges) found.push(finding("field/edge-space", path, "value", { field, label }, { value: trimmed }));
    const coded = schema?.["x-vocabulary"] !== undefined || schema?.enum !== undefined;
    if (!coded && !means) {
      found.push(finding("field/placeholder", path, "value", { field, label, value: item }));
    }
  });
  return found;
}

/**
 * Personal data in the file's texts (mission A18). An import keeps what its source published, so that it only warns; what
 * looks like somebody's address may be that of a shop, and warns too.
 */
export function personalFindings(name: SchemaName, value: Value): Finding[] {
  const isImport = (value.provenance as { incomplete?: boolean } | undefined)?.incomplete === true;
  return personalTexts(name, value).map(({ path, kind, args, text }) => {
    const code =
      kind === "address"
        ? "personal-data/address"
        : isImport
          ? "personal-data/imported"
          : "personal-data/found";
    return { ...finding(code, path, "value", args), within: text };
  });
}

/** A schema's dates: path, label and pattern of each. */
const DATES = new Map<SchemaName, { path: readonly string[]; label: string; pattern: RegExp }[]>();

function datesOf(name: SchemaName) {
  let dates = DATES.get(name);
  if (!dates) {
    dates = FIELDS[name]
      .filter(({ schema }) => schema["x-date"])
      .map(({ path, schema }) => ({
        path,
        label: schema.title ?? path.at(-1)!,
        pattern: new RegExp(schema.pattern!),
      }));
    DATES.set(name, dates);
  }
  return dates;
}

/** Dates that have the form of one but are no day of the calendar. */
export function dateFindings(name: SchemaName, value: Value): Finding[] {
  const found: Finding[] = [];
  for (const { path, label, pattern } of datesOf(name)) {
    eachInstance(value, path, (date, at) => {
      if (typeof date !== "string" || !pattern.test(date) || isRealDate(date)) return;
      const args = { field: path.at(-1)!, label, value: date };
      found.push(finding("date/impossible", [...at], "value", args));
    });
  }
  return found;
}

/** Dates of what has happened, which can't lie ahead. */
const PAST_DATES: ReadonlySet<string> = new Set(["issued", "modified", "resourceModified"]);

/**
 * Dates of what has happened that lie ahead. This is all that the diagnostics of one dataset's file have to do with the day
 * on which it is checked: where none lies ahead, they are the same on every later day.
 */
function futureFindings(file: DatasetFile, today: string): Finding[] {
  const found: Finding[] = [];
  for (const { path, label, pattern } of datesOf("dataset")) {
    const field = path.at(-1)!;
    if (!PAST_DATES.has(field)) continue;
    eachInstance(file, path, (value, at) => {
      if (typeof value !== "string" || value.slice(0, 10) <= today) return;
      if (!pattern.test(value) || !isRealDate(value)) return;
      found.push(finding("date/future", [...at], "value", { field, label, value }));
    });
  }
  return found;
}

/** Rules of one dataset that a schema can't say. */
function datasetFindings(file: DatasetFile, expected: string, context: CheckContext): Finding[] {
  const found: Finding[] = dateFindings("dataset", file as unknown as Value);
  const identifier = typeof file.identifier === "string" ? file.identifier : undefined;
  if (identifier && identifier !== expected && /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(identifier)) {
    const mend = { value: expected };
    found.push(finding("identifier/place", ["identifier"], "value", { identifier, expected }, mend));
  }
  found.push(...futureFindings(file, context.today));
  const order = (
    code: "date/order" | "date/modified-first",
    first: keyof DatasetFile,
    second: keyof DatasetFile,
  ) => {
    const a = file[first];
    const b = file[second];
    const dates = [a, b].every((d) => typeof d === "string" && /^\d{4}-\d{2}-\d{2}/.test(d));
    if (!dates || String(a).slice(0, 10) <= String(b).slice(0, 10)) return;
    const name = (key: keyof DatasetFile) => `${SCHEMAS.dataset.properties[key]!.title}（${key}）`;
    found.push(finding(code, [second], "value", { first: name(first), second: name(second) }));
  };
  order("date/order", "temporalCoverageFrom", "temporalCoverageTo");
  // Real platforms list a dataset some days after its metadata was finished: odd, but no fault.
  order("date/modified-first", "issued", "modified");
  const withdrawal = file.withdrawal;
  if (withdrawal?.relistedOn && withdrawal.date && withdrawal.relistedOn < withdrawal.date) {
    const args = { first: "下架日期（date）", second: "重新上架日期（relistedOn）" };
    found.push(finding("date/order", ["withdrawal", "relistedOn"], "value", args));
  }
  const joined = SCHEMAS.dataset.properties.keyword!["x-maxJoinedLength"]!;
  if (Array.isArray(file.keyword)) {
    const words = file.keyword.filter((word: unknown) => typeof word === "string");
    const length = [...words.join("，")].length;
    const args = { field: "keyword", label: "標籤／關鍵字", length, limit: joined };
    if (length > joined && !file.provenance?.incomplete) {
      found.push(finding("field/too-long", ["keyword"], "key", args));
    }
  }
  found.push(...distributionFindings(file, expected, context.vocabularies));
  found.push(...qualityFindings(file, context.vocabularies));
  return found;
}

function distributionFindings(file: DatasetFile, expected: string, vocabularies: Vocabularies): Finding[] {
  const found: Finding[] = [];
  if (!Array.isArray(file.distribution)) return found;
  const seen = new Set<string>();
  const type = typeof file.type === "string" ? vocabularies.types.get(file.type) : undefined;
  for (const [index, item] of file.distribution.entries()) {
    if (!item || typeof item !== "object") continue;
    const at: Path = ["distribution", index];
    const id = item.resourceID;
    if (typeof id === "string" && /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}-[A-Za-z0-9_]{3}$/.test(id)) {
      if (!id.startsWith(`${expected}-`)) {
        const mend = { value: `${expected}-${id.slice(18)}` };
        found.push(
          finding(
            "resource/prefix",
            [...at, "resourceID"],
            "value",
            { resourceID: id, identifier: expected },
            mend,
          ),
        );
      }
      if (seen.has(id))
        found.push(finding("resource/duplicate", [...at, "resourceID"], "value", { resourceID: id }));
      seen.add(id);
    }
    if (item.downloadURL && item.accessURL) {
      found.push(
        finding("distribution/two-addresses", [...at, "accessURL"], "key", { resourceID: id ?? "" }),
      );
    }
    const format = typeof item.format === "string" ? vocabularies.formats.get(item.format) : undefined;
    if (!format) continue;
    if (format.kind !== "file" && item.downloadURL && !item.accessURL) {
      const args = { format: format.zh, field: "accessURL" };
      found.push(finding("distribution/address-kind", [...at, "downloadURL"], "key", args));
    }
    if (type && !type.kinds.includes(format.kind)) {
      const args = { type: type.zh, format: format.zh };
      found.push(finding("distribution/type-format", [...at, "format"], "value", args));
    }
  }
  return found;
}

/** An hour: what changes more often than that wants an API (行動方案, 高度更新頻率; mission A16). */
export const HIGH_FREQUENCY_SECONDS = 3600;

function qualityFindings(file: DatasetFile, vocabularies: Vocabularies): Finding[] {
  const found: Finding[] = [];
  const formats = Array.isArray(file.distribution)
    ? file.distribution.flatMap((d) => (d?.format ? [vocabularies.formats.get(d.format)] : []))
    : [];
  const known = formats.filter((f) => f !== undefined);
  const stars = Math.max(0, ...known.map((f) => f.stars));
  // An application is for people; its format says nothing of data. An import without a type has its one warning.
  const isData = file.type !== undefined && file.type !== "TOOLS";
  if (isData && known.length > 0 && stars < 3) {
    found.push(finding("quality/stars", ["distribution"], "key", { stars }));
  }
  const frequency =
    typeof file.accrualPeriodicity === "string"
      ? parseFrequency(file.accrualPeriodicity, vocabularies.frequencies)
      : undefined;
  const fast = frequency?.seconds !== undefined && frequency.seconds <= HIGH_FREQUENCY_SECONDS;
  if (fast && known.length > 0 && known.every((f) => f.kind === "file")) {
    found.push(
      finding("quality/frequency-api", ["accrualPeriodicity"], "value", { frequency: frequency.code }),
    );
  }
  const dataClass = file.dataClass ?? "甲";
  const licence = typeof file.license === "string" ? vocabularies.licences.get(file.license) : undefined;
  const isImport = file.provenance?.incomplete === true;
  if (dataClass === "甲" && !isImport) {
    const reason =
      file.cost === "付費" ? "須付費取得" : licence && !licence.open ? "授權條款並非開放授權" : undefined;
    if (reason) {
      const path: Path = file.dataClass ? ["dataClass"] : file.cost === "付費" ? ["cost"] : ["license"];
      found.push(finding("licence/class", path, "value", { dataClass, reason }));
    }
  }
  return found;
}
