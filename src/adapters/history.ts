import type { DatasetFile } from "../catalogue/catalogue.ts";
import { identifierOf } from "../catalogue/check.ts";
import { readQuietly } from "../catalogue/check-catalogue.ts";
import {
  type FieldChange,
  type HistoryAct,
  type HistoryEntry,
  toHistoryEntry,
  withoutSame,
} from "../catalogue/history.ts";
import { normalise } from "../catalogue/schema/fields.ts";
import { taipeiTime } from "../catalogue/today.ts";
import { depthOf, findRepository, type Repository, readBlobs, readHistory, type Touch } from "./git.ts";
import { readIncrementally } from "./history-cache.ts";

/** Names and subjects come from anybody's commit: nothing invisible and nothing endless may reach a page. */
export const clean = (text: string) =>
  text.replace(/[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/g, "").slice(0, 200);

/** The last second that a date of four digits can name. */
const LAST_SECOND = 253_402_271_999;

/** The time of a commit in Taipei, YYYY-MM-DD HH:MM; a commit may bear any number, seconds since 1970. */
export const commitTime = (seconds: number) =>
  taipeiTime(new Date(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000));

/** The public history of every dataset, and how much of it the repository holds. */
export interface DatasetHistory {
  /** By identifier, newest first. */
  entries: Map<string, HistoryEntry[]>;
  depth: "none" | "shallow" | "full";
}

/**
 * Reads the public history of every dataset from git, in one pass (mission L4).
 * @param root the catalogue's root
 * @param cacheFolder folder that keeps what one reading can use of another; without, nothing is kept
 * @returns no entries where the catalogue is in no repository, in one without a commit, or in a shallow clone
 * @throws GitError when git fails
 */
export async function readDatasetHistory(root: string, cacheFolder?: string): Promise<DatasetHistory> {
  const repository = await findRepository(root);
  const depth = repository ? await depthOf(repository) : "none";
  const entries = new Map<string, HistoryEntry[]>();
  if (!repository || depth !== "full") return { entries, depth };
  const place = cacheFolder && { folder: cacheFolder, name: "history" };
  const commits = await readIncrementally(repository, place, (range) => readCommits(repository, range));
  for (const [commit, author, time, subject, acts] of commits) {
    for (const [identifier, act, changes] of acts) {
      const entry = { commit, author, time, subject, act, changes: changes.map(toChange) };
      const list = entries.get(identifier);
      if (list) list.push(entry);
      else entries.set(identifier, [entry]);
    }
  }
  return { entries, depth };
}

/** What a commit did to datasets, each of which it touches once; in a short form, since there are so many. */
type CommitActs = [
  commit: string,
  author: string,
  time: string,
  subject: string,
  acts: [identifier: string, act: HistoryAct, changes: ShortChange[]][],
];
type ShortChange = [field: string, zh: string, en: string, before: string | null, after: string | null];

const toChange = ([field, zh, en, before, after]: ShortChange): FieldChange => ({
  field,
  label: { zh, en },
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after }),
});

/** A copy: a piece of a text would hold the whole text in memory. */
const copy = (text: string | undefined) =>
  text === undefined ? null : Buffer.from(text, "utf16le").toString("utf16le");

const toShort = ({ field, label, before, after }: FieldChange): ShortChange => [
  copy(field)!,
  label.zh,
  label.en,
  copy(before),
  copy(after),
];

type Written = Record<string, unknown>;

/** What stands for a version that can't be read, or that nobody needs to. */
const unread = (identifier: string): DatasetFile => ({ identifier, title: "", distribution: [] });

/** Two versions of a dataset, as far as they differ. */
function versions(identifier: string, after: Written | undefined, before: Written | undefined) {
  const [was, is] = before && after ? withoutSame(before, after) : [before, after];
  const file = (written: Written | undefined) =>
    written ? (normalise("dataset", written) as DatasetFile) : unread(identifier);
  return { before: file(was), after: file(is) };
}

/** What the commits of a range did to datasets, newest first. */
async function readCommits(repository: Repository, range: string): Promise<CommitActs[]> {
  const touches: { identifier: string; touch: Touch }[] = [];
  const places = new Map<string, number[]>();
  for (const touch of await readHistory(repository, range)) {
    const identifier = identifierOf(touch.path);
    if (!identifier) continue;
    const list = places.get(identifier);
    if (list) list.push(touches.length);
    else places.set(identifier, [touches.length]);
    touches.push({ identifier, touch });
  }
  // Dataset by dataset: what one change made the one before it ended, so that each version is read once and let go.
  const order = [...places.values()].flat();
  const wanted: string[] = [];
  for (const place of order) {
    const { before, after } = touches[place]!.touch;
    // A first version has nothing to compare with, so only changes need their contents.
    if (!before || !after) continue;
    if (wanted.at(-1) !== after) wanted.push(after);
    if (before !== after) wanted.push(before);
  }
  const blobs = readBlobs(repository, wanted);
  let last: { name: string; written: Written | undefined } | undefined;
  const read = async (name: string) => {
    if (last?.name !== name) {
      const bytes = (await blobs.next()).value?.bytes;
      last = { name, written: bytes && readQuietly(bytes) };
    }
    return last.written;
  };
  const found: (CommitActs | undefined)[] = new Array(touches.length);
  for (const place of order) {
    const { identifier, touch } = touches[place]!;
    const { before, after } = touch;
    const entry = toHistoryEntry({
      commit: touch.commit,
      author: clean(touch.author),
      time: commitTime(touch.seconds),
      subject: clean(touch.subject),
      ...(before && after
        ? versions(identifier, await read(after), await read(before))
        : { before: before ? unread(identifier) : undefined, after: after ? unread(identifier) : undefined }),
    });
    if (!entry) continue;
    const { commit, author, time, subject, act, changes } = entry;
    found[place] = [commit, author, time, subject, [[identifier, act, changes.map(toShort)]]];
  }
  const commits: CommitActs[] = [];
  for (const one of found) {
    const last = commits.at(-1);
    if (one && last?.[0] === one[0]) last[4].push(...one[4]);
    else if (one) commits.push(one);
  }
  return commits;
}
