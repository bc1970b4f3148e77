import { resolve } from "node:path";
import { command, noPositionals, PROJECT } from "./command.ts";
import { checkOutFolder, DEFAULT_OUT, snapshotsFolder } from "./out-folder.ts";
import { buildSite } from "./site.ts";

const HELP = `用法：npm run build [-- 選項]

檢查目錄，建置整個網站：網頁、資料檔、摘要與搜尋索引。有錯誤時不建置，結束代碼為 1。
  --root DIR   目錄（含 datasets/、agencies/、platform/），預設為本專案
  --out DIR    網站輸出的資料夾，預設為 dist；裡面原有的內容會被清除
  --snapshots DIR  審查快照（snapshots 分支）的資料夾；省略時網站不含審查紀錄
  --help       顯示這份說明`;

await command(HELP, { out: { type: "string" }, snapshots: { type: "string" } }, async (call) => {
  noPositionals(call);
  const out = resolve(call.text("out") ?? resolve(PROJECT, DEFAULT_OUT));
  await checkOutFolder(out, call.root);
  const built = await buildSite(call.root, out, await snapshotsFolder(call));
  if (!built) return 1;
  console.log(`網站已建置於 ${out}`);
  return 0;
});
