import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { splitAddress } from "../../src/adapters/build-site.ts";
import type { CheckedInput } from "../../src/adapters/catalogue.ts";
import { hashFolders } from "../../src/adapters/check/cache.ts";
import { readDatasetHistory } from "../../src/adapters/history.ts";
import { readQualitySnapshots } from "../../src/adapters/quality/evidence-files.ts";
import { readRegisterHistory } from "../../src/adapters/register-history.ts";
import { loadReviewPlatform, reviewFilesExist } from "../../src/adapters/review-platform.ts";
import { readReviewSnapshots } from "../../src/adapters/snapshots.ts";
import { readUsageSnapshots } from "../../src/adapters/usage-files.ts";
import { buildCatalogue } from "../../src/catalogue/catalogue.ts";
import { pathOf } from "../../src/catalogue/check.ts";
import type { HistoryEntry } from "../../src/catalogue/history.ts";
import { planOf } from "../../src/catalogue/plan/plan.ts";
import { assessQuality } from "../../src/catalogue/quality/assess.ts";
import { relatedDatasets } from "../../src/catalogue/related.ts";
import { USAGE_PATH } from "../../src/catalogue/usage/totals.ts";
import { usageOf } from "../../src/catalogue/usage/usage.ts";
import { deskFiles } from "../../src/desk/data.ts";
import { extentOf } from "../../src/exchange/extent.ts";
import type { OutputFile } from "../../src/exchange/output-file.ts";
import type { OutputsInput } from "../../src/exchange/outputs.ts";
import { authorisations } from "../../src/review/authorisations.ts";
import { writeSnapshot } from "../../src/review/queues.ts";
import { buildRegister } from "../../src/review/register.ts";
import type { SiteContext } from "../../src/site/context.ts";
import { labelsFile } from "../../src/site/label-dictionary.ts";
import { PATHS } from "../../src/site/urls.ts";
import { PROJECT } from "../command.ts";
import type { Step } from "./step.ts";

const RELATED = 5;
const SHALLOW: Record<string, string> = {
  none: "；目錄不在 git 儲存庫中，或還沒有任何提交",
  shallow: "；儲存庫是淺層複製，無法得知完整歷史，請以完整複製（fetch-depth: 0）建置",
};

/** What a site is built from. */
export interface Sources {
  /** The catalogue's folder. */
  root: string;
  /** Folder with the branch of snapshots, where there is one. */
  snapshots: string | undefined;
  /** Day for which it is built, YYYY-MM-DD in Taipei. */
  today: string;
  /** Folder that keeps what one run can use of another. */
  cache: string;
}

/** A site before it is written: what its pages and its files draw from. */
export interface Site {
  context: SiteContext;
  outputs: OutputsInput;
  /** The files of the desk and of the snapshots. */
  more: () => OutputFile[];
  /** All that every page and file may depend on besides the datasets: while it stays, unchanged ones need not be written anew. */
  key: string;
}

/** The code that builds the site, and the libraries that it leans on. */
const CODE = ["src", "scripts/build"].map((folder) => join(PROJECT, folder));
const CODE_FILES = ["astro.config.ts", "package-lock.json"].map((file) => join(PROJECT, file));

async function keyOf(sources: Sources, derived: unknown): Promise<string> {
  const { root, snapshots, today } = sources;
  const folders = [
    ...CODE,
    join(root, "agencies"),
    join(root, "platform"),
    ...(snapshots ? [snapshots] : []),
  ];
  const files = await Promise.all(CODE_FILES.map(async (file) => hash("sha1", await readFile(file))));
  return hash("sha1", JSON.stringify([await hashFolders(folders), files, today, process.version, derived]));
}

/**
 * Derives all that a site shows from a checked catalogue, its git history and the snapshots.
 * @param step is told what was read, and how long it took
 */
