import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import { type TrendPoint, trendOf } from "../catalogue/quality/history.ts";
import { judgeDistributions } from "../catalogue/quality/indicators.ts";
import { INDICATOR_LABELS } from "../catalogue/quality/labels.ts";
import { METRICS, type MetricName } from "../catalogue/quality/mqa.ts";
import { REASONS } from "../catalogue/quality/reasons.ts";
import { OPEN_FORMAT_STARS, raiseStars } from "../catalogue/quality/stars.ts";
import {
  type CatalogueQuality,
  type DatasetQuality,
  DIMENSIONS,
  type Dimension,
  type DistributionQuality,
  type Figures,
  type Grade,
  INDICATORS,
  type Indicator,
  type Outcome,
  type QualityHistory,
  type Totals,
} from "../catalogue/quality/types.ts";
import { deadSince } from "../catalogue/quality/verdict.ts";
import { taipeiDay, taipeiTime } from "../catalogue/today.ts";
import { siteContext } from "./context.ts";
import type { Row } from "./dataset-view.ts";
import type { Label } from "./i18n.ts";
import { CHECKED_LABEL, LINK_LABELS } from "./quality-words.ts";

/*
 * From what was judged of quality to what the pages show: orders, ranks and changes. Nothing is judged here.
 */

/** Rows of a list of datasets or of dead links on one page. */
export const QUALITY_PAGE_SIZE = 100;

/** Full points of each dimension of the metadata quality score. */
export const DIMENSION_POINTS = Object.fromEntries(
  DIMENSIONS.map((dimension) => [
    dimension,
    Object.values(METRICS).reduce((sum, m) => sum + (m.dimension === dimension ? m.points : 0), 0),
  ]),
) as Record<Dimension, number>;

/** A part of a whole, 0 where there is no whole. */
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** A share as percent with one decimal. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** Datasets with three stars or more. */
export const openDatasets = ({ stars }: Totals): number =>
  stars.slice(OPEN_FORMAT_STARS).reduce((sum, n) => sum + n, 0);

/** Datasets graded good or better. */
export const goodDatasets = ({ grades }: Totals): number => grades.excellent + grades.good;

/** Mean of the metadata quality scores, 0–405. */
export const meanScore = ({ mqa, datasets }: Totals | Figures): number => shareOf(mqa, datasets);

/**
 * The course of the figures of a few agencies together. Other than `trendOf` it never looks at the rest, since a large
 * catalogue has a page for each of its hundreds of agencies.
 */
export function trendFor(history: QualityHistory, codes: readonly string[]): TrendPoint[] {
  const points = history.points.map(({ day, agencies }) => ({
    day,
    agencies: Object.fromEntries(
      codes.flatMap((code) => (Object.hasOwn(agencies, code) ? [[code, agencies[code]!]] : [])),
    ),
  }));
  return trendOf({ version: 1, points }, () => true);
}

/** Of each month the last point. */
export const monthly = (points: readonly TrendPoint[]): TrendPoint[] =>
  points.filter(({ day }, index) => points[index + 1]?.day.slice(0, 7) !== day.slice(0, 7));

const DAY = 86_400_000;
/** "A month ago" of the changes. */
const MONTH_DAYS = 30;

/** The day that changes are counted from: the last that lies a month back, else the first before today. */
export function comparedDay(history: QualityHistory, today: string): string | undefined {
  const limit = new Date(Date.parse(today) - MONTH_DAYS * DAY).toISOString().slice(0, 10);
  const days = history.points.map((point) => point.day).filter((day) => day < today);
  return days.findLast((day) => day <= limit) ?? days[0];
}

/** A ministry or an agency in its rank. */
export interface LeagueRow {
  agency: Agency;
  totals: Totals;
  /** From 1; equal means share one. */
  rank: number;
  mean: number;
  /** Change of the mean since the day of comparison; undefined where it had no dataset then. */
  change?: number;
}

/**
 * Ranks by the mean of the metadata quality scores, best first.
 * @param before mean score of an agency on the day of comparison
 */
export function league(
  totals: ReadonlyMap<string, Totals>,
  agencies: ReadonlyMap<string, Agency>,
  before: (agency: Agency) => number | undefined,
): LeagueRow[] {
  const rows: LeagueRow[] = [];
  for (const [code, own] of totals) {
    const agency = agencies.get(code);
    if (!agency || own.datasets === 0) continue;
    const mean = meanScore(own);
    const past = before(agency);
    rows.push({
      agency,
      totals: own,
      rank: 0,
      mean,
      ...(past === undefined ? {} : { change: mean - past }),
    });
  }
  rows.sort((a, b) => b.mean - a.mean || (a.agency.code < b.agency.code ? -1 : 1));
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1];
    row.rank = above && above.mean === row.mean ? above.rank : index + 1;
  }
  return rows;
}

/** Mean score on one day of history of the agencies that each ministry or agency stands for, by its code. */
export function scoresOn(
  history: QualityHistory,
  day: string | undefined,
  groupOf: (code: string) => string | undefined,
): ReadonlyMap<string, number> {
  const point = history.points.find((p) => p.day === day);
  const sums = new Map<string, { mqa: number; datasets: number }>();
  for (const [code, { mqa, datasets }] of Object.entries(point?.agencies ?? {})) {
    const group = groupOf(code);
    if (group === undefined) continue;
    const sum = sums.get(group) ?? { mqa: 0, datasets: 0 };
    sums.set(group, { mqa: sum.mqa + mqa, datasets: sum.datasets + datasets });
  }
  return new Map([...sums].map(([group, { mqa, datasets }]) => [group, shareOf(mqa, datasets)]));
}

