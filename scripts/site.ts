import { rm } from "node:fs/promises";
import { join } from "node:path";
import { renderPages, splitAddress } from "../src/adapters/build-site.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { readDatasetHistory } from "../src/adapters/history.ts";
import { copyFiles, writeOutputs } from "../src/adapters/output.ts";
import { readQualitySnapshots } from "../src/adapters/quality/evidence-files.ts";
import { readRegisterHistory } from "../src/adapters/register-history.ts";
import { report, summary } from "../src/adapters/report.ts";
import { loadReviewPlatform, reviewFilesExist } from "../src/adapters/review-platform.ts";
import { writeSearchIndex } from "../src/adapters/search-index.ts";
import { readReviewSnapshots } from "../src/adapters/snapshots.ts";
import { readUsageSnapshots } from "../src/adapters/usage-files.ts";
import { buildCatalogue } from "../src/catalogue/catalogue.ts";
import { pathOf } from "../src/catalogue/check.ts";
import { planOf } from "../src/catalogue/plan/plan.ts";
import { assessQuality } from "../src/catalogue/quality/assess.ts";
import { relatedDatasets } from "../src/catalogue/related.ts";
import { searchRecords } from "../src/catalogue/search-records.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { USAGE_PATH } from "../src/catalogue/usage/totals.ts";
import { usageOf } from "../src/catalogue/usage/usage.ts";
import { deskFiles } from "../src/desk/data.ts";
import { datasetYamlPath } from "../src/exchange/addresses.ts";
import { outputs } from "../src/exchange/outputs.ts";
import { authorisations } from "../src/review/authorisations.ts";
import { writeSnapshot } from "../src/review/queues.ts";
import { buildRegister } from "../src/review/register.ts";
import { provideContext } from "../src/site/context.ts";
import { endProgress, PROJECT, progressLine } from "./command.ts";

const RELATED = 5;
/** Data files that most datasets have: for the progress only. */
const FILES_PER_DATASET = 5;
const SHOWN_WARNINGS = 20;
const SHALLOW: Record<string, string> = {
  none: "；目錄不在 git 儲存庫中，或還沒有任何提交",
  shallow: "；儲存庫是淺層複製，無法得知完整歷史，請以完整複製（fetch-depth: 0）建置",
};

/** Says what a step did and how long it took. */
async function step<T>(label: string, work: () => Promise<T>, result: (value: T) => string): Promise<T> {
  const start = performance.now();
  const value = await work();
  endProgress();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.error(`${label}：${result(value)}（${seconds} 秒）`);
  return value;
}

/**
 * Checks a catalogue and builds its whole site: pages, data files, feeds, search index.
 * @param snapshots folder with the branch of snapshots, where there is one
 * @param today day for which it is built, YYYY-MM-DD in Taipei; a past one counts as of then what the files hold
 * @returns the site's base path, or undefined when an error stands and nothing was built
 */
