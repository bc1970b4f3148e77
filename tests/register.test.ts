import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRegisterHistory } from "../src/adapters/register-history.ts";
import { type TestRepository, testRepository } from "./support/repository.ts";

const FILE = "agencies/A41000000G/agency.yaml";
const OPERATORS = "platform/operators.yaml";
const CODEOWNERS = ".github/CODEOWNERS";

/** The test agency with people, `account role` each. */
const register = (...people: string[]) =>
  `code: A41000000G\nname: 國家發展委員會\npeople:\n${people
    .map((text) => {
      const [account, role, name = "職務"] = text.split(" ");
      return `  - account: ${account}\n    displayName: ${name}\n    roles:\n      - role: ${role}\n`;
    })
    .join("")}`;
const operators = (...accounts: string[]) =>
  `operators:\n${accounts.map((a) => `  - account: ${a}\n    displayName: 平臺管理者\n`).join("")}`;
const told = async ({ root }: TestRepository) =>
  (await readRegisterHistory(root)).changes.map(
    (c) => `${c.time} ${c.by}: ${c.act} ${c.person.account} ${c.role} ${c.agency ?? "-"}`,
  );

describe("使用紀錄 from git", () => {
  it("tells who granted and revoked what, newest first, and nothing of other changes", async () => {
    const repository = await testRepository();
    const { write, commit, remove } = repository;
    await write(FILE, register("ann reviewer", "bob provider"));
    await write(OPERATORS, operators("op-1"));
    await commit("begin", "2026-01-05T09:00:00+08:00", "王管理者");
    await write(FILE, register("ann reviewer 新職務", "carl reviewer"));
    await commit("carl for bob", "2026-01-06T23:30:00Z", "李管理者");
    await write("agencies/A41000000G/inventory.yaml", "items: []\n");
    await write(FILE, `${register("ann reviewer", "carl reviewer")}website: https://www.ndc.gov.tw/\n`);
    await commit("nothing about roles", "2026-01-08T09:00:00+08:00");
    await write(OPERATORS, operators("op-1", "op-2"));
    await commit("an operator more", "2026-01-09T09:00:00+08:00", "平臺");
    await remove(FILE);
    await commit("gone", "2026-01-10T09:00:00+08:00", "平臺");
    expect(await told(repository)).toEqual([
      "2026-01-10 09:00 平臺: revoked ann reviewer A41000000G",
      "2026-01-10 09:00 平臺: revoked carl reviewer A41000000G",
      "2026-01-09 09:00 平臺: granted op-2 operator -",
      "2026-01-07 07:30 李管理者: revoked bob provider A41000000G",
      "2026-01-07 07:30 李管理者: granted carl reviewer A41000000G",
      "2026-01-05 09:00 王管理者: granted ann reviewer A41000000G",
      "2026-01-05 09:00 王管理者: granted bob provider A41000000G",
      "2026-01-05 09:00 王管理者: granted op-1 operator -",
    ]);
  });

  it("passes over versions that can't be read, and what hostile ones hold", async () => {
    const repository = await testRepository();
    const { write, commit } = repository;
    await write(FILE, register("ann reviewer"));
    await write(OPERATORS, operators("op-1"));
    await commit("begin", "2026-01-05T09:00:00+08:00", "first");
    const bomb = `people: &a [${"x,".repeat(50)}]\n${Array.from({ length: 40 }, (_, i) => `k${i}: [*a, *a]`).join("\n")}\n`;
    const broken: [string, string | Uint8Array][] = [
      [FILE, "code: [\n<<<<<<< HEAD\n"],
      [FILE, bomb],
      [FILE, new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x41])],
      [FILE, `${register("ann reviewer")}# ${"x".repeat(600_000)}\n`],
      [OPERATORS, "operators: &a [*a]\n"],
      [OPERATORS, new Uint8Array([0xff])],
      // Readable, though the schema refuses it: who is left out by it has no role.
      [FILE, register("ann reviewer", "-- reviewer", "eve king").replace("職務", '"a\\u202eb"')],
    ];
    for (const [index, [path, content]] of broken.entries()) {
      await write(path, content);
      await commit(`broken ${index}`, `2026-02-0${index + 1}T09:00:00+08:00`, "vandal\u202e\u0007");
    }
    await write(FILE, register("ann reviewer", "bob provider"));
    await write(OPERATORS, operators("op-2"));
    await commit("mended", "2026-03-01T09:00:00+08:00", "last");
    expect(await told(repository)).toEqual([
      "2026-03-01 09:00 last: granted bob provider A41000000G",
      "2026-03-01 09:00 last: revoked op-1 operator -",
      "2026-03-01 09:00 last: granted op-2 operator -",
      "2026-01-05 09:00 first: granted ann reviewer A41000000G",
      "2026-01-05 09:00 first: granted op-1 operator -",
    ]);
  });

  it("survives dates that nobody lives to see", async () => {
    const repository = await testRepository();
    await repository.write(FILE, register("ann reviewer"));
    await repository.remove(OPERATORS);
    await repository.commit("far away", "@99999999999999 +0000", "x");
    expect(await told(repository)).toEqual(["9999-12-31 23:59 x: granted ann reviewer A41000000G"]);
  });

  it("says nothing where the history is not there", async () => {
    const { root } = await testRepository();
    expect(await readRegisterHistory(root)).toEqual({ changes: [], depth: "none" });
  });
});

