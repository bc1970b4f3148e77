import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type CheckedCatalogue, checkCatalogue, loadPlatform } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { type KeptBundle, keptBundle } from "../../src/adapters/kept-bundle.ts";
import { summary } from "../../src/adapters/report.ts";
import { bundleKey, type Past, readPast, type Sources } from "./assemble.ts";
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
  /** What an earlier build kept, where it was made of the same code. */
  bundle: KeptBundle | undefined;
  /** Begun already where a second process checks. */
  pages: () => StartedPages;
  /** Gives up what was begun. */
  abandon: () => void;
}

/** How a catalogue is loaded. */
export interface LoadOptions {
  /** Uses nothing that an earlier build kept of its bundling. */
  fresh?: boolean;
  /** Default: two for a large catalogue. */
  processes?: 1 | 2 | undefined;
  /** Processes where a kept bundle leaves less to do; default: the same. */
  processesWithBundle?: 1;
}

/** Whether a catalogue is so large that a second process pays for its start; counted no further than that takes. */
async function isLarge(root: string): Promise<boolean> {
  const folder = join(root, "datasets");
  let count = 0;
  for (const agency of await readdir(folder).catch(() => [])) {
    count += (await readdir(join(folder, agency)).catch(() => [])).length;
    if (count >= WORTH_A_PROCESS) return true;
  }
  return false;
}

/**
 * Checks a catalogue. At the same time git reads its past, and where pages must be bundled, that is done here while a second
 * process checks.
 * @param out folder that is to receive the pages
 */
export async function load(
  sources: Sources,
  out: string,
  step: Step,
  { fresh, processes, processesWithBundle }: LoadOptions,
): Promise<Loaded> {
  const { root, today, cache } = sources;
  const kept = fresh ? undefined : await keptBundle(cache, root);
  const wanted = (kept && processesWithBundle) ?? processes;
  const isApart = wanted === undefined ? await isLarge(root) : wanted === 2;
  const second = isApart ? startSecond(sources) : undefined;
  const past = readPast(sources);
  // What is wrong with the platform's files is for the check to tell.
  const platform = await loadPlatform(root).catch(() => undefined);
  const isSame = kept && platform && kept.key === bundleKey(platform.settings.url);
  const bundle = isSame ? kept : undefined;
  const start = () => startPages(out, platform!.settings.url, bundle);
  const pages = second && platform && start();
  // Whoever bundles nothing has time to check.
  if (bundle) second?.wait();
  const abandon = () => {
    pages?.abandon();
    second?.stop();
  };
  try {
    const checked = await step(
      "檢查目錄",
      async (tell) => {
        const check = () => checkCatalogue(root, today, tell, checksFile(cache, root));
        if (second && !bundle) return (await second.check(tell)) ?? check();
        const found = await check();
        second?.tell(found);
        return found;
      },
      (c) => summary(c.diagnostics, c.judged),
    );
    return { checked, past, second, bundle, pages: () => pages ?? start(), abandon };
  } catch (cause) {
    abandon();
    throw cause;
  }
}
