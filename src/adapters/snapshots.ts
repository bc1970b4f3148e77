import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readUsage, USAGE_PATH, type UsageSnapshot } from "../catalogue/usage/totals.ts";
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
  usage?: UsageSnapshot;
  /** What could not be read, and why, in Chinese. */
  problems: string[];
}

const HISTORY = "review/history";

/** Reads a checked-out branch of snapshots. Whoever may push could have written it, so each file is checked. */
export async function readReviewSnapshots(folder: string): Promise<ReviewSnapshots> {
  const result: ReviewSnapshots = { history: new Map(), problems: [] };
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
    if ("usage" in read) result.usage = read.usage;
    else result.problems.push(`${USAGE_PATH}：${read.problem}`);
  }
  const names = await readdir(join(folder, HISTORY)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  for (const name of names.sort()) {
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
