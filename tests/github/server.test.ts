import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Octokit } from "@octokit/rest";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Double, startDouble } from "./server.ts";
import { renderMarkdown } from "./web-markdown.ts";

/* The double itself: does it behave as GitHub documents, and does it notice what GitHub would refuse? */

const REPO = "moda/catalogue";
const AT = { owner: "moda", repo: "catalogue" };
const NOW = "2026-03-02T01:00:00Z";
const ALL = {
  actions: "write",
  contents: "write",
  issues: "write",
  "pull-requests": "write",
  statuses: "write",
} as const;

const run = promisify(execFile);

let double: Double;

beforeEach(async () => {
  double = await startDouble({ now: NOW });
  double.world.account("lin");
  double.world.account("chen");
  double.world.account("operator");
  await double.world.createRepository(
    REPO,
    {
      "README.md": "# 目錄\n",
      "datasets/a/1.yaml": "title: 一\n",
      ".github/workflows/review.yml": "name: 審查\non: workflow_dispatch\n",
    },
    { chen: "write", operator: "admin" },
  );
});

afterEach(async () => {
  await double.close();
});

/** Nothing was asked for that the double does not know, and nothing broke GitHub's description. */
function expectClean() {
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const client = (token?: string) =>
  new Octokit({ baseUrl: double.url, log: quiet, ...(token === undefined ? {} : { auth: token }) });

const bot = (permissions: Record<string, "read" | "write"> = ALL) =>
  client(double.token("workflow", undefined, permissions, REPO));

const failure = async (promise: Promise<unknown>) => {
  const cause = await promise.then(
    () => undefined,
    (reason: unknown) =>
      reason as {
        status: number;
        message: string;
        response?: { headers: Record<string, string>; data: unknown };
      },
  );
  if (!cause) throw new Error("it was not refused");
  return cause;
};

/** A submission from a fork: the branch with one more dataset, ready for review. */
async function submit(name = "2", options: { draft?: boolean } = {}): Promise<number> {
  const lin = double.world.person("lin");
  if (!double.world.repositories().some(({ owner }) => owner === "lin")) await lin.fork(REPO);
  await lin.commit("lin/catalogue", `dataset-${name}`, { [`datasets/a/${name}.yaml`]: `title: ${name}\n` });
  return lin.openPullRequest(REPO, {
    head: `lin:dataset-${name}`,
    title: `新增 ${name}`,
    body: "請審查",
    ...options,
  });
}

describe("lists", () => {
  test("are cut into pages that the Link header leads through", async () => {
    const chen = double.world.person("chen");
    for (let at = 1; at <= 5; at++) await chen.openIssue(REPO, { title: `議題 ${at}` });
    const octokit = bot();
    const first = await octokit.issues.listForRepo({ ...AT, per_page: 2 });
    expect(first.headers.link).toMatch(
      /^<http:\/\/127\.0\.0\.1:\d+\/repositories\/\d+\/issues\?per_page=2&page=2>; rel="next", <[^>]+page=3>; rel="last"$/,
    );
    const all = await octokit.paginate(octokit.issues.listForRepo, { ...AT, per_page: 2 });
    expect(all.map(({ title }) => title)).toEqual(["議題 5", "議題 4", "議題 3", "議題 2", "議題 1"]);
    expect(double.requests).toHaveLength(4);
    expectClean();
  });

  test("never hold more than 100 at once", async () => {
    const chen = double.world.person("chen");
    for (let at = 1; at <= 101; at++) await chen.setLabel(REPO, { name: `l${at}` });
    const { data, headers } = await bot().issues.listLabelsForRepo({ ...AT, per_page: 500 });
    expect(data).toHaveLength(100);
    expect(headers.link).toContain('rel="next"');
  });

  test("show what changed since a time", async () => {
    const chen = double.world.person("chen");
    const number = await chen.openIssue(REPO, { title: "舊" });
    double.world.set("2026-03-03T01:00:00Z");
    await chen.openIssue(REPO, { title: "新" });
    const titles = async () =>
      (await bot().issues.listForRepo({ ...AT, since: "2026-03-02T12:00:00Z" })).data.map(
        ({ title }) => title,
      );
    expect(await titles()).toEqual(["新"]);
    double.world.set("2026-03-04T01:00:00Z");
    await chen.comment(REPO, number, "補充");
    expect(await titles()).toEqual(["新", "舊"]);
    expectClean();
  });
});

describe("versions", () => {
  test("what did not change is answered 304 and costs nothing", async () => {
    const number = await submit();
    const octokit = bot();
    const { headers } = await octokit.pulls.get({ ...AT, pull_number: number });
    const again = () =>
      octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
        ...AT,
        pull_number: number,
        headers: { "if-none-match": headers.etag! },
      });
    const unchanged = await failure(again());
    expect(unchanged.status).toBe(304);
    expect(unchanged.response!.headers["x-ratelimit-used"]).toBe("1");
    await double.world.person("chen").comment(REPO, number, "看過了");
    expect((await again()).status).toBe(200);
    expectClean();
  });

  test("every answer is dated by the double's clock", async () => {
    const dates = async () => [
      (await bot().repos.get(AT)).headers.date,
      (await failure(bot().request("GET /nothing"))).response!.headers.date,
      (await fetch(`${double.url}/${REPO}`)).headers.get("date"),
      (await fetch(`${double.url}/${REPO}.git/info/refs?service=git-upload-pack`)).headers.get("date"),
    ];
    expect(new Set(await dates())).toEqual(new Set(["Mon, 02 Mar 2026 01:00:00 GMT"]));
    double.world.set("2026-03-09T16:30:00Z");
    expect(new Set(await dates())).toEqual(new Set(["Mon, 09 Mar 2026 16:30:00 GMT"]));
  });
});

