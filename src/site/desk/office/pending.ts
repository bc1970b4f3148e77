import { useCallback, useEffect, useState } from "preact/hooks";
import type { SubmissionsSnapshot } from "../../../review/queues.ts";

/*
 * Acts of one's own that the bot has yet to see: their rows say so until the lists have changed. Kept while the
 * browser's tab is open.
 */

/** A submission's number, or the identifier of a dataset for which a new submission was asked. */
export type Subject = number | string;

/** What the lists say of a subject; it changes with every act. */
export function signatureOf(subject: Subject, { open, merged }: SubmissionsSnapshot): string {
  if (typeof subject === "string") {
    const touching = open.filter((entry) => entry.datasets.some((d) => d.identifier === subject));
    return touching.map((entry) => entry.number).join(" ");
  }
  const entry = [...open, ...merged].find(({ number }) => number === subject);
  return entry ? `${entry.state} ${entry.updatedAt}` : "";
}

interface PendingAct {
  subject: Subject;
  /** What the lists said when the act was sent. */
  was: string;
}

const KEY = "desk-pending";

function stored(): PendingAct[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(value) ? value.filter((act) => typeof act?.was === "string") : [];
  } catch {
    return [];
  }
}

export interface Pending {
  has(subject: Subject | undefined): boolean;
  add(subject: Subject): void;
  count: number;
}

/** Own acts that the lists don't show yet. */
export function usePending(submissions: SubmissionsSnapshot, found: boolean): Pending {
  const [acts, setActs] = useState<PendingAct[]>(stored);
  useEffect(() => {
    if (!found) return;
    setActs((now) => {
      const left = now.filter(({ subject, was }) => signatureOf(subject, submissions) === was);
      return left.length === now.length ? now : left;
    });
  }, [submissions, found]);
  useEffect(() => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(acts));
    } catch {
      // Without storage a row forgets at the next load, nothing more.
    }
  }, [acts]);
  const add = useCallback(
    (subject: Subject) =>
      setActs((now) => [
        ...now.filter((act) => act.subject !== subject),
        { subject, was: signatureOf(subject, submissions) },
      ]),
    [submissions],
  );
  return {
    has: (subject) => subject !== undefined && acts.some((act) => act.subject === subject),
    add,
    count: acts.length,
  };
}
