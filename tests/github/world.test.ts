import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Token } from "./model.ts";
import { createWorld, type FileMap, type Person, type World } from "./world.ts";

const REPO = "moda/catalogue";
const NOW = "2026-03-02T01:00:00Z";
const FILES: FileMap = {
  "README.md": "# catalogue\n",
  ".github/CODEOWNERS":
    "* @operator\n/datasets/A/ @lin @chen\n/datasets/B/ @wang @outsider\n/agencies/ @nobody\n",
  ".github/workflows/validate.yml": "on: pull_request\n",
  ".github/ISSUE_TEMPLATE/takedown.yml": "name: 申請下架\nlabels: [上下架申請]\nbody: []\n",
  "datasets/A/000001.yaml": "title: one\n",
  "agencies/A/agency.yaml": "code: A\n",
};

let folder: string;
let world: World;
let officer: Person;
let lin: Person;
let operator: Person;

const token = (
  kind: Token["kind"],
  permissions: Token["permissions"],
  login = "github-actions[bot]",
): Token => ({
  value: "secret",
  kind,
  login,
  permissions,
  repository: REPO,
});
const BOT = token("workflow", {
  contents: "write",
  "pull-requests": "write",
  issues: "write",
  statuses: "write",
  actions: "write",
});
const MAIN = { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } };
const RULES = {
  name: "main",
  target: "branch",
  enforcement: "active",
  conditions: MAIN,
  rules: [
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 1,
        require_code_owner_review: true,
        dismiss_stale_reviews_on_push: true,
        require_last_push_approval: false,
      },
    },
    {
      type: "required_status_checks",
      parameters: { required_status_checks: [{ context: "check", integration_id: 15368 }] },
    },
    { type: "deletion" },
    { type: "non_fast_forward" },
  ],
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "world-"));
  world = createWorld({ folder: join(folder, "world"), now: NOW });
  world.account("moda", "Organization");
  await world.createRepository(REPO, FILES, {
    operator: "admin",
    lin: "write",
    chen: "write",
    wang: "write",
    triager: "triage",
  });
  officer = world.person("officer");
  lin = world.person("lin");
  operator = world.person("operator");
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true });
});

/** A pull request from the officer's fork. */
async function submit(
  options: { draft?: boolean; files?: FileMap; branch?: string; date?: string } = {},
): Promise<number> {
  const { draft = false, files = { "datasets/A/000002.yaml": "title: two\n" }, branch = "new" } = options;
  await officer.fork(REPO);
  await officer.commit("officer/catalogue", branch, files, options.date ? { date: options.date } : {});
  return officer.openPullRequest(REPO, { head: `officer:${branch}`, title: "新增", draft });
}

const pull = (number: number) => world.pull(REPO, number).pull;
const events = () =>
  world.deliveries.map(({ event, payload }) => [event, payload.action].filter(Boolean).join("."));
const refusal = (status: number, message: string | RegExp = /./) =>
  expect.objectContaining({ status, message: expect.stringMatching(message) });

describe("the clock", () => {
  test("never goes back, and dates everything in whole seconds", async () => {
    world.set("2026-03-02T01:00:00.900Z");
    expect(() => world.set(NOW)).toThrow("never goes back");
    expect(() => world.advance(-1)).toThrow("never goes back");
    world.advance(60_000);
    const number = await submit();
    expect(world.issue(REPO, number).createdAt).toBe("2026-03-02T01:01:00Z");
  });

  test("says when something was pushed, whatever the commit's dates say", async () => {
    const number = await submit({ date: "2031-01-01T00:00:00Z" });
    const commit = world.git(REPO).readCommit(pull(number).headOid);
    expect(commit.committer.date).toBe("2031-01-01T00:00:00Z");
    expect(world.issue(REPO, number).createdAt).toBe(NOW);
    expect(world.repository("officer/catalogue").pushedAt).toBe(NOW);
  });
});

