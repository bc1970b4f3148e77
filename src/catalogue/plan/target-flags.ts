import type { Catalogue } from "../catalogue.ts";
import type { PlanFlag, PlanFlagCode } from "./flags.ts";
import { rocYear } from "./periods.ts";
import type { MinistryProgress } from "./targets.ts";
import type { Goal, GoalKind } from "./targets-year.ts";

const percent = (value: number) => `${value.toFixed(1)}%`;

/** What a target asks, in words with its figures. */
const GOAL_MESSAGES: Record<GoalKind, (goal: Goal, year: string) => PlanFlag["message"]> = {
  datasets: ({ target, actual }, year) => ({
    zh: `${year}新增 ${actual} 個資料集，未達行動策略的 ${target} 個`,
    en: `${actual} new datasets in ${year}, short of the strategy’s ${target}`,
  }),
  growth: ({ target, actual }, year) => ({
    zh: `${year}資料集數年增率 ${percent(actual!)}，未達行動策略的 ${target}%`,
    en: `The number of datasets grew by ${percent(actual!)} in ${year}, short of the strategy’s ${target}%`,
  }),
  views: ({ target, actual }, year) => ({
    zh: `${year}瀏覽次數年增率 ${percent(actual!)}，未達行動策略的 ${target}%`,
    en: `Views grew by ${percent(actual!)} in ${year}, short of the strategy’s ${target}%`,
  }),
  downloads: ({ target, actual }, year) => ({
    zh: `${year}下載次數年增率 ${percent(actual!)}，未達行動策略的 ${target}%`,
    en: `Downloads grew by ${percent(actual!)} in ${year}, short of the strategy’s ${target}%`,
  }),
  stars: ({ target, actual }, year) => ({
    zh: `3 星以上的資料集占 ${percent(actual!)}，未達 ${year}行動策略的 ${target}%`,
    en: `${percent(actual!)} of the datasets have 3 stars or more, short of the ${target}% in the strategy for ${year}`,
  }),
};

const CODES: Record<GoalKind, PlanFlagCode> = {
  datasets: "target/datasets",
  growth: "target/growth",
  views: "target/views",
  downloads: "target/downloads",
  stars: "target/stars",
};

/** The year in both calendars, for a Chinese sentence. */
const inChinese = (year: number) => `${year} 年（${rocYear(year)} 年）`;

/**
 * Targets of last year that were missed (行動方案 表 1; 行動策略 績效目標), and the share of open formats, which this
 * year's strategy promises for every day of the year.
 */
export function targetFlags(catalogue: Catalogue, ministries: readonly MinistryProgress[]): PlanFlag[] {
  const thisYear = Number(catalogue.today.slice(0, 4));
  return ministries.flatMap(({ agency, grade, years }): PlanFlag[] => {
    const { code } = agency;
    const common = { level: "overdue" as const, agency: code, path: `plan/targets/${code}/` };
    const missed = (goal: Goal, year: number): PlanFlag => {
      const strategy = catalogue.plan.strategies.get(code)?.find((each) => each.year === year);
      const words = GOAL_MESSAGES[goal.kind];
      return {
        ...common,
        code: CODES[goal.kind],
        clause: `${strategy?.title} 績效目標`,
        message: { zh: words(goal, inChinese(year)).zh, en: words(goal, String(year)).en },
        ...(goal.kind === "stars" ? {} : { due: `${year}-12-31` }),
      };
    };
    return years.flatMap(({ year, day, count, target, met, goals }): PlanFlag[] => {
      if (year < thisYear - 1) return [];
      const short = goals.filter((goal) => goal.met === false).map((goal) => missed(goal, year));
      if (met !== false) return short;
      const message = {
        zh: `${inChinese(year)}底累計開放 ${count} 項，未達 ${grade} 級指標 ${target} 項`,
        en: `${count} datasets at the end of ${year}, short of the ${target} of grade ${grade}`,
      };
      const clause = "行動方案伍、一、（二）表 1";
      return [{ ...common, code: "target/cumulative", clause, message, due: day }, ...short];
    });
  });
}
