import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getOperationAST, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execute, githubSchema } from "./graphql.ts";
import { costOf } from "./graphql-cost.ts";
import type { Token } from "./model.ts";
import { restIssue } from "./shapes.ts";
import { createWorld, type World } from "./world.ts";

const REPO = "moda/catalogue";
const BUDGET = { limit: 1_000, used: 3, reset: new Date("2026-03-02T02:00:00Z").getTime() };
const BOT: Token = {
  value: "secret",
  kind: "workflow",
  login: "github-actions[bot]",
  permissions: { contents: "write", "pull-requests": "write", issues: "write", statuses: "write" },
  repository: REPO,
};

let folder: string;
let world: World;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "graphql-"));
  world = createWorld({ folder: join(folder, "world"), now: "2026-03-02T01:00:00Z", validate: false });
  world.account("moda", "Organization");
  await world.createRepository(
    REPO,
    { "README.md": "x\n", ".github/CODEOWNERS": "* @lin @chen\n" },
    { lin: "write", chen: "write", operator: "admin" },
  );
  await world.person("officer").fork(REPO);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function submit(branch: string, draft = false): Promise<number> {
  const officer = world.person("officer");
  await officer.commit(
    "officer/catalogue",
    branch,
    { [`datasets/${branch}.yaml`]: "a\nb\n" },
    { from: "main" },
  );
  return officer.openPullRequest(REPO, { head: `officer:${branch}`, title: branch, draft });
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the query asks for
  data?: any;
  errors?: { type?: string; message: string; path?: string[] }[];
}

async function ask(query: string, variables: Record<string, unknown> = {}, token = BOT): Promise<Answer> {
  return (await execute(world, token, { query, variables }, BUDGET)).body as Answer;
}

const ofRepository = (selection: string) =>
  `{ repository(owner: "moda", name: "catalogue") { ${selection} } }`;

/** What GitHub's page "Rate limits and query limits for the GraphQL API" works out. */
const NESTED = `{ viewer { login repositories(first: 100) { edges { node { id
  issues(first: 50) { edges { node { id labels(first: 60) { edges { node { id name } } } } } } } } } } }`;
const SIMPLE = `{ viewer { repositories(first: 50) { edges { repository: node { name
  issues(first: 10) { totalCount edges { node { title bodyHTML } } } } } } } }`;
const COMPLEX = `{ viewer { repositories(first: 50) { edges { repository: node { name
  pullRequests(first: 20) { edges { pullRequest: node { title comments(first: 10) { edges { comment: node { bodyHTML } } } } } }
  issues(first: 20) { totalCount edges { issue: node { title bodyHTML comments(first: 10) { edges { comment: node { bodyHTML } } } } } }
  } } } followers(first: 10) { edges { follower: node { login } } } } }`;

