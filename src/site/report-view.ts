import type { Agency, Dataset } from "../catalogue/catalogue.ts";
import type { Meeting } from "../catalogue/plan/council.ts";
import type { PlanFlag } from "../catalogue/plan/flags.ts";
import { type Inventory, isOpened, type PlannedRelease } from "../catalogue/plan/inventory.ts";
import type { DatedDataset } from "../catalogue/plan/openings.ts";
import { type Period, periodAt, periodOf } from "../catalogue/plan/periods.ts";
import type { Showcase } from "../catalogue/plan/plan-files.ts";
import type { Totals } from "../catalogue/quality/types.ts";
import { taipeiDay } from "../catalogue/today.ts";
import type { Count } from "../catalogue/usage/types.ts";
import { type ReplyFigures, replyFigures } from "../review/opinions/figures.ts";
import { siteContext } from "./context.ts";
import { ministryProgress } from "./targets-view.ts";

/** Quarters with a report: the running one and those before it. */
const QUARTERS = 8;
/** Rows of a list that are shown. */
export const LISTED = 100;

/** A quarter with a report. */
export interface ReportQuarter extends Period {
  /** The quarter of the build, which isn't over. */
  running: boolean;
  /** The last day that its figures stand for. */
  day: string;
}

/** Newest first. */
export function reportQuarters(): ReportQuarter[] {
  const { today } = siteContext().catalogue;
  const now = periodOf(today, "quarter");
  return Array.from({ length: QUARTERS }, (_, back) => {
    const period = periodAt(now.year, now.part - back, "quarter");
    return { ...period, running: back === 0, day: back === 0 ? today : period.to };
  });
}

let reported: readonly Agency[] | undefined;

/** Ministries with a report: graded ones, and those with a council or an inventory, their agencies' included. */
export function reportedMinistries(): readonly Agency[] {
  if (reported) return reported;
  const { catalogue, plan } = siteContext();
  const { agencies } = catalogue;
  const codes = [...plan.inventories.keys(), ...plan.councils.keys()];
  const found = new Set(codes.flatMap((code) => agencies.get(code)?.ministry ?? []));
  for (const agency of agencies.values())
    if (agency.ministry === agency && agency.file.grade) found.add(agency);
  const order = ({ code, file }: Agency) => (file.grade ?? "Z") + code;
  reported = [...found].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return reported;
}

/** A dataset of a list; its record is gone where its file was deleted. */
export interface ListedDataset extends DatedDataset {
  dataset?: Dataset;
}

/** Datasets of a list, the first of them by name. */
export interface DatasetPart {
  count: number;
  listed: ListedDataset[];
}

/** Views and downloads of the counted days of a quarter. */
export interface QuarterUsage extends Count {
  from: string;
  to: string;
  partial: boolean;
}

/** What a report tells of a ministry's quarter. What stands `now` is that of the build's day, whatever the quarter. */
export interface QuarterReport {
  opened: DatasetPart;
  closed: DatasetPart;
  /** Datasets in view at the end of the quarter before, and of this one. */
  before: number;
  count: number;
  /** The grade's target of the year, else of the latest year before that has one. */
  target?: { year: number; target: number };
  /** Of the ministry and its agencies, as they stand now. */
  inventories: Inventory[];
  /** Those that were not open before the quarter. */
  planned: PlannedRelease[];
  /** Undefined without a council. */
  meetings?: Meeting[];
  opinions: ReplyFigures;
  wanted: ReplyFigures;
  /** Undefined where no day was counted. */
  usage?: QuarterUsage;
  /** Now; undefined without datasets. */
  quality?: Totals;
  showcases: Showcase[];
  /** Of the ministry and its agencies, of the running quarter only. */
  flags: PlanFlag[];
}

/** Gathers a ministry's report of a quarter. */
export function reportOf(ministry: Agency, quarter: ReportQuarter): QuarterReport {
  const { catalogue, plan, opinions, quality } = siteContext();
  const { code } = ministry;
  const { from, to, day, running } = quarter;
  const { openings } = plan.targets;
  const timeline = openings.ministries.get(code);
  const own = (agency: string) => catalogue.agencies.get(agency)?.ministry === ministry;
  const within = (date: string) => date >= from && date <= to;
  const past = periodAt(quarter.year, quarter.part - 1, "quarter");
  const target = targetOf(code, quarter.year);
  const council = plan.councils.get(code);
  const received = opinions.filter(
    (entry) => entry.ministry === code && within(taipeiDay(new Date(entry.createdAt))),
  );
  const usage = usageOf(code, quarter);
  const totals = quality.ministries.get(code);
  return {
    opened: partOf(timeline?.opened(from, to) ?? []),
    closed: partOf(timeline?.closed(from, to) ?? []),
    before: openings.countOn(code, past.to),
    count: openings.countOn(code, day),
    ...(target ? { target } : {}),
    inventories: [...plan.inventories.values()].filter(({ agency }) => agency.ministry === ministry),
    planned: plan.planned.filter(
      (release) =>
        release.agency.ministry === ministry &&
        (release.openedOn === undefined ? !isOpened(release) : release.openedOn >= from),
    ),
    ...(council ? { meetings: council.meetings.filter(({ minutes }) => within(minutes.date)) } : {}),
    opinions: replyFigures(received.filter(({ form }) => form === "opinion")),
    wanted: replyFigures(received.filter(({ form }) => form === "wanted")),
    ...(usage ? { usage } : {}),
    ...(totals && totals.datasets > 0 ? { quality: totals } : {}),
    showcases: plan.showcases.filter(({ agency, date }) => own(agency) && within(date)),
    flags: running ? plan.flags.filter(({ agency }) => own(agency)) : [],
  };
}

function partOf(list: readonly DatedDataset[]): DatasetPart {
  const { byIdentifier } = siteContext();
  return {
    count: list.length,
    listed: list.slice(0, LISTED).map((entry) => {
      const dataset = byIdentifier.get(entry.identifier);
      return { ...entry, ...(dataset ? { dataset } : {}) };
    }),
  };
}

function targetOf(code: string, year: number): { year: number; target: number } | undefined {
  const found = ministryProgress(code)?.years.findLast(
    (each) => each.year <= year && each.target !== undefined,
  );
  return found && { year: found.year, target: found.target! };
}

/** Sums of the quarter's months. */
function usageOf(code: string, { from, to }: ReportQuarter): QuarterUsage | undefined {
  const { usage } = siteContext();
  if (!usage || usage.from > to || usage.to < from) return undefined;
  const [first, last] = [[usage.from, from].sort()[1]!, [usage.to, to].sort()[0]!];
  const months = usage.ministries.get(code)?.months ?? [];
  const own = months.filter(({ month }) => month >= from.slice(0, 7) && month <= to.slice(0, 7));
  return {
    views: own.reduce((sum, { views }) => sum + views, 0),
    downloads: own.reduce((sum, { downloads }) => sum + downloads, 0),
    from: first,
    to: last,
    partial: first !== from || last !== to,
  };
}
