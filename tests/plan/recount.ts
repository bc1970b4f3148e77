import { FAILSAFE_SCHEMA, load } from "js-yaml";
import type { Said } from "./ministry-year.ts";

/*
 * The action plan's flags and figures, counted again from the raw files. It shares no code with the catalogue: dates are
 * counted with Date, files are read as text.
 */

/** What identifies a flag. */
export interface Counted {
  code: string;
  level: "overdue" | "due" | "missing";
  agency: string;
  due?: string;
}

type Raw = Record<string, unknown>;
interface System {
  id: string;
  outcome?: string;
  found: string;
  openedOn?: string;
  plannedOn?: string;
  nextReview?: string;
  datasets?: string[];
  charging?: { nextReview?: string };
}
interface Member {
  name: string;
  side: string;
  office?: string;
  capacity: string;
  from?: string;
  to?: string;
}
interface Term {
  number: string;
  from: string;
  to: string;
  members: Member[];
}
interface Meeting {
  date: string;
  present: string[];
  represented?: { member: string }[];
  reportedOn?: string;
  decisions?: { state: string; due?: string }[];
}

const shift = (day: string, by: number) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
};
const quarterOf = (day: string) => Math.floor((Number(day.slice(5, 7)) - 1) / 3);
/** First and last day of the quarter that lies so many quarters from a day's. */
function quarter(day: string, by: number): { from: string; to: string } {
  const first = new Date(Date.UTC(Number(day.slice(0, 4)), (quarterOf(day) + by) * 3, 1));
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 3, 1));
  return { from: first.toISOString().slice(0, 10), to: shift(next.toISOString().slice(0, 10), -1) };
}

const yaml = (text: string) => load(text, { schema: FAILSAFE_SCHEMA }) as Raw;
const head = (text: string) => yaml(text.split("---\n")[1]!);

const read = new WeakMap<ReadonlyMap<string, string>, World>();

/** The files of a day, read; the same map is read once. */
export function readWorld(files: ReadonlyMap<string, string>): World {
  const known = read.get(files) ?? worldOf(files);
  read.set(files, known);
  return known;
}

function worldOf(files: ReadonlyMap<string, string>) {
  const agencies = new Map<string, Raw>();
  const inventories = new Map<string, { reviewedOn: string; systems: System[] }>();
  const councils = new Map<string, { established: string; minimumCivil?: string; terms: Term[] }>();
  const meetings = new Map<string, Meeting[]>();
  const strategies = new Map<string, Raw[]>();
  const showcases: { date: string; agency: string }[] = [];
  const datasets = new Map<string, { released: string; withdrawn: boolean; format: string }>();
  let targets: Raw[] = [];
  const push = <T>(map: Map<string, T[]>, key: string, value: T) =>
    map.set(key, [...(map.get(key) ?? []), value]);
  for (const [path, text] of files) {
    const [folder, code = "", file = ""] = path.split("/");
    if (path === "platform/targets.yaml") targets = yaml(text).cumulative as Raw[];
    else if (code === "showcases") showcases.push(head(text) as never);
    else if (folder === "datasets") {
      const raw = yaml(text);
      datasets.set(String(raw.identifier), {
        released: String(raw.releaseDate),
        withdrawn: raw.status === "withdrawn",
        format: (raw.distribution as { format: string }[])[0]!.format,
      });
    } else if (file === "agency.yaml") agencies.set(code, yaml(text));
    else if (file === "inventory.yaml") inventories.set(code, yaml(text) as never);
    else if (file === "council.yaml") councils.set(code, yaml(text) as never);
    else if (file === "minutes") push(meetings, code, head(text) as never);
    else if (file === "strategy") push(strategies, code, head(text));
  }
  return { agencies, inventories, councils, meetings, strategies, showcases, datasets, targets };
}

type World = ReturnType<typeof worldOf>;

