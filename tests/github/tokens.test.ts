import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Double, startDouble } from "./server.ts";

/* Fine-grained tokens: their owner's rights, cut down to their repositories and permissions. */

const REPO = "moda/catalogue";
const AT = { owner: "moda", repo: "catalogue" };
const FORK = { owner: "lin", repo: "catalogue" };
const OFFICER = { contents: "write", "pull-requests": "write", issues: "write" } as const;
const REFUSED = "Resource not accessible by personal access token";

let double: Double;

beforeEach(async () => {
  double = await startDouble({ now: "2026-03-02T01:00:00Z" });
  for (const login of ["lin", "chen", "operator"]) double.world.account(login);
  await double.world.createRepository(
    REPO,
    { "README.md": "目錄\n", "datasets/a/1.yaml": "title: 一\n", ".github/workflows/x.yml": "on: push\n" },
    { chen: "write", operator: "admin" },
  );
});

afterEach(async () => {
  await double.close();
});

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = (token: string) => new Octokit({ baseUrl: double.url, log: quiet, auth: token });
const fine = (login: string, permissions: Record<string, "read" | "write"> = OFFICER, repository?: string) =>
  client(double.token("fine-grained", login, permissions, repository));

interface Failure {
  status: number;
  message: string;
  response?: { headers: Record<string, string> };
}
const failure = async (promise: Promise<unknown>): Promise<Failure> => {
  const cause = await promise.then(
    () => undefined,
    (reason: Failure) => reason,
  );
  if (!cause) throw new Error("it was not refused");
  return cause;
};
const refusal = async (promise: Promise<unknown>) => {
  const { status, message } = await failure(promise);
  return [status, message.replace(/ - https:.*$/, "")];
};

function expectClean() {
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
}

/** lin proposes a change from his fork; gives the number. */
async function proposal(draft = false): Promise<number> {
  const lin = double.world.person("lin");
  await lin.fork(REPO);
  await lin.commit("lin/catalogue", "patch-1", { "datasets/a/2.yaml": "title: 二\n" });
  return lin.openPullRequest(REPO, { head: "lin:patch-1", title: "新增", draft });
}

/** One commit with a file on a new branch, through the objects of git. */
async function pushBranch(
  octokit: Octokit,
  at: { owner: string; repo: string },
  parent: string,
  path = "a.txt",
) {
  const blob = await octokit.git.createBlob({ ...at, content: "內容\n", encoding: "utf-8" });
  const tree = await octokit.git.createTree({
    ...at,
    base_tree: parent,
    tree: [{ path, mode: "100644", type: "blob", sha: blob.data.sha }],
  });
  const commit = await octokit.git.createCommit({
    ...at,
    message: "新增",
    tree: tree.data.sha,
    parents: [parent],
  });
  return octokit.git.createRef({ ...at, ref: "refs/heads/new", sha: commit.data.sha });
}

