import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateCodeowners } from "../../src/review/codeowners.ts";
import {
  elements,
  expectNoReference,
  hrefs,
  type Node,
  render,
  textOf,
} from "../../src/review/markdown.test-helper.ts";
import { NOTICES_MARKER, statusMarker } from "../../src/review/names.ts";
import { type HistorySnapshot, readHistory, readOverdue, readSubmissions } from "../../src/review/queues.ts";
import { buildRegister } from "../../src/review/register.ts";
import type { FileMap } from "../github/world.ts";
import { parseAgency } from "../support/agency.ts";
import { ARCHIVES, CASES, COUNCIL, EDUCATION, type HostileCase, type Main } from "./hostile-cases.ts";
import { BOT, dataset, datasetPath, type Office, openOffice, REPOSITORY } from "./office.ts";

/*
 * Everything hostile that a pull request, a comment, an issue or an artifact can be, in one office: nothing of it may be
 * merged, approved, written or shown as the attacker wants, stop the bot, or harm what others sent in.
 */

const PUBLISHED = `${ARCHIVES}-000001`;
const CODES = ["A00000000A", COUNCIL, ARCHIVES, EDUCATION];
const OPERATORS = ["platform-operator-1", "platform-operator-2", "platform-operator-3"];

let office: Office;
beforeAll(async () => {
  office = await openOffice({
    now: "2026-03-02T02:00:00Z",
    datasets: [PUBLISHED, `${ARCHIVES}-000002`, `${COUNCIL}-000001`, `${EDUCATION}-000001`],
  });
});
afterAll(() => office?.close());

const world = () => office.double.world;
const tick = () => world().advance(60_000);
/** GitHub counts a workflow's requests by the hour. */
const anHourLater = () => world().advance(3_660_000);
const mainTree = () => {
  const git = world().git(REPOSITORY);
  return git.readCommit(git.resolve("main")!).tree;
};
const pull = (number: number) => world().pull(REPOSITORY, number).pull;
const commentsOfBot = (number: number) =>
  world()
    .issue(REPOSITORY, number)
    .comments.filter((comment) => comment.author === BOT);
const own = (identifier: string, change: Record<string, string> = {}): FileMap => ({
  [datasetPath(identifier)]: dataset(identifier, change),
});
const say = (login: string, number: number, body: string) =>
  office.as(login).comment(REPOSITORY, number, body);
const approve = (login: string, number: number) => office.as(login).review(REPOSITORY, number, "APPROVE");

/** One run of the bot for one pull request, a minute later. */
async function look(number: number, ...more: number[]): Promise<void> {
  for (const each of [number, ...more]) {
    tick();
    const { code, output } = await office.bot("review", "--number", String(each));
    expect(code, output).toBe(0);
    tick();
  }
}

/** One run of a command for an event. */
async function told(script: "review" | "report", payload: unknown): Promise<string> {
  tick();
  const file = join(office.work, "..", "hostile-event.json");
  await writeFile(file, JSON.stringify(payload));
  const { code, output } = await office.bot(script, "--event", file);
  expect(code, output).toBe(0);
  tick();
  return output;
}

/** What the bot's token wrote since. */
function writesSince(start: number): string[] {
  return office.double.requests
    .slice(start)
    .filter((request) => request.write && request.login === BOT)
    .map(({ method, path }) => `${method} ${path}`);
}

const isMerged = (number: number) => pull(number).merged !== undefined;
const isGreen = (number: number, context: string) => office.statuses(number)[context]?.startsWith("success");

/* ---------- what the bot writes ---------- */

const ELEMENTS = new Set(
  "h2 h3 p table thead tbody tr th td details summary sub br code a strong em ul ol li blockquote".split(" "),
);
const MARKER = /^ catalogue-(?:status|content|links|answer) [\w=-]+ $|^ catalogue-links-end $/;

function htmlComments(node: Node): string[] {
  return [...(node.type === "comment" ? [node.value!] : []), ...(node.children ?? []).flatMap(htmlComments)];
}

/** Nothing in a comment of the bot's does anything but the bot's own links and those of the submitted addresses. */
function expectHarmless(body: string, where: string): void {
  const tree = render(body);
  for (const name of elements(tree)) {
    if (name !== "<!-- -->") expect(ELEMENTS, `${where}: <${name}>`).toContain(name);
  }
  for (const comment of htmlComments(tree)) expect(comment, where).toMatch(MARKER);
  for (const href of hrefs(tree)) {
    const known = [`${office.double.url}/${REPOSITORY}/`, "https://www.example.gov.tw/"];
    expect(
      known.some((start) => String(href).startsWith(start)),
      `${where}: ${href}`,
    ).toBe(true);
  }
  expectNoReference(tree);
  expect(textOf(tree), where).not.toMatch(
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
  );
}

