import { readBytes } from "../src/adapters/files.ts";
import { execute } from "../src/adapters/github/execute.ts";
import { isOpinion, listOpinions, readOpinion } from "../src/adapters/github/opinions.ts";
import { changeSnapshots, readSnapshots } from "../src/adapters/github/snapshots.ts";
import { pathOf } from "../src/catalogue/check.ts";
import { CalendarError } from "../src/review/calendar.ts";
import { readDataset } from "../src/review/classify.ts";
import { assessOpinion, type OpinionAssessment } from "../src/review/opinions/assess.ts";
import { mergesOf } from "../src/review/opinions/merges.ts";
import { datasetsNamed, requestsNamed } from "../src/review/opinions/named.ts";
import { opinionOf } from "../src/review/opinions/parse.ts";
import { planOpinion } from "../src/review/opinions/plan.ts";
import type { DatasetFacts, OpinionContext, OpinionRecord } from "../src/review/opinions/record.ts";
import {
  NO_MINISTRY,
  readOpinions,
  replaceOpinions,
  writeOpinions,
} from "../src/review/opinions/snapshot.ts";
import {
  OPINIONS_FOLDER,
  type OpinionEntry,
  type OpinionsSnapshot,
  opinionsPath,
} from "../src/review/opinions/types.ts";
import { type Run, tell } from "./review-run.ts";

/*
 * One pass over 我有話要說 and 我還想要, as the commands review and overdue share it (mission P13, R8, M4): read, derive,
 * decide, reconcile.
 */

/** Closed ones are looked at for so many days after their last change. */
const CLOSED_DAYS = 90;
const DAY_MS = 86_400_000;
/** Issues that are read one by one in a pass: what a command names, and what is in no listing any more. */
const MOST_SINGLE = 50;

const MINISTRY = new RegExp(`^${OPINIONS_FOLDER}/([A-Za-z0-9_]{10}|${NO_MINISTRY})\\.json$`);

/** Adds the requests that commands name and that were not read, in turn. */
async function withTargets(run: Run, records: readonly OpinionRecord[]): Promise<OpinionRecord[]> {
  const all = new Map(records.map((record) => [record.number, record]));
  const missing = new Set<number>();
  for (const record of all.values()) {
    for (const number of requestsNamed(record)) {
      if (all.has(number) || missing.has(number) || missing.size === MOST_SINGLE) continue;
      missing.add(number);
      const target = await readOpinion(run.github, number);
      // What was added is looked through as well: a Map gives what is put into it meanwhile.
      if (target && isOpinion(target)) all.set(number, target);
    }
  }
  return [...all.values()];
}

async function factsOf(root: string, identifier: string): Promise<DatasetFacts | undefined> {
  const path = pathOf(identifier);
  const file = readDataset(path, await readBytes(root, path));
  if (!file) return undefined;
  const { title, releaseDate, status, withdrawal } = file;
  return {
    title: String(title ?? identifier),
    ...(typeof releaseDate === "string" ? { releasedOn: releaseDate } : {}),
    // Without a date it is withdrawn whatever day it is.
    ...(status === "withdrawn" ? { withdrawnOn: withdrawal?.date ?? "" } : {}),
  };
}

/** All that decides beside the issues themselves. */
async function contextOf(run: Run, records: readonly OpinionRecord[]): Promise<OpinionContext> {
  const { register, review, github, root } = run;
  const datasets = new Map<string, DatasetFacts>();
  for (const identifier of new Set(records.flatMap(datasetsNamed))) {
    const facts = await factsOf(root, identifier);
    if (facts) datasets.set(identifier, facts);
  }
  const context = { register, calendar: review.calendar, now: github.now(), datasets };
  return { ...context, merges: mergesOf(records, context) };
}

/** Brings one issue to what it should be. */
async function settle(run: Run, record: OpinionRecord, assessment: OpinionAssessment): Promise<void> {
  const actions = planOpinion(assessment, record, run.site);
  if (actions.length === 0) return;
  const { done, refused, uncertain } = await execute(run.github, { ...record, head: "" }, actions);
  console.error(`#${record.number} 意見：${done.map((action) => action.type).join("、") || "沒有寫入"}`);
  for (const { message } of refused) run.fail(`#${record.number} ${message}`);
  if (uncertain) console.error(`#${record.number} ${uncertain}`);
}

/** Puts entries into the files of their ministries; of those files that need not change nothing is written. */
function replaceAll(
  texts: ReadonlyMap<string, string>,
  entries: readonly OpinionEntry[],
  gone: ReadonlySet<number>,
  now: Date,
): Map<string, string> {
  const ministries = new Set(entries.map((entry) => entry.ministry ?? NO_MINISTRY));
  for (const path of texts.keys()) {
    const ministry = MINISTRY.exec(path)?.[1];
    if (ministry) ministries.add(ministry);
  }
  const files = new Map<string, string>();
  for (const ministry of ministries) {
    const path = opinionsPath(ministry);
    const { snapshot, problem } = readOpinions(texts.get(path), ministry);
    if (problem) console.error(`${path}：${problem}`);
    const next = replaceOpinions(snapshot, entries, gone, now);
    if (next !== snapshot) files.set(path, writeOpinions(next));
  }
  return files;
}

