import { expect, test } from "vitest";
import type { GitHub } from "./client.ts";
import { isOpinion, listOpinions, readOpinion } from "./opinions.ts";

const text = (id: string, over = {}) => ({
  id,
  body: id,
  url: `https://github.com/gov/catalogue/issues/3#${id}`,
  createdAt: "2026-01-05T01:00:00Z",
  viewerDidAuthor: false,
  lastEditedAt: null,
  author: { __typename: "User", login: "citizen" },
  editor: null,
  ...over,
});
const page = (nodes: unknown[], endCursor?: string) => ({
  pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
  nodes,
});
const groups = (up: number, down: number) => [
  { content: "THUMBS_UP", reactors: { totalCount: up } },
  { content: "THUMBS_DOWN", reactors: { totalCount: down } },
  { content: "HEART", reactors: { totalCount: 99 } },
];
const issue = (number: number, over = {}) => ({
  ...text(`I${number}`),
  number,
  title: `議題 ${number}`,
  state: "OPEN",
  closedAt: null,
  updatedAt: "2026-01-06T01:00:00Z",
  reactionGroups: groups(3, 1),
  labels: { nodes: [{ name: "我有話要說" }] },
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

test("an opinion is read with its comments, who changed them, and its reactions", async () => {
  const changed = { lastEditedAt: "2026-01-06T01:00:00Z", editor: { __typename: "User", login: "x" } };
  const { github } = answering({
    repository: {
      issue: issue(3, {
        state: "CLOSED",
        closedAt: "2026-01-07T01:00:00Z",
        comments: page([text("C1", changed), text("C2", { author: null })]),
      }),
    },
  });
  expect(await readOpinion(github, 3)).toMatchObject({
    number: 3,
    open: false,
    closedAt: "2026-01-07T01:00:00Z",
    likes: 3,
    dislikes: 1,
    comments: [
      { id: "C1", edited: true, tampered: true, editor: "x" },
      { id: "C2", edited: false, account: "" },
    ],
  });
});

test("a listing is read as long as it is wanted, each issue once", async () => {
  const issues = (nodes: unknown[], cursor?: string) => ({ repository: { issues: page(nodes, cursor) } });
  const { github, asked } = answering(
    issues([issue(9, { reactionGroups: null }), null], "a"),
    issues([issue(9), issue(8)], "b"),
    issues([issue(7)], "c"),
  );
  const pages: number[][] = [];
  const records = await listOpinions(github, "CLOSED", (listed) => {
    pages.push(listed.map(({ record }) => record.number));
    return pages.length < 3;
  });
  expect(records.map(({ number, likes }) => [number, likes])).toEqual([
    [9, 0],
    [8, 3],
    [7, 3],
  ]);
  expect(pages).toEqual([[9], [8], [7]]);
  expect(asked.map(({ after }) => after)).toEqual([null, "a", "b"]);
  expect(asked[0]).toMatchObject({ states: ["CLOSED"], labels: ["我有話要說", "我還想要"] });
});

test("a conversation is read to three thousand comments", async () => {
  const more = { node: { comments: page([text("C")], "x") } };
  const { github, asked } = answering(
    { repository: { issue: issue(3, { comments: page([text("C")], "x") }) } },
    ...Array.from({ length: 40 }, () => more),
  );
  expect((await readOpinion(github, 3))?.comments).toHaveLength(30);
  expect(asked).toHaveLength(30);
});

test("a number that is no issue is none", async () => {
  const missing = Object.assign(new Error("x"), {
    name: "GraphqlResponseError",
    errors: [{ type: "NOT_FOUND", message: "Could not resolve to an Issue with the number of 9." }],
  });
  const github = { graphql: () => Promise.reject(missing) } as unknown as GitHub;
  await expect(readOpinion(github, 9)).resolves.toBeUndefined();
});

test.each([
  [["我有話要說"], true],
  [["其他", "我還想要"], true],
  [["我還想要", "上下架申請"], false],
  [["其他"], false],
  [[], false],
])("labels %j: %s", (labels, expected) => {
  expect(isOpinion({ labels })).toBe(expected);
});
