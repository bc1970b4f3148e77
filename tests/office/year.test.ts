import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { loadRegister } from "../../src/adapters/register.ts";
import { loadReviewPlatform } from "../../src/adapters/review-platform.ts";
import type { DatasetFile } from "../../src/catalogue/catalogue.ts";
import { assess } from "../../src/review/assess.ts";
import type { Assessment, Submission } from "../../src/review/assessment.ts";
import { CONTEXTS } from "../../src/review/names.ts";
import { type Digest, type NoticeComment, parseSentNotices, planNotices } from "../../src/review/notices.ts";
import { apply } from "../../src/review/plan.test-helper.ts";
import { isCurrent, plan, wantedLabels } from "../../src/review/plan.ts";
import { checkStatus, missingStatuses } from "../../src/review/plan-statuses.ts";
import type { PullRequestEvent, PullRequestRecord, StatusRecord } from "../../src/review/records.ts";
import type { Register } from "../../src/review/register.ts";
import type { ReviewSite, StatusContent } from "../../src/review/status-comment.ts";
import { type Office, randomNumbers, randomYear, recordAt, type Story, type Waiting } from "./random-year.ts";

/*
 * A year of submissions through the pure core and a server in memory, with runs at the times of the real schedule of
 * which many are dropped. What has to come out is reckoned here once more, naively: from the generator's own truth,
 * with days that are counted one by one in the YAML files. Names and numbers stand here as the mission has them.
 */

const PROJECT = resolve(import.meta.dirname, "../..");
const BOT = "github-actions[bot]";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A run of the schedule that GitHub drops, and one that breaks off while it posts its notices. */
const DROPPED = 0.3;
const BROKEN = 0.05;
const OVERDUE = { review: "逾期未審核", return: "退回逾期未處理" };
/** Days of the ladder, and how long after its day a notice is still made good. */
const RUNGS = [5, 7, 8, 10] as const;
const LATEST = 15;

let register: Register;
let platform: Awaited<ReturnType<typeof loadReviewPlatform>>;
let people: People;
let schedule: string;

beforeAll(async () => {
  platform = await loadReviewPlatform(PROJECT);
  const loaded = await loadRegister(PROJECT);
  expect(loaded.errors).toEqual([]);
  register = loaded.register;
  people = await readPeople();
  const workflow = await readFile(join(PROJECT, ".github/workflows/overdue.yml"), "utf8");
  schedule = /- cron: "(.+)"/.exec(workflow)![1]!;
});

const taipeiDays = new Map<string, string>();
/** The day in Taipei of an ISO time. */
function taipei(iso: string): string {
  const day = taipeiDays.get(iso) ?? new Date(Date.parse(iso) + 8 * HOUR).toISOString().slice(0, 10);
  taipeiDays.set(iso, day);
  return day;
}
const readYaml = async (path: string) => parse(await readFile(join(PROJECT, path), "utf8"));

/** Who has which role for an agency, as its file and its ministry's write it. */
interface People {
  offices: Office[];
  administrators: Map<string, string[]>;
  deputies: Map<string, string>;
  operators: string[];
  all: Set<string>;
}

interface AgencyYaml {
  code: string;
  parent?: string;
  ministry?: boolean;
  people?: { account: string; deputy?: string; roles: { role: string; agencies?: string[] }[] }[];
}

async function readPeople(): Promise<People> {
  const files = new Map<string, AgencyYaml>();
  for (const code of await readdir(join(PROJECT, "agencies"))) {
    files.set(code, await readYaml(`agencies/${code}/agency.yaml`));
  }
  const holders = new Map<string, string[]>();
  const deputies = new Map<string, string>();
  const { operators: listed } = await readYaml("platform/operators.yaml");
  const operators: string[] = listed.map((o: { account: string }) => o.account);
  const all = new Set(operators);
  for (const file of files.values()) {
    for (const { account, deputy, roles } of file.people ?? []) {
      all.add(account);
      if (deputy) deputies.set(account, deputy);
      for (const { role, agencies = [file.code] } of roles) {
        for (const agency of agencies) {
          const key = `${role} ${agency}`;
          holders.set(key, [...(holders.get(key) ?? []), account]);
        }
      }
    }
  }
  const administrators = new Map<string, string[]>();
  const offices: Office[] = [];
  for (const { code } of files.values()) {
    let ministry = files.get(code)!;
    while (!ministry.ministry && ministry.parent) ministry = files.get(ministry.parent)!;
    const own = holders.get(`administrator ${code}`) ?? [];
    const above = holders.get(`administrator ${ministry.code}`) ?? [];
    administrators.set(code, [...new Set([...own, ...above])]);
    const providers = holders.get(`provider ${code}`) ?? [];
    const reviewers = holders.get(`reviewer ${code}`) ?? [];
    if (providers.length > 0 && reviewers.length > 1) offices.push({ code, providers, reviewers });
  }
  return { offices, administrators, deputies, operators, all };
}