describe("code owners", () => {
  test("of touched paths are asked when it is opened ready, and none without write access", async () => {
    const number = await submit({
      files: { "datasets/A/2.yaml": "a\n", "datasets/B/1.yaml": "b\n", "agencies/B.yaml": "c\n" },
    });
    expect(pull(number).requestedReviewers.sort()).toEqual(["chen", "lin", "wang"]);
  });

  test("are asked of a draft only when it becomes ready", async () => {
    const number = await submit({ draft: true });
    expect(pull(number).requestedReviewers).toEqual([]);
    await officer.ready(REPO, number);
    expect(pull(number).requestedReviewers).toEqual(["lin", "chen"]);
  });

  test("are asked when a push touches their paths, once", async () => {
    const number = await submit();
    await lin.review(REPO, number, "COMMENT", "看過");
    await officer.commit("officer/catalogue", "new", { "datasets/B/1.yaml": "b\n" });
    expect(pull(number).requestedReviewers).toEqual(["chen", "wang"]);
  });

  test("never are the author", async () => {
    await lin.commit(REPO, "mine", { "datasets/A/2.yaml": "a\n" });
    const number = await lin.openPullRequest(REPO, { head: "moda:mine", title: "t" });
    expect(pull(number).requestedReviewers).toEqual(["chen"]);
  });

  test("come from the base branch, not from the submission", async () => {
    const number = await submit({
      files: { ".github/CODEOWNERS": "* @officer @wang\n", "datasets/A/2.yaml": "a\n" },
    });
    expect(pull(number).requestedReviewers.sort()).toEqual(["chen", "lin", "operator"]);
  });

  test("are not known where the file has 3 MB", async () => {
    const line = `# ${"x".repeat(1_000)}\n`;
    await operator.commit(REPO, "main", { ".github/CODEOWNERS": `${line.repeat(3_140)}* @lin\n` });
    const number = await submit();
    expect(pull(number).requestedReviewers).toEqual([]);
  });

  test("a pending request ends with the review", async () => {
    const number = await submit();
    await lin.review(REPO, number, "REQUEST_CHANGES", "請補說明");
    expect(pull(number).requestedReviewers).toEqual(["chen"]);
    expect(world.timeline(REPO, number).map(({ type }) => type)).not.toContain("ReviewRequestRemovedEvent");
  });

  test("unknown ones are told as errors of the file", () => {
    expect(world.codeownersErrors(REPO)).toMatchObject([
      { line: 3, kind: "Unknown owner", source: "@outsider", path: ".github/CODEOWNERS" },
      { line: 4, kind: "Unknown owner", source: "@nobody" },
    ]);
  });
});

