import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import fc from "fast-check";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import * as gitProcess from "./git-process.ts";
import { GitError } from "./git-process.ts";
import { compareTrees } from "./git-tree-blocks.ts";
import type { TreeChange } from "./git-trees.ts";

vi.mock(import("./git-process.ts"), async (original) => {
  const actual = await original();
  return { ...actual, run: vi.fn(actual.run) };
});

const ENVIRONMENT = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
const NOBODY = /^0+$/;
const START = Date.parse("2026-01-05T09:00:00+08:00") / 1000;

/** Everything of a test's repositories. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trees-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  vi.mocked(gitProcess.run).mockClear();
});

const git = (root: string, ...args: string[]) =>
  execFileSync("git", args, { cwd: root, env: ENVIRONMENT, maxBuffer: 1 << 28 }).toString();

/** A file or, without a text, nothing at a path. */
type Change = [path: string, text: string | undefined, mode?: "100755" | "120000"];

/** Makes a repository whose commits change files, the oldest first. */
function makeRepository(commits: readonly (readonly Change[])[], ...init: string[]): string {
  const root = join(folder, "repository");
  git(folder, "init", "-q", "-b", "main", ...init, root);
  const input = commits.map((changes, number) => {
    const head = `commit refs/heads/main\ncommitter 甲 <a@example.gov.tw> ${START + number} +0800\ndata 0\n\n`;
    const files = changes.map(([path, text, mode = "100644"]) =>
      text === undefined
        ? `D ${JSON.stringify(path)}\n`
        : `M ${mode} inline ${JSON.stringify(path)}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    return head + files.join("");
  });
  execFileSync("git", ["fast-import", "--quiet"], { cwd: root, env: ENVIRONMENT, input: input.join("\n") });
  return root;
}

/** What git itself says of each commit, the newest first. */
function changesByGit(root: string, ...where: string[]): TreeChange[][] {
  const args = [
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "--no-abbrev",
    "--no-renames",
  ];
  const [, ...commits] = git(root, ...args, "-z", "--format=%x01", ...where).split("\u0001");
  return commits.map((text) => {
    const parts = text.split("\0").filter((part) => part.trim());
    const changes: TreeChange[] = [];
    for (let at = 0; at < parts.length; at += 2) {
      const [, , before, after] = parts[at]!.trim().split(" ");
      const name = (object: string) => (NOBODY.test(object) ? undefined : object);
      changes.push({ path: parts[at + 1]!, before: name(before!), after: name(after!) });
    }
    return changes;
  });
}

async function changesByUs(root: string, prefix = ""): Promise<TreeChange[][]> {
  const trees = git(root, "log", "--first-parent", "--format=%T").split("\n").filter(Boolean);
  return compareTrees({ root, prefix }, [[...trees, null]]);
}

/** How often git was asked for a tree. */
const asked = () =>
  vi.mocked(gitProcess.run).mock.calls.filter(([, [command]]) => command === "cat-file").length;

/** Numbers from 0 up, the same ones each time. */
function numbers(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

/** A catalogue of some agencies and commits that change, add or remove one dataset or two. */
function catalogueCommits(agencies: number, count: number): Change[][] {
  const pick = numbers();
  const path = (agency: number, dataset: number) => `datasets/A${agency}/${dataset}.yaml`;
  const first = Array.from(
    { length: agencies * 5 },
    (_, at): Change => [path(at % agencies, at), `title: ${at}\n`],
  );
  const later = Array.from({ length: count - 1 }, (_, number): Change[] => {
    const at = pick(agencies * 5 + 20);
    const change: Change = [
      path(at % agencies, at),
      pick(20) ? `title: ${at}\nnotes: ${number}\n` : undefined,
    ];
    return pick(7) ? [change] : [change, [path(at % agencies, at + agencies), `notes: ${number}\n`]];
  });
  return [[...first, ["README.md", "說明\n"]], ...later];
}

describe("compareTrees", () => {
  it.each<[what: string, before: Change[], after: Change[]]>([
    ["nothing", [["a", "1"]], []],
    ["a new file", [["a", "1"]], [["b", "1"]]],
    ["a changed file", [["a", "1"]], [["a", "2"]]],
    [
      "a removed file",
      [
        ["a", "1"],
        ["b", "1"],
      ],
      [["a", undefined]],
    ],
    [
      "a moved file",
      [
        ["a", "1"],
        ["x/a", "2"],
      ],
      [
        ["a", undefined],
        ["x/b", "1"],
      ],
    ],
    ["a mode alone", [["a", "1"]], [["a", "1", "100755"]]],
    ["a link instead of a file", [["a", "1"]], [["a", "1", "120000"]]],
    [
      "a folder instead of a file",
      [
        ["a", "1"],
        ["a.b", "1"],
      ],
      [
        ["a", undefined],
        ["a/b", "1"],
      ],
    ],
    [
      "a file instead of a folder",
      [
        ["a/b", "1"],
        ["a-b", "1"],
        ["a0", "1"],
      ],
      [
        ["a/b", undefined],
        ["a", "2"],
      ],
    ],
    [
      "a folder that is gone",
      [
        ["a/b/c", "1"],
        ["a/b/d", "1"],
        ["e", "1"],
      ],
      [
        ["a/b/c", undefined],
        ["a/b/d", undefined],
      ],
    ],
    [
      "two files that change places",
      [
        ["a", "1"],
        ["b", "2"],
      ],
      [
        ["a", "2"],
        ["b", "1"],
      ],
    ],
    [
      "names sorted as folders are",
      [
        ["a.b", "1"],
        ["a/b", "1"],
        ["a0", "1"],
      ],
      [
        ["a.b", "2"],
        ["a/b", "2"],
        ["a0", "2"],
      ],
    ],
    [
      "names of any letters",
      [["資料 集/甲\u0001", "1"]],
      [
        ["資料 集/甲\u0001", "2"],
        ["資料 集/\u{2f800}", "3"],
      ],
    ],
    [
      "everything",
      [
        ["a", "1"],
        ["b/c", "1"],
      ],
      [
        ["a", undefined],
        ["b/c", undefined],
      ],
    ],
  ])("tells %s as git does", async (_, before, after) => {
    const root = makeRepository([before, after]);
    const wanted = changesByGit(root);
    expect(await changesByUs(root)).toEqual(wanted);
    git(root, "repack", "-adfq");
    expect(await changesByUs(root)).toEqual(wanted);
    expect(asked()).toBe(0);
  });

  it("tells random histories as git does, loose and packed", async () => {
    const path = fc.constantFrom("a", "a.b", "a/b", "a/b.c", "a/c/d", "a0", "b", "b/a", "b/a/c", "c/a/b");
    const change = fc.tuple(path, fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 3 }), { minLength: 2, maxLength: 12 }),
        async (commits) => {
          await rm(join(folder, "repository"), { recursive: true, force: true });
          const root = makeRepository(commits);
          const wanted = changesByGit(root);
          expect(await changesByUs(root)).toEqual(wanted);
          git(root, "repack", "-adfq", "--depth=3");
          expect(await changesByUs(root)).toEqual(wanted);
          expect(asked()).toBe(0);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("reads packs of every form, and what else git has to be asked for", async () => {
    const root = makeRepository(catalogueCommits(120, 500));
    const wanted = changesByGit(root);
    expect(wanted.flat().length).toBeGreaterThan(1000);
    const pack = (...args: string[]) => git(root, ...args);
    // As imported: what is newer is built from what is older.
    expect(await changesByUs(root)).toEqual(wanted);
    pack("repack", "-adfq", "--depth=4000", "--window=20");
    expect(await changesByUs(root)).toEqual(wanted);
    pack("repack", "-adfq", "--depth=0");
    expect(await changesByUs(root)).toEqual(wanted);
    pack("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq");
    expect(await changesByUs(root)).toEqual(wanted);
    pack("-c", "pack.packSizeLimit=1m", "-c", "pack.compression=0", "repack", "-adfq", "--depth=1");
    expect(await changesByUs(root)).toEqual(wanted);
    pack("repack", "-adfq", "--write-midx", "-b");
    expect(await changesByUs(root)).toEqual(wanted);
    expect(asked()).toBe(0);
    pack("-c", "pack.indexVersion=1", "repack", "-adfq");
    const trees = git(root, "log", "--format=%T", "-4").trim().split("\n");
    expect(await compareTrees({ root, prefix: "" }, [trees])).toEqual(wanted.slice(0, 3));
    expect(asked()).toBeGreaterThan(0);
  }, 60_000);

  it("reads loose objects beside packs, borrowed ones, and longer names", async () => {
    const commits = catalogueCommits(30, 60);
    const root = makeRepository(commits.slice(0, 50));
    git(root, "repack", "-adfq");
    const borrower = join(folder, "borrower");
    git(folder, "clone", "-q", "--shared", root, borrower);
    for (const changes of commits.slice(50)) {
      for (const [path, text] of changes) {
        if (text === undefined) await rm(join(borrower, path), { force: true });
        else await writeFile(join(borrower, path), text).catch(() => {});
      }
      git(borrower, "add", "-A");
      git(
        borrower,
        "-c",
        "user.name=甲",
        "-c",
        "user.email=a@example.gov.tw",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "改",
      );
    }
    expect(await changesByUs(borrower)).toEqual(changesByGit(borrower));
    await rm(root, { recursive: true });
    const long = makeRepository(commits, "--object-format=sha256");
    const wanted = changesByGit(long);
    git(long, "repack", "-adfq");
    expect(await changesByUs(long)).toEqual(wanted);
    expect(wanted.flat()[0]!.after).toHaveLength(64);
    expect(asked()).toBe(0);
  }, 60_000);

  it("asks git for trees that a partial clone left behind", async () => {
    const root = makeRepository(catalogueCommits(5, 8));
    git(root, "config", "uploadpack.allowFilter", "true");
    const clone = join(folder, "clone");
    git(folder, "clone", "-q", "--no-checkout", "--filter=tree:0", `file://${root}`, clone);
    expect(await changesByUs(clone)).toEqual(changesByGit(root));
    expect(asked()).toBeGreaterThan(0);
  }, 60_000);

  it("tells only of a catalogue's own folder", async () => {
    const inside = (changes: Change[]) =>
      changes.map(([path, ...rest]): Change => [`web/data/${path}`, ...rest]);
    const commits = catalogueCommits(5, 30).map((changes, number): Change[] => [
      ...inside(changes),
      ["web/data.txt", String(number)],
      ["web/data2/a", String(number)],
      ["a/web/data/b", String(number)],
    ]);
    const root = makeRepository([[["web/data", "一個檔案"]], [["web/data", undefined]], ...commits]);
    git(root, "reset", "-q", "--hard");
    const wanted = changesByGit(join(root, "web/data"), "--relative");
    expect(await changesByUs(join(root, "web/data"), "web/data/")).toEqual(
      // Git leaves out commits that changed nothing there.
      [...wanted, ...Array.from({ length: commits.length + 2 - wanted.length }, () => [])],
    );
  });

  it("shares long histories among processes, from when they begin to be listed", async () => {
    const root = makeRepository(catalogueCommits(40, 10_500));
    git(root, "repack", "-adq");
    const wanted = changesByGit(root);
    expect(await changesByUs(root)).toEqual(wanted);
    const trees = git(root, "log", "--format=%T").split("\n").filter(Boolean);
    async function* list(names: readonly (string | null)[]) {
      for (let at = 0; at < names.length; at += 700) {
        await setImmediate();
        yield names.slice(at, at + 700);
      }
    }
    const repository = { root, prefix: "" };
    expect(await compareTrees(repository, list([...trees, null]))).toEqual(wanted);
    expect(await compareTrees(repository, list(trees))).toEqual(wanted.slice(0, -1));
    expect(asked()).toBe(0);
    for (const wrong of [7, 5003, 10_400]) {
      const names = trees.with(wrong, "1".repeat(40));
      await expect(compareTrees(repository, list([...names, null]))).rejects.toThrow(GitError);
    }
  }, 120_000);

  it("leaves no process behind when the listing fails", async () => {
    const root = makeRepository(catalogueCommits(40, 60));
    const [tree] = git(root, "log", "--format=%T").split("\n");
    const processes = () => process.getActiveResourcesInfo().filter((kind) => kind === "ProcessWrap").length;
    const before = processes();
    async function* list() {
      yield new Array<string>(6000).fill(tree!);
      await vi.waitUntil(() => processes() > before);
      throw new GitError("git log: broken");
    }
    await expect(compareTrees({ root, prefix: "" }, list())).rejects.toThrow("git log: broken");
    await vi.waitUntil(() => processes() === before, { timeout: 10_000 });
  }, 30_000);

  it("tells nothing of no commits", async () => {
    expect(await compareTrees({ root: folder, prefix: "" }, [])).toEqual([]);
  });

  it("says what git says of objects that are missing or damaged", async () => {
    const root = makeRepository(catalogueCommits(120, 300));
    git(root, "repack", "-adfq");
    const packs = join(root, ".git/objects/pack");
    const pack = join(packs, (await readdir(packs)).find((name) => name.endsWith(".pack"))!);
    const whole = await readFile(pack);
    await expect(compareTrees({ root, prefix: "" }, [["2".repeat(40), null]])).rejects.toThrow(/2222/);
    const trees = git(root, "log", "--format=%T").split("\n").filter(Boolean);
    await promisify(execFile)("chmod", ["-R", "u+w", packs]);
    for (const length of [whole.length >> 1, 40, 0]) {
      await truncate(pack, length);
      await expect(compareTrees({ root, prefix: "" }, [[...trees, null]])).rejects.toThrow(GitError);
      await writeFile(pack, whole);
    }
  }, 60_000);
});
