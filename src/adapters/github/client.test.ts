import { expect, test, vi } from "vitest";
import { connect, EnvironmentError, usageLine, writePause } from "./client.ts";
import { explain, statusOf } from "./log.ts";
import { type Reply, startServer } from "./server.test-helper.ts";

const quick = { writePauseMs: 0 };
const issue = { owner: "gov", repo: "catalogue", issue_number: 1 };

/** Answers in turn to everything but the first query. */
async function connected(replies: Reply[], options = quick) {
  const server = await startServer((call) =>
    /query Connect\b/.test(call.body?.query ?? "") ? undefined : replies.shift(),
  );
  const github = await connect(server.environment, options);
  return { github, server };
}

test("connects: who the token is, the default branch, the server's clock", async () => {
  const { github, server } = await connected([]);
  expect(github).toMatchObject({
    owner: "gov",
    repo: "catalogue",
    bot: "github-actions[bot]",
    defaultBranch: "main",
    serverUrl: server.url,
    usage: { requests: 1, writes: 0, points: 1 },
  });
  expect(github.now().toISOString()).toBe("2026-01-05T01:00:00.000Z");
  expect(server.calls[0]!.headers["user-agent"]).toMatch(/^open-data-catalogue-bot /);
  expect(server.calls[0]!.headers.authorization).toBe("token ghs_secret");
});

test.each([
  [{}, "沒有 GITHUB_TOKEN；請在工作流程的 env 設定它"],
  [{ GITHUB_TOKEN: "t" }, "GITHUB_REPOSITORY 應為「擁有者/儲存庫」"],
  [{ GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "a/b/../c" }, "GITHUB_REPOSITORY 應為「擁有者/儲存庫」"],
])("refuses to run without its settings: %j", async (environment, message) => {
  await expect(connect(environment)).rejects.toThrow(new EnvironmentError(message));
});

test("the pause between writes is a number of milliseconds", () => {
  expect(writePause({})).toEqual({});
  expect(writePause({ CATALOGUE_WRITE_PAUSE_MS: "250" })).toEqual({ writePauseMs: 250 });
  expect(() => writePause({ CATALOGUE_WRITE_PAUSE_MS: "-1" })).toThrow(
    "CATALOGUE_WRITE_PAUSE_MS 應為毫秒數，不能是 -1",
  );
});

test("an answer without a time is no clock", async () => {
  const server = await startServer(() => ({
    json: { data: { viewer: { login: "x" }, repository: { defaultBranchRef: { name: "main" } } } },
    headers: { date: "soon" },
  }));
  await expect(connect(server.environment, quick)).rejects.toThrow("GitHub 的回覆沒有時間");
});

test.each<[string, Reply]>([
  ["a fault of the server", { status: 502, json: { message: "Server Error" } }],
  ["a cut connection", "cut"],
  [
    "a secondary limit",
    {
      status: 403,
      json: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "1" },
    },
  ],
  [
    "a limit told with 429",
    {
      status: 429,
      json: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "1" },
    },
  ],
])("reads again after %s", async (_, fault) => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { github, server } = await connected([fault, { json: { number: 1 } }]);
  const { data } = await github.rest.issues.get(issue);
  expect(data).toEqual({ number: 1 });
  expect(server.calls).toHaveLength(3);
});

test("reads again after a query that met the limit, answered with 200", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const limited: Reply = {
    json: { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
  };
  const { github } = await connected([
    limited,
    { json: { data: { rateLimit: { cost: 3 }, viewer: { login: "x" } } } },
  ]);
  await expect(github.graphql("query { rateLimit { cost } viewer { login } }", {})).resolves.toMatchObject({
    viewer: { login: "x" },
  });
  expect(github.usage).toEqual({ requests: 3, writes: 0, points: 4 });
});

test("does not wait longer than a run may last, and says so", async () => {
  const lines = vi.spyOn(console, "error").mockImplementation(() => {});
  const { github, server } = await connected([
    {
      status: 403,
      json: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "3600" },
    },
  ]);
  const failure = await github.rest.issues.get(issue).catch((cause: unknown) => cause);
  expect(server.calls).toHaveLength(2);
  expect(explain(failure)).toBe(
    "GET /repos/gov/catalogue/issues/1 失敗：403 You have exceeded a secondary rate limit.。用量已達上限；稍候再執行，下一次排程也會補上",
  );
  expect(lines.mock.calls[0]![0]).toBe(
    "GitHub 用量上限：GET /repos/{owner}/{repo}/issues/{issue_number}，需等候 3600 秒，不再嘗試",
  );
});

test.each([400, 401, 403, 404, 405, 409, 410, 422])(
  "does not repeat what is refused with %i",
  async (status) => {
    const { github, server } = await connected([{ status, json: { message: "No" } }]);
    const failure = await github.rest.issues.get(issue).catch((cause: unknown) => cause);
    expect(statusOf(failure)).toBe(status);
    expect(server.calls).toHaveLength(2);
  },
);

test("a write that must not happen twice is sent once", async () => {
  const { github, server } = await connected(["cut"]);
  const failure = await github.rest.issues
    .createComment({ ...issue, body: "x", request: { retries: 0 } })
    .catch((cause: unknown) => cause);
  expect(statusOf(failure)).toBe(500);
  expect(server.calls).toHaveLength(2);
});

test("names the missing permission", async () => {
  const { github } = await connected([
    {
      status: 403,
      json: { message: "Resource not accessible by integration" },
      headers: { "x-accepted-github-permissions": "statuses=write" },
    },
  ]);
  const failure = await github.rest.issues.get(issue).catch((cause: unknown) => cause);
  expect(explain(failure)).toBe(
    "GET /repos/gov/catalogue/issues/1 失敗：403 Resource not accessible by integration。" +
      "權杖缺少權限（需要 statuses=write）；請在工作流程的 permissions 加上這項權限，並確認儲存庫設定允許",
  );
});

test("pauses between writes, not between readings", async () => {
  const replies = Array.from({ length: 6 }, (): Reply => ({ json: {} }));
  const { github } = await connected(replies, { writePauseMs: 400 });
  const start = performance.now();
  await github.rest.issues.get(issue);
  await github.rest.issues.get(issue);
  expect(performance.now() - start).toBeLessThan(350);
  for (let i = 0; i < 3; i++) await github.rest.issues.createComment({ ...issue, body: "x" });
  expect(performance.now() - start).toBeGreaterThan(790);
  expect(usageLine(github.usage)).toBe("GitHub：6 次請求，其中 3 次寫入；GraphQL 1 點");
});

test("teams that the token may not see leave the rest of an answer standing", async () => {
  const partial = (path: string[]): Reply => ({
    json: {
      data: { rateLimit: { cost: 2 }, node: { id: "x" } },
      errors: [{ type: "FORBIDDEN", path, message: "Resource not accessible by integration" }],
    },
  });
  const { github } = await connected([partial(["node", "requestedReviewer"]), partial(["node", "title"])]);
  await expect(github.graphql("query { node }", {})).resolves.toMatchObject({ node: { id: "x" } });
  const failure = await github.graphql("query { node }", {}).catch((cause: unknown) => cause);
  expect(explain(failure)).toMatch(
    /^GraphQL 查詢失敗：Resource not accessible by integration。權杖缺少權限；/,
  );
  expect(github.usage.points).toBe(3);
});
