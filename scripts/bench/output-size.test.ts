import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeOne, headOf, resetTo } from "./change.ts";
import { physicalFloor } from "./floor.ts";
import { compareFolders } from "./folders.ts";
import { outputSize, pageKind } from "./output-size.ts";

const SITE = {
  "index.html": "<p>home</p>",
  "en/index.html": "<p>home in English</p>",
  "datasets/A00000000A-000001/index.html": "<p>資料集</p>".repeat(50),
  "datasets/page/2/index.html": "<p>list</p>",
  "data.json": "{}",
  "feeds/all.atom": "<feed/>",
};

let folder: string;

async function write(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return join(folder, name);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a built site", () => {
  it("is measured as a whole, by folder and by kind of page", async () => {
    const size = await outputSize(await write("site", SITE));
    const page = SITE["datasets/A00000000A-000001/index.html"];
    expect(size.files).toBe(6);
    expect(size.bytes).toBe(Object.values(SITE).reduce((sum, text) => sum + Buffer.byteLength(text), 0));
    expect(size.largest[0]).toEqual({
      path: "datasets/A00000000A-000001/index.html",
      bytes: Buffer.byteLength(page),
    });
    expect(size.kinds["(root)"]).toEqual({ files: 2, bytes: 13 });
    expect(size.pages.dataset).toMatchObject({ pages: 1, median: gzipSync(page).length });
    expect(size.pages.home).toMatchObject({ pages: 2 });
    expect(size.tooLarge).toEqual([]);
  });

  it("has pages of known kinds in both languages", () => {
    expect(pageKind("en/agencies/A00000000A/index.html")).toBe("agencies");
    expect(pageKind("datasets/A00000000A-00000X/index.html")).toBe("dataset");
    expect(pageKind("datasets/index.html")).toBe("datasets");
    expect(pageKind("404.html")).toBe("other");
    expect(pageKind("dataset/12345.html")).toBe("redirect");
    expect(pageKind("data.json")).toBeUndefined();
  });

  it("is compared byte by byte", async () => {
    const left = await write("left", SITE);
    const right = await write("right", { ...SITE, "data.json": "[]", "new.json": "{}" });
    await rm(join(right, "index.html"));
    expect(await compareFolders(left, right)).toEqual({
      files: 6,
      onlyLeft: ["index.html"],
      onlyRight: ["new.json"],
      changed: ["data.json"],
    });
    expect((await compareFolders(left, left)).changed).toEqual([]);
  });

  it("has a floor of as many bytes and files, which are deleted again", async () => {
    const site = await write("like", SITE);
    const out = join(folder, "floor");
    const floor = await physicalFloor(site, site, out);
    expect(floor.read.bytes).toBe(floor.written.bytes);
    expect(floor.written.files).toBe(6);
    await expect(rm(out)).rejects.toThrow();
  });
});

describe("a change for a rebuild", () => {
  it("is one committed dataset, and can be taken back", async () => {
    const { execFileSync } = await import("node:child_process");
    const dataset =
      "identifier: A00000000A-000001\ndescription: 說明\nkeyword:\n  - 甲\nmodified: 2026-01-01\n";
    const root = await write("corpus", { "datasets/A00000000A/000001.yaml": dataset });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@data.example", "commit", "--quiet", "--message", "all");
    const start = headOf(root);
    changeOne(root, 1);
    expect(headOf(root)).not.toBe(start);
    expect(git("diff", "--name-only", start).trim()).toBe("datasets/A00000000A/000001.yaml");
    expect(git("status", "--porcelain")).toBe("");
    resetTo(root, start);
    expect(headOf(root)).toBe(start);
  });
});
