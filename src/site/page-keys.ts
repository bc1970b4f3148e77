/**
 * Keys of pages: what a page is made of, as a short text. A page whose key is that of the last build need not be rendered
 * again. A key names what its page takes from datasets; all else (agencies, platform, snapshots, the day, the code) counts
 * for every page, so a change there renders all. Pages without a key are always rendered.
 */

import { hash } from "node:crypto";
import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import { type SiteContext, siteContext } from "./context.ts";
import { siteIndexes } from "./indexes.ts";
import { PAGE_SIZE } from "./paging.ts";

const keyOf = (parts: readonly string[]): string => hash("sha1", parts.join("\n"), "base64url");

/** Datasets' states, which name them too. */
function statesOf(datasets: readonly Dataset[]): string[] {
  const { fingerprints } = siteContext();
  return datasets.map(({ identifier }) => fingerprints.get(identifier)!);
}

/** Keys of all datasets' pages, by identifier: each names itself, and those that it shows as related. */
export function datasetKeys({
  byIdentifier,
  fingerprints,
  related,
}: Pick<SiteContext, "byIdentifier" | "fingerprints" | "related">): Map<string, string> {
  const keys = new Map<string, string>();
  for (const identifier of byIdentifier.keys()) {
    let parts = fingerprints.get(identifier)!;
    for (const other of related.get(identifier) ?? []) parts += `\n${fingerprints.get(other)}`;
    keys.set(identifier, hash("sha1", parts, "base64url"));
  }
  return keys;
}

/** Key of one page of a list of datasets: those on the page, and how many there are. */
export function listKey(datasets: readonly Dataset[], current: number, size = PAGE_SIZE): string {
  const shown = datasets.slice((current - 1) * size, current * size);
  return keyOf([String(datasets.length), ...statesOf(shown)]);
}

const agencyKeys = new WeakMap<Agency, string>();

/** Key of an agency's pages: every dataset of it and of the agencies below it. */
export function agencyKey(code: string): string {
  const agency = siteContext().catalogue.agencies.get(code)!;
  const known = agencyKeys.get(agency);
  if (known !== undefined) return known;
  const own = siteIndexes().byAgency.get(code) ?? [];
  const key = keyOf([...statesOf(own), ...agency.children.map((child) => agencyKey(child.code))]);
  agencyKeys.set(agency, key);
  return key;
}

/** Key of a ministry's pages: every dataset of it and of the agencies below it, those that were withdrawn too. */
export function ministryKey(code: string): string {
  const gone = siteContext().catalogue.withdrawn.filter(({ agency }) => agency.ministry.code === code);
  return keyOf([agencyKey(code), ...statesOf(gone)]);
}
