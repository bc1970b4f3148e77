import type { Dataset, Distribution } from "../../catalogue/catalogue.ts";
import { absolute, datasetPath } from "../addresses.ts";
import { type DcatContext, datasetIri, partIri, type Shared } from "./context.ts";
import { dateLiteral, type Literal, literal, properties, type Reference, type Resource } from "./graph.ts";
import { link } from "./iri.ts";
import { propertyOf } from "./mapping.ts";
import { chargeOf, formatTerm, languageTag, licenceOf } from "./terms.ts";

/** A description up to this many characters, on one line, serves as the distribution's name. */
const LONGEST_TITLE = 100;

/**
 * A distribution (DCAT-AP 3.0.1, Distribution; 資料集詮釋資料標準規範 柒三（三十一）–（三十八）).
 *
 * accessURL is mandatory there: what has only a file's address gives that one twice, as DCAT-AP advises, and what has
 * none gives the dataset's page. 資料資源描述 is the name where it is short, else the description; never both.
 */
export function describeDistribution(
  distribution: Distribution,
  dataset: Dataset,
  context: DcatContext,
  shared: Shared,
): Resource {
  const { identifier } = dataset;
  const download = link(distribution.downloadURL);
  const access = link(distribution.accessURL) ??
    download ?? {
      iri: absolute(context, datasetPath(identifier)),
    };
  const format = distribution.format ? context.vocabularies.formats.get(distribution.format) : undefined;
  const text = literal(distribution.resourceDescription, languageTag(dataset.language));
  const isTitle = text !== undefined && text.text.length <= LONGEST_TITLE && !text.text.includes("\n");
  const documentation = link(distribution.metadataSourceOfData);
  return {
    iri: partIri(context, identifier, distribution.resourceID),
    types: ["dcat:Distribution"],
    properties: properties([
      [propertyOf("distribution.resourceID"), literal(distribution.resourceID)],
      [isTitle ? propertyOf("distribution.resourceDescription") : "dct:description", text],
      [propertyOf("distribution.accessURL"), access],
      [propertyOf("distribution.downloadURL"), download],
      [propertyOf("distribution.format"), formatTerm(distribution.format, context, shared)],
      ["dcat:mediaType", link(format?.iana)],
      [propertyOf("distribution.characterSetCode"), charset(distribution.characterSetCode, context)],
      [propertyOf("distribution.resourceModified"), dateLiteral(distribution.resourceModified)],
      [propertyOf("license"), licenceOf(dataset.licence, context, shared)],
      [propertyOf("cost", 1), chargeOf(dataset, context, shared)],
      [propertyOf("distribution.metadataSourceOfData"), documentation && shared.page(documentation.iri)],
      [
        "dcat:accessService",
        format?.kind === "service" ? service(distribution, access, dataset, context) : undefined,
      ],
    ]),
  };
}

/** 編碼格式 by its IANA name, as GeoDCAT-AP 2.0.0 writes it; images and archives have none. */
function charset(code: string | undefined, { vocabularies }: DcatContext): Literal | undefined {
  return literal(code === undefined ? undefined : vocabularies.charsets.get(code)?.iana);
}

/** What answers at the address of a service (DCAT-AP 3.0.1, Data Service). */
function service(
  { resourceID }: Distribution,
  endpoint: Reference,
  dataset: Dataset,
  context: DcatContext,
): Resource {
  return {
    iri: partIri(context, dataset.identifier, `${resourceID}-service`),
    types: ["dcat:DataService"],
    properties: properties([
      ["dct:title", literal(dataset.file.title, languageTag(dataset.language))],
      ["dcat:endpointURL", endpoint],
      ["dcat:servesDataset", { iri: datasetIri(context, dataset.identifier) }],
    ]),
  };
}
