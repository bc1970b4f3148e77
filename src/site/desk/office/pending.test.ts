import { describe, expect, it } from "vitest";
import type { QueueEntry, SubmissionsSnapshot } from "../../../review/queues.ts";
import { signatureOf } from "./pending.ts";

const entry = (number: number, state: QueueEntry["state"], updatedAt: string): QueueEntry => ({
  number,
  url: `https://github.com/o/r/pull/${number}`,
  title: "資料集",
  state,
  kind: "modification",
  submitter: { account: "a", displayName: "甲" },
  datasets: [{ identifier: "A41000000G-000001", title: "資料集", agency: "A41000000G", act: "modification" }],
  datasetCount: 1,
  agencies: ["A41000000G"],
  ministries: ["A41000000G"],
  updatedAt,
});
const lists = (open: QueueEntry[], merged: QueueEntry[] = []): SubmissionsSnapshot => ({
  takenAt: "2026-04-01T01:00:00Z",
  open,
  merged,
});

describe("what the lists say of an act of one's own", () => {
  const before = lists([entry(7, "inReview", "2026-04-01T00:00:00Z")]);

  it("stays while the submission does", () => {
    const later = { ...before, takenAt: "2026-04-02T01:00:00Z" };
    expect(signatureOf(7, later)).toBe(signatureOf(7, before));
  });

  it("changes with another state, another act in the same state, the merge, and the closing", () => {
    const after = [
      lists([entry(7, "draft", "2026-04-01T00:00:00Z")]),
      lists([entry(7, "inReview", "2026-04-01T02:00:00Z")]),
      lists([], [entry(7, "merged", "2026-04-01T02:00:00Z")]),
      lists([]),
    ];
    const signatures = [before, ...after].map((snapshot) => signatureOf(7, snapshot));
    expect(new Set(signatures).size).toBe(signatures.length);
  });

  it("changes for a dataset when a submission for it comes", () => {
    expect(signatureOf("A41000000G-000002", before)).toBe("");
    expect(signatureOf("A41000000G-000001", lists([]))).not.toBe(signatureOf("A41000000G-000001", before));
  });
});
