import type { Agency, Catalogue } from "../catalogue.ts";
import type { PlanFlag } from "./flags.ts";
import { rocYear } from "./periods.ts";

const CLAUSE = "行動方案伍、一、（一）1";

/** A year's strategy is asked for from the day after this one. */
const LAST_DAY = "04-30";

/**
 * What the ministries' strategies of this year lack (行動方案伍、一、（一）1; mission J5): a strategy by the end of April,
 * the approval of the council, the publication.
 */
export function strategiesOf(catalogue: Catalogue): { flags: PlanFlag[] } {
  const { today, plan } = catalogue;
  const year = Number(today.slice(0, 4));
  const due = `${year}-${LAST_DAY}`;
  const flags: PlanFlag[] = [];
  for (const agency of catalogue.agencies.values()) {
    const strategy = plan.strategies.get(agency.code)?.find((each) => each.year === year);
    if (strategy) {
      const path = `plan/strategies/${agency.code}/${year}/`;
      if (!strategy.councilApprovedOn) flags.push(flag("strategy/unapproved", agency, year, { path }));
      if (!strategy.publishedOn) flags.push(flag("strategy/unpublished", agency, year, { path }));
    } else if (agency.file.grade !== undefined && today > due) {
      flags.push(flag("strategy/missing", agency, year, { due, path: "plan/strategies/" }));
    }
  }
  return { flags };
}

type Code = "strategy/missing" | "strategy/unapproved" | "strategy/unpublished";

const SENTENCES: Record<Code, (agency: Agency, year: number) => PlanFlag["message"]> = {
  "strategy/missing": ({ name, nameEn }, year) => ({
    zh: `${name}沒有 ${rocYear(year)} 年度的行動策略。`,
    en: `${nameEn} has no strategy for ${year}.`,
  }),
  "strategy/unapproved": ({ name, nameEn }, year) => ({
    zh: `${name} ${rocYear(year)} 年度的行動策略還沒有諮詢小組審核通過的日期。`,
    en: `The strategy of ${nameEn} for ${year} has no date of approval by the council.`,
  }),
  "strategy/unpublished": ({ name, nameEn }, year) => ({
    zh: `${name} ${rocYear(year)} 年度的行動策略還沒有公開。`,
    en: `The strategy of ${nameEn} for ${year} is not published yet.`,
  }),
};

const flag = (code: Code, agency: Agency, year: number, more: Pick<PlanFlag, "due" | "path">): PlanFlag => ({
  code,
  level: "missing",
  agency: agency.code,
  clause: CLAUSE,
  message: SENTENCES[code](agency, year),
  ...more,
});
