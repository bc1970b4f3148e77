import { join } from "node:path";
import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { Verdict } from "../../catalogue/quality/evidence.ts";
import type { EvidenceOf } from "../../catalogue/quality/types.ts";
import { taipeiDay } from "../../catalogue/today.ts";
import { openPart, partName, readPart } from "./parts.ts";
import type { Probe, ProbeTarget } from "./probe.ts";
import { addressesOf, queueOf, type Shard } from "./shards.ts";

/**
 * Visits addresses, and tells each result as it comes. Ends soon after the signal, without results for what it did
 * not visit.
 */
export type ProbeEach = (
  targets: readonly ProbeTarget[],
  signal: AbortSignal,
  found: (target: ProbeTarget, probe: Probe) => void,
) => Promise<void>;

export interface CheckOptions {
  catalogue: Catalogue;
  /** What earlier days found. */
  evidenceOf: EvidenceOf;
  shard: Shard;
  /** Folder for the part. */
  out: string;
  probe: ProbeEach;
  /** Ends the run: its time is up, or somebody stops it. */
  signal: AbortSignal;
  progress?: (done: number, total: number) => void;
}

/** What a run did. */
export interface CheckReport {
  /** Addresses that were due. */
  due: number;
  /** Visits of this run, by what they found. */
  visits: Record<Verdict, number>;
  /** Addresses visited by this job before it was interrupted. */
  before: number;
  /** Due, and left for another day. */
  left: number;
}

/**
 * Visits what is due among a shard's addresses, and appends each visit to the shard's part. Started again with the
 * same folder, it goes on where it stopped.
 */
export async function checkShard(options: CheckOptions): Promise<CheckReport> {
  const { catalogue, shard, signal } = options;
  const path = join(options.out, partName(shard.index));
  const part = await openPart(path);
  try {
    const done = new Set<string>();
    for await (const { url, visit } of readPart(path)) {
      if (taipeiDay(new Date(visit.at)) >= catalogue.today) done.add(url);
    }
    const queue = queueOf(addressesOf(catalogue), shard, options.evidenceOf, done, catalogue.today);
    const visits: Record<Verdict, number> = { alive: 0, dead: 0, unknown: 0 };
    let count = 0;
    await options.probe(queue, signal, ({ url }, { visit, content }) => {
      // What the budget left out was not visited.
      if (visit.reason === "budget") return;
      part.write({ url, visit, ...(content ? { content } : {}) });
      visits[visit.verdict]++;
      count++;
      options.progress?.(count, queue.length);
    });
    return { due: queue.length, visits, before: done.size, left: queue.length - count };
  } finally {
    part.close();
  }
}
