import { accountKey } from "../catalogue/grants.ts";
import { taipeiDay } from "../catalogue/today.ts";
import type { Assessment, Clock, HistoryLine, Role, State, SubmissionKind } from "./assessment.ts";
import type { LinkCounts } from "./checked-links.ts";
import { ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";
import { sameAccount } from "./lifecycle.ts";
import { shorten, visible } from "./markdown.ts";
import { LABELS } from "./names.ts";
import { maskAccount } from "./opinions/parse.ts";
import type { DatasetChange } from "./records.ts";
import type { Person, Register } from "./register.ts";
import { agencyName, HISTORY_NAMES, subject } from "./words.ts";

/*
 * Snapshots for the site, kept on a branch of their own: the lists of the manual, 待處理, 已處理, 待審查, 已審查 and
 * 逾期通知, and 資料集歷史紀錄. Days are those of the moment at which a snapshot was taken. Texts are hostile.
 */

/** One dataset of a submission. */
export interface QueueDataset {
  identifier: string;
  title: string;
  /** Agency code. */
  agency: string;
  act: DatasetChange["act"];
}

/** One submission in the lists 待處理 (P5), 已處理 (P7), 待審查 (R1) and 已審查 (R6). */
export interface QueueEntry {
  number: number;
  url: string;
  title: string;
  state: State;
  kind: SubmissionKind;
  submitter: Person;
  /** The first fifty; `datasetCount` tells how many there are. */
  datasets: QueueDataset[];
  datasetCount: number;
  /** Codes, sorted. */
  agencies: string[];
  ministries: string[];
  /** ISO time of its last act (manual: 日期). */
  updatedAt: string;
  turn?: { role: Role; persons: Person[] };
  clock?: Clock;
  /** 預計上架日期 */
  releaseDate?: string;
  /** What the check of its links found (R1). */
  links?: LinkCounts;
  /** Who approved. */
  approvedBy?: Person[];
  mergedAt?: string;
}

/** review/submissions.json */
export interface SubmissionsSnapshot {
  /** ISO time. */
  takenAt: string;
  /** By number. */
  open: QueueEntry[];
  /** 已審查, newest first. */
  merged: QueueEntry[];
}

/** One line of 逾期通知 (P12, R7, M3). */
export interface OverdueEntry {
  number: number;
  url: string;
  title: string;
  datasets: QueueDataset[];
  datasetCount: number;
  /** 逾期未審核 (review) or 退回逾期未處理 (return). */
  notice: Clock["kind"];
  /** 最後修改日期: ISO time since which the clock runs. */
  since: string;
  deadline: string;
  /** Working days over the limit, at least 1. */
  daysOver: number;
  agencies: { code: string; name: string }[];
  ministries: { code: string; name: string }[];
  role: Role;
  persons: Person[];
}

/** review/overdue.json */
export interface OverdueSnapshot {
  takenAt: string;
  /** Longest overdue first. */
  entries: OverdueEntry[];
}

/** One line of 資料集歷史紀錄 (L4: 使用者、資料集狀態、審查意見、時間). */
export interface HistoryRecord {
  at: string;
  account: string;
  displayName: string;
  act: HistoryLine["act"];
  /** 資料集狀態, for people. */
  status: string;
  opinion?: string;
  /** Of the pull request. */
  number: number;
}

/** review/history/<agency>.json */
export interface HistorySnapshot {
  takenAt: string;
  /** Agency code. */
  agency: string;
  /** By identifier; each newest first. */
  datasets: Record<string, HistoryRecord[]>;
}

/** Stands for a time where there is none. */
export const NEVER = "1970-01-01T00:00:00.000Z";
const MOST_DATASETS = 50;
const MOST_PERSONS = 50;
const MAX_TITLE = 300;
const MAX_OPINION = 2000;

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const line = (text: unknown) => (typeof text === "string" ? shorten(visible(text), MAX_TITLE) : "");

function datasetsOf({ submission }: Assessment): { datasets: QueueDataset[]; datasetCount: number } {
  const datasets = submission.datasets.slice(0, MOST_DATASETS).map((d) => ({
    identifier: d.identifier,
    title: line(d.after?.title ?? d.before?.title),
    agency: d.agency,
    act: d.act,
  }));
  return { datasets, datasetCount: submission.datasets.length };
}

const agenciesOf = ({ submission }: Assessment) =>
  [...new Set([...submission.agencies, ...submission.register])].sort(byCode);
const ministriesOf = (assessment: Assessment, register: Register) =>
  [
    ...new Set(
      agenciesOf(assessment).flatMap((agency) => register.agencies.get(agency)?.ministry.code ?? []),
    ),
  ].sort(byCode);

/** A submission as the lists show it. */
function entryOf(assessment: Assessment, register: Register): QueueEntry {
  const { number, url, state, submission, submitter, turn, clock, releaseDate, links, history } = assessment;
  const approvers = assessment.requirements.flatMap((r) => (r.given ? [r.given.by] : []));
  const approvedBy = [...new Map(approvers.map((by) => [accountKey(by.account), by])).values()];
  const mergedAt = state === "merged" ? history.findLast((h) => h.act === "merged")?.at : undefined;
  return {
    number,
    url,
    title: line(subject(assessment)),
    state,
    kind: submission.kind,
    submitter,
    ...datasetsOf(assessment),
    agencies: agenciesOf(assessment),
    ministries: ministriesOf(assessment, register),
    updatedAt: history.at(-1)?.at ?? NEVER,
    ...(turn ? { turn: { role: turn.role, persons: turn.persons.slice(0, MOST_PERSONS) } } : {}),
    ...(clock ? { clock } : {}),
    ...(releaseDate ? { releaseDate } : {}),
    ...(links ? { links } : {}),
    ...(approvedBy.length > 0 ? { approvedBy } : {}),
    ...(mergedAt ? { mergedAt } : {}),
  };
}

const byNumber = (a: { number: number }, b: { number: number }) => a.number - b.number;
const newestFirst = (a: QueueEntry, b: QueueEntry) =>
  byCode(b.mergedAt ?? "", a.mergedAt ?? "") || b.number - a.number;

/**
 * The queues.
 * @param assessments of the open submissions, and of those merged in the days that 已審查 shows
 */
export function submissionsSnapshot(
  assessments: readonly Assessment[],
  register: Register,
  now: Date,
): SubmissionsSnapshot {
  const empty: SubmissionsSnapshot = { takenAt: now.toISOString(), open: [], merged: [] };
  const entries = assessments.map((assessment) => entryOf(assessment, register));
  return {
    ...empty,
    open: entries.filter((e) => e.state !== "merged" && e.state !== "closed").sort(byNumber),
    merged: entries.filter((e) => e.state === "merged").sort(newestFirst),
  };
}

/** Puts one pull request's present state in the place of its former one; one that was closed goes. */
export function mergeSubmission(
  snapshot: SubmissionsSnapshot,
  assessment: Assessment,
  register: Register,
  now: Date,
): SubmissionsSnapshot {
  const own = submissionsSnapshot([assessment], register, now);
  const others = (entries: readonly QueueEntry[]) => entries.filter((e) => e.number !== assessment.number);
  return {
    takenAt: own.takenAt,
    open: [...others(snapshot.open), ...own.open].sort(byNumber),
    merged: [...others(snapshot.merged), ...own.merged].sort(newestFirst),
  };
}

/**
 * Drops what is over.
 * @param open numbers of the open pull requests
 * @param mergedSince ISO time; what was merged before leaves 已審查
 */
export function dropGone(
  snapshot: SubmissionsSnapshot,
  open: ReadonlySet<number>,
  mergedSince: string,
): SubmissionsSnapshot {
  return {
    ...snapshot,
    open: snapshot.open.filter((e) => open.has(e.number)),
    merged: snapshot.merged.filter(
      (e) => e.mergedAt !== undefined && Date.parse(e.mergedAt) >= Date.parse(mergedSince),
    ),
  };
}

/** What is overdue, of both kinds (P12, R7, M3). */
export function overdueSnapshot(
  assessments: readonly Assessment[],
  register: Register,
  now: Date,
): OverdueSnapshot {
  const named = (codes: readonly string[]) =>
    codes.map((code) => ({ code, name: agencyName(register, code) }));
  const entries = assessments.flatMap((assessment): OverdueEntry[] => {
    const { clock, turn, number, url } = assessment;
    if (!clock?.overdue || !turn) return [];
    return [
      {
        number,
        url,
        title: line(subject(assessment)),
        ...datasetsOf(assessment),
        notice: clock.kind,
        since: clock.since,
        deadline: clock.deadline,
        daysOver: -clock.left,
        agencies: named(agenciesOf(assessment)),
        ministries: named(ministriesOf(assessment, register)),
        role: turn.role,
        persons: turn.persons.slice(0, MOST_PERSONS),
      },
    ];
  });
  return { takenAt: now.toISOString(), entries: entries.sort(longestFirst) };
}

const longestFirst = (a: OverdueEntry, b: OverdueEntry) => b.daysOver - a.daysOver || a.number - b.number;

/** Puts one pull request's present state in the place of its former one. */
export function mergeOverdue(
  snapshot: OverdueSnapshot,
  assessment: Assessment,
  register: Register,
  now: Date,
): OverdueSnapshot {
  const own = overdueSnapshot([assessment], register, now);
  const others = snapshot.entries.filter((e) => e.number !== assessment.number);
  return { takenAt: own.takenAt, entries: [...others, ...own.entries].sort(longestFirst) };
}

/**
 * The public history of a submission, by agency and identifier (L4). What somebody without an account in the register
 * sends in is no submission, so that nobody can write into a dataset's history from outside; a correction
 * on which nobody has decided yet is none either. A citizen stands there as 民眾, with his account masked (A15).
 */
export function historyRecords(assessment: Assessment): Map<string, Map<string, HistoryRecord[]>> {
  const byAgency = new Map<string, Map<string, HistoryRecord[]>>();
  const { state, submission, submitter } = assessment;
  const correction = submission.kind === "correction";
  const decided = assessment.history.some(({ act }) => ["returned", "approved", "merged"].includes(act));
  const strange = state === "unlisted" || assessment.neverListed;
  if (strange || (correction && !decided) || assessment.history.every((h) => h.act === "saved"))
    return byAgency;
  const who = ({ account, displayName }: HistoryLine) =>
    correction && sameAccount(account, submitter.account)
      ? { account: maskAccount(account), displayName: ROLE_NAMES.citizen }
      : { account, displayName: line(displayName) };
  for (const { agency, identifier, act } of submission.datasets) {
    const datasets = byAgency.get(agency) ?? new Map<string, HistoryRecord[]>();
    byAgency.set(agency, datasets);
    // Reversed first: of what happened within one second the later stands above.
    const records = assessment.history.toReversed().map((h) => ({
      at: h.at,
      ...who(h),
      act: h.act,
      status: statusAfter(h, act, assessment.releaseDate),
      ...(h.opinion ? { opinion: shorten(visible(h.opinion), MAX_OPINION) } : {}),
      number: assessment.number,
    }));
    datasets.set(identifier, records.sort(newestRecord));
  }
  return byAgency;
}

/** 資料集狀態 as the manual names it: a takedown that is submitted reads 申請下架. */
function statusAfter({ act, at }: HistoryLine, change: DatasetChange["act"], releaseDate?: string): string {
  const takedown = change === "takedown";
  switch (act) {
    case "submitted":
      return takedown ? LABELS.takedown.name : STAGE_NAMES.inReview;
    case "withdrawn":
      return takedown ? STAGE_NAMES.published : STAGE_NAMES.draft;
    case "merged":
      if (takedown) return STAGE_NAMES.withdrawn;
      return releaseDate && releaseDate > taipeiDay(new Date(at)) ? "待上架" : STAGE_NAMES.published;
    default:
      return HISTORY_NAMES[act];
  }
}

const newestRecord = (a: HistoryRecord, b: HistoryRecord) =>
  Date.parse(b.at) - Date.parse(a.at) || b.number - a.number;

/** Puts one pull request's history in the place of what this agency's snapshot holds of it. */
export function mergeHistory(snapshot: HistorySnapshot, assessment: Assessment, now: Date): HistorySnapshot {
  const own = historyRecords(assessment).get(snapshot.agency) ?? new Map<string, HistoryRecord[]>();
  const datasets: [string, HistoryRecord[]][] = [];
  for (const identifier of new Set([...Object.keys(snapshot.datasets), ...own.keys()])) {
    const others = (snapshot.datasets[identifier] ?? []).filter((r) => r.number !== assessment.number);
    const records = [...others, ...(own.get(identifier) ?? [])].sort(newestRecord);
    if (records.length > 0) datasets.push([identifier, records]);
  }
  datasets.sort(([a], [b]) => byCode(a, b));
  return { takenAt: now.toISOString(), agency: snapshot.agency, datasets: Object.fromEntries(datasets) };
}

/** Whether two snapshots say the same, whenever they were taken. */
export function sameContent<T extends { takenAt: string }>(a: T, b: T): boolean {
  return JSON.stringify({ ...a, takenAt: "" }) === JSON.stringify({ ...b, takenAt: "" });
}

/** A snapshot as its file, in lines, so that git keeps what did not change. */
export function writeSnapshot(snapshot: SubmissionsSnapshot | OverdueSnapshot | HistorySnapshot): string {
  return `${JSON.stringify(snapshot, null, 1)}\n`;
}

/** A snapshot that was read back. */
export interface Read<T> {
  snapshot: T;
  /** Why it is empty instead of what the file holds, in Chinese. */
  problem?: string;
}

export const readSubmissions = (text: string | undefined): Read<SubmissionsSnapshot> =>
  read(text, isSubmissions, { takenAt: NEVER, open: [], merged: [] });
export const readOverdue = (text: string | undefined): Read<OverdueSnapshot> =>
  read(text, isOverdue, { takenAt: NEVER, entries: [] });
export function readHistory(text: string | undefined, agency: string): Read<HistorySnapshot> {
  const isOwn = object({ takenAt: isTime, agency: oneOf([agency]), datasets: record(list(isHistoryRecord)) });
  return read(text, isOwn, { takenAt: NEVER, agency, datasets: {} });
}

export type Check = (value: unknown) => boolean;

export function read<T>(text: string | undefined, isSound: Check, empty: T): Read<T> {
  if (text === undefined) return { snapshot: empty };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { snapshot: empty, problem: "快照不是 JSON，將重新產生" };
  }
  return isSound(value)
    ? { snapshot: value as T }
    : { snapshot: empty, problem: "快照的內容不符格式，將重新產生" };
}

