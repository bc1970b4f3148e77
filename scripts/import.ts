import { cp, readdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadVocabularies } from "../src/adapters/files.ts";
import { writeOutputs } from "../src/adapters/output.ts";
import { decode, TableError } from "../src/exchange/csv.ts";
import {
  describe,
  type ImportedFile,
  type ImportReport,
  importRecords,
  importRows,
  OBJECT_PROFILES,
  PROFILES,
  type Profile,
  type RegisterEntry,
  readRegister,
  readSource,
  reportCsv,
  reportJson,
  SourceError,
} from "../src/exchange/import/index.ts";
import { type Call, command, endProgress, progressLine, UsageError } from "./command.ts";
import { readBytes, readTable } from "./read-table.ts";

const OBJECTS = [...OBJECT_PROFILES].map(([name, label]) => `${name}（${label}）`);
const HELP = `用法：npm run import -- 設定檔 檔案 --out DIR [--agencies 機關清單]…

把其他平臺的資料集清單轉成目錄檔案。每一列（筆）不是匯入，就是在報告中說明原因；沒有對應欄位的值原樣保留。
  設定檔           表格：${[...PROFILES.values()].map(({ name, label }) => `${name}（${label}）`).join("、")}
                   物件：${OBJECTS.join("、")}
  檔案             表格為 CSV 或 JSON（物件陣列），物件為該格式的一個檔案；可為 .gz；編碼自動判斷（UTF-8、UTF-16、Big5）
  --out DIR        新目錄的資料夾，須不存在或是空的
  --agencies FILE  機關清單 CSV，可重複；欄位：機關代碼、機關名稱、英文名稱、上層機關、OID、官方網站
  --root DIR       提供 platform/（設定與詞彙表）的目錄，預設為本專案
  --help           顯示這份說明

新目錄會有 datasets/、agencies/、platform/ 以及 import-report.json、import-report.csv。`;

const OPTIONS = { out: { type: "string" }, agencies: { type: "string", multiple: true } } as const;

async function checkEmpty(out: string): Promise<void> {
  const entries = await readdir(out).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw new UsageError(`--out 指定的 ${out} 不是資料夾`);
  });
  if (entries.length > 0) throw new UsageError(`${out} 已有內容；請換一個資料夾，或先移走裡面的檔案`);
}

/** Hands the files on as they come, and keeps the report that follows the last one. */
function* filesOf(
  rows: Generator<ImportedFile, ImportReport>,
  done: (report: ImportReport) => void,
  progress: (files: number) => void,
): Generator<ImportedFile> {
  let count = 0;
  for (let next = rows.next(); ; next = rows.next()) {
    if (next.done) {
      done(next.value);
      return;
    }
    progress(++count);
    yield next.value;
  }
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
    `逐列結果見 ${join(out, "import-report.csv")}`,
  ].join("");
}

interface Import {
  files: Generator<ImportedFile, ImportReport>;
  /** How many rows or records there are. */
  total: number;
}

async function importTable(
  profile: Profile,
  file: string,
  call: Call,
  agencies: RegisterEntry[],
): Promise<Import> {
  const { table, decoded } = await readTable(file);
  console.error(`${file}：${decoded.encoding}，${table.headings.length} 欄，${table.rows.length} 列`);
  if (decoded.replaced > 0) console.error(`有 ${decoded.replaced} 個字元無法解碼，已於報告註明`);
  const vocabularies = await loadVocabularies(call.root);
  const source = { name: basename(file), encoding: decoded.encoding };
  return { files: importRows({ profile, table, vocabularies, agencies, source }), total: table.rows.length };
}

async function importObjects(
  profile: string,
  file: string,
  call: Call,
  agencies: RegisterEntry[],
): Promise<Import> {
  const bytes = await readBytes(file);
  const url = pathToFileURL(resolve(file)).href;
  const page = await readSource(profile, { bytes, url }, await loadVocabularies(call.root));
  const total = page.records.length + page.problems.length;
  console.error(`${file}：${total} 筆，其中 ${page.problems.length} 筆無法採用`);
  if (page.next) console.error(`這個檔案只是其中一頁，下一頁是 ${page.next}；逐日介接請用 npm run harvest`);
  const source = { name: basename(file), encoding: decode(bytes).encoding };
  return { files: importRecords({ profile, page, agencies, source }), total };
}

async function run(call: Call): Promise<number> {
  const [name, file, ...rest] = call.positionals;
  if (!name || !file || rest.length > 0) throw new UsageError("請寫一個設定檔名稱與一個檔案");
  const profile = PROFILES.get(name);
  if (!profile && !OBJECT_PROFILES.has(name)) {
    const names = [...PROFILES.keys(), ...OBJECT_PROFILES.keys()];
    throw new UsageError(`沒有設定檔「${name}」，可用的是：${names.join("、")}`);
  }
  const given = call.text("out");
  if (!given) throw new UsageError("請以 --out 指定新目錄的資料夾");
  const out = resolve(given);
  await checkEmpty(out);
  const agencies: RegisterEntry[] = [];
  for (const path of call.list("agencies"))
    agencies.push(...readRegister((await readTable(path)).table, path));
  const { files, total } = profile
    ? await importTable(profile, file, call, agencies)
    : await importObjects(name, file, call, agencies);
  let report: ImportReport | undefined;
  const progress = progressLine("寫入檔案");
  const keep = (finished: ImportReport) => {
    report = finished;
  };
  await writeOutputs(
    out,
    filesOf(files, keep, (count) => progress(count, total)),
  );
  endProgress();
  for (const part of ["vocabularies", "settings.yaml"]) {
    await cp(join(call.root, "platform", part), join(out, "platform", part), { recursive: true });
  }
  await writeFile(join(out, "import-report.json"), reportJson(report!));
  await writeFile(join(out, "import-report.csv"), reportCsv(report!));
  console.log(summarise(report!, out));
  if (report!.summary.imported > 0) return 0;
  console.error("沒有任何一列匯入，原因見報告");
  return 1;
}

await command(HELP, OPTIONS, async (call) => {
  try {
    return await run(call);
  } catch (cause) {
    if (!(cause instanceof TableError || cause instanceof SourceError)) throw cause;
    console.error(cause.message);
    return 1;
  }
});
