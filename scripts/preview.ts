import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { changesSince, findRepository, GitError } from "../src/adapters/git.ts";
import { writeOutputs } from "../src/adapters/output.ts";
import { report } from "../src/adapters/report.ts";
import { identifierOf } from "../src/catalogue/check.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { datasetPath } from "../src/exchange/addresses.ts";
import { assemble } from "./build/assemble.ts";
import { labels } from "./build/dataset-pages.ts";
import { load } from "./build/load.ts";
import { fillKept, writePages } from "./build/pages.ts";
import { shown, silent } from "./build/step.ts";
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

/**
 * Identifiers of the datasets whose files differ from a revision's and are still there.
 * @throws UsageError where there is nothing to compare with
 */
async function changedDatasets(root: string, base: string): Promise<string[]> {
  const repository = await findRepository(root);
  if (!repository) throw new UsageError(`${root} 不在 git 儲存庫中，無法與 ${base} 比較`);
  const { changes } = await changesSince(repository, base).catch((cause) => {
    throw cause instanceof GitError ? new UsageError(cause.message) : cause;
  });
  return changes.flatMap(({ path, kind }) => (kind === "deleted" ? [] : (identifierOf(path) ?? [])));
}

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
  const changed = changedDatasets(root, base);
  // What is wrong is told when it is waited for.
  changed.catch(() => {});
  // Without bundling, this is soon done by one process.
  const options = { processesWithBundle: 1 } as const;
  const { checked, past, second, bundle, pages, abandon } = await load(sources, out, silent, options);
  try {
    // It has nothing to write.
    second?.stop();
    const wanted = await changed;
    const errors = checked.diagnostics.filter((d) => d.severity === "error");
    if (errors.length > 0 || !checked.input) {
      process.stderr.write(report(errors, "text"));
      console.error("有錯誤，沒有產生預覽。");
      return 1;
    }
    const site = await assemble(sources, checked.input, past, silent);
    // One whose 上架日期 lies ahead has no page yet.
    const identifiers = wanted.filter((identifier) => site.context.byIdentifier.has(identifier));
    if (identifiers.length === 0) {
      console.error(`自 ${base} 以來沒有變動任何公開中的資料集。`);
      return 0;
    }
    await rm(out, { recursive: true, force: true });
    if (bundle?.template.key === (await site.key())) {
      await fillKept(site, out, bundle, identifiers, shown);
    } else {
      await writePages(site, out, { identifiers }, pages(), undefined, shown);
    }
    await writeOutputs(out, [labels()]);
    for (const identifier of identifiers) console.log(datasetPath(identifier));
    return 0;
  } finally {
    abandon();
  }
});
