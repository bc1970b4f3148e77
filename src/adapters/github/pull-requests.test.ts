import { schema } from "@octokit/graphql-schema";
import {
  buildSchema,
  type FieldNode,
  type FragmentDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import { expect, test } from "vitest";
import { CONNECT, type GitHub } from "./client.ts";
import { MUTATIONS } from "./execute.ts";
import { LABELLED_ISSUES, MORE_COMMENTS, ONE_ISSUE } from "./issues.ts";
import { ONE_OPINION, OPINIONS } from "./opinions.ts";
import {
  LINE_COMMENTS,
  listOpenPullRequests,
  MORE_TIMELINE,
  ONE_PULL_REQUEST,
  OPEN_PULL_REQUESTS,
  readPullRequest,
} from "./pull-requests.ts";

const SCHEMA = buildSchema(schema.idl, { assumeValid: true });
const QUERIES = {
  CONNECT,
  OPEN_PULL_REQUESTS,
  ONE_PULL_REQUEST,
  MORE_TIMELINE,
  LINE_COMMENTS,
  LABELLED_ISSUES,
  ONE_ISSUE,
  MORE_COMMENTS,
  OPINIONS,
  ONE_OPINION,
};

test.each([...Object.values(QUERIES), ...MUTATIONS].map((query) => [/\w+ \w+/.exec(query)![0], query]))(
  "%s fits GitHub's schema",
  (_, query) => {
    expect(validate(SCHEMA, parse(query)).map((error) => error.message)).toEqual([]);
  },
);

/** Requests that GitHub counts for a query: one for each connection of each node, as if every page were full. */
function requestsOf(query: string): number {
  const document = parse(query);
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === "FragmentDefinition" ? [[each.name.value, each as FragmentDefinitionNode]] : [],
    ),
  );
  const size = (field: FieldNode) => {
    const argument = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last");
    return argument?.value.kind === "IntValue" ? Number(argument.value.value) : undefined;
  };
  const count = (set: SelectionSetNode, nodes: number): number =>
    set.selections
      .map((selection) => {
        if (selection.kind === "FragmentSpread") {
          return count(fragments.get(selection.name.value)!.selectionSet, nodes);
        }
        if (!selection.selectionSet) return 0;
        const page = selection.kind === "Field" ? size(selection) : undefined;
        return page === undefined
          ? count(selection.selectionSet, nodes)
          : nodes + count(selection.selectionSet, nodes * page);
      })
      .reduce((sum, each) => sum + each, 0);
  const operation = document.definitions.find((each) => each.kind === "OperationDefinition")!;
  return count(operation.selectionSet, 1);
}

test("1,000 open pull requests cost less than half of 100 points", () => {
  const points = Math.max(1, Math.round(requestsOf(OPEN_PULL_REQUESTS) / 100));
  const pages = Math.ceil(1000 / Number(/first: (\d+), after: \$after, states/.exec(OPEN_PULL_REQUESTS)![1]));
  expect(points * pages).toBe(40);
  expect(Math.round(requestsOf(ONE_PULL_REQUEST) / 100)).toBe(0);
});

const user = (login: string) => ({ __typename: "User", login });
const BOT = { __typename: "Bot", login: "github-actions" };
const page = (nodes: unknown[], endCursor?: string) => ({
  pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
  nodes,
});

/** A pull request as GitHub answers it. */
const node = (over: Record<string, unknown> = {}) => ({
  id: "PR_1",
  number: 7,
  url: "https://github.com/gov/catalogue/pull/7",
  title: "新增",
  state: "OPEN",
  isDraft: false,
  createdAt: "2026-01-05T01:00:00Z",
  isCrossRepository: true,
  headRefName: "patch-1",
  headRefOid: "a".repeat(40),
  baseRefName: "main",
  mergeable: "MERGEABLE",
  reviewDecision: "REVIEW_REQUIRED",
  viewerCanMergeAsAdmin: false,
  author: user("officer"),
  autoMergeRequest: null,
  mergeCommit: null,
  labels: page([{ name: "審查中" }]),
  reviewRequests: page([{ requestedReviewer: user("ra") }, { requestedReviewer: null }, null]),
  commits: { nodes: [{ commit: { oid: "a".repeat(40), status: null } }] },
  timelineItems: page([]),
  ...over,
});

