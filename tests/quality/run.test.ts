import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type GitHub } from "../../src/adapters/github/client.ts";
import { changeSnapshots } from "../../src/adapters/github/snapshots.ts";
import { pushQuality } from "../../src/adapters/quality/run-push.ts";
import { evidencePath, QUALITY_HISTORY_PATH } from "../../src/catalogue/quality/evidence.ts";
import { SNAPSHOT_BRANCH } from "../../src/review/names.ts";
import { type Double, startDouble } from "../github/server.ts";
import { dataset, datasetPath } from "../office/office.ts";
import { createRunner, type RunLog, type Runner } from "../workflows/runner.ts";

/*
 * The workflow file itself against the double of GitHub: its shards visit addresses of this machine, which the guard
 * refuses, so that nothing leaves it.
 */

const PROJECT = resolve(import.meta.dirname, "../..");
const REPOSITORY = "opendata/catalogue";
const MONDAY = "2026-03-02T02:00:00Z";
const ONE = "A41000000G-000001";
const TWO = "A09000000E-000001";
const SHARDS = 2;
const LISTS = "review/submissions.json";

let double: Double;
let runner: Runner;

const withAddress = (identifier: string, url: string) =>
  dataset(identifier).replace(/downloadURL: .*/, `downloadURL: ${url}`);
const agencyYaml = (code: string) =>
  `code: ${code}\nname: 機關 ${code}\ncontacts:\n  - id: main\n    name: 開放資料窗口\n    phone: 02-23165300\n    email: opendata@example.gov.tw\n`;

async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(PROJECT, folder), { recursive: true, withFileTypes: true });
  // Showcases name datasets that are not there.
  const files = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("showcases"))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map(async (file) => [file.slice(PROJECT.length + 1), await readFile(file, "utf8")]);
  return Object.fromEntries(await Promise.all(texts));
}

/** Text of a file on a branch. */
function textAt(branch: string, path: string): string | undefined {
  const git = double.world.git(REPOSITORY);
  const commit = git.refs.get(`refs/heads/${branch}`);
  const entry = commit === undefined ? undefined : git.entry(commit, path);
  return entry && new TextDecoder().decode(git.readBlob(entry.oid));
}
function snapshot(path: string): unknown {
  const text = textAt(SNAPSHOT_BRANCH, path);
  return text === undefined ? undefined : JSON.parse(text);
}
const evidence = (agency: string) =>
  snapshot(evidencePath(agency)) as { addresses: Record<string, { visits: object[] }> } | undefined;
const jobsOf = (run: RunLog) => run.jobs.map(({ id, conclusion }) => `${id} ${conclusion}`);
const said = (run: RunLog, job: number) => run.jobs[job]!.steps.map(({ output }) => output).join("\n");

async function dispatch(): Promise<RunLog[]> {
  await double.world.person("opendata").dispatch(REPOSITORY, "quality.yml", "main");
  return runner.settle();
}
const writes = () => double.requests.filter(({ write }) => write).length;

beforeAll(async () => {
  double = await startDouble({ now: MONDAY });
  double.world.account("opendata");
  const workflows = await filesBelow(".github/workflows");
  const name = ".github/workflows/quality.yml";
  // Each shard is a job that loads the program; the number of them stands in one line.
  workflows[name] = workflows[name]!.replace(
    "[1, 2, 3, 4, 5, 6, 7, 8]",
    JSON.stringify(Array.from({ length: SHARDS }, (_, n) => n + 1)),
  );
  await double.world.createRepository(REPOSITORY, {
    ...(await filesBelow("platform")),
    ...workflows,
    "agencies/A41000000G/agency.yaml": agencyYaml("A41000000G"),
    "agencies/A09000000E/agency.yaml": agencyYaml("A09000000E"),
    [datasetPath(ONE)]: withAddress(ONE, "http://127.0.0.1:9/a.csv"),
    [datasetPath(TWO)]: withAddress(TWO, "http://10.0.0.1/b.csv"),
    "package.json": JSON.stringify({
      type: "module",
      scripts: {
        quality: `node ${join(PROJECT, "scripts/quality.ts")} --root .`,
        build: "mkdir -p dist && echo site > dist/index.html #",
      },
    }),
  });
  runner = await createRunner(double, { environment: { CATALOGUE_WRITE_PAUSE_MS: "0" } });
  await runner.settle();
});
afterAll(async () => {
  await runner?.close();
  await double?.close();
});

