import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, release, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { type Call, command, noPositionals, UsageError } from "../command.ts";
import { startAside } from "./aside.ts";
import { COMMANDS } from "./commands.ts";
import { measure } from "./measure.ts";
import { hugoVersion, measurePeer } from "./peers/hugo.ts";
import { readJson } from "./read-json.ts";
import { joinResults, type Machine, type OverdueResult, type Results, TIMINGS } from "./results.ts";
import { measureCorpus, prepareCorpus } from "./stages.ts";
import { markdown } from "./tables.ts";

const NAMES = [...Object.keys(TIMINGS), "output", "floor", "search", "overdue", "hugo"];
const HELP = `用法：npm run bench [-- 選項]

測量檢查、建置、重建、輸出、搜尋、歷史與逾期巡視的成本，印出表格，並寫成 JSON。每個指令是自己的程序，量時間、處理器時間與
程序樹中最大程序的記憶體（/proc，僅限 Linux）。安裝了 Hugo 時，也以同樣的資料與它比較。剛刪除大量檔案時先等候幾分鐘。說明見 BENCHMARKS.md。
  --counts N,…     資料集數，預設 5000；完整測量為 5000,20000,53000,106000
  --runs K         每個指令的次數，預設 3
  --only 名稱,…    只測這些：${NAMES.join("、")}
  --work DIR       放目錄與輸出的資料夾，預設在系統的暫存資料夾；產生的目錄留著，輸出在每種數量測完時刪除
  --json FILE      結果，預設為 DIR 裡的 bench-results.json
  --markdown FILE  只把這份結果印成表格，不測量；可重複，合為一份
  --from FILE      目錄取材的資料集清單，與 npm run corpus 相同；省略時編造
  --agencies FILE  機關清單，可重複；與 npm run corpus 相同
  --help           顯示這份說明`;

const TEXT = { type: "string" } as const;
const OPTIONS = {
  counts: TEXT,
  runs: TEXT,
  only: TEXT,
  work: TEXT,
  json: TEXT,
  markdown: { type: "string", multiple: true },
  from: TEXT,
  agencies: { type: "string", multiple: true },
} as const;

function number(text: string, option: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--${option} 必須是正整數，不能是 ${text}`);
  return Number(text);
}

function chosenNames(call: Call): string[] {
  const names = call.text("only")?.split(",") ?? NAMES;
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`沒有「${unknown.join("、")}」，可用的是：${NAMES.join("、")}`);
  return names;
}

function machine(): Machine {
  const hugo = hugoVersion();
  return {
    processors: availableParallelism(),
    memory: totalmem(),
    kernel: release().split(".", 2).join("."),
    node: process.versions.node,
    ...(hugo ? { hugo } : {}),
  };
}

const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function measureOverdue(work: string): Promise<OverdueResult> {
  say("逾期巡視");
  const json = join(work, "overdue.json");
  await measure(COMMANDS.overdue(json));
  const result = (await readJson(json)) as OverdueResult;
  await rm(json);
  return result;
}

/** @throws UsageError when the file can't be read or is no result of this command */
async function readResults(path: string): Promise<Results> {
  const results = (await readJson(path).catch((cause: Error) => {
    throw new UsageError(`無法讀取 ${path}：${cause.message}`);
  })) as Partial<Results> | null;
  if (!results?.machine || !results.timings) throw new UsageError(`${path} 不是這個指令寫的結果`);
  return results as Results;
}

async function run(call: Call): Promise<number> {
  noPositionals(call);
  const printed = call.list("markdown");
  if (printed.length > 0) {
    console.log(markdown(joinResults(await Promise.all(printed.map(readResults)))));
    return 0;
  }
  const counts = (call.text("counts") ?? "5000").split(",").map((text) => number(text, "counts"));
  const runs = number(call.text("runs") ?? "3", "runs");
  const names = chosenNames(call);
  const wants = (name: string) => names.includes(name);
  if (call.text("only") === "hugo" && !hugoVersion()) throw new UsageError("沒有安裝 Hugo，無法比較");
  const work = resolve(call.text("work") ?? join(tmpdir(), "open-data-catalogue-bench"));
  const json = resolve(call.text("json") ?? join(work, "bench-results.json"));
  const from = call.text("from");
  const source = [
    ...(from ? ["--from", from] : []),
    ...call.list("agencies").flatMap((file) => ["--agencies", file]),
  ];
  await mkdir(work, { recursive: true });
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
  } catch {
    throw new UsageError("測量需要 git");
  }
  const results: Results = {
    machine: machine(),
    runs,
    corpora: [],
    timings: [],
    comparisons: [],
    outputs: [],
    floors: [],
    searches: [],
    peers: [],
    failures: [],
  };
  const save = () => writeFile(json, `${JSON.stringify(results, null, 1)}\n`);
  const aside = startAside(say);
  if (wants("overdue")) results.overdue = await measureOverdue(work);
  for (const count of counts) {
    const root = join(work, `corpus-${count}`);
    const place = { root, out: join(work, "out"), cache: join(work, "cache") };
    await prepareCorpus(root, count, source, say);
    const stage = { count, runs, work, place, aside, results, wants, say, save };
    await measureCorpus(stage, wants("hugo") && results.machine.hugo ? [measurePeer] : []);
  }
  await save();
  console.log(markdown(results));
  say(`結果寫入 ${json}`);
  return results.failures.length > 0 ? 1 : 0;
}

await command(HELP, OPTIONS, run);
