import type { Council, Meeting, Member, Term } from "../catalogue/plan/council.ts";
import { type Decision, isDecisionOverdue, periodLengthOf } from "../catalogue/plan/council-meetings.ts";
import { termsOf } from "../catalogue/plan/council-members.ts";
import type { PlanFlag } from "../catalogue/plan/flags.ts";
import { type Period, periodAt, periodOf } from "../catalogue/plan/periods.ts";
import type { Minutes } from "../catalogue/plan/plan-files.ts";
import "../catalogue/plan/schemas.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import type { Label } from "./i18n.ts";

const member = SCHEMAS.council.properties.terms!.items!.properties!.members!.items!.properties!;
const labelsOf = <K extends string>(field: { "x-enum-labels"?: Record<string, Label> } | undefined) =>
  field!["x-enum-labels"] as Record<K, Label>;

/** Words of the coded fields, from the schemas. */
export const COUNCIL_LABELS = {
  tier: labelsOf<Council["file"]["tier"]>(SCHEMAS.council.properties.tier),
  side: labelsOf<Member["side"]>(member.side),
  capacity: labelsOf<Member["capacity"]>(member.capacity),
  office: labelsOf<NonNullable<Member["office"]>>(member.office),
  kind: labelsOf<NonNullable<Minutes["kind"]>>(SCHEMAS.minutes.properties.kind),
  topic: labelsOf<Minutes["topics"][number]>(SCHEMAS.minutes.properties.topics!.items),
  state: labelsOf<Decision["state"]>(SCHEMAS.minutes.properties.decisions!.items!.properties!.state),
};

/** Councils in the order of their lists: the Executive Yuan's first, then by agency code. */
export const inOrder = (councils: Iterable<Council>): Council[] =>
  [...councils].sort(
    (a, b) =>
      Number(b.file.tier === "executive") - Number(a.file.tier === "executive") ||
      (a.agency.code < b.agency.code ? -1 : 1),
  );

/** Flags of one council. */
export const flagsFor = (flags: readonly PlanFlag[], code: string): PlanFlag[] =>
  flags.filter((flag) => flag.agency === code && flag.code.startsWith("council/"));

/** A period with the meetings in it; a past one that began before the council was there is left out. */
export interface HeldPeriod {
  period: Period;
  meetings: Meeting[];
  /** Whether the day lies in it. */
  present: boolean;
}

/** The last four quarters, or two half-years, and the present one, oldest first. */
export function periodsOf(council: Council, today: string): HeldPeriod[] {
  const length = periodLengthOf(council.file);
  const past = length === "quarter" ? 4 : 2;
  const now = periodOf(today, length);
  return Array.from({ length: past + 1 }, (_, i) => periodAt(now.year, now.part - past + i, length))
    .map((period) => ({
      period,
      meetings: council.meetings.filter((meeting) => meeting.period.from === period.from),
      present: period.from === now.from,
    }))
    .filter(
      ({ period, present, meetings }) =>
        present || meetings.length > 0 || period.from >= council.file.established,
    );
}

/** A decision with its meeting. */
export interface ListedDecision {
  decision: Decision;
  minutes: Minutes;
  overdue: boolean;
}

/** All decisions: overdue ones first, then those in progress by their day, then the others, newest meeting first. */
export function decisionsOf(council: Council, today: string): ListedDecision[] {
  const rank = ({ decision, overdue }: ListedDecision) => (overdue ? 0 : decision.state === "open" ? 1 : 2);
  return council.meetings
    .toReversed()
    .flatMap(({ minutes }) =>
      (minutes.decisions ?? []).map((decision) => ({
        decision,
        minutes,
        overdue: isDecisionOverdue(decision, today),
      })),
    )
    .sort((a, b) => {
      const by = rank(a) - rank(b);
      if (by !== 0 || rank(a) === 2) return by;
      const [x, y] = [a.decision.due ?? "9999", b.decision.due ?? "9999"];
      return x < y ? -1 : x > y ? 1 : 0;
    });
}

/** Members in the order of a list: the convener, the government's, civil society's. */
export const membersInOrder = (members: readonly Member[]): Member[] => {
  const rank = (m: Member) => (m.office === "convener" ? 0 : m.side === "government" ? 1 : 2);
  return members.toSorted((a, b) => rank(a) - rank(b));
};

/** Terms other than the present one and members of it who left or are still to come, newest first. */
export function otherTerms(council: Council): { term: Term; members: Member[] }[] {
  const present = new Set(council.members);
  return termsOf(council.file)
    .toReversed()
    .map(({ term }) => ({ term, members: term.members.filter((m) => !present.has(m)) }))
    .filter(({ members }) => members.length > 0);
}
