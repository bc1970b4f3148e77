import type { HarvestState } from "./state.ts";

/*
 * Whether a list that could be read is to be believed. A portal that loses its database still answers, with little or
 * nothing, and that must not become a wave of withdrawals.
 */

/** A list may always lose as many datasets as this, whatever share of it they are. */
const SMALL_LOSS = 10;
/** A list that keeps less than this share of what it had is not believed at once. */
const LEAST_SHARE = 0.5;
/** It is believed once it has been so on as many days in a row. */
const SHRUNK_DAYS = 3;

/**
 * Judges a reading by how many of the datasets known so far it still lists.
 * @param state changed: the days of a shrunken list are counted, and those that it lost marked once it is believed
 * @param ids of all that the source lists now
 * @param today YYYY-MM-DD in Taipei
 * @returns in Chinese why it isn't believed; undefined where it is
 */
export function doubtOf(state: HarvestState, ids: ReadonlySet<string>, today: string): string | undefined {
  const had = [...state.known].filter(([, known]) => known.missing === undefined);
  const lost = had.filter(([id]) => !ids.has(id));
  const kept = had.length - lost.length;
  const shrank =
    had.length > 0 && (ids.size === 0 || (lost.length > SMALL_LOSS && kept < had.length * LEAST_SHARE));
  if (!shrank) {
    delete state.shrunk;
    return undefined;
  }
  const before = state.shrunk;
  const days = before ? before.days + (before.last < today ? 1 : 0) : 1;
  const since = before?.since ?? today;
  if (days < SHRUNK_DAYS) {
    state.shrunk = { since, days, last: today };
    return (
      `縮減異常：清單由 ${had.length} 筆縮減，先前的資料集僅餘 ${kept} 筆。清單不完整時不提出下架；` +
      `若連續 ${SHRUNK_DAYS} 日如此，即視為機關的決定`
    );
  }
  delete state.shrunk;
  for (const [, known] of lost) known.missing = since;
  return undefined;
}
