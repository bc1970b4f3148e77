import { describe, expect, test } from "vitest";
import { type BranchInput, planBranch, textDigest } from "./branch.ts";

const map = <T>(entries: Record<string, T>) => new Map(Object.entries(entries));
const plan = (input: {
  wanted?: Record<string, string>;
  present?: Record<string, string | undefined>;
  wrote?: Record<string, string[]>;
  kept?: string[];
  pushed?: boolean;
}) => {
  const { wanted = {}, present = {}, wrote = {}, kept = [], pushed = true } = input;
  const digests = Object.fromEntries(
    Object.entries(wrote).map(([path, texts]) => [path, texts.map(textDigest)]),
  );
  const all: BranchInput = {
    wanted: map(wanted),
    present: map(present),
    wrote: map(digests),
    kept: new Set(kept),
    pushed,
  };
  const found = planBranch(all);
  return { ...found, files: Object.fromEntries(found.files), wrote: Object.fromEntries(found.wrote) };
};
const [one, two, mend] = ["one\n", "two\n", "mend\n"];

describe("a file on the branch", () => {
  test.each<[string, Parameters<typeof plan>[0], Partial<ReturnType<typeof plan>>]>([
    [
      "new",
      { wanted: { a: one } },
      { files: { a: one }, differs: true, mended: [], wrote: { a: [textDigest(one)] } },
    ],
    [
      "as it was written",
      { wanted: { a: one }, present: { a: one }, wrote: { a: [one] } },
      { files: { a: one }, differs: false, mended: [], wrote: { a: [textDigest(one)] } },
    ],
    [
      "the bot's own, which the source has moved past",
      { wanted: { a: two }, present: { a: one }, wrote: { a: [one] } },
      { files: { a: two }, differs: true, mended: [], wrote: { a: [textDigest(two), textDigest(one)] } },
    ],
    [
      "mended by somebody",
      { wanted: { a: one }, present: { a: mend }, wrote: { a: [one] } },
      { files: { a: mend }, differs: false, mended: ["a"], wrote: { a: [textDigest(one)] } },
    ],
    [
      "mended by somebody, and the source moved on",
      { wanted: { a: two }, present: { a: mend }, wrote: { a: [one] } },
      { files: { a: mend }, differs: false, mended: ["a"] },
    ],
    [
      "added by somebody",
      { present: { b: mend } },
      { files: { b: mend }, differs: false, mended: ["b"], wrote: {} },
    ],
    [
      "taken away by somebody",
      { wanted: { a: one }, wrote: { a: [one] } },
      { files: {}, differs: false, mended: ["a"], wrote: { a: [textDigest(one)] } },
    ],
    [
      "never there, since the bot's commit was lost",
      { wanted: { a: one }, wrote: { a: [one] }, pushed: false },
      { files: { a: one }, differs: true, mended: [] },
    ],
    [
      "what stood there before a commit that was lost",
      { wanted: { a: two }, present: { a: one }, wrote: { a: [two, one] }, pushed: false },
      { files: { a: two }, differs: true, mended: [] },
    ],
    [
      "offered no more",
      { present: { a: one }, wrote: { a: [one] } },
      { files: {}, differs: true, stale: ["a"], mended: [], wrote: {} },
    ],
    [
      "of a dataset that was missed today",
      { present: { a: one }, wrote: { a: [one] }, kept: ["a"] },
      { files: { a: one }, differs: false, mended: [], wrote: { a: [textDigest(one)] } },
    ],
    [
      "no text",
      { wanted: { a: one }, present: { a: undefined }, wrote: { a: [one] } },
      { files: {}, mended: ["a"] },
    ],
    [
      "what somebody wrote as it is wanted",
      { wanted: { a: one }, present: { a: one } },
      { differs: false, mended: [] },
    ],
  ])("%s", (_, input, wanted) => {
    expect(plan(input)).toMatchObject(wanted);
  });

  test("is written once: what was decided decides the same again", () => {
    const first = plan({
      wanted: { a: two, b: one },
      present: { a: one, c: one },
      wrote: { a: [one], c: [one] },
    });
    const digests = new Map(Object.entries(first.wrote));
    const again = planBranch({
      wanted: map({ a: two, b: one }),
      present: map(first.files),
      wrote: digests,
      kept: new Set(),
      pushed: true,
    });
    expect(again.differs).toBe(false);
    expect(again.wrote).toEqual(digests);
  });
});
