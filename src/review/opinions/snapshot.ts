import {
  isDay,
  isFlag,
  isLink,
  isNumber,
  isText,
  isTime,
  list,
  NEVER,
  object,
  oneOf,
  type Read,
  read,
} from "../queues.ts";
import { MAX_TEXT, type OpinionEntry, type OpinionsSnapshot, REQUEST_STATES } from "./types.ts";

/** Name of the file for those that nobody is known to answer. */
export const NO_MINISTRY = "none";

/** Where an entry is kept. */
export const ministryOf = (entry: OpinionEntry): string => entry.ministry ?? NO_MINISTRY;

/**
 * Puts entries in the place of their former ones; what belongs to another ministry, or is gone, goes.
 * @param gone numbers of issues that are no opinions any more
 * @returns the snapshot itself where it says so already, so that nothing is written
 */
export function replaceOpinions(
  snapshot: OpinionsSnapshot,
  entries: readonly OpinionEntry[],
  gone: ReadonlySet<number>,
  now: Date,
): OpinionsSnapshot {
  const changed = new Set(entries.map((entry) => entry.number));
  const kept = snapshot.entries.filter(({ number }) => !changed.has(number) && !gone.has(number));
  const own = entries.filter((entry) => ministryOf(entry) === snapshot.ministry);
  const next = [...kept, ...own].sort((a, b) => a.number - b.number);
  const same = JSON.stringify(next) === JSON.stringify(snapshot.entries);
  return same ? snapshot : { ...snapshot, takenAt: now.toISOString(), entries: next };
}

/** Puts one entry in the place of its former one. */
export const mergeOpinion = (snapshot: OpinionsSnapshot, entry: OpinionEntry, now: Date): OpinionsSnapshot =>
  replaceOpinions(snapshot, [entry], new Set(), now);

/** A snapshot as its file, in lines, so that git keeps what did not change. */
export const writeOpinions = (snapshot: OpinionsSnapshot): string => `${JSON.stringify(snapshot, null, 1)}\n`;

/** Reads a file strictly: whoever may push to the branch could have written it. */
export function readOpinions(text: string | undefined, ministry: string): Read<OpinionsSnapshot> {
  const isOwn = object({
    takenAt: isTime,
    ministry: oneOf([ministry]),
    entries: (value) => isEntries(value) && ofMinistry(value as OpinionEntry[], ministry),
  });
  return read(text, isOwn, { takenAt: NEVER, ministry, entries: [] });
}

/** Each entry once, and of this ministry only. */
const ofMinistry = (entries: readonly OpinionEntry[], ministry: string): boolean =>
  new Set(entries.map((entry) => entry.number)).size === entries.length &&
  entries.every((entry) => ministryOf(entry) === ministry);

const isShort = (value: unknown) => isText(value) && (value as string).length <= 2 * MAX_TEXT;
const isCount = (value: unknown) => isNumber(value) && (value as number) >= 0;
const isIssue = (value: unknown) => isNumber(value) && (value as number) > 0;
const isCode = (value: unknown) => typeof value === "string" && /^[A-Za-z0-9_]{10}$/.test(value);
const isIdentifier = (value: unknown) =>
  typeof value === "string" && /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(value);

const isReply = object({
  at: isTime,
  author: isShort,
  official: isFlag,
  "agency?": isShort,
  text: isShort,
});
const isEntries = list(
  object({
    form: oneOf(["opinion", "wanted"]),
    number: isIssue,
    url: isLink,
    title: isShort,
    author: isShort,
    createdAt: isTime,
    "agency?": isCode,
    "ministry?": isCode,
    "identifier?": isIdentifier,
    "kind?": isShort,
    text: isShort,
    "wanted?": object({ name: isShort, fields: isShort, reason: isShort, agency: isShort }),
    replies: list(isReply),
    "answeredAt?": isTime,
    "approval?": object({ by: isShort, at: isTime }),
    "clock?": object({
      days: isIssue,
      counting: oneOf(["calendar", "working"]),
      deadline: isDay,
      used: isCount,
      "left?": isNumber,
      late: isFlag,
    }),
    "status?": object({
      state: oneOf(REQUEST_STATES),
      at: isTime,
      "date?": isDay,
      "dataset?": isIdentifier,
      "law?": isShort,
      "reason?": isShort,
      "into?": isIssue,
    }),
    likes: isCount,
    dislikes: isCount,
    open: isFlag,
  }),
);
