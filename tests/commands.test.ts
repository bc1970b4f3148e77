import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetFile, datasetYaml, runScript, testRepository } from "./support/repository.ts";
import { filesBelow } from "./support/site.ts";

const PROJECT = resolve(import.meta.dirname, "..");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("every command", () => {
  it.each([
    "build",
    "calendar",
    "check-links",
    "codeowners",
    "demo",
    "generate",
    "harvest",
    "import",
    "inventory",
    "keepalive",
    "overdue",
    "quality",
    "report",
    "review",
    "setup",
    "start",
    "usage",
    "validate",
  ])("%s explains itself in Chinese", async (name) => {
    const { code, stdout } = await runScript(name, "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("用法：npm ");
    expect(stdout).toContain("--help");
  });
});

describe("build", () => {
  it("builds nothing while an error stands, and names it", async () => {
    const { write, script } = await testRepository();
    await write(datasetFile("000001"), datasetYaml("000001", { cost: "贈送" }));
    const out = join(folder, "refused");
    const { code, stderr } = await script("build", "--out", out);
    expect(code).toBe(1);
    expect(stderr).toContain("datasets/A41000000G/000001.yaml:8:7 錯誤 field/not-in-list");
    expect(stderr).toContain("網站沒有建置");
    await expect(filesBelow(out)).rejects.toThrow();
  });

  it("empties no folder that holds something else", async () => {
    const { root } = await testRepository();
    const precious = join(folder, "precious");
    await mkdir(precious);
    await writeFile(join(precious, "thesis.txt"), "years of work");
    for (const out of [precious, root, join(root, ".."), PROJECT]) {
      const { code, stderr } = await runScript("build", "--root", root, "--out", out);
      expect(code, out).toBe(2);
      expect(stderr).toContain("--out");
    }
    expect(await readFile(join(precious, "thesis.txt"), "utf8")).toBe("years of work");
  });

  it("builds a catalogue without a single dataset", async () => {
    const { script } = await testRepository();
    const out = join(folder, "empty");
    expect(await script("build", "--out", out)).toMatchObject({ code: 0 });
    expect(await readFile(join(out, "index.html"), "utf8")).toContain("<h1");
  });
});

describe("start", () => {
  it("builds, serves and prints the address, and says when the port is taken", async () => {
    const { root, write } = await testRepository();
    await write(datasetFile("000001"), datasetYaml("000001"));
    const args = [join(PROJECT, "scripts/start.ts"), "--root", root, "--out", join(folder, "served")];
    const child = spawn(process.execPath, [...args, "--port", "0"], { cwd: PROJECT });
    try {
      const address = await new Promise<string>((found, fail) => {
        let output = "";
        child.stdout.on("data", (chunk) => {
          output += chunk;
          const match = /網站已就緒：(\S+)/.exec(output);
          if (match) found(match[1]!);
        });
        child.on("close", () => fail(new Error(output)));
      });
      const page = await fetch(`${address}datasets/A41000000G-000001/`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("測試資料集 000001");
      const json = await fetch(`${address}api/v2/rest/dataset/A41000000G-000001.json`);
      expect(await json.json()).toMatchObject({ success: true, result: { title: "測試資料集 000001" } });
    } finally {
      child.kill();
    }
    const blocker = createServer();
    await new Promise<void>((ready) => {
      blocker.listen(0, "127.0.0.1", ready);
    });
    const { port } = blocker.address() as { port: number };
    const { code, stderr } = await runScript(
      "start",
      "--root",
      root,
      "--out",
      join(folder, "served"),
      "--port",
      String(port),
    );
    blocker.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`連接埠 ${port} 已被使用`);
    expect((await runScript("start", "--port", "99999")).stderr).toContain("--port 必須是 0 到 65535");
  }, 60_000);
});

describe("import", () => {
  it("turns another platform's list into a catalogue that validates and builds", async () => {
    const list = join(folder, "list.csv");
    await writeFile(
      list,
      `\uFEFF資料集識別碼,資料集名稱,提供機關,slug,主要格式(first),資料下載網址
101,甲市垃圾車路線,甲市政府環境保護局,a_gov_tw_1,csv,https://a.gov.tw/x;jsessionid=1?id=2;https://a.gov.tw/y.json
102, 甲市公園清冊 ,甲市政府,a_gov_tw_2,csv,https://a.gov.tw/公園 清冊.csv
`,
    );
    const imported = join(folder, "imported");
    const first = await runScript("import", "data.gov.tw", list, "--out", imported);
    expect(first).toMatchObject({ code: 0 });
    const report = JSON.parse(await readFile(join(imported, "import-report.json"), "utf8"));
    expect(JSON.stringify(report)).toContain("101");
    const checked = await runScript("validate", "--root", imported, "--format", "json");
    expect(checked.code).toBe(0);
    const codes = (JSON.parse(checked.stdout) as { code: string }[]).map((d) => d.code);
    expect(new Set(codes)).toEqual(new Set(["dataset/incomplete"]));
    const files = (await filesBelow(imported)).filter((f) => f.startsWith("datasets/"));
    expect(files).toHaveLength(2);
    const routes = await readFile(join(imported, files.find((f) => f.endsWith("000101.yaml"))!), "utf8");
    expect(routes).toContain("https://a.gov.tw/x;jsessionid=1?id=2");
    const out = join(folder, "imported-site");
    expect(await runScript("build", "--root", imported, "--out", out)).toMatchObject({ code: 0 });
    expect(await readFile(join(out, "dataset/101.html"), "utf8")).toContain("-000101/");
    expect((await runScript("import", "data.gov.tw", list, "--out", imported)).code).not.toBe(0);
  }, 60_000);

  it("says what is wrong with its arguments", async () => {
    for (const args of [
      [],
      ["nonsense", "x.csv", "--out", "y"],
      ["data.gov.tw", "/no/such.csv", "--out", join(folder, "z")],
    ]) {
      const { code, stderr } = await runScript("import", ...args);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe("generate", () => {
  it("finds everything up to date", async () => {
    const { code, stdout } = await runScript("generate", "--check");
    expect(stdout).toContain("都是最新");
    expect(code).toBe(0);
  });
});
