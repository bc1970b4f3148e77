import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { FieldChange, HistoryAct } from "../catalogue/history.ts";
import { compareDatasetVersions, type Version } from "../catalogue/versions.ts";
import { GitError, type Repository, readBlobs } from "./git.ts";

/** Fewer changes are compared sooner than a second process starts. */
const WORTH_A_PROCESS = 5000;
/** Changes that are told at once. */
const AT_ONCE = 2000;

/** A dataset and the names of the blobs that its file was before a change and after. */
export type BlobPair = [identifier: string, before: string, after: string];

/** What a change did, in a short form. */
export type ShortDeed = [act: HistoryAct, changes: ShortChange[]];
export type ShortChange = [
  field: string,
  zh: string,
  en: string,
  before: string | null,
  after: string | null,
];

/** What a second process is asked to compare. */
export interface CompareOrder {
  repository: Repository;
  pairs: BlobPair[];
}

/** A copy: a piece of a text would hold the whole text in memory. */
const copy = (text: string | undefined) =>
  text === undefined ? null : Buffer.from(text, "utf16le").toString("utf16le");

const toShort = ({ field, label, before, after }: FieldChange): ShortChange => [
  copy(field)!,
  label.zh,
  label.en,
  copy(before),
  copy(after),
];

/**
 * Compares versions of datasets in this process.
 * @param pairs those of a dataset together, the newest first
 * @returns by and by what each did, null for nothing, in the order of the pairs
 * @throws GitError when git fails
 */
export async function* compareHere({
  repository,
  pairs,
}: CompareOrder): AsyncGenerator<(ShortDeed | null)[]> {
  const wanted: string[] = [];
  for (const [, before, after] of pairs) {
    if (wanted.at(-1) !== after) wanted.push(after);
    if (before !== after) wanted.push(before);
  }
  const blobs = readBlobs(repository, wanted);
  let last: { name: string; version: Version } | undefined;
  const read = async (name: string) => {
    if (last?.name !== name) last = { name, version: { bytes: (await blobs.next()).value?.bytes } };
    return last.version;
  };
  let deeds: (ShortDeed | null)[] = [];
  for (const [identifier, before, after] of pairs) {
    const later = await read(after);
    const deed = compareDatasetVersions(identifier, await read(before), later);
    deeds.push(deed ? [deed.act, deed.changes.map(toShort)] : null);
    if (deeds.length < AT_ONCE) continue;
    yield deeds;
    deeds = [];
  }
  yield deeds;
}

/** Has a second process compare versions. */
async function compareApart(order: CompareOrder, stop: AbortSignal): Promise<(ShortDeed | null)[]> {
  const child = fork(join(import.meta.dirname, "history-worker.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    signal: stop,
  });
  const deeds: (ShortDeed | null)[] = [];
  await new Promise<void>((done, fail) => {
    child.on("message", (more: (ShortDeed | null)[]) => {
      for (const deed of more) deeds.push(deed);
    });
    child.on("error", fail);
    // Unlike its end, this comes behind the last message.
    child.on("disconnect", () =>
      deeds.length === order.pairs.length ? done() : fail(new GitError("比較歷史的程序沒有做完")),
    );
    child.send(order);
  });
  return deeds;
}

/**
 * Compares versions of datasets, where there are many half of them in a second process.
 * @param pairs those of a dataset together, the newest first
 * @returns what each did, null for nothing
 * @throws GitError when git fails
 */
export async function compareBlobs(repository: Repository, pairs: BlobPair[]): Promise<(ShortDeed | null)[]> {
  const isLarge = pairs.length >= WORTH_A_PROCESS && availableParallelism() > 1;
  const own = isLarge ? pairs.slice(0, pairs.length / 2) : pairs;
  const rest = pairs.slice(own.length);
  const stop = new AbortController();
  const apart = isLarge ? compareApart({ repository, pairs: rest }, stop.signal) : Promise.resolve([]);
  // Its failure is told when it is waited for, not before.
  apart.catch(() => {});
  try {
    const deeds: (ShortDeed | null)[] = [];
    for await (const more of compareHere({ repository, pairs: own })) deeds.push(...more);
    return deeds.concat(await apart);
  } catch (cause) {
    stop.abort();
    throw cause;
  }
}
