import type { Council } from "./council.ts";
import { isDecisionOverdue, type Meeting, periodLengthOf } from "./council-meetings.ts";
import { termsOf } from "./council-members.ts";
import { COUNCIL_DOCUMENT } from "./council-rules.ts";
import type { PlanFlag } from "./flags.ts";
import { daysBetween, type Period, type PeriodLength, periodAt, periodOf, rocYear } from "./periods.ts";

/** A term that ends within so many days, and no other follows. */
const TERM_NEAR_DAYS = 60;
/** A period that ends within so many days without a meeting. */
const MEETING_NEAR_DAYS = 30;
/** How long the faults of a meeting are flagged. */
const MINUTES_DAYS = 365;
/** A year of periods. */
const PAST_PERIODS: Record<PeriodLength, number> = { quarter: 4, "half-year": 2 };

/** Name of a period, such as 115 年第 3 季. */
export function periodName({ year, part }: Period, length: PeriodLength): { zh: string; en: string } {
  if (length === "quarter")
    return { zh: `${rocYear(year)} 年第 ${part} 季`, en: `quarter ${part} of ${year}` };
  return {
    zh: `${rocYear(year)} 年${part === 1 ? "上" : "下"}半年`,
    en: `the ${part === 1 ? "first" : "second"} half of ${year}`,
  };
}

/** The last complete periods before a day that began when the council was there, oldest first. */
function pastPeriods(council: Council, today: string): Period[] {
  const length = periodLengthOf(council.file);
  const { year, part } = periodOf(today, length);
  return Array.from({ length: PAST_PERIODS[length] }, (_, i) =>
    periodAt(year, part - PAST_PERIODS[length] + i, length),
  ).filter(({ from }) => from >= council.file.established);
}

const heldIn = (meetings: readonly Meeting[], period: Period) =>
  meetings.filter((meeting) => meeting.period.from === period.from);

/**
 * What is missing, late or near of a council that there is.
 * @param today YYYY-MM-DD in Taipei
 */
export function councilFlags(council: Council, today: string): PlanFlag[] {
  const { agency, file } = council;
  const flags: PlanFlag[] = [];
  const add = (flag: Omit<PlanFlag, "agency" | "path">) =>
    flags.push({ ...flag, agency: agency.code, path: `plan/councils/${agency.code}/` });
  for (const { clause, zh, en } of council.faults) {
    add({ code: "council/composition", level: "overdue", clause, message: { zh, en } });
  }
  const term = termFlag(council, today);
  if (term) add(term);
  for (const flag of meetingFlags(council, today)) add(flag);
  for (const { minutes, faults } of council.meetings) {
    const { date } = minutes;
    if (daysBetween(date, today) <= MINUTES_DAYS) {
      for (const { clause, zh, en } of faults) {
        const message = { zh: `${date} 會議：${zh}`, en: `Meeting of ${date}: ${en}` };
        add({ code: "council/minutes", level: "overdue", clause, message });
      }
    }
    for (const decision of minutes.decisions ?? []) {
      if (!isDecisionOverdue(decision, today)) continue;
      add({
        code: "council/decision-overdue",
        level: "overdue",
        // Follow-up of decisions is one of the matters of each quarter's meeting.
        clause: file.tier === "ministry" ? `${COUNCIL_DOCUMENT}十` : "行動方案伍、一、（一）2",
        message: {
          zh: `${date} 會議的決議 ${decision.id} 應於 ${decision.due} 完成，仍在辦理中（${decision.unit}）`,
          en: `Decision ${decision.id} of ${date} was due on ${decision.due} and is still in progress`,
        },
        due: decision.due!,
      });
    }
  }
  return flags;
}

function termFlag({ file, term }: Council, today: string): Omit<PlanFlag, "agency" | "path"> | undefined {
  const clause = file.existingMechanism ? `${COUNCIL_DOCUMENT}九` : `${COUNCIL_DOCUMENT}六第二項`;
  const terms = termsOf(file);
  if (!term) {
    const last = terms
      .map((placed) => placed.term.to)
      .sort()
      .at(-1);
    return {
      code: "council/term",
      level: "overdue",
      clause,
      message: {
        zh:
          last && last < today ? `最近一屆的任期已於 ${last} 屆滿，沒有新的委員名單` : "現在沒有任期內的委員",
        en:
          last && last < today
            ? `The last term ended on ${last} and no new members are listed`
            : "Nobody’s term holds the present day",
      },
      ...(last ? { due: last } : {}),
    };
  }
  const left = daysBetween(today, term.to);
  if (left > TERM_NEAR_DAYS || terms.some((placed) => placed.term.from > term.to)) return undefined;
  return {
    code: "council/term",
    level: "due",
    clause,
    message: {
      zh: `第 ${term.number} 屆的任期至 ${term.to}，還沒有下一屆的委員名單`,
      en: `Term ${term.number} ends on ${term.to} and no members of the next one are listed`,
    },
    due: term.to,
  };
}

function* meetingFlags(council: Council, today: string): Generator<Omit<PlanFlag, "agency" | "path">> {
  const { file, meetings } = council;
  const length = periodLengthOf(file);
  // A council of its own older mechanism still goes through inventories and requests each quarter (設置要點十三).
  const item = file.tier === "executive" ? "四（一）" : file.existingMechanism ? "十" : "四（二）";
  const clause = `${COUNCIL_DOCUMENT}${item}`;
  for (const period of pastPeriods(council, today)) {
    const held = heldIn(meetings, period);
    const name = periodName(period, length);
    if (held.length === 0) {
      const message = { zh: `${name.zh}沒有召開會議`, en: `No meeting in ${name.en}` };
      yield { code: "council/meeting-missed", level: "overdue", clause, message, due: period.to };
    } else if (file.tier === "ministry" && held.every(({ minutes }) => minutes.reportedOn === undefined)) {
      yield {
        code: "council/report",
        level: "overdue",
        clause: `${COUNCIL_DOCUMENT}十一`,
        message: {
          zh: `${name.zh}的推動成果沒有送行政院諮詢小組備查`,
          en: `The results of ${name.en} were not reported to the Executive Yuan’s council`,
        },
        due: period.to,
      };
    }
  }
  const present = periodOf(today, length);
  if (heldIn(meetings, present).length === 0 && daysBetween(today, present.to) <= MEETING_NEAR_DAYS) {
    const name = periodName(present, length);
    yield {
      code: "council/meeting-due",
      level: "due",
      clause,
      message: {
        zh: `${name.zh}還沒有召開會議，至 ${present.to} 止`,
        en: `No meeting yet in ${name.en}, which ends on ${present.to}`,
      },
      due: present.to,
    };
  }
}
