import agencySchema from "./agency.schema.json" with { type: "json" };
import calendarSchema from "./calendar.schema.json" with { type: "json" };
import datasetSchema from "./dataset.schema.json" with { type: "json" };
import operatorsSchema from "./operators.schema.json" with { type: "json" };
import reviewPhrasesSchema from "./review-phrases.schema.json" with { type: "json" };
import settingsSchema from "./settings.schema.json" with { type: "json" };

/** A field's definition in a schema; the `x-` keywords are the catalogue's own annotations. */
export interface FieldSchema {
  title?: string;
  description?: string;
  type?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  enum?: string[];
  default?: unknown;
  examples?: unknown[];
  required?: string[];
  properties?: Record<string, FieldSchema>;
  additionalProperties?: boolean | FieldSchema;
  items?: FieldSchema;
  $ref?: string;
  "x-en"?: string;
  "x-description-en"?: string;
  "x-obligation"?: "required" | "recommended" | "optional" | "conditional" | "inherited";
  /** The document and section that the field comes from. */
  "x-source"?: string;
  "x-section"?: string;
  "x-vocabulary"?: string;
  "x-locked"?: boolean;
  "x-multiline"?: boolean;
  "x-date"?: boolean;
  "x-url"?: boolean;
  "x-maxJoinedLength"?: number;
  "x-enum-labels"?: Record<string, { zh: string; en: string }>;
  /** Properties of DCAT-AP that carry the field, from the dataset or the distribution on, such as `dct:temporal/dcat:startDate`. */
  "x-dcat"?: string;
}

/** Names of the schemas, as in their files' names. */
export type SchemaName =
  | "dataset"
  | "agency"
  | "settings"
  | "calendar"
  | "review-phrases"
  | "operators"
  | PlanSchemaName;
/** Files of the action plan; their schemas are in `plan/schemas.ts`. */
export type PlanSchemaName =
  | "inventory"
  | "council"
  | "minutes"
  | "strategy"
  | "showcase"
  | "targets"
  | "references"
  | "usage-exclusions";

export interface RootSchema extends FieldSchema {
  properties: Record<string, FieldSchema>;
  required: string[];
  $defs?: Record<string, FieldSchema>;
  allOf?: { "x-condition": { zh: string; en: string } }[];
  "x-sections"?: Record<string, { zh: string; en: string }>;
}

/** Every schema by its name. Those of the action plan are there once `plan/schemas.ts` is loaded, which the desk never does. */
export const SCHEMAS = {
  dataset: datasetSchema as unknown as RootSchema,
  agency: agencySchema as unknown as RootSchema,
  settings: settingsSchema as unknown as RootSchema,
  calendar: calendarSchema as unknown as RootSchema,
  "review-phrases": reviewPhrasesSchema as unknown as RootSchema,
  operators: operatorsSchema as unknown as RootSchema,
} as Record<SchemaName, RootSchema>;

/** Follows a `$ref` into `$defs`. */
export function resolve(name: SchemaName, schema: FieldSchema): FieldSchema {
  if (!schema.$ref) return schema;
  const target = SCHEMAS[name].$defs?.[schema.$ref.replace("#/$defs/", "")];
  if (!target) throw new Error(`${name}.schema.json: ${schema.$ref} leads nowhere`);
  return target;
}

/** The definition at an instance path, such as `["distribution", 0, "format"]`. */
export function fieldAt(name: SchemaName, path: readonly (string | number)[]): FieldSchema | undefined {
  let schema: FieldSchema | undefined = SCHEMAS[name];
  for (const step of path) {
    if (!schema) return undefined;
    schema = typeof step === "number" ? schema.items : schema.properties?.[step];
    if (schema) schema = resolve(name, schema);
  }
  return schema;
}

/** A field that the rules walk over, with the path to it; `distribution` and `keyword` items count as `*`. */
export interface FieldEntry {
  path: readonly string[];
  schema: FieldSchema;
}

