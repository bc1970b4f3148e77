import { taipeiDay } from "../catalogue/today.ts";
import type {
  Act,
  Answer,
  Assessment,
  Clock,
  Missing,
  Requirement,
  Role,
  State,
  Submission,
} from "./assessment.ts";
import { addWorkdays, dayNumber, dayOf, type WorkCalendar, workdaysBetween } from "./calendar.ts";
import { linkCounts } from "./checked-links.ts";
import { correctionOf } from "./corrections.ts";
import { openActs, stageOf } from "./decision-table.ts";
import {
  type Approval,
  approvalFor,
  fold,
  type Lifecycle,
  laterOf,
  receivedAt,
  sameAccount,
} from "./lifecycle.ts";
import { CONTEXTS, HARVEST_BRANCH, LABELS, PROPOSAL_BRANCH } from "./names.ts";
import type { PullRequestRecord } from "./records.ts";
import {
  hasRole,
  holdersOf,
  isListed,
  isOperator,
  type Person,
  personOf,
  type Register,
} from "./register.ts";

/** All that the state of a pull request follows from. */
export interface AssessInput {
  /** `statuses` should already hold what the trusted checker found just now, or the merge waits for the next run. */
  record: PullRequestRecord;
  submission: Submission;
  /** The register of the main branch. */
  register: Register;
  calendar: WorkCalendar;
  /** 常用審查用語 by number. */
  phrases: ReadonlyMap<number, string>;
  /** The bot's own login. */
  bot: string;
  /** The server's clock. */
  now: Date;
}

/** Working days that each side has (manual, 「未於7日(工作日)內審查／處理」). */
export const LIMIT = 7;

/**
 * Days, working or not, within which what an agency's own portal added or changed has to be in the catalogue (行動方案,
 * 跨平臺介接規範: 「於資料集新增或異動當日起 3 日內」; mission A10). They count for the review of what the bot offers from there.
 */
export const HARVEST_LIMIT = 3;

/** GitHub takes no more at once. */
const MOST_REVIEWERS = 15;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const GROUPS = ["reviewer", "administrator", "operator"] as const;

/**
 * Derives everything that the bot knows of a pull request (mission, 「States of a submission」; P2–P11, R1–R7, L1).
 * @throws CalendarError where a clock runs and the calendar ends before its deadline or today
 */
export function assess(given: AssessInput): Assessment {
  const { record, register, bot } = given;
  const submitter = submitterOf(record, register, bot);
  const correction = correctionOf({ ...given, submitter, today: taipeiDay(given.now) });
  const isCorrection = correction === "correction";
  const input: AssessInput = isCorrection
    ? { ...given, submission: { ...given.submission, kind: "correction" } }
    : given;
  const { submission } = input;
  const requirements = requirementsOf(record, submission, register, submitter);
  const { agencies } = submission;
  const lifecycle = fold({ ...input, submitter, correction: isCorrection, agencies, requirements });
  for (const requirement of requirements) {
    const approval = approvalFor(requirement, lifecycle.approvals);
    if (approval) requirement.given = { by: approval.by, at: approval.at, url: approval.url };
  }
  const buttons = missingButtons(record, requirements, lifecycle);
  const state = stateOf(input, submitter, lifecycle, buttons);
  const missing = missingOf(record, submission, requirements, buttons);
  const known: Known = { ...input, submitter, requirements, lifecycle, buttons, state, missing };
  const turn = turnOf(known);
  const since = sinceOf(known);
  const links = linkCounts(record);
  const releaseDate =
    submission.datasets.length === 1 ? submission.datasets[0]!.after?.releaseDate : undefined;
  return {
    number: record.number,
    url: record.url,
    title: record.title,
    state,
    submission,
    submitter,
    ...(turn ? { turn } : {}),
    ...(since ? { clock: clockOf(input, state, since) } : {}),
    requirements,
    missing,
    mergeable: state === "approved" && missing.length === 0 && !record.draft,
    acts: actsOf(known),
    answers: [...lifecycle.answers, ...buttonAnswers(state, buttons)],
    history: lifecycle.history,
    ...(correction && !isCorrection ? { noCorrection: correction } : {}),
    ...(state === "closed" && !isSubmittable(input, submitter) ? { neverListed: true as const } : {}),
    // A return and the wait for a register entry leave the switch to the provider.
    draft: state === "draft" || (state !== "inReview" && state !== "approved" && record.draft),
    requestReviewOf: reviewersToAsk(known),
    // A file that the check refuses may hold anything there, and the lists would carry it on.
    ...(typeof releaseDate === "string" && DAY.test(releaseDate) ? { releaseDate } : {}),
    ...(links ? { links } : {}),
  };
}