/** Working days of a year and the next, counted one by one. */
interface Days {
  works(day: string): boolean;
  /** Working days after one day, up to and including another. */
  elapsed(from: string, to: string): number;
  deadline(from: string): string;
}

async function readDays(year: number): Promise<Days> {
  const days: string[] = [];
  const works: boolean[] = [];
  for (const each of [year, year + 1]) {
    const file = await readYaml(`platform/calendars/${each}.yaml`);
    const known = new Map<string, boolean>();
    for (const edition of [file, ...(file.amendments ?? [])]) {
      for (const { date } of edition.closed ?? []) known.set(date, false);
      for (const { date } of edition.worked ?? []) known.set(date, true);
    }
    for (let time = Date.UTC(each, 0, 1); time < Date.UTC(each + 1, 0, 1); time += DAY) {
      const day = new Date(time).toISOString().slice(0, 10);
      const weekday = new Date(time).getUTCDay();
      days.push(day);
      works.push(known.get(day) ?? (weekday !== 0 && weekday !== 6));
    }
  }
  const index = new Map(days.map((day, i) => [day, i]));
  const counted = new Map<string, number>();
  const count = (from: string, to: string) => {
    let sum = 0;
    for (let i = index.get(from)! + 1; i <= index.get(to)!; i++) if (works[i]) sum++;
    return sum;
  };
  return {
    works: (day) => works[index.get(day)!]!,
    elapsed(from, to) {
      const key = from + to;
      const known = counted.get(key) ?? count(from, to);
      counted.set(key, known);
      return known;
    },
    deadline: (from) => days.find((day) => day > from && count(from, day) === 7)!,
  };
}

/** Times of a cron line in a year, in UTC as GitHub has them. */
function timesOf(cron: string, year: number): string[] {
  const fits = (field: string, value: number) =>
    field.split(",").some((part) => {
      const [first, last] = part.split("-");
      return part === "*" || (value >= Number(first) && value <= Number(last ?? first));
    });
  const [minute, hour, day, month, weekday] = cron.split(" ") as [string, string, string, string, string];
  expect([day, month]).toEqual(["*", "*"]);
  const times: string[] = [];
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 60_000) {
    const at = new Date(time);
    if (!fits(minute, at.getUTCMinutes()) || !fits(hour, at.getUTCHours())) continue;
    if (fits(weekday, at.getUTCDay())) times.push(at.toISOString().replace(".000Z", "Z"));
  }
  return times;
}

/** A new dataset of the story's agency; some titles try to mention somebody. */
function submissionOf({ number, agency }: Story): Submission {
  const identifier = `${agency}-${String(number).padStart(6, "0")}`;
  const title = number % 5 === 0 ? `請 @platform-operator-1 看 ${number}` : `測試資料集 ${number}`;
  const path = `datasets/${agency}/${identifier.slice(11)}.yaml`;
  const after = { identifier, title } as DatasetFile;
  return {
    kind: "new",
    datasets: [{ path, identifier, agency, act: "new", after, locked: [] }],
    agencies: [agency],
    plan: [],
    register: [],
    structure: [],
    platform: [],
    refused: [],
  };
}

/** What the server keeps of a pull request besides the story. */
interface Kept {
  submission: Submission;
  labels: string[];
  statuses: StatusRecord[];
  /** What the bot itself did. */
  events: PullRequestEvent[];
}

