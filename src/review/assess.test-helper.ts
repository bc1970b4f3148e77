import type { AgencyFile, DatasetFile } from "../catalogue/catalogue.ts";
import { type AssessInput, assess } from "./assess.ts";
import type { Assessment, Submission } from "./assessment.ts";
import { workCalendar } from "./calendar.ts";
import { CONTEXTS } from "./names.ts";
import type { DatasetChange, PullRequestEvent, PullRequestRecord, ReviewEvent } from "./records.ts";
import { buildRegister } from "./register.ts";

/** Two agencies of one ministry with few people, one agency of another. Nothing here is real. */
const person = (account: string, ...roles: ("provider" | "reviewer" | "administrator")[]) => ({
  account,
  displayName: `職務${account}`,
  roles: roles.map((role) => ({ role })),
});
export const A = "A00000000A";
export const B = "B00000000B";
export const C = "C00000000C";
const FILES: AgencyFile[] = [
  {
    code: A,
    name: "甲部",
    ministry: true,
    people: [
      person("po", "provider"),
      person("po2", "provider"),
      person("rev", "reviewer"),
      person("rev2", "reviewer", "provider"),
      person("adm", "administrator"),
    ],
  },
  {
    code: B,
    name: "乙署",
    parent: A,
    people: [person("pb", "provider"), person("rb", "reviewer")],
    policy: { modifications: "automatic" },
  },
  { code: C, name: "丙部", ministry: true, people: [person("solo", "provider", "reviewer")] },
];
export const REGISTER = buildRegister(FILES, [
  { account: "op", displayName: "平臺" },
  { account: "op2", displayName: "平臺二" },
]);

/** 2026 with a long weekend (6 and 9 April off) and the Saturday 11 April worked in exchange. */
export const CALENDAR = workCalendar([
  {
    year: 2026,
    source: "測試辦公日曆表",
    closed: [
      { date: "2026-04-06", name: "補假" },
      { date: "2026-04-09", name: "調整放假" },
    ],
    worked: [{ date: "2026-04-11", name: "補行上班" }],
  },
]);

export const BOT = "github-actions[bot]";
export const HEAD = "a".repeat(40);
export const OLD_HEAD = "b".repeat(40);
export const PHRASES = new Map([
  [3, "主要欄位說明請補充。"],
  [9, "其他"],
]);

let ids = 0;
const nextId = () => `ID_${++ids}`;

export const opened = (at: string, draft = false, actor = "po"): PullRequestEvent => ({
  type: "opened",
  at,
  actor,
  draft,
});
export const says = (
  at: string,
  actor: string,
  body: string,
  change: { edited?: boolean; own?: boolean; id?: string } = {},
): PullRequestEvent => {
  const id = change.id ?? nextId();
  const url = `https://github.example/${id}`;
  return {
    type: "commented",
    at,
    actor,
    id,
    body,
    url,
    edited: false,
    own: false,
    tampered: false,
    ...change,
  };
};
export const reviews = (
  at: string,
  actor: string,
  verdict: ReviewEvent["verdict"],
  change: Partial<ReviewEvent> = {},
): PullRequestEvent => {
  const id = change.id ?? nextId();
  const url = `https://github.example/${id}`;
  const body = verdict === "returned" ? "請修正" : "";
  return { type: "reviewed", at, actor, id, verdict, body, lineComments: 0, commit: HEAD, url, ...change };
};

/** An act of GitHub's without more to it than who and when. */
export const did = (
  at: string,
  actor: string,
  type: "readied" | "drafted" | "closed" | "reopened" | "merged",
): PullRequestEvent => ({ type, at, actor });

export const change = (agency: string, act: DatasetChange["act"], more: Partial<DatasetChange> = {}) => {
  const identifier = `${agency}-000001`;
  const file = { identifier, title: "資料集" } as DatasetFile;
  return {
    path: `datasets/${agency}/000001.yaml`,
    identifier,
    agency,
    act,
    ...(act === "new" ? {} : { before: file }),
    after: file,
    locked: [],
    ...more,
  } satisfies DatasetChange;
};

const NOTHING: Submission = {
  kind: "empty",
  datasets: [],
  agencies: [],
  plan: [],
  register: [],
  structure: [],
  platform: [],
  refused: [],
};
export const submissionOf = (more: Partial<Submission>): Submission => {
  const datasets = more.datasets ?? [];
  const kind = datasets.length === 1 ? datasets[0]!.act : "datasets";
  return {
    ...NOTHING,
    kind: kind === "deletion" ? "modification" : kind,
    agencies: [...new Set(datasets.map((d) => d.agency))].sort(),
    ...more,
  };
};
export const NEW = submissionOf({ datasets: [change(A, "new")] });
export const MODIFICATION = submissionOf({ datasets: [change(A, "modification")] });
const title = { field: "title", label: "資料集名稱", before: "a", after: "b" };
export const LOCKED = submissionOf({ datasets: [change(A, "modification", { locked: [title] })] });
export const TAKEDOWN = submissionOf({ datasets: [change(A, "takedown")] });
export const MIXED = submissionOf({ datasets: [change(A, "modification"), change(B, "new")] });
export const REGISTER_CHANGE = submissionOf({ kind: "register", register: [A] });
export const PLATFORM = submissionOf({ kind: "platform", platform: ["README.md"] });

/** Set right after the head came; commands count from here. */
export const RECEIVED = "2026-03-02T01:05:00Z";

export const status = (
  context: string,
  state: "success" | "failure" | "pending" | "error" = "success",
  at = RECEIVED,
) => ({ context, state, description: `${context}的結果`, at });

export function recordOf(
  events: PullRequestEvent[],
  more: Partial<PullRequestRecord> = {},
): PullRequestRecord {
  const first = events[0];
  return {
    number: 7,
    id: "PR_7",
    url: "https://github.example/pull/7",
    title: "新增資料集",
    author: first?.actor ?? "po",
    headBranch: "patch-1",
    fork: true,
    state: "open",
    draft: first?.type === "opened" && first.draft,
    head: HEAD,
    baseBranch: "main",
    createdAt: first?.at ?? "2026-03-02T01:00:00Z",
    events,
    labels: [],
    statuses: [status(CONTEXTS.received), status(CONTEXTS.check)],
    approval: "notRequired",
    mayBypass: false,
    mergeable: "mergeable",
    autoMerge: false,
    autoMergeAllowed: false,
    requestedReviewers: [],
    ...more,
  };
}

/** Assesses events as of a time. */
export function at(
  now: string,
  events: PullRequestEvent[],
  {
    submission = NEW,
    record,
    ...more
  }: Partial<Omit<AssessInput, "record">> & { record?: Partial<PullRequestRecord> } = {},
): Assessment {
  const input = { register: REGISTER, calendar: CALENDAR, phrases: PHRASES, bot: BOT, ...more };
  return assess({ ...input, submission, now: new Date(now), record: recordOf(events, record) });
}

/** What was answered, as `actor:reason`. */
export const told = (assessment: Assessment): string[] =>
  assessment.answers.map((answer) => `${answer.actor}:${answer.reason ?? answer.kind}`);
