import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { AstroIntegration, AstroPrerenderer, RouteData } from "astro";
import type { Plugin } from "vite";
import { offeredValues, pageTemplate, TEMPLATE } from "./page-template.ts";

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

/** The pages to render: chosen from all of them, or those with templates named by their paths, which spares the list of all. */
export type WantedPages = ChoosePages | { filled: readonly string[] };

type StaticPath = Awaited<ReturnType<AstroPrerenderer["getStaticPaths"]>>[number];

const isTemplate = ({ pathname }: StaticPath): boolean => pathname.endsWith(`/${TEMPLATE}/`);
/** So many pages are written before others, such as the second process' messages, have their turn. */
const PAGES_AT_ONCE = 200;

/**
 * Writes the pages of which their route has a template (page-template.ts).
 * @returns the others, which Astro renders one by one
 */
async function fillTemplates(
  chosen: readonly StaticPath[],
  templates: readonly StaticPath[],
  standard: AstroPrerenderer,
  target: SiteTarget,
  rendered: () => void,
): Promise<StaticPath[]> {
  const address = target.url.replace(/\/+$/, "");
  let others = [...chosen];
  for (const { pathname, route } of templates) {
    const pages = others.filter((path) => path.route === route);
    if (pages.length === 0) continue;
    others = others.filter((path) => path.route !== route);
    const response = await standard.render(new Request(address + pathname), { routeData: route });
    const fill = pageTemplate(await ("response" in response ? response.response : response).text());
    const valuesOf = offeredValues();
    for (const [index, page] of pages.entries()) {
      const html = fill(valuesOf(page.pathname.split("/").at(-2)!));
      const folder = join(target.out, page.pathname);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "index.html"), html);
      rendered();
      if (index % PAGES_AT_ONCE === 0) await setImmediate();
    }
  }
  return others;
}

/** A page with the first route that fits, since Astro lists the more particular ones first. */
function routed(pathname: string, routes: readonly RouteData[]): StaticPath {
  const route = routes.find(({ pattern }) => pattern.test(pathname));
  if (!route) throw new Error(`no page stands at ${pathname}`);
  return { pathname, route };
}

const templateOf = ({ pathname, route }: StaticPath): StaticPath => ({
  pathname: pathname.replace(/[^/]+\/$/, `${TEMPLATE}/`),
  route,
});

/** Has Astro render the pages that are wanted, once it is known which. */
function choosing(wanted: Promise<WantedPages>, target: SiteTarget, rendered: () => void): AstroIntegration {
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
            const choose = await wanted;
            if ("filled" in choose) {
              const named = choose.filled.map((path) => routed(path, routes));
              const templates = new Map(named.map((path) => [path.route, templateOf(path)]));
              return fillTemplates(named, [...templates.values()], standard, target, rendered);
            }
            const paths = await standard.getStaticPaths();
            const byPage = new Map(
              paths
                .filter((path) => !isTemplate(path))
                .map((path): [SitePage, StaticPath] => [{ path: path.pathname, key: path.cacheKey }, path]),
            );
            const chosen = choose([...byPage.keys()]).map((page) => byPage.get(page)!);
            return fillTemplates(chosen, paths.filter(isTemplate), standard, target, rendered);
          },
          async render(request, options) {
            const response = await standard.render(request, options);
            rendered();
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
 * @param rendered told after each page
 */
export async function renderPages(
  target: SiteTarget,
  wanted: Promise<WantedPages>,
  rendered: () => void,
): Promise<void> {
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
      integrations: [choosing(wanted, target, rendered)],
    });
  } finally {
    process.chdir(before);
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    await rm(own, { recursive: true, force: true });
  }
}