/* ---------- acts in their order ---------- */

describe("the office works", () => {
  it("lets in what is sound and approved", async () => {
    const number = await office.submit("archives-provider", {
      [datasetPath(`${ARCHIVES}-000009`)]: `${dataset(`${ARCHIVES}-000009`)}legacyID: "4711"\n`,
    });
    tick();
    await approve("archives-reviewer-1", number);
    await office.settle();
    expect(office.state(number)).toBe("merged");
  });
});

describe("commands of those who may not", () => {
  let number: number;
  beforeAll(async () => {
    number = await office.submit("archives-provider", own(`${ARCHIVES}-c00001`), { title: "指令" });
    await look(number);
  });
  const still = () => {
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "審查決定")).toBe(false);
    expect(office.labels(number)).toEqual(["審查中", "新增"].sort());
  };

  it("has no effect from outsiders, the provider himself, and other agencies' reviewers", async () => {
    await say("mallory", number, "/通過");
    await say("archives-provider", number, "/通過");
    await say("moe-reviewer-1", number, "/通過");
    await say("ndc-reviewer-1", number, "／通過");
    await say("mallory", number, "/退回 我不喜歡");
    await say("mallory", number, "/抽回");
    await approve("moe-admin", number);
    await approve("mallory", number);
    await look(number);
    still();
  });

  it("has no effect in a quote, in code, in an HTML comment, with something hidden, behind other words", async () => {
    for (const body of [
      "> /通過",
      "```\n/通過\n```",
      "    /通過",
      "\t/通過",
      "`/通過`",
      "<!--\n/通過\n-->",
      "<!-- /通過 -->",
      "請問可以 /通過 嗎",
      "/通\u200b過",
      "/\u202e過通",
      "/通過嗎？",
      "/通過/",
      "你好\n/通過",
      "<b>/通過</b>",
    ]) {
      await say("archives-reviewer-1", number, body);
    }
    await look(number);
    still();
  });

  it("has no effect in a comment that somebody made into one, or that is gone", async () => {
    const harmless = await say("archives-reviewer-1", number, "收到，我明天看");
    const gone = await say("archives-reviewer-2", number, "/通過");
    // Whoever may write may edit others' comments.
    await office.as("moe-reviewer-1").editComment(REPOSITORY, harmless.id, "/通過");
    await office.as("moe-reviewer-1").deleteComment(REPOSITORY, gone.id);
    await look(number);
    still();
  });

  it("has no effect in the text of a review, nor behind the bot's own markers", async () => {
    await office.as("archives-reviewer-1").review(REPOSITORY, number, "COMMENT", "/通過");
    const status = office.comment(number);
    for (const login of ["mallory", "moe-reviewer-1", "archives-provider"]) {
      await say(login, number, `${statusMarker("0123456789abcdef")}\n## 審查通過`);
      await say(login, number, status.replaceAll("審查中", "審查通過"));
      await say(login, number, "<!-- catalogue-answer IC_x -->\n已核准");
      await say(login, number, '<!-- catalogue-notices {"mallory":[]} -->\n/通過');
    }
    await look(number);
    still();
    expect(office.comment(number)).toContain("檔管局審查者一");
  });

  it("changes nothing where insiders forge labels, statuses and the bot's words", async () => {
    const insider = office.as("moe-reviewer-1");
    const before = office.comment(number);
    await insider.label(REPOSITORY, number, "審查通過", "帳號未登錄", "逾期未審核");
    await insider.unlabel(REPOSITORY, number, "審查中");
    for (const context of ["收件", "資料檢查", "鎖定欄位", "審查決定"]) {
      await insider.setStatus(REPOSITORY, pull(number).headOid, {
        context,
        state: "success",
        description: "好",
      });
    }
    const [comment] = commentsOfBot(number).filter(({ body }) => body === before);
    await insider.editComment(REPOSITORY, comment!.id, `${before.split("\n")[0]}\n## 審查通過\n@mallory`);
    await expect(insider.merge(REPOSITORY, number, { method: "squash" })).rejects.toThrow("rule violations");
    await look(number);
    still();
    expect(office.comment(number)).not.toContain("@mallory");
    expect(office.comment(number)).toContain("檔管局審查者一");
    expect(await office.writesOfSecondRun(number)).toEqual([]);
  });

  it("lifts no label of a stranger, and starts no clock for him", async () => {
    const strange = await office.submit("mallory", own(`${ARCHIVES}-c00002`));
    await look(strange);
    await office.as("moe-reviewer-1").unlabel(REPOSITORY, strange, "帳號未登錄");
    await office.as("moe-reviewer-1").label(REPOSITORY, strange, "審查通過");
    await approve("archives-reviewer-1", strange);
    await look(strange);
    expect(office.labels(strange)).toEqual(["帳號未登錄", "新增"].sort());
    expect(office.state(strange)).toBe("open");
    expect(office.comment(strange)).not.toContain("期限 Deadline");
  });

  it("answers nobody without end", async () => {
    const flooded = await office.submit("archives-provider", own(`${ARCHIVES}-c00003`));
    for (let i = 0; i < 30; i++) {
      await say("mallory", flooded, `/下架 ${PUBLISHED} A 我想要 ${i}`);
      await say("mallory", flooded, `/重新上架 ${PUBLISHED} ${i}`);
      await say("mallory", flooded, "/通過");
      await say("mallory", flooded, `/亂寫${i}`);
    }
    await look(flooded, flooded);
    expect(office.answers(flooded).length).toBeLessThanOrEqual(3);
    expect(await office.writesOfSecondRun(flooded)).toEqual([]);
  });
});

