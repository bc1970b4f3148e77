import type { DatasetCore, Quad } from "@rdfjs/types";
import { DataFactory, Parser, Store } from "n3";
import Validator from "rdf-validate-shacl";
import { CONSTRAINTS, PREFIXES } from "./constraints.ts";

const { namedNode, literal, quad } = DataFactory;
const EU = "http://publications.europa.eu/resource/authority";
const IANA = "https://www.iana.org/assignments/media-types";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const DCT = "http://purl.org/dc/terms/";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** Lists that other people keep, and what their terms are. */
const LISTS: readonly (readonly [list: string, type: string])[] = [
  [`${EU}/access-right/`, `${DCT}RightsStatement`],
  [`${EU}/country/`, `${DCT}Location`],
  [`${EU}/data-theme/`, `${SKOS}Concept`],
  [`${EU}/dataset-status/`, `${SKOS}Concept`],
  [`${EU}/file-type/`, `${DCT}MediaTypeOrExtent`],
  [`${EU}/frequency/`, `${DCT}Frequency`],
  [`${EU}/language/`, `${DCT}LinguisticSystem`],
  [`${EU}/licence/`, `${DCT}LicenseDocument`],
  [`${IANA}/`, `${DCT}MediaType`],
  ["http://purl.org/adms/publishertype/", `${SKOS}Concept`],
];

/** A line of constraints as a property shape in Turtle. */
function propertyShape(line: string): string {
  const [path = "", ...words] = line.split(" ");
  const said = words.map((word) => {
    const [, min, max] = /^(\d+)\.\.(\d+|n)$/.exec(word) ?? [];
    if (min) return `${min === "0" ? "" : `sh:minCount ${min} ; `}${max === "n" ? "" : `sh:maxCount ${max}`}`;
    const [name = "", ...value] = word.split("=");
    if (value.length === 0) return `sh:nodeKind sh:${name}`;
    const term = value.join("=");
    return `sh:${name} ${name === "node" ? `<urn:${term}>` : name === "severity" ? `sh:${term}` : term}`;
  });
  return `[ sh:path ${path.startsWith("^") ? `[ sh:inversePath ${path.slice(1)} ]` : path} ; ${said.join(" ; ")} ]`;
}

/** The constraints as the shapes that a validator of SHACL reads. */
function shapes(): Quad[] {
  const prefixes = { ...PREFIXES, sh: "http://www.w3.org/ns/shacl#" };
  const anyOf = (name: string, kind: string, terms: readonly string[]) =>
    `<urn:${name}> a sh:NodeShape ; sh:or (${terms.map((term) => `[ sh:${kind} ${term} ]`).join(" ")}) .`;
  const text = [
    ...Object.entries(prefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`),
    ...Object.entries(CONSTRAINTS).map(
      ([target, lines]) =>
        `[] a sh:NodeShape ; sh:targetClass ${target} ; sh:property ${lines.map(propertyShape).join(", ")} .`,
    ),
    anyOf("date", "datatype", ["xsd:date", "xsd:dateTime", "xsd:gYear", "xsd:gYearMonth"]),
    anyOf("resource", "class", ["dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries"]),
  ];
  return new Parser().parse(text.join("\n")) as Quad[];
}

const SHAPES = new Store(shapes()) as unknown as DatasetCore;
const VALIDATOR = new Validator(SHAPES, { maxErrors: 20 });

/**
 * What the authority tables would say of their terms. The range shapes demand the class of each value, and a validator
 * would load whole tables for that; these lines say it of the terms in use alone, by the list that they stand in, so that
 * a term of the wrong list is still found.
 */
function background(quads: readonly Quad[]): Quad[] {
  const terms = new Set(
    quads
      .map(({ object }) => object)
      .filter((o) => o.termType === "NamedNode")
      .map((o) => o.value),
  );
  const said: Quad[] = [];
  for (const term of terms) {
    const type = LISTS.find(([list]) => term.startsWith(list))?.[1];
    if (type) said.push(quad(namedNode(term), namedNode(TYPE), namedNode(type)) as Quad);
    if (type === `${SKOS}Concept`) {
      said.push(quad(namedNode(term), namedNode(`${SKOS}prefLabel`), literal("x")) as Quad);
    }
  }
  const scheme = namedNode(`${EU}/data-theme`);
  said.push(quad(scheme, namedNode(TYPE), namedNode(`${SKOS}ConceptScheme`)) as Quad);
  said.push(quad(scheme, namedNode(`${DCT}title`), literal("Data theme")) as Quad);
  return said;
}

/**
 * Checks a graph against the shapes of DCAT-AP 3.0.1, those of the ranges too.
 * @returns one line for each fault: what, at which property, of what thing
 */
export async function violations(quads: readonly Quad[]): Promise<string[]> {
  const data = new Store([...quads, ...background(quads)]) as unknown as DatasetCore;
  const report = await VALIDATOR.validate(data);
  return report.results.map((result) => {
    const path = (result.path as { value?: string } | null)?.value ?? "";
    const component = result.sourceConstraintComponent?.value.replace(/^.*#/, "") ?? "";
    return `${component} ${path} ${result.focusNode?.value}`;
  });
}
