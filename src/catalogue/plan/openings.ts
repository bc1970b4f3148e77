import type { Catalogue, Dataset } from "../catalogue.ts";
import type { HistoryEntry } from "../history.ts";
import { once } from "../once.ts";
import { sortedByText } from "../sorted.ts";

/** Something that happened to a dataset on a day, YYYY-MM-DD in Taipei. */
export interface DatedDataset {
  identifier: string;
  day: string;
}

/** Datasets in view over time, of an agency, of a ministry or of all. */
export interface Timeline {
  /** Datasets in view at the end of a day, YYYY-MM-DD. */
  countOn(day: string): number;
  /** Datasets that the public first saw on one of these days, both included, oldest first. */
  opened(from: string, to: string): readonly DatedDataset[];
  /** Datasets that left the view on one of these days, both included, oldest first. */
  closed(from: string, to: string): readonly DatedDataset[];
}

/** Which datasets were in view on any past day (行動方案 表 1; mission A5, D2, J3). */
export interface Openings {
  /** The first day on which something is known to be in view; today where nothing is. */
  from: string;
  /** Datasets in view without any day: they count from that first day, and were opened in no year. */
  undated: number;
  total: Timeline;
  /** By agency code: its own datasets. Agencies and ministries stand as they are today. */
  agencies: ReadonlyMap<string, Timeline>;
  /** By ministry code, its agencies' datasets included. */
  ministries: ReadonlyMap<string, Timeline>;
  /** Datasets of a ministry in view at the end of a day, YYYY-MM-DD. */
  countOn(ministry: string, day: string): number;
  /** Datasets of a ministry that the public first saw in a year (歷年開放項數). */
  openedIn(ministry: string, year: number): number;
}

/** Days in view: from the first to before the second, which is missing while it lasts. */
interface Span {
  /** Empty where no day is known: since ever. */
  from: string;
  to?: string;
}

/** A dataset came into view or left it. */
interface Turn {
  day: string;
  listed: boolean;
}

/**
 * What the commits did to whether a dataset is listed, oldest first. Its first version is no turn.
 * @param history newest first
 */
function turnsOf(history: readonly HistoryEntry[]): Turn[] {
  const turns: Turn[] = [];
  for (const [index, { act, time }] of history.entries()) {
    const isGone = act === "withdrawn" || act === "deleted";
    const isBack = act === "relisted" || (act === "created" && index + 1 < history.length);
    if (isGone || isBack) turns.unshift({ day: time.slice(0, 10), listed: isBack });
  }
  return turns;
}

/** 下架日期 and 重新上架日期 of the file, which tell of turns that no commit shows. */
function turnsOfFile({ head: { withdrawal } }: Dataset): Turn[] {
  if (!withdrawal?.date) return [];
  const { date, relistedOn } = withdrawal;
  return [{ day: date, listed: false }, ...(relistedOn ? [{ day: relistedOn, listed: true }] : [])];
}

/**
 * Days in view of one dataset. It was first seen on its 上架日期 or 發布時間, else with its first commit. It left and
 * came back with the commits that withdrew and relisted it; where there are none, by the dates in its file. In the end
 * it is as its file says, since that is what the site shows.
 * @param dataset undefined where the file is gone
 */
function spansOf(dataset: Dataset | undefined, history: readonly HistoryEntry[], today: string): Span[] {
  const start = dataset?.released ?? history.at(-1)?.time.slice(0, 10) ?? "";
  let turns = turnsOf(history);
  const told = dataset ? turnsOfFile(dataset) : [];
  if (turns.length === 0) turns = told;
  // It came as withdrawn; the file may say since when.
  else if (turns[0]!.listed && told[0]) turns.unshift(told[0]);
  let listed = turns[0] ? !turns[0].listed : !dataset?.withdrawn;
  turns.push({ day: today, listed: dataset !== undefined && !dataset.withdrawn });
  let from = listed ? start : undefined;
  let last = start;
  const spans: Span[] = [];
  for (const turn of turns) {
    if (turn.listed === listed) continue;
    listed = turn.listed;
    // Commits may be dated ahead or out of order, and dates in files be wrong: no span ends before it began.
    const day = turn.day < today ? turn.day : today;
    if (day > last) last = day;
    if (listed) from = last;
    else {
      if (from !== undefined && from < last) spans.push({ from, to: last });
      from = undefined;
    }
  }
  if (from !== undefined) spans.push({ from: from < today ? from : today });
  return spans;
}

