/**
 * What all pages of datasets have in common, as the last build made it: their template (page-template.ts), and the scripts
 * and styles that it names. A preview whose key is the same fills the template and needs no bundler.
 */

import { hash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Folder of a site with its scripts and styles. */
const ASSETS = "assets";

export interface KeptTemplate {
  /** All that it depends on. */
  key: string;
  html: string;
  /** Files of the site by their paths, in base64. */
  files: Record<string, string>;
}

const fileOf = (cache: string, root: string): string =>
  join(cache, `template-${hash("sha1", root).slice(0, 12)}.json`);

/**
 * Keeps a template for the catalogue of a folder. A cache that can't be written to costs a preview its time, nothing else.
 * @param out the site that was built with it
 */
export async function keepTemplate(
  cache: string,
  root: string,
  out: string,
  { key, html }: Pick<KeptTemplate, "key" | "html">,
): Promise<void> {
  const names = await readdir(join(out, ASSETS), { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [path.slice(out.length + 1), await readFile(path, "base64")] as const),
  );
  const kept: KeptTemplate = { key, html, files: Object.fromEntries(files) };
  const file = fileOf(cache, root);
  try {
    await mkdir(cache, { recursive: true });
    await writeFile(`${file}.${process.pid}`, JSON.stringify(kept));
    await rename(`${file}.${process.pid}`, file);
  } catch (cause) {
    console.error(`快取無法寫入 ${file}：${(cause as Error).message}`);
  }
}

/** What the last build kept for the catalogue of a folder; undefined where there is none that can be read. */
export async function keptTemplate(cache: string, root: string): Promise<KeptTemplate | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(cache, root), "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes the files that a template names. */
export async function writeTemplateFiles({ files }: KeptTemplate, out: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), content, "base64");
  }
}
