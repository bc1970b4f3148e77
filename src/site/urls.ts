import { pathOf } from "../catalogue/check.ts";
import { repositoryOf } from "../desk/data.ts";
import {
  ALL_FEED_PATH,
  ANNOUNCEMENT_FEED_PATH,
  agencyFeedPath,
  agencyPath,
  announcementPath,
  authorisationLogPath,
  authorisationsPath,
  catalogueCsvPath,
  categoryFeedPath,
  categoryPath,
  datasetJsonPath,
  datasetPath,
  jsonLinesPath,
  opinionPath,
  type QUALITY_LISTS,
  QUALITY_SUMMARY_PATH,
  qualityCsvPath,
  type USAGE_LISTS,
  usageCsvPath,
} from "../exchange/addresses.ts";
import { datasetYamlUrl, type Extent, extentOf } from "../exchange/extent.ts";
import { siteContext } from "./context.ts";
import type { Target } from "./dataset-view.ts";

/** Language of an edition. Chinese stands at the site's root, English below `en/`. */
export type Lang = "zh-TW" | "en";

const page = (folder: string, number: number) => (number > 1 ? `${folder}page/${number}/` : folder);

/** How much of the catalogue is published as files. */
export const siteExtent = (): Extent => extentOf(siteContext().catalogue);

/** Paths of pages and files below the base path; pages exist in each edition, files and datasets once. */
export const PATHS = {
  home: "",
  search: "search/",
  datasets: (number = 1) => page("datasets/", number),
  agencies: "agencies/",
  agency: (code: string, number = 1) => page(agencyPath(code), number),
  categories: "categories/",
  category: (code: string, number = 1) => page(categoryPath(code), number),
  statistics: "statistics/",
  quality: "quality/",
  qualityMinistry: (code: string) => `quality/ministries/${code}/`,
  qualityAgency: (code: string, number = 1) => page(`quality/agencies/${code}/`, number),
  deadLinks: "quality/dead-links/",
  agencyDeadLinks: (code: string, number = 1) => page(`quality/agencies/${code}/dead-links/`, number),
  qualityCsv: (list: (typeof QUALITY_LISTS)[number]) => qualityCsvPath(list, siteExtent()),
  usageCsv: (list: (typeof USAGE_LISTS)[number]) => usageCsvPath(list, siteExtent()),
  qualitySummary: QUALITY_SUMMARY_PATH,
  labels: "labels.json",
  plan: "plan/",
  inventories: "plan/inventory/",
  inventory: (code: string) => `plan/inventory/${code}/`,
  planned: "plan/planned/",
  councils: "plan/councils/",
  council: (code: string) => `plan/councils/${code}/`,
  minutes: (code: string, date: string) => `plan/councils/${code}/${date}/`,
  strategies: "plan/strategies/",
  strategy: (code: string, year: number) => `plan/strategies/${code}/${year}/`,
  showcases: "plan/showcases/",
  showcase: (slug: string) => `plan/showcases/${slug}/`,
  references: "plan/references/",
  clauses: "plan/clauses/",
  targets: "plan/targets/",
  targetsOf: (code: string) => `plan/targets/${code}/`,
  reports: "plan/reports/",
  report: (code: string, year: number, quarter: number) => `plan/reports/${code}/${year}q${quarter}/`,
  opinions: (number: number = 1) => page("opinions/", number),
  wanted: (number: number = 1) => page("wanted/", number),
  opinion: opinionPath,
  speak: "speak/",
  usage: "usage/",
  usageMinistry: (code: string) => `usage/ministries/${code}/`,
  usageAgency: (code: string, number: number = 1) => page(`usage/agencies/${code}/`, number),
  data: "data/",
  authorisations: "authorisations/",
  authorisedPeople: (number: number = 1) => page("authorisations/people/", number),
  authorisationLog: (number: number = 1) => page("authorisations/log/", number),
  announcements: "announcements/",
  announcement: announcementPath,
  announcementFeed: ANNOUNCEMENT_FEED_PATH,
  office: "office/",
  officeEdit: (identifier: string) => `office/datasets/edit/?id=${identifier}`,
  fields: "fields/",
  guide: "guide/",
  about: "about/",
  accessibility: "accessibility/",
  dataset: datasetPath,
  datasetJson: datasetJsonPath,
  feed: ALL_FEED_PATH,
  agencyFeed: agencyFeedPath,
  categoryFeed: categoryFeedPath,
  authorisationsFile: authorisationsPath,
  authorisationLogFile: authorisationLogPath,
  openSearch: "opensearch.xml",
  openApi: "openapi.json",
  get csv() {
    return catalogueCsvPath(siteExtent());
  },
  get jsonLines() {
    return jsonLinesPath(siteExtent());
  },
} as const;

