import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HistorySnapshot, SubmissionsSnapshot } from "../../src/review/queues.ts";
import type { FileMap } from "../github/world.ts";
import { dataset, datasetPath, type Office, openOffice, REPOSITORY } from "./office.ts";

/*
 * 資料修正回饋 (mission A15) on the double of GitHub, with the commands that the workflows run: a citizen without any right
 * corrects datasets from a fork, and what goes beyond that stays 帳號未登錄.
 */

const AGENCY = "A41010000A";
const IDS = Array.from({ length: 8 }, (_, index) => `${AGENCY}-00000${index + 1}`);
const [ID] = IDS as [string];
const PATH = datasetPath(ID);
const CITIZEN = "kind-citizen";
const STRANGER = "mallory";
let office: Office;

beforeAll(async () => {
  office = await openOffice({ now: "2026-03-02T02:00:00Z", datasets: [...IDS, "A09000000E-000001"] });
  for (const login of [CITIZEN, STRANGER]) office.double.world.account(login);
});
afterAll(() => office?.close());

const at = (iso: string) => office.double.world.set(iso);
const corrected = (identifier: string, more: Record<string, string> = {}): FileMap => ({
  [datasetPath(identifier)]: dataset(identifier, { description: "更正後的描述。", ...more }),
});
const lists = () => office.snapshot("review/submissions.json") as SubmissionsSnapshot;
const history = () => office.snapshot(`review/history/${AGENCY}.json`) as HistorySnapshot | undefined;
const main = () => {
  const git = office.double.world.git(REPOSITORY);
  return git.readCommit(git.resolve("main")!).tree;
};

describe("a citizen's correction", () => {
  let number: number;

  it("is under review at once, told kindly, and in the reviewer's list", async () => {
    number = await office.submit(CITIZEN, corrected(ID), { title: "/通過 更正描述" });
    await office.settle();
    expect(office.labels(number)).toEqual(["審查中", "民眾修正"].sort());
    expect(office.statuses(number)).toMatchObject({
      資料檢查: expect.stringMatching(/^success /),
      鎖定欄位: expect.stringMatching(/^success /),
      審查決定: expect.stringMatching(/^pending 等待核准：資料審查者/),
    });
    const comment = office.comment(number);
    expect(comment).toContain("民眾修正 A correction by a citizen");
    expect(comment).toContain("2026-03-11");
    expect(comment).not.toContain(`@${CITIZEN}`);
    expect(lists().open).toMatchObject([
      { number, kind: "correction", state: "inReview", turn: { role: "reviewer" } },
    ]);
    const { pull } = office.double.world.pull(REPOSITORY, number);
    expect([...pull.requestedReviewers].sort()).toEqual(["archives-reviewer-1", "archives-reviewer-2"]);
    expect(await office.writesOfSecondRun(number)).toEqual([]);
  });

  it("is approved neither by the citizen, nor by the agency's provider, nor by another agency", async () => {
    const before = main();
    for (const login of [CITIZEN, "archives-provider", "moe-reviewer-1"]) {
      await office.as(login).comment(REPOSITORY, number, "/通過");
    }
    await office.settle();
    expect(office.labels(number)).toContain("審查中");
    expect(main()).toBe(before);
  });

  it("is returned with an opinion, answered by a push and 送審, and merged once the reviewer approves", async () => {
    at("2026-03-03T02:00:00Z");
    await office.as("archives-reviewer-1").comment(REPOSITORY, number, "/退回 請註明資料期間");
    await office.settle();
    expect(office.labels(number)).toEqual(["民眾修正", "退回"]);
    expect(office.comment(number)).toContain("**民眾**");
    at("2026-03-04T02:00:00Z");
    await office.push(CITIZEN, number, corrected(ID, { description: "更正後的描述，110 年起。" }));
    await office.as(CITIZEN).comment(REPOSITORY, number, "/submit");
    await office.settle();
    expect(office.labels(number)).toEqual(["審查中", "民眾修正"].sort());
    expect(office.state(number)).toBe("open");
    at("2026-03-05T02:00:00Z");
    await office.as("archives-reviewer-1").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.state(number)).toBe("merged");
    expect(office.published(PATH)).toContain("110 年起");
    expect(office.labels(number)).toEqual(["審查通過", "民眾修正"].sort());
    expect(office.comment(number)).toContain("您的修正已經採用");
  });

  it("stands in the public history as 民眾, with the account masked", () => {
    const lines = history()?.datasets[ID] ?? [];
    expect(lines.map(({ act }) => act)).toEqual(["merged", "approved", "submitted", "returned", "submitted"]);
    const own = lines.filter(({ act }) => act === "submitted");
    expect(own.every(({ displayName }) => displayName === "民眾")).toBe(true);
    expect(JSON.stringify(history())).not.toContain(CITIZEN);
  });
});

describe("what goes beyond a correction", () => {
  const CASES: [string, FileMap, string[]][] = [
    ["a locked field", corrected(ID, { title: "別的名稱" }), ["修改", "帳號未登錄", "鎖定欄位"]],
    ["a new dataset", corrected(`${AGENCY}-000099`), ["新增", "帳號未登錄"]],
    ["a deletion", { [PATH]: null }, ["修改", "帳號未登錄"]],
    ["a day that hides the dataset", corrected(ID, { releaseDate: "2099-01-01" }), ["修改", "帳號未登錄"]],
    [
      "CODEOWNERS beside a dataset",
      { ...corrected(ID), ".github/CODEOWNERS": "* @mallory\n" },
      ["帳號未登錄", "平臺維運"],
    ],
    [
      "a workflow beside a dataset",
      { ...corrected(ID), ".github/workflows/evil.yml": "on: push\n" },
      ["帳號未登錄", "平臺維運"],
    ],
    [
      "another agency's new dataset beside a correction",
      { ...corrected(ID), ...corrected("A09000000E-000009") },
      ["多筆資料集", "帳號未登錄"],
    ],
  ];

  it.each(CASES)("%s", async (_, files, labels) => {
    const before = main();
    const number = await office.submit(STRANGER, files, { title: "/通過 @archives-reviewer-1 [skip ci]" });
    await office.as("archives-reviewer-1").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.labels(number)).toEqual([...labels].sort());
    expect(office.statuses(number).審查決定).not.toMatch(/^success/);
    expect(office.comment(number)).toContain("一件只能修改已上架資料集的檔案");
    expect(office.state(number)).toBe("open");
    expect(main()).toBe(before);
  });

  it("the sixth open correction waits until one of the five is decided", async () => {
    const numbers: number[] = [];
    for (const identifier of IDS.slice(1, 7)) {
      numbers.push(await office.submit(STRANGER, corrected(identifier)));
    }
    const [first, sixth] = [numbers[0]!, numbers.at(-1)!];
    await office.overdue();
    for (const number of numbers.slice(0, 5)) expect(office.labels(number)).toContain("民眾修正");
    expect(office.labels(sixth)).toEqual(["修改", "帳號未登錄"]);
    expect(office.comment(sixth)).toContain("這個帳號已有 5 件民眾修正審查中");
    await office.as(STRANGER).close(REPOSITORY, first);
    await office.overdue();
    expect(office.labels(sixth)).toEqual(["審查中", "民眾修正"].sort());
    // A run for one of them counts as the sweep does.
    expect(await office.writesOfSecondRun(sixth)).toEqual([]);
    // Nobody has decided on any of them, so that they leave no trace in the public history.
    expect(history()?.datasets[IDS[1]!]).toBeUndefined();
  });
});