describe("refused to people", () => {
  const outsider = () => world.person("outsider");
  let number: number;
  beforeEach(async () => {
    number = await submit();
  });

  test.each<[string, (n: number) => Promise<unknown>, number, RegExp]>([
    ["approving one's own", (n) => officer.review(REPO, n, "APPROVE"), 422, /Unprocessable/],
    ["returning one's own", (n) => officer.review(REPO, n, "REQUEST_CHANGES", "x"), 422, /Unprocessable/],
    [
      "returning without an opinion",
      (n) => lin.review(REPO, n, "REQUEST_CHANGES", " "),
      422,
      /Unprocessable/,
    ],
    [
      "a review that should comment and does not",
      (n) => lin.review(REPO, n, "COMMENT"),
      422,
      /Unprocessable/,
    ],
    [
      "reviewing a commit of another branch",
      (n) => lin.review(REPO, n, "APPROVE", "", { commit: "0".repeat(40) }),
      422,
      /Unprocessable/,
    ],
    ["drafting another's", (n) => outsider().toDraft(REPO, n), 403, /ConvertPullRequestToDraft/],
    ["marking another's ready", (n) => outsider().ready(REPO, n), 403, /MarkPullRequestReadyForReview/],
    [
      "marking another's ready with triage",
      (n) => world.person("triager").ready(REPO, n),
      403,
      /correct permissions/,
    ],
    ["labels without triage", (n) => officer.label(REPO, n, "審查中"), 403, /triage/],
    ["closing another's", (n) => outsider().close(REPO, n), 403, /triage/],
    ["editing another's title", (n) => world.person("triager").edit(REPO, n, { title: "x" }), 403, /push/],
    ["merging one's own", (n) => officer.merge(REPO, n), 403, /push/],
    ["asking for a review without triage", (n) => officer.requestReview(REPO, n, "wang"), 403, /triage/],
    ["asking the author", (n) => lin.requestReview(REPO, n, "officer"), 422, /collaborators/],
    ["asking a stranger", (n) => lin.requestReview(REPO, n, "outsider"), 422, /collaborators/],
    [
      "a status without write access",
      (n) => officer.setStatus(REPO, pull(n).headOid, { context: "check", state: "success" }),
      403,
      /push/,
    ],
    [
      "a status of no commit",
      () => lin.setStatus(REPO, "0".repeat(40), { context: "check", state: "success" }),
      422,
      /No commit found/,
    ],
    [
      "a status that talks too much",
      (n) =>
        lin.setStatus(REPO, pull(n).headOid, {
          context: "check",
          state: "success",
          description: "x".repeat(141),
        }),
      422,
      /Validation/,
    ],
    ["pushing without write access", () => officer.commit(REPO, "x", { a: "b" }), 403, /denied/],
    ["an empty comment", (n) => officer.comment(REPO, n, " \n"), 422, /Validation/],
    [
      "a comment of 65,537 characters",
      (n) => officer.comment(REPO, n, "x".repeat(65_537)),
      422,
      /Validation/,
    ],
    [
      "a second pull request of the same branch",
      () => officer.openPullRequest(REPO, { head: "officer:new", title: "t" }),
      422,
      /Validation/,
    ],
    [
      "a pull request of no branch",
      () => officer.openPullRequest(REPO, { head: "officer:none", title: "t" }),
      422,
      /Validation/,
    ],
    [
      "a pull request of nothing new",
      () => officer.openPullRequest(REPO, { head: "officer:main", title: "t" }),
      422,
      /Validation/,
    ],
    [
      "a pull request of another's branch",
      () => outsider().openPullRequest(REPO, { head: "lin:x", title: "t" }),
      422,
      /Validation/,
    ],
    [
      "dismissing without write access",
      async (n) => {
        const { id } = await lin.review(REPO, n, "APPROVE");
        await officer.dismiss(REPO, n, id, "x");
      },
      403,
      /push/,
    ],
    [
      "dismissing a mere comment",
      async (n) => {
        const { id } = await lin.review(REPO, n, "COMMENT", "x");
        await operator.dismiss(REPO, n, id, "x");
      },
      422,
      /Unprocessable/,
    ],
    [
      "dismissing without a word",
      async (n) => {
        const { id } = await lin.review(REPO, n, "APPROVE");
        await operator.dismiss(REPO, n, id, " ");
      },
      422,
      /Unprocessable/,
    ],
    [
      "editing another's comment",
      async (n) => {
        const { id } = await officer.comment(REPO, n, "x");
        await world.person("triager").editComment(REPO, id, "y");
      },
      403,
      /push/,
    ],
    [
      "reopening what is merged",
      async (n) => {
        await lin.merge(REPO, n);
        await officer.reopen(REPO, n);
      },
      422,
      /Validation/,
    ],
    [
      "merging another head than was seen",
      (n) => lin.merge(REPO, n, { sha: "0".repeat(40) }),
      409,
      /modified/,
    ],
    [
      "auto-merge that the repository does not allow",
      (n) => lin.enableAutoMerge(REPO, n),
      422,
      /not allowed/,
    ],
    ["settings without admin rights", () => lin.changeSettings(REPO, { allowAutoMerge: true }), 403, /admin/],
    ["rules without admin rights", () => lin.addRuleset(REPO, RULES), 403, /admin/],
    [
      "letting Actions by",
      () =>
        operator.addRuleset(REPO, {
          ...RULES,
          bypass_actors: [{ actor_id: 15368, actor_type: "Integration" }],
        }),
      422,
      /Validation/,
    ],
    [
      "a path out of the repository",
      () => officer.commit("officer/catalogue", "x", { "../a": "b" }),
      422,
      /fsck/,
    ],
    [
      "a path into .git",
      () => officer.commit("officer/catalogue", "x", { "a/.GIT/config": "b" }),
      422,
      /fsck/,
    ],
  ])("%s", async (_, act, status, message) => {
    await expect(act(number)).rejects.toEqual(refusal(status, message));
  });

  test("drafts are not merged", async () => {
    await officer.toDraft(REPO, number);
    await expect(lin.merge(REPO, number)).rejects.toEqual(refusal(405, "still a draft"));
  });

  test("conflicts are not merged", async () => {
    await lin.commit(REPO, "main", { "datasets/A/000002.yaml": "title: other\n" });
    expect(world.verdict(REPO, number)).toMatchObject({
      mergeable: "CONFLICTING",
      mergeStateStatus: "DIRTY",
    });
    await expect(lin.merge(REPO, number)).rejects.toEqual(refusal(405, "not mergeable"));
  });

  test("labels of an issue are dropped silently where the opener may not label, but a form's are given", async () => {
    const plain = await officer.openIssue(REPO, { title: "i", labels: ["逾期通知"] });
    const formed = await officer.openIssue(REPO, { title: "i", form: "takedown.yml" });
    const allowed = await world.person("triager").openIssue(REPO, { title: "i", labels: ["逾期通知"] });
    expect([plain, formed, allowed].map((n) => world.issue(REPO, n).labels)).toEqual([
      [],
      ["上下架申請"],
      ["逾期通知"],
    ]);
  });

  test("the author may ask again whoever has reviewed", async () => {
    await lin.review(REPO, number, "REQUEST_CHANGES", "x");
    await officer.requestReview(REPO, number, "lin");
    expect(pull(number).requestedReviewers).toContain("lin");
  });
});