/** A page's address in each edition. */
export const target = (path: string): Target => ({
  zh: pageUrl("zh-TW", path),
  ...(editions().includes("en") ? { en: pageUrl("en", path) } : {}),
});

/** Address of a file or a page that exists once, such as a dataset's, base path included. */
export function fileUrl(path: string): string {
  return siteContext().base + path;
}

/** Address of a page of an edition, base path included. */
export function pageUrl(lang: Lang, path: string): string {
  return `${siteContext().base}${lang === "en" ? "en/" : ""}${path}`;
}

/** Address of a dataset's page; the fragment `#en` shows its labels in English. */
export function datasetUrl(lang: Lang, identifier: string): string {
  return fileUrl(PATHS.dataset(identifier)) + (lang === "en" ? "#en" : "");
}

/** Web address of the repository, where the settings name one. */
export function repositoryUrl(): string | undefined {
  const repository = repositoryOf(siteContext().catalogue.settings);
  return repository && `${repository.web}/${repository.owner}/${repository.name}`;
}

/** Address of a dataset's YAML: a copy on the site, or the repository's own file. */
export function yamlUrl(identifier: string): string {
  const { settings } = siteContext().catalogue;
  const file = { identifier, path: pathOf(identifier) };
  return datasetYamlUrl(file, siteContext().base, siteExtent(), repositoryOf(settings));
}

/** Puts the origin before an address that starts with the base path. */
export function absolute(url: string): string {
  return siteContext().origin + url;
}

/** Editions that the settings ask for; Chinese is always one of them. */
export function editions(): Lang[] {
  return siteContext().catalogue.settings.languages.includes("en") ? ["zh-TW", "en"] : ["zh-TW"];
}

/** Whether the pages of lists of datasets from the second on exist once for both languages (exchange/extent.ts). */
export const sharesFurtherPages = (): boolean => siteExtent() === "compact" && editions().length > 1;

/** The languages of one page of a list of datasets: its edition's, or both. */
export const listLangs = (lang: Lang, number: number): Lang[] =>
  number > 1 && sharesFurtherPages() ? editions() : [lang];

/** Address of one page of a list of datasets; one that exists once is shown in a language by the fragment. */
export function listUrl(lang: Lang, path: (number: number) => string, number: number): string {
  if (number === 1 || !sharesFurtherPages()) return pageUrl(lang, path(number));
  return fileUrl(path(number)) + (lang === "en" ? "#en" : "");
}

/**
 * What `getStaticPaths` of a page below `[...edition]/` returns: one path for each edition, times the page's own
 * parameters.
 * @param cacheKey the page's key (page-keys.ts); pages without one are always rendered
 */
export function editionPaths<T extends Record<string, string | undefined> = Record<never, never>>(
  paths: readonly T[] = [{} as T],
  cacheKey?: (params: T) => string,
): { params: T & { edition: string | undefined }; props: { lang: Lang }; cacheKey?: string }[] {
  const keys = cacheKey && paths.map(cacheKey);
  return editions().flatMap((lang) =>
    paths.map((params, index) => ({
      params: { ...params, edition: lang === "en" ? "en" : undefined },
      props: { lang },
      ...(keys ? { cacheKey: keys[index]! } : {}),
    })),
  );
}

/** The same for a page of lists of datasets: pages that exist once have no English edition. */
export function listPaths<T extends { page: string | undefined }>(
  paths: readonly T[],
  cacheKey: (params: T) => string,
): ReturnType<typeof editionPaths<T>> {
  const all = editionPaths(paths, cacheKey);
  if (!sharesFurtherPages()) return all;
  return all.filter(({ params: { edition, page } }) => edition === undefined || page === undefined);
}
