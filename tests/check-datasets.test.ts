import { cp, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checksFile, sourceOfCheck } from "../src/adapters/check/cache.ts";
import { checkBytes, checkDatasets } from "../src/adapters/check/datasets.ts";
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
    const found = await checkDatasets(root, files, context, {});
    expect(plain(found)).toEqual(plain(here()));
    expect(found.flatMap(({ diagnostics }) => diagnostics).length).toBeGreaterThan(COUNT / 100);
  });

  it("are known again by their content, and by nothing else", async () => {
    const cache = checksFile(join(root, ".cache"), root);
    const first = await checkDatasets(root, files, context, { cache });
    expect(plain(await checkDatasets(root, files, context, { cache }))).toEqual(plain(first));
    const { path } = files[41]!;
    await writeFile(join(root, path), datasetYaml(serialOf(42), { title: "另一個名稱" }));
    await rm(join(root, files[42]!.path));
    expect(plain(await checkDatasets(root, files, context, { cache }))).toEqual(plain(here()));
    // Long enough for the file system to tell a change by its times; size and date may be those from before.
    await setTimeout(1100);
    await checkDatasets(root, files, context, { cache });
    const other = join(root, files[50]!.path);
    const { atime, mtime } = await stat(other);
    await writeFile(
      other,
      (await readFile(other, "utf8")).replace(/^title: .*$/m, (line) => line.replace(/.$/, "改")),
    );
    await utimes(other, atime, mtime);
    const now = await checkDatasets(root, files, context, { cache, keeps: false });
    expect(plain(now)).toEqual(plain(here()));
    expect(sourceOfCheck(now.find(({ path }) => path === files[50]!.path)!)!.head.title).toMatch(/改$/);
    expect(plain(await checkDatasets(root, files, context, { cache }))).toEqual(plain(here()));
    // Cut off in the middle, it counts as none.
    await writeFile(cache, (await readFile(cache)).subarray(0, 100_000));
    expect(plain(await checkDatasets(root, files, context, { cache }))).toEqual(plain(here()));
  });
});
