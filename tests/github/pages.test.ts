import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { type Double, startDouble } from "./server.ts";

/* The pages on which people act, as GitHub's own, in a browser without scripts. */

const REPO = "moda/catalogue";
const FORM = `name: 上下架申請
description: 申請下架
title: 申請
labels: [上下架申請]
body:
  - type: markdown
    attributes: { value: "說明 <b>x</b>" }
  - type: input
    id: identifier
    attributes: { label: 識別碼, description: 十七碼 }
    validations: { required: true }
  - type: dropdown
    id: act
    attributes: { label: 事項, options: [申請下架, 重新上架] }
    validations: { required: true }
  - type: dropdown
    id: reason
    attributes: { label: 原因, options: [A 公益, B 權利] }
  - type: textarea
    id: explanation
    attributes: { label: 說明 }
  - type: checkboxes
    id: agreed
    attributes:
      label: 確認
      options: [{ label: 會公開, required: true }, { label: 要通知 }]
`;
const YAML = "# 註解 <b>&amp;\n\ntitle: 二\nnote: |\n  一\n\n  二\n";

let double: Double;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  double = await startDouble({ now: "2026-03-02T01:00:00Z" });
  for (const login of ["lin", "chen", "operator"]) double.world.account(login);
  await double.world.createRepository(
    REPO,
    {
      "README.md": "目錄\n",
      "datasets/a/1.yaml": "title: 一\n",
      "windows.txt": "一\r\n二\r\n",
      ".github/pull_request_template.md": "## 送審說明\n",
      ".github/ISSUE_TEMPLATE/request.yml": FORM,
      ".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled: false\n",
    },
    { chen: "write", operator: "admin" },
  );
  await double.world.person("operator").addRuleset(REPO, {
    name: "main",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [{ type: "pull_request", parameters: {} }],
  });
  const context = await browser.newContext({ javaScriptEnabled: false });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
});

afterEach(async () => {
  await page.context().close();
  await double.close();
});

const open = (path: string) => page.goto(double.url + path);
const signInAs = (login: string, path = "/") =>
  open(`/_login?${new URLSearchParams({ as: login, return_to: path })}`);
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const field = (name: string) => page.getByLabel(name, { exact: true });
/** Path and query of the page. */
const place = () => page.url().slice(double.url.length);
const fileOf = (repository: string, branch: string, path: string) => {
  const git = double.world.git(repository);
  const entry = git.entry(git.resolve(branch)!, path);
  return entry && Buffer.from(git.readBlob(entry.oid)).toString("utf8");
};
const events = () =>
  double.world.deliveries.map(({ event, payload }) => `${event} ${payload.action ?? ""}`.trim());

function expectClean() {
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
}

/** lin's proposal from his fork. */
async function proposal(draft = false): Promise<number> {
  const lin = double.world.person("lin");
  await lin.fork(REPO);
  await lin.commit("lin/catalogue", "patch-1", { "datasets/a/2.yaml": "title: 二\n" });
  return lin.openPullRequest(REPO, { head: "lin:patch-1", title: "新增", draft });
}

/** A form as a script would send it, from the double's own origin unless told. */
const post = (
  path: string,
  login: string,
  form: Record<string, string>,
  origin: string | undefined = double.url,
) =>
  fetch(double.url + path, {
    method: "POST",
    redirect: "manual",
    headers: {
      cookie: `double_user=${login}`,
      "content-type": "application/x-www-form-urlencoded",
      ...(origin === "" ? {} : { origin }),
    },
    body: new URLSearchParams(form).toString(),
  });

