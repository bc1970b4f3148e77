import type { Catalogue, Dataset } from "../catalogue.ts";
import { addDays } from "../plan/periods.ts";
import type { Count, Usage } from "./types.ts";

/** Datasets that a list of the most used names. */
export const MOST_USED = 20;

/** The datasets in view that a month used most. */
export interface MostUsed {
  /** YYYY-MM. */
  month: string;
  /** Whether the month is over. */
  complete: boolean;
  /** Most views first, then most downloads, then by identifier; none without either. */
  datasets: readonly (Count & { dataset: Dataset })[];
}

/** The day after a month's last one. */
export const endOfMonth = (month: string): string => `${addDays(`${month}-01`, 31).slice(0, 7)}-01`;

/**
 * Whether a month is counted to its end.
 * @param to the last counted day
 */
export const isMonthOver = (month: string, to: string): boolean => endOfMonth(month) <= addDays(to, 1);

/**
 * The most used datasets of the last month that is counted to its end, or of the present one where none is yet.
 * @param most datasets at most
 */
export function mostUsed(usage: Usage, catalogue: Catalogue, most: number = MOST_USED): MostUsed {
  const { months } = usage.total;
  const lastOver = months.findLastIndex(({ month }) => isMonthOver(month, usage.to));
  const at = lastOver < 0 ? months.length - 1 : lastOver;
  const { month } = months[at]!;
  const datasets = catalogue.datasets.flatMap((dataset) => {
    const count = usage.datasets.get(dataset.identifier)?.months[at];
    if (!count || count.views + count.downloads === 0) return [];
    return [{ dataset, views: count.views, downloads: count.downloads }];
  });
  // The catalogue's datasets stand by identifier, and equals keep their order.
  datasets.sort((a, b) => b.views - a.views || b.downloads - a.downloads);
  return { month, complete: isMonthOver(month, usage.to), datasets: datasets.slice(0, most) };
}
