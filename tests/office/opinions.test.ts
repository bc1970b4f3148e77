import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReviewSnapshots } from "../../src/adapters/snapshots.ts";
import { replyFigures } from "../../src/review/opinions/figures.ts";
import { OPINION_HEADINGS, WANTED_HEADINGS } from "../../src/review/opinions/parse.ts";
import type { OpinionsSnapshot } from "../../src/review/opinions/types.ts";
import { BOT, dataset, datasetPath, type Office, openOffice, REPOSITORY } from "./office.ts";

/*
 * A month of 我有話要說 and 我還想要 on the double of GitHub, with the commands that the workflows run: answered in time,
 * late, never; approved by the CIO; passed on; merged. 2026: working days are Monday to Friday but for 2026-04-03
 * (Friday) and 2026-04-06 (Monday) in these weeks. 國家發展委員會 answers within 7 days of the calendar, 教育部 within 14
 * with the CIO's approval.
 */

const NDC = "A41000000G";
const ARCHIVES = "A41010000A";
const MOE = "A09000000E";
const ID = `${ARCHIVES}-000001`;

const FORMS = ".github/ISSUE_TEMPLATE";
const register = (agency: string) => `agencies/${agency}/agency.yaml`;

let office: Office;
let events: string;

/** Puts files on the main branch, where it is not the submission that matters. */
async function publish(files: Record<string, string>): Promise<void> {
  const { rulesets } = office.double.world.repository(REPOSITORY);
  const rules = [...rulesets];
  rulesets.clear();
  await office.as("opendata").commit(REPOSITORY, "main", files, { message: "更新" });
  for (const [id, rule] of rules) rulesets.set(id, rule);
}

beforeAll(async () => {
  office = await openOffice({ now: "2026-03-02T02:00:00Z", datasets: [ID, `${NDC}-000001`] });
  const policy = "policy:\n  replies:\n    days: 14\n    averageDays: 4\n    approval: true\n";
  const files: Record<string, string> = { [register(MOE)]: office.published(register(MOE)) + policy };
  for (const name of ["opinion.yml", "wanted.yml"]) {
    files[`${FORMS}/${name}`] = await readFile(join(import.meta.dirname, "../..", FORMS, name), "utf8");
  }
  await publish(files);
  await office.overdue();
  events = await mkdtemp(join(tmpdir(), "events-"));
});
afterAll(async () => {
  await rm(events, { recursive: true });
  await office.close();
});

const at = (iso: string) => office.double.world.set(iso);
const written = (headings: readonly string[], answers: readonly string[]) =>
  headings.map((heading, i) => `### ${heading}\n\n${answers[i] || "_No response_"}`).join("\n\n");

async function speak(login: string, form: "opinion" | "wanted", title: string, ...answers: string[]) {
  office.double.world.account(login);
  const headings = form === "opinion" ? OPINION_HEADINGS : WANTED_HEADINGS;
  const body = written(headings, answers);
  return office.as(login).openIssue(REPOSITORY, { title, form: `${form}.yml`, body });
}
async function say(login: string, number: number, body: string) {
  office.double.world.account(login);
  await office.as(login).comment(REPOSITORY, number, body);
}
/** What review.yml runs after something happened to an issue. */
async function look(number: number, action = "created") {
  const file = join(events, "event.json");
  await writeFile(file, JSON.stringify({ action, issue: { number } }));
  const { code, output } = await office.bot("review", "--event", file);
  expect([code, output]).toEqual([0, expect.any(String)]);
}
const note = (number: number) => {
  const own = office.double.world
    .issue(REPOSITORY, number)
    .comments.filter((c) => c.author === BOT && c.body.startsWith("<!-- catalogue-opinion "));
  expect(own).toHaveLength(1);
  return own[0]!.body.replace(/^<!--.*-->\n/, "");
};
/** The bot's answers, without the links to what they answer. */
const answers = (number: number) =>
  office.answers(number).map((body) => body.replace(/（\[您的留言\]\(http[^)]*\)）/, ""));
const entries = (ministry: string) =>
  (office.snapshot(`opinions/${ministry}.json`) as OpinionsSnapshot | undefined)?.entries ?? [];
