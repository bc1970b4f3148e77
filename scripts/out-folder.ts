import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { isRealDate } from "../src/catalogue/dates.ts";
import { type Call, PROJECT, UsageError } from "./command.ts";

/** Where a site goes when nobody says. */
export const DEFAULT_OUT = "dist";

const isInside = (path: string, folder: string) => {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith(`..${sep}`) && way !== "..");
};

/**
 * Refuses to empty a folder that holds something else than a site.
 * @throws UsageError that names the folder and what to do
 */
export async function checkOutFolder(out: string, root: string): Promise<void> {
  if (isInside(resolve(root), out) || isInside(PROJECT, out)) {
    throw new UsageError(`--out 不能是 ${out}：裡面有原始檔案，輸出前會清空資料夾`);
  }
  const entries = await readdir(out).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [] as string[];
    throw new UsageError(`--out 指定的 ${out} 不是資料夾`);
  });
  const isSite = entries.length === 0 || entries.includes("catalogue.csv") || entries.includes("assets");
  if (!isSite && out !== join(PROJECT, DEFAULT_OUT)) {
    throw new UsageError(`--out 指定的 ${out} 已有其他內容；請指定空的資料夾`);
  }
}

/**
 * The day that --day names.
 * @throws UsageError where it is none
 */
export function dayOption(call: Call): string | undefined {
  const day = call.text("day");
  if (day !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(day) && isRealDate(day)))
    throw new UsageError(`--day 應為日期，如 2026-12-31，不能是 ${day}`);
  return day;
}

/**
 * The folder that --snapshots names.
 * @throws UsageError where it does not exist
 */
export async function snapshotsFolder(call: Call): Promise<string | undefined> {
  const folder = call.text("snapshots");
  if (folder === undefined) return undefined;
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`--snapshots 指定的資料夾不存在：${folder}`);
  }
  return resolve(folder);
}
