import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { report, summary } from "../src/adapters/report.ts";
import { REASONS, type Reason } from "../src/adapters/usage/counter.ts";
import { type IngestReport, ingestLogs } from "../src/adapters/usage/ingest.ts";
import { LEDGER_DAYS } from "../src/adapters/usage/ledger.ts";
import { LOG_FORMATS, type LogFormat } from "../src/adapters/usage/read-log.ts";
import { SnapshotError } from "../src/adapters/usage/store.ts";
import { buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { command, endProgress, progressLine, UsageError } from "./command.ts";

const HELP = `用法：npm run usage -- --snapshots DIR [選項] 紀錄檔…

由網站的存取紀錄計算資料集的點擊次數與下載次數，累計到 DIR/usage/。同一份紀錄讀幾次都只算一次，不論檔名是否改變，紀錄
是否變長、輪替、壓縮或合併。只存次數，不存位址、使用者代理或任何一行紀錄。
  --snapshots DIR  snapshots 分支的資料夾；寫入 usage/days、usage/months、usage/datasets.json、usage/ledger.json
  --host HOST      紀錄屬於哪個主機，預設為本站；指定機關的主機時，依資料集的下載與存取網址計算下載次數
  --format FORMAT  auto（預設，由開頭判斷）、combined（Apache、nginx 的 common 與 combined 格式，可含虛擬主機）、
                   cloudfront（標準紀錄，含 #Fields）、goatcounter（匯出的 CSV）
  --root DIR       目錄的資料夾，預設為本專案
  --help           顯示這份說明
紀錄檔可以是 gzip 檔；- 表示標準輸入。

點擊：以 GET 取得資料集網頁（200、304）。下載：取得登錄的檔案（200，或由開頭起的 206），或網站記下的 usage/hit?download=…。
platform/usage-exclusions.yaml 所列的爬蟲、監測、連結預覽與本平臺的檢查都不計；curl 等程式只計下載，不計點擊。
${LEDGER_DAYS} 天以前的日期已經結算，不再接受紀錄。

結束代碼：0 完成；1 目錄有錯誤、有紀錄檔無法讀完，或累計的檔案有問題；2 參數不正確`;

const REASON_WORDS: Record<Reason, string> = {
  format: "無法辨認格式",
  long: "一行過長",
  unfinished: "最後一行還沒寫完，下次再讀",
  future: "時間在未來",
  closed: "日期已結算",
  host: "其他主機",
  method: "不是 GET",
  status: "沒有成功送出內容",
  partial: "只取檔案的一部分",
  path: "不是資料集網頁或下載",
  unknown: "目錄沒有的資料集或資源",
  own: "本平臺的檢查",
  robot: "爬蟲",
  monitor: "監測",
  preview: "連結預覽",
  tool: "程式瀏覽網頁",
  known: "先前算過",
};

const number = (value: number) => value.toLocaleString("en");

async function loadCatalogue(root: string, now: Date): Promise<Catalogue | undefined> {
  const today = taipeiDay(now);
  const { diagnostics, judged, input } = await checkCatalogue(root, today, progressLine("讀取目錄"));
  endProgress();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !input) {
    process.stderr.write(report(errors, "text"));
    console.error(`目錄有錯誤，沒有計算：${summary(diagnostics, judged)}`);
    return undefined;
  }
  return buildCatalogue({ ...input, today });
}

/** Size of the logs on disk, for the progress only; what is packed or piped in has more. */
async function megabytes(logs: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    logs.map(async (log) => (await stat(log).catch(() => undefined))?.size ?? 0),
  );
  return Math.floor(sizes.reduce((sum, size) => sum + size, 0) / 1_000_000);
}

function tell(done: IngestReport): void {
  const period = done.from === undefined ? "" : `，${done.from} 至 ${done.to}`;
  console.log(
    `讀取 ${number(done.lines)} 行（${number(done.bytes)} 位元組）${period}：點擊 ${number(done.views)} 次、下載 ${number(done.downloads)} 次`,
  );
  const left = REASONS.filter((reason) => done.left[reason] > 0);
  for (const reason of left) console.log(`  不計 ${REASON_WORDS[reason]} ${number(done.left[reason])} 行`);
  if (done.example !== undefined) console.log(`  無法辨認的第一行，形式為：${done.example}`);
  if (done.agentless > 0) {
    console.log(`  注意：${number(done.agentless)} 行沒有使用者代理（common 格式），其中的爬蟲無法剔除`);
  }
  if (done.shared > 0) {
    console.log(`  注意：${number(done.shared)} 個資源與編號較前者網址相同，下載計入編號最前者`);
  }
  console.log(done.written.length > 0 ? `寫入 ${done.written.length} 個檔案` : "統計沒有變動");
  for (const { log, problem } of done.problems) console.error(`${log}：${problem}`);
}

const OPTIONS = {
  snapshots: { type: "string" },
  host: { type: "string" },
  format: { type: "string" },
} as const;

await command(HELP, OPTIONS, async (call) => {
  const snapshots = call.text("snapshots");
  if (!snapshots) throw new UsageError("請以 --snapshots 指定資料夾");
  if (!(await stat(snapshots).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`--snapshots 指定的資料夾不存在：${snapshots}`);
  }
  const format = call.text("format") ?? "auto";
  if (!LOG_FORMATS.includes(format as LogFormat)) {
    throw new UsageError(`--format 應為 ${LOG_FORMATS.join("、")}，不能是 ${format}`);
  }
  const host = call.text("host");
  if (host !== undefined && !/^[A-Za-z0-9.-]{1,253}$/.test(host)) {
    throw new UsageError(`--host 應為主機名稱，如 data.example.gov.tw，不能是 ${host}`);
  }
  if (call.positionals.length === 0) throw new UsageError("請指定紀錄檔，或以 - 讀取標準輸入");
  if (call.positionals.filter((log) => log === "-").length > 1) throw new UsageError("標準輸入只能讀一次");
  const now = new Date();
  const catalogue = await loadCatalogue(call.root, now);
  if (!catalogue) return 1;
  const bytesLine = progressLine("讀取紀錄（MB）");
  const total = await megabytes(call.positionals);
  try {
    const done = await ingestLogs({
      catalogue,
      snapshots: resolve(snapshots),
      logs: call.positionals.map((log) => (log === "-" ? { name: "標準輸入", stream: process.stdin } : log)),
      format: format as LogFormat,
      ...(host === undefined ? {} : { host }),
      now,
      progress: (bytes) => bytesLine(Math.floor(bytes / 1_000_000), total),
    });
    endProgress();
    tell(done);
    return done.problems.length > 0 ? 1 : 0;
  } catch (cause) {
    endProgress();
    if (!(cause instanceof SnapshotError)) throw cause;
    console.error(cause.message);
    return 1;
  }
});
