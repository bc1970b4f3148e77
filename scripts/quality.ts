import { resolve } from "node:path";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { GitError } from "../src/adapters/git.ts";
import { connect, EnvironmentError, usageLine, writePause } from "../src/adapters/github/client.ts";
import { errorLine, explain, oneLine } from "../src/adapters/github/log.ts";
import { readQualitySnapshots } from "../src/adapters/quality/evidence-files.ts";
import { type MergeReport, mergeParts } from "../src/adapters/quality/parts-merge.ts";
import { probeAll } from "../src/adapters/quality/probe.ts";
import { checkShard } from "../src/adapters/quality/run.ts";
import { pushQuality } from "../src/adapters/quality/run-push.ts";
import type { Shard } from "../src/adapters/quality/shards.ts";
import { report, summary } from "../src/adapters/report.ts";
import { buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { PUBLISH_WORKFLOW, SNAPSHOT_BRANCH } from "../src/review/names.ts";
import { type Call, command, endProgress, progressLine, UsageError } from "./command.ts";

const HELP = `用法：npm run quality -- check --shard i/n --out DIR [--state DIR] [--minutes N]
      npm run quality -- merge --parts DIR (--state DIR | --push)

檢查資料集的網址與檔案開頭，累積成品質的證據。

check  檢查第 i 片（共 n 片）今天該檢查的網址，結果逐筆寫入 DIR/part-i.jsonl；中斷後以同樣的參數再執行，會接續進行。
       失效的網址每天檢查，其餘四至七天一次；同一主機的網址都在同一片，每次最多 3,000 個，超過的分日檢查。
  --shard i/n    第幾片／共幾片，如 3/8
  --out DIR      結果的資料夾
  --state DIR    已取出的 snapshots 分支；省略時當作從未檢查過
  --minutes N    最多檢查幾分鐘，1 至 600，預設 45；時間到即停止，剩下的下次檢查

merge  把各片的結果併入證據，並記下當天的品質數字；不再屬於目錄的網址一併移除。
  --parts DIR    各片結果的資料夾
  --state DIR    snapshots 分支的資料夾，只寫入有變動的檔案
  --push         直接寫入 GitHub 上的 snapshots 分支，再啟動網站發布；需要 GITHUB_TOKEN（actions、contents: write）

  --root DIR     目錄的資料夾，預設為本專案
  --help         顯示這份說明

結束代碼：0 完成（網址失效不算錯誤）；1 目錄有錯誤、快照或 GitHub 無法寫入；2 參數不正確`;

const DEFAULT_MINUTES = 45;

function shardOf(text: string | undefined): Shard {
  const [, index, count] = /^(\d{1,3})\/(\d{1,3})$/.exec(text ?? "") ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count)) {
    throw new UsageError("請以 --shard 指定第幾片／共幾片，如 --shard 3/8");
  }
  return shard;
}

function minutesOf(text: string | undefined): number {
  const minutes = text === undefined ? DEFAULT_MINUTES : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (minutes < 1 || minutes > 600) throw new UsageError("--minutes 應為 1 至 600 的整數");
  return minutes;
}

function folderOf(call: Call, option: string): string {
  const folder = call.text(option);
  if (!folder) throw new UsageError(`請以 --${option} 指定資料夾`);
  return resolve(folder);
}

/** The catalogue of today; undefined where an error stands, which was told. Then the site isn't built either. */
async function loadCatalogue(root: string, now: Date): Promise<Catalogue | undefined> {
  const today = taipeiDay(now);
  const { diagnostics, judged, input } = await checkCatalogue(root, today, progressLine("讀取目錄"));
  endProgress();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !input) {
    process.stderr.write(report(errors, "text"));
    console.error(errorLine(`目錄有錯誤，沒有檢查品質：${summary(diagnostics, judged)}`, process.env));
    return undefined;
  }
  return buildCatalogue({ ...input, today });
}

const tellProblem = (message: string) => console.error(oneLine(`品質快照：${message}`));

