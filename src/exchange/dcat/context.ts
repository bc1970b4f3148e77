import type { SettingsFile } from "../../catalogue/catalogue.ts";
import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { absolute, agencyPath, categoryPath, datasetPath, type Place, vocabularyPath } from "../addresses.ts";
import type { Known } from "../blocks.ts";
import type { Property, Reference, Resource } from "./graph.ts";
import { segment } from "./iri.ts";

/** What descriptions need to know of the site around them. */
export interface DcatContext extends Place, Known {
  vocabularies: Vocabularies;
  settings: SettingsFile;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

/*
 * Names of things. A thing is not its page, so its name is the page's address with a fragment: whoever follows the name
 * gets the page, and page, catalogue and the dataset's own document speak of the same thing. Addresses of pages are for
 * ever, and so are these.
 */

export const catalogueIri = (place: Place): string => absolute(place, "#catalogue");
export const operatorIri = (place: Place): string => absolute(place, "#operator");
export const datasetIri = (place: Place, identifier: string): string =>
  absolute(place, `${datasetPath(identifier)}#dataset`);
/** @param part a distribution's resourceID, or a word for another part of the dataset */
export const partIri = (place: Place, identifier: string, part: string): string =>
  absolute(place, `${datasetPath(identifier)}#${segment(part)}`);
export const agencyIri = (place: Place, code: string): string =>
  absolute(place, `${agencyPath(code)}#agency`);
export const contactIri = (place: Place, code: string, id: string): string =>
  absolute(place, `${agencyPath(code)}#contact-${segment(id)}`);
export const categoryIri = (place: Place, code: string): string =>
  absolute(place, `${categoryPath(code)}#category`);
export const categorySchemeIri = (place: Place): string => absolute(place, vocabularyPath("categories"));
export const termIri = (place: Place, vocabulary: string, code: string): string =>
  absolute(place, `${vocabularyPath(vocabulary)}#${segment(code)}`);

/** Resources that several others refer to, such as publishers and licences: each is described once a document. */
export class Shared {
  /** Resources by IRI, by type: an address may be of two kinds, say page and terms of use. */
  readonly #known = new Map<string, Set<string>>();
  readonly #resources: Resource[] = [];
  readonly #pages = new Set<string>();

  /**
   * Refers to a resource, and keeps its description.
   * @param type prefixed name
   * @param describe called where it is the first of that IRI and type
   */
  refer(iri: string, type: string, describe: () => readonly Property[]): Reference {
    let iris = this.#known.get(type);
    if (!iris) {
      iris = new Set();
      this.#known.set(type, iris);
    }
    if (!iris.has(iri)) {
      iris.add(iri);
      this.#resources.push({ iri, types: [type], properties: describe() });
    }
    return { iri };
  }

  /** Says of an address that it is that of a page or document: where it is met first, so that it is named once. */
  page(iri: string): Reference | Resource {
    if (this.#pages.has(iri)) return { iri };
    this.#pages.add(iri);
    return { iri, types: ["foaf:Document"], properties: [] };
  }

  /** In the order in which they were first referred to. */
  resources(): Iterable<Resource> {
    return this.#resources;
  }
}
