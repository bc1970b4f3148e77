import { describe, expect, test } from "vitest";
import {
  A,
  at,
  B,
  BOT,
  CALENDAR,
  change,
  did,
  MIXED,
  MODIFICATION,
  NEW,
  opened,
  PLATFORM,
  REGISTER_CHANGE,
  recordOf,
  reviews,
  says,
  submissionOf,
  TAKEDOWN,
} from "./assess.test-helper.ts";
import type { Assessment, Submission } from "./assessment.ts";
import { earlierCorrections, MOST_CORRECTED, MOST_CORRECTIONS } from "./corrections.ts";
import { LABELS } from "./names.ts";
import { planNotices } from "./notices.ts";
import { NO_CONTENT, run, SITE } from "./plan.test-helper.ts";
import { wantedLabels } from "./plan.ts";
import { yieldsTo } from "./plan-statuses.ts";
import { historyRecords, readSubmissions, submissionsSnapshot, writeSnapshot } from "./queues.ts";
import type { DatasetChange } from "./records.ts";

const START = "2026-03-02T01:10:00Z";
const march = (day: number) => `2026-03-${String(day).padStart(2, "0")}T04:00:00Z`;
const { register } = SITE;
const by = (account: string, submission: Submission, record: object = {}, now = march(3)) =>
  at(now, [opened(START, false, account)], { submission, record: { author: account, ...record } });
const many = (count: number) =>
  submissionOf({
    datasets: Array.from({ length: count }, (_, index) =>
      change(A, "modification", { path: `datasets/${A}/${String(index).padStart(6, "0")}.yaml` }),
    ),
  });
const changed = (more: Partial<DatasetChange>) =>
  submissionOf({ datasets: [change(A, "modification", more)] });
const file = MODIFICATION.datasets[0]!.before!;
const { after: _after, ...unreadable } = change(A, "modification");
const { before: _before, ...unread } = change(A, "modification");
const locked = [{ field: "title", label: "資料集名稱", before: "a", after: "b" }];

describe("what a stranger sends in", () => {
  const CASES: [string, Submission, object, "correction" | Assessment["noCorrection"]][] = [
    ["one published dataset", MODIFICATION, {}, "correction"],
    [`${MOST_CORRECTED} datasets`, many(MOST_CORRECTED), {}, "correction"],
    [`${MOST_CORRECTED + 1} datasets`, many(MOST_CORRECTED + 1), {}, "tooLarge"],
    [`the ${MOST_CORRECTIONS}th open one`, MODIFICATION, { openCorrections: 4 }, "correction"],
    [`one more than ${MOST_CORRECTIONS} open ones`, MODIFICATION, { openCorrections: 5 }, "tooMany"],
    [
      "datasets of two agencies",
      submissionOf({ datasets: [change(A, "modification"), change(B, "modification")] }),
      {},
      "correction",
    ],
    ["a new dataset", NEW, {}, "beyond"],
    ["a new dataset beside a published one", MIXED, {}, "beyond"],
    ["a takedown", TAKEDOWN, {}, "beyond"],
    ["a relisting", submissionOf({ datasets: [change(A, "relisting")] }), {}, "beyond"],
    [
      "a deletion",
      submissionOf({ datasets: [change(A, "deletion")], refused: [{ path: "x", reason: "deleted" }] }),
      {},
      "beyond",
    ],
    ["a locked field", changed({ locked }), {}, "beyond"],
    ["a file that can't be read", submissionOf({ datasets: [unreadable] }), {}, "beyond"],
    ["a published file that can't be read", submissionOf({ datasets: [unread] }), {}, "beyond"],
    [
      "a withdrawn dataset",
      changed({ before: { ...file, status: "withdrawn" }, after: { ...file, status: "withdrawn" } }),
      {},
      "beyond",
    ],
    [
      "one whose day lies ahead",
      changed({
        before: { ...file, releaseDate: "2026-03-04" },
        after: { ...file, releaseDate: "2026-03-04" },
      }),
      {},
      "beyond",
    ],
    ["a day that would hide it", changed({ after: { ...file, releaseDate: "2099-01-01" } }), {}, "beyond"],
    [
      "a withdrawal beside an unchanged status",
      changed({ after: { ...file, withdrawal: { reason: "A", explanation: "x", date: "2026-03-01" } } }),
      {},
      "beyond",
    ],
    ["a file of the platform", PLATFORM, {}, undefined],
    ["a register file", REGISTER_CHANGE, {}, undefined],
    ["nothing", submissionOf({}), {}, undefined],
    [
      "a dataset and CODEOWNERS",
      { ...MODIFICATION, kind: "platform", platform: [".github/CODEOWNERS"] },
      {},
      "beyond",
    ],
    [
      "a dataset and a workflow",
      { ...MODIFICATION, kind: "platform", platform: [".github/workflows/review.yml"] },
      {},
      "beyond",
    ],
    ["a dataset and a register file", { ...MODIFICATION, kind: "register", register: [A] }, {}, "beyond"],
    [
      "a link in place of a dataset",
      { ...MODIFICATION, refused: [{ path: "x", reason: "link" }] },
      {},
      "beyond",
    ],
  ];
  test.each(CASES)("%s", (_, submission, record, expected) => {
    const assessment = by("guest", submission, record);
    const isCorrection = expected === "correction";
    expect(assessment.submission.kind === "correction").toBe(isCorrection);
    expect(assessment.state).toBe(isCorrection ? "inReview" : "unlisted");
    expect(assessment.noCorrection).toBe(isCorrection ? undefined : expected);
    expect(assessment.mergeable).toBe(false);
    expect(assessment.clock !== undefined).toBe(isCorrection);
  });

  test.each(["po", "op", "rev", BOT, ""])(
    "of %s, whom the register knows or who is nobody, it is none",
    (account) => {
      const assessment = by(account, MODIFICATION);
      expect(assessment.submission.kind).toBe("modification");
      expect(assessment.noCorrection).toBeUndefined();
    },
  );

  test("what has ended keeps its kind, though the register lists the citizen by now", () => {
    const events = [
      opened(START, false, "po"),
      reviews(march(3), "rev", "approved"),
      did(march(4), BOT, "merged"),
    ];
    const record = { state: "merged" as const, labels: [LABELS.correction.name] };
    const assessment = at(march(5), events, { submission: MODIFICATION, record });
    expect(assessment).toMatchObject({ state: "merged", submission: { kind: "correction" } });
  });
});

