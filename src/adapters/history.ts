import { identifierOf } from "../catalogue/check.ts";
import type { FieldChange, HistoryAct, HistoryEntry } from "../catalogue/history.ts";
import { taipeiTime } from "../catalogue/today.ts";
import { type HistoryAtHand, historyAtHand, type Repository } from "./git.ts";
import { readHistory, type Touch } from "./git-log.ts";
import { compareBlobs, type ShortChange, type ShortDeed } from "./history-blobs.ts";
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
 * @param atHand how much of it is at hand; default: as git says
 * @returns no entries where the catalogue is in no repository, in one without a commit, or in a shallow clone
 * @throws GitError when git fails
 */
export async function readDatasetHistory(
  root: string,
  cacheFolder?: string,
  atHand?: HistoryAtHand,
): Promise<DatasetHistory> {
  const at = atHand ?? (await historyAtHand(root));
  const entries = new Map<string, HistoryEntry[]>();
  if (at.depth !== "full") return { entries, depth: at.depth };
  const place = cacheFolder && { folder: cacheFolder, name: "history" };
  const commits = await readIncrementally(at, place, (range) => readCommits(at.repository, range));
  for (const [commit, author, time, subject, acts] of commits) {
    for (const [identifier, act, changes] of acts) {
      const entry = { commit, author, time, subject, act, changes: changes.map(toChange) };
      const list = entries.get(identifier);
      if (list) list.push(entry);
      else entries.set(identifier, [entry]);
    }
  }
  return { entries, depth: at.depth };
}

/** What a commit did to datasets, each of which it touches once; in a short form, since there are so many. */
type CommitActs = [
  commit: string,
  author: string,
  time: string,
  subject: string,
  acts: [identifier: string, act: HistoryAct, changes: ShortChange[]][],
];

const toChange = ([field, zh, en, before, after]: ShortChange): FieldChange => ({
  field,
  label: { zh, en },
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after }),
});

const CREATED: ShortDeed = ["created", []];
const DELETED: ShortDeed = ["deleted", []];

/** What the commits of a range did to datasets, newest first. */
async function readCommits(repository: Repository, range: string): Promise<CommitActs[]> {
  const touches: { identifier: string; touch: Touch; deed: ShortDeed | null }[] = [];
  const revisions = new Map<string, (typeof touches)[number][]>();
  for (const touch of await readHistory(repository, range)) {
    const identifier = identifierOf(touch.path);
    if (!identifier) continue;
    const made = { identifier, touch, deed: touch.before ? DELETED : CREATED };
    touches.push(made);
    // A first version has nothing to compare with, so only changes need their contents.
    if (!touch.before || !touch.after) continue;
    const list = revisions.get(identifier);
    if (list) list.push(made);
    else revisions.set(identifier, [made]);
  }
  // Dataset by dataset: what one change made the one before it ended, so that each version is read once and let go.
  const order = [...revisions.values()].flat();
  for (const [index, deed] of (await compareBlobs(repository, order)).entries()) order[index]!.deed = deed;
  const commits: CommitActs[] = [];
  for (const { identifier, touch, deed } of touches) {
    if (!deed) continue;
    const { commit, author, seconds, subject } = touch;
    const last = commits.at(-1);
    if (last?.[0] === commit) last[4].push([identifier, ...deed]);
    else commits.push([commit, clean(author), commitTime(seconds), clean(subject), [[identifier, ...deed]]]);
  }
  return commits;
}
