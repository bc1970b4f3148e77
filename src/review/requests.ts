import { parseDocument, Scalar, YAMLMap } from "yaml";
import { pathOf } from "../catalogue/check.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";
import type { Answer, RefusalReason, Submission } from "./assessment.ts";
import { readDataset } from "./classify.ts";
import { parseCommand, readable, saysSomething } from "./commands.ts";
import { ROLE_NAMES } from "./decision-table.ts";
import { formAnswers } from "./issue-form.ts";
import { proposalBranch } from "./names.ts";
import type { PullRequestRecord } from "./records.ts";
import { hasRole, isOperator, type Register } from "./register.ts";

/** What somebody asked for; nothing of it is believed yet. */
export interface TakedownRequest {
  /** Node id and address of the comment or issue that asked. */
  to: string;
  url: string;
  act: "takedown" | "relisting";
  /** Login of who asked. */
  account: string;
  identifier?: string;
  reason?: "A" | "B";
  explanation: string;
}

/** A takedown or a relisting that somebody asked for, with what decides on it. */
export interface RequestInput extends TakedownRequest {
  /** The dataset's file on the main branch; undefined where there is none. */
  published?: Uint8Array;
  register: Register;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

/** The pull request that the bot opens for somebody. */
export interface Proposal {
  act: "takedown" | "relisting";
  identifier: string;
  path: string;
  account: string;
  branch: string;
  title: string;
  /** The dataset's file with the change, all else as it was. */
  text: string;
  /** A relisting starts as 暫存, a takedown as 審查中 (mission, the state table). */
  draft: boolean;
}

const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;
const LONGEST_EXPLANATION = fieldAt("dataset", ["withdrawal", "explanation"])!.maxLength!;

/**
 * What becomes of a request for a takedown or a relisting (mission P10, P11): the pull request to open, or why there is
 * none. Only providers of the dataset's agency, and operators, may ask; reviewers decide as on any submission.
 */
export function propose(input: RequestInput): { proposal: Proposal } | { answer: Answer } {
  const { act, identifier, account, published, register, today } = input;
  const refuse = (reason: RefusalReason, detail?: string) => ({
    answer: {
      to: input.to,
      command: act === "takedown" ? ("takedown" as const) : ("relist" as const),
      kind: "refused" as const,
      reason,
      ...(detail ? { detail } : {}),
      actor: account,
      url: input.url,
    },
  });
  if (!identifier || !IDENTIFIER.test(identifier)) return refuse("datasetUnknown");
  const mayAsk =
    isOperator(register, account) || hasRole(register, account, "provider", identifier.slice(0, 10));
  if (!mayAsk) return refuse("noRight", ROLE_NAMES.provider);
  const path = pathOf(identifier);
  const before = readDataset(path, published);
  if (!published || !before) return refuse("datasetUnknown", identifier);
  const withdrawn = before.status === "withdrawn";
  const document = parseDocument(new TextDecoder().decode(published), { schema: "failsafe" });
  if (act === "takedown") {
    if (withdrawn) return refuse("notPublished", identifier);
    const explanation = readable(input.explanation);
    if (!input.reason || !saysSomething(explanation)) return refuse("reasonMissing");
    if ([...explanation].length > LONGEST_EXPLANATION) {
      return refuse("reasonMissing", `說明最多 ${LONGEST_EXPLANATION} 字`);
    }
    const withdrawal = new YAMLMap<Scalar, Scalar>();
    const add = (key: string, value: string, type: Scalar.Type = "PLAIN") => {
      const scalar = new Scalar(value);
      scalar.type = type;
      withdrawal.set(new Scalar(key), scalar);
    };
    add("reason", input.reason);
    add("explanation", explanation, "QUOTE_DOUBLE");
    add("date", today);
    put(document.contents as YAMLMap, "status", new Scalar("withdrawn"));
    put(document.contents as YAMLMap, "withdrawal", withdrawal);
  } else {
    if (!withdrawn) return refuse("notWithdrawn", identifier);
    put(document.contents as YAMLMap, "status", new Scalar("published"));
    const date = before.withdrawal?.date ?? today;
    // A withdrawal that was to begin later can't end before it.
    document.setIn(["withdrawal", "relistedOn"], [date, today].sort()[1]);
  }
  const proposal: Proposal = {
    act,
    identifier,
    path,
    account,
    branch: proposalBranch(act, identifier, account),
    title: `${act === "takedown" ? "申請下架" : "重新上架"} ${identifier}`,
    text: document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }),
    draft: act === "relisting",
  };
  return { proposal };
}

/** Sets a field where it stands, or at its place in the schema's order: before the former number and the provenance. */
function put(map: YAMLMap, key: string, value: Scalar | YAMLMap): void {
  if (map.has(key)) {
    map.set(key, value);
    return;
  }
  map.set(new Scalar(key), value);
  const at = map.items.findIndex((pair) =>
    ["withdrawal", "legacyID", "provenance"].includes((pair.key as Scalar<string>).value),
  );
  if (at >= 0) map.items.splice(at, 0, map.items.pop()!);
}

/** Takedowns and relistings asked for in a pull request's conversation; its own dataset is meant where none is named. */
export function requestsIn(record: PullRequestRecord, submission: Submission): TakedownRequest[] {
  const sole = submission.datasets.length === 1 ? submission.datasets[0]!.identifier : undefined;
  return record.events.flatMap((event) => {
    if (event.type !== "commented" || event.own || event.edited) return [];
    const command = parseCommand(event.body);
    if (!command || "unknown" in command) return [];
    if (command.name !== "takedown" && command.name !== "relist") return [];
    const identifier = command.identifier ?? sole;
    return {
      to: event.id,
      url: event.url,
      act: command.name === "takedown" ? ("takedown" as const) : ("relisting" as const),
      account: event.actor,
      ...(identifier ? { identifier } : {}),
      ...(command.reason ? { reason: command.reason } : {}),
      explanation: command.text,
    };
  });
}

/** Fields of the issue form for takedowns and relistings. */
export interface RequestForm {
  act?: "takedown" | "relisting";
  identifier?: string;
  reason?: "A" | "B";
  explanation: string;
}

/** Headings under which GitHub writes the form's answers, in the form's order: the free text comes last. */
export const FORM_HEADINGS = ["資料集識別碼", "申請事項", "下架原因", "說明"] as const;

/** Reads the issue that GitHub wrote from the form 上下架申請. */
export function parseRequestForm(body: string): RequestForm {
  const answers = formAnswers(body, FORM_HEADINGS);
  const answerTo = (heading: (typeof FORM_HEADINGS)[number]): string => answers.get(heading) ?? "";
  const identifier = answerTo("資料集識別碼").normalize("NFKC");
  const wanted = answerTo("申請事項");
  const act = wanted === "申請下架" ? "takedown" : wanted === "重新上架" ? "relisting" : undefined;
  const reason = /^([AB])(?![A-Za-z0-9])/.exec(answerTo("下架原因").normalize("NFKC"))?.[1] as
    | "A"
    | "B"
    | undefined;
  return {
    ...(act ? { act } : {}),
    ...(IDENTIFIER.test(identifier) ? { identifier } : {}),
    ...(reason ? { reason } : {}),
    explanation: answerTo("說明"),
  };
}
