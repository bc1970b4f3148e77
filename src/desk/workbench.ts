import { accountKey } from "../catalogue/grants.ts";
import { foldText } from "../catalogue/search-terms.ts";
import { taipeiDay } from "../catalogue/today.ts";
import type { Act, SubmissionKind } from "../review/assessment.ts";
import type { LinkCounts } from "../review/checked-links.ts";
import { openActs, STAGE_NAMES } from "../review/decision-table.ts";
import { LABELS } from "../review/names.ts";
import type {
  OverdueEntry,
  OverdueSnapshot,
  QueueDataset,
  QueueEntry,
  SubmissionsSnapshot,
} from "../review/queues.ts";
import type { DeskAgency, DeskAgencyName, DeskDataset } from "./data.ts";
import type { Draft } from "./draft.ts";

/*
 * The workbench's lists as data (後臺系統操作說明 三 to 五): which rows stand in which tab, and what may be done to each. All
 * comes from the snapshots, the agencies' files and the drafts of this browser; texts in them are hostile.
 */

/** A page of the workbench. */
export type TabId =
  | "new"
  | "pending"
  | "processed"
  | "withdrawn"
  | "returnOverdue"
  | "toReview"
  | "reviewed"
  | "overdue"
  | "authorisations"
  | "authorise"
  | "log"
  | "interaction"
  | "announcements"
  | "statistics";

/** Roles that have pages of their own. */
export type DeskRole = "provider" | "reviewer" | "administrator";

/** The manual's tabs, in its words and order. */
export const TABS: Record<DeskRole, { id: TabId; label: string }[]> = {
  provider: [
    { id: "new", label: "新增資料集" },
    { id: "pending", label: "待處理" },
    { id: "processed", label: "已處理" },
    { id: "withdrawn", label: "已下架" },
    { id: "returnOverdue", label: "退回逾期通知" },
    { id: "interaction", label: "互動專區" },
    { id: "announcements", label: "公告" },
    { id: "statistics", label: "資料集統計" },
  ],
  reviewer: [
    { id: "toReview", label: "待審查" },
    { id: "reviewed", label: "已審查" },
    { id: "overdue", label: "逾期通知" },
    { id: "interaction", label: "互動專區" },
    { id: "announcements", label: "公告" },
    { id: "statistics", label: "資料集統計" },
  ],
  administrator: [
    { id: "authorisations", label: "部會授權清單" },
    { id: "authorise", label: "部會授權管理" },
    { id: "overdue", label: "逾期通知" },
    { id: "interaction", label: "互動專區" },
    { id: "log", label: "使用紀錄" },
    { id: "announcements", label: "公告" },
    { id: "statistics", label: "資料集統計" },
  ],
};

/** Whose rows, and what the person may do. */
export interface Scope {
  /** Undefined where nobody is signed in: then every act of the role is offered, and GitHub decides. */
  account?: string;
  /** Codes of the agencies in view; undefined for all. */
  agencies?: ReadonlySet<string>;
  /**
   * Codes of the agencies that the person has the role for, an administrator's whole ministry included. As `agencies`
   * where it is absent; to be given where others' rows are in view, so that no button is offered that GitHub refuses.
   */
  may?: ReadonlySet<string>;
}

/** A line of a list. */
export interface Row {
  /** `#<number>` of a submission, `draft <id>` of a draft in this browser, `dataset <identifier>`. */
  key: string;
  /** Of the pull request; absent for a draft in this browser and for a dataset itself. */
  number?: number;
  url?: string;
  /** Absent where a submission has several datasets, or none. */
  identifier?: string;
  title: string;
  /** Name; several are counted. */
  agency: string;
  /** The manual's word. */
  state: string;
  /** Last act, YYYY-MM-DD in Taipei; empty where unknown. */
  date: string;
  /** 預計上架日期 */
  releaseDate?: string;
  /** Working days; `left` is negative when overdue. */
  clock?: { deadline: string; left: number; overdue: boolean };
  /** What the check of the submitted links found, in words. */
  links?: string;
  /** Whose turn it is; in 已審查 who approved. Names. */
  persons?: string[];
  datasetState: "none" | "published" | "withdrawn";
  kind?: SubmissionKind;
  /** The person submitted it. */
  mine: boolean;
  /** Never published: 刪除 leaves nothing behind (manual 五.2). */
  never: boolean;
  /** What the person may do now, in the decision table's order. */
  acts: Act[];
}

