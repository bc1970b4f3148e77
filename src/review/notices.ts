import { accountKey, isAccount } from "../catalogue/grants.ts";
import { taipeiDay } from "../catalogue/today.ts";
import { LIMIT } from "./assess.ts";
import type { Assessment } from "./assessment.ts";
import type { WorkCalendar } from "./calendar.ts";
import { sameAccount } from "./lifecycle.ts";
import { cell, inline, ownLink, shorten } from "./markdown.ts";
import { LABELS, NOTICES_MARKER } from "./names.ts";
import type { OpinionAssessment, OpinionDue } from "./opinions/assess.ts";
import { deputyOf, holdersOf, isListed, type Person, personOf, type Register } from "./register.ts";
import { agencyName, kindName, subject } from "./words.ts";

/** A comment in an issue of notices. */
export interface NoticeComment {
  body: string;
  /** ISO time at which the server received it. */
  at: string;
  own: boolean;
  /** Changed by somebody else than the bot. */
  tampered: boolean;
}

/** Who was told of what before. */
export interface SentNotices {
  /** `number since account`, the account in lower case → the highest rung told. */
  rungs: ReadonlyMap<string, number>;
  /** Day in Taipei → accounts in lower case that were mentioned on it. */
  mentioned: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One comment to write into the month's issue. */
export interface Digest {
  /** Code of the ministry; empty for persons with items of several ministries, or of none. */
  ministry: string;
  body: string;
  /** Accounts that it mentions. */
  mentions: string[];
}

export interface NoticeInput {
  /** Of all open submissions. */
  assessments: readonly Assessment[];
  /** Of all open opinions and requests; none where left out. */
  opinions?: readonly OpinionAssessment[];
  sent: SentNotices;
  register: Register;
  calendar: WorkCalendar;
  /** The bot's own login. */
  bot: string;
  now: Date;
}

/**
 * The ladder: after how many working days whom. Day 7 is the last in time, so day 8 is the first of an overdue one
 * (mission P12, R7, M3). What has another limit, or counts other days, has the same rungs around its own deadline.
 */
export const LADDER = [
  { day: 5, to: "turn" },
  { day: 7, to: "turn" },
  { day: 8, to: "deputies" },
  { day: 10, to: "operators" },
] as const;
/** Working days after which a rung that an outage swallowed is no longer made good. */
export const GRACE = 15;

/** GitHub's own limit for mentions that reach somebody is 50 a comment. */
const MOST_MENTIONS = 40;
const MAX_BODY = 60_000;
/** What the hidden marker and the text may take of it. */
const MAX_MARKER = 15_000;
const MAX_TEXT = MAX_BODY - MAX_MARKER - 1000;
/** Items of one person in one comment; the rest are told on the next working day. */
const MOST_ITEMS = 200;

/** Sent facts of one comment: account → items as [number, since, rung]. */
type Marker = Record<string, [number, string, number][]>;

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const RUNGS: ReadonlySet<unknown> = new Set(LADDER.map((rung) => rung.day));

const sentKey = (number: number, since: string, account: string) =>
  `${number} ${since} ${accountKey(account)}`;

/** Reads the marker strictly: whoever may edit a comment can write anything into it. */
function readMarker(body: string): Marker | undefined {
  const json = NOTICES_MARKER.exec(body)?.[1];
  if (json === undefined || json.length > MAX_BODY) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const sound = Object.entries(value).every(
    ([account, items]) =>
      isAccount(account) &&
      Array.isArray(items) &&
      items.every(
        (item) =>
          Array.isArray(item) &&
          item.length === 3 &&
          Number.isSafeInteger(item[0]) &&
          typeof item[1] === "string" &&
          ISO.test(item[1]) &&
          RUNGS.has(item[2]),
      ),
  );
  return sound ? (value as Marker) : undefined;
}

/**
 * Reads what was sent. The server's time of a comment says on which day, never its text. Of a comment that somebody
 * changed only the mentions count: they keep anybody from being told twice that day, while the rungs are told again.
 * @param comments those of the issues of this month and of the three before, in which a rung may still be due
 */
export function parseSentNotices(comments: readonly NoticeComment[]): SentNotices {
  const rungs = new Map<string, number>();
  const mentioned = new Map<string, Set<string>>();
  for (const comment of comments) {
    const marker = comment.own ? readMarker(comment.body) : undefined;
    if (!marker) continue;
    const day = taipeiDay(new Date(comment.at));
    const today = mentioned.get(day) ?? new Set<string>();
    mentioned.set(day, today);
    for (const [account, items] of Object.entries(marker)) {
      today.add(accountKey(account));
      if (comment.tampered) continue;
      for (const [number, since, rung] of items) {
        const key = sentKey(number, since, account);
        rungs.set(key, Math.max(rung, rungs.get(key) ?? 0));
      }
    }
  }
  return { rungs, mentioned };
}

/** What waits for somebody: a submission, an opinion or a request. */
interface Due {
  number: number;
  url: string;
  /** ISO time since which the clock runs. */
  since: string;
  deadline: string;
  /** Days until the deadline, as this clock counts them. */
  left: number;
  overdue: boolean;
  /** Whose turn it is; a citizen is none whom the register knows. */
  persons: readonly Person[];
  citizen: boolean;
  /** Agencies whose administrators stand in where no deputy is named. */
  agencies: readonly string[];
  /** Hostile. */
  title: string;
  /** What is to be done, and what it is called when it is late. */
  task: string;
  late: string;
}

/** One thing that one person is told. */
interface Item {
  due: Due;
  rung: (typeof LADDER)[number];
  /** Highest rung that he was told before, 0 for none. */
  told: number;
  ministry: string;
}

function submissionDue(assessment: Assessment): Due[] {
  const { clock, turn, number, url, submission } = assessment;
  if (!clock || !turn) return [];
  const { since, deadline, left, overdue } = clock;
  const review = clock.kind === "review";
  const all = [...new Set([...submission.agencies, ...submission.register])];
  return [
    {
      number,
      url,
      since,
      deadline,
      left,
      overdue,
      persons: turn.persons,
      citizen: turn.role === "citizen",
      agencies: turn.agency ? [turn.agency] : all,
      title: `${kindName(submission)} ${shorten(subject(assessment), 40)}`,
      task: review ? "審查" : "處理退回",
      late: (review ? LABELS.reviewOverdue : LABELS.returnOverdue).name,
    },
  ];
}

const OPINION_TASKS: Record<OpinionDue["what"], string> = {
  answer: "回覆",
  approve: "核准回覆",
  route: "轉請",
};

function opinionDue({ number, url, due, entry }: OpinionAssessment): Due[] {
  if (!due) return [];
  const { what, since, deadline, left, late, persons } = due;
  const form = entry.form === "opinion" ? LABELS.opinion : LABELS.wanted;
  return [
    {
      number,
      url,
      since,
      deadline,
      left,
      overdue: late,
      persons,
      citizen: false,
      agencies: entry.agency ? [entry.agency] : [],
      title: `${form.name} ${shorten(entry.title, 40)}`,
      task: OPINION_TASKS[what],
      late: LABELS.answerOverdue.name,
    },
  ];
}

/** Code of the ministry that something belongs to; empty where it belongs to several, or to none. */
function ministryOf({ agencies }: Due, register: Register): string {
  const codes = new Set(agencies.map((agency) => register.agencies.get(agency)?.ministry.code ?? ""));
  return codes.size === 1 ? [...codes][0]! : "";
}

function recipients(rung: Item["rung"], { persons, agencies }: Due, register: Register): readonly Person[] {
  if (rung.to === "turn") return persons;
  if (rung.to === "operators") return register.operators;
  const own = new Set(persons.map((person) => accountKey(person.account)));
  // Two who stand in for each other and are both late are nobody else's eyes.
  const deputies = persons
    .flatMap((person) => deputyOf(register, person.account) ?? [])
    .filter((deputy) => !own.has(accountKey(deputy.account)));
  if (deputies.length > 0) return deputies;
  return agencies.flatMap((agency) => holdersOf(register, "administrator", agency));
}

/**
 * Decides whom to tell today, and of what. Each person gets one mention a working day at most, over all comments, with
 * everything that is due for him; of several rungs of one submission the last. Nobody is told on a day off.
 * @throws CalendarError for a day that no calendar covers
 */
export function planNotices(input: NoticeInput): Digest[] {
  const { assessments, opinions = [], sent, register, calendar, bot, now } = input;
  const today = taipeiDay(now);
  if (!calendar.isWorkday(today)) return [];
  const already = sent.mentioned.get(today) ?? new Set();
  /** By account key, then by number: a later rung takes the place of an earlier one. */
  const told = new Map<string, Map<number, Item>>();
  // A citizen is told of his own correction, and nobody else whom the register does not know.
  const known = (account: string, isCitizen: boolean) =>
    isAccount(account) &&
    !sameAccount(account, bot.replace(/\[bot\]$/, "")) &&
    (isCitizen || isListed(register, account));
  for (const due of [...assessments.flatMap(submissionDue), ...opinions.flatMap(opinionDue)]) {
    const { number, since } = due;
    const ministry = ministryOf(due, register);
    // Counted from the deadline, since limits differ (A10, D3, J1).
    const day = LIMIT - due.left;
    for (const rung of LADDER) {
      if (day < rung.day || day > rung.day + GRACE) continue;
      for (const { account } of recipients(rung, due, register)) {
        const key = accountKey(account);
        if (!known(account, rung.to === "turn" && due.citizen) || already.has(key)) continue;
        const before = sent.rungs.get(sentKey(number, since, account)) ?? 0;
        if (before >= rung.day) continue;
        const items = told.get(key) ?? new Map<number, Item>();
        items.set(number, { due, rung, told: before, ministry });
        told.set(key, items);
      }
    }
  }
  const groups = new Map<string, Section[]>();
  for (const key of [...told.keys()].sort()) {
    const items = [...told.get(key)!.values()].sort(mostUrgent);
    const ministries = new Set(items.map((item) => item.ministry));
    const group = ministries.size === 1 ? items[0]!.ministry : "";
    const sections = groups.get(group) ?? [];
    sections.push(section(personOf(register, key), items, register));
    groups.set(group, sections);
  }
  return [...groups.keys()]
    .sort()
    .flatMap((ministry) => digests(ministry, groups.get(ministry)!, today, register));
}

/** What he was never told of first, or it might never fit; then the longest overdue. */
const mostUrgent = (a: Item, b: Item) =>
  a.told - b.told || a.due.left - b.due.left || a.due.number - b.due.number;

/** What one person is told, as text and as the marker keeps it. */
interface Section {
  account: string;
  text: string;
  sent: Marker[string];
}

const WHY: Record<Item["rung"]["to"], string> = {
  turn: "輪到您處理",
  deputies: "您是承辦人的代理人或其部會管理者",
  operators: "您是平臺管理者",
};

function section(person: Person, items: readonly Item[], register: Register): Section {
  const sent: Section["sent"] = [];
  let text = `@${person.account} ${inline(shorten(person.displayName, 50))}\n`;
  for (const item of items.slice(0, MOST_ITEMS)) {
    const line = `\n${itemText(item, register)}`;
    if (text.length + line.length > MAX_TEXT) break;
    text += line;
    sent.push([item.due.number, item.due.since, item.rung.day]);
  }
  const left = items.length - sent.length;
  if (left > 0) text += `\n- 另有 ${left} 件，於下一個工作日通知。`;
  return { account: person.account, text, sent };
}

function itemText({ due, rung }: Item, register: Register): string {
  const { number, url, persons, agencies, task, deadline } = due;
  const when = due.overdue
    ? `**${due.late}**，期限 ${deadline}`
    : due.left === 0
      ? `**今日**是${task}期限（${deadline}）`
      : `${task}期限 ${deadline}`;
  const names = persons.slice(0, 5).map((person) => person.displayName);
  const waits = rung.to === "turn" || names.length === 0 ? "" : `，等待 ${cell(names.join("、"), 100)}`;
  const agency = agencies[0];
  const of = agency ? `${cell(agencyName(register, agency), 40)}・` : "";
  return `- ${of}${ownLink(`${due.title}（#${number}）`, url)}：${when}${waits}（${WHY[rung.to]}）`;
}

/** Comments of one group: one, or several where GitHub's limits ask for it. A person stands in one of them only. */
function digests(
  ministry: string,
  sections: readonly Section[],
  today: string,
  register: Register,
): Digest[] {
  const name = ministry === "" ? "跨部會與平臺" : cell(agencyName(register, ministry), 60);
  const title = `## 逾期通知 ${today}（${name}）`;
  const made: Section[][] = [];
  let text = 0;
  let marker = 0;
  for (const each of sections) {
    const length = each.text.length + 2;
    const kept = JSON.stringify({ [each.account]: each.sent }).length;
    const last = made.at(-1);
    if (last && last.length < MOST_MENTIONS && text + length <= MAX_TEXT && marker + kept <= MAX_MARKER) {
      last.push(each);
      text += length;
      marker += kept;
    } else {
      made.push([each]);
      text = length;
      marker = kept;
    }
  }
  return made.map((part) => {
    const facts: Marker = Object.fromEntries(part.map(({ account, sent }) => [account, sent]));
    const body = [
      `<!-- catalogue-notices ${JSON.stringify(facts)} -->\n${title}`,
      ...part.map((each) => each.text),
    ].join("\n\n");
    return { ministry, body, mentions: part.map((each) => each.account) };
  });
}

/** The issue that carries the notices of a moment's month; it gets the label 逾期通知. */
export function noticesIssue(now: Date): { title: string; body: string } {
  const [year, month] = taipeiDay(now).split("-");
  return {
    title: `逾期通知 ${year} 年 ${Number(month)} 月`,
    body: [
      "機器人於工作日在此彙整本月的逾期通知，每人每個工作日至多通知一次：",
      [
        "- 第 5、7 個工作日：通知輪到處理的人（第 7 個工作日為期限）",
        "- 第 8 個工作日起逾期：通知代理人；沒有指定代理人者，通知部會管理者",
        "- 第 10 個工作日：通知平臺管理者",
      ].join("\n"),
      "「我有話要說」與「我還想要」的回覆期限由各部會自訂，提醒的間隔相同：期限前 2 日與當日、逾期第 1 日、逾期第 3 日。",
      "請到各送件或意見處理；在這裡留言不會改變它們的狀態。",
    ].join("\n\n"),
  };
}
