import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DatasetFile, headOf } from "../../catalogue/catalogue.ts";
import { type CheckContext, checkDataset } from "../../catalogue/check.ts";
import { acrossFields } from "../../catalogue/check-catalogue.ts";
import { diagnostic } from "../../catalogue/diagnostics.ts";
import { once } from "../../catalogue/once.ts";
import { bytesOf, type FileState, isSameState, stateOf, type TreeFile } from "../files.ts";
import { startHelper } from "../helper.ts";
import {
  type CheckedDataset,
  type CheckedSource,
  type CheckedValue,
  checkerKey,
  finderOf,
  holdsOn,
  type KeptChecks,
  readChecks,
  sourceOfCheck,
  writeChecks,
} from "./cache.ts";

/** Fewer files are checked sooner than a second process starts. */
const WORTH_A_PROCESS = 3000;
/** Fewer files are checked as soon as a cache is read. */
const WORTH_A_CACHE = 1000;
/** Fewer files that a cache does not hold are checked again sooner than all of it is written anew. */
const WORTH_WRITING = 300;
const LINE_ONE = { line: 1, column: 1 };

/** Called now and then while files are checked. */
export type Progress = (done: number, total: number) => void;

/** Where another process finds what was checked: in the cache's file, but for some. */
export interface Handing {
  /** Which file that is; empty for none. */
  id: string;
  /** What it lacks, or holds otherwise. */
  fresh: { path: string; hash: string }[];
  /** Paths of those that it holds and that are no more. */
  gone: string[];
}

/** What the checks of all datasets gave. */
export interface CheckedDatasets {
  /** In the order of the files. */
  checks: CheckedDataset[];
  handing: Handing;
}

/** What a second process is asked to check. */
export interface CheckOrder {
  root: string;
  today: string;
  paths: readonly string[];
  /** File that receives what was found, as a cache. */
  out: string;
}

const hashOf = (bytes: Uint8Array | undefined): string | undefined => bytes && hash("sha1", bytes);

/** A value of this process, as one that is kept. */
function checkedValue(file: DatasetFile): CheckedValue {
  const head = once(() => headOf(file));
  return { head, headJson: () => JSON.stringify(head()), json: () => JSON.stringify(file) };
}

/** Checks one dataset's file by itself. */
export function checkBytes(path: string, bytes: Uint8Array, context: CheckContext): CheckedDataset {
  const { value, diagnostics } = checkDataset(path, bytes, context);
  return {
    path,
    hash: hash("sha1", bytes),
    day: context.today,
    diagnostics,
    across: value && acrossFields(value),
    value: value && checkedValue(value),
  };
}

/** Has a second process check files. */
async function checkApart(
  order: CheckOrder,
  progress: (done: number) => void,
): Promise<Map<string, CheckedDataset>> {
  const child = startHelper(join(import.meta.dirname, "worker.ts"));
  await new Promise<void>((done, fail) => {
    child.on("message", (count: number) => progress(count));
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 ? done() : fail(new Error(`檢查檔案的程序以代碼 ${code} 結束`))));
    child.send(order);
  });
  const { checks } = readChecks(order.out, "");
  return new Map(checks.map(({ check }) => [check.path, check]));
}

/** Lets messages of the other process through, and a terminal be written to. */
const breathe = () => new Promise<void>((done) => setImmediate(done));

/**
 * Checks every dataset's file by itself. What was checked before, by content, is not checked again, and not read again where
 * the file system knows of no change; what is left is shared with a second process where there is much of it.
 * @param files in the order of their paths
 * @param cache file that keeps the results from one run to the next
 */
