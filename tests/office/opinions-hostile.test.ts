import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { OPINION_HEADINGS, WANTED_HEADINGS } from "../../src/review/opinions/parse.ts";
import type { OpinionsSnapshot } from "../../src/review/opinions/types.ts";
import { BOT, type Office, openOffice, REPOSITORY } from "./office.ts";

/*
 * Strangers, and officers who reach too far, in 我有話要說 and 我還想要; and what a pass over many of them costs. A
 * workflow's token has 1,000 requests and 1,000 points an hour for the whole repository.
 */

const NDC = "A41000000G";
const ID = `${NDC}-000001`;
const FORMS = ".github/ISSUE_TEMPLATE";
const MANY = 60;
const EVIL =
  "@everyone @opendata/team #1 GH-2 <script>alert(1)</script> <img src=x onerror=alert(1)> ![x](https://evil.example/x.png) [x](javascript:alert(1)) \u202e";

let office: Office;

beforeAll(async () => {
  office = await openOffice({ now: "2026-03-02T02:00:00Z", datasets: [ID] });
  const { rulesets } = office.double.world.repository(REPOSITORY);
  const rules = [...rulesets];
  rulesets.clear();
  const files: Record<string, string> = {};
  for (const name of ["opinion.yml", "wanted.yml"]) {
    files[`${FORMS}/${name}`] = await readFile(join(import.meta.dirname, "../..", FORMS, name), "utf8");
  }
  await office.as("opendata").commit(REPOSITORY, "main", files, { message: "表單" });
  for (const [id, rule] of rules) rulesets.set(id, rule);
});
afterAll(() => office?.close());

const written = (headings: readonly string[], answers: readonly string[]) =>
  headings.map((heading, i) => `### ${heading}\n\n${answers[i]}`).join("\n\n");
async function speak(login: string, form: "opinion" | "wanted", title: string, ...answers: string[]) {
  office.double.world.account(login);
  const headings = form === "opinion" ? OPINION_HEADINGS : WANTED_HEADINGS;
  const body = written(headings, answers);
  return office.as(login).openIssue(REPOSITORY, { title, form: `${form}.yml`, body });
}
async function say(login: string, number: number, body: string) {
  office.double.world.account(login);
  return office.as(login).comment(REPOSITORY, number, body);
}
const own = (number: number) =>
  office.double.world.issue(REPOSITORY, number).comments.filter((comment) => comment.author === BOT);
const entry = (number: number) =>
  (office.snapshot(`opinions/${NDC}.json`) as OpinionsSnapshot).entries.find(
    (each) => each.number === number,
  )!;

/** Runs a pass and gives what it asked for; requests of git itself cost nothing. */
async function pass() {
  const before = office.double.requests.length;
  const output = await office.overdue();
  const requests = office.double.requests.slice(before).filter(({ path }) => !path.includes(".git/"));
  return {
    output,
    rest: requests.filter(({ path }) => path !== "/graphql").length,
    points: requests.reduce((sum, request) => sum + (request.points ?? 0), 0),
    writes: requests.filter((request) => request.write),
  };
}

