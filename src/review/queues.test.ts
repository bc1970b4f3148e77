import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  at,
  change,
  did,
  MIXED,
  NEW,
  opened,
  REGISTER,
  reviews,
  submissionOf,
  TAKEDOWN,
} from "./assess.test-helper.ts";
import type { Assessment } from "./assessment.ts";
import {
  dropGone,
  type HistorySnapshot,
  historyRecords,
  mergeHistory,
  mergeOverdue,
  mergeSubmission,
  overdueSnapshot,
  readHistory,
  readOverdue,
  readSubmissions,
  sameContent,
  submissionsSnapshot,
  writeSnapshot,
} from "./queues.ts";

const DAY = "2026-03-02T01:00:00Z";
const LATE = "2026-03-13T01:00:00Z";
const now = new Date(LATE);
const numbered = (assessment: Assessment, number: number): Assessment => ({ ...assessment, number });

const draft = numbered(at(LATE, [opened(DAY, true)]), 3);
const inReview = numbered(at(LATE, [opened(DAY)]), 1);
const returned = numbered(at(LATE, [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned")]), 2);
const mergedAt = (time: string, number: number) =>
  numbered(
    at(LATE, [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "approved"), did(time, "op", "merged")], {
      record: { state: "merged" },
    }),
    number,
  );
const merged = mergedAt("2026-03-03T02:00:00Z", 4);
const closed = numbered(
  at(LATE, [opened(DAY), did(DAY, "po", "closed")], { record: { state: "closed" } }),
  5,
);

describe("the queues", () => {
  const snapshot = submissionsSnapshot([returned, merged, inReview, closed, draft], REGISTER, now);

  it("hold what the manual's lists show", () => {
    expect(snapshot.takenAt).toBe("2026-03-13T01:00:00.000Z");
    expect(snapshot.open.map((e) => [e.number, e.state])).toEqual([
      [1, "inReview"],
      [2, "returned"],
      [3, "draft"],
    ]);
    expect(snapshot.open[0]).toEqual({
      number: 1,
      url: "https://github.example/pull/7",
      title: "資料集",
      state: "inReview",
      kind: "new",
      submitter: { account: "po", displayName: "職務po" },
      datasets: [{ identifier: "A00000000A-000001", title: "資料集", agency: "A00000000A", act: "new" }],
      datasetCount: 1,
      agencies: ["A00000000A"],
      ministries: ["A00000000A"],
      updatedAt: DAY,
      turn: {
        role: "reviewer",
        persons: [
          { account: "rev", displayName: "職務rev" },
          { account: "rev2", displayName: "職務rev2" },
        ],
      },
      clock: { kind: "review", since: DAY, elapsed: 9, left: -2, deadline: "2026-03-11", overdue: true },
    });
    expect(snapshot.merged).toHaveLength(1);
    expect(snapshot.merged[0]).toMatchObject({
      number: 4,
      mergedAt: "2026-03-03T02:00:00Z",
      approvedBy: [{ account: "rev", displayName: "職務rev" }],
    });
  });

  it("carry the day on which a dataset is to appear", () => {
    const planned = submissionOf({
      datasets: [
        change("A00000000A", "new", {
          after: {
            identifier: "A00000000A-000001",
            title: "甲",
            releaseDate: "2026-12-01",
            distribution: [],
          },
        }),
      ],
    });
    const entry = submissionsSnapshot([at(LATE, [opened(DAY)], { submission: planned })], REGISTER, now)
      .open[0]!;
    expect(entry.releaseDate).toBe("2026-12-01");
  });

  it("bound long lists and texts", () => {
    const many = submissionOf({ datasets: Array.from({ length: 80 }, () => change("A00000000A", "new")) });
    many.datasets[0]!.after!.title = `${"字".repeat(400)}\u202e`;
    const entry = submissionsSnapshot([at(LATE, [opened(DAY)], { submission: many })], REGISTER, now)
      .open[0]!;
    expect(entry.datasets).toHaveLength(50);
    expect(entry.datasetCount).toBe(80);
    expect(entry.datasets[0]!.title).toBe(`${"字".repeat(300)}…（共 401 字）`);
  });

  it("take one pull request's change in, as if all had been read anew", () => {
    const moves: [Assessment, Assessment][] = [
      [inReview, numbered(returned, 1)],
      [draft, numbered(inReview, 3)],
      [inReview, mergedAt("2026-03-05T00:00:00Z", 1)],
      [returned, { ...closed, number: 2 }],
    ];
    for (const [before, after] of moves) {
      const others = [returned, merged, inReview, closed, draft].filter((a) => a !== before);
      const whole = submissionsSnapshot([...others, after], REGISTER, now);
      expect(mergeSubmission(snapshot, after, REGISTER, now)).toEqual(whole);
      const overdue = overdueSnapshot([returned, merged, inReview, closed, draft], REGISTER, now);
      expect(mergeOverdue(overdue, after, REGISTER, now)).toEqual(
        overdueSnapshot([...others, after], REGISTER, now),
      );
    }
  });

  it("drop what is over", () => {
    const kept = dropGone(
      {
        ...snapshot,
        merged: [
          ...snapshot.merged,
          ...submissionsSnapshot([mergedAt("2026-01-01T00:00:00Z", 9)], REGISTER, now).merged,
        ],
      },
      new Set([1, 3]),
      "2026-02-01",
    );
    expect(kept.open.map((e) => e.number)).toEqual([1, 3]);
    expect(kept.merged.map((e) => e.number)).toEqual([4]);
  });

  it("say the same whenever they were taken, and in whatever order", () => {
    const later = submissionsSnapshot(
      [draft, inReview, returned, merged],
      REGISTER,
      new Date("2026-03-13T05:00:00Z"),
    );
    expect(later.takenAt).not.toBe(snapshot.takenAt);
    expect(sameContent(later, snapshot)).toBe(true);
    expect(sameContent(readSubmissions(writeSnapshot(snapshot)).snapshot, later)).toBe(true);
    expect(sameContent(dropGone(snapshot, new Set(), DAY), snapshot)).toBe(false);
  });
});

describe("the overdue", () => {
  it("lists both kinds, the longest first", () => {
    const early = at(LATE, [opened("2026-02-26T01:00:00Z")]);
    const { entries } = overdueSnapshot(
      [returned, numbered(early, 8), inReview, draft, merged],
      REGISTER,
      now,
    );
    expect(entries.map((e) => [e.number, e.notice, e.daysOver])).toEqual([
      [8, "review", 4],
      [1, "review", 2],
      [2, "return", 2],
    ]);
    expect(entries[2]).toMatchObject({
      since: "2026-03-02T02:00:00Z",
      deadline: "2026-03-11",
      role: "provider",
      persons: [{ account: "po", displayName: "職務po" }],
      agencies: [{ code: "A00000000A", name: "甲部" }],
      ministries: [{ code: "A00000000A", name: "甲部" }],
    });
  });
});

describe("the history", () => {
  const empty: HistorySnapshot = { takenAt: DAY, agency: "A00000000A", datasets: {} };

  it("has user, state, opinion and time of each act, newest first", () => {
    const events = [opened(DAY), reviews("2026-03-02T02:00:00Z", "rev", "returned", { body: "找不到網頁" })];
    const { datasets } = mergeHistory(empty, at(LATE, events, { submission: TAKEDOWN }), now);
    expect(datasets).toEqual({
      "A00000000A-000001": [
        {
          at: "2026-03-02T02:00:00Z",
          account: "rev",
          displayName: "職務rev",
          act: "returned",
          status: "退回",
          opinion: "找不到網頁",
          number: 7,
        },
        { at: DAY, account: "po", displayName: "職務po", act: "submitted", status: "申請下架", number: 7 },
      ],
    });
  });

  it.each([
    [NEW, undefined, "上架中"],
    [NEW, "2026-12-01", "待上架"],
    [TAKEDOWN, undefined, "永久下架"],
  ])("names what a merge made of the dataset", (submission, releaseDate, status) => {
    const assessment = { ...merged, submission, ...(releaseDate ? { releaseDate } : {}) };
    const records = historyRecords(assessment).get("A00000000A")!.get("A00000000A-000001")!;
    expect(records[0]!.status).toBe(status);
  });

  it("takes each submission once, and keeps the others'", () => {
    const first = mergeHistory(empty, merged, now);
    const both = mergeHistory(first, inReview, now);
    const ids = both.datasets["A00000000A-000001"]!.map((r) => `${r.number} ${r.act}`);
    expect(ids).toEqual(["4 merged", "4 approved", "4 submitted", "1 submitted"]);
    expect(sameContent(mergeHistory(mergeHistory(both, merged, now), inReview, new Date(DAY)), both)).toBe(
      true,
    );
    const split = mergeHistory(empty, at(LATE, [opened(DAY, false, "op")], { submission: MIXED }), now);
    expect(Object.keys(split.datasets)).toEqual(["A00000000A-000001"]);
  });

  it("tells nothing of strangers and of what was never submitted", () => {
    for (const assessment of [at(LATE, [opened(DAY, false, "stranger")]), draft]) {
      expect(historyRecords(assessment).size).toBe(0);
      expect(mergeHistory(empty, assessment, now).datasets).toEqual({});
    }
  });
});

describe("reading back", () => {
  const snapshot = submissionsSnapshot([returned, merged, inReview, draft], REGISTER, now);
  const overdue = overdueSnapshot([returned, inReview], REGISTER, now);
  const history = mergeHistory({ takenAt: DAY, agency: "A00000000A", datasets: {} }, merged, now);

  it("gives what was written", () => {
    expect(readSubmissions(writeSnapshot(snapshot))).toEqual({ snapshot });
    expect(readOverdue(writeSnapshot(overdue))).toEqual({ snapshot: overdue });
    expect(readHistory(writeSnapshot(history), "A00000000A")).toEqual({ snapshot: history });
  });

  it("gives empty ones where there is no file", () => {
    expect(readSubmissions(undefined)).toEqual({
      snapshot: { takenAt: "1970-01-01T00:00:00.000Z", open: [], merged: [] },
    });
    expect(readHistory(undefined, "A00000000A").problem).toBeUndefined();
  });

  it("says why it gives an empty one", () => {
    expect(readOverdue("{").problem).toBe("快照不是 JSON，將重新產生");
    expect(readOverdue("null").problem).toBe("快照的內容不符格式，將重新產生");
    expect(readHistory(writeSnapshot(history), "B00000000B").problem).toBe("快照的內容不符格式，將重新產生");
  });

  it.each<[string, (e: Record<string, unknown>) => void]>([
    [
      "an address that is none",
      (e) => {
        e.url = "javascript:alert(1)";
      },
    ],
    [
      "another state",
      (e) => {
        e.state = "hacked";
      },
    ],
    [
      "a field too many",
      (e) => {
        e.script = "x";
      },
    ],
    [
      "a field too few",
      (e) => {
        delete e.submitter;
      },
    ],
    [
      "a time that is none",
      (e) => {
        e.updatedAt = "2026-99-99T00:00:00Z";
      },
    ],
    [
      "a number as text",
      (e) => {
        e.number = "1";
      },
    ],
    [
      "a person without an account",
      (e) => {
        e.submitter = { displayName: "x" };
      },
    ],
  ])("refuses %s", (_, spoil) => {
    const spoilt = structuredClone(snapshot);
    spoil(spoilt.open[0] as unknown as Record<string, unknown>);
    expect(readSubmissions(JSON.stringify(spoilt))).toEqual({
      snapshot: { takenAt: "1970-01-01T00:00:00.000Z", open: [], merged: [] },
      problem: "快照的內容不符格式，將重新產生",
    });
  });

  it("survives anything", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readSubmissions(text).problem).toBeDefined();
        expect(readOverdue(text).problem).toBeDefined();
        expect(readHistory(text, "A00000000A").problem).toBeDefined();
      }),
    );
  });
});
