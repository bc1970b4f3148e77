import type { UsageSnapshot } from "../../../catalogue/usage/totals.ts";

/** A dataset with its views and downloads; both absent where nobody counted them. */
export interface TitleCounts {
  identifier: string;
  title: string;
  views?: number;
  downloads?: number;
}

export type CountKey = "title" | "views" | "downloads";

/**
 * The datasets in view, in the file's order.
 * @param titles office/titles.txt: identifier, TAB, title
 * @param agencies codes; undefined for all
 */
export function titleCounts(
  titles: string,
  usage: UsageSnapshot | undefined,
  agencies: ReadonlySet<string> | undefined,
): TitleCounts[] {
  return titles.split("\n").flatMap((line) => {
    const tab = line.indexOf("\t");
    const identifier = line.slice(0, tab);
    if (tab < 0 || (agencies && !agencies.has(identifier.slice(0, 10)))) return [];
    const counts =
      usage && Object.hasOwn(usage.datasets, identifier) ? usage.datasets[identifier] : undefined;
    const title = line.slice(tab + 1);
    return [counts ? { identifier, title, views: counts[0], downloads: counts[1] } : { identifier, title }];
  });
}

const COLLATOR = new Intl.Collator("zh-Hant");

/** Sorted; whatever nobody counted stands last either way, and equals keep their order. */
export function sortCounts(
  rows: readonly TitleCounts[],
  { key, descending }: { key: CountKey; descending: boolean },
): TitleCounts[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (key === "title") return sign * COLLATOR.compare(a.title, b.title);
    const [x, y] = [a[key], b[key]];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * (x - y);
  });
}