export async function buildSite(
  root: string,
  out: string,
  snapshots?: string,
  today: string = taipeiDay(new Date()),
): Promise<{ base: string } | undefined> {
  const checked = await step(
    "檢查目錄",
    () => checkCatalogue(root, today, progressLine("檢查檔案")),
    (c) => summary(c.diagnostics, c.judged),
  );
  const errors = checked.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 || !checked.input) {
    process.stderr.write(report(errors, "text"));
    console.error("有錯誤，網站沒有建置。");
    return undefined;
  }
  const warnings = checked.diagnostics.length;
  if (warnings > 0 && warnings <= SHOWN_WARNINGS) process.stderr.write(report(checked.diagnostics, "text"));
  else if (warnings > 0) console.error(`有 ${warnings} 個警告；以 npm run validate 查看`);

  const catalogue = buildCatalogue({ ...checked.input, today });
  const { origin, base } = splitAddress(catalogue.settings.url);
  const history = await step(
    "讀取歷史紀錄",
    () => readDatasetHistory(root),
    (h) => `${h.entries.size} 個資料集${SHALLOW[h.depth] ?? ""}`,
  );
  const past = await step(
    "讀取使用紀錄",
    () => readRegisterHistory(root),
    (h) => `${h.changes.length} 筆${SHALLOW[h.depth] ?? ""}`,
  );
  const { operators, phrases } = (await reviewFilesExist(root))
    ? await loadReviewPlatform(root)
    : { operators: [], phrases: new Map<number, string>() };
  const register = {
    authorisations: authorisations(buildRegister(checked.input.agencies, operators)),
    changes: past.changes,
  };
  const reviews = snapshots === undefined ? undefined : await readReviewSnapshots(snapshots);
  for (const problem of reviews?.problems ?? []) console.error(`快照無法讀取，略過 ${problem}`);
  const shown = [...catalogue.datasets, ...catalogue.withdrawn];
  const { evidenceOf, history: qualityHistory, problems } = await readQualitySnapshots(snapshots);
  for (const problem of problems) console.error(`快照無法讀取，略過 ${problem}`);
  const quality = await step(
    "評估品質",
    async () => assessQuality(catalogue, evidenceOf, today),
    ({ total }) => `${total.datasets} 個資料集，失效連結 ${total.dead} 項`,
  );
  const counts = await readUsageSnapshots(snapshots);
  for (const problem of counts.problems) console.error(`快照無法讀取，略過 ${problem}`);
  const usage = usageOf(counts, catalogue);
  const opinions = reviews?.opinions ?? [];
  const plan = await step(
    "彙整行動方案",
    async () => planOf(catalogue, history.entries, usage),
    ({ flags }) => `${flags.length} 項逾期、未有或將到期的事項`,
  );
  let pages = 0;
  const pageProgress = progressLine("產生網頁");
  provideContext({
    catalogue,
    rendered: () => pageProgress(++pages, shown.length),
    history: history.entries,
    reviews: reviews?.history ?? new Map(),
    hasOverdueList: reviews?.overdue !== undefined,
    register,
    phrases,
    quality,
    evidenceOf,
    qualityHistory,
    plan,
    opinions,
    ...(reviews?.opinionsTakenAt ? { opinionsTakenAt: reviews.opinionsTakenAt } : {}),
    ...(usage ? { usage } : {}),
    related: relatedDatasets(catalogue.datasets, RELATED),
    byIdentifier: new Map(shown.map((d) => [d.identifier, d])),
    origin,
    base,
  });
  await rm(out, { recursive: true, force: true });
  await step(
    "產生網頁",
    () => renderPages({ project: PROJECT, out, url: catalogue.settings.url }),
    () => `${pages} 頁，其中 ${shown.length} 個資料集`,
  );
  await step(
    "產生資料檔",
    async () => {
      await copyFiles(
        shown.map((d) => ({
          from: join(root, pathOf(d.identifier)),
          to: join(out, datasetYamlPath(d.identifier)),
        })),
      );
      const fileProgress = progressLine("產生資料檔");
      const { submissions, overdue, usageTotals } = reviews ?? {};
      const lists = [
        ...(submissions ? [{ path: "review/submissions.json", content: writeSnapshot(submissions) }] : []),
        ...(overdue ? [{ path: "review/overdue.json", content: writeSnapshot(overdue) }] : []),
        ...(usageTotals ? [{ path: USAGE_PATH, content: `${JSON.stringify(usageTotals)}\n` }] : []),
      ];
      const written = await writeOutputs(
        out,
        outputs({
          catalogue,
          base,
          origin,
          register,
          history: history.entries,
          quality,
          evidenceOf,
          qualityHistory,
          plan,
          opinions,
          opinionsTakenAt: reviews?.opinionsTakenAt,
          usage,
        }),
        (n) => fileProgress(n, shown.length * FILES_PER_DATASET),
      );
      const desk = deskFiles({ catalogue, datasets: checked.input!.datasets, operators, phrases });
      const more = await writeOutputs(out, [...lists, ...desk]);
      return { files: written.files + more.files, bytes: written.bytes + more.bytes };
    },
    (w) => `${w.files} 個檔案、${(w.bytes / 1e6).toFixed(1)} MB`,
  );
  const progress = progressLine("建立搜尋索引");
  await step(
    "建立搜尋索引",
    () => writeSearchIndex(searchRecords(catalogue), out, (n) => progress(n, catalogue.datasets.length)),
    (s) => `${s.records} 筆、${(s.bytes / 1e6).toFixed(1)} MB`,
  );
  return { base };
}
