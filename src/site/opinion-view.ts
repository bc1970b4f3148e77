import type { Agency } from "../catalogue/catalogue.ts";
import { taipeiTime } from "../catalogue/today.ts";
import { BOARDS, type Board } from "../exchange/opinion-files.ts";
import { type ReplyFigures, replyFigures } from "../review/opinions/figures.ts";
import { policyOf, type ReplyPolicy } from "../review/opinions/policy.ts";
import type { OpinionEntry } from "../review/opinions/types.ts";
import { type SiteContext, siteContext } from "./context.ts";

/** What the pages of opinions draw from, gathered once for a build. */
interface Gathered {
  boards: Record<Board, readonly OpinionEntry[]>;
  byDataset: ReadonlyMap<string | undefined, readonly OpinionEntry[]>;
}

const gathered = new WeakMap<SiteContext, Gathered>();

function gather(): Gathered {
  const context = siteContext();
  let found = gathered.get(context);
  if (!found) {
    const of = (board: Board) => context.opinions.filter(({ form }) => form === BOARDS[board]);
    const boards = { opinions: of("opinions"), wanted: of("wanted") };
    found = { boards, byDataset: Map.groupBy(boards.opinions, ({ identifier }) => identifier) };
    gathered.set(context, found);
  }
  return found;
}

/** The entries of a board, newest first. */
export const boardEntries = (board: Board): readonly OpinionEntry[] => gather().boards[board];

/** What was said of a dataset, newest first. */
export const opinionsOn = (identifier: string): readonly OpinionEntry[] =>
  gather().byDataset.get(identifier) ?? [];

/** Ministries of a board's entries, by code. */
export function ministriesOf(board: Board): Agency[] {
  const codes = new Set(boardEntries(board).map(({ ministry }) => ministry));
  const { agencies } = siteContext().catalogue;
  return [...agencies.values()]
    .filter(({ code }) => codes.has(code))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** How a ministry answers, against what it promised. */
export interface MinistryReplies {
  ministry: Agency;
  figures: ReplyFigures;
  policy: ReplyPolicy;
}

/** Each ministry's answers on both boards, by code. */
export function ministryReplies(): MinistryReplies[] {
  const { opinions } = siteContext();
  const byMinistry = Map.groupBy(opinions, ({ ministry }) => ministry);
  const ministries = new Set([...ministriesOf("opinions"), ...ministriesOf("wanted")]);
  return [...ministries]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((ministry) => ({
      ministry,
      figures: replyFigures(byMinistry.get(ministry.code)!),
      policy: policyOf(ministry),
    }));
}

/** When the opinions were read, YYYY-MM-DD HH:MM in Taipei. */
export function takenAt(): string | undefined {
  const { opinionsTakenAt } = siteContext();
  return opinionsTakenAt === undefined ? undefined : taipeiTime(new Date(opinionsTakenAt));
}