describe("refused to tokens", () => {
  const READ = token("workflow", { contents: "read", "pull-requests": "read" });
  let number: number;
  beforeEach(async () => {
    number = await submit();
  });

  test.each<[string, Token, (person: Person, n: number) => Promise<unknown>]>([
    ["comments", READ, (p, n) => p.comment(REPO, n, "x")],
    ["labels", READ, (p, n) => p.label(REPO, n, "x")],
    ["statuses", READ, (p, n) => p.setStatus(REPO, pull(n).headOid, { context: "x", state: "success" })],
    ["pushes", READ, (p) => p.commit(REPO, "x", { a: "b" })],
    ["merges", token("workflow", { "pull-requests": "write" }), (p, n) => p.merge(REPO, n)],
    [
      "drafts without contents",
      token("workflow", { "pull-requests": "write" }),
      (p, n) => p.toDraft(REPO, n),
    ],
    [
      "comments on issues with the pull requests' permission",
      token("workflow", { "pull-requests": "write" }),
      async (p) => p.comment(REPO, await officer.openIssue(REPO, { title: "i" }), "x"),
    ],
    ["what lies in another repository", BOT, (p) => p.commit("officer/catalogue", "x", { a: "b" })],
  ])("%s", async (_, of, act) => {
    await expect(act(world.with(of), number)).rejects.toEqual(refusal(403, "not accessible by integration"));
  });

  test("workflows are changed by no workflow, neither pushed nor merged", async () => {
    const bot = world.with(BOT);
    const change = { ".github/workflows/validate.yml": "on: push\n" };
    await expect(bot.commit(REPO, "x", change)).rejects.toEqual(
      refusal(403, "refusing to allow a GitHub App"),
    );
    const other = await submit({ files: change, branch: "flow" });
    await expect(bot.merge(REPO, other)).rejects.toEqual(refusal(403, "refusing to allow a GitHub App"));
  });

  test("pull requests and approvals of Actions need the setting", async () => {
    const bot = world.with(BOT);
    await bot.commit(REPO, "takedown", { "datasets/A/000001.yaml": null });
    const open = () => bot.openPullRequest(REPO, { head: "moda:takedown", title: "t" });
    await expect(open()).rejects.toEqual(refusal(403, "not permitted to create"));
    await expect(bot.review(REPO, number, "APPROVE")).rejects.toEqual(refusal(422));
    await operator.changeSettings(REPO, { actionsMayApprove: true });
    const opened = await open();
    expect(world.issue(REPO, opened).author).toBe("github-actions[bot]");
    await bot.review(REPO, number, "APPROVE");
  });
});

