import type { Catalogue, SettingsFile } from "../catalogue/catalogue.ts";
import { datasetYamlPath, RDF_FORMATS, type RdfFormat } from "./addresses.ts";
import type { LossFormat } from "./losses.ts";

/**
 * How much a catalogue publishes as files. GitHub wants a Pages site below 1 GB (docs.github.com, GitHub Pages limits),
 * and all forms together take 44 kB a dataset. So a large catalogue is published in its compact extent:
 *
 * - of one dataset the page, its old address and the metadata standard's JSON; its YAML is linked in the repository;
 * - of the whole catalogue the lists of CKAN and of the national access API, plain;
 * - what is fetched once, compressed (`.gz`): CSV, JSON Lines, data.json, DCAT-AP in the one form that takes least, CKAN's
 *   packages as `ckanapi load datasets` takes them, data.gov.tw's CSV, quality and usage by dataset, and the sitemaps;
 * - of lists of datasets the further pages once for both languages.
 *
 * Left out: RDF, CKAN and Croissant documents of one dataset, DCAT-AP in linked pages (2.4 kB a dataset; who reads them by
 * address can read a dump from a file), CKAN's pages (its harvester reads no gzip, and asks for package_search anyway) and
 * data.gov.tw's JSON (which no program is known to read in pages).
 */
export type Extent = "full" | "compact";

/** Most datasets, withdrawn ones counted, of which everything is published. */
export const MOST_IN_FULL = 10_000;

/** The extent in which a catalogue is published; the rule of the whole project. */
export const extentOf = ({ datasets, withdrawn }: Pick<Catalogue, "datasets" | "withdrawn">): Extent =>
  datasets.length + withdrawn.length > MOST_IN_FULL ? "compact" : "full";

/** Forms of DCAT-AP that stand in linked pages. */
export const RDF_PAGES: Readonly<Record<Extent, readonly RdfFormat[]>> = {
  full: RDF_FORMATS,
  compact: [],
};
/** Forms of DCAT-AP that stand in one compressed file each. */
export const RDF_DUMPS: Readonly<Record<Extent, readonly RdfFormat[]>> = {
  full: [],
  compact: ["ttl"],
};

/** Whether a dataset has documents of its own in other platforms' formats: DCAT-AP, CKAN, Croissant. */
export const hasDocuments = (extent: Extent): boolean => extent === "full";

/** Whether the site holds a copy of each dataset's YAML; else the repository's own file is linked. */
export const copiesYaml = (extent: Extent, { repository }: Pick<SettingsFile, "repository">): boolean =>
  extent === "full" || repository === undefined;

/** Where a repository's files are, as the settings say. */
interface RepositoryPlace {
  owner: string;
  name: string;
  branch: string;
  /** Web address of the server, without a slash at the end. */
  web: string;
}

/**
 * Address of a dataset's YAML: of the site's copy, or of the repository's file as it is.
 * @param path of the file in the repository
 * @param base of the site, starting and ending with `/`
 */
export function datasetYamlUrl(
  { identifier, path }: { identifier: string; path: string },
  base: string,
  extent: Extent,
  repository: RepositoryPlace | undefined,
): string {
  if (extent === "full" || !repository) return base + datasetYamlPath(identifier);
  const { web, owner, name, branch } = repository;
  return `${web}/${owner}/${name}/raw/${branch}/${path}`;
}

/** Whether a format of the table of losses is written. */
export const isWritten = (format: LossFormat, extent: Extent): boolean =>
  extent === "full" || format !== "data-gov-tw-json";
