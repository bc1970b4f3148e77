import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { toVocabularies, VOCABULARY_NAMES, type Vocabularies } from "../src/catalogue/vocabulary.ts";
import {
  type Decoded,
  decode,
  parseCsv,
  parseJsonRows,
  type Table,
  TableError,
} from "../src/exchange/csv.ts";
import {
  describe,
  type ImportReport,
  importRows,
  PROFILES,
  type Profile,
  readRegister,
  reportCsv,
  reportJson,
} from "../src/exchange/import/index.ts";

const PLATFORM = join(import.meta.dirname, "..", "platform");

const HELP = `用法：npm run import -- 設定檔 檔案 --out 資料夾 [--agencies 機關清單]…

  設定檔      ${[...PROFILES.values()].map(({ name, label }) => `${name}（${label}）`).join("、")}
  檔案        CSV 或 JSON（物件陣列）；可為 .gz；編碼自動判斷（UTF-8、UTF-16、Big5）
  --out       新目錄的資料夾，須不存在或是空的
  --agencies  機關清單 CSV，可重複；欄位：機關代碼、機關名稱、英文名稱、上層機關、OID、官方網站
  --help      顯示本說明

資料夾會有 datasets/、agencies/、platform/ 以及 import-report.json、import-report.csv。
`;

class UsageError extends Error {}

interface Request {
  profile: Profile;
  file: string;
  out: string;
  agencies: string[];
}

function readRequest(args: string[]): Request | undefined {
  const options = {
    out: { type: "string" },
    agencies: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
  } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`不認得的參數：${(error as Error).message}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [name, file, ...rest] = positionals;
  if (!name || !file || rest.length > 0) throw new UsageError("請寫一個設定檔名稱與一個檔案");
  const profile = PROFILES.get(name);
  if (!profile) throw new UsageError(`沒有設定檔「${name}」，可用的是：${[...PROFILES.keys()].join("、")}`);
  if (!values.out) throw new UsageError("請以 --out 指定新目錄的資料夾");
  return { profile, file, out: values.out, agencies: values.agencies ?? [] };
}

function readTable(path: string): { table: Table; decoded: Decoded } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (error) {
    throw new UsageError(`無法讀取檔案 ${path}：${(error as Error).message}`);
  }
  const decoded = decode(bytes);
  const isJson = /\.json(\.gz)?$/i.test(path) || /^\s*\[\s*\{/.test(decoded.text);
  return { table: isJson ? parseJsonRows(decoded.text) : parseCsv(decoded.text), decoded };
}

function readVocabularies(): Vocabularies {
  const parsed: Record<string, unknown> = {};
  for (const name of VOCABULARY_NAMES) {
    const text = readFileSync(join(PLATFORM, "vocabularies", `${name}.yaml`), "utf8");
    parsed[name] = load(text, { schema: FAILSAFE_SCHEMA });
  }
  return toVocabularies(parsed);
}

function prepare(out: string): void {
  if (existsSync(out) && (!statSync(out).isDirectory() || readdirSync(out).length > 0)) {
    throw new UsageError(`${out} 已存在且不是空資料夾。請換一個資料夾，或先移走裡面的檔案`);
  }
  mkdirSync(out, { recursive: true });
}

function run({ profile, file, out, agencies }: Request): ImportReport {
  const { table, decoded } = readTable(file);
  process.stderr.write(
    `${file}：${decoded.encoding}，${table.headings.length} 欄，${table.rows.length} 列\n`,
  );
  if (decoded.replaced > 0) process.stderr.write(`有 ${decoded.replaced} 個字元無法解碼，已於報告註明\n`);
  const entries = agencies.flatMap((path) => readRegister(readTable(path).table, path));
  const files = importRows({
    profile,
    table,
    vocabularies: readVocabularies(),
    agencies: entries,
    source: { name: basename(file), encoding: decoded.encoding },
  });
  // The first file shows that the columns fit; only then is anything written.
  let next = files.next();
  prepare(out);
  const folders = new Set<string>();
  for (let count = 1; !next.done; next = files.next(), count++) {
    const path = join(out, next.value.path);
    const folder = dirname(path);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(path, next.value.content);
    if (count % 10_000 === 0) process.stderr.write(`已寫入 ${count} 個檔案\n`);
  }
  cpSync(join(PLATFORM, "vocabularies"), join(out, "platform", "vocabularies"), { recursive: true });
  cpSync(join(PLATFORM, "settings.yaml"), join(out, "platform", "settings.yaml"));
  const report = next.value;
  writeFileSync(join(out, "import-report.json"), reportJson(report));
  writeFileSync(join(out, "import-report.csv"), reportCsv(report));
  return report;
}

function summarise({ summary }: ImportReport, out: string): string {
  const counts = (codes: Record<string, number>) =>
    Object.entries(codes).map(
      ([code, count]) => `  ${String(count).padStart(7)}  ${code} ${describe(code)}\n`,
    );
  return [
    `共 ${summary.rows} 列：匯入 ${summary.imported}，未匯入 ${summary.skipped}；`,
    `機關 ${summary.agencies.total} 個，其中暫用代碼 ${summary.agencies.provisional} 個\n`,
    ...(summary.skipped > 0 ? ["未匯入的原因：\n", ...counts(summary.skippedByReason)] : []),
    "附註（列數）：\n",
    ...counts(summary.rowsByNote),
    `逐列結果見 ${join(out, "import-report.csv")}\n`,
  ].join("");
}

try {
  const request = readRequest(process.argv.slice(2));
  if (!request) {
    process.stdout.write(HELP);
  } else {
    const report = run(request);
    process.stdout.write(summarise(report, request.out));
    if (report.summary.imported === 0) {
      process.stderr.write("沒有任何一列匯入，原因見報告\n");
      process.exitCode = 1;
    }
  }
} catch (error) {
  if (!(error instanceof UsageError || error instanceof TableError)) throw error;
  process.stderr.write(`${error.message}\n${error instanceof UsageError ? `\n${HELP}` : ""}`);
  process.exitCode = 1;
}
