import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Delivery, Repository, WorkflowRun } from "../github/model.ts";
import type { World } from "../github/world.ts";
import { isDue } from "./events.ts";
import { createRunner, type Runner, type RunnerDouble } from "./runner.ts";

/*
 * The runner alone, over real git and a stand-in for the double that knows runs and deliveries only; with the double
 * itself it runs in the tests of the whole.
 */

const NAME = "catalogue/data";
const PROJECT = join(import.meta.dirname, "../..");
const NOW = "2026-03-02T00:00:30.000Z";

let folder: string;
let bare: string;
let tree: string;
let world: World;
let runner: Runner;
let tokens: { permissions: Record<string, string> }[];
let artifacts: Record<string, Record<string, string>>;
let settings: Partial<Repository["settings"]>;

const git = (...args: string[]) =>
  execFileSync("git", ["-C", tree, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@example.org",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.org",
      GIT_CONFIG_GLOBAL: "/dev/null",
    },
  }).trim();

/** Commits files on the branch that is checked out, and pushes everything. */
async function commit(files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content);
  }
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "x");
  git("push", "--quiet", "--force", bare, "HEAD");
  return git("rev-parse", "HEAD");
}

/** A pull request of a fork: its commit, and the merge commit that GitHub makes. */
async function pullRequest(files: Record<string, string>): Promise<string> {
  git("checkout", "--quiet", "-B", "topic", "main");
  const head = await commit(files);
  git("checkout", "--quiet", "--detach", "main");
  git("merge", "--quiet", "--no-ff", "--message", "merge", "topic");
  git("push", "--quiet", "--force", bare, "HEAD:refs/pull/7/merge", "topic:refs/pull/7/head", ":topic");
  git("checkout", "--quiet", "main");
  return head;
}

function deliver(event: string, payload: object, more: Partial<Delivery> = {}): void {
  world.deliveries.push({
    event,
    repository: NAME,
    payload: { sender: { login: "officer" }, ...payload },
    at: world.now().toISOString(),
    actor: "officer",
    byWorkflowToken: false,
    ...more,
  });
}

const pull = (head: string, fork = true) => ({
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: "topic", sha: head, repo: { full_name: fork ? "officer/data" : NAME } },
    base: { ref: "main", sha: git("rev-parse", "main") },
  },
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "runner-test-"));
  bare = join(folder, `${NAME}.git`);
  tree = join(folder, "tree");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", tree]);
  tokens = [];
  artifacts = {};
  settings = { defaultWorkflowPermissions: "read" };
  let now = new Date(NOW);
  const runs: WorkflowRun[] = [];
  const deliveries: Delivery[] = [];
  const out = (...args: string[]) => execFileSync("git", ["-C", bare, ...args]);
  const repository = { owner: "catalogue", name: "data", defaultBranch: "main", settings } as Repository;
  const entries = (commitish: string) =>
    out("ls-tree", commitish)
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const [mode, , oid, name] = line.split(/[ \t]/);
        return { mode: mode!, oid: oid!, name: name! };
      });
  world = {
    deliveries,
    now: () => now,
    set(iso: string) {
      if (new Date(iso) < now) throw new Error("the clock never goes back");
      now = new Date(iso);
    },
    repository: () => repository,
    repositories: () => [repository],
    git: () => ({
      get refs() {
        const lines = out("for-each-ref", "--format=%(refname) %(objectname)").toString().split("\n");
        return new Map(lines.filter(Boolean).map((line) => line.split(" ") as [string, string]));
      },
      entry: (commitish: string, path: string) =>
        entries(commitish).some(({ name }) => name === path.split("/")[0])
          ? { mode: "040000", name: path, oid: out("rev-parse", `${commitish}:${path}`).toString().trim() }
          : undefined,
      kind: () => "tree" as const,
      readTree: entries,
      readBlob: (oid: string) => out("cat-file", "blob", oid),
    }),
    addRun(_: string, run: Partial<WorkflowRun>) {
      const full = { id: runs.length + 1, artifacts: [], ...run } as unknown as WorkflowRun;
      runs.push(full);
      return full;
    },
    updateRun(_: string, id: number, change: Partial<WorkflowRun>) {
      const run = runs.find((each) => each.id === id)!;
      Object.assign(run, change);
      if (change.status === "completed") {
        const workflow_run = {
          id,
          name: run.name,
          event: run.event,
          conclusion: run.conclusion,
          head_branch: run.headBranch,
          head_repository: { id: 5 },
          pull_requests: run.pullRequests.map((number) => ({ number })),
        };
        deliver("workflow_run", { action: "completed", workflow_run, sender: { login: run.actor } });
      }
      return run;
    },
    addArtifact(_: string, run: number, name: string, files: Record<string, Uint8Array>) {
      const kept = runs.find(({ id }) => id === run)!.artifacts as { name: string; zip: Uint8Array }[];
      kept.push({ name, zip: zipSync(files) });
      artifacts[name] = Object.fromEntries(
        Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]),
      );
    },
  } as unknown as World;
  const double: RunnerDouble = {
    url: `file://${folder}`,
    world,
    token(_, __, permissions = {}) {
      tokens.push({ permissions });
      return `token-${tokens.length}`;
    },
    environment: (token, name) => ({
      GITHUB_API_URL: "http://double",
      GITHUB_SERVER_URL: `file://${folder}`,
      GITHUB_REPOSITORY: name,
      GITHUB_TOKEN: token,
    }),
  };
  runner = await createRunner(double, { stepLimit: 20_000, maxRuns: 20 });
});