describe("rulesets", () => {
  const bot = () => world.with(BOT);
  let number: number;
  beforeEach(async () => {
    await operator.addRuleset(REPO, RULES);
    number = await submit();
  });
  const verdict = () => world.verdict(REPO, number);
  const pass = () => bot().setStatus(REPO, pull(number).headOid, { context: "check", state: "success" });

  test("nobody pushes to the protected branch", async () => {
    await expect(operator.commit(REPO, "main", { a: "b" })).rejects.toEqual(
      refusal(422, "through a pull request"),
    );
    await expect(bot().commit(REPO, "main", { a: "b" })).rejects.toEqual(
      refusal(422, "through a pull request"),
    );
    await lin.commit(REPO, "other", { a: "b" });
  });

  test.each<[string, string, (ref: string, first: string) => Promise<unknown>, RegExp]>([
    [
      "non_fast_forward",
      "moves it back",
      (ref, first) => operator.updateRef(REPO, ref, first, { force: true }),
      /force-push/,
    ],
    ["deletion", "deletes it", (ref) => operator.updateRef(REPO, ref, undefined), /delete/],
    ["update", "moves it at all", () => operator.commit(REPO, "kept", { c: "d" }), /protected ref/],
    ["creation", "makes it", () => operator.commit(REPO, "kept/new", { c: "d" }), /creations/],
  ])("where %s says so, nobody %s", async (type, _, act, message) => {
    const first = await operator.commit(REPO, "kept-one", { a: "b" });
    await operator.commit(REPO, "kept", { a: "b" });
    await operator.commit(REPO, "kept", { a: "c" });
    const ref = type === "creation" ? "refs/heads/kept-one" : "refs/heads/kept";
    await operator.updateRef(REPO, "refs/heads/kept-one", undefined);
    if (type === "creation") await operator.updateRef(REPO, "refs/heads/kept", undefined);
    const conditions = { ref_name: { include: ["refs/heads/kept", "refs/heads/kept/*"], exclude: [] } };
    await operator.addRuleset(REPO, { name: type, enforcement: "active", conditions, rules: [{ type }] });
    await expect(act(ref, first)).rejects.toEqual(refusal(422, message));
  });

  test("a review by the button of a code owner and the status of Actions let it pass", async () => {
    expect(verdict()).toMatchObject({
      reviewDecision: "REVIEW_REQUIRED",
      mergeStateStatus: "BLOCKED",
      mergeable: "MERGEABLE",
    });
    await expect(lin.merge(REPO, number)).rejects.toEqual(refusal(405, "At least 1 approving review"));
    await lin.review(REPO, number, "APPROVE");
    expect(verdict()).toMatchObject({ reviewDecision: "APPROVED", mergeStateStatus: "BLOCKED" });
    await expect(lin.merge(REPO, number)).rejects.toEqual(refusal(405, 'status check "check" is expected'));
    await pass();
    expect(verdict()).toMatchObject({ mergeStateStatus: "CLEAN" });
    await bot().merge(REPO, number, { method: "squash" });
    expect(pull(number).merged).toMatchObject({ by: "github-actions[bot]", at: NOW });
  });

  test("an outsider's approval counts nothing, and neither does a writer's who owns nothing of it", async () => {
    await world.person("outsider").review(REPO, number, "APPROVE");
    expect(verdict().reviewDecision).toBe("REVIEW_REQUIRED");
    await world.person("wang").review(REPO, number, "APPROVE");
    expect(verdict()).toMatchObject({
      reviewDecision: "REVIEW_REQUIRED",
      blocked: expect.stringContaining("code owner"),
    });
  });

  test("an outsider's return blocks nothing, a writer's does until he approves or is overruled", async () => {
    await lin.review(REPO, number, "APPROVE");
    await world.person("outsider").review(REPO, number, "REQUEST_CHANGES", "no");
    expect(verdict().reviewDecision).toBe("APPROVED");
    const { id } = await world.person("wang").review(REPO, number, "REQUEST_CHANGES", "no");
    expect(verdict().reviewDecision).toBe("CHANGES_REQUESTED");
    await world.person("wang").review(REPO, number, "COMMENT", "…");
    expect(verdict().reviewDecision).toBe("CHANGES_REQUESTED");
    await operator.dismiss(REPO, number, id, "處理過了");
    expect(verdict().reviewDecision).toBe("APPROVED");
  });

  test("a new head takes approvals away, a merge of the main branch does not", async () => {
    await lin.review(REPO, number, "APPROVE");
    const git = world.git(REPO);
    const base = git.resolve("main")!;
    const who = { name: "officer", email: "o@example.tw", date: NOW };
    const moved = git.writeCommit({
      tree: git.writeTree(
        git.readCommit(base).tree,
        new Map([["x", { mode: "100644", oid: git.writeBlob("x") }]]),
      ),
      parents: [base],
      author: who,
      committer: who,
      message: "x",
    });
    git.setRef("refs/heads/main", moved);
    const merged = git.mergeTree(pull(number).headOid, moved) as { tree: string };
    const merge = git.writeCommit({
      tree: merged.tree,
      parents: [pull(number).headOid, moved],
      author: who,
      committer: who,
      message: "merge",
    });
    await officer.updateRef("officer/catalogue", "refs/heads/new", merge);
    expect(pull(number)).toMatchObject({ headOid: merge, reviews: [{ state: "APPROVED" }] });

    await officer.commit("officer/catalogue", "new", { "datasets/A/000002.yaml": "title: zwei\n" });
    expect(pull(number).reviews).toMatchObject([{ state: "DISMISSED" }]);
    expect(world.issue(REPO, number).timeline.at(-1)).toMatchObject({
      type: "ReviewDismissedEvent",
      previousState: "APPROVED",
      actor: "officer",
    });
    expect(verdict().reviewDecision).toBe("REVIEW_REQUIRED");
  });

  test("a status of the same name by somebody else is none", async () => {
    await lin.review(REPO, number, "APPROVE");
    await lin.setStatus(REPO, pull(number).headOid, { context: "check", state: "success" });
    expect(verdict().mergeStateStatus).toBe("BLOCKED");
  });

  test("the last pusher's approval does not count where the rule says so", async () => {
    const [first, ...others] = RULES.rules;
    await operator.editRuleset(REPO, [...world.repository(REPO).rulesets.keys()][0]!, {
      ...RULES,
      rules: [
        { type: "pull_request", parameters: { ...first!.parameters, require_last_push_approval: true } },
        ...others,
      ],
    });
    await lin.commit(REPO, "shared", { "datasets/A/3.yaml": "a\n" });
    const shared = await world.person("wang").openPullRequest(REPO, { head: "moda:shared", title: "t" });
    await lin.commit(REPO, "shared", { "datasets/A/3.yaml": "b\n" });
    await lin.review(REPO, shared, "APPROVE");
    expect(world.verdict(REPO, shared).blocked).toContain("someone other than the last pusher");
    await world.person("chen").review(REPO, shared, "APPROVE");
    expect(world.verdict(REPO, shared).reviewDecision).toBe("APPROVED");
  });

  test("an app that may bypass merges past missing approvals, another does not", async () => {
    const app = token("app", { contents: "write", "pull-requests": "write" }, "catalogue-merger[bot]");
    const { appId } = world.account(app.login);
    expect(world.verdict(REPO, number, { login: app.login, token: app }).viewerCanMergeAsAdmin).toBe(false);
    await expect(world.with(app).merge(REPO, number)).rejects.toEqual(refusal(405));
    await operator.editRuleset(REPO, [...world.repository(REPO).rulesets.keys()][0]!, {
      ...RULES,
      bypass_actors: [{ actor_id: appId, actor_type: "Integration", bypass_mode: "pull_request" }],
    });
    expect(world.verdict(REPO, number, { login: app.login, token: app }).viewerCanMergeAsAdmin).toBe(true);
    expect(world.verdict(REPO, number, { login: "lin" }).viewerCanMergeAsAdmin).toBe(false);
    await expect(world.with(app).commit(REPO, "main", { a: "b" })).rejects.toEqual(refusal(422));
    await world.with(app).merge(REPO, number, { method: "squash" });
    expect(pull(number).merged?.by).toBe("catalogue-merger[bot]");
  });

  test("auto-merge waits for what is missing and merges for whoever asked", async () => {
    await operator.changeSettings(REPO, { allowAutoMerge: true });
    await bot().enableAutoMerge(REPO, number, "SQUASH");
    await pass();
    expect(pull(number).merged).toBeUndefined();
    world.advance(60_000);
    await lin.review(REPO, number, "APPROVE");
    expect(pull(number).merged).toMatchObject({ by: "github-actions[bot]", at: "2026-03-02T01:01:00Z" });
    expect(world.deliveries.at(-1)).toMatchObject({
      event: "push",
      actor: "github-actions[bot]",
      byWorkflowToken: true,
    });
  });

  test("auto-merge is refused where nothing is missing, and ends when an outsider pushes", async () => {
    await operator.changeSettings(REPO, { allowAutoMerge: true });
    await bot().enableAutoMerge(REPO, number, "SQUASH");
    await officer.commit("officer/catalogue", "new", { "datasets/A/000002.yaml": "title: zwei\n" });
    expect(pull(number).autoMerge).toBeUndefined();
    await lin.review(REPO, number, "APPROVE");
    await pass();
    await expect(bot().enableAutoMerge(REPO, number)).rejects.toEqual(refusal(422, "is in clean status"));
  });

  test("rules that the double does not enforce are refused", async () => {
    const unknown = { ...RULES, rules: [{ type: "required_signatures" }] };
    await expect(operator.addRuleset(REPO, unknown)).rejects.toThrow(
      "the double knows no rule required_signatures",
    );
  });
});

