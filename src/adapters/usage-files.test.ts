import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readUsageSnapshots } from "./usage-files.ts";

async function folderWith(files: Record<string, unknown>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "usage-files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

const NOTHING = { views: {}, downloads: {} };
const month = (name: string, ...days: string[]) => ({
  version: 1,
  month: name,
  days: days.map((day) => `${name}-${day}`),
  ...NOTHING,
});
const day = (name: string) => ({ version: 1, day: name, ...NOTHING });

it("knows nothing without a snapshot, or where nobody counted", async () => {
  const nothing = { days: [], months: [], problems: [] };
  expect(await readUsageSnapshots(undefined)).toEqual(nothing);
  expect(await readUsageSnapshots(await folderWith({}))).toEqual(nothing);
});

it("reads months, and the days that pages show", async () => {
  const read = await readUsageSnapshots(
    await folderWith({
      "usage/months/2026-03.json": month("2026-03", "01"),
      "usage/months/2025-11.json": month("2025-11", "30"),
      "usage/months/README.md": "none of ours",
      "usage/days/2026-03-01.json": day("2026-03-01"),
      "usage/days/2025-12-02.json": day("2025-12-02"),
      "usage/days/2025-12-01.json": "too old to be read",
      "usage/days/2026-03-02.json": "after the last counted day",
    }),
  );
  expect(read.months.map((each) => each.month)).toEqual(["2025-11", "2026-03"]);
  expect(read.days.map((each) => each.day)).toEqual(["2025-12-02", "2026-03-01"]);
  expect(read.problems).toEqual([]);
});

it("leaves out what is wrong, and says why", async () => {
  const read = await readUsageSnapshots(
    await folderWith({
      "usage/months/2026-01.json": month("2026-02", "01"),
      "usage/months/2026-02.json": "{",
      "usage/months/2026-03.json": month("2026-03", "01"),
      "usage/days/2026-02-28.json": day("2026-02-27"),
      "usage/days/2026-03-01.json": { ...day("2026-03-01"), views: { x: 1 } },
    }),
  );
  expect(read.months.map((each) => each.month)).toEqual(["2026-03"]);
  expect(read.days).toEqual([]);
  expect(read.problems).toEqual([
    "usage/months/2026-01.json：內容的日期與檔名不同",
    "usage/months/2026-02.json：不是 JSON",
    "usage/days/2026-02-28.json：內容的日期與檔名不同",
    "usage/days/2026-03-01.json：views 的「x」不是資料集編號",
  ]);
});
