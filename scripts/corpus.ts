import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadVocabularies } from "../src/adapters/files.ts";
import { writeOutputs } from "../src/adapters/output.ts";
import { type Table, TableError } from "../src/exchange/csv.ts";
import { type RegisterEntry, readRegister } from "../src/exchange/import/index.ts";
import { historyOf } from "./bench/corpus/commits.ts";
import { type CorpusFile, makeCorpus, readYaml } from "./bench/corpus/corpus.ts";
import { drawRows, inventRows } from "./bench/corpus/rows.ts";
import { type Call, command, endProgress, noPositionals, progressLine, UsageError } from "./command.ts";
import { readTable } from "./read-table.ts";

const HELP = `用法：npm run corpus -- --count N --out DIR [選項]

產生測量用的目錄：每個資料集都有完整的詮釋資料，內容為編造，同樣的選項產生同樣的檔案。
  --count N        資料集數，預設 5000
  --seed S         亂數種子，預設 1
  --out DIR        新目錄的資料夾，須不存在或是空的
  --from FILE      data.gov.tw 的資料集清單（CSV 或 JSON，可為 .gz），取用其名稱、機關、格式與網址；
                   資料集數多於列數時，再取一輪並改寫名稱。省略時以本專案的機關編造
  --agencies FILE  機關清單 CSV，可重複；與 npm run import 相同
  --commits M      另建 git 儲存庫：先一次加入全部檔案，再有 M 次變更，每次一個資料集；預設 0，不建儲存庫
  --root DIR       提供 platform/（設定與詞彙表）與機關的目錄，預設為本專案
  --help           顯示這份說明`;

const TEXT = { type: "string" } as const;
const OPTIONS = {
  count: TEXT,
  seed: TEXT,
  out: TEXT,
  from: TEXT,
  commits: TEXT,
  agencies: { type: "string", multiple: true },
} as const;

function wholeNumber(call: Call, name: string, standard: number): number {
  const text = call.text(name) ?? String(standard);
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} 必須是整數，不能是 ${text}`);
  return Number(text);
}

/** The catalogue's own agencies, as a list of agencies would have them. */
async function ownAgencies(root: string): Promise<RegisterEntry[]> {
  type Entry = RegisterEntry & { parent?: string };
  const entries: Entry[] = [];
  for (const code of (await readdir(join(root, "agencies"))).sort()) {
    const text = await readFile(join(root, "agencies", code, "agency.yaml"), "utf8");
    const { name, nameEn, oid, website, parent } = readYaml(text) as Entry;
    entries.push({
      name,
      code,
      ...(nameEn ? { nameEn } : {}),
      ...(oid ? { oid } : {}),
      ...(website ? { website } : {}),
      ...(parent ? { parent } : {}),
    });
  }
  return entries.map(({ parent, ...entry }) => {
    const above = entries.find(({ code }) => code === parent);
    return above ? { ...entry, parentName: above.name } : entry;
  });
}

async function rowsOf(call: Call, count: number, seed: number) {
  const agencies: RegisterEntry[] = [];
  for (const path of call.list("agencies")) {
    agencies.push(...readRegister((await readTable(path)).table, path));
  }
  const from = call.text("from");
  if (from) return { table: drawRows((await readTable(from)).table, count, seed), agencies };
  const own = [...(await ownAgencies(call.root)), ...agencies];
  return { table: inventRows(own, count, seed) as Table, agencies: own };
}

async function filesBelow(root: string, folder: string): Promise<CorpusFile[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const read = paths.sort().map(async (path) => ({
    path: path.replaceAll("\\", "/"),
    content: await readFile(join(root, path), "utf8"),
  }));
  return Promise.all(read);
}

/** Makes the repository from the files; they get the content of the last commit. */
async function writeHistory(out: string, files: CorpusFile[], commits: number, seed: number): Promise<void> {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: out, stdio: ["ignore", "ignore", 2] });
  git("init", "--quiet", "--initial-branch=main");
  const importer = spawn("git", ["fast-import", "--quiet", "--done"], {
    cwd: out,
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(importer, "close");
  for (const piece of historyOf(files, commits, seed)) {
    if (!importer.stdin.write(piece)) await once(importer.stdin, "drain");
  }
  importer.stdin.end();
  const [status] = await ended;
  if (status !== 0) throw new Error(`git fast-import: ${status}`);
}

async function run(call: Call): Promise<number> {
  noPositionals(call);
  const count = wholeNumber(call, "count", 5000);
  const seed = wholeNumber(call, "seed", 1);
  const commits = wholeNumber(call, "commits", 0);
  const given = call.text("out");
  if (!given) throw new UsageError("請以 --out 指定新目錄的資料夾");
  const out = resolve(given);
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0) throw new UsageError(`${out} 已有內容；請換一個資料夾`);
  for (const part of ["vocabularies", "settings.yaml"]) {
    await cp(join(call.root, "platform", part), join(out, "platform", part), { recursive: true });
  }
  const { table, agencies } = await rowsOf(call, count, seed);
  const vocabularies = await loadVocabularies(call.root);
  const files: CorpusFile[] = [];
  const making = progressLine("產生檔案");
  for (const file of makeCorpus({ table, agencies, vocabularies, seed })) {
    files.push(file);
    making(files.length, count);
  }
  endProgress();
  if (commits > 0) {
    await writeHistory(out, [...(await filesBelow(out, "platform")), ...files], commits, seed);
  }
  const writing = progressLine("寫入檔案");
  const { bytes } = await writeOutputs(out, files, (done) => writing(done, files.length));
  endProgress();
  if (commits > 0) {
    for (const args of [
      ["read-tree", "HEAD"],
      ["update-index", "-q", "--refresh"],
    ]) {
      execFileSync("git", args, { cwd: out });
    }
  }
  const datasets = files.filter(({ path }) => path.startsWith("datasets/")).length;
  console.log(
    `${datasets} 個資料集、${files.length - datasets} 個機關，共 ${bytes} 位元組，寫入 ${out}` +
      (commits > 0 ? `；git 儲存庫有 ${commits + 1} 次提交` : ""),
  );
  return 0;
}

await command(HELP, OPTIONS, async (call) => {
  try {
    return await run(call);
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause;
    console.error(cause.message);
    return 1;
  }
});
