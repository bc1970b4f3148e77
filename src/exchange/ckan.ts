import { type Agency, addressOf, type Catalogue, type Dataset, formatOf } from "../catalogue/catalogue.ts";
import { absolute, CKAN_DUMP_PATH, ckanActionPath, ckanPackagePath, ckanPagePath } from "./addresses.ts";
import { datasetBlocks, type Known } from "./blocks.ts";
import type { DatasetJsonContext } from "./dataset-json.ts";
import { rfc3339 } from "./dates.ts";
import { type Extent, hasDocuments } from "./extent.ts";
import { Blocks, type OutputFile, pieces } from "./output-file.ts";
import { present } from "./present.ts";

type Json = Record<string, unknown>;

/** Datasets on one page of current_package_list_with_resources. */
export const CKAN_PAGE_SIZE = 1000;

/** A name as CKAN wants it (name_validator): a-z, 0-9, `-` and `_`, 2 to 100 characters. */
export const ckanName = (code: string): string => code.toLowerCase();

/** What CKAN takes for a tag (tag_name_validator): letters and digits of any script, blank, `-`, `_`, `.`, 2 to 100. */
const TAG = /^[\p{L}\p{N}\p{M}_\-. ]{2,100}$/u;

/** A time of Taipei as CKAN writes its own: UTC without an offset. */
function utc(value: string | undefined): string | undefined {
  const time = rfc3339(value);
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 19);
}

/** A day without a time, which no instant in UTC can tell. */
const dayAlone = (value: string | undefined): string | undefined =>
  value !== undefined && value.length === 10 ? value : undefined;

const organization = ({ code, name }: Agency): Json => ({
  id: code,
  name: ckanName(code),
  title: name,
  type: "organization",
  is_organization: true,
});

/** What CKAN has no key for, by our fields' names; a value is always text, as CKAN wants it. */
function extrasOf(dataset: Dataset): { key: string; value: string }[] {
  const { file, contact, organizationContact } = dataset;
  // The digests by which a harvest compares are of no use elsewhere.
  const { fields: _, ...provenance } = file.provenance ?? {};
  const tags = file.keyword ?? [];
  const values: Record<string, unknown> = {
    categoryCode: dataset.category ? undefined : file.categoryCode,
    fieldDescription: file.fieldDescription,
    type: file.type,
    dataClass: dataset.dataClass,
    cost: dataset.cost,
    costURL: file.costURL,
    costLaw: file.costLaw,
    publisherOID: dataset.agency.file.oid,
    contact: file.contact,
    publisherContactHonorific: contact.honorific,
    publisherContactPhone: contact.phone,
    organization: dataset.organization,
    organizationContactName: organizationContact.name,
    organizationContactPhone: organizationContact.phone,
    organizationContactEmail: organizationContact.email,
    accrualPeriodicity: file.accrualPeriodicity,
    temporalCoverageFrom: file.temporalCoverageFrom,
    temporalCoverageTo: file.temporalCoverageTo,
    issued: dayAlone(file.issued),
    modified: dayAlone(file.modified),
    releaseDate: file.releaseDate,
    spatial: file.spatial,
    language: dataset.language,
    // A keyword that CKAN refuses as a tag would be lost among them, and the order with it.
    keyword: tags.every((tag) => TAG.test(tag)) ? undefined : tags,
    numberOfData: file.numberOfData,
    notes: file.notes,
    withdrawal: file.withdrawal,
    legacyID: file.legacyID,
    provenance: file.provenance && provenance,
  };
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [{ key, value: typeof value === "object" ? JSON.stringify(value) : String(value) }],
  );
}

/** A withdrawn dataset is a deleted package: its name, its publisher and the reason. */
function deletedPackage(dataset: Dataset): Json {
  const { identifier, file, agency } = dataset;
  return {
    id: identifier,
    name: ckanName(identifier),
    title: file.title,
    type: "dataset",
    state: "deleted",
    owner_org: agency.code,
    organization: organization(agency),
    resources: [],
    num_resources: 0,
    extras: file.withdrawal ? [{ key: "withdrawal", value: JSON.stringify(file.withdrawal) }] : [],
  };
}

/**
 * A dataset as CKAN's action API shows a package (docs.ckan.org, API guide, package_show; CKAN 2.9 and later).
 *
 * `id` is the dataset's identifier, `name` the same in lower case; its group is the category, its organization the
 * agency by its code. `metadata_created` and `metadata_modified` are UTC, as in CKAN. What has no key of its own
 * stands in `extras` under the metadata standard's name, lists and objects as JSON. So do `issued` and `modified` where
 * they are days without a time, which UTC would shift; the same of a resource is `resourceModified`. Besides, a
 * resource carries `characterSetCode`, `accessURL` (where its `url` is none to download from) and
 * `metadataSourceOfData`.
 * @param dataset one in view, or a withdrawn one, whose `state` is `deleted`
 */
