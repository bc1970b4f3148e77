import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GitError } from "../../src/adapters/git.ts";
import { type PushOptions, pushQuality } from "../../src/adapters/quality/run-push.ts";

const EVIDENCE = "quality/evidence/A01000000A.json";

let folder: string;
let bare: string;
let other: string;

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=bot", "-c", "user.email=bot@example.org", ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  })
    .toString()
    .trim();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "push-"));
  // Other tests push at the same time, and have folders of their own there.
  vi.stubEnv("TMPDIR", join(folder, "tmp"));
  await mkdir(tmpdir());
  bare = join(folder, "bare.git");
  other = join(folder, "other");
  git(folder, "init", "--quiet", "--bare", bare);
  git(folder, "init", "--quiet", "--initial-branch=snapshots", other);
  git(other, "remote", "add", "origin", bare);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Another writer's commit, as the bot makes one of the lists. */
async function otherCommit(path: string, text: string): Promise<void> {
  try {
    git(other, "fetch", "--quiet", "origin", "snapshots");
    git(other, "reset", "--quiet", "--hard", "FETCH_HEAD");
  } catch {
    // The first commit of the branch.
  }
  await mkdir(join(other, path, ".."), { recursive: true });
  await writeFile(join(other, path), text);
  git(other, "add", "--all");
  git(other, "commit", "--quiet", "-m", path);
  git(other, "push", "--quiet", "origin", "HEAD:snapshots");
}

/** Appends a letter to the evidence, so that what it was built on shows. */
const append =
  (letter: string, merges: string[] = []) =>
  async (state: string) => {
    const file = join(state, EVIDENCE);
    const before = await readFile(file, "utf8").catch(() => "");
    merges.push(before);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, before + letter);
  };

const push = (more: Partial<PushOptions> & Pick<PushOptions, "merge">) =>
  pushQuality({
    remote: { url: pathToFileURL(bare).href },
    branch: "snapshots",
    message: "品質檢查 2026-11-21",
    pauseMs: 0,
    ...more,
  });
const show = (path: string) => git(bare, "show", `snapshots:${path}`);
const log = () => git(bare, "log", "--format=%s", "snapshots").split("\n");
const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("quality-"));

it("begins the branch, adds to it, and writes nothing where nothing differs", async () => {
  expect(await push({ merge: async () => {} })).toBeUndefined();
  expect(git(bare, "for-each-ref")).toBe("");
  const commit = await push({ merge: append("a") });
  expect(git(bare, "rev-parse", "snapshots")).toBe(commit);
  expect(git(bare, "log", "--format=%an <%ae>", "snapshots")).toBe(
    "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>",
  );
  await otherCommit("review/submissions.json", "{}\n");
  await push({ merge: append("b") });
  expect(show(EVIDENCE)).toBe("ab");
  expect(show("review/submissions.json")).toBe("{}");
  expect(log()).toEqual(["品質檢查 2026-11-21", "review/submissions.json", "品質檢查 2026-11-21"]);
  expect(await push({ merge: async () => {} })).toBeUndefined();
  expect(log()).toHaveLength(3);
});

it("removes a file that is gone, and writes none outside of its folder", async () => {
  await otherCommit(EVIDENCE, "old");
  await otherCommit("review/overdue.json", "{}");
  await push({
    merge: async (state) => {
      expect(await readdir(state)).toEqual([".git", "quality"]);
      await rm(join(state, EVIDENCE));
      await writeFile(join(state, "elsewhere.json"), "{}");
    },
  });
  expect(git(bare, "ls-tree", "-r", "--name-only", "snapshots")).toBe("review/overdue.json");
});

it("keeps bytes as they are, whatever attributes the branch has", async () => {
  await otherCommit(".gitattributes", "*.json text eol=crlf working-tree-encoding=UTF-16LE\n");
  await push({ merge: append("欄\r\n位\n") });
  await push({ merge: append("!") });
  expect(execFileSync("git", ["show", `snapshots:${EVIDENCE}`], { cwd: bare }).toString()).toBe(
    "欄\r\n位\n!",
  );
});

it("loses no commit that came between its reading and its writing, and does not merge again for it", async () => {
  await otherCommit("review/submissions.json", "one");
  const merges: string[] = [];
  let count = 0;
  await push({
    merge: append("a", merges),
    beforePush: async () => {
      if (++count <= 3) await otherCommit("review/submissions.json", `after ${count}`);
    },
  });
  expect(merges).toEqual([""]);
  expect(show("review/submissions.json")).toBe("after 3");
  expect(show(EVIDENCE)).toBe("a");
  expect(log()).toEqual(["品質檢查 2026-11-21", ...Array(4).fill("review/submissions.json")]);
});

it("merges again where the evidence itself changed in between", async () => {
  await otherCommit(EVIDENCE, "x");
  const merges: string[] = [];
  let count = 0;
  await push({
    merge: append("a", merges),
    beforePush: async () => {
      if (++count === 1) await otherCommit(EVIDENCE, "xy");
    },
  });
  expect(merges).toEqual(["x", "xy"]);
  expect(show(EVIDENCE)).toBe("xya");
});

it("does not begin a branch over one that somebody else has just begun", async () => {
  let count = 0;
  await push({
    merge: append("a"),
    beforePush: async () => {
      if (++count === 1) await otherCommit("review/submissions.json", "first");
    },
  });
  expect(log()).toEqual(["品質檢查 2026-11-21", "review/submissions.json"]);
  expect(show("review/submissions.json")).toBe("first");
});

it("two that push at once both arrive, one after the other", async () => {
  await otherCommit(EVIDENCE, "-");
  const letters = ["a", "b", "c"];
  await Promise.all(letters.map((letter) => push({ merge: append(letter), pauseMs: 50 })));
  expect([...show(EVIDENCE)].toSorted()).toEqual(["-", ...letters]);
  expect(log()).toHaveLength(4);
});

it("gives up after some attempts, says what git said, and leaves nothing behind", async () => {
  await otherCommit("review/submissions.json", "{}");
  const before = await temporary();
  let count = 0;
  const failing = push({
    merge: append("a"),
    beforePush: () => otherCommit("review/submissions.json", `${++count}`),
  });
  await expect(failing).rejects.toThrow(/^git push: .*(rejected|fetch first|failed to push)/s);
  expect(count).toBe(6);
  expect(show("review/submissions.json")).toBe("6");
  await expect(
    push({ merge: append("a"), remote: { url: pathToFileURL(join(folder, "missing.git")).href } }),
  ).rejects.toThrow(GitError);
  await expect(
    push({
      merge: async () => {
        throw new Error("broken evidence");
      },
    }),
  ).rejects.toThrow("broken evidence");
  expect((await temporary()).filter((name) => !before.includes(name))).toEqual([]);
});

it("takes a push that arrived for done, though its answer got lost", async () => {
  await otherCommit("review/submissions.json", "{}");
  const hook = join(bare, "hooks", "post-receive");
  let count = 0;
  const commit = await push({
    merge: append("a"),
    beforePush: async () => {
      count++;
      await writeFile(hook, "#!/bin/sh\nkill -9 $PPID\n", { mode: 0o755 });
    },
  });
  expect(count).toBe(1);
  expect(git(bare, "rev-parse", "snapshots")).toBe(commit);
});
