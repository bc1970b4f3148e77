import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { ChangedFile } from "../review/records.ts";
import { GitError } from "./git.ts";
import { changedFiles, changedFilesOfMany, fetchHeads } from "./submission.ts";

const run = promisify(execFile);
const WHO = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "officer",
  GIT_AUTHOR_EMAIL: "officer@example.gov.tw",
  GIT_COMMITTER_NAME: "officer",
  GIT_COMMITTER_EMAIL: "officer@example.gov.tw",
};

/** A server's repository, a work tree of its main branch, and a person's clone. */
async function repositories() {
  const folder = await mkdtemp(join(tmpdir(), "submission-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [server, person, root] = ["server.git", "person", "catalogue"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const git = async (cwd: string, ...args: string[]) =>
    (await run("git", args, { cwd, env: { ...process.env, ...WHO } })).stdout.trim();
  await git(folder, "init", "-q", "--bare", "-b", "main", server);
  await git(folder, "clone", "-q", server, person);
  await git(person, "checkout", "-q", "-b", "main");

  const write = async (files: Record<string, string | Uint8Array | null>) => {
    for (const [path, content] of Object.entries(files)) {
      const target = join(person, path);
      await rm(target, { force: true });
      if (content === null) continue;
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  };
  const commit = async (files: Record<string, string | Uint8Array | null> = {}) => {
    await write(files);
    await git(person, "add", "-A");
    await git(person, "commit", "-q", "--allow-empty", "-m", "x");
    return git(person, "rev-parse", "HEAD");
  };
  await commit({ "datasets/A/1.yaml": "title: 一\n", "datasets/A/2.yaml": "title: 二\n" });
  await git(person, "push", "-q", "origin", "main");
  await git(folder, "clone", "-q", server, root);
  return {
    server,
    person,
    root,
    git: (...args: string[]) => git(person, ...args),
    commit,
    repository: { root, prefix: "" },
    remote: { url: pathToFileURL(server).href },
    /** Pushes the person's present commit as a pull request's head. */
    open: (number: number) => git(person, "push", "-q", "--force", "origin", `HEAD:refs/pull/${number}/head`),
    async read(number: number) {
      const repository = { root, prefix: "" };
      const { base, heads } = await fetchHeads(
        repository,
        [number],
        { url: pathToFileURL(server).href },
        "main",
      );
      return shown(await changedFiles(repository, base, heads.get(number)!));
    },
  };
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const shown = (files: ChangedFile[]) =>
  files.map(({ published, submitted, ...rest }) => ({
    ...rest,
    ...(published ? { published: text(published) } : {}),
    ...(submitted ? { submitted: text(submitted) } : {}),
  }));

test("lists what a pull request changes, with both sides", async () => {
  const { commit, open, read, git } = await repositories();
  await git("checkout", "-q", "-b", "patch");
  await commit({
    "datasets/A/1.yaml": "title: 改\n",
    "datasets/A/2.yaml": null,
    "datasets/A/3.yaml": "title: 三\n",
    "路徑 有\n換行\t'引號\".yaml": "x\n",
  });
  await open(1);
  expect(await read(1)).toEqual([
    {
      path: "datasets/A/1.yaml",
      kind: "modified",
      mode: "100644",
      published: "title: 一\n",
      submitted: "title: 改\n",
    },
    { path: "datasets/A/2.yaml", kind: "deleted", mode: "100644", published: "title: 二\n" },
    { path: "datasets/A/3.yaml", kind: "added", mode: "100644", submitted: "title: 三\n" },
    { path: "路徑 有\n換行\t'引號\".yaml", kind: "added", mode: "100644", submitted: "x\n" },
  ]);
});

test("modes are told, and only plain files are read", async () => {
  const { open, read, git, person } = await repositories();
  await git("checkout", "-q", "-b", "patch");
  await symlink("/etc/passwd", join(person, "link.yaml"));
  await writeFile(join(person, "run.sh"), "#!/bin/sh\n");
  await chmod(join(person, "run.sh"), 0o755);
  await git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
  await rm(join(person, "datasets/A/1.yaml"));
  await symlink("2.yaml", join(person, "datasets/A/1.yaml"));
  await git("add", "link.yaml", "run.sh", "datasets");
  await git("commit", "-q", "-m", "x");
  await open(1);
  expect(await read(1)).toEqual([
    { path: "datasets/A/1.yaml", kind: "modified", mode: "120000", published: "title: 一\n" },
    { path: "link.yaml", kind: "added", mode: "120000" },
    { path: "module", kind: "added", mode: "160000" },
    { path: "run.sh", kind: "added", mode: "100755", submitted: "#!/bin/sh\n" },
  ]);
});

test("what is published is the main branch as it stands now", async () => {
  const { commit, open, read, git } = await repositories();
  await git("checkout", "-q", "-b", "patch");
  await commit({ "datasets/A/1.yaml": "title: 甲\n", "datasets/A/4.yaml": "title: 四\n" });
  await open(1);
  await git("checkout", "-q", "main");
  await commit({
    "datasets/A/1.yaml": "title: 乙\n",
    "datasets/A/2.yaml": "title: 丙\n",
    "datasets/A/4.yaml": "title: 四\n",
  });
  await git("push", "-q", "origin", "main");
  expect(await read(1)).toEqual([
    {
      path: "datasets/A/1.yaml",
      kind: "modified",
      mode: "100644",
      published: "title: 乙\n",
      submitted: "title: 甲\n",
    },
    {
      path: "datasets/A/4.yaml",
      kind: "added",
      mode: "100644",
      published: "title: 四\n",
      submitted: "title: 四\n",
    },
  ]);
});

test("a history that crossed the main branch hides no change", async () => {
  const { commit, open, git, repository, remote } = await repositories();
  const first = await git("rev-parse", "HEAD");
  // Two lines that took each other up: the later comparison has two starting points.
  await git("checkout", "-q", "-b", "patch");
  const side = await commit({ "datasets/A/1.yaml": "title: 側\n" });
  await git("checkout", "-q", "main");
  const main = await commit({ "datasets/A/2.yaml": "title: 主\n" });
  await git("merge", "-q", "--no-edit", side);
  await git("push", "-q", "origin", "main");
  await git("checkout", "-q", "patch");
  await git("merge", "-q", "--no-edit", main);
  await commit({ "datasets/A/1.yaml": "title: 一\n" });
  await open(1);
  const { base, heads } = await fetchHeads(repository, [1], remote, "main");
  const starts = await git("merge-base", "--all", base, heads.get(1)!);
  expect(starts.split("\n").sort()).toEqual([main, side].sort());
  expect(first).not.toBe(base);
  const files = shown(await changedFiles(repository, base, heads.get(1)!));
  expect(files.find((file) => file.path === "datasets/A/1.yaml")).toMatchObject({
    published: "title: 側\n",
    submitted: "title: 一\n",
  });
});

test("without a common history everything that differs counts", async () => {
  const { commit, open, read, git } = await repositories();
  await git("checkout", "-q", "--orphan", "other");
  await commit({ "datasets/A/2.yaml": null });
  await open(1);
  expect(await read(1)).toEqual([
    { path: "datasets/A/2.yaml", kind: "deleted", mode: "100644", published: "title: 二\n" },
  ]);
});

test("no more than 64 MB of one pull request are read, whatever it holds", async () => {
  const { commit, open, read, git } = await repositories();
  await git("checkout", "-q", "-b", "big");
  const large = "x".repeat((1 << 20) - 10);
  await commit(
    Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`b/${100 + i}`, `${large}${100 + i}`])),
  );
  await open(1);
  const files = await read(1);
  expect(files).toHaveLength(70);
  expect(files.filter((file) => file.submitted)).toHaveLength(64);
  expect(files.slice(64).map((file) => file.oversize)).toEqual(Array(6).fill((1 << 20) - 7));
}, 30_000);

test("a file above the limit, and whatever exceeds 3,000 files, is left unread and says so", async () => {
  const { commit, open, read, git } = await repositories();
  await git("checkout", "-q", "-b", "patch");
  const many = Object.fromEntries(
    Array.from({ length: 3001 }, (_, index) => [`many/${String(index).padStart(4, "0")}`, "x"]),
  );
  await commit({ "a/large": new Uint8Array((1 << 20) + 1), "a/small": new Uint8Array(1 << 20), ...many });
  await open(1);
  const files = await read(1);
  expect(files).toHaveLength(3003);
  expect(files[0]).toEqual({ path: "a/large", kind: "added", mode: "100644", oversize: 1_048_577 });
  expect(files[1]!.submitted).toHaveLength(1 << 20);
  expect(files[2999]).toMatchObject({ path: "many/2997", submitted: "x" });
  expect(files.slice(3000).map(({ path, oversize, submitted }) => [path, oversize, submitted])).toEqual([
    ["many/2998", 1, undefined],
    ["many/2999", 1, undefined],
    ["many/3000", 1, undefined],
  ]);
}, 30_000);

test("fetches many heads at once; a missing one holds up none", async () => {
  const { commit, open, git, repository, remote, root } = await repositories();
  await git("checkout", "-q", "-b", "patch");
  const heads = new Map<number, string>();
  for (const number of [1, 2, 5, 6]) {
    heads.set(number, await commit({ [`datasets/A/${number}x.yaml`]: "x" }));
    await open(number);
  }
  await git("tag", "v1");
  await git("push", "-q", "origin", "v1");
  const fetched = await fetchHeads(repository, [1, 2, 3, 4, 5, 6], remote, "main");
  expect(fetched).toEqual({ base: await git("rev-parse", "main"), heads });
  // Nothing but objects arrives.
  expect(await readdir(join(root, "datasets/A"))).toEqual(["1.yaml", "2.yaml"]);
  expect((await run("git", ["tag"], { cwd: root })).stdout).toBe("");
  // A head that was pushed anew replaces the old one.
  await commit({ "datasets/A/new.yaml": "x" });
  await open(2);
  expect((await fetchHeads(repository, [2], remote, "main")).heads.get(2)).toBe(
    await git("rev-parse", "HEAD"),
  );
});

test("many at once are read as each by itself; what is not plain is left out", {
  timeout: 30_000,
}, async () => {
  const { commit, git, repository, root, server } = await repositories();
  const heads: Record<string, string> = {};
  const branch = async (name: string, from: string, work: () => Promise<unknown>) => {
    await git("checkout", "-q", "-B", name.replaceAll(" ", "-"), from);
    await work();
    heads[name] = await git("rev-parse", "HEAD");
  };
  const start = await git("rev-parse", "main");
  await branch("change", start, () =>
    commit({ "datasets/A/1.yaml": "title: 改\n", "datasets/A/2.yaml": null, "\n路 徑": "x\n" }),
  );
  await branch("several commits", start, async () => {
    await commit({ "datasets/A/3.yaml": "title: 三\n" });
    await commit({ "datasets/A/3.yaml": "title: 參\n" });
  });
  await branch("nothing", start, () => commit());
  await branch("merged own branches", start, async () => {
    await git("checkout", "-q", "-B", "side", start);
    await commit({ "datasets/A/4.yaml": "title: 四\n" });
    await git("checkout", "-q", "-B", "main-line", start);
    await commit({ "datasets/A/3.yaml": "title: 三\n" });
    await git("merge", "-q", "--no-ff", "-m", "x", "side");
  });
  await branch("large", start, () => commit({ "datasets/A/5.yaml": "x".repeat(100_000) }));
  await branch("many files", start, () =>
    commit(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`datasets/B/${i}.yaml`, `${i}\n`]))),
  );
  await branch("unrelated", start, async () => {
    await git("checkout", "-q", "--orphan", "other");
    await commit({ "datasets/A/6.yaml": "title: 六\n" });
  });
  await git("checkout", "-q", "main");
  await commit({ "datasets/A/1.yaml": "title: 主\n", "datasets/A/7.yaml": "title: 七\n" });
  const base = await git("rev-parse", "main");
  await branch("up to date", base, () => commit({ "datasets/A/7.yaml": "title: 柒\n" }));
  await branch("no commit of its own", base, async () => {});
  await branch("behind", start, async () => {});
  await branch("took up the main branch", heads.change!, async () => {
    await git("merge", "-q", "-X", "ours", "-m", "x", "main");
  });
  await git("push", "-q", "origin", ...Object.values(heads).map((head) => `${head}:refs/heads/${head}`));
  await run("git", ["fetch", "-q", server, "+refs/heads/*:refs/remotes/origin/*", base], { cwd: root });

  const read = await changedFilesOfMany(repository, base, Object.values(heads));
  const left: string[] = [];
  for (const [name, head] of Object.entries(heads)) {
    const files = read.get(head);
    if (files) expect(files, name).toEqual(await changedFiles(repository, base, head));
    else left.push(name);
  }
  expect(left).toEqual(["large", "many files", "unrelated", "took up the main branch"]);
  expect(shown(read.get(heads.change!)!).map((file) => [file.path, file.published, file.submitted])).toEqual([
    ["\n路 徑", undefined, "x\n"],
    ["datasets/A/1.yaml", "title: 主\n", "title: 改\n"],
    ["datasets/A/2.yaml", "title: 二\n", undefined],
  ]);
  expect(read.get(heads["no commit of its own"]!)).toEqual([]);
  await expect(
    changedFilesOfMany(repository, base, [...Object.values(heads), "0".repeat(40)]),
  ).rejects.toThrow(GitError);
  expect(await changedFilesOfMany(repository, base, [])).toEqual(new Map());
});