afterEach(async () => {
  await runner.close();
  await rm(folder, { recursive: true, force: true });
});

const workflow = (name: string, on: string, steps: string, job = "") => ({
  [`.github/workflows/${name}.yml`]: `name: ${name}
on:
${on.replace(/^/gm, "  ")}
jobs:
  one:
    runs-on: ubuntu-latest
${job}    steps:
${steps.replace(/^/gm, "      ")}
`,
});

const output = (at = -1) =>
  runner.log.at(at)!.jobs.map(({ steps }) => steps.map((step) => step.output.trim()));
const conclusions = (at = -1) => runner.log.at(at)!.jobs[0]!.steps.map((step) => step.conclusion);

test("steps: outputs, environment, conditions, working directory, a failure and what follows it", async () => {
  await commit({
    ...workflow(
      "steps",
      "workflow_dispatch:\n  inputs:\n    word: { type: string, default: none }",
      `- id: first
  shell: bash
  run: |
    echo "colour=red" >> "$GITHUB_OUTPUT"
    { echo 'TEXT<<END'; echo a; echo b; echo END; } >> "$GITHUB_ENV"
    echo "$WORD \${GITHUB_TOKEN-no token} $FROM_JOB"
  env:
    WORD: \${{ inputs.word }}
- if: steps.first.outputs.colour == 'blue'
  run: echo never
- run: echo "$COLOUR $TEXT"; pwd
  working-directory: below
  env:
    COLOUR: \${{ steps.first.outputs.colour }}
- run: exit 3
  continue-on-error: true
- run: false | true; echo a pipe may fail without bash being asked for
- shell: bash
  run: false | true
- run: echo never
- if: failure()
  run: echo "told of it, \${{ job.status }}"
- if: always()
  uses: someone/else@v1
`,
      "    env:\n      FROM_JOB: yes indeed\n",
    ),
    ".keep": "",
  });
  deliver("workflow_dispatch", {
    ref: "refs/heads/main",
    workflow: ".github/workflows/steps.yml",
    inputs: { word: "hello" },
  });
  // The folder of the third step is not there.
  const [run] = await runner.settle();
  expect(run).toMatchObject({ workflow: "steps.yml", event: "workflow_dispatch", conclusion: "failure" });
  expect(conclusions()).toEqual([
    "success",
    "skipped",
    "failure",
    "skipped",
    "skipped",
    "skipped",
    "skipped",
    "success",
    "failure",
  ]);
  expect(output()[0]![0]).toBe("hello no token yes indeed");
  expect(output()[0]![7]).toBe("told of it, failure");
  expect(output()[0]![8]).toBe("someone/else@v1 is not emulated");

  const name = ".github/workflows/steps.yml";
  const text = await readFile(join(tree, name), "utf8");
  await commit({ [name]: text.replace("working-directory: below", "working-directory: .") });
  deliver("workflow_dispatch", { ref: "main", workflow: name });
  await runner.settle();
  expect(conclusions()).toEqual([
    "success",
    "skipped",
    "success",
    "failure",
    "success",
    "failure",
    "skipped",
    "success",
    "failure",
  ]);
  expect(output()[0]![0]).toBe("none no token yes indeed");
  expect(output()[0]![2]).toMatch(/^red a\nb\n\/.*\/work$/);
});

