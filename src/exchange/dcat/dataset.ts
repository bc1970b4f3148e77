import type { Dataset } from "../../catalogue/catalogue.ts";
import { contactPointOf, publisherOf } from "./agents.ts";
import { type DcatContext, datasetIri, type Shared } from "./context.ts";
import { describeDistribution } from "./distribution.ts";
import { CHINESE, dateLiteral, EU, literal, properties, type Reference, type Resource } from "./graph.ts";
import { link } from "./iri.ts";
import { propertyOf } from "./mapping.ts";
import {
  accessRightsOf,
  frequencyOf,
  languageOf,
  languageTag,
  spatialOf,
  themesOf,
  typeOf,
} from "./terms.ts";

/**
 * A dataset (DCAT-AP 3.0.1, Dataset; 資料集詮釋資料標準規範 柒三). What an incomplete import lacks is left out; only the
 * description, which DCAT-AP demands, is then the title.
 * @param dataset one in view, or a withdrawn one, which keeps its name, publisher and reason (mission P10)
 * @param shared takes what the dataset refers to: publisher, licence, category and so on
 */
export function describeDataset(dataset: Dataset, context: DcatContext, shared: Shared): Resource {
  return {
    iri: datasetIri(context, dataset.identifier),
    types: ["dcat:Dataset"],
    properties: dataset.withdrawn ? tombstone(dataset, context, shared) : offered(dataset, context, shared),
  };
}

function offered(dataset: Dataset, context: DcatContext, shared: Shared) {
  const { file } = dataset;
  const tag = languageTag(dataset.language);
  const title = literal(file.title, tag) ?? literal(dataset.identifier)!;
  return properties([
    [propertyOf("title"), title],
    [propertyOf("description"), literal(file.description, tag) ?? title],
    [propertyOf("identifier"), literal(dataset.identifier)],
    [propertyOf("legacyID", 0), identifiersOf(dataset)],
    [propertyOf("categoryCode"), themesOf(dataset, context, shared)],
    [propertyOf("type"), typeOf(dataset, context, shared)],
    [propertyOf("keyword"), file.keyword?.map((word) => literal(word, tag))],
    [propertyOf("fieldDescription"), literal(file.fieldDescription, tag)],
    [propertyOf("notes"), literal(file.notes, tag)],
    [propertyOf("publisher", 0), publisherOf(dataset.agency, context, shared)],
    [propertyOf("publisherContactName", 0), contactPointOf(dataset, context, shared)],
    [propertyOf("accrualPeriodicity"), frequencyOf(dataset)],
    [propertyOf("temporalCoverageFrom", 0), temporalOf(dataset)],
    [propertyOf("spatial"), spatialOf(dataset)],
    [propertyOf("language"), languageOf(dataset, context)],
    [propertyOf("landingPage"), landingPageOf(dataset, shared)],
    [propertyOf("issued"), dateLiteral(file.issued) ?? dateLiteral(file.releaseDate)],
    [propertyOf("modified"), dateLiteral(file.modified) ?? dateLiteral(dataset.updated)],
    [propertyOf("dataClass"), accessRightsOf(dataset)],
    [propertyOf("provenance", 0), provenanceOf(dataset)],
    [
      propertyOf("distribution"),
      file.distribution.map((distribution) => describeDistribution(distribution, dataset, context, shared)),
    ],
  ]);
}

/** What is left of a withdrawn dataset. Its status is the EU's (table dataset-status). */
function tombstone(dataset: Dataset, context: DcatContext, shared: Shared) {
  const { file } = dataset;
  const tag = languageTag(dataset.language);
  const title = literal(file.title, tag) ?? literal(dataset.identifier)!;
  return properties([
    [propertyOf("title"), title],
    [propertyOf("description"), literal(file.withdrawal?.explanation, CHINESE) ?? title],
    [propertyOf("identifier"), literal(dataset.identifier)],
    [propertyOf("publisher", 0), publisherOf(dataset.agency, context, shared)],
    [propertyOf("modified"), dateLiteral(file.withdrawal?.date)],
    [propertyOf("status"), { iri: `${EU}/dataset-status/WITHDRAWN` }],
  ]);
}

/** Numbers that it has elsewhere: on data.gov.tw, and on the platform that it was harvested from. */
function identifiersOf({ file }: Dataset): Resource[] {
  const found: [string | undefined, string][] = [
    [file.legacyID, "data.gov.tw"],
    [file.provenance?.sourceID, file.provenance?.source ?? ""],
  ];
  const seen = new Set<string>();
  const identifiers: Resource[] = [];
  for (const [notation, agency] of found) {
    if (notation === undefined || seen.has(`${agency} ${notation}`)) continue;
    seen.add(`${agency} ${notation}`);
    identifiers.push({
      types: ["adms:Identifier"],
      properties: properties([
        [propertyOf("legacyID"), literal(notation)],
        ["adms:schemaAgency", literal(agency)],
      ]),
    });
  }
  return identifiers;
}

function temporalOf({ file }: Dataset): Resource | undefined {
  const period = properties([
    [propertyOf("temporalCoverageFrom"), dateLiteral(file.temporalCoverageFrom)],
    [propertyOf("temporalCoverageTo"), dateLiteral(file.temporalCoverageTo)],
  ]);
  return period.length === 0 ? undefined : { types: ["dct:PeriodOfTime"], properties: period };
}

function landingPageOf({ file }: Dataset, shared: Shared): Reference | Resource | undefined {
  const page = link(file.landingPage);
  return page && shared.page(page.iri);
}

function provenanceOf({ file }: Dataset): Resource | undefined {
  const source = literal(file.provenance?.source);
  return (
    source && {
      types: ["dct:ProvenanceStatement"],
      properties: properties([[propertyOf("provenance"), source]]),
    }
  );
}
