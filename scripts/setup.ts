import { loadPlatform } from "../src/adapters/catalogue.ts";
import { PlatformError } from "../src/adapters/files.ts";
import { connect, EnvironmentError, usageLine, writePause } from "../src/adapters/github/client.ts";
import { errorLine, explain } from "../src/adapters/github/log.ts";
import { assurances, SetupError, setUp, type Task } from "../src/adapters/github/setup.ts";
import { loadRegister } from "../src/adapters/register.ts";
import { report as listDiagnostics } from "../src/adapters/report.ts";
import { command, UsageError } from "./command.ts";

const HELP = `用法：npm run setup -- OWNER/REPO [選項]

把一個 GitHub 儲存庫設定好：標籤、主分支與快照分支的規則、Actions、Pages、自動合併，並核對授權清單上的帳號。
已經正確的不會更動，再執行一次不會寫入任何東西。環境變數 GITHUB_TOKEN 是儲存庫管理者的權杖
（fine-grained：Administration、Contents、Issues、Pages 可讀寫，Actions 可讀）。
  --dry-run   只列出將變更什麼，不寫入
  --root DIR  目錄的資料夾，預設為本專案
  --help      顯示這份說明`;

function show(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`${title}（${lines.length}）：`);
  for (const line of lines) console.log(`  - ${line}`);
}

const withAddress = ({ text, url }: Task) => `${text}\n    ${url}`;

await command(HELP, { "dry-run": { type: "boolean" } }, async (call) => {
  const [name, ...others] = call.positionals;
  if (name === undefined || others.length > 0)
    throw new UsageError("請指定一個儲存庫，例如 my-org/catalogue");
  const rehearsal = call.flag("dry-run");
  try {
    const { settings } = await loadPlatform(call.root);
    const { register, errors } = await loadRegister(call.root);
    if (errors.length > 0) {
      process.stderr.write(listDiagnostics(errors, "text"));
      console.error("機關檔案有錯誤，請先修正。");
      return 1;
    }
    const environment = { ...process.env, GITHUB_REPOSITORY: name };
    const github = await connect(environment, writePause(process.env));
    const { changed, right, tasks } = await setUp(github, { settings, register, rehearsal });
    show(rehearsal ? "將變更" : "已變更", changed);
    show("已正確，未更動", right);
    show("仍須由人處理", tasks.map(withAddress));
    show("請確認一次", assurances(github).map(withAddress));
    console.error(usageLine(github.usage));
    return 0;
  } catch (cause) {
    if (cause instanceof PlatformError) throw new UsageError(`${cause.file}：${cause.message}`);
    if (cause instanceof EnvironmentError) throw new UsageError(cause.message);
    const told = cause instanceof SetupError ? cause.message : explain(cause);
    if (told === undefined) throw cause;
    console.error(errorLine(told, process.env));
    return 1;
  }
});
