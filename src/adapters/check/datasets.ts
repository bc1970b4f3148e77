import { fork } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { headOf } from "../../catalogue/catalogue.ts";
import { type CheckContext, checkDataset } from "../../catalogue/check.ts";
import { acrossFields } from "../../catalogue/check-catalogue.ts";
import { diagnostic } from "../../catalogue/diagnostics.ts";
import { bytesOf, type FileState, isSameState, stateOf, type TreeFile } from "../files.ts";
import {
  type CheckedDataset,
  checkerKey,
  holdsOn,
  type KeptCheck,
  readChecks,
  writeChecks,
} from "./cache.ts";

/** Fewer files are checked sooner than a second process starts. */
const WORTH_A_PROCESS = 3000;
/** Fewer files are checked as soon as a cache is read. */
const WORTH_A_CACHE = 1000;
const LINE_ONE = { line: 1, column: 1 };

/** Called now and then while files are checked. */
export type Progress = (done: number, total: number) => void;

/** What a second process is asked to check. */
export interface CheckOrder {
  root: string;
  today: string;
  paths: readonly string[];
  /** File that receives what was found, as a cache. */
  out: string;
}

const hashOf = (bytes: Uint8Array | undefined): string | undefined => bytes && hash("sha1", bytes);

/** Checks one dataset's file by itself. */
export function checkBytes(path: string, bytes: Uint8Array, context: CheckContext): CheckedDataset {
  const { value, diagnostics } = checkDataset(path, bytes, context);
  return {
    path,
    hash: hash("sha1", bytes),
    day: context.today,
    diagnostics,
    ...(value
      ? {
          across: acrossFields(value),
          value: { head: () => headOf(value), json: () => JSON.stringify(value) },
        }
      : {}),
  };
}

/** Has a second process check files. */
async function checkApart(
  order: CheckOrder,
  progress: (done: number) => void,
): Promise<Map<string, CheckedDataset>> {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await new Promise<void>((done, fail) => {
    child.on("message", (count: number) => progress(count));
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 ? done() : fail(new Error(`檢查檔案的程序以代碼 ${code} 結束`))));
    child.send(order);
  });
  const found = await readChecks(order.out, "");
  return new Map([...found].map(([path, { check }]) => [path, check]));
}

/** Lets messages of the other process through, and a terminal be written to. */
const breathe = () => new Promise<void>((done) => setImmediate(done));

/**
 * Checks every dataset's file by itself. What was checked before, by content, is not checked again, and not read again where
 * the file system knows of no change; what is left is shared with a second process where there is much of it.
 * @param files in the order of their paths
 * @param cache file that keeps the results from one run to the next
 * @param keeps whether the results are written there; default: true
 * @returns in the order of the files
 */
export async function checkDatasets(
  root: string,
  files: readonly TreeFile[],
  context: CheckContext,
  options: { cache?: string | undefined; keeps?: boolean | undefined; progress?: Progress | undefined },
): Promise<CheckedDataset[]> {
  const { progress, keeps = true } = options;
  const cache = files.length < WORTH_A_CACHE ? undefined : options.cache;
  const key = cache === undefined ? "" : checkerKey(root);
  const known = cache === undefined ? new Map<string, KeptCheck>() : await readChecks(cache, key);
  const states = new Map<string, FileState>();
  let isStale = false;
  const results: (CheckedDataset | undefined)[] = new Array(files.length);
  const open: { at: number; path: string }[] = [];
  for (const [at, { path, kind }] of files.entries()) {
    if (kind === "symlink") {
      const diagnostics = [diagnostic("file/symlink", path, LINE_ONE, {})];
      results[at] = { path, hash: "", day: context.today, diagnostics };
      continue;
    }
    const before = known.get(path);
    const state = cache === undefined ? undefined : stateOf(root, path);
    if (state !== undefined) states.set(path, state);
    const isUntouched = state !== undefined && isSameState(state, before?.state);
    isStale ||= !isUntouched && state !== before?.state;
    const isSame =
      before &&
      holdsOn(before.check, context.today) &&
      (isUntouched || before.check.hash === hashOf(bytesOf(root, path)));
    if (isSame) results[at] = before.check;
    else open.push({ at, path });
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
  const checks = results.filter((check) => check !== undefined);
  if (cache !== undefined && keeps && (isStale || open.length > 0 || known.size !== checks.length)) {
    // A folder that can't be written to costs the next run its time, nothing else.
    await writeChecks(cache, key, checks, states).catch((cause: Error) => {
      console.error(`快取無法寫入 ${cache}：${cause.message}`);
    });
  }
  return checks;
}