// Each job of a run is a process that loads the program.
describe("the daily check", { timeout: 120_000 }, () => {
  it("visits every address in one of its shards, writes the snapshot and publishes", async () => {
    const [quality, publish] = await dispatch();
    expect(jobsOf(quality!)).toEqual([...Array(SHARDS).fill("check success"), "merge success"]);
    expect(quality!.jobs.map(({ permissions }) => permissions)).toEqual([
      ...Array(SHARDS).fill({ contents: "read" }),
      { actions: "write", contents: "write" },
    ]);
    expect(publish).toMatchObject({ workflow: "publish.yml", event: "workflow_dispatch" });
    expect(evidence("A41000000G")).toMatchObject({
      version: 1,
      agency: "A41000000G",
      addresses: {
        "http://127.0.0.1:9/a.csv": { visits: [{ verdict: "dead", reason: "forbidden-address" }] },
      },
    });
    expect(evidence("A09000000E")?.addresses["http://10.0.0.1/b.csv"]?.visits).toHaveLength(1);
    expect(snapshot(QUALITY_HISTORY_PATH)).toMatchObject({
      version: 1,
      points: [{ agencies: { A41000000G: { datasets: 1 }, A09000000E: { datasets: 1 } } }],
    });
    expect(said(quality!, SHARDS)).toMatch(/併入 2 次檢查；2 個網址有證據；寫入 3 個檔案、移除 0 個/);
  });

  it("run twice a day visits nothing twice, writes nothing and publishes nothing", async () => {
    const before = writes();
    const runs = await dispatch();
    expect(runs.map(({ workflow, conclusion }) => `${workflow} ${conclusion}`)).toEqual([
      "quality.yml success",
    ]);
    expect(said(runs[0]!, SHARDS)).toContain("快照沒有變動");
    expect(writes()).toBe(before);
  });

  it("fails with a word where the catalogue has an error, and leaves the snapshot alone", async () => {
    const before = evidence("A41000000G");
    const path = datasetPath(ONE);
    const text = textAt("main", path)!;
    const change = (content: string) =>
      double.world.person("opendata").commit(REPOSITORY, "main", { [path]: content }, { message: "修改" });
    await change(text.replace(/^license: .*$/m, "license: 自訂"));
    const quality = (await dispatch()).find(({ workflow }) => workflow === "quality.yml")!;
    expect(jobsOf(quality)).toEqual([...Array(SHARDS).fill("check failure"), "merge failure"]);
    expect(said(quality, SHARDS)).toContain("::error::目錄有錯誤，沒有檢查品質");
    expect(evidence("A41000000G")).toEqual(before);
    await change(text);
    await runner.settle();
  });
});

describe("the two writers of the branch of snapshots", () => {
  let github: GitHub;
  beforeAll(async () => {
    const token = double.token("workflow", undefined, { contents: "write" }, REPOSITORY);
    github = await connect(double.environment(token, REPOSITORY), { writePauseMs: 0 });
  });
  const bot = (text: string, between: () => Promise<unknown> = async () => {}) =>
    changeSnapshots(github, "審查清單", async () => {
      await between();
      return new Map([[LISTS, text]]);
    });
  const check = (text: string, beforePush: () => Promise<unknown> = async () => {}) =>
    pushQuality({
      remote: { url: `${github.serverUrl}/${REPOSITORY}.git`, token: github.token },
      branch: SNAPSHOT_BRANCH,
      message: "品質檢查",
      pauseMs: 0,
      merge: async (state) => {
        await mkdir(join(state, "quality"), { recursive: true });
        await writeFile(join(state, "quality/note.json"), text);
      },
      beforePush: async () => {
        await beforePush();
      },
    });
  const once = (act: () => Promise<unknown>) => {
    let done = false;
    return async () => {
      if (done) return;
      done = true;
      await act();
    };
  };

  it("keep each other's commits, whoever comes in between", async () => {
    await check(
      "1",
      once(() => bot(`"bot 1"`)),
    );
    expect([snapshot("quality/note.json"), snapshot(LISTS)]).toEqual([1, "bot 1"]);
    await bot(
      `"bot 2"`,
      once(() => check("2")),
    );
    expect([snapshot("quality/note.json"), snapshot(LISTS)]).toEqual([2, "bot 2"]);
    expect(evidence("A41000000G")).toBeDefined();
    const commits = double.world.git(REPOSITORY);
    const tip = commits.refs.get(`refs/heads/${SNAPSHOT_BRANCH}`)!;
    expect(commits.log(undefined, tip).map(({ message }) => message.trim().replace(/ .*/, ""))).toEqual([
      "品質檢查",
      "審查清單",
      "品質檢查",
      "品質檢查",
      "審查清單",
    ]);
  });

  it("a token that may only read writes nothing", async () => {
    const token = double.token("workflow", undefined, { contents: "read" }, REPOSITORY);
    const before = snapshot("quality/note.json");
    const refused = pushQuality({
      remote: { url: `${github.serverUrl}/${REPOSITORY}.git`, token },
      branch: SNAPSHOT_BRANCH,
      message: "品質檢查",
      pauseMs: 0,
      merge: async (state) => {
        await rm(join(state, "quality/note.json"));
      },
    });
    await expect(refused).rejects.toThrow(/git push: .*(403|denied)/s);
    await expect(refused).rejects.not.toThrow(token);
    expect(snapshot("quality/note.json")).toEqual(before);
  });

  it("ask GitHub for nothing that it does not know", () => {
    expect(double.unexpected).toEqual([]);
    expect(double.violations).toEqual([]);
  });
});