/** What the lists are made from. */
export interface RowsInput {
  submissions: SubmissionsSnapshot;
  overdue: OverdueSnapshot;
  /** Agencies whose datasets 已處理 and 已下架 list. */
  agencies: DeskAgency[];
  names: DeskAgencyName[];
  scope: Scope;
  /** YYYY-MM-DD in Taipei. */
  today: string;
  /** In this browser. */
  drafts?: Draft[];
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Empty where a time can't be read: what a browser stores may be damaged. */
const dayOf = (time: string) => (Number.isNaN(Date.parse(time)) ? "" : taipeiDay(new Date(time)));
const same = (a: string, b: string | undefined) => b !== undefined && accountKey(a) === accountKey(b);

/** Kinds that are about datasets; register and platform changes are decided by administrators and operators. */
const isAboutDatasets = ({ kind }: QueueEntry) =>
  kind !== "register" && kind !== "platform" && kind !== "empty";
const isMine = (entry: QueueEntry, { account }: Scope) => same(entry.submitter.account, account);
const isTurnOf = (entry: QueueEntry, { account }: Scope) =>
  entry.turn?.persons.some((person) => same(person.account, account)) === true;
const soleDataset = (entry: { datasets: QueueDataset[]; datasetCount: number }): QueueDataset | undefined =>
  entry.datasetCount === 1 ? entry.datasets[0] : undefined;

/** Whether a submission stands in the lists of whoever has this scope. */
function isInView(entry: QueueEntry, role: DeskRole, scope: Scope): boolean {
  if (!scope.agencies) return true;
  if (role === "provider" && isMine(entry, scope)) return true;
  if (role === "reviewer" && isTurnOf(entry, scope)) return true;
  // What somebody without an account in the register sends in is nobody's work yet (mission L1).
  if (entry.state === "unlisted" || !isAboutDatasets(entry)) return false;
  return entry.agencies.some((code) => scope.agencies!.has(code));
}

/**
 * What the person may do to an open submission. A provider of all its agencies stands for its submitter; reviewers of one
 * of them decide, and whoever's turn it is: administrators and operators where the register asks for them.
 */
function actsOn(entry: QueueEntry, role: DeskRole, scope: Scope): Act[] {
  const { account, may = scope.agencies } = scope;
  if (account === undefined) return openActs(entry.state, role);
  const mine = isMine(entry, scope);
  if (role === "provider" && entry.kind === "correction") {
    return mine ? openActs(entry.state, "citizen") : [];
  }
  if (role === "provider") {
    const everywhere = isAboutDatasets(entry) && entry.agencies.every((code) => may?.has(code));
    return mine || everywhere ? openActs(entry.state, role) : [];
  }
  const turn = isTurnOf(entry, scope);
  const somewhere =
    role === "reviewer" && isAboutDatasets(entry) && entry.agencies.some((code) => may?.has(code));
  // The submitter never counts as a reviewer.
  if (mine || !(turn || somewhere)) return [];
  const approved = entry.approvedBy?.some((person) => same(person.account, account)) === true;
  // Where GitHub still wants the approval by its own button, it is his turn again.
  return openActs(entry.state, role).filter((act) => act !== "approve" || turn || !approved);
}

/** What was never in public view goes whole when its submission is deleted. */
const neverPublished = (datasets: readonly QueueDataset[]) =>
  datasets.length > 0 && datasets.every(({ act }) => act === "new");

function datasetStateOf(datasets: readonly QueueDataset[]): Row["datasetState"] {
  if (datasets.length === 0 || neverPublished(datasets)) return "none";
  return datasets.every(({ act }) => act === "relisting") ? "withdrawn" : "published";
}

/** Agencies for people: the name of one, else how many there are. */
function agencyText(names: readonly string[]): string {
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${first}等 ${names.length} 個機關`;
}

const nameOf = (code: string, input: RowsInput) => input.names.find((a) => a.code === code)?.name ?? code;

/** An open submission that is to be taken down reads 申請下架 while it is reviewed (manual 五.3). */
const stateName = ({ kind, state }: QueueEntry) =>
  kind === "takedown" && state === "inReview" ? LABELS.takedown.name : STAGE_NAMES[state];

/** What is wrong with the submitted links, else that nothing is. */
function linksText({ alive, dead, unknown, noted }: LinkCounts): string {
  const wrong = [
    ...(dead > 0 ? [`無法取得 ${dead}`] : []),
    ...(noted > 0 ? [`內容有疑 ${noted}`] : []),
    ...(unknown > 0 ? [`未能判斷 ${unknown}`] : []),
  ];
  return wrong.length > 0 ? `連結：${wrong.join("、")}` : `連結：${alive} 項可取得`;
}

function submissionRow(entry: QueueEntry, role: DeskRole, input: RowsInput): Row {
  const { number, url, kind, clock, datasets, links } = entry;
  const identifier = soleDataset(entry)?.identifier;
  return {
    key: `#${number}`,
    number,
    url,
    ...(identifier ? { identifier } : {}),
    title: entry.title,
    agency: agencyText(entry.agencies.map((code) => nameOf(code, input))),
    state: stateName(entry),
    date: dayOf(entry.updatedAt),
    ...(entry.releaseDate ? { releaseDate: entry.releaseDate } : {}),
    ...(clock ? { clock: { deadline: clock.deadline, left: clock.left, overdue: clock.overdue } } : {}),
    ...(links ? { links: linksText(links) } : {}),
    ...(entry.turn ? { persons: entry.turn.persons.map((person) => person.displayName) } : {}),
    datasetState: datasetStateOf(datasets),
    kind,
    mine: isMine(entry, input.scope),
    never: neverPublished(datasets),
    acts: actsOn(entry, role, input.scope),
  };
}

