import type { Catalogue, Dataset } from "../../catalogue/catalogue.ts";
import {
  absolute,
  datasetRdfPath,
  dcatPath,
  RDF_FORMATS,
  type RdfFormat,
  rdfDumpPath,
} from "../addresses.ts";
import { datasetBlocks } from "../blocks.ts";
import { type Extent, RDF_DUMPS, RDF_PAGES } from "../extent.ts";
import { Blocks, type OutputFile, pieces } from "../output-file.ts";
import { describeCatalogue, lastChange, type PageOf } from "./catalogue.ts";
import { type DcatContext, datasetIri, Shared } from "./context.ts";
import { describeDataset } from "./dataset.ts";
import { NAMESPACES, type Resource, TERM_LISTS } from "./graph.ts";
import { link } from "./iri.ts";
import { JSON_LD, JSON_LD_PAGE } from "./json-ld.ts";
import { RDF_XML } from "./rdf-xml.ts";
import { document, type Syntax } from "./syntax.ts";
import { TURTLE } from "./turtle.ts";

export type { DcatContext } from "./context.ts";

const DOCUMENTS: Readonly<Record<RdfFormat, Syntax>> = { jsonld: JSON_LD, ttl: TURTLE, rdf: RDF_XML };
const PAGES: Readonly<Record<RdfFormat, Syntax>> = { ...DOCUMENTS, jsonld: JSON_LD_PAGE };
/** Datasets of a page, at most. */
const PAGE_SIZE = 2000;
/** Characters of a page, about and at most: with Chinese at three bytes each a file stays below 25 MB. */
const PAGE_WEIGHT = 8_000_000;

/** A dataset and all that it refers to, the same resources for each syntax. */
function resourcesOf(dataset: Dataset, context: DcatContext): Resource[] {
  const shared = new Shared();
  return [describeDataset(dataset, context, shared), ...shared.resources()];
}

const whole = (syntax: Syntax, dataset: Dataset, context: DcatContext): string =>
  document(syntax, resourcesOf(dataset, context), absolute(context, ""));

/**
 * A dataset with its distributions in DCAT-AP 3.0.1; a withdrawn one leaves name, publisher, reason and status.
 * @param dataset one of the catalogue
 * @param context where the site stands, and what it is called
 */
export const datasetTurtle = (dataset: Dataset, context: DcatContext): string =>
  whole(TURTLE, dataset, context);
/** The same as JSON-LD. */
export const datasetJsonLd = (dataset: Dataset, context: DcatContext): string =>
  whole(JSON_LD, dataset, context);
/** The same as RDF/XML. */
export const datasetRdfXml = (dataset: Dataset, context: DcatContext): string =>
  whole(RDF_XML, dataset, context);

/** About how many characters a dataset takes in RDF/XML, the longest form, where few are escaped. */
function weightOf({ file }: Dataset): number {
  const { distribution, provenance, ...own } = file;
  const length = (address: string | undefined) => link(address)?.iri.length ?? 0;
  let weight = 1200 + JSON.stringify(own).length;
  for (const { resourceDescription = "", downloadURL, accessURL } of distribution) {
    weight += 600 + resourceDescription.length + 2 * length(downloadURL) + 3 * length(accessURL);
  }
  return weight;
}

/** Cuts a list into pages, each with at least one dataset, none with more than its size or about its weight. */
function paginate(datasets: readonly Dataset[], pageSize: number): (readonly Dataset[])[] {
  const pages: Dataset[][] = [[]];
  let weight = 0;
  for (const dataset of datasets) {
    const more = weightOf(dataset);
    const page = pages.at(-1)!;
    if (page.length > 0 && (page.length >= pageSize || weight + more > PAGE_WEIGHT)) {
      pages.push([dataset]);
      weight = more;
    } else {
      page.push(dataset);
      weight += more;
    }
  }
  return pages;
}

/** A page's text, one resource after another, so that only the shared ones stay in memory. */
function* pageText(
  syntax: Syntax,
  datasets: readonly Dataset[],
  place: PageOf,
  context: DcatContext,
): Generator<string> {
  const base = absolute(context, "");
  const shared = new Shared();
  yield syntax.head(base, Object.keys({ ...NAMESPACES, ...TERM_LISTS }));
  const listed = syntax.nest
    ? []
    : datasets.map(({ identifier }) => ({ iri: datasetIri(context, identifier) }));
  const [self, ...rest] = describeCatalogue(listed, place, syntax.format, context);
  const others = rest.map((resource) => syntax.separator + syntax.write(resource, base)).join("");
  const [before, after] =
    syntax.nest && datasets.length > 0
      ? syntax.nest(self!, "dcat:dataset", base)
      : [syntax.write(self!, base) + others, ""];
  yield before;
  let separator = after === "" ? syntax.separator : "";
  for (const dataset of datasets) {
    yield separator + syntax.write(describeDataset(dataset, context, shared), base);
    separator = syntax.separator;
  }
  if (after !== "") yield after + others;
  for (const resource of shared.resources()) yield syntax.separator + syntax.write(resource, base);
  yield syntax.tail;
}

/** The whole catalogue's text. What several datasets refer to is described in each block anew, which says the same. */
function dump(syntax: Syntax, datasets: readonly Dataset[], place: PageOf, context: DcatContext): Blocks {
  const base = absolute(context, "");
  const parts = datasetBlocks(datasets, context, function* (part) {
    const shared = new Shared();
    for (const dataset of part) {
      yield syntax.separator + syntax.write(describeDataset(dataset, context, shared), base);
    }
    for (const resource of shared.resources()) yield syntax.separator + syntax.write(resource, base);
  });
  const head = function* () {
    yield syntax.head(base, Object.keys({ ...NAMESPACES, ...TERM_LISTS }));
    const listed = datasets.map(({ identifier }) => ({ iri: datasetIri(context, identifier) }));
    const resources = describeCatalogue(listed, place, syntax.format, context);
    yield resources.map((resource) => syntax.write(resource, base)).join(syntax.separator);
  };
  return new Blocks([{ lines: head }, ...parts, { lines: () => [syntax.tail] }]);
}

/**
 * The catalogue in DCAT-AP 3.0.1: in linked pages (Hydra) with full descriptions, in compact extent whole and compressed.
 * The forms say the same, but that the pages of each link to pages of their own form.
 * @param pageSize how many datasets a page holds at most
 */
export function* dcatFiles(
  catalogue: Catalogue,
  context: DcatContext,
  extent: Extent,
  pageSize: number = PAGE_SIZE,
): Generator<OutputFile> {
  const { datasets } = catalogue;
  const total = datasets.length;
  const modified = lastChange(catalogue, context.today);
  const pages = paginate(datasets, pageSize);
  for (const format of RDF_PAGES[extent]) {
    for (const [index, page] of pages.entries()) {
      const place = { page: index + 1, pages: pages.length, total, modified };
      yield {
        path: dcatPath(format, place.page),
        content: pieces(() => pageText(PAGES[format], page, place, context)),
      };
    }
  }
  for (const format of RDF_DUMPS[extent]) {
    const place = { page: 1, pages: 1, total, modified };
    yield { path: rdfDumpPath(format), content: dump(PAGES[format], datasets, place, context) };
  }
}

/** A document of one dataset, a withdrawn one too, in each form. */
export function* dcatDocuments(dataset: Dataset, context: DcatContext): Generator<OutputFile> {
  const resources = resourcesOf(dataset, context);
  const base = absolute(context, "");
  for (const format of RDF_FORMATS) {
    const content = document(DOCUMENTS[format], resources, base);
    yield { path: datasetRdfPath(dataset.identifier, format), content };
  }
}