describe("signing in", () => {
  test("asks whom, comes back, and stays", async () => {
    await open(`/${REPO}/new/main?filename=a.txt`);
    expect(place()).toMatch(/^\/_login\?/);
    await field("Username or email address").fill("nobody");
    await press("Sign in");
    expect(await page.getByRole("alert").textContent()).toBe("Incorrect username or password.");
    await field("Username or email address").fill("chen");
    await press("Sign in");
    expect(place()).toBe(`/${REPO}/new/main?filename=a.txt`);
    expect(await field("File name").inputValue()).toBe("a.txt");
    await open(`/${REPO}/pulls`);
    expect(await page.getByText("Signed in as chen").count()).toBe(1);
    expectClean();
  });

  test.each(["https://evil.test/", "//evil.test/", "/\\evil.test", "/\tx"])(
    "leads nowhere else: %s",
    async (address) => {
      const answer = await fetch(
        `${double.url}/_login?${new URLSearchParams({ as: "lin", return_to: address })}`,
        {
          redirect: "manual",
        },
      );
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
      expect(answer.headers.get("set-cookie")).toBe("double_user=lin; Path=/; HttpOnly; SameSite=Lax");
    },
  );

  test("bots and strangers can't", async () => {
    for (const login of ["github-actions[bot]", "stranger"]) {
      const answer = await fetch(`${double.url}/_login?as=${encodeURIComponent(login)}`, {
        redirect: "manual",
      });
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([422, null]);
    }
  });
});

describe("without write access", () => {
  test("a new file goes through a fork into a pull request, byte for byte", async () => {
    const query = new URLSearchParams({ filename: "datasets/a/2.yaml", value: YAML, message: "新增資料集" });
    await signInAs("lin", `/${REPO}/new/main?${query}`);
    await press("Fork this repository");
    expect(double.world.repository("lin/catalogue").fork).toBe(REPO);
    expect(await field("File name").inputValue()).toBe("datasets/a/2.yaml");
    expect(await field("Enter file contents here").inputValue()).toBe(YAML);
    expect(await page.getByText("in your fork lin/catalogue").count()).toBe(1);
    await press("Commit changes…");
    expect(await field("Commit message").inputValue()).toBe("新增資料集");
    await field("Extended description").fill("第一次");
    await press("Propose changes");
    expect(place()).toBe(`/${REPO}/compare/main...lin:catalogue:patch-1`);
    expect(fileOf("lin/catalogue", "patch-1", "datasets/a/2.yaml")).toBe(YAML);
    const commit = double.world
      .git("lin/catalogue")
      .readCommit(double.world.git("lin/catalogue").resolve("patch-1")!);
    expect(commit.message.trimEnd()).toBe("新增資料集\n\n第一次");
    expect(commit.parents).toEqual([double.world.git(REPO).resolve("main")]);
    await press("Create pull request");
    expect(await field("Add a title").inputValue()).toBe("新增資料集");
    expect(await field("Add a description").inputValue()).toBe("第一次\n\n## 送審說明\n");
    await press("Create pull request");
    const { number } = double.world.pull(REPO, 1);
    expect(place()).toBe(`/${REPO}/pull/${number}`);
    expect(double.world.pull(REPO, number)).toMatchObject({
      title: "新增資料集",
      author: "lin",
      pull: { headRepository: "lin/catalogue", headBranch: "patch-1", baseBranch: "main", draft: false },
    });
    expect(events()).toContain("pull_request opened");
    expectClean();
  });

  test("an edit goes into the fork too, on a branch that is free, as a draft", async () => {
    await proposal();
    await signInAs("lin", `/${REPO}/blob/main/datasets/a/1.yaml`);
    await page.getByRole("link", { name: "Edit this file" }).click();
    await field("Editing datasets/a/1.yaml file contents").fill("title: 改\n");
    await press("Commit changes…");
    await press("Propose changes");
    expect(place()).toBe(`/${REPO}/compare/main...lin:catalogue:patch-2`);
    await open(`${place()}?expand=1&title=${encodeURIComponent("修改 <b>")}&body=x`);
    expect([await field("Add a title").inputValue(), await field("Add a description").inputValue()]).toEqual([
      "修改 <b>",
      "x",
    ]);
    await press("Create draft pull request");
    expect(double.world.pull(REPO, 2)).toMatchObject({ title: "修改 <b>", body: "x", pull: { draft: true } });
    expect(fileOf(REPO, "main", "datasets/a/1.yaml")).toBe("title: 一\n");
    expectClean();
  });

  test("one's own branch is mended directly, from the files of the pull request", async () => {
    const number = await proposal();
    await signInAs("lin", `/${REPO}/pull/${number}/files`);
    await page.getByRole("link", { name: "Edit file" }).click();
    expect(place()).toBe("/lin/catalogue/edit/patch-1/datasets/a/2.yaml");
    await field("Editing datasets/a/2.yaml file contents").fill("title: 三\n");
    await press("Commit changes…");
    await press("Commit changes");
    expect(place()).toBe("/lin/catalogue/blob/patch-1/datasets/a/2.yaml");
    expect(fileOf(REPO, `refs/pull/${number}/head`, "datasets/a/2.yaml")).toBe("title: 三\n");
    expect(events()).toContain("pull_request synchronize");
    expectClean();
  });

  test("a fork is made on its own page, once, and never of one's own", async () => {
    await signInAs("lin", `/${REPO}/fork`);
    await press("Create fork");
    expect(place()).toBe("/lin/catalogue");
    await open(`/${REPO}/fork`);
    await page.getByRole("link", { name: "lin/catalogue" }).click();
    expect(place()).toBe("/lin/catalogue");
    expect((await post("/lin/catalogue/fork", "lin", {})).status).toBe(403);
    expect(double.world.repositories()).toHaveLength(2);
    expectClean();
  });

  test("a form that was sent without the page's offer writes nothing", async () => {
    const form = { step: "commit", filename: "x", value: "x", choice: "direct", tip: "" };
    await post(`/${REPO}/new/main`, "lin", form);
    expect(fileOf(REPO, "main", "x")).toBeUndefined();
    await double.world.person("lin").fork(REPO);
    await post(`/${REPO}/new/main`, "lin", form);
    expect(fileOf(REPO, "main", "x")).toBeUndefined();
    expect(fileOf("lin/catalogue", "patch-1", "x")).toBe("x");
  });
});

