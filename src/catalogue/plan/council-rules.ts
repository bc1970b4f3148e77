import type { CouncilFile } from "../schema/generated/council.ts";
import { isCivil, isConvener, type Member, membersOn, type Term, termsOf } from "./council-members.ts";
import { addDays } from "./periods.ts";

/*
 * What 政府資料開放諮詢小組設置要點 asks of a council's members, and what a ministry asks of its own (mission A1, D6, J4).
 *
 * How it is counted: 「委員」 are all members in office on a day, the convener included, since 三 makes him a member ex
 * officio; 「總人數」 is the same number. So 法務部's convener and 11 members are 12, and its 4 civil members are just a third.
 */

/** A broken rule, with the clause that it breaks. */
export interface ClauseFault {
  /** Document and clause in Chinese, such as 諮詢小組設置要點四（四）. */
  clause: string;
  zh: string;
  en: string;
}

type Tier = CouncilFile["tier"];
type Text = Pick<ClauseFault, "zh" | "en">;

/** A council's members in office on a day of a term, with the terms before. */
export interface Composition {
  file: CouncilFile;
  term: Term;
  members: readonly Member[];
  /** The term before and the one before that, where the file holds them under the numbers before. */
  previous: Term | undefined;
  beforePrevious: Term | undefined;
}

/** A rule of a council's members. */
export interface CompositionRule {
  id: string;
  clause: (tier: Tier) => string;
  /** How to mend it, in Chinese. */
  remedy: string;
  /** What is wrong; undefined where the rule is kept. */
  fault: (of: Composition) => Text | undefined;
}

export const COUNCIL_DOCUMENT = "諮詢小組設置要點";
const inThree = (tier: Tier, item = "") =>
  `${COUNCIL_DOCUMENT}三${tier === "executive" ? "（一）" : "（二）"}${item}`;

/** Fewest and most members, the convener included (設置要點三). */
export const SIZES: Record<Tier, readonly [least: number, most: number]> = {
  executive: [8, 11],
  ministry: [11, 21],
};

/** Capacities of members other than the convener (設置要點三（一）1、2，三（二）1、2). */
export const CAPACITIES: Record<Tier, Record<Member["side"], readonly Member["capacity"][]>> = {
  executive: { government: ["cio"], civil: ["association", "scholar"] },
  ministry: {
    government: ["legal", "business", "accounting", "information", "subordinate"],
    civil: ["domain", "association", "scholar"],
  },
};

const names = (members: readonly Member[]) => members.map((member) => member.name).join("、");
/** Those who were in a term from its beginning or joined it, without those who took over somebody's rest of it. */
const appointed = (term: Term) => term.members.filter((member) => member.replaces === undefined);
const sat = (term: Term, name: string) => appointed(term).some((member) => member.name === name);
const misfits = ({ file, members }: Composition, side: Member["side"]) =>
  members.filter(
    (member) =>
      member.side === side && !isConvener(member) && !CAPACITIES[file.tier][side].includes(member.capacity),
  );

/** Whether as many civil members as the clause asks for are there: a third of all, in whole people. */
export const isThird = (civil: number, total: number): boolean => 3 * civil >= total;