const ministryOf = (world: World, code: string): string => {
  const agency = world.agencies.get(code);
  return agency?.ministry === "true" || !agency?.parent ? code : ministryOf(world, String(agency.parent));
};
const inView = (world: World, identifier: string, day: string) => {
  const dataset = world.datasets.get(identifier);
  return dataset !== undefined && !dataset.withdrawn && dataset.released <= day;
};

/** Datasets of a ministry in view at the end of a day. */
export function countOn(
  files: (day: string) => ReadonlyMap<string, string>,
  ministry: string,
  day: string,
): number {
  const world = readWorld(files(day));
  return [...world.datasets.keys()].filter(
    (identifier) => inView(world, identifier, day) && ministryOf(world, identifier.slice(0, 10)) === ministry,
  ).length;
}

/** Datasets of a ministry that were released in a year, whatever became of them. */
export function openedIn(world: World, ministry: string, year: number): number {
  return [...world.datasets].filter(
    ([identifier, { released }]) =>
      released.startsWith(String(year)) && ministryOf(world, identifier.slice(0, 10)) === ministry,
  ).length;
}

/** Members of a council on a day; without a term there are none. */
export function membersOn(terms: readonly Term[], day: string): Member[] {
  const term = terms.find(({ from, to }) => from <= day && day <= to);
  return (term?.members ?? []).filter(
    (member) => (member.from ?? term!.from) <= day && day <= (member.to ?? term!.to),
  );
}

function inventoryFlags(world: World, agency: string, day: string): Counted[] {
  const inventory = world.inventories.get(agency);
  if (!inventory) return [];
  const found: Counted[] = [];
  const last = quarter(day, -1);
  const now = quarter(day, 0);
  if (inventory.reviewedOn < last.from)
    found.push({ code: "inventory/stale", level: "overdue", agency, due: last.to });
  else if (inventory.reviewedOn < now.from && shift(now.to, -14) <= day) {
    found.push({ code: "inventory/due", level: "due", agency, due: now.to });
  }
  for (const system of inventory.systems) {
    const isOpen =
      (system.datasets ?? []).some((identifier) => inView(world, identifier, day)) ||
      (system.openedOn !== undefined && system.openedOn <= day);
    if (system.outcome === "immediate" && !isOpen && day > shift(system.found, 7)) {
      found.push({
        code: "inventory/immediate-overdue",
        level: "overdue",
        agency,
        due: shift(system.found, 7),
      });
    }
    const { plannedOn } = system;
    if (plannedOn && !isOpen && day > plannedOn) {
      found.push({ code: "inventory/planned-overdue", level: "overdue", agency, due: plannedOn });
    } else if (plannedOn && !isOpen && shift(plannedOn, -30) <= day) {
      found.push({ code: "inventory/planned-due", level: "due", agency, due: plannedOn });
    }
    for (const review of [system.nextReview, system.charging?.nextReview]) {
      if (!review) continue;
      if (review < day)
        found.push({ code: "inventory/review-overdue", level: "overdue", agency, due: review });
      else if (shift(review, -30) <= day)
        found.push({ code: "inventory/review-due", level: "due", agency, due: review });
    }
  }
  return found;
}