test("a remote that does not answer is an error", async () => {
  const { repository, root } = await repositories();
  await expect(
    fetchHeads(repository, [1], { url: pathToFileURL(`${root}-gone`).href }, "main"),
  ).rejects.toThrow(/^git .*does not/s);
  await expect(fetchHeads(repository, [], { url: "ext::sh -c true" }, "main")).rejects.toThrow(
    "ext: is no way to fetch",
  );
});

test("nothing of a pull request runs: no hook, no filter, no attribute, no module", async () => {
  const { commit, open, read, git, root } = await repositories();
  const trace = join(root, "..", "ran");
  const hook = `#!/bin/sh\necho "$0" >> ${trace}\n`;
  for (const name of ["reference-transaction", "post-checkout", "post-merge", "pre-auto-gc"]) {
    await writeFile(join(root, ".git/hooks", name), hook, { mode: 0o755 });
  }
  await run("git", ["config", "diff.evil.textconv", `touch ${trace}; cat`], { cwd: root });
  await run("git", ["config", "filter.evil.smudge", `touch ${trace}; cat`], { cwd: root });
  await git("checkout", "-q", "-b", "patch");
  await commit({
    ".gitattributes": "* diff=evil filter=evil text eol=crlf\n",
    ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% ${trace}\n`,
    "datasets/A/1.yaml": "title: 改\n",
  });
  await open(1);
  const files = await read(1);
  expect(files.find((file) => file.path === "datasets/A/1.yaml")!.submitted).toBe("title: 改\n");
  expect(existsSync(trace)).toBe(false);
  expect(await readFile(join(root, "datasets/A/1.yaml"), "utf8")).toBe("title: 一\n");
});