/** Judges a pull request and writes what has to be written; `wrote` tells whether it was anything. */
type Bot = (story: Story, kept: Kept, now: string) => { assessment: Assessment; wrote: boolean };

const judge = (record: PullRequestRecord, submission: Submission, now: string): Assessment => {
  const { calendar, phrases } = platform;
  return assess({ record, submission, register, calendar, phrases, bot: BOT, now: new Date(now) });
};

/** Labels and statuses alone, which need no texts. */
const lightBot: Bot = (story, kept, now) => {
  const record = recordAt(story, now, kept.labels, kept.statuses);
  const assessment = judge(record, kept.submission, now);
  const labels = wantedLabels(assessment);
  const statuses = missingStatuses(assessment, record, []);
  const wrote =
    statuses.length > 0 ||
    labels.length !== record.labels.length ||
    labels.some((l) => !record.labels.includes(l));
  if (wrote) {
    kept.labels = labels;
    const set = new Set(statuses.map((s) => s.context));
    kept.statuses = [
      ...kept.statuses.filter((s) => !set.has(s.context)),
      ...statuses.map((s) => ({ ...s, at: now })),
    ];
  }
  return { assessment, wrote };
};

const CONTENT: StatusContent = { datasets: [], diagnostics: [] };

/** Everything that the bot writes, until nothing is left to write. */
const wholeBot: Bot = (story, kept, now) => {
  const site: ReviewSite = {
    url: "https://data.example/",
    repository: "example/catalogue",
    serverUrl: "https://github.example",
    register,
    phrases: platform.phrases,
  };
  for (let round = 0; ; round++) {
    const events = [...story.events, ...kept.events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const record = recordAt({ ...story, events }, now, kept.labels, kept.statuses);
    const known = judge(record, kept.submission, now);
    if (isCurrent(known, record, site)) return { assessment: known, wrote: round > 0 };
    if (round === 4) throw new Error(`#${story.number} ${now}: does not settle`);
    const others = record.statuses.filter((s) => s.context !== CONTEXTS.check);
    const checked = { ...record, statuses: [...others, { ...checkStatus([]), at: now }] };
    const assessment = judge(checked, kept.submission, now);
    const after = apply(record, plan(assessment, record, CONTENT, site), now);
    kept.labels = after.labels;
    kept.statuses = after.statuses;
    kept.events = after.events.filter((event) => event.actor === BOT);
  }
};

/** The labels of delays among a pull request's. */
const flagOf = (labels: readonly string[]) =>
  labels.filter((label) => label === OVERDUE.review || label === OVERDUE.return).join("、");

/** What one person is told of one submission. */
interface Told {
  number: number;
  account: string;
  deadline: string;
}

/** Reads a digest as a person does: sections that begin with a mention, one line for each submission. */
function readDigest(body: string): Told[] {
  let account = "";
  return body.split("\n").flatMap((line) => {
    account = /^@([A-Za-z0-9-]+) /.exec(line)?.[1] ?? account;
    if (!line.startsWith("- ")) return [];
    const number = Number(/\]\(https:\/\/github\.example\/pull\/(\d+)\)/.exec(line)![1]);
    return [{ number, account, deadline: /\d{4}-\d\d-\d\d/.exec(line.slice(line.indexOf("/pull/")))![0] }];
  });
}

const mentionsIn = (body: string) =>
  [...body.matchAll(/(?<![A-Za-z0-9_])@([A-Za-z0-9-]+)/g)].map((m) => m[1]!);

/** The hidden first line's facts as `number since account rung`. */
function factsIn(body: string): string[] {
  const json = body.slice(body.indexOf("{"), body.indexOf(" -->"));
  const marker: Record<string, [number, string, number][]> = JSON.parse(json);
  return Object.entries(marker).flatMap(([account, items]) =>
    items.map(([number, since, rung]) => `${number} ${since} ${account} ${rung}`),
  );
}

function recipients(story: Story, kind: Waiting["kind"], rung: (typeof RUNGS)[number]): string[] {
  const { reviewers } = people.offices.find((office) => office.code === story.agency)!;
  const turn = kind === "return" ? [story.author] : reviewers.filter((r) => r !== story.author);
  if (rung === 10) return people.operators;
  if (rung !== 8) return turn;
  const deputies = turn
    .flatMap((account) => people.deputies.get(account) ?? [])
    .filter((deputy) => !turn.includes(deputy));
  return deputies.length > 0 ? deputies : people.administrators.get(story.agency)!;
}

