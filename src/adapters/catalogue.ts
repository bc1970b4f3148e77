import { lstat, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { isAnnouncementPath } from "../catalogue/announcements.ts";
import type { AgencyFile, CatalogueInput, DatasetFile, SettingsFile } from "../catalogue/catalogue.ts";
import {
  agencyCodeOf,
  type CheckContext,
  type Checked,
  checkDataset,
  identifierOf,
  pathOf,
  placeFindings,
} from "../catalogue/check.ts";
import { checkAgency } from "../catalogue/check-agency.ts";
import { checkAcross, type FileFindings, lockedBetween, parseQuietly } from "../catalogue/check-catalogue.ts";
import { applyFixes, compareDiagnostics, type Diagnostic, diagnostic } from "../catalogue/diagnostics.ts";
import { writtenGrants } from "../catalogue/grants.ts";
import { once } from "../catalogue/once.ts";
import type { PlanScope } from "../catalogue/plan/across.ts";
import { planAgencyOf, planKindOf } from "../catalogue/plan/paths.ts";
import { NO_PLAN_FILES, type PlanFile } from "../catalogue/plan/plan-files.ts";
import { normalise } from "../catalogue/schema/fields.ts";
import { validateSettings } from "../catalogue/schema/generated/platform-validators.js";
import { MAX_BYTES } from "../catalogue/source.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { CODEOWNERS_PATH, codeownersDiagnostics } from "../review/codeowners.ts";
import type { ChangedFile } from "../review/records.ts";
import { buildRegister } from "../review/register.ts";
import { readAnnouncements } from "./announcements.ts";
import { type CheckedSource, sourceOfCheck } from "./check/cache.ts";
import { checkDatasets, type Handing, type Progress } from "./check/datasets.ts";
import {
  type CatalogueFiles,
  listCatalogueFiles,
  loadVocabularies,
  PlatformError,
  readBytes,
  type TreeFile,
} from "./files.ts";
import { changesSince, findLegacyHolder, findRepository, GitError, type Repository, readAt } from "./git.ts";
import { loadReviewPlatform, type ReviewPlatform, reviewFilesExist } from "./review-platform.ts";

const LINE_ONE = { line: 1, column: 1 };

/** The platform folder's content. */
export interface Platform {
  settings: SettingsFile;
  vocabularies: Vocabularies;
}

/**
 * Reads settings and vocabularies.
 * @throws PlatformError naming the file and what is wrong
 */
export async function loadPlatform(root: string): Promise<Platform> {
  const file = "platform/settings.yaml";
  const fail = (path: string, cause: unknown): never => {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new PlatformError(path, missing ? "檔案不存在" : (cause as Error).message);
  };
  const text = await readFile(join(root, file), "utf8").catch((cause) => fail(file, cause));
  let settings: unknown;
  try {
    settings = normalise("settings", load(text, { schema: FAILSAFE_SCHEMA }));
  } catch (cause) {
    fail(file, cause);
  }
  if (!validateSettings(settings)) {
    const details = validateSettings.errors!.map((e) => `${e.instancePath.slice(1) || "檔案"} ${e.message}`);
    throw new PlatformError(file, details.join("；"));
  }
  const vocabularies = await loadVocabularies(root).catch((cause) => fail("platform/vocabularies", cause));
  return { settings: settings as SettingsFile, vocabularies };
}

/** What is needed to build a checked catalogue; of the datasets' files only the heads are at hand. */
export type CheckedInput = Omit<CatalogueInput, "today" | "datasets"> & {
  readonly datasets: readonly CheckedSource[];
  /** How another process comes by the datasets. */
  handing: Handing;
};

/** A checked catalogue: what was found, and what could be read. */
export interface CheckedCatalogue {
  diagnostics: Diagnostic[];
  /** How many files were judged. */
  judged: number;
  /** Present when the whole catalogue was checked and the platform folder could be read. */
  input?: CheckedInput;
}

type Read = { path: string } & (
  | { kind: "dataset"; checked: Checked<DatasetFile> }
  | { kind: "agency"; checked: Checked<AgencyFile> }
  | { kind: "plan"; checked: Checked<PlanFile> }
);

/** Where a check finds the catalogue's files. */
interface Tree {
  list: () => Promise<CatalogueFiles>;
  read: (path: string) => Promise<Uint8Array | undefined>;
}

const workTree = (root: string): Tree => ({
  list: () => listCatalogueFiles(root),
  read: (path) => readBytes(root, path),
});

const LINK_MODE = "120000";
const isJudged = (path: string) =>
  path.startsWith("datasets/") ||
  path.startsWith("agencies/") ||
  planKindOf(path) !== undefined ||
  isAnnouncementPath(path) ||
  path === CODEOWNERS_PATH;
const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

/** The work tree as a submission would leave it; the submission's files are bytes and never touch the disk. */
function submittedTree(root: string, submitted: readonly ChangedFile[]): Tree {
  const changed = new Map(submitted.map((file) => [file.path, file]));
  const overlay = (files: TreeFile[], isOne: (path: string) => boolean): TreeFile[] => {
    const added = submitted
      .filter((file) => isOne(file.path) && file.kind !== "deleted")
      .map(({ path, mode }): TreeFile => ({ path, kind: mode === LINK_MODE ? "symlink" : "file" }));
    return [...files.filter((file) => !changed.has(file.path)), ...added].sort(byPath);
  };
  return {
    async list() {
      const { datasets, agencies, platform } = await listCatalogueFiles(root);
      return {
        datasets: overlay(datasets, (path) => path.startsWith("datasets/")),
        agencies: overlay(agencies, (path) => path.startsWith("agencies/")),
        platform: overlay(platform, (path) => path.startsWith("platform/") && planKindOf(path) !== undefined),
      };
    },
    async read(path) {
      const file = changed.get(path);
      return file ? file.submitted : readBytes(root, path);
    },
  };
}

/** What kind of file a path stands for; an agency's folder also holds its files of the action plan. */
const readKindOf = (path: string): Read["kind"] =>
  path.startsWith("datasets/")
    ? "dataset"
    : /^agencies\/.*\/agency\.[A-Za-z]+$/i.test(path)
      ? "agency"
      : "plan";

/** The rules of the action plan's files: most submissions touch none, and a Markdown parser comes with them. */
const planRules = () => import("../catalogue/plan/files.ts");

/** What is wrong across the files of the action plan. */
async function planAcross(tree: Tree, scope: PlanScope): Promise<Diagnostic[]> {
  if (scope.files.length === 0) return [];
  const { checkPlanAcross } = await import("../catalogue/plan/across.ts");
  return placeAll(tree, checkPlanAcross(scope));
}

async function checkFile(tree: Tree, file: TreeFile, context: CheckContext): Promise<Read | undefined> {
  const { path } = file;
  const kind = readKindOf(path);
  if (file.kind === "symlink") {
    return { path, kind, checked: { path, diagnostics: [diagnostic("file/symlink", path, LINE_ONE, {})] } };
  }
  const bytes = await tree.read(path);
  if (!bytes) return undefined;
  if (kind === "dataset") return { path, kind, checked: checkDataset(path, bytes, context) };
  if (kind === "agency") return { path, kind, checked: checkAgency(path, bytes) };
  const { checkPlanFile } = await planRules();
  return { path, kind, checked: checkPlanFile(path, bytes) };
}

/** Checks files with a few reads under way at once; results come in the order of the files. */
async function checkFiles(
  tree: Tree,
  files: readonly TreeFile[],
  context: CheckContext,
  progress?: Progress,
): Promise<Read[]> {
  const results: (Read | undefined)[] = new Array(files.length);
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let i = next++; i < files.length; i = next++) {
      results[i] = await checkFile(tree, files[i]!, context);
      if (++done % 1000 === 0) progress?.(done, files.length);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return results.filter((r) => r !== undefined);
}

async function placeAll(tree: Tree, found: FileFindings): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const [path, findings] of found) {
    const bytes = (await tree.read(path)) ?? new Uint8Array();
    const name = planKindOf(path) ?? (path.startsWith("agencies/") ? "agency" : "dataset");
    diagnostics.push(...placeFindings(name, path, bytes, findings));
  }
  return diagnostics;
}

