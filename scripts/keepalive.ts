import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { connect, EnvironmentError, usageLine, writePause } from "../src/adapters/github/client.ts";
import { errorLine, explain } from "../src/adapters/github/log.ts";
import { command, noPositionals, UsageError } from "./command.ts";

const HELP = `用法：npm run keepalive

重新啟用有排程的工作流程。儲存庫 60 天沒有動靜，GitHub 會停用排程；重新啟用即重新起算。
由 .github/workflows/keepalive.yml 定期執行；需要 GITHUB_TOKEN（actions: write）與 GITHUB_REPOSITORY。
  --root DIR  儲存庫的資料夾，預設為本專案
  --help      顯示這份說明`;

/** File names of the workflows that a schedule starts. */
async function scheduled(root: string): Promise<string[]> {
  const folder = join(root, ".github/workflows");
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const { on } = parse(await readFile(join(folder, name), "utf8")) as { on?: { schedule?: unknown } };
    if (on?.schedule !== undefined) found.push(name);
  }
  return found;
}

await command(HELP, {}, async (call) => {
  noPositionals(call);
  try {
    const github = await connect(process.env, writePause(process.env));
    const { owner, repo, rest } = github;
    for (const workflow of await scheduled(call.root)) {
      await rest.actions.enableWorkflow({ owner, repo, workflow_id: workflow });
      console.log(`已啟用 ${workflow}`);
    }
    console.error(usageLine(github.usage));
    return 0;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw new UsageError(cause.message);
    const told = explain(cause);
    if (told === undefined) throw cause;
    console.error(errorLine(told, process.env));
    return 1;
  }
});
