import { asText } from "../history.ts";
import type { CouncilFile } from "../schema/generated/council.ts";
import type { MinutesFile } from "../schema/generated/minutes.ts";
import { dayOf, isCivil, isConvener, type Member, membersOn, type Term, termsOf } from "./council-members.ts";
import { OPINIONS_HEADING, opinionsOf, SIDE_NAMES, silentSides } from "./council-opinions.ts";
import { type ClauseFault, COUNCIL_DOCUMENT } from "./council-rules.ts";
import { type Period, type PeriodLength, periodOf } from "./periods.ts";
import type { Minutes } from "./plan-files.ts";

/** A meeting with what follows from its minutes and the members of its day. */
export interface Meeting {
  minutes: Minutes;
  /** Members who were there or, of the government's, sent somebody. */
  present: number;
  /** Members in office on the day, the convener included. */
  total: number;
  /** Whether more than half were present (設置要點四（四）). */
  quorum: boolean;
  /** Quarter of a ministry's council, half-year of the Executive Yuan's. */
  period: Period;
  /** Broken clauses, in the order of the rules. */
  faults: ClauseFault[];
}

/** A meeting as its rules see it. */
interface Held {
  file: CouncilFile;
  minutes: Minutes;
  members: readonly Member[];
  present: number;
  term: Term | undefined;
  /** Whether it is the first one of its term that there are minutes of. */
  first: boolean;
}

/** A rule of one meeting. */
export interface MeetingRule {
  id: string;
  clause: string;
  /** Field of the minutes that it is about; undefined for the text. */
  field?: keyof Minutes;
  /** Whether a council of its own older mechanism is exempt (設置要點十三: all but 九 to 十二). */
  exempt: boolean;
  /** How to mend it, in Chinese. */
  remedy: string;
  fault: (of: Held) => Pick<ClauseFault, "zh" | "en"> | undefined;
}

/** How often a council meets (設置要點四（一）、（二）). */
export const periodLengthOf = (file: CouncilFile): PeriodLength =>
  file.tier === "executive" ? "half-year" : "quarter";

/** Lists of minutes whose other fields are wrong may be no lists. */
const listOf = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : []);
export const namesPresent = (minutes: MinutesFile): readonly string[] => listOf(minutes.present);
export const namesRepresented = (minutes: MinutesFile): readonly string[] =>
  listOf(minutes.represented).map((each) => each?.member);

/** Whether so many of all members may hold a meeting. */
export const isQuorum = (present: number, total: number): boolean => 2 * present > total;

/**
 * How many members take part: those present, and government members who are represented, each once (設置要點七). A name
 * that is no member's doesn't count.
 */
export function countPresent(minutes: Minutes, members: readonly Member[]): number {
  const there = new Set(namesPresent(minutes));
  const sent = new Set(namesRepresented(minutes));
  return members.filter((m) => there.has(m.name) || (!isCivil(m) && sent.has(m.name))).length;
}