describe("an approval of what was there before", () => {
  const locked = (text: string) =>
    office.published(datasetPath(PUBLISHED))!.replace(/title: .*/, `title: ${text}`);

  it("by button does not hold for a later version", async () => {
    const number = await office.submit("archives-provider", own(`${ARCHIVES}-t00001`));
    await look(number);
    await approve("archives-reviewer-1", number);
    await office.push("archives-provider", number, own(`${ARCHIVES}-t00001`, { title: "換掉了" }));
    await look(number);
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "審查決定")).toBe(false);
  });

  it("by command does not hold for a later version", async () => {
    const number = await office.submit("archives-provider", own(`${ARCHIVES}-t00002`));
    await look(number);
    await say("archives-reviewer-1", number, "/通過");
    await office.push("archives-provider", number, own(`${ARCHIVES}-t00002`, { title: "換掉了" }));
    await look(number);
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "審查決定")).toBe(false);
  });

  it("does not hold for a version from before that is pushed again", async () => {
    const number = await office.submit("archives-provider", {
      [datasetPath(PUBLISHED)]: locked("惡意的名稱"),
    });
    const evil = pull(number).headOid;
    await look(number);
    const branch = pull(number).headBranch;
    const provider = office.as("archives-provider");
    const files = { [datasetPath(PUBLISHED)]: locked("無害的名稱") };
    await provider.commit("archives-provider/catalogue", branch, files, {
      from: `${REPOSITORY}:main`,
      force: true,
    });
    await look(number);
    await say("platform-operator-1", number, "/通過");
    tick();
    await provider.updateRef("archives-provider/catalogue", `refs/heads/${branch}`, evil, { force: true });
    await look(number);
    await approve("archives-reviewer-1", number);
    await look(number);
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "鎖定欄位")).toBe(false);
  });

  it("does not hold for a version that another pull request brought before", async () => {
    const number = await office.submit("archives-provider", {
      [datasetPath(PUBLISHED)]: locked("無害的名稱"),
    });
    const fork = "archives-provider/catalogue";
    const provider = office.as("archives-provider");
    const branch = pull(number).headBranch;
    const evil = await provider.commit(
      fork,
      "evil",
      { [datasetPath(PUBLISHED)]: locked("惡意的名稱") },
      {
        from: `${fork}:${branch}`,
      },
    );
    const head = "archives-provider:evil";
    const other = await provider.openPullRequest(REPOSITORY, { head, title: "別件" });
    await look(number, other);
    await provider.close(REPOSITORY, other);
    await say("platform-operator-1", number, "/通過");
    tick();
    await provider.updateRef(fork, `refs/heads/${branch}`, evil);
    await look(number);
    await approve("archives-reviewer-1", number);
    await look(number);
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "鎖定欄位")).toBe(false);
  });

  it("does not hold once the pull request is turned to the main branch from another", async () => {
    const insider = office.as("moe-reviewer-1");
    const evil = {
      [datasetPath(PUBLISHED)]: office.published(datasetPath(PUBLISHED))!.replace("測試用", "惡意"),
    };
    await insider.commit(REPOSITORY, "elsewhere", evil, { from: "main" });
    const provider = office.as("archives-provider");
    await provider.commit("archives-provider/catalogue", "turned", own(`${ARCHIVES}-t00003`), {
      from: `${REPOSITORY}:elsewhere`,
    });
    const number = await provider.openPullRequest(REPOSITORY, {
      head: "archives-provider:turned",
      title: "新增一筆",
      baseBranch: "elsewhere",
    });
    tick();
    // He sees a new dataset and nothing else.
    await approve("archives-reviewer-1", number);
    tick();
    await provider.edit(REPOSITORY, number, { baseBranch: "main" });
    await look(number);
    expect(office.state(number)).toBe("open");
    expect(isGreen(number, "審查決定")).toBe(false);
  });
});

