import { expect, it } from "vitest";
import { isAnswered, REPLY_STATES, replyStateOf } from "./reply-state.ts";
import type { OpinionEntry } from "./types.ts";

const at = "2026-03-02T01:00:00Z";
const reply = (official: boolean) => ({ at, author: "a***", official, text: "回覆" });

/** An opinion, answered or not, late or not, with an official reply, a stranger's, or none. */
function entry(answered: boolean, late: boolean, official: boolean | undefined): OpinionEntry {
  return {
    form: "opinion",
    number: 1,
    url: "https://github.com/o/r/issues/1",
    title: "意見",
    author: "a***",
    createdAt: at,
    text: "",
    replies: official === undefined ? [] : [reply(official)],
    ...(answered ? { answeredAt: at } : {}),
    clock: { days: 7, counting: "calendar", deadline: "2026-03-09", used: 1, late },
    likes: 0,
    dislikes: 0,
    open: true,
  };
}

it.each([
  [true, false, true, "answered"],
  [true, false, undefined, "answered"],
  [true, true, true, "answeredLate"],
  [true, true, undefined, "answeredLate"],
  [false, true, true, "overdue"],
  [false, true, false, "overdue"],
  [false, true, undefined, "overdue"],
  [false, false, true, "awaitingApproval"],
  [false, false, false, "unanswered"],
  [false, false, undefined, "unanswered"],
] as const)("answered %s, late %s, official reply %s: %s", (answered, late, official, state) => {
  expect(replyStateOf(entry(answered, late, official))).toBe(state);
});

it("stands without a clock where nobody is known to answer", () => {
  const { clock: _, ...unrouted } = entry(false, false, undefined);
  expect(replyStateOf(unrouted)).toBe("unanswered");
});

it("is not overdue once its author closed it", () => {
  expect(replyStateOf({ ...entry(false, true, undefined), open: false })).toBe("unanswered");
});

it("knows the answered ones", () => {
  expect(REPLY_STATES.filter(isAnswered)).toEqual(["answered", "answeredLate"]);
});
