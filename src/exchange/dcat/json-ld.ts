import {
  CHINESE,
  isLiteral,
  isResource,
  type Literal,
  namespaceOf,
  prefixOf,
  type Resource,
  shorten,
  type Value,
} from "./graph.ts";
import { type Coercion, TERMS, type Term } from "./json-ld-terms.ts";
import { type Prefixes, relative, type Syntax } from "./syntax.ts";

/** What JSON escapes, half surrogates included; most texts have none of it. */
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;
const quote = (text: string): string => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);

/** JSON-LD 1.1 (W3C Recommendation of 2020-07-16), the context inside, Chinese as the language of plain strings. */
class Writer {
  readonly #terms: ReadonlyMap<string, Term>;

  /** @param terms short keys by the property's prefixed name */
  constructor(terms: ReadonlyMap<string, Term>) {
    this.#terms = terms;
  }

  head(base: string, prefixes: Iterable<string>): string {
    const context: Record<string, unknown> = { "@base": base, "@language": CHINESE };
    for (const prefix of prefixes) context[prefix] = namespaceOf(prefix);
    for (const { key, definition } of this.#terms.values()) context[key] = definition;
    return `{"@context":${JSON.stringify(context)},"@graph":[\n`;
  }

  /** A property's key with its colon. */
  key(property: string, used: Prefixes): string {
    used?.add(prefixOf(property));
    return `"${this.#terms.get(property)?.key ?? property}":`;
  }

  node(resource: Resource, base: string, used: Prefixes): string {
    if (used) for (const type of resource.types) used.add(prefixOf(type));
    const types = resource.types.length === 1 ? `"${resource.types[0]}"` : JSON.stringify(resource.types);
    let text = resource.iri === undefined ? "{" : `{"@id":${quote(relative(resource.iri, base))},`;
    text += `"@type":${types}`;
    for (const [property, values] of resource.properties) {
      const coercion = this.#terms.get(property)?.coercion ?? "chinese";
      text += `,${this.key(property, used)}`;
      if (values.length === 1) text += this.#object(values[0]!, coercion, base, used);
      else text += `[${values.map((value) => this.#object(value, coercion, base, used)).join(",")}]`;
    }
    return `${text}}`;
  }

  #object(value: Value, coercion: Coercion, base: string, used: Prefixes): string {
    if (isLiteral(value)) return literal(value, coercion, used);
    if (isResource(value)) return this.node(value, base, used);
    const iri = quote(reference(value.iri, base, used));
    return coercion === "iri" ? iri : `{"@id":${iri}}`;
  }
}

const syntaxOf = (writer: Writer): Syntax => ({
  format: "jsonld",
  separator: ",\n",
  head: (base, prefixes) => writer.head(base, prefixes),
  tail: "\n]}\n",
  write: (resource, base, used) => writer.node(resource, base, used),
  nest: (resource, property, base, used) => [
    `${writer.node(resource, base, used).slice(0, -1)},${writer.key(property, used)}[`,
    "]}",
  ],
});

/** For a document of few resources, where a context of many terms would outweigh what it saves. */
export const JSON_LD: Syntax = syntaxOf(new Writer(new Map()));
/** For a page: its keys know the kind of their values, which takes less than Turtle, where each text names its language. */
export const JSON_LD_PAGE: Syntax = syntaxOf(new Writer(TERMS));

/** A term of a known list as a compact IRI, an IRI below the base relative to it. */
function reference(iri: string, base: string, used: Prefixes): string {
  const short = shorten(iri);
  if (short === undefined) return relative(iri, base);
  used?.add(prefixOf(short));
  return short;
}

function literal({ text, language, datatype }: Literal, coercion: Coercion, used: Prefixes): string {
  const value = quote(text);
  if (datatype !== undefined) {
    if (datatype === coercion) return value;
    used?.add(prefixOf(datatype));
    return `{"@value":${value},"@type":"${datatype}"}`;
  }
  if (language === undefined) return coercion === "plain" ? value : `{"@value":${value}}`;
  if (language === CHINESE && coercion === "chinese") return value;
  return `{"@value":${value},"@language":"${language}"}`;
}