describe("webhooks", () => {
  test("tell of everything, each as GitHub describes it", async () => {
    await operator.changeSettings(REPO, { allowAutoMerge: true });
    const number = await submit({ draft: true });
    await officer.ready(REPO, number);
    await officer.commit("officer/catalogue", "new", { "datasets/A/000002.yaml": "title: zwei\n" });
    await lin.label(REPO, number, "審查中");
    await lin.unlabel(REPO, number, "審查中");
    const review = await lin.review(REPO, number, "REQUEST_CHANGES", "", {
      lineComments: [{ path: "a", line: 1, body: "b" }],
    });
    await operator.dismiss(REPO, number, review.id, "好");
    const comment = await officer.comment(REPO, number, "/送審");
    await officer.editComment(REPO, comment.id, "/說明");
    await officer.deleteComment(REPO, comment.id);
    await officer.edit(REPO, number, { title: "改" });
    await officer.toDraft(REPO, number);
    await officer.close(REPO, number);
    await officer.reopen(REPO, number);
    await officer.openIssue(REPO, { title: "i", form: "takedown.yml" });
    await operator.dispatch(REPO, "validate.yml", "main", { a: "b" });
    const run = world.addRun(REPO, { workflow: "validate.yml", name: "validate", event: "pull_request" });
    world.updateRun(REPO, run.id, { status: "in_progress" });
    world.updateRun(REPO, run.id, { status: "completed", conclusion: "success" });
    expect(events()).toEqual([
      "push",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.review_requested",
      "pull_request.review_requested",
      "push",
      "pull_request.synchronize",
      "pull_request.labeled",
      "pull_request.unlabeled",
      "pull_request_review.submitted",
      "pull_request_review.dismissed",
      "issue_comment.created",
      "issue_comment.edited",
      "issue_comment.deleted",
      "pull_request.edited",
      "pull_request.converted_to_draft",
      "pull_request.closed",
      "pull_request.reopened",
      "issues.opened",
      "issues.labeled",
      "workflow_dispatch",
      "workflow_run.requested",
      "workflow_run.in_progress",
      "workflow_run.completed",
    ]);
  });

  test("say who, and whether a workflow's token did it", async () => {
    const number = await submit();
    await world.with(BOT).comment(REPO, number, "x");
    await lin.comment(REPO, number, "x");
    expect(world.deliveries.slice(-2).map(({ actor, byWorkflowToken }) => [actor, byWorkflowToken])).toEqual([
      ["github-actions[bot]", true],
      ["lin", false],
    ]);
    expect(world.deliveries.at(-1)!.payload).toMatchObject({
      sender: { login: "lin", type: "User" },
      issue: { number, pull_request: {} },
      comment: { body: "x" },
    });
  });

  test("a payload that GitHub would not send is refused", () => {
    expect(() => world.addRun(REPO, { conclusion: "great" as "success" })).toThrow(
      /webhook-workflow-run-requested: .*conclusion/,
    );
  });
});