/** 已審查: what was approved, merged or about to be (manual 四.2). */
function reviewedRow(entry: QueueEntry, input: RowsInput): Row {
  const { clock: _, persons: __, ...row } = submissionRow(entry, "reviewer", input);
  return {
    ...row,
    state: STAGE_NAMES.approved,
    date: dayOf(entry.mergedAt ?? entry.updatedAt),
    ...(entry.approvedBy ? { persons: entry.approvedBy.map((person) => person.displayName) } : {}),
    datasetState:
      entry.state !== "merged" ? row.datasetState : entry.kind === "takedown" ? "withdrawn" : "published",
    never: entry.state !== "merged" && row.never,
  };
}

function overdueRow(entry: OverdueEntry, role: DeskRole, input: RowsInput): Row {
  const open = input.submissions.open.find(({ number }) => number === entry.number);
  const identifier = soleDataset(entry)?.identifier;
  return {
    key: `#${entry.number}`,
    number: entry.number,
    url: entry.url,
    ...(identifier ? { identifier } : {}),
    title: entry.title,
    agency: agencyText(entry.agencies.map(({ name }) => name)),
    state: entry.notice === "review" ? LABELS.reviewOverdue.name : LABELS.returnOverdue.name,
    date: dayOf(entry.since),
    clock: { deadline: entry.deadline, left: -entry.daysOver, overdue: true },
    persons: entry.persons.map((person) => person.displayName),
    datasetState: datasetStateOf(entry.datasets),
    ...(open ? { kind: open.kind } : {}),
    mine: open !== undefined && isMine(open, input.scope),
    never: neverPublished(entry.datasets),
    acts: open ? actsOn(open, role, input.scope) : [],
  };
}