describe("cost", () => {
  const cost = (query: string, variables: Record<string, unknown> = {}) => {
    const document = parse(query);
    return costOf(githubSchema(), document, getOperationAST(document)!, variables);
  };

  test("is what GitHub's own examples say", () => {
    expect(cost(NESTED)).toMatchObject({ requests: 5_101, points: 51, errors: [] });
    expect(cost(SIMPLE)).toMatchObject({ nodes: 550, points: 1 });
    expect(cost(COMPLEX)).toMatchObject({ nodes: 22_060 });
  });

  test("counts a connection once that two fragments ask for, and each alias by itself", () => {
    const twice = `{ viewer { ...a ...b } } fragment a on User { repositories(first: 10) { nodes { id } } }
      fragment b on User { repositories(first: 10) { nodes { name } } }`;
    expect(cost(twice)).toMatchObject({ requests: 1, nodes: 10 });
    expect(
      cost(
        "{ viewer { x: repositories(first: 10) { nodes { id } } y: repositories(first: 10) { nodes { id } } } }",
      ),
    ).toMatchObject({
      requests: 2,
      nodes: 20,
    });
  });

  test("takes numbers from variables, and nodes(ids:) as many times as there are ids", () => {
    const query =
      "query ($n: Int!, $ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequest { comments(first: $n) { nodes { id } } } } }";
    expect(cost(query, { n: 20, ids: ["a", "b", "c"] })).toMatchObject({ requests: 3, nodes: 60 });
  });

  test.each([
    [`{ viewer { repositories { nodes { id } } } }`, "MISSING_PAGINATION_BOUNDARIES"],
    [`{ viewer { repositories(first: 101) { nodes { id } } } }`, "EXCESSIVE_PAGINATION"],
    [`{ viewer { repositories(first: 1, last: 1) { nodes { id } } } }`, "ARGUMENT_LIMIT"],
    [`{ viewer { repositories(last: -1) { nodes { id } } } }`, "ARGUMENT_LIMIT"],
    [NESTED.replace("50", "100").replace("60", "100"), "MAX_NODE_LIMIT_EXCEEDED"],
  ])("%s is refused: %s", async (query, type) => {
    const answer = await ask(query);
    expect(answer).toEqual({ errors: [expect.objectContaining({ type })] });
  });

  test("a number alone needs no page", () => {
    expect(cost("{ viewer { repositories { totalCount } } }")).toMatchObject({ requests: 1, errors: [] });
  });

  test("is told with what is left", async () => {
    const query = `{ rateLimit { cost limit remaining used resetAt nodeCount } viewer { login } }`;
    expect((await ask(query)).data).toEqual({
      rateLimit: {
        cost: 1,
        limit: 1_000,
        used: 4,
        remaining: 996,
        resetAt: "2026-03-02T02:00:00.000Z",
        nodeCount: 0,
      },
      viewer: { login: "github-actions[bot]" },
    });
  });
});

