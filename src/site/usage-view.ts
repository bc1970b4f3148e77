import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import { daysBetween } from "../catalogue/plan/periods.ts";
import { type MostUsed, mostUsed } from "../catalogue/usage/most-used.ts";
import type { Count, Usage, UsageSeries } from "../catalogue/usage/types.ts";
import { siteContext } from "./context.ts";
import { siteIndexes } from "./indexes.ts";

/** Rows of a page of an agency's datasets. */
export const USAGE_PAGE_SIZE = 100;

const NOTHING: Count = { views: 0, downloads: 0 };

const mostFirst = (a: Count, b: Count): number => b.views - a.views || b.downloads - a.downloads;

/** An agency, or a ministry with its agencies. */
export interface AgencyCount extends Count {
  agency: Agency;
}

/** Codes that have a page of usage: of agencies with a dataset in view or a count, and of their ministries. */
function codesWithUsage(usage: Usage): { agencies: Set<string>; ministries: Set<string> } {
  const { catalogue } = siteContext();
  const agencies = new Set([...usage.agencies.keys(), ...siteIndexes().byAgency.keys()]);
  const ministries = new Set([...agencies].map((code) => catalogue.agencies.get(code)!.ministry.code));
  return { agencies, ministries };
}

function counted(codes: ReadonlySet<string>, sums: ReadonlyMap<string, UsageSeries>): AgencyCount[] {
  const { agencies } = siteContext().catalogue;
  return [...codes]
    .sort()
    .map((code) => ({ agency: agencies.get(code)!, ...(sums.get(code)?.total ?? NOTHING) }))
    .sort(mostFirst);
}

/** Ministries with datasets or counts, most views first; none where nobody counted. */
export function ministryCounts(): AgencyCount[] {
  const { usage } = siteContext();
  return usage ? counted(codesWithUsage(usage).ministries, usage.ministries) : [];
}

/**
 * Agencies with datasets or counts, most views first; none where nobody counted.
 * @param ministry code of the ministry that they belong to; default: any
 */
export function agencyCounts(ministry?: string): AgencyCount[] {
  const { usage } = siteContext();
  if (!usage) return [];
  const all = counted(codesWithUsage(usage).agencies, usage.agencies);
  return all.filter(({ agency }) => ministry === undefined || agency.ministry.code === ministry);
}

/** The series of an agency or a ministry that nobody visited: as long as the others, with zeros. */
export function seriesOf(usage: Usage, sums: ReadonlyMap<string, UsageSeries>, code: string): UsageSeries {
  const { months, days } = usage.total;
  return (
    sums.get(code) ?? {
      total: NOTHING,
      months: months.map(({ month }) => ({ month, ...NOTHING })),
      days: days.map(({ day }) => ({ day, ...NOTHING })),
    }
  );
}

/** A dataset in view with its counts. */
export interface DatasetCount extends Count {
  dataset: Dataset;
}

/** An agency's own datasets in view, most views first, those that nobody visited included. */
export function datasetCounts(usage: Usage, code: string): DatasetCount[] {
  return (siteIndexes().byAgency.get(code) ?? [])
    .map((dataset) => ({ dataset, ...(usage.datasets.get(dataset.identifier)?.total ?? NOTHING) }))
    .sort((a, b) => mostFirst(a, b) || (a.dataset.identifier < b.dataset.identifier ? -1 : 1));
}

/** What a sum holds beyond the datasets in view: counts of withdrawn ones. */
export function countsOfOthers(total: Count, listed: readonly Count[]): Count {
  return listed.reduce(
    (rest, each) => ({ views: rest.views - each.views, downloads: rest.downloads - each.downloads }),
    total,
  );
}

/** Days between the first and the last counted one that nobody counted. */
export const uncountedDays = ({ from, to, days }: Usage): number => daysBetween(from, to) + 1 - days;

let most: MostUsed | undefined;

/** The most used datasets of this build; found when the first page asks. */
export function siteMostUsed(usage: Usage): MostUsed {
  most ??= mostUsed(usage, siteContext().catalogue);
  return most;
}
