import { taipeiDay } from "../../catalogue/today.ts";
import { answerKey } from "../answers.ts";
import { sameAccount } from "../lifecycle.ts";
import { ANSWER_MARKER, OPINION_MARKER } from "../names.ts";
import { hasRole, isListed, isOperator } from "../register.ts";
import { type OpinionCommand, type OpinionCommandName, parseOpinionCommand, STATE_OF } from "./commands.ts";
import type { Opinion } from "./parse.ts";
import type { DatasetFacts, OpinionContext, OpinionRecord, OpinionText } from "./record.ts";
import { isOfficial } from "./roles.ts";
import { agencyNamed, routeOf } from "./route.ts";
import type { RequestState, RequestStatus } from "./types.ts";

/** Why a command was not carried out. */
export type OpinionRefusal =
  | "edited"
  | "noRight"
  | "own"
  | "unknownCommand"
  | "unrouted"
  | "notRequest"
  | "agencyUnknown"
  | "agencySame"
  | "dateMissing"
  | "datePast"
  | "datasetUnknown"
  | "datasetNotInView"
  | "lawMissing"
  | "mergeMissing"
  | "mergeTarget"
  | "mergeCycle"
  | "noReply"
  | "approvalNotNeeded"
  | "alreadyApproved";

/** An answer to a command: why it was refused, or help. */
export interface OpinionAnswer {
  /** Node id and address of the comment. */
  to: string;
  url: string;
  actor: string;
  kind: "refused" | "help";
  reason?: OpinionRefusal;
  command?: OpinionCommandName;
  /** For people; hostile. */
  detail?: string;
}

/** A state that somebody with the right gave a request. */
export interface StatusChange {
  comment: OpinionText;
  status: RequestStatus;
}

/** What the commands below an opinion come to, in the order in which the server received them. */
export interface Folded {
  /** Code of the agency that is to answer. */
  agency?: string;
  /** Comment that passed it on last, and when; of the form's own route there is no comment. */
  routed?: { id?: string; at: string };
  /** Since the last route, oldest first; of those that merge, `mergesOf` says whether they hold. */
  changes: StatusChange[];
  /** Comments that may count as answers, with what they say beside a command. */
  texts: { comment: OpinionText; text: string }[];
  approvals: OpinionText[];
  answers: OpinionAnswer[];
  /** What the bot's own comment says of an earlier run: who was to answer, and which comments had effect. */
  earlier: { agency?: string; effects: Effects };
}

/** Ids of the comments that had effect: that passed it on last, gave its state, answered it, approved the answer. */
export type Effects = { [effect in "route" | "state" | "answer" | "approval"]?: string };

/** The bot's own word of what had effect; one that somebody else changed says nothing. */
function earlierOf(record: OpinionRecord): Folded["earlier"] {
  for (const { own, tampered, body } of record.comments) {
    const match = own && !tampered ? OPINION_MARKER.exec(body) : null;
    if (!match) continue;
    const [, , agency, ids] = match;
    return {
      ...(agency !== "-" ? { agency: agency! } : {}),
      effects: Object.fromEntries(
        ids!
          .trim()
          .split(" ")
          .map((pair) => pair.split(":")),
      ) as Effects,
    };
  }
  return { effects: {} };
}

/** Comments that were refused before stay so, whatever has changed since: their authors were told. */
const refusedBefore = (record: OpinionRecord): ReadonlySet<string> =>
  new Set(record.comments.flatMap(({ own, body }) => (own ? (ANSWER_MARKER.exec(body)?.[1] ?? []) : [])));

const isInView = ({ releasedOn, withdrawnOn }: DatasetFacts, day: string): boolean =>
  (releasedOn === undefined || releasedOn <= day) && (withdrawnOn === undefined || withdrawnOn > day);

/** Folds the commands below an opinion. Rights are those of today's register, or those that an earlier run found. */
export function fold(record: OpinionRecord, opinion: Opinion, context: OpinionContext): Folded {
  const { register, datasets } = context;
  const first = routeOf(opinion, register, datasets);
  const folded: Folded = {
    ...(first ? { agency: first, routed: { at: record.at } } : {}),
    changes: [],
    texts: [],
    approvals: [],
    answers: [],
    earlier: earlierOf(record),
  };
  const refused = refusedBefore(record);
  for (const comment of record.comments) {
    if (comment.own) continue;
    const command = parseOpinionCommand(comment.body);
    if (!command) {
      folded.texts.push({ comment, text: comment.body });
      continue;
    }
    if ("unknown" in command) {
      // The public may begin with a slash; who is listed meant a command.
      if (!isListed(register, comment.account)) folded.texts.push({ comment, text: comment.body });
      else if (!refused.has(answerKey(comment.id)))
        refuse(folded, comment, "unknownCommand", command.unknown);
      continue;
    }
    if (refused.has(answerKey(comment.id))) continue;
    const reason = carryOut(folded, comment, command, { record, opinion, context });
    if (reason) refuse(folded, comment, ...reason, command.name);
  }
  return folded;
}