/** What was read, by kind, in the order of the files' paths. */
function byKind(reads: readonly Read[]) {
  return {
    agencies: reads.flatMap((r) => (r.kind === "agency" ? [r.checked] : [])),
    datasets: reads.flatMap((r) => (r.kind === "dataset" ? [r.checked] : [])),
    plan: reads.flatMap((r) => (r.kind === "plan" ? [r.checked] : [])),
  };
}

/** Whether a dataset's file is among those listed. */
function holderOf(files: CatalogueFiles): (identifier: string) => boolean {
  let paths: Set<string> | undefined;
  return (identifier) => {
    paths ??= new Set(files.datasets.map((file) => file.path));
    return paths.has(pathOf(identifier));
  };
}

/** The platform's part for reviews, or the diagnostic that says why it can't be read; a catalogue may have none. */
async function reviewPlatformOrProblem(
  root: string,
): Promise<ReviewPlatform | { problem: Diagnostic } | undefined> {
  if (!(await reviewFilesExist(root))) return undefined;
  try {
    return await loadReviewPlatform(root);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    return { problem: diagnostic("platform/invalid", cause.file, LINE_ONE, { detail: cause.message }) };
  }
}

/** What the platform's part for reviews has wrong, and where CODEOWNERS is not what the register generates. */
async function reviewDiagnostics(
  root: string,
  tree: Tree,
  agencies: readonly Checked<AgencyFile>[],
): Promise<Diagnostic[]> {
  const review = await reviewPlatformOrProblem(root);
  if (!review) return [];
  if ("problem" in review) return [review.problem];
  const bytes = await tree.read(CODEOWNERS_PATH);
  // A catalogue that is no repository of GitHub's has none.
  if (!bytes && !agencies.some(({ value }) => (value?.people ?? []).length > 0)) return [];
  const register = buildRegister(
    agencies.flatMap(({ value }) => (value ? [value] : [])),
    review.operators,
  );
  return codeownersDiagnostics(bytes && new TextDecoder().decode(bytes), register);
}

