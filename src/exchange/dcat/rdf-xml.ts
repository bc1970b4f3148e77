import { escapeXml, XML_DECLARATION } from "../xml.ts";
import {
  CHINESE,
  expand,
  isLiteral,
  isResource,
  type Literal,
  NAMESPACES,
  prefixOf,
  type Resource,
  type Value,
} from "./graph.ts";
import { type Prefixes, relative, type Syntax } from "./syntax.ts";

/** RDF 1.1 XML Syntax (W3C Recommendation of 2014-02-25), Chinese as the language of plain literals. */
export const RDF_XML: Syntax = {
  format: "rdf",
  separator: "",
  head(base, prefixes) {
    // Prefixes of term lists would serve for nothing: an attribute holds a whole IRI.
    const all = [...new Set(["rdf", ...prefixes])].filter((prefix) => prefix in NAMESPACES);
    const namespaces = all.map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`).join("");
    return `${XML_DECLARATION}<rdf:RDF${namespaces} xml:base="${escapeXml(base)}" xml:lang="${CHINESE}">\n`;
  },
  tail: "</rdf:RDF>\n",
  write: (resource, base, used) => `${node(resource, base, used)}\n`,
};

const attribute = (iri: string, base: string): string => escapeXml(relative(iri, base));

function node(resource: Resource, base: string, used: Prefixes): string {
  const [element, ...others] = resource.types;
  used?.add(prefixOf(element!));
  const about = resource.iri === undefined ? "" : ` rdf:about="${attribute(resource.iri, base)}"`;
  let inside = others.map((type) => `<rdf:type rdf:resource="${expand(type)}"/>`).join("");
  for (const [property, values] of resource.properties) {
    used?.add(prefixOf(property));
    for (const value of values) inside += propertyElement(property, value, base, used);
  }
  return inside === "" ? `<${element}${about}/>` : `<${element}${about}>${inside}</${element}>`;
}

function propertyElement(property: string, value: Value, base: string, used: Prefixes): string {
  if (isLiteral(value)) return literal(property, value);
  if (isResource(value)) return `<${property}>${node(value, base, used)}</${property}>`;
  return `<${property} rdf:resource="${attribute(value.iri, base)}"/>`;
}

function literal(property: string, { text, language, datatype }: Literal): string {
  const type = datatype === undefined ? "" : ` rdf:datatype="${expand(datatype)}"`;
  const tag = type !== "" || language === CHINESE ? "" : ` xml:lang="${language ?? ""}"`;
  return `<${property}${type}${tag}>${escapeXml(text)}</${property}>`;
}
