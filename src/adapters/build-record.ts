/**
 * What a build wrote, and from what: so that the next one into the same folder writes only what differs. It stands beside the
 * site, not in it, and only while the site is whole: a build takes it away before it writes, and puts it back at its end.
 */

import { hash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "../catalogue/once.ts";
import type { Totals } from "../catalogue/quality/types.ts";
import { writeWhole } from "./files.ts";
import type { FileBlocks } from "./output.ts";

/** Data files that a build wrote, and from what. */
export interface DataRecord {
  /** Each dataset's state, and the files that depend on it alone. */
  datasets: Record<string, { fingerprint: string; files: string[] }>;
  /** All other data files. */
  files: string[];
  /** The blocks of those files that are made of some. */
  blocks: FileBlocks["after"];
  /** What the search index was made from. */
  search: string;
}

/** One file of two lines of JSON: the data files stand in the second, which is read when somebody asks for them. */
export interface BuildRecord {
  /** All that any page or file may depend on besides the datasets. */
  key: string;
  /** Key of each page by its path; empty for one that has none. */
  pages: Record<string, string>;
  /** Sums of quality by agency, each with the state of the datasets that it was made of. */
  quality: Record<string, { state: string; totals: Totals }>;
  readonly data: DataRecord;
}

/** The names of a folder's record: while its site is whole, and while a build is under way. */
function names(cache: string, out: string): { whole: string; open: string } {
  const whole = join(cache, `site-${hash("sha1", out).slice(0, 12)}.json`);
  return { whole, open: `${whole}.before` };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Takes the record of a folder, so that a build that fails leaves none.
 * @returns undefined where the folder holds no site that was built to its end
 */
export async function takeRecord(cache: string, out: string): Promise<BuildRecord | undefined> {
  const { whole, open } = names(cache, out);
  await rm(open, { force: true });
  if (!(await exists(whole))) return undefined;
  await rename(whole, open);
  if (!(await exists(join(out, "index.html")))) return undefined;
  // One that can't be read costs a build its time, nothing else.
  return takenRecord(cache, out).catch(() => undefined);
}

/** The record that the build under way has taken. */
export async function takenRecord(cache: string, out: string): Promise<BuildRecord> {
  const bytes = await readFile(names(cache, out).open);
  const end = bytes.indexOf(0x0a);
  const read = (from: number, to: number): unknown => JSON.parse(bytes.toString("utf8", from, to));
  const data = once(() => read(end + 1, bytes.length) as DataRecord);
  return {
    ...(read(0, end) as Omit<BuildRecord, "data">),
    get data() {
      return data();
    },
  };
}

/** Removes the records of folders that are gone. */
async function removeOrphans(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!/^site-[0-9a-f]{12}\.out$/.test(name)) continue;
    const file = join(cache, name);
    if (await exists(await readFile(file, "utf8"))) continue;
    for (const each of [file, file.replace(/out$/, "json")]) await rm(each, { force: true });
  }
}

/** Says that the site is whole again. A cache that can't be written to costs the next build its time, nothing else. */
export async function leaveRecord(
  cache: string,
  out: string,
  { data, ...record }: BuildRecord,
): Promise<void> {
  const { whole, open } = names(cache, out);
  try {
    await mkdir(cache, { recursive: true });
    await removeOrphans(cache);
    await writeFile(whole.replace(/json$/, "out"), out);
    await writeWhole(whole, `${JSON.stringify(record)}\n${JSON.stringify(data)}`);
    await rm(open, { force: true });
  } catch (cause) {
    console.error(`快取無法寫入 ${whole}：${(cause as Error).message}`);
  }
}