/** The platform folder, or the diagnostic that says why it can't be read: without it nothing can be judged. */
async function platformOrProblem(root: string): Promise<Platform | { problem: Diagnostic }> {
  try {
    return await loadPlatform(root);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    return { problem: diagnostic("platform/invalid", cause.file, LINE_ONE, { detail: cause.message }) };
  }
}

/**
 * Checks a whole catalogue.
 * @param root folder with datasets/, agencies/ and platform/
 * @param today YYYY-MM-DD in Taipei
 * @param cache file that keeps what the checks of datasets gave, from one run to the next
 */
export async function checkCatalogue(
  root: string,
  today: string,
  progress?: Progress,
  cache?: string,
): Promise<CheckedCatalogue> {
  const platform = await platformOrProblem(root);
  if ("problem" in platform) return { diagnostics: [platform.problem], judged: 0 };
  const context = { vocabularies: platform.vocabularies, today };
  const tree = workTree(root);
  const files = await tree.list();
  const reads = await checkFiles(tree, [...files.agencies, ...files.platform], context);
  const { agencies, plan } = byKind(reads);
  const { checks: datasets, handing } = await checkDatasets(root, files.datasets, context, {
    cache,
    progress,
  });
  const announcements = await readAnnouncements(root);
  const across = checkAcross({
    agencies,
    datasets: datasets.map(({ path, across }) => (across ? { path, value: across } : { path })),
    judged: () => true,
  });
  const diagnostics = [
    ...[...reads.map((r) => r.checked), ...datasets, ...announcements].flatMap((c) => c.diagnostics),
    ...(await placeAll(tree, across)),
    ...(await planAcross(tree, { files: plan, agencies, hasDataset: holderOf(files), judged: () => true })),
    ...(await reviewDiagnostics(root, tree, agencies)),
  ];
  const values = once(() => datasets.flatMap((checked) => sourceOfCheck(checked) ?? []));
  return {
    diagnostics: diagnostics.sort(compareDiagnostics),
    judged: reads.length + datasets.length,
    input: {
      ...platform,
      announcements: announcements.flatMap((a) => (a.value ? [a.value] : [])),
      plan: plan.length > 0 ? (await planRules()).planFiles(plan) : NO_PLAN_FILES,
      agencies: agencies.flatMap((a) => (a.value ? [a.value] : [])),
      handing,
      get datasets() {
        return values();
      },
    },
  };
}

/**
 * Checks what changed since a commit, and what the change breaks elsewhere. Other files are read only where a rule
 * compares them: the datasets of the agencies that the change touches.
 * @param base revision to compare with
 * @throws GitError when the catalogue is in no repository or the revision is unknown
 */