const entry = (ministry: string, number: number) => entries(ministry).find((each) => each.number === number);
const mentions = (bodies: readonly string[]) =>
  bodies.flatMap((body) => [...body.matchAll(/(?<![A-Za-z0-9])@([A-Za-z0-9-]+)/g)].map((m) => m[1]!)).sort();

async function told(...days: string[]) {
  const result: Record<string, string[]> = {};
  for (const day of days) {
    at(`${day}T03:00:00Z`);
    const before = office.notices().length;
    await office.overdue();
    const sent = mentions(
      office
        .notices()
        .slice(before)
        .map(({ body }) => body),
    );
    if (sent.length > 0) result[day] = sent;
  }
  return result;
}

let early: number;
let silent: number;
let wanted: number;
let twin: number;

describe("a month of the public's opinions", () => {
  it("an opinion is routed to the dataset's agency, and labelled", async () => {
    early = await speak("citizen-1", "opinion", "增加欄位", ID, "建議增加資料集內容", "請增加：申請日期");
    await office.settle();
    expect(office.labels(early)).toEqual(["我有話要說", "未回覆", "機關：檔案管理局"].sort());
    expect(note(early)).toMatchInlineSnapshot(`
      "謝謝您的意見，已列入「我有話要說」。

      - **回覆機關**：檔案管理局
      - **回覆期限**：2026-03-09（7 個日曆天內）
      - **回覆狀態**：未回覆

      機關人員直接留言，就是回覆；轉請其他機關，請留言 \`/說明\` 看可用的指令。

      <sub>這則留言由機器人維護，會隨狀態更新。內容公開，請勿留下個人資料。</sub>"
    `);
    expect(entry(NDC, early)).toEqual({
      form: "opinion",
      number: early,
      url: `${office.double.url}/${REPOSITORY}/issues/${early}`,
      title: "增加欄位",
      author: "citi***",
      createdAt: "2026-03-02T02:00:00Z",
      identifier: ID,
      kind: "建議增加資料集內容",
      text: "請增加：申請日期",
      agency: ARCHIVES,
      ministry: NDC,
      replies: [],
      clock: { days: 7, counting: "calendar", deadline: "2026-03-09", used: 0, left: 7, late: false },
      likes: 0,
      dislikes: 0,
      open: true,
    });
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("only a person of the agency or its ministry answers it", async () => {
    at("2026-03-04T02:00:00Z");
    await say("citizen-2", early, "我也需要，請 @ndc-admin 處理");
    await say("moe-reviewer-1", early, "教育部覺得可以");
    await office.settle();
    expect(office.labels(early)).toContain("未回覆");
    await say("archives-provider", early, "感謝建議，下次更新時增加。");
    await office.settle();
    expect(office.labels(early)).toEqual(["我有話要說", "已回覆", "機關：檔案管理局"].sort());
    expect(entry(NDC, early)).toMatchObject({
      answeredAt: "2026-03-04T02:00:00Z",
      clock: { used: 2, late: false },
      replies: [
        { author: "citi***", official: false },
        { author: "moe-***", official: false },
        { author: "檔管局提供者", official: true, agency: "檔案管理局", text: "感謝建議，下次更新時增加。" },
      ],
    });
    expect(entry(NDC, early)?.clock).not.toHaveProperty("left");
    expect(office.answers(early)).toEqual([]);
    expect(mentions([note(early)])).toEqual([]);
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("one that nobody answers goes up the ladder around its own deadline", async () => {
    at("2026-03-05T02:00:00Z");
    silent = await speak("citizen-1", "opinion", "檔案打不開", `${NDC}-000001`, "檔案或連結無法使用", "404");
    // Day 0 is Thursday the 5th: two days before the deadline is Tuesday the 10th.
    expect(
      await told(
        "2026-03-09",
        "2026-03-10",
        "2026-03-11",
        "2026-03-12",
        "2026-03-13",
        "2026-03-16",
        "2026-03-17",
      ),
    ).toEqual({
      "2026-03-10": ["ndc-provider-1", "ndc-provider-2", "ndc-reviewer-1", "ndc-reviewer-2"],
      "2026-03-12": ["ndc-provider-1", "ndc-provider-2", "ndc-reviewer-1", "ndc-reviewer-2"],
      "2026-03-13": ["ndc-admin"],
      "2026-03-16": ["platform-operator-1", "platform-operator-2", "platform-operator-3"],
    });
    expect(office.labels(silent)).toEqual(["我有話要說", "逾期未回覆", "機關：國家發展委員會"].sort());
    expect(entry(NDC, silent)?.clock).toMatchObject({ used: 12, left: -5, late: true });
    await say("ndc-reviewer-1", silent, "已修復。");
    await look(silent);
    expect(office.labels(silent)).toEqual(["我有話要說", "已回覆", "機關：國家發展委員會"].sort());
    expect(entry(NDC, silent)?.clock).toMatchObject({ used: 12, late: true });
  }, 180_000);

  it("a request of no agency waits for an operator, who passes it on", async () => {
    at("2026-03-18T02:00:00Z");
    wanted = await speak("citizen-3", "wanted", "校舍", "校舍耐震清冊", "校名、年度", "想了解", "");
    await look(wanted);
    expect(office.labels(wanted)).toEqual(["待轉請", "我還想要", "未回覆"].sort());
    expect(entry("none", wanted)).not.toHaveProperty("clock");
    expect(entry("none", wanted)).not.toHaveProperty("status");
    await say("citizen-3", wanted, `/轉請 ${NDC}`);
    await say("platform-operator-1", wanted, "／轉請　不存在的機關");
    await look(wanted);
    expect(answers(wanted)).toMatchInlineSnapshot(`
      [
        "\`citizen-3\`：

      這個帳號沒有執行\`/轉請\`的權限，沒有執行。可執行的是回覆機關與所屬部會授權清單上的人員，以及平臺管理者。",
        "平臺管理者（一）（\`platform-operator-1\`）：

      「不存在的機關」不是恰好一個機關，沒有執行。請寫機關代碼或全名，例如 \`/轉請 A41000000G\`。",
      ]
    `);
    await say("platform-operator-1", wanted, "／轉請　教育部");
    await look(wanted);
    expect(entries("none")).toEqual([]);
    expect(entry(MOE, wanted)).toMatchObject({
      agency: MOE,
      status: { state: "received", at: "2026-03-18T02:00:00Z" },
      clock: { days: 14, deadline: "2026-04-01" },
    });
    expect(office.labels(wanted)).toEqual(["受理", "我還想要", "未回覆", "機關：教育部"].sort());
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("a reply counts once an administrator of the ministry recorded the CIO's approval", async () => {
    at("2026-03-19T02:00:00Z");
    await say("moe-admin", wanted, "/核准回覆");
    await say("moe-provider", wanted, "/預計開放 115.6.30 排入本年度盤點。");
    await look(wanted);
    expect(office.labels(wanted)).toEqual(
      ["待核准", "我還想要", "未回覆", "機關：教育部", "預計開放"].sort(),
    );
    expect(entry(MOE, wanted)).toMatchObject({ status: { state: "planned", date: "2026-06-30" } });
    expect(entry(MOE, wanted)).not.toHaveProperty("answeredAt");
    await say("moe-provider", wanted, "/核准回覆");
    await say("ndc-admin", wanted, "/核准回覆");
    at("2026-03-20T02:00:00Z");
    await say("moe-admin", wanted, "/核准回覆");
    await look(wanted);
    expect(office.labels(wanted)).toEqual(["已回覆", "我還想要", "機關：教育部", "預計開放"].sort());
    expect(entry(MOE, wanted)).toMatchObject({
      answeredAt: "2026-03-20T02:00:00Z",
      approval: { by: "教育部部會管理者", at: "2026-03-20T02:00:00Z" },
      clock: { used: 2, late: false },
      replies: [{ official: true, author: "教育部提供者", text: "排入本年度盤點。" }],
    });
    expect(answers(wanted).slice(2)).toMatchInlineSnapshot(`
      [
        "教育部部會管理者（\`moe-admin\`）：

      還沒有機關的回覆可以核准，沒有執行。請在機關回覆之後再留言。",
        "教育部提供者（\`moe-provider\`）：

      這個帳號沒有執行\`/核准回覆\`的權限，沒有執行。資訊長的核准由部會管理者記錄。",
        "國發會部會管理者（\`ndc-admin\`）：

      這個帳號沒有執行\`/核准回覆\`的權限，沒有執行。資訊長的核准由部會管理者記錄。",
      ]
    `);
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("a duplicate is merged, likes and all; a way back is refused", async () => {
    twin = await speak("citizen-4", "wanted", "耐震", "學校耐震評估", "", "關心小孩", "教育部");
    for (const login of ["citizen-5", "citizen-6"]) {
      office.double.world.account(login);
      await office.as(login).react(REPOSITORY, twin, "THUMBS_UP");
    }
    office.double.world.account("citizen-7");
    await office.as("citizen-7").react(REPOSITORY, wanted, "THUMBS_DOWN");
    await say("moe-provider", twin, `/併入 #${wanted}`);
    await look(twin);
    await say("moe-provider", wanted, `/併入#${twin}`);
    await say("moe-provider", twin, "/併入 #999");
    await look(twin);
    expect(office.labels(twin)).toEqual(["併入其他需求", "我還想要", "機關：教育部"].sort());
    await office.overdue();
    const { snapshots } = await office.checkOut();
    const { opinions, problems, opinionsTakenAt } = await readReviewSnapshots(snapshots);
    expect(problems).toEqual([]);
    expect(opinionsTakenAt).toBe("2026-03-20T02:00:00.000Z");
    expect(opinions.map((each) => each.number)).toEqual([twin, wanted, silent, early]);
    expect(opinions.find((each) => each.number === wanted)).toMatchObject({
      likes: 2,
      dislikes: 1,
      merged: [twin],
    });
    expect(opinions.find((each) => each.number === twin)?.status).toEqual({
      state: "duplicate",
      at: "2026-03-20T02:00:00Z",
      into: wanted,
    });
    expect(replyFigures(opinions)).toEqual({
      received: 3,
      answered: 3,
      late: 1,
      overdue: 0,
      averageDays: 16 / 3,
    });
    expect(office.answers(wanted).at(-1)).toContain("已經併入這一則");
    expect(office.answers(twin)).toHaveLength(1);
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("a request is fulfilled by a dataset in view, and by no other", async () => {
    at("2026-03-23T02:00:00Z");
    await say("moe-provider", wanted, `/已開放 ${MOE}-000009`);
    await look(wanted);
    expect(entry(MOE, wanted)?.status?.state).toBe("planned");
    await publish({ [datasetPath(`${MOE}-000009`)]: dataset(`${MOE}-000009`) });
    // What was refused stays so; it takes a new word.
    await office.overdue();
    expect(entry(MOE, wanted)?.status?.state).toBe("planned");
    await say("moe-provider", wanted, `/已開放${MOE}－000009`);
    await look(wanted);
    expect(entry(MOE, wanted)?.status).toMatchObject({ state: "opened", dataset: `${MOE}-000009` });
    expect(note(wanted)).toContain(`已開放：\`${MOE}-000009\`（[`);
  });

  it("an answer stays when the officer leaves, and a closed one leaves no trace when it is deleted", async () => {
    at("2026-03-24T02:00:00Z");
    const path = register(ARCHIVES);
    await publish({ [path]: office.published(path)!.replaceAll("archives-provider", "archives-successor") });
    await office.overdue();
    expect(entry(NDC, early)).toMatchObject({
      answeredAt: "2026-03-04T02:00:00Z",
      replies: [{}, {}, { official: true, author: "arch***" }],
    });
    expect(office.labels(early)).toContain("已回覆");
    await office.as("opendata").close(REPOSITORY, early);
    await look(early, "closed");
    expect(entry(NDC, early)?.open).toBe(false);
    office.double.world.repository(REPOSITORY).issues.delete(early);
    await look(early, "deleted");
    expect(entry(NDC, early)).toBeUndefined();
    expect(await office.writesOfSecondRun()).toEqual([]);
  });

  it("never left GitHub's own description", () => {
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
  });
});