export async function assemble(sources: Sources, input: CheckedInput, step: Step): Promise<Site> {
  const { root, snapshots, today, cache } = sources;
  const problem = (text: string) => console.error(`快照無法讀取，略過 ${text}`);
  const catalogue = await step(
    "建立目錄",
    async () => buildCatalogue({ ...input, today }),
    ({ datasets, withdrawn }) => `${datasets.length} 個資料集上架中，${withdrawn.length} 個已下架`,
  );
  const { origin, base } = splitAddress(catalogue.settings.url);
  const [history, past] = await step(
    "讀取歷史紀錄",
    () => Promise.all([readDatasetHistory(root, cache), readRegisterHistory(root, cache)]),
    ([datasets, register]) =>
      `${datasets.entries.size} 個資料集，授權異動 ${register.changes.length} 筆${SHALLOW[datasets.depth] ?? ""}`,
  );
  const { operators, phrases } = (await reviewFilesExist(root))
    ? await loadReviewPlatform(root)
    : { operators: [], phrases: new Map<number, string>() };
  const register = {
    authorisations: authorisations(buildRegister(input.agencies, operators)),
    changes: past.changes,
  };
  const reviews = snapshots === undefined ? undefined : await readReviewSnapshots(snapshots);
  reviews?.problems.forEach(problem);
  const shown = [...catalogue.datasets, ...catalogue.withdrawn];
  const { evidenceOf, history: qualityHistory, problems } = await readQualitySnapshots(snapshots);
  problems.forEach(problem);
  const quality = await step(
    "評估品質",
    async () => assessQuality(catalogue, evidenceOf, today),
    ({ total }) => `${total.datasets} 個資料集，失效連結 ${total.dead} 項`,
  );
  const counts = await readUsageSnapshots(snapshots);
  counts.problems.forEach(problem);
  const usage = usageOf(counts, catalogue);
  const opinions = reviews?.opinions ?? [];
  const plan = await step(
    "彙整行動方案",
    async () => planOf(catalogue, history.entries, usage),
    ({ flags }) => `${flags.length} 項逾期、未有或將到期的事項`,
  );
  const related = await step(
    "尋找相關資料集",
    async () => relatedDatasets(catalogue.datasets, RELATED),
    (found) => `${found.size} 個資料集`,
  );
  const common = {
    catalogue,
    register,
    history: history.entries,
    quality,
    evidenceOf,
    qualityHistory,
    plan,
    opinions,
    origin,
    base,
  };
  const { submissions, overdue, usageTotals } = reviews ?? {};
  return {
    context: {
      ...common,
      reviews: reviews?.history ?? new Map(),
      hasOverdueList: overdue !== undefined,
      phrases,
      ...(reviews?.opinionsTakenAt ? { opinionsTakenAt: reviews.opinionsTakenAt } : {}),
      ...(usage ? { usage } : {}),
      related,
      fingerprints: new Map(
        shown.map(({ identifier }) => [identifier, fingerprint(identifier, input.hashes, history.entries)]),
      ),
      byIdentifier: new Map(shown.map((d) => [d.identifier, d])),
    },
    outputs: { ...common, opinionsTakenAt: reviews?.opinionsTakenAt, usage },
    more: () => [
      ...(submissions ? [{ path: "review/submissions.json", content: writeSnapshot(submissions) }] : []),
      ...(overdue ? [{ path: "review/overdue.json", content: writeSnapshot(overdue) }] : []),
      ...(usageTotals ? [{ path: USAGE_PATH, content: `${JSON.stringify(usageTotals)}\n` }] : []),
      { path: PATHS.labels, content: labelsFile(catalogue.vocabularies) },
      ...deskFiles({ catalogue, datasets: input.datasets, operators, phrases }),
    ],
    key: await keyOf(sources, [past.changes, history.depth, extentOf(catalogue)]),
  };
}

/** A dataset's state, as a short text: its file and its history. */
function fingerprint(
  identifier: string,
  hashes: ReadonlyMap<string, string>,
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
): string {
  const entries = history.get(identifier) ?? [];
  return `${hashes.get(pathOf(identifier))} ${entries.length} ${entries[0]?.commit}`;
}
