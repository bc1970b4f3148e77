import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { taipeiDay } from "../../../src/catalogue/today.ts";
import { assemble } from "../../build/assemble.ts";
import { load } from "../../build/load.ts";
import { writePages } from "../../build/pages.ts";
import { secondFor } from "../../build/second.ts";
import { silent } from "../../build/step.ts";
import { cacheFolder } from "../../cache-folder.ts";
import { command, noPositionals, UsageError } from "../../command.ts";
import { dayOption } from "../../out-folder.ts";

const HELP = `用法：node scripts/bench/peers/pages.ts --out DIR [選項]

檢查目錄，只產生網頁：不寫資料檔、摘要與搜尋索引，供與其他網站產生器比較。與 npm run build 一樣用兩個程序。
  --out DIR    網頁輸出的資料夾；裡面原有的內容會被清除
  --root DIR   目錄，預設為本專案
  --day DAY    以這一天（YYYY-MM-DD）產生，省略時為今天
  --cache DIR  快取的資料夾，預設為本專案的 .cache
  --help       顯示這份說明`;

const OPTIONS = {
  out: { type: "string" },
  day: { type: "string" },
  cache: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const { root } = call;
  const given = call.text("out");
  if (!given) throw new UsageError("請以 --out 指定資料夾");
  const out = resolve(given);
  const today = dayOption(call) ?? taipeiDay(new Date());
  await rm(out, { recursive: true, force: true });
  const sources = { root, today, cache: cacheFolder(call), snapshots: undefined };
  const second = await secondFor(sources, 2);
  const { checked, past, pages, abandon } = await load(sources, out, silent, undefined, second);
  try {
    if (!checked.input) throw new UsageError(`${root} 有錯誤，無法產生網頁`);
    second?.goOn(await past);
    const site = await assemble(sources, checked.input, past, silent);
    const datasets = Promise.resolve({ identifiers: [...site.context.byIdentifier.keys()] });
    await writePages(site, out, { datasets, choose: (all) => all }, pages(), second, silent);
    return 0;
  } finally {
    abandon();
  }
});
