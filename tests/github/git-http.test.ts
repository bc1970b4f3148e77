import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { handleGit } from "./git-http.ts";
import type { Token } from "./model.ts";
import { GIT_ENVIRONMENT } from "./objects.ts";
import { createTokens } from "./tokens.ts";
import { createWorld, type World } from "./world.ts";

const REPO = "moda/catalogue";
const run = promisify(execFile);

let folder: string;
let world: World;
let server: Server;
let origin: string;
const tokens = createTokens(() => world.now());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "git-http-"));
  world = createWorld({ folder: join(folder, "world"), now: "2026-03-02T01:00:00Z", validate: false });
  await world.createRepository(
    REPO,
    { "README.md": "x\n", ".github/workflows/a.yml": "on: push\n" },
    { lin: "write", operator: "admin" },
  );
  server = createServer((request, response) => {
    const name = /^\/([^/]+\/[^/]+)\.git\//.exec(request.url!)![1]!;
    void handleGit(world, request, response, name, tokens.identify(request.headers.authorization));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const address = (token?: string, repository = REPO) =>
  `http://${token === undefined ? "" : `x-access-token:${token}@`}${origin}/${repository}.git`;

/** Runs git; a refusal gives what it says. */
async function git(at: string, ...args: string[]): Promise<string> {
  const env = { ...GIT_ENVIRONMENT, GIT_TERMINAL_PROMPT: "0", GIT_LITERAL_PATHSPECS: "0" };
  const who = ["-c", "user.name=lin", "-c", "user.email=lin@example.tw"];
  try {
    const { stdout, stderr } = await run("git", ["-C", at, ...who, ...args], { env });
    return stdout + stderr;
  } catch (cause) {
    return `refused: ${(cause as { stderr: string }).stderr}`;
  }
}

/** A clone with one commit more. */
async function clone(token: string, file = "new.txt", repository = REPO): Promise<string> {
  await git(folder, "clone", "-q", address(token, repository), "work");
  const work = join(folder, "work");
  writeFileSync(join(work, file), "x\n");
  await git(work, "add", "-A");
  await git(work, "commit", "-q", "-m", "x", "--date", "2001-01-01T00:00:00Z");
  return work;
}

const bot = (permissions: Token["permissions"]) => tokens.issue("workflow", undefined, permissions, REPO);

describe("reading", () => {
  test("needs no token, and reaches the heads of pull requests", async () => {
    await world.person("officer").fork(REPO);
    const oid = await world.person("officer").commit("officer/catalogue", "b", { "a.txt": "1\n" });
    const number = await world.person("officer").openPullRequest(REPO, { head: "officer:b", title: "t" });
    await git(folder, "init", "-q", "plain");
    const plain = join(folder, "plain");
    await git(plain, "fetch", "-q", "--depth=1", address(), `refs/pull/${number}/head:refs/heads/pr`);
    expect(await git(plain, "rev-parse", "pr")).toBe(`${oid}\n`);
    expect(await git(plain, "fetch", "-q", "--filter=blob:none", address(), oid)).toBe("");
  });

  test("is refused with a token that is none", async () => {
    const header = `http.extraHeader=Authorization: Bearer ghs_nonsense`;
    expect(await git(folder, "-c", header, "ls-remote", address())).toContain("refused");
    const good = `http.extraHeader=Authorization: Bearer ${bot({ contents: "read" })}`;
    expect(await git(folder, "-c", good, "ls-remote", address())).toContain("refs/heads/main");
  });
});

describe("pushing", () => {
  test("moves branches, pull requests and their webhooks", async () => {
    const work = await clone(tokens.issue("user", "lin"));
    expect(await git(work, "push", "-q", "origin", "HEAD:topic")).toBe("");
    const number = await world.person("lin").openPullRequest(REPO, { head: "moda:topic", title: "t" });
    await git(work, "commit", "-q", "--amend", "-m", "y");
    expect(await git(work, "push", "-q", "origin", "HEAD:topic")).toContain("rejected");
    expect(await git(work, "push", "-q", "--force", "origin", "HEAD:topic")).toBe("");
    const head = (await git(work, "rev-parse", "HEAD")).trim();
    expect(world.pull(REPO, number).pull.headOid).toBe(head);
    expect(world.deliveries.slice(-2).map(({ event, actor }) => [event, actor])).toEqual([
      ["push", "lin"],
      ["pull_request", "lin"],
    ]);
    expect(world.deliveries.at(-2)!.payload).toMatchObject({
      ref: "refs/heads/topic",
      forced: true,
      after: head,
    });
    expect(await git(work, "push", "-q", "origin", ":topic")).toBe("");
    expect(world.issue(REPO, number).state).toBe("closed");
  });

  test.each<[string, () => string, string]>([
    ["without a token", () => address(), "could not read Username"],
    ["with a token that may only read", () => address(bot({ contents: "read" })), "403"],
    ["by somebody without write access", () => address(tokens.issue("user", "officer")), "403"],
    ["to another repository", () => address(bot({ contents: "write" }), "moda/other"), "403"],
  ])("%s is refused", async (_, where, message) => {
    await world.createRepository("moda/other", { a: "b" });
    const work = await clone(tokens.issue("user", "lin"));
    expect(await git(work, "push", where(), "HEAD:topic")).toContain(message);
    expect(world.git(REPO).refs.has("refs/heads/topic")).toBe(false);
  });

  test("obeys the rules of a branch, and leaves the other branches of the same push alone", async () => {
    await world.person("operator").addRuleset(REPO, {
      name: "main",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
      rules: [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }],
    });
    const before = world.git(REPO).resolve("main");
    const work = await clone(bot({ contents: "write" }));
    const answer = await git(work, "push", "origin", "HEAD:main", "HEAD:topic");
    expect(answer).toContain("Repository rule violations found for refs/heads/main");
    expect(world.git(REPO).resolve("main")).toBe(before);
    expect(world.git(REPO).refs.has("refs/heads/topic")).toBe(true);
  });

  test("moves a branch back only where no rule forbids it", async () => {
    await world.person("operator").addRuleset(REPO, {
      name: "kept",
      enforcement: "active",
      conditions: { ref_name: { include: ["refs/heads/kept"] } },
      rules: [{ type: "non_fast_forward" }],
    });
    const work = await clone(tokens.issue("user", "lin"));
    expect(await git(work, "push", "-q", "origin", "HEAD:kept", "HEAD:free")).toBe("");
    await git(work, "commit", "-q", "--amend", "-m", "y");
    expect(await git(work, "push", "--force", "origin", "HEAD:kept")).toContain("Cannot force-push");
    expect(await git(work, "push", "-q", "--force", "origin", "HEAD:free")).toBe("");
  });

  test("changes no workflow with a workflow's token, and no pull request's own refs", async () => {
    const work = await clone(bot({ contents: "write" }), ".github/workflows/b.yml");
    expect(await git(work, "push", "origin", "HEAD:topic")).toContain("refusing to allow a GitHub App");
    expect(await git(work, "push", "origin", "HEAD:refs/pull/1/head")).toContain(
      "deny updating a hidden ref",
    );
    const mine = await git(work, "push", "-q", address(tokens.issue("user", "lin")), "HEAD:topic");
    expect(mine).toBe("");
  });
});
