import { beforeEach, describe, expect, test } from "vitest";
import type { SettingsFile } from "../../catalogue/schema/generated/settings.ts";
import { LABELS } from "../../review/names.ts";
import { buildRegister } from "../../review/register.ts";
import type { GitHub } from "./client.ts";
import { SetupError, setUp } from "./setup.ts";
import { MAIN_BRANCH, mendedRuleset, type Ruleset, SNAPSHOTS } from "./setup-rulesets.ts";

/* Against a stand-in that only remembers; the exchanges themselves are tested with the double of GitHub. */

const SETTINGS = {
  url: "https://org.github.io/catalogue/",
  repository: "Org/Catalogue",
  branch: "main",
} as SettingsFile;
const REGISTER = buildRegister(
  [
    {
      code: "A41000000G",
      name: "國發會",
      people: [
        { account: "Reviewer", displayName: "甲", roles: [{ role: "reviewer" }] },
        { account: "reader", displayName: "乙", roles: [{ role: "administrator" }, { role: "provider" }] },
        { account: "provider", displayName: "丙", roles: [{ role: "provider" }] },
        { account: "nobody", displayName: "丁", roles: [{ role: "provider" }] },
      ],
    },
  ],
  [{ account: "operator", displayName: "戊" }],
);

class HttpError extends Error {
  override name = "HttpError";
  status: number;
  request = { method: "PUT", url: "https://api.github.com/x" };
  constructor(status: number, message = "Not Found") {
    super(message);
    this.status = status;
  }
}

let writes: string[];
let state: {
  repository: Record<string, unknown>;
  labels: { name: string; color: string; description: string | null }[];
  rulesets: (Ruleset & { id: number; source_type: string })[];
  actions: Record<string, unknown>;
  token: Record<string, unknown>;
  pages: Record<string, unknown> | undefined;
  collaborators: { login: string; permissions: { push: boolean } }[];
  owners: { line: number; message: string }[] | undefined;
};

function github(): GitHub {
  const write =
    <T>(name: string, work: (body: T) => unknown) =>
    async (body: T) => {
      writes.push(name);
      const { owner: _, repo: __, ...rest } = body as Record<string, unknown>;
      return { data: work(rest as T) };
    };
  const read = (value: () => unknown) => async () => {
    const data = value();
    if (data === undefined) throw new HttpError(404);
    return { data };
  };
  const rest = {
    repos: {
      get: read(() => state.repository),
      update: write("update", (body: object) => Object.assign(state.repository, body)),
      getRepoRulesets: read(() => state.rulesets),
      getRepoRuleset: async ({ ruleset_id: id }: { ruleset_id: number }) => ({
        data: state.rulesets.find((each) => each.id === id),
      }),
      createRepoRuleset: write("createRepoRuleset", (body: Ruleset) =>
        state.rulesets.push({
          ...structuredClone(body),
          id: state.rulesets.length,
          source_type: "Repository",
        }),
      ),
      updateRepoRuleset: write(
        "updateRepoRuleset",
        ({ ruleset_id: id, ...body }: Ruleset & { ruleset_id: number }) =>
          Object.assign(state.rulesets.find((each) => each.id === id)!, body),
      ),
      getPages: read(() => state.pages),
      createPagesSite: write("createPagesSite", (body: object) => {
        state.pages = { html_url: "https://org.github.io/catalogue", ...body };
      }),
      updateInformationAboutPagesSite: write("updatePages", (body: object) =>
        Object.assign(state.pages!, body),
      ),
      listCollaborators: read(() => state.collaborators),
      codeownersErrors: read(() => state.owners && { errors: state.owners }),
    },
    issues: {
      listLabelsForRepo: async ({ page }: { page: number }) => ({
        data: state.labels.slice((page - 1) * 100, page * 100),
      }),
      createLabel: write("createLabel", (label: (typeof state.labels)[0]) => state.labels.push(label)),
      updateLabel: write("updateLabel", ({ name, new_name: to, ...rest }: Record<string, string>) =>
        Object.assign(state.labels.find((each) => each.name === name)!, { name: to, ...rest }),
      ),
    },
    actions: {
      getGithubActionsPermissionsRepository: read(() => state.actions),
      setGithubActionsPermissionsRepository: write("setActions", (body: object) =>
        Object.assign(state.actions, body),
      ),
      getGithubActionsDefaultWorkflowPermissionsRepository: read(() => state.token),
      setGithubActionsDefaultWorkflowPermissionsRepository: write("setToken", (body: object) =>
        Object.assign(state.token, body),
      ),
    },
    users: {
      getByUsername: async ({ username }: { username: string }) => {
        if (username === "nobody") throw new HttpError(404);
        return { data: {} };
      },
    },
  };
  return {
    rest,
    owner: "org",
    repo: "catalogue",
    bot: "admin",
    defaultBranch: "main",
    serverUrl: "https://github.com",
  } as unknown as GitHub;
}