export async function checkDatasets(
  root: string,
  files: readonly TreeFile[],
  context: CheckContext,
  options: { cache?: string | undefined; progress?: Progress | undefined },
): Promise<CheckedDatasets> {
  const { progress } = options;
  const cache = files.length < WORTH_A_CACHE ? undefined : options.cache;
  const key = cache === undefined ? "" : checkerKey(root);
  const known = cache === undefined ? { id: "", checks: [] } : readChecks(cache, key);
  const find = finderOf(known.checks);
  const states: (FileState | undefined)[] = [];
  let untouched = 0;
  const results: (CheckedDataset | undefined)[] = [];
  const open: { at: number; path: string }[] = [];
  for (const [at, { path, kind }] of files.entries()) {
    if (kind === "symlink") {
      const diagnostics = [diagnostic("file/symlink", path, LINE_ONE, {})];
      results[at] = { path, hash: "", day: context.today, diagnostics };
      continue;
    }
    const before = find(path);
    const state = cache === undefined ? undefined : stateOf(root, path);
    states[at] = state;
    const isUntouched = state !== undefined && isSameState(state, before?.state);
    const isSame =
      before &&
      holdsOn(before.check, context.today) &&
      (isUntouched || before.check.hash === hashOf(bytesOf(root, path)));
    if (isSame) results[at] = before.check;
    else open.push({ at, path });
    if (isSame && isUntouched) untouched++;
  }
  const isLarge = open.length >= WORTH_A_PROCESS;
  const own = isLarge ? open.slice(0, open.length / 2) : open;
  const rest = open.slice(own.length);
  let done = 0;
  const count = (more: number) => {
    done += more;
    progress?.(done, open.length);
  };
  const folder = isLarge ? await mkdtemp(join(tmpdir(), "catalogue-check-")) : "";
  try {
    const order = {
      root,
      today: context.today,
      paths: rest.map(({ path }) => path),
      out: join(folder, "checks"),
    };
    const apart = isLarge ? checkApart(order, count) : Promise.resolve(new Map<string, CheckedDataset>());
    // Its failure is told when it is waited for, not before.
    apart.catch(() => {});
    const checkHere = (path: string) => {
      const bytes = bytesOf(root, path);
      return bytes && checkBytes(path, bytes, context);
    };
    for (const [n, { at, path }] of own.entries()) {
      results[at] = checkHere(path);
      if ((n + 1) % 1000 !== 0) continue;
      count(1000);
      await breathe();
    }
    // A file of which the other says nothing, whatever befell its answer, must not pass unchecked.
    const found = await apart;
    for (const { at, path } of rest) results[at] = found.get(path) ?? checkHere(path);
  } finally {
    if (isLarge) await rm(folder, { recursive: true, force: true });
  }
  const kept = results.flatMap((check, at) => (check ? [{ check, state: states[at] }] : []));
  const checks = kept.map(({ check }) => check);
  const isStale = Math.max(kept.length, known.checks.length) - untouched >= WORTH_WRITING;
  if (cache !== undefined && isStale) {
    try {
      return { checks, handing: { id: await writeChecks(cache, key, kept), fresh: [], gone: [] } };
    } catch (cause) {
      // A folder that can't be written to costs the next run its time, nothing else.
      console.error(`快取無法寫入 ${cache}：${(cause as Error).message}`);
    }
  }
  const fresh = open.flatMap(({ at }) => results[at] ?? []).map(({ path, hash }) => ({ path, hash }));
  const isGone = known.checks.length + fresh.length > checks.length;
  const here = new Set(isGone ? checks.map(({ path }) => path) : []);
  const gone = isGone ? known.checks.map(({ check }) => check.path).filter((path) => !here.has(path)) : [];
  return { checks, handing: { id: known.id, fresh, gone } };
}

/**
 * The datasets that another process checked.
 * @param cache the file that it used
 * @param ahead what that file held a while ago
 * @returns in the order of the paths; undefined where they are no longer to be had as they were
 */
export async function handedDatasets(
  root: string,
  cache: string,
  { id, fresh, gone }: Handing,
  context: CheckContext,
  ahead: KeptChecks = { id: "", checks: [] },
): Promise<CheckedSource[] | undefined> {
  const known = id === ahead.id ? ahead : readChecks(cache, checkerKey(root));
  if (known.id !== id) return undefined;
  const changed = new Set([...gone, ...fresh.map(({ path }) => path)]);
  const checks = known.checks.map(({ check }) => check).filter(({ path }) => !changed.has(path));
  for (const { path, hash } of fresh) {
    // A symbolic link, which is not followed.
    if (hash === "") continue;
    const bytes = bytesOf(root, path);
    const check = bytes && checkBytes(path, bytes, context);
    if (check?.hash !== hash) return undefined;
    checks.push(check);
  }
  checks.sort((a, b) => (a.path < b.path ? -1 : 1));
  return checks.flatMap((check) => sourceOfCheck(check) ?? []);
}