describe("two pull requests with the same head", () => {
  it("write nothing against each other, and only the one with the right is merged", async () => {
    const number = await office.submit("archives-provider", own(`${ARCHIVES}-s00001`));
    const { headOid } = pull(number);
    const stranger = office.as("mallory");
    const fork = `${(await stranger.fork(REPOSITORY)).owner}/catalogue`;
    await stranger.updateRef(fork, "refs/heads/copy", headOid, { create: true });
    const copy = await stranger.openPullRequest(REPOSITORY, { head: "mallory:copy", title: "一樣的" });
    await look(number, copy, number, copy);
    await office.overdue();
    expect(office.labels(number)).toEqual(["審查中", "新增"].sort());
    expect(office.labels(copy)).toEqual(["帳號未登錄", "新增"].sort());
    expect(await office.writesOfSecondRun(copy, number, copy)).toEqual([]);
    await say("archives-reviewer-1", copy, "/通過");
    await say("archives-reviewer-1", number, "/通過");
    await look(copy, number);
    expect(isMerged(copy)).toBe(false);
    // The command counted for the one with the right, although the copy was looked at in between.
    expect(office.statuses(number).審查決定).toMatch(/^success .*檔管局審查者一/);
    await approve("archives-reviewer-1", number);
    await look(copy, number, copy);
    expect(isMerged(number)).toBe(true);
    expect(isMerged(copy)).toBe(false);
    await stranger.close(REPOSITORY, copy);
  });

  it("that the stranger opened first hold up nobody", async () => {
    const provider = office.as("archives-provider");
    const fork = "archives-provider/catalogue";
    const oid = await provider.commit(fork, "early", own(`${ARCHIVES}-s00002`), {
      from: `${REPOSITORY}:main`,
    });
    const stranger = office.as("mallory");
    await stranger.updateRef("mallory/catalogue", "refs/heads/first", oid, { create: true });
    const copy = await stranger.openPullRequest(REPOSITORY, { head: "mallory:first", title: "搶先" });
    await look(copy);
    const number = await provider.openPullRequest(REPOSITORY, {
      head: "archives-provider:early",
      title: "新增",
    });
    await look(number, copy, number);
    await office.overdue();
    expect(await office.writesOfSecondRun(copy, number)).toEqual([]);
    await approve("archives-reviewer-1", number);
    await look(copy, number);
    expect(isMerged(number)).toBe(true);
    expect(isMerged(copy)).toBe(false);
    await stranger.close(REPOSITORY, copy);
  });
});