/** The last rung that each person has to have been told of, so many working days after the wait began. */
function dueRungs(story: Story, kind: Waiting["kind"], elapsed: number): Map<string, number> {
  const due = new Map<string, number>();
  for (const rung of RUNGS) {
    if (elapsed < rung || elapsed > rung + LATEST) continue;
    for (const account of recipients(story, kind, rung)) due.set(account, rung);
  }
  return due;
}

interface Plan {
  year: number;
  seed: number;
  count: number;
  bot: Bot;
  /** First and last day without any run. */
  outage: readonly [string, string];
  /** Share of the bot's notices that somebody changes afterwards. */
  tampered: number;
}

/** A wait of the truth that is on, and its working days up to now. */
interface Current {
  story: Story;
  wait: Waiting;
  elapsed: number;
}

/** Somebody was told of a submission. */
interface Heard {
  account: string;
  at: string;
  elapsed: number;
}

/** What a year came to. */
interface Outcome {
  /** Each with the seed, the number and the time. */
  problems: string[];
  runs: number;
  /** How often a label of a delay was set, and each rung told. */
  flagged: number;
  told: Record<number, number>;
  /** What the first run after the outage made good: labels and notices of days without a run. */
  healed: { flagged: number; told: number };
  /** Runs that went on with the notices of a day, after one that broke off. */
  resumed: number;
}