describe("a pull request", () => {
  test("shows what was done to it", async () => {
    await world.person("operator").changeSettings(REPO, { allowAutoMerge: true });
    const number = await submit("shown", true);
    const bot = world.with(BOT);
    await world.person("officer").ready(REPO, number);
    world.advance(60_000);
    const review = await world.person("lin").review(REPO, number, "APPROVE", "好", { lineComments: 2 });
    await world.person("operator").dismiss(REPO, number, review.id, "再看");
    const comment = await world.person("officer").comment(REPO, number, "/送審");
    await world.person("operator").editComment(REPO, comment.id, "/通過");
    await bot.comment(REPO, number, "狀態");
    await bot.label(REPO, number, "審查中", "新增");
    await bot.unlabel(REPO, number, "新增");
    await bot.setStatus(REPO, world.pull(REPO, number).pull.headOid, {
      context: "收件",
      state: "pending",
      description: "…",
    });
    await bot.setStatus(REPO, world.pull(REPO, number).pull.headOid, { context: "收件", state: "success" });

    const { data, errors } = await ask(
      `query ($number: Int!) { repository(owner: "MODA", name: "catalogue") { autoMergeAllowed defaultBranchRef { name }
        pullRequest(number: $number) {
          number title state isDraft isCrossRepository headRefName baseRefName createdAt mergeable reviewDecision
          mergeStateStatus viewerCanMergeAsAdmin mergeCommit { oid } autoMergeRequest { enabledAt }
          url author { __typename login } headRepository { nameWithOwner } headRepositoryOwner { login }
          labels(first: 10) { nodes { name } }
          reviewRequests(first: 10) { nodes { asCodeOwner requestedReviewer { ... on User { login } } } }
          files(first: 10) { nodes { path additions deletions changeType } }
          reviews(first: 10) { totalCount nodes { state body author { login } comments(first: 1) { totalCount } } }
          comments(last: 1) { totalCount nodes { body viewerDidAuthor author { __typename login } } }
          commits(last: 1) { nodes { commit { oid status { state contexts { context state creator { __typename login } } }
            statusCheckRollup { state } } } }
          timelineItems(first: 50, itemTypes: [READY_FOR_REVIEW_EVENT, REVIEW_REQUESTED_EVENT, PULL_REQUEST_REVIEW,
            REVIEW_DISMISSED_EVENT, ISSUE_COMMENT, LABELED_EVENT, UNLABELED_EVENT]) { totalCount nodes { __typename
            ... on ReadyForReviewEvent { createdAt actor { login } }
            ... on ReviewDismissedEvent { previousReviewState dismissalMessage actor { login } review { state } }
            ... on IssueComment { body includesCreatedEdit lastEditedAt editor { login } viewerDidAuthor isMinimized }
            ... on UnlabeledEvent { label { name } actor { __typename login } }
          } }
        } } }`,
      { number },
    );
    expect(errors).toBeUndefined();
    const oid = world.pull(REPO, number).pull.headOid;
    const BOT_ACTOR = { __typename: "Bot", login: "github-actions" };
    expect(data.repository).toEqual({
      autoMergeAllowed: true,
      defaultBranchRef: { name: "main" },
      pullRequest: {
        number,
        title: "shown",
        state: "OPEN",
        isDraft: false,
        isCrossRepository: true,
        headRefName: "shown",
        baseRefName: "main",
        createdAt: "2026-03-02T01:00:00Z",
        mergeable: "MERGEABLE",
        reviewDecision: null,
        mergeStateStatus: "CLEAN",
        viewerCanMergeAsAdmin: false,
        mergeCommit: null,
        autoMergeRequest: null,
        url: `https://github.com/moda/catalogue/pull/${number}`,
        author: { __typename: "User", login: "officer" },
        headRepository: { nameWithOwner: "officer/catalogue" },
        headRepositoryOwner: { login: "officer" },
        labels: { nodes: [{ name: "審查中" }] },
        reviewRequests: { nodes: [{ asCodeOwner: true, requestedReviewer: { login: "chen" } }] },
        files: { nodes: [{ path: "datasets/shown.yaml", additions: 2, deletions: 0, changeType: "ADDED" }] },
        reviews: {
          totalCount: 1,
          nodes: [{ state: "DISMISSED", body: "好", author: { login: "lin" }, comments: { totalCount: 2 } }],
        },
        comments: { totalCount: 2, nodes: [{ body: "狀態", viewerDidAuthor: true, author: BOT_ACTOR }] },
        commits: {
          nodes: [
            {
              commit: {
                oid,
                status: {
                  state: "SUCCESS",
                  contexts: [{ context: "收件", state: "SUCCESS", creator: BOT_ACTOR }],
                },
                statusCheckRollup: { state: "SUCCESS" },
              },
            },
          ],
        },
        timelineItems: {
          totalCount: 10,
          nodes: [
            {
              __typename: "ReadyForReviewEvent",
              createdAt: "2026-03-02T01:00:00Z",
              actor: { login: "officer" },
            },
            { __typename: "ReviewRequestedEvent" },
            { __typename: "ReviewRequestedEvent" },
            { __typename: "PullRequestReview" },
            {
              __typename: "ReviewDismissedEvent",
              previousReviewState: "APPROVED",
              dismissalMessage: "再看",
              actor: { login: "operator" },
              review: { state: "DISMISSED" },
            },
            {
              __typename: "IssueComment",
              body: "/通過",
              includesCreatedEdit: true,
              lastEditedAt: "2026-03-02T01:01:00Z",
              editor: { login: "operator" },
              viewerDidAuthor: false,
              isMinimized: false,
            },
            {
              __typename: "IssueComment",
              body: "狀態",
              includesCreatedEdit: false,
              lastEditedAt: null,
              editor: null,
              viewerDidAuthor: true,
              isMinimized: false,
            },
            { __typename: "LabeledEvent" },
            { __typename: "LabeledEvent" },
            { __typename: "UnlabeledEvent", label: { name: "新增" }, actor: BOT_ACTOR },
          ],
        },
      },
    });
  });

  test.each([
    ["markPullRequestReadyForReview", "", "ready"],
    ["convertPullRequestToDraft", "", "draft"],
    ["enablePullRequestAutoMerge", ", mergeMethod: SQUASH", "autoMerge"],
    ["disablePullRequestAutoMerge", "", ""],
    ["closePullRequest", "", "closed"],
  ])("is changed by %s, which a token without permission cannot", async (mutation, more) => {
    const number = await submit(mutation, mutation.startsWith("mark"));
    const { nodeId } = world.issue(REPO, number);
    // Something must be missing before a pull request can wait for it.
    await world
      .person("lin")
      .setStatus(REPO, world.pull(REPO, number).pull.headOid, { context: "x", state: "success" });
    const ruleset = await world.person("operator").addRuleset(REPO, {
      name: mutation,
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
      rules: [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }],
    });
    if (mutation.startsWith("disable")) await world.with(BOT).enableAutoMerge(REPO, number);
    const query = `mutation ($id: ID!) { ${mutation}(input: { pullRequestId: $id${more}, clientMutationId: "c" }) {
      clientMutationId pullRequest { isDraft state autoMergeRequest { mergeMethod enabledBy { login } } } } }`;
    const before = JSON.stringify(world.pull(REPO, number).pull);
    const refused = await ask(query, { id: nodeId }, { ...BOT, permissions: { contents: "write" } });
    expect(refused).toMatchObject({
      data: { [mutation]: null },
      errors: [{ type: "FORBIDDEN", path: [mutation], message: "Resource not accessible by integration" }],
    });
    expect(JSON.stringify(world.pull(REPO, number).pull)).toBe(before);

    const { data, errors } = await ask(query, { id: nodeId });
    expect(errors).toBeUndefined();
    expect(data[mutation]).toEqual({
      clientMutationId: "c",
      pullRequest: {
        isDraft: mutation.startsWith("convert"),
        state: mutation.startsWith("close") ? "CLOSED" : "OPEN",
        autoMergeRequest: mutation.startsWith("enable")
          ? { mergeMethod: "SQUASH", enabledBy: { login: "github-actions" } }
          : null,
      },
    });
    world.repository(REPO).rulesets.delete(ruleset.id);
  });

  test("is commented, the comment edited, and a reviewer asked", async () => {
    const number = await submit("commented");
    const { nodeId } = world.issue(REPO, number);
    const added = await ask(
      'mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "一" }) { commentEdge { node { id body } } } }',
      { id: nodeId },
    );
    const { id } = added.data.addComment.commentEdge.node;
    const edited = await ask(
      'mutation ($id: ID!) { updateIssueComment(input: { id: $id, body: "二" }) { issueComment { body lastEditedAt } } }',
      { id },
    );
    expect(edited.data.updateIssueComment.issueComment.body).toBe("二");
    await world.person("lin").review(REPO, number, "COMMENT", "x");
    const lin = await ask(
      ofRepository(
        `pullRequest(number: ${number}) { reviews(first: 1) { nodes { author { ... on User { id } } } } }`,
      ),
    );
    const user = lin.data.repository.pullRequest.reviews.nodes[0].author.id;
    const asked = await ask(
      "mutation ($id: ID!, $user: ID!) { requestReviews(input: { pullRequestId: $id, userIds: [$user], union: true }) { pullRequest { number } } }",
      { id: nodeId, user },
    );
    expect(asked.errors).toBeUndefined();
    expect(world.pull(REPO, number).pull.requestedReviewers).toEqual(["chen", "lin"]);
  });

  test("that conflicts with a rule answers in GitHub's words", async () => {
    const number = await submit("clean");
    const { errors } = await ask(
      "mutation ($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId } }",
      { id: world.issue(REPO, number).nodeId },
    );
    expect(errors).toMatchObject([
      { type: "UNPROCESSABLE", message: "Pull request Pull request is in clean status" },
    ]);
  });
});

