import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReviewSnapshots } from "./snapshots.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "snapshots-"));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (path: string, value: unknown) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), JSON.stringify(value));
};

describe("the branch of snapshots", () => {
  it("may be empty", async () => {
    expect(await readReviewSnapshots(folder)).toEqual({ history: new Map(), opinions: [], problems: [] });
  });

  it("is read as far as it is sound", async () => {
    const usage = {
      takenAt: "2026-04-01T01:00:00Z",
      from: "2026-03-01",
      to: "2026-03-31",
      datasets: { "A41000000G-000001": [113, 2] },
    };
    const submissions = { takenAt: "2026-04-01T01:00:00Z", open: [], merged: [] };
    await put("usage/datasets.json", usage);
    await put("review/submissions.json", submissions);
    await put("review/overdue.json", { takenAt: "2026-04-01T01:00:00Z" });
    expect(await readReviewSnapshots(folder)).toEqual({
      usageTotals: usage,
      submissions,
      history: new Map(),
      opinions: [],
      problems: ["review/overdue.json：快照的內容不符格式，將重新產生"],
    });
  });

  it("has each opinion once, newest first, from the file that was taken last", async () => {
    const opinion = (number: number, createdAt: string, more = {}) => ({
      form: "wanted",
      number,
      url: `https://github.example/o/c/issues/${number}`,
      title: "標題",
      author: "stch***",
      createdAt,
      text: "",
      wanted: { name: "名稱", fields: "", reason: "原因", agency: "" },
      replies: [],
      likes: 1,
      dislikes: 0,
      open: true,
      ...more,
    });
    const ministry = "A41000000G";
    const duplicate = { state: "duplicate", at: "2026-03-03T00:00:00Z", into: 1 };
    const [first, second] = ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"];
    await put("opinions/none.json", {
      takenAt: "2026-04-01T01:00:00.000Z",
      ministry: "none",
      entries: [opinion(1, first), opinion(2, second)],
    });
    await put(`opinions/${ministry}.json`, {
      takenAt: "2026-04-02T01:00:00.000Z",
      ministry,
      entries: [opinion(2, second, { ministry, agency: ministry, status: duplicate })],
    });
    await put("opinions/A09000000E.json", { takenAt: "2026-04-09T01:00:00.000Z", ministry, entries: [] });
    await put("opinions/other.txt", {});
    const { opinions, opinionsTakenAt, problems } = await readReviewSnapshots(folder);
    expect(opinions.map((each) => [each.number, each.ministry, each.likes, each.merged])).toEqual([
      [2, ministry, 1, undefined],
      [1, undefined, 2, [2]],
    ]);
    expect(opinionsTakenAt).toBe("2026-04-02T01:00:00.000Z");
    expect(problems).toEqual(["opinions/A09000000E.json：快照的內容不符格式，將重新產生"]);
  });

  it("keeps no numbers of usage that are not sound", async () => {
    await put("usage/datasets.json", { takenAt: "2026-04-01T01:00:00Z", from: "2026-03-01" });
    const { usageTotals, problems } = await readReviewSnapshots(folder);
    expect(usageTotals).toBeUndefined();
    expect(problems).toEqual(["usage/datasets.json：from 或 to 不是日期，如 2026-01-01"]);
  });
});