export const isText: Check = (value) => typeof value === "string";
export const isNumber: Check = (value) => Number.isSafeInteger(value);
export const isFlag: Check = (value) => typeof value === "boolean";
export const isTime: Check = (value) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
export const isDay: Check = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
export const isLink: Check = (value) => typeof value === "string" && /^https?:\/\//.test(value);
export const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
export const list =
  (each: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(each);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const record =
  (each: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(each);
/** Exactly these fields; a field whose name ends in `?` may be missing. */
export function object(fields: Record<string, Check>): Check {
  const known = new Map(Object.entries(fields).map(([name, check]) => [name.replace("?", ""), check]));
  const needed = Object.keys(fields).filter((name) => !name.endsWith("?"));
  return (value) =>
    isObject(value) &&
    needed.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, each]) => known.get(name)?.(each) === true);
}

const isPerson = object({ account: isText, displayName: isText });
const isRole = oneOf(Object.keys(ROLE_NAMES));
const CLOCKS = ["review", "return"];
const isDataset = object({
  identifier: isText,
  title: isText,
  agency: isText,
  act: oneOf(["new", "modification", "takedown", "relisting", "deletion"]),
});
const isClock = object({
  kind: oneOf(CLOCKS),
  since: isTime,
  elapsed: isNumber,
  left: isNumber,
  deadline: isDay,
  overdue: isFlag,
});
const isEntry = object({
  number: isNumber,
  url: isLink,
  title: isText,
  state: oneOf(["unlisted", "draft", "inReview", "returned", "approved", "merged", "closed"]),
  kind: oneOf([
    "new",
    "modification",
    "takedown",
    "relisting",
    "datasets",
    "plan",
    "correction",
    "register",
    "platform",
    "empty",
  ]),
  submitter: isPerson,
  datasets: list(isDataset),
  datasetCount: isNumber,
  agencies: list(isText),
  ministries: list(isText),
  updatedAt: isTime,
  "turn?": object({ role: isRole, persons: list(isPerson) }),
  "clock?": isClock,
  "releaseDate?": isText,
  "links?": object({ alive: isNumber, dead: isNumber, unknown: isNumber, noted: isNumber }),
  "approvedBy?": list(isPerson),
  "mergedAt?": isTime,
});
const isSubmissions = object({ takenAt: isTime, open: list(isEntry), merged: list(isEntry) });
const isNamed = object({ code: isText, name: isText });
const isOverdue = object({
  takenAt: isTime,
  entries: list(
    object({
      number: isNumber,
      url: isLink,
      title: isText,
      datasets: list(isDataset),
      datasetCount: isNumber,
      notice: oneOf(CLOCKS),
      since: isTime,
      deadline: isDay,
      daysOver: isNumber,
      agencies: list(isNamed),
      ministries: list(isNamed),
      role: isRole,
      persons: list(isPerson),
    }),
  ),
});
const isHistoryRecord = object({
  at: isTime,
  account: isText,
  displayName: isText,
  act: oneOf(Object.keys(HISTORY_NAMES)),
  status: isText,
  "opinion?": isText,
  number: isNumber,
});