export const MEETING_RULES: readonly MeetingRule[] = [
  {
    id: "chair",
    clause: `${COUNCIL_DOCUMENT}四（三）`,
    field: "chair",
    exempt: true,
    remedy: "召集人出席時由召集人主持；不能出席時由其指定的委員主持",
    fault({ minutes, members }) {
      const there = new Set(namesPresent(minutes));
      // A file with faults of its own may hold anything here, even what can't be made a text.
      const chair = asText(minutes.chair);
      const convener = members.find((member) => isConvener(member) && there.has(member.name));
      if (convener && convener.name !== minutes.chair) {
        return {
          zh: `召集人「${convener.name}」出席，主席卻是「${chair}」`,
          en: `the convener ${convener.name} was present, but ${chair} took the chair`,
        };
      }
      if (members.length === 0 || members.some((member) => member.name === minutes.chair)) return undefined;
      return {
        zh: `主席「${chair}」不是當日的委員`,
        en: `${chair}, who took the chair, was no member on that day`,
      };
    },
  },
  {
    id: "quorum",
    clause: `${COUNCIL_DOCUMENT}四（四）`,
    field: "present",
    exempt: true,
    remedy: "更正出席名單；出席未過半數的會議不成會，應另行召開",
    fault({ present, members: { length: total } }) {
      if (isQuorum(present, total)) return undefined;
      return {
        zh: `委員 ${total} 人，出席 ${present} 人，未過半數`,
        en: `${present} of ${total} members were present; more than half must be`,
      };
    },
  },
  {
    id: "representation",
    clause: `${COUNCIL_DOCUMENT}七`,
    field: "represented",
    exempt: true,
    remedy: "民間代表應親自出席，從代理出席（represented）移除",
    fault({ minutes, members }) {
      const sent = new Set(namesRepresented(minutes));
      const found = members.filter((m) => isCivil(m) && sent.has(m.name)).map((m) => m.name);
      if (found.length === 0) return undefined;
      return {
        zh: `民間代表「${found.join("、")}」由他人代理，只有機關代表得指派代表出席`,
        en: `civil members were represented (${found.join("、")}); only government members may be`,
      };
    },
  },
  {
    id: "opinions",
    clause: `${COUNCIL_DOCUMENT}十二`,
    exempt: false,
    remedy: `在內文加上「## ${OPINIONS_HEADING}」一節，分別寫出機關代表與民間代表的意見`,
    fault({ minutes, members }) {
      const section = opinionsOf(minutes.text);
      if (section === undefined) {
        return {
          zh: `內文沒有「${OPINIONS_HEADING}」一節，或其中沒有內容`,
          en: `the text has no section ${OPINIONS_HEADING} (every side’s opinion), or nothing in it`,
        };
      }
      const there = new Set([...namesPresent(minutes), ...namesRepresented(minutes)]);
      const silent = silentSides(
        section,
        members.filter((m) => there.has(m.name)),
      );
      if (silent.length === 0) return undefined;
      return {
        zh: `「${OPINIONS_HEADING}」沒有${silent.map((side) => SIDE_NAMES[side]).join("與")}的意見`,
        en: `${OPINIONS_HEADING} (every side’s opinion) lacks the ${silent.join(" and ")} side`,
      };
    },
  },
  {
    id: "duties",
    clause: "行動方案伍、一、（一）2",
    field: "topics",
    exempt: false,
    remedy: "首次會議應說明諮詢小組執掌與運作方式，已說明者在討論事項（topics）加上 duties",
    fault({ minutes, term, first }) {
      if (!first || !term || listOf(minutes.topics).includes("duties")) return undefined;
      return {
        zh: `第 ${term.number} 屆第一次會議沒有說明諮詢小組執掌與運作方式`,
        en: `the first meeting of term ${term.number} didn’t explain the council’s duties`,
      };
    },
  },
];

/** What each quarter's meetings of a ministry's council go through (設置要點十). */
export const QUARTERLY_TOPICS = [
  { topic: "inventory", zh: "盤點資料", en: "inventories" },
  { topic: "requests", zh: "民間需求之回應說明", en: "answers to the public’s requests" },
] as const;

/** A meeting, and the rules that it breaks. */
export interface JudgedMeeting extends Meeting {
  broken: readonly MeetingRule[];
}

/**
 * Judges the meetings of a council against its members.
 * @param minutes oldest first
 */
export function meetingsOf(file: CouncilFile, minutes: readonly Minutes[]): JudgedMeeting[] {
  const begun = new Set<Term["from"]>();
  const length = periodLengthOf(file);
  const terms = termsOf(file);
  return minutes.flatMap((each) => {
    if (dayOf(each.date) === undefined) return [];
    const term = terms.find((placed) => placed.term.from <= each.date && each.date <= placed.term.to)?.term;
    const members = membersOn(term, each.date);
    const present = countPresent(each, members);
    const first = term !== undefined && !begun.has(term.from);
    if (term) begun.add(term.from);
    const broken: MeetingRule[] = [];
    const faults: ClauseFault[] = [];
    for (const rule of MEETING_RULES) {
      if (rule.exempt && file.existingMechanism) continue;
      const fault = rule.fault({ file, minutes: each, members, present, term, first });
      if (!fault) continue;
      broken.push(rule);
      faults.push({ clause: rule.clause, ...fault });
    }
    const total = members.length;
    const period = periodOf(each.date, length);
    return [{ minutes: each, present, total, quorum: isQuorum(present, total), period, faults, broken }];
  });
}

/**
 * 設置要點十: what the meetings of a quarter, all together, left out; asked of ministries' councils, once the quarter is over.
 */
export function topicFault(meetings: readonly Meeting[]): ClauseFault | undefined {
  const topics = new Set<string>(meetings.flatMap(({ minutes }) => listOf(minutes.topics)));
  const missing = QUARTERLY_TOPICS.filter(({ topic }) => !topics.has(topic));
  if (missing.length === 0) return undefined;
  return {
    clause: `${COUNCIL_DOCUMENT}十`,
    zh: `本季會議沒有檢視${missing.map(({ zh }) => zh).join("與")}`,
    en: `the quarter’s meetings didn’t go through the ${missing.map(({ en }) => en).join(" and the ")}`,
  };
}

export type Decision = NonNullable<Minutes["decisions"]>[number];

/** Whether a decision's day has passed and it is still in progress. */
export const isDecisionOverdue = (decision: Decision, today: string): boolean =>
  decision.state === "open" && decision.due !== undefined && decision.due < today;
