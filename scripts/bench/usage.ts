import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ingestLogs } from "../../src/adapters/usage/ingest.ts";
import { buildCatalogue, type Catalogue, sourceOf } from "../../src/catalogue/catalogue.ts";
import { sampleVocabularies, syntheticFiles } from "../../src/catalogue/fixtures.ts";
import { USAGE_PATH, type UsageSnapshot } from "../../src/catalogue/usage/totals.ts";
import { type Call, command, noPositionals, UsageError } from "../command.ts";
import { accessLog, type LogPlan } from "./usage-log.ts";

const HELP = `用法：npm run bench:usage -- [選項]

以產生的存取紀錄測量使用統計的速度與記憶體；裝有 GoAccess 時，對同一檔案輪流各量數次，取中位數，並逐一比較每個網頁的次數。
  --megabytes N  紀錄的大小，預設 400
  --datasets N   資料集數，預設 3000
  --pairs N      輪流幾次，預設 3
  --stream       不寫檔，直接由產生器讀取（測量大量紀錄的記憶體）；不比較
  --root DIR     與其他指令相同；這個指令不讀目錄
  --help         顯示這份說明

每個網頁的次數與 GoAccess 不同時，結束代碼為 1。`;

const LAST_DAY = "2026-11-20";
const NOW = new Date("2026-11-21T00:00:00Z");

interface Run {
  seconds: number;
  /** Of the processor, over all cores: what is left of the time where others use the machine too. */
  cpu: number;
  /** Peak resident memory in megabytes. */
  memory: number;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** A catalogue of so many datasets, without a list of programs: GoAccess counts robots too. */
function catalogueOf(count: number): Catalogue {
  const { agencies, datasets } = syntheticFiles(count);
  return buildCatalogue({
    settings: { name: "測試", nameEn: "Test", url: "https://data.example/", languages: ["zh-TW"] },
    vocabularies: sampleVocabularies(),
    today: LAST_DAY,
    agencies,
    datasets: datasets.map(sourceOf),
  });
}

const planOf = (catalogue: Catalogue, megabytes: number): LogPlan => ({
  bytes: megabytes * 1e6,
  pages: "/datasets/",
  identifiers: catalogue.datasets.map(({ identifier }) => identifier),
  resources: catalogue.datasets.flatMap(({ file }) => file.distribution.map(({ resourceID }) => resourceID)),
  days: 30,
  lastDay: LAST_DAY,
  seed: 1,
});

/** Runs a program to its end, with its time and its peak memory as the kernel counts it (GNU time). */
async function timed(program: string, args: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn("/usr/bin/time", ["-f", "%M %U %S", program, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-2000);
  });
  const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  if (code !== 0) throw new UsageError(`${program} 失敗：${told}`);
  const [kilobytes = Number.NaN, user = 0, system = 0] = told
    .trim()
    .split("\n")
    .at(-1)!
    .split(" ")
    .map(Number);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, cpu: user + system, memory: kilobytes / 1024 };
}

/** Reads the log in this process, which the measured runs start anew. */
async function ours(catalogue: Catalogue, log: string | Readable): Promise<Map<string, number>> {
  const snapshots = await mkdtemp(join(tmpdir(), "bench-usage-"));
  try {
    const start = performance.now();
    const logs = [typeof log === "string" ? log : { name: "stream", stream: log }];
    const done = await ingestLogs({ catalogue, snapshots, logs, format: "combined", now: NOW });
    const seconds = (performance.now() - start) / 1000;
    const ledger = (await stat(join(snapshots, "usage/ledger.json"))).size;
    const memory = process.resourceUsage().maxRSS / 1024;
    console.log(
      `${done.lines} lines, ${done.views} views, ${done.downloads} downloads; ${(done.bytes / 1e6 / seconds).toFixed(0)} MB/s, ${memory.toFixed(0)} MB, ledger ${(ledger / 1e6).toFixed(2)} MB`,
    );
    console.log(`not counted: ${JSON.stringify(done.left)}`);
    const { datasets } = JSON.parse(await readFile(join(snapshots, USAGE_PATH), "utf8")) as UsageSnapshot;
    return new Map(Object.entries(datasets).map(([identifier, [count]]) => [identifier, count]));
  } finally {
    await rm(snapshots, { recursive: true });
  }
}