async function simulate({ year, seed, count, bot, outage, tampered }: Plan): Promise<Outcome> {
  const days = await readDays(year);
  const random = randomNumbers(seed + 1_000_000);
  const stories = randomYear(people.offices, year, count, seed);
  const [outageBegins, outageEnds] = outage;
  const runs = timesOf(schedule, year).filter((time) => {
    const day = taipei(time);
    return random() >= DROPPED && (day < outageBegins || day > outageEnds);
  });
  const server = new Map(
    stories.map((story): [number, Kept] => [
      story.number,
      { submission: submissionOf(story), labels: [], statuses: [], events: [] },
    ]),
  );
  const outcome: Outcome = {
    problems: [],
    runs: runs.length,
    flagged: 0,
    told: { 5: 0, 7: 0, 8: 0, 10: 0 },
    healed: { flagged: 0, told: 0 },
    resumed: 0,
  };
  let now = "";
  let today = "";
  let afterOutage = false;
  const problem = (number: number | string, text: string, at = now) =>
    outcome.problems.push(`seed ${seed}, #${number}, ${at}: ${text}`);

  /** Comments of the monthly issues, and what the bot reads in those of four months. */
  const issues = new Map<number, NoticeComment[]>();
  let readMonth = 0;
  let sent = parseSentNotices([]);
  const readIssues = (month: number) => {
    sent = parseSentNotices([0, 1, 2, 3].flatMap((back) => issues.get(month - back) ?? []));
    readMonth = month;
  };
  /** Runs that broke off. */
  const broken = new Set<string>();
  /** `number since account` → the highest rung told; `number since` → who heard of it; day → who was mentioned. */
  const rungs = new Map<string, number>();
  const heard = new Map<string, Heard[]>();
  const mentioned = new Map<string, Set<string>>();

  /** The labels stand where the truth says, and nowhere else. */
  const checkLabels = (looked: readonly Story[], waiting: Map<number, Current>, newly: Set<number>) => {
    for (const story of looked) {
      const current = waiting.get(story.number);
      const wanted = current && current.elapsed > 7 ? OVERDUE[current.wait.kind] : "";
      const shown = flagOf(server.get(story.number)!.labels);
      if (shown !== wanted) problem(story.number, `label 「${shown}」 instead of 「${wanted}」`);
      if (!current || !wanted || !newly.has(story.number)) continue;
      outcome.flagged++;
      if (afterOutage && days.elapsed(taipei(current.wait.from), outageEnds) > 7) outcome.healed.flagged++;
    }
  };

  /** The notices are exactly those that are due. */
  const checkDigests = (digests: readonly Digest[], waiting: Map<number, Current>) => {
    if (digests.length > 0 && !days.works(today)) problem("-", "notices on a day off");
    const due = new Set<string>();
    for (const { story, wait, elapsed } of days.works(today) ? waiting.values() : []) {
      for (const [account, rung] of dueRungs(story, wait.kind, elapsed)) {
        const fact = `${story.number} ${wait.from} ${account}`;
        const isNew = rung > (rungs.get(fact) ?? 0);
        if (isNew && !mentioned.get(today)?.has(account)) due.add(`${fact} ${rung}`);
      }
    }
    const planned = new Set(digests.flatMap(({ body }) => factsIn(body)));
    const numberIn = (fact: string) => fact.split(" ")[0]!;
    for (const fact of due) if (!planned.has(fact)) problem(numberIn(fact), `not told: ${fact}`);
    for (const fact of planned) if (!due.has(fact)) problem(numberIn(fact), `told again or in vain: ${fact}`);
    for (const { body, mentions } of digests) {
      if (mentionsIn(body).join() !== mentions.join()) problem("-", `mentions ${mentionsIn(body)}`);
      const told = readDigest(body);
      const shown = told.map(({ number, account }) => `${number} ${account}`).sort();
      const hidden = factsIn(body).map((fact) => fact.replace(/^(\d+) \S+ (\S+) \d+$/, "$1 $2"));
      if (shown.join() !== hidden.sort().join()) problem("-", `text and marker differ: ${body}`);
      for (const { number, deadline } of told) {
        const current = waiting.get(number);
        if (!current || deadline !== days.deadline(taipei(current.wait.from))) {
          problem(number, `deadline ${deadline}`);
        }
      }
    }
  };

  /** What the server took: nobody is mentioned twice on a day, or is a stranger. */
  const receive = (comments: readonly NoticeComment[], waiting: Map<number, Current>) => {
    const already = mentioned.get(today) ?? new Set();
    if (comments.length > 0 && already.size > 0) outcome.resumed++;
    for (const { body, tampered } of comments) {
      for (const account of mentionsIn(body)) {
        if (already.has(account)) problem("-", `@${account} is mentioned twice on ${today}`);
        if (!people.all.has(account)) problem("-", `@${account} is not of the register`);
        already.add(account);
      }
      for (const fact of factsIn(body)) {
        const [number, since, account, rung] = fact.split(" ") as [string, string, string, string];
        // What somebody changed proves nothing, and is told again on another day.
        if (!tampered) rungs.set(`${number} ${since} ${account}`, Number(rung));
        outcome.told[Number(rung)]!++;
        if (afterOutage && days.elapsed(taipei(since), outageEnds) >= Number(rung)) outcome.healed.told++;
      }
      for (const { number, account } of readDigest(body)) {
        const { wait, elapsed } = waiting.get(number)!;
        const key = `${number} ${wait.from}`;
        heard.set(key, [...(heard.get(key) ?? []), { account, at: now, elapsed }]);
      }
    }
    mentioned.set(today, already);
    const month = Number(today.slice(5, 7));
    issues.set(month, [...(issues.get(month) ?? []), ...comments]);
  };

  /** Wait by wait: the first whole run on or after a rung's working day has told everybody whom it concerns. */
  const checkWaits = () => {
    const whole = runs.filter((time) => days.works(taipei(time)) && !broken.has(time));
    for (const story of stories) {
      for (const wait of story.waits) {
        if (wait.until && days.elapsed(taipei(wait.from), taipei(wait.until)) < RUNGS[0]) continue;
        const during = whole.filter((time) => time >= wait.from && !(wait.until && time >= wait.until));
        for (const rung of RUNGS) {
          const bound = during.find((time) => days.elapsed(taipei(wait.from), taipei(time)) >= rung);
          if (bound && days.elapsed(taipei(wait.from), taipei(bound)) > rung + LATEST) continue;
          for (const account of bound ? recipients(story, wait.kind, rung) : []) {
            const all = heard.get(`${story.number} ${wait.from}`) ?? [];
            if (all.some((h) => h.account === account && h.elapsed >= rung && h.at <= bound!)) continue;
            problem(story.number, `${account} has not heard of day ${rung}`, bound);
          }
        }
      }
    }
  };

  let opened = 0;
  /** Open at the last run, or opened since. */
  let last: Story[] = [];
  for (now of runs) {
    afterOutage = taipei(now) > outageEnds && today < outageBegins;
    today = taipei(now);
    const month = Number(today.slice(5, 7));
    while (stories[opened] && stories[opened]!.createdAt <= now) last.push(stories[opened++]!);

    // What was open the last time and is no more is looked at once more, as the sweep does.
    const looked = last;
    const waiting = new Map<number, Current>();
    const assessments: Assessment[] = [];
    const written: Story[] = [];
    const newly = new Set<number>();
    for (const story of looked) {
      const wait = story.waits.find((w) => w.from <= now && !(w.until && w.until <= now));
      if (wait) waiting.set(story.number, { story, wait, elapsed: days.elapsed(taipei(wait.from), today) });
      const kept = server.get(story.number)!;
      const before = flagOf(kept.labels);
      const { assessment, wrote } = bot(story, kept, now);
      if (wrote) written.push(story);
      if (wrote && flagOf(kept.labels) !== before) newly.add(story.number);
      if (assessment.state !== "merged" && assessment.state !== "closed") assessments.push(assessment);
    }
    checkLabels(looked, waiting, newly);

    // What stands in the issues unchanged need not be read again.
    if (month !== readMonth) readIssues(month);
    const input = { assessments, register, calendar: platform.calendar, bot: BOT, now: new Date(now) };
    const digests = planNotices({ ...input, sent });
    checkDigests(digests, waiting);
    const breaks = random() < BROKEN;
    if (breaks) broken.add(now);
    const posted = breaks ? digests.slice(0, Math.floor(digests.length / 2)) : digests;
    const comments = posted.map(({ body }) => ({ body, at: now, own: true, tampered: random() < tampered }));
    receive(comments, waiting);
    if (posted.length > 0) readIssues(month);

    // A second run at the same time finds nothing to do. What the first one left alone reads as it did before.
    for (const story of written) {
      if (bot(story, server.get(story.number)!, now).wrote) problem(story.number, "a second run writes");
    }
    if (!breaks && planNotices({ ...input, sent }).length > 0) problem("-", "a second run tells");
    if (outcome.problems.length > 0) return outcome;
    last = looked.filter((story) => !(story.endedAt && story.endedAt <= now));
  }
  checkWaits();
  return outcome;
}