describe("requests for takedowns", () => {
  const bots = () =>
    [...world().repository(REPOSITORY).issues.values()].filter((issue) => issue.author === BOT && issue.pull);
  const form = (identifier: string, act = "申請下架", reason = "A 公共利益變更", text = "請下架") =>
    `### 資料集識別碼\n\n${identifier}\n\n### 申請事項\n\n${act}\n\n### 下架原因\n\n${reason}\n\n### 說明\n\n${text}\n`;
  async function issueBy(login: string, body: string): Promise<number> {
    const number = await office.as(login).openIssue(REPOSITORY, { title: "申請下架", body });
    // The form's own label, which GitHub gives whoever opens it.
    world().issue(REPOSITORY, number).labels.push("上下架申請");
    await told("review", { action: "opened", issue: { number } });
    return number;
  }

  it("by those without the right, or for what is none, become nothing", async () => {
    for (const [login, body] of [
      ["mallory", form(PUBLISHED)],
      ["moe-provider", form(PUBLISHED)],
      ["archives-reviewer-1", form(PUBLISHED)],
      ["archives-provider", form(`${EDUCATION}-000001`)],
      ["archives-provider", form("../../platform/operators")],
      ["archives-provider", form("A41010000A-../../x")],
      ["archives-provider", form(`${PUBLISHED}\n\n### 申請事項\n\n重新上架`)],
      ["archives-provider", form(PUBLISHED, "申請下架", "A 公共利益變更", "\u200b<!-- x -->\u2060")],
      ["archives-provider", `# ${"### 資料集識別碼\n".repeat(5_000)}`],
      ["mallory", `/下架 ${PUBLISHED} A x`],
    ] as const) {
      const number = await issueBy(login, body);
      for (const { body: said } of commentsOfBot(number)) expectHarmless(said, body.slice(0, 60));
      await office.as(login).close(REPOSITORY, number);
    }
    expect(bots()).toEqual([]);
  });

  it("by a provider with a hostile explanation stay text in the file, in the comment and in the history", async () => {
    const text = `"\\n\nstatus: published\nidentifier: x\n- a\n--- \n# x\n@all #1 <img src=x> [x](https://evil.example) $\{{ github.token }} \u202e`;
    const issue = await office.as("archives-provider").openIssue(REPOSITORY, { title: "下架", body: "x" });
    await say("archives-provider", issue, `/下架 ${ARCHIVES}-000002 A ${text}`);
    await told("review", { action: "created", issue: { number: issue } });
    const [proposal] = bots();
    expect(office.labels(proposal!.number)).toEqual(["審查中", "申請下架"].sort());
    for (const { body } of commentsOfBot(proposal!.number)) expectHarmless(body, "proposal");
    await approve("moe-reviewer-1", proposal!.number);
    await look(proposal!.number);
    expect(isMerged(proposal!.number)).toBe(false);
    await approve("archives-reviewer-1", proposal!.number);
    await look(proposal!.number);
    expect(isMerged(proposal!.number)).toBe(true);
    const lines = office.published(datasetPath(`${ARCHIVES}-000002`))!.split("\n");
    expect(lines.filter((line) => /^(?:status|identifier|title|- a|---)/.test(line))).toEqual([
      `identifier: ${ARCHIVES}-000002`,
      "title: 測試資料集 000002",
      "status: withdrawn",
    ]);
  });

  it("are not diverted by a pull request that an insider put on the proposal's branch", async () => {
    const branch = `takedown/${PUBLISHED}/archives-provider`;
    const insider = office.as("moe-reviewer-1");
    await insider.commit(
      REPOSITORY,
      branch,
      { "platform/operators.yaml": "operators: []\n" },
      { from: "main" },
    );
    const trap = await insider.openPullRequest(REPOSITORY, { head: branch, title: `申請下架 ${PUBLISHED}` });
    await look(trap);
    const issue = await office.as("archives-provider").openIssue(REPOSITORY, { title: "下架", body: "x" });
    await say("archives-provider", issue, `/下架 ${PUBLISHED} B 第三人權利`);
    await told("review", { action: "created", issue: { number: issue } });
    const proposal = bots().at(-1)!;
    expect(proposal.title).toBe(`申請下架 ${PUBLISHED}`);
    expect(
      world()
        .changedPaths(REPOSITORY, proposal.number)
        .map(({ path }) => path),
    ).toEqual([datasetPath(PUBLISHED)]);
    expect(office.state(trap)).toBe("closed");
    expect(commentsOfBot(issue).at(-1)!.body).toContain(`/pull/${proposal.number}`);
    // What an insider pushes onto the bot's own branch waits for those who decide on it.
    await insider.commit(REPOSITORY, branch, { "README.md": "惡意\n" });
    await approve("archives-reviewer-1", proposal.number);
    await look(proposal.number);
    expect(office.state(proposal.number)).toBe("open");
    expect(isGreen(proposal.number, "審查決定")).toBe(false);
    await office.as("platform-operator-1").close(REPOSITORY, proposal.number);
  });
});