describe("a fine-grained token", () => {
  test("is its owner's, tells no scopes, and shares his hour", async () => {
    const chen = fine("chen", OFFICER, REPO);
    const { data, headers } = await chen.users.getAuthenticated();
    expect(data.login).toBe("chen");
    expect(headers["x-oauth-scopes"]).toBeUndefined();
    expect(headers["x-ratelimit-used"]).toBe("1");
    const classic = await client(double.token("user", "chen")).users.getAuthenticated();
    expect(classic.headers["x-oauth-scopes"]).toBe("repo, workflow");
    expect(classic.headers["x-ratelimit-used"]).toBe("2");
    expectClean();
  });

  test("is for the repositories of one owner", () => {
    expect(() => double.token("fine-grained", "chen", OFFICER, [REPO, "chen/catalogue"])).toThrow(
      "a fine-grained token is for the repositories of one owner",
    );
    expect(() => double.token("fine-grained")).toThrow("a user token needs a login");
  });

  test("does in its repository what its permissions and its owner's rights allow", async () => {
    const number = await proposal();
    const chen = fine("chen", OFFICER, REPO);
    await pushBranch(chen, AT, double.world.git(REPO).resolve("main")!);
    const opened = await chen.pulls.create({ ...AT, head: "new", base: "main", title: "變更", draft: true });
    expect(opened.data.draft).toBe(true);
    const { headOid } = double.world.pull(REPO, number).pull;
    await chen.pulls.createReview({ ...AT, pull_number: number, event: "APPROVE", commit_id: headOid });
    await chen.issues.createComment({ ...AT, issue_number: number, body: "/通過" });
    await chen.pulls.update({ ...AT, pull_number: opened.data.number, state: "closed" });
    expect(double.world.pull(REPO, number).pull.reviews).toMatchObject([
      { author: "chen", state: "APPROVED" },
    ]);
    expect(double.world.issue(REPO, opened.data.number).state).toBe("closed");
    expectClean();
  });

  test.each([
    [
      "contents",
      (o: Octokit) => pushBranch(o, AT, double.world.git(REPO).resolve("main")!),
      "contents=write",
    ],
    ["issues", (o: Octokit) => o.issues.create({ ...AT, title: "x" }), "issues=write"],
    [
      "pull-requests",
      (o: Octokit, number: number) =>
        o.pulls.createReview({ ...AT, pull_number: number, event: "COMMENT", body: "x" }),
      "pull_requests=write",
    ],
  ] as const)(
    "without the permission %s is refused, and told which is needed",
    async (scope, act, wanted) => {
      const number = await proposal();
      const { [scope]: _, ...others } = OFFICER;
      const cause = await failure(act(fine("chen", { ...others, [scope]: "read" }, REPO), number));
      expect([cause.status, cause.message]).toEqual([403, expect.stringContaining(REFUSED)]);
      expect(cause.response!.headers["x-accepted-github-permissions"]).toBe(wanted);
      expectClean();
    },
  );

  test("reads what is public, wherever it is, and settings only with a permission", async () => {
    await proposal();
    const lin = fine("lin", {});
    expect((await lin.pulls.list(AT)).data).toHaveLength(1);
    expect((await lin.issues.listForRepo(AT)).data).toHaveLength(1);
    const operator = (permissions: Record<string, "read" | "write">) =>
      fine("operator", permissions, REPO).actions.getGithubActionsPermissionsRepository(AT);
    expect(await refusal(operator(OFFICER))).toEqual([403, REFUSED]);
    expect((await operator({ administration: "read" })).status).toBe(200);
    expectClean();
  });

  test("changes nothing in a repository that it is not for", async () => {
    const number = await proposal();
    const chen = fine("chen", OFFICER, "chen/*");
    const main = double.world.git(REPO).resolve("main")!;
    for (const act of [
      () => pushBranch(chen, AT, main),
      () => chen.issues.createComment({ ...AT, issue_number: number, body: "x" }),
      () => chen.pulls.createReview({ ...AT, pull_number: number, event: "APPROVE" }),
      () => chen.repos.createFork(AT),
    ]) {
      expect(await refusal(act())).toEqual([403, REFUSED]);
    }
    // It shows what chen may, not what the token may.
    expect((await chen.repos.get(AT)).data.permissions).toMatchObject({ push: true, admin: false });
    expectClean();
  });

  test("of somebody without write access reaches his own fork, and opens no pull request from there", async () => {
    await double.world.person("lin").fork(REPO);
    const lin = fine("lin");
    expect((await lin.repos.get(AT)).data.permissions).toMatchObject({ push: false, pull: true });
    expect((await lin.repos.listForks(AT)).data.map(({ full_name: name }) => name)).toEqual([
      "lin/catalogue",
    ]);
    const fork = await lin.repos.get(FORK);
    expect([fork.data.permissions?.push, fork.data.parent?.full_name]).toEqual([true, REPO]);
    // The newest main of the catalogue, which the fork's own main has not.
    await double.world.person("operator").commit(REPO, "main", { "new.txt": "x\n" });
    await pushBranch(lin, FORK, double.world.git(REPO).resolve("main")!);
    expect(await refusal(lin.pulls.create({ ...AT, head: "lin:new", base: "main", title: "新增" }))).toEqual([
      403,
      REFUSED,
    ]);
    expect(await refusal(fine("lin", OFFICER, REPO).git.createBlob({ ...AT, content: "x" }))).toEqual([
      403,
      REFUSED,
    ]);
    expectClean();
  });

  test("changes workflows only with that permission", async () => {
    const main = double.world.git(REPO).resolve("main")!;
    const path = ".github/workflows/x.yml";
    expect(await refusal(pushBranch(fine("chen", OFFICER, REPO), AT, main, path))).toEqual([
      403,
      `refusing to allow a Personal Access Token to create or update workflow \`${path}\` without \`workflows\` permission`,
    ]);
    await pushBranch(fine("chen", { ...OFFICER, workflows: "write" }, REPO), AT, main, path);
    expectClean();
  });

  test("pushes over git as over the API", () => {
    const actor = (
      permissions: Record<string, "read" | "write">,
      repositories: string[],
      login = "chen",
    ) => ({
      login,
      token: { value: "x", kind: "fine-grained" as const, login, permissions, repositories },
    });
    const may = (who: ReturnType<typeof actor>) => double.world.mayPush(REPO, who);
    expect(may(actor(OFFICER, ["moda/*"]))).toBe(true);
    expect(may(actor({ contents: "read" }, [REPO]))).toBe(false);
    expect(may(actor(OFFICER, ["chen/*"]))).toBe(false);
    expect(may(actor(OFFICER, [REPO], "lin"))).toBe(false);
  });
});

