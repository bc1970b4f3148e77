import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type AstroIntegration, build } from "astro";

/** Where and for which address the site is built. */
export interface SiteTarget {
  /** The project's own folder, with astro.config.ts. */
  project: string;
  /** Folder that receives the site. */
  out: string;
  /** Full address, base path included, such as https://example.github.io/catalogue/. */
  url: string;
}

/** A page that the site has. */
export interface SitePage {
  /** Below the base path, such as `/datasets/A41000000G-000001/`. */
  path: string;
  /** What it is made of (site/page-keys.ts); a page without a key is always rendered. */
  key?: string | undefined;
}

/** Splits a site's address into origin and base path; the base path starts and ends with `/`. */
export function splitAddress(url: string): { origin: string; base: string } {
  const address = new URL(url);
  return { origin: address.origin, base: `${address.pathname.replace(/\/+$/, "")}/` };
}

/** Takes from all pages those that are to be rendered here. */
export type ChoosePages = (pages: readonly SitePage[]) => readonly SitePage[];

function choosing(choose: ChoosePages): AstroIntegration {
  return {
    name: "choose-pages",
    hooks: {
      "astro:build:start": ({ setPrerenderer }) => {
        setPrerenderer((standard) => ({
          ...standard,
          async getStaticPaths() {
            const paths = await standard.getStaticPaths();
            const byPage = new Map(
              paths.map((path): [SitePage, typeof path] => [
                { path: path.pathname, key: path.cacheKey },
                path,
              ]),
            );
            return choose([...byPage.keys()]).map((page) => byPage.get(page)!);
          },
        }));
      },
    },
  };
}

/**
 * Renders pages with Astro, beside what the output folder holds. They draw from the context that was provided before.
 * @param choose takes from all pages those that are to be rendered
 */
export async function renderPages(target: SiteTarget, choose: ChoosePages): Promise<void> {
  const { origin, base } = splitAddress(target.url);
  // Astro renders from a folder below the one that it is called in: of its own, so that two builds at once don't meet.
  const before = process.cwd();
  const scratch = join(target.project, ".astro");
  await mkdir(scratch, { recursive: true });
  const own = await mkdtemp(join(scratch, "build-"));
  process.chdir(own);
  // What is built is what people load, whatever the surroundings are called.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  try {
    await build({
      root: target.project,
      outDir: target.out,
      site: origin,
      base,
      logLevel: "warn",
      vite: { build: { emptyOutDir: false } },
      integrations: [choosing(choose)],
    });
  } finally {
    process.chdir(before);
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    await rm(own, { recursive: true, force: true });
  }
}