describe("events and artifacts that lie", () => {
  let number: number;
  const run = (change: Record<string, unknown> = {}) => ({
    action: "completed",
    workflow_run: {
      id: 1,
      event: "pull_request",
      head_sha: pull(number).headOid,
      head_branch: pull(number).headBranch,
      head_repository: { full_name: "archives-provider/catalogue", owner: { login: "archives-provider" } },
      ...change,
    },
  });
  beforeAll(async () => {
    number = await office.submit("archives-provider", own(`${ARCHIVES}-e00001`));
    await look(number);
  });

  it.each([
    [
      "another's branch",
      { head_branch: "main", head_repository: { full_name: REPOSITORY, owner: { login: "opendata" } } },
    ],
    [
      "a repository of the same branch elsewhere",
      { head_repository: { full_name: "mallory/catalogue", owner: { login: "mallory" } } },
    ],
    [
      "an owner that is a query",
      { head_repository: { full_name: "x/y", owner: { login: "x&state=closed#" } } },
    ],
    ["a branch with control characters", { head_branch: "a\n::set-output name=x::y\u202e" }],
    ["a commit that is not the head", { head_sha: "f".repeat(40) }],
    ["no branch at all", { head_branch: null, head_repository: null }],
  ])("of a run for %s move nothing", async (_, change) => {
    const start = office.double.requests.length;
    await told("report", run(change));
    expect(writesSince(start)).toEqual([]);
  });

  const links = (items: unknown) => zipSync({ "links.json": Buffer.from(JSON.stringify(items)) });
  const address = `https://www.example.gov.tw/${ARCHIVES}-e00001.csv`;
  const found = { resourceID: `${ARCHIVES}-e00001-001`, url: address, verdict: "dead" };
  it.each<[string, () => Uint8Array, RegExp | undefined]>([
    ["what is no zip", () => Buffer.from("PK\u0003\u0004 nothing"), undefined],
    [
      "names that climb out",
      () => zipSync({ "../../links.json": Buffer.from("[]"), "/etc/links.json": Buffer.from("[]") }),
      undefined,
    ],
    ["a bomb", () => zipSync({ "links.json": new Uint8Array(60 << 20) }, { level: 9 }), undefined],
    ["10 MB", () => zipSync({ "links.json": Buffer.alloc(10 << 20, 97) }, { level: 0 }), undefined],
    ["no JSON", () => zipSync({ "links.json": Buffer.from("{") }), undefined],
    ["JSON of another kind", () => links({ length: 3, 0: found }), undefined],
    ["100,000 brackets", () => zipSync({ "links.json": Buffer.from("[".repeat(100_000)) }), undefined],
    [
      "items that are nothing",
      () => links([null, 1, "x", [], { ...found, verdict: "approved" }, { ...found, url: {} }]),
      undefined,
    ],
    [
      "addresses that were not submitted",
      () => links([{ ...found, url: "https://evil.example/", detail: "x" }]),
      undefined,
    ],
    [
      "markup in the detail",
      () =>
        links([
          {
            ...found,
            detail:
              "</details>| [x](https://evil.example) @all #1 <img src=x> <!-- catalogue-links-end --> `",
          },
        ]),
      /無法取得/,
    ],
  ])("in the artifact: %s", async (_, zip, shown) => {
    const made = world().addRun(REPOSITORY, {
      workflow: "validate.yml",
      event: "pull_request",
      status: "completed",
    });
    made.artifacts.push({ id: 900_000 + made.id, name: "links", zip: zip(), expired: false });
    const before = office.comment(number);
    await told("report", run({ id: made.id }));
    expectHarmless(office.comment(number), "links");
    if (shown) expect(office.comment(number)).toMatch(shown);
    else expect(office.comment(number)).toBe(before);
    expect(office.comment(number)).not.toMatch(/\]\(https:\/\/evil/);
    expect(isGreen(number, "資料檢查")).toBe(true);
    expect(office.state(number)).toBe("open");
  });
});