test("a step that takes too long is stopped with all that it started", async () => {
  await commit(
    workflow(
      "slow",
      "workflow_dispatch:",
      "- run: sleep 60 & sleep 60\n  timeout-minutes: 0.005\n- run: echo never",
    ),
  );
  deliver("workflow_dispatch", { ref: "main", workflow: "slow.yml" });
  const start = Date.now();
  await runner.settle();
  expect(Date.now() - start).toBeLessThan(10_000);
  expect(conclusions()).toEqual(["failure", "skipped"]);
  expect(output()[0]![0]).toBe("stopped after 300 ms");
});

test("jobs: one needs another, takes its outputs, and is skipped where it failed", async () => {
  const two = (script: string) => `name: jobs
on: { workflow_dispatch: }
permissions: read-all
jobs:
  last:
    needs: first
    runs-on: x
    permissions: { issues: write }
    steps:
      - run: echo "\${{ needs.first.outputs.word }}"
  first:
    runs-on: x
    outputs:
      word: \${{ steps.say.outputs.word }}
    steps:
      - id: say
        run: ${script}
`;
  const name = ".github/workflows/jobs.yml";
  await commit({ [name]: two('echo word=hello >> "$GITHUB_OUTPUT"') });
  deliver("workflow_dispatch", { ref: "main", workflow: name });
  await runner.settle();
  expect(runner.log.at(-1)!.jobs.map(({ id, conclusion }) => [id, conclusion])).toEqual([
    ["first", "success"],
    ["last", "success"],
  ]);
  expect(output()[1]).toEqual(["hello"]);
  expect(tokens.map(({ permissions }) => permissions)).toEqual([
    expect.objectContaining({ contents: "read", issues: "read" }),
    { issues: "write" },
  ]);
  await commit({ [name]: two("exit 1") });
  deliver("workflow_dispatch", { ref: "main", workflow: name });
  await runner.settle();
  expect(runner.log.at(-1)!.jobs.map(({ conclusion }) => conclusion)).toEqual(["failure", "skipped"]);
  expect(runner.log.at(-1)!.conclusion).toBe("failure");
});

test("a matrix: a copy of the job for each value, each with its artifact; what comes after takes what is there", async () => {
  const matrix = (strategy: string) => `name: parts
on: { workflow_dispatch: }
jobs:
  part:
    runs-on: x
    strategy: ${strategy}
    steps:
      - uses: actions/download-artifact@v6
        continue-on-error: true
        with: { name: "part-\${{ matrix.part }}", path: out }
      - run: |
          mkdir -p out && echo "$PART of $PARTS" > "out/$PART.txt"
          test "$PART" != b
        env:
          PART: \${{ matrix.part }}
          PARTS: \${{ strategy.job-total }}
      - if: always()
        uses: actions/upload-artifact@v6
        with: { name: "part-\${{ matrix.part }}", path: out }
      - uses: actions/upload-artifact@v6
        with: { name: "part-\${{ matrix.part }}", path: out, overwrite: true }
      - uses: actions/upload-artifact@v6
        with: { name: "part-\${{ matrix.part }}", path: out }
  whole:
    needs: part
    if: \${{ !cancelled() }}
    runs-on: x
    steps:
      - uses: actions/download-artifact@v6
        with: { pattern: part-*, path: merged, merge-multiple: true }
      - uses: actions/download-artifact@v6
        with: { pattern: part-*, path: apart }
      - uses: actions/download-artifact@v6
        with: { pattern: none-*, path: none }
      - run: cat merged/*.txt apart/part-b/b.txt; ls; echo "\${{ needs.part.result }}"
`;
  const name = ".github/workflows/parts.yml";
  const run = async (strategy: string) => {
    await commit({ [name]: matrix(strategy) });
    deliver("workflow_dispatch", { ref: "main", workflow: name });
    await runner.settle();
  };
  await run("{ fail-fast: false, matrix: { part: [a, b] } }");
  expect(runner.log.at(-1)!.jobs.map(({ id, conclusion }) => [id, conclusion])).toEqual([
    ["part", "failure"],
    ["part", "failure"],
    ["whole", "success"],
  ]);
  expect(output()[0]).toEqual([
    "Unable to download artifact(s): Artifact not found for name: part-a",
    "",
    "uploaded part-a: 1 file(s)",
    "uploaded part-a: 1 file(s)",
    "there is an artifact part-a already",
  ]);
  expect(runner.log.at(-1)!.jobs[1]!.steps.map(({ conclusion }) => conclusion)).toEqual([
    "failure",
    "failure",
    "success",
    "skipped",
    "skipped",
  ]);
  expect(output()[2]!.at(-1)).toBe("a of 2\nb of 2\nb of 2\napart\nmerged\nfailure");
  await expect(run("{ matrix: { part: [a, b] } }")).rejects.toThrow("with fail-fast: false only");
  await expect(run("{ fail-fast: false, matrix: { part: [a], other: [b] } }")).rejects.toThrow("one list");
});

