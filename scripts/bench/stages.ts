import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { serve } from "../../src/adapters/serve.ts";
import type { Aside } from "./aside.ts";
import { changeOne, editOne, headOf, resetTo } from "./change.ts";
import { COMMANDS, PAGES_WRITTEN, type Place } from "./commands.ts";
import { physicalFloor } from "./floor.ts";
import { compareFolders, readAll } from "./folders.ts";
import { makeRepository } from "./history-repository.ts";
import { CommandError, measure, type Run } from "./measure.ts";
import { outputSize } from "./output-size.ts";
import { readJson } from "./read-json.ts";
import { type Results, type SearchResult, TIMINGS, type TimingName } from "./results.ts";

/** What a benchmark of one corpus works with. */
export interface Stage {
  count: number;
  /** Runs of each command. */
  runs: number;
  /** Folder of corpora and outputs. */
  work: string;
  place: Place;
  /** Where outputs go that are done with. */
  aside: Aside;
  results: Results;
  wants: (name: string) => boolean;
  say: (text: string) => void;
  /** Keeps what was measured so far. */
  save: () => Promise<void>;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** Makes the corpus where the work folder does not have it yet. */
export async function prepareCorpus(
  root: string,
  count: number,
  source: readonly string[],
  say: Stage["say"],
): Promise<void> {
  if (await exists(root)) return;
  say(`產生 ${count} 個資料集的目錄`);
  const part = `${root}.part`;
  await remove(part);
  await measure(COMMANDS.corpus(count, part, source));
  await rename(part, root);
}

/** A run, and when its pages were written. */
interface Outcome {
  run: Run;
  reached?: number | undefined;
}

async function repeat(
  stage: Stage,
  name: TimingName,
  once: (number: number) => Promise<Outcome>,
): Promise<void> {
  const runs: Run[] = [];
  const pages: number[] = [];
  for (let number = 1; number <= stage.runs; number++) {
    const { run, reached } = await once(number);
    runs.push(run);
    if (reached !== undefined) pages.push(reached);
    const { wall, peak } = run;
    stage.say(`${stage.count} ${TIMINGS[name].label}: ${wall.toFixed(2)} s, ${Math.round(peak / 1e6)} MB`);
  }
  stage.results.timings.push({ name, count: stage.count, runs, ...(pages.length > 0 ? { pages } : {}) });
  await stage.save();
}

async function build({ aside }: Stage, place: Place): Promise<Outcome> {
  await aside.quiet();
  return measure(COMMANDS.build(place), { milestone: PAGES_WRITTEN });
}

/** Loading and checking: with nothing kept, with everything kept, and one change. */
export async function measureChecks(stage: Stage): Promise<void> {
  const { place } = stage;
  if (stage.wants("check-cold")) {
    await repeat(stage, "check-cold", async () => {
      await remove(place.cache);
      return measure(COMMANDS.check(place));
    });
  }
  if (stage.wants("check-cached")) {
    await measure(COMMANDS.check(place));
    await repeat(stage, "check-cached", () => measure(COMMANDS.check(place)));
  }
  if (stage.wants("check-change")) {
    const start = headOf(place.root);
    try {
      await repeat(stage, "check-change", (number) => {
        editOne(place.root, number);
        return measure(COMMANDS.checkChange(place)).finally(() => resetTo(place.root, start));
      });
    } finally {
      resetTo(place.root, start);
    }
  }
}

/** A build from nothing; the last one stays, for what builds upon it. */
export async function measureBuild(stage: Stage): Promise<void> {
  const fromNothing = async () => {
    await stage.aside.put(stage.place.out);
    await remove(stage.place.cache);
    return build(stage, stage.place);
  };
  if (stage.wants("build")) await repeat(stage, "build", fromNothing);
  else if (["rebuild", "preview", "output", "floor", "search"].some(stage.wants)) await fromNothing();
}

/** What the build wrote, and what it would take only to write it. */
export async function measureOutput(stage: Stage): Promise<void> {
  const { count, place, aside, results, work } = stage;
  if (stage.wants("output")) {
    stage.say(`${count} 量測輸出`);
    results.outputs.push({ count, ...(await outputSize(place.out)) });
    await stage.save();
  }
  if (stage.wants("floor")) {
    stage.say(`${count} 量測讀寫下限`);
    const folder = join(work, "floor");
    await aside.quiet();
    results.floors.push({ count, ...(await physicalFloor(place.root, place.out, folder)) });
    await aside.put(folder);
    await stage.save();
  }
}

/** Search in a real browser, on the built site. */
export async function measureSearch(stage: Stage): Promise<void> {
  if (!stage.wants("search")) return;
  const { count, place, results, work } = stage;
  stage.say(`${count} 量測搜尋`);
  const { server, url } = await serve(place.out, "/", 0);
  const json = join(work, "search.json");
  const plain = join(place.out, "catalogue.jsonl");
  const titles = (await exists(plain)) ? plain : `${plain}.gz`;
  try {
    // Status 1 tells that a piece was not found, which the result tells too.
    await measure(COMMANDS.search(url, titles, json), { allowed: [1] });
    results.searches.push({ count, ...((await readJson(json)) as SearchResult) });
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(json, { force: true });
  }
  await stage.save();
}

/**
 * Builds again after one dataset changed, each time another one, into the same folder; then compares it, byte by
 * byte, with a build from nothing of the same state.
 */
export async function measureRebuild(stage: Stage): Promise<void> {
  if (!stage.wants("rebuild")) return;
  const { count, place, results } = stage;
  const start = headOf(place.root);
  const fresh = { ...place, out: `${place.out}-fresh`, cache: `${place.cache}-fresh` };
  try {
    await repeat(stage, "rebuild", (number) => {
      changeOne(place.root, number);
      return build(stage, place);
    });
    stage.say(`${count} 由零建置以供比對`);
    await build(stage, fresh);
    const found = await compareFolders(place.out, fresh.out);
    const differing = [...found.onlyLeft, ...found.onlyRight, ...found.changed];
    results.comparisons.push({ count, files: found.files, differing });
    stage.say(`${count} 與由零建置不同的檔案：${differing.length}`);
  } finally {
    resetTo(place.root, start);
    await stage.aside.put(fresh.out);
    await remove(fresh.cache);
  }
  await stage.save();
}

/** The preview of one pull request's pages into an empty folder, with the cache that the main branch's build left. */
export async function measurePreview(stage: Stage): Promise<void> {
  if (!stage.wants("preview")) return;
  const place = { ...stage.place, out: `${stage.place.out}-preview` };
  const start = headOf(place.root);
  try {
    await repeat(stage, "preview", async (number) => {
      await remove(place.out);
      resetTo(place.root, start);
      editOne(place.root, number);
      return measure(COMMANDS.preview(place));
    });
  } finally {
    resetTo(place.root, start);
    await remove(place.out);
  }
}

const COMMITS = 100_000;

/** The history of every dataset, read without a cache from a repository with the same files and many commits. */
export async function measureHistory(stage: Stage): Promise<void> {
  if (!stage.wants("history")) return;
  const repository = join(stage.work, `history-${stage.count}`);
  if (!(await exists(repository))) {
    stage.say(`${stage.count} 產生 ${COMMITS} 次提交的儲存庫`);
    await remove(`${repository}.part`);
    await makeRepository(stage.place.root, `${repository}.part`, COMMITS);
    await rename(`${repository}.part`, repository);
  }
  await repeat(stage, "history", () => measure(COMMANDS.history(repository)));
}

/**
 * Everything about one corpus; its outputs are deleted at the end. What fails is noted, and the rest goes on, as far
 * as it does not need what failed.
 */
export async function measureCorpus(
  stage: Stage,
  more: readonly ((stage: Stage) => Promise<void>)[],
): Promise<void> {
  const { place, count, aside, results } = stage;
  // From here on it is in the page cache, whether it was just made or lay there since an earlier bench.
  results.corpora.push({ count, ...(await readAll(place.root)) });
  try {
    await attempt(stage, measureChecks);
    await attempt(stage, measureHistory);
    if (await attempt(stage, measureBuild)) {
      for (const step of [measureOutput, measureSearch, measurePreview, measureRebuild])
        await attempt(stage, step);
    }
    await aside.put(place.out);
    for (const step of more) await attempt(stage, step);
  } finally {
    await aside.put(place.out);
    await aside.remove();
    await remove(place.cache);
  }
}

async function attempt(stage: Stage, step: (stage: Stage) => Promise<void>): Promise<boolean> {
  try {
    await step(stage);
    return true;
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    stage.results.failures.push({ count: stage.count, message: cause.message });
    stage.say(`${stage.count} 失敗：${cause.message}`);
    await stage.save();
    return false;
  }
}