describe("a correction", () => {
  test("has its own label, its citizen's turn when returned, and the reviewer's clock", () => {
    const assessment = by("guest", MODIFICATION);
    expect(wantedLabels(assessment)).toEqual(["審查中", "民眾修正"]);
    expect(assessment.turn).toMatchObject({ role: "reviewer", agency: A });
    expect(assessment.clock).toMatchObject({ kind: "review", deadline: "2026-03-11" });
    const returned = at(march(4), [opened(START, false, "guest"), says(march(3), "rev", "/退回 請附來源")], {
      submission: MODIFICATION,
      record: { author: "guest" },
    });
    expect(returned).toMatchObject({
      state: "returned",
      turn: { role: "citizen", persons: [{ account: "guest" }] },
      acts: { provider: [], citizen: ["submit", "delete"] },
    });
  });

  test("never merges by itself, whatever the agency's policy and the bot's rights", () => {
    const inB = submissionOf({ datasets: [change(B, "modification")] });
    const record = { mayBypass: true, approval: "missing" as const };
    expect(by("guest", inB, record)).toMatchObject({ state: "inReview", mergeable: false });
    expect(by("guest", inB, record).requirements).toMatchObject([{ role: "reviewer", agency: B }]);
    const events = (account: string) => [
      opened(START, false, "guest"),
      reviews(march(3), account, "approved"),
    ];
    const approvedBy = (account: string) =>
      at(march(4), events(account), { submission: inB, record: { author: "guest", mayBypass: true } })
        .mergeable;
    expect(["guest", "nobody", "pb", "rev", "op", "rb"].map(approvedBy)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("of an agency without reviewers is decided by the next above", () => {
    const inC = submissionOf({ datasets: [change("C00000000C", "modification")] });
    expect(by("guest", inC).requirements).toMatchObject([{ holders: [{ account: "solo" }] }]);
  });

  test("gives the citizen no part in deciding: not by dismissing a return, nor by asking for a review", () => {
    const returned = reviews(march(3), "rev", "returned", { dismissed: { at: march(4), actor: "guest" } });
    const asks = { type: "reviewRequested" as const, at: march(4), actor: "guest", reviewer: "guest" };
    for (const events of [[returned], [reviews(march(3), "rev", "returned"), asks]]) {
      const assessment = at(march(5), [opened(START, false, "guest"), ...events], {
        submission: MODIFICATION,
        record: { author: "guest" },
      });
      expect(assessment.state).toBe("returned");
    }
  });

  test("gives him no more time for closing and opening again", () => {
    const events = [
      opened(START, false, "guest"),
      did(march(9), "guest", "closed"),
      did(march(10), "guest", "reopened"),
    ];
    const { clock } = at(march(11), events, { submission: MODIFICATION, record: { author: "guest" } });
    expect(clock?.since).toBe(march(10));
  });

  test("leaves the statuses of a shared head to an officer's submission, not to a stranger's", () => {
    const record = recordOf([opened(START)]);
    const other = { ...record, number: 8 };
    const [correction, strange] = [[LABELS.correction.name], [LABELS.unlisted.name]];
    expect(yieldsTo({ ...record, labels: correction }, other)).toBe(true);
    expect(yieldsTo(other, { ...record, labels: correction })).toBe(false);
    expect(yieldsTo({ ...record, labels: correction }, { ...other, labels: strange })).toBe(false);
    expect(yieldsTo({ ...other, labels: correction }, { ...record, labels: correction })).toBe(true);
  });

  test("counts those of the same account that came before", () => {
    const labels = [LABELS.correction.name];
    const open = [
      { number: 1, author: "guest", labels },
      { number: 2, author: "Guest", labels },
      { number: 3, author: "other", labels },
      { number: 4, author: "guest", labels: [LABELS.unlisted.name] },
      { number: 9, author: "guest", labels },
    ];
    expect(earlierCorrections({ author: "guest", number: 7 }, open)).toBe(2);
  });
});

describe("what is told of a correction", () => {
  test("the citizen, kindly, in both languages", () => {
    const { assessment, actions } = run(
      recordOf([opened(START, false, "guest")], { author: "guest" }),
      MODIFICATION,
      march(3),
      NO_CONTENT,
    );
    const comment = actions.find((action) => action.type === "comment");
    const body = comment?.type === "comment" ? comment.body : "";
    expect(assessment.state).toBe("inReview");
    expect(body).toContain("民眾修正 A correction by a citizen");
    expect(body).toContain("謝謝您協助改正資料");
    expect(body).toContain("within 7 working days");
    expect(body).not.toMatch(/@guest/);
  });

  test.each([
    ["beyond", submissionOf({ datasets: [change(A, "modification", { locked })] }), {}, "變更鎖定欄位"],
    ["tooMany", MODIFICATION, { openCorrections: 5 }, "這個帳號已有 5 件民眾修正審查中"],
    ["tooLarge", many(21), {}, "一件民眾修正最多 20 筆資料集"],
  ])("why it is none: %s", (_, submission, more, words) => {
    const record = recordOf([opened(START, false, "guest")], { author: "guest", ...more });
    const { actions } = run(record, submission, march(3), NO_CONTENT);
    const comment = actions.find((action) => action.type === "comment");
    expect(comment?.type === "comment" && comment.body).toContain(words);
  });

  test("the public history shows 民眾 and a masked account, and none that nobody decided on", () => {
    const events = [opened(START, false, "guest"), says(march(3), "rev", "/退回 請附來源")];
    const record = { author: "guest" };
    const lines = (assessment: Assessment) => [...(historyRecords(assessment).get(A)?.values() ?? [])].flat();
    const returned = at(march(4), events, { submission: MODIFICATION, record });
    expect(lines(returned)).toMatchObject([
      { account: "rev", act: "returned", opinion: "請附來源" },
      { displayName: "民眾", act: "submitted" },
    ]);
    expect(JSON.stringify(lines(returned))).not.toContain("guest");
    const closed = (before: typeof events) =>
      at(march(5), [...before, did(march(5), "guest", "closed")], {
        submission: MODIFICATION,
        record: { ...record, state: "closed" },
      });
    expect(lines(closed(events))).toHaveLength(3);
    expect(lines(closed(events.slice(0, 1)))).toEqual([]);
    expect(lines(by("guest", MODIFICATION))).toEqual([]);
  });

  test("the lists carry the mark", () => {
    const snapshot = submissionsSnapshot([by("guest", MODIFICATION)], register, new Date(march(3)));
    expect(snapshot.open).toMatchObject([{ kind: "correction", state: "inReview" }]);
    expect(readSubmissions(writeSnapshot(snapshot))).toEqual({ snapshot });
  });

  test("the ladder tells the citizen of a return, and then those above", () => {
    const events = [
      opened("2026-02-25T01:00:00Z", false, "guest"),
      says("2026-03-02T02:00:00Z", "rev", "/退回 請附來源"),
    ];
    const told = (day: number) => {
      const now = new Date(march(day));
      const assessment = at(march(day), events, { submission: MODIFICATION, record: { author: "guest" } });
      const sent = { rungs: new Map(), mentioned: new Map() };
      const input = { assessments: [assessment], sent, register, calendar: CALENDAR, bot: BOT, now };
      return planNotices(input).flatMap(({ mentions }) => mentions);
    };
    expect(told(6)).toEqual([]);
    expect(told(9)).toEqual(["guest"]);
    expect(told(12).sort()).toEqual(["adm", "guest"]);
  });
});