test("a fork's pull request runs its own workflow with a token that may only read; another hears of it with its own rights", async () => {
  await commit({
    ...workflow("look", "pull_request:", "- run: echo the base's"),
    ...workflow(
      "after",
      "workflow_run:\n  workflows: [look]\n  types: [completed]",
      `- run: echo "$\{{ github.event.workflow_run.event }} \${{ github.ref }}"`,
      "    permissions: { contents: write }\n",
    ),
    ...workflow(
      "target",
      "pull_request_target:",
      "- run: echo target",
      "    permissions: { contents: write }\n",
    ),
    "data.txt": "old",
  });
  const head = await pullRequest({
    ...workflow(
      "look",
      "pull_request:",
      `- uses: actions/checkout@v5
  with: { ref: "\${{ github.event.pull_request.base.ref }}", persist-credentials: false }
- uses: actions/checkout@v5
  with: { path: submission, fetch-depth: 2 }
- run: |
    cat data.txt submission/data.txt
    git -C submission diff --name-only HEAD^1
    git -C submission rev-list --count HEAD
    git config --get-regexp 'extraheader' || echo no credentials
- uses: actions/upload-artifact@v6
  with: { name: links, path: submission/data.txt }`,
      "    permissions: { contents: write, issues: write, statuses: read }\n",
    ),
    ...workflow("target", "pull_request_target:", "- run: echo forged"),
    "data.txt": "new",
  });
  deliver("pull_request", { action: "opened", ...pull(head) });
  await runner.settle();
  expect(
    runner.log.map(({ workflow: file, event, ref, conclusion }) => [file, event, ref, conclusion]),
  ).toEqual([
    ["look.yml", "pull_request", "refs/pull/7/merge", "success"],
    ["target.yml", "pull_request_target", "refs/heads/main", "success"],
    ["after.yml", "workflow_run", "refs/heads/main", "success"],
  ]);
  expect(tokens.map(({ permissions }) => permissions)).toEqual([
    { contents: "read", issues: "read", statuses: "read" },
    { contents: "write" },
    { contents: "write" },
  ]);
  expect(output(0)[0]![2]).toBe(
    "oldnew.github/workflows/look.yml\n.github/workflows/target.yml\ndata.txt\n3\nno credentials",
  );
  expect(artifacts).toEqual({ links: { "data.txt": "new" } });
  expect(output(1)).toEqual([["target"]]);
  expect(output(2)).toEqual([["pull_request refs/heads/main"]]);
});

test("what starts nothing: other types and branches, a conflict, events of a workflow's token, forks", async () => {
  await commit({
    ...workflow("look", "pull_request:\n  types: [opened]\n  branches: [main]", "- run: echo"),
    ...workflow("pushed", "push:\n  branches: ['release/**', '!release/old']", "- run: echo"),
    ...workflow("talk", "issue_comment:", "- run: echo", "    if: github.actor != 'github-actions[bot]'\n"),
    ...workflow("by-hand", "workflow_dispatch:", "- run: echo"),
  });
  const head = await pullRequest({ "data.txt": "new" });
  deliver("pull_request", { action: "synchronize", ...pull(head) });
  const other = pull(head);
  other.pull_request.base.ref = "other";
  deliver("pull_request", { action: "opened", ...other });
  const conflict = pull(head);
  conflict.pull_request.number = 8;
  deliver("pull_request", { action: "opened", ...conflict });
  deliver("issue_comment", { action: "created" }, { byWorkflowToken: true });
  deliver("push", { ref: "refs/heads/main" });
  expect(await runner.settle()).toEqual([]);
  for (const branch of ["release/1/2", "release/old"]) {
    git("push", "--quiet", bare, `main:refs/heads/${branch}`);
    deliver("push", { ref: `refs/heads/${branch}` });
  }
  deliver("workflow_dispatch", { ref: "main", workflow: "by-hand.yml" }, { byWorkflowToken: true });
  deliver("issue_comment", { action: "created", sender: { login: "github-actions[bot]" } });
  await runner.settle();
  expect(runner.log.map(({ workflow: file, ref, conclusion }) => [file, ref, conclusion])).toEqual([
    ["pushed.yml", "refs/heads/release/1/2", "success"],
    ["by-hand.yml", "refs/heads/main", "success"],
    ["talk.yml", "refs/heads/main", "skipped"],
  ]);
  (world.repository(NAME) as { fork?: string }).fork = "someone/else";
  deliver("issue_comment", { action: "created" });
  expect(await runner.settle()).toEqual([]);
});

