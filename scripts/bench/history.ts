import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { command, noPositionals, UsageError } from "../command.ts";
import { addCommit, makeRepository } from "./history-repository.ts";

const HELP = `用法：npm run bench:history -- [選項]

以一個目錄的檔案產生有許多提交的儲存庫，測量從 git 讀取所有資料集歷史紀錄與授權異動的時間，包含程序啟動：沒有快取時、
有快取時、快取之後多一個提交時。各量數次，印出中位數、最短與最長，以及程序用過的最大記憶體。
  --commits N  第一個提交之後的提交數，預設 100000；每個改一個資料集的一個欄位
  --runs N     各量幾次，預設 3
  --json       最後另印一行 JSON
  --root DIR   取用哪個目錄的檔案，預設為本專案
  --help       顯示這份說明`;

const READ = join(import.meta.dirname, "history-read.ts");
const run = promisify(execFile);

interface Reading {
  seconds: number;
  /** Peak of the reading process itself, without git's. */
  megabytes: number;
  datasets: number;
}

async function read(repository: string, cache?: string): Promise<Reading> {
  const start = performance.now();
  const { stdout } = await run(process.execPath, [READ, repository, ...(cache ? [cache] : [])]);
  const seconds = (performance.now() - start) / 1000;
  const { datasets, kilobytes } = JSON.parse(stdout) as { datasets: number; kilobytes: number };
  return { seconds, megabytes: Math.round(kilobytes / 1024), datasets };
}

function summary(readings: readonly Reading[]) {
  const seconds = readings.map((reading) => reading.seconds).sort((a, b) => a - b);
  const rounded = (number: number) => Math.round(number * 1000) / 1000;
  return {
    median: rounded(seconds[Math.floor(seconds.length / 2)]!),
    least: rounded(seconds[0]!),
    most: rounded(seconds.at(-1)!),
    megabytes: Math.max(...readings.map(({ megabytes }) => megabytes)),
  };
}

const options = { commits: { type: "string" }, runs: { type: "string" }, json: { type: "boolean" } } as const;

await command(HELP, options, async (call) => {
  noPositionals(call);
  const number = (option: string, usual: number) => {
    const text = call.text(option) ?? String(usual);
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--${option} 應為 1 至 9999999，不能是 ${text}`);
    return Number(text);
  };
  const commits = number("commits", 100_000);
  const runs = number("runs", 3);
  const folder = await mkdtemp(join(tmpdir(), "bench-history-"));
  const [repository, cache] = [join(folder, "catalogue"), join(folder, "cache")];
  try {
    console.error(`產生 ${commits} 個提交……`);
    await makeRepository(call.root, repository, commits);
    const cold: Reading[] = [];
    for (let index = 0; index < runs; index++) cold.push(await read(repository));
    await read(repository, cache);
    const cached: Reading[] = [];
    const next: Reading[] = [];
    for (let index = 1; index <= runs; index++) {
      cached.push(await read(repository, cache));
      await addCommit(repository, commits + index);
      next.push(await read(repository, cache));
    }
    const result = {
      datasets: cold[0]!.datasets,
      commits,
      cold: summary(cold),
      cached: summary(cached),
      next: summary(next),
    };
    console.log(`${result.datasets} 個資料集，${commits} 個提交`);
    for (const [label, { median, least, most, megabytes }] of [
      ["沒有快取", result.cold],
      ["有快取", result.cached],
      ["快取之後多一個提交", result.next],
    ] as const) {
      const spread = `${least.toFixed(2)}–${most.toFixed(2)}`;
      console.log(`${label}：中位數 ${median.toFixed(2)} 秒（${spread}），記憶體最多 ${megabytes} MB`);
    }
    if (call.flag("json")) console.log(JSON.stringify(result));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