describe("many hostile pull requests", () => {
  const numbers = new Map<HostileCase, number>();
  const main: Main = {
    read: (path) => office.published(path)!,
    owners: (changed) =>
      generateCodeowners(
        buildRegister(
          CODES.map((code) =>
            parseAgency(changed[code] ?? office.published(`agencies/${code}/agency.yaml`)!),
          ),
          OPERATORS.map((account) => ({ account, displayName: "平臺管理者" })),
        ),
      ),
  };

  async function open(one: HostileCase, index: number): Promise<number> {
    const files = typeof one.files === "function" ? one.files(main) : one.files;
    const branch = one.branch ?? `patch-${index}`;
    const person = office.as(one.by);
    const repository = one.inside ? REPOSITORY : `${(await person.fork(REPOSITORY)).owner}/catalogue`;
    const from = { from: `${REPOSITORY}:main` };
    const options = {
      ...from,
      message: one.message ?? "更新",
      ...(one.date ? { date: one.date } : {}),
    };
    const oid = await person.commit(repository, branch, files, options);
    if (one.author) {
      const git = world().git(repository);
      const { oid: _, ...commit } = git.readCommit(oid);
      const forged = { ...commit.author, ...one.author };
      const changed = git.writeCommit({ ...commit, author: forged, committer: forged });
      await person.updateRef(repository, `refs/heads/${branch}`, changed, { force: true });
    }
    const head = `${repository.split("/")[0]}:${branch}`;
    const { title = "更新", body = "" } = one;
    return person.openPullRequest(REPOSITORY, { head, title, body });
  }

  let before: string;
  let sound: number;

  beforeAll(async () => {
    before = mainTree();
    for (const [index, one] of CASES.entries()) {
      try {
        numbers.set(one, await open(one, index));
      } catch (cause) {
        throw new Error(one.intent, { cause });
      }
    }
    sound = await office.submit("moe-provider", own(`${EDUCATION}-000002`));
    anHourLater();
    await office.overdue();
    tick();
    for (const [one, number] of numbers) {
      for (const login of one.fooled ?? []) await approve(login, number);
      await approve("moe-reviewer-1", number);
      await say(number % 2 ? one.by : "mallory-2", number, "/通過");
    }
    await approve("moe-reviewer-2", sound);
    anHourLater();
    await office.overdue();
    anHourLater();
  }, 300_000);

  it.each(CASES.map((one) => [one.intent, one] as const))("%s", (_, one) => {
    const number = numbers.get(one)!;
    expect(office.state(number)).toBe("open");
    const statuses = office.statuses(number);
    for (const context of one.blocked) expect(statuses[context]).toMatch(/^(?:failure|pending) ./);
    expect(office.labels(number)).toEqual([...one.labels].sort());
    for (const [index, { body }] of commentsOfBot(number).entries()) expectHarmless(body, `${index}`);
    expect(office.comment(number)).toBeTruthy();
  });

  it("leave the main branch with nothing but what is sound", async () => {
    const git = world().git(REPOSITORY);
    expect(git.diff(before, mainTree()).map(({ path }) => path)).toEqual([
      datasetPath(`${EDUCATION}-000002`),
    ]);
    expect(office.state(sound)).toBe("merged");
  });

  it("leave nothing to write for a second run", async () => {
    expect(await office.writesOfSecondRun()).toEqual([]);
  });
});

describe("in the end", () => {
  const numbers = () => [...world().repository(REPOSITORY).issues.keys()];

  it("the bot has said nothing harmful anywhere", () => {
    for (const number of numbers()) {
      for (const { body } of commentsOfBot(number)) {
        if (!NOTICES_MARKER.test(body)) expectHarmless(body, `#${number}`);
      }
    }
  });

  it("the lists and the histories hold nothing of strangers, nothing hidden and nothing endless", () => {
    const git = world().git(REPOSITORY);
    const texts = git
      .diff(undefined, git.readCommit(git.resolve("snapshots")!).tree)
      .map(({ path, after }) => [path, Buffer.from(git.readBlob(after!.oid)).toString()] as const);
    for (const [path, text] of texts) {
      const agency = /^review\/history\/(\w{10})\.json$/.exec(path)?.[1];
      if (agency) {
        expect(readHistory(text, agency).problem, path).toBeUndefined();
        const { datasets } = JSON.parse(text) as HistorySnapshot;
        expect(
          Object.values(datasets)
            .flat()
            .map(({ account }) => account),
        ).not.toContain("mallory");
      } else {
        const read = path === "review/submissions.json" ? readSubmissions(text) : readOverdue(text);
        expect(read.problem, path).toBeUndefined();
      }
      expect(text, path).not.toMatch(
        /[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
      );
      for (const line of text.split("\n")) expect(line.length, path).toBeLessThan(10_000);
    }
    expect(texts.map(([path]) => path)).toEqual([
      `review/history/${EDUCATION}.json`,
      `review/history/${COUNCIL}.json`,
      `review/history/${ARCHIVES}.json`,
      "review/overdue.json",
      "review/submissions.json",
    ]);
  });

  it("asked GitHub nothing that GitHub does not know", () => {
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
  });
});
