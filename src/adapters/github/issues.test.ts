import { expect, test } from "vitest";
import type { GitHub } from "./client.ts";
import { listRequestIssues, readIssue, readNotices } from "./issues.ts";

const BOT = { __typename: "Bot", login: "github-actions" };
const text = (id: string, over = {}) => ({
  id,
  body: id,
  url: `https://github.com/gov/catalogue/issues/3#${id}`,
  createdAt: "2026-01-05T01:00:00Z",
  viewerDidAuthor: false,
  lastEditedAt: null,
  author: { __typename: "User", login: "officer" },
  editor: null,
  ...over,
});
const page = (nodes: unknown[], endCursor?: string) => ({
  pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
  nodes,
});
const issue = (number: number, over = {}) => ({
  ...text(`I${number}`),
  number,
  title: `議題 ${number}`,
  state: "OPEN",
  labels: { nodes: [{ name: "上下架申請" }] },
  comments: page([]),
  ...over,
});

function answering(...answers: unknown[]) {
  const asked: Record<string, unknown>[] = [];
  const github = {
    owner: "gov",
    repo: "catalogue",
    bot: "github-actions[bot]",
    graphql: async (_: string, variables: Record<string, unknown>) => {
      asked.push(variables);
      return answers.shift();
    },
  } as unknown as GitHub;
  return { github, asked };
}

test("reads an issue with all its comments: whose they are, and what was changed since", async () => {
  const later = { lastEditedAt: "2026-01-06T01:00:00Z" };
  const { github, asked } = answering(
    { repository: { issue: issue(3, { comments: page([text("C1", later), null], "x") }) } },
    {
      node: {
        comments: page([
          text("C2", { viewerDidAuthor: true, author: BOT, ...later, editor: BOT }),
          text("C3", {
            viewerDidAuthor: true,
            author: BOT,
            ...later,
            editor: { __typename: "User", login: "x" },
          }),
          text("C4", { author: null }),
        ]),
      },
    },
  );
  const record = (await readIssue(github, 3))!;
  expect(record).toMatchObject({
    number: 3,
    open: true,
    account: "officer",
    edited: false,
    labels: ["上下架申請"],
  });
  expect(
    record.comments.map(({ id, account, own, edited, tampered }) => [id, account, own, edited, tampered]),
  ).toEqual([
    ["C1", "officer", false, true, true],
    ["C2", "github-actions[bot]", true, true, false],
    ["C3", "github-actions[bot]", true, true, true],
    ["C4", "", false, false, false],
  ]);
  expect(asked[1]).toEqual({ id: "I3", after: "x" });
});

test("a number that is no issue is none", async () => {
  const missing = Object.assign(new Error("x"), {
    name: "GraphqlResponseError",
    errors: [{ type: "NOT_FOUND", message: "Could not resolve to an Issue with the number of 9." }],
  });
  const github = { graphql: () => Promise.reject(missing) } as unknown as GitHub;
  await expect(readIssue(github, 9)).resolves.toBeUndefined();
});

test("requests are open issues with the form's label", async () => {
  const { github, asked } = answering({ repository: { issues: { nodes: [issue(4), null] } } });
  expect((await listRequestIssues(github)).map((each) => each.number)).toEqual([4]);
  expect(asked[0]).toMatchObject({ label: "上下架申請", states: ["OPEN"] });
});

test("notices stand in the bot's own issues only, closed ones included; the newest of a title counts", async () => {
  const own = { viewerDidAuthor: true, author: BOT };
  const sent = text("C1", own);
  const { github, asked } = answering({
    repository: {
      issues: {
        nodes: [
          issue(9, { ...own, title: "逾期通知 2026-02", comments: page([sent]) }),
          issue(8, { title: "逾期通知 2026-02", comments: page([text("forged")]) }),
          issue(7, { ...own, title: "逾期通知 2026-02" }),
          issue(6, { ...own, title: "逾期通知 2026-01", state: "CLOSED", comments: page([text("C2")]) }),
        ],
      },
    },
  });
  const { comments, issues } = await readNotices(github);
  expect([...issues]).toEqual([
    ["逾期通知 2026-02", 9],
    ["逾期通知 2026-01", 6],
  ]);
  expect(comments).toEqual([
    { body: "C1", at: "2026-01-05T01:00:00Z", own: true, tampered: false, issue: 9 },
    { body: "C2", at: "2026-01-05T01:00:00Z", own: false, tampered: false, issue: 6 },
  ]);
  expect(asked[0]).toMatchObject({ label: "逾期通知", states: ["OPEN", "CLOSED"] });
});
