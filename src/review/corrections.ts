import { isReleased } from "../catalogue/catalogue.ts";
import { accountKey } from "../catalogue/grants.ts";
import type { Assessment, Submission } from "./assessment.ts";
import { LABELS } from "./names.ts";
import type { DatasetChange, PullRequestRecord } from "./records.ts";
import { isListed, type Person, type Register } from "./register.ts";

/*
 * 資料修正回饋 (mission A15): anybody may correct a published dataset. What a stranger sends in is a correction only where
 * nothing but the agency's reviewer has to decide on it; all else waits for the register, as it did before (L1).
 */

/** Open corrections of one account at a time. */
export const MOST_CORRECTIONS = 5;
/** Datasets in one correction. */
export const MOST_CORRECTED = 20;

/** What a stranger's pull request is judged by. */
export interface CorrectionInput {
  record: PullRequestRecord;
  submission: Submission;
  register: Register;
  submitter: Person;
  /** The bot's own login. */
  bot: string;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

/** How many corrections an account had open before this one, of those that are open now. */
export const earlierCorrections = (
  { author, number }: Pick<PullRequestRecord, "author" | "number">,
  open: readonly Pick<PullRequestRecord, "author" | "number" | "labels">[],
): number =>
  open.filter(
    (other) =>
      other.number < number &&
      accountKey(other.author) === accountKey(author) &&
      other.labels.includes(LABELS.correction.name),
  ).length;

/** Fields that put a dataset into public view or take it out: no matter for a citizen. */
const STANDING = ["status", "withdrawal", "releaseDate"] as const;

function isCorrected(change: DatasetChange, today: string): boolean {
  const { act, before, after, locked } = change;
  if (act !== "modification" || !before || !after || locked.length > 0) return false;
  if (before.status === "withdrawn" || !isReleased(before, today)) return false;
  return STANDING.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]));
}

/**
 * Whether a pull request is a citizen's correction, or why it is none.
 * @returns undefined where this is no question: somebody whom the register lists, or no dataset at all
 */
export function correctionOf(input: CorrectionInput): "correction" | Assessment["noCorrection"] {
  const { record, submission, register, submitter, bot, today } = input;
  // What has ended keeps the kind that it had, whatever the register says by now.
  if (record.state !== "open" && record.labels.includes(LABELS.correction.name)) return "correction";
  const { account } = submitter;
  if (account === "" || account === bot || isListed(register, account)) return undefined;
  const { datasets, plan, register: agencies, platform, refused } = submission;
  if (datasets.length === 0) return undefined;
  const others = agencies.length + plan.length + platform.length + refused.length;
  if (others > 0 || !datasets.every((change) => isCorrected(change, today))) return "beyond";
  if (datasets.length > MOST_CORRECTED) return "tooLarge";
  return (record.openCorrections ?? 0) >= MOST_CORRECTIONS ? "tooMany" : "correction";
}
