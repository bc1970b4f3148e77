import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatasetCore, Quad } from "@rdfjs/types";
import { DataFactory, Parser, Store } from "n3";
import Validator from "rdf-validate-shacl";

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

/**
 * The published file names the shape of dates with sh:shape here and there, which SHACL does not know and validators pass
 * over. It is read as the sh:node that is meant, so that more is checked rather than less.
 */
const read = (name: string): Quad[] => {
  const text = readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
  return new Parser().parse(text.replaceAll("sh:shape ", "sh:node ")) as Quad[];
};

const SHAPES = new Store([...read("shapes.ttl"), ...read("range.ttl")]) as unknown as DatasetCore;
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
