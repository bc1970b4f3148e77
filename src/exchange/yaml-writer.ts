/**
 * Writes the catalogue's YAML: block style, one key a line, the schema's order of fields, text never folded.
 * What it writes reads back the same with `yaml` and js-yaml, whether every scalar is taken as text (failsafe schema)
 * or types are resolved: text that another reader could take for a number, a truth value or nothing is quoted.
 */

export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/** The order of a mapping's keys, and of the mappings below them; keys that it does not name come last. */
export interface KeyOrder {
  keys: readonly string[];
  below: ReadonlyMap<string, KeyOrder>;
}

interface SchemaNode {
  $ref?: string;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  $defs?: Record<string, SchemaNode>;
}

/**
 * Reads the order of keys from a JSON Schema: the order in which `properties` names them, at every depth.
 * @param schema a schema whose `$ref`s point into its own `$defs`
 */
export function keyOrderOf(schema: object): KeyOrder {
  const root = schema as SchemaNode;
  const visit = (node: SchemaNode): KeyOrder => {
    if (node.$ref) return visit(root.$defs?.[node.$ref.replace("#/$defs/", "")] ?? {});
    if (node.items) return visit(node.items);
    const properties = Object.entries(node.properties ?? {});
    return {
      keys: properties.map(([key]) => key),
      below: new Map(properties.map(([key, child]) => [key, visit(child)])),
    };
  };
  return visit(root);
}

const INDENT = "  ";

/** Characters that only a double-quoted scalar can carry: controls, line separators, BOM, lone surrogates. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const UNPRINTABLE_ALL = new RegExp(UNPRINTABLE.source, "g");

/** A first character that means something in YAML, or could begin `...`, `<<` or `=`. */
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`~=<.\s]/;

/** Text that YAML 1.1 or 1.2 readers take for a truth value, nothing, or a number (0123, 1e3, 0x1f, 12:30). */
const TYPED =
  /^(?:true|false|yes|no|on|off|y|n|null|[-+]?(?:0[xob][\da-f_]+|\.(?:inf|nan)|\d[\d_,]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\d+(?::[0-5]?\d)+(?:\.\d*)?))$/i;

const isPlain = (text: string): boolean =>
  text !== "" &&
  !INDICATOR.test(text) &&
  !/: |:$| #|[\t\n]|\s$/.test(text) &&
  !UNPRINTABLE.test(text) &&
  !TYPED.test(text);

const SHORT: Record<string, string> = { "\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (char: string): string => {
  const code = char.charCodeAt(0);
  return SHORT[char] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
};
const hex = (code: number, width: number) => code.toString(16).toUpperCase().padStart(width, "0");

function quoted(text: string): string {
  const needsEscapes = /[\t\n]/.test(text) || UNPRINTABLE.test(text);
  // Single quotes spare the reader a row of backslashes where the text itself holds quotes.
  if (!needsEscapes && /["\\]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const safe = text.replace(/["\\]/g, "\\$&");
  return `"${needsEscapes ? safe.replace(/[\t\n]/g, escaped).replace(UNPRINTABLE_ALL, escaped) : safe}"`;
}

/** A literal block, or undefined where indentation, chomping or an editor would alter the text. */
function literal(text: string, indent: string): string | undefined {
  if (!text.includes("\n") || UNPRINTABLE.test(text)) return undefined;
  const kept = text.endsWith("\n");
  const lines = (kept ? text.slice(0, -1) : text).split("\n");
  if (lines[0] === "" || lines.at(-1) === "" || /^\s/.test(lines[0]!)) return undefined;
  if (lines.some((line) => line.startsWith("\t") || (line !== "" && line.trim() === ""))) return undefined;
  return `${kept ? "|" : "|-"}\n${lines.map((line) => (line === "" ? "" : indent + line)).join("\n")}`;
}

function scalar(value: string | number | boolean, indent: string): string {
  if (typeof value !== "string") return String(value);
  return isPlain(value) ? value : (literal(value, indent) ?? quoted(value));
}

/** YAML allows a key before a colon 1,024 characters; longer ones are written with `?`. */
const LONGEST_KEY = 1000;

function keyText(key: string): string {
  const text = isPlain(key) ? key : quoted(key);
  return text.length > LONGEST_KEY ? `? ${text}\n` : text;
}

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);

/** A value's lines, each ended by a line break; `first` is how the first line is led in, `indent` all others. */
function write(
  value: YamlValue,
  order: KeyOrder | undefined,
  first: string,
  indent: string,
  out: string[],
): void {
  if (isList(value)) {
    if (value.length === 0) {
      out.push(first, "[]\n");
      return;
    }
    let lead = first;
    for (const item of value) {
      if (isList(item) || typeof item !== "object" || Object.keys(item).length === 0) {
        if (isList(item) && item.length > 0) write(item, order, `${lead}- `, `${indent}${INDENT}`, out);
        else out.push(lead, "- ", atom(item, `${indent}${INDENT}`), "\n");
      } else {
        write(item, order, `${lead}- `, `${indent}${INDENT}`, out);
      }
      lead = indent;
    }
    return;
  }
  if (typeof value !== "object") {
    out.push(first, scalar(value, `${indent}${INDENT}`), "\n");
    return;
  }
  const keys = sorted(value, order);
  if (keys.length === 0) {
    out.push(first, "{}\n");
    return;
  }
  let lead = first;
  for (const key of keys) {
    const child = value[key] as YamlValue;
    let head = keyText(key);
    if (head.startsWith("? ")) head = `${head}${indent}`;
    out.push(lead, head, ":");
    lead = indent;
    const inner = `${indent}${INDENT}`;
    if (typeof child === "object" && (isList(child) ? child.length > 0 : sorted(child).length > 0)) {
      out.push("\n");
      write(child, order?.below.get(key), inner, inner, out);
    } else {
      out.push(" ", atom(child, inner), "\n");
    }
  }
}

const atom = (value: YamlValue, indent: string): string => {
  if (isList(value)) return "[]";
  return typeof value === "object" ? "{}" : scalar(value, indent);
};

function sorted(value: { readonly [key: string]: YamlValue | undefined }, order?: KeyOrder): string[] {
  const present = Object.keys(value).filter((key) => value[key] !== undefined);
  if (!order) return present;
  const known = new Set(order.keys);
  return [
    ...order.keys.filter((key) => Object.hasOwn(value, key) && value[key] !== undefined),
    ...present.filter((key) => !known.has(key)),
  ];
}

/**
 * Writes a value as a YAML document, ended by a line break. Same value and order, same bytes.
 * @param value text, numbers, truth values, lists and mappings; keys with undefined are left out
 * @param order the order of keys, see {@link keyOrderOf}; without it keys stand in their own order
 */
export function toYaml(value: YamlValue, order?: KeyOrder): string {
  const out: string[] = [];
  write(value, order, "", "", out);
  return out.join("");
}
