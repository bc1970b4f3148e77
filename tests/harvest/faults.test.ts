import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HarvestState } from "../../src/exchange/harvest/state.ts";
import { type Office, REPOSITORY } from "../office/office.ts";
import { ARCHIVES, item, MOE, numbers, openStage, path, type Stage } from "./stage.ts";

/*
 * What goes wrong on the bot's side: runs that break off between two writes, a record that is lost, and people who do on
 * its branch what nobody foresaw. Nothing is written twice, and nobody's work is lost.
 */

let stage: Stage;
let office: Office;

beforeAll(async () => {
  stage = await openStage({ "/ckan": numbers(1, 3).map((n) => item(n)), "/data.json": [] });
  ({ office } = stage);
});
afterAll(() => stage?.close());

const state = () => office.snapshot(`harvest/${ARCHIVES}.json`) as HarvestState & { wrote: object };
const fail = (match: RegExp) => office.double.faults.next({ match, status: 422 });
const added = (...serials: number[]) => serials.map((n) => `added ${path(n)}`);

describe("a harvest that is disturbed", () => {
  it("is made good where the pull request could not be opened from its branch", async () => {
    fail(/^POST .*\/pulls$/);
    expect(await stage.harvestNow()).toEqual([expect.stringContaining("檔案管理局")]);
    expect(stage.pulls(ARCHIVES)).toEqual([]);
    expect(await stage.harvestNow()).toEqual([]);
    const [pull] = stage.pulls(ARCHIVES);
    expect(stage.filesOf(pull!.number)).toEqual(added(1, 2, 3));
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("is made good where the branch could not be moved: neither file is taken for a person's", async () => {
    stage.at(3);
    stage.change(1, { title: "檔案目錄 1（修正）" });
    stage.portal.lists.set("/ckan", [...stage.portal.lists.get("/ckan")!, item(4)]);
    fail(/^PATCH .*\/git\/refs\/heads%2Fharvest/);
    expect(await stage.harvestNow()).toHaveLength(1);
    const [pull] = stage.pulls(ARCHIVES);
    expect(stage.filesOf(pull!.number)).toEqual(added(1, 2, 3));
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.filesOf(pull!.number)).toEqual(added(1, 2, 3, 4));
    expect(stage.branchText(ARCHIVES, path(1))).toContain("檔案目錄 1（修正）");
    expect(pull!.body).not.toContain("### 人員改過");
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("finds its own files and numbers again where the record is lost or forged", async () => {
    await office.as("ndc-reviewer-1").commit(REPOSITORY, "snapshots", { [`harvest/${ARCHIVES}.json`]: "[]" });
    const [pull] = stage.pulls(ARCHIVES);
    const before = stage.filesOf(pull!.number);
    const { head } = office.double.world.pull(REPOSITORY, pull!.number).pull as { head?: string };
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.pulls(ARCHIVES)).toHaveLength(1);
    expect(stage.filesOf(pull!.number)).toEqual(before);
    expect((office.double.world.pull(REPOSITORY, pull!.number).pull as { head?: string }).head).toBe(head);
    expect(pull!.body).not.toContain("### 人員改過");
    expect(Object.keys(state().wrote)).toEqual([1, 2, 3, 4].map(path));
  });

  it("leaves out what a person took out of the branch, and after the merge as well", async () => {
    const [pull] = stage.pulls(ARCHIVES);
    await office.push("archives-reviewer-2", pull!.number, { [path(4)]: null });
    await office.settle();
    stage.at(4);
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.filesOf(pull!.number)).toEqual(added(1, 2, 3));
    expect(pull!.body).toContain(`- \`${path(4)}\``);
    await stage.approve("archives-reviewer-1", pull!.number);
    expect(office.state(pull!.number)).toBe("merged");
    stage.at(5);
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.pulls(ARCHIVES)).toHaveLength(1);
  });

  it("goes on with a pull request that a person closed and opened again", async () => {
    stage.change(2, { description: "改寫過的說明。" });
    stage.at(6);
    expect(await stage.harvestNow()).toEqual([]);
    const pull = stage.pulls(ARCHIVES)[1]!;
    await office.as("archives-reviewer-1").close(REPOSITORY, pull.number);
    await office.settle();
    stage.at(7);
    expect(await stage.harvestNow()).toEqual([]);
    await office.as("archives-reviewer-1").reopen(REPOSITORY, pull.number);
    await office.settle();
    stage.change(3, { description: "改寫過的說明。" });
    stage.at(8);
    expect(await stage.harvestNow()).toEqual([]);
    expect(stage.pulls(ARCHIVES)).toHaveLength(2);
    expect(stage.filesOf(pull.number)).toEqual([2, 3].map((n) => `modified ${path(n)}`));
    expect(await stage.writesOf(stage.harvestNow)).toEqual({});
  });

  it("resolves what the main branch changed meanwhile, and keeps the officer's other fields", async () => {
    const mine = office
      .published(path(2))!
      .replace(/^cost: .*$/m, "cost: 免費 # 依規費法")
      .replace(/^description:.*$/m, "description: 機關的說明。");
    const number = await office.submit("archives-provider", { [path(2)]: mine });
    await office.settle();
    await stage.approve("archives-reviewer-1", number);
    expect(office.state(number)).toBe("merged");
    const pull = stage.pulls(ARCHIVES)[1]!;
    expect(office.double.world.verdict(REPOSITORY, pull.number).mergeable).toBe("CONFLICTING");
    stage.at(9);
    expect(await stage.harvestNow()).toEqual([]);
    expect(office.double.world.verdict(REPOSITORY, pull.number).mergeable).toBe("MERGEABLE");
    expect(stage.branchText(ARCHIVES, path(2))).toContain("description: 改寫過的說明。");
    expect(stage.branchText(ARCHIVES, path(2))).toContain("cost: 免費 # 依規費法");
    expect(pull.body).toContain("機關也改過：資料集描述");
    expect(stage.filesOf(pull.number)).toEqual([2, 3].map((n) => `modified ${path(n)}`));
  });

  it("says so where somebody uses its branch for a pull request of his own, and writes nothing", async () => {
    const pull = stage.pulls(ARCHIVES)[1]!;
    await office.as("archives-reviewer-1").close(REPOSITORY, pull.number);
    const other = await office
      .as("archives-reviewer-1")
      .openPullRequest(REPOSITORY, { head: `harvest/${ARCHIVES}`, title: "自行送審" });
    await office.settle();
    stage.at(10);
    expect(await stage.harvestNow()).toEqual([
      `檔案管理局（${ARCHIVES}）：#${other} 占用了介接的分支；請關閉它，或改由其他分支送審`,
    ]);
    expect(stage.pulls(ARCHIVES)).toHaveLength(2);
  });

  it("closes the report on an agency that names no source any more", async () => {
    stage.portal.broken.set("/data.json", { status: 404 });
    await stage.harvestNow();
    expect(stage.reports().map((report) => report.state)).toEqual(["open"]);
    const file = `agencies/${MOE}/agency.yaml`;
    const text = office.published(file)!.replace(/^harvest:\n {2}.*\n {2}.*\n/m, "");
    const number = await office.submit("moe-admin", { [file]: text });
    await office.settle();
    await stage.approve("platform-operator-1", number);
    expect(office.state(number)).toBe("merged");
    await stage.harvestNow();
    expect(stage.reports().map((report) => report.state)).toEqual(["closed"]);
  });

  it("met nothing that GitHub would not understand", () => {
    expect(office.double.unexpected).toEqual([]);
    expect(office.double.violations).toEqual([]);
    expect(office.double.faults.pending).toEqual([]);
  });
});

describe("the command", () => {
  it("shows with --dry-run what it would do, and says in Chinese what keeps it from that", async () => {
    const { code, output } = await office.bot("harvest", "--dry-run", "--agency", ARCHIVES);
    expect(code).toBe(1);
    expect(output).toContain("內部或保留的網路位址，不予讀取");
  });

  it("refuses an agency that names no source", async () => {
    const { code, output } = await office.bot("harvest", "--agency", "A41000000G");
    expect(code).not.toBe(0);
    expect(output).toContain("A41000000G 的 agency.yaml 沒有 harvest");
  });
});
