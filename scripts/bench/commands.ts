import { join } from "node:path";
import { PROJECT } from "../command.ts";

/** Folders that a measured command works in. */
export interface Place {
  /** The catalogue. */
  root: string;
  /** Where a site is built. */
  out: string;
  /** What one run keeps for another. */
  cache: string;
}

const script = (name: string, ...options: string[]): string[] => [
  process.execPath,
  join(PROJECT, "scripts", name),
  ...options,
];

const common = ({ root, cache }: Place): string[] => ["--root", root, "--cache", cache];

/** The day for which sites are built, so that two builds can be compared; later than all dates of a corpus. */
const DAY = ["--day", "2026-11-20"];

/** The project's commands as they are measured. */
export const COMMANDS = {
  check: (place: Place) => script("validate.ts", ...common(place)),
  checkChange: (place: Place) => script("validate.ts", ...common(place), "--base", "HEAD"),
  build: (place: Place) => script("build.ts", ...common(place), "--out", place.out, ...DAY),
  preview: (place: Place) =>
    script("preview.ts", ...common(place), "--out", place.out, "--base", "HEAD", ...DAY),
  history: (repository: string) => script("bench/history-read.ts", repository),
  pages: (place: Place) => script("bench/peers/pages.ts", ...common(place), "--out", place.out, ...DAY),
  hugoSite: (root: string, out: string) =>
    script("bench/peers/hugo-site.ts", "--root", root, "--out", out, ...DAY),
  overdue: (json: string) => script("bench/overdue.ts", "--json", json),
  search: (site: string, titles: string, json: string) =>
    script("bench/search.ts", "--site", site, "--titles", titles, "--json", json),
  corpus: (count: number, out: string, source: readonly string[]) =>
    script("corpus.ts", "--count", String(count), "--out", out, "--commits", "20", ...source),
} as const;

/** What a build says on standard error once all pages are written. */
export const PAGES_WRITTEN = /產生網頁：/;