/** Writes some entries, each into the file of its ministry and out of that where it was before. */
async function updateEntries(
  run: Run,
  entries: readonly OpinionEntry[],
  gone: ReadonlySet<number>,
  concerns: (path: string) => boolean,
): Promise<void> {
  const numbers = [...entries.map((entry) => entry.number), ...gone].map((number) => `#${number}`);
  const message = `意見：${numbers.length > 5 ? "全部" : numbers.join("、")}`;
  await changeSnapshots(run.github, message, async (read, paths) => {
    const texts = new Map<string, string>();
    for (const path of paths) {
      const text = MINISTRY.test(path) && concerns(path) ? await read(path) : undefined;
      if (text !== undefined) texts.set(path, text);
    }
    return replaceAll(texts, entries, gone, run.github.now());
  });
}

/**
 * Looks at one issue after something happened to it.
 * @returns whether it is an opinion or a request, or is there no more
 */
export async function reviewOpinion(run: Run, number: number): Promise<boolean> {
  const record = await readOpinion(run.github, number);
  if (!record) {
    await updateEntries(run, [], new Set([number]), () => true);
    return true;
  }
  if (!isOpinion(record)) return false;
  const context = await contextOf(run, await withTargets(run, [record]));
  const assessment = assessOpinion(record, context);
  if (!assessment) return true;
  await settle(run, record, assessment);
  const { entry, formerAgency = "" } = assessment;
  const former = run.register.agencies.get(formerAgency)?.ministry.code;
  const files = new Set(
    [entry.ministry, former, NO_MINISTRY].flatMap((each) => (each ? opinionsPath(each) : [])),
  );
  await updateEntries(run, [entry], new Set(), (path) => files.has(path));
  return true;
}

/** What the snapshots hold: numbers with whether each was open. */
function knownIn(texts: ReadonlyMap<string, string>): Map<number, boolean> {
  const known = new Map<number, boolean>();
  for (const [path, text] of texts) {
    const ministry = MINISTRY.exec(path)?.[1];
    const { entries }: OpinionsSnapshot | { entries: [] } = ministry
      ? readOpinions(text, ministry).snapshot
      : { entries: [] };
    for (const { number, open } of entries) known.set(number, open);
  }
  return known;
}

/**
 * Goes over every open opinion and request, and those that were closed lately; brings them to what they should be, and
 * writes the lists. One that can't be judged is told of and holds up none of the others.
 * @returns what could be judged, and the first year whose calendar is missing
 */
export async function sweepOpinions(
  run: Run,
): Promise<{ opinions: OpinionAssessment[]; calendar?: CalendarError }> {
  const { github } = run;
  const texts = await readSnapshots(github, OPINIONS_FOLDER);
  const known = knownIn(texts);
  const since = new Date(github.now().getTime() - CLOSED_DAYS * DAY_MS).toISOString();
  const listed = await listOpinions(github, "OPEN", () => true);
  const closed = await listOpinions(github, "CLOSED", (page) =>
    page.some(
      ({ record, updatedAt }) =>
        Date.parse(updatedAt) >= Date.parse(since) || (!known.has(record.number) && opinionOf(record)),
    ),
  );
  const records = [...listed, ...closed].filter(isOpinion);
  const gone = new Set<number>();
  const read = new Set(records.map((record) => record.number));
  const lost = [...known].filter(([number, open]) => open && !read.has(number)).map(([number]) => number);
  for (const number of lost.slice(0, MOST_SINGLE)) {
    const record = await readOpinion(github, number);
    if (record && isOpinion(record)) records.push(record);
    else gone.add(number);
  }
  const context = await contextOf(run, await withTargets(run, records));
  const opinions: OpinionAssessment[] = [];
  let calendar: CalendarError | undefined;
  for (const record of records) {
    try {
      const assessment = assessOpinion(record, context);
      if (!assessment) continue;
      await settle(run, record, assessment);
      opinions.push(assessment);
    } catch (cause) {
      if (cause instanceof CalendarError) calendar ??= cause;
      // Every further call would fail the same way.
      else if (/rate limit/i.test((cause as Error).message)) throw cause;
      else run.fail(`#${record.number} ${tell(cause)}`);
    }
  }
  const entries = opinions.map((opinion) => opinion.entry);
  if (replaceAll(texts, entries, gone, github.now()).size > 0) {
    await updateEntries(run, entries, gone, () => true);
  }
  return { opinions, ...(calendar ? { calendar } : {}) };
}
