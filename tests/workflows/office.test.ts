import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Office, openOffice, REPOSITORY } from "../office/office.ts";
import { createRunner, type RunLog, type Runner } from "./runner.ts";

/*
 * One submission through the workflow files themselves, with the project's own catalogue, over git and the API of the
 * double: every step runs the command that it will run on GitHub, with the rights that its workflow asks for.
 */

const PROJECT = resolve(import.meta.dirname, "../..");
const PATH = "datasets/A09000000E/900001.yaml";
const TITLE = "各級學校校舍耐震補強清冊";
const MONDAY = "2026-03-02T02:00:00Z";

let office: Office;
let runner: Runner;
let number: number;

const jobsOf = (runs: readonly RunLog[]) =>
  runs.map(({ workflow, event, conclusion }) => `${workflow} ${event} ${conclusion}`);
const outputOf = (run: RunLog | undefined) =>
  (run?.jobs ?? []).flatMap((job) => job.steps.map((step) => `${step.name}：${step.output}`)).join("\n");
const of = (runs: readonly RunLog[], workflow: string) => runs.find((run) => run.workflow === workflow);

async function newDataset(change: (text: string) => string = (text) => text) {
  const text = await readFile(join(PROJECT, "datasets/A09000000E/000015.yaml"), "utf8");
  return change(
    text
      .replace(/^(legacyID|issued|modified|status|releaseDate):.*\n/gm, "")
      .replaceAll("A09000000E-000015", "A09000000E-900001")
      .replace(/^title:.*$/m, `title: ${TITLE}`),
  );
}

beforeAll(async () => {
  office = await openOffice({ now: MONDAY, from: PROJECT });
  runner = await createRunner(office.double, { environment: { CATALOGUE_WRITE_PAUSE_MS: "0" } });
  await runner.settle();
});
afterAll(async () => {
  await runner?.close();
  await office?.close();
});

describe("the workflows", () => {
  it("a repository is set up once; again, nothing is written", async () => {
    const written = office.double.requests.filter((request) => request.write);
    expect(written.length).toBeGreaterThan(20);
    const before = office.double.requests.length;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(PROJECT, "scripts/setup.ts"), REPOSITORY, "--root", office.work],
      {
        env: {
          ...process.env,
          ...office.double.environment(office.double.token("user", "opendata"), REPOSITORY),
        },
      },
    );
    expect(stdout).not.toContain("已變更");
    expect(office.double.requests.slice(before).filter((request) => request.write)).toEqual([]);
  });

  it("check what an officer without write access submits from a fork, with a token that can only read", async () => {
    number = await office.submit(
      "moe-provider-1",
      { [PATH]: await newDataset((text) => text.replace(/^license:.*$/m, "license: 自訂")) },
      { title: `新增：${TITLE}` },
    );
    const runs = await runner.settle();
    // Opened, and reviewers asked by the code owners' file.
    expect(jobsOf(runs)).toEqual([
      "validate.yml pull_request failure",
      "review.yml pull_request_target success",
      "review.yml pull_request_target success",
      "report.yml workflow_run success",
    ]);
    const validate = of(runs, "validate.yml")!;
    expect(validate.jobs.map(({ permissions }) => permissions)).toEqual([{ contents: "read" }]);
    expect(outputOf(validate)).toMatch(new RegExp(`::error file=${PATH},line=\\d+`));
    expect(office.labels(number)).toEqual(["審查中", "新增"].sort());
    expect(office.statuses(number)).toMatchObject({
      收件: expect.stringMatching(/^success /),
      資料檢查: expect.stringMatching(/^failure 1 個錯誤/),
      鎖定欄位: expect.stringMatching(/^success /),
      審查決定: expect.stringMatching(/^pending /),
    });
    // No network here: no address can be reached.
    expect(office.comment(number)).toContain("連結");
    expect(office.comment(number)).toContain("A09000000E-900001-001");
  });

  it("check again what is pushed, for the new head", async () => {
    await office.push("moe-provider-1", number, { [PATH]: await newDataset() });
    const runs = await runner.settle();
    expect(jobsOf(runs)).toEqual([
      "validate.yml pull_request success",
      "review.yml pull_request_target success",
      "report.yml workflow_run success",
    ]);
    expect(office.statuses(number).資料檢查).toMatch(/^success /);
  });

  it("merge what a reviewer approves, through the signal of his review, and publish it", async () => {
    await office.as("moe-reviewer-1").review(REPOSITORY, number, "APPROVE", "內容完整。");
    const runs = await runner.settle();
    expect(jobsOf(runs)).toEqual([
      "signal.yml pull_request_review success",
      "review.yml workflow_run success",
      "publish.yml workflow_dispatch success",
    ]);
    expect(of(runs, "signal.yml")!.jobs[0]!.permissions).toEqual({});
    expect(office.state(number)).toBe("merged");
    expect(office.labels(number)).toEqual(["審查通過", "新增"].sort());
    expect(office.published(PATH)).toContain(TITLE);
    expect(await readFile(join(runner.site!, "datasets/A09000000E-900001/index.html"), "utf8")).toContain(
      TITLE,
    );
  });

  it("look after what is overdue by schedule; the next run makes up for a dropped one", async () => {
    const late = await office.submit("moe-provider-1", {
      "datasets/A09000000E/900002.yaml": await newDataset((text) => text.replaceAll("900001", "900002")),
    });
    await runner.settle();
    office.double.world.set("2026-03-12T12:00:00Z");
    const dropped: string[] = [];
    const runs = await runner.schedule("2026-03-13T05:00:00Z", ({ workflow, at }) => {
      if (workflow !== "overdue.yml") return true;
      if (dropped.length > 0) return false;
      dropped.push(at.toISOString());
      return true;
    });
    expect(dropped).toEqual(["2026-03-13T00:17:00.000Z"]);
    expect(jobsOf(runs)).toEqual(["overdue.yml schedule success"]);
    expect(office.labels(late)).toEqual(["審查中", "新增", "逾期未審核"].sort());
    expect(office.notices()).toHaveLength(1);
    const before = office.double.requests.length;
    await runner.schedule("2026-03-13T07:00:00Z");
    const after = office.double.requests.slice(before);
    expect(after.some(({ path }) => path === "/graphql")).toBe(true);
    expect(after.filter((request) => request.write)).toEqual([]);
  });

  it("keep the schedules alive", async () => {
    await office.as("opendata").dispatch(REPOSITORY, "keepalive.yml", "main");
    const runs = await runner.settle();
    expect(jobsOf(runs)).toEqual(["keepalive.yml workflow_dispatch success"]);
    expect(outputOf(runs[0])).toMatch(/已啟用 keepalive.yml\n已啟用 overdue.yml\n已啟用 publish.yml/);
  });

  it("have the rights that they need, and ask for nothing that GitHub does not know", () => {
    const { requests, unexpected, violations } = office.double;
    expect(requests.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
    expect(unexpected).toEqual([]);
    expect(violations).toEqual([]);
    expect(existsSync(runner.site!)).toBe(true);
  });
});