export async function checkChanges(root: string, today: string, base: string): Promise<CheckedCatalogue> {
  const repository = await findRepository(root);
  if (!repository) throw new GitError(`${root} 不在 git 儲存庫中，無法與 ${base} 比較`);
  const { start, changes } = await changesSince(repository, base);
  // Vocabularies and settings concern every dataset, so a change there judges them all.
  if (changes.some((c) => c.path.startsWith("platform/"))) {
    const whole = await checkCatalogue(root, today);
    const history = await checkAgainstBase(root, repository, start, changes, today);
    whole.diagnostics.push(...history);
    whole.diagnostics.sort(compareDiagnostics);
    return whole;
  }
  const result = await checkPart(root, today, workTree(root), changes);
  result.diagnostics.push(...(await checkAgainstBase(root, repository, start, changes, today)));
  result.diagnostics.sort(compareDiagnostics);
  return result;
}

/**
 * Checks a submission's files as they would stand on the main branch, and what they break elsewhere. They are data: none
 * is written to the disk. Files outside datasets/ and agencies/,
 * announcements and CODEOWNERS excepted, are not judged here.
 * @param root work tree of the main branch
 * @param today YYYY-MM-DD in Taipei
 */
export async function checkSubmission(
  root: string,
  today: string,
  files: readonly ChangedFile[],
): Promise<CheckedCatalogue> {
  const changes = files.filter((file) => isJudged(file.path));
  const tree = submittedTree(root, changes);
  const result = await checkPart(root, today, tree, changes);
  for (const { path, kind, oversize } of changes) {
    const identifier = identifierOf(path);
    if (oversize !== undefined && oversize > MAX_BYTES) {
      const args = { bytes: oversize, limit: MAX_BYTES };
      result.diagnostics.push(diagnostic("file/too-large", path, LINE_ONE, args));
    } else if (oversize !== undefined) result.diagnostics.push(diagnostic("file/unread", path, LINE_ONE, {}));
    if (kind === "deleted" && identifier) {
      result.diagnostics.push(diagnostic("file/deleted", path, LINE_ONE, { identifier }));
    }
  }
  for (const { path, published, submitted } of changes) {
    if (!identifierOf(path) || !published || !submitted) continue;
    result.diagnostics.push(...lockedDiagnostics(path, published, submitted, today));
  }
  result.diagnostics.sort(compareDiagnostics);
  return result;
}

/** Judges changed files, and others only where a changed one breaks them. */
async function checkPart(
  root: string,
  today: string,
  tree: Tree,
  changes: Changes,
): Promise<CheckedCatalogue> {
  const platform = await platformOrProblem(root);
  if ("problem" in platform) return { diagnostics: [platform.problem], judged: 0 };
  const context = { vocabularies: platform.vocabularies, today };
  // git looks through all datasets for them, and may do so while the rest is read.
  const holders = legacyHolders(root, tree, changes);
  holders.catch(() => {});
  const judged = new Set(changes.filter((c) => c.kind !== "deleted").map((c) => c.path));
  const codes = new Set<string>();
  const planCodes = new Set<string>();
  for (const { path } of changes) {
    const code = identifierOf(path)?.slice(0, 10) ?? agencyCodeOf(path);
    if (code) codes.add(code);
    const planCode = planKindOf(path) && planAgencyOf(path);
    if (planCode) planCodes.add(planCode);
  }
  const files = await tree.list();
  const register = files.agencies.filter((f) => readKindOf(f.path) === "agency");
  const registerReads = await checkFiles(tree, register, context);
  // An agency's files name meetings of those above it too.
  const parents = new Map(byKind(registerReads).agencies.map(({ value }) => [value?.code, value?.parent]));
  for (const code of planCodes) {
    const parent = parents.get(code);
    if (parent !== undefined) planCodes.add(parent);
  }
  const scope = [
    ...files.agencies.filter(
      (f) => readKindOf(f.path) === "plan" && (judged.has(f.path) || planCodes.has(f.path.slice(9, 19))),
    ),
    ...files.datasets.filter((f) => judged.has(f.path) || codes.has(f.path.slice(9, 19))),
    ...files.platform.filter((f) => judged.has(f.path)),
  ];
  const reads = [...registerReads, ...(await checkFiles(tree, scope, context))];
  const { agencies, datasets, plan } = byKind(reads);
  const numbers = await holders;
  const across = checkAcross({
    agencies,
    datasets,
    judged: (path) => judged.has(path),
    legacyHolder: (_, path) => numbers.get(path),
  });
  const diagnostics = reads.filter((r) => judged.has(r.path)).flatMap((r) => r.checked.diagnostics);
  for (const path of [...judged].filter(isAnnouncementPath)) {
    const bytes = await tree.read(path);
    const { checkAnnouncement } = await import("../catalogue/check-announcement.ts");
    if (bytes) diagnostics.push(...checkAnnouncement(path, bytes).diagnostics);
  }
  diagnostics.push(...(await placeAll(tree, across)));
  const planScope = {
    files: plan,
    agencies,
    hasDataset: holderOf(files),
    judged: (p: string) => judged.has(p),
  };
  diagnostics.push(...(await planAcross(tree, planScope)));
  diagnostics.push(...goneAgencies(changes, agencies, datasets));
  if (changes.some((c) => agencyCodeOf(c.path) !== undefined || c.path === CODEOWNERS_PATH)) {
    diagnostics.push(...(await reviewDiagnostics(root, tree, agencies)));
  }
  return { diagnostics: diagnostics.sort(compareDiagnostics), judged: judged.size };
}

