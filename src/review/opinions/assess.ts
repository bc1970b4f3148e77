import { saysSomething } from "../commands.ts";
import { sameAccount } from "../lifecycle.ts";
import { LABELS } from "../names.ts";
import { holdersOf, isListed, type Person, personOf, type Register } from "../register.ts";
import { replyClock } from "./clock.ts";
import {
  type Effects,
  type Folded,
  fold,
  mayApprove,
  type OpinionAnswer,
  type OpinionRefusal,
  refuse,
  type StatusChange,
} from "./fold.ts";
import { maskAccount, type Opinion, opinionOf } from "./parse.ts";
import { DEFAULT_POLICY, policyOf, type ReplyPolicy } from "./policy.ts";
import type { OpinionContext, OpinionRecord, OpinionText } from "./record.ts";
import { answerersOf, isOfficial } from "./roles.ts";
import { agencyLabel } from "./route.ts";
import { bounded, boundedLine, boundedReplies } from "./texts.ts";
import type { OpinionEntry, OpinionReply, ReplyClock, RequestState } from "./types.ts";

/** What is waited for, and by when. */
export interface OpinionDue {
  /** An answer; the CIO's approval of one; an agency that is to answer. */
  what: "answer" | "approve" | "route";
  /** ISO time of the opinion. */
  since: string;
  deadline: string;
  /** Days until the deadline, as the policy counts them; negative when over. */
  left: number;
  late: boolean;
  /** Whose turn it is. */
  persons: Person[];
}

/** Everything that the bot knows of an opinion or a request. */
export interface OpinionAssessment {
  number: number;
  url: string;
  /** As the public reads it. */
  entry: OpinionEntry;
  /** Absent where nobody is known to answer. */
  policy?: ReplyPolicy;
  /** 待核准: answered, and the CIO's approval is not recorded yet. */
  pendingApproval: boolean;
  /** Absent where nothing is waited for. */
  due?: OpinionDue;
  /** Labels that it should have, of those that the bot answers for. */
  labels: string[];
  /** Answers that comments should have. */
  answers: OpinionAnswer[];
  /** For the next run. */
  effects: Effects;
  /** Code of the agency that was to answer when the bot last wrote. */
  formerAgency?: string;
}

const STATE_LABELS: Record<RequestState, { name: string }> = {
  received: LABELS.requestReceived,
  assessing: LABELS.requestAssessing,
  planned: LABELS.requestPlanned,
  opened: LABELS.requestOpened,
  declined: LABELS.requestDeclined,
  duplicate: LABELS.requestDuplicate,
};

/**
 * Derives how an opinion (我有話要說) or a request (我還想要) stands (mission P13, R8, M4, D3, J1).
 * @returns undefined where the issue is none
 * @throws CalendarError where working days are counted and the calendar ends before the deadline or today
 */
export function assessOpinion(record: OpinionRecord, context: OpinionContext): OpinionAssessment | undefined {
  const opinion = opinionOf(record);
  if (!opinion) return undefined;
  const folded = fold(record, opinion, context);
  const { agency } = folded;
  const own = agency === undefined ? undefined : context.register.agencies.get(agency);
  const policy = own && policyOf(own);
  const answers = [...folded.answers];
  const change = lastChange(folded, context, answers);
  const refused = new Set(answers.map((answer) => answer.to));
  const replies = repliesOf(record, folded, context, refused);
  const reply = replies.find((each) => each.reply.official);
  const approval = approvalOf(record, folded, context, policy, reply?.id, answers);
  const answeredAt = policy?.approval ? approval?.at : reply?.reply.at;
  const pendingApproval = policy?.approval === true && reply !== undefined && approval === undefined;
  const duplicate = change?.status.state === "duplicate";
  const end = answeredAt ?? (record.open ? undefined : (record.closedAt ?? context.now.toISOString()));
  const clock =
    policy && !duplicate ? replyClock(record.at, end, policy, context.calendar, context.now) : undefined;
  const entry = entryOf(record, opinion, replies, context, {
    ...(own ? { agency: own.code, ministry: own.ministry.code } : {}),
    ...(answeredAt ? { answeredAt } : {}),
    ...(approval ? { approval: { by: approval.by, at: approval.at } } : {}),
    ...(clock ? { clock } : {}),
    ...(opinion.form === "wanted" && folded.routed
      ? { status: change?.status ?? { state: "received", at: folded.routed.at } }
      : {}),
  });
  const due = dueOf(record, entry, pendingApproval, clock, context);
  return {
    number: record.number,
    url: record.url,
    entry,
    ...(policy ? { policy } : {}),
    pendingApproval,
    ...(due ? { due } : {}),
    labels: labelsOf(entry, pendingApproval, context),
    answers,
    ...(folded.earlier.agency ? { formerAgency: folded.earlier.agency } : {}),
    effects: {
      ...(folded.routed?.id ? { route: folded.routed.id } : {}),
      ...(change ? { state: change.comment.id } : {}),
      ...(reply ? { answer: reply.id } : {}),
      ...(approval ? { approval: approval.id } : {}),
    },
  };
}

/** The last state that holds. A merge that does not is answered, and changes nothing. */
function lastChange(
  { changes }: Folded,
  { merges }: OpinionContext,
  answers: OpinionAnswer[],
): StatusChange | undefined {
  let last: StatusChange | undefined;
  for (const change of changes) {
    const { comment, status } = change;
    const verdict = status.state === "duplicate" ? merges.get(comment.id) : undefined;
    if (verdict && "refused" in verdict) {
      refuse({ answers }, comment, verdict.refused, `#${status.into}`, "merge");
    } else last = change;
  }
  return last;
}