/** Grades in the order in which they need somebody. */
const NEED: Record<Grade, number> = { poor: 0, fair: 1, unrated: 2, good: 3, excellent: 4 };

/** A dataset with what was judged of it. */
export interface JudgedDataset {
  dataset: Dataset;
  quality: DatasetQuality;
}

/** Datasets with their quality, those that need most first: by grade, then by score. */
export function byNeed(
  datasets: readonly Dataset[],
  qualities: CatalogueQuality["datasets"],
): JudgedDataset[] {
  return datasets
    .flatMap((dataset) => {
      const quality = qualities.get(dataset.identifier);
      return quality ? [{ dataset, quality }] : [];
    })
    .sort(
      (a, b) =>
        NEED[a.quality.grade] - NEED[b.quality.grade] ||
        a.quality.mqa.total - b.quality.mqa.total ||
        (a.dataset.identifier < b.dataset.identifier ? -1 : 1),
    );
}

/** Indicators with an outcome, in their order. */
export const indicatorsWith = (quality: DatasetQuality, outcome: Outcome): Indicator[] =>
  INDICATORS.filter((indicator) => quality.indicators[indicator] === outcome);

/** The mend that brings most, and its points; undefined where nothing is missing. */
export function bestMend(quality: DatasetQuality): { label: Label; points: number } | undefined {
  const mend = quality.mqa.mends[0];
  return mend && { label: METRICS[mend.metric as MetricName].mend, points: mend.points };
}

/** A distribution that can't be had, with the evidence. */
export interface DeadLink {
  dataset: Dataset;
  resourceID: string;
  description?: string;
  url: string;
  /** Day of the first of the failures, YYYY-MM-DD in Taipei. */
  since?: string;
  /** In Taipei, YYYY-MM-DD HH:MM. */
  visited?: string;
  reason?: Label;
  /** HTTP status of the last visit. */
  status?: number;
}

/** The dead links of datasets, longest dead first. */
export function deadLinks(datasets: readonly Dataset[]): DeadLink[] {
  const { quality } = siteContext();
  const links = datasets
    .filter((dataset) => (quality.datasets.get(dataset.identifier)?.dead ?? 0) > 0)
    .flatMap((dataset) => {
      const own = new Map(dataset.file.distribution.map((d) => [d.resourceID, d]));
      return judged(dataset).flatMap((d): DeadLink[] => {
        if (d.verdict !== "dead" || d.url === undefined) return [];
        const visits = d.evidence?.visits ?? [];
        const since = deadSince(visits);
        const description = own.get(d.resourceID)?.resourceDescription;
        const status = visits.at(-1)?.status;
        return [
          {
            dataset,
            resourceID: d.resourceID,
            url: d.url,
            ...(description ? { description } : {}),
            ...(since ? { since: taipeiDay(new Date(since)) } : {}),
            ...(d.visited ? { visited: taipeiTime(new Date(d.visited)) } : {}),
            ...(d.reason ? { reason: REASONS[d.reason] } : {}),
            ...(status === undefined ? {} : { status }),
          },
        ];
      });
    });
  return links.sort(
    (a, b) => (a.since ?? "").localeCompare(b.since ?? "", "en") || (a.resourceID < b.resourceID ? -1 : 1),
  );
}

function judged(dataset: Dataset): DistributionQuality[] {
  const { catalogue, evidenceOf } = siteContext();
  return judgeDistributions(dataset, evidenceOf, catalogue.vocabularies, catalogue.today);
}

/** The compact part on quality of a dataset's page. */
export interface DatasetQualityView {
  grade: Grade;
  /** Labels of the indicators by outcome; without those that have none. */
  indicators: { outcome: Outcome; labels: Label[] }[];
  mqa: number;
  mend?: { label: Label; points: number };
  /** What would raise the stars. */
  raise?: Label;
}

/** What a dataset's page shows of its quality: what failed first. */
export function datasetQualityView(dataset: Dataset, quality: DatasetQuality): DatasetQualityView {
  const mend = bestMend(quality);
  const raise = raiseStars(dataset, siteContext().catalogue.vocabularies);
  // What nobody visited yet is unknown altogether; the grade says so.
  const outcomes: Outcome[] = quality.visited ? ["fail", "pass", "unknown"] : ["fail", "pass"];
  const groups = outcomes.map((outcome) => ({
    outcome,
    labels: indicatorsWith(quality, outcome).map((indicator) => INDICATOR_LABELS[indicator]),
  }));
  return {
    grade: quality.grade,
    indicators: groups.filter(({ labels }) => labels.length > 0),
    mqa: quality.mqa.total,
    ...(mend ? { mend } : {}),
    ...(raise ? { raise } : {}),
  };
}

/** A line for each distribution that was visited, by its id: when, what was found, and why. */
export function checkedRows(dataset: Dataset): ReadonlyMap<string, Row> {
  return new Map(
    judged(dataset).flatMap((d): [string, Row][] => {
      if (!d.verdict || !d.visited) return [];
      const time = taipeiDay(new Date(d.visited));
      const state = LINK_LABELS[d.verdict];
      const why = d.verdict === "alive" || !d.reason ? undefined : REASONS[d.reason];
      const label = why ? { zh: `${state.zh}：${why.zh}`, en: `${state.en}: ${why.en}` } : state;
      return [[d.resourceID, { label: CHECKED_LABEL, parts: [{ text: time, time: true }, { label }] }]];
    }),
  );
}
