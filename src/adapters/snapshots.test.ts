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
    expect(await readReviewSnapshots(folder)).toEqual({ history: new Map(), problems: [] });
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
      usage,
      submissions,
      history: new Map(),
      problems: ["review/overdue.json：快照的內容不符格式，將重新產生"],
    });
  });

  it("keeps no numbers of usage that are not sound", async () => {
    await put("usage/datasets.json", { takenAt: "2026-04-01T01:00:00Z", from: "2026-03-01" });
    const { usage, problems } = await readReviewSnapshots(folder);
    expect(usage).toBeUndefined();
    expect(problems).toEqual(["usage/datasets.json：from 或 to 不是日期，如 2026-01-01"]);
  });
});
