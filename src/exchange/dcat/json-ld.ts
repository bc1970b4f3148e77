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
import { relative, type Syntax } from "./syntax.ts";

type Node = Record<string, unknown>;

/** JSON-LD 1.1 (W3C Recommendation of 2020-07-16), the context inside, Chinese as the language of plain strings. */
export const JSON_LD: Syntax = {
  format: "jsonld",
  separator: ",\n",
  head(base, prefixes) {
    const context: Record<string, string> = { "@base": base, "@language": CHINESE };
    for (const prefix of prefixes) context[prefix] = namespaceOf(prefix);
    return `{"@context":${JSON.stringify(context)},"@graph":[\n`;
  },
  tail: "\n]}\n",
  write: (resource, base, used) => JSON.stringify(node(resource, base, used)),
};

function node(resource: Resource, base: string, used: Set<string>): Node {
  for (const type of resource.types) used.add(prefixOf(type));
  const result: Node = {};
  if (resource.iri !== undefined) result["@id"] = relative(resource.iri, base);
  result["@type"] = resource.types.length === 1 ? resource.types[0] : resource.types;
  for (const [property, values] of resource.properties) {
    used.add(prefixOf(property));
    const written = values.map((value) => object(value, base, used));
    result[property] = written.length === 1 ? written[0] : written;
  }
  return result;
}

function object(value: Value, base: string, used: Set<string>): unknown {
  if (isLiteral(value)) return literal(value, used);
  return isResource(value) ? node(value, base, used) : { "@id": reference(value.iri, base, used) };
}

/** A term of a known list as a compact IRI, an IRI below the base relative to it. */
function reference(iri: string, base: string, used: Set<string>): string {
  const short = shorten(iri);
  if (short === undefined) return relative(iri, base);
  used.add(prefixOf(short));
  return short;
}

function literal({ text, language, datatype }: Literal, used: Set<string>): unknown {
  if (language === CHINESE) return text;
  if (language !== undefined) return { "@value": text, "@language": language };
  if (datatype === undefined) return { "@value": text };
  used.add(prefixOf(datatype));
  return { "@value": text, "@type": datatype };
}