describe("git", () => {
  test("links, executables, submodules and odd names reach git as they are", async () => {
    const number = await submit({
      files: {
        "datasets/A/link": { link: "../../../etc/passwd" },
        "run.sh": { mode: "100755", content: "#!/bin/sh\n" },
        module: { submodule: "1".repeat(40) },
        '資料/a b\n"c".yaml': "x\n",
        "README.md": null,
      },
    });
    const { gitDir } = world.repository(REPO);
    world.git(REPO).flush();
    const listed = execFileSync("git", [
      "--git-dir",
      gitDir,
      "ls-tree",
      "-r",
      "-z",
      `refs/pull/${number}/head`,
    ]);
    expect(
      listed
        .toString()
        .split("\0")
        .map((line) => `${line.slice(0, 6)} ${line.split("\t")[1]}`)
        .slice(3, -1),
    ).toEqual([
      "100644 agencies/A/agency.yaml",
      "100644 datasets/A/000001.yaml",
      "120000 datasets/A/link",
      "160000 module",
      "100755 run.sh",
      '100644 資料/a b\n"c".yaml',
    ]);
    expect(execFileSync("git", ["--git-dir", gitDir, "fsck", "--strict"], { stdio: "pipe" }).toString()).toBe(
      "",
    );
    expect(world.changedPaths(REPO, number)).toMatchObject([
      { path: "README.md", status: "removed", deletions: 1 },
      { path: "datasets/A/link", status: "added", mode: "120000" },
      { path: "module", status: "added", mode: "160000" },
      { path: "run.sh", status: "added", mode: "100755", additions: 1 },
      { path: '資料/a b\n"c".yaml', status: "added" },
    ]);
  });

  test("trees are sorted as git sorts them, whatever the names", async () => {
    const names = ["a", "a.b", "a-b", "a0", "ab", "\u{10400}", "\uffee", "ä", "Z", "a b"];
    const files = Object.fromEntries(
      names.flatMap((name) => [
        [`x/${name}`, "1"],
        [`y/${name}/f`, "1"],
      ]),
    );
    await lin.commit(REPO, "sorted", files);
    world.git(REPO).flush();
    const { gitDir } = world.repository(REPO);
    expect(execFileSync("git", ["--git-dir", gitDir, "fsck", "--strict"], { stdio: "pipe" }).toString()).toBe(
      "",
    );
  });

  test("many objects and refs go into packs, and are read back", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`many/${index}`, `${index}`]),
    );
    const commit = await lin.commit(REPO, "many", files);
    const git = world.git(REPO);
    for (let index = 0; index < 250; index++) git.setRef(`refs/tags/t${index}`, commit);
    git.flush();
    git.setRef("refs/tags/t7", undefined);
    git.flush();
    const { gitDir } = world.repository(REPO);
    const refs = execFileSync("git", ["--git-dir", gitDir, "for-each-ref", "refs/tags"])
      .toString()
      .trim()
      .split("\n");
    expect(refs).toHaveLength(249);
    expect(execFileSync("git", ["--git-dir", gitDir, "show", "many:many/123"]).toString()).toBe("123");
    expect(Buffer.from(git.readBlob(git.entry(commit, "many/123")!.oid)).toString()).toBe("123");
    expect(git.reread()).toEqual([]);
  });

  test("merging apart gives what git gives", async () => {
    const git = world.git(REPO);
    const base = git.resolve("main")!;
    const cases: [FileMap, FileMap][] = [
      [{ "datasets/A/2": "a" }, { "datasets/A/3": "b" }],
      [{ "datasets/A/2": "a" }, { "datasets/A/2": "a" }],
      [{ "datasets/A/2": "a" }, { "datasets/A/2": "b" }],
      [{ "datasets/A/000001.yaml": null }, { "datasets/A/000001.yaml": "title: zwei\n" }],
      [{ "datasets/A/000001.yaml": null, "datasets/C/000001.yaml": "title: one\n" }, { "datasets/A/9": "x" }],
      [{ x: "file" }, { "x/y": "folder" }],
      [{ "README.md": null }, { "agencies/B": "x" }],
    ];
    for (const [index, [left, right]] of cases.entries()) {
      const ours = await lin.commit(REPO, `left${index}`, left, { from: "main", message: "left" });
      const theirs = await lin.commit(REPO, `right${index}`, right, { from: "main", message: "right" });
      expect(git.mergeBase(ours, theirs)).toBe(base);
      git.flush();
      let expected: string | undefined;
      try {
        expected = execFileSync(
          "git",
          ["--git-dir", git.folder, "merge-tree", "--write-tree", ours, theirs],
          { stdio: "pipe" },
        )
          .toString()
          .trim();
      } catch {
        expected = undefined;
      }
      const merged = git.mergeTree(ours, theirs);
      expect([index, "tree" in merged ? merged.tree : undefined]).toEqual([index, expected]);
      expect(git.mergesCleanly(ours, theirs)).toBe(expected !== undefined);
    }
  });

  test("history is read as git reads it", async () => {
    const git = world.git(REPO);
    const main = git.resolve("main")!;
    const a = await lin.commit(REPO, "a", { a: "1" });
    const b = await lin.commit(REPO, "b", { b: "1" }, { date: "1999-01-01T00:00:00Z" });
    const who = { name: "x", email: "x@example.tw", date: NOW };
    const merge = git.writeCommit({
      tree: git.readCommit(a).tree,
      parents: [a, b],
      author: who,
      committer: who,
      message: "m",
    });
    const c = git.writeCommit({
      tree: git.readCommit(a).tree,
      parents: [merge],
      author: who,
      committer: who,
      message: "c",
    });
    expect(git.log(b, c).map(({ oid }) => oid)).toEqual([a, merge, c]);
    expect(git.log(undefined, b).map(({ oid }) => oid)).toEqual([main, b]);
    expect([git.isAncestor(b, c), git.isAncestor(c, b), git.isAncestor(a, b)]).toEqual([true, false, false]);
    expect(git.mergeBase(c, b)).toBe(b);
  });

  test("a folder is taken as it lies there, without what git ignores", async () => {
    const from = join(folder, "from");
    mkdirSync(join(from, "sub"), { recursive: true });
    writeFileSync(join(from, "sub", "a"), "1");
    writeFileSync(join(from, ".gitignore"), "ignored\n");
    writeFileSync(join(from, "ignored"), "1");
    writeFileSync(join(from, "run"), "1", { mode: 0o755 });
    symlinkSync("sub/a", join(from, "link"));
    execFileSync("git", ["-C", from, "init", "-q"]);
    await world.createRepository("moda/copy", { from });
    const git = world.git("moda/copy");
    const tree = git.readCommit(git.resolve("main")!).tree;
    expect(git.diff(undefined, tree).map(({ path, after }) => `${after!.mode} ${path}`)).toEqual([
      "100644 .gitignore",
      "120000 link",
      "100755 run",
      "100644 sub/a",
    ]);
  });
});