function councilFlags(world: World, agency: string, day: string): Counted[] {
  const council = world.councils.get(agency);
  if (!council) return [];
  const found: Counted[] = [];
  const meetings = world.meetings.get(agency) ?? [];
  const present = council.terms.find(({ from, to }) => from <= day && day <= to);
  const lastDay = council.terms
    .map(({ to }) => to)
    .sort()
    .at(-1)!;
  if (!present) found.push({ code: "council/term", level: "overdue", agency, due: lastDay });
  else {
    const follows = council.terms.some(({ from }) => from > present.to);
    if (shift(present.to, -60) <= day && !follows)
      found.push({ code: "council/term", level: "due", agency, due: present.to });
    const members = membersOn(council.terms, day);
    const civil = members.filter(({ side }) => side === "civil");
    const broken = [
      members.length < 11 || members.length > 21,
      members.filter(({ office }) => office === "convener").length !== 1,
      members.some(({ office, capacity }) => office === "convener" && capacity !== "cio"),
      civil.length * 3 < members.length,
      civil.length < Number(council.minimumCivil ?? 0),
    ];
    for (const is of broken) if (is) found.push({ code: "council/composition", level: "overdue", agency });
  }
  for (const by of [-4, -3, -2, -1]) {
    const { from, to } = quarter(day, by);
    if (from < council.established) continue;
    const held = meetings.filter(({ date }) => from <= date && date <= to);
    if (held.length === 0) found.push({ code: "council/meeting-missed", level: "overdue", agency, due: to });
    else if (held.every(({ reportedOn }) => reportedOn === undefined)) {
      found.push({ code: "council/report", level: "overdue", agency, due: to });
    }
  }
  const now = quarter(day, 0);
  if (!meetings.some(({ date }) => now.from <= date && date <= now.to) && shift(now.to, -30) <= day) {
    found.push({ code: "council/meeting-due", level: "due", agency, due: now.to });
  }
  for (const meeting of meetings) {
    if (meeting.date > day) continue;
    const there = meeting.present.length + (meeting.represented?.length ?? 0);
    const all = membersOn(council.terms, meeting.date).length;
    if (meeting.date >= shift(day, -365) && there * 2 <= all) {
      found.push({ code: "council/minutes", level: "overdue", agency });
    }
    for (const { state, due } of meeting.decisions ?? []) {
      if (state === "open" && due && due < day)
        found.push({ code: "council/decision-overdue", level: "overdue", agency, due });
    }
  }
  return found;
}

function documentFlags(world: World, agency: string, day: string, isGraded: boolean): Counted[] {
  const found: Counted[] = [];
  const year = day.slice(0, 4);
  const strategy = world.strategies.get(agency)?.find((each) => each.year === year);
  if (!strategy && isGraded && day >= `${year}-05-01`) {
    found.push({ code: "strategy/missing", level: "missing", agency, due: `${year}-04-30` });
  }
  if (strategy && !strategy.councilApprovedOn)
    found.push({ code: "strategy/unapproved", level: "missing", agency });
  if (strategy && !strategy.publishedOn)
    found.push({ code: "strategy/unpublished", level: "missing", agency });
  const last = quarter(day, -1);
  const shown = world.showcases.some(
    (each) => ministryOf(world, each.agency) === agency && last.from <= each.date && each.date <= last.to,
  );
  if (isGraded && !shown) found.push({ code: "showcase/missing", level: "missing", agency, due: last.to });
  return found;
}

/** Views and downloads of a ministry in a year; undefined where no month of it was counted. */
export type YearlyUsage = (
  ministry: string,
  year: number,
) => { views: number; downloads: number } | undefined;

function targetFlags(
  world: World,
  files: (day: string) => ReadonlyMap<string, string>,
  agency: string,
  day: string,
  usage: YearlyUsage,
): Counted[] {
  const found: Counted[] = [];
  const year = Number(day.slice(0, 4)) - 1;
  const due = `${year}-12-31`;
  const late = (code: string) => found.push({ code, level: "overdue", agency, due });
  const grade = world.agencies.get(agency)?.grade;
  const cell = grade && world.targets.find((row) => row.year === String(year))?.[String(grade)];
  const now = countOn(files, agency, due);
  if (cell !== undefined && now < Number(cell)) late("target/cumulative");
  const goalsOf = (of: number) =>
    (world.strategies.get(agency)?.find((each) => each.year === String(of))?.targets ?? {}) as Record<
      string,
      string
    >;
  const goals = goalsOf(year);
  if (goals.newDatasets !== undefined && openedIn(world, agency, year) < Number(goals.newDatasets))
    late("target/datasets");
  const before = countOn(files, agency, `${year - 1}-12-31`);
  const short = (from: number, to: number, percent: string | undefined) =>
    percent !== undefined && from > 0 && to * 100 < from * (100 + Number(percent));
  if (short(before, now, goals.growth)) late("target/growth");
  const [past, then] = [usage(agency, year - 1), usage(agency, year)];
  if (past && then && short(past.views, then.views, goals.viewsGrowth)) late("target/views");
  if (past && then && short(past.downloads, then.downloads, goals.downloadsGrowth)) late("target/downloads");
  const stars = goalsOf(year + 1).threeStars;
  const own = [...world.datasets].filter(
    ([identifier]) => inView(world, identifier, day) && ministryOf(world, identifier.slice(0, 10)) === agency,
  );
  const good = own.filter(([, { format }]) => format === "CSV").length;
  if (stars !== undefined && own.length > 0 && good * 100 < own.length * Number(stars)) {
    found.push({ code: "target/stars", level: "overdue", agency });
  }
  return found;
}

