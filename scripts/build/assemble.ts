import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildRecord } from "../../src/adapters/build-record.ts";
import { splitAddress } from "../../src/adapters/build-site.ts";
import type { CheckedInput } from "../../src/adapters/catalogue.ts";
import { type CheckedSource, hashFolders } from "../../src/adapters/check/cache.ts";
import { type HistoryAtHand, historyAtHand } from "../../src/adapters/git.ts";
import { type DatasetHistory, readDatasetHistory } from "../../src/adapters/history.ts";
import { readQualitySnapshots } from "../../src/adapters/quality/evidence-files.ts";
import { type RegisterHistory, readRegisterHistory } from "../../src/adapters/register-history.ts";
import { loadReviewPlatform, reviewFilesExist } from "../../src/adapters/review-platform.ts";
import { readReviewSnapshots } from "../../src/adapters/snapshots.ts";
import { readUsageSnapshots } from "../../src/adapters/usage-files.ts";
import { buildCatalogue, type Dataset } from "../../src/catalogue/catalogue.ts";
import type { HistoryEntry } from "../../src/catalogue/history.ts";
import { once } from "../../src/catalogue/once.ts";
import { planOf } from "../../src/catalogue/plan/plan.ts";
import { assessDataset, assessQuality } from "../../src/catalogue/quality/assess.ts";
import type { CatalogueQuality } from "../../src/catalogue/quality/types.ts";
import { relatedDatasets } from "../../src/catalogue/related.ts";
import { USAGE_PATH } from "../../src/catalogue/usage/totals.ts";
import { usageOf } from "../../src/catalogue/usage/usage.ts";
import { deskFiles } from "../../src/desk/data.ts";
import { extentOf } from "../../src/exchange/extent.ts";
import type { OutputFile } from "../../src/exchange/output-file.ts";
import { authorisations } from "../../src/review/authorisations.ts";
import { writeSnapshot } from "../../src/review/queues.ts";
import { buildRegister } from "../../src/review/register.ts";
import type { SiteContext } from "../../src/site/context.ts";
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
  /** The files of the desk and of the snapshots. */
  more: () => OutputFile[];
  /**
   * Judges the datasets' quality; agencies whose datasets are as they were keep their sums.
   * @param kept what a build with the same key found
   * @returns what this one found, for the next
   */
  assess: (kept: KeptTotals) => KeptTotals;
  /** All that every page and file may depend on besides the datasets: while it stays, unchanged ones need not be written anew. */
  key: () => string;
}

/** Sums of quality by agency, each with the state of the datasets that it was made of. */
export type KeptTotals = BuildRecord["quality"];

/** The code that builds the site, and the libraries that it leans on. */
const CODE = ["src", "scripts/build"].map((folder) => join(PROJECT, folder));
const CODE_FILES = ["astro.config.ts", "package-lock.json"].map((file) => join(PROJECT, file));

const codeKey = once((): string => {
  const files = CODE_FILES.map((file) => hash("sha1", readFileSync(file)));
  return [hashFolders(CODE), ...files, process.version].join(" ");
});

/**
 * What the bundle of a site's pages depends on.
 * @param url the site's address
 */
export const bundleKey = (url: string): string => hash("sha1", `${codeKey()} ${url}`);

function keyOf({ root, snapshots, today }: Sources, derived: unknown): string {
  const folders = [join(root, "agencies"), join(root, "platform"), ...(snapshots ? [snapshots] : [])];
  return hash("sha1", JSON.stringify([codeKey(), hashFolders(folders), today, derived]));
}

/** What git tells of the catalogue's past. */
export interface Past {
  atHand: HistoryAtHand;
  datasets: DatasetHistory;
  register: RegisterHistory;
}

/** Starts to read the past, which git can do while the catalogue is checked. A failure is told to whoever waits for it. */
export function readPast({ root, cache }: Sources): Promise<Past> {
  const past = Promise.all([
    historyAtHand(root),
    readDatasetHistory(root, cache),
    readRegisterHistory(root, cache),
  ]).then(([atHand, datasets, register]) => ({ atHand, datasets, register }));
  past.catch(() => {});
  return past;
}

/**
 * Brings together all that a site shows: a checked catalogue, its git history and the snapshots. What follows from them is
 * derived when it is first asked for.
 * @param step is told what was read, and how long it took
 */
