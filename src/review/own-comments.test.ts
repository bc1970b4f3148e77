import { expect, it, test } from "vitest";
import { NEW, opened, recordOf } from "./assess.test-helper.ts";
import { answerMarker, statusMarker } from "./names.ts";
import { findStatusComment, purposeOf, repeatedComments, showsPurposes } from "./own-comments.ts";
import { apply, run, SITE } from "./plan.test-helper.ts";
import { isCurrent } from "./plan.ts";
import type { CommentEvent } from "./records.ts";

const DAY = "2026-03-02T01:00:00Z";
const STATUS = `${statusMarker("0123456789abcdef")}\n說明`;
const answer = (to: string) => `${answerMarker(to)}\n回覆`;

const comment = (id: string, body: string, more: Partial<CommentEvent> = {}): CommentEvent => ({
  type: "commented",
  at: DAY,
  actor: "github-actions[bot]",
  id,
  body,
  url: `https://github.example/c/${id}`,
  edited: false,
  own: true,
  tampered: false,
  ...more,
});
const record = (...comments: CommentEvent[]) => recordOf([opened(DAY), ...comments]);

test.each([
  ["status", STATUS],
  ["answer IC_1", answer("IC_1")],
  [undefined, `> ${STATUS}`],
  [undefined, "謝謝"],
  [undefined, ""],
])("purpose %s", (purpose, body) => expect(purposeOf(body)).toBe(purpose));

const ANYBODY = { own: false, actor: "somebody" };
const TAMPERED = { tampered: true, edited: true };

test.each<[string, CommentEvent[], string | undefined, string[]]>([
  ["none", [], undefined, []],
  ["one of each", [comment("a", STATUS), comment("b", answer("x")), comment("c", answer("y"))], "a", []],
  ["the first of three stays", ["a", "b", "c"].map((id) => comment(id, STATUS)), "a", ["b", "c"]],
  ["the first answer stays", [comment("a", answer("x")), comment("b", answer("x"))], undefined, ["b"]],
  [
    "one that somebody tampered with goes before one that nobody touched",
    [comment("a", STATUS, TAMPERED), comment("b", STATUS), comment("c", STATUS)],
    "b",
    ["a", "c"],
  ],
  [
    "where all are tampered with, the first stays",
    [comment("a", STATUS, TAMPERED), comment("b", STATUS, TAMPERED)],
    "a",
    ["b"],
  ],
  [
    "a stranger's with the marker is left alone",
    [comment("a", STATUS, ANYBODY), comment("b", STATUS), comment("c", answer("x"), ANYBODY)],
    "b",
    [],
  ],
])("repeated comments: %s", (_, comments, status, repeated) => {
  const given = record(...comments);
  expect(findStatusComment(given)?.id).toBe(status);
  expect(repeatedComments(given).map(({ id }) => id)).toEqual(repeated);
});

it("shows what another run posted as well", () => {
  const given = record(comment("a", STATUS), comment("b", answer("x"), ANYBODY));
  expect(showsPurposes(given, [])).toBe(true);
  expect(showsPurposes(given, ["status", "status"])).toBe(true);
  expect(showsPurposes(given, ["status", "answer x"])).toBe(false);
});

it("a plan removes what overlapping runs posted twice, and is settled after that", () => {
  const settled = (start: ReturnType<typeof record>) => apply(start, run(start, NEW, DAY).actions, DAY);
  const once = settled(recordOf([opened(DAY)], { statuses: [] }));
  const posted = findStatusComment(once)!;
  const twice = { ...once, events: [...once.events, { ...posted, id: "second" }] };
  const { assessment, actions } = run(twice, NEW, DAY);
  expect(isCurrent(assessment, twice, SITE)).toBe(false);
  expect(actions).toEqual([{ type: "deleteComment", id: "second" }]);
  expect(apply(twice, actions, DAY)).toEqual(once);
  expect(isCurrent(assessment, once, SITE)).toBe(true);
});
