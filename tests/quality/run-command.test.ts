import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import {
  datasetFile,
  datasetYaml,
  runScript,
  type TestRepository,
  testRepository,
} from "../support/repository.ts";

/*
 * `npm run quality` as a process. Its addresses are of this machine, which the guard refuses, so that nothing leaves it;
 * they are of one host, whose visits begin half a second apart.
 */

const SCRIPT = resolve(import.meta.dirname, "../../scripts/quality.ts");
const COUNT = 9;

async function catalogue(count: number): Promise<TestRepository> {
  const repository = await testRepository();
  for (let n = 1; n <= count; n++) {
    const serial = String(n).padStart(6, "0");
    const text = datasetYaml(serial).replace(/downloadURL: .*/, `downloadURL: http://127.0.0.1:9/${n}.csv`);
    await repository.write(datasetFile(serial), text);
  }
  return repository;
}
const linesOf = async (path: string) =>
  (await readFile(path, "utf8").catch(() => "")).split("\n").filter(Boolean);
const urlsOf = async (path: string) =>
  (await linesOf(path))
    .map((line) => Object.keys((JSON.parse(line) as { addresses: object }).addresses)[0]!)
    .toSorted();

it("stops when it is told to, and goes on where it stopped", async () => {
  const { root, script } = await catalogue(COUNT);
  const out = join(root, "parts");
  const part = join(out, "part-1.jsonl");
  const args = [SCRIPT, "check", "--root", root, "--shard", "1/1", "--out", out];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  const ended = new Promise((done) => child.on("close", done));
  while ((await linesOf(part)).length === 0 && child.exitCode === null) await sleep(20);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  const first = await urlsOf(part);
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(COUNT);
  expect(told).toContain(`今天該檢查 ${COUNT} 個網址`);
  expect(told).toContain(`留待下次 ${COUNT - first.length} 個`);

  const again = await script("quality", "check", "--shard", "1/1", "--out", out);
  expect(again.code).toBe(0);
  expect(again.stdout).toContain(`今天該檢查 ${COUNT - first.length} 個網址`);
  expect(again.stdout).toContain(`中斷前已檢查 ${first.length} 個`);
  const all = Array.from({ length: COUNT }, (_, n) => `http://127.0.0.1:9/${n + 1}.csv`);
  expect(await urlsOf(part)).toEqual(all);

  const state = join(root, "state");
  const merged = await script("quality", "merge", "--parts", out, "--state", state);
  expect(merged.stdout).toContain(`併入 ${COUNT} 次檢查；${COUNT} 個網址有證據；寫入 2 個檔案、移除 0 個`);
  const next = await script(
    "quality",
    "check",
    "--shard",
    "1/1",
    "--out",
    join(root, "more"),
    "--state",
    state,
  );
  expect(next.stdout).toContain("今天該檢查 0 個網址");
});

it.each<[string[], string]>([
  [[], "請指定 check 或 merge"],
  [["plan"], "請指定 check 或 merge"],
  [["toString"], "請指定 check 或 merge"],
  [["check", "merge"], "不認得的參數：merge"],
  [["check", "--out", "x"], "請以 --shard 指定第幾片／共幾片，如 --shard 3/8"],
  [["check", "--shard", "0/8", "--out", "x"], "請以 --shard 指定第幾片／共幾片"],
  [["check", "--shard", "9/8", "--out", "x"], "請以 --shard 指定第幾片／共幾片"],
  [["check", "--shard", "1", "--out", "x"], "請以 --shard 指定第幾片／共幾片"],
  [["check", "--shard", "1/8"], "請以 --out 指定資料夾"],
  [["check", "--shard", "1/8", "--out", "x", "--minutes", "0"], "--minutes 應為 1 至 600 的整數"],
  [["check", "--shard", "1/8", "--out", "x", "--minutes", "2h"], "--minutes 應為 1 至 600 的整數"],
  [["merge"], "請以 --parts 指定資料夾"],
  [["merge", "--parts", "x"], "請擇一指定 --state 或 --push"],
  [["merge", "--parts", "x", "--state", "y", "--push"], "請擇一指定 --state 或 --push"],
])("called with %j it says what is missing", async (args, message) => {
  const { code, stderr } = await runScript("quality", ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("用法：npm run quality");
});

it("without a token can't push, and says which variable is missing", async () => {
  const { script } = await catalogue(1);
  const before = process.env.GITHUB_TOKEN;
  delete process.env.GITHUB_TOKEN;
  try {
    const { code, stderr } = await script("quality", "merge", "--parts", "x", "--push");
    expect(code).toBe(2);
    expect(stderr).toContain("沒有 GITHUB_TOKEN");
  } finally {
    if (before !== undefined) process.env.GITHUB_TOKEN = before;
  }
});

it("does not check a catalogue with errors", async () => {
  const { root, script } = await catalogue(1);
  await writeFile(join(root, datasetFile("000001")), datasetYaml("000001", { license: "自訂" }));
  const { code, stderr } = await script("quality", "check", "--shard", "1/1", "--out", join(root, "parts"));
  expect(code).toBe(1);
  expect(stderr).toContain("目錄有錯誤，沒有檢查品質");
});