/** A connection whose queries are answered by name, each answer once. */
function answering(answers: Record<string, unknown[]>) {
  const asked: [name: string, variables: Record<string, unknown>][] = [];
  const github = {
    owner: "gov",
    repo: "catalogue",
    bot: "github-actions[bot]",
    defaultBranch: "main",
    graphql: async (query: string, variables: Record<string, unknown>) => {
      const name = /query (\w+)/.exec(query)![1]!;
      asked.push([name, variables]);
      const answer = answers[name]?.shift();
      if (answer === undefined) throw new Error(`${name} is not expected`);
      return answer;
    },
  } as unknown as GitHub;
  return { github, asked };
}

const one = (over: Record<string, unknown> = {}) => ({
  OnePullRequest: [{ repository: { autoMergeAllowed: true, pullRequest: node(over) } }],
});

const read = async (over: Record<string, unknown> = {}, counts: unknown[] = []) =>
  (await readPullRequest(answering({ ...one(over), LineComments: counts }).github, 7))!;

test("reads a pull request into the project's words", async () => {
  expect(await read()).toEqual({
    number: 7,
    id: "PR_1",
    url: "https://github.com/gov/catalogue/pull/7",
    title: "新增",
    author: "officer",
    headBranch: "patch-1",
    fork: true,
    state: "open",
    draft: false,
    head: "a".repeat(40),
    baseBranch: "main",
    createdAt: "2026-01-05T01:00:00Z",
    events: [{ type: "opened", at: "2026-01-05T01:00:00Z", actor: "officer", draft: false }],
    labels: ["審查中"],
    statuses: [],
    approval: "missing",
    mayBypass: false,
    mergeable: "mergeable",
    autoMerge: false,
    autoMergeAllowed: true,
    requestedReviewers: ["ra"],
  });
});

test.each([
  [{ reviewDecision: null }, { approval: "notRequired" }],
  [{ reviewDecision: "APPROVED" }, { approval: "given" }],
  [{ reviewDecision: "CHANGES_REQUESTED" }, { approval: "missing" }],
  [
    { state: "MERGED", mergeCommit: { oid: "b" } },
    { state: "merged", mergeCommit: "b" },
  ],
  [{ state: "CLOSED" }, { state: "closed" }],
  [{ mergeable: "UNKNOWN" }, { mergeable: "unknown" }],
  [{ mergeable: "CONFLICTING" }, { mergeable: "conflicting" }],
  [{ viewerCanMergeAsAdmin: true }, { mayBypass: true }],
  [{ autoMergeRequest: { enabledAt: null } }, { autoMerge: true }],
  [{ author: null }, { author: "" }],
  [{ author: BOT }, { author: "github-actions[bot]" }],
  [{ author: { __typename: "Bot", login: "app[bot]" } }, { author: "app[bot]" }],
  // A user may call himself so; only a bot is one.
  [{ author: user("github-actions") }, { author: "github-actions" }],
])("%j is read as %j", async (over, expected) => {
  expect(await read(over)).toMatchObject(expected);
});

const event = (type: string, at: string, actor: unknown = user("officer"), more = {}) => ({
  __typename: type,
  createdAt: `2026-01-05T${at}:00Z`,
  actor,
  ...more,
});

test.each([
  ["a draft made ready", ["ReadyForReviewEvent", "ConvertToDraftEvent"], true, true],
  ["ready, turned to a draft", ["ConvertToDraftEvent", "ReadyForReviewEvent"], false, false],
  ["a draft ever since", [], true, true],
  ["ready ever since", [], false, false],
])("%s: how it was opened follows from the first switch", async (_, types, isDraft, draft) => {
  const items = types.map((type, index) => event(type, `0${index + 2}:00`));
  const record = await read({ isDraft, timelineItems: page(items) });
  expect(record.events[0]).toMatchObject({ type: "opened", draft });
});

