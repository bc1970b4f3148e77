import { renderPages, type WantedPages } from "../../src/adapters/build-site.ts";
import { provideContext } from "../../src/site/context.ts";
import { PROJECT } from "../command.ts";
import type { Site } from "./assemble.ts";
import type { Step } from "./step.ts";

/** Pages whose scripts and templates are being bundled, while what they show is still loaded. */
export interface StartedPages {
  /** Renders those that are wanted, and says how far it is. The output folder must be ready to be written to. */
  write: (site: Site, wanted: WantedPages, step: Step) => Promise<void>;
  /** Gives them up: nothing was written. */
  abandon: () => void;
}

/**
 * Starts to make pages. Nothing is written before they are told to be.
 * @param url the site's address
 */
export function startPages(out: string, url: string): StartedPages {
  const { promise, resolve, reject } = Promise.withResolvers<WantedPages>();
  let rendered = () => {};
  const rendering = renderPages({ project: PROJECT, out, url }, promise, () => rendered());
  // A failure is told to whoever waits for the pages, not before.
  for (const each of [promise, rendering]) each.catch(() => {});
  return {
    async write({ context }, wanted, step) {
      await step(
        "產生網頁",
        async (progress) => {
          let done = 0;
          let total = 0;
          rendered = () => progress(++done, total);
          provideContext(context);
          if ("filled" in wanted) {
            total = wanted.filled.length;
            resolve(wanted);
          } else {
            resolve((pages) => {
              const chosen = wanted(pages);
              total = chosen.length;
              return chosen;
            });
          }
          await rendering;
          return done;
        },
        (pages) => `${pages} 頁`,
      );
    },
    abandon: () => reject(new Error("no pages are wanted")),
  };
}
