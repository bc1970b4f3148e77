import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { addDays } from "../catalogue/plan/periods.ts";
import { readUsageDay, readUsageMonth } from "../catalogue/usage/snapshot.ts";
import {
  SHOWN_DAYS,
  type UsageDay,
  type UsageMonth,
  usageDayPath,
  usageMonthPath,
} from "../catalogue/usage/types.ts";
import { readBytes } from "./files.ts";

/** Counts of a branch of snapshots, as far as they could be read. */
export interface UsageSnapshots {
  /** Oldest first: those of the last days that pages show. */
  days: UsageDay[];
  /** Oldest first. */
  months: UsageMonth[];
  /** What could not be read, and why, in Chinese. */
  problems: string[];
}

/** Thirty years; older months are left out. */
const MOST_MONTHS = 360;

/** Names of the files in a folder that match, without their ending, sorted; none where there is no such folder. */
async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  return entries.flatMap((entry) => (entry.isFile() ? (pattern.exec(entry.name)?.[1] ?? []) : [])).sort();
}

/**
 * Reads what was counted from a checked-out branch of snapshots. Whoever may push could have written it, so each file is
 * checked, and left out where it is wrong.
 * @param folder undefined where no snapshot was given: then nothing was counted
 */
export async function readUsageSnapshots(folder: string | undefined): Promise<UsageSnapshots> {
  const result: UsageSnapshots = { days: [], months: [], problems: [] };
  if (folder === undefined) return result;
  const file = async <T>(
    path: string,
    parse: (text: string) => { usage: T } | { problem: string },
    isNamed: (usage: T) => boolean,
  ): Promise<T[]> => {
    const bytes = await readBytes(folder, path);
    if (!bytes) return [];
    const read = parse(new TextDecoder().decode(bytes));
    if ("usage" in read && isNamed(read.usage)) return [read.usage];
    result.problems.push(`${path}：${"problem" in read ? read.problem : "內容的日期與檔名不同"}`);
    return [];
  };
  const months = await namesIn(join(folder, "usage/months"), /^(\d{4}-\d\d)\.json$/);
  for (const name of months.slice(-MOST_MONTHS)) {
    const path = usageMonthPath(name);
    result.months.push(...(await file(path, readUsageMonth, ({ month }) => month === name)));
  }
  const last = result.months.at(-1)?.days.at(-1);
  if (last === undefined) return result;
  const first = addDays(last, 1 - SHOWN_DAYS);
  for (const name of await namesIn(join(folder, "usage/days"), /^(\d{4}-\d\d-\d\d)\.json$/)) {
    if (name < first || name > last) continue;
    result.days.push(...(await file(usageDayPath(name), readUsageDay, ({ day }) => day === name)));
  }
  return result;
}