function collect(name: SchemaName, schema: FieldSchema, path: readonly string[], into: FieldEntry[]): void {
  for (const [key, raw] of Object.entries(schema.properties ?? {})) {
    const field = resolve(name, raw);
    into.push({ path: [...path, key], schema: field });
    collect(name, field, [...path, key], into);
    if (field.items) collect(name, resolve(name, field.items), [...path, key, "*"], into);
  }
}

function entries(name: SchemaName): FieldEntry[] {
  const list: FieldEntry[] = [];
  collect(name, SCHEMAS[name], [], list);
  return list;
}

function fieldNames(name: SchemaName): ReadonlySet<string> {
  return new Set(FIELDS[name].map((f) => f.path.at(-1)!));
}

/** Every field of each schema, nested ones included, in the schema's order. */
export const FIELDS = {} as Record<SchemaName, FieldEntry[]>;

/** Names of all fields of a schema, nested ones included. */
export const FIELD_NAMES = {} as Record<SchemaName, ReadonlySet<string>>;

/** Makes schemas known, beside those that are always there. */
export function addSchemas(schemas: Partial<Record<SchemaName, RootSchema>>): void {
  Object.assign(SCHEMAS, schemas);
  for (const name of Object.keys(schemas) as SchemaName[]) {
    FIELDS[name] = entries(name);
    FIELD_NAMES[name] = fieldNames(name);
  }
}
addSchemas(SCHEMAS);

/** The default that the schema gives a top-level field of a dataset. */
export function defaultOf(field: string): string {
  return SCHEMAS.dataset.properties[field]!.default as string;
}

/** Labels of the codes of a top-level field of a dataset, in the schema's order. */
export function enumLabels(field: string): Record<string, { zh: string; en: string }> {
  return SCHEMAS.dataset.properties[field]!["x-enum-labels"] ?? {};
}

/** Fields that are locked after publication (後臺系統操作說明 一、2; mission P9). */
export const LOCKED_FIELDS = FIELDS.dataset.filter((f) => f.schema["x-locked"]).map((f) => f.path[0]!);

/**
 * Gives text its declared type: empty values disappear (a template's unused line), digits become integers, `true`
 * and `false` booleans where the schema says so. Everything else stays the text that was written. Fields that the schema does
 * not know and that are called as what every object inherits, such as `toString`, disappear too: whoever makes a text of
 * such an object, or compares it, would fail.
 * @param holders receives the mappings that hold such fields
 */
export function normalise(name: SchemaName, value: unknown, holders = new Set<object>()): unknown {
  return convert(name, SCHEMAS[name], value, holders);
}

function convert(name: SchemaName, raw: FieldSchema, value: unknown, holders: Set<object>): unknown {
  const schema = resolve(name, raw);
  if (Array.isArray(value)) {
    const items = schema.items ?? {};
    return value.filter((item) => item !== "").map((item) => convert(name, items, item, holders));
  }
  if (value !== null && typeof value === "object") {
    const result: Record<string, unknown> = {};
    const { properties, additionalProperties } = schema;
    const open = typeof additionalProperties === "object" ? additionalProperties : undefined;
    for (const [key, item] of Object.entries(value)) {
      if (item === "") continue;
      const known = properties && Object.hasOwn(properties, key) ? properties[key]! : open;
      if (!known && key in Object.prototype) {
        holders.add(value);
        continue;
      }
      const converted = convert(name, known ?? {}, item, holders);
      // What assigns a prototype elsewhere is a field like any other here.
      if (key !== "__proto__") result[key] = converted;
      else
        Object.defineProperty(result, key, {
          value: converted,
          enumerable: true,
          writable: true,
          configurable: true,
        });
    }
    return result;
  }
  if (typeof value === "string") {
    if (schema.type === "integer" && /^(0|[1-9][0-9]{0,15})$/.test(value)) return Number(value);
    if (schema.type === "boolean" && (value === "true" || value === "false")) return value === "true";
  }
  return value;
}
