import { fold } from "./fold.ts";
import { opinionOf } from "./parse.ts";
import type { MergeVerdict, OpinionContext, OpinionRecord } from "./record.ts";
import type { OpinionEntry } from "./types.ts";

/** Requests that are followed from one to the next; a longer way is none that people made. */
const MOST_STEPS = 100;

/**
 * Decides on the commands `/併入` of all requests together, in the order in which the server received them: the other one
 * must be a request, be open at that time, and not lead back here.
 * @param records the requests in question with all those that their commands name, in turn
 */
export function mergesOf(
  records: readonly OpinionRecord[],
  context: Omit<OpinionContext, "merges">,
): Map<string, MergeVerdict> {
  const requests = new Map<number, OpinionRecord>();
  const changes: { number: number; id: string; at: string; into?: number; earlier: boolean }[] = [];
  for (const record of records) {
    const opinion = opinionOf(record);
    if (opinion?.form !== "wanted") continue;
    requests.set(record.number, record);
    const folded = fold(record, opinion, { ...context, merges: new Map() });
    for (const { comment, status } of folded.changes) {
      const { id } = comment;
      const { at, into } = status;
      const earlier = folded.earlier.effects.state === id;
      changes.push({ number: record.number, id, at, earlier, ...(into === undefined ? {} : { into }) });
    }
  }
  // Within one second, what had effect before comes before what has not.
  changes.sort(
    (a, b) =>
      (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) ||
      Number(b.earlier) - Number(a.earlier) ||
      a.number - b.number,
  );
  const into = new Map<number, number>();
  const verdicts = new Map<string, MergeVerdict>();
  for (const change of changes) {
    if (change.into === undefined) {
      into.delete(change.number);
      continue;
    }
    const target = requests.get(change.into);
    const closed = target?.closedAt !== undefined && target.closedAt <= change.at;
    if (!target || (closed && !change.earlier)) {
      verdicts.set(change.id, { refused: "mergeTarget" });
    } else if (chainOf(change.into, into).includes(change.number)) {
      verdicts.set(change.id, { refused: "mergeCycle" });
    } else {
      verdicts.set(change.id, { into: change.into });
      into.set(change.number, change.into);
    }
  }
  return verdicts;
}

/** A request and those into which it goes on, the last one at the end. */
function chainOf(number: number, into: ReadonlyMap<number, number>): number[] {
  const chain = [number];
  for (let next = into.get(number); next !== undefined && chain.length < MOST_STEPS; next = into.get(next)) {
    chain.push(next);
  }
  return chain;
}

/** The request in which a chain of merges ends. */
const endOf = (number: number, into: ReadonlyMap<number, number>): number => chainOf(number, into).at(-1)!;

/**
 * Follows the merges of requests: each says in which one it ends, whose likes and dislikes are those of all.
 * @param entries of all ministries, each once
 */
export function withMerged(entries: readonly OpinionEntry[]): OpinionEntry[] {
  const into = new Map(
    entries.flatMap(({ number, status }) => (status?.into === undefined ? [] : [[number, status.into]])),
  );
  const parts = new Map<number, OpinionEntry[]>();
  const known = new Set(entries.map((entry) => entry.number));
  for (const entry of entries) {
    const end = into.has(entry.number) ? endOf(entry.number, into) : undefined;
    if (end === undefined || end === entry.number || !known.has(end)) continue;
    parts.set(end, [...(parts.get(end) ?? []), entry]);
  }
  return entries.map((entry) => {
    const { number, status } = entry;
    const merged = parts.get(number) ?? [];
    const sum = (of: (each: OpinionEntry) => number) =>
      merged.reduce((total, each) => total + of(each), of(entry));
    return {
      ...entry,
      ...(status && into.has(number) ? { status: { ...status, into: endOf(number, into) } } : {}),
      ...(merged.length > 0
        ? {
            likes: sum((each) => each.likes),
            dislikes: sum((each) => each.dislikes),
            merged: merged.map((each) => each.number).sort((a, b) => a - b),
          }
        : {}),
    };
  });
}