test("events come in the order of their times, with the accounts that GitHub tells", async () => {
  const record = await read({
    timelineItems: page([
      event("MergedEvent", "09:00", null),
      event("ReviewRequestedEvent", "02:00", BOT, { requestedReviewer: user("ra") }),
      event("ReviewRequestedEvent", "02:00", BOT, { requestedReviewer: null }),
      event("UnlabeledEvent", "03:00", BOT, { label: { name: "帳號未登錄" } }),
      event("ClosedEvent", "04:00"),
      event("ReopenedEvent", "05:00"),
      null,
    ]),
  });
  expect(record.events.slice(1)).toEqual([
    { type: "reviewRequested", at: "2026-01-05T02:00:00Z", actor: "github-actions[bot]", reviewer: "ra" },
    { type: "reviewRequested", at: "2026-01-05T02:00:00Z", actor: "github-actions[bot]", reviewer: "" },
    { type: "unlabelled", at: "2026-01-05T03:00:00Z", actor: "github-actions[bot]", label: "帳號未登錄" },
    { type: "closed", at: "2026-01-05T04:00:00Z", actor: "officer" },
    { type: "reopened", at: "2026-01-05T05:00:00Z", actor: "officer" },
    { type: "merged", at: "2026-01-05T09:00:00Z", actor: "" },
  ]);
});

const review = (id: string, state: string, over = {}) => ({
  __typename: "PullRequestReview",
  id,
  submittedAt: "2026-01-05T03:00:00Z",
  author: user("ra"),
  state,
  body: "意見",
  url: `https://github.com/gov/catalogue/pull/7#${id}`,
  commit: { oid: "c1" },
  ...over,
});

test("reviews: verdicts, dismissed ones with what they said, line comments of returns only", async () => {
  const dismissal = (id: string, previousReviewState: string) =>
    event("ReviewDismissedEvent", "06:00", user("op"), { previousReviewState, review: { id } });
  const { github, asked } = answering({
    ...one({
      timelineItems: page([
        review("R1", "APPROVED"),
        review("R2", "CHANGES_REQUESTED", { body: "" }),
        review("R3", "COMMENTED", { commit: null }),
        review("R4", "PENDING", { submittedAt: null }),
        review("R5", "DISMISSED"),
        review("R6", "DISMISSED"),
        review("R7", "DISMISSED"),
        dismissal("R5", "CHANGES_REQUESTED"),
        dismissal("R6", "APPROVED"),
      ]),
    }),
    LineComments: [{ nodes: [{ id: "R2", comments: { totalCount: 3 } }, null] }],
  });
  const record = (await readPullRequest(github, 7))!;
  const dismissed = { at: "2026-01-05T06:00:00Z", actor: "op" };
  expect(record.events.slice(1)).toMatchObject([
    { id: "R1", verdict: "approved", actor: "ra", commit: "c1", body: "意見" },
    { id: "R2", verdict: "returned", body: "", lineComments: 3 },
    { id: "R3", verdict: "commented", commit: "" },
    { id: "R5", verdict: "returned", dismissed, lineComments: 0 },
    { id: "R6", verdict: "approved", dismissed },
    { id: "R7", verdict: "commented" },
  ]);
  expect(record.events[1]).not.toHaveProperty("dismissed");
  expect(asked.at(-1)).toEqual(["LineComments", { ids: ["R2", "R5"] }]);
});

const comment = (over = {}) => ({
  __typename: "IssueComment",
  id: "C1",
  createdAt: "2026-01-05T02:00:00Z",
  author: user("ra"),
  body: "/通過",
  url: "https://github.com/gov/catalogue/pull/7#issuecomment-1",
  viewerDidAuthor: false,
  lastEditedAt: null,
  editor: null,
  ...over,
});
const LATER = "2026-01-05T03:00:00Z";

test.each([
  ["as posted", {}, { edited: false, own: false, tampered: false }],
  [
    "edited by its author",
    { lastEditedAt: LATER, editor: user("ra") },
    { edited: true, own: false, tampered: true },
  ],
  [
    "the bot's own, edited by the bot",
    { viewerDidAuthor: true, author: BOT, lastEditedAt: LATER, editor: BOT },
    { edited: true, own: true, tampered: false, actor: "github-actions[bot]" },
  ],
  [
    "the bot's own, edited by somebody",
    { viewerDidAuthor: true, author: BOT, lastEditedAt: LATER, editor: user("github-actions") },
    { own: true, tampered: true },
  ],
  [
    "the bot's own, edited by an account that is gone",
    { viewerDidAuthor: true, author: BOT, lastEditedAt: LATER },
    { own: true, tampered: true },
  ],
  ["by an account that is gone", { author: null }, { actor: "" }],
])("a comment %s", async (_, over, expected) => {
  const record = await read({ timelineItems: page([comment(over)]) });
  expect(record.events[1]).toMatchObject({ type: "commented", id: "C1", body: "/通過", ...expected });
});