async function check(call: Call): Promise<number> {
  const shard = shardOf(call.text("shard"));
  const minutes = minutesOf(call.text("minutes"));
  const out = folderOf(call, "out");
  const state = call.text("state");
  // The time begins before the catalogue is read, so that it bounds the whole job.
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(minutes * 60_000)]);
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const catalogue = await loadCatalogue(call.root, new Date());
  if (!catalogue) return 1;
  const { evidenceOf, problems } = await readQualitySnapshots(
    state === undefined ? undefined : resolve(state),
  );
  for (const problem of problems) tellProblem(problem);
  const done = await checkShard({
    catalogue,
    evidenceOf,
    shard,
    out,
    signal,
    probe: async (targets, ends, found) => {
      await probeAll(targets, { signal: ends, site: catalogue.settings.url }, found);
    },
    progress: progressLine(`第 ${shard.index} 片`),
  });
  endProgress();
  const { visits, due, before, left } = done;
  console.log(
    `第 ${shard.index}/${shard.count} 片：今天該檢查 ${due} 個網址；可用 ${visits.alive}、失效 ${visits.dead}、無法確認 ${visits.unknown}` +
      `${before > 0 ? `；中斷前已檢查 ${before} 個` : ""}${left > 0 ? `；留待下次 ${left} 個` : ""}`,
  );
  return 0;
}

function tellMerge({ visits, dropped, addresses, written, removed, quality }: MergeReport): void {
  const { total } = quality;
  console.log(
    `併入 ${visits} 次檢查${dropped > 0 ? `（另有 ${dropped} 次不屬於目錄或時間不對，略過）` : ""}；${addresses} 個網址有證據；寫入 ${written.length} 個檔案、移除 ${removed.length} 個`,
  );
  console.log(
    `${quality.today} 的資源：可用 ${total.alive}、失效 ${total.dead}、無法確認 ${total.unknown}、尚未檢查 ${total.unvisited}`,
  );
}

async function merge(call: Call): Promise<number> {
  const parts = folderOf(call, "parts");
  const isPush = call.flag("push");
  if (isPush === (call.text("state") !== undefined)) {
    throw new UsageError("請擇一指定 --state 或 --push");
  }
  const now = new Date();
  if (isPush) return pushMerged(call.root, parts, now);
  const state = folderOf(call, "state");
  const catalogue = await loadCatalogue(call.root, now);
  if (!catalogue) return 1;
  tellMerge(await mergeParts({ catalogue, parts, state, now, problem: tellProblem }));
  return 0;
}

/** Merges into the branch of snapshots on GitHub, and publishes what changed. */
async function pushMerged(root: string, parts: string, now: Date): Promise<number> {
  try {
    const github = await connect(process.env, writePause(process.env));
    const catalogue = await loadCatalogue(root, now);
    if (!catalogue) return 1;
    const { owner, repo, rest, serverUrl, token, defaultBranch } = github;
    const commit = await pushQuality({
      remote: { url: `${serverUrl}/${owner}/${repo}.git`, token },
      branch: SNAPSHOT_BRANCH,
      message: `品質檢查 ${catalogue.today}`,
      merge: async (state) =>
        tellMerge(await mergeParts({ catalogue, parts, state, now, problem: tellProblem })),
    });
    if (commit === undefined) console.log("快照沒有變動");
    else {
      console.log(`快照已寫入 ${commit.slice(0, 12)}`);
      // What a workflow's token pushes starts no workflow.
      const workflow = { owner, repo, workflow_id: PUBLISH_WORKFLOW };
      await rest.actions.createWorkflowDispatch({ ...workflow, ref: defaultBranch });
      console.log(`已啟動 ${PUBLISH_WORKFLOW}`);
    }
    console.error(usageLine(github.usage));
    return 0;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw new UsageError(cause.message);
    const told = cause instanceof GitError ? cause.message : explain(cause);
    if (told === undefined) throw cause;
    console.error(errorLine(told, process.env));
    return 1;
  }
}

const COMMANDS: Record<string, (call: Call) => Promise<number>> = { check, merge };

const OPTIONS = {
  shard: { type: "string" },
  out: { type: "string" },
  state: { type: "string" },
  minutes: { type: "string" },
  parts: { type: "string" },
  push: { type: "boolean" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  const [name, ...rest] = call.positionals;
  const run = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!run) throw new UsageError("請指定 check 或 merge");
  if (rest.length > 0) throw new UsageError(`不認得的參數：${rest.join(" ")}`);
  return run(call);
});
