import { type FieldSchema, fieldAt, resolve, SCHEMAS } from "../catalogue/schema/fields.ts";
import type { FormatKind, FormatTerm, Term, Vocabularies } from "../catalogue/vocabulary.ts";
import type { DeskAgency } from "./data.ts";
import type { DraftDistribution, DraftValues } from "./draft.ts";
import { RESOURCE_FIELDS } from "./values.ts";

export interface FormOption {
  value: string;
  label: string;
}

/** A control of the form: everything about it comes from the schema and the vocabularies. */
export interface FormField {
  name: string;
  /** Path in the record without indexes: `["title"]`, `["distribution", "format"]`. */
  path: string[];
  label: string;
  en: string;
  help: string;
  obligation: "required" | "recommended" | "optional" | "conditional" | "inherited";
  control:
    | "text"
    | "textarea"
    | "select"
    | "radio"
    | "date"
    | "datetime"
    | "number"
    | "url"
    | "email"
    | "keywords"
    | "frequency";
  /** What may be chosen; for `contact` see {@link contactOptions}, for `accrualPeriodicity` suggestions only. */
  options?: FormOption[];
  /** In characters (code points), as the counters show it; of keywords joined by 「，」. */
  maxLength?: number;
  default?: string;
  /** Only the platform operators may change it after publication. */
  locked: boolean;
  example?: string;
  /** Codes of the formats that open this address field. */
  formats?: readonly string[];
}

export interface FormSection {
  key: string;
  title: string;
  fields: FormField[];
}

/** Kept as they are: the catalogue's own bookkeeping, and what the manual's form does not ask for. */
const NO_CONTROL: ReadonlySet<string> = new Set([
  "identifier",
  "distribution",
  "status",
  "withdrawal",
  "legacyID",
  "provenance",
  "issued",
  "modified",
]);

/** Whether the form has a control for a field, of the dataset or of a resource. */
export function isControl(name: string, inner?: string): boolean {
  if (name === "distribution" && inner !== undefined)
    return inner !== "resourceID" && RESOURCE_FIELDS.includes(inner);
  return !NO_CONTROL.has(name) && Object.hasOwn(SCHEMAS.dataset.properties, name);
}

/** The kinds of formats whose address a field of a distribution holds. */
const ADDRESS_KINDS: Record<string, readonly FormatKind[]> = {
  downloadURL: ["file"],
  accessURL: ["service", "app"],
};

interface Condition {
  field: string;
  value: string;
  fields: string[];
}

/** The schema's conditions between fields: a value of one opens others, which are then mandatory. */
const CONDITIONS: readonly Condition[] = (
  (SCHEMAS.dataset.allOf ?? []) as unknown as {
    if: { properties: Record<string, { const: string }> };
    then: { required: string[] };
  }[]
).flatMap((rule) =>
  Object.entries(rule.if.properties).map(([field, { const: value }]) => ({
    field,
    value,
    fields: rule.then.required.filter((name) => !NO_CONTROL.has(name)),
  })),
);

/** The field whose value decides whether a field applies. */
export function conditionOf(name: string): { field: string; value: string } | undefined {
  return CONDITIONS.find((condition) => condition.fields.includes(name));
}

function controlOf(name: string, schema: FieldSchema): FormField["control"] {
  if (schema.type === "array") return "keywords";
  if (schema.type === "integer") return "number";
  if (name === "accrualPeriodicity") return "frequency";
  // The manual shows 資料集類型 as buttons; a choice that is never empty can be shown so too.
  if (schema["x-vocabulary"] === "types" || (schema.enum && schema.default !== undefined)) return "radio";
  if (schema["x-vocabulary"] || schema.enum || name === "contact") return "select";
  if (schema["x-date"]) return schema.pattern!.includes(":") ? "datetime" : "date";
  if (schema["x-url"]) return "url";
  if (/Email$/.test(name)) return "email";
  return schema["x-multiline"] ? "textarea" : "text";
}

function optionsOf(schema: FieldSchema, vocabularies: Vocabularies): FormOption[] | undefined {
  const vocabulary = schema["x-vocabulary"] as keyof Vocabularies | undefined;
  if (vocabulary) {
    const terms = [...(vocabularies[vocabulary] as Map<string, Term>).values()];
    // The manual names categories with their code: 「E00 生活安全及品質」.
    const label = (t: Term) => (vocabulary === "categories" ? `${t.code} ${t.zh}` : t.zh);
    return terms.map((term) => ({ value: term.code, label: label(term) }));
  }
  return schema.enum?.map((value) => ({ value, label: schema["x-enum-labels"]?.[value]?.zh ?? value }));
}