type Changes = readonly Pick<ChangedFile, "path" | "kind">[];

/** Files elsewhere that hold the former numbers of changed datasets, by the changed file's path. */
async function legacyHolders(root: string, tree: Tree, changes: Changes): Promise<Map<string, string>> {
  const numbers = new Map<string, string>();
  let repository: Repository | undefined;
  for (const { path, kind } of changes) {
    if (kind === "deleted" || !identifierOf(path)) continue;
    const bytes = await tree.read(path);
    const number = bytes && parseQuietly(bytes)?.legacyID;
    if (typeof number !== "string" || !/^\d{1,9}$/.test(number)) continue;
    // A process of its own, which the many submissions without a former number can do without.
    repository ??= await findRepository(root);
    const holder = repository && (await findLegacyHolder(repository, number, path));
    // One that is changed too is compared as it would become.
    if (holder && !changes.some((c) => c.path === holder)) numbers.set(path, holder);
  }
  return numbers;
}

/** An agency that was removed while datasets, other agencies or roles still lean on it. */
function goneAgencies(
  changes: Changes,
  agencies: readonly Checked<AgencyFile>[],
  datasets: readonly Checked<DatasetFile>[],
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { path, kind } of changes) {
    const code = agencyCodeOf(path);
    if (kind !== "deleted" || !code) continue;
    const users = [
      ...datasets.filter((d) => identifierOf(d.path)?.startsWith(code)),
      ...agencies.filter(
        ({ value }) =>
          value && (value.parent === code || writtenGrants(value).some((grant) => grant.agency === code)),
      ),
    ];
    if (users.length === 0) continue;
    const args = { code, count: users.length, example: users[0]!.path };
    found.push(diagnostic("agency/in-use", path, LINE_ONE, args));
  }
  return found;
}

/** What only the comparison with the published state shows: deletions and locked fields. */
async function checkAgainstBase(
  root: string,
  repository: Repository,
  start: string,
  changes: Changes,
  today: string,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const { path, kind } of changes) {
    const identifier = identifierOf(path);
    if (!identifier) continue;
    if (kind === "deleted") {
      found.push(diagnostic("file/deleted", path, LINE_ONE, { identifier }));
      continue;
    }
    if (kind !== "modified" || (await lstat(join(root, path)).catch(() => undefined))?.isSymbolicLink())
      continue;
    const before = await readAt(repository, start, path);
    const after = await readBytes(root, path);
    if (before && after) found.push(...lockedDiagnostics(path, before, after, today));
  }
  return found;
}

const lockedDiagnostics = (
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  today: string,
): Diagnostic[] => placeFindings("dataset", path, after, lockedBetween(before, after, today));

const MAX_ROUNDS = 20;

/**
 * Applies the certain mends to the files, round by round, since one may reveal the next.
 * @param check gives the diagnostics that stand now
 * @returns how many mends were applied, and in which files
 */
export async function fixFiles(
  root: string,
  check: () => Promise<CheckedCatalogue>,
): Promise<{ applied: number; files: string[]; result: CheckedCatalogue }> {
  const files = new Set<string>();
  let applied = 0;
  let result = await check();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixable = Map.groupBy(
      result.diagnostics.filter((d) => d.fix),
      (d) => d.file,
    );
    if (fixable.size === 0) break;
    for (const [file, diagnostics] of fixable) {
      const bytes = await readBytes(root, file);
      if (!bytes) continue;
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const mended = applyFixes(text, diagnostics);
      await writeFile(join(root, file), mended.text);
      applied += mended.applied;
      files.add(file);
    }
    result = await check();
  }
  return { applied, files: [...files].sort(), result };
}
