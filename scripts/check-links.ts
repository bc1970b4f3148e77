import { writeFile } from "node:fs/promises";
import { loadPlatform } from "../src/adapters/catalogue.ts";
import { GitError } from "../src/adapters/git.ts";
import { checkLinks, linkTargets } from "../src/adapters/link-check.ts";
import { command, endProgress, noPositionals, PROJECT, progressLine, UsageError } from "./command.ts";

const HELP = `用法：npm run check-links -- --out 檔案.json [--base REF] [--root DIR]

連線檢查資料集的下載與存取網址，讀取檔案開頭，結果寫成 JSON，供審查參考；網址失效不算錯誤，結束代碼仍為 0。
  --out 檔案.json  結果；每個網址一筆：resourceID、url、verdict（alive 可用、dead 失效、unknown 無法確認）、detail，
                   以及 findings（內容的格式、編碼、欄位，與登錄不同之處，疑似的個人資料）
  --base REF       只檢查自 REF 以來變更的資料集，省略時檢查全部；一次最多 200 個網址
  --root DIR       目錄的資料夾，預設為本專案
  --help           顯示這份說明`;

await command(HELP, { base: { type: "string" }, out: { type: "string" } }, async (call) => {
  noPositionals(call);
  const out = call.text("out");
  if (!out) throw new UsageError("請以 --out 指定結果的檔案");
  const targets = await linkTargets(call.root, call.text("base")).catch((cause: unknown) => {
    throw cause instanceof GitError ? new UsageError(cause.message) : cause;
  });
  // Who visits is this program's own site, whatever the submitted folder says.
  const { settings } = await loadPlatform(PROJECT);
  const results = await checkLinks(targets, { site: settings.url, progress: progressLine("檢查網址") });
  endProgress();
  await writeFile(out, `${JSON.stringify(results, null, 2)}\n`).catch((cause: Error) => {
    throw new UsageError(`無法寫入 ${out}：${cause.message}`);
  });
  const count = (verdict: string) => results.filter((r) => r.verdict === verdict).length;
  console.log(
    `${results.length} 個網址：可用 ${count("alive")}、失效 ${count("dead")}、無法確認 ${count("unknown")}`,
  );
  return 0;
});
