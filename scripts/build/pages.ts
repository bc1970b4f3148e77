import { cp } from "node:fs/promises";
import { join } from "node:path";
import {
  type ChoosePages,
  renderKept,
  renderPages,
  type WantedPages,
} from "../../src/adapters/build-site.ts";
import { type KeptBundle, type SiteServer, writeAssets } from "../../src/adapters/kept-bundle.ts";
import { provideContext } from "../../src/site/context.ts";
import { PROJECT } from "../command.ts";
import type { Site } from "./assemble.ts";
import { fillOpen, openPages } from "./dataset-pages.ts";
import type { SecondProcess } from "./second.ts";
import type { Step } from "./step.ts";

/** Pages whose scripts and templates are being bundled, while what they show is still loaded. */
export interface StartedPages {
  /** Renders those that are wanted, and gives what rendered them. The output folder must be ready to be written to. */
  render: (wanted: WantedPages) => Promise<SiteServer>;
  /** Gives them up: nothing was written. */
  abandon: () => void;
}

/** Writes what stands beside all pages, as Astro does where it bundles. */
async function writeBeside(bundle: KeptBundle, out: string): Promise<void> {
  await cp(join(PROJECT, "src/site/public"), out, { recursive: true });
  await writeAssets(bundle, out);
}

/**
 * Starts to make pages. Nothing is written before they are told to be.
 * @param url the site's address
 * @param bundle what renders them; without, they are bundled
 */
export function startPages(out: string, url: string, bundle: KeptBundle | undefined): StartedPages {
  const target = { project: PROJECT, out, url };
  const { promise, resolve, reject } = Promise.withResolvers<WantedPages>();
  const rendering = bundle
    ? renderKept(target, bundle.server, promise)
        .then(() => writeBeside(bundle, out))
        .then(() => bundle.server)
    : renderPages(target, promise);
  // A failure is told to whoever waits for the pages, not before.
  for (const each of [promise, rendering]) each.catch(() => {});
  return {
    render(wanted) {
      resolve(wanted);
      return rendering;
    },
    abandon: () => reject(new Error("no pages are wanted")),
  };
}

/** Which datasets' pages are to be written. */
export interface DatasetChoice {
  identifiers: readonly string[];
  /** Further ones, that are being filled elsewhere. */
  elsewhere?: { pages: number; filled: Promise<void> };
}

/** Which pages are to be written. */
export interface PageChoice {
  /** May still be looked for where the template is known. */
  datasets: Promise<DatasetChoice>;
  /** The template of datasets' pages, where it is known. */
  template?: string | undefined;
  /** Which of all other pages; absent: none. */
  choose?: ChoosePages;
}

/** Writes datasets' pages with what a build kept, as that build would. */
export async function fillKept(
  { context }: Site,
  out: string,
  bundle: KeptBundle,
  identifiers: readonly string[],
  step: Step,
): Promise<void> {
  await step(
    "產生網頁",
    async (progress) => {
      provideContext(context);
      await writeBeside(bundle, out);
      await fillOpen(
        out,
        bundle.template.html,
        openPages(identifiers, (pages) => progress(pages, identifiers.length)),
      );
    },
    () => `${identifiers.length} 頁`,
  );
}

/**
 * Writes pages, and says how far it is. A second process fills datasets' pages too, as soon as it has time for them.
 * @returns the template of datasets' pages, and what rendered all others
 */
export async function writePages(
  { context }: Site,
  out: string,
  { datasets, template, choose }: PageChoice,
  begun: StartedPages,
  second: SecondProcess | undefined,
  step: Step,
): Promise<{ html: string; server: SiteServer }> {
  let html = template;
  let server: SiteServer | undefined;
  await step(
    "產生網頁",
    async (progress) => {
      let done = 0;
      let total = 0;
      const count = (pages: number) => {
        done += pages;
        progress(done, total);
      };
      const looking = datasets.then(({ identifiers, elsewhere }) => {
        total += identifiers.length + (elsewhere?.pages ?? 0);
        const open = openPages(identifiers, count);
        const fill = (text: string) => identifiers.length > 0 && second?.fill(out, text, open);
        if (template !== undefined) fill(template);
        return { open, fill, elsewhere };
      });
      // Its failure is told when it is waited for, not before.
      looking.catch(() => {});
      provideContext(context);
      const { fill } = template === undefined ? await looking : {};
      server = await begun.render({
        ...(fill
          ? {
              template(text: string) {
                html = text;
                fill(text);
              },
            }
          : {}),
        ...(choose
          ? {
              choose(all) {
                const chosen = choose(all);
                total += chosen.length;
                return chosen;
              },
            }
          : {}),
        rendered: () => count(1),
      });
      const { open, elsewhere } = await looking;
      await fillOpen(out, html!, open);
      await second?.filled();
      await elsewhere?.filled;
      count(elsewhere?.pages ?? 0);
      return done;
    },
    (pages) => `${pages} 頁`,
  );
  return { html: html!, server: server! };
}
