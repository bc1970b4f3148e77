import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pageTemplate } from "../../src/adapters/page-template.ts";
import { once } from "../../src/catalogue/once.ts";
import { datasetPath } from "../../src/exchange/addresses.ts";
import type { OutputFile } from "../../src/exchange/output-file.ts";
import { PATHS } from "../../src/site/urls.ts";

const SITE = new URL("../../src/site/", import.meta.url);
/** So many pages are taken at a time: fewer than what would let one process wait for the other at the end. */
export const SHARE = 400;

/**
 * What makes a page's values, and its English; Node's own loader takes its components, under a runner of tests too. Compilers
 * are loaded with them, which a process that fills no page does without.
 */
const pageModule = once(() => {
  const require = createRequire(import.meta.url);
  const { loadPlainComponents } =
    require("../../src/adapters/plain-components.ts") as typeof import("../../src/adapters/plain-components.ts");
  loadPlainComponents(new URL("plain-runtime.ts", SITE), new URL("attribute.ts", SITE));
  const page = require("../../src/site/dataset-page.ts") as typeof import("../../src/site/dataset-page.ts");
  const labels = require("../../src/site/labels-file.ts") as typeof import("../../src/site/labels-file.ts");
  return { ...page, ...labels };
});

/** What the pages' script puts them into English with. The context that pages draw from must be provided. */
export const labels = (): OutputFile => ({ path: PATHS.labels, content: pageModule().labelsFile() });

/**
 * What fills a template for a dataset and writes its page. The context that pages draw from must be provided.
 * @param html the template
 */
export function pageFiller(out: string, html: string): (identifier: string) => void {
  const { datasetPage } = pageModule();
  const fill = pageTemplate(html);
  return (identifier) => {
    const folder = join(out, datasetPath(identifier));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.html"), fill(datasetPage(identifier)));
  };
}

/** Datasets whose pages are still to be filled, by whoever comes first. */
export interface OpenPages {
  /** Takes a share of them; empty where none is left. */
  take: () => readonly string[];
}

/**
 * Shares out datasets' pages.
 * @param taken told of each share's size when it is taken
 */
export function openPages(identifiers: readonly string[], taken: (pages: number) => void): OpenPages {
  let at = 0;
  return {
    take() {
      const share = identifiers.slice(at, at + SHARE);
      at += share.length;
      taken(share.length);
      return share;
    },
  };
}

/** Fills pages until none is left; the other process' messages, which come in many pieces, have their turn after each. */
export async function fillOpen(out: string, html: string, open: OpenPages): Promise<void> {
  let write: ReturnType<typeof pageFiller> | undefined;
  for (let share = open.take(); share.length > 0; share = open.take()) {
    write ??= pageFiller(out, html);
    for (const identifier of share) {
      write(identifier);
      await setImmediate();
    }
  }
}