describe("pages", () => {
  const PAGE = (first: number, after: string | null, order = "") =>
    ofRepository(`pullRequests(first: ${first}, after: ${JSON.stringify(after)}, states: OPEN${order}) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { number } edges { cursor } }`);

  test("lead through all, even when something closes in between", async () => {
    for (let index = 0; index < 7; index++) {
      world.advance(1_000);
      await submit(`page${index}`);
    }
    const open = [...world.repository(REPO).issues.values()]
      .filter((i) => i.state === "open")
      .map((i) => i.number);
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const answer: Answer = await ask(PAGE(3, after));
      const { nodes, pageInfo, edges } = answer.data.repository.pullRequests;
      seen.push(...nodes.map((node: { number: number }) => node.number));
      expect(edges.at(-1).cursor).toBe(pageInfo.endCursor);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (seen.length === 3) await world.person("officer").close(REPO, seen.at(-1)!);
    } while (after);
    expect(seen).toEqual(open);
  });

  test("go backwards and by the newest", async () => {
    const order = ", orderBy: { field: CREATED_AT, direction: DESC }";
    const first = (await ask(PAGE(2, null, order))).data.repository.pullRequests;
    expect(first.nodes[0].number).toBeGreaterThan(first.nodes[1].number);
    const back = await ask(
      ofRepository(
        `pullRequests(last: 1, before: ${JSON.stringify(first.pageInfo.endCursor)}, states: OPEN${order}) { nodes { number } }`,
      ),
    );
    expect(back.data.repository.pullRequests.nodes).toEqual([first.nodes[0]]);
  });

  test("of a timeline hold while comments are added and others deleted", async () => {
    const number = await submit("timeline");
    const ids: number[] = [];
    for (const text of ["a", "b", "c", "d"])
      ids.push((await world.person("officer").comment(REPO, number, text)).id);
    const query = (after: string | null) =>
      ofRepository(`pullRequest(number: ${number}) { timelineItems(first: 2, after: ${JSON.stringify(after)}, itemTypes: ISSUE_COMMENT) {
        pageInfo { endCursor hasNextPage } nodes { ... on IssueComment { body } } } }`);
    const one = (await ask(query(null))).data.repository.pullRequest.timelineItems;
    await world.person("officer").deleteComment(REPO, ids[0]!);
    const two = (await ask(query(one.pageInfo.endCursor))).data.repository.pullRequest.timelineItems;
    expect([...one.nodes, ...two.nodes].map(({ body }) => body)).toEqual(["a", "b", "c", "d"]);
    expect(two.pageInfo.hasNextPage).toBe(false);
  });

  test("refuse a cursor that is none", async () => {
    const { errors } = await ask(PAGE(1, "bogus"));
    expect(errors).toMatchObject([{ type: "INVALID_CURSOR_ARGUMENTS" }]);
  });
});

