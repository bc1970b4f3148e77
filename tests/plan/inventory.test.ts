import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { loadVocabularies } from "../../src/adapters/files.ts";
import { fieldAt } from "../../src/catalogue/schema/fields.ts";
import "../../src/catalogue/plan/schemas.ts";
import { datasetFile, datasetYaml, testRepository } from "../support/repository.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const PATH = "agencies/A41000000G/inventory.yaml";
const INVENTORY = `agency: A41000000G
reviewedOn: 2026-04-30
systems:
  - id: 1
    name: 水情系統
    description: 水位觀測
    users:
      - internal
    items:
      - 站名
      - 水位
    class: A
    access: free
    outcome: immediate
    found: 2026-01-05
    datasets:
      - A41000000G-000001
    openedOn: 2026-01-08
    priority: environment
    unit: 資訊室
`;

it("knows the categories of table 2 that the vocabulary has", async () => {
  const { priorities } = await loadVocabularies(PROJECT);
  const field = fieldAt("inventory", ["systems", 0, "priority"])!;
  expect(field.enum).toEqual([...priorities.keys()]);
  const labels = Object.fromEntries([...priorities].map(([code, { zh, en }]) => [code, { zh, en }]));
  expect(field["x-enum-labels"]).toEqual(labels);
});

it("has inventories of its own that break no rule", async () => {
  const { diagnostics, input } = await checkCatalogue(PROJECT, "2026-11-21");
  expect(diagnostics.filter(({ file }) => file.endsWith("/inventory.yaml"))).toEqual([]);
  const classes = [...input!.plan!.inventories.values()].flatMap(({ systems }) =>
    systems.map((s) => s.class),
  );
  expect(new Set(classes)).toEqual(new Set(["A", "B", "C"]));
});

describe("inventory command", () => {
  it.each(["xlsx", "ods", "csv"])("exports to %s and imports again", async (form) => {
    const { root, write, script } = await testRepository();
    await write(PATH, INVENTORY);
    await write(datasetFile("000001"), datasetYaml("000001"));
    const sheet = join(root, `表.${form}`);
    expect(await script("inventory", "export", "A41000000G", sheet)).toMatchObject({
      code: 0,
      stdout: `已寫入 ${sheet}：1 列\n`,
    });
    await write(PATH, INVENTORY.replace("水情系統", "舊名"));
    const imported = await script("inventory", "import", "A41000000G", sheet);
    expect(imported).toEqual({
      code: 0,
      stdout: `已寫入 ${PATH}：1 列；資料集與會議紀錄請再以 npm run validate 檢查\n`,
      stderr: "",
    });
    expect(await readFile(join(root, PATH), "utf8")).toBe(INVENTORY);
    const { diagnostics } = await checkCatalogue(root, "2026-05-01");
    expect(diagnostics.filter(({ file }) => file === PATH)).toEqual([]);
  });

  it("writes nothing where a cell can't be read or a rule is broken, and says where", async () => {
    const { root, write, script } = await testRepository();
    await write(PATH, INVENTORY);
    const sheet = join(root, "表.csv");
    await script("inventory", "export", "A41000000G", sheet);
    const csv = await readFile(sheet, "utf8");
    await writeFile(sheet, csv.replace("2026-01-05", "上週"));
    const unread = await script("inventory", "import", "A41000000G", sheet);
    expect([unread.code, unread.stdout]).toEqual([1, ""]);
    expect(unread.stderr).toBe(
      "第 2 列 M 欄　錯誤　看不懂日期「上週」；請填到日，例如 2026-03-01、115/3/1、115.03.01 或 115年3月1日\n有看不懂的內容，沒有寫入。\n",
    );
    await writeFile(sheet, csv.replace("2026-01-05", "115/5/1"));
    const broken = await script("inventory", "import", "A41000000G", sheet);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toBe(
      "第 2 列　錯誤　序號 1 的盤點日 2026-05-01 晚於整份盤點表的盤點日期 2026-04-30；更正盤點日（found），或把盤點日期（reviewedOn）改為最近一次完成盤點的日期\n內容不符合盤點表的規則，沒有寫入。\n",
    );
    expect(await readFile(join(root, PATH), "utf8")).toBe(INVENTORY);
  });

  it("checks without writing, and makes a template", async () => {
    const { root, write, script } = await testRepository();
    await write(PATH, INVENTORY);
    const sheet = join(root, "空白.ods");
    expect((await script("inventory", "template", "A41000000G", sheet)).code).toBe(0);
    const checked = await script(
      "inventory",
      "import",
      "A41000000G",
      sheet,
      "--check",
      "--reviewed",
      "2026-05-01",
    );
    expect(checked).toEqual({
      code: 0,
      stdout: `可以寫入 ${PATH}：0 列\n`,
      stderr: "檔案　提示　序號 1「水情系統」不在試算表裡，會自盤點表移除\n",
    });
    expect(await readFile(join(root, PATH), "utf8")).toBe(INVENTORY);
  });

  it.each([
    [["export", "A41000000G", "表.xlsx"], `${PATH} 不存在；要空白的試算表請用 template`],
    [["export", "A41000000G"], "請寫動作、機關代碼與檔案"],
    [["export", "A4", "表.xlsx"], "機關代碼是 10 碼英數字：A4"],
    [["export", "B00000000B", "表.xlsx"], "沒有機關 B00000000B；請先建立 agencies/B00000000B/agency.yaml"],
    [["template", "A41000000G", "表.pdf"], "檔案名稱要以 .xlsx、.ods 或 .csv 結尾：表.pdf"],
    [["import", "A41000000G", "沒有.xlsx"], "檔案不存在：沒有.xlsx"],
    [["改", "A41000000G", "表.xlsx"], "不認得的動作：改"],
  ])("explains %j", async (args, message) => {
    const { script } = await testRepository();
    const { code, stderr } = await script("inventory", ...args);
    expect(code).toBe(2);
    expect(stderr.startsWith(`${message}\n\n用法：npm run inventory`)).toBe(true);
  });
});
