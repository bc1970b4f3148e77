/**
 * Keys of pages: what a page is made of, as a short text. A page whose key is that of the last build need not be rendered
 * again. A key names what its page takes from datasets; all else (agencies, platform, snapshots, the day, the code) counts
 * for every page, so a change there renders all. Pages without a key are always rendered.
 */

import { hash } from "node:crypto";
import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import { siteContext } from "./context.ts";
import { siteIndexes } from "./indexes.ts";
import { PAGE_SIZE } from "./paging.ts";

const keyOf = (parts: readonly string[]): string => hash("sha1", parts.join("\n"));

const fingerprint = (identifier: string): string =>
  `${identifier} ${siteContext().fingerprints.get(identifier)}`;

/** Key of a dataset's page: itself, and those that it names as related. */
export function datasetKey(identifier: string): string {
  const related = siteContext().related.get(identifier) ?? [];
  return keyOf([identifier, ...related].map(fingerprint));
}

/** Key of one page of a list of datasets: those on the page, and how many there are. */
export function listKey(datasets: readonly Dataset[], current: number, size = PAGE_SIZE): string {
  const shown = datasets.slice((current - 1) * size, current * size);
  return keyOf([String(datasets.length), ...shown.map(({ identifier }) => fingerprint(identifier))]);
}

const agencyKeys = new WeakMap<Agency, string>();

/** Key of an agency's pages: every dataset of it and of the agencies below it. */
export function agencyKey(code: string): string {
  const agency = siteContext().catalogue.agencies.get(code)!;
  const known = agencyKeys.get(agency);
  if (known !== undefined) return known;
  const own = siteIndexes().byAgency.get(code) ?? [];
  const key = keyOf([
    ...own.map(({ identifier }) => fingerprint(identifier)),
    ...agency.children.map((child) => agencyKey(child.code)),
  ]);
  agencyKeys.set(agency, key);
  return key;
}
