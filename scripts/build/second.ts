import { fork } from "node:child_process";
import { join } from "node:path";
import type { CheckedCatalogue, CheckedInput } from "../../src/adapters/catalogue.ts";
import { checksFile, keptDatasets } from "../../src/adapters/check/cache.ts";
import type { Progress } from "../../src/adapters/check/datasets.ts";
import { NO_PLAN_FILES } from "../../src/catalogue/plan/plan-files.ts";
import type { Sources } from "./assemble.ts";
import type { DataRecord } from "./data.ts";

/** A checked catalogue without its datasets' values, which the cache holds. */
export type CheckedApart = Omit<CheckedCatalogue, "input"> & { input?: Omit<CheckedInput, "datasets"> };

/** The same without reading any value. */
export const withoutDatasets = ({
  settings,
  vocabularies,
  agencies,
  announcements = [],
  plan = NO_PLAN_FILES,
  hashes,
}: CheckedInput): Omit<CheckedInput, "datasets"> => ({
  settings,
  vocabularies,
  agencies,
  announcements,
  plan,
  hashes,
});

/** What the second process is told, one after the other: what to check; in a build then to go on, and to write. */
export type Order =
  | { sources: Sources }
  /** The past was read, and is kept where it is found at once. */
  | { past: "kept" }
  /** Where to, and whether that folder holds a site whose record was taken. */
  | { out: string; hasRecord: boolean };

/** What it answers: how far the check is, what it found; keys of pages; lines to show, at last what it wrote. */
export type Answer =
  | { progress: [done: number, total: number] }
  | { checked: CheckedApart }
  | { keys: Map<string, string> }
  | { line: string }
  | { data: DataRecord };

/** A process that checks a catalogue while this one bundles pages; in a build it then writes data, and part of the pages. */
export interface SecondProcess {
  /** What the check found, with the datasets' values; undefined where these could not be handed over. */
  checked: Promise<CheckedCatalogue | undefined>;
  /** Has it go on with what a build needs, once the past was read. */
  goOn: () => void;
  /** Keys of all datasets' pages, by identifier. */
  keys: Promise<Map<string, string>>;
  /** Has it write the site's data. */
  write: (out: string, hasRecord: boolean) => Promise<DataRecord>;
  stop: () => void;
}

/** Starts a second process, which begins with the check. */
export function startSecond(sources: Sources, progress: Progress): SecondProcess {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  const apart = Promise.withResolvers<CheckedApart>();
  const keys = Promise.withResolvers<Map<string, string>>();
  const data = Promise.withResolvers<DataRecord>();
  child.on("message", (message: Answer) => {
    if ("progress" in message) progress(...message.progress);
    else if ("checked" in message) apart.resolve(message.checked);
    else if ("keys" in message) keys.resolve(message.keys);
    else if ("line" in message) console.error(message.line);
    else data.resolve(message.data);
  });
  const fail = (cause: Error) => {
    for (const { reject } of [apart, keys, data]) reject(cause);
  };
  child.on("error", fail);
  child.on("exit", (code) => fail(new Error(`第二個程序以代碼 ${code} 結束`)));
  // Its failure is told when it is waited for, not before.
  for (const { promise } of [apart, keys, data]) promise.catch(() => {});
  const tell = (order: Order) => child.send(order);
  tell({ sources });
  const checked = apart.promise.then((found) => withDatasets(sources, found));
  checked.catch(() => {});
  return {
    checked,
    goOn: () => tell({ past: "kept" }),
    keys: keys.promise,
    write(out, hasRecord) {
      tell({ out, hasRecord });
      return data.promise;
    },
    stop: () => child.kill(),
  };
}

async function withDatasets(
  { root, cache }: Sources,
  { input, ...checked }: CheckedApart,
): Promise<CheckedCatalogue | undefined> {
  if (!input) return checked;
  const datasets = await keptDatasets(root, checksFile(cache, root), input.hashes);
  return datasets && { ...checked, input: { ...input, datasets } };
}