function formField(path: string[], schema: FieldSchema, vocabularies: Vocabularies): FormField {
  const name = path.at(-1)!;
  const options = optionsOf(schema, vocabularies);
  const example = schema.examples?.[0];
  const limit = schema["x-maxJoinedLength"] ?? schema.maxLength;
  return {
    name,
    path,
    label: schema.title!,
    en: schema["x-en"]!,
    help: schema.description ?? "",
    obligation: schema["x-obligation"]!,
    control: controlOf(name, schema),
    ...(options ? { options } : {}),
    ...(limit === undefined ? {} : { maxLength: limit }),
    ...(schema.default === undefined ? {} : { default: String(schema.default) }),
    locked: schema["x-locked"] === true,
    ...(example === undefined
      ? {}
      : { example: Array.isArray(example) ? example.join("，") : String(example) }),
  };
}

/**
 * The form's sections in the schema's order with the fields that an officer fills (後臺系統操作說明 五、1). The section
 * `distribution` has no fields of its own: see {@link distributionFields}.
 */
export function formSections(vocabularies: Vocabularies): FormSection[] {
  const sections = Object.entries(SCHEMAS.dataset["x-sections"]!).map(
    ([key, { zh }]): FormSection => ({ key, title: zh, fields: [] }),
  );
  for (const [name, raw] of Object.entries(SCHEMAS.dataset.properties)) {
    const schema = resolve("dataset", raw);
    if (NO_CONTROL.has(name)) continue;
    sections
      .find((section) => section.key === schema["x-section"])!
      .fields.push(formField([name], schema, vocabularies));
  }
  return sections.filter((section) => section.fields.length > 0 || section.key === "distribution");
}

/**
 * The fields of one resource. Its number is given, not filled in.
 * @param type code of the 資料集類型, which decides on the formats; none can be chosen before it is (manual 五、1(1)b)
 */
export function distributionFields(vocabularies: Vocabularies, type: string | undefined): FormField[] {
  const kinds = (type && vocabularies.types.get(type)?.kinds) || [];
  const formats = [...vocabularies.formats.values()];
  const codes = (allowed: readonly FormatKind[]) =>
    formats.filter((f) => allowed.includes(f.kind)).map((f) => f.code);
  const properties = fieldAt("dataset", ["distribution", 0])!.properties!;
  return Object.entries(properties)
    .filter(([name]) => isControl("distribution", name))
    .map(([name, schema]) => {
      const field = formField(["distribution", name], schema, vocabularies);
      const opened = ADDRESS_KINDS[name];
      if (opened) return { ...field, formats: codes(opened) };
      if (name !== "format") return field;
      const allowed = new Set(codes(kinds));
      return { ...field, options: field.options!.filter((option) => allowed.has(option.value)) };
    });
}

/** The windows of the agency that `contact` may name. */
export function contactOptions({ agency }: DeskAgency): FormOption[] {
  return (agency.contacts ?? []).map((window) => ({
    value: window.id,
    label: [window.name, window.phone].filter(Boolean).join("　") || window.id,
  }));
}

const text = (value: DraftValues[string]): string => (typeof value === "string" ? value : "");

/**
 * Whether a field applies now (後臺系統操作說明 五、1(1)b–d): 付費 opens 計費說明網址 and 計費法令依據, 授權方式 其他 the
 * licence's name and address, a format its address. An address that is filled in stays in view.
 * @param distribution index of the resource, for its fields
 */
export function applies(field: FormField, values: DraftValues, distribution?: number): boolean {
  if (field.formats) {
    const item = values.distribution?.[distribution ?? 0];
    return field.formats.includes(item?.format ?? "") || Boolean(item?.[field.name]);
  }
  return field.path.length > 1 || appliesTo(field.name, values);
}

/** Whether the schema's conditions let a field of the dataset stand. */
export function appliesTo(name: string, values: DraftValues): boolean {
  const condition = conditionOf(name);
  return !condition || text(values[condition.field]) === condition.value;
}

/** Whether a field must be filled in now; of the two addresses of a resource, the one that its format takes. */
export function isRequired(field: FormField, values: DraftValues, distribution?: number): boolean {
  if (field.obligation === "required") return true;
  if (field.obligation !== "conditional" || !applies(field, values, distribution)) return false;
  if (!field.formats) return true;
  const item = values.distribution?.[distribution ?? 0];
  const other = field.name === "downloadURL" ? "accessURL" : "downloadURL";
  return field.formats.includes(item?.format ?? "") && !item?.[other];
}

/** The resource with another format, its address moved to the field that the format takes. */
export function withFormat(
  item: DraftDistribution,
  format: string,
  vocabularies: Vocabularies,
): DraftDistribution {
  const term: FormatTerm | undefined = vocabularies.formats.get(format);
  const { downloadURL, accessURL, ...rest } = item;
  const address = downloadURL || accessURL;
  if (!term || !address || (downloadURL && accessURL)) return { ...item, format };
  return { ...rest, format, [term.kind === "file" ? "downloadURL" : "accessURL"]: address };
}
