import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { checkSubmission, loadPlatform, type Platform } from "../src/adapters/catalogue.ts";
import {
  findRepository,
  GitError,
  parentOf,
  type Remote,
  type Repository,
  readAt,
} from "../src/adapters/git.ts";
import { ArtifactError, readLinks } from "../src/adapters/github/artifact.ts";
import {
  connect,
  EnvironmentError,
  type GitHub,
  usageLine,
  writePause,
} from "../src/adapters/github/client.ts";
import { execute, type Outcome, postComment, publishIfBehind } from "../src/adapters/github/execute.ts";
import { closeIssue, type IssueRecord } from "../src/adapters/github/issues.ts";
import { errorLine, explain, isUncertain, oneLine } from "../src/adapters/github/log.ts";
import { openProposal } from "../src/adapters/github/proposals.ts";
import {
  countCorrections,
  listOpenPullRequests,
  readPullRequest,
} from "../src/adapters/github/pull-requests.ts";
import { loadRegister } from "../src/adapters/register.ts";
import { loadReviewPlatform, type ReviewPlatform } from "../src/adapters/review-platform.ts";
import {
  changedFiles,
  changedFilesOfMany,
  type FetchedHeads,
  fetchHeads,
} from "../src/adapters/submission.ts";
import { pathOf } from "../src/catalogue/check.ts";
import { accountKey } from "../src/catalogue/grants.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { Action } from "../src/review/actions.ts";
import { answerKey, renderAnswer } from "../src/review/answers.ts";
import { assess } from "../src/review/assess.ts";
import type { Answer, Assessment, State, Submission } from "../src/review/assessment.ts";
import { CalendarError } from "../src/review/calendar.ts";
import { classify } from "../src/review/classify.ts";
import { parseCommand } from "../src/review/commands.ts";
import { earlierCorrections } from "../src/review/corrections.ts";
import { ANSWER_MARKER, LABELS } from "../src/review/names.ts";
import { purposeOf, showsPurposes } from "../src/review/own-comments.ts";
import { isCurrent, plan } from "../src/review/plan.ts";
import { yieldsTo } from "../src/review/plan-statuses.ts";
import type { ChangedFile, PullRequestRecord } from "../src/review/records.ts";
import { isListed, type Register } from "../src/review/register.ts";
import {
  parseRequestForm,
  propose,
  type RequestForm,
  requestsIn,
  type TakedownRequest,
} from "../src/review/requests.ts";
import type { ReviewSite, StatusContent } from "../src/review/status-comment.ts";
import { submissionViews } from "../src/site/submission-view.ts";
import { endProgress, progressLine, UsageError } from "./command.ts";

/*
 * One pass over pull requests, as the commands review, report and overdue share it: read, derive, decide, reconcile
 * (design 3). Everything that decides comes from the main branch's work tree; what a pull request holds is data.
 */

/** What a pass works with. */
export interface Run {
  github: GitHub;
  root: string;
  repository: Repository;
  remote: Remote;
  platform: Platform;
  review: ReviewPlatform;
  register: Register;
  site: ReviewSite;
  /** Something went wrong that a person should look at; the pass goes on. */
  fail: (message: string) => void;
}

/** A pull request, read and judged. */
export interface Reviewed {
  record: PullRequestRecord;
  assessment: Assessment;
  /** It was open when this pass began, and is merged now. */
  merged: boolean;
  /** Pull requests that were opened because somebody asked for them here. */
  proposals: Assessment[];
}

/** Reads, plans and writes this often before a pull request counts as unsettled. */
const ROUNDS = 5;
/** GitHub may show for a moment what stood before the last write. */
const LAG_TRIES = 4;
const LAG_MS = 1500;
/** Requests of one conversation that are answered in one pass. */
const MOST_REQUESTS = 5;

const STATES: Record<State, string> = {
  unlisted: "帳號未登錄",
  draft: "暫存",
  inReview: "審查中",
  returned: "退回",
  approved: "審查通過",
  merged: "已併入",
  closed: "已關閉",
};

