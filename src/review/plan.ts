import { accountKey } from "../catalogue/grants.ts";
import type { Action } from "./actions.ts";
import { answerKey, renderAnswer } from "./answers.ts";
import type { Answer, Assessment } from "./assessment.ts";
import { oneLine } from "./markdown.ts";
import { ANSWER_MARKER, CONTEXTS, LABELS, STATUS_MARKER } from "./names.ts";
import { findStatusComment, repeatedComments } from "./own-comments.ts";
import { missingStatuses, wantedStatuses } from "./plan-statuses.ts";
import type { PullRequestRecord } from "./records.ts";
import type { Person } from "./register.ts";
import { type ReviewSite, renderStatus, type StatusContent, statusKey } from "./status-comment.ts";
import { kindName, subject } from "./words.ts";

/** Answers that one account gets in one pull request; a flood of commands must not become a flood of answers. */
const MOST_ANSWERS = 10;

/**
 * Decides what to write: everything that differs from what should be, and nothing else, in the order in which it is to
 * be done. After a merge run again with the new record: it brings labels and comment to their final form.
 */
export function plan(
  assessment: Assessment,
  record: PullRequestRecord,
  content: StatusContent,
  site: ReviewSite,
): Action[] {
  return [
    ...missingStatuses(assessment, record, content.diagnostics).map(
      (status): Action => ({ type: "setStatus", ...status }),
    ),
    ...labelActions(assessment, record),
    ...commentActions(assessment, record, site, content),
    ...repeatedComments(record).map(({ id }): Action => ({ type: "deleteComment", id })),
    ...openAnswers(assessment, record).map(
      (answer): Action => ({ type: "comment", body: renderAnswer(answer, site, assessment) }),
    ),
    ...switchActions(assessment, record),
    ...mergeActions(assessment, record, content),
  ];
}

/**
 * Whether nothing need be written, judged without the files' content: that of the comment is taken to be right as long
 * as the checks of this very head are there, and both sides of each file are as they were.
 */
export function isCurrent(assessment: Assessment, record: PullRequestRecord, site: ReviewSite): boolean {
  if (record.state === "open" && !record.statuses.some((s) => s.context === CONTEXTS.check)) return false;
  return (
    missingStatuses(assessment, record, undefined).length === 0 &&
    labelActions(assessment, record).length === 0 &&
    !commentDiffers(assessment, record, site) &&
    repeatedComments(record).length === 0 &&
    openAnswers(assessment, record).length === 0 &&
    switchActions(assessment, record).length === 0 &&
    mergeActions(assessment, record).length === 0
  );
}

/** Labels that the bot answers for; others are nobody's business here. */
const OWN_LABELS: ReadonlySet<string> = new Set(Object.values(LABELS).map((label) => label.name));

/** The labels that a pull request should have, of those that the bot answers for. */
export function wantedLabels(assessment: Assessment): string[] {
  const { state, submission, clock } = assessment;
  const wanted: { name: string }[] = [];
  // What is merged stays 審查通過, as the manual's list 已審查 calls it.
  if (state === "merged") wanted.push(LABELS.approved);
  else if (state !== "closed") wanted.push(LABELS[state]);
  if (submission.kind !== "empty") wanted.push(LABELS[submission.kind]);
  if (submission.datasets.some((d) => d.locked.length > 0)) wanted.push(LABELS.locked);
  if (clock?.overdue) wanted.push(clock.kind === "review" ? LABELS.reviewOverdue : LABELS.returnOverdue);
  return wanted.map((label) => label.name);
}

function labelActions(assessment: Assessment, record: PullRequestRecord): Action[] {
  const wanted = wantedLabels(assessment);
  const labels = wanted.filter((name) => !record.labels.includes(name));
  const wrong = record.labels.filter((name) => OWN_LABELS.has(name) && !wanted.includes(name));
  return [
    ...(labels.length > 0 ? [{ type: "addLabels" as const, labels }] : []),
    ...wrong.map((label): Action => ({ type: "removeLabel", label })),
  ];
}

/** Whether the status comment is not as wanted. One that was never made is not missed once the pull request is over. */
function commentDiffers(
  assessment: Assessment,
  record: PullRequestRecord,
  site: ReviewSite,
  content?: StatusContent,
): boolean {
  const comment = findStatusComment(record);
  if (!comment) return record.state === "open";
  return (
    comment.tampered || STATUS_MARKER.exec(comment.body)?.[1] !== statusKey(assessment, record, site, content)
  );
}

function commentActions(
  assessment: Assessment,
  record: PullRequestRecord,
  site: ReviewSite,
  content: StatusContent,
): Action[] {
  if (!commentDiffers(assessment, record, site, content)) return [];
  const body = renderStatus(assessment, record, site, content);
  const comment = findStatusComment(record);
  return [comment ? { type: "editComment", id: comment.id, body } : { type: "comment", body }];
}

