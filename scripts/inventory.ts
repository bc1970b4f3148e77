import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readBytes } from "../src/adapters/files.ts";
import { report } from "../src/adapters/report.ts";
import { LIMITS, readSpreadsheet, SpreadsheetError } from "../src/adapters/spreadsheet.ts";
import type { Checked } from "../src/catalogue/check.ts";
import { isRealDate } from "../src/catalogue/dates.ts";
import { checkInventory } from "../src/catalogue/plan/check-inventory.ts";
import type { InventoryFile } from "../src/catalogue/plan/plan-files.ts";
import { SCHEMAS } from "../src/catalogue/schema/fields.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { SheetFormat } from "../src/exchange/addresses.ts";
import {
  type ImportedInventory,
  importInventory,
  isInventorySheet,
} from "../src/exchange/inventory-import.ts";
import { inventorySheet, inventoryTemplate } from "../src/exchange/inventory-sheet.ts";
import type { SheetProblem } from "../src/exchange/inventory-sheet-messages.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../src/exchange/yaml-writer.ts";
import { type Call, command, UsageError } from "./command.ts";

const HELP = `用法：npm run inventory -- <動作> <機關代碼> <檔案>

資料盤點表（agencies/<機關代碼>/inventory.yaml）與試算表（.xlsx、.ods、.csv）的轉換。欄位名稱依行動方案附件二，
附件二沒有的欄位在右側。
  export      把盤點表寫成試算表
  import      由試算表寫成盤點表；試算表沒有的欄位，依序號保留盤點表原有的內容。有看不懂的儲存格就不寫入
  template    產生空白的試算表
  --reviewed YYYY-MM-DD  匯入時的盤點日期，預設為試算表所寫的日期
  --check                匯入時只檢查，不寫入
  --root DIR             目錄所在的資料夾，預設為本專案
  --help                 顯示這份說明`;

const pathOf = (agency: string) => `agencies/${agency}/inventory.yaml`;

/** The ending of a spreadsheet's name. */
function formOf(file: string): SheetFormat {
  const form = /\.(csv|ods|xlsx)$/i.exec(file)?.[1]?.toLowerCase();
  if (!form) throw new UsageError(`檔案名稱要以 .xlsx、.ods 或 .csv 結尾：${file}`);
  return form as SheetFormat;
}

async function readInventory(root: string, agency: string): Promise<Checked<InventoryFile> | undefined> {
  const bytes = await readBytes(root, pathOf(agency));
  return bytes && checkInventory(pathOf(agency), bytes);
}

const hasErrors = ({ diagnostics }: Checked<InventoryFile>) =>
  diagnostics.some((d) => d.severity === "error");

async function exportSheet(root: string, agency: string, file: string): Promise<number> {
  const checked = await readInventory(root, agency);
  if (!checked) throw new UsageError(`${pathOf(agency)} 不存在；要空白的試算表請用 template`);
  if (!checked.value || hasErrors(checked)) {
    process.stderr.write(report(checked.diagnostics, "text"));
    console.error(`${pathOf(agency)} 有錯誤，沒有匯出。`);
    return 1;
  }
  await writeFile(file, inventorySheet(checked.value, formOf(file)));
  console.log(`已寫入 ${file}：${checked.value.systems.length} 列`);
  return 0;
}

/** One line a problem, with the place in the sheet. */
const told = ({ row, column, severity, message }: SheetProblem) =>
  `${row ? `第 ${row} 列` : "檔案"}${column ? ` ${column} 欄` : ""}　${severity === "error" ? "錯誤" : "提示"}　${message}`;