describe("issues", () => {
  test("are listed by label, newest first, without pull requests", async () => {
    const operator = world.person("operator");
    const first = await operator.openIssue(REPO, { title: "一", labels: ["逾期通知"] });
    world.advance(1_000);
    const second = await operator.openIssue(REPO, { title: "二", labels: ["逾期通知"] });
    await operator.openIssue(REPO, { title: "三" });
    const { data } = await ask(
      ofRepository(`issues(first: 10, labels: ["逾期通知"], states: OPEN, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { number title editor { login } lastEditedAt } }`),
    );
    expect(data.repository.issues.nodes.map((node: { number: number }) => node.number)).toEqual([
      second,
      first,
    ]);
  });

  test("count each sign once for each account, over both interfaces", async () => {
    const operator = world.person("operator");
    const number = await operator.openIssue(REPO, { title: "一" });
    const before = world.issue(REPO, number).updatedAt;
    world.advance(1_000);
    for (const login of ["operator", "officer", "officer"]) {
      await world.person(login).react(REPO, number, "THUMBS_UP");
    }
    await operator.react(REPO, number, "THUMBS_DOWN");
    const { data } = await ask(
      ofRepository(
        `issue(number: ${number}) { updatedAt reactionGroups { content reactors { totalCount } } }`,
      ),
    );
    const { updatedAt, reactionGroups } = data.repository.issue;
    expect(updatedAt).toBe(before);
    expect(reactionGroups).toHaveLength(8);
    expect(reactionGroups.slice(0, 3)).toEqual([
      { content: "THUMBS_UP", reactors: { totalCount: 2 } },
      { content: "THUMBS_DOWN", reactors: { totalCount: 1 } },
      { content: "LAUGH", reactors: { totalCount: 0 } },
    ]);
    expect(restIssue(world, world.repository(REPO), world.issue(REPO, number)).reactions).toMatchObject({
      total_count: 3,
      "+1": 2,
      "-1": 1,
      heart: 0,
    });
  });
});