export function ckanPackage(dataset: Dataset, context: DatasetJsonContext): Json {
  if (dataset.withdrawn) return deletedPackage(dataset);
  const { identifier, file, agency, category, licence, contact } = dataset;
  const tags = (file.keyword ?? []).filter((tag) => TAG.test(tag));
  return present<Json>({
    id: identifier,
    name: ckanName(identifier),
    title: file.title,
    type: "dataset",
    state: "active",
    private: false,
    notes: file.description,
    url: file.landingPage,
    author: dataset.publisher,
    maintainer: contact.name,
    maintainer_email: contact.email,
    owner_org: agency.code,
    organization: organization(agency),
    groups: category
      ? [
          {
            id: category.code,
            name: ckanName(category.code),
            title: category.zh,
          },
        ]
      : [],
    tags: tags.map((name) => ({ name })),
    num_tags: tags.length,
    license_id: licence?.code,
    license_title: licence?.zh,
    license_url: licence?.url,
    isopen: licence?.open,
    metadata_created: utc(file.issued),
    metadata_modified: utc(file.modified),
    resources: file.distribution.map((d) => {
      const format = formatOf(d.format, context.vocabularies);
      return present<Json>({
        id: d.resourceID,
        state: "active",
        name: d.resourceDescription,
        format: d.format,
        mimetype: format.mediaType,
        url: addressOf(d),
        last_modified: utc(d.resourceModified),
        characterSetCode: d.characterSetCode,
        accessURL: d.accessURL,
        resourceModified: dayAlone(d.resourceModified),
        metadataSourceOfData: d.metadataSourceOfData,
      });
    }),
    num_resources: file.distribution.length,
    extras: extrasOf(dataset),
  });
}

const helpOf = (context: DatasetJsonContext) => absolute(context, "openapi.json");
const answer = (help: string, result: unknown): string => JSON.stringify({ help, success: true, result });

/** `package_show/<identifier>.json` of one dataset, a withdrawn one too. */
export const ckanDocument = (dataset: Dataset, context: DatasetJsonContext): OutputFile => ({
  path: ckanPackagePath(dataset.identifier),
  content: answer(helpOf(context), ckanPackage(dataset, context)),
});

/** `current_package_list_with_resources` in pages; each but the last names the following one in `next`. */
function* packagePages(
  { datasets }: Catalogue,
  context: DatasetJsonContext,
  pageSize: number,
): Generator<OutputFile> {
  const help = helpOf(context);
  const pages = Math.max(1, Math.ceil(datasets.length / pageSize));
  for (let page = 1; page <= pages; page++) {
    const next = page < pages ? { next: absolute(context, ckanPagePath(page + 1)) } : {};
    yield {
      path: ckanPagePath(page),
      content: pieces(function* () {
        yield `${JSON.stringify({ help, success: true, ...next }).slice(0, -1)},"result":[`;
        let separator = "";
        for (const dataset of datasets.slice((page - 1) * pageSize, page * pageSize)) {
          yield separator + JSON.stringify(ckanPackage(dataset, context));
          separator = ",";
        }
        yield "]}";
      }),
    };
  }
}

/**
 * CKAN's reading actions as files: `package_list`, `organization_list`, `group_list`, `tag_list`, `status_show` and, in
 * full extent, `current_package_list_with_resources` in pages. In compact extent every package stands in one compressed
 * file of JSON Lines, the form that `ckanapi dump datasets` writes and `ckanapi load datasets` reads: CKAN's own
 * harvester could not read compressed pages, and plain ones take 2.9 kB a dataset. What a query would choose (`limit`,
 * `offset`, `q`, `id=`) a file cannot.
 * @param pageSize for tests
 */
export function* ckanFiles(
  catalogue: Catalogue,
  context: DatasetJsonContext & Known,
  extent: Extent,
  pageSize = CKAN_PAGE_SIZE,
): Generator<OutputFile> {
  const { datasets, settings } = catalogue;
  const list = (action: string, result: unknown): OutputFile => ({
    path: ckanActionPath(action),
    content: answer(helpOf(context), result),
  });
  if (hasDocuments(extent)) yield* packagePages(catalogue, context, pageSize);
  else {
    const lines = datasetBlocks(datasets, context, function* (part) {
      for (const dataset of part) yield `${JSON.stringify(ckanPackage(dataset, context))}\n`;
    });
    yield { path: CKAN_DUMP_PATH, content: new Blocks(lines) };
  }
  const tags = new Set(datasets.flatMap(({ file }) => (file.keyword ?? []).filter((tag) => TAG.test(tag))));
  const agencies = new Set(datasets.map(({ agency }) => ckanName(agency.code)));
  const groups = new Set(datasets.flatMap(({ category }) => (category ? [ckanName(category.code)] : [])));
  yield list(
    "package_list",
    datasets.map(({ identifier }) => ckanName(identifier)),
  );
  yield list("organization_list", [...agencies].sort());
  yield list("group_list", [...groups].sort());
  yield list("tag_list", [...tags].sort());
  yield list("status_show", {
    site_title: settings.name,
    site_description: settings.tagline ?? "",
    site_url: absolute(context, ""),
    locale_default: "zh_Hant_TW",
    error_emails_to: settings.email ?? null,
    extensions: [],
  });
}
