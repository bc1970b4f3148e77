import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readUsage, USAGE_PATH, type UsageSnapshot } from "../catalogue/usage/totals.ts";
import { withMerged } from "../review/opinions/merges.ts";
import { readOpinions } from "../review/opinions/snapshot.ts";
import {
  OPINIONS_FOLDER,
  type OpinionEntry,
  type OpinionsSnapshot,
  opinionsPath,
} from "../review/opinions/types.ts";
import {
  type HistoryRecord,
  type OverdueSnapshot,
  type Read,
  readHistory,
  readOverdue,
  readSubmissions,
  type SubmissionsSnapshot,
} from "../review/queues.ts";
import { readBytes } from "./files.ts";

/** What the branch of snapshots holds (design 9), as far as it could be read. */
export interface ReviewSnapshots {
  /** Undefined where none was taken yet. */
  submissions?: SubmissionsSnapshot;
  overdue?: OverdueSnapshot;
  /** 資料集歷史紀錄 by identifier, newest first (mission L4). */
  history: Map<string, HistoryRecord[]>;
  /** 點擊次數 and 下載次數, where whoever runs the site supplies them (mission P15). */
  usageTotals?: UsageSnapshot;
  /** 我有話要說 and 我還想要, newest first; merged requests followed (mission P13, M4). */
  opinions: OpinionEntry[];
  /** ISO time of the newest file of opinions; undefined where there is none. */
  opinionsTakenAt?: string;
  /** What could not be read, and why, in Chinese. */
  problems: string[];
}

const HISTORY = "review/history";

async function namesIn(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  return names.sort();
}

/** All opinions, each once: one that went to another ministry may still stand in the file that was taken before. */
function opinionsOf(
  snapshots: readonly OpinionsSnapshot[],
): Pick<ReviewSnapshots, "opinions" | "opinionsTakenAt"> {
  const time = ({ takenAt }: OpinionsSnapshot) => Date.parse(takenAt);
  const oldestFirst = snapshots.toSorted((a, b) => time(a) - time(b));
  const byNumber = new Map(
    oldestFirst.flatMap(({ entries }) => entries.map((entry) => [entry.number, entry])),
  );
  const opinions = withMerged([...byNumber.values()]).sort(
    (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.number - a.number,
  );
  const newest = oldestFirst.at(-1);
  return { opinions, ...(newest ? { opinionsTakenAt: newest.takenAt } : {}) };
}

/** Reads a checked-out branch of snapshots. Whoever may push could have written it, so each file is checked. */
export async function readReviewSnapshots(folder: string): Promise<ReviewSnapshots> {
  const result: ReviewSnapshots = { history: new Map(), opinions: [], problems: [] };
  const file = async <T>(path: string, parse: (text: string) => Read<T>): Promise<T | undefined> => {
    const bytes = await readBytes(folder, path);
    if (!bytes) return undefined;
    const { snapshot, problem } = parse(new TextDecoder().decode(bytes));
    if (problem === undefined) return snapshot;
    result.problems.push(`${path}：${problem}`);
    return undefined;
  };
  const submissions = await file("review/submissions.json", readSubmissions);
  const overdue = await file("review/overdue.json", readOverdue);
  if (submissions) result.submissions = submissions;
  if (overdue) result.overdue = overdue;
  const usage = await readBytes(folder, USAGE_PATH);
  if (usage) {
    const read = readUsage(new TextDecoder().decode(usage));
    if ("usage" in read) result.usageTotals = read.usage;
    else result.problems.push(`${USAGE_PATH}：${read.problem}`);
  }
  const spoken: OpinionsSnapshot[] = [];
  for (const name of await namesIn(folder, OPINIONS_FOLDER)) {
    const ministry = /^([A-Za-z0-9_]{10}|none)\.json$/.exec(name)?.[1];
    const snapshot = ministry && (await file(opinionsPath(ministry), (text) => readOpinions(text, ministry)));
    if (snapshot) spoken.push(snapshot);
  }
  Object.assign(result, opinionsOf(spoken));
  for (const name of await namesIn(folder, HISTORY)) {
    const agency = /^([A-Za-z0-9_]{10})\.json$/.exec(name)?.[1];
    if (!agency) continue;
    const snapshot = await file(`${HISTORY}/${name}`, (text) => readHistory(text, agency));
    for (const [identifier, records] of Object.entries(snapshot?.datasets ?? {})) {
      // A file tells of its own agency's datasets only.
      if (identifier.startsWith(`${agency}-`)) result.history.set(identifier, records);
    }
  }
  return result;
}
