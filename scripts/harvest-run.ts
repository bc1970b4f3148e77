import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { changesSince } from "../src/adapters/git.ts";
import {
  closeWithWord,
  type HarvestIssue,
  type HarvestPull,
  readHarvestIssues,
  readHarvestPull,
  reportHarvest,
} from "../src/adapters/github/harvest.ts";
import { readSnapshot } from "../src/adapters/github/snapshots.ts";
import { type Reading, readAll, type Source } from "../src/adapters/harvest-reading.ts";
import { type SourceFetcherOptions, sourceFetcher } from "../src/adapters/harvest-source.ts";
import type { Agency } from "../src/catalogue/catalogue.ts";
import { identifierOf } from "../src/catalogue/check.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { Vocabularies } from "../src/catalogue/vocabulary.ts";
import { planBranch, textDigest } from "../src/exchange/harvest/branch.ts";
import {
  endOffers,
  type HarvestPlan,
  planHarvest,
  resumeOffers,
  settleOffers,
  tellOnce,
} from "../src/exchange/harvest/plan.ts";
import { publisherTest } from "../src/exchange/harvest/publisher.ts";
import { doubtOf } from "../src/exchange/harvest/reading.ts";
import { type HarvestState, newState, readHarvestState, statePath } from "../src/exchange/harvest/state.ts";
import { SourceError } from "../src/exchange/import/source-record.ts";
import type { Assessment } from "../src/review/assessment.ts";
import { dayNumber } from "../src/review/calendar.ts";
import {
  HARVEST_DAYS,
  HARVEST_UNNAMED,
  type HarvestFailure,
  type HarvestOffer,
  harvestBody,
  harvestIssueBody,
  harvestIssueTitle,
  harvestRecovered,
  harvestTitle,
} from "../src/review/harvest.ts";
import { holdersOf } from "../src/review/register.ts";
import { type Harvested, readBranch, saveState, type Task, writeOffer } from "./harvest-write.ts";
import { publish, type Run, reviewPullRequest, tell } from "./review-run.ts";
import { updateSnapshots } from "./review-snapshots.ts";

/*
 * One pass over agencies' own portals (mission A10): read, compare with the main branch, offer, remember.
 */

/** The agencies that name a source, in the order of their codes. */
export const harvestedAgencies = (agencies: ReadonlyMap<string, Agency>): Harvested[] =>
  [...agencies.values()].flatMap((agency) =>
    agency.file.harvest ? [{ agency, source: { ...agency.file.harvest } }] : [],
  );

/** What `provenance.source` calls a source: its host. */
export const sourceName = ({ url }: Source): string =>
  URL.canParse(url) ? new URL(url).host.slice(0, 100) : url.slice(0, 100);