describe("with write access", () => {
  test("a protected branch takes no commit; a new one leads to the pull request", async () => {
    await signInAs("chen", `/${REPO}/new/main/datasets/a?filename=9.yaml&value=x`);
    expect(await field("File name").inputValue()).toBe("datasets/a/9.yaml");
    await press("Commit changes…");
    expect(await page.getByLabel("Commit directly to the main branch").isDisabled()).toBe(true);
    expect(await field("Branch name").inputValue()).toBe("chen-patch-1");
    await press("Propose changes");
    expect(place()).toBe(`/${REPO}/compare/main...chen-patch-1?quick_pull=1`);
    await press("Create pull request");
    expect(double.world.pull(REPO, 1)).toMatchObject({ title: "Create 9.yaml", author: "chen" });
    const direct = { step: "commit", filename: "y", value: "y", choice: "direct" };
    const refused = await post(`/${REPO}/new/main`, "chen", direct);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Repository rule violations found");
    expect(fileOf(REPO, "main", "y")).toBeUndefined();
    expectClean();
  });

  test("a renamed file moves, and line ends stay the file's own", async () => {
    await double.world.person("operator").commit(REPO, "other", {});
    await signInAs("operator", `/${REPO}/edit/other/windows.txt`);
    await field("Editing windows.txt file contents").fill("一\n三\n");
    await field("File name").fill("doc/dos.txt");
    await press("Commit changes…");
    await press("Commit changes");
    expect(fileOf(REPO, "other", "doc/dos.txt")).toBe("一\r\n三\r\n");
    expect(fileOf(REPO, "other", "windows.txt")).toBeUndefined();
    expectClean();
  });

  test.each([
    [{ filename: "" }, "Filename can’t be blank."],
    [{ filename: "a/../b" }, "Filename contains a malformed path component."],
    [{ filename: ".git/config" }, "Filename contains a malformed path component."],
    [
      { filename: "README.md" },
      "A file with the same name already exists. Please choose a different name and try again.",
    ],
  ])("a name that can't be is refused, and the text stays: %o", async (form, message) => {
    const answer = await post(`/${REPO}/new/main`, "chen", {
      step: "prepare",
      value: "<b>文字</b>",
      ...form,
    });
    const text = await answer.text();
    expect([answer.status, text.includes(message)]).toEqual([422, true]);
    expect(text).toContain("&#60;b&#62;文字&#60;/b&#62;");
  });

  test("what somebody else changed meanwhile is not overwritten", async () => {
    const operator = double.world.person("operator");
    await operator.commit(REPO, "other", {});
    await signInAs("chen", `/${REPO}/edit/other/README.md`);
    await field("Editing README.md file contents").fill("我的\n");
    await operator.commit(REPO, "other", { "README.md": "別人的\n" });
    await press("Commit changes…");
    expect(await page.getByRole("alert").textContent()).toBe(
      "README.md has changed since you started editing it.",
    );
    expect(fileOf(REPO, "other", "README.md")).toBe("別人的\n");
    const same = { step: "commit", filename: "README.md", value: "別人的\n", choice: "direct" };
    const tip = double.world.git(REPO).resolve("other")!;
    expect(await (await post(`/${REPO}/edit/other/README.md`, "chen", { ...same, tip })).text()).toContain(
      "There are no changes to commit.",
    );
    const wrong = await post(`/${REPO}/edit/other/README.md`, "chen", {
      ...same,
      value: "x",
      tip: "nonsense",
    });
    expect(wrong.status).toBe(422);
  });
});

