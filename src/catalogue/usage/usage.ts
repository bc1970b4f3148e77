import type { Catalogue } from "../catalogue.ts";
import { addDays, daysBetween } from "../plan/periods.ts";
import {
  type Count,
  type DatasetUsage,
  SHOWN_DAYS,
  type Usage,
  type UsageCounts,
  type UsageDay,
  type UsageMonth,
  type UsageSeries,
} from "./types.ts";

/*
 * Counts of files become series of datasets, agencies and ministries. 50,000 datasets over years would be millions of
 * objects: sums lie in arrays of numbers, a dataset's counts in lists of what isn't zero, and become objects when a page
 * asks for them.
 */

/** Views and downloads of each step of a time, in turn. */
type Cells = Float64Array;
const VIEWS = 0;
const DOWNLOADS = 1;

/** Characters of an identifier, and of its agency's code. */
const IDENTIFIER_LENGTH = 17;
const CODE_LENGTH = 10;

/** What isn't zero of each row, packed: entries of a row lie between its offset and the next one. */
interface Packed {
  offsets: Uint32Array;
  /** Twice the step, and one more where it is a count of downloads. */
  places: Uint16Array;
  counts: Float64Array;
}

/** Months or days: what was counted of everything, by step. */
interface Tally {
  steps: readonly string[];
  total: Cells;
  /** By agency code. */
  agencies: Map<string, Cells>;
  datasets: Packed;
}

/** Months since the year 0, of a month or a day. */
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** Every month from that of a day to that of another. */
function monthsBetween(first: string, last: string): string[] {
  const from = monthNumber(first);
  return Array.from({ length: monthNumber(last) - from + 1 }, (_, i) => {
    const number = from + i;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
  });
}

/** Sorts entries by row, and keeps their order within one: a counting sort. */
function pack(rows: number, entries: { row: number[]; place: number[]; count: number[] }): Packed {
  const offsets = new Uint32Array(rows + 1);
  for (const row of entries.row) offsets[row + 1]! += 1;
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice();
  const places = new Uint16Array(entries.row.length);
  const counts = new Float64Array(entries.row.length);
  for (let i = 0; i < entries.row.length; i++) {
    const at = next[entries.row[i]!]!++;
    places[at] = entries.place[i]!;
    counts[at] = entries.count[i]!;
  }
  return { offsets, places, counts };
}

/**
 * Adds up files.
 * @param files with the step of each
 * @param rowOf a dataset's row, by its identifier, where it is in view
 * @param isAgency whether the register has an agency: what belongs to none isn't this catalogue's
 */
function tally(
  steps: readonly string[],
  files: readonly { step: number; counts: UsageCounts }[],
  rowOf: ReadonlyMap<string, number>,
  isAgency: (code: string) => boolean,
): Tally {
  const total = new Float64Array(2 * steps.length);
  const agencies = new Map<string, Cells>();
  const entries: { row: number[]; place: number[]; count: number[] } = { row: [], place: [], count: [] };
  const cellsOfAgency = (identifier: string): Cells | undefined => {
    const code = identifier.slice(0, CODE_LENGTH);
    let own = agencies.get(code);
    if (!own && isAgency(code)) {
      own = new Float64Array(2 * steps.length);
      agencies.set(code, own);
    }
    return own;
  };
  /** By row: most counts are of datasets in view, whose agency need not be looked up again and again. */
  const byRow: Cells[] = [];
  const add = (identifier: string, place: number, count: number): void => {
    if (count === 0) return;
    const row = rowOf.get(identifier);
    const own = (row === undefined ? undefined : byRow[row]) ?? cellsOfAgency(identifier);
    if (!own) return;
    own[place]! += count;
    total[place]! += count;
    if (row === undefined) return;
    byRow[row] = own;
    entries.row.push(row);
    entries.place.push(place);
    entries.count.push(count);
  };
  for (const { step, counts } of files) {
    for (const identifier of Object.keys(counts.views)) {
      add(identifier, 2 * step + VIEWS, counts.views[identifier]!);
    }
    for (const resourceID of Object.keys(counts.downloads)) {
      add(resourceID.slice(0, IDENTIFIER_LENGTH), 2 * step + DOWNLOADS, counts.downloads[resourceID]!);
    }
  }
  return { steps, total, agencies, datasets: pack(rowOf.size, entries) };
}

/** A row's counts by step. */
function cellsOf({ steps, datasets: { offsets, places, counts } }: Tally, row: number): Cells {
  const cells = new Float64Array(2 * steps.length);
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) cells[places[at]!]! += counts[at]!;
  return cells;
}

const countAt = (cells: Cells, step: number): Count => ({
  views: cells[2 * step + VIEWS]!,
  downloads: cells[2 * step + DOWNLOADS]!,
});

function sumOf(cells: Cells): Count {
  let [views, downloads] = [0, 0];
  for (let at = 0; at < cells.length; at += 2) {
    views += cells[at + VIEWS]!;
    downloads += cells[at + DOWNLOADS]!;
  }
  return { views, downloads };
}

/** Counts of something by month or by day, made when they are asked for. */
interface Course {
  steps: readonly string[];
  cells: () => Cells;
}

