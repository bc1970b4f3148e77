import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { CheckedCatalogue, CheckedInput } from "../../src/adapters/catalogue.ts";
import { checksFile, type KeptChecks } from "../../src/adapters/check/cache.ts";
import { handedDatasets, type Progress } from "../../src/adapters/check/datasets.ts";
import { startHelper } from "../../src/adapters/helper.ts";
import { NO_PLAN_FILES } from "../../src/catalogue/plan/plan-files.ts";
import type { Past, Sources } from "./assemble.ts";
import type { WrittenApart, WrittenData } from "./data.ts";
import type { OpenPages } from "./dataset-pages.ts";

/** A checked catalogue for the first process, which comes by the datasets itself. */
export type CheckedApart = Omit<CheckedCatalogue, "input"> & { input?: Omit<CheckedInput, "datasets"> };

/** What the second process is told to do, one after the other. */
export type Order =
  /** To check the catalogue and tell what that found. */
  | { sources: Sources }
  /** To go on with what a build needs: the past was read, and that of datasets is kept. */
  | { past: Omit<Past, "datasets"> }
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
  data: WrittenData;
  apart?: WrittenApart | undefined;
}

/** What it answers: how far the check is, what it found; keys of pages; lines to show; what it wrote; that it wants pages. */
export type Answer =
  | { progress: [done: number, total: number] }
  | { checked: CheckedApart }
  | { keys: string }
  | { line: string }
  | { filled: true }
  | Written
  | { wants: "pages" };

/** A process that checks a catalogue while this one makes ready; in a build it then writes data, and some of the pages. */
export interface SecondProcess {
  /**
   * What its check found; undefined where the datasets' values could not be handed over.
   * @param ahead reads what the cache holds while the other process checks
   */
  check: (progress: Progress, ahead?: () => KeptChecks) => Promise<CheckedCatalogue | undefined>;
  /** Has it go on with what a build needs. */
  goOn: (past: Past) => void;
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

/** From so many datasets on a second process pays for its start. */
const WORTH_A_PROCESS = 3000;

/** Whether a catalogue is so large that a second process pays for its start; counted no further than that takes. */
async function isLarge(root: string): Promise<boolean> {
  const folder = join(root, "datasets");
  let count = 0;
  for (const agency of await readdir(folder).catch(() => [])) {
    count += (await readdir(join(folder, agency)).catch(() => [])).length;
    if (count >= WORTH_A_PROCESS) return true;
  }
  return false;
}

/**
 * Starts a second process where there shall be one.
 * @param processes default: two for a large catalogue
 */
export async function secondFor(sources: Sources, processes?: 1 | 2): Promise<SecondProcess | undefined> {
  const isApart = processes === undefined ? await isLarge(sources.root) : processes === 2;
  return isApart ? startSecond(sources) : undefined;
}

/** Starts a second process, which checks at once. */
function startSecond(sources: Sources): SecondProcess {
  const child = startHelper(join(import.meta.dirname, "worker.ts"), "advanced");
  const apart = Promise.withResolvers<CheckedApart>();
  const keys = Promise.withResolvers<Map<string, string>>();
  const filled = Promise.withResolvers<void>();
  const written = Promise.withResolvers<Written>();
  const outcomes = [apart, keys, filled, written];
  let progress: Progress = () => {};
  let open: OpenPages | undefined;
  let filling: PromiseWithResolvers<void> | undefined;
  const tell = (order: Order) => child.send(order);
  tell({ sources });
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
    else if ("keys" in message) keys.resolve(unpack(message.keys));
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
  return {
    async check(told, ahead) {
      progress = told;
      const known = ahead?.();
      return withDatasets(sources, await apart.promise, known);
    },
    goOn: ({ atHand, register }) => tell({ past: { atHand, register } }),
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

/** One text travels sooner than many. */
export const pack = (map: ReadonlyMap<string, string>): string => [...map].flat().join("\0");

function unpack(text: string): Map<string, string> {
  const map = new Map<string, string>();
  const parts = text.split("\0");
  for (let at = 0; at + 1 < parts.length; at += 2) map.set(parts[at]!, parts[at + 1]!);
  return map;
}

/** What was found, without reading any value. */
export function withoutDatasets({ input, ...found }: CheckedCatalogue): CheckedApart {
  if (!input) return found;
  const { settings, vocabularies, agencies, announcements = [], plan = NO_PLAN_FILES, handing } = input;
  return { ...found, input: { settings, vocabularies, agencies, announcements, plan, handing } };
}

/**
 * What the other process found, with the datasets' values; undefined where they are no longer as they were.
 * @param ahead what the cache held a while ago
 */
async function withDatasets(
  { root, today, cache }: Sources,
  { input, ...found }: CheckedApart,
  ahead?: KeptChecks,
): Promise<CheckedCatalogue | undefined> {
  if (!input) return found;
  const context = { vocabularies: input.vocabularies, today };
  const datasets = await handedDatasets(root, checksFile(cache, root), input.handing, context, ahead);
  return datasets && { ...found, input: { ...input, datasets } };
}
