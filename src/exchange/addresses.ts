import type { Extent } from "./extent.ts";

/** Where the site stands: `origin` such as https://data.example, `base` starting and ending with `/`. */
export interface Place {
  origin: string;
  base: string;
}

/** Full address of a path below the base, such as `statistics/`. */
export const absolute = (place: Place, path: string): string => `${place.origin}${place.base}${path}`;

/** Paths below the base. They are for ever (design 8): change none. */
export const datasetPath = (identifier: string): string => `datasets/${identifier}/`;
export const datasetYamlPath = (identifier: string): string => `datasets/${identifier}.yaml`;
export const datasetJsonPath = (identifier: string): string => `api/v2/rest/dataset/${identifier}.json`;
export const agencyPath = (code: string): string => `agencies/${code}/`;
export const agencyFeedPath = (code: string): string => `agencies/${code}/feed.atom`;
export const categoryPath = (code: string): string => `categories/${code}/`;
export const categoryFeedPath = (code: string): string => `categories/${code}/feed.atom`;
export const announcementPath = (slug: string): string => `announcements/${slug}/`;
export const ANNOUNCEMENT_FEED_PATH = "announcements/feed.atom";
export const statisticPath = (name: string): string => `statistics/${name}.csv`;
export const authorisationsPath = (format: "csv" | "json"): string => `authorisations.${format}`;
export const authorisationLogPath = (format: "csv" | "json"): string => `authorisations/log.${format}`;
export const vocabularyPath = (name: string): string => `vocabularies/${name}.json`;
export const schemaPath = (name: string): string => `schema/${name}.schema.json`;
export const ALL_FEED_PATH = "feeds/all.atom";

/** What of the whole catalogue a large one publishes compressed; why these, extent.ts says. */
const PACKED: ReadonlySet<string> = new Set([
  "catalogue.csv",
  "catalogue.jsonl",
  "data-gov-tw/datasets.csv",
  "data.json",
  "quality/datasets.csv",
  "usage/datasets.csv",
  "usage/distributions.csv",
]);

/** Where a file of the whole catalogue stands. */
const stored = (path: string, extent: Extent): string =>
  extent === "compact" && PACKED.has(path) ? `${path}.gz` : path;

export const catalogueCsvPath = (extent: Extent): string => stored("catalogue.csv", extent);
export const jsonLinesPath = (extent: Extent): string => stored("catalogue.jsonl", extent);

/** The RDF forms that are written, by file ending. */
export const RDF_FORMATS = ["jsonld", "ttl", "rdf"] as const;
export type RdfFormat = (typeof RDF_FORMATS)[number];

/** DCAT-AP: the first page or the whole, the n-th page, one dataset. */
export const dcatPath = (format: RdfFormat, page = 1): string =>
  page === 1 ? `dcat/catalog.${format}` : `dcat/page/${page}.${format}`;
export const datasetRdfPath = (identifier: string, format: RdfFormat): string =>
  `datasets/${identifier}.${format}`;
/** The whole catalogue in a form that has no pages. */
export const rdfDumpPath = (format: RdfFormat): string => `dcat/catalogue.${format}.gz`;
/** DCAT-US 1.1, the whole catalogue. */
export const dataJsonPath = (extent: Extent): string => stored("data.json", extent);
/** CKAN's actions; a page from the second on stands beside them, since a file cannot be a folder too. */
export const ckanActionPath = (action: string): string => `api/3/action/${action}`;
export const ckanPackagePath = (identifier: string): string => `api/3/action/package_show/${identifier}.json`;
export const ckanPagePath = (page: number): string =>
  page === 1
    ? ckanActionPath("current_package_list_with_resources")
    : `api/3/pages/current_package_list_with_resources/${page}.json`;
/** Every package, one a line, where there are no pages. */
export const CKAN_DUMP_PATH = "ckan/datasets.jsonl.gz";
/** 共通性資料存取應用程式介面規範. */
export const ACCESS_DATASETS_PATH = "api/v1/rest/dataset.json";
export const ACCESS_GROUPS_PATH = "api/v1/rest/group.json";
export const ACCESS_TAGS_PATH = "api/v1/rest/tag.json";
export const accessGroupPath = (code: string): string => `api/v1/rest/group/${code}.json`;
export const accessTagPath = (name: string): string => `api/v1/rest/tag/${name}.json`;
/** What data.gov.tw itself offers: its export of 22 columns, and its JSON in pages. */
export const dataGovTwCsvPath = (extent: Extent): string => stored("data-gov-tw/datasets.csv", extent);
export const dataGovTwPagePath = (page: number): string => `data-gov-tw/v2/${page}.json`;
export const croissantPath = (identifier: string): string => `datasets/${identifier}.croissant.json`;
export const CHANGES_PATH = "changes/index.json";
/** @param day YYYY-MM-DD in Taipei */
export const changesPath = (day: string): string => `changes/${day}.json`;
/** Quality (mission A9, J2). */
export const QUALITY_LISTS = ["datasets", "agencies", "ministries", "dead-links"] as const;
export const qualityCsvPath = (list: (typeof QUALITY_LISTS)[number], extent: Extent): string =>
  stored(`quality/${list}.csv`, extent);
/** The action plan: its lists, as files in several forms. */
export type SheetFormat = "csv" | "ods" | "xlsx";
export const inventoryFilePath = (agency: string, format: SheetFormat): string =>
  `plan/inventory/${agency}.${format}`;
export const INVENTORIES_CSV_PATH = "plan/inventory/all.csv";
export const PLANNED_CSV_PATH = "plan/planned.csv";
export const TARGETS_LISTS = ["cumulative", "yearly", "usage"] as const;
export const targetsPath = (list: (typeof TARGETS_LISTS)[number], format: "csv" | "ods"): string =>
  `plan/targets/${list}.${format}`;
export const COUNCILS_CSV_PATH = "plan/councils/members.csv";
export const MEETINGS_CSV_PATH = "plan/councils/meetings.csv";
export const DECISIONS_CSV_PATH = "plan/councils/decisions.csv";
export const flagsPath = (format: "csv" | "json"): string => `plan/flags.${format}`;
export const SHOWCASE_FEED_PATH = "plan/showcases/feed.atom";
/** 我有話要說 and 我還想要. */
export const opinionPath = (number: number): string => `opinions/${number}/`;
export const OPINION_FEED_PATH = "opinions/feed.atom";
export const WANTED_FEED_PATH = "wanted/feed.atom";
export const opinionListPath = (form: "opinions" | "wanted", format: "csv" | "json"): string =>
  `${form}/list.${format}`;
/** Usage. */
export const USAGE_LISTS = ["datasets", "distributions", "agencies", "ministries", "months"] as const;
export const usageCsvPath = (list: (typeof USAGE_LISTS)[number], extent: Extent): string =>
  stored(`usage/${list}.csv`, extent);
export const MOST_USED_FEED_PATH = "usage/most-used.atom";
export { USAGE_HIT_PATH } from "../catalogue/usage/types.ts";
export const QUALITY_SUMMARY_PATH = "quality/summary.json";
export const qualityCheckPath = (publisherOID: string): string => `api/v2/rest/qc/${publisherOID}.json`;
