/*
 * Views and downloads as the branch of snapshots holds them (mission P15, R10, M7). Only counts: no address, no person.
 */

/** Counts by what was counted: views by identifier of the dataset, downloads by resourceID of the distribution. */
export interface UsageCounts {
  views: Record<string, number>;
  downloads: Record<string, number>;
}

/** usage/days/<YYYY-MM-DD>.json: one day in Taipei. */
export interface UsageDay extends UsageCounts {
  version: 1;
  day: string;
}

/** usage/months/<YYYY-MM>.json: sums of the month's days. */
export interface UsageMonth extends UsageCounts {
  version: 1;
  month: string;
  /** Days that were counted, YYYY-MM-DD, sorted. A day without a visit is counted too. */
  days: string[];
}

export const usageDayPath = (day: string): string => `usage/days/${day}.json`;
export const usageMonthPath = (month: string): string => `usage/months/${month}.json`;

/** What a click on a download asks for, where the operator counts them in his own logs; a path below the base. */
export const USAGE_HIT_PATH = "usage/hit";

/** Days of which the pages show each one. */
export const SHOWN_DAYS = 90;

/** Views and downloads of something. */
export interface Count {
  views: number;
  downloads: number;
}

/** Views and downloads over time, with what they add up to. */
export interface UsageSeries {
  total: Count;
  /** Oldest first, from the catalogue's first counted month to its last, those without a visit included. */
  months: readonly (Count & { month: string })[];
  /** Oldest first; the last SHOWN_DAYS days up to the last counted one, those without a visit included. */
  days: readonly (Count & { day: string })[];
}

/** A dataset's usage. */
export interface DatasetUsage extends UsageSeries {
  identifier: string;
  /** Downloads by resourceID, those with any. */
  distributions: ReadonlyMap<string, number>;
}

/** Usage of everything in view. */
export interface Usage {
  /** First and last counted day, YYYY-MM-DD in Taipei. */
  from: string;
  to: string;
  /** Counted days. */
  days: number;
  total: UsageSeries;
  /** By identifier, those with a view or a download. */
  datasets: ReadonlyMap<string, DatasetUsage>;
  /** By agency code: its own datasets. */
  agencies: ReadonlyMap<string, UsageSeries>;
  /** By ministry code, its agencies' datasets included. */
  ministries: ReadonlyMap<string, UsageSeries>;
}
