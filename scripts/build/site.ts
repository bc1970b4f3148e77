import type { Sources } from "./assemble.ts";
import { secondFor } from "./second.ts";

/** How a site is built. */
export interface BuildOptions extends Sources {
  /** Builds all anew, whatever the output folder holds and whatever was kept. Default: false. */
  fresh?: boolean;
  /** Default: two for a large catalogue. */
  processes?: 1 | 2;
}

/**
 * Checks a catalogue and builds its whole site: pages, data files, feeds, search index. Into a folder that holds a site of
 * the same day, code and surroundings only what differs is written; the result is the same, byte by byte.
 * @returns the site's base path, or undefined when an error stands and nothing was built
 */
export async function buildSite(out: string, options: BuildOptions): Promise<{ base: string } | undefined> {
  // It checks while this process still loads what builds.
  const second = await secondFor(options, options.processes);
  const { writeSite } = await import("./write-site.ts");
  return writeSite(out, options, second);
}