/** Notes that a comment's command was not carried out, and why. */
export function refuse(
  { answers }: Pick<Folded, "answers">,
  { id: to, url, account: actor }: OpinionText,
  reason: OpinionRefusal,
  detail?: string,
  command?: OpinionCommandName,
): void {
  answers.push({
    to,
    url,
    actor,
    kind: "refused",
    reason,
    ...(command ? { command } : {}),
    ...(detail === undefined ? {} : { detail }),
  });
}

interface Place {
  record: OpinionRecord;
  opinion: Opinion;
  context: OpinionContext;
}

type Refused = [OpinionRefusal, string | undefined];

/** Carries out one command, or says why not. */
function carryOut(
  folded: Folded,
  comment: OpinionText,
  command: OpinionCommand,
  place: Place,
): Refused | undefined {
  const { register } = place.context;
  if (comment.edited) return ["edited", undefined];
  if (command.name === "help") {
    const { id: to, url, account: actor } = comment;
    folded.answers.push({ to, url, actor, kind: "help" });
    return undefined;
  }
  if (command.name === "route") return route(folded, comment, command, place);
  const { agency, earlier } = folded;
  const operator = isOperator(register, comment.account);
  if (agency === undefined) {
    return isListed(register, comment.account) ? ["unrouted", undefined] : ["noRight", undefined];
  }
  if (command.name === "approve") {
    // Who may is judged with the answer, once it is known who gives it.
    folded.approvals.push(comment);
    return undefined;
  }
  const allowed =
    operator || isOfficial(register, comment.account, agency) || earlier.effects.state === comment.id;
  if (!allowed) return ["noRight", undefined];
  if (sameAccount(comment.account, place.record.account)) return ["own", undefined];
  if (place.opinion.form === "opinion") return ["notRequest", undefined];
  const status = statusOf(comment, command, place.context);
  if ("refused" in status) return status.refused;
  folded.changes.push({ comment, status });
  if (command.text !== "") folded.texts.push({ comment, text: command.text });
  return undefined;
}

/**
 * Passes an opinion on: operators may always, an agency what it has itself; and what nobody has, an agency may take.
 */
function route(
  folded: Folded,
  comment: OpinionText,
  command: OpinionCommand,
  { context: { register } }: Place,
): Refused | undefined {
  const { agency, earlier } = folded;
  const { account, id, at } = comment;
  const named = agencyNamed(command.agency ?? "", register);
  const target = "agency" in named ? named.agency : undefined;
  const holder = agency ?? target;
  const allowed =
    isOperator(register, account) ||
    (holder !== undefined && isOfficial(register, account, holder)) ||
    earlier.effects.route === id;
  if (!allowed && (target !== undefined || !isListed(register, account))) return ["noRight", undefined];
  if (target === undefined) return ["agencyUnknown", command.agency];
  if (target === agency) return ["agencySame", register.agencies.get(target)?.name];
  folded.agency = target;
  folded.routed = { id, at };
  // The agency that has it now has said nothing yet.
  folded.changes = [];
  folded.approvals = [];
  return undefined;
}

/** The state that a command gives a request, or why it gives none. */
function statusOf(
  { at }: OpinionText,
  command: OpinionCommand,
  { datasets }: OpinionContext,
): RequestStatus | { refused: Refused } {
  const state = STATE_OF[command.name] as RequestState;
  const { date, dataset, law, reason, into } = command;
  const day = taipeiDay(new Date(at));
  switch (state) {
    case "planned":
      if (date === undefined) return { refused: ["dateMissing", undefined] };
      if (date < day) return { refused: ["datePast", date] };
      return { state, at, date };
    case "opened": {
      const facts = dataset === undefined ? undefined : datasets.get(dataset);
      if (dataset === undefined || !facts) return { refused: ["datasetUnknown", dataset] };
      if (!isInView(facts, day)) return { refused: ["datasetNotInView", dataset] };
      return { state, at, dataset };
    }
    case "declined":
      if (law === undefined || reason === undefined) return { refused: ["lawMissing", undefined] };
      return { state, at, law, reason };
    case "duplicate":
      if (into === undefined) return { refused: ["mergeMissing", undefined] };
      return { state, at, into };
    default:
      return { state, at };
  }
}

/** Whether somebody may record that the CIO approved an answer: administrators (mission J1, 「資訊長核准」). */
export const mayApprove = ({ register }: OpinionContext, account: string, agency: string): boolean =>
  account !== "" && hasRole(register, account, "administrator", agency);