describe("who may", () => {
  test.each([
    [
      "a comment on a pull request",
      { issues: "write" },
      "pull_requests=write",
      (octokit: Octokit, number: number) =>
        octokit.issues.createComment({ ...AT, issue_number: number, body: "hi" }),
    ],
    [
      "reading a pull request",
      {},
      "pull_requests=read",
      (octokit: Octokit, number: number) => octokit.pulls.get({ ...AT, pull_number: number }),
    ],
    [
      "a label that is new",
      { "pull-requests": "write" },
      "issues=write",
      (octokit: Octokit, number: number) =>
        octokit.issues.addLabels({ ...AT, issue_number: number, labels: ["新的"] }),
    ],
    [
      "a status",
      { statuses: "read" },
      "statuses=write",
      (octokit: Octokit) =>
        octokit.repos.createCommitStatus({
          ...AT,
          sha: double.world.git(REPO).resolve("main")!,
          state: "success",
        }),
    ],
    [
      "a merge",
      { "pull-requests": "write" },
      "contents=write",
      (octokit: Octokit, number: number) => octokit.pulls.merge({ ...AT, pull_number: number }),
    ],
    [
      "starting a workflow",
      { contents: "write" },
      "actions=write",
      (octokit: Octokit) =>
        octokit.actions.createWorkflowDispatch({ ...AT, workflow_id: "review.yml", ref: "main" }),
    ],
    [
      "settings",
      ALL,
      "administration=write",
      (octokit: Octokit) => octokit.repos.update({ ...AT, allow_auto_merge: true }),
    ],
  ] as const)("a workflow without the permission is refused: %s", async (_name, permissions, wanted, act) => {
    const number = await submit();
    const cause = await failure(act(bot(permissions), number));
    expect(cause.status).toBe(403);
    expect(cause.message).toMatch(/^Resource not accessible by integration/);
    expect(cause.response!.headers["x-accepted-github-permissions"]).toBe(wanted);
    expectClean();
  });

  test("a workflow's token is for its own repository only", async () => {
    await double.world.createRepository("moda/other", { "README.md": "x\n" });
    const cause = await failure(bot().issues.create({ owner: "moda", repo: "other", title: "x" }));
    expect([cause.status, cause.message]).toEqual([
      403,
      expect.stringMatching(/^Resource not accessible by integration/),
    ]);
  });

  test("nobody in particular reads and does not write", async () => {
    const octokit = client();
    expect((await octokit.repos.get(AT)).headers["x-ratelimit-limit"]).toBe("60");
    expect((await failure(octokit.issues.create({ ...AT, title: "x" }))).status).toBe(401);
    expect((await failure(client("ghs_wrong").repos.get(AT))).message).toMatch(/^Bad credentials/);
    expect((await failure(octokit.repos.get({ owner: "moda", repo: "secret" }))).status).toBe(404);
    expectClean();
  });

  test("a user has his own rights", async () => {
    const chen = client(double.token("user", "chen"));
    const lin = client(double.token("user", "lin"));
    const sha = double.world.git(REPO).resolve("main")!;
    const status = { ...AT, sha, state: "success", context: "資料檢查" } as const;
    expect((await chen.repos.createCommitStatus(status)).data.creator?.login).toBe("chen");
    expect([403, 404]).toContain((await failure(lin.repos.createCommitStatus(status))).status);
    expect((await failure(chen.actions.getGithubActionsPermissionsRepository(AT))).status).toBe(403);
    expect((await chen.users.getAuthenticated()).data.login).toBe("chen");
    expect((await failure(bot().users.getAuthenticated())).status).toBe(403);
    const permission = async (username: string) =>
      (await bot().repos.getCollaboratorPermissionLevel({ ...AT, username })).data.role_name;
    expect(await Promise.all(["chen", "operator", "lin"].map(permission))).toEqual([
      "write",
      "admin",
      "read",
    ]);
    expectClean();
  });
});

