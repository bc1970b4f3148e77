import { resolve } from "node:path";
import { command, noPositionals, UsageError } from "../../command.ts";
import { dayOption } from "../../out-folder.ts";
import { writeHugoSite } from "./hugo-content.ts";

const HELP = `用法：node scripts/bench/peers/hugo-site.ts --root DIR --out DIR --day DAY

把目錄轉成 Hugo 的網站（內容、資料、樣板與設定），供比較之用；之後以 hugo --source DIR 產生網頁。
  --root DIR   目錄，預設為本專案
  --out DIR    Hugo 網站的資料夾，須不存在
  --day DAY    上架日期晚於這一天（YYYY-MM-DD）的資料集不算
  --help       顯示這份說明`;

await command(HELP, { out: { type: "string" }, day: { type: "string" } }, async (call) => {
  noPositionals(call);
  const out = call.text("out");
  const day = dayOption(call);
  if (!out || !day) throw new UsageError("請以 --out 與 --day 指定資料夾與日期");
  await writeHugoSite(call.root, resolve(out), day);
  return 0;
});