describe("npm run codeowners", () => {
  it("writes the file once, and says line by line where it differs", async () => {
    const { root, write, script } = await testRepository();
    await write(FILE, register("ndc-one reviewer", "ndc-two reviewer", "ndc-admin administrator"));
    await write(OPERATORS, operators("op-1"));
    expect(await script("codeowners", "--check")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(".github/CODEOWNERS:1:1 錯誤 register/codeowners-missing"),
    });
    expect(await script("codeowners")).toMatchObject({
      code: 0,
      stdout: "已更新 .github/CODEOWNERS：1 個機關\n",
    });
    const text = await readFile(join(root, CODEOWNERS), "utf8");
    expect(text.split("\n").slice(2)).toEqual([
      "* @op-1",
      "/datasets/A41000000G/ @ndc-one @ndc-two",
      "/agencies/A41000000G/ @ndc-one @ndc-two",
      "/agencies/A41000000G/agency.yaml @ndc-admin @op-1",
      "/.github/CODEOWNERS @op-1 @ndc-admin",
      "",
    ]);
    expect(await script("codeowners")).toMatchObject({ code: 0, stdout: ".github/CODEOWNERS 已是最新\n" });
    expect(await script("codeowners", "--check")).toMatchObject({ code: 0, stdout: "" });
    await write(CODEOWNERS, text.replace("/datasets/A41000000G/ @ndc-one", "/datasets/A41000000G/ @eve"));
    const { code, stdout, stderr } = await script("codeowners", "--check");
    expect(code).toBe(1);
    expect(stdout).toBe(
      ".github/CODEOWNERS:4:1 錯誤 register/codeowners\n" +
        "  /datasets/A41000000G/ 依授權清單應由ndc-one、ndc-two審查，CODEOWNERS 寫的是eve、ndc-two\n" +
        "  修正方式：執行 npm run codeowners 重新產生 .github/CODEOWNERS，或套用建議的內容\n",
    );
    expect(stderr).toContain("1 處與授權清單不一致");
  });

  it("makes nothing from a register with errors, or without operators", async () => {
    const { root, write, remove, script } = await testRepository();
    await write(FILE, register("ndc-one reviewer", "ndc-two king"));
    const refused = await script("codeowners");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${FILE}:11:15 錯誤 field/not-in-list`);
    await write(FILE, register("ndc-one reviewer"));
    await remove(OPERATORS);
    const without = await script("codeowners");
    expect(without.code).toBe(2);
    expect(without.stderr).toContain("platform/operators.yaml：檔案不存在");
    await mkdir(join(root, ".github"), { recursive: true });
    await expect(readFile(join(root, CODEOWNERS))).rejects.toThrow();
  });
});
