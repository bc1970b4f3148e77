import { toScalar } from "../source.ts";
import type { Vocabularies } from "../vocabulary.ts";
import { type FieldSchema, resolve, SCHEMAS, type SchemaName } from "./fields.ts";

const OBLIGATION = {
  required: "必填",
  recommended: "建議",
  optional: "選填",
  conditional: "視條件",
  inherited: "通常省略",
};

function comment(schema: FieldSchema, indent: string): string {
  const obligation = schema["x-obligation"] ? `〔${OBLIGATION[schema["x-obligation"]]}〕` : "";
  const limit = schema.maxLength && schema.maxLength <= 500 ? `（${schema.maxLength} 字內）` : "";
  const examples = (schema.examples ?? []).filter((e) => !Array.isArray(e));
  const shown = examples.length > 0 ? `例：${examples.join("、")}` : "";
  return `${indent}# ${obligation}${schema.title}${limit}：${schema.description ?? ""}${shown}\n`;
}

function line(key: string, schema: FieldSchema, indent: string, value: string): string {
  const text = value === "" ? `${key}:` : `${key}: ${value}`;
  // Only what every dataset needs stands open; the rest is there to be uncommented.
  const open = schema["x-obligation"] === "required";
  return `${comment(schema, indent)}${indent}${open ? "" : "# "}${text}\n`;
}

/** Only defaults are filled in: an example left in place would be published as if it were meant. */
const initial = (schema: FieldSchema): string =>
  schema.default === undefined ? "" : toScalar(String(schema.default));

/** A group of fields, closed, to be uncommented as a whole. */
function objectLines(key: string, schema: FieldSchema): string {
  let out = `${comment(schema, "")}# ${key}:\n`;
  for (const [name, field] of Object.entries(schema.properties!)) {
    out += `#   # ${field.title}：${field.description}\n${`#   ${name}: ${initial(field)}`.trimEnd()}\n`;
  }
  return out;
}

/** The commented YAML template of a dataset: every field with its help, in the schema's order (mission P1). */
export function datasetTemplate(vocabularies: Vocabularies): string {
  const root = SCHEMAS.dataset;
  let out =
    "# 資料集範本：複製到 datasets/<機關代碼>/<流水號>.yaml，填寫後送審。\n" +
    "# 以 # 開頭的行是說明；要使用某個欄位時，刪除該行開頭的「# 」。\n";
  let section = "";
  for (const [key, raw] of Object.entries(root.properties)) {
    const schema = resolve("dataset", raw);
    if (schema["x-section"] !== section) {
      section = schema["x-section"]!;
      out += `\n# ── ${root["x-sections"]![section]!.zh} ──\n`;
    }
    if (key === "provenance") continue;
    if (key === "distribution") {
      out += `${comment(schema, "")}distribution:\n`;
      const item = resolve("dataset", schema.items!);
      let first = true;
      for (const [name, field] of Object.entries(item.properties!)) {
        const text = line(name, field, "    ", initial(field));
        out += first ? text.replace(/\n {4}(?=\S)/, "\n  - ").replace(/^ {4}/, "  ") : text;
        first = false;
      }
    } else if (schema.type === "array") {
      out += `${comment(schema, "")}# ${key}:\n`;
      for (const item of (schema.examples?.[0] as string[]) ?? []) out += `#   - ${item}\n`;
    } else if (schema.type === "object") {
      out += objectLines(key, schema);
    } else {
      out += line(key, schema, "", initial(schema));
    }
    const vocabulary = schema["x-vocabulary"] as keyof Vocabularies | undefined;
    if (vocabulary && key !== "accrualPeriodicity") {
      const terms = [...vocabularies[vocabulary].values()].map((t) => `${t.code} ${t.zh}`);
      out = out.replace(/\n(#? ?[^\n]*)\n$/, `\n#   可用：${terms.join("、")}\n$1\n`);
    }
  }
  return out;
}

/** The commented YAML template of an agency. */
export function agencyTemplate(): string {
  const nested = (schema: FieldSchema, indent: string): string => {
    let out = "";
    let first = true;
    for (const [name, field] of Object.entries(schema.properties!)) {
      const dash = first ? "- " : "  ";
      out += `# ${indent}  # ${field.title}：${field.description ?? ""}\n# ${indent}${dash}${name}:`;
      if (field.items?.properties) out += `\n${nested(field.items, `${indent}    `)}`;
      else out += `${` ${initial(field)}`.trimEnd()}\n`;
      first = false;
    }
    return out;
  };
  let out = "# 機關範本：複製到 agencies/<機關代碼>/agency.yaml。\n";
  for (const [key, schema] of Object.entries(SCHEMAS.agency.properties)) {
    if (key === "provisionalCode") continue;
    if (schema.items?.properties) {
      out += `${comment(schema, "")}# ${key}:\n${nested(schema.items, "  ")}`;
    } else if (schema.type === "object") {
      out += objectLines(key, schema);
    } else if (schema.type === "array") {
      out += `${comment(schema, "")}# ${key}:\n#   - ${(schema.examples?.[0] as string[])?.[0] ?? ""}\n`;
    } else {
      out += line(key, schema, "", initial(schema));
    }
  }
  return out;
}

/**
 * The schema as editors want it: codes of the vocabularies as enumerations with their labels, and Chinese hover help.
 * Used by `.vscode/settings.json`, for VS Code and github.dev.
 */
export function editorSchema(name: SchemaName, vocabularies: Vocabularies): string {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!value || typeof value !== "object") return value;
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (!key.startsWith("x-")) result[key] = walk(item);
    }
    const vocabulary = (value as FieldSchema)["x-vocabulary"];
    if (vocabulary) {
      const terms = [...vocabularies[vocabulary as keyof Vocabularies].values()];
      const codes = terms.map((t) => t.code);
      if (vocabulary === "frequencies") {
        result.examples = codes;
      } else {
        result.enum = codes;
        result.markdownEnumDescriptions = terms.map((t) => `${t.zh}（${t.en}）`);
      }
    }
    const labels = (value as FieldSchema)["x-enum-labels"];
    const values = (value as FieldSchema).enum;
    if (labels && values) result.markdownEnumDescriptions = values.map((v) => labels[v]!.zh);
    return result;
  };
  return `${JSON.stringify(walk(SCHEMAS[name]), null, 2)}\n`;
}
