import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "astro";

/** Where and for which address the site is built. */
export interface SiteTarget {
  /** The project's own folder, with astro.config.ts. */
  project: string;
  /** Folder that receives the site; emptied first. */
  out: string;
  /** Full address, base path included, such as https://example.github.io/catalogue/. */
  url: string;
}

/** Splits a site's address into origin and base path; the base path starts and ends with `/`. */
export function splitAddress(url: string): { origin: string; base: string } {
  const address = new URL(url);
  return { origin: address.origin, base: `${address.pathname.replace(/\/+$/, "")}/` };
}

/** Renders every page with Astro. The pages draw from the context that was provided before. */
export async function renderPages(target: SiteTarget): Promise<void> {
  const { origin, base } = splitAddress(target.url);
  // Astro renders from a folder below the one that it is called in: of its own, so that two builds at once don't meet.
  const before = process.cwd();
  const scratch = join(target.project, ".astro");
  await mkdir(scratch, { recursive: true });
  const own = await mkdtemp(join(scratch, "build-"));
  process.chdir(own);
  try {
    await build({
      root: target.project,
      outDir: target.out,
      site: origin,
      base,
      logLevel: "warn",
    });
  } finally {
    process.chdir(before);
    await rm(own, { recursive: true, force: true });
  }
}