test("concurrency: one runs, one waits, a newer one takes its place", async () => {
  const group = (cancel: boolean) =>
    workflow("talk", "issue_comment:", "- run: echo")[".github/workflows/talk.yml"]!.replace(
      "jobs:",
      `concurrency:\n  group: "g-\${{ github.event.issue.number }}"\n  cancel-in-progress: ${cancel}\njobs:`,
    );
  await commit({ ".github/workflows/talk.yml": group(false) });
  for (const number of [1, 1, 2, 1, 1]) deliver("issue_comment", { action: "created", issue: { number } });
  await runner.settle();
  const seen = () => runner.log.map((run) => [run.group, run.conclusion]);
  expect(seen()).toEqual([
    ["g-1", "success"],
    ["g-1", "cancelled"],
    ["g-2", "success"],
    ["g-1", "cancelled"],
    ["g-1", "success"],
  ]);
  await commit({ ".github/workflows/talk.yml": group(true) });
  for (const number of [3, 3, 3]) deliver("issue_comment", { action: "created", issue: { number } });
  await runner.settle();
  expect(seen().slice(5)).toEqual([
    ["g-3", "cancelled"],
    ["g-3", "cancelled"],
    ["g-3", "success"],
  ]);
});

test("what never settles is stopped", async () => {
  await commit(workflow("loop", "workflow_run:\n  workflows: [loop]\nworkflow_dispatch:", "- run: echo"));
  deliver("workflow_dispatch", { ref: "main", workflow: "loop.yml" });
  await expect(runner.settle()).rejects.toThrow("still not settled after 20 runs of workflows");
});

test("schedules run when they are due, but for those that GitHub forgets", async () => {
  await commit(
    workflow(
      "daily",
      "schedule:\n  - cron: '7 16 * * *'\n  - cron: '30 1 * * 1-5'",
      `- run: echo "\${{ github.event.schedule }}"`,
    ),
  );
  const dropped: string[] = [];
  await runner.schedule("2026-03-04T00:00:00Z", ({ workflow: file, at }) => {
    const drop = at.toISOString().startsWith("2026-03-03T01");
    if (drop) dropped.push(file);
    return drop;
  });
  expect(runner.log.map((run) => [run.event, run.conclusion])).toEqual(
    Array(3).fill(["schedule", "success"]),
  );
  expect(runner.log.map((_, at) => output(at)[0]![0])).toEqual(["30 1 * * 1-5", "7 16 * * *", "7 16 * * *"]);
  expect(dropped).toEqual(["daily.yml"]);
  expect(world.now().toISOString()).toBe("2026-03-04T00:00:00.000Z");
});

test.each([
  ["17 0,3,6,9 * * 1-6", "2026-03-02T03:17:00Z", true],
  ["17 0,3,6,9 * * 1-6", "2026-03-01T03:17:00Z", false],
  ["17 0,3,6,9 * * 1-6", "2026-03-02T03:18:00Z", false],
  ["43 2 5,20 * *", "2026-03-20T02:43:00Z", true],
  ["43 2 5,20 * *", "2026-03-21T02:43:00Z", false],
  ["*/20 * * * *", "2026-03-21T02:40:00Z", true],
  ["*/20 * * * *", "2026-03-21T02:50:00Z", false],
  ["5/20 * * * *", "2026-03-21T02:45:00Z", true],
  ["0 0 1 * 1", "2026-03-02T00:00:00Z", true],
  ["0 0 1 * 1", "2026-03-01T00:00:00Z", true],
  ["0 0 1 * 1", "2026-03-03T00:00:00Z", false],
])("cron %s at %s: %j", (cron, at, due) => {
  expect(isDue(cron, new Date(at))).toBe(due);
});

