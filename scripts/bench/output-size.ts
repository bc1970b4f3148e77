import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sizesBelow } from "./folders.ts";
import { quantile } from "./statistics.ts";

/** Sizes of a built site. */
export interface OutputSize {
  bytes: number;
  files: number;
  largest: { path: string; bytes: number }[];
  /** Files over 25 MB, which some hosts refuse. */
  tooLarge: string[];
  /** By the first part of the path. */
  kinds: Record<string, { files: number; bytes: number }>;
  /** Bytes of pages after gzip, level 6. */
  pages: Record<string, PageSize>;
}

export interface PageSize {
  pages: number;
  /** How many of them were packed and measured, evenly drawn. */
  measured: number;
  median: number;
  p95: number;
  largest: { path: string; bytes: number };
}

const TOO_LARGE = 25 * 1000 * 1000;
const MEASURED = 1000;

/** Kind of a page: home, dataset, redirect of an old number, else its first folder; undefined for other files. */
export function pageKind(path: string): string | undefined {
  if (!path.endsWith(".html")) return undefined;
  const place = path.replace(/^en\//, "");
  if (place === "index.html") return "home";
  if (/^datasets\/[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}(?:\/index)?\.html$/.test(place)) return "dataset";
  if (place.startsWith("dataset/")) return "redirect";
  return place.includes("/") ? (place.split("/", 1)[0] as string) : "other";
}

const evenly = <T>(items: readonly T[], count: number): T[] =>
  items.length <= count
    ? [...items]
    : Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);

/** Measures a built site. */
export async function outputSize(folder: string): Promise<OutputSize> {
  const sizes = await sizesBelow(folder);
  const kinds: OutputSize["kinds"] = {};
  const pages = new Map<string, string[]>();
  for (const [path, bytes] of sizes) {
    const kind = path.includes("/") ? (path.split("/", 1)[0] as string) : "(root)";
    kinds[kind] ??= { files: 0, bytes: 0 };
    kinds[kind].files++;
    kinds[kind].bytes += bytes;
    const page = pageKind(path);
    if (!page) continue;
    if (!pages.has(page)) pages.set(page, []);
    pages.get(page)!.push(path);
  }
  const bySize = [...sizes].sort(([, a], [, b]) => b - a).map(([path, bytes]) => ({ path, bytes }));
  const result: OutputSize = {
    bytes: bySize.reduce((sum, { bytes }) => sum + bytes, 0),
    files: sizes.size,
    largest: bySize.slice(0, 5),
    tooLarge: bySize.filter(({ bytes }) => bytes > TOO_LARGE).map(({ path }) => path),
    kinds,
    pages: {},
  };
  for (const [kind, paths] of [...pages].sort()) result.pages[kind] = await pageSizes(folder, paths);
  return result;
}

async function pageSizes(folder: string, paths: readonly string[]): Promise<PageSize> {
  const packed: { path: string; bytes: number }[] = [];
  for (const path of evenly(paths, MEASURED)) {
    packed.push({ path, bytes: gzipSync(await readFile(join(folder, path))).length });
  }
  const bytes = packed.map((page) => page.bytes);
  return {
    pages: paths.length,
    measured: packed.length,
    median: quantile(bytes, 0.5),
    p95: quantile(bytes, 0.95),
    largest: packed.reduce((most, page) => (page.bytes > most.bytes ? page : most)),
  };
}