/** A series whose steps become objects when they are read. */
function series(total: Count, months: Course, days: Course): UsageSeries {
  return {
    total,
    get months() {
      const cells = months.cells();
      return months.steps.map((month, step) => ({ month, ...countAt(cells, step) }));
    },
    get days() {
      const cells = days.cells();
      return days.steps.map((day, step) => ({ day, ...countAt(cells, step) }));
    },
  };
}

/** Adds agencies' counts up by ministry. */
function byMinistry({ steps, agencies }: Tally, catalogue: Catalogue): Map<string, Cells> {
  const ministries = new Map<string, Cells>();
  for (const [code, cells] of agencies) {
    const ministry = catalogue.agencies.get(code)!.ministry.code;
    const sum = ministries.get(ministry) ?? new Float64Array(2 * steps.length);
    for (let at = 0; at < cells.length; at++) sum[at]! += cells[at]!;
    ministries.set(ministry, sum);
  }
  return ministries;
}

/** Downloads of each dataset by resourceID, over all months; of those with any. */
function distributionsOf(months: readonly UsageMonth[]): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const { downloads } of months) {
    for (const resourceID of Object.keys(downloads)) {
      const count = downloads[resourceID]!;
      if (count === 0) continue;
      const identifier = resourceID.slice(0, IDENTIFIER_LENGTH);
      let own = found.get(identifier);
      if (!own) {
        own = new Map();
        found.set(identifier, own);
      }
      own.set(resourceID, (own.get(resourceID) ?? 0) + count);
    }
  }
  return found;
}

const NO_DOWNLOADS: ReadonlyMap<string, number> = new Map();

/**
 * Views and downloads of the catalogue (mission P15, R10, M7). Months, and all sums, come from the files of months; the
 * last days from the files of days.
 *
 * What was counted of a dataset that is no longer in view stays in the sums of its agency, its ministry and the whole, so
 * that a withdrawal lowers no figure of the past; by itself it is not listed. What belongs to no agency of the register,
 * or lies after the catalogue's day, is left out.
 * @param files as read by snapshot.ts, in any order
 * @returns undefined where nobody counted a day
 */
export function usageOf(
  files: { days: readonly UsageDay[]; months: readonly UsageMonth[] },
  catalogue: Catalogue,
): Usage | undefined {
  const { today, agencies } = catalogue;
  const months = files.months
    .filter(({ days }) => days[0]! <= today)
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const counted = months.flatMap(({ days }) => days.filter((day) => day <= today));
  const [from, to] = [counted[0], counted.at(-1)];
  if (from === undefined || to === undefined) return undefined;

  const rowOf = new Map(catalogue.datasets.map(({ identifier }, row) => [identifier, row]));
  const isAgency = (code: string) => agencies.has(code);
  const first = monthNumber(from);
  const byMonth = tally(
    monthsBetween(from, to),
    months.map((counts) => ({ step: monthNumber(counts.month) - first, counts })),
    rowOf,
    isAgency,
  );
  const shownFrom = [from, addDays(to, 1 - SHOWN_DAYS)].sort()[1]!;
  const shownDays = Array.from({ length: daysBetween(shownFrom, to) + 1 }, (_, i) => addDays(shownFrom, i));
  const byDay = tally(
    shownDays,
    files.days
      .filter(({ day }) => day >= shownFrom && day <= to)
      .map((counts) => ({ step: daysBetween(shownFrom, counts.day), counts })),
    rowOf,
    isAgency,
  );

  const course = ({ steps }: Tally, cells: Cells | undefined): Course => ({
    steps,
    cells: () => cells ?? new Float64Array(2 * steps.length),
  });
  const named = (months: ReadonlyMap<string, Cells>, days: ReadonlyMap<string, Cells>) =>
    new Map(
      [...months].map(([code, cells]) => [
        code,
        series(sumOf(cells), course(byMonth, cells), course(byDay, days.get(code))),
      ]),
    );
  const downloads = distributionsOf(months);
  const datasets = new Map<string, DatasetUsage>();
  for (const [identifier, row] of rowOf) {
    const total = sumOf(cellsOf(byMonth, row));
    if (total.views + total.downloads === 0) continue;
    const rowIn = (tally: Tally): Course => ({ steps: tally.steps, cells: () => cellsOf(tally, row) });
    const own = series(total, rowIn(byMonth), rowIn(byDay));
    datasets.set(identifier, withDistributions(identifier, own, downloads.get(identifier) ?? NO_DOWNLOADS));
  }
  return {
    from,
    to,
    days: new Set(counted).size,
    total: series(sumOf(byMonth.total), course(byMonth, byMonth.total), course(byDay, byDay.total)),
    datasets,
    agencies: named(byMonth.agencies, byDay.agencies),
    ministries: named(byMinistry(byMonth, catalogue), byMinistry(byDay, catalogue)),
  };
}

/** Spreading would read the series' steps; this keeps them unread. */
const withDistributions = (
  identifier: string,
  own: UsageSeries,
  distributions: ReadonlyMap<string, number>,
): DatasetUsage => Object.assign(own, { identifier, distributions });
