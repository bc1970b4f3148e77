import { cp, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  checkerKey,
  checksFile,
  type KeptChecks,
  readChecks,
  sourceOfCheck,
  writeChecks,
} from "../src/adapters/check/cache.ts";
import { checkBytes, checkDatasets, type Handing, handedDatasets } from "../src/adapters/check/datasets.ts";
import { bytesOf, loadVocabularies, type TreeFile } from "../src/adapters/files.ts";
import type { CheckContext } from "../src/catalogue/check.ts";
import { datasetFile, datasetYaml } from "./support/repository.ts";

const PROJECT = resolve(import.meta.dirname, "..");
/** More than one process checks alone. */
const COUNT = 3100;

let root: string;
let context: CheckContext;
let files: TreeFile[];

const serialOf = (n: number) => String(n).padStart(6, "0");

/** What checking every file in this process gives. */
const here = () =>
  files.flatMap(({ path }) => {
    const bytes = bytesOf(root, path);
    return bytes ? [checkBytes(path, bytes, context)] : [];
  });

/** What a check with a cache gives. */
const withCache = async (cache: string) => (await checkDatasets(root, files, context, { cache })).checks;

/** All that a check says, its value read. */
const plain = (checks: ReturnType<typeof here>) =>
  checks.map((check) => ({ ...check, value: sourceOfCheck(check)?.file() }));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "checks-"));
  context = { vocabularies: await loadVocabularies(PROJECT), today: "2026-11-20" };
  await mkdir(join(root, "datasets/A41000000G"), { recursive: true });
  // The two processes find the same vocabularies.
  const vocabularies = "platform/vocabularies";
  await cp(join(PROJECT, vocabularies), join(root, vocabularies), { recursive: true });
  files = Array.from({ length: COUNT }, (_, n) => ({ path: datasetFile(serialOf(n + 1)), kind: "file" }));
  for (const [n, { path }] of files.entries()) {
    // Every hundredth has a fault, every thousandth is no YAML.
    const text =
      n % 1000 === 7 ? "title: [\n" : datasetYaml(serialOf(n + 1), n % 100 === 5 ? { type: "nothing" } : {});
    await writeFile(join(root, path), text);
  }
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe("datasets that are checked in two processes", () => {
  it("are found as one process finds them, in order, faults included", async () => {
    const { checks: found } = await checkDatasets(root, files, context, {});
    expect(plain(found)).toEqual(plain(here()));
    expect(found.flatMap(({ diagnostics }) => diagnostics).length).toBeGreaterThan(COUNT / 100);
  });

  it("are known again by their content, and by nothing else", async () => {
    const cache = checksFile(join(root, ".cache"), root);
    const first = await withCache(cache);
    expect(plain(await withCache(cache))).toEqual(plain(first));
    const { ino: inode } = await stat(cache);
    const { path } = files[41]!;
    await writeFile(join(root, path), datasetYaml(serialOf(42), { title: "另一個名稱" }));
    await rm(join(root, files[42]!.path));
    expect(plain(await withCache(cache))).toEqual(plain(here()));
    // Long enough for the file system to tell a change by its times; size and date may be those from before.
    await setTimeout(1100);
    await withCache(cache);
    const other = join(root, files[50]!.path);
    const { atime, mtime } = await stat(other);
    await writeFile(
      other,
      (await readFile(other, "utf8")).replace(/^title: .*$/m, (line) => line.replace(/.$/, "改")),
    );
    await utimes(other, atime, mtime);
    const now = await withCache(cache);
    expect(plain(now)).toEqual(plain(here()));
    expect(sourceOfCheck(now.find(({ path }) => path === files[50]!.path)!)!.head.title).toMatch(/改$/);
    expect(plain(await withCache(cache))).toEqual(plain(here()));
    // A few changes are not worth another file of all.
    expect((await stat(cache)).ino).toBe(inode);
    // Cut off in the middle, it counts as none.
    await writeFile(cache, (await readFile(cache)).subarray(0, 100_000));
    expect(plain(await withCache(cache))).toEqual(plain(here()));
  });

  it("reach another process by the cache, but for what changed since that was written", async () => {
    const cache = checksFile(join(root, ".handing"), root);
    const taken = async (handing: Handing, ahead?: KeptChecks) =>
      (await handedDatasets(root, cache, handing, context, ahead))?.map(({ hash, file }) => [hash, file()]);
    const whole = () => plain(here()).flatMap(({ hash, value }) => (value ? [[hash, value]] : []));
    const { handing: first } = await checkDatasets(root, files, context, { cache });
    expect(first).toMatchObject({ fresh: [], gone: [] });
    expect(await taken(first)).toEqual(whole());
    const ahead = readChecks(cache, checkerKey(root));

    const [changed, gone] = [files[60]!.path, files[61]!.path];
    await writeFile(join(root, changed), datasetYaml(serialOf(61), { title: "又一個名稱" }));
    await rm(join(root, gone));
    const left = files.filter(({ path }) => path !== gone);
    const { handing } = await checkDatasets(root, left, context, { cache });
    expect(handing).toEqual({
      id: ahead.id,
      fresh: [{ path: changed, hash: expect.any(String) }],
      gone: [gone],
    });
    for (const read of [undefined, ahead]) expect(await taken(handing, read)).toEqual(whole());

    // Changed once more, or kept anew by somebody else, it is no longer what was checked.
    await writeFile(join(root, changed), datasetYaml(serialOf(61), { title: "再一個名稱" }));
    expect(await taken(handing)).toBeUndefined();
    await writeChecks(cache, checkerKey(root), ahead.checks);
    expect(await taken(first)).toBeUndefined();
  });

  it("are handed over whole where no cache can be written", async () => {
    const blocked = join(root, "blocked");
    await writeFile(blocked, "");
    const cache = join(blocked, "checks");
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const { checks, handing } = await checkDatasets(root, files, context, { cache });
    expect(said.mock.calls).toEqual([[expect.stringMatching(/^快取無法寫入 .*checks：EEXIST/)]]);
    said.mockRestore();
    expect([handing.id, handing.fresh.length]).toEqual(["", checks.length]);
    const found = await handedDatasets(root, cache, handing, context);
    expect(found?.map(({ head }) => head.title)).toEqual(
      plain(checks).flatMap(({ value }) => value?.title ?? []),
    );
  });
});