/** A reply with the comment that it stands in. */
interface Reply {
  id: string;
  reply: OpinionReply;
}

/** Whether a text speaks for the agency: by whom it is, and by whom it was changed since. */
function isAnswer(
  { id, account, edited, editor = "" }: OpinionText,
  record: OpinionRecord,
  { agency, earlier }: Folded,
  { register }: OpinionContext,
): boolean {
  if (agency === undefined || account === "" || sameAccount(account, record.account)) return false;
  const counted = earlier.agency === agency && earlier.effects.answer === id;
  const sound = !edited || sameAccount(editor, account) || isOfficial(register, editor, agency);
  return sound && (counted || isOfficial(register, account, agency));
}

function repliesOf(
  record: OpinionRecord,
  folded: Folded,
  context: OpinionContext,
  refused: ReadonlySet<string>,
): Reply[] {
  const { register } = context;
  const name = folded.agency === undefined ? undefined : register.agencies.get(folded.agency)?.name;
  return folded.texts.flatMap(({ comment, text }) => {
    if (refused.has(comment.id) || !saysSomething(text)) return [];
    const official = isAnswer(comment, record, folded, context);
    const { id, at, account } = comment;
    const author = official ? nameOf(register, account) : maskAccount(account);
    const agency = official && name !== undefined ? { agency: name } : {};
    return [{ id, reply: { at, author, official, ...agency, text: bounded(text) } }];
  });
}

/** What the public reads of somebody who acts for an agency; of one who is listed no more, the masked account. */
const nameOf = (register: Register, account: string): string =>
  isListed(register, account) ? boundedLine(personOf(register, account).displayName) : maskAccount(account);

interface Approval {
  id: string;
  by: string;
  at: string;
}

/** The approval of the answer (mission J1); every other `/核准回覆` is told why it is none. */
function approvalOf(
  record: OpinionRecord,
  { agency, approvals, earlier }: Folded,
  context: OpinionContext,
  policy: ReplyPolicy | undefined,
  reply: string | undefined,
  answers: OpinionAnswer[],
): Approval | undefined {
  let approval: Approval | undefined;
  // By their order: both may have come within one second.
  const place = (wanted: string) => record.comments.findIndex(({ id }) => id === wanted);
  for (const comment of approvals) {
    const { id, account, at } = comment;
    const right = mayApprove(context, account, agency ?? "") || earlier.effects.approval === id;
    const reason: OpinionRefusal | undefined = !right
      ? "noRight"
      : sameAccount(account, record.account)
        ? "own"
        : !policy?.approval
          ? "approvalNotNeeded"
          : reply === undefined || place(reply) > place(id)
            ? "noReply"
            : approval
              ? "alreadyApproved"
              : undefined;
    if (reason) refuse({ answers }, comment, reason, undefined, "approve");
    else approval = { id, by: nameOf(context.register, account), at };
  }
  return approval;
}

function entryOf(
  record: OpinionRecord,
  opinion: Opinion,
  replies: readonly Reply[],
  { datasets }: OpinionContext,
  derived: Partial<OpinionEntry>,
): OpinionEntry {
  const known =
    opinion.form === "opinion" && opinion.identifier !== undefined && datasets.has(opinion.identifier);
  return {
    form: opinion.form,
    number: record.number,
    url: record.url,
    title: boundedLine(opinion.title),
    author: opinion.author,
    createdAt: record.at,
    ...(known ? { identifier: opinion.identifier as string } : {}),
    ...(opinion.form === "opinion"
      ? { ...(opinion.kind ? { kind: opinion.kind } : {}), text: bounded(opinion.text) }
      : {
          text: "",
          wanted: {
            name: boundedLine(opinion.name),
            fields: bounded(opinion.fields),
            reason: bounded(opinion.reason),
            agency: boundedLine(opinion.agency),
          },
        }),
    replies: boundedReplies(replies.map(({ reply }) => reply)),
    ...derived,
    likes: record.likes,
    dislikes: record.dislikes,
    open: record.open,
  };
}

function dueOf(
  record: OpinionRecord,
  { form, agency, answeredAt, status }: OpinionEntry,
  pendingApproval: boolean,
  clock: ReplyClock | undefined,
  { register, calendar, now }: OpinionContext,
): OpinionDue | undefined {
  if (!record.open || answeredAt !== undefined || status?.state === "duplicate") return undefined;
  const {
    left = 0,
    deadline,
    late,
  } = clock ?? replyClock(record.at, undefined, DEFAULT_POLICY, calendar, now);
  const since = record.at;
  if (agency === undefined)
    return { what: "route", since, deadline, left, late, persons: [...register.operators] };
  return pendingApproval
    ? { what: "approve", since, deadline, left, late, persons: holdersOf(register, "administrator", agency) }
    : { what: "answer", since, deadline, left, late, persons: answerersOf(register, form, agency) };
}

function labelsOf(
  { agency, answeredAt, clock, status }: OpinionEntry,
  pendingApproval: boolean,
  { register }: OpinionContext,
): string[] {
  const of = agency === undefined ? LABELS.unrouted.name : agencyLabel(register, agency);
  if (status?.state === "duplicate") return [STATE_LABELS.duplicate.name, of];
  const reply = answeredAt ? LABELS.answered : clock?.late ? LABELS.answerOverdue : LABELS.unanswered;
  return [
    reply.name,
    ...(pendingApproval ? [LABELS.unapproved.name] : []),
    ...(status ? [STATE_LABELS[status.state].name] : []),
    of,
  ];
}