test("pages: kept by one job, deployed by another that may", async () => {
  const site = (permissions: string) => `name: publish
on: { workflow_dispatch: }
jobs:
  build:
    runs-on: x
    steps:
      - run: mkdir dist && echo hello > dist/index.html
      - uses: actions/upload-pages-artifact@v4
        with: { path: dist }
  deploy:
    needs: build
    runs-on: x
    permissions: ${permissions}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
      - run: echo "\${{ steps.deployment.outputs.page_url }}"
`;
  const name = ".github/workflows/publish.yml";
  const run = async (permissions: string) => {
    await commit({ [name]: site(permissions) });
    deliver("workflow_dispatch", { ref: "main", workflow: name });
    await runner.settle();
    return output()[1]![0];
  };
  expect(await run("{ pages: write }")).toBe("deploy-pages needs pages: write and id-token: write");
  const both = "{ pages: write, id-token: write }";
  expect(await run(both)).toBe("Pages is not set to be built by a workflow");
  expect(runner.site).toBeUndefined();
  settings.pages = { buildType: "workflow", url: "https://catalogue.github.io/data/" };
  expect(await run(`${both} # again`)).toBe("deployed to https://catalogue.github.io/data/");
  expect(output()[1]![1]).toBe("https://catalogue.github.io/data/");
  expect(await readFile(join(runner.site!, "index.html"), "utf8")).toBe("hello\n");
});

