import { resolve } from "node:path";
import { taipeiDay } from "../src/catalogue/today.ts";
import { cacheFolder } from "./cache-folder.ts";
import { command, noPositionals, PROJECT } from "./command.ts";
import { checkOutFolder, DEFAULT_OUT, dayOption, snapshotsFolder } from "./out-folder.ts";

const HELP = `用法：npm run build [-- 選項]

檢查目錄，建置整個網站：網頁、資料檔、摘要與搜尋索引。有錯誤時不建置，結束代碼為 1。
  --root DIR   目錄（含 datasets/、agencies/、platform/），預設為本專案
  --out DIR    網站輸出的資料夾，預設為 dist；裡面原有的網站由新的取代，同一天、同一版程式
               建置過的只重寫有變動的部分，結果與從頭建置完全相同
  --day DAY    以這一天（YYYY-MM-DD）建置，重算當時的數字；省略時為今天
  --snapshots DIR  審查快照（snapshots 分支）的資料夾；省略時網站不含審查紀錄
  --fresh      清除原有的內容，從頭建置
  --cache DIR  快取的資料夾，預設為本專案的 .cache
  --help       顯示這份說明`;

const OPTIONS = {
  out: { type: "string" },
  snapshots: { type: "string" },
  day: { type: "string" },
  fresh: { type: "boolean" },
  cache: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const out = resolve(call.text("out") ?? resolve(PROJECT, DEFAULT_OUT));
  await checkOutFolder(out, call.root);
  const { buildSite } = await import("./build/site.ts");
  const built = await buildSite(out, {
    root: call.root,
    snapshots: await snapshotsFolder(call),
    today: dayOption(call) ?? taipeiDay(new Date()),
    cache: cacheFolder(call),
    fresh: call.flag("fresh"),
  });
  if (!built) return 1;
  console.log(`網站已建置於 ${out}`);
  return 0;
});
