/** What a flag is about, one code a rule. */
export type PlanFlagCode =
  | "inventory/missing"
  | "inventory/stale"
  | "inventory/due"
  | "inventory/immediate-overdue"
  | "inventory/planned-overdue"
  | "inventory/planned-due"
  | "inventory/review-overdue"
  | "inventory/review-due"
  | "council/missing"
  | "council/composition"
  | "council/term"
  | "council/meeting-missed"
  | "council/meeting-due"
  | "council/minutes"
  | "council/decision-overdue"
  | "council/report"
  | "strategy/missing"
  | "strategy/unapproved"
  | "strategy/unpublished"
  | "showcase/missing"
  | "target/cumulative"
  | "target/datasets"
  | "target/growth"
  | "target/views"
  | "target/downloads"
  | "target/stars";

/** `overdue`: a day has passed or a rule is broken. `due`: the day is near. `missing`: nothing is there where something is asked for. */
export type PlanFlagLevel = "overdue" | "due" | "missing";

/**
 * Something that the action plan asks of an agency and that is missing, late or near. Flags are derived for the day of
 * the build; nothing stores them.
 */
export interface PlanFlag {
  code: PlanFlagCode;
  level: PlanFlagLevel;
  /** Code of the agency that it concerns. */
  agency: string;
  /** Document and section that asks for it, in Chinese, such as 諮詢小組設置要點四（二）. */
  clause: string;
  /** A sentence for people, in both languages. */
  message: { zh: string; en: string };
  /** Last day in time, YYYY-MM-DD in Taipei. */
  due?: string;
  /** Path below the edition of the page that shows more, such as `plan/inventory/A41000000G/`. */
  path?: string;
}

/** Most urgent first. */
export const FLAG_LEVELS: readonly PlanFlagLevel[] = ["overdue", "missing", "due"];

/** The levels for people. */
export const FLAG_LEVEL_NAMES: Record<PlanFlagLevel, { zh: string; en: string }> = {
  overdue: { zh: "逾期或不符", en: "Overdue or broken" },
  missing: { zh: "尚缺", en: "Missing" },
  due: { zh: "即將到期", en: "Due soon" },
};

/** Overdue ones first, then what is missing, then what is near; by day, agency and code. */
export function compareFlags(a: PlanFlag, b: PlanFlag): number {
  const text = (x = "", y = "") => (x < y ? -1 : x > y ? 1 : 0);
  return (
    FLAG_LEVELS.indexOf(a.level) - FLAG_LEVELS.indexOf(b.level) ||
    text(a.due, b.due) ||
    text(a.agency, b.agency) ||
    text(a.code, b.code) ||
    text(a.message.zh, b.message.zh)
  );
}
