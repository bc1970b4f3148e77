import { listedStanding, type Standing, standingOf } from "../../../desk/opinions.ts";
import { opinionListPath } from "../../../exchange/addresses.ts";
import type { OpinionList } from "../../../exchange/opinion-files.ts";
import { NO_MINISTRY, readOpinions } from "../../../review/opinions/snapshot.ts";
import { opinionsPath } from "../../../review/opinions/types.ts";
import { siteText } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** Ministries whose snapshots are read one by one; more are read from the site. */
const MOST_FILES = 10;

/** How opinions stand, by the number, and when that was taken. */
export interface Standings {
  byNumber: Map<number, Standing>;
  takenAt?: string;
  /** Why some of it can't be read, in Chinese. */
  problem?: string;
}

/** The ministries of the agencies in view. */
function ministriesOf({ platform, scope }: OfficeState): string[] {
  const { agencies } = scope;
  const seen = platform.agencies.filter(({ code }) => agencies === undefined || agencies.has(code));
  return [...new Set(seen.map(({ ministry }) => ministry))];
}

/** Those of the repository at this moment, with a token and few ministries. */
async function fromRepository(office: OfficeState, ministries: readonly string[]): Promise<Standings> {
  const hub = office.session.hub!;
  const result: Standings = { byNumber: new Map() };
  const files = [...ministries, NO_MINISTRY].map(async (ministry) => {
    const text = await hub.snapshot(opinionsPath(ministry));
    return text === undefined ? undefined : readOpinions(text, ministry);
  });
  for (const file of await Promise.all(files)) {
    if (!file) continue;
    if (file.problem !== undefined) result.problem = `意見的快照無法讀取：${file.problem}`;
    for (const entry of file.snapshot.entries) result.byNumber.set(entry.number, standingOf(entry));
    const { takenAt } = file.snapshot;
    if (file.problem === undefined && takenAt > (result.takenAt ?? "")) result.takenAt = takenAt;
  }
  return result;
}

/** Those that the site was built with. */
async function fromSite(): Promise<Standings> {
  const result: Standings = { byNumber: new Map() };
  for (const text of await Promise.all(
    (["opinions", "wanted"] as const).map((board) => siteText(opinionListPath(board, "json"))),
  )) {
    if (text === undefined) continue;
    const { entries, takenAt } = JSON.parse(text) as OpinionList;
    for (const entry of entries) result.byNumber.set(entry.number, listedStanding(entry));
    if (takenAt !== undefined) result.takenAt = takenAt;
  }
  return result;
}

/** How the opinions in view stand. */
export async function loadStandings(office: OfficeState): Promise<Standings> {
  const ministries = ministriesOf(office);
  const few = ministries.length <= MOST_FILES;
  return office.session.hub && few ? fromRepository(office, ministries) : fromSite();
}