async function readSheet(call: Call, agency: string, file: string, existing: InventoryFile | undefined) {
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) throw new UsageError(`檔案不存在：${file}`);
  if (size > LIMITS.file) throw new UsageError(`${file} 超過 ${LIMITS.file / 1024 / 1024} MB`);
  const tables = await readSpreadsheet(basename(file), await readFile(file));
  const reviewedOn = call.text("reviewed");
  if (reviewedOn !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(reviewedOn) && isRealDate(reviewedOn))) {
    throw new UsageError(`--reviewed 要寫成 2026-03-01 的形式：${reviewedOn}`);
  }
  const table = tables.find(isInventorySheet) ?? tables[0] ?? { name: "", rows: [], merges: [] };
  return importInventory(table, {
    agency,
    today: taipeiDay(new Date()),
    ...(existing ? { existing } : {}),
    ...(reviewedOn === undefined ? {} : { reviewedOn }),
  });
}

/** Findings of the inventory's own rules, told with the row of the sheet that they are about. */
function ruleLines(checked: Checked<InventoryFile>, { sheetRows }: ImportedInventory): string[] {
  return checked.diagnostics.map((diagnostic) => {
    const path = checked.paths?.get(diagnostic) ?? [];
    const row = path[0] === "systems" && typeof path[1] === "number" ? sheetRows[path[1]] : undefined;
    const level = diagnostic.severity === "error" ? "錯誤" : "提示";
    return `${row ? `第 ${row} 列` : "檔案"}　${level}　${diagnostic.message}；${diagnostic.remedy}`;
  });
}

async function importSheet(call: Call, agency: string, file: string): Promise<number> {
  const path = pathOf(agency);
  const existing = await readInventory(call.root, agency);
  if (existing && (!existing.value || hasErrors(existing))) {
    process.stderr.write(report(existing.diagnostics, "text"));
    console.error(`現有的 ${path} 有錯誤，請先更正再匯入。`);
    return 1;
  }
  const imported = await readSheet(call, agency, file, existing?.value);
  for (const problem of imported.problems) console.error(told(problem));
  if (!imported.file) {
    console.error("有看不懂的內容，沒有寫入。");
    return 1;
  }
  const text = toYaml(imported.file as unknown as YamlValue, keyOrderOf(SCHEMAS.inventory));
  const checked = checkInventory(path, new TextEncoder().encode(text));
  for (const line of ruleLines(checked, imported)) console.error(line);
  if (hasErrors(checked)) {
    console.error("內容不符合盤點表的規則，沒有寫入。");
    return 1;
  }
  if (!call.flag("check")) {
    await mkdir(dirname(join(call.root, path)), { recursive: true });
    await writeFile(join(call.root, path), text);
  }
  const rows = `${path}：${imported.file.systems.length} 列`;
  console.log(
    call.flag("check") ? `可以寫入 ${rows}` : `已寫入 ${rows}；資料集與會議紀錄請再以 npm run validate 檢查`,
  );
  return 0;
}

const OPTIONS = { reviewed: { type: "string" }, check: { type: "boolean" } } as const;

await command(HELP, OPTIONS, async (call) => {
  const [action, agency, file, ...rest] = call.positionals;
  if (!action || !agency || !file) throw new UsageError("請寫動作、機關代碼與檔案");
  if (rest.length > 0) throw new UsageError(`不認得的參數：${rest.join(" ")}`);
  if (!/^[A-Za-z0-9_]{10}$/.test(agency)) throw new UsageError(`機關代碼是 10 碼英數字：${agency}`);
  if (!(await stat(join(call.root, "agencies", agency, "agency.yaml")).catch(() => undefined))) {
    throw new UsageError(`沒有機關 ${agency}；請先建立 agencies/${agency}/agency.yaml`);
  }
  try {
    switch (action) {
      case "export":
        return await exportSheet(call.root, agency, file);
      case "import":
        return await importSheet(call, agency, file);
      case "template":
        await writeFile(file, inventoryTemplate(agency, formOf(file)));
        console.log(`已寫入 ${file}`);
        return 0;
      default:
        throw new UsageError(`不認得的動作：${action}`);
    }
  } catch (cause) {
    if (!(cause instanceof SpreadsheetError)) throw cause;
    console.error(cause.message);
    return 1;
  }
});