test("a year of 10,000 submissions: every delay is flagged on its day, and told once to whom it concerns", async () => {
  const outage = ["2026-06-09", "2026-06-11"] as const;
  const seed = 20_260_101;
  const outcome = await simulate({ year: 2026, seed, count: 10_000, bot: lightBot, outage, tampered: 0 });
  expect(outcome.problems.slice(0, 20)).toEqual([]);
  // It was a year with something in it.
  const { runs, flagged, told, healed, resumed } = outcome;
  expect(runs).toBeGreaterThan(750);
  expect(flagged).toBeGreaterThan(3000);
  expect(Math.min(...Object.values(told))).toBeGreaterThan(3000);
  expect(healed.flagged).toBeGreaterThan(20);
  expect(healed.told).toBeGreaterThan(100);
  expect(resumed).toBeGreaterThan(5);
}, 600_000);

// Years with Saturdays that were worked and with amendments; outages so long that some notices are made good no more.
test.each([
  [2026, 1, "2026-06-09", "2026-06-11"],
  [2025, 2, "2025-09-01", "2025-09-22"],
  [2024, 3, "2024-06-03", "2024-07-03"],
  [2023, 4, "2023-01-16", "2023-03-01"],
])(
  "everything that the bot writes in %i (seed %i), with an outage from %s to %s",
  async (year, seed, ...outage) => {
    const outcome = await simulate({ year, seed, count: 300, bot: wholeBot, outage, tampered: 0.05 });
    expect(outcome.problems.slice(0, 20)).toEqual([]);
    expect(outcome.flagged).toBeGreaterThan(50);
    expect(Math.min(...Object.values(outcome.told))).toBeGreaterThan(50);
  },
);
