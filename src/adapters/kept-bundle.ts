/**
 * What a build keeps for the next one and for previews: Astro's server, which renders pages; the scripts and styles that
 * they name; the template of datasets' pages (page-template.ts). While the code is the same, none needs a bundler.
 */

import { hash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PageBuildData } from "./build-site.ts";
import { filesBelow, writeWhole } from "./files.ts";

/** Folder of a site with its scripts and styles. */
const ASSETS = "assets";

/** Astro's server as it was bundled. */
export interface SiteServer {
  /** Its modules by their paths. */
  modules: Record<string, string>;
  /** Which of them gives the server. */
  entry: string;
  /** What it asks of each page: its styles. */
  pages: Pick<PageBuildData, "key" | "styles">[];
}

export interface KeptBundle {
  /** The code and the address that it was made of. */
  key: string;
  server: SiteServer;
  /** Scripts and styles by their paths in the site, in base64. */
  assets: Record<string, string>;
  template: {
    /** All that it depends on. */
    key: string;
    html: string;
  };
}

const fileOf = (cache: string, root: string): string =>
  join(cache, `bundle-${hash("sha1", root).slice(0, 12)}.json`);

/** Content of every file below a folder, by its path there. */
async function contentsOf(folder: string, encoding: "base64" | "utf8"): Promise<Record<string, string>> {
  const contents = filesBelow(folder).map(
    async (path) => [path.slice(folder.length + 1), await readFile(path, encoding)] as const,
  );
  return Object.fromEntries(await Promise.all(contents));
}

/** Writes files below a folder, by their paths there. */
async function writeContents(
  contents: Record<string, string>,
  folder: string,
  encoding: "base64" | "utf8",
): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, encoding);
  }
}

/**
 * Reads Astro's server where it was bundled to.
 * @param pages all pages of the site
 */
export async function serverIn(folder: string, pages: readonly PageBuildData[]): Promise<SiteServer> {
  const modules = await contentsOf(folder, "utf8");
  const entry = Object.keys(modules).find((name) => /^prerender-entry\.[^/]*$/.test(name));
  if (entry === undefined) throw new Error(`no prerender entry in ${folder}`);
  return { modules, entry, pages: pages.map(({ key, styles }) => ({ key, styles })) };
}

/** Writes a server's modules into a folder, from which Node finds the project's libraries. */
export const writeServer = ({ modules }: SiteServer, folder: string): Promise<void> =>
  writeContents(modules, folder, "utf8");

/** Writes the scripts and styles that pages name. */
export const writeAssets = ({ assets }: Pick<KeptBundle, "assets">, out: string): Promise<void> =>
  writeContents(assets, join(out, ASSETS), "base64");

/**
 * Keeps a bundle for the catalogue of a folder. A cache that can't be written to costs the next run its time, nothing else.
 * @param out the site that was built with it
 */
export async function keepBundle(
  cache: string,
  root: string,
  out: string,
  bundle: Omit<KeptBundle, "assets">,
): Promise<void> {
  const kept: KeptBundle = { ...bundle, assets: await contentsOf(join(out, ASSETS), "base64") };
  const file = fileOf(cache, root);
  try {
    await writeWhole(file, JSON.stringify(kept));
  } catch (cause) {
    console.error(`快取無法寫入 ${file}：${(cause as Error).message}`);
  }
}

/** What the last build kept for the catalogue of a folder; undefined where there is none that can be read. */
export async function keptBundle(cache: string, root: string): Promise<KeptBundle | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(cache, root), "utf8"));
  } catch {
    return undefined;
  }
}
