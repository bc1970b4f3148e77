import { resolve } from "node:path";
import { isRealDate } from "../src/catalogue/dates.ts";
import { command, noPositionals, PROJECT, UsageError } from "./command.ts";
import { checkOutFolder, DEFAULT_OUT, snapshotsFolder } from "./out-folder.ts";
import { buildSite } from "./site.ts";

const HELP = `用法：npm run build [-- 選項]

檢查目錄，建置整個網站：網頁、資料檔、摘要與搜尋索引。有錯誤時不建置，結束代碼為 1。
  --root DIR   目錄（含 datasets/、agencies/、platform/），預設為本專案
  --out DIR    網站輸出的資料夾，預設為 dist；裡面原有的內容會被清除
  --day DAY    以這一天（YYYY-MM-DD）建置，重算當時的數字；省略時為今天
  --snapshots DIR  審查快照（snapshots 分支）的資料夾；省略時網站不含審查紀錄
  --help       顯示這份說明`;

const OPTIONS = { out: { type: "string" }, snapshots: { type: "string" }, day: { type: "string" } } as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const day = call.text("day");
  if (day !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(day) && isRealDate(day)))
    throw new UsageError(`--day 應為日期，如 2026-12-31，不能是 ${day}`);
  const out = resolve(call.text("out") ?? resolve(PROJECT, DEFAULT_OUT));
  await checkOutFolder(out, call.root);
  const built = await buildSite(call.root, out, await snapshotsFolder(call), day);
  if (!built) return 1;
  console.log(`網站已建置於 ${out}`);
  return 0;
});