describe("fails loudly", () => {
  test.each([
    [ofRepository("stargazerCount"), "the double does not know Repository.stargazerCount"],
    [
      ofRepository("pullRequests(first: 1) { nodes { participants(first: 1) { totalCount } } }"),
      "PullRequest.participants",
    ],
    [ofRepository('issues(first: 1, filterBy: { mentioned: "x" }) { nodes { id } }'), "issues(filterBy:)"],
    [
      ofRepository("pullRequest(number: 1) { timelineItems(first: 1) { totalCount } }"),
      "timelineItems without itemTypes",
    ],
    [
      ofRepository(
        "pullRequest(number: 1) { timelineItems(first: 1, itemTypes: LOCKED_EVENT) { totalCount } }",
      ),
      "of type LOCKED_EVENT",
    ],
    [
      `mutation { createIssue(input: { repositoryId: "x", title: "y" }) { clientMutationId } }`,
      "mutation createIssue",
    ],
  ])("%s", async (query, message) => {
    const result = await execute(world, BOT, { query }, BUDGET);
    expect(result.unknown).toEqual([expect.stringContaining(message)]);
    expect(result.body.errors).toMatchObject([
      { type: "NOT_MODELLED", message: expect.stringContaining(message) },
    ]);
  });

  test.each([
    [
      '{ repository(owner: "a", name: "b") { id } }',
      "NOT_FOUND",
      "Could not resolve to a Repository with the name 'a/b'.",
    ],
    [
      ofRepository("pullRequest(number: 9999) { id }"),
      "NOT_FOUND",
      "Could not resolve to a PullRequest with the number of 9999.",
    ],
    [
      '{ node(id: "nonsense") { id } }',
      "NOT_FOUND",
      "Could not resolve to a node with the global id of 'nonsense'",
    ],
    ["{ nosuch }", undefined, 'Cannot query field "nosuch" on type "Query".'],
    ["{", undefined, "Syntax Error: Expected Name, found <EOF>."],
  ])("%s is answered as GitHub does", async (query, type, message) => {
    const { errors } = await ask(query);
    expect(errors![0]!.message).toContain(message);
    expect(errors![0]!.type).toBe(type);
  });
});

test("a thousand open pull requests are listed within three seconds", async () => {
  const large = createWorld({ folder: join(folder, "large"), now: "2026-03-02T01:00:00Z", validate: false });
  await large.createRepository(
    REPO,
    { ".github/CODEOWNERS": "* @lin\n" },
    { lin: "write", operator: "admin" },
  );
  await large.person("operator").addRuleset(REPO, {
    name: "main",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"] } },
    rules: [{ type: "pull_request", parameters: { require_code_owner_review: true } }],
  });
  const officer = large.person("officer");
  await officer.fork(REPO);
  for (let index = 0; index < 1_000; index++) {
    await officer.commit(
      "officer/catalogue",
      `b${index}`,
      { [`datasets/${index}.yaml`]: "x\n" },
      { from: "main" },
    );
    await officer.openPullRequest(REPO, { head: `officer:b${index}`, title: "t" });
    await large.with(BOT).comment(REPO, index + 1, "狀態");
  }
  const query = `query ($after: String) { repository(owner: "moda", name: "catalogue") {
    pullRequests(first: 50, after: $after, states: OPEN) { pageInfo { hasNextPage endCursor } nodes {
      id number title mergeable reviewDecision labels(first: 20) { nodes { name } }
      commits(last: 1) { nodes { commit { oid status { contexts { context state } } } } }
      timelineItems(first: 100, itemTypes: [ISSUE_COMMENT, REVIEW_REQUESTED_EVENT]) { nodes { __typename
        ... on IssueComment { id body author { login } } } } } } } }`;
  let seen = 0;
  let points = 0;
  for (let after: string | null = null, more = true; more; ) {
    const result = await execute(large, BOT, { query, variables: { after } }, BUDGET);
    const { nodes, pageInfo } = (result.body as Answer).data.repository.pullRequests;
    seen += nodes.length;
    points += result.points;
    expect(nodes[0]).toMatchObject({ mergeable: "MERGEABLE", reviewDecision: "REVIEW_REQUIRED" });
    more = pageInfo.hasNextPage;
    after = pageInfo.endCursor;
  }
  expect([seen, points]).toEqual([1_000, 40]);
}, 20_000);