test("the back office's own workflows start, each with its rights, on what they are for", async () => {
  await cp(join(PROJECT, ".github/workflows"), join(tree, ".github/workflows"), { recursive: true });
  const stub = (name: string) =>
    `console.log(${JSON.stringify(name)}, process.argv.slice(2).join(" ").replace(process.env.GITHUB_EVENT_PATH, "EVENT"), process.env.GITHUB_TOKEN ?? "no token")`;
  const names = [
    "validate",
    "check-links",
    "review",
    "report",
    "overdue",
    "keepalive",
    "build",
    "quality",
    "harvest",
  ];
  await commit({
    "package.json": JSON.stringify({
      type: "module",
      scripts: Object.fromEntries(names.map((name) => [name, `node scripts/${name}.js`])),
    }),
    ...Object.fromEntries(names.map((name) => [`scripts/${name}.js`, stub(name)])),
    "scripts/check-links.js": `import { writeFileSync } from "node:fs"; writeFileSync("links.json", "[]");`,
    "scripts/quality.js": `import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
const [command, , shard] = process.argv.slice(2);
if (command === "merge") {
  console.log(JSON.stringify(readdirSync("parts")), process.env.GITHUB_TOKEN ?? "no token");
} else {
  ${stub("quality")};
  console.log(JSON.stringify(readdirSync("snapshots").filter((name) => name !== ".git")));
  mkdirSync("parts", { recursive: true });
  writeFileSync("parts/part-" + shard.split("/")[0] + ".jsonl", "");
}`,
    "scripts/build.js": `import { mkdirSync, existsSync } from "node:fs"; mkdirSync("dist"); ${stub("build")}; console.log(existsSync(process.argv.at(-1) + "/review.json"))`,
  });
  const last = () => runner.log.at(-1)!;
  const said = () => last().jobs[0]!.steps.at(-1)!.output.trim().split("\n").at(-1);
  const RIGHTS = {
    actions: "write",
    contents: "write",
    issues: "write",
    "pull-requests": "write",
    statuses: "write",
  };

  // A submission from a fork, which brings its own program along.
  const head = await pullRequest({ "scripts/validate.js": "console.log('forged')", "data.txt": "x" });
  deliver("pull_request", { action: "opened", ...pull(head) });
  deliver("pull_request_review", { action: "submitted", ...pull(head) });
  await runner.settle();
  expect(
    runner.log.map(({ workflow: file, event, group, conclusion }) => [file, event, group, conclusion]),
  ).toEqual([
    ["validate.yml", "pull_request", "validate-7", "success"],
    ["review.yml", "pull_request_target", "review-7", "success"],
    ["signal.yml", "pull_request_review", "signal-7", "success"],
    ["report.yml", "workflow_run", "report-5-topic", "success"],
    ["review.yml", "workflow_run", "review-5-topic", "success"],
  ]);
  const [validate, review, signal, report, heard] = runner.log;
  expect(validate!.jobs[0]!.permissions).toEqual({ contents: "read" });
  expect(validate!.jobs[0]!.steps[4]!.output).toContain(
    "validate --root submission --base HEAD^1 --format github no token",
  );
  expect(artifacts).toEqual({ links: { "links.json": "[]" } });
  expect(signal!.jobs[0]!.permissions).toEqual({});
  for (const run of [review, report, heard]) expect(run!.jobs[0]!.permissions).toEqual(RIGHTS);
  expect(review!.jobs[0]!.steps.at(-1)!.output).toMatch(/review --event EVENT token-\d+$/m);
  expect(report!.jobs[0]!.steps.at(-1)!.output).toMatch(/report --event EVENT token-\d+$/m);

  const count = runner.log.length;
  deliver("issues", { action: "opened", issue: { number: 9, labels: [{ name: "其他" }] } });
  deliver("issues", { action: "opened", issue: { number: 10, labels: [{ name: "上下架申請" }] } });
  deliver("issue_comment", { action: "edited", issue: { number: 7 } });
  deliver("issue_comment", {
    action: "created",
    issue: { number: 7 },
    sender: { login: "github-actions[bot]" },
  });
  deliver("workflow_dispatch", { ref: "main", workflow: "review.yml", inputs: { number: "7" } });
  await runner.settle();
  expect(runner.log.slice(count).map((run) => [run.event, run.group, run.conclusion])).toEqual([
    ["issues", "review-9", "skipped"],
    ["issues", "review-10", "success"],
    ["issue_comment", "review-7", "skipped"],
    ["workflow_dispatch", "review-7", "success"],
  ]);

  settings.pages = { buildType: "workflow", url: "https://catalogue.github.io/data/" };
  git("checkout", "--quiet", "--orphan", "snapshots");
  git("rm", "-rf", "--quiet", ".");
  await commit({ "review.json": "{}" });
  git("checkout", "--quiet", "main");
  deliver("push", { ref: "refs/heads/main" });
  deliver("push", { ref: "refs/heads/snapshots" });
  await runner.settle();
  expect(last()).toMatchObject({
    workflow: "publish.yml",
    event: "push",
    group: "pages",
    conclusion: "success",
  });
  expect(last().jobs.map(({ permissions }) => permissions)).toEqual([
    { contents: "read" },
    { "id-token": "write", pages: "write" },
  ]);
  expect(last().jobs[0]!.steps[4]!.output).toMatch(/build --out dist --snapshots snapshots no token\ntrue$/m);
  expect(runner.site).toBeDefined();

  deliver("workflow_dispatch", { ref: "main", workflow: "quality.yml" });
  await runner.settle();
  expect(last()).toMatchObject({ workflow: "quality.yml", group: "quality", conclusion: "success" });
  expect(last().jobs.map(({ id }) => id)).toEqual([...Array(8).fill("check"), "merge"]);
  expect(last().jobs[2]!.permissions).toEqual({ contents: "read" });
  const check = last().jobs[2]!.steps;
  expect(check[1]!.output).toMatch(/^checked out snapshots/);
  expect(check[5]!.output).toMatch(
    /quality check --shard 3\/8 --state snapshots --out parts no token\n\["review.json"\]$/m,
  );
  expect(last().jobs[8]!.permissions).toEqual({ actions: "write", contents: "write" });
  expect(last().jobs[8]!.steps[3]!.output).toBe("downloaded 8 artifact(s)");
  expect(last().jobs[8]!.steps[4]!.output).toMatch(/^\["part-1.jsonl",.*"part-8.jsonl"\] token-\d+$/m);

  const before = runner.log.length;
  world.set("2026-03-04T15:00:00Z");
  await runner.schedule("2026-03-05T03:00:00Z");
  expect(runner.log.slice(before).map(({ workflow: file, conclusion }) => [file, conclusion])).toEqual([
    ["publish.yml", "success"],
    ["harvest.yml", "success"],
    ["overdue.yml", "success"],
    ["keepalive.yml", "success"],
  ]);
  expect(said()).toMatch(/^keepalive {2}token-\d+$/);
}, 120_000);
