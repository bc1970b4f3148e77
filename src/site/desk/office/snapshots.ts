import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import type { Repository } from "../../../desk/data.ts";
import {
  type OverdueSnapshot,
  type Read,
  readOverdue,
  readSubmissions,
  type SubmissionsSnapshot,
} from "../../../review/queues.ts";
import { LoadError, loadText } from "../shared/load.ts";

/** The bot's lists, as they were when it wrote them. */
export interface Snapshots {
  submissions: SubmissionsSnapshot;
  overdue: OverdueSnapshot;
  /** Whether a list is there at all. */
  found: boolean;
  loading: boolean;
  /** Why they can't be read, in Chinese. */
  problem?: string;
  /** Reads them anew, from the repository where there is one. */
  refresh(): Promise<void>;
}

type Lists = Pick<Snapshots, "submissions" | "overdue" | "found" | "problem">;

const EMPTY: Lists = {
  submissions: readSubmissions(undefined).snapshot,
  overdue: readOverdue(undefined).snapshot,
  found: false,
};

/** A file of the site; undefined where the site has none. */
export async function siteText(path: string): Promise<string | undefined> {
  try {
    return await loadText(path);
  } catch (cause) {
    if (cause instanceof LoadError && cause.status === 404) return undefined;
    throw cause;
  }
}

/** What reads the repository: with a token, or politely without. */
export async function readerOf(
  repository: Repository,
  hub: Hub | undefined,
): Promise<Pick<Hub, "issues" | "issueComments" | "read" | "snapshot">> {
  if (hub) return hub;
  const { publicHub } = await import("../../../adapters/github/desk.ts");
  return publicHub(repository);
}

/** An error's words for people: what went wrong, and the way out where it is known. */
export function wordsOf(cause: unknown): string {
  const { message, remedy } = cause as { message?: string; remedy?: string };
  return `${message ?? "發生未預期的錯誤。"}${remedy ?? ""}`;
}

async function read(load: (path: string) => Promise<string | undefined>): Promise<Lists> {
  const [submissions, overdue] = await Promise.all([
    load("review/submissions.json"),
    load("review/overdue.json"),
  ]);
  const lists: [Read<SubmissionsSnapshot>, Read<OverdueSnapshot>] = [
    readSubmissions(submissions),
    readOverdue(overdue),
  ];
  const problem = lists.map((list) => list.problem).find((text) => text !== undefined);
  return {
    submissions: lists[0].snapshot,
    overdue: lists[1].snapshot,
    found: submissions !== undefined,
    ...(problem ? { problem } : {}),
  };
}

/**
 * The lists: with a token those of the repository at this moment, without one those that the site was built with until
 * somebody asks for newer ones.
 */
export function useSnapshots(repository: Repository | undefined, hub: Hub | undefined): Snapshots {
  const [lists, setLists] = useState<Lists>(EMPTY);
  const [loading, setLoading] = useState(true);
  /** Number of the latest reading: an earlier one that ends later counts no more. */
  const latest = useRef(0);

  const load = useCallback(
    async (fromRepository: boolean) => {
      const own = ++latest.current;
      setLoading(true);
      let next: Lists | undefined;
      let problem: string | undefined;
      try {
        const reader = fromRepository && repository ? await readerOf(repository, hub) : undefined;
        next = await read(reader ? (path) => reader.snapshot(path) : siteText);
      } catch (cause) {
        problem = wordsOf(cause);
      }
      if (own !== latest.current) return;
      // What was there before stays in view when a reading fails.
      setLists((before) => next ?? { ...before, ...(problem ? { problem } : {}) });
      setLoading(false);
    },
    [repository, hub],
  );

  useEffect(() => {
    void load(hub !== undefined);
  }, [load]);
  const refresh = useCallback(() => load(true), [load]);
  return { ...lists, loading, refresh };
}
