import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { buildCatalogue } from "../../src/catalogue/catalogue.ts";
import type { HistorySnapshot, OverdueSnapshot, SubmissionsSnapshot } from "../../src/review/queues.ts";
import { dataset, datasetPath, type Office, openOffice, REPOSITORY } from "./office.ts";

/*
 * The life of one dataset, from an officer without any right on the repository to its relisting, played on the double
 * of GitHub with the commands that the workflows run. 2026: working days are Monday to Friday but for 2026-04-03
 * (Friday) and 2026-04-06 (Monday) in these weeks.
 */

const ID = "A41010000A-000001";
const PATH = datasetPath(ID);
let office: Office;

beforeAll(async () => {
  office = await openOffice({ now: "2026-03-02T02:00:00Z", datasets: ["A41000000G-000001"] });
});
afterAll(() => office?.close());

const at = (iso: string) => office.double.world.set(iso);
const mentions = (bodies: { body: string }[]) =>
  bodies.flatMap(({ body }) => [...body.matchAll(/(?<![A-Za-z0-9])@([A-Za-z0-9-]+)/g)].map((m) => m[1]!));
const datasets = (path: "open" | "merged") =>
  (office.snapshot("review/submissions.json") as SubmissionsSnapshot)[path];

/** What the public would see on a day, from the main branch as it is. */
async function catalogueOn(today: string) {
  await office.bot("validate");
  const checked = await checkCatalogue(office.work, today);
  expect(checked.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return buildCatalogue({ ...checked.input!, today });
}

let first: number;

describe("the life of a dataset", () => {
  it("begins as a draft of an officer without write access", async () => {
    first = await office.submit(
      "archives-provider",
      { [PATH]: dataset(ID, { title: "檔案目錄", cost: "贈送", releaseDate: "2026-04-20" }) },
      { title: "新增檔案目錄", draft: true },
    );
    await office.settle();
    expect(office.labels(first)).toEqual(["新增", "暫存"]);
    expect(office.statuses(first)).toMatchObject({
      收件: expect.stringMatching(/^success /),
      資料檢查: expect.stringMatching(/^failure .*1 個錯誤/),
      鎖定欄位: expect.stringMatching(/^success /),
      審查決定: expect.stringMatching(/^pending /),
    });
    const comment = office.comment(first);
    expect(comment).toContain("暫存");
    expect(comment).toContain("檔案目錄");
    expect(comment).toContain(`${PATH}:8`);
    expect(comment).toContain("2026-04-20");
    expect(mentions([{ body: comment }])).toEqual([]);
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is submitted, and the reviewers of the agency are asked", async () => {
    at("2026-03-03T02:00:00Z");
    await office.push("archives-provider", first, {
      [PATH]: dataset(ID, { title: "檔案目錄", releaseDate: "2026-04-20" }),
    });
    await office.as("archives-provider").ready(REPOSITORY, first);
    await office.settle();
    expect(office.labels(first)).toEqual(["審查中", "新增"].sort());
    expect(office.statuses(first).資料檢查).toMatch(/^success /);
    const { pull } = office.double.world.pull(REPOSITORY, first);
    expect([...pull.requestedReviewers].sort()).toEqual(["archives-reviewer-1", "archives-reviewer-2"]);
    expect(office.comment(first)).toContain("2026-03-12");
    expect(office.comment(first)).toContain("檔管局審查者一");
    expect(datasets("open")).toMatchObject([
      { number: first, state: "inReview", releaseDate: "2026-04-20", clock: { deadline: "2026-03-12" } },
    ]);
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is returned by number of a stock phrase, which nobody without the right could have done", async () => {
    at("2026-03-04T02:00:00Z");
    await office.as("moe-reviewer-1").comment(REPOSITORY, first, "/退回 3 別的部會也想管");
    await office.as("archives-provider").comment(REPOSITORY, first, "/通過");
    await office.as("archives-reviewer-1").comment(REPOSITORY, first, "/退回");
    await office.settle();
    expect(office.labels(first)).toContain("審查中");
    expect(office.answers(first)).toHaveLength(3);
    await office.as("archives-reviewer-1").comment(REPOSITORY, first, "/退回 3 請補主要欄位說明");
    await office.settle();
    expect(office.labels(first)).toEqual(["新增", "退回"]);
    expect(office.comment(first)).toContain("2026-03-13");
    expect(office.comment(first)).toContain("請補主要欄位說明");
    expect(office.statuses(first).審查決定).toMatch(/^pending /);
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is overdue with the provider, who is told twice, then the administrators, then the operators", async () => {
    const told: Record<string, string[]> = {};
    for (const day of ["05", "06", "09", "10", "11", "12", "13", "14", "16", "17", "18"]) {
      at(`2026-03-${day}T03:00:00Z`);
      const before = office.notices().length;
      await office.overdue();
      const sent = mentions(office.notices().slice(before)).sort();
      if (sent.length > 0) told[day] = sent;
      expect(office.labels(first).includes("退回逾期未處理")).toBe(Number(day) >= 16);
    }
    expect(told).toEqual({
      "11": ["archives-provider"],
      "13": ["archives-provider"],
      "16": ["ndc-admin"],
      "18": ["platform-operator-1", "platform-operator-2", "platform-operator-3"],
    });
    expect(office.state(first)).toBe("open");
    expect((office.snapshot("review/overdue.json") as OverdueSnapshot).entries).toMatchObject([
      { number: first, notice: "return", deadline: "2026-03-13", daysOver: 3 },
    ]);
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is resubmitted, and its clock starts again", async () => {
    at("2026-03-19T02:00:00Z");
    await office.push("archives-provider", first, {
      [PATH]: dataset(ID, {
        title: "檔案目錄",
        fieldDescription: "檔號、案名、日期",
        releaseDate: "2026-04-20",
      }),
    });
    await office.settle();
    expect(office.labels(first)).toContain("退回");
    await office.as("archives-provider").comment(REPOSITORY, first, "/送審");
    await office.settle();
    expect(office.labels(first)).toEqual(["審查中", "新增"].sort());
    expect(office.comment(first)).toContain("2026-03-30");
    const { pull } = office.double.world.pull(REPOSITORY, first);
    expect(pull.requestedReviewers.length).toBeGreaterThan(0);
    expect((office.snapshot("review/overdue.json") as OverdueSnapshot).entries).toEqual([]);
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is overdue with the reviewers", async () => {
    at("2026-03-30T03:00:00Z");
    await office.overdue();
    expect(office.labels(first)).not.toContain("逾期未審核");
    at("2026-03-31T03:00:00Z");
    await office.overdue();
    expect(office.labels(first)).toContain("逾期未審核");
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is approved, merged, and appears on its date without anybody acting", async () => {
    at("2026-04-01T02:00:00Z");
    await office.as("archives-reviewer-2").review(REPOSITORY, first, "APPROVE");
    await office.settle();
    expect(office.state(first)).toBe("merged");
    expect(office.labels(first)).toEqual(["審查通過", "新增"].sort());
    expect(office.published(PATH)).toContain("檔號、案名、日期");
    expect(datasets("open")).toEqual([]);
    expect(datasets("merged")).toMatchObject([{ number: first, state: "merged" }]);
    const dispatched = office.double.requests.filter((r) => r.path.endsWith("/publish.yml/dispatches"));
    expect(dispatched).toHaveLength(1);
    const shown = async (day: string) => (await catalogueOn(day)).datasets.map((d) => d.identifier);
    expect(await shown("2026-04-19")).not.toContain(ID);
    expect(await shown("2026-04-20")).toContain(ID);
    const history = office.snapshot("review/history/A41010000A.json") as HistorySnapshot;
    expect(history.datasets[ID]!.map((line) => `${line.act} ${line.account}`).reverse()).toEqual([
      "saved archives-provider",
      "submitted archives-provider",
      "returned archives-reviewer-1",
      "submitted archives-provider",
      "approved archives-reviewer-2",
      expect.stringMatching(/^merged /),
    ]);
    expect(history.datasets[ID]!.find((line) => line.act === "returned")!.opinion).toContain(
      "請補主要欄位說明",
    );
    expect(await office.writesOfSecondRun(first)).toEqual([]);
  });

  it("is modified with its reviewer's approval alone", async () => {
    at("2026-04-21T02:00:00Z");
    const text = office.published(PATH)!.replace("測試用的資料集。", "國家檔案之目錄。");
    const number = await office.submit("archives-provider", { [PATH]: text }, { title: "修改描述" });
    await office.settle();
    expect(office.labels(number)).toEqual(["修改", "審查中"].sort());
    expect(office.comment(number)).toContain("國家檔案之目錄");
    expect(office.comment(number)).toContain("測試用的資料集");
    await office.as("archives-reviewer-1").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.state(number)).toBe("merged");
    expect(office.published(PATH)).toContain("國家檔案之目錄");
    expect(await office.writesOfSecondRun(number)).toEqual([]);
  });

  it("keeps its locked fields until an operator approves", async () => {
    at("2026-04-22T02:00:00Z");
    const text = office.published(PATH)!.replace("title: 檔案目錄", "title: 國家檔案目錄");
    const number = await office.submit("archives-provider", { [PATH]: text }, { title: "更名" });
    await office.settle();
    expect(office.labels(number)).toEqual(["修改", "審查中", "鎖定欄位"].sort());
    expect(office.statuses(number).鎖定欄位).toMatch(/^pending .*資料集名稱/);
    await office.as("archives-reviewer-1").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.state(number)).toBe("open");
    expect(office.comment(number)).toContain("平臺管理者");
    at("2026-04-23T02:00:00Z");
    await office.as("platform-operator-1").comment(REPOSITORY, number, "/退回 請附更名之公文");
    await office.settle();
    expect(office.labels(number)).toContain("退回");
    expect(office.state(number)).toBe("open");
    at("2026-04-24T02:00:00Z");
    await office.as("archives-provider").comment(REPOSITORY, number, "/送審");
    await office.settle();
    await office.as("archives-reviewer-2").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.state(number)).toBe("open");
    expect(office.statuses(number).鎖定欄位).toMatch(/^pending /);
    await office.as("platform-operator-2").review(REPOSITORY, number, "APPROVE");
    await office.settle();
    expect(office.state(number)).toBe("merged");
    expect(office.published(PATH)).toContain("title: 國家檔案目錄");
    expect(await office.writesOfSecondRun(number)).toEqual([]);
  });

  it("is taken down on a command, by a pull request that the bot opens", async () => {
    at("2026-05-04T02:00:00Z");
    const stranger = await office.as("moe-provider").openIssue(REPOSITORY, { title: "下架", body: "請協助" });
    await office.as("moe-provider").comment(REPOSITORY, stranger, `/下架 ${ID} A 我想要`);
    await office.settle();
    const numbers = () => [...office.double.world.repository(REPOSITORY).issues.values()];
    expect(numbers().filter((i) => i.author === "github-actions[bot]" && i.pull)).toEqual([]);
    const issue = await office
      .as("archives-provider")
      .openIssue(REPOSITORY, { title: "下架", body: "請協助" });
    await office.as("archives-provider").comment(REPOSITORY, issue, `/下架 ${ID} A 內容移交國史館`);
    await office.settle();
    const proposal = numbers().find((i) => i.author === "github-actions[bot]" && i.pull)!.number;
    expect(office.labels(proposal)).toEqual(["審查中", "申請下架"].sort());
    expect(office.comment(proposal)).toContain("檔管局提供者");
    expect(office.comment(proposal)).toContain("不下架為原則");
    await office.as("archives-reviewer-1").review(REPOSITORY, proposal, "APPROVE");
    await office.settle();
    expect(office.state(proposal)).toBe("merged");
    expect(office.published(PATH)).toContain("status: withdrawn");
    const catalogue = await catalogueOn("2026-05-04");
    expect(catalogue.withdrawn.map((d) => d.identifier)).toEqual([ID]);
    expect(await office.writesOfSecondRun(proposal)).toEqual([]);
  });

  it("is relisted, which is a submission again", async () => {
    at("2026-06-01T02:00:00Z");
    const issue = await office
      .as("archives-provider")
      .openIssue(REPOSITORY, { title: "重新上架", body: "請協助" });
    await office.as("archives-provider").comment(REPOSITORY, issue, `/重新上架 ${ID} 資料已移回`);
    await office.settle();
    const proposal = [...office.double.world.repository(REPOSITORY).issues.values()].findLast(
      (i) => i.author === "github-actions[bot]" && i.pull,
    )!.number;
    expect(office.labels(proposal)).toEqual(["暫存", "重新上架"].sort());
    expect(office.state(proposal)).toBe("open draft");
    await office.as("archives-provider").comment(REPOSITORY, proposal, "/送審");
    await office.settle();
    expect(office.labels(proposal)).toEqual(["審查中", "重新上架"].sort());
    expect(office.state(proposal)).toBe("open");
    await office.as("archives-reviewer-2").review(REPOSITORY, proposal, "APPROVE");
    await office.settle();
    expect(office.state(proposal)).toBe("merged");
    expect((await catalogueOn("2026-06-01")).datasets.map((d) => d.identifier)).toContain(ID);
    expect(await office.writesOfSecondRun(proposal)).toEqual([]);
  });

  it("asked GitHub nothing that GitHub does not know", () => {
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
  });
});
