import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSite } from "../scripts/build/site.ts";
import { repositoryIn, type TestRepository } from "./support/repository.ts";
import { filesBelow } from "./support/site.ts";

const PROJECT = resolve(import.meta.dirname, "..");
const TODAY = "2026-11-20";

let folder: string;
let repository: TestRepository;
let kept: string;

/** Hash of every file of a site, by path. */
async function hashes(out: string): Promise<Record<string, string>> {
  const files = await filesBelow(out);
  const entries = files.map(async (path) => [path, hash("sha1", await readFile(join(out, path)))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const build = (out: string, options: { fresh?: boolean; processes?: 1 | 2 } = {}) =>
  buildSite(out, {
    root: repository.root,
    snapshots: undefined,
    today: TODAY,
    cache: join(folder, "cache"),
    ...options,
  });

/** Edits a dataset's file. */
async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(repository.root, path), "utf8");
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  await writeFile(join(repository.root, path), edited);
}

/** Builds what stands now, into the folder that is kept with two processes, from nothing with one, and compares both. */
async function compare(): Promise<Record<string, string>> {
  const fresh = join(folder, "fresh");
  await build(kept, { processes: 2 });
  await build(fresh, { fresh: true });
  const [now, anew] = [await hashes(kept), await hashes(fresh)];
  await rm(fresh, { recursive: true });
  expect(now).toEqual(anew);
  return now;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "incremental-"));
  const root = join(folder, "catalogue");
  await mkdir(root);
  repository = await repositoryIn(root);
  for (const part of ["datasets", "agencies", "platform", ".github"]) {
    await cp(join(PROJECT, part), join(root, part), { recursive: true });
  }
  await repository.commit("The catalogue", "2026-11-01T02:00:00Z");
  kept = join(folder, "kept");
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const WITHDRAWN = `status: withdrawn
withdrawal:
  reason: A
  explanation: 資料涉及公共利益之變動，先行下架。
  date: 2026-11-12
`;
const BUDGET = "datasets/A41000000G/000012.yaml";
const OTHER = "datasets/A09000000E/000015.yaml";

describe("a build into a folder that holds a site", () => {
  it("of the same state renders few pages, and gives the same bytes", async () => {
    await build(kept);
    const before = await hashes(kept);
    expect(await compare()).toEqual(before);
  });

  it("writes what a changed title, description and format touch", async () => {
    await edit(BUDGET, /^title: .*$/m, "title: 換了名稱的資料集");
    await edit(BUDGET, /^description: .*$/m, "description: 換了描述。");
    await edit(OTHER, /format: [A-Z]+/, "format: PDF");
    await repository.commit("Edits", "2026-11-10T02:00:00Z");
    const now = await compare();
    expect(now["datasets/A41000000G-000012/index.html"]).toBeDefined();
    expect(await readFile(join(kept, "datasets/A41000000G-000012/index.html"), "utf8")).toContain(
      "換了名稱的資料集",
    );
  });

  it("adds a dataset, takes one down, and removes one with all its files", async () => {
    const text = await readFile(join(repository.root, BUDGET), "utf8");
    const added = text.replaceAll("A41000000G-000012", "A41000000G-990012").replace("換了名稱", "另一個名稱");
    await repository.write("datasets/A41000000G/990012.yaml", added.replace(/^legacyID:.*\n/m, ""));
    await repository.remove(OTHER);
    await edit("datasets/A41000000G/000025.yaml", /^title:/m, `${WITHDRAWN}title:`);
    await repository.commit("Adds and removes", "2026-11-12T02:00:00Z");
    const now = await compare();
    expect(now["datasets/A41000000G-990012/index.html"]).toBeDefined();
    expect(Object.keys(now).filter((path) => path.includes("A09000000E-000015"))).toEqual([]);
  });

  it("renders all where an agency's name changes", async () => {
    await edit("agencies/A41000000G/agency.yaml", /^name: .*$/m, "name: 國家發展委員會新名");
    await repository.commit("A new name", "2026-11-13T02:00:00Z");
    await compare();
  });
});

describe("a build into an empty folder", () => {
  it("gives the same bytes with what an earlier one bundled, in one process and in two", async () => {
    const [one, two, fresh] = [join(folder, "again-1"), join(folder, "again-2"), join(folder, "anew")];
    await build(one, { processes: 1 });
    await build(two, { processes: 2 });
    await build(fresh, { fresh: true });
    const anew = await hashes(fresh);
    expect(await hashes(one)).toEqual(anew);
    expect(await hashes(two)).toEqual(anew);
    for (const out of [one, two, fresh]) await rm(out, { recursive: true });
  });
});

describe("a preview", () => {
  const page = "datasets/A41000000G-000012";
  const cache = () => join(folder, "cache");

  /** The files of a preview of what stands now. */
  async function preview(name: string): Promise<Record<string, string>> {
    const out = join(folder, name);
    const options = ["--base", "HEAD", "--out", out, "--root", repository.root, "--day", TODAY];
    const script = join(PROJECT, "scripts/preview.ts");
    const told = execFileSync(process.execPath, [script, ...options, "--cache", cache()], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(told).toBe(`${page}/\n`);
    return hashes(out);
  }

  it("is the changed dataset's page as a build makes it, and no other", async () => {
    await edit(BUDGET, /^title: .*$/m, "title: 送審中的名稱");
    const shown = await preview("preview");
    expect(Object.keys(shown).filter((path) => path.endsWith(".html"))).toEqual([`${page}/index.html`]);
    await build(kept);
    expect(await readFile(join(kept, page, "index.html"), "utf8")).toContain("送審中的名稱");
    expect(await hashes(kept)).toMatchObject(shown);
  });

  it("is the same without what the last build left, and where that is of another day or of other code", async () => {
    await edit(BUDGET, /^title: .*$/m, "title: 送審中的另一個名稱");
    const shown = await preview("preview");
    const [left] = (await readdir(cache())).filter((name) => name.startsWith("bundle-"));
    const file = join(cache(), left!);
    const bundle = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...bundle, template: { key: "older", html: "old" } }));
    expect(await preview("preview-day")).toEqual(shown);
    await writeFile(file, JSON.stringify({ ...bundle, key: "older", server: {}, assets: {} }));
    expect(await preview("preview-code")).toEqual(shown);
    await rm(file);
    expect(await preview("preview-none")).toEqual(shown);
  });
});

describe("a build in two processes", () => {
  it("gives the same bytes as one", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await build(one, { fresh: true, processes: 1 });
    await build(two, { fresh: true, processes: 2 });
    expect(await hashes(two)).toEqual(await hashes(one));
  });
});
