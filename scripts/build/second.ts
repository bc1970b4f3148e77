import { fork } from "node:child_process";
import { join } from "node:path";
import type { CheckedCatalogue, CheckedInput } from "../../src/adapters/catalogue.ts";
import { checksFile, keptDatasets } from "../../src/adapters/check/cache.ts";
import type { Progress } from "../../src/adapters/check/datasets.ts";
import { NO_PLAN_FILES } from "../../src/catalogue/plan/plan-files.ts";
import type { Sources } from "./assemble.ts";
import type { ApartRecord, DataRecord } from "./data.ts";
import type { OpenPages } from "./dataset-pages.ts";

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

/** What the second process is told to do, one after the other. */
export type Order =
  /** To check the catalogue. */
  | { sources: Sources }
  /** Whether to tell what that found. */
  | { tells: boolean }
  /** To go on with what a build needs: the past was read, and is kept where it is found at once. */
  | { past: "kept" }
  /** To write the site's data; whether the folder holds a site whose record was taken; what to fill before that. */
  | { data: { out: string; hasRecord: boolean; first: FewPages | undefined } }
  /** To fill datasets' pages. */
  | { template: { out: string; html: string } }
  /** To fill these. */
  | { share: readonly string[] };

/** Datasets' pages that are few enough for one process, and their template. */
export interface FewPages {
  html: string;
  identifiers: readonly string[];
}

/** What it wrote of the site's data; all of it only where it builds from nothing. */
export interface Written {
  data: DataRecord;
  apart?: ApartRecord | undefined;
}

/** What it answers: how far the check is, what it found; keys of pages; lines to show; what it wrote; that it wants pages. */
export type Answer =
  | { progress: [done: number, total: number] }
  | { checked: CheckedApart }
  | { keys: Map<string, string> }
  | { line: string }
  | { filled: true }
  | Written
  | { wants: "pages" };

/** A process that checks a catalogue while this one bundles pages; in a build it then writes data, and some of the pages. */
export interface SecondProcess {
  /** What the check found, with the datasets' values; undefined where these could not be handed over. */
  checked: () => Promise<CheckedCatalogue | undefined>;
  /** Has it go on without telling what it found. */
  keepChecked: () => void;
  /** Has it go on with what a build needs, once the past was read. */
  goOn: () => void;
  /** Keys of all datasets' pages, by identifier. */
  keys: Promise<Map<string, string>>;
  /** Has it write the site's data, and fill a few pages before. */
  write: (
    out: string,
    hasRecord: boolean,
    first?: FewPages,
  ) => { filled: Promise<void>; data: Promise<Written> };
  /** Has it fill pages, once it has done what it was told before, until none is left. */
  fill: (out: string, html: string, open: OpenPages) => void;
  /** Those that it took are filled. */
  filled: () => Promise<void>;
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
  const filled = Promise.withResolvers<void>();
  const written = Promise.withResolvers<Written>();
  const outcomes = [apart, keys, filled, written];
  let open: OpenPages | undefined;
  let filling: PromiseWithResolvers<void> | undefined;
  const tell = (order: Order) => child.send(order);
  const giveShare = () => {
    filling?.resolve();
    filling = undefined;
    const share = open!.take();
    if (share.length === 0) return;
    filling = Promise.withResolvers();
    filling.promise.catch(() => {});
    tell({ share });
  };
  child.on("message", (message: Answer) => {
    if ("progress" in message) progress(...message.progress);
    else if ("checked" in message) apart.resolve(message.checked);
    else if ("keys" in message) keys.resolve(message.keys);
    else if ("line" in message) console.error(message.line);
    else if ("filled" in message) filled.resolve();
    else if ("data" in message) written.resolve(message);
    else giveShare();
  });
  const fail = (cause: Error) => {
    for (const { reject } of outcomes) reject(cause);
    filling?.reject(cause);
  };
  child.on("error", fail);
  child.on("exit", (code) => fail(new Error(`第二個程序以代碼 ${code} 結束`)));
  // Its failure is told when it is waited for, not before.
  for (const { promise } of outcomes) promise.catch(() => {});
  tell({ sources });
  return {
    async checked() {
      tell({ tells: true });
      return withDatasets(sources, await apart.promise);
    },
    keepChecked: () => tell({ tells: false }),
    goOn: () => tell({ past: "kept" }),
    keys: keys.promise,
    write(out, hasRecord, first) {
      tell({ data: { out, hasRecord, first } });
      return { filled: filled.promise, data: written.promise };
    },
    fill(out, html, pages) {
      open = pages;
      tell({ template: { out, html } });
    },
    filled: () => filling?.promise ?? Promise.resolve(),
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