/**
 * Runs a command of the bot: connects, works, tells what it cost, and turns every failure into a line for people.
 * @returns the exit status: 1 where anything failed
 */
export async function botCommand(root: string, work: (run: Run) => Promise<void>): Promise<number> {
  const failures: string[] = [];
  const fail = (message: string) => {
    failures.push(message);
    console.error(errorLine(message, process.env));
  };
  let github: GitHub | undefined;
  try {
    github = await connect(process.env, writePause(process.env));
    await work(await openRun(root, github, fail));
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw new UsageError(cause.message);
    fail(tell(cause));
  }
  if (github) console.error(usageLine(github.usage));
  return failures.length > 0 ? 1 : 0;
}

/** A failure in one line, for people. */
export function tell(cause: unknown): string {
  const known = explain(cause);
  if (known) return known;
  if (!(cause instanceof Error)) return oneLine(String(cause));
  if (cause instanceof CalendarError || cause instanceof GitError) return oneLine(cause.message);
  const file = (cause as { file?: unknown }).file;
  if (typeof file === "string") return oneLine(`${file}：${cause.message}`);
  return oneLine(cause.stack ?? cause.message);
}

/** Reads what decides from a work tree of the main branch. */
export async function openRun(root: string, github: GitHub, fail: Run["fail"]): Promise<Run> {
  const repository = await findRepository(root);
  if (!repository) throw new GitError(`${root} 不在 git 儲存庫中；請在取出的主分支裡執行`);
  const platform = await loadPlatform(root);
  const review = await loadReviewPlatform(root);
  const { register, errors } = await loadRegister(root);
  // The register decides who may do what: a broken one grants less than it should, and that has to be told.
  for (const { file, line, message } of errors) fail(`${file}:${line} ${message}`);
  const { owner, repo, serverUrl, token } = github;
  return {
    github,
    root,
    repository,
    remote: { url: `${serverUrl}/${owner}/${repo}.git`, token },
    platform,
    review,
    register,
    site: {
      url: platform.settings.url.replace(/\/*$/, "/"),
      repository: `${owner}/${repo}`,
      serverUrl,
      register,
      phrases: review.phrases,
    },
    fail,
  };
}

/** What a head changes of a commit of the main branch; neither ever changes. */
interface Difference {
  base: string;
  head: string;
  files: ChangedFile[];
}

/** What a pull request submits, judged with the server's clock. */
interface Judged extends Difference {
  submission: Submission;
  assessment: Assessment;
}

/**
 * Judges a pull request whose head was fetched.
 * @param main tip of the main branch
 * @param known what was read before, perhaps of other commits
 * @throws CalendarError where a clock runs beyond the calendars; GitError where the commits can't be compared
 */
async function judge(
  run: Run,
  record: PullRequestRecord,
  main: string,
  known: Difference | undefined,
): Promise<Judged> {
  const { github, repository, register, review } = run;
  const now = github.now();
  const { head } = record;
  // What was merged is compared with what it was merged into; the main branch holds it by now.
  const published = record.mergeCommit ? await parentOf(repository, record.mergeCommit) : undefined;
  const base = published ?? main;
  const isKnown = known?.base === base && known.head === head;
  const files = isKnown ? known.files : await changedFiles(repository, base, head);
  const submission = classify(files, taipeiDay(now));
  const { calendar, phrases } = review;
  const assessment = assess({ record, submission, register, calendar, phrases, bot: github.bot, now });
  return { base, head, files, submission, assessment };
}

async function contentOf(
  run: Run,
  { files, submission }: Judged,
  links: Uint8Array | undefined,
): Promise<StatusContent> {
  const { diagnostics } = await checkSubmission(run.root, taipeiDay(run.github.now()), files);
  const { register, platform } = run;
  const datasets = submissionViews(submission.datasets, {
    agencies: register.agencies,
    vocabularies: platform.vocabularies,
  });
  if (!links) return { datasets, diagnostics };
  try {
    const submitted = submission.datasets.flatMap((change) => change.after ?? []);
    return { datasets, diagnostics, links: readLinks(links, submitted) };
  } catch (cause) {
    // A forged artifact is no reason to hold up the submission.
    if (!(cause instanceof ArtifactError)) throw cause;
    console.error(oneLine(cause.message));
    return { datasets, diagnostics };
  }
}

/** What a run of `validate` for a head found, still packed as it came. */
interface PackedLinks {
  head: string;
  bytes: Uint8Array;
}

/**
 * Says what there is to write for a pull request whose head was fetched.
 * @param main tip of the main branch
 */
export async function planPullRequest(
  run: Run,
  record: PullRequestRecord,
  main: string,
  options: { links?: PackedLinks | undefined; known?: Difference | undefined } = {},
): Promise<{ judged: Judged; actions: Action[] }> {
  const judged = await judge(run, record, main, options.known);
  const links = options.links?.head === record.head ? options.links.bytes : undefined;
  const content = await contentOf(run, judged, links);
  return { judged, actions: plan(judged.assessment, record, content, run.site) };
}

/** Reads a pull request together with its head, neither older than what was just written. */
async function readSettled(
  run: Run,
  number: number,
  known: { fetched?: FetchedHeads; posted: readonly string[] },
): Promise<{ record: PullRequestRecord; fetched: FetchedHeads } | undefined> {
  const { github, repository, remote } = run;
  let fetched = known.fetched;
  for (let tries = 1; ; tries++) {
    const found = await readPullRequest(github, number);
    if (!found || found.baseBranch !== github.defaultBranch) return undefined;
    const record = {
      ...found,
      ...(await otherWithHead(found, (other) => readPullRequest(github, other))),
      ...(isStranger(run, found) ? { openCorrections: await countCorrections(github, found) } : {}),
    };
    const complete = showsPurposes(record, known.posted);
    if (fetched?.heads.get(number) !== record.head || record.mergeCommit) {
      fetched = await fetchHeads(repository, [number], remote, github.defaultBranch);
    }
    const head = fetched.heads.get(number);
    if (complete && head === record.head) return { record, fetched };
    if (tries === LAG_TRIES) {
      if (!head) throw new GitError(`無法取得送審案 #${number} 的內容`);
      throw new Error(`送審案 #${number} 正在變動，讀到的內容前後不一；下一次執行會補上`);
    }
    await sleep(LAG_MS);
  }
}

/**
 * The open pull request to which this one leaves the statuses of the head that both have; a commit's statuses can't
 * speak for two, and each would overwrite the other's for ever.
 */
async function otherWithHead(
  record: PullRequestRecord,
  read: (number: number) => PullRequestRecord | undefined | Promise<PullRequestRecord | undefined>,
): Promise<{ sharedWith?: number }> {
  const addresses = new Set(record.statuses.map((status) => status.url));
  for (const url of addresses) {
    const number = url === undefined || url === record.url ? undefined : /\/pull\/(\d+)$/.exec(url)?.[1];
    const other = number === undefined ? undefined : await read(Number(number));
    if (other && yieldsTo(record, other)) return { sharedWith: other.number };
  }
  return {};
}

/** Whether no agency lists who opened it: then the corrections that he has open already matter (mission A15). */
const isStranger = ({ register, github }: Run, { author, state }: PullRequestRecord): boolean =>
  state === "open" && author !== "" && author !== github.bot && !isListed(register, author);

/** Whether a refusal is a matter of GitHub's rules that the bot lives with, and not of its own permissions. */
const TOLERATED: ReadonlySet<Action["type"]> = new Set([
  "merge",
  "requestReview",
  "markReady",
  "markDraft",
  "enableAutoMerge",
  "disableAutoMerge",
]);

function logOutcome(run: Run, number: number, assessment: Assessment, outcome: Outcome): void {
  const done = outcome.done.map((action) => action.type).join("、") || "沒有寫入";
  console.error(`#${number} ${STATES[assessment.state]}：${done}`);
  for (const { action, message } of outcome.refused) {
    if (TOLERATED.has(action.type)) console.error(`#${number} GitHub 未接受 ${action.type}：${message}`);
    else run.fail(`#${number} ${message}`);
  }
  if (outcome.uncertain) console.error(`#${number} ${outcome.uncertain}`);
}

/**
 * Brings one pull request to what it should be, reading it again after every write until nothing is left to write: one
 * event is enough for a status to be set and the merge that waited for it to follow.
 * @returns undefined where the number is no pull request into the main branch
 */
export async function reviewPullRequest(
  run: Run,
  number: number,
  options: {
    links?: PackedLinks | undefined;
    fetched?: FetchedHeads;
    known?: Difference | undefined;
  } = {},
): Promise<Reviewed | undefined> {
  const tried = new Set<string>();
  const posted: string[] = [];
  let { fetched, known } = options;
  let wasOpen: boolean | undefined;
  for (let round = 1; ; round++) {
    const settled = await readSettled(run, number, { ...(fetched ? { fetched } : {}), posted });
    if (!settled) return undefined;
    const { record } = settled;
    fetched = settled.fetched;
    wasOpen ??= record.state === "open";
    const planned = await planPullRequest(run, record, fetched.base, { links: options.links, known });
    const { judged } = planned;
    const { assessment } = judged;
    known = judged;
    // What was refused or done before would be again.
    const actions = planned.actions.filter((action) => !tried.has(JSON.stringify(action)));
    if (actions.length === 0) {
      const requests = requestsIn(record, judged.submission);
      const texts = record.events.filter(isComment);
      const proposals = await answerRequests(run, number, requests, texts, assessment);
      // What the reading shows counts: an answer that was lost doesn't undo a merge.
      return { record, assessment, merged: wasOpen && record.state === "merged", proposals };
    }
    const outcome = await execute(run.github, record, actions);
    logOutcome(run, number, assessment, outcome);
    for (const action of outcome.done) {
      tried.add(JSON.stringify(action));
      const purpose = action.type === "comment" ? purposeOf(action.body) : undefined;
      if (purpose) posted.push(purpose);
    }
    for (const { action } of outcome.refused) tried.add(JSON.stringify(action));
    if (round === ROUNDS) {
      throw new Error(`送審案 #${number} 改寫 ${ROUNDS} 次後仍不一致；可能有人或其他程式同時在改`);
    }
    if (outcome.uncertain) await sleep(LAG_MS);
  }
}

const isComment = <T extends { type: string }>(event: T): event is Extract<T, { type: "commented" }> =>
  event.type === "commented";

/** Whoever is not listed gets one answer in a conversation, however often he asks. */
function unanswered(
  { register }: Run,
  requests: readonly TakedownRequest[],
  texts: readonly { own: boolean; body: string }[],
): TakedownRequest[] {
  const answered = new Set(
    texts.filter((text) => text.own).map((text) => ANSWER_MARKER.exec(text.body)?.[1]),
  );
  const strangers = new Set<string>();
  return requests.filter(({ to, account }) => {
    const again = strangers.has(accountKey(account));
    if (!isListed(register, account)) strangers.add(accountKey(account));
    return !again && !answered.has(answerKey(to));
  });
}

/**
 * Answers requests for a takedown or a relisting that have no answer yet, and opens the pull request asked for.
 * @returns what was opened
 */
async function answerRequests(
  run: Run,
  number: number,
  requests: readonly TakedownRequest[],
  texts: readonly { own: boolean; body: string }[],
  assessment?: Assessment,
): Promise<Assessment[]> {
  const proposals: Assessment[] = [];
  for (const request of unanswered(run, requests, texts).slice(0, MOST_REQUESTS)) {
    const { answer, proposal } = await settleRequest(run, request);
    await postComment(run.github, number, renderAnswer(answer, run.site, assessment));
    console.error(`#${number} ${proposal === undefined ? "申請未成立，已回覆" : `申請已建立 #${proposal}`}`);
    if (proposal === undefined) continue;
    // What the bot opens starts no workflow.
    const reviewed = await reviewPullRequest(run, proposal);
    if (reviewed) proposals.push(reviewed.assessment, ...reviewed.proposals);
  }
  return proposals;
}

async function settleRequest(
  run: Run,
  request: TakedownRequest,
): Promise<{ answer: Answer; proposal?: number }> {
  const { github, repository, register, remote } = run;
  const { base } = await fetchHeads(repository, [], remote, github.defaultBranch);
  const { identifier, to, url, act, account } = request;
  const known = identifier && /^[A-Za-z0-9_-]+$/.test(identifier);
  const published = known ? await readAt(repository, base, pathOf(identifier)) : undefined;
  const today = taipeiDay(github.now());
  const result = propose({ ...request, ...(published ? { published } : {}), register, today });
  if ("answer" in result) return result;
  const number = await openProposal(github, result.proposal, url);
  const command = act === "takedown" ? "takedown" : "relist";
  const detail = `${github.serverUrl}/${github.owner}/${github.repo}/pull/${number}`;
  const answer: Answer = { to, command, kind: "proposed", detail, actor: account, url };
  return { answer, proposal: number };
}

/** Takedowns and relistings that an issue asks for: by form, or by command in a comment. An edited text asks for nothing. */
function requestsOf(issue: IssueRecord): { requests: TakedownRequest[]; unclear: boolean } {
  const requests: TakedownRequest[] = [];
  const isForm = issue.labels.includes(LABELS.request.name) && !issue.own && !issue.edited;
  const { act, ...form }: RequestForm = isForm ? parseRequestForm(issue.body) : { explanation: "" };
  if (act) requests.push({ to: issue.id, url: issue.url, account: issue.account, act, ...form });
  for (const { id, url, account, body, own, edited } of issue.comments) {
    const command = own || edited ? undefined : parseCommand(body);
    if (!command || "unknown" in command) continue;
    if (command.name !== "takedown" && command.name !== "relist") continue;
    const { identifier = form.identifier, reason, text } = command;
    requests.push({
      to: id,
      url,
      account,
      act: command.name === "takedown" ? "takedown" : "relisting",
      ...(identifier ? { identifier } : {}),
      ...(reason ? { reason } : {}),
      explanation: text,
    });
  }
  return { requests, unclear: isForm && !act };
}

/**
 * Answers what an issue asks for; once it became a pull request, the issue is done with.
 * @returns the pull requests that were opened
 */
export async function reviewIssue(run: Run, issue: IssueRecord): Promise<Assessment[]> {
  if (!issue.open) return [];
  const { requests, unclear } = requestsOf(issue);
  if (unclear && !issue.comments.some((comment) => comment.own)) {
    const { id: to, account: actor, url } = issue;
    await postComment(run.github, issue.number, renderAnswer({ to, kind: "help", actor, url }, run.site));
  }
  const proposals = await answerRequests(run, issue.number, requests, issue.comments);
  if (proposals.length > 0) await closeIssue(run.github, issue.number);
  return proposals;
}

/** What a pass over everything open found. */
export interface Sweep {
  /** Numbers of all open pull requests, those that could not be judged included. */
  listed: number[];
  open: Assessment[];
  /** Those that were open in the last lists, or at the beginning, and are no more. */
  ended: Assessment[];
  /** A year whose calendar is missing; clocks that need it could not be judged. */
  calendar?: CalendarError;
}

/** Pull requests that ended while nobody looked, for one pass. */
const MOST_ENDED = 50;

/** Pull requests whose files are read by the same processes. */
const READ_AT_ONCE = 100;

/** Files of many pull requests by head; whatever is not there is read when its turn comes. */
async function readTogether(
  repository: Repository,
  { base, heads }: FetchedHeads,
  records: readonly PullRequestRecord[],
): Promise<Map<string, ChangedFile[]>> {
  const fetched = records.flatMap(({ number, head }) => (heads.get(number) === head ? head : []));
  try {
    return await changedFilesOfMany(repository, base, fetched);
  } catch (cause) {
    // One that can't be read must not hold up the others.
    if (cause instanceof GitError) return new Map();
    throw cause;
  }
}

/**
 * Goes over every open pull request and brings to what they should be those that are not. One that can't be judged is
 * told of and holds up none of the others.
 * @param last numbers that the last lists show as open
 */
export async function sweep(run: Run, last: readonly number[]): Promise<Sweep> {
  const { github, repository, remote, site } = run;
  const reading = progressLine("讀取送審案");
  const open = await listOpenPullRequests(github, (done) => reading(done, done));
  endProgress();
  const byNumber = new Map(open.map((record) => [record.number, record]));
  const records: PullRequestRecord[] = [];
  for (const record of open) {
    records.push({
      ...record,
      ...(await otherWithHead(record, (number) => byNumber.get(number))),
      ...(isStranger(run, record) ? { openCorrections: earlierCorrections(record, open) } : {}),
    });
  }
  const listed = records.map((record) => record.number);
  console.error(`開啟中的送審案 ${listed.length} 件`);
  const fetched = await fetchHeads(repository, listed, remote, github.defaultBranch);
  const result: Sweep = { listed, open: [], ended: [] };
  const attempt = async (number: number, work: () => Promise<Assessment | undefined>) => {
    try {
      const assessment = await work();
      if (!assessment) return;
      const over = assessment.state === "merged" || assessment.state === "closed";
      (over ? result.ended : result.open).push(assessment);
    } catch (cause) {
      if (cause instanceof CalendarError) result.calendar ??= cause;
      // Every further call would fail the same way.
      else if (/rate limit/i.test((cause as Error).message)) throw cause;
      else run.fail(`#${number} ${tell(cause)}`);
    }
  };
  const progress = progressLine("檢視送審案");
  let read = new Map<string, ChangedFile[]>();
  for (const [index, record] of records.entries()) {
    progress(index, records.length);
    if (index % READ_AT_ONCE === 0) {
      read = await readTogether(repository, fetched, records.slice(index, index + READ_AT_ONCE));
    }
    const files = read.get(record.head);
    let known: Difference | undefined = files && { base: fetched.base, head: record.head, files };
    await attempt(record.number, async () => {
      if (fetched.heads.get(record.number) === record.head) {
        const judged = await judge(run, record, fetched.base, known);
        const { assessment, submission } = judged;
        const asked = unanswered(run, requestsIn(record, submission), record.events.filter(isComment));
        if (asked.length === 0 && isCurrent(assessment, record, site)) return assessment;
        known = judged;
      }
      return (await reviewPullRequest(run, record.number, { fetched, known }))?.assessment;
    });
  }
  endProgress();
  const known = new Set(listed);
  for (const number of last.filter((each) => !known.has(each)).slice(0, MOST_ENDED)) {
    await attempt(number, async () => (await reviewPullRequest(run, number))?.assessment);
  }
  return result;
}

/** Starts the publishing where the main branch is ahead of it. */
export async function publish(run: Run): Promise<void> {
  try {
    if (await publishIfBehind(run.github)) console.error("已啟動發布網站");
  } catch (cause) {
    if (isUncertain(cause)) throw cause;
    run.fail(`無法啟動發布網站：${tell(cause)}`);
  }
}

/** Reads the event that started a workflow (GITHUB_EVENT_PATH). */
export async function readEvent(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new UsageError(`無法讀取事件檔案 ${file}：${(cause as Error).message}`);
  }
}
