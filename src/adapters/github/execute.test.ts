import { expect, test } from "vitest";
import type { Action } from "../../review/actions.ts";
import type { PullRequestRecord } from "../../review/records.ts";
import { connect } from "./client.ts";
import { ensureLabels, execute, publishIfBehind } from "./execute.ts";
import { type Call, type Reply, startServer } from "./server.test-helper.ts";

const HEAD = "a".repeat(40);
const record = { id: "PR_1", number: 7, head: HEAD } as PullRequestRecord;

async function server(answer: (call: Call) => Reply | undefined) {
  const started = await startServer(answer);
  const github = await connect(started.environment, { writePauseMs: 0 });
  return { github, calls: started.calls };
}

const ok: Reply = { json: {} };
/** What was asked, without the first query. */
const asked = (calls: Call[]) =>
  calls
    .slice(1)
    .map(({ method, path, body }) => [
      `${method} ${decodeURIComponent(path)}`,
      path === "/graphql" ? { name: /mutation (\w+)/.exec(body.query)![1], ...body.variables } : body,
    ]);

test("carries out every action in its order", async () => {
  const { github, calls } = await server(({ path, body }) => {
    if (path === "/graphql") return /mutation/.test(body.query) ? { json: { data: {} } } : undefined;
    if (path.startsWith("/repos/gov/catalogue/labels?")) return { json: [{ name: "審查中" }] };
    if (path.endsWith("/comments")) return { status: 201, json: { node_id: "IC_9" } };
    return ok;
  });
  const actions: Action[] = [
    { type: "setStatus", context: "資料檢查", state: "failure", description: "錯".repeat(200) },
    { type: "addLabels", labels: ["審查中", "新增"] },
    { type: "removeLabel", label: "暫存" },
    { type: "comment", body: "說明" },
    { type: "editComment", id: "IC_1", body: "改" },
    { type: "deleteComment", id: "IC_2" },
    { type: "requestReview", reviewers: ["ra"] },
    { type: "markReady" },
    { type: "markDraft" },
    { type: "enableAutoMerge" },
    { type: "disableAutoMerge" },
    { type: "merge", head: HEAD, title: "標題", message: "內文" },
  ];
  const outcome = await execute(github, record, actions);
  expect(outcome).toEqual({ done: actions, refused: [] });
  const repo = "/repos/gov/catalogue";
  expect(asked(calls)).toEqual([
    [
      `POST ${repo}/statuses/${HEAD}`,
      { context: "資料檢查", state: "failure", description: "錯".repeat(140) },
    ],
    [`GET ${repo}/labels?per_page=100&page=1`, undefined],
    [`POST ${repo}/labels`, { name: "新增", color: "c2e0c6", description: "新增資料集" }],
    [`POST ${repo}/issues/7/labels`, { labels: ["審查中", "新增"] }],
    [`DELETE ${repo}/issues/7/labels/暫存`, undefined],
    [`POST ${repo}/issues/7/comments`, { body: "說明" }],
    ["POST /graphql", { name: "EditComment", id: "IC_1", body: "改" }],
    ["POST /graphql", { name: "DeleteComment", id: "IC_2" }],
    [`POST ${repo}/pulls/7/requested_reviewers`, { reviewers: ["ra"] }],
    ["POST /graphql", { name: "MarkReady", id: "PR_1" }],
    ["POST /graphql", { name: "MarkDraft", id: "PR_1" }],
    ["POST /graphql", { name: "EnableAutoMerge", id: "PR_1" }],
    ["POST /graphql", { name: "DisableAutoMerge", id: "PR_1" }],
    [
      `PUT ${repo}/pulls/7/merge`,
      { sha: HEAD, merge_method: "squash", commit_title: "標題", commit_message: "內文" },
    ],
  ]);
  expect(github.usage.writes).toBe(13);
});

const merge: Action = { type: "merge", head: HEAD, title: "標題", message: "內文" };
const comment: Action = { type: "comment", body: "說明" };

test.each([
  [405, "Pull Request is not mergeable"],
  [409, "Head branch was modified. Review and try the merge again."],
])("a merge that is refused with %i is told, and the rest goes on", async (status, message) => {
  const { github } = await server(({ path }) =>
    path.endsWith("/merge")
      ? { status, json: { message } }
      : path === "/graphql"
        ? undefined
        : { json: { node_id: "IC" } },
  );
  const outcome = await execute(github, record, [merge, comment]);
  expect(outcome.done).toEqual([comment]);
  expect(outcome.refused).toEqual([
    {
      action: merge,
      message: `PUT /repos/gov/catalogue/pulls/7/merge 失敗：${status} ${message}。請依 GitHub 的回覆處理；若看不懂，請把這一行轉給平臺管理者`,
    },
  ]);
});