/** The rules, in the order of the clauses. Each is broken once at most. */
export const COMPOSITION_RULES: readonly CompositionRule[] = [
  {
    id: "size",
    clause: (tier) => inThree(tier),
    remedy: "補派（聘）或減少委員",
    fault({ file, members: { length: total } }) {
      const [least, most] = SIZES[file.tier];
      if (total >= least && total <= most) return undefined;
      return {
        zh: `委員（含召集人）${total} 人，應為 ${least} 至 ${most} 人`,
        en: `${total} members, the convener included; ${least} to ${most} are asked for`,
      };
    },
  },
  {
    id: "convener",
    clause: (tier) => inThree(tier),
    remedy: "指定一位召集人（office: convener）",
    fault({ members }) {
      const count = members.filter(isConvener).length;
      if (count === 1) return undefined;
      return {
        zh: count === 0 ? "沒有召集人，應置一人" : `召集人 ${count} 人，應置一人`,
        en: count === 0 ? "no convener; there must be one" : `${count} conveners; there must be one`,
      };
    },
  },
  {
    id: "convener-capacity",
    clause: (tier) => inThree(tier),
    remedy: "召集人的資格（capacity）為 cio，代表別（side）為 government",
    fault({ members }) {
      const others = members.filter((m) => isConvener(m) && (m.capacity !== "cio" || isCivil(m)));
      if (others.length === 0) return undefined;
      return {
        zh: `召集人「${names(others)}」不是機關的資訊長`,
        en: `the convener (${names(others)}) is not the agency’s chief information officer`,
      };
    },
  },
  {
    id: "government-capacity",
    clause: (tier) => inThree(tier, "1"),
    remedy: "更正資格（capacity）或代表別（side）",
    fault(of) {
      const found = misfits(of, "government");
      if (found.length === 0) return undefined;
      const [zh, en] =
        of.file.tier === "executive"
          ? ["相關部會的資訊長", "chief information officers of ministries"]
          : [
              "法制、業務、主計、資訊單位主管或所屬機關人員",
              "heads of legal, business, accounting or information units or officers of subordinate agencies",
            ];
      return {
        zh: `機關代表「${names(found)}」的資格不符，應為${zh}`,
        en: `government members must be ${en}: ${names(found)}`,
      };
    },
  },
  {
    id: "civil-capacity",
    clause: (tier) => inThree(tier, "2"),
    remedy: "更正資格（capacity）或代表別（side）",
    fault(of) {
      const found = misfits(of, "civil");
      if (found.length === 0) return undefined;
      const [zh, en] =
        of.file.tier === "executive"
          ? ["公（協）會、社會團體代表或學者專家", "from associations, or scholars or experts"]
          : [
              "業務領域、公（協）會、社會團體代表或學者專家",
              "from the field, from associations, or scholars or experts",
            ];
      return {
        zh: `民間代表「${names(found)}」的資格不符，應為${zh}`,
        en: `civil members must be ${en}: ${names(found)}`,
      };
    },
  },
  {
    id: "share",
    clause: (tier) => inThree(tier),
    remedy: "增加民間代表",
    fault({ members }) {
      const civil = members.filter(isCivil).length;
      if (isThird(civil, members.length)) return undefined;
      return {
        zh: `民間代表 ${civil} 人，未達總人數 ${members.length} 人（含召集人）的三分之一`,
        en: `${civil} civil of ${members.length} members, the convener included; a third is asked for`,
      };
    },
  },
  {
    id: "own-minimum",
    clause: () => "諮詢小組自訂之民間代表最低人數",
    remedy: "增加民間代表，或更正自訂的最低人數（minimumCivil）",
    fault({ file, members }) {
      const civil = members.filter(isCivil).length;
      const least = file.minimumCivil;
      if (typeof least !== "number" || civil >= least) return undefined;
      return {
        zh: `民間代表 ${civil} 人，未達自訂的最低人數 ${least} 人`,
        en: `civil members: ${civil}; the ministry’s own minimum is ${least}`,
      };
    },
  },
  {
    id: "term-length",
    clause: () => `${COUNCIL_DOCUMENT}六第二項`,
    remedy: "更正任期起迄日；續聘者列入下一屆",
    fault({ term }) {
      const most = addDays(nextYear(term.from), -1);
      if (term.to <= most) return undefined;
      return {
        zh: `第 ${term.number} 屆任期 ${term.from} 至 ${term.to} 超過一年`,
        en: `term ${term.number} from ${term.from} to ${term.to} is longer than a year`,
      };
    },
  },
  {
    // 「任期為一年，期滿得續聘之，並得連任一次」 is read as two terms one after the other at most. Members from associations
    // come and go with their post (六第三項) and are not counted; nor is the rest of a term that somebody took over.
    id: "renewal",
    clause: () => `${COUNCIL_DOCUMENT}六第二項`,
    remedy: "改聘其他人；連續兩屆後應間隔一屆",
    fault({ term, previous, beforePrevious }) {
      if (!previous || !beforePrevious) return undefined;
      const found = appointed(term).filter(
        (m) =>
          isCivil(m) && m.capacity !== "association" && sat(previous, m.name) && sat(beforePrevious, m.name),
      );
      if (found.length === 0) return undefined;
      return {
        zh: `民間代表「${names(found)}」連續三屆擔任委員，只得連任一次`,
        en: `a third term in a row of ${names(found)}; one renewal is allowed`,
      };
    },
  },
  {
    id: "half-renewed",
    clause: () => `${COUNCIL_DOCUMENT}六第四項`,
    remedy: "改聘民間代表，使新任者至少占二分之一",
    fault({ term, previous }) {
      if (!previous) return undefined;
      const civil = appointed(term).filter(isCivil);
      const before = new Set(previous.members.filter(isCivil).map((member) => member.name));
      const fresh = civil.filter((member) => !before.has(member.name)).length;
      if (2 * fresh >= civil.length) return undefined;
      return {
        zh: `第 ${term.number} 屆民間代表 ${civil.length} 人中新任 ${fresh} 人，未達二分之一`,
        en: `${fresh} of the ${civil.length} civil members of term ${term.number} are new; half is asked for`,
      };
    },
  },
];

/** The same day of the next year; of 29 February it is 1 March. */
function nextYear(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year! + 1, month! - 1, date!)).toISOString().slice(0, 10);
}

/**
 * The rules that a term's members in office on a day break. A council of its own older mechanism is exempt (設置要點十三).
 * @param day YYYY-MM-DD, within the term
 * @returns rule and fault, in the order of the clauses
 */
export function compositionFaults(
  file: CouncilFile,
  term: Term,
  day: string,
): { rule: CompositionRule; fault: ClauseFault }[] {
  if (file.existingMechanism || typeof file.tier !== "string" || !Object.hasOwn(SIZES, file.tier)) return [];
  const before = (by: number) =>
    termsOf(file).find((placed) => placed.term.number === term.number - by)?.term;
  const of = { file, term, members: membersOn(term, day), previous: before(1), beforePrevious: before(2) };
  return COMPOSITION_RULES.flatMap((rule) => {
    const fault = rule.fault(of);
    return fault ? [{ rule, fault: { clause: rule.clause(file.tier), ...fault } }] : [];
  });
}
