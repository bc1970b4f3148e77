import { taipeiDay } from "../today.ts";
import type { Verdict, Visit } from "./evidence.ts";

/** Definite failures on so many different days in Taipei make an address dead; one bad day of a server does not. */
export const DEAD_AFTER_DAYS = 3;

/**
 * The failures since an address last answered; visits that decide nothing (403, time-outs) neither add nor end them.
 * @returns undefined where the newest visit that decides anything was alive
 */
function failures(visits: readonly Visit[]): Visit[] | undefined {
  const decisive = visits.filter(({ verdict }) => verdict !== "unknown");
  const alive = decisive.findLastIndex(({ verdict }) => verdict === "alive");
  return alive >= 0 && alive === decisive.length - 1 ? undefined : decisive.slice(alive + 1);
}

/**
 * What several days' visits say of an address (mission A9): alive where the newest visit that decides anything was;
 * dead only after definite failures on three different days without an answer in between; else unknown.
 * @param visits oldest first
 */
export function verdictOf(visits: readonly Visit[]): Verdict {
  const failed = failures(visits);
  if (failed === undefined) return "alive";
  const days = new Set(failed.map(({ at }) => taipeiDay(new Date(at))));
  return days.size >= DEAD_AFTER_DAYS ? "dead" : "unknown";
}

/**
 * The first of the failures that make an address dead, UTC.
 * @param visits oldest first
 * @returns undefined where it is not dead
 */
export const deadSince = (visits: readonly Visit[]): string | undefined =>
  verdictOf(visits) === "dead" ? failures(visits)?.[0]?.at : undefined;
