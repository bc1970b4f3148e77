import type { AddressEvidence, Reason, Verdict } from "./evidence.ts";

/*
 * What is derived of quality from records and evidence (mission A7, A9, D4, J2). Nothing here is stored but the points of
 * the history; everything can be recomputed.
 */

/**
 * The indicators of 資料品質檢測 that a machine can tell (政府資料品質提升機制運作指引, 112 年 1 月): 連結有效性, 資料可直接下載,
 * 結構化檔案類型, 編碼描述與資料相符, 欄位描述與資料相符, 更新時效性. The seventh, 民眾意見回饋, is judged by people.
 */
export const INDICATORS = [
  "linkable",
  "downloadable",
  "structured",
  "encoding",
  "columns",
  "timely",
] as const;
export type Indicator = (typeof INDICATORS)[number];

export type Outcome = "pass" | "fail" | "unknown";
export type Indicators = Record<Indicator, Outcome>;

/** This catalogue's own grade 目錄評等 (the official medals' thresholds are not public), best first. */
export const GRADES = ["excellent", "good", "fair", "poor", "unrated"] as const;
export type Grade = (typeof GRADES)[number];

/** Dimensions of the European portal's metadata quality assessment, 405 points in all. */
export const DIMENSIONS = [
  "findability",
  "accessibility",
  "interoperability",
  "reusability",
  "contextuality",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The mend that brings the most points of what is missing. */
export interface MqaMend {
  /** Stable name of the metric, key of the table in mqa.ts. */
  metric: string;
  /** Points that it would bring. */
  points: number;
}

export interface Mqa {
  /** 0–405. */
  total: number;
  dimensions: Record<Dimension, number>;
  /** Points reached in each metric, by its name. */
  metrics: Record<string, number>;
  /** Best mend first; empty at 405. */
  mends: MqaMend[];
}

/** A distribution, judged. */
export interface DistributionQuality {
  resourceID: string;
  /** Address that was visited; undefined where it has none. */
  url?: string;
  /** From several days' visits; undefined where nobody visited it yet. */
  verdict?: Verdict;
  /** Of the last visit. */
  reason?: Reason;
  /** Time of the last visit, UTC. */
  visited?: string;
  indicators: Indicators;
  stars: number;
  evidence?: AddressEvidence;
}

/** A dataset, judged; its distributions are judged anew by `judgeDistributions`, so that they need no memory. */
export interface DatasetQuality {
  identifier: string;
  /** Intersection over its distributions: one that fails fails the dataset, unknown ones change nothing. */
  indicators: Indicators;
  grade: Grade;
  /** 5 星評等 by its best format, 0 where none is known. */
  stars: number;
  mqa: Mqa;
  /** Distributions by verdict. */
  alive: number;
  dead: number;
  unknown: number;
  unvisited: number;
  /** Time of its latest visit, UTC; undefined where none was made. */
  visited?: string;
}

/** Sums over datasets; means are `sum / datasets`. */
export interface Totals {
  datasets: number;
  distributions: number;
  alive: number;
  dead: number;
  unknown: number;
  unvisited: number;
  /** Datasets by stars, 0–5. */
  stars: number[];
  /** Datasets by outcome, for each indicator. */
  indicators: Record<Indicator, Record<Outcome, number>>;
  grades: Record<Grade, number>;
  /** Sum of the datasets' MQA totals, and of each dimension. */
  mqa: number;
  dimensions: Record<Dimension, number>;
  visited?: string;
}

export interface CatalogueQuality {
  /** Day for which it stands, YYYY-MM-DD in Taipei. */
  today: string;
  total: Totals;
  /** By agency code: the agency's own datasets. */
  agencies: Map<string, Totals>;
  /** By code of the ministry: its own datasets and those of all agencies below it. */
  ministries: Map<string, Totals>;
  /** Datasets in view, by identifier; each is judged when it is asked for. */
  datasets: Pick<ReadonlyMap<string, DatasetQuality>, "get">;
}

/** Evidence by address, as the catalogue writes it. */
export type EvidenceOf = (url: string) => AddressEvidence | undefined;

/** Figures of a day, for the trend. */
export interface Figures {
  datasets: number;
  alive: number;
  dead: number;
  unknown: number;
  /** Datasets with three stars or more. */
  threeStars: number;
  /** Sum of MQA totals. */
  mqa: number;
  /** Datasets graded excellent or good. */
  good: number;
}

/** A day's figures: of each agency with datasets. The catalogue's and the ministries' are sums of these. */
export interface QualityPoint {
  /** YYYY-MM-DD in Taipei. */
  day: string;
  agencies: Record<string, Figures>;
}

/** `quality/history.json` of the branch of snapshots: daily for the last 35 days, before that the last of each month. */
export interface QualityHistory {
  version: 1;
  points: QualityPoint[];
}