/** The input with what follows from it, step by step. */
interface Known extends AssessInput {
  submitter: Person;
  requirements: readonly Requirement[];
  lifecycle: Lifecycle;
  buttons: readonly MissingButton[];
  state: State;
  missing: readonly Missing[];
}

/** Whether the bot itself opened it; a fork may have branches of any name. */
const isOwn = (record: PullRequestRecord, bot: string) => sameAccount(record.author, bot) && !record.fork;

/** Who submitted: the author, or whom the bot names in the branch of the proposal that it made for him. */
export function submitterOf(record: PullRequestRecord, register: Register, bot: string): Person {
  const account = isOwn(record, bot) ? PROPOSAL_BRANCH.exec(record.headBranch)?.[3] : undefined;
  return personOf(register, account ?? record.author);
}

/**
 * Whether the register lets somebody submit this (mission L1): datasets as a provider of each of their agencies, the
 * rest with any role; an operator, and the bot that reads agencies' own portals, anything.
 */
export function maySubmit(submission: Submission, register: Register, account: string, bot: string): boolean {
  if (isOperator(register, account) || sameAccount(account, bot)) return true;
  const { agencies } = submission;
  const onlyDatasets = agencies.length > 0 && submission.register.length + submission.platform.length === 0;
  return (
    agencies.every((agency) => hasRole(register, account, "provider", agency)) &&
    (onlyDatasets || isListed(register, account))
  );
}

/** The approvals that a submission needs, judged with the register of the main branch; nobody has given any yet. */
export function requirementsOf(
  record: PullRequestRecord,
  submission: Submission,
  register: Register,
  submitter: Person,
): Requirement[] {
  const others = (people: readonly Person[]) =>
    people.filter((p) => !sameAccount(p.account, submitter.account));
  const operators = others(register.operators);
  const requirements: Requirement[] = [];
  for (const agency of submission.agencies) {
    if (mergesByItself(record, submission, register, submitter, agency)) continue;
    const reviewers = others(holdersOf(register, "reviewer", agency));
    const administrators = others(holdersOf(register, "administrator", agency));
    // Where nobody but the submitter could review, the next ones above do, or it would wait for ever.
    const holders = [reviewers, administrators, operators].find((people) => people.length > 0) ?? [];
    const reason = submission.datasets.some((d) => d.agency === agency) ? "datasets" : "plan";
    requirements.push({ role: "reviewer", agency, reason, holders });
  }
  for (const agency of submission.register) {
    const administrators = others(holdersOf(register, "administrator", agency));
    const more = operators.filter((o) => !administrators.some((a) => sameAccount(a.account, o.account)));
    const holders = [...administrators, ...more];
    requirements.push({ role: "administrator", agency, reason: "register", holders });
  }
  const fields = [...new Set(submission.datasets.flatMap((d) => d.locked.map((l) => l.label)))];
  if (fields.length > 0)
    requirements.push({ role: "operator", reason: "locked", fields, holders: operators });
  if (submission.structure.length > 0) {
    requirements.push({ role: "operator", reason: "structure", holders: operators });
  }
  // A pull request that changes nothing must not merge by itself either.
  if (submission.platform.length > 0 || submission.kind === "empty") {
    requirements.push({ role: "operator", reason: "platform", holders: operators });
  }
  return requirements;
}

/** Whether an agency lets its provider's modifications in without a review (mission P9), and GitHub lets the bot. */
function mergesByItself(
  record: PullRequestRecord,
  submission: Submission,
  register: Register,
  submitter: Person,
  agency: string,
): boolean {
  return (
    record.mayBypass &&
    !submission.plan.includes(agency) &&
    // Into a branch that the bot opened for somebody, others may push.
    sameAccount(submitter.account, record.author) &&
    register.agencies.get(agency)?.file.policy?.modifications === "automatic" &&
    hasRole(register, submitter.account, "provider", agency) &&
    submission.datasets.every(
      (d) =>
        d.agency !== agency || (d.act === "modification" && d.before && d.after && d.locked.length === 0),
    )
  );
}

/** An approval by command that GitHub's branch rules don't see, and the requirement that it gives. */
interface MissingButton {
  by: Person;
  requirement?: Requirement;
  approval?: Approval;
}

/**
 * Whose approval GitHub still wants by button. It knows the code owners of paths, but not who decides on locked fields.
 */
