import { cp, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CATALOGUE, line, page, type Snapshots, withSnapshots } from "./ingest.test-helper.ts";
import { Ledger } from "./ledger.ts";

const [ID] = CATALOGUE.datasets.map(({ identifier }) => identifier) as [string];
const FIRST = line(1, page(ID));
const SECOND = FIRST + line(90_000, `${page(ID)}?n=2`);

/** A folder as a run leaves it that ends while it writes: `isListed` where the list of new files was there. */
async function interrupted(before: Snapshots, after: Snapshots, isListed: boolean, moved: readonly string[]) {
  const apart = join(before.folder, "usage/.next");
  const written = [...(await after.files()).keys()];
  for (const path of written) {
    await mkdir(join(apart, path, ".."), { recursive: true });
    await cp(join(after.folder, path), join(apart, path));
  }
  const list = JSON.stringify({ written, removed: [] });
  await writeFile(join(apart, isListed ? "list.json" : "list.json.new"), list);
  for (const path of moved) await rename(join(apart, path), join(before.folder, path));
}

describe("a run that ends while it writes", () => {
  it.each<[string, boolean, string[], number]>([
    ["before the list is there, has changed nothing", false, [], 1],
    ["behind the list, is finished", true, [], 0],
    ["in the middle, is finished", true, ["usage/ledger.json", "usage/months/2026-03.json"], 0],
  ])("%s", (_, isListed, moved, views) =>
    withSnapshots((before) =>
      withSnapshots(async (after) => {
        await before.ingest([FIRST]);
        await after.ingest([FIRST]);
        await after.ingest([SECOND]);
        await interrupted(before, after, isListed, moved);
        expect((await before.ingest([SECOND])).views).toBe(views);
        expect(await before.counts()).toEqual(await after.counts());
        expect(await readdir(join(before.folder, "usage"))).not.toContain(".next");
      }),
    ),
  );

  it("names no file elsewhere", () =>
    withSnapshots(async (snapshots) => {
      await mkdir(join(snapshots.folder, "usage/.next"), { recursive: true });
      const list = JSON.stringify({ written: [], removed: ["usage/../../x.json"] });
      await writeFile(join(snapshots.folder, "usage/.next/list.json"), list);
      await expect(snapshots.ingest([FIRST])).rejects.toThrow("usage/.next/list.json 的內容不對");
    }));
});

describe("counts that are there already", () => {
  it.each<[string, string, string]>([
    ["usage/ledger.json", "{}", "usage/ledger.json 不是第 1 版的格式，無法得知哪些紀錄已經計算過"],
    ["usage/ledger.json", "[", "usage/ledger.json 不是 JSON，無法得知哪些紀錄已經計算過"],
    [
      "usage/ledger.json",
      '{"version":1,"closed":"2026-01-01","days":{"2026-03-10":"AAAA"}}',
      "usage/ledger.json 的「2026-03-10」無法讀取，無法得知哪些紀錄已經計算過",
    ],
    [
      "usage/ledger.json",
      '{"version":1,"closed":"today","days":{}}',
      "usage/ledger.json 的 closed 不是日期，無法得知哪些紀錄已經計算過",
    ],
    ["usage/months/2026-03.json", "{}", "usage/months/2026-03.json：version 不是 1"],
    ["usage/days/2026-03-11.json", "{", "usage/days/2026-03-11.json：不是 JSON"],
  ])("and wrong stop the run: %s %s", (path, text, message) =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([FIRST]);
      await writeFile(join(snapshots.folder, path), text);
      await expect(snapshots.ingest([SECOND])).rejects.toThrow(message);
    }),
  );

  it("are not continued without their ledger", () =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([FIRST]);
      await rm(join(snapshots.folder, "usage/ledger.json"));
      await expect(snapshots.ingest([FIRST])).rejects.toThrow("已有統計，卻沒有 usage/ledger.json");
    }));

  it("stay as they are where nothing is new", () =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([SECOND]);
      const before = await snapshots.files();
      const report = await snapshots.ingest([SECOND], { now: new Date("2026-03-21T00:00:00Z") });
      expect(report.written).toEqual([]);
      expect(await snapshots.files()).toEqual(before);
    }));
});

describe("the ledger", () => {
  it("is the same after it was written and read", () => {
    const ledger = new Ledger();
    const days = Array.from({ length: 12 }, (_, n) => `2026-03-${String(n + 1).padStart(2, "0")}`);
    const part = (lines: number) => ({ lines, a: -lines, b: lines * 7, marks: new Uint16Array() });
    for (const [n, day] of days.entries()) {
      ledger.add(day, n * 100, { ...part(3), marks: Uint16Array.of(1, 65_535, n) });
      ledger.add(day, n * 100, part(70_000));
      ledger.add(day, 1440, part(5));
    }
    const again = Ledger.read(ledger.write("2026-03-12"));
    for (const [n, day] of days.entries()) {
      expect(again.parts(day, n * 100)).toEqual([
        part(70_000),
        { ...part(3), marks: Uint16Array.of(1, 65_535, n) },
      ]);
      expect(again.parts(day, 1440)).toEqual([part(5)]);
      expect(again.parts(day, 1)).toEqual([]);
    }
    expect(again.write("2026-03-12")).toBe(ledger.write("2026-03-12"));
  });
});