it("strangers change nothing, and nobody is mentioned", async () => {
  const long = "字".repeat(20_000);
  const number = await speak("stranger", "opinion", EVIL, ID, "其他", `${EVIL}\n${long}`);
  const request = await speak("stranger", "wanted", EVIL, EVIL, EVIL, EVIL, "國家發展委員會");
  await office.overdue();
  const [note] = own(number);
  await say("stranger", number, note!.body);
  await say("stranger", number, `<!-- catalogue-answer ${note!.nodeId} -->\n已回覆`);
  for (const command of [
    "/受理",
    `/已開放 ${ID}`,
    "/無法開放 法規：甲 理由：乙",
    "/轉請 A09000000E",
    "/核准回覆",
  ]) {
    await say("stranger", request, command);
    await say("moe-admin", request, command);
    await say("ndc-provider-1", request, `> ${command}`);
    await say("ndc-provider-1", request, `    ${command}`);
  }
  await say("ndc-provider-1", request, `/無法開放 法規：${EVIL} 理由：${EVIL}`);
  await say("ndc-provider-1", number, `/轉請 ${EVIL}`);
  for (let i = 0; i < 1_000; i++) await say("flooder", number, `${EVIL} ${i}`);
  await say("ndc-provider-1", number, "已說明。");
  await office.overdue();
  expect(office.labels(number)).toEqual(["我有話要說", "已回覆", "機關：國家發展委員會"].sort());
  expect(office.labels(request)).toEqual(["我還想要", "已回覆", "無法開放", "機關：國家發展委員會"].sort());
  expect(
    entry(number)
      .replies.filter((reply) => reply.official)
      .map((reply) => reply.text),
  ).toEqual(["已說明。"]);
  expect(JSON.stringify(entry(number)).length).toBeLessThan(80_000);
  expect(JSON.stringify(entry(number))).not.toContain("\u202e");
  // One answer for the stranger; one for each command of an officer of another ministry.
  expect(office.answers(request)).toHaveLength(1 + 5);
  for (const { body } of [...own(number), ...own(request)]) {
    expect(body).not.toMatch(/(?<![A-Za-z0-9])@[A-Za-z]|<(?:script|img)|\]\(javascript|(?<!&)#\d/);
  }
  expect((await pass()).writes).toEqual([]);
}, 180_000);

it("labels and the bot's own comment are put right, whatever they were made", async () => {
  const number = await speak("citizen", "opinion", "標題", ID, "其他", "內容");
  await office.overdue();
  await office.as("platform-operator-1").label(REPOSITORY, number, "機關：<b>&?#/%", "已回覆");
  await office.as("platform-operator-1").editComment(REPOSITORY, own(number)[0]!.id, "機關已經回覆了");
  await office.overdue();
  expect(office.labels(number)).toEqual(["我有話要說", "未回覆", "機關：國家發展委員會"].sort());
  expect(
    own(number)
      .map((comment) => comment.body)
      .join("\n"),
  ).toContain("**回覆狀態**：未回覆");
  expect((await pass()).writes).toEqual([]);
});

it("an officer's words that somebody else rewrote are not the agency's", async () => {
  const number = await speak("citizen", "opinion", "標題", ID, "其他", "內容");
  const { id } = await say("ndc-reviewer-1", number, "處理中");
  await office.as("moe-reviewer-1").editComment(REPOSITORY, id, "我們拒絕回答");
  await office.overdue();
  expect(office.labels(number)).toContain("未回覆");
  expect(entry(number).replies).toMatchObject([{ official: false, author: "ndc-***" }]);
});

it(`a pass over ${MANY} of them costs little while nothing changes, and notices go on`, async () => {
  for (let i = 0; i < MANY; i++) await speak("citizen", "opinion", `第 ${i} 件`, ID, "其他", "內容");
  await office.overdue();
  const again = await pass();
  expect(again.writes).toEqual([]);
  expect(again.points).toBeLessThan(30);
  expect(again.rest).toBeLessThan(20);
  office.double.world.set("2026-03-10T03:00:00Z");
  const late = await pass();
  const told = office
    .notices()
    .flatMap(({ body }) => [...body.matchAll(/^@([a-z0-9-]+)/gm)].map((m) => m[1]!));
  expect(told.sort()).toEqual([
    "ndc-admin",
    "ndc-provider-1",
    "ndc-provider-2",
    "ndc-reviewer-1",
    "ndc-reviewer-2",
  ]);
  // One edit of each comment, on the day on which it is late.
  expect(late.points).toBeLessThan(40 + MANY);
  expect((await pass()).writes).toEqual([]);
  expect(office.double.unexpected).toEqual([]);
  expect(office.double.violations).toEqual([]);
}, 180_000);