function missingButtons(
  record: PullRequestRecord,
  requirements: readonly Requirement[],
  lifecycle: Lifecycle,
): MissingButton[] {
  if (record.approval !== "missing" || record.mayBypass || lifecycle.approvals.length === 0) return [];
  const { approvals } = lifecycle;
  const found = new Map<string, MissingButton>();
  let complete = true;
  for (const requirement of requirements) {
    const given = approvalFor(requirement, approvals);
    if (!given) complete = false;
    if (!given || requirement.reason === "locked") continue;
    const pressed = approvalFor(requirement, approvals, (a) => a.button && a.current && !a.dismissed);
    if (!pressed) found.set(given.by.account, { by: given.by, requirement, approval: given });
  }
  if (found.size > 0 || !complete) return [...found.values()];
  // Everything is given, and GitHub still says no: somebody's request for changes, or a rule of the repository.
  if (lifecycle.blocking.length > 0) return lifecycle.blocking.map((by) => ({ by }));
  return requirements.flatMap((requirement) => {
    const given = approvalFor(requirement, approvals);
    return given ? [{ by: given.by, requirement }] : [];
  });
}

function buttonAnswers(state: State, buttons: readonly MissingButton[]): Answer[] {
  if (state !== "inReview") return [];
  return buttons.flatMap(({ approval }) =>
    approval && !approval.button
      ? [
          {
            to: approval.id,
            command: "approve",
            kind: "button",
            actor: approval.by.account,
            url: approval.url,
          },
        ]
      : [],
  );
}

const isSubmittable = ({ submission, register, bot }: AssessInput, submitter: Person) =>
  submission.kind === "correction" || maySubmit(submission, register, submitter.account, bot);

function stateOf(
  input: AssessInput,
  submitter: Person,
  lifecycle: Lifecycle,
  buttons: readonly MissingButton[],
): State {
  const { state } = lifecycle;
  if (state === "merged" || state === "closed") return state;
  if (!isSubmittable(input, submitter)) return "unlisted";
  return state === "approved" && buttons.length > 0 ? "inReview" : state;
}

function missingOf(
  record: PullRequestRecord,
  submission: Submission,
  requirements: readonly Requirement[],
  buttons: readonly MissingButton[],
): Missing[] {
  const missing: Missing[] = submission.refused.map(({ path, reason }) => ({
    what: "refused",
    path,
    reason,
  }));
  for (const requirement of requirements) {
    if (!requirement.given) missing.push({ what: "approval", requirement });
  }
  for (const { by } of buttons) missing.push({ what: "button", by });
  // The two other required statuses say what `requirements` says, and are set together with the merge.
  const context = CONTEXTS.check;
  const check = record.statuses.find((status) => status.context === context);
  if (!check) missing.push({ what: "check", context, description: "尚未檢查", state: "pending" });
  else if (check.state !== "success") {
    missing.push({ what: "check", context, description: check.description, state: check.state });
  }
  if (record.mergeable === "conflicting") missing.push({ what: "conflict" });
  if (record.sharedWith !== undefined) missing.push({ what: "shared", number: record.sharedWith });
  return missing;
}

/** The requirements that are looked at now: reviewers first, then administrators, then operators. */
function openGroup(requirements: readonly Requirement[]): Requirement[] {
  const open = requirements.filter((r) => !r.given);
  const group = GROUPS.find((role) => open.some((r) => r.role === role));
  return open.filter((r) => r.role === group);
}

function turnOf(known: Known): Assessment["turn"] {
  const { submission, register, bot, submitter, requirements, buttons, state, missing } = known;
  const ownBot = sameAccount(submitter.account, bot);
  const providers = ownBot
    ? submission.agencies.flatMap((a) => holdersOf(register, "provider", a))
    : [submitter];
  const role: Role = submission.kind === "correction" ? "citizen" : "provider";
  const provider = { role, persons: unique(providers) };
  switch (state) {
    case "unlisted":
    case "draft":
    case "returned":
      return provider;
    case "inReview": {
      const open = openGroup(requirements);
      const looked = open.length > 0 ? open : buttons.flatMap((b) => b.requirement ?? []);
      const first = looked[0] ?? requirements[0]!;
      const persons = open.length > 0 ? open.flatMap((r) => r.holders) : buttons.map((b) => b.by);
      const agencies = new Set(looked.map((r) => r.agency));
      const agency = agencies.size === 1 ? looked[0]!.agency : undefined;
      return { role: first.role, persons: unique(persons), ...(agency ? { agency } : {}) };
    }
    case "approved": {
      // Only the provider can mend the content; a check under way is nobody's turn.
      const his = missing.some((m) => !(m.what === "check" && m.state === "pending"));
      return his ? provider : undefined;
    }
    default:
      return undefined;
  }
}

