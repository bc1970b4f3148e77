import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { dataset, datasetPath, openOffice, REPOSITORY, RIGHTS } from "./office.ts";

/*
 * Runs of different workflows overlap: `review` for an event, `report` after a check, `overdue` by schedule. Each has a
 * work tree of its own.
 */

const run = promisify(execFile);
const SCRIPTS = resolve(import.meta.dirname, "../../scripts");

it("runs that overlap leave one status comment, one answer and the right labels, and none fails", async () => {
  const office = await openOffice({ now: "2026-03-02T02:00:00Z" });
  onTestFinished(() => office.close());
  const { double } = office;
  const folder = await mkdtemp(join(tmpdir(), "overlap-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const token = double.token("workflow", undefined, RIGHTS, REPOSITORY);
  const env = {
    ...process.env,
    ...double.environment(token, REPOSITORY),
    CATALOGUE_WRITE_PAUSE_MS: "0",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const roots = ["one", "two", "three"].map((name) => join(folder, name));
  for (const root of roots) await run("git", ["clone", "-q", `${double.url}/${REPOSITORY}.git`, root]);

  for (const [index, round] of ["A41010000A-000001", "A41010000A-000002"].entries()) {
    const number = await office.submit("archives-provider", { [datasetPath(round)]: dataset(round) });
    await office.as("archives-provider").comment(REPOSITORY, number, "/說明");
    // All have read that nothing is there before the first of them has written it.
    const match = new RegExp(`^POST .*/issues/${number}/comments$`);
    double.faults.next({ match, slow: 2_000, times: 6 });
    const scripts = [["review", "--number", `${number}`], ["review", "--number", `${number}`], ["overdue"]];
    const results = await Promise.all(
      scripts.map(([name, ...args], n) =>
        run(process.execPath, [join(SCRIPTS, `${name}.ts`), ...args, "--root", roots[n]!], { env }),
      ),
    );
    double.faults.clear();
    const posted = double.requests.filter(
      ({ method, path }) => method === "POST" && path.endsWith(`/issues/${number}/comments`),
    );
    expect(posted.length, results.map(({ stderr }) => stderr).join("\n")).toBeGreaterThan(2);
    expect(office.comment(number)).toContain("審查中");
    expect(office.answers(number)).toHaveLength(1);
    expect(office.labels(number)).toEqual(["審查中", "新增"].sort());
    expect(Object.keys(office.statuses(number))).toHaveLength(4);
    expect(office.snapshot("review/submissions.json")).toMatchObject({ open: { length: index + 1 } });
    expect(await office.writesOfSecondRun(number)).toEqual([]);
  }
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
});
