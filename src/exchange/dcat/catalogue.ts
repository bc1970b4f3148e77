import type { Catalogue } from "../../catalogue/catalogue.ts";
import { absolute, dcatPath, type RdfFormat } from "../addresses.ts";
import { catalogueIri, categorySchemeIri, type DcatContext, operatorIri } from "./context.ts";
import { EU, labels, properties, type Reference, type Resource } from "./graph.ts";
import { mailLink } from "./iri.ts";
import { categoryScheme, TAIWAN } from "./terms.ts";

/** What a page knows of the whole. */
export interface PageOf {
  /** From 1. */
  page: number;
  pages: number;
  /** Datasets of all pages. */
  total: number;
  /** Day of the last change of any dataset, where one is known. */
  modified: string | undefined;
}

/**
 * The catalogue itself (DCAT-AP 3.0.1, Catalogue), with what only it refers to.
 * @param datasets those of this page
 * @param format form of the pages that it links to
 * @returns the catalogue, then the rest
 */
export function describeCatalogue(
  datasets: readonly Reference[],
  { page, pages, total, modified }: PageOf,
  format: RdfFormat,
  context: DcatContext,
): Resource[] {
  const { settings } = context;
  const home = absolute(context, "");
  const address = (n: number): Reference => ({ iri: absolute(context, dcatPath(format, n)) });
  const paged = pages > 1;
  const self: Resource = {
    iri: catalogueIri(context),
    types: paged ? ["dcat:Catalog", "hydra:Collection"] : ["dcat:Catalog"],
    properties: properties([
      ["dct:title", labels(settings.name, settings.nameEn)],
      ["dct:description", labels(settings.tagline ?? settings.name, settings.taglineEn ?? settings.nameEn)],
      ["dct:publisher", { iri: operatorIri(context) }],
      ["foaf:homepage", { iri: home }],
      ["dct:language", [{ iri: `${EU}/language/ZHO` }, { iri: `${EU}/language/ENG` }]],
      ["dct:spatial", { iri: TAIWAN }],
      ["dct:modified", modified === undefined ? undefined : { text: modified, datatype: "xsd:date" }],
      ["dcat:themeTaxonomy", [{ iri: `${EU}/data-theme` }, { iri: categorySchemeIri(context) }]],
      ["hydra:totalItems", paged ? integer(total) : undefined],
      ["hydra:view", paged ? address(page) : undefined],
      ["dcat:dataset", datasets],
    ]),
  };
  const operator: Resource = {
    iri: operatorIri(context),
    types: ["foaf:Agent"],
    properties: properties([
      [
        "foaf:name",
        labels(settings.operator ?? settings.name, settings.operator ? settings.operatorEn : settings.nameEn),
      ],
      ["foaf:mbox", mailLink(settings.email)],
    ]),
  };
  const document: Resource = { iri: home, types: ["foaf:Document"], properties: [] };
  // Hydra's current class and the one before it: harvesters of CKAN look for the latter, those of udata for either.
  const view: Resource = {
    ...address(page),
    types: ["hydra:PartialCollectionView", "hydra:PagedCollection"],
    properties: properties([
      ["hydra:totalItems", integer(total)],
      ["hydra:first", address(1)],
      ["hydra:previous", page > 1 ? address(page - 1) : undefined],
      ["hydra:next", page < pages ? address(page + 1) : undefined],
      ["hydra:last", address(pages)],
    ]),
  };
  return [self, operator, document, categoryScheme(context), ...(paged ? [view] : [])];
}

const integer = (value: number) => ({ text: String(value), datatype: "xsd:integer" });

/** The last change or release of any dataset; a day to come is a slip, and counts for nothing. */
export function lastChange({ datasets, withdrawn }: Catalogue, today: string): string | undefined {
  let last: string | undefined;
  for (const { updated, released, file } of [...datasets, ...withdrawn]) {
    for (const day of [updated, released, file.withdrawal?.date]) {
      if (day !== undefined && day <= today && (last === undefined || day > last)) last = day;
    }
  }
  return last;
}
