import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startAside } from "./aside.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "aside-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

it("keeps outputs until they are deleted together", async () => {
  const aside = startAside(() => {});
  for (const text of ["1", "2"]) {
    await mkdir(join(folder, "out"));
    await writeFile(join(folder, "out", text), text);
    await aside.put(join(folder, "out"));
  }
  await aside.put(join(folder, "none"));
  const names = await readdir(folder);
  expect(names.map((name) => name.replace(/-\d+-/, "-"))).toEqual(["out-0", "out-1"]);
  expect(await readdir(join(folder, names[1]!))).toEqual(["2"]);
  await aside.remove();
  expect(await readdir(folder)).toEqual([]);
});

it("waits six minutes after a deletion, and not at all where nothing was deleted", async () => {
  const said: string[] = [];
  const aside = startAside((text) => said.push(text));
  await aside.remove();
  await aside.quiet();
  expect(said).toEqual([]);
  await mkdir(join(folder, "out"));
  await aside.put(join(folder, "out"));
  vi.useFakeTimers({ toFake: ["performance"] });
  await aside.remove();
  vi.advanceTimersByTime(6 * 60_000 - 50);
  await aside.quiet();
  expect(said).toEqual(["刪除檔案後等候 1 秒，以免影響下一次測量"]);
  vi.advanceTimersByTime(50);
  await aside.quiet();
  expect(said).toHaveLength(1);
});
