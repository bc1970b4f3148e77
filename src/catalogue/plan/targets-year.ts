import type { StrategyFile } from "../schema/generated/strategy.ts";
import type { Count, Usage, UsageSeries } from "../usage/types.ts";
import type { Timeline } from "./openings.ts";

export const GOALS = ["datasets", "growth", "views", "downloads", "stars"] as const;
/** What a ministry's strategy may promise for a year (行動策略 績效目標). */
export type GoalKind = (typeof GOALS)[number];

/** A target of a ministry's strategy against what came of it. */
export interface Goal {
  kind: GoalKind;
  /** New datasets, or percent. */
  target: number;
  /** In the same unit; undefined where it can't be known. */
  actual?: number;
  /** Undefined where it can't be known, or while the year runs and it isn't reached. */
  met?: boolean;
}

/** Views and downloads of a year. */
export interface YearUsage extends Count {
  /** First and last counted day of the year. */
  from: string;
  to: string;
  /** Whether these days aren't the whole year. */
  partial: boolean;
}

/** What is counted of a year, up to its end or to today. */
export interface YearFacts {
  year: number;
  /** The day at whose end the datasets are counted: 31 December, or today in the running year. */
  day: string;
  /** Whether it is today's year, its last day included. */
  running: boolean;
  /** Datasets in view at the end of that day. */
  count: number;
  /** 歷年開放項數: datasets that the public first saw in this year. */
  opened: number;
  /** Undefined where no day of the year was counted. */
  usage?: YearUsage;
}

/** A year beside the one before. */
export interface YearProgress extends YearFacts {
  /** Growth over the end of the year before, in percent; undefined where there was nothing then. */
  growth?: number;
  /** Growth over the year before in percent; undefined unless both were counted, the first with more than none. */
  viewsGrowth?: number;
  downloadsGrowth?: number;
}

/** Datasets in view today, and of them those with three stars or more. */
export interface InView {
  datasets: number;
  open: number;
}

/** Growth in percent; undefined where there was nothing before. */
export const growthOf = (before: number, now: number): number | undefined =>
  before > 0 ? (now / before - 1) * 100 : undefined;

/** Whether something grew by so many percent, reckoned in whole numbers. */
const grewBy = (before: number, now: number, percent: number): boolean =>
  now * 100 >= before * (100 + percent);

/** Whether a target is met; a year that still runs has missed nothing yet. */
export const judged = (met: boolean, running: boolean): { met?: boolean } => (met || !running ? { met } : {});

/**
 * Counts a year.
 * @param series the usage of the same datasets
 * @param today YYYY-MM-DD in Taipei
 */
export function factsOf(
  timeline: Timeline | undefined,
  usage: Usage | undefined,
  series: UsageSeries | undefined,
  year: number,
  today: string,
): YearFacts {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const running = last >= today;
  const day = running ? today : last;
  const counted = usageOfYear(usage, series, year);
  return {
    year,
    day,
    running,
    count: timeline?.countOn(day) ?? 0,
    opened: timeline?.opened(first, last).length ?? 0,
    ...(counted ? { usage: counted } : {}),
  };
}

function usageOfYear(
  usage: Usage | undefined,
  series: UsageSeries | undefined,
  year: number,
): YearUsage | undefined {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  if (!usage || usage.from > last || usage.to < first) return undefined;
  const from = [usage.from, first].sort()[1]!;
  const to = [usage.to, last].sort()[0]!;
  const months = series?.months.filter(({ month }) => month.startsWith(`${year}-`)) ?? [];
  return {
    views: months.reduce((sum, month) => sum + month.views, 0),
    downloads: months.reduce((sum, month) => sum + month.downloads, 0),
    from,
    to,
    partial: from !== first || to !== last,
  };
}

/** Puts a year beside the one before. */
export function progressOf(facts: YearFacts, before: YearFacts): YearProgress {
  const growth = growthOf(before.count, facts.count);
  const [past, own] = [before.usage, facts.usage];
  const viewsGrowth = past && own && growthOf(past.views, own.views);
  const downloadsGrowth = past && own && growthOf(past.downloads, own.downloads);
  return {
    ...facts,
    ...(growth === undefined ? {} : { growth }),
    ...(viewsGrowth === undefined ? {} : { viewsGrowth }),
    ...(downloadsGrowth === undefined ? {} : { downloadsGrowth }),
  };
}

/**
 * What a strategy promised for a year against what came of it (mission D2).
 * @param inView of today: the stars of past days aren't kept by ministry
 */
export function goalsOf(
  promised: NonNullable<StrategyFile["targets"]>,
  facts: YearFacts,
  before: YearFacts,
  inView: InView,
): Goal[] {
  const progress = progressOf(facts, before);
  const goal = (
    kind: GoalKind,
    target: number | undefined,
    actual: number | undefined,
    isMet: (target: number) => boolean,
    running = facts.running,
  ): Goal[] => {
    if (target === undefined) return [];
    if (actual === undefined) return [{ kind, target }];
    return [{ kind, target, actual, ...judged(isMet(target), running) }];
  };
  const grew = (what: keyof Count) => (percent: number) =>
    grewBy(before.usage![what], facts.usage![what], percent);
  const share = facts.running && inView.datasets > 0 ? (inView.open / inView.datasets) * 100 : undefined;
  return [
    ...goal("datasets", promised.newDatasets, facts.opened, (n) => facts.opened >= n),
    ...goal("growth", promised.growth, progress.growth, (n) => grewBy(before.count, facts.count, n)),
    ...goal("views", promised.viewsGrowth, progress.viewsGrowth, grew("views")),
    ...goal("downloads", promised.downloadsGrowth, progress.downloadsGrowth, grew("downloads")),
    // A share is as it is today, however long the year still runs.
    ...goal("stars", promised.threeStars, share, (n) => inView.open * 100 >= inView.datasets * n, false),
  ];
}