/** Answers that are not given yet, oldest first. */
function openAnswers(assessment: Assessment, record: PullRequestRecord): Answer[] {
  const given = new Set(
    record.events.flatMap((event) =>
      event.type === "commented" && event.own ? (ANSWER_MARKER.exec(event.body)?.[1] ?? []) : [],
    ),
  );
  const perAccount = new Map<string, number>();
  return assessment.answers.filter((answer) => {
    const account = accountKey(answer.actor);
    const number = (perAccount.get(account) ?? 0) + 1;
    perAccount.set(account, number);
    const key = answerKey(answer.to);
    if (number > MOST_ANSWERS || given.has(key)) return false;
    // One answer for each comment.
    given.add(key);
    return true;
  });
}

function switchActions(assessment: Assessment, record: PullRequestRecord): Action[] {
  if (record.state !== "open") return [];
  const asked = new Set(record.requestedReviewers.map(accountKey));
  const reviewers = assessment.requestReviewOf.filter((account) => !asked.has(accountKey(account)));
  return [
    ...(reviewers.length > 0 ? [{ type: "requestReview" as const, reviewers }] : []),
    ...(assessment.draft === record.draft
      ? []
      : [{ type: assessment.draft ? "markDraft" : "markReady" } as const]),
  ];
}

/**
 * The merge, where the approvals and the statuses, as this plan leaves them, are all there. Without content the status
 * of 資料檢查 counts as it stands.
 */
function mergeActions(assessment: Assessment, record: PullRequestRecord, content?: StatusContent): Action[] {
  if (record.state !== "open") return [];
  const approved = assessment.state === "approved";
  const wanted = wantedStatuses(assessment, record, content?.diagnostics);
  const check = record.statuses.find((status) => status.context === CONTEXTS.check);
  const green =
    wanted.every((status) => status.state === "success") &&
    (content !== undefined || check?.state === "success");
  if (assessment.mergeable && approved && green && record.mergeable !== "conflicting") {
    const { head } = record;
    return [{ type: "merge", head, title: mergeTitle(assessment), message: mergeMessage(assessment) }];
  }
  if (!approved) return record.autoMerge ? [{ type: "disableAutoMerge" }] : [];
  // What this plan turns green is waited for no longer; the next one merges.
  const open = assessment.missing.filter(
    (m) => !(m.what === "check" && wanted.some((w) => w.context === m.context && w.state === "success")),
  );
  const waits = open.length > 0 && open.every((m) => m.what === "check" && m.state === "pending");
  return waits && record.autoMergeAllowed && !record.autoMerge ? [{ type: "enableAutoMerge" }] : [];
}

/**
 * A text in a commit message: one line, without mentions, references, closing keywords that work, and words in brackets
 * by which a commit skips the workflows.
 */
export function commitText(text: string): string {
  return oneLine(text)
    .replaceAll("@", "＠")
    .replaceAll("#", "＃")
    .replaceAll("[", "［")
    .replaceAll("]", "］")
    .replace(/:(?=\/)/g, "：")
    .replace(/GH-(?=\d)/gi, (found) => `${found.slice(0, 2)}－`);
}

const MAX_TITLE = 120;

/** Title of the commit, such as 「新增：公共自行車站點（A41000000G-000001）(#12)」. */
export function mergeTitle(assessment: Assessment): string {
  const { submission, number } = assessment;
  const only = submission.datasets.length === 1 ? submission.datasets[0] : undefined;
  const identifier = only && subject(assessment) !== only.identifier ? `（${only.identifier}）` : " ";
  const before = `${kindName(submission)}：`;
  const after = `${identifier}(#${number})`;
  const room = MAX_TITLE - before.length - after.length;
  const title = commitText(subject(assessment));
  if (title.length <= room) return before + title + after;
  let cut = "";
  for (const character of title) {
    if (cut.length + character.length > room - 1) break;
    cut += character;
  }
  return `${before}${cut}…${after}`;
}

const person = ({ displayName, account }: Person) => `${commitText(displayName)}（${commitText(account)}）`;

/** Who submitted and who approved, for people and as trailers, so that the history in git tells it too. */
export function mergeMessage({ submitter, requirements }: Assessment): string {
  const given = requirements.flatMap((r) => (r.given ? [r.given.by] : []));
  const approvers = [...new Map(given.map((by) => [accountKey(by.account), by])).values()];
  return [
    `送審：${person(submitter)}`,
    approvers.length > 0 ? `審查通過：${approvers.map(person).join("、")}` : "依規定無須另行審查",
    "",
    `Submitted-by: ${commitText(submitter.account)}`,
    ...approvers.map((by) => `Reviewed-by: ${commitText(by.account)}`),
  ].join("\n");
}
