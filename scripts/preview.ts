import { resolve } from "node:path";
import { taipeiDay } from "../src/catalogue/today.ts";
import { cacheFolder } from "./cache-folder.ts";
import { command, noPositionals, UsageError } from "./command.ts";
import { checkOutFolder, dayOption, snapshotsFolder } from "./out-folder.ts";

const HELP = `用法：npm run preview -- --base REF --out DIR [選項]

預覽一件送審：只產生自 REF 以來有變動的資料集的頁面，與正式網站的頁面完全相同。
  --base REF       與這個版本比較，如 origin/main
  --out DIR        頁面輸出的資料夾；裡面原有的內容會被清除
  --root DIR       目錄（含 datasets/、agencies/、platform/），預設為本專案
  --day DAY        以這一天（YYYY-MM-DD）產生，省略時為今天
  --snapshots DIR  審查快照（snapshots 分支）的資料夾
  --cache DIR      快取的資料夾，預設為本專案的 .cache
  --help           顯示這份說明`;

const OPTIONS = {
  base: { type: "string" },
  out: { type: "string" },
  day: { type: "string" },
  snapshots: { type: "string" },
  cache: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const { root } = call;
  const base = call.text("base");
  const folder = call.text("out");
  if (base === undefined || folder === undefined)
    throw new UsageError("請以 --base 與 --out 指定版本與資料夾");
  const out = resolve(folder);
  await checkOutFolder(out, root);
  const today = dayOption(call) ?? taipeiDay(new Date());
  const sources = { root, today, cache: cacheFolder(call), snapshots: await snapshotsFolder(call) };
  const { previewSite } = await import("./build/preview.ts");
  return (await previewSite(out, base, sources)) ? 0 : 1;
});