/** Every flag of a day. */
export function recountFlags(
  files: (day: string) => ReadonlyMap<string, string>,
  day: string,
  usage: YearlyUsage,
): Counted[] {
  const world = readWorld(files(day));
  return [...world.agencies.keys()].flatMap((agency) => {
    const isGraded = world.agencies.get(agency)!.grade !== undefined;
    const isMinistry = ministryOf(world, agency) === agency;
    return [
      ...(isGraded && !world.inventories.has(agency)
        ? [{ code: "inventory/missing", level: "missing" as const, agency }]
        : []),
      ...(isGraded && !world.councils.has(agency)
        ? [{ code: "council/missing", level: "missing" as const, agency }]
        : []),
      ...inventoryFlags(world, agency, day),
      ...councilFlags(world, agency, day),
      ...documentFlags(world, agency, day, isGraded),
      ...(isMinistry ? targetFlags(world, files, agency, day, usage) : []),
    ];
  });
}

/** How a ministry's answers stand. */
export interface Answers {
  received: number;
  answered: number;
  late: number;
  overdue: number;
  /** Days used by all answers together. */
  days: number;
}

/** Day in Taipei of an ISO time. */
export const taipei = (time: string) => new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 10);

/** What is recorded of how long an answer may take. */
export interface Limit {
  days: number;
  isWorkday?: (day: string) => boolean;
  isApproved: boolean;
  /** Accounts whose word is an answer. */
  people: readonly string[];
}

/** Days after the first one, up to and including the last, that count. */
function daysUsed(from: string, to: string, counts: (day: string) => boolean): number {
  let used = 0;
  for (let day = shift(from, 1); day <= to; day = shift(day, 1)) if (counts(day)) used++;
  return used;
}

/** The last day in time. */
function lastDay(from: string, { days, isWorkday = () => true }: Limit): string {
  let day = from;
  for (let counted = 0; counted < days; ) {
    day = shift(day, 1);
    if (isWorkday(day)) counted++;
  }
  return day;
}

/** The time of the answer that counts, as far as it was given by a moment. */
export function answeredAt(
  { comments }: Said,
  { people, isApproved }: Limit,
  now: string,
): string | undefined {
  const heard = comments.filter(({ at }) => at <= now);
  const answer = heard.find(({ by, body }) => people.includes(by) && !body.startsWith("/"));
  if (!answer || !isApproved) return answer?.at;
  return heard.find(({ at, body }) => at >= answer.at && body === "/核准回覆")?.at;
}

/**
 * Answers of a ministry as they stood at a moment.
 * @param now ISO time
 */
export function recountAnswers(said: readonly Said[], limit: Limit, now: string): Answers {
  const result = { received: 0, answered: 0, late: 0, overdue: 0, days: 0 };
  for (const each of said) {
    if (each.opened > now) continue;
    const answered = answeredAt(each, limit, now);
    const isClosed = each.closed !== undefined && each.closed <= now;
    const used = daysUsed(taipei(each.opened), taipei(answered ?? now), limit.isWorkday ?? (() => true));
    const isLate = taipei(answered ?? now) > lastDay(taipei(each.opened), limit);
    result.received++;
    if (answered) {
      result.answered++;
      result.days += used;
      if (isLate) result.late++;
    } else if (!isClosed && isLate) result.overdue++;
  }
  return result;
}
