import { FIELDS, type FieldEntry, type FieldSchema, resolve, SCHEMAS } from "../catalogue/schema/fields.ts";
import type { VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import { type Label, side, words } from "./i18n.ts";
import type { Lang } from "./urls.ts";

/** One field as the reference shows it. */
export interface FieldReference {
  /** Id of its place on the page. */
  id: string;
  /** Name as it is written in the file, with the list that it stands in. */
  name: string;
  label: Label;
  obligation?: keyof ReturnType<typeof words>["obligations"];
  help?: Label;
  limits: string[];
  values: { code: string; label: Label }[];
  vocabulary?: (typeof VOCABULARY_NAMES)[number];
  default?: string;
  example?: string;
  source?: string;
}

export interface FieldSection {
  id: string;
  title: Label;
  fields: FieldReference[];
}

interface Rule {
  then?: { required?: string[] };
  else?: { properties?: Record<string, { required?: string[] }> };
  "x-condition": Label;
}

/** Condition under which a conditional field is mandatory, by field. */
function conditions(): Map<string, Label> {
  const result = new Map<string, Label>();
  for (const rule of (SCHEMAS.dataset.allOf ?? []) as Rule[]) {
    for (const field of rule.then?.required ?? []) result.set(field, rule["x-condition"]);
  }
  return result;
}

const asText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(asText).join("、");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

function reference(prefix: string, entry: FieldEntry, lang: Lang, when: Map<string, Label>): FieldReference {
  const { schema, path } = entry;
  const t = words(lang);
  const names = path.filter((step) => step !== "*");
  const limits: string[] = [];
  const condition = path.length === 1 ? when.get(path[0]!) : undefined;
  if (condition) limits.push(t.requiredWhen(side(condition, lang)));
  const last = path.at(-1);
  if (last === "downloadURL" || last === "accessURL") limits.push(t.oneAddress);
  if (schema.maxLength !== undefined) limits.push(t.maxLength(schema.maxLength));
  if (schema.maxItems !== undefined) limits.push(t.maxItems(schema.maxItems));
  if (schema["x-maxJoinedLength"] !== undefined) limits.push(t.maxJoined(schema["x-maxJoinedLength"]));
  if (schema.minimum !== undefined) limits.push(t.minimum(schema.minimum));
  if (schema["x-locked"]) limits.push(t.locked);
  const help = schema.description;
  return {
    id: prefix + names.join("-"),
    name: path.join(".").replaceAll(".*", "[]"),
    label: { zh: schema.title ?? last!, en: schema["x-en"] ?? last! },
    ...(schema["x-obligation"] ? { obligation: schema["x-obligation"] } : {}),
    ...(help ? { help: { zh: help, en: schema["x-description-en"] ?? "" } } : {}),
    limits,
    values: (schema.enum ?? []).map((code) => ({
      code,
      label: schema["x-enum-labels"]?.[code] ?? { zh: code, en: code },
    })),
    ...(schema["x-vocabulary"]
      ? { vocabulary: schema["x-vocabulary"] as NonNullable<FieldReference["vocabulary"]> }
      : {}),
    ...(schema.default !== undefined ? { default: asText(schema.default) } : {}),
    ...(schema.examples ? { example: schema.examples.map(asText).join("；") } : {}),
    ...(schema["x-source"]?.includes("（") || schema["x-source"]?.includes(" 表")
      ? { source: schema["x-source"] }
      : {}),
  };
}

/** A list's items have no name of their own: the list's entry speaks for them. */
const named = (entry: FieldEntry) => entry.path.at(-1) !== "*";

/** All fields of a dataset's file by section, generated from the schema that the checker uses. */
export function datasetReference(lang: Lang): FieldSection[] {
  const when = conditions();
  const sections = SCHEMAS.dataset["x-sections"]!;
  const sectionOf = (entry: FieldEntry): string => {
    if (entry.schema["x-section"]) return entry.schema["x-section"];
    const root: FieldSchema = resolve("dataset", SCHEMAS.dataset.properties[entry.path[0]!]!);
    return root["x-section"] ?? "dataset";
  };
  return Object.entries(sections).map(([key, title]) => ({
    id: `section-${key}`,
    title,
    fields: FIELDS.dataset
      .filter((entry) => named(entry) && sectionOf(entry) === key)
      .map((entry) => reference("", entry, lang, when)),
  }));
}

/** All fields of an agency's file. */
export function agencyReference(lang: Lang): FieldReference[] {
  return FIELDS.agency.filter(named).map((entry) => reference("agency-", entry, lang, new Map()));
}