describe("comparing", () => {
  test("tells where nothing differs, or where it is proposed already", async () => {
    const number = await proposal();
    await signInAs("lin", `/${REPO}/compare/main...lin:patch-1?expand=1`);
    await page.getByRole("link", { name: "View pull request" }).click();
    expect(place()).toBe(`/${REPO}/pull/${number}`);
    await open(`/${REPO}/compare/main...lin:main`);
    expect(await page.getByText("There isn’t anything to compare.").count()).toBe(1);
    expect((await open(`/${REPO}/compare/main...lin:nothing`))!.status()).toBe(404);
    const refused = await post(`/${REPO}/compare/main...lin:patch-1`, "lin", { title: "再", body: "" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toContain("<script");
    expectClean();
  });

  test("a pull request needs a title, and somebody", async () => {
    const lin = double.world.person("lin");
    await lin.fork(REPO);
    await lin.commit("lin/catalogue", "patch-1", { x: "x" });
    const path = `/${REPO}/compare/main...lin:patch-1`;
    const blank = await post(path, "lin", { title: " ", body: "說明" });
    expect([blank.status, (await blank.text()).includes("title can&#39;t be blank")]).toEqual([422, true]);
    const nobody = await post(path, "", { title: "x", body: "" });
    expect(nobody.headers.get("location")).toMatch(/^\/_login\?/);
    // chen's rights on the fork are those of anybody.
    const other = await post("/lin/catalogue/compare/main...patch-1", "chen", { title: "x", body: "" });
    expect(other.status).toBe(422);
    expect(double.world.repository(REPO).issues.size).toBe(0);
  });

  test("a parameter that GitHub does not document is written down", async () => {
    await proposal();
    await signInAs("lin", `/${REPO}/compare/main...lin:patch-1?assignees=lin`);
    await open(`/${REPO}/edit/main/README.md?value=x`);
    expect(double.unexpected).toEqual([
      `GET /${REPO}/compare/main...lin:patch-1: query assignees`,
      `GET /${REPO}/edit/main/README.md: query value`,
    ]);
  });
});

describe("a pull request's page", () => {
  test("the author comments, takes it back, submits it, closes and reopens it", async () => {
    const number = await proposal();
    const issue = double.world.pull(REPO, number);
    await signInAs("lin", `/${REPO}/pull/${number}`);
    await field("Add a comment").fill("/抽回\n<script>alert(1)</script>");
    await press("Comment");
    // GitHub keeps the line ends of forms.
    expect(issue.comments.map(({ author, body }) => [author, body])).toEqual([
      ["lin", "/抽回\r\n<script>alert(1)</script>"],
    ]);
    expect(await page.content()).not.toContain("alert(1)");
    await press("Convert to draft");
    expect(issue.pull.draft).toBe(true);
    await press("Ready for review");
    expect(issue.pull.draft).toBe(false);
    await field("Add a comment").fill("不送了");
    await press("Close pull request");
    expect([issue.state, issue.comments.at(-1)!.body]).toEqual(["closed", "不送了"]);
    await press("Reopen pull request");
    expect(issue.state).toBe("open");
    expect(events()).toEqual(
      expect.arrayContaining([
        "issue_comment created",
        "pull_request converted_to_draft",
        "pull_request ready_for_review",
        "pull_request closed",
        "pull_request reopened",
      ]),
    );
    expectClean();
  });

  test("a reviewer approves, gives back, and must say why", async () => {
    const number = await proposal();
    const { pull } = double.world.pull(REPO, number);
    await signInAs("chen", `/${REPO}/pull/${number}`);
    const review = async (choice: string, text: string) => {
      await page.getByRole("link", { name: "Files changed" }).click();
      await field(choice).check();
      await field("Leave a comment").fill(text);
      await press("Submit review");
    };
    await review("Request changes", "");
    expect(await page.getByRole("alert").textContent()).toBe(
      "You need to leave a comment indicating the requested changes.",
    );
    await open(`/${REPO}/pull/${number}`);
    await review("Request changes", "缺說明");
    expect(place()).toMatch(new RegExp(`^/${REPO}/pull/${number}#pullrequestreview-\\d+$`));
    await review("Approve", "");
    expect(pull.reviews.map(({ author, state, body, commit }) => [author, state, body, commit])).toEqual([
      ["chen", "CHANGES_REQUESTED", "缺說明", pull.headOid],
      ["chen", "APPROVED", "", pull.headOid],
    ]);
    expectClean();
  });

  test("others are offered what they may, and refused the rest", async () => {
    const number = await proposal();
    double.world.account("wang");
    const buttons = () => page.getByRole("button").allTextContents();
    await open(`/${REPO}/pull/${number}`);
    expect(await buttons()).toEqual([]);
    await signInAs("wang", `/${REPO}/pull/${number}`);
    expect(await buttons()).toEqual(["Comment"]);
    await signInAs("chen", `/${REPO}/pull/${number}`);
    expect(await buttons()).toEqual(["Close pull request", "Comment", "Convert to draft"]);
    await signInAs("lin", `/${REPO}/pull/${number}/files`);
    expect(await field("Approve").isDisabled()).toBe(true);
    const path = `/${REPO}/pull/${number}`;
    const statuses = [
      await post(path, "wang", { act: "close" }),
      await post(path, "wang", { act: "draft" }),
      await post(path, "wang", { act: "comment", body: " " }),
      await post(`${path}/files`, "lin", { event: "APPROVE" }),
      await post(`${path}/files`, "chen", { event: "MERGE" }),
      await post(path, "chen", { act: "merge" }),
      await post(`/${REPO}/pull/99`, "chen", { act: "close" }),
      await post("/moda/nothing/pull/1", "chen", { act: "close" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 422, 422, 422, 422, 404, 404]);
    expect(double.world.pull(REPO, number)).toMatchObject({
      state: "open",
      comments: [],
      pull: { reviews: [] },
    });
  });

  test("forms of other origins do nothing", async () => {
    const number = await proposal();
    const path = `/${REPO}/pull/${number}`;
    for (const origin of ["https://evil.test", "null", ""]) {
      const answer = await post(path, "lin", { act: "close" }, origin);
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([422, null]);
    }
    expect(double.world.pull(REPO, number).state).toBe("open");
  });
});

describe("issue forms", () => {
  test("are chosen, filled in by the address, answered, and become GitHub's text", async () => {
    await signInAs("lin", `/${REPO}/issues/new`);
    expect(place()).toBe(`/${REPO}/issues/new/choose`);
    expect(await page.getByText("Blank issue").count()).toBe(0);
    await page.getByRole("link", { name: "上下架申請" }).click();
    await open(
      `${place()}&title=${encodeURIComponent("申請下架")}&identifier=A-1&explanation=${encodeURIComponent("一\n\n二")}`,
    );
    expect(await field("識別碼 *").inputValue()).toBe("A-1");
    await page.getByLabel("事項 *").selectOption("申請下架");
    await page.getByLabel("會公開").check();
    await press("Create");
    expect(place()).toBe(`/${REPO}/issues/1`);
    const issue = double.world.issue(REPO, 1);
    expect(issue).toMatchObject({ title: "申請下架", author: "lin", labels: ["上下架申請"] });
    expect(issue.body.replaceAll("\r\n", "\n")).toBe(
      "### 識別碼\n\nA-1\n\n### 事項\n\n申請下架\n\n### 原因\n\n_No response_\n\n### 說明\n\n一\n\n二\n\n### 確認\n\n- [X] 會公開\n- [ ] 要通知",
    );
    await field("Add a comment").fill("補充");
    await press("Close issue");
    expect(issue.state).toBe("closed");
    await press("Reopen issue");
    expect([issue.state, issue.comments.length]).toEqual(["open", 1]);
    expect(events()).toContain("issues opened");
    expectClean();
  });

  test("refuse what is missing or no choice of theirs", async () => {
    const path = `/${REPO}/issues/new?template=request.yml`;
    const complete = { title: "x", identifier: "A-1", act: "申請下架", agreed: "會公開" };
    const statuses = [
      await post(path, "lin", { ...complete, identifier: " " }),
      await post(path, "lin", { ...complete, act: "" }),
      await post(path, "lin", { ...complete, act: "刪除" }),
      await post(path, "lin", { ...complete, agreed: "" }),
      await post(path, "lin", { ...complete, title: "" }),
      await post(path, "", complete),
    ].map(({ status }) => status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 303]);
    expect(double.world.repository(REPO).issues.size).toBe(0);
  });

  test("choices can't be filled in by an address, and a link that tries is written down", async () => {
    await signInAs("lin", `/${REPO}/issues/new?template=request.yml&act=${encodeURIComponent("申請下架")}`);
    expect(await page.getByLabel("事項 *").inputValue()).toBe("");
    expect(double.unexpected).toEqual([`GET /${REPO}/issues/new: query act fills in no field`]);
  });
});

test("everything is escaped", async () => {
  const evil = `"><img src=x onerror=alert(1)>'</textarea>`;
  const lin = double.world.person("lin");
  await lin.fork(REPO);
  await lin.commit(
    "lin/catalogue",
    "patch-1",
    { [`a${evil.replaceAll("/", "")}.txt`]: evil },
    { message: evil },
  );
  await lin.openPullRequest(REPO, { head: "lin:patch-1", title: evil, body: "x" });
  await signInAs("lin");
  const query = new URLSearchParams({
    filename: evil,
    value: evil,
    message: evil,
    title: evil,
    identifier: evil,
  });
  for (const path of [
    `/${REPO}/new/main?${query}`,
    `/lin/catalogue/edit/patch-1/${encodeURIComponent(`a${evil.replaceAll("/", "")}.txt`)}`,
    `/${REPO}/compare/main...lin:patch-1?expand=1`,
    `/${REPO}/pull/1`,
    `/${REPO}/pull/1/files`,
    `/${REPO}/issues/new?template=request.yml&${query}`,
    `/_login?${new URLSearchParams({ as: evil, return_to: `/${evil}` })}`,
    "/lin/catalogue/tree/patch-1/",
  ]) {
    const answer = (await open(path))!;
    expect(answer.headers()["content-security-policy"]).toContain("default-src 'none'");
    expect(await page.locator("img").count()).toBe(0);
  }
});

test("an address is as long as GitHub reads it, and no longer", async () => {
  const head = `/${REPO}/new/main?value=`;
  const status = async (length: number) =>
    (await fetch(double.url + head + "x".repeat(length - head.length), { redirect: "manual" })).status;
  expect(await status(8_192)).toBe(303);
  expect(await status(8_193)).toBe(414);
  expect(await status(100_000)).toBe(414);
  expect((await fetch(`${double.url}/${REPO}/blob/%E0%A4%A`)).status).toBe(400);
});