describe("between draft and ready", () => {
  const change = (octokit: Octokit, mutation: string, number: number) =>
    octokit.graphql(
      `mutation($id: ID!) { ${mutation}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`,
      { id: double.world.pull(REPO, number).nodeId },
    );
  const isDraft = (number: number) => double.world.pull(REPO, number).pull.draft;

  test("the author and whoever may write switch", async () => {
    const number = await proposal(true);
    await change(client(double.token("user", "lin")), "markPullRequestReadyForReview", number);
    expect(isDraft(number)).toBe(false);
    await change(fine("chen", OFFICER, REPO), "convertPullRequestToDraft", number);
    expect(isDraft(number)).toBe(true);
    expectClean();
  });

  test("nobody else, and no token that is for another repository", async () => {
    const number = await proposal(true);
    double.world.account("wang");
    await expect(
      change(client(double.token("user", "wang")), "markPullRequestReadyForReview", number),
    ).rejects.toThrow(
      "wang does not have the correct permissions to execute `MarkPullRequestReadyForReview`",
    );
    for (const token of [fine("lin"), fine("chen", { "pull-requests": "write" }, REPO)]) {
      await expect(change(token, "markPullRequestReadyForReview", number)).rejects.toThrow(REFUSED);
    }
    expect(isDraft(number)).toBe(true);
    expectClean();
  });
});

describe("a classic token", () => {
  test("proposes from a fork without write access", async () => {
    const lin = client(double.token("user", "lin"));
    expect((await lin.repos.createFork(AT)).status).toBe(202);
    // Again it is the same one.
    expect((await lin.repos.createFork(AT)).data.full_name).toBe("lin/catalogue");
    await pushBranch(lin, FORK, double.world.git(REPO).resolve("main")!);
    const { data } = await lin.pulls.create({ ...AT, head: "lin:new", base: "main", title: "新增" });
    const files = await lin.pulls.listFiles({ ...AT, pull_number: data.number });
    expect(files.data.map(({ filename }) => filename)).toEqual(["a.txt"]);
    await lin.issues.createComment({ ...AT, issue_number: data.number, body: "/抽回" });
    await lin.pulls.update({ ...AT, pull_number: data.number, state: "closed" });
    expectClean();
  });

  test("finds no repository to write to where its owner may not", async () => {
    const lin = client(double.token("user", "lin"));
    const main = double.world.git(REPO).resolve("main")!;
    const content = Buffer.from("x").toString("base64");
    for (const act of [
      () => lin.git.createBlob({ ...AT, content: "x" }),
      () => lin.git.createRef({ ...AT, ref: "refs/heads/new", sha: main }),
      () => lin.repos.createOrUpdateFileContents({ ...AT, path: "x", message: "x", content }),
      () => lin.repos.mergeUpstream({ ...AT, branch: "main" }),
      () => lin.pulls.create({ owner: "moda", repo: "secret", head: "x", base: "main", title: "x" }),
    ]) {
      expect(await refusal(act())).toEqual([404, "Not Found"]);
    }
    expectClean();
  });

  test("is refused what makes no sense", async () => {
    const number = await proposal();
    const lin = client(double.token("user", "lin"));
    expect(
      (await failure(lin.pulls.createReview({ ...AT, pull_number: number, event: "APPROVE" }))).status,
    ).toBe(422);
    const again = { ...AT, head: "lin:patch-1", base: "main", title: "新增" };
    expect((await failure(lin.pulls.create(again))).status).toBe(422);
    expect((await failure(lin.pulls.create({ ...again, head: "lin:nothing" }))).status).toBe(422);
    expect((await failure(lin.issues.createComment({ ...AT, issue_number: number, body: " " }))).status).toBe(
      422,
    );
    expectClean();
  });

  test("brings its fork up to date", async () => {
    await double.world.person("lin").fork(REPO);
    const lin = client(double.token("user", "lin"));
    const sync = () => lin.repos.mergeUpstream({ ...FORK, branch: "main" });
    expect((await sync()).data.merge_type).toBe("none");
    const operator = double.world.person("operator");
    const tip = await operator.commit(REPO, "main", { "README.md": "新的\n" });
    expect((await sync()).data.merge_type).toBe("fast-forward");
    expect(double.world.git("lin/catalogue").resolve("main")).toBe(tip);
    await double.world.person("lin").commit("lin/catalogue", "main", { "own.txt": "x\n" });
    await operator.commit(REPO, "main", { "README.md": "更新的\n" });
    expect((await sync()).data.merge_type).toBe("merge");
    await double.world.person("lin").commit("lin/catalogue", "main", { "README.md": "自己的\n" });
    await operator.commit(REPO, "main", { "README.md": "別的\n" });
    expect((await failure(sync())).status).toBe(409);
    expect(
      (await failure(client(double.token("user", "operator")).repos.mergeUpstream({ ...AT, branch: "main" })))
        .status,
    ).toBe(422);
    expectClean();
  });
});