/** Hits by identifier as GoAccess counts them: GET of a page that was answered with 200 or 304. */
async function theirs(log: string, report: string): Promise<Map<string, number>> {
  await timed("goaccess", [...goaccess(log, report), "--http-method=yes", "--max-items=100000", ...IGNORED]);
  const { requests } = JSON.parse(await readFile(report, "utf8")) as {
    requests: { data: { hits: { count: number }; method?: string; data: string }[] };
  };
  const hits = new Map<string, number>();
  for (const { hits: found, method, data } of requests.data) {
    const identifier = /^\/datasets\/([^/]{17})\/(?:index\.html)?$/.exec(data)?.[1];
    if (identifier === undefined || method !== "GET") continue;
    hits.set(identifier, (hits.get(identifier) ?? 0) + found.count);
  }
  return hits;
}

/** Statuses of the generated log that are no views. */
const IGNORED = ["--ignore-status=404"];

const goaccess = (log: string, report: string) => [
  log,
  "--log-format=COMBINED",
  "--no-global-config",
  "--no-progress",
  "-o",
  report,
];

async function compare(catalogue: Catalogue, plan: LogPlan, pairs: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-usage-log-"));
  try {
    const log = join(folder, "access.log");
    const report = join(folder, "report.json");
    await pipeline(Readable.from(accessLog(plan)), createWriteStream(log));
    const runs: Record<"ours" | "goaccess", Run[]> = { ours: [], goaccess: [] };
    const self = [import.meta.filename, "--datasets", String(plan.identifiers.length), "--only", log];
    const hasGoaccess = await timed("goaccess", ["--version"]).then(
      () => true,
      () => false,
    );
    for (let pair = 0; pair < pairs; pair++) {
      runs.ours.push(await timed(process.execPath, self));
      if (hasGoaccess) runs.goaccess.push(await timed("goaccess", goaccess(log, report)));
    }
    const megabytes = (await stat(log)).size / 1e6;
    for (const [name, list] of Object.entries(runs)) {
      if (list.length === 0) continue;
      const seconds = median(list.map((run) => run.seconds));
      const all = list.map((run) => run.seconds.toFixed(1)).join(", ");
      const cpu = median(list.map((run) => run.cpu));
      const memory = median(list.map((run) => run.memory));
      console.log(
        `${name}: ${(megabytes / seconds).toFixed(0)} MB/s (${(megabytes / cpu).toFixed(0)} MB for a second of the processor); ${seconds.toFixed(1)} s (${all}), processor ${cpu.toFixed(1)} s, ${memory.toFixed(0)} MB of memory`,
      );
    }
    const counted = await ours(catalogue, log);
    return hasGoaccess ? tellDifferences(counted, await theirs(log, report)) : 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function tellDifferences(counted: ReadonlyMap<string, number>, hits: ReadonlyMap<string, number>): number {
  const identifiers = [...new Set([...counted.keys(), ...hits.keys()])];
  const different = identifiers.filter(
    (identifier) => (counted.get(identifier) ?? 0) !== (hits.get(identifier) ?? 0),
  );
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  console.log(`pages compared: ${identifiers.length}; views ${sum(counted)}, GoAccess's hits ${sum(hits)}`);
  for (const identifier of different.slice(0, 20)) {
    console.log(
      `different: ${identifier} ${counted.get(identifier) ?? 0}, GoAccess ${hits.get(identifier) ?? 0}`,
    );
  }
  return different.length > 0 ? 1 : 0;
}

function numberOf(call: Call, option: string, standard: number): number {
  const text = call.text(option) ?? String(standard);
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--${option} 必須是正整數，不能是 ${text}`);
  return Number(text);
}

const OPTIONS = {
  megabytes: { type: "string" },
  datasets: { type: "string" },
  pairs: { type: "string" },
  stream: { type: "boolean" },
  // What the measured runs are started with.
  only: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  noPositionals(call);
  const catalogue = catalogueOf(numberOf(call, "datasets", 3000));
  const plan = planOf(catalogue, numberOf(call, "megabytes", 400));
  const only = call.text("only");
  if (only === undefined && !call.flag("stream")) return compare(catalogue, plan, numberOf(call, "pairs", 3));
  await ours(catalogue, only ?? Readable.from(accessLog(plan)));
  return 0;
});