describe("limits", () => {
  test("workflow tokens of one repository share 1,000 requests an hour", async () => {
    const [one, two] = [bot(), bot()];
    for (let at = 0; at < 500; at++) {
      await fetch(`${double.url}/repos/${REPO}/branches/main`, {
        headers: headersOf(double.token("workflow", undefined, ALL, REPO)),
      });
    }
    expect((await one.repos.get(AT)).headers["x-ratelimit-remaining"]).toBe("499");
    for (let at = 0; at < 499; at++) {
      await fetch(`${double.url}/repos/${REPO}`, {
        headers: headersOf(double.token("workflow", undefined, ALL, REPO)),
      });
    }
    const cause = await failure(two.repos.get(AT));
    expect([cause.status, cause.response!.headers["x-ratelimit-remaining"]]).toEqual([403, "0"]);
    expect(cause.message).toMatch(/^API rate limit exceeded for moda\/catalogue\./);
    // Asking costs nothing; an hour later everything is there again.
    expect((await two.rateLimit.get()).data.resources.core).toMatchObject({
      limit: 1_000,
      used: 1_000,
      remaining: 0,
    });
    double.world.advance(3_600_000);
    expect((await two.repos.get(AT)).headers["x-ratelimit-remaining"]).toBe("999");
    expectClean();
  });

  test("GraphQL's limit is an answer 200 with an error", async () => {
    const token = double.token("workflow", undefined, ALL, REPO);
    const ask = async () =>
      fetch(`${double.url}/graphql`, {
        method: "POST",
        headers: headersOf(token),
        body: JSON.stringify({ query: "{ viewer { login } }" }),
      });
    for (let at = 0; at < 1_000; at++) {
      const answer = await ask();
      if (at === 0) {
        expect(await answer.json()).toEqual({ data: { viewer: { login: "github-actions[bot]" } } });
        expect(answer.headers.get("x-ratelimit-used")).toBe("1");
      } else await answer.body!.cancel();
    }
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
    expect(double.requests[0]).toMatchObject({
      path: "/graphql",
      points: 1,
      write: false,
      login: "github-actions[bot]",
    });
  });

  test("who writes too fast is told to wait; who reads is not", async () => {
    double.faults.secondary({ perMinute: 2, retryAfter: 7 });
    const octokit = bot();
    await octokit.issues.create({ ...AT, title: "1" });
    await octokit.issues.create({ ...AT, title: "2" });
    const cause = await failure(octokit.issues.create({ ...AT, title: "3" }));
    expect([cause.status, cause.response!.headers["retry-after"]]).toEqual([403, "7"]);
    expect(cause.message).toContain("secondary rate limit");
    expect((await octokit.issues.listForRepo(AT)).data).toHaveLength(2);
    double.faults.secondary(undefined);
    await octokit.issues.create({ ...AT, title: "3" });
    expectClean();
  });
});

const headersOf = (token: string) => ({
  authorization: `Bearer ${token}`,
  "user-agent": "test",
  "content-type": "application/json",
});

describe("faults", () => {
  test("come in the planned number and to the planned requests", async () => {
    const octokit = bot();
    double.faults.next({ match: /\/issues/, status: 502, times: 2 });
    await octokit.repos.get(AT);
    expect((await failure(octokit.issues.listForRepo(AT))).status).toBe(502);
    expect((await failure(octokit.issues.listForRepo(AT))).status).toBe(502);
    expect((await octokit.issues.listForRepo(AT)).status).toBe(200);
    expect(double.faults.pending).toEqual([]);
  });

  test("429 tells when to come back", async () => {
    double.faults.next({ status: 429, retryAfter: 3 });
    const cause = await failure(bot().repos.get(AT));
    expect([cause.status, cause.response!.headers["retry-after"]]).toEqual([429, "3"]);
  });

  test("GraphQL fails with status 200", async () => {
    double.faults.next({ match: /graphql/, graphqlErrors: [{ message: "Something went wrong" }] });
    const cause = await failure(bot().graphql("{ viewer { login } }"));
    expect(cause.message).toContain("Something went wrong");
  });

  test("a cut connection, and one that never answers", async () => {
    double.faults.next({ cut: true });
    await expect(fetch(`${double.url}/repos/${REPO}`)).rejects.toThrow("fetch failed");
    double.faults.next({ hang: true });
    await expect(fetch(`${double.url}/repos/${REPO}`, { signal: AbortSignal.timeout(200) })).rejects.toThrow(
      "timeout",
    );
    expect(double.requests.map(({ status }) => status)).toEqual([0, 0]);
  });

  test("an answer may be lost after everything was done", async () => {
    const octokit = bot();
    double.faults.next({ match: /^POST/, status: 502, carriedOut: true });
    expect((await failure(octokit.issues.create({ ...AT, title: "一次" }))).status).toBe(502);
    expect((await octokit.issues.listForRepo(AT)).data.map(({ title }) => title)).toEqual(["一次"]);
  });

  test("schedules are dropped between two times", () => {
    double.faults.dropSchedule({
      workflow: "overdue.yml",
      from: "2026-03-02T00:00:00Z",
      to: "2026-03-03T00:00:00Z",
    });
    const dropped = (workflow: string, at: string) => double.faults.isScheduleDropped(workflow, new Date(at));
    expect(dropped("overdue.yml", "2026-03-02T00:00:00Z")).toBe(true);
    expect(dropped("overdue.yml", "2026-03-03T00:00:00Z")).toBe(false);
    expect(dropped("publish.yml", "2026-03-02T12:00:00Z")).toBe(false);
  });
});

