import { attributionOf, type Dataset, type DatasetFile, type Distribution } from "../catalogue/catalogue.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { absolute, datasetPath, type Place } from "./addresses.ts";

/** What a dataset's JSON needs to know of the site around it. */
export interface DatasetJsonContext extends Place {
  vocabularies: Vocabularies;
}

/**
 * A dataset as the metadata standard writes it (資料集詮釋資料標準規範 104.07 柒三, 38 fields by their English names),
 * the two names that exchange between platforms adds (政府資料開放跨平臺介接規範, publisherOID and publisherOrgCode), and
 * what neither knows in `x-catalogue`. A field without a value is absent.
 */
export interface DatasetJson {
  categoryCode?: string;
  identifier: string;
  title: string;
  description?: string;
  fieldDescription?: string;
  /** The standard's code: rawData, SERVICES or TOOLS; the catalogue's own is `x-catalogue.typeCode`. */
  type?: string;
  /** The licence's Chinese name; its code is `x-catalogue.licenseCode`. */
  license?: string;
  licenseURL?: string;
  cost?: string;
  costURL?: string;
  costLaw?: string;
  organization?: string;
  organizationContactName?: string;
  organizationContactPhone?: string;
  organizationContactEmail?: string;
  publisher: string;
  publisherContactName?: string;
  publisherContactPhone?: string;
  publisherContactEmail?: string;
  publisherOID?: string;
  publisherOrgCode: string;
  accrualPeriodicity?: string;
  temporalCoverageFrom?: string;
  temporalCoverageTo?: string;
  issued?: string;
  modified?: string;
  spatial?: string;
  language?: string;
  landingPage?: string;
  keyword?: string[];
  numberOfData?: number;
  notes?: string;
  distribution?: Distribution[];
  "x-catalogue": CatalogueExtension;
}

/** What the catalogue knows beyond the standard. */
export interface CatalogueExtension {
  status: "published" | "withdrawn";
  /** The dataset's page for people. */
  page: string;
  legacyID?: string;
  withdrawal?: NonNullable<DatasetFile["withdrawal"]>;
  releaseDate?: string;
  dataClass?: string;
  licenseCode?: string;
  typeCode?: string;
  honorific?: string;
  category?: { zh: string; en: string; eu?: string };
  frequency?: { code: string; period?: string; eu?: string };
  agency?: { code: string; oid?: string; ministry: string };
  /** Media type of each of its formats that has one. */
  mediaTypes?: Record<string, string>;
  /** 5 星評等, 1–5; absent where no format is known. */
  stars?: number;
  /** The sentence to cite it with (mission D5). */
  attribution?: string;
  provenance?: NonNullable<DatasetFile["provenance"]>;
}

/** Drops what is undefined or an empty string, keeping the order of keys. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const result: Record<string, unknown> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && value !== "") result[key] = value;
  }
  return result as T;
}

/** A withdrawn dataset keeps its name, its publisher and the reason; the rest is no longer offered (mission P10). */
function tombstone(dataset: Dataset, context: DatasetJsonContext): DatasetJson {
  const { file, agency } = dataset;
  return present<DatasetJson>({
    identifier: dataset.identifier,
    title: file.title,
    publisher: dataset.publisher,
    publisherOID: agency.file.oid,
    publisherOrgCode: agency.code,
    "x-catalogue": present<CatalogueExtension>({
      status: "withdrawn",
      page: absolute(context, datasetPath(dataset.identifier)),
      legacyID: file.legacyID,
      withdrawal: file.withdrawal,
    }),
  } as DatasetJson);
}

/**
 * Writes a dataset in the metadata standard's JSON, inherited fields filled in.
 * @param dataset one in view, or a withdrawn one, which becomes a tombstone
 * @param context where the site stands, and the vocabularies for labels
 */
export function datasetJson(dataset: Dataset, context: DatasetJsonContext): DatasetJson {
  if (dataset.withdrawn) return tombstone(dataset, context);
  const { file, agency, contact, organizationContact, licence, category, frequency } = dataset;
  return present<DatasetJson>({
    categoryCode: file.categoryCode,
    identifier: dataset.identifier,
    title: file.title,
    description: file.description,
    fieldDescription: file.fieldDescription,
    type: dataset.type?.standard ?? file.type,
    license: licence?.zh,
    licenseURL: licence?.url,
    cost: dataset.cost,
    costURL: file.costURL,
    costLaw: file.costLaw,
    organization: dataset.organization,
    organizationContactName: organizationContact.name,
    organizationContactPhone: organizationContact.phone,
    organizationContactEmail: organizationContact.email,
    publisher: dataset.publisher,
    publisherContactName: contact.name,
    publisherContactPhone: contact.phone,
    publisherContactEmail: contact.email,
    publisherOID: agency.file.oid,
    publisherOrgCode: agency.code,
    accrualPeriodicity: file.accrualPeriodicity,
    temporalCoverageFrom: file.temporalCoverageFrom,
    temporalCoverageTo: file.temporalCoverageTo,
    issued: file.issued,
    modified: file.modified,
    spatial: file.spatial,
    language: dataset.language,
    landingPage: file.landingPage,
    keyword: file.keyword?.length ? file.keyword : undefined,
    numberOfData: file.numberOfData,
    notes: file.notes,
    distribution: file.distribution.map(distributionJson),
    "x-catalogue": present<CatalogueExtension>({
      status: "published",
      page: absolute(context, datasetPath(dataset.identifier)),
      legacyID: file.legacyID,
      withdrawal: file.withdrawal,
      releaseDate: file.releaseDate,
      dataClass: dataset.dataClass,
      licenseCode: licence?.code,
      typeCode: file.type,
      honorific: contact.honorific,
      category: category && present({ zh: category.zh, en: category.en, eu: category.eu }),
      frequency: frequency && present({ code: frequency.code, period: frequency.period, eu: frequency.eu }),
      agency: present({ code: agency.code, oid: agency.file.oid, ministry: agency.ministry.code }),
      mediaTypes: mediaTypesOf(dataset.formats, context.vocabularies),
      stars: dataset.stars || undefined,
      attribution: attributionOf(dataset),
      provenance: file.provenance,
    } as CatalogueExtension),
  } as DatasetJson);
}

/** A distribution's eight fields in the standard's order (柒三（三十一）–（三十八）). */
const distributionJson = (d: Distribution): Distribution =>
  present<Distribution>({
    resourceID: d.resourceID,
    resourceDescription: d.resourceDescription,
    format: d.format,
    characterSetCode: d.characterSetCode,
    resourceModified: d.resourceModified,
    accessURL: d.accessURL,
    downloadURL: d.downloadURL,
    metadataSourceOfData: d.metadataSourceOfData,
  } as Distribution);

function mediaTypesOf(
  formats: readonly string[],
  vocabularies: Vocabularies,
): Record<string, string> | undefined {
  const types: Record<string, string> = {};
  for (const code of formats) {
    const mediaType = vocabularies.formats.get(code)?.mediaType;
    if (mediaType) types[code] = mediaType;
  }
  return Object.keys(types).length > 0 ? types : undefined;
}
