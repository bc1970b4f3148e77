import { type CheckedCatalogue, checkCatalogue, loadPlatform } from "../../src/adapters/catalogue.ts";
import { checkerKey, checksFile, type KeptChecks, readChecks } from "../../src/adapters/check/cache.ts";
import type { KeptBundle } from "../../src/adapters/kept-bundle.ts";
import { summary } from "../../src/adapters/report.ts";
import { bundleKey, type Past, readPast, type Sources } from "./assemble.ts";
import { type StartedPages, startPages } from "./pages.ts";
import type { SecondProcess } from "./second.ts";
import type { Step } from "./step.ts";

/** A checked catalogue, and what was begun while it was checked. */
export interface Loaded {
  checked: CheckedCatalogue;
  past: Promise<Past>;
  /** What an earlier build kept, where it was made of the same code. */
  bundle: KeptBundle | undefined;
  /** Begun already where a second process checks. */
  pages: () => StartedPages;
  /** Gives up what was begun. */
  abandon: () => void;
}

/** Reads what the check's cache holds, and of that the datasets' heads. */
function readAhead({ root, cache }: Sources): KeptChecks {
  const ahead = readChecks(checksFile(cache, root), checkerKey(root));
  ahead.checks[0]?.check.value?.head();
  return ahead;
}

/**
 * Checks a catalogue. At the same time git reads its past; where a second process checks, pages are bundled here, or what an
 * earlier build kept is read.
 * @param out folder that is to receive the pages
 * @param kept what an earlier build kept of its bundling
 * @param second checks the catalogue, where two processes work on it
 */
export async function load(
  sources: Sources,
  out: string,
  step: Step,
  kept?: KeptBundle,
  second?: SecondProcess,
): Promise<Loaded> {
  const { root, today, cache } = sources;
  const past = readPast(sources);
  // What is wrong with the platform's files is for the check to tell.
  const platform = await loadPlatform(root).catch(() => undefined);
  const isSame = kept && platform && kept.key === bundleKey(platform.settings.url);
  const bundle = isSame ? kept : undefined;
  const start = () => startPages(out, platform!.settings.url, bundle);
  const pages = second && platform && start();
  const abandon = () => {
    pages?.abandon();
    second?.stop();
  };
  try {
    const checked = await step(
      "檢查目錄",
      async (tell) =>
        // Whoever bundles nothing has time to read ahead.
        (await second?.check(tell, bundle && (() => readAhead(sources)))) ??
        checkCatalogue(root, today, tell, checksFile(cache, root)),
      (c) => summary(c.diagnostics, c.judged),
    );
    return { checked, past, bundle, pages: () => pages ?? start(), abandon };
  } catch (cause) {
    abandon();
    throw cause;
  }
}
