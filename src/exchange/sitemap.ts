import type { Catalogue } from "../catalogue/catalogue.ts";
import type { PlanFiles } from "../catalogue/plan/plan-files.ts";
import {
  absolute,
  agencyPath,
  announcementPath,
  categoryPath,
  datasetPath,
  type Place,
} from "./addresses.ts";
import { dayOf, later } from "./dates.ts";
import type { Extent } from "./extent.ts";
import type { OutputFile } from "./output-file.ts";
import { element, parent, XML_DECLARATION } from "./xml.ts";

/** Addresses that one sitemap holds; the protocol's limit is 50,000 and 50 MB. */
export const SITEMAP_SIZE = 45_000;

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

interface Page {
  path: string;
  /** Whether it stands under en/ too. */
  english: boolean;
  /** Day of the last change, YYYY-MM-DD. */
  changed?: string | undefined;
}

/** The action plan's lists, and what the public says and uses. What somebody said has no entry of its own. */
const PLAN_PAGES = [
  ...["", "inventory/", "planned/", "councils/", "strategies/", "targets/", "reports/"].map(
    (part) => `plan/${part}`,
  ),
  ...["showcases/", "references/", "clauses/"].map((part) => `plan/${part}`),
  ...["opinions/", "wanted/", "speak/", "usage/"],
];

/** Pages of single agencies and documents. */
function planPages(
  { inventories, councils, minutes, strategies, showcases }: PlanFiles,
  today: string,
): Page[] {
  const page = (path: string, english: boolean, changed?: string): Page => ({ path, english, changed });
  return [
    ...[...inventories].map(([code, { reviewedOn }]) => page(`plan/inventory/${code}/`, true, reviewedOn)),
    ...[...councils.keys()].map((code) => page(`plan/councils/${code}/`, true)),
    ...[...minutes].flatMap(([code, meetings]) =>
      meetings.flatMap(({ date }) =>
        councils.has(code) && date <= today ? [page(`plan/councils/${code}/${date}/`, false, date)] : [],
      ),
    ),
    ...[...strategies].flatMap(([code, years]) =>
      years.map(({ year }) => page(`plan/strategies/${code}/${year}/`, false)),
    ),
    ...showcases.flatMap(({ slug, date }) =>
      date <= today ? [page(`plan/showcases/${slug}/`, false, date)] : [],
    ),
  ];
}

/** Every page worth finding: a withdrawn dataset's page stays, but asks for no visitors. */
function pagesOf(catalogue: Catalogue): Page[] {
  let last: string | undefined;
  const agencies = new Map<string, string | undefined>();
  const categories = new Map<string, string | undefined>();
  const datasets: Page[] = [];
  const judged = { agencies: new Set<string>(), ministries: new Set<string>() };
  for (const dataset of catalogue.datasets) {
    judged.agencies.add(dataset.agency.code);
    judged.ministries.add(dataset.agency.ministry.code);
    const changed = later(dayOf(dataset.updated), dayOf(dataset.released));
    datasets.push({ path: datasetPath(dataset.identifier), english: false, changed });
    last = later(last, changed);
    for (let a: typeof dataset.agency | undefined = dataset.agency; a; a = a.parent) {
      agencies.set(a.code, later(agencies.get(a.code), changed));
    }
    if (dataset.category) {
      const { code } = dataset.category;
      categories.set(code, later(categories.get(code), changed));
    }
  }
  const both = (path: string, changed?: string): Page => ({ path, english: true, changed });
  return [
    both("", last),
    both("search/"),
    both("datasets/", last),
    both("agencies/", last),
    both("categories/", last),
    both("statistics/", last),
    ...["quality/", "quality/dead-links/", "data/"].map((path) => both(path)),
    ...[...judged.ministries].map((code) => both(`quality/ministries/${code}/`)),
    ...[...judged.agencies].map((code) => both(`quality/agencies/${code}/`)),
    ...["authorisations/", "authorisations/people/", "authorisations/log/"].map((path) => both(path)),
    ...["fields/", "guide/", "about/", "accessibility/"].map((path) => both(path)),
    ...[...catalogue.agencies.keys()].map((code) => both(agencyPath(code), agencies.get(code))),
    ...[...catalogue.vocabularies.categories.keys()].map((code) =>
      both(categoryPath(code), categories.get(code)),
    ),
    ...PLAN_PAGES.map((path) => both(path)),
    ...planPages(catalogue.plan, catalogue.today),
    both("announcements/", catalogue.announcements[0]?.date),
    ...catalogue.announcements.map(
      ({ slug, date }): Page => ({ path: announcementPath(slug), english: false, changed: date }),
    ),
    ...datasets,
  ];
}

/** A page's entries: one, or one for each edition, each naming all editions. */
function* entries(page: Page, english: boolean, place: Place): Generator<string> {
  const zh = absolute(place, page.path);
  const lastmod = page.changed ? [element("lastmod", {}, page.changed)] : [];
  if (!page.english || !english) {
    yield parent("url", {}, [element("loc", {}, zh), ...lastmod]);
    return;
  }
  const en = absolute(place, `en/${page.path}`);
  const alternates = [
    ["zh-Hant-TW", zh],
    ["en", en],
    ["x-default", zh],
  ].map(([hreflang, href]) => element("xhtml:link", { rel: "alternate", hreflang, href }));
  for (const address of [zh, en]) {
    yield parent("url", {}, [element("loc", {}, address), ...lastmod, ...alternates]);
  }
}

/**
 * `sitemap.xml`, an index, and the sitemaps that it names (sitemaps.org protocol 0.9); in compact extent these are
 * compressed, as the protocol allows.
 * @param size addresses in one sitemap, for tests
 */
export function* sitemaps(
  catalogue: Catalogue,
  place: Place,
  extent: Extent,
  size = SITEMAP_SIZE,
): Generator<OutputFile> {
  const english = catalogue.settings.languages.includes("en");
  const urls: string[] = [];
  let changed: string | undefined;
  const index: string[] = [];
  const finish = (): OutputFile => {
    const path = `sitemaps/${index.length + 1}.xml${extent === "compact" ? ".gz" : ""}`;
    const lastmod = changed ? [element("lastmod", {}, changed)] : [];
    index.push(parent("sitemap", {}, [element("loc", {}, absolute(place, path)), ...lastmod]));
    const namespaces = { xmlns: NAMESPACE, "xmlns:xhtml": "http://www.w3.org/1999/xhtml" };
    const content = `${XML_DECLARATION}${parent("urlset", namespaces, urls)}\n`;
    urls.length = 0;
    changed = undefined;
    return { path, content };
  };
  for (const page of pagesOf(catalogue)) {
    for (const entry of entries(page, english, place)) {
      if (urls.length >= size) yield finish();
      urls.push(entry);
      changed = later(changed, page.changed);
    }
  }
  yield finish();
  yield {
    path: "sitemap.xml",
    content: `${XML_DECLARATION}${parent("sitemapindex", { xmlns: NAMESPACE }, index)}\n`,
  };
}

/** Crawlers heed `robots.txt` only at a host's root; below another base it is there for the reader. */
export const robots = (place: Place): OutputFile => ({
  path: "robots.txt",
  content: `User-agent: *\nAllow: /\n\nSitemap: ${absolute(place, "sitemap.xml")}\n`,
});