function overdueRows(notices: readonly OverdueEntry["notice"][], role: DeskRole, input: RowsInput): Row[] {
  const { agencies } = input.scope;
  return input.overdue.entries
    .filter((entry) => notices.includes(entry.notice))
    .filter(
      (entry) =>
        !agencies ||
        entry.agencies.some(({ code }) => agencies.has(code)) ||
        entry.persons.some(({ account }) => same(account, input.scope.account)),
    )
    .map((entry) => overdueRow(entry, role, input));
}

/** A draft that no open submission holds. */
function draftRows(input: RowsInput): Row[] {
  const open = new Set(input.submissions.open.map(({ number }) => number));
  return (input.drafts ?? [])
    .filter(({ pull }) => pull === undefined || !open.has(pull))
    .map((draft): Row => {
      const identifier = `${draft.agency}-${draft.serial}`;
      const { title, releaseDate } = draft.values;
      return {
        key: `draft ${draft.id}`,
        identifier,
        title: typeof title === "string" && title.trim() !== "" ? title : identifier,
        agency: nameOf(draft.agency, input),
        state: STAGE_NAMES.draft,
        date: dayOf(draft.savedAt),
        ...(typeof releaseDate === "string" && releaseDate !== "" ? { releaseDate } : {}),
        datasetState: draft.base === undefined ? "none" : "published",
        mine: true,
        never: draft.base === undefined,
        acts: openActs("draft", "provider"),
      };
    });
}

/** A dataset as it stands on the main branch: what was merged since the site was built counts already. */
interface Standing {
  identifier: string;
  agency: string;
  title?: string;
  withdrawn: boolean;
  date: string;
  releaseDate?: string;
}

function standings(input: RowsInput): Standing[] {
  const { agencies: inView } = input.scope;
  const found = new Map<string, Standing>();
  const add = (agency: string, { serial, title, status, updated, releaseDate }: DeskDataset) => {
    const identifier = `${agency}-${serial}`;
    found.set(identifier, {
      identifier,
      agency,
      ...(title === undefined ? {} : { title }),
      ...(releaseDate ? { releaseDate } : {}),
      withdrawn: status === "withdrawn",
      date: updated ?? "",
    });
  };
  for (const { agency, datasets } of input.agencies) {
    if (inView && !inView.has(agency.code)) continue;
    for (const dataset of datasets) add(agency.code, dataset);
  }
  const merged = input.submissions.merged.toSorted((a, b) => compare(a.mergedAt ?? "", b.mergedAt ?? ""));
  for (const entry of merged) {
    for (const { identifier, title, agency, act } of entry.datasets) {
      if (act === "deletion" || (inView && !inView.has(agency))) continue;
      const date = dayOf(entry.mergedAt ?? entry.updatedAt);
      const before = found.get(identifier);
      const sole = soleDataset(entry) && entry.releaseDate;
      found.set(identifier, {
        identifier,
        agency,
        title: title || (before?.title ?? identifier),
        withdrawn: act === "takedown",
        date: before && before.date > date ? before.date : date,
        ...(sole ? { releaseDate: sole } : {}),
      });
    }
  }
  return [...found.values()];
}

/**
 * Datasets of 已處理 (上架中 and 待上架) or 已下架. One whose submission is under way stands only there, as in the manual, but
 * for a takedown that was withdrawn: its dataset is 上架中 again (manual 五.3).
 */
function datasetRows(withdrawn: boolean, input: RowsInput): Row[] {
  const { account, agencies, may = agencies } = input.scope;
  const under = new Set(
    input.submissions.open
      .filter(
        (e) =>
          e.state !== "unlisted" &&
          // What a citizen proposes must not keep the agency from changing its own dataset.
          e.kind !== "correction" &&
          (e.kind !== "takedown" || e.state === "inReview" || e.state === "approved"),
      )
      .flatMap((entry) => soleDataset(entry)?.identifier ?? []),
  );
  return standings(input)
    .filter((dataset) => dataset.withdrawn === withdrawn && !under.has(dataset.identifier))
    .map((dataset): Row => {
      const { identifier, agency, title, date, releaseDate } = dataset;
      const stage = withdrawn ? "withdrawn" : "published";
      const ahead = title === undefined || (releaseDate !== undefined && releaseDate > input.today);
      const allowed = account === undefined || (may?.has(agency) ?? true);
      return {
        key: `dataset ${identifier}`,
        identifier,
        title: title ?? identifier,
        agency: nameOf(agency, input),
        state: !withdrawn && ahead ? "待上架" : STAGE_NAMES[stage],
        date,
        ...(releaseDate ? { releaseDate } : {}),
        datasetState: stage,
        mine: false,
        never: false,
        acts: allowed ? openActs(stage, "provider") : [],
      };
    });
}

