import type { Agency, Catalogue } from "../catalogue.ts";
import type { CouncilFile } from "../schema/generated/council.ts";
import { councilFlags } from "./council-flags.ts";
import { type Meeting, meetingsOf, topicFault } from "./council-meetings.ts";
import { dayOf, isCivil, type Member, membersOn, type Term, termOn } from "./council-members.ts";
import { type ClauseFault, compositionFaults } from "./council-rules.ts";
import { compareFlags, type PlanFlag } from "./flags.ts";
import type { Minutes } from "./plan-files.ts";

export type { ClauseFault, Meeting, Member, Term };

/** A council on a day. */
export interface Council {
  agency: Agency;
  file: CouncilFile;
  /** The term that the day lies in. */
  term?: Term;
  /** Members of the term who are in office on the day, the convener included; none without a term. */
  members: readonly Member[];
  civil: number;
  total: number;
  /** Meetings up to the day, oldest first. */
  meetings: Meeting[];
  /** Broken clauses about the members of the day, in the order of the clauses. */
  faults: ClauseFault[];
}

/**
 * The councils of the catalogue's day, with what is missing, late or near (諮詢小組設置要點; mission A1, A2, D6, J4).
 * @returns councils by agency code, and flags in their order
 */
export function councilsOf(catalogue: Catalogue): { councils: Map<string, Council>; flags: PlanFlag[] } {
  const { agencies, plan, today } = catalogue;
  const councils = new Map<string, Council>();
  const flags: PlanFlag[] = [];
  for (const agency of agencies.values()) {
    const file = plan.councils.get(agency.code);
    if (file) {
      const council = councilOf(agency, file, plan.minutes.get(agency.code) ?? [], today);
      councils.set(agency.code, council);
      flags.push(...councilFlags(council, today));
    } else if (agency.file.grade !== undefined) flags.push(missing(agency));
  }
  return { councils, flags: flags.sort(compareFlags) };
}

function councilOf(agency: Agency, file: CouncilFile, minutes: readonly Minutes[], today: string): Council {
  const term = termOn(file, today);
  const members = membersOn(term, today);
  const held = minutes.filter(({ date }) => dayOf(date) !== undefined && date <= today);
  const judged = meetingsOf(file, held).map(({ broken: _, ...meeting }): Meeting => meeting);
  return {
    agency,
    file,
    ...(term ? { term } : {}),
    members,
    civil: members.filter(isCivil).length,
    total: members.length,
    meetings: file.tier === "ministry" ? withTopics(judged, today) : judged,
    faults: term ? compositionFaults(file, term, today).map(({ fault }) => fault) : [],
  };
}

/** What the meetings of a quarter that is over left out is a fault of its last one. */
function withTopics(meetings: readonly Meeting[], today: string): Meeting[] {
  return meetings.map((meeting, index) => {
    const { from, to } = meeting.period;
    if (to >= today || meetings[index + 1]?.period.from === from) return meeting;
    const fault = topicFault(meetings.filter(({ period }) => period.from === from));
    return fault ? { ...meeting, faults: [...meeting.faults, fault] } : meeting;
  });
}

const missing = (agency: Agency): PlanFlag => ({
  code: "council/missing",
  level: "missing",
  agency: agency.code,
  clause: "諮詢小組設置要點二",
  message: {
    zh: `${agency.name}沒有登載政府資料開放諮詢小組`,
    en: `${agency.nameEn} has no open data council on record`,
  },
  path: "plan/councils/",
});
