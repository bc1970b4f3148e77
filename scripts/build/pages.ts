import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type ChoosePages, renderPages, type WantedPages } from "../../src/adapters/build-site.ts";
import { type KeptTemplate, writeTemplateFiles } from "../../src/adapters/kept-template.ts";
import { provideContext } from "../../src/site/context.ts";
import { PROJECT } from "../command.ts";
import type { Site } from "./assemble.ts";
import { fillOpen, openPages } from "./dataset-pages.ts";
import type { SecondProcess } from "./second.ts";
import type { Step } from "./step.ts";

/** Pages whose scripts and templates are being bundled, while what they show is still loaded. */
export interface StartedPages {
  /** Renders those that are wanted. The output folder must be ready to be written to. */
  render: (wanted: WantedPages) => Promise<void>;
  /** Gives them up: nothing was written. */
  abandon: () => void;
}

/**
 * Starts to make pages. Nothing is written before they are told to be.
 * @param url the site's address
 */
export function startPages(out: string, url: string): StartedPages {
  const { promise, resolve, reject } = Promise.withResolvers<WantedPages>();
  const rendering = renderPages({ project: PROJECT, out, url }, promise);
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

/** Which pages are to be written. */
export interface PageChoice {
  /** Datasets whose pages are. */
  identifiers: readonly string[];
  /** Which of all other pages; absent: none. */
  choose?: ChoosePages;
}

/** Writes datasets' pages with what a build kept, as that build would. */
export async function fillKept(
  { context }: Site,
  out: string,
  kept: KeptTemplate,
  identifiers: readonly string[],
  step: Step,
): Promise<void> {
  await step(
    "產生網頁",
    async (progress) => {
      provideContext(context);
      await cp(join(PROJECT, "src/site/public"), out, { recursive: true });
      await writeTemplateFiles(kept, out);
      await fillOpen(
        out,
        kept.html,
        openPages(identifiers, (pages) => progress(pages, identifiers.length)),
      );
    },
    () => `${identifiers.length} 頁`,
  );
}

/**
 * Writes pages, and says how far it is. A second process fills datasets' pages too, as soon as it has time for them.
 * @returns the template of datasets' pages
 */
export async function writePages(
  { context }: Site,
  out: string,
  { identifiers, choose }: PageChoice,
  begun: StartedPages,
  second: SecondProcess | undefined,
  step: Step,
): Promise<string> {
  let template = "";
  await step(
    "產生網頁",
    async (progress) => {
      let done = 0;
      let total = identifiers.length;
      const count = (pages: number) => {
        done += pages;
        progress(done, total);
      };
      const open = openPages(identifiers, count);
      provideContext(context);
      await begun.render({
        template(html) {
          template = html;
          second?.fill(out, html, open);
        },
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
      await fillOpen(out, template, open);
      await second?.filled();
      return done;
    },
    (pages) => `${pages} 頁`,
  );
  return template;
}
