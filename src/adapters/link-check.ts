import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { DatasetFile } from "../catalogue/catalogue.ts";
import { identifierOf } from "../catalogue/check.ts";
import { parseQuietly } from "../catalogue/check-catalogue.ts";
import type { Visit } from "../catalogue/quality/evidence.ts";
import { REASONS } from "../catalogue/quality/reasons.ts";
import { MAX_BYTES } from "../catalogue/source.ts";
import type { LinkResult } from "../review/status-comment.ts";
import type { Progress } from "./check/datasets.ts";
import { listCatalogueFiles, readBytes } from "./files.ts";
import { changesSince, findRepository, GitError } from "./git.ts";
import {
  type BudgetDetail,
  type Probe,
  type ProbeOptions,
  type ProbeTarget,
  probeAll,
} from "./quality/probe.ts";
import { contentFindings } from "./quality/probe-findings.ts";

/** An address of a distribution, as an officer wrote it: it may be anything. */
export interface LinkTarget extends ProbeTarget {
  resourceID: string;
  /** 主要欄位說明 of the dataset. */
  fieldDescription?: string;
}

/** What was found at an address (mission R3); `detail` holds the program's own words only. */
export interface CheckedLink extends LinkResult {
  /** HTTP status of the last answer. */
  status?: number;
  /** As the server says, cut to 100 characters. */
  contentType?: string;
  /** Size of the whole file as the server says. */
  bytes?: number;
}

const LIMITS = {
  /** Addresses in one run; the rest is reported as not checked. */
  addresses: 200,
  concurrent: 8,
  perHost: 2,
  pauseMs: 200,
  longestPauseMs: 10_000,
  addressMs: 15_000,
  runMs: 300_000,
};

const LONGEST_URL = 2048;

export interface LinkCheckOptions extends Pick<ProbeOptions, "lookup" | "allows" | "site"> {
  limits?: Partial<typeof LIMITS>;
  progress?: Progress;
}

/**
 * Visits addresses and says which lead to something, and what that is (mission R3). Addresses are a stranger's: see
 * link-guard.ts. Never throws, whatever they are.
 * @returns one result for each target, in their order
 */
export async function checkLinks(
  targets: readonly LinkTarget[],
  options: LinkCheckOptions = {},
): Promise<CheckedLink[]> {
  const { progress, limits: own, ...rest } = options;
  const limits = { ...LIMITS, ...own };
  const keyOf = ({ url, wantsFile, formats }: LinkTarget) => JSON.stringify([url, wantsFile, formats]);
  const distinct = [...new Map(targets.map((target) => [keyOf(target), target])).values()];
  const visited = distinct.slice(0, limits.addresses);
  const probes = new Map<string, Probe>();
  await probeAll(
    visited,
    { ...rest, limits, progress: (done) => progress?.(done, visited.length) },
    (target, probe) => {
      probes.set(keyOf(target), probe);
    },
  );
  return targets.map((target) => {
    const place = { resourceID: target.resourceID, url: target.url.slice(0, LONGEST_URL) };
    const probe = probes.get(keyOf(target));
    if (!probe) {
      return { ...place, verdict: "unknown", detail: `未檢查：一次最多檢查 ${limits.addresses} 個網址` };
    }
    return { ...place, ...resultOf(probe, target) };
  });
}

const NOT_VISITED: Record<BudgetDetail, string> = {
  run: "未檢查：整體檢查時間已用完",
  host: "未檢查：同一主機的網址太多",
  "host-rests": "未檢查：主機沒有回應，或要求稍後再試",
};

/** Reasons whose sentence leaves open which status it was. */
const WITH_STATUS: ReadonlySet<Visit["reason"]> = new Set([
  "http-refused",
  "http-client",
  "http-server",
  "http-odd",
]);

function detailOf({ reason, status, detail }: Visit): string {
  if (reason === "budget") return NOT_VISITED[detail as BudgetDetail];
  const { zh } = REASONS[reason];
  if (WITH_STATUS.has(reason) && status !== undefined) return `${zh}（HTTP ${status}）`;
  return reason === "tls" || reason === "other" ? `${zh}${detail ? `（${detail}）` : ""}` : zh;
}

function resultOf({ visit, content }: Probe, target: LinkTarget): Omit<CheckedLink, "resourceID" | "url"> {
  const findings = content ? contentFindings(content, target) : [];
  return {
    verdict: visit.verdict,
    detail: detailOf(visit),
    ...(findings.length > 0 ? { findings } : {}),
    ...(visit.status === undefined ? {} : { status: visit.status }),
    ...(content?.contentType ? { contentType: content.contentType } : {}),
    ...(content?.bytes === undefined ? {} : { bytes: content.bytes }),
  };
}

/**
 * Collects the addresses of distributions: of the datasets that changed since a commit, or of all.
 * @param base revision to compare with
 * @throws GitError when the catalogue is in no repository or the revision is unknown
 */
export async function linkTargets(root: string, base?: string): Promise<LinkTarget[]> {
  let paths: string[];
  if (base === undefined) {
    paths = (await listCatalogueFiles(root)).datasets.map((f) => f.path);
  } else {
    const repository = await findRepository(root);
    if (!repository) throw new GitError(`${root} 不在 git 儲存庫中，無法與 ${base} 比較`);
    const { changes } = await changesSince(repository, base);
    paths = changes.filter((c) => c.kind !== "deleted").map((c) => c.path);
  }
  const targets: LinkTarget[] = [];
  for (const path of paths) {
    if (!identifierOf(path)) continue;
    const file = await lstat(join(root, path)).catch(() => undefined);
    if (!file?.isFile() || file.size > MAX_BYTES) continue;
    const bytes = await readBytes(root, path);
    const dataset = bytes && parseQuietly(bytes);
    if (dataset) targets.push(...targetsOf(dataset));
  }
  return targets;
}

/** The addresses of a dataset that nobody has checked yet, so that each of its fields may be anything. */
function targetsOf(dataset: DatasetFile): LinkTarget[] {
  const distributions: unknown = dataset.distribution;
  if (!Array.isArray(distributions)) return [];
  const { fieldDescription } = dataset as Record<string, unknown>;
  const described = typeof fieldDescription === "string" ? { fieldDescription } : {};
  return distributions.flatMap((distribution: Record<string, unknown> | null): LinkTarget[] => {
    const { resourceID, format, characterSetCode, downloadURL, accessURL } = distribution ?? {};
    const id = typeof resourceID === "string" ? resourceID.slice(0, 100) : "";
    const formats = typeof format === "string" ? [format.slice(0, 40)] : [];
    const charsets = typeof characterSetCode === "string" ? [characterSetCode.slice(0, 40)] : [];
    const isPage = formats.some((each) => /^html?$/i.test(each));
    return [
      ...(typeof downloadURL === "string"
        ? [{ resourceID: id, url: downloadURL, formats, charsets, wantsFile: !isPage, ...described }]
        : []),
      // What an address of access leads to may be a page on the file as well.
      ...(typeof accessURL === "string"
        ? [{ resourceID: id, url: accessURL, formats: [], charsets: [], wantsFile: false }]
        : []),
    ];
  });
}
