import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "./command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "corpus-"));
});
afterAll(() => rm(folder, { recursive: true }));

const corpus = (out: string, ...options: string[]): string =>
  execFileSync(
    process.execPath,
    [join(PROJECT, "scripts/corpus.ts"), "--out", join(folder, out), ...options],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
const git = (out: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: join(folder, out), encoding: "utf8" }).trim();

describe("npm run corpus", () => {
  it("makes a repository whose last commit is the work tree, the same each time", () => {
    corpus("one", "--count", "30", "--commits", "3");
    corpus("two", "--count", "30", "--commits", "3");
    expect(git("one", "status", "--porcelain")).toBe("");
    expect(git("one", "rev-list", "--count", "HEAD")).toBe("4");
    expect(git("one", "diff", "--name-only", "HEAD~1").split("\n")).toHaveLength(1);
    expect(git("one", "rev-parse", "HEAD")).toBe(git("two", "rev-parse", "HEAD"));
    expect(git("one", "ls-files", "platform")).toContain("platform/settings.yaml");
  });

  it("takes titles and numbers from a list", async () => {
    const list = "資料集識別碼,資料集名稱,提供機關,資料下載網址\n7,甲表,範例部,https://data.example/a.csv\n";
    await writeFile(join(folder, "list.csv"), list);
    expect(corpus("drawn", "--count", "3", "--from", join(folder, "list.csv"))).toContain("3 個資料集");
    const paths = execFileSync("find", [join(folder, "drawn/datasets"), "-name", "*.yaml"], {
      encoding: "utf8",
    });
    const first = paths.split("\n").find((path) => path.endsWith("000007.yaml")) as string;
    expect(await readFile(first, "utf8")).toContain("title: 甲表\n");
  });

  it("refuses a folder that holds something", () => {
    expect(() => corpus("drawn", "--count", "3")).toThrow("已有內容");
  });
});
