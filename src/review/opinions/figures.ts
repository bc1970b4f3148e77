import type { OpinionEntry } from "./types.ts";

/** How opinions and requests were answered (行動策略: each within so many days, and so many on average; mission D3, J1). */
export interface ReplyFigures {
  /** All, without the requests that were merged into another. */
  received: number;
  answered: number;
  /** Answered after the deadline. */
  late: number;
  /** Open, not answered, and over the deadline when the snapshot was taken. */
  overdue: number;
  /** Mean of the days used until the answer, as each ministry counts them; absent where none was answered. */
  averageDays?: number;
}

/**
 * Counts answers.
 * @param entries of any ministry, agency or time; nothing is left out but what was merged into another request, which is
 * answered there
 */
export function replyFigures(entries: readonly OpinionEntry[]): ReplyFigures {
  const counted = entries.filter((entry) => entry.status?.state !== "duplicate");
  const answered = counted.filter((entry) => entry.answeredAt !== undefined);
  const days = answered.flatMap((entry) => (entry.clock ? [entry.clock.used] : []));
  return {
    received: counted.length,
    answered: answered.length,
    late: answered.filter((entry) => entry.clock?.late).length,
    overdue: counted.filter((entry) => entry.open && !entry.answeredAt && entry.clock?.late).length,
    ...(days.length > 0 ? { averageDays: days.reduce((sum, each) => sum + each, 0) / days.length } : {}),
  };
}