test("texts that nobody bounded are cut", async () => {
  const record = await read({
    title: "長".repeat(5000),
    timelineItems: page([comment({ body: "x".repeat(100_000) })]),
  });
  expect(record.title).toHaveLength(1000);
  expect(record.events[1]).toMatchObject({ body: "x".repeat(65_536) });
});

test("only the bot's statuses on this very head count", async () => {
  const status = (context: string, state: string, creator: unknown) => ({
    context,
    state,
    description: null,
    createdAt: LATER,
    creator,
  });
  const contexts = [
    status("資料檢查", "SUCCESS", BOT),
    status("審查決定", "EXPECTED", BOT),
    status("鎖定欄位", "SUCCESS", user("github-actions")),
    status("收件", "SUCCESS", null),
  ];
  const commits = (oid: string) => ({ commits: { nodes: [{ commit: { oid, status: { contexts } } }] } });
  expect((await read(commits("a".repeat(40)))).statuses).toEqual([
    { context: "資料檢查", state: "success", description: "", at: LATER },
    { context: "審查決定", state: "pending", description: "", at: LATER },
  ]);
  expect((await read(commits("b".repeat(40)))).statuses).toEqual([]);
});

test("a long timeline is read to its end", async () => {
  const more = (from: string, next?: string) => ({
    node: { timelineItems: page([comment({ id: from })], next) },
  });
  const { github, asked } = answering({
    ...one({ timelineItems: page([comment({ id: "C1" })], "cursor1") }),
    MoreTimeline: [more("C2", "cursor2"), more("C3")],
  });
  const record = (await readPullRequest(github, 7))!;
  expect(record.events.slice(1).map((each) => "id" in each && each.id)).toEqual(["C1", "C2", "C3"]);
  expect(asked.slice(1)).toEqual([
    ["MoreTimeline", { id: "PR_1", after: "cursor1" }],
    ["MoreTimeline", { id: "PR_1", after: "cursor2" }],
  ]);
});

test("a number that is no pull request is none", async () => {
  const missing = Object.assign(new Error("Could not resolve"), {
    name: "GraphqlResponseError",
    errors: [{ type: "NOT_FOUND", message: "Could not resolve to a PullRequest with the number of 9." }],
  });
  const github = { graphql: () => Promise.reject(missing) } as unknown as GitHub;
  await expect(readPullRequest(github, 9)).resolves.toBeUndefined();
});

test("lists page by page, each pull request once", async () => {
  const answer = (numbers: number[], next?: string) => ({
    repository: {
      autoMergeAllowed: false,
      pullRequests: page(
        numbers.map((number) => node({ number, id: `PR_${number}` })),
        next,
      ),
    },
  });
  const { github, asked } = answering({ OpenPullRequests: [answer([1, 2], "x"), answer([2, 5])] });
  const progress: number[] = [];
  const records = await listOpenPullRequests(github, (done) => progress.push(done));
  expect(records.map((record) => record.number)).toEqual([1, 2, 5]);
  expect(progress).toEqual([2, 3]);
  expect(asked.map(([, variables]) => variables.after)).toEqual([null, "x"]);
});

test("a head that came by force, and another base, are events; a status tells for which pull request it was set", async () => {
  const statuses = {
    contexts: [
      {
        context: "收件",
        state: "SUCCESS",
        description: null,
        targetUrl: "https://github.com/gov/catalogue/pull/6",
        createdAt: "2026-01-05T01:10:00Z",
        creator: BOT,
      },
    ],
  };
  const times = ["2026-01-05T02:00:00Z", "2026-01-05T03:00:00Z"];
  const items = ["HeadRefForcePushedEvent", "BaseRefChangedEvent"].map((__typename, index) => ({
    __typename,
    createdAt: times[index],
    actor: user("officer"),
  }));
  const record = await read({
    commits: { nodes: [{ commit: { oid: "a".repeat(40), status: statuses } }] },
    timelineItems: page(items),
  });
  expect(record.statuses).toMatchObject([{ url: "https://github.com/gov/catalogue/pull/6" }]);
  expect(record.events.slice(1)).toEqual(
    times.map((time) => ({ type: "replaced", at: time, actor: "officer" })),
  );
});
