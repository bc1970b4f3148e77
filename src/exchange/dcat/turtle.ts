import {
  isLiteral,
  isResource,
  type Literal,
  namespaceOf,
  prefixOf,
  type Resource,
  shorten,
  type Value,
} from "./graph.ts";
import { type Prefixes, relative, type Syntax } from "./syntax.ts";

const ESCAPES: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const SPECIAL = /[\\"\n\r\t]/;
const quote = (text: string): string =>
  SPECIAL.test(text) ? `"${text.replace(/[\\"\n\r\t]/g, (c) => ESCAPES[c]!)}"` : `"${text}"`;

/** Turtle 1.1 (W3C Recommendation of 2014-02-25). A resource with an IRI is written for itself, a blank one inline. */
export const TURTLE: Syntax = {
  format: "ttl",
  separator: "",
  head(base, prefixes) {
    const lines = [...prefixes].map((prefix) => `@prefix ${prefix}: <${namespaceOf(prefix)}>.\n`);
    return `@base <${base}>.\n${lines.join("")}`;
  },
  tail: "",
  write(resource, base, used) {
    let text = "";
    // It grows while it is walked through.
    const queue = [resource];
    for (const next of queue) {
      text += `${name(next.iri, base, used)} ${body(next, base, used, queue)}.\n`;
    }
    return text;
  },
};

/** A term of a known list by its prefix, an IRI below the base relative to it. */
function name(iri: string | undefined, base: string, used: Prefixes): string {
  if (iri === undefined) return "[]";
  const short = shorten(iri);
  if (short === undefined) return `<${relative(iri, base)}>`;
  used?.add(prefixOf(short));
  return short;
}

function body(resource: Resource, base: string, used: Prefixes, queue: Resource[]): string {
  if (used) for (const type of resource.types) used.add(prefixOf(type));
  let text = `a ${resource.types.join(",")}`;
  for (const [property, values] of resource.properties) {
    used?.add(prefixOf(property));
    let separator = `;${property} `;
    for (const value of values) {
      text += separator + object(value, base, used, queue);
      separator = ",";
    }
  }
  return text;
}

function object(value: Value, base: string, used: Prefixes, queue: Resource[]): string {
  if (isLiteral(value)) return literal(value, used);
  if (!isResource(value)) return name(value.iri, base, used);
  if (value.iri === undefined) return `[${body(value, base, used, queue)}]`;
  queue.push(value);
  return name(value.iri, base, used);
}

function literal({ text, language, datatype }: Literal, used: Prefixes): string {
  if (language !== undefined) return `${quote(text)}@${language}`;
  if (datatype === undefined) return quote(text);
  used?.add(prefixOf(datatype));
  return `${quote(text)}^^${datatype}`;
}
