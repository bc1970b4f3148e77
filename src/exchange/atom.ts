import { type Catalogue, type Dataset, newestFirst } from "../catalogue/catalogue.ts";
import { documentHtml } from "../catalogue/document-text.ts";
import {
  ALL_FEED_PATH,
  ANNOUNCEMENT_FEED_PATH,
  absolute,
  agencyFeedPath,
  agencyPath,
  announcementPath,
  categoryFeedPath,
  categoryPath,
  datasetJsonPath,
  datasetPath,
  type Place,
} from "./addresses.ts";
import { later, rfc3339 } from "./dates.ts";
import type { Extent } from "./extent.ts";
import type { OutputFile } from "./output-file.ts";
import { element, parent, XML_DECLARATION } from "./xml.ts";

/** Entries that a feed of the whole catalogue holds. */
export const FEED_SIZE = 50;
/** Entries of an agency's or a category's feed: there are hundreds of them, at more than a kilobyte an entry. */
export const PART_FEED_SIZE: Readonly<Record<Extent, number>> = { full: 50, compact: 10 };

/** RFC 4287 wants a date of a feed that has no entry yet; this one never changes. */
const NO_DATE = "1970-01-01T00:00:00Z";

interface Entry {
  dataset: Dataset;
  published: string;
  updated: string;
}

/** A dataset's dates; undefined where it has none and so no place in a feed. */
function toEntry(dataset: Dataset): Entry | undefined {
  const published = rfc3339(dataset.released ?? dataset.updated);
  if (!published) return undefined;
  const { modified } = dataset.file;
  // The time of day is known only where the last change is the metadata's own.
  const last = modified?.startsWith(dataset.updated ?? " ") ? modified : dataset.updated;
  return { dataset, published, updated: later(published, rfc3339(last)) };
}

function entryXml({ dataset, published, updated }: Entry, place: Place): string {
  const page = absolute(place, datasetPath(dataset.identifier));
  const { file, category } = dataset;
  return parent("entry", {}, [
    element("id", {}, page),
    element("title", {}, file.title),
    element("link", { rel: "alternate", type: "text/html", hreflang: "zh-Hant-TW", href: page }),
    element("link", {
      rel: "alternate",
      type: "application/json",
      href: absolute(place, datasetJsonPath(dataset.identifier)),
    }),
    element("published", {}, published),
    element("updated", {}, updated),
    parent("author", {}, [element("name", {}, dataset.publisher)]),
    ...(category
      ? [
          element("category", {
            term: category.code,
            scheme: absolute(place, "categories/"),
            label: category.zh,
          }),
        ]
      : []),
    ...(dataset.licence ? [element("rights", {}, dataset.licence.zh)] : []),
    element("summary", {}, file.description ?? file.title),
  ]);
}

/** What a feed says of itself. */
export interface FeedHead {
  path: string;
  title: string;
  subtitle: string;
  /** Path of the page that it follows. */
  page: string;
}

interface Feed extends FeedHead {
  entries: Entry[];
}

/**
 * An Atom feed (RFC 4287).
 * @param entries each entry's element and time, the newest first
 */
export function feedXml(
  feed: FeedHead,
  entries: { xml: string; updated: string }[],
  catalogue: Catalogue,
  place: Place,
): string {
  const self = absolute(place, feed.path);
  const updated = entries.reduce((last, entry) => later(last, entry.updated), NO_DATE);
  return (
    XML_DECLARATION +
    parent("feed", { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": "zh-Hant-TW" }, [
      element("id", {}, self),
      element("title", {}, feed.title),
      element("subtitle", {}, feed.subtitle),
      element("updated", {}, updated),
      element("link", { rel: "self", type: "application/atom+xml", href: self }),
      element("link", { rel: "alternate", type: "text/html", href: absolute(place, feed.page) }),
      parent("author", {}, [
        element("name", {}, catalogue.settings.operator ?? catalogue.settings.name),
        ...(catalogue.settings.email ? [element("email", {}, catalogue.settings.email)] : []),
      ]),
      ...entries.map((entry) => entry.xml),
    ]) +
    "\n"
  );
}

/**
 * Atom feeds (RFC 4287) of the newest datasets: all, each agency's with its subordinates', each category's. Dates
 * come from the data; a dataset without any is in none. Ids are the addresses of the pages, which never change.
 */
export function* feeds(catalogue: Catalogue, place: Place, extent: Extent): Generator<OutputFile> {
  const { settings } = catalogue;
  const all: Feed = {
    path: ALL_FEED_PATH,
    title: `${settings.name}：最新資料集`,
    subtitle: "最新上架的資料集",
    page: "",
    entries: [],
  };
  const agencies = new Map<string, Feed>();
  for (const agency of catalogue.agencies.values()) {
    agencies.set(agency.code, {
      path: agencyFeedPath(agency.code),
      title: `${agency.name}：最新資料集`,
      subtitle: `${agency.name}${agency.children.length > 0 ? "及所屬機關" : ""}最新上架的資料集`,
      page: agencyPath(agency.code),
      entries: [],
    });
  }
  const categories = new Map<string, Feed>();
  for (const category of catalogue.vocabularies.categories.values()) {
    categories.set(category.code, {
      path: categoryFeedPath(category.code),
      title: `${category.zh}：最新資料集`,
      subtitle: `「${category.zh}」類最新上架的資料集`,
      page: categoryPath(category.code),
      entries: [],
    });
  }

  for (const dataset of newestFirst(catalogue.datasets)) {
    const feedsOfIt = [all];
    if (dataset.category) feedsOfIt.push(categories.get(dataset.category.code)!);
    for (let agency: typeof dataset.agency | undefined = dataset.agency; agency; agency = agency.parent) {
      feedsOfIt.push(agencies.get(agency.code)!);
    }
    let entry: Entry | undefined;
    for (const feed of feedsOfIt) {
      if (feed.entries.length >= (feed === all ? FEED_SIZE : PART_FEED_SIZE[extent])) continue;
      entry ??= toEntry(dataset);
      if (!entry) break;
      feed.entries.push(entry);
    }
  }
  for (const feed of [all, ...agencies.values(), ...categories.values()]) {
    const entries = feed.entries.map((entry) => ({ xml: entryXml(entry, place), updated: entry.updated }));
    yield { path: feed.path, content: feedXml(feed, entries, catalogue, place) };
  }
}

/** Atom feed of the newest 公告 (mission P14). */
export function announcementFeed(catalogue: Catalogue, place: Place): OutputFile {
  const head: FeedHead = {
    path: ANNOUNCEMENT_FEED_PATH,
    title: `${catalogue.settings.name}：公告`,
    subtitle: "最新公告",
    page: "announcements/",
  };
  const entries = catalogue.announcements.slice(0, FEED_SIZE).map(({ slug, title, date, text }) => {
    const page = absolute(place, announcementPath(slug));
    const updated = rfc3339(date)!;
    const xml = parent("entry", {}, [
      element("id", {}, page),
      element("title", {}, title),
      element("link", { rel: "alternate", type: "text/html", hreflang: "zh-Hant-TW", href: page }),
      element("published", {}, updated),
      element("updated", {}, updated),
      element("content", { type: "html" }, documentHtml(text, absolute(place, ""))),
    ]);
    return { xml, updated };
  });
  return { path: head.path, content: feedXml(head, entries, catalogue, place) };
}
