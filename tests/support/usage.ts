import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { USAGE_PATH } from "../../src/catalogue/usage/totals.ts";
import {
  type UsageDay,
  type UsageMonth,
  usageDayPath,
  usageMonthPath,
} from "../../src/catalogue/usage/types.ts";
import { numberOf } from "./quality.ts";

/*
 * Views and downloads that nobody made, of a real catalogue's datasets, withdrawn ones included: the same for the same
 * catalogue and day. Few are used much and many hardly, as everywhere; use grows slowly, and rests at weekends.
 */

const DAY_MS = 86_400_000;
/** Days that are counted: a little more than a year, so that growth can be told. */
const COUNTED = 430;
/** A day on which the counter was down. */
const MISSED = 200;

/** Views of a day of a dataset, before chance. */
const popularity = (identifier: string): number => 300 / (3 + numberOf(`${identifier} rank`, 300));

function dayOf(catalogue: Catalogue, day: string, age: number): UsageDay {
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  const season = (1 - age / 900) * (isWeekend ? 0.4 : 1);
  const [views, downloads]: [Record<string, number>, Record<string, number>] = [{}, {}];
  for (const { identifier, file } of [...catalogue.datasets, ...catalogue.withdrawn]) {
    // One in twenty is looked at by nobody.
    if (numberOf(`${identifier} unseen`, 20) === 0) continue;
    const chance = numberOf(`${identifier} ${day}`, 1000) / 500;
    const seen = Math.floor(popularity(identifier) * season * chance + chance / 2.5);
    if (seen === 0) continue;
    views[identifier] = seen;
    for (const { resourceID } of file.distribution.slice(0, 3)) {
      const fetched = Math.floor(seen * (numberOf(`${resourceID} ${day}`, 30) / 100));
      if (fetched > 0) downloads[resourceID] = fetched;
    }
  }
  return { version: 1, day, views, downloads };
}

/**
 * Days and months that were counted up to yesterday.
 * @param today YYYY-MM-DD in Taipei
 */
export function fakeUsage(catalogue: Catalogue, today: string): { days: UsageDay[]; months: UsageMonth[] } {
  const days: UsageDay[] = [];
  const months = new Map<string, UsageMonth>();
  for (let age = COUNTED; age > 0; age--) {
    if (age === MISSED) continue;
    const name = new Date(Date.parse(today) - age * DAY_MS).toISOString().slice(0, 10);
    const day = dayOf(catalogue, name, age);
    days.push(day);
    const month = name.slice(0, 7);
    const sum = months.get(month) ?? { version: 1, month, days: [], views: {}, downloads: {} };
    months.set(month, sum);
    sum.days.push(name);
    for (const kind of ["views", "downloads"] as const) {
      for (const [key, count] of Object.entries(day[kind])) sum[kind][key] = (sum[kind][key] ?? 0) + count;
    }
  }
  return { days, months: [...months.values()] };
}

/**
 * Writes days, months and totals as the branch of snapshots holds them.
 * @param folder where the branch is checked out
 * @param today YYYY-MM-DD in Taipei
 */
export async function writeFakeUsage(folder: string, catalogue: Catalogue, today: string): Promise<void> {
  const write = async (path: string, content: unknown) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(content)}\n`);
  };
  const { days, months } = fakeUsage(catalogue, today);
  for (const day of days.slice(-100)) await write(usageDayPath(day.day), day);
  for (const month of months) await write(usageMonthPath(month.month), month);
  const datasets: Record<string, [number, number]> = {};
  const pairOf = (identifier: string) => {
    const pair = datasets[identifier] ?? [0, 0];
    datasets[identifier] = pair;
    return pair;
  };
  for (const { views, downloads } of months) {
    for (const [identifier, count] of Object.entries(views)) pairOf(identifier)[0] += count;
    for (const [resourceID, count] of Object.entries(downloads)) pairOf(resourceID.slice(0, 17))[1] += count;
  }
  const [from, to] = [days[0]!.day, days.at(-1)!.day];
  await write(USAGE_PATH, { takenAt: `${today}T01:00:00Z`, from, to, datasets });
}
