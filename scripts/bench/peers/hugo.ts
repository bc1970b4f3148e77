import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { COMMANDS } from "../commands.ts";
import { sizesBelow } from "../folders.ts";
import { measure } from "../measure.ts";
import type { PeerResult } from "../results.ts";
import type { Stage } from "../stages.ts";

/** The version of the Hugo that is installed, such as 0.111.3+extended; undefined where there is none. */
export function hugoVersion(): string | undefined {
  try {
    const said = execFileSync("hugo", ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return /v(\d[^\s-]*)/.exec(said)?.[1];
  } catch {
    return undefined;
  }
}

/** Number and bytes of a site's pages. */
async function pagesOf(folder: string): Promise<PeerResult["ours"]> {
  const sizes = [...(await sizesBelow(folder))].filter(([path]) => path.endsWith(".html"));
  return { pages: sizes.length, bytes: sizes.reduce((sum, [, bytes]) => sum + bytes, 0) };
}

/**
 * Renders the pages of one corpus with this project and with Hugo, in turn, each into an empty folder, this project
 * with an empty cache. Turning the corpus into Hugo's form is not measured.
 */
export async function measurePeer(stage: Stage): Promise<void> {
  const { count, runs, work, aside, results } = stage;
  const site = join(work, "hugo-site");
  const theirs = join(work, "hugo-out");
  const place = { ...stage.place, out: join(work, "pages-out"), cache: join(work, "pages-cache") };
  const remove = (path: string) => rm(path, { recursive: true, force: true });
  stage.say(`${count} 準備 Hugo 的網站`);
  await aside.put(site);
  try {
    await measure(COMMANDS.hugoSite(place.root, site));
    const pairs: PeerResult["pairs"] = [];
    const sizes: Partial<Pick<PeerResult, "ours" | "theirs">> = {};
    for (let pair = 1; pair <= runs; pair++) {
      await aside.quiet();
      const { run: ours } = await measure(COMMANDS.pages(place));
      sizes.ours ??= await pagesOf(place.out);
      await aside.put(place.out);
      await remove(place.cache);
      const { run: hugo } = await measure(["hugo", "--quiet", "--source", site, "--destination", theirs]);
      sizes.theirs ??= await pagesOf(theirs);
      await aside.put(theirs);
      // Hugo keeps a lock and bundled resources beside the site.
      await remove(join(site, "resources"));
      pairs.push({ ours, theirs: hugo });
      stage.say(`${count} 網頁 ${ours.wall.toFixed(1)} s，Hugo ${hugo.wall.toFixed(1)} s`);
    }
    results.peers.push({ count, pairs, ours: sizes.ours!, theirs: sizes.theirs! });
    await stage.save();
  } finally {
    for (const path of [site, theirs, place.out, place.cache]) await aside.put(path);
  }
}
