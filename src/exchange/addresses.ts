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