describe("forks", () => {
  test("share objects, keep refs of their own, and move their pull request", async () => {
    const number = await submit();
    const head = await officer.commit("officer/catalogue", "new", { "datasets/A/000003.yaml": "x\n" });
    expect(pull(number).headOid).toBe(head);
    expect(world.git(REPO).refs.get(`refs/pull/${number}/head`)).toBe(head);
    expect(world.git(REPO).refs.has("refs/heads/new")).toBe(false);
    const merge = world.git(REPO).readCommit(world.git(REPO).refs.get(`refs/pull/${number}/merge`)!);
    expect(merge.parents).toEqual([world.git(REPO).resolve("main"), head]);
  });

  test("a forced push is told, a deleted branch closes, and reopening needs the branch", async () => {
    const number = await submit();
    await officer.commit("officer/catalogue", "new", { "datasets/A/4.yaml": "x\n" }, { force: true });
    expect(world.issue(REPO, number).timeline.map(({ type }) => type)).toContain("HeadRefForcePushedEvent");
    await officer.updateRef("officer/catalogue", "refs/heads/new", undefined);
    expect(world.issue(REPO, number).state).toBe("closed");
    await expect(officer.reopen(REPO, number)).rejects.toEqual(refusal(422));
  });

  test("only the owner pushes there", async () => {
    await submit();
    await expect(lin.commit("officer/catalogue", "new", { a: "b" })).rejects.toEqual(refusal(403, "denied"));
  });
});

describe("merges", () => {
  test("squash into one commit of the author, at the server's time", async () => {
    const number = await submit({ date: "2001-01-01T00:00:00Z" });
    await officer.commit("officer/catalogue", "new", { "datasets/A/000003.yaml": "x\n" });
    world.advance(1_000);
    const commit = await lin.merge(REPO, number, { method: "squash", title: "新增 (#1)", message: "" });
    expect(world.git(REPO).readCommit(commit)).toMatchObject({
      message: "新增 (#1)\n",
      author: { name: "officer", date: "2026-03-02T01:00:01Z" },
      committer: { name: "GitHub", date: "2026-03-02T01:00:01Z" },
      parents: [expect.any(String)],
    });
    expect(
      world
        .issue(REPO, number)
        .timeline.slice(-2)
        .map(({ type }) => type),
    ).toEqual(["MergedEvent", "ClosedEvent"]);
  });

  test("a head that reached the base by a push counts as merged", async () => {
    await lin.commit(REPO, "direct", { x: "1" });
    const number = await lin.openPullRequest(REPO, { head: "moda:direct", title: "t" });
    await lin.updateRef(REPO, "refs/heads/main", world.git(REPO).resolve("direct"));
    expect(pull(number).merged).toMatchObject({ by: "lin" });
  });
});

test("a thousand pull requests are made and judged in seconds", async () => {
  const large = createWorld({ folder: join(folder, "large"), now: NOW, validate: false });
  await large.createRepository("moda/large", FILES, { lin: "write" });
  await large.person("officer").fork("moda/large");
  for (let index = 0; index < 1_000; index++) {
    const files = { [`datasets/A/n${index}.yaml`]: `title: ${index}\n` };
    await large.person("officer").commit("officer/large", `b${index}`, files, { from: "main" });
    await large.person("officer").openPullRequest("moda/large", { head: `officer:b${index}`, title: "t" });
  }
  for (let number = 1; number <= 1_000; number++) {
    expect(large.verdict("moda/large", number).mergeable).toBe("MERGEABLE");
  }
  expect(large.deliveries.at(-1)!.payload).toMatchObject({ action: "review_requested", number: 1_000 });
}, 15_000);
