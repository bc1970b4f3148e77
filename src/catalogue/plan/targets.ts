import type { Agency, Catalogue } from "../catalogue.ts";
import type { HistoryEntry } from "../history.ts";
import { OPEN_FORMAT_STARS } from "../quality/stars.ts";
import type { TargetsFile } from "../schema/generated/targets.ts";
import type { Usage } from "../usage/types.ts";
import type { PlanFlag } from "./flags.ts";
import { type Openings, openingsOf } from "./openings.ts";
import { targetFlags } from "./target-flags.ts";
import {
  factsOf,
  type Goal,
  goalsOf,
  type InView,
  judged,
  progressOf,
  type YearFacts,
  type YearProgress,
} from "./targets-year.ts";

export const GRADES = ["A", "B", "C"] as const;
/** 推動分級 of table 1. */
export type PlanGrade = (typeof GRADES)[number];

/** Most years that are spoken of: a dataset may be said to be of any age. */
const MOST_YEARS = 30;

/** A ministry's year against its targets. */
export interface MinistryYear extends YearProgress {
  /** 累計開放項數指標 of its grade. */
  target?: number;
  /** Undefined without a target, or while the year runs and it isn't reached. */
  met?: boolean;
  /** Of its strategy of this year, in the order of GOALS. */
  goals: readonly Goal[];
}

/** How a ministry stands. */
export interface MinistryProgress extends InView {
  agency: Agency;
  grade?: PlanGrade;
  /** Oldest first, every year of `Targets.years`. */
  years: readonly MinistryYear[];
  /** The target of its grade, of the latest year that has one and isn't ahead. */
  latest?: { year: number; target: number };
}

/** Progress of all ministries. */
export interface Targets {
  /** Graded ones, those with datasets, and those with a strategy; by grade, then by code. */
  ministries: readonly MinistryProgress[];
  /** Years that are spoken of, oldest first; the last is today's. */
  years: readonly number[];
  /** Of all ministries together. */
  total: readonly YearProgress[];
  openings: Openings;
  flags: PlanFlag[];
}

/**
 * Progress of every ministry against table 1 of the action plan and against its own strategies (mission A5, D2, J3).
 * @param history of each dataset by identifier, newest first, times in Taipei
 * @param usage views and downloads, where somebody counted
 */
export function targetsOf(
  catalogue: Catalogue,
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
  usage: Usage | undefined,
): Targets {
  const { today, plan } = catalogue;
  const openings = openingsOf(catalogue, history);
  const rows = plan.targets?.cumulative ?? [];
  const years = yearsOf(rows, openings.from, today);
  const inView = inViewOf(catalogue);
  const ministries: MinistryProgress[] = [];
  for (const agency of catalogue.agencies.values()) {
    const { code } = agency;
    const { grade } = agency.file;
    const timeline = openings.ministries.get(code);
    const strategies = plan.strategies.get(code) ?? [];
    if (agency.ministry !== agency || !(grade || timeline || strategies.length > 0)) continue;
    const now = inView.get(code) ?? { datasets: 0, open: 0 };
    const facts = withBefore(years, (year) =>
      factsOf(timeline, usage, usage?.ministries.get(code), year, today),
    );
    const yearOf = (own: YearFacts, before: YearFacts): MinistryYear => {
      const target = grade && rows.find((row) => row.year === own.year)?.[grade];
      const promised = strategies.find((strategy) => strategy.year === own.year)?.targets ?? {};
      return {
        ...progressOf(own, before),
        ...(target === undefined ? {} : { target, ...judged(own.count >= target, own.running) }),
        goals: goalsOf(promised, own, before, now),
      };
    };
    const latest = latestOf(rows, grade, Number(today.slice(0, 4)));
    ministries.push({
      agency,
      ...now,
      ...(grade ? { grade } : {}),
      years: facts.map(([own, before]) => yearOf(own, before)),
      ...(latest ? { latest } : {}),
    });
  }
  const place = ({ grade }: MinistryProgress) => (grade ? GRADES.indexOf(grade) : GRADES.length);
  ministries.sort((a, b) => place(a) - place(b) || (a.agency.code < b.agency.code ? -1 : 1));
  const all = withBefore(years, (year) => factsOf(openings.total, usage, usage?.total, year, today));
  return {
    ministries,
    years,
    total: all.map(([own, before]) => progressOf(own, before)),
    openings,
    flags: targetFlags(catalogue, ministries),
  };
}

type Row = TargetsFile["cumulative"][number];

/** From the first year with a dataset or a target, and last year at the latest, to today's; MOST_YEARS at most. */
function yearsOf(rows: readonly Row[], from: string, today: string): number[] {
  const last = Number(today.slice(0, 4));
  const first = Math.min(last - 1, Number(from.slice(0, 4)), ...rows.map((row) => row.year));
  const count = Math.min(last - first + 1, MOST_YEARS);
  return Array.from({ length: count }, (_, i) => last - count + 1 + i);
}

/** The facts of each year with those of the year before. */
function withBefore(
  years: readonly number[],
  factsOfYear: (year: number) => YearFacts,
): [YearFacts, YearFacts][] {
  let before = factsOfYear(years[0]! - 1);
  return years.map((year) => {
    const own = factsOfYear(year);
    const pair: [YearFacts, YearFacts] = [own, before];
    before = own;
    return pair;
  });
}

/** By ministry code. */
function inViewOf(catalogue: Catalogue): Map<string, InView> {
  const found = new Map<string, InView>();
  for (const { agency, stars } of catalogue.datasets) {
    const { datasets, open } = found.get(agency.ministry.code) ?? { datasets: 0, open: 0 };
    const more = stars >= OPEN_FORMAT_STARS ? 1 : 0;
    found.set(agency.ministry.code, { datasets: datasets + 1, open: open + more });
  }
  return found;
}

function latestOf(
  rows: readonly Row[],
  grade: PlanGrade | undefined,
  year: number,
): { year: number; target: number } | undefined {
  if (!grade) return undefined;
  const row = rows.findLast((each) => each.year <= year && each[grade] !== undefined);
  return row && { year: row.year, target: row[grade]! };
}
