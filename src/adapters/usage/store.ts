import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readUsageDay, readUsageMonth } from "../../catalogue/usage/snapshot.ts";
import { USAGE_PATH, type UsageSnapshot } from "../../catalogue/usage/totals.ts";
import {
  type UsageCounts,
  type UsageDay,
  type UsageMonth,
  usageDayPath,
  usageMonthPath,
} from "../../catalogue/usage/types.ts";
import { readBytes } from "../files.ts";
import { commit, recover } from "./commit.ts";
import type { Counter } from "./counter.ts";
import { Ledger } from "./ledger.ts";

export const LEDGER_PATH = "usage/ledger.json";

/** Counts below a folder that can't be continued; the message is for people, in Chinese. */
export class SnapshotError extends Error {}

async function readText(folder: string, path: string): Promise<string | undefined> {
  const bytes = await readBytes(folder, path);
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * The ledger of a folder of snapshots, after what an earlier run left was finished.
 * @throws SnapshotError where it can't be read
 */
export async function openLedger(folder: string): Promise<Ledger> {
  await recover(folder);
  const text = await readText(folder, LEDGER_PATH);
  if (text === undefined) {
    const months = await names(folder, "usage/months");
    if (months.length > 0)
      throw new SnapshotError(`已有統計，卻沒有 ${LEDGER_PATH}，無法得知哪些紀錄已經計算過`);
    return new Ledger();
  }
  try {
    return Ledger.read(text);
  } catch (cause) {
    throw new SnapshotError((cause as Error).message);
  }
}

async function names(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  return entries
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -5))
    .sort();
}

async function existing<T>(
  folder: string,
  path: string,
  read: (text: string) => { usage: T } | { problem: string },
): Promise<T | undefined> {
  const text = await readText(folder, path);
  if (text === undefined) return undefined;
  const found = read(text);
  if ("problem" in found) throw new SnapshotError(`${path}：${found.problem}`);
  return found.usage;
}

type Sums = Record<keyof UsageCounts, Map<string, number>>;

const sumsOf = (counts: UsageCounts | undefined): Sums => ({
  views: new Map(Object.entries(counts?.views ?? {})),
  downloads: new Map(Object.entries(counts?.downloads ?? {})),
});

const add = (sums: Map<string, number>, key: string, count: number) =>
  sums.set(key, (sums.get(key) ?? 0) + count);

function addAll(sums: Sums, counts: ReadonlyMap<number, number>, counter: Counter): void {
  for (const [place, count] of counts) {
    const what = counter.at(place);
    if ("identifier" in what) add(sums.views, what.identifier, count);
    else add(sums.downloads, what.resource, count);
  }
}

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));

const written = ({ views, downloads }: Sums): UsageCounts => ({
  views: sorted(views),
  downloads: sorted(downloads),
});

const json = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Sums of all months, as the desk reads them. */
function totalsOf(months: readonly UsageMonth[], takenAt: string): UsageSnapshot {
  const datasets = new Map<string, [number, number]>();
  const of = (identifier: string): [number, number] => {
    const known = datasets.get(identifier);
    if (known) return known;
    const fresh: [number, number] = [0, 0];
    datasets.set(identifier, fresh);
    return fresh;
  };
  for (const { views, downloads } of months) {
    for (const [identifier, count] of Object.entries(views)) of(identifier)[0] += count;
    // A resourceID begins with its dataset's identifier (柒三（三十一）).
    for (const [resource, count] of Object.entries(downloads)) of(resource.slice(0, 17))[1] += count;
  }
  const days = months.flatMap((month) => month.days).sort();
  return {
    takenAt,
    from: days[0]!,
    to: days.at(-1)!,
    datasets: Object.fromEntries([...datasets].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/**
 * Adds counts to a folder of snapshots: days, months, totals and the ledger, all or none.
 * @param days counts by place among the counters, by day
 * @param takenAt ISO time
 * @throws SnapshotError where a file that is there is wrong; then nothing is changed
 * @returns the paths that were written; none where nothing is new
 */
export async function addCounts(
  folder: string,
  days: ReadonlyMap<string, ReadonlyMap<number, number>>,
  { counter, ledger, takenAt }: { counter: Counter; ledger: Ledger; takenAt: string },
): Promise<string[]> {
  const newest = [...days.keys()].sort().at(-1);
  if (newest === undefined) return [];
  const files = new Map<string, string>();
  const months = new Map<string, UsageMonth>();
  for (const month of await names(folder, "usage/months")) {
    const known = await existing(folder, usageMonthPath(month), readUsageMonth);
    if (known) months.set(month, known);
  }
  // The ledger closes days, of which no file is kept.
  const ledgerText = ledger.write(newest);
  const isNews = [...days].some(
    ([day, counts]) => counts.size > 0 || !months.get(day.slice(0, 7))?.days.includes(day),
  );
  if (!isNews && ledgerText === (await readText(folder, LEDGER_PATH))) return [];
  files.set(LEDGER_PATH, ledgerText);
  const closed = ledger.closed!;
  for (const [month, group] of Map.groupBy([...days.keys()].sort(), (day) => day.slice(0, 7))) {
    const sums = sumsOf(months.get(month));
    for (const day of group) {
      addAll(sums, days.get(day)!, counter);
      if (day < closed) continue;
      const ofDay = sumsOf(await existing(folder, usageDayPath(day), readUsageDay));
      addAll(ofDay, days.get(day)!, counter);
      files.set(usageDayPath(day), json({ version: 1, day, ...written(ofDay) } satisfies UsageDay));
    }
    const counted = [...new Set([...(months.get(month)?.days ?? []), ...group])].sort();
    const sum: UsageMonth = { version: 1, month, days: counted, ...written(sums) };
    months.set(month, sum);
    files.set(usageMonthPath(month), json(sum));
  }
  const all = [...months].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, month]) => month);
  files.set(USAGE_PATH, json(totalsOf(all, takenAt)));
  const old = (await names(folder, "usage/days")).filter((day) => day < closed);
  await commit(folder, files, old.map(usageDayPath));
  return [...files.keys()];
}
