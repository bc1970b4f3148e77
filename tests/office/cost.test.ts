import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { RequestLog } from "../github/server.ts";
import { lookAtAll, openBusyOffice } from "./many.ts";
import { type Office, REPOSITORY } from "./office.ts";

/*
 * What the bot's regular pass costs. A workflow's token has 1,000 requests and 1,000 points an hour for the whole
 * repository, so a pass over everything open must cost about nothing while nothing changes.
 */

/** Runs a pass and gives what it asked for; requests of git itself cost nothing. */
async function pass(office: Office) {
  const before = office.double.requests.length;
  const { code, output } = await office.bot("overdue");
  const requests = office.double.requests.slice(before).filter(({ path }) => !path.includes(".git/"));
  const rest = requests.filter(({ path }) => path !== "/graphql");
  return {
    code,
    output,
    requests,
    rest: rest.length,
    points: requests.reduce((sum, request) => sum + (request.points ?? 0), 0),
    writes: requests.filter((request) => request.write),
  };
}

/** All that the bot answers for in one submission. */
function shown(office: Office, number: number) {
  const { labels, comments, pull } = office.double.world.pull(REPOSITORY, number);
  return JSON.stringify([labels, comments, pull.requestedReviewers, office.statuses(number)]);
}

const isSnapshot = ({ path }: RequestLog) => /^\/repos\/opendata\/catalogue\/git\//.test(path);

describe("a pass over 1,000 open submissions", () => {
  let office: Office;
  let numbers: number[];
  beforeAll(async () => {
    ({ office, numbers } = await openBusyOffice(1_000));
    await lookAtAll(office);
  });
  afterAll(() => office?.close());

  it("sends the day's notices and writes the lists, and nothing in any submission", async () => {
    const before = numbers.map((number) => shown(office, number));
    const first = await pass(office);
    expect(first.output).toContain("開啟中的送審案 1000 件");
    expect(first.code).toBe(0);
    expect(numbers.map((number) => shown(office, number))).toEqual(before);
    expect(first.writes.filter((request) => !isSnapshot(request)).map(({ path }) => path)).toEqual([
      `/repos/${REPOSITORY}/issues`,
      ...office.notices().map(() => `/repos/${REPOSITORY}/issues/1001/comments`),
    ]);
    const states = new Map<string, number>();
    for (const label of numbers.flatMap((number) => office.labels(number))) {
      states.set(label, (states.get(label) ?? 0) + 1);
    }
    expect(Object.fromEntries(states)).toMatchObject({
      帳號未登錄: 100,
      暫存: 100,
      審查中: 600,
      退回: 200,
      逾期未審核: 200,
      退回逾期未處理: 100,
      修改: 100,
      新增: 900,
    });
  });

  it("while nothing changes, costs less than 100 points, 20 requests, and writes nothing", async () => {
    const again = await pass(office);
    expect(again.code).toBe(0);
    expect(again.writes).toEqual([]);
    expect(again.points).toBeLessThan(100);
    expect(again.rest).toBeLessThan(20);
    expect(again.output).toContain(
      `GitHub：${again.requests.length} 次請求，其中 0 次寫入；GraphQL ${again.points} 點`,
    );
  });

  it("after one of them changed, writes there and in the lists only", async () => {
    const [number] = numbers as [number];
    const others = numbers.slice(1);
    const before = others.map((each) => shown(office, each));
    office.double.world.advance(3_600_000);
    await office.as("ndc-reviewer-2").comment(REPOSITORY, number, "/退回 3 請補主要欄位說明");
    const one = await pass(office);
    expect(one.code).toBe(0);
    expect(office.labels(number)).toEqual(["新增", "退回"]);
    expect(others.map((each) => shown(office, each))).toEqual(before);
    const { headOid } = office.double.world.pull(REPOSITORY, number).pull;
    const own = new RegExp(`^/graphql$|/(issues|pulls)/${number}/|/statuses/${headOid}$`);
    const written = one.writes.filter((request) => !isSnapshot(request));
    expect(written.filter(({ path }) => !own.test(path))).toEqual([]);
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(6);
    expect(one.points).toBeLessThan(100);
    expect((await pass(office)).writes).toEqual([]);
  });

  it("never left GitHub's own description", () => {
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
  });
});

it("where the hour's requests are used up, says so, and a later run goes on where it ended", async () => {
  const { office, numbers } = await openBusyOffice(60);
  onTestFinished(() => office.close());
  const { double } = office;
  // What the other workflows of the repository took.
  const token = double.token("workflow", undefined, { contents: "read" }, REPOSITORY);
  const headers = { authorization: `Bearer ${token}`, "user-agent": "test" };
  for (let n = 0; n < 750; n++) {
    const answer = await fetch(`${double.url}/repos/${REPOSITORY}/git/ref/heads%2Fmain`, { headers });
    if (!answer.ok) throw new Error(await answer.text());
  }
  const isDone = (number: number) => Object.keys(office.statuses(number)).length === 4;
  const done = () => numbers.filter(isDone).length;

  const first = await pass(office);
  expect(first.code).toBe(1);
  expect(first.output).toMatch(
    /失敗：403 API rate limit exceeded .*用量已達上限；稍候再執行，下一次排程也會補上/,
  );
  expect(first.rest).toBeLessThanOrEqual(253);
  const half = done();
  expect(half).toBeGreaterThan(30);
  expect(half).toBeLessThan(50);

  const atOnce = await pass(office);
  expect(atOnce.code).toBe(1);
  expect(atOnce.output).toContain("用量已達上限");
  expect(atOnce.rest).toBeLessThan(20);
  expect(done()).toBe(half);

  double.world.advance(3_600_000);
  const second = await pass(office);
  expect(second.output).not.toContain("失敗");
  expect(second.code).toBe(0);
  expect(done()).toBe(60);
  for (const number of numbers) expect(office.comment(number)).not.toBe("");
  const third = await pass(office);
  expect(third.code).toBe(0);
  expect(third.writes).toEqual([]);
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
});
