import { siteContext } from "./context.ts";

/** Language of an edition. Chinese stands at the site's root, English below `en/`. */
export type Lang = "zh-TW" | "en";

const page = (folder: string, number: number) => (number > 1 ? `${folder}page/${number}/` : folder);
const segment = encodeURIComponent;

/** Paths of pages and files below the base path; pages exist in each edition, files and datasets once. */
export const PATHS = {
  home: "",
  search: "search/",
  datasets: (number = 1) => page("datasets/", number),
  agencies: "agencies/",
  agency: (code: string, number = 1) => page(`agencies/${segment(code)}/`, number),
  categories: "categories/",
  category: (code: string, number = 1) => page(`categories/${segment(code)}/`, number),
  statistics: "statistics/",
  fields: "fields/",
  guide: "guide/",
  about: "about/",
  accessibility: "accessibility/",
  dataset: (identifier: string) => `datasets/${segment(identifier)}/`,
  datasetYaml: (identifier: string) => `datasets/${segment(identifier)}.yaml`,
  datasetJson: (identifier: string) => `api/v2/rest/dataset/${segment(identifier)}.json`,
  feed: "feed.xml",
  agencyFeed: (code: string) => `agencies/${segment(code)}/feed.xml`,
  categoryFeed: (code: string) => `categories/${segment(code)}/feed.xml`,
  openSearch: "opensearch.xml",
  openApi: "openapi.json",
  csv: "catalogue.csv",
  jsonLines: "catalogue.jsonl",
} as const;

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

/** Puts the origin before an address that starts with the base path. */
export function absolute(url: string): string {
  return siteContext().origin + url;
}

/** Editions that the settings ask for; Chinese is always one of them. */
export function editions(): Lang[] {
  return siteContext().catalogue.settings.languages.includes("en") ? ["zh-TW", "en"] : ["zh-TW"];
}

/**
 * What `getStaticPaths` of a page below `[...edition]/` returns: one path for each edition, times the page's own
 * parameters.
 */
export function editionPaths<T extends Record<string, string | undefined> = Record<never, never>>(
  paths: readonly T[] = [{} as T],
): { params: T & { edition: string | undefined }; props: { lang: Lang } }[] {
  return editions().flatMap((lang) =>
    paths.map((params) => ({
      params: { ...params, edition: lang === "en" ? "en" : undefined },
      props: { lang },
    })),
  );
}

/** `undefined`, `page/2`, `page/3` …: the rest parameter of a list's pages. */
export function pageParams(count: number, size: number): { page: string | undefined }[] {
  const pages = Math.max(1, Math.ceil(count / size));
  return Array.from({ length: pages }, (_, i) => ({ page: i === 0 ? undefined : `page/${i + 1}` }));
}

/** Number of a list's page from its rest parameter. */
export function pageNumber(param: string | undefined): number {
  return param ? Number(param.slice("page/".length)) : 1;
}
