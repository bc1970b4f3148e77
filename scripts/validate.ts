import { relative } from "node:path";
import { checksFile } from "../src/adapters/check/cache.ts";
import { findRepository, GitError } from "../src/adapters/git.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { cacheFolder } from "./cache-folder.ts";
import { command, endProgress, noPositionals, progressLine, UsageError } from "./command.ts";

const HELP = `用法：npm run validate [-- 選項]

檢查目錄裡的資料集與機關檔案。有錯誤時結束代碼為 1，只有警告時為 0。
  --root DIR      要檢查的目錄（含 datasets/、agencies/、platform/），預設為本專案
  --base REF      只檢查自 REF 以來的變更，以及變更在其他檔案造成的問題
  --format 格式   text（預設）、json 或 github（GitHub Actions 註記）
  --fix           套用確定的修正，再檢查一次
  --cache DIR     快取的資料夾：內容不變的資料集不必重新檢查，預設為本專案的 .cache
  --help          顯示這份說明`;

const OPTIONS = {
  base: { type: "string" },
  format: { type: "string" },
  fix: { type: "boolean" },
  cache: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const { root } = call;
  const format = call.text("format") ?? "text";
  if (format !== "text" && format !== "json" && format !== "github") {
    throw new UsageError(`--format 只能是 text、json 或 github，不能是 ${format}`);
  }
  const today = taipeiDay(new Date());
  const base = call.text("base");
  const { checkCatalogue, checkChanges, fixFiles } = await import("../src/adapters/catalogue.ts");
  const { report, summary } = await import("../src/adapters/report.ts");
  const check = () =>
    base === undefined
      ? checkCatalogue(root, today, progressLine("檢查檔案"), checksFile(cacheFolder(call), root))
      : checkChanges(root, today, base);
  try {
    let result: Awaited<ReturnType<typeof check>>;
    if (call.flag("fix")) {
      const fixed = await fixFiles(root, check);
      result = fixed.result;
      console.error(`套用了 ${fixed.applied} 處修正，共 ${fixed.files.length} 個檔案`);
    } else {
      result = await check();
    }
    endProgress();
    // GitHub shows an annotation beside the line only where the path is that within the repository.
    const repository = format === "github" ? await findRepository(root) : undefined;
    const shown = repository?.prefix.replace(/\/$/, "") ?? relative(process.cwd(), root);
    await new Promise<void>((done) => {
      process.stdout.write(report(result.diagnostics, format, shown), () => done());
    });
    if (format !== "json") console.error(summary(result.diagnostics, result.judged));
    return result.diagnostics.some((d) => d.severity === "error") ? 1 : 0;
  } catch (cause) {
    if (cause instanceof GitError) throw new UsageError(cause.message);
    throw cause;
  }
});