beforeEach(() => {
  writes = [];
  state = {
    repository: { has_issues: false, allow_squash_merge: true, permissions: { admin: true } },
    labels: [
      ...Array.from({ length: 120 }, (_, i) => ({ name: `x${i}`, color: "ededed", description: null })),
      { name: LABELS.draft.name, color: "ffffff", description: null },
      { ...LABELS.inReview },
    ],
    rulesets: [{ ...MAIN_BRANCH, rules: [], id: 7, source_type: "Organization" }],
    actions: { enabled: true, allowed_actions: "all" },
    token: { default_workflow_permissions: "write", can_approve_pull_request_reviews: false },
    pages: undefined,
    collaborators: [
      { login: "reviewer", permissions: { push: true } },
      { login: "reader", permissions: { push: false } },
    ],
    owners: [{ line: 3, message: "Unknown owner\nfor @x ::error::" }],
  };
});

const run = (rehearsal = false) => setUp(github(), { settings: SETTINGS, register: REGISTER, rehearsal });
const LABEL_COUNT = Object.keys(LABELS).length;

test("the first run puts everything right, the second one writes nothing", async () => {
  const first = await run();
  expect(first.changed).toEqual([
    "議題、壓縮合併、自動合併、合併後刪除分支：開啟",
    ...Object.values(LABELS)
      .filter(({ name }) => name !== LABELS.inReview.name)
      .map(({ name }) => `標籤「${name}」：${name === LABELS.draft.name ? "更新" : "新增"}`),
    "規則集「主分支」：新增",
    "規則集「快照分支」：新增",
    "Actions 權杖預設唯讀，並可建立 pull request：設定",
    "GitHub Pages（由 Actions 發布）：啟用",
  ]);
  expect(first.right).toEqual([`標籤「${LABELS.inReview.name}」`, "GitHub Actions"]);
  expect(writes).toHaveLength(LABEL_COUNT + 4);
  writes = [];
  const second = await run();
  expect(second.changed).toEqual([]);
  expect(writes).toEqual([]);
  expect(second.right).toHaveLength(LABEL_COUNT + 6);
  expect(second.tasks).toEqual(first.tasks);
});

test("a rehearsal says the same and writes nothing", async () => {
  const { changed } = await run(true);
  expect(writes).toEqual([]);
  expect(changed).toEqual((await run()).changed);
});

test("what is left for people, each with its address", async () => {
  expect((await run()).tasks).toEqual([
    {
      text: "邀請 operator（平臺管理者）為協作者，權限選 Write；沒有寫入權限者無法核准",
      url: "https://github.com/org/catalogue/settings/access",
    },
    {
      text: "邀請 reader（部會管理者、資料提供者）為協作者，權限選 Write；沒有寫入權限者無法核准",
      url: "https://github.com/org/catalogue/settings/access",
    },
    {
      text: "GitHub 沒有帳號 nobody（agencies/A41000000G/agency.yaml）；請更正或移除",
      url: "https://github.com/org/catalogue/edit/main/agencies/A41000000G/agency.yaml",
    },
    {
      text: ".github/CODEOWNERS 第 3 行：Unknown owner for @x : :error: :",
      url: "https://github.com/org/catalogue/blob/main/.github/CODEOWNERS#L3",
    },
  ]);
});

test("settings of another repository, and no CODEOWNERS at all", async () => {
  state.owners = undefined;
  state.collaborators = [];
  const settings = { ...SETTINGS, repository: "a/b", branch: "trunk", url: "https://data.example.org/" };
  const { tasks } = await setUp(github(), { settings, register: buildRegister([], []), rehearsal: false });
  expect(tasks.map(({ text }) => text)).toEqual([
    "platform/settings.yaml 的 repository 是 a/b，應為 org/catalogue",
    "platform/settings.yaml 的 branch 是 trunk，儲存庫的主分支卻是 main；請改成一致，publish.yml 也要一致",
    "platform/settings.yaml 的 url 是 https://data.example.org/，GitHub Pages 的網址卻是 https://org.github.io/catalogue；請修改 url，或在 Pages 設定自訂網域",
    "主分支沒有 .github/CODEOWNERS；請執行 npm run codeowners 並提交，否則任何人核准都算數",
  ]);
});

test("a setting that GitHub refuses is left to a person, and the others are made", async () => {
  const client = github();
  client.rest.repos.createPagesSite = (async () => {
    throw new HttpError(422, "Your current plan does not support GitHub Pages for this repository.");
  }) as unknown as typeof client.rest.repos.createPagesSite;
  // Accepted, and left out.
  client.rest.repos.update = (async () => ({
    data: { ...state.repository, has_issues: true, delete_branch_on_merge: true },
  })) as unknown as typeof client.rest.repos.update;
  const { changed, tasks } = await setUp(client, {
    settings: SETTINGS,
    register: buildRegister([], []),
    rehearsal: false,
  });
  expect(changed).toContain("規則集「主分支」：新增");
  expect(tasks.slice(0, 2)).toEqual([
    {
      text: "無法設定議題、壓縮合併、自動合併、合併後刪除分支：GitHub 沒有接受 allow_auto_merge；帳號的方案可能不支援",
      url: "https://github.com/org/catalogue/settings",
    },
    {
      text: expect.stringMatching(
        /^無法設定GitHub Pages（由 Actions 發布）：PUT \/x 失敗：422 Your current plan/,
      ),
      url: "https://github.com/org/catalogue/settings/pages",
    },
  ]);
});

