import type { Catalogue } from "../catalogue.ts";
import { USAGE_HIT_PATH } from "./types.ts";

/** What a request's address counts as: a place in `views` or in `downloads`. */
export interface CountedPaths {
  /** Identifiers of datasets, in view or withdrawn. */
  identifiers: readonly string[];
  /** All resourceIDs. */
  resources: readonly string[];
  identifierPlaces: ReadonlyMap<string, number>;
  resourcePlaces: ReadonlyMap<string, number>;
  /** Host that the log is of, without a port. */
  host: string;
  /** Path below which pages of datasets stand, such as `/catalogue/datasets/`; undefined where the log is another host's. */
  pages?: string;
  /** Path of the site's own mark of a download; likewise. */
  hit?: string;
  /** Places in `resources` by path and query of a distribution on that host, percent-decoded. */
  files: ReadonlyMap<string, number>;
  /** Distributions whose address an earlier one has as well: a download there counts for the earlier one only. */
  shared: number;
}

const PERCENT = /%([0-9A-Fa-f]{2})/g;

/** One spelling for an address however it was written: its bytes, one character each. */
export const decodedPath = (path: string): string =>
  path.includes("%")
    ? path.replace(PERCENT, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : path;

function fileKey(address: string | undefined, host: string): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, hostname, pathname, search } = new URL(address);
  if (hostname !== host || !/^https?:$/.test(protocol)) return undefined;
  // The host's front page is no file.
  return pathname === "/" && search === "" ? undefined : decodedPath(pathname + search);
}

/**
 * What is counted in the log of a host: pages of datasets and the marks of downloads on the site itself, and files that a
 * distribution's downloadURL or accessURL names (mission P15, R10, M7).
 * @param host name of the host that the log is of; the site's own where it is left out
 */
export function countedPaths(catalogue: Catalogue, host?: string): CountedPaths {
  const site = new URL(catalogue.settings.url);
  const name = (host ?? site.hostname).toLowerCase();
  const base = `${site.pathname.replace(/\/+$/, "")}/`;
  const datasets = [...catalogue.datasets, ...catalogue.withdrawn];
  const identifiers = datasets.map(({ identifier }) => identifier).sort();
  const distributions = datasets
    .flatMap(({ file }) => file.distribution)
    .sort((left, right) => (left.resourceID < right.resourceID ? -1 : 1));
  const files = new Map<string, number>();
  let shared = 0;
  for (const [place, { downloadURL, accessURL }] of distributions.entries()) {
    for (const key of new Set([fileKey(downloadURL, name), fileKey(accessURL, name)])) {
      if (key === undefined) continue;
      if (files.has(key)) shared += 1;
      else files.set(key, place);
    }
  }
  const resources = distributions.map(({ resourceID }) => resourceID);
  return {
    identifiers,
    resources,
    identifierPlaces: new Map(identifiers.map((identifier, place) => [identifier, place])),
    resourcePlaces: new Map(resources.map((resource, place) => [resource, place])),
    host: name,
    ...(name === site.hostname ? { pages: `${base}datasets/`, hit: base + USAGE_HIT_PATH } : {}),
    files,
    shared,
  };
}
