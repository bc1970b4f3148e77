import {
  attributionOf,
  type Contact,
  type Dataset,
  type DatasetFile,
  type Distribution,
  type SettingsFile,
} from "../catalogue/catalogue.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { absolute, datasetPath, type Place } from "./addresses.ts";
import type { Known } from "./blocks.ts";
import { cut, present } from "./present.ts";
import { toUri } from "./uri.ts";

/** What a dataset's JSON needs to know of the site around it. */
export interface DatasetJsonContext extends Place {
  vocabularies: Vocabularies;
}

/** What the formats of other platforms need to know besides: who runs the platform, and the catalogue's day. */
export interface ExchangeContext extends DatasetJsonContext, Known {
  settings: SettingsFile;
  /** YYYY-MM-DD in Taipei. */
  today: string;
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
  /**
   * Texts that the official schema cannot hold as they are, by field (`title`, `<resourceID>.downloadURL`): an import's
   * over-long one, cut above, and an address that is no URI until its Chinese is percent-encoded.
   */
  asWritten?: Record<string, string>;
}

/** Lengths in characters that the official schema allows (104.07, draft-04); only an import exceeds them. */
const LONGEST = { title: 255, description: 500, fieldDescription: 255, resourceDescription: 500 } as const;

/** Fits values to the official schema, and remembers the text of each that had to change. */
class Fitting {
  readonly asWritten: Record<string, string> = {};

  private keep(key: string, text: string, fitted: string | undefined): string | undefined {
    if (fitted !== text) this.asWritten[key] = text;
    return fitted;
  }

  /** A text, cut where it is too long. */
  text(field: keyof typeof LONGEST, text: string | undefined, key: string = field): string | undefined {
    return text === undefined ? undefined : this.keep(key, text, cut(text, LONGEST[field]));
  }

  /** An address as a URI; none where it cannot be made one. */
  address(key: string, text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.keep(key, text, toUri(text));
  }
}

/** The parent organisation's contact; where the publisher is that organisation, its own will do. */
function parentContact({ organizationContact, organization, publisher, contact }: Dataset): Contact {
  return Object.keys(organizationContact).length === 0 && organization === publisher
    ? contact
    : organizationContact;
}

/** A withdrawn dataset keeps its name, its publisher and the reason; the rest is no longer offered (mission P10). */
function tombstone(dataset: Dataset, context: DatasetJsonContext): DatasetJson {
  const { file, agency } = dataset;
  return present<DatasetJson>({
    identifier: dataset.identifier,
    title: new Fitting().text("title", file.title),
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

/** What the catalogue says beyond the standard though it follows from codes and other fields: for the reader's comfort. */
const derived = (dataset: Dataset, { vocabularies }: DatasetJsonContext): Partial<CatalogueExtension> => {
  const { agency, category, frequency } = dataset;
  return {
    category: category && present({ zh: category.zh, en: category.en, eu: category.eu }),
    frequency: frequency && present({ code: frequency.code, period: frequency.period, eu: frequency.eu }),
    agency: present({ code: agency.code, oid: agency.file.oid, ministry: agency.ministry.code }),
    mediaTypes: mediaTypesOf(dataset.formats, vocabularies),
    stars: dataset.stars || undefined,
    attribution: attributionOf(dataset),
  } as Partial<CatalogueExtension>;
};

/**
 * Writes a dataset in the metadata standard's JSON, inherited fields filled in. What is complete satisfies the
 * official JSON Schema (draft-04); an incomplete import lacks mandatory fields and breaks no other rule of it.
 * @param dataset one in view, or a withdrawn one, which becomes a tombstone
 * @param context where the site stands, and the vocabularies for labels
 * @param brief leaves out of `x-catalogue` what follows from codes and other fields
 */
export function datasetJson(dataset: Dataset, context: DatasetJsonContext, brief = false): DatasetJson {
  if (dataset.withdrawn) return tombstone(dataset, context);
  const { file, agency, contact, licence } = dataset;
  const organizationContact = parentContact(dataset);
  const fit = new Fitting();
  const json = present<DatasetJson>({
    categoryCode: file.categoryCode,
    identifier: dataset.identifier,
    title: fit.text("title", file.title),
    description: fit.text("description", file.description),
    fieldDescription: fit.text("fieldDescription", file.fieldDescription),
    type: dataset.type?.standard ?? file.type,
    license: licence?.zh,
    licenseURL: fit.address("licenseURL", licence?.url),
    cost: dataset.cost,
    costURL: fit.address("costURL", file.costURL),
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
    landingPage: fit.address("landingPage", file.landingPage),
    keyword: file.keyword?.length ? file.keyword : undefined,
    numberOfData: file.numberOfData,
    notes: file.notes,
    distribution: file.distribution.map((d) => distributionJson(d, fit)),
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
      ...(brief ? {} : derived(dataset, context)),
      provenance: file.provenance,
    } as CatalogueExtension),
  } as DatasetJson);
  if (Object.keys(fit.asWritten).length > 0) json["x-catalogue"].asWritten = fit.asWritten;
  return json;
}

/** A distribution's eight fields in the standard's order (柒三（三十一）–（三十八）). */
const distributionJson = (d: Distribution, fit: Fitting): Distribution =>
  present<Distribution>({
    resourceID: d.resourceID,
    resourceDescription: fit.text(
      "resourceDescription",
      d.resourceDescription,
      `${d.resourceID}.resourceDescription`,
    ),
    format: d.format,
    characterSetCode: d.characterSetCode,
    resourceModified: d.resourceModified,
    accessURL: fit.address(`${d.resourceID}.accessURL`, d.accessURL),
    downloadURL: fit.address(`${d.resourceID}.downloadURL`, d.downloadURL),
    metadataSourceOfData: fit.address(`${d.resourceID}.metadataSourceOfData`, d.metadataSourceOfData),
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