test("only an administrator can set up", async () => {
  state.repository.permissions = { admin: false };
  await expect(run()).rejects.toThrow(SetupError);
  await expect(run()).rejects.toThrow("admin 不是 org/catalogue 的管理者；請使用管理者帳號的權杖");
});

test("a fault of the server is no refusal", async () => {
  const client = github();
  client.rest.repos.createPagesSite = (async () => {
    throw new HttpError(502, "Server Error");
  }) as unknown as typeof client.rest.repos.createPagesSite;
  const input = { settings: SETTINGS, register: REGISTER, rehearsal: false };
  await expect(setUp(client, input)).rejects.toThrow("Server Error");
});

describe("rulesets", () => {
  const changed = (change: (ruleset: Ruleset) => void) => {
    const actual = structuredClone(MAIN_BRANCH);
    change(actual);
    return actual;
  };
  const parameters = (ruleset: Ruleset, type: string) =>
    ruleset.rules.find((rule) => rule.type === type)!.parameters!;
  const checks = (ruleset: Ruleset) =>
    parameters(ruleset, "required_status_checks").required_status_checks as Record<string, unknown>[];

  test.each<[string, (ruleset: Ruleset) => void]>([
    ["as it was made", () => {}],
    ["in another order", (r) => r.rules.reverse()],
    [
      "with fields of GitHub's own",
      (r) => Object.assign(parameters(r, "pull_request"), { required_reviewers: [] }),
    ],
    ["with an app that is let past", (r) => Object.assign(r, { bypass_actors: [{ actor_id: 5 }] })],
    [
      "with a rule and a check more",
      (r) => {
        r.rules.push({ type: "required_signatures" });
        checks(r).push({ context: "own" });
      },
    ],
    ["for more branches", (r) => r.conditions.ref_name.include.push("refs/heads/next")],
  ])("%s it is right", (_, change) => {
    expect(mendedRuleset(changed(change), MAIN_BRANCH)).toBeUndefined();
  });

  test.each<[string, (ruleset: Ruleset) => void]>([
    ["switched off", (r) => Object.assign(r, { enforcement: "disabled" })],
    ["for another branch", (r) => Object.assign(r.conditions.ref_name, { include: ["refs/heads/x"] })],
    ["without the main branch", (r) => r.conditions.ref_name.exclude.push("~DEFAULT_BRANCH")],
    ["without a rule", (r) => r.rules.shift()],
    [
      "without code owners",
      (r) => Object.assign(parameters(r, "pull_request"), { require_code_owner_review: false }),
    ],
    [
      "with two approvals",
      (r) => Object.assign(parameters(r, "pull_request"), { required_approving_review_count: 2 }),
    ],
    [
      "with stale approvals",
      (r) => Object.assign(parameters(r, "pull_request"), { dismiss_stale_reviews_on_push: false }),
    ],
    [
      "with every way to merge",
      (r) => Object.assign(parameters(r, "pull_request"), { allowed_merge_methods: ["squash", "merge"] }),
    ],
    ["without a check", (r) => checks(r).pop()],
    ["with a check that anybody may set", (r) => delete checks(r)[0]!.integration_id],
    ["with a check of another app", (r) => Object.assign(checks(r)[0]!, { integration_id: 1 })],
  ])("%s it is mended, once", (_, change) => {
    const actual = changed(change);
    const mended = mendedRuleset(actual, MAIN_BRANCH);
    expect(mended).toBeDefined();
    expect(mendedRuleset(mended!, MAIN_BRANCH)).toBeUndefined();
    expect({ ...mended, rules: new Set(mended!.rules) }).toEqual({
      ...MAIN_BRANCH,
      rules: new Set(MAIN_BRANCH.rules),
    });
  });

  test("what an operator added survives a mend", () => {
    const actual = changed((r) => {
      r.enforcement = "disabled";
      r.bypass_actors = [{ actor_id: 5, actor_type: "Integration" }];
      r.rules.push({ type: "required_signatures" });
      checks(r).push({ context: "own" });
    });
    const mended = mendedRuleset(actual, MAIN_BRANCH)!;
    expect(mended.bypass_actors).toEqual([{ actor_id: 5, actor_type: "Integration" }]);
    expect(mended.rules.map(({ type }) => type)).toContain("required_signatures");
    expect(checks(mended).map(({ context }) => context)).toEqual(["own", "資料檢查", "鎖定欄位", "審查決定"]);
  });

  test("snapshots may be added to, never rewritten or deleted", () => {
    expect(SNAPSHOTS.rules.map(({ type }) => type)).toEqual(["deletion", "non_fast_forward"]);
    expect(SNAPSHOTS.conditions.ref_name.include).toEqual(["refs/heads/snapshots"]);
  });
});
