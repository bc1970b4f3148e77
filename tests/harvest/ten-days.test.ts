import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOT, type Office, REPOSITORY } from "../office/office.ts";
import type { Portal } from "./portal.ts";
import { ARCHIVES, item, MOE, numbers, openStage, path, type Stage, school, snapshots } from "./stage.ts";

/*
 * Two portals over ten days and some more against the double of GitHub: one of CKAN that grows, changes, breaks, shrinks
 * and recovers, and a data.json whose pull request nobody looks at. After each day the double's writes, pull requests,
 * issues and comments are exactly what they should be.
 */

let stage: Stage;
let office: Office;
let portal: Portal;

beforeAll(async () => {
  stage = await openStage({
    "/ckan": [...numbers(1, 12).map((n) => item(n)), item(50, { publisher: "教育部" })],
    "/data.json": numbers(1, 3).map(school),
  });
  ({ office, portal } = stage);
});
afterAll(() => stage?.close());

/** The bot's comments. */
const own = (number: number) =>
  office.double.world.issue(REPOSITORY, number).comments.filter((comment) => comment.author === BOT);

describe("days of harvest", () => {
  it("day 1: a first reading is offered as one pull request for each agency", async () => {
    expect(await stage.writesOf(stage.harvestNow)).toEqual({
      // Two commits for the branches, two states, one list of submissions; two labels for each pull request.
      "POST git/trees": 5,
      "POST git/commits": 5,
      "POST git/refs": 3,
      "PATCH git/refs/heads%2Fsnapshots": 2,
      "POST pulls": 2,
      "POST statuses/COMMIT": 8,
      "POST issues/1/labels": 1,
      "POST issues/1/comments": 1,
      "POST issues/2/labels": 1,
      "POST issues/2/comments": 1,
    });
    expect(stage.pulls().map((pull) => pull.title)).toEqual([
      "介接 教育部：新增 3",
      "介接 檔案管理局：新增 12",
    ]);
    const [pull] = stage.pulls(ARCHIVES);
    expect(stage.filesOf(pull!.number)).toEqual(numbers(1, 12).map((n) => `added ${path(n)}`));
    expect(pull!.body).toContain("提供機關為其他機關，未納入");
    expect(pull!.body).toContain("檔案目錄 50（教育部）");
    expect(pull!.body).toContain("2026-03-02 |");
    expect(office.labels(pull!.number)).toEqual(["多筆資料集", "審查中"]);
    expect(office.comment(pull!.number)).toContain("2026-03-05（起算後第 3 日）");
    expect(stage.branchText(ARCHIVES, path(1))).toContain("sourceID: ds-01");
    expect(portal.requests.filter((r) => r.includes("/ckan/"))).toHaveLength(2);
    expect(stage.reports()).toEqual([]);
  });

  it("day 1: a second run writes nothing", async () => {
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("day 2: the source grows and changes; a person's mend on the branch stays", async () => {
    const [pull] = stage.pulls(ARCHIVES);
    const mended = `${stage.branchText(ARCHIVES, path(2))!}# 機關補正\n`;
    stage.at(2, 15);
    await office.push("archives-reviewer-2", pull!.number, { [path(2)]: mended });
    await office.settle();
    stage.at(3);
    portal.lists.set("/ckan", [...portal.lists.get("/ckan")!, item(13), item(14)]);
    stage.change(1, { title: "檔案目錄 1（修正）" });
    stage.change(2, { title: "檔案目錄 2（修正）" });
    portal.lists.set("/data.json", numbers(1, 4).map(school));
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.pulls()).toHaveLength(2);
    expect(pull!.title).toBe("介接 檔案管理局：新增 13");
    expect(stage.filesOf(pull!.number)).toEqual(numbers(1, 14).map((n) => `added ${path(n)}`));
    expect(stage.branchText(ARCHIVES, path(1))).toContain("title: 檔案目錄 1（修正）");
    expect(stage.branchText(ARCHIVES, path(2))).toBe(mended);
    expect(pull!.body).toContain(`### 人員改過、維持原樣的檔案\n\n- \`${path(2)}\``);
    expect(pull!.body).toMatch(/檔案目錄 13 \| {2}\| 2026-03-03 \|/);
    expect(pull!.body).toMatch(/檔案目錄 3 \| {2}\| 2026-03-02 \|/);
    // What comes later leaves the clock of the first day as it is.
    expect(office.comment(pull!.number)).toContain("2026-03-05（起算後第 3 日）");
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("day 2: a reviewer approves, and what the bot offered is merged with the mend", async () => {
    const [pull] = stage.pulls(ARCHIVES);
    stage.at(3, 14);
    await stage.approve("archives-reviewer-1", pull!.number);
    expect(office.state(pull!.number)).toBe("merged");
    expect(office.published(path(2))).toContain("# 機關補正");
    expect(office.published(path(14))).toContain("title: 檔案目錄 14");
  });

  it("day 3: what was mended is offered again, since the source has moved on", async () => {
    stage.at(4);
    expect(await stage.harvestNow()).toEqual([]);
    const [, pull] = stage.pulls(ARCHIVES);
    expect(stage.pulls(ARCHIVES)).toHaveLength(2);
    expect(pull!.title).toBe("介接 檔案管理局：變更 1");
    expect(stage.filesOf(pull!.number)).toEqual([`modified ${path(2)}`]);
    const text = stage.branchText(ARCHIVES, path(2))!;
    expect(text).toContain("title: 檔案目錄 2（修正）");
    expect(text).toMatch(/# 機關補正\n$/);
    // A title is locked after publication (mission P9).
    expect(office.labels(pull!.number)).toEqual(["修改", "審查中", "鎖定欄位"]);
    expect(pull!.body).toContain("資料集名稱");
    stage.at(4, 14);
    await stage.approve("archives-reviewer-1", pull!.number);
    await stage.approve("platform-operator-1", pull!.number);
    expect(office.state(pull!.number)).toBe("merged");
  });

  it("day 4: nothing changed: the day is remembered, and the source is asked by its validators", async () => {
    stage.at(5);
    await stage.harvestNow();
    stage.at(5, 7);
    portal.requests.length = 0;
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
    expect(portal.requests.map((r) => r.slice(0, 3))).toEqual(["304", "304", "304"]);
    expect(stage.pulls()).toHaveLength(3);
  });

  it("day 5: a broken source is reported once; the open pull request of the other agency is overdue", async () => {
    stage.at(6);
    portal.broken.set("/ckan", { status: 503, headers: { "retry-after": "1" } });
    stage.change(3, { description: "改寫過的說明。" });
    expect(await stage.writesOf(stage.harvestNow)).toEqual({
      ...snapshots(2),
      "POST issues": 1,
    });
    const [report] = stage.reports();
    expect(report!.title).toBe("介接異常：檔案管理局的平臺無法讀取");
    expect(report!.body).toContain("HTTP 503");
    expect(report!.body).toContain("- 自：2026-03-06");
    expect([...report!.body.matchAll(/(?<!\w)@([\w-]+)/g)].map((m) => m[1])).toEqual(["ndc-admin"]);
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
    stage.at(6, 8);
    await office.overdue();
    const [school] = stage.pulls(MOE);
    expect(office.labels(school!.number)).toContain("逾期未審核");
  });

  it("day 6: it is still broken, in another way: the report is edited, and nobody is told again", async () => {
    stage.at(7);
    portal.broken.set("/ckan", {
      status: 302,
      headers: { location: "http://169.254.169.254/latest/meta-data" },
    });
    expect(await stage.writesOf(stage.harvestNow)).toEqual({
      ...snapshots(2),
      [`PATCH issues/${stage.reports()[0]!.number}`]: 1,
    });
    expect(stage.reports()).toHaveLength(1);
    expect(stage.reports()[0]!.body).toContain("內部或保留的網路位址");
    expect(own(stage.reports()[0]!.number)).toEqual([]);
  });

  it("day 7 and 8: nothing more is said, but that the three days are over", async () => {
    stage.at(8);
    expect(await stage.writesOf(stage.harvestNow)).toEqual(snapshots(2));
    stage.at(9);
    expect(await stage.writesOf(stage.harvestNow)).toEqual({
      ...snapshots(2),
      [`PATCH issues/${stage.reports()[0]!.number}`]: 1,
    });
    expect(stage.reports()[0]!.body).toContain("無法遵守");
    stage.at(10);
    expect(await stage.writesOf(stage.harvestNow)).toEqual(snapshots(2));
  });

  it("day 9: it recovers, with a change and without one dataset, which is not gone yet", async () => {
    stage.at(11);
    portal.broken.delete("/ckan");
    portal.lists.set(
      "/ckan",
      portal.lists.get("/ckan")!.filter(({ id }) => id !== "ds-04"),
    );
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.reports()[0]!.state).toBe("closed");
    expect(own(stage.reports()[0]!.number).map((comment) => comment.body)).toEqual([
      "2026-03-11 已可正常讀取，關閉這則通知。",
    ]);
    const pull = stage.pulls(ARCHIVES)[2]!;
    expect(pull.title).toBe("介接 檔案管理局：變更 1");
    expect(stage.filesOf(pull.number)).toEqual([`modified ${path(3)}`]);
    expect(pull.body).toMatch(/資料集描述 \| 2026-03-11 \|/);
  });

  it("day 10: missed on a second day it is proposed for withdrawal; both sides' changes are told", async () => {
    stage.at(11, 15);
    // Meanwhile an officer changed two descriptions on the main branch.
    const mine = (n: number) =>
      office.published(path(n))!.replace(/^description: .*$/m, "description: 機關改寫的說明。 # 承辦人");
    const number = await office.submit("archives-provider", { [path(5)]: mine(5), [path(6)]: mine(6) });
    await office.settle();
    await stage.approve("archives-reviewer-1", number);
    expect(office.state(number)).toBe("merged");
    stage.at(12);
    stage.change(5, { description: "平臺改寫的說明。" });
    expect(await stage.harvestNow()).toEqual([]);
    const pull = stage.pulls(ARCHIVES)[2]!;
    expect(pull.title).toBe("介接 檔案管理局：變更 2、下架 1");
    expect(stage.filesOf(pull.number)).toEqual([3, 4, 5].map((n) => `modified ${path(n)}`));
    expect(stage.branchText(ARCHIVES, path(4))).toMatch(/status: withdrawn\nwithdrawal:\n {2}reason: A\n/);
    expect(stage.branchText(ARCHIVES, path(5))).toContain("description: 平臺改寫的說明。 # 承辦人");
    expect(stage.branchText(ARCHIVES, path(6))).toContain("機關改寫的說明。");
    expect(pull.body).toContain("機關也改過：資料集描述");
    expect(pull.body).toMatch(/下架 \| `A41010000A-000004` \| 檔案目錄 4 \| {2}\| 2026-03-11 \|/);
    expect(office.double.world.verdict(REPOSITORY, pull.number).mergeable).toBe("MERGEABLE");
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("day 11: a person closes it: the same is not offered again until the source changes", async () => {
    const pull = stage.pulls(ARCHIVES)[2]!;
    stage.at(12, 15);
    await office.as("archives-reviewer-1").close(REPOSITORY, pull.number);
    await office.settle();
    stage.at(13);
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.pulls(ARCHIVES)).toHaveLength(3);
    stage.at(14);
    stage.change(3, { description: "再次改寫的說明。" });
    expect(await stage.harvestNow()).toEqual([]);
    const [, , , next] = stage.pulls(ARCHIVES);
    expect(next!.title).toBe("介接 檔案管理局：變更 1");
    expect(stage.filesOf(next!.number)).toEqual([`modified ${path(3)}`]);
  });

  it("day 12: a list that shrinks past belief withdraws nothing", async () => {
    stage.at(15);
    const all = portal.lists.get("/ckan")!;
    portal.lists.set("/ckan", all.slice(0, 2));
    const before = stage.filesOf(stage.pulls(ARCHIVES)[3]!.number);
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.reports()).toHaveLength(2);
    expect(stage.reports()[1]!.body).toContain("縮減異常");
    expect(stage.filesOf(stage.pulls(ARCHIVES)[3]!.number)).toEqual(before);
    portal.lists.set("/ckan", all);
  });

  it("day 13: all is as on the main branch again: the bot closes what is left of its offer", async () => {
    stage.at(16);
    stage.change(3, { description: item(3).description });
    const [pullNumber, report] = [stage.pulls(ARCHIVES)[3]!.number, stage.reports()[1]!.number];
    expect(await stage.writesOf(stage.harvestNow)).toEqual({
      // The two states, and the list of submissions.
      ...snapshots(3),
      [`POST issues/${pullNumber}/comments`]: 1,
      [`PATCH issues/${pullNumber}`]: 1,
      [`DELETE issues/${pullNumber}/labels/%E5%AF%A9%E6%9F%A5%E4%B8%AD`]: 1,
      "POST /graphql": 1,
      [`POST issues/${report}/comments`]: 1,
      [`PATCH issues/${report}`]: 1,
    });
    const pull = stage.pulls(ARCHIVES)[3]!;
    expect(pull.state).toBe("closed");
    expect(own(pull.number).some((comment) => comment.body.includes("已無差異"))).toBe(true);
    expect(stage.reports().map((report) => report.state)).toEqual(["closed", "closed"]);
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
    stage.at(17);
    expect(await stage.writesOf(stage.harvestNow)).toEqual(snapshots(2));
  });

  it("wrote nothing else, and nothing that GitHub would not understand", () => {
    const repository = office.double.world.repository(REPOSITORY);
    const all = [...repository.issues.values()].map(({ number, title, state, author, pull }) =>
      [number, pull ? (pull.merged ? "merged" : state) : `issue ${state}`, author, title].join(" "),
    );
    expect(all).toEqual([
      `1 open ${BOT} 介接 教育部：新增 4`,
      `2 merged ${BOT} 介接 檔案管理局：新增 13`,
      `3 merged ${BOT} 介接 檔案管理局：變更 1`,
      `4 issue closed ${BOT} 介接異常：檔案管理局的平臺無法讀取`,
      // The month's notices, since the ministry's reviewers let the three days pass.
      `5 issue open ${BOT} 逾期通知 2026 年 3 月`,
      `6 closed ${BOT} 介接 檔案管理局：變更 2、下架 1`,
      "7 merged archives-provider 送件",
      `8 closed ${BOT} 介接 檔案管理局：變更 1`,
      `9 issue closed ${BOT} 介接異常：檔案管理局的平臺無法讀取`,
    ]);
    // The status comment of each submission; the word that closes an issue, and the last pull request.
    expect(numbers(1, 9).map((number) => own(number).length)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 1]);
    expect(
      [...office.double.world.git(REPOSITORY).refs.keys()].filter((ref) => ref.startsWith("refs/heads/")),
    ).toEqual(
      expect.arrayContaining(
        ["main", "snapshots", `harvest/${ARCHIVES}`, `harvest/${MOE}`].map((b) => `refs/heads/${b}`),
      ),
    );
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
  });
});
