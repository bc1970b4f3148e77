import { accountKey } from "../../catalogue/grants.ts";
import type { Action } from "../actions.ts";
import { answerKey } from "../answers.ts";
import { AGENCY_LABEL_PREFIX, ANSWER_MARKER, LABELS, OPINION_MARKER } from "../names.ts";
import { isListed } from "../register.ts";
import type { ReviewSite } from "../status-comment.ts";
import { renderOpinionAnswer } from "./answers.ts";
import type { OpinionAssessment } from "./assess.ts";
import { renderOpinion } from "./comment.ts";
import type { OpinionAnswer } from "./fold.ts";
import type { OpinionRecord, OpinionText } from "./record.ts";

/** Answers that one account gets in one issue; whoever no agency lists gets one. */
const MOST_ANSWERS = 10;

/** Labels of opinions that the bot answers for, beside those of agencies. */
const OWN_LABELS: ReadonlySet<string> = new Set(
  [
    LABELS.unanswered,
    LABELS.answered,
    LABELS.answerOverdue,
    LABELS.unapproved,
    LABELS.unrouted,
    LABELS.requestReceived,
    LABELS.requestAssessing,
    LABELS.requestPlanned,
    LABELS.requestOpened,
    LABELS.requestDeclined,
    LABELS.requestDuplicate,
  ].map((label) => label.name),
);

/** Decides what to write: everything that differs from what should be, and nothing else. */
export function planOpinion(
  assessment: OpinionAssessment,
  record: OpinionRecord,
  site: ReviewSite,
): Action[] {
  return [
    ...labelActions(assessment, record),
    ...commentActions(assessment, record, site),
    ...openAnswers(assessment, record, site).map(
      (answer): Action => ({
        type: "comment",
        body: renderOpinionAnswer(answer, assessment.entry.form, site),
      }),
    ),
  ];
}

function labelActions({ labels: wanted }: OpinionAssessment, { labels }: OpinionRecord): Action[] {
  const present = new Set(labels.map((name) => name.toLowerCase()));
  const missing = wanted.filter((name) => !present.has(name.toLowerCase()));
  const kept = new Set(wanted.map((name) => name.toLowerCase()));
  const wrong = labels.filter(
    (name) => (OWN_LABELS.has(name) || name.startsWith(AGENCY_LABEL_PREFIX)) && !kept.has(name.toLowerCase()),
  );
  return [
    ...(missing.length > 0 ? [{ type: "addLabels" as const, labels: missing }] : []),
    ...wrong.map((label): Action => ({ type: "removeLabel", label })),
  ];
}

/** What a comment of the bot's is there for; runs that overlapped may both have posted theirs. */
function purposeOf(body: string): string | undefined {
  return OPINION_MARKER.test(body) ? "status" : ANSWER_MARKER.exec(body)?.[1];
}

/** The bot's comments by purpose, oldest first; a stranger's with a marker is none. */
function ownComments(record: OpinionRecord): Map<string, OpinionText[]> {
  const found = new Map<string, OpinionText[]>();
  for (const comment of record.comments) {
    const purpose = comment.own ? purposeOf(comment.body) : undefined;
    if (purpose !== undefined) found.set(purpose, [...(found.get(purpose) ?? []), comment]);
  }
  return found;
}

function commentActions(assessment: OpinionAssessment, record: OpinionRecord, site: ReviewSite): Action[] {
  const own = ownComments(record);
  const actions: Action[] = [];
  for (const [purpose, comments] of own) {
    // The one that stays is the first that nobody tampered with, so that every run decides alike.
    const kept = comments.find((comment) => !comment.tampered) ?? comments[0]!;
    for (const comment of comments) {
      if (comment !== kept) actions.push({ type: "deleteComment", id: comment.id });
    }
    if (purpose === "status") own.set(purpose, [kept]);
  }
  const body = renderOpinion(assessment, site);
  const comment = own.get("status")?.[0];
  // One that was never made is not missed once the issue is closed.
  if (!comment) return record.open ? [{ type: "comment", body }, ...actions] : actions;
  const same = !comment.tampered && OPINION_MARKER.exec(comment.body)?.[1] === OPINION_MARKER.exec(body)?.[1];
  return same ? actions : [{ type: "editComment", id: comment.id, body }, ...actions];
}

/** Answers that are not given yet, oldest first. */
function openAnswers(
  { answers }: OpinionAssessment,
  record: OpinionRecord,
  { register }: ReviewSite,
): OpinionAnswer[] {
  const given = new Map<string, number>();
  const authors = new Map(record.comments.map(({ id, account }) => [answerKey(id), accountKey(account)]));
  const answered = new Set<string>();
  for (const { own, body } of record.comments) {
    const key = own ? ANSWER_MARKER.exec(body)?.[1] : undefined;
    if (key === undefined || answered.has(key)) continue;
    answered.add(key);
    const author = authors.get(key);
    if (author !== undefined) given.set(author, (given.get(author) ?? 0) + 1);
  }
  return answers.filter(({ to, actor }) => {
    const account = accountKey(actor);
    const number = (given.get(account) ?? 0) + 1;
    if (answered.has(answerKey(to)) || number > (isListed(register, actor) ? MOST_ANSWERS : 1)) return false;
    given.set(account, number);
    return true;
  });
}