const newest = (a: Row, b: Row) =>
  compare(b.date, a.date) || (b.number ?? 0) - (a.number ?? 0) || compare(a.key, b.key);
/** Least time left first; what has no clock last. */
const mostUrgent = (a: Row, b: Row) =>
  (a.clock?.left ?? Number.POSITIVE_INFINITY) - (b.clock?.left ?? Number.POSITIVE_INFINITY) ||
  (a.number ?? 0) - (b.number ?? 0);

/**
 * The rows of a tab, in the order in which they are shown first: newest first, in 待審查 the most urgent, in the notices
 * the longest overdue.
 * @returns none for tabs that are no list of submissions or datasets
 */
export function rowsOf(tab: TabId, role: DeskRole, input: RowsInput): Row[] {
  const { open, merged } = input.submissions;
  const rows = (entries: readonly QueueEntry[], ...states: QueueEntry["state"][]) =>
    entries.filter((entry) => states.includes(entry.state) && isInView(entry, role, input.scope));
  const asRow = (entry: QueueEntry) => submissionRow(entry, role, input);
  switch (tab) {
    case "pending":
      return [...draftRows(input), ...rows(open, "draft", "returned", "unlisted").map(asRow)].sort(newest);
    case "processed":
      return [...rows(open, "inReview", "approved").map(asRow), ...datasetRows(false, input)].sort(newest);
    case "withdrawn":
      return datasetRows(true, input).sort(newest);
    case "toReview":
      return rows(open, "inReview").map(asRow).sort(mostUrgent);
    case "reviewed":
      return [...rows(open, "approved"), ...rows(merged, "merged")]
        .map((entry) => reviewedRow(entry, input))
        .sort(newest);
    case "returnOverdue":
      return overdueRows(["return"], role, input);
    case "overdue":
      return overdueRows(role === "administrator" ? ["review", "return"] : ["review"], role, input);
    default:
      return [];
  }
}

/**
 * The manual's search (資料集名稱查詢, 請選擇狀態): rows whose title, identifier or number holds the text.
 * @param query each empty for all
 */
export function filterRows(rows: Row[], query: { text: string; state: string }): Row[] {
  const wanted = foldText(query.text);
  const number = /^#?(\d+)$/.exec(query.text.trim())?.[1];
  return rows.filter((row) => {
    if (query.state !== "" && row.state !== query.state) return false;
    if (wanted === "" || (number && Number(number) === row.number)) return true;
    return foldText(row.title).includes(wanted) || foldText(row.identifier ?? "").includes(wanted);
  });
}

/** Columns that a list can be sorted by. */
export type SortKey = "title" | "date" | "state" | "left" | "releaseDate";

const collator = new Intl.Collator("zh-Hant-TW", { numeric: true });

/** Sorted rows; those without a value come last either way, equal ones stay in their order. */
export function sortRows(rows: Row[], key: SortKey, descending: boolean): Row[] {
  const value = (row: Row) => (key === "left" ? row.clock?.left : row[key] || undefined);
  const sign = descending ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [value(left), value(right)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(`${a}`, `${b}`));
  });
}

/**
 * One page of a list.
 * @param page 1-based; beyond the last one the last is shown
 */
export function pageOf<T>(rows: T[], page: number, size: number): { rows: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  return { rows: rows.slice((shown - 1) * size, shown * size), page: shown, pages };
}
