import { changeSnapshots, type ReadSnapshot, readSnapshot } from "../src/adapters/github/snapshots.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { Assessment } from "../src/review/assessment.ts";
import {
  dropGone,
  historyRecords,
  mergeHistory,
  mergeOverdue,
  mergeSubmission,
  type Read,
  readHistory,
  readOverdue,
  readSubmissions,
  sameContent,
  writeSnapshot,
} from "../src/review/queues.ts";
import type { Run } from "./review-run.ts";

/*
 * The lists that the site shows (mission P5, P7, P12, R1, R6, R7, M3, L4), kept on a branch of their own (design 9).
 */

const SUBMISSIONS = "review/submissions.json";
const OVERDUE = "review/overdue.json";
const historyFile = (agency: string) => `review/history/${agency}.json`;

/** 已審查 and 已處理 show what was merged in these days. */
const MERGED_DAYS = 90;
const DAY_MS = 86_400_000;

/** Files as they should be, beside what the branch holds. */
function collector(read: ReadSnapshot) {
  const files = new Map<string, string>();
  return {
    files,
    async load<T>(
      path: string,
      parse: (text: string | undefined) => Read<T>,
    ): Promise<{ snapshot: T; missing: boolean }> {
      const text = await read(path);
      const { snapshot, problem } = parse(text);
      if (problem) console.error(`${path}：${problem}`);
      return { snapshot, missing: text === undefined || problem !== undefined };
    },
    /** A list that says the same keeps its time, so that nothing is written. */
    keep<T extends Parameters<typeof writeSnapshot>[0]>(
      path: string,
      old: { snapshot: T; missing: boolean },
      next: T,
    ) {
      if (old.missing || !sameContent(old.snapshot, next)) files.set(path, writeSnapshot(next));
    },
  };
}

async function addHistory(
  collected: ReturnType<typeof collector>,
  assessments: readonly Assessment[],
  now: Date,
): Promise<void> {
  const byAgency = new Map<string, Assessment[]>();
  for (const assessment of assessments) {
    for (const agency of historyRecords(assessment).keys()) {
      const list = byAgency.get(agency);
      if (list) list.push(assessment);
      else byAgency.set(agency, [assessment]);
    }
  }
  for (const [agency, list] of byAgency) {
    const old = await collected.load(historyFile(agency), (text) => readHistory(text, agency));
    const next = list.reduce((snapshot, assessment) => mergeHistory(snapshot, assessment, now), old.snapshot);
    collected.keep(historyFile(agency), old, next);
  }
}

/** Writes the present state of some pull requests into the lists. */
export async function updateSnapshots(run: Run, assessments: readonly Assessment[]): Promise<void> {
  if (assessments.length === 0) return;
  const { github, register } = run;
  const now = github.now();
  const numbers = assessments.map((assessment) => `#${assessment.number}`).join("、");
  await changeSnapshots(github, `審查清單：${numbers}`, async (read) => {
    const collected = collector(read);
    const submissions = await collected.load(SUBMISSIONS, readSubmissions);
    const overdue = await collected.load(OVERDUE, readOverdue);
    let [nextSubmissions, nextOverdue] = [submissions.snapshot, overdue.snapshot];
    for (const assessment of assessments) {
      nextSubmissions = mergeSubmission(nextSubmissions, assessment, register, now);
      nextOverdue = mergeOverdue(nextOverdue, assessment, register, now);
    }
    collected.keep(SUBMISSIONS, submissions, nextSubmissions);
    collected.keep(OVERDUE, overdue, nextOverdue);
    await addHistory(collected, assessments, now);
    return collected.files;
  });
}

/**
 * Writes the lists anew from every open pull request.
 * @param listed numbers of all open ones, those that could not be judged included
 * @param open what could be judged
 * @param ended those that were open in the last lists and are no more
 */
export async function replaceSnapshots(
  run: Run,
  listed: readonly number[],
  open: readonly Assessment[],
  ended: readonly Assessment[],
): Promise<void> {
  const { github, register } = run;
  const now = github.now();
  const newest = Math.max(0, ...listed);
  const mergedSince = taipeiDay(new Date(now.getTime() - MERGED_DAYS * DAY_MS));
  await changeSnapshots(github, "審查清單：全部", async (read) => {
    const collected = collector(read);
    const submissions = await collected.load(SUBMISSIONS, readSubmissions);
    const overdue = await collected.load(OVERDUE, readOverdue);
    const before = new Map(submissions.snapshot.open.map((entry) => [entry.number, entry.updatedAt]));
    // Opened while this run was reading, and written by another run.
    const later = [...before.keys()].filter((number) => number > newest);
    const known = new Set([...listed, ...later]);
    const merged = [...open, ...ended].reduce(
      (snapshot, assessment) => mergeSubmission(snapshot, assessment, register, now),
      submissions.snapshot,
    );
    const next = dropGone(merged, known, mergedSince);
    collected.keep(SUBMISSIONS, submissions, next);
    // One that could not be judged today stays as it was.
    const late = [...open, ...ended].reduce(
      (snapshot, assessment) => mergeOverdue(snapshot, assessment, register, now),
      overdue.snapshot,
    );
    const entries = late.entries.filter((entry) => known.has(entry.number));
    collected.keep(OVERDUE, overdue, { ...late, entries });
    const after = new Map(next.open.map((entry) => [entry.number, entry.updatedAt]));
    const changed = open.filter(({ number }) => before.get(number) !== after.get(number));
    await addHistory(collected, [...changed, ...ended], now);
    return collected.files;
  });
}

/** Numbers that the last lists show as open. */
export async function lastOpen(run: Run): Promise<number[]> {
  const { snapshot } = readSubmissions(await readSnapshot(run.github, SUBMISSIONS));
  return snapshot.open.map((entry) => entry.number);
}
