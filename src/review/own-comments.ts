import { ANSWER_MARKER, STATUS_MARKER } from "./names.ts";
import type { CommentEvent, PullRequestRecord } from "./records.ts";

/*
 * What the bot itself posted in a pull request. Each of its comments is one of a kind; runs that overlapped may both
 * have posted theirs.
 */

const STATUS = "status";

/** What a comment of the bot's is there for: the status, or the answer to one comment; undefined for anything else. */
export function purposeOf(body: string): string | undefined {
  if (STATUS_MARKER.test(body)) return STATUS;
  const answer = ANSWER_MARKER.exec(body);
  return answer ? `answer ${answer[1]}` : undefined;
}

/** The bot's comments by purpose, oldest first; a stranger's with a marker is none. */
function ownComments(record: PullRequestRecord): Map<string, CommentEvent[]> {
  const found = new Map<string, CommentEvent[]>();
  for (const event of record.events) {
    const purpose = event.type === "commented" && event.own ? purposeOf(event.body) : undefined;
    if (event.type !== "commented" || purpose === undefined) continue;
    const list = found.get(purpose);
    if (list) list.push(event);
    else found.set(purpose, [event]);
  }
  return found;
}

/** The one that stays: the first that nobody tampered with, so that every run decides alike. */
const kept = (comments: readonly CommentEvent[]) => comments.find((c) => !c.tampered) ?? comments[0];

/** The bot's own status comment. */
export function findStatusComment(record: PullRequestRecord): CommentEvent | undefined {
  return kept(ownComments(record).get(STATUS) ?? []);
}

/** Comments of the bot's that another one of its makes superfluous. */
export function repeatedComments(record: PullRequestRecord): CommentEvent[] {
  return [...ownComments(record).values()].flatMap((comments) => {
    const one = kept(comments);
    return comments.filter((comment) => comment !== one);
  });
}

/** Whether the record shows what was posted, by whichever run. */
export function showsPurposes(record: PullRequestRecord, purposes: readonly string[]): boolean {
  const own = ownComments(record);
  return purposes.every((purpose) => own.has(purpose));
}