test("a merge is tried again when the main branch has just moved", async () => {
  let tries = 0;
  const { github } = await server(({ path }) => {
    if (!path.endsWith("/merge")) return undefined;
    tries++;
    return tries === 1
      ? { status: 405, json: { message: "Base branch was modified. Review and try the merge again." } }
      : ok;
  });
  expect((await execute(github, record, [merge])).done).toEqual([merge]);
  expect(tries).toBe(2);
});

test("a mutation that GitHub refuses is told", async () => {
  const { github } = await server(({ body }) =>
    /mutation/.test(body?.query ?? "")
      ? {
          json: {
            data: null,
            errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
          },
        }
      : undefined,
  );
  const outcome = await execute(github, record, [{ type: "markDraft" }]);
  expect(outcome.done).toEqual([]);
  expect(outcome.refused[0]!.message).toMatch(/^GraphQL 查詢失敗：Resource not accessible by integration。/);
});

test("after a fault nobody knows what became of a comment: it is not sent again, and what follows is left", async () => {
  const { github, calls } = await server(({ path }) =>
    path.endsWith("/comments") ? { status: 502, json: { message: "Server Error" } } : undefined,
  );
  const outcome = await execute(github, record, [comment, { type: "markReady" }]);
  expect(outcome).toMatchObject({ done: [], refused: [] });
  expect(outcome.uncertain).toBe(
    "POST /repos/gov/catalogue/issues/7/comments 失敗：502 Server Error。GitHub 或網路暫時故障；下一次執行會補上",
  );
  expect(calls).toHaveLength(2);
});

test("a label that is gone already, or that somebody else made meanwhile, is no failure", async () => {
  const { github } = await server(({ method, path }) => {
    if (method === "DELETE") return { status: 404, json: { message: "Label does not exist" } };
    if (path.startsWith("/repos/gov/catalogue/labels?")) return { json: [] };
    if (path === "/repos/gov/catalogue/labels") return { status: 422, json: { message: "already_exists" } };
    return path === "/graphql" ? undefined : ok;
  });
  const outcome = await execute(github, record, [
    { type: "removeLabel", label: "暫存" },
    { type: "addLabels", labels: ["新增"] },
  ]);
  expect(outcome.refused).toEqual([]);
  expect(outcome.done).toHaveLength(2);
});

test("a comment that another run deleted already is no failure", async () => {
  const { github } = await server(({ body }) =>
    /mutation/.test(body?.query ?? "")
      ? {
          json: {
            data: { deleteIssueComment: null },
            errors: [
              { type: "NOT_FOUND", path: ["deleteIssueComment"], message: "Could not resolve to a node" },
            ],
          },
        }
      : undefined,
  );
  const gone: Action = { type: "deleteComment", id: "IC_1" };
  expect(await execute(github, record, [gone])).toEqual({ done: [gone], refused: [] });
});

test("labels are listed once a run, to the last page", async () => {
  const names = Array.from({ length: 130 }, (_, index) => ({ name: `l${index}` }));
  const { github, calls } = await server(({ path }) => {
    const page = /labels\?per_page=100&page=(\d)/.exec(path)?.[1];
    return page
      ? { json: page === "1" ? names.slice(0, 100) : [...names.slice(100), { name: "新增" }] }
      : undefined;
  });
  await ensureLabels(github, ["新增"]);
  await ensureLabels(github, ["新增"]);
  expect(calls).toHaveLength(3);
});

test("a token that is no longer valid ends the run", async () => {
  const { github } = await server(({ path }) =>
    path === "/graphql" ? undefined : { status: 401, json: { message: "Bad credentials" } },
  );
  await expect(execute(github, record, [comment])).rejects.toMatchObject({ status: 401 });
});

const RUNS = "/repos/gov/catalogue/actions/workflows/publish.yml";

test.each([
  ["for the main branch's head: nothing", "tip", false],
  ["for an older commit: it is started", "older", true],
  ["there is none yet: it is started", undefined, true],
])("publishing, newest run %s", async (_, sha, started) => {
  const { github, calls } = await server(({ path }) => {
    if (path.includes("/git/ref/heads")) return { json: { object: { sha: "tip" } } };
    if (path.startsWith(`${RUNS}/runs`)) return { json: { workflow_runs: sha ? [{ head_sha: sha }] : [] } };
    return path.endsWith("/dispatches") ? { status: 204 } : undefined;
  });
  await expect(publishIfBehind(github)).resolves.toBe(started);
  expect(asked(calls)).toEqual([
    ["GET /repos/gov/catalogue/git/ref/heads/main", undefined],
    [`GET ${RUNS}/runs?branch=main&per_page=1`, undefined],
    ...(started ? [[`POST ${RUNS}/dispatches`, { ref: "main" }]] : []),
  ]);
});
