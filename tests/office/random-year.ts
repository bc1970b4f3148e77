import type { PullRequestEvent, PullRequestRecord, StatusRecord } from "../../src/review/records.ts";

/*
 * A year of submissions that random people make, and the truth about them, told by the generator itself: who was
 * waited for, from when to when. It knows nothing of the code that derives the same from the events.
 */

/** Deterministic numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Somebody is waited for. */
export interface Waiting {
  kind: "review" | "return";
  /** ISO times; no end where it lasts beyond the year. */
  from: string;
  until?: string;
}

/** One submission of the year. */
export interface Story {
  number: number;
  agency: string;
  author: string;
  createdAt: string;
  /** Merged or closed. */
  endedAt?: string;
  head: string;
  events: PullRequestEvent[];
  waits: Waiting[];
}

/** An agency and its people, as far as the year needs them. */
export interface Office {
  code: string;
  providers: string[];
  reviewers: string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Tells the story of one submission.
 * @param start ISO time of its opening
 */
function story(number: number, office: Office, start: number, random: () => number): Story {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const author = pick(office.providers);
  const others = office.reviewers.filter((r) => r !== author);
  const head = number.toString(16).padStart(40, "0");
  const events: PullRequestEvent[] = [];
  const waits: Waiting[] = [];
  let at = start;
  const iso = () => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  let serial = 0;
  const comment = (actor: string, body: string) =>
    events.push({
      type: "commented",
      at: iso(),
      actor,
      id: `C_${number}_${serial++}`,
      body,
      url: `https://github.example/pull/${number}#c${serial}`,
      edited: false,
      own: false,
      tampered: false,
    });
  const review = (actor: string, verdict: "approved" | "returned" | "commented", body: string) =>
    events.push({
      type: "reviewed",
      at: iso(),
      actor,
      id: `R_${number}_${serial++}`,
      verdict,
      body,
      lineComments: 0,
      commit: head,
      url: `https://github.example/pull/${number}#r${serial}`,
    });
  /** From minutes to weeks, sometimes for ever. */
  const pause = (patience: number): boolean => {
    const kind = random();
    if (kind < 0.01) return false;
    const days = kind < 0.5 ? random() * 4 : kind < 0.85 ? 3 + random() * 8 : 8 + random() * patience;
    at += Math.floor(days * DAY) + 60_000;
    return true;
  };
  const wait = (kind: Waiting["kind"]) => waits.push({ kind, from: iso() });
  const over = () => {
    const last = waits.at(-1);
    if (last && last.until === undefined) last.until = iso();
  };

  const draft = random() < 0.4;
  events.push({ type: "opened", at: iso(), actor: author, draft });
  const result: Story = { number, agency: office.code, author, createdAt: iso(), head, events, waits };
  if (draft) {
    if (!pause(30)) return result;
    if (random() < 0.5) events.push({ type: "readied", at: iso(), actor: author });
    else comment(author, "/送審");
  }
  for (let round = 0; round < 6; round++) {
    wait("review");
    // Talk that decides nothing.
    if (random() < 0.3) {
      at += Math.floor(random() * HOUR) + 1000;
      if (random() < 0.5)
        comment(`outsider-${number % 7}`, pick(["/通過", "/退回 1 不好", "謝謝", "/approve"]));
      else review(pick(others), "commented", "我先看看。");
    }
    if (!pause(30)) return result;
    const act = random();
    if (act < 0.1) {
      if (random() < 0.5) events.push({ type: "drafted", at: iso(), actor: author });
      else comment(author, "/抽回");
      over();
      if (!pause(20)) return result;
      events.push({ type: "readied", at: iso(), actor: author });
    } else if (act < 0.55) {
      review(pick(others), "approved", "");
      over();
      at += 60_000;
      events.push({ type: "merged", at: iso(), actor: "github-actions" });
      result.endedAt = iso();
      return result;
    } else if (act < 0.95) {
      if (random() < 0.5) comment(pick(others), `/退回 ${1 + Math.floor(random() * 5)} 請修正後再送。`);
      else review(pick(others), "returned", "主要欄位說明不完整。");
      over();
      wait("return");
      // Neither another opinion nor the draft switch moves the provider's clock.
      if (random() < 0.2) {
        at += Math.floor(random() * DAY) + 1000;
        review(pick(others), "returned", "另有一處請一併修正。");
      }
      const switched = random() < 0.2;
      if (switched) {
        at += Math.floor(random() * DAY) + 1000;
        events.push({ type: "drafted", at: iso(), actor: author });
      }
      if (!pause(30)) return result;
      const again = random();
      over();
      if (again < 0.1) {
        events.push({ type: "closed", at: iso(), actor: author });
        result.endedAt = iso();
        return result;
      }
      if (again < 0.6) comment(author, "/送審");
      else if (switched) events.push({ type: "readied", at: iso(), actor: author });
      else events.push({ type: "reviewRequested", at: iso(), actor: author, reviewer: pick(others) });
    } else {
      over();
      events.push({ type: "closed", at: iso(), actor: author });
      result.endedAt = iso();
      return result;
    }
  }
  over();
  events.push({ type: "closed", at: iso(), actor: author });
  result.endedAt = iso();
  return result;
}

/** A year's submissions, oldest first; half of them fall into office hours, the rest at any time of any day. */
export function randomYear(offices: readonly Office[], year: number, count: number, seed: number): Story[] {
  const random = randomNumbers(seed);
  const first = Date.parse(`${year}-01-01T00:00:00+08:00`);
  const starts = Array.from({ length: count }, () => {
    const day = Math.floor(random() * 365);
    const hour = random() < 0.5 ? 9 + random() * 8 : random() * 24;
    return first + day * DAY + Math.floor(hour * HOUR);
  }).sort((a, b) => a - b);
  return starts.map((start, index) =>
    story(index + 1, offices[Math.floor(random() * offices.length)]!, start, random),
  );
}

/** What the server would say of a story at a time, before labels. */
export function recordAt(
  story: Story,
  now: string,
  labels: string[],
  statuses: StatusRecord[],
): PullRequestRecord {
  const events = story.events.filter((e) => e.at <= now);
  const last = events.findLast((e) => e.type === "merged" || e.type === "closed");
  const draft = events.findLast((e) => e.type === "opened" || e.type === "readied" || e.type === "drafted");
  return {
    number: story.number,
    id: `PR_${story.number}`,
    url: `https://github.example/pull/${story.number}`,
    title: `測試送件 ${story.number}`,
    author: story.author,
    headBranch: "patch-1",
    fork: true,
    state: last ? (last.type === "merged" ? "merged" : "closed") : "open",
    draft: draft?.type === "drafted" || (draft?.type === "opened" && draft.draft),
    head: story.head,
    baseBranch: "main",
    createdAt: story.createdAt,
    events,
    labels,
    statuses,
    approval: "notRequired",
    mayBypass: false,
    mergeable: "mergeable",
    autoMerge: false,
    autoMergeAllowed: false,
    requestedReviewers: [],
  };
}