export async function assemble(
  sources: Sources,
  input: CheckedInput,
  reading: Promise<Past>,
  step: Step,
): Promise<Site> {
  const { root, snapshots, today } = sources;
  const problem = (text: string) => console.error(`快照無法讀取，略過 ${text}`);
  const catalogue = await step(
    "建立目錄",
    async () => buildCatalogue({ ...input, today }),
    ({ datasets, withdrawn }) => `${datasets.length} 個資料集上架中，${withdrawn.length} 個已下架`,
  );
  const { origin, base } = splitAddress(catalogue.settings.url);
  const past = await step(
    "讀取歷史紀錄",
    () => reading,
    ({ datasets, register }) =>
      `${datasets.entries.size} 個資料集，授權異動 ${register.changes.length} 筆${SHALLOW[datasets.depth] ?? ""}`,
  );
  const history = past.datasets.entries;
  const { operators, phrases } = (await reviewFilesExist(root))
    ? await loadReviewPlatform(root)
    : { operators: [], phrases: new Map<number, string>() };
  const reviews = snapshots === undefined ? undefined : await readReviewSnapshots(snapshots);
  reviews?.problems.forEach(problem);
  const shown = [...catalogue.datasets, ...catalogue.withdrawn];
  const byIdentifier = new Map(shown.map((dataset) => [dataset.identifier, dataset]));
  const { evidenceOf, history: qualityHistory, problems } = await readQualitySnapshots(snapshots);
  problems.forEach(problem);
  const counts = await readUsageSnapshots(snapshots);
  counts.problems.forEach(problem);
  const usage = usageOf(counts, catalogue);
  let quality: CatalogueQuality | undefined;
  const plan = planOf(catalogue, history, usage);
  const related = once(() => relatedDatasets(catalogue.datasets, RELATED));
  const fingerprints = once(() => fingerprintsOf(input.datasets, history));
  const { submissions, overdue, usageTotals } = reviews ?? {};
  return {
    context: {
      catalogue,
      history,
      reviews: reviews?.history ?? new Map(),
      hasOverdueList: overdue !== undefined,
      get related() {
        return related();
      },
      get fingerprints() {
        return fingerprints();
      },
      byIdentifier,
      register: {
        authorisations: authorisations(buildRegister(input.agencies, operators)),
        changes: past.register.changes,
      },
      phrases,
      get quality() {
        quality ??= assessQuality(catalogue, evidenceOf, today);
        return quality;
      },
      qualityOf(identifier) {
        if (quality) return quality.datasets.get(identifier);
        const dataset = byIdentifier.get(identifier);
        if (!dataset || dataset.withdrawn) return undefined;
        return assessDataset(dataset, evidenceOf, catalogue.vocabularies, today);
      },
      evidenceOf,
      qualityHistory,
      plan,
      opinions: reviews?.opinions ?? [],
      opinionsTakenAt: reviews?.opinionsTakenAt,
      usage,
      base,
      origin,
    },
    assess(kept) {
      const states = agencyStates(catalogue.datasets, fingerprints());
      const known = (code: string) => {
        const found = kept[code];
        return found?.state === states.get(code) ? found?.totals : undefined;
      };
      quality = assessQuality(catalogue, evidenceOf, today, known);
      return Object.fromEntries(
        [...quality.agencies].map(([code, totals]) => [code, { state: states.get(code)!, totals }]),
      );
    },
    more: () => [
      ...(submissions ? [{ path: "review/submissions.json", content: writeSnapshot(submissions) }] : []),
      ...(overdue ? [{ path: "review/overdue.json", content: writeSnapshot(overdue) }] : []),
      ...(usageTotals ? [{ path: USAGE_PATH, content: `${JSON.stringify(usageTotals)}\n` }] : []),
      ...deskFiles({ catalogue, datasets: input.datasets, operators, phrases }),
    ],
    key: () => keyOf(sources, [past.register.changes, past.datasets.depth, extentOf(catalogue)]),
  };
}

/**
 * Derives what nearly every build needs, and says how long it took.
 * @param kept sums of quality that a build with the same key found
 * @returns those of this one
 */
export async function derive({ context, assess }: Site, kept: KeptTotals, step: Step): Promise<KeptTotals> {
  const found = await step(
    "評估品質",
    async () => assess(kept),
    () => `${context.quality.total.datasets} 個資料集，失效連結 ${context.quality.total.dead} 項`,
  );
  await step(
    "彙整行動方案",
    async () => context.plan.flags,
    (flags) => `${flags.length} 項逾期、未有或將到期的事項`,
  );
  return found;
}

/** State of each agency's own datasets. */
function agencyStates(
  datasets: readonly Dataset[],
  fingerprints: ReadonlyMap<string, string>,
): Map<string, string> {
  const parts = new Map<string, string>();
  for (const { identifier, agency } of datasets) {
    parts.set(agency.code, `${parts.get(agency.code) ?? ""}${fingerprints.get(identifier)}\n`);
  }
  return new Map([...parts].map(([code, text]) => [code, hash("sha1", text)]));
}

/** Each dataset's state, as a short text: which it is, its file and its history. */
function fingerprintsOf(
  datasets: readonly CheckedSource[],
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
): Map<string, string> {
  const fingerprint = (identifier: string, content: string) => {
    const entries = history.get(identifier) ?? [];
    return hash("sha1", `${identifier} ${content} ${entries.length} ${entries[0]?.commit}`, "base64url");
  };
  return new Map(
    datasets.map(({ head: { identifier }, hash: content }) => [identifier, fingerprint(identifier, content)]),
  );
}
