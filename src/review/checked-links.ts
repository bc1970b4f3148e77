import { findStatusComment } from "./own-comments.ts";
import type { PullRequestRecord } from "./records.ts";

/*
 * The result of checking a submission's links, as the bot's status comment carries it from run to run: only the run after
 * `validate` knows it, and the others read it back.
 */

/** Around the result, with the head that was checked. */
export const linksBegin = (head: string) => `<!-- catalogue-links ${head} -->`;
export const LINKS_END = "<!-- catalogue-links-end -->";

/** How many addresses of a submission were found in which state. */
export interface LinkCounts {
  alive: number;
  dead: number;
  unknown: number;
  /** Files whose content differs from what is declared, or seems to hold personal data. */
  noted: number;
}

/** Names of what is counted, in the order in which reviewers want to know. */
export const LINK_STATES = {
  dead: "❌ 無法取得",
  unknown: "❔ 未能判斷",
  alive: "✅ 可取得",
  noted: "⚠️ 內容有疑",
} as const satisfies Record<keyof LinkCounts, string>;
const NAMES = Object.keys(LINK_STATES) as (keyof LinkCounts)[];

/** The counts in a line; doubtful contents only where there are some. */
export const linkCountsText = (counts: LinkCounts): string =>
  NAMES.filter((name) => name !== "noted" || counts.noted > 0)
    .map((name) => `${LINK_STATES[name]} ${counts[name]}`)
    .join("、");

/** What an untampered comment of the bot's still says of the links, for this very head. */
export function shownLinks(record: PullRequestRecord): string | undefined {
  const comment = findStatusComment(record);
  if (!comment || comment.tampered) return undefined;
  const body = comment.body.replace(/\r\n/g, "\n");
  const begin = body.indexOf(linksBegin(record.head));
  const end = body.indexOf(LINKS_END, begin);
  return begin >= 0 && end >= 0 ? body.slice(begin, end + LINKS_END.length) : undefined;
}

/** The counts that the comment tells, for 待審查 (mission R1); undefined where nobody checked this head. */
export function linkCounts(record: PullRequestRecord): LinkCounts | undefined {
  const line = /<summary>(.*)<\/summary>/.exec(shownLinks(record) ?? "")?.[1];
  if (line === undefined) return undefined;
  const count = (name: keyof LinkCounts) =>
    Number(new RegExp(`${LINK_STATES[name]} (\\d{1,6})`).exec(line)?.[1] ?? 0);
  return { alive: count("alive"), dead: count("dead"), unknown: count("unknown"), noted: count("noted") };
}