/** How many of some sorted days are earlier than a day, or no later than it. */
function countTo(days: readonly { day: string }[], day: string, included: boolean): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = days[middle]!.day;
    if (at < day || (included && at === day)) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Course implements Timeline {
  /** Every start and every end of a span, and the first start of each dataset, by day. */
  readonly starts: DatedDataset[] = [];
  readonly ends: DatedDataset[] = [];
  readonly firsts: DatedDataset[] = [];

  countOn(day: string): number {
    return countTo(this.starts, day, true) - countTo(this.ends, day, true);
  }

  opened(from: string, to: string): readonly DatedDataset[] {
    return between(this.firsts, from, to);
  }

  closed(from: string, to: string): readonly DatedDataset[] {
    return between(this.ends, from, to);
  }
}

/** The part of a sorted list that lies within days. */
function between(list: readonly DatedDataset[], from: string, to: string): readonly DatedDataset[] {
  return list.slice(countTo(list, from, false), countTo(list, to, true));
}

const NONE: Timeline = new Course();

/**
 * Works out the datasets in view on every past day, for agencies, ministries and all together. Of a dataset whose file
 * was deleted nothing is known but its commits, so it counts from the first to the deletion. One pass, and a sort.
 * @param history of each dataset by identifier, newest first, times in Taipei; empty where git's history is not at hand
 */
export function openingsOf(
  catalogue: Catalogue,
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
): Openings {
  const { today } = catalogue;
  const found: { identifier: string; spans: Span[] }[] = [];
  const datasets = [...catalogue.datasets, ...catalogue.withdrawn];
  for (const dataset of datasets) {
    const { identifier } = dataset;
    found.push({ identifier, spans: spansOf(dataset, history.get(identifier) ?? [], today) });
  }
  const shown = once(() => new Set(datasets.map(({ identifier }) => identifier)));
  for (const [identifier, entries] of history) {
    // A file that is there but not shown waits for its 上架日期.
    if (entries[0]?.act !== "deleted" || shown().has(identifier)) continue;
    found.push({ identifier, spans: spansOf(undefined, entries, today) });
  }
  let from = today;
  for (const { spans } of found) {
    for (const span of spans) if (span.from !== "" && span.from < from) from = span.from;
  }
  const starts: DatedDataset[] = [];
  /** Those that are no dataset's first; there are few. */
  const later = new Set<DatedDataset>();
  const ends: DatedDataset[] = [];
  let undated = 0;
  for (const { identifier, spans } of found) {
    for (const [index, span] of spans.entries()) {
      const known = span.from !== "";
      if (!known && span.to !== undefined && span.to <= from) continue;
      const start = { identifier, day: known ? span.from : from };
      starts.push(start);
      if (index > 0 || !known) later.add(start);
      if (span.to !== undefined) ends.push({ identifier, day: span.to });
      else if (!known) undated++;
    }
  }
  const total = new Course();
  const agencies = new Map<string, Course>();
  const ministries = new Map<string, Course>();
  const courses = new Map<string, Course[]>();
  const coursesOf = (identifier: string): Course[] => {
    const code = identifier.slice(0, 10);
    let found = courses.get(code);
    if (found === undefined) {
      const agency = catalogue.agencies.get(code);
      found = agency ? [total, courseOf(agencies, code), courseOf(ministries, agency.ministry.code)] : [];
      courses.set(code, found);
    }
    return found;
  };
  // Sorted once, so that each course is in order too.
  for (const start of byDay(starts)) {
    const isFirst = !later.has(start);
    for (const course of coursesOf(start.identifier)) {
      course.starts.push(start);
      if (isFirst) course.firsts.push(start);
    }
  }
  for (const end of byDay(ends)) for (const course of coursesOf(end.identifier)) course.ends.push(end);
  return {
    from,
    undated,
    total,
    agencies,
    ministries,
    countOn: (ministry, day) => (ministries.get(ministry) ?? NONE).countOn(day),
    openedIn: (ministry, year) =>
      (ministries.get(ministry) ?? NONE).opened(`${year}-01-01`, `${year}-12-31`).length,
  };
}

const byDay = (list: readonly DatedDataset[]): DatedDataset[] => sortedByText(list, ({ day }) => day, "up");

function courseOf(map: Map<string, Course>, code: string): Course {
  const course = map.get(code) ?? new Course();
  map.set(code, course);
  return course;
}
