import { type CheckedCatalogue, checkCatalogue, loadPlatform } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import type { Progress } from "../../src/adapters/check/datasets.ts";
import { listCatalogueFiles } from "../../src/adapters/files.ts";
import { summary } from "../../src/adapters/report.ts";
import { type Past, readPast, type Sources } from "./assemble.ts";
import { type StartedPages, startPages } from "./pages.ts";
import { type SecondProcess, startSecond } from "./second.ts";
import type { Step } from "./step.ts";

/** From so many datasets on a second process pays for its start. */
const WORTH_A_PROCESS = 3000;

/** A checked catalogue, and what was begun while it was checked. */
export interface Loaded {
  checked: CheckedCatalogue;
  past: Promise<Past>;
  /** Where two processes work on it. */
  second: SecondProcess | undefined;
  /** Begun already where a second process checks. */
  pages: () => StartedPages;
  /** Gives up what was begun. */
  abandon: () => void;
}

/**
 * Checks a catalogue. At the same time git reads its past, and where a second process checks, pages are bundled here.
 * @param out folder that is to receive the pages
 * @param processes default: two for a large catalogue
 */
export async function load(sources: Sources, out: string, step: Step, processes?: 1 | 2): Promise<Loaded> {
  const { root, today, cache } = sources;
  const isApart =
    processes === undefined
      ? (await listCatalogueFiles(root)).datasets.length >= WORTH_A_PROCESS
      : processes === 2;
  let progress: Progress = () => {};
  const second = isApart ? startSecond(sources, (done, total) => progress(done, total)) : undefined;
  const past = readPast(sources);
  // What is wrong with the platform's files is for the check to tell.
  const platform = await loadPlatform(root).catch(() => undefined);
  const pages = second && platform && startPages(out, platform.settings.url);
  const abandon = () => {
    pages?.abandon();
    second?.stop();
  };
  try {
    const checked = await step(
      "檢查目錄",
      async (tell) => {
        progress = tell;
        return (await second?.checked) ?? checkCatalogue(root, today, tell, checksFile(cache, root));
      },
      (c) => summary(c.diagnostics, c.judged),
    );
    return {
      checked,
      past,
      second,
      pages: () => pages ?? startPages(out, platform!.settings.url),
      abandon,
    };
  } catch (cause) {
    abandon();
    throw cause;
  }
}
