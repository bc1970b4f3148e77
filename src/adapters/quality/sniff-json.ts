import type { Cell } from "../../catalogue/personal-cells.ts";
import { addCell, columnsOf, type Shape } from "./sniff-shape.ts";

type Json = string | number | boolean | null | Json[] | Map<string, Json>;

/** The text ends before the value does. */
class Cut extends Error {}
/** The text is no JSON. */
class NoJson extends Error {}

const DEEPEST = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const BLANK = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Record<string, string> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

/** Reads JSON (RFC 8259) as far as it goes: what stands before the text's end is kept. Objects are maps, so no key is special. */
class Reader {
  readonly #text: string;
  #at = 0;
  /** Outermost value, as far as it was read. */
  root: Json | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws Cut or NoJson; `root` holds what was read until then */
  read(): void {
    this.#value(0, (value) => {
      this.root = value;
    });
    this.#blank();
    if (this.#at < this.#text.length) throw new NoJson();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #peek(): string {
    this.#blank();
    const char = this.#text[this.#at];
    if (char === undefined) throw new Cut();
    return char;
  }

  /** Hands a value over as soon as it begins, so that a cut one is kept. */
  #value(depth: number, keep: (value: Json) => void): void {
    if (depth > DEEPEST) throw new NoJson();
    const char = this.#peek();
    if (char === "{") {
      const object = new Map<string, Json>();
      keep(object);
      this.#object(object, depth);
    } else if (char === "[") {
      const list: Json[] = [];
      keep(list);
      this.#list(list, depth);
    } else if (char === '"') keep(this.#string());
    else keep(this.#scalar());
  }

  #object(object: Map<string, Json>, depth: number): void {
    this.#at++;
    if (this.#peek() === "}") {
      this.#at++;
      return;
    }
    for (;;) {
      if (this.#peek() !== '"') throw new NoJson();
      const key = this.#string();
      if (this.#peek() !== ":") throw new NoJson();
      this.#at++;
      this.#value(depth + 1, (value) => object.set(key, value));
      const next = this.#peek();
      this.#at++;
      if (next === "}") return;
      if (next !== ",") throw new NoJson();
    }
  }

  #list(list: Json[], depth: number): void {
    this.#at++;
    if (this.#peek() === "]") {
      this.#at++;
      return;
    }
    for (;;) {
      this.#value(depth + 1, (value) => list.push(value));
      const next = this.#peek();
      this.#at++;
      if (next === "]") return;
      if (next !== ",") throw new NoJson();
    }
  }

  #string(): string {
    this.#at++;
    let value = "";
    for (;;) {
      value += this.#match(PLAIN);
      const char = this.#text[this.#at++];
      if (char === undefined) throw new Cut();
      if (char === '"') return value;
      if (char !== "\\") throw new NoJson();
      const sign = this.#text[this.#at++];
      if (sign === undefined) throw new Cut();
      if (sign === "u") {
        const digits = this.#text.slice(this.#at, this.#at + 4);
        if (!/^[\da-f]*$/i.test(digits)) throw new NoJson();
        if (digits.length < 4) throw new Cut();
        value += String.fromCharCode(Number.parseInt(digits, 16));
        this.#at += 4;
      } else {
        const plain = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined;
        if (plain === undefined) throw new NoJson();
        value += plain;
      }
    }
  }

  #scalar(): Json {
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      const found = this.#text.slice(this.#at, this.#at + word.length);
      if (found === word) {
        this.#at += word.length;
        return value;
      }
      if (found !== "" && word.startsWith(found) && this.#at + found.length === this.#text.length)
        throw new Cut();
    }
    const number = this.#match(NUMBER);
    if (number === "") throw this.#text.slice(this.#at).trim() === "-" ? new Cut() : new NoJson();
    return Number(number);
  }
}

/** Keys under which services put their records. */
const RECORDS = /^(?:records|rows|items|features|data|results?|values?)$/i;
const DEEPEST_RECORDS = 4;

const isRecord = (value: Json | undefined): value is Map<string, Json> => value instanceof Map;

/** The list of records: the outermost, or the first below an object, one under a telling key before others. */
function recordsOf(root: Json): Map<string, Json>[] | undefined {
  let level: Json[] = [root];
  for (let depth = 0; depth <= DEEPEST_RECORDS && level.length > 0; depth++) {
    const next: [string, Json][] = [];
    for (const value of level) {
      if (Array.isArray(value) && isRecord(value[0])) return value.filter(isRecord);
      if (isRecord(value)) next.push(...value);
    }
    const telling = next.filter(([key]) => RECORDS.test(key));
    level = [...telling, ...next.filter(([key]) => !RECORDS.test(key))]
      .slice(0, 200)
      .map(([, value]) => value);
  }
  return undefined;
}

const GEOMETRIES = /^(?:Multi)?(?:Point|LineString|Polygon)$|^GeometryCollection$/;

/**
 * Reads the beginning of a JSON text.
 * @returns undefined where it is none; GeoJSON (RFC 7946) and JSON-LD (a `@context` at the top) are told apart
 */
export function jsonShape(text: string, whole: boolean): Shape | undefined {
  const reader = new Reader(text);
  let complete = true;
  try {
    reader.read();
  } catch (cause) {
    if (!(cause instanceof Cut)) return undefined;
    complete = false;
  }
  const { root } = reader;
  // A file that ends inside its JSON is broken JSON, yet nothing else; a lone word, number or bracket is a text.
  if (typeof root !== "object" || root === null || (whole && text.trim().length < 2)) return undefined;
  const records = recordsOf(root);
  // The last of a text that breaks off may lack some of its keys.
  const sound = records && !complete ? records.slice(0, -1) : records;
  const type = isRecord(root) ? root.get("type") : undefined;
  const isGeo =
    isRecord(root) &&
    (type === "FeatureCollection" ||
      (type === "Feature" && root.has("geometry")) ||
      (typeof type === "string" &&
        GEOMETRIES.test(type) &&
        (root.has("coordinates") || root.has("geometries"))));
  const isLinked = isRecord(root) ? root.has("@context") : isRecord(sound?.[0]) && sound[0].has("@context");
  const format = isGeo ? "GeoJSON" : isLinked ? "JSON-LD" : "JSON";
  const named = sound && sound.length > 0 ? sound : (records ?? (isRecord(root) ? [root] : []));
  const flat = isGeo ? named.map(propertiesOf) : named;
  const columns = new Set(flat.slice(0, 50).flatMap((record) => [...record.keys()]));
  const cells: Cell[] = [];
  for (const [index, record] of flat.entries()) {
    for (const [key, value] of record) {
      if (typeof value === "string" || typeof value === "number")
        addCell(cells, key, index + 1, String(value));
    }
  }
  return { format, ...columnsOf(columns), ...(sound ? { rows: sound.length } : {}), cells };
}

function propertiesOf(feature: Map<string, Json>): Map<string, Json> {
  const properties = feature.get("properties");
  return isRecord(properties) ? properties : new Map();
}
