import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { checkCatalogue } from "../../../src/adapters/catalogue.ts";
import { checksFile } from "../../../src/adapters/check/cache.ts";
import { taipeiDay } from "../../../src/catalogue/today.ts";
import { assemble, readPast } from "../../build/assemble.ts";
import { startPages } from "../../build/pages.ts";
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
  --half       只產生另一半的網頁（第二個程序）
  --help       顯示這份說明`;

const OPTIONS = {
  out: { type: "string" },
  day: { type: "string" },
  cache: { type: "string" },
  half: { type: "boolean" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const { root } = call;
  const given = call.text("out");
  if (!given) throw new UsageError("請以 --out 指定資料夾");
  const out = resolve(given);
  const today = dayOption(call) ?? taipeiDay(new Date());
  const cache = cacheFolder(call);
  const isSecond = call.flag("half");
  if (!isSecond) await rm(out, { recursive: true, force: true });
  const { input } = await checkCatalogue(root, today, undefined, checksFile(cache, root));
  if (!input) throw new UsageError(`${root} 有錯誤，無法產生網頁`);
  // The second process finds in the cache what this one checked.
  const second = isSecond
    ? undefined
    : spawn(process.execPath, [...process.argv.slice(1), "--half"], {
        stdio: ["ignore", "ignore", "inherit"],
      });
  const ended = second && once(second, "close");
  const sources = { root, today, cache, snapshots: undefined };
  const site = await assemble(sources, input, readPast(sources), silent);
  await startPages(out, site.context.catalogue.settings.url).write(
    site,
    // Every other one: pages of one kind cost the same.
    (pages) => pages.filter((_, index) => index % 2 === Number(isSecond)),
    silent,
  );
  if (ended && (await ended)[0] !== 0) throw new Error("the second process failed");
  return 0;
});
