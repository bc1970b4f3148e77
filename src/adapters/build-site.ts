import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AstroIntegration, AstroPrerenderer, RouteData } from "astro";
import type { Plugin } from "vite";
import { datasetPath } from "../exchange/addresses.ts";
import { type SiteServer, serverIn, writeServer } from "./kept-bundle.ts";
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
  /** Given the template's HTML, before any page is rendered. Absent: nobody needs it. */
  template?: (html: string) => void;
  /** Absent: none, which spares the list of all. */
  choose?: ChoosePages;
  /** Told after each page. */
  rendered: () => void;
}

type StaticPath = Awaited<ReturnType<AstroPrerenderer["getStaticPaths"]>>[number];
type BuildSetup = NonNullable<AstroIntegration["hooks"]["astro:build:setup"]>;
/** What Astro knows of a page that it bundled. */
export type PageBuildData = Parameters<BuildSetup>[0]["pages"] extends Map<string, infer Page> ? Page : never;

const TEMPLATE_PATH = `/${datasetPath(TEMPLATE)}`;

/** Gives the template to whom wants it; then of all other pages those that are wanted. */
async function choosePaths(
  server: Pick<AstroPrerenderer, "getStaticPaths" | "render">,
  routes: readonly RouteData[],
  target: SiteTarget,
  { choose, template }: WantedPages,
): Promise<StaticPath[]> {
  if (template) {
    const routeData = routes.find(({ pattern }) => pattern.test(TEMPLATE_PATH))!;
    const response = await server.render(new Request(addressOf(target, TEMPLATE_PATH)), { routeData });
    template(await ("response" in response ? response.response : response).text());
  }
  if (!choose) return [];
  const byPage = new Map(
    (await server.getStaticPaths())
      .filter(({ pathname }) => !pathname.endsWith(TEMPLATE_PATH))
      .map((path): [SitePage, StaticPath] => [{ path: path.pathname, key: path.cacheKey }, path]),
  );
  return choose([...byPage.keys()]).map((page) => byPage.get(page)!);
}

/** The full address of a page; every page's ends with `/`. */
const addressOf = ({ url }: SiteTarget, path: string): string =>
  `${`${url.replace(/\/+$/, "")}/${path.replace(/^\//, "")}`.replace(/\/+$/, "")}/`;

/**
 * Has Astro render the pages that are wanted, once it is known which.
 * @param bundled told, once nothing is left to render, of all pages that were bundled
 */
function choosing(
  wanted: Promise<WantedPages>,
  target: SiteTarget,
  bundled: (pages: PageBuildData[]) => Promise<void>,
): AstroIntegration {
  let all: PageBuildData[] = [];
  return {
    name: "choose-pages",
    hooks: {
      "astro:build:setup": ({ pages }) => {
        all = [...pages.values()];
      },
      "astro:build:start": ({ setPrerenderer }) => {
        setPrerenderer((standard) => ({
          ...standard,
          async getStaticPaths() {
            const routes = all.map(({ route }) => route);
            return choosePaths(standard, routes, target, await wanted);
          },
          async render(request, options) {
            const response = await standard.render(request, options);
            (await wanted).rendered();
            return response;
          },
          teardown: () => bundled(all),
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

/** Does something in a folder of its own below the project, so that two builds at once don't meet. */
async function inScratch<T>(project: string, work: (folder: string) => Promise<T>): Promise<T> {
  const scratch = join(project, ".astro");
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "build-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Renders pages with Astro, beside what the output folder holds. Bundling begins at once; nothing is written and no page
 * rendered before it is known which pages are wanted.
 * @param wanted settles once the output folder may be written to and the context that pages draw from was provided; where it
 * fails, so does the rendering
 * @returns what renders them, for `renderKept`
 */
export function renderPages(target: SiteTarget, wanted: Promise<WantedPages>): Promise<SiteServer> {
  return inScratch(target.project, async (own) => {
    const { origin, base } = splitAddress(target.url);
    let server: SiteServer | undefined;
    // Astro renders from a folder below the one that it is called in.
    const before = process.cwd();
    process.chdir(own);
    // What is built is what people load, whatever the surroundings are called.
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = "production";
    try {
      // Astro takes long to load, and not all who ask this module need it.
      const { build } = await import("astro");
      const bundled = async (pages: PageBuildData[]) => {
        server = await serverIn(join(own, ".astro/.prerender"), pages);
      };
      await build({
        root: target.project,
        outDir: target.out,
        site: origin,
        base,
        logLevel: "warn",
        vite: { build: { emptyOutDir: false }, plugins: [waiting(wanted)] },
        integrations: [choosing(wanted, target, bundled)],
      });
    } finally {
      process.chdir(before);
      if (NODE_ENV === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = NODE_ENV;
    }
    return server!;
  });
}

/** The little of Astro's server that renders pages; what Astro's own build asks of it (core/build/default-prerenderer.js). */
interface PageServer {
  manifest: { routes: { routeData: RouteData }[] };
  setInternals: (internals: { pagesByKeys: Map<string, unknown> }) => void;
  setOptions: (options: object) => void;
  render: (request: Request, options: { routeData: RouteData }) => Promise<Response>;
}

/**
 * Renders pages with a server that an earlier build bundled, as Astro would. Of the site's scripts, styles and public files
 * it writes none.
 * @param wanted as for `renderPages`
 */
export function renderKept(
  target: SiteTarget,
  server: SiteServer,
  wanted: Promise<WantedPages>,
): Promise<void> {
  return inScratch(target.project, async (own) => {
    await writeServer(server, own);
    // Node's own loader takes it, under a runner of tests too.
    const { app } = createRequire(import.meta.url)(join(own, server.entry)) as { app: PageServer };
    app.setInternals({ pagesByKeys: new Map(server.pages.map((page) => [page.key, page])) });
    const destination = {
      write({ level, message }: { level: string; message: string }) {
        if (level === "warn" || level === "error") console.error(message);
      },
    };
    app.setOptions({ settings: { scripts: [] }, logger: { options: { destination } } });
    const { StaticPaths } = await import("astro/runtime/prerender/static-paths.js");
    const paths = new StaticPaths(app as unknown as ConstructorParameters<typeof StaticPaths>[0]);
    const pages: Pick<AstroPrerenderer, "getStaticPaths" | "render"> = {
      getStaticPaths: () => paths.getAll(),
      render: (request, { routeData }) => app.render(request, { routeData }),
    };
    const routes = app.manifest.routes.map(({ routeData }) => routeData);
    const choice = await wanted;
    for (const { pathname, route } of await choosePaths(pages, routes, target, choice)) {
      const address = addressOf(target, pathname);
      const response = await app.render(new Request(address), { routeData: route });
      const isFile = pathname === "/404";
      const folder = join(target.out, isFile ? "" : pathname);
      await mkdir(folder, { recursive: true });
      await writeFile(
        join(folder, isFile ? "404.html" : "index.html"),
        new Uint8Array(await response.arrayBuffer()),
      );
      choice.rendered();
    }
  });
}
