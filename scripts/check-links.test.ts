import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

const run = promisify(execFile);
const SCRIPT = resolve(import.meta.dirname, "check-links.ts");

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "check-links-"));
});
afterEach(() => rm(root, { recursive: true }));

it("writes the results, and visits nothing on the machine that it runs on", { timeout: 60_000 }, async () => {
  let visits = 0;
  const server = createServer((_, response) => {
    visits++;
    response.end("secret");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await mkdir(join(root, "datasets/A41000000G"), { recursive: true });
  await writeFile(
    join(root, "datasets/A41000000G/000001.yaml"),
    `distribution:\n  - resourceID: A41000000G-000001-001\n    format: CSV\n    downloadURL: ${url}\n`,
  );
  const out = join(root, "links.json");
  const { stdout } = await run(process.execPath, [SCRIPT, "--root", root, "--out", out]);
  server.close();
  expect(stdout).toBe("1 個網址：可用 0、失效 1、無法確認 0\n");
  expect(JSON.parse(await readFile(out, "utf8"))).toEqual([
    {
      resourceID: "A41000000G-000001-001",
      url,
      verdict: "dead",
      detail: "網址或轉址指向內部網路，民眾無法連線",
    },
  ]);
  expect(visits).toBe(0);
});

it.each([
  [[], "請以 --out 指定結果的檔案"],
  [["--out", "links.json", "--base", "HEAD"], "不在 git 儲存庫中，無法與 HEAD 比較"],
  [["--out", "no/such/folder.json"], "無法寫入 no/such/folder.json"],
  [["--out", "links.json", "--allow-local"], "--allow-local"],
])("says how it is called: %j", { timeout: 60_000 }, async (args, message) => {
  const call = run(process.execPath, [SCRIPT, "--root", root, ...args], { cwd: root });
  await expect(call).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
