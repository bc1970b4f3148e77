import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AstroIntegration, AstroPrerenderer, RouteData } from "astro";
import type { Plugin } from "vite";
import { datasetPath } from "../exchange/addresses.ts";
import { TEMPLATE } from "./page-template.ts";

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

/** What is wanted of Astro: the template of datasets' pages (page-template.ts), and which of all other pages. */
export interface WantedPages {
  /** Given the template's HTML, before any page is rendered. */
  template: (html: string) => void;
  /** Absent: none, which spares the list of all. */
  choose?: ChoosePages;
  /** Told after each page. */
  rendered: () => void;
}

type StaticPath = Awaited<ReturnType<AstroPrerenderer["getStaticPaths"]>>[number];

const TEMPLATE_PATH = `/${datasetPath(TEMPLATE)}`;

/** Has Astro render the pages that are wanted, once it is known which. */
function choosing(wanted: Promise<WantedPages>, target: SiteTarget): AstroIntegration {
  let routes: RouteData[] = [];
  return {
    name: "choose-pages",
    hooks: {
      "astro:build:setup": ({ pages }) => {
        routes = [...pages.values()].map(({ route }) => route);
      },
      "astro:build:start": ({ setPrerenderer }) => {
        setPrerenderer((standard) => ({
          ...standard,
          async getStaticPaths() {
            const { choose, template } = await wanted;
            const routeData = routes.find(({ pattern }) => pattern.test(TEMPLATE_PATH))!;
            const address = target.url.replace(/\/+$/, "") + TEMPLATE_PATH;
            const response = await standard.render(new Request(address), { routeData });
            template(await ("response" in response ? response.response : response).text());
            if (!choose) return [];
            const byPage = new Map(
              (await standard.getStaticPaths())
                .filter(({ pathname }) => !pathname.endsWith(TEMPLATE_PATH))
                .map((path): [SitePage, StaticPath] => [{ path: path.pathname, key: path.cacheKey }, path]),
            );
            return choose([...byPage.keys()]).map((page) => byPage.get(page)!);
          },
          async render(request, options) {
            const response = await standard.render(request, options);
            (await wanted).rendered();
            return response;
          },
        }));
      },
    },
  };
}

/** Holds back what is written into the output folder, which begins once scripts are bundled for the browser. */
function waiting(wanted: Promise<unknown>): Plugin {
  let silence = () => {};
  return {
    name: "wait-for-pages",
    applyToEnvironment: ({ name }) => name === "client",
    configResolved({ logger }) {
      silence = () => {
        logger.error = () => {};
      };
    },
    async buildEnd() {
      // Astro starts and ends this environment once before, with nothing to bundle and nothing written.
      if (this.environment.config.build.rolldownOptions.input === undefined) return;
      // Whoever wants no pages knows why, and says so.
      await wanted.catch((cause) => {
        silence();
        throw cause;
      });
    },
  };
}

/**
 * Renders pages with Astro, beside what the output folder holds. Bundling begins at once; nothing is written and no page
 * rendered before it is known which pages are wanted.
 * @param wanted settles once the output folder may be written to and the context that pages draw from was provided; where it
 * fails, so does the rendering
 */
export async function renderPages(target: SiteTarget, wanted: Promise<WantedPages>): Promise<void> {
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
    // Astro takes long to load, and not all who ask this module need it.
    const { build } = await import("astro");
    await build({
      root: target.project,
      outDir: target.out,
      site: origin,
      base,
      logLevel: "warn",
      vite: { build: { emptyOutDir: false }, plugins: [waiting(wanted)] },
      integrations: [choosing(wanted, target)],
    });
  } finally {
    process.chdir(before);
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    await rm(own, { recursive: true, force: true });
  }
}