describe("strictness", () => {
  test("an unknown route is answered 404 and written down", async () => {
    expect((await failure(bot().request("GET /repos/{owner}/{repo}/milestones", AT))).status).toBe(404);
    expect(double.unexpected).toEqual(["GET /repos/moda/catalogue/milestones"]);
  });

  test("what the double does not model is written down too", async () => {
    await failure(bot().issues.listForRepo({ ...AT, assignee: "chen" }));
    expect(double.unexpected).toEqual(["GET /repos/moda/catalogue/issues: not modelled: assignee"]);
  });

  test("a request that does not fit the description is answered 422 and written down", async () => {
    const octokit = bot();
    const wrong = await failure(octokit.request(`POST /repos/${REPO}/issues`, { title: ["x"] }));
    expect(wrong.status).toBe(422);
    const missing = await failure(octokit.request(`POST /repos/${REPO}/issues`));
    expect(missing.status).toBe(422);
    await octokit.issues.create({ ...AT, title: "x", boddy: "typo" } as never);
    await failure(octokit.issues.listForRepo({ ...AT, state: "opened" as never }));
    expect(double.violations).toEqual([
      expect.stringContaining("(issues/create): request body /title must be string"),
      expect.stringContaining("request body /title must be"),
      expect.stringContaining("request body /title must match a schema in anyOf"),
      "POST /repos/moda/catalogue/issues (issues/create): request body missing",
      "POST /repos/moda/catalogue/issues (issues/create): request body boddy",
      "GET /repos/moda/catalogue/issues (issues/list-for-repo): request query /state must be equal to one of the allowed values",
    ]);
  });

  test("a query that GitHub's schema does not know is written down", async () => {
    const cause = await failure(bot().graphql("{ viewer { logn } }"));
    expect(cause.message).toContain('Cannot query field "logn" on type "User"');
    expect(double.violations).toEqual([expect.stringContaining("logn")]);
  });

  test("bad JSON, an unknown media type, no user agent", async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${double.url}/repos/${REPO}/issues`, {
        method: "POST",
        headers: { ...headersOf(double.token("workflow", undefined, ALL, REPO)), ...headers },
        body,
      });
    const bad = await post("{");
    expect([bad.status, ((await bad.json()) as { message: string }).message]).toEqual([
      400,
      "Problems parsing JSON",
    ]);
    expect((await post(`{"title":"x"}`, { accept: "application/vnd.github.squirrel" })).status).toBe(415);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${double.url}/repos/${REPO}`, (answer) => resolve(answer.statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe("pull requests", () => {
  test("a merge that is not allowed is refused, with GitHub's status", async () => {
    const octokit = bot();
    const draft = await submit("2", { draft: true });
    expect(
      (await failure(octokit.pulls.merge({ ...AT, pull_number: draft, merge_method: "squash" }))).status,
    ).toBe(405);
    const number = await submit("3");
    const moved = await failure(
      octokit.pulls.merge({ ...AT, pull_number: number, merge_method: "squash", sha: "0".repeat(40) }),
    );
    expect(moved.status).toBe(409);
    expect((await failure(octokit.pulls.checkIfMerged({ ...AT, pull_number: number }))).status).toBe(404);
    expectClean();
  });

  test("a merge that is allowed is done", async () => {
    const octokit = bot();
    const number = await submit();
    const { data: pull } = await octokit.pulls.get({ ...AT, pull_number: number });
    expect(pull).toMatchObject({
      number,
      state: "open",
      draft: false,
      merged: false,
      user: { login: "lin" },
    });
    const { data } = await octokit.pulls.merge({
      ...AT,
      pull_number: number,
      merge_method: "squash",
      sha: pull.head.sha,
      commit_title: "新增 2",
    });
    expect(data.merged).toBe(true);
    expect((await octokit.pulls.checkIfMerged({ ...AT, pull_number: number })).status).toBe(204);
    const { data: content } = await octokit.repos.getContent({
      ...AT,
      path: "datasets/a/2.yaml",
      mediaType: { format: "raw" },
    });
    expect(content).toBe("title: 2\n");
    expect((await octokit.repos.getCommit({ ...AT, ref: "main" })).data).toMatchObject({
      sha: data.sha,
      files: [{ filename: "datasets/a/2.yaml", status: "added" }],
    });
    expectClean();
  });

  test("labels, comments, statuses and reviews show what was done", async () => {
    const octokit = bot();
    const number = await submit();
    const issue = { ...AT, issue_number: number };
    await octokit.issues.createLabel({
      ...AT,
      name: "審查中",
      color: "fbca04",
      description: "等待資料審查者",
    });
    expect(
      (await failure(octokit.issues.createLabel({ ...AT, name: "審查中", color: "fbca04" }))).response!.data,
    ).toMatchObject({
      errors: [{ resource: "Label", code: "already_exists", field: "name" }],
    });
    await octokit.issues.addLabels({ ...issue, labels: ["審查中"] });
    const { data: comment } = await octokit.issues.createComment({ ...issue, body: "狀態" });
    double.world.advance(60_000);
    const { data: edited } = await octokit.issues.updateComment({
      ...AT,
      comment_id: comment.id,
      body: "新狀態",
    });
    expect([edited.created_at, edited.updated_at]).toEqual(["2026-03-02T01:00:00Z", "2026-03-02T01:01:00Z"]);
    await octokit.reactions.createForIssueComment({ ...AT, comment_id: comment.id, content: "eyes" });
    const { data: pull } = await octokit.pulls.get({ ...AT, pull_number: number });
    expect(pull.labels.map(({ name }) => name)).toEqual(["審查中"]);
    for (const [context, state] of [
      ["資料檢查", "pending"],
      ["資料檢查", "success"],
      ["審查決定", "pending"],
    ] as const) {
      await octokit.repos.createCommitStatus({ ...AT, sha: pull.head.sha, state, context });
    }
    const { data: combined } = await octokit.repos.getCombinedStatusForRef({ ...AT, ref: pull.head.sha });
    expect([
      combined.state,
      combined.statuses.map(({ context, state }) => `${context} ${state}`).sort(),
    ]).toEqual(["pending", ["審查決定 pending", "資料檢查 success"]]);
    await octokit.pulls.requestReviewers({ ...AT, pull_number: number, reviewers: ["chen"] });
    await double.world.person("chen").review(REPO, number, "REQUEST_CHANGES", "請補欄位說明");
    expect((await octokit.pulls.listReviews({ ...AT, pull_number: number })).data).toMatchObject([
      { state: "CHANGES_REQUESTED", body: "請補欄位說明", user: { login: "chen" } },
    ]);
    await octokit.issues.removeLabel({ ...issue, name: "審查中" });
    const { data: timeline } = await octokit.issues.listEventsForTimeline(issue);
    expect(timeline.map(({ event }) => event)).toEqual([
      "labeled",
      "commented",
      "review_requested",
      "reviewed",
      "unlabeled",
    ]);
    expect((await octokit.pulls.listFiles({ ...AT, pull_number: number })).data).toMatchObject([
      { filename: "datasets/a/2.yaml", additions: 1, patch: "@@ -0,0 +1 @@\n+title: 2" },
    ]);
    expect((await octokit.pulls.listCommits({ ...AT, pull_number: number })).data).toHaveLength(1);
    expect(
      (await octokit.pulls.list({ ...AT, head: "lin:dataset-2" })).data.map((each) => each.number),
    ).toEqual([number]);
    expectClean();
  });

  test("the workflows' token cannot ask teams", async () => {
    const number = await submit();
    expect(
      (await failure(bot().pulls.requestReviewers({ ...AT, pull_number: number, team_reviewers: ["a"] })))
        .status,
    ).toBe(422);
  });

  test("a branch that fell behind is brought up to date", async () => {
    const operator = double.world.person("operator");
    await operator.commit(REPO, "proposal", { "datasets/a/9.yaml": "title: 9\n" });
    const number = await operator.openPullRequest(REPO, { head: "moda:proposal", title: "9" });
    const octokit = bot();
    expect((await failure(octokit.pulls.updateBranch({ ...AT, pull_number: number }))).status).toBe(422);
    await operator.commit(REPO, "main", { "README.md": "# 新目錄\n" });
    expect((await octokit.pulls.updateBranch({ ...AT, pull_number: number })).status).toBe(202);
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...AT, basehead: "main...proposal" });
    expect([data.status, data.behind_by, data.files?.map(({ filename }) => filename)]).toEqual([
      "ahead",
      0,
      ["datasets/a/9.yaml"],
    ]);
    expectClean();
  });
});

describe("contents", () => {
  test("blobs, trees, commits and refs make a branch of their own", async () => {
    const octokit = bot();
    const { data: blob } = await octokit.git.createBlob({
      ...AT,
      content: Buffer.from("[]\n").toString("base64"),
      encoding: "base64",
    });
    const { data: tree } = await octokit.git.createTree({
      ...AT,
      tree: [
        { path: "review/overdue.json", mode: "100644", type: "blob", sha: blob.sha },
        { path: "review/submissions.json", mode: "100644", type: "blob", content: "{}\n" },
      ],
    });
    const { data: commit } = await octokit.git.createCommit({
      ...AT,
      message: "快照",
      tree: tree.sha,
      parents: [],
    });
    await octokit.git.createRef({ ...AT, ref: "refs/heads/snapshots", sha: commit.sha });
    expect(
      (await failure(octokit.git.createRef({ ...AT, ref: "refs/heads/snapshots", sha: commit.sha }))).status,
    ).toBe(422);
    const { data: whole } = await octokit.git.getTree({ ...AT, tree_sha: "snapshots", recursive: "1" });
    expect(whole.tree.map(({ path, type, mode }) => `${mode} ${type} ${path}`)).toEqual([
      "040000 tree review",
      "100644 blob review/overdue.json",
      "100644 blob review/submissions.json",
    ]);
    // A commit that does not follow on the branch's tip.
    const { data: other } = await octokit.git.createCommit({
      ...AT,
      message: "別的",
      tree: tree.sha,
      parents: [],
    });
    const refused = await failure(octokit.git.updateRef({ ...AT, ref: "heads/snapshots", sha: other.sha }));
    expect([refused.status, refused.message]).toEqual([
      422,
      expect.stringMatching(/^Update is not a fast forward/),
    ]);
    const { data: next } = await octokit.git.createCommit({
      ...AT,
      message: "下一份",
      tree: tree.sha,
      parents: [commit.sha],
    });
    await octokit.git.updateRef({ ...AT, ref: "heads/snapshots", sha: next.sha });
    expect((await octokit.git.getRef({ ...AT, ref: "heads/snapshots" })).data.object.sha).toBe(next.sha);
    expect(
      (await octokit.repos.getContent({ ...AT, path: "review/overdue.json", ref: "snapshots" })).data,
    ).toMatchObject({
      type: "file",
      encoding: "base64",
      content: "W10K\n",
      sha: blob.sha,
    });
    expect((await octokit.repos.listBranches(AT)).data.map(({ name }) => name)).toEqual([
      "main",
      "snapshots",
    ]);
    await octokit.git.deleteRef({ ...AT, ref: "heads/snapshots" });
    expect((await failure(octokit.repos.getBranch({ ...AT, branch: "snapshots" }))).status).toBe(404);
    expectClean();
  });

  test("a file is written only over the version that the writer knows", async () => {
    const octokit = client(double.token("user", "operator"));
    const file = {
      ...AT,
      path: "README.md",
      message: "改",
      content: Buffer.from("# 改\n").toString("base64"),
    };
    expect((await failure(octokit.repos.createOrUpdateFileContents(file))).status).toBe(422);
    expect(
      (await failure(octokit.repos.createOrUpdateFileContents({ ...file, sha: "0".repeat(40) }))).status,
    ).toBe(409);
    const { data } = await octokit.repos.getContent({ ...AT, path: "README.md" });
    const { status } = await octokit.repos.createOrUpdateFileContents({
      ...file,
      sha: (data as { sha: string }).sha,
    });
    expect(status).toBe(200);
    expect((await octokit.repos.createOrUpdateFileContents({ ...file, path: "新.md" })).status).toBe(201);
    expect((await octokit.repos.getContent({ ...AT, path: "" })).data).toMatchObject([
      { name: ".github" },
      { name: "README.md" },
      { name: "datasets", type: "dir" },
      { name: "新.md" },
    ]);
    expectClean();
  });

  test("git clones with a token and without, and pushes only with one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "double-clone-"));
    try {
      const git = (...args: string[]) =>
        run("git", ["-c", "credential.helper=", ...args], {
          env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null" },
        });
      const remote = `${double.url}/${REPO}.git`;
      await git("clone", "--quiet", remote, join(folder, "public"));
      expect(await readFile(join(folder, "public/README.md"), "utf8")).toBe("# 目錄\n");
      const token = double.token("user", "chen");
      const basic = `http.extraHeader=Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
      const copy = join(folder, "copy");
      await git("-c", basic, "clone", "--quiet", remote, copy);
      await writeFile(join(copy, "new.md"), "x\n");
      await git("-C", copy, "checkout", "--quiet", "-b", "topic");
      await git("-C", copy, "add", "new.md");
      await git(
        "-C",
        copy,
        "-c",
        "user.name=chen",
        "-c",
        "user.email=chen@example.test",
        "commit",
        "--quiet",
        "-m",
        "new",
      );
      await expect(git("-C", copy, "push", "--quiet", "origin", "topic")).rejects.toThrow();
      await git("-C", copy, "-c", basic, "push", "--quiet", "origin", "topic");
      expect(double.world.git(REPO).refs.has("refs/heads/topic")).toBe(true);
      expect(double.world.deliveries.filter(({ event }) => event === "push").at(-1)).toMatchObject({
        actor: "chen",
        repository: REPO,
      });
      await expect(
        git("clone", "--quiet", `${double.url}/moda/nothing.git`, join(folder, "nothing")),
      ).rejects.toThrow();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("Actions", () => {
  test("artifacts are downloaded through a redirect to a store of their own", async () => {
    const head = double.world.git(REPO).resolve("main")!;
    const workflowRun = double.world.addRun(REPO, {
      workflow: "review.yml",
      name: "審查",
      event: "pull_request",
      status: "completed",
      conclusion: "success",
      headSha: head,
    });
    double.world.addArtifact(REPO, workflowRun.id, "links", { "links.json": Buffer.from("[]") });
    const octokit = bot({ actions: "read" });
    const { data: runs } = await octokit.actions.listWorkflowRuns({
      ...AT,
      workflow_id: "review.yml",
      status: "success",
    });
    expect(runs.workflow_runs.map(({ id }) => id)).toEqual([workflowRun.id]);
    const { data } = await octokit.actions.listWorkflowRunArtifacts({
      ...AT,
      run_id: workflowRun.id,
      name: "links",
    });
    expect(data.total_count).toBe(1);
    const artifact = { ...AT, artifact_id: data.artifacts[0]!.id, archive_format: "zip" };
    const moved = await octokit.actions.downloadArtifact({ ...artifact, request: { redirect: "manual" } });
    expect(moved.headers.location).toMatch(/\/_storage\//);
    const { data: zip } = await octokit.actions.downloadArtifact(artifact);
    expect(strFromU8(unzipSync(new Uint8Array(zip as ArrayBuffer))["links.json"]!)).toBe("[]");
    workflowRun.artifacts[0]!.expired = true;
    expect((await failure(octokit.actions.downloadArtifact(artifact))).status).toBe(410);
    expect((await failure(client().actions.downloadArtifact(artifact))).status).toBe(401);
    expectClean();
  });

  test("a dispatch starts a workflow, even from the workflows' own token", async () => {
    await bot().actions.createWorkflowDispatch({
      ...AT,
      workflow_id: "review.yml",
      ref: "main",
      inputs: { number: "3" },
    });
    expect(double.world.deliveries.at(-1)).toMatchObject({
      event: "workflow_dispatch",
      byWorkflowToken: true,
      payload: { inputs: { number: "3" } },
    });
    expect(
      (
        await failure(
          bot().actions.createWorkflowDispatch({ ...AT, workflow_id: "nothing.yml", ref: "main" }),
        )
      ).status,
    ).toBe(404);
    expect((await bot().actions.getWorkflow({ ...AT, workflow_id: "review.yml" })).data).toMatchObject({
      name: "審查",
      state: "active",
      path: ".github/workflows/review.yml",
    });
    expectClean();
  });
});

describe("settings", () => {
  test("are what an administrator wrote, and writing them twice changes nothing", async () => {
    const octokit = client(double.token("user", "operator"));
    const wanted = { allow_auto_merge: true, allow_merge_commit: false, delete_branch_on_merge: true };
    await octokit.repos.update({ ...AT, ...wanted });
    expect((await octokit.repos.get(AT)).data).toMatchObject(wanted);
    expect((await failure(octokit.repos.getPages(AT))).status).toBe(404);
    await octokit.repos.createPagesSite({ ...AT, build_type: "workflow" });
    expect((await failure(octokit.repos.createPagesSite({ ...AT, build_type: "workflow" }))).status).toBe(
      409,
    );
    await octokit.repos.updateInformationAboutPagesSite({
      ...AT,
      https_enforced: true,
      build_type: "workflow",
    });
    expect((await octokit.repos.getPages(AT)).data).toMatchObject({
      build_type: "workflow",
      https_enforced: true,
    });
    await octokit.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
      ...AT,
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
    expect((await octokit.actions.getGithubActionsDefaultWorkflowPermissionsRepository(AT)).data).toEqual({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
    await octokit.actions.setGithubActionsPermissionsRepository({
      ...AT,
      enabled: true,
      allowed_actions: "all",
    });
    expect((await octokit.actions.getGithubActionsPermissionsRepository(AT)).data).toMatchObject({
      enabled: true,
      allowed_actions: "all",
    });
    expect(
      (await octokit.repos.listCollaborators(AT)).data
        .map(({ login, role_name }) => `${login} ${role_name}`)
        .sort(),
    ).toEqual(["chen write", "operator admin"]);
    expectClean();
  });

  test("rulesets", async () => {
    const octokit = client(double.token("user", "operator"));
    const ruleset = {
      name: "main",
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        { type: "deletion" },
        {
          type: "pull_request",
          parameters: {
            required_approving_review_count: 1,
            require_code_owner_review: true,
            dismiss_stale_reviews_on_push: true,
            require_last_push_approval: false,
            required_review_thread_resolution: false,
          },
        },
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: false,
            required_status_checks: [{ context: "資料檢查", integration_id: 15368 }],
          },
        },
      ],
      bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
    } as const;
    const { data: created } = await octokit.repos.createRepoRuleset({
      ...AT,
      ...(ruleset as unknown as { name: string; enforcement: "active" }),
    });
    expect(
      (await failure(octokit.repos.createRepoRuleset({ ...AT, name: "main", enforcement: "active" }))).status,
    ).toBe(422);
    expect((await octokit.repos.getRepoRulesets(AT)).data).toMatchObject([{ id: created.id, name: "main" }]);
    expect((await octokit.repos.getRepoRuleset({ ...AT, ruleset_id: created.id })).data).toMatchObject(
      ruleset,
    );
    await octokit.repos.updateRepoRuleset({ ...AT, ruleset_id: created.id, enforcement: "disabled" });
    const { data: seen } = await bot().repos.getRepoRuleset({ ...AT, ruleset_id: created.id });
    expect(seen.enforcement).toBe("disabled");
    expect(seen).not.toHaveProperty("bypass_actors");
    expectClean();
  });

  test("CODEOWNERS is checked as the page of the repository does", async () => {
    await double.world
      .person("operator")
      .commit(REPO, "main", { ".github/CODEOWNERS": "* @operator\n/datasets/a/ @nobody-at-all\n" });
    const { data } = await bot().repos.codeownersErrors(AT);
    expect(data.errors).toMatchObject([{ line: 2, path: ".github/CODEOWNERS" }]);
    expectClean();
  });
});

describe("pages for people", () => {
  test("list submissions and show one with its conversation", async () => {
    const number = await submit();
    const { world } = double;
    await world.person("chen").label(REPO, number, "審查中");
    await world
      .person("chen")
      .comment(
        REPO,
        number,
        "@lin 請補 #1\n\n| 欄位 | 值 |\n|---|---|\n| 名稱 | <script>alert(1)</script> |",
      );
    await world.person("chen").review(REPO, number, "REQUEST_CHANGES", "缺主要欄位說明");
    const read = async (path: string) =>
      (await fetch(double.url + path, { headers: { accept: "text/html" } })).text();
    const list = await read(`/${REPO}/pulls`);
    expect(list).toContain(`href="/${REPO}/pull/${number}"`);
    expect(list).toContain("審查中");
    const shown = await read(`/${REPO}/pull/${number}`);
    for (const text of [
      "新增 2",
      "請審查",
      "要求修改",
      "缺主要欄位說明",
      '<span class="mention">@lin</span>',
      "<td>名稱</td>",
      "2026-03-02 09:00",
    ]) {
      expect(shown).toContain(text);
    }
    expect(shown).not.toContain("alert(1)");
    expect(await read(`/${REPO}/pull/${number}/files`)).toContain("+title: 2");
    expect(await read(`/${REPO}/blob/main/README.md`)).toContain("# 目錄");
    expect((await fetch(`${double.url}/moda/nothing`, { headers: { accept: "text/html" } })).status).toBe(
      404,
    );
    expectClean();
  });

  test.each([
    ["<script>alert(1)</script>x", "x"],
    ['<img src="x" onerror="alert(1)">', "<img>"],
    ["[x](javascript:alert(1))", "<p><a>x</a></p>"],
    [
      "<details><summary>細節</summary>\n\n**粗**\n\n</details>",
      "<details><summary>細節</summary>\n<p><strong>粗</strong></p>\n</details>",
    ],
    ["<!-- catalogue-status 0123456789abcdef -->\n一\n二", "\n<p>一<br>二</p>"],
    ["<style>*{display:none}</style><iframe src=//x></iframe>y", "y"],
    [
      '<a href="https://example.test" onclick="x()" target="_blank">y</a>',
      '<p><a href="https://example.test">y</a></p>',
    ],
    ["<form action=/x><input name=q><button>z</button></form>", "z"],
    [
      "`@lin` @chen a@b.tw",
      '<p><code>@lin</code> <span class="mention">@chen</span> <a href="mailto:a@b.tw">a@b.tw</a></p>',
    ],
  ])("Markdown lets through what GitHub does: %s", (markdown, html) => {
    expect(renderMarkdown(markdown, "/moda/catalogue").trim()).toBe(html.trim());
  });
});

test("the environment of a workflow's step leads to the double", async () => {
  const token = double.token("workflow", undefined, ALL, REPO);
  const environment = double.environment(token, REPO);
  expect(environment).toEqual({
    GITHUB_API_URL: double.url,
    GITHUB_GRAPHQL_URL: `${double.url}/graphql`,
    GITHUB_SERVER_URL: double.url,
    GITHUB_REPOSITORY: REPO,
    GITHUB_TOKEN: token,
  });
});
