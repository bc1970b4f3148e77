import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BuildRecord, leaveRecord, takeRecord } from "./build-record.ts";

const RECORD: BuildRecord = {
  key: "all else",
  pages: { "/": "", "/datasets/A41000000G-000001/": "key" },
  quality: {},
  data: {
    datasets: { "A41000000G-000001": { fingerprint: "state", files: ["api/1.json"] } },
    files: ["catalogue.csv"],
    blocks: {},
    search: "words",
  },
};

let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "record-"));
  cache = join(folder, "cache");
  await writeFile(join(folder, "index.html"), "");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it("is taken once as it was left, its data files too", async () => {
  await leaveRecord(cache, folder, RECORD);
  const taken = await takeRecord(cache, folder);
  expect({ ...taken, data: taken?.data }).toEqual(RECORD);
  expect(await takeRecord(cache, folder)).toBeUndefined();
});

it("is of no use without the site, or where it can't be read", async () => {
  await leaveRecord(cache, folder, RECORD);
  await rm(join(folder, "index.html"));
  expect(await takeRecord(cache, folder)).toBeUndefined();
  await writeFile(join(folder, "index.html"), "");
  await leaveRecord(cache, folder, RECORD);
  const [name] = (await readdir(cache)).filter((file) => file.endsWith(".json"));
  await writeFile(join(cache, name!), "cut of");
  expect(await takeRecord(cache, folder)).toBeUndefined();
});
