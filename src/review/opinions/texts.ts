import { readable } from "../commands.ts";
import { oneLine } from "../markdown.ts";
import { MAX_TEXT, type OpinionReply } from "./types.ts";

/*
 * Texts of strangers as the snapshots keep them: bounded, and without characters that nobody sees. Whoever shows them
 * still has to make them harmless.
 */

export const MAX_TITLE = 300;
/** Replies of one opinion that are kept, and the characters of all of them. */
const MOST_REPLIES = 100;
const MAX_REPLIES_TEXT = 50_000;

/** Cuts a text to a number of characters, so that the last one says that there was more. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text.slice(0, 2 * limit + 2)];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** A text of several lines. */
export const bounded = (text: string): string => cut(readable(text), MAX_TEXT);
/** A text of one line. */
export const boundedLine = (text: string): string => cut(oneLine(readable(text)), MAX_TITLE);

/** The replies that are kept, oldest first: those of the agency before anybody else's. */
export function boundedReplies(replies: readonly OpinionReply[]): OpinionReply[] {
  const kept = new Set<OpinionReply>();
  let room = MAX_REPLIES_TEXT;
  for (const reply of [
    ...replies.filter((each) => each.official),
    ...replies.filter((each) => !each.official),
  ]) {
    if (kept.size === MOST_REPLIES || reply.text.length > room) continue;
    room -= reply.text.length;
    kept.add(reply);
  }
  return replies.filter((reply) => kept.has(reply));
}
