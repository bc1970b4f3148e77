import { accountKey } from "../catalogue/grants.ts";
import type { Answer, HistoryLine, RefusalReason, Requirement, Role, State } from "./assessment.ts";
import { type Command, type CommandName, parseCommand, readable, saysSomething } from "./commands.ts";
import { type Decision, decide, isDecider, ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";
import { CONTEXTS } from "./names.ts";
import type { CommentEvent, PullRequestEvent, PullRequestRecord, ReviewEvent } from "./records.ts";
import { hasRole, isListed, type Person, personOf, type Register } from "./register.ts";

/** What the events are folded with. */
export interface LifecycleInput {
  record: PullRequestRecord;
  submitter: Person;
  /** A citizen's correction: the submitter is its one citizen, and no agency's provider has a part in it (A15). */
  correction: boolean;
  /** Codes of the agencies whose datasets it touches. */
  agencies: readonly string[];
  requirements: readonly Requirement[];
  register: Register;
  /** 常用審查用語 by number. */
  phrases: ReadonlyMap<number, string>;
  bot: string;
}

/** An approval since the submission last entered 審查中. */
export interface Approval {
  by: Person;
  at: string;
  url: string;
  /** Node id of the comment or review. */
  id: string;
  /** Given by GitHub's own button. */
  button: boolean;
  /** Given for the present content. */
  current: boolean;
  dismissed: boolean;
}

/** What the events make of a pull request, whoever the submitter is. */
export interface Lifecycle {
  state: Exclude<State, "unlisted">;
  /** Time of the event that brought it into draft, review or return. */
  since: string;
  approvals: Approval[];
  /** When it was last submitted after it had been in review before. */
  resubmitted?: string;
  /** Whose latest verdict on GitHub asks for changes: its branch rules wait for them. */
  blocking: Person[];
  answers: Answer[];
  history: HistoryLine[];
}

/** Whether two logins are one account. */
export const sameAccount = (a: string, b: string): boolean => a !== "" && accountKey(a) === accountKey(b);

/** The later of two ISO times. */
export const laterOf = (a: string, b: string): string => (Date.parse(b) > Date.parse(a) ? b : a);

/** A person's parts in a submission, for the decision table. The submitter never decides. */
export function rolesIn(
  input: Pick<LifecycleInput, "submitter" | "correction" | "agencies" | "requirements" | "register">,
  account: string,
): Role[] {
  if (account === "") return [];
  const { submitter, correction, agencies, requirements, register } = input;
  const own = sameAccount(account, submitter.account);
  const provides =
    own ||
    (agencies.length > 0 && agencies.every((agency) => hasRole(register, account, "provider", agency)));
  const held = requirements
    .filter((r) => r.holders.some((holder) => sameAccount(holder.account, account)))
    .map((r) => r.role);
  const part: Role[] = correction ? (own ? ["citizen"] : []) : provides ? ["provider"] : [];
  return [...new Set<Role>([...part, ...held])];
}

/** The approval that a requirement goes by: the first by one of its holders for the present content. */
export function approvalFor(
  requirement: Requirement,
  approvals: readonly Approval[],
  counts: (approval: Approval) => boolean = (approval) => approval.current && !approval.dismissed,
): Approval | undefined {
  return approvals.find(
    (a) => counts(a) && requirement.holders.some((holder) => sameAccount(holder.account, a.by.account)),
  );
}

/** When the present head first came with this pull request: a status that was set for another one says nothing. */
export function receivedAt({ statuses, url }: PullRequestRecord): string | undefined {
  return statuses.find((s) => s.context === CONTEXTS.received && (s.url === undefined || s.url === url))?.at;
}

type Step = PullRequestEvent | { type: "dismissed"; at: string; actor: string; review: string };

/** Events in their order; the dismissal of a return is an event of its own, since it may lift the return. */
function stepsOf(record: PullRequestRecord): Step[] {
  const { events } = record;
  const steps: Step[] = events.some((event) => event.type === "opened")
    ? []
    : [{ type: "opened", at: record.createdAt, actor: record.author, draft: record.draft }];
  for (const event of events) {
    steps.push(event);
    if (event.type === "reviewed" && event.verdict === "returned" && event.dismissed) {
      steps.push({ type: "dismissed", ...event.dismissed, review: event.id });
    }
  }
  return steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const ALL_COMMANDS_BUT_HELP: ReadonlySet<CommandName> = new Set([
  "submit",
  "withdraw",
  "return",
  "approve",
  "takedown",
  "relist",
]);

/**
 * Folds the recorded events into the state (mission, 「States of a submission」). Buttons and commands are the same acts,
 * and the decision table alone says what they do. Facts of GitHub that nobody decides: closed, reopened, merged. Its
 * draft switch is an act like a command: flipped by somebody without the right it changes nothing here, and the bot
 * flips it back; flipped by the bot it only follows what was decided before.
 */
export function fold(input: LifecycleInput): Lifecycle {
  const { record, submitter, correction, requirements, register, phrases, bot } = input;
  const received = receivedAt(record);
  const answers: Answer[] = [];
  const history: HistoryLine[] = [];
  let stage = "none" as Exclude<Lifecycle["state"], "approved"> | "none";
  let beforeClosing = stage;
  let since = record.createdAt;
  let wasInReview = false;
  let resubmitted: string | undefined;
  let approvals: Approval[] = [];
  /** When the head last came by force, or the base changed. */
  let replaced: string | undefined;
  /** Returns in force, by the id of their comment or review. */
  let returns = new Set<string>();

  const known = new Map<string, Role[]>();
  const rolesOf = (account: string): Role[] => {
    const roles = known.get(accountKey(account)) ?? rolesIn(input, account);
    known.set(accountKey(account), roles);
    return roles;
  };
  const note = (at: string, account: string, act: HistoryLine["act"], opinion?: string) => {
    const { displayName } = personOf(register, account);
    history.push({ at, account, displayName, act, ...(opinion ? { opinion } : {}) });
  };
  /** Whoever is neither listed nor the submitter gets each explanation once, however often he tries. */
  const told = new Set<string>();
  const answer = (event: CommentEvent | ReviewEvent, rest: Pick<Answer, "kind"> & Partial<Answer>) => {
    if (!isListed(register, event.actor) && !sameAccount(event.actor, submitter.account)) {
      const key = `${accountKey(event.actor)} ${rest.kind} ${rest.reason}`;
      if (told.has(key)) return;
      told.add(key);
    }
    answers.push({ to: event.id, actor: event.actor, url: event.url, ...rest });
  };
  const isComplete = () => requirements.every((r) => approvalFor(r, approvals) !== undefined);
  const present = () => (stage === "inReview" && isComplete() ? "approved" : stage);

  const enterReview = (at: string, actor: string) => {
    if (wasInReview) resubmitted = at;
    wasInReview = true;
    stage = "inReview";
    since = at;
    approvals = [];
    returns = new Set();
    note(at, actor, "submitted");
  };
  const toDraft = (at: string, actor: string, act: "saved" | "withdrawn") => {
    stage = "draft";
    since = at;
    approvals = [];
    note(at, actor, act);
  };
  /** The roles that may do what somebody may not, for the explanation. */
  const wanted = (act: Decision["act"]): string => {
    const decides = act === "approve" || act === "return";
    const sends: Role = correction ? "citizen" : "provider";
    const roles = decides ? [...new Set<Role>(requirements.map((r) => r.role))] : [sends];
    return roles.map((role) => ROLE_NAMES[role]).join("、");
  };
  /** Asks the table; explains a refusal unless it is of the kind that needs no word. */
  const allowed = (
    event: CommentEvent | ReviewEvent,
    act: "submit" | "withdraw" | "return" | "approve",
    command: CommandName | undefined,
  ): boolean => {
    const at = present();
    const outcome = decide(at, act, rolesOf(event.actor));
    if ("to" in outcome) return true;
    const decides = act === "approve" || act === "return";
    const own = outcome.refused === "noRight" && decides && sameAccount(event.actor, submitter.account);
    const reason: RefusalReason = own ? "own" : outcome.refused;
    // An approving review of a passer-by blocks nothing, so nobody need hear of it.
    const silent = event.type === "reviewed" && act === "approve" && !own && !isListed(register, event.actor);
    if (!silent && !(event.type === "reviewed" && event.dismissed)) {
      const detail =
        reason === "noRight" ? wanted(act) : reason === "wrongState" ? STAGE_NAMES[at] : undefined;
      answer(event, {
        kind: "refused",
        reason,
        ...(command ? { command } : {}),
        ...(detail ? { detail } : {}),
      });
    }
    return false;
  };
  const giveBack = (event: CommentEvent | ReviewEvent, opinion: string) => {
    if (stage !== "returned") since = event.at;
    stage = "returned";
    approvals = [];
    returns.add(event.id);
    note(event.at, event.actor, "returned", opinion);
  };

  const review = (event: ReviewEvent) => {
    if (event.verdict === "approved") {
      if (!allowed(event, "approve", undefined)) return;
      const { actor, at, url, id } = event;
      const by = personOf(register, actor);
      const current = event.commit === record.head;
      approvals.push({ by, at, url, id, button: true, current, dismissed: event.dismissed !== undefined });
      note(at, actor, "approved", opinionOf(event.body));
    } else if (event.verdict === "returned") {
      if (!allowed(event, "return", undefined)) return;
      const written = opinionOf(event.body);
      const lines = event.lineComments > 0 ? `見檔案中逐行意見（${event.lineComments} 則）` : undefined;
      const opinion = written ?? lines;
      if (opinion) giveBack(event, opinion);
      else if (!event.dismissed) answer(event, { kind: "refused", reason: "opinionMissing" });
    }
  };

  const obey = (event: CommentEvent, command: Command) => {
    const { name } = command;
    const refuse = (reason: RefusalReason, detail?: string) =>
      answer(event, { kind: "refused", command: name, reason, ...(detail ? { detail } : {}) });
    switch (name) {
      case "submit":
        if (allowed(event, name, name)) enterReview(event.at, event.actor);
        break;
      case "withdraw":
        if (allowed(event, name, name)) toDraft(event.at, event.actor, "withdrawn");
        break;
      case "approve": {
        if (!allowed(event, name, name)) return;
        const { actor, at, url, id } = event;
        // Times are whole seconds: in the same one nobody knows which came first.
        const since =
          received !== undefined && replaced !== undefined ? laterOf(received, replaced) : received;
        const current = since !== undefined && Date.parse(at) > Date.parse(since);
        const by = personOf(register, actor);
        approvals.push({ by, at, url, id, button: false, current, dismissed: false });
        if (current) note(at, actor, "approved", opinionOf(command.text));
        break;
      }
      case "return": {
        if (!allowed(event, name, name)) return;
        const phrase = command.phrase === undefined ? undefined : phrases.get(command.phrase);
        if (command.phrase !== undefined && phrase === undefined) {
          refuse("phraseUnknown", String(command.phrase));
          return;
        }
        // 「其他」 announces words of one's own (manual 四、1).
        const opinion = [phrase === "其他" ? undefined : phrase, opinionOf(command.text)]
          .filter((part) => part !== undefined)
          .join("\n");
        if (opinion === "") refuse("opinionMissing");
        else giveBack(event, opinion);
        break;
      }
      case "help":
        answer(event, { kind: "help", command: name });
        break;
      default:
        // Takedowns and relistings are pull requests of their own: see requests.ts.
        break;
    }
  };

  const comment = (event: CommentEvent) => {
    if (event.own || sameAccount(event.actor, bot)) return;
    const command = parseCommand(event.body);
    if (command === undefined) return;
    if ("unknown" in command) {
      if (!event.edited) {
        answer(event, { kind: "refused", reason: "unknownCommand", detail: command.unknown });
      }
    } else if (!event.edited) obey(event, command);
    else if (ALL_COMMANDS_BUT_HELP.has(command.name)) {
      answer(event, { kind: "refused", command: command.name, reason: "edited" });
    }
  };

  for (const step of stepsOf(record)) {
    const byBot = sameAccount(step.actor, bot);
    switch (step.type) {
      case "opened":
        if (stage !== "none") break;
        if (step.draft) toDraft(step.at, submitter.account, "saved");
        else enterReview(step.at, submitter.account);
        break;
      case "readied":
        if (!byBot && "to" in decide(present(), "submit", rolesOf(step.actor))) {
          enterReview(step.at, step.actor);
        }
        break;
      case "drafted":
        if (!byBot && "to" in decide(present(), "withdraw", rolesOf(step.actor))) {
          toDraft(step.at, step.actor, "withdrawn");
        }
        break;
      case "reviewRequested": {
        // After a return, asking one of the deciding persons again is 送審; in 審查中 it is but a request.
        const decides = rolesOf(step.reviewer).some(isDecider);
        const outcome = decide(present(), "submit", rolesOf(step.actor));
        if (stage === "returned" && !byBot && decides && "to" in outcome) enterReview(step.at, step.actor);
        break;
      }
      case "reviewed":
        review(step);
        break;
      case "commented":
        comment(step);
        break;
      case "dismissed":
        if (!rolesOf(step.actor).some(isDecider)) break;
        // Another return may still be in force.
        if (returns.delete(step.review) && returns.size === 0 && stage === "returned") {
          stage = "inReview";
          since = step.at;
        }
        break;
      case "closed":
        // GitHub also closes what it merged, and says so.
        if (stage === "merged") break;
        if (stage !== "closed") beforeClosing = stage;
        stage = "closed";
        note(step.at, step.actor, "closed");
        break;
      case "reopened":
        if (stage !== "closed") break;
        stage = beforeClosing;
        note(step.at, step.actor, "reopened");
        // Whoever closes and opens again must not gain time by it: the return's clock runs on for the provider,
        // the review's for everybody but him.
        if (stage === "inReview" && rolesOf(step.actor).some((role) => !isDecider(role))) {
          since = step.at;
          approvals = [];
        }
        break;
      case "merged":
        stage = "merged";
        note(step.at, step.actor, "merged");
        break;
      case "replaced":
        // A version that was there before may be back, or the same head change more than was seen.
        replaced = step.at;
        approvals = approvals.map((approval) => ({ ...approval, current: false }));
        break;
      case "unlabelled":
        // Concerns the clock alone: see assess.ts.
        break;
    }
  }

  // The server's own word stands above a list of events that may lack one.
  if (record.state !== "open") stage = record.state;
  else if (stage === "closed" || stage === "merged") stage = beforeClosing;
  const state = present();
  if (state === "inReview") {
    for (const lapsed of approvals.filter((a) => !a.current && !a.dismissed)) {
      if (approvals.some((a) => a.current && sameAccount(a.by.account, lapsed.by.account))) continue;
      const { id: to, url, button } = lapsed;
      const command = button ? {} : { command: "approve" as const };
      answers.push({
        to,
        ...command,
        kind: "refused",
        reason: "contentChanged",
        actor: lapsed.by.account,
        url,
      });
    }
  }
  return {
    state: state === "none" ? "draft" : state,
    since,
    approvals,
    ...(resubmitted ? { resubmitted } : {}),
    blocking: blockingPersons(record, register),
    answers,
    history,
  };
}

/** What is readable of an opinion, if it says anything. */
function opinionOf(body: string): string | undefined {
  const text = readable(body);
  return saysSomething(text) ? text : undefined;
}

function blockingPersons(record: PullRequestRecord, register: Register): Person[] {
  const latest = new Map<string, ReviewEvent>();
  for (const event of record.events) {
    if (event.type !== "reviewed" || event.verdict === "commented" || event.dismissed) continue;
    latest.set(accountKey(event.actor), event);
  }
  return (
    [...latest.values()]
      // Only those with write access block, and the register's people have it.
      .filter((event) => event.verdict === "returned" && isListed(register, event.actor))
      .map((event) => personOf(register, event.actor))
  );
}