const unique = (people: readonly Person[]): Person[] => [
  ...new Map(people.map((person) => [person.account.toLowerCase(), person])).values(),
];

/** Since when somebody is waited for; undefined where no clock runs. */
function sinceOf(known: Known): string | undefined {
  const { record, now, requirements, lifecycle, state, buttons } = known;
  if (state !== "inReview" && state !== "returned") return undefined;
  const start = laterOf(lifecycle.since, listedSince(known) ?? lifecycle.since);
  if (state === "returned") return start;
  const open = openGroup(requirements);
  const looked = open.length > 0 ? open : buttons.flatMap((b) => b.requirement ?? []);
  const received = receivedAt(record) ?? now.toISOString();
  const starts = looked.map((requirement) => {
    const before = GROUPS.slice(0, GROUPS.indexOf(requirement.role));
    const ready = requirements.flatMap((r) =>
      before.includes(r.role as never) && r.given ? [r.given.at] : [],
    );
    // Whoever had approved an earlier version is waited for again since this one is there.
    const lapsed = approvalFor(requirement, lifecycle.approvals, (a) => !a.current);
    return [...ready, ...(lapsed ? [received] : [])].reduce(laterOf, start);
  });
  if (starts.length === 0) return start;
  return starts.reduce((a, b) => (laterOf(a, b) === a ? b : a));
}

/** When the register began to list the submitter, as the bot's own removal of the label tells (mission L1). */
function listedSince({ record, bot, now }: AssessInput): string | undefined {
  // Listed by now, and the label is only about to go.
  if (record.labels.includes(LABELS.unlisted.name)) return now.toISOString();
  return record.events
    .filter((e) => e.type === "unlabelled" && e.label === LABELS.unlisted.name && sameAccount(e.actor, bot))
    .map((event) => event.at)
    .reduce<string | undefined>((last, at) => (last ? laterOf(last, at) : at), undefined);
}

function clockOf({ record, calendar, bot, now }: AssessInput, state: State, since: string): Clock {
  const from = taipeiDay(new Date(since));
  const today = taipeiDay(now);
  const kind = state === "returned" ? "return" : "review";
  const offered = kind === "review" && isOwn(record, bot) && HARVEST_BRANCH.test(record.headBranch);
  const days = (day: string) =>
    offered ? dayNumber(day) - dayNumber(from) : workdaysBetween(calendar, from, day);
  const limit = offered ? HARVEST_LIMIT : LIMIT;
  const elapsed = today > from ? days(today) : 0;
  return {
    kind,
    since,
    elapsed,
    left: limit - elapsed,
    deadline: offered ? dayOf(dayNumber(from) + limit) : addWorkdays(calendar, from, limit),
    overdue: elapsed > limit,
  };
}

function actsOf({ state, submission, requirements, buttons }: Known): Record<Role, Act[]> {
  const stage = stageOf(state, submission.kind);
  const deciding = (role: Role) =>
    openActs(stage, role).filter((act) =>
      requirements.some(
        (r) => r.role === role && (act !== "approve" || !r.given || buttons.some((b) => b.requirement === r)),
      ),
    );
  return {
    provider: submission.kind === "correction" ? [] : openActs(stage, "provider"),
    citizen: submission.kind === "correction" ? openActs(stage, "citizen") : [],
    reviewer: deciding("reviewer"),
    administrator: deciding("administrator"),
    operator: deciding("operator"),
  };
}

/**
 * Whose review to ask for again. GitHub asks the code owners by itself when a draft becomes ready, but nobody after a
 * `/送審` that follows a return.
 */
function reviewersToAsk({ record, state, requirements, lifecycle }: Known): string[] {
  const { resubmitted } = lifecycle;
  if (state !== "inReview" || resubmitted === undefined || record.draft) return [];
  const asked = record.events.some(
    (event) => event.type === "reviewRequested" && Date.parse(event.at) >= Date.parse(resubmitted),
  );
  if (asked) return [];
  const holders = requirements.filter((r) => r.role === "reviewer" && !r.given).flatMap((r) => r.holders);
  return unique(holders)
    .map((person) => person.account)
    .filter((account) => !record.requestedReviewers.some((asked) => sameAccount(asked, account)))
    .slice(0, MOST_REVIEWERS);
}