/** An agency's dataset files in a work tree, by path. */
export async function readPublished(root: string, agency: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const names = await readdir(join(root, "datasets", agency)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  for (const name of names.sort()) {
    const path = `datasets/${agency}/${name}`;
    if (identifierOf(path)) files.set(path, await readFile(join(root, path), "utf8"));
  }
  return files;
}

/**
 * Reads a source with connections of its own.
 * @throws SourceError in Chinese
 */
export async function readOnce(
  source: Source,
  vocabularies: Vocabularies,
  options: SourceFetcherOptions,
  known?: HarvestState["documents"],
): Promise<Reading | undefined> {
  const fetcher = sourceFetcher(options);
  try {
    return await readAll(source, vocabularies, fetcher, known);
  } finally {
    await fetcher.close();
  }
}

/** What the pull request of an agency is about. */
export function offerOf(
  { agency, source }: Harvested,
  plan: HarvestPlan,
  mended: readonly string[],
  problems: readonly string[],
): HarvestOffer {
  const { changes, waiting, kept, others, byHand, withdrawn } = plan;
  const left = new Set(mended);
  return {
    agencyName: agency.name,
    url: source.url,
    profile: source.profile,
    changes: changes.filter((change) => !left.has(change.path)),
    waiting,
    mended,
    kept: [...kept].sort(),
    others,
    byHand,
    withdrawn,
    problems,
  };
}

/** Sources of one run are begun within this time; a job may take an hour. */
const BEGIN_WITHIN_MS = 2_400_000;

/** Reads every source and brings pull requests and issues to what they should be. */
export async function harvest(
  run: Run,
  agencies: readonly Harvested[],
  options: SourceFetcherOptions = {},
): Promise<void> {
  const started = performance.now();
  const issues = await readHarvestIssues(run.github);
  const { start: base } = await changesSince(run.repository, "HEAD");
  for (const [code, { number }] of issues) {
    const named = run.register.agencies.get(code)?.file.harvest;
    if (!named) await closeWithWord(run.github, number, HARVEST_UNNAMED, "not_planned");
  }
  const assessments: Assessment[] = [];
  for (const harvested of agencies) {
    const { code, name } = harvested.agency;
    if (performance.now() - started > BEGIN_WITHIN_MS) {
      run.fail(`${name}（${code}）：這次的時間已用完，尚未讀取；下一次執行會補上`);
      continue;
    }
    try {
      assessments.push(...(await harvestAgency({ run, base, ...harvested }, issues.get(code), options)));
    } catch (cause) {
      // One agency's trouble must not hold up the others, unless every further call would fail the same way.
      if (/rate limit/i.test((cause as Error).message)) throw cause;
      run.fail(`${name}（${code}）：${tell(cause)}`);
    }
  }
  await updateSnapshots(run, assessments);
}

async function harvestAgency(
  task: Task,
  issue: HarvestIssue | undefined,
  options: SourceFetcherOptions,
): Promise<Assessment[]> {
  const { run, agency, source } = task;
  const { code } = agency;
  const today = taipeiDay(run.github.now());
  const { latest, foreign } = await readHarvestPull(run.github, code);
  if (foreign !== undefined) {
    run.fail(`${agency.name}（${code}）：#${foreign} 占用了介接的分支；請關閉它，或改由其他分支送審`);
    return [];
  }
  const state = await loadState(task, today);
  if (latest?.open && latest.number === state.ended) resumeOffers(state, latest.number);
  else if (latest && !latest.open && latest.number !== state.ended) endOffers(state, latest.number);
  const pull = latest?.open ? latest : undefined;
  const published = await readPublished(run.root, code);
  const content = textDigest(JSON.stringify([...published]));
  let reading: Reading | undefined;
  try {
    const quiet = isQuiet(state, content, pull);
    reading = await readOnce(source, run.platform.vocabularies, options, quiet ? state.documents : undefined);
    const doubt = reading && doubtOf(state, new Set(reading.records.map((r) => r.sourceID)), today);
    if (doubt !== undefined) throw new SourceError(doubt);
  } catch (cause) {
    if (!(cause instanceof SourceError)) throw cause;
    await fail(task, state, issue, cause.message, today);
    return [];
  }
  delete state.failing;
  state.lastSuccess = today;
  let assessments: Assessment[] = [];
  if (reading) assessments = await offer(task, state, reading, { published, content, pull, today });
  else {
    await saveState(task, state);
    console.error(`${agency.name}（${code}）：來源沒有變動`);
  }
  if (issue) await closeWithWord(run.github, issue.number, harvestRecovered(today), "completed");
  return assessments;
}

/** What is remembered of a source; of another host nothing counts, since its ids are others. */
async function loadState({ run, agency, source }: Task, today: string): Promise<HarvestState> {
  const { state, problem } = readHarvestState(
    await readSnapshot(run.github, statePath(agency.code)),
    agency.code,
  );
  if (problem) console.error(`${statePath(agency.code)}：${problem}`);
  const { profile, url } = source;
  const fresh = newState(agency.code, { profile, url }, today);
  if (!state) return fresh;
  if (sourceName(state.source) !== sourceName(source)) {
    const { failing, wrote, head, ended } = state;
    return {
      ...fresh,
      wrote,
      ...(failing ? { failing } : {}),
      ...(head === undefined ? {} : { head }),
      ...(ended === undefined ? {} : { ended }),
    };
  }
  if (state.source.profile !== profile || state.source.url !== url) delete state.settled;
  return { ...state, source: { profile, url }, lastAttempt: today };
}

/** Whether nothing but a change at the source calls for reading it. */
function isQuiet(state: HarvestState, content: string, pull: HarvestPull | undefined): boolean {
  if (state.settled !== content || state.failing || state.shrunk || state.documents.size === 0) return false;
  if (pull) return pull.head === state.head;
  return [...state.known.values()].every(({ offered }) => offered === undefined);
}

/** Tells of a source that can't be read, once. */
async function fail(
  task: Task,
  state: HarvestState,
  issue: HarvestIssue | undefined,
  message: string,
  today: string,
): Promise<void> {
  const { run, agency, source } = task;
  const since = state.failing?.since ?? today;
  state.failing = { since, message };
  await saveState(task, state);
  const administrators = holdersOf(run.register, "administrator", agency.code);
  const failure: HarvestFailure = {
    agency: agency.code,
    agencyName: agency.name,
    ...source,
    since,
    message,
    late: dayNumber(today) - dayNumber(since) >= HARVEST_DAYS,
    persons: administrators.length > 0 ? administrators : run.register.operators,
  };
  const text = { title: harvestIssueTitle(failure), body: harvestIssueBody(failure) };
  const opened = await reportHarvest(run.github, issue, text);
  console.error(
    `${agency.name}（${agency.code}）：${message}${opened === undefined ? "" : `；已通知 #${opened}`}`,
  );
}

/** Compares, and brings the pull request to what it should be. */
async function offer(
  task: Task,
  state: HarvestState,
  reading: Reading,
  context: { published: Map<string, string>; content: string; pull: HarvestPull | undefined; today: string },
): Promise<Assessment[]> {
  const { run, agency, source } = task;
  const { published, content, pull, today } = context;
  const plan = planHarvest(state, {
    agency: agency.code,
    source: sourceName(source),
    records: reading.records,
    problems: reading.problems,
    published,
    otherPublisher: publisherTest(agency, run.register.agencies, source.profile),
    today,
  });
  tellOnce(state, plan, pull !== undefined, today);
  const branch = pull && (await readBranch(task, pull, state.head));
  const files = planBranch({
    wanted: new Map(plan.changes.map(({ path, text }) => [path, text])),
    kept: plan.kept,
    present: branch?.present ?? new Map(),
    wrote: branch ? state.wrote : new Map(),
    pushed: branch?.hasOwn ?? true,
  });
  settleOffers(state, plan, new Set(files.mended));
  state.wrote = files.wrote;
  state.documents = reading.documents;
  const unsure = [...state.known.values()].some(({ missing }) => missing === today);
  if (unsure) delete state.settled;
  else state.settled = content;
  const described = offerOf(task, plan, files.mended, reading.problems);
  const text = { title: harvestTitle(described), body: harvestBody(described) };
  const number = await writeOffer(task, state, { pull, branch, files, text });
  const log = `新增 ${countOf(plan, "added")}、變更 ${countOf(plan, "changed")}、下架 ${countOf(plan, "removed")}`;
  console.error(
    `${agency.name}（${agency.code}）：${log}${number === undefined ? "" : `；已更新 #${number}`}`,
  );
  // What the bot writes starts no workflow.
  const reviewed = number === undefined ? undefined : await reviewPullRequest(run, number);
  if (reviewed?.merged) await publish(run);
  return reviewed ? [reviewed.assessment, ...reviewed.proposals] : [];
}

const countOf = (plan: HarvestPlan, kind: string): number =>
  plan.changes.filter((change) => change.kind === kind).length;
