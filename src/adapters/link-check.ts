import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Dispatcher, request } from "undici";
import type { DatasetFile } from "../catalogue/catalogue.ts";
import { identifierOf } from "../catalogue/check.ts";
import { parseQuietly } from "../catalogue/check-catalogue.ts";
import { MAX_BYTES } from "../catalogue/source.ts";
import type { LinkResult } from "../review/status-comment.ts";
import type { Progress } from "./catalogue.ts";
import { listCatalogueFiles, readBytes } from "./files.ts";
import { changesSince, findRepository, GitError } from "./git.ts";
import { ForbiddenAddressError, type GuardOptions, guardedAgent } from "./link-guard.ts";

/** An address of a distribution, as an officer wrote it: it may be anything. */
export interface LinkTarget {
  resourceID: string;
  url: string;
  /** A file is meant, so that a web page in its place is suspicious. */
  wantsFile: boolean;
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

type Finding = Omit<CheckedLink, "resourceID" | "url">;

const LIMITS = {
  /** Addresses in one run; the rest is reported as not checked. */
  addresses: 200,
  concurrent: 8,
  perHost: 2,
  redirects: 5,
  addressMs: 15_000,
  runMs: 300_000,
};

const SAMPLE_BYTES = 4096;
const LONGEST_URL = 2048;
const GRACE_MS = 100;
const HEADERS = {
  "user-agent": "open-data-catalogue-link-check/1.0",
  accept: "*/*",
  "accept-encoding": "identity",
  range: `bytes=0-${SAMPLE_BYTES - 1}`,
};

export interface LinkCheckOptions extends Pick<GuardOptions, "lookup" | "allows"> {
  limits?: Partial<typeof LIMITS>;
  progress?: Progress;
}

/**
 * Visits addresses and says which lead to something (mission R3). Addresses are a stranger's: see link-guard.ts.
 * Never throws, whatever they are.
 * @returns one result for each target, in their order
 */
export async function checkLinks(
  targets: readonly LinkTarget[],
  options: LinkCheckOptions = {},
): Promise<CheckedLink[]> {
  const limits = { ...LIMITS, ...options.limits };
  const dispatcher = guardedAgent({
    ...(options.lookup ? { lookup: options.lookup } : {}),
    ...(options.allows ? { allows: options.allows } : {}),
    connections: limits.perHost,
    connectTimeoutMs: limits.addressMs,
  });
  const run = AbortSignal.timeout(limits.runMs);
  const groups = [...Map.groupBy(targets, (target) => `${target.wantsFile} ${target.url}`).values()];
  const findings = new Map<LinkTarget, Finding>();
  const settle = (group: readonly LinkTarget[], finding: Finding) => {
    for (const target of group) findings.set(target, finding);
  };
  for (const group of groups.slice(limits.addresses)) {
    settle(group, unknown(`未檢查：一次最多檢查 ${limits.addresses} 個網址`));
  }
  const waiting = groups.slice(0, limits.addresses);
  const total = waiting.length;
  const busy = new Map<string, number>();
  /** Takes the first address whose host has room; undefined where every host in the queue is busy. */
  const take = () => {
    const index = waiting.findIndex(([first]) => (busy.get(hostOf(first!.url)) ?? 0) < limits.perHost);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  let done = 0;
  const start = async (group: LinkTarget[]): Promise<void> => {
    const target = group[0]!;
    const host = hostOf(target.url);
    busy.set(host, (busy.get(host) ?? 0) + 1);
    settle(group, await visit(target, dispatcher, run, limits));
    busy.set(host, busy.get(host)! - 1);
    options.progress?.(++done, total);
  };
  const underWay = new Set<Promise<void>>();
  for (;;) {
    while (underWay.size < limits.concurrent) {
      const group = take();
      if (!group) break;
      const task: Promise<void> = start(group).finally(() => underWay.delete(task));
      underWay.add(task);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay);
  }
  await dispatcher.destroy();
  return targets.map((target) => ({
    resourceID: target.resourceID,
    url: target.url.slice(0, LONGEST_URL),
    ...findings.get(target)!,
  }));
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");

/** What the server said, whatever follows from it. */
type Answer = Pick<Finding, "status" | "contentType" | "bytes">;

const unknown = (detail: string, answer: Answer = {}): Finding => ({ verdict: "unknown", detail, ...answer });
const dead = (detail: string, answer: Answer = {}): Finding => ({ verdict: "dead", detail, ...answer });

/** Visits one address; what it takes longer than its time is not waited for. */
async function visit(
  target: LinkTarget,
  dispatcher: Dispatcher,
  run: AbortSignal,
  limits: typeof LIMITS,
): Promise<Finding> {
  if (run.aborted) return unknown("未檢查：整體檢查時間已用完");
  const signal = AbortSignal.any([run, AbortSignal.timeout(limits.addressMs)]);
  // Looking up a name can't be aborted, so the time limit must be able to win by itself; what came by then is judged.
  const timeUp = new Promise<never>((_, fail) => {
    signal.addEventListener("abort", () => setTimeout(fail, GRACE_MS, signal.reason), { once: true });
  });
  timeUp.catch(() => {});
  try {
    return await Promise.race([follow(target, dispatcher, signal, limits.redirects), timeUp]);
  } catch (cause) {
    return explain(cause);
  }
}

/** Asks for the beginning of what stands at an address, along its redirects; each of them is judged anew. */
async function follow(
  target: LinkTarget,
  dispatcher: Dispatcher,
  signal: AbortSignal,
  redirects: number,
): Promise<Finding> {
  let address = target.url;
  let base: URL | undefined;
  for (let hop = 0; hop <= redirects; hop++) {
    const url = address.length <= LONGEST_URL ? (URL.parse(address, base) ?? undefined) : undefined;
    const turned = base ? "轉址後的" : "";
    if (!url) return unknown(`${turned}網址格式不正確`);
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      return unknown(`${turned}網址不是 http 或 https，無法檢查`);
    }
    if (url.username !== "" || url.password !== "") return unknown(`${turned}網址含有帳號或密碼，不予檢查`);
    const response = await request(url, { dispatcher, signal, headers: HEADERS });
    const { statusCode: status, headers } = response;
    const location = one(headers.location);
    if (status >= 300 && status < 400 && location) {
      response.body.on("error", () => {}).destroy();
      base = url;
      address = location;
      continue;
    }
    const sample = await sampleOf(response.body);
    const contentType = one(headers["content-type"])?.slice(0, 100);
    const bytes = sizeOf(headers, status);
    return judge(status, sample, one(headers["content-encoding"]) !== undefined, target.wantsFile, {
      status,
      ...(contentType ? { contentType } : {}),
      ...(bytes === undefined ? {} : { bytes }),
    });
  }
  return unknown(`轉址超過 ${redirects} 次`);
}

type Headers = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Size of the whole file: from the range that was sent, or of the whole answer. */
function sizeOf(headers: Headers, status: number): number | undefined {
  const text =
    status === 206
      ? /^bytes \d+-\d+\/(\d{1,15})$/.exec(one(headers["content-range"]) ?? "")?.[1]
      : /^\d{1,15}$/.exec(one(headers["content-length"]) ?? "")?.[0];
  return text === undefined ? undefined : Number(text);
}

/** The first bytes of a body; the rest is never read. One that stops halfway still shows that something is there. */
async function sampleOf(body: Dispatcher.ResponseData["body"]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= SAMPLE_BYTES) break;
    }
  } catch (cause) {
    if (length === 0) throw cause;
  }
  body.on("error", () => {}).destroy();
  return Buffer.concat(chunks).subarray(0, SAMPLE_BYTES);
}

/** The beginning of a web page, whatever the server calls it: many send every file as text/html. */
const HTML = /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;

function judge(
  status: number,
  sample: Buffer,
  encoded: boolean,
  wantsFile: boolean,
  answer: Answer,
): Finding {
  if (status === 404 || status === 410) return dead(`HTTP ${status}：找不到檔案`, answer);
  if (status === 401 || status === 403) return unknown(`HTTP ${status}：需要登入或拒絕存取`, answer);
  if (status === 429) return unknown("HTTP 429：伺服器要求放慢，請稍後人工確認", answer);
  if (status >= 500) return unknown(`HTTP ${status}：伺服器發生錯誤`, answer);
  if (status < 200 || status > 299) return unknown(`HTTP ${status}：無法確認`, answer);
  if (sample.length === 0) return unknown("回傳的內容是空的", answer);
  const isPage = encoded
    ? /^(text\/html|application\/xhtml\+xml)\b/i.test(answer.contentType ?? "")
    : HTML.test(sample.toString("utf8"));
  if (isPage && wantsFile) return unknown("回傳的是網頁", answer);
  return { verdict: "alive", detail: "可正常開啟", ...answer };
}

const TIMED_OUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;
const TLS = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** Says in Chinese why a visit failed; of a hostile server's words nothing is repeated. */
function explain(cause: unknown): Finding {
  if (cause instanceof ForbiddenAddressError) return dead("網址指向內部或保留的網路位址，民眾無法連線");
  const error = (cause ?? {}) as { name?: unknown; code?: unknown; errors?: { code?: unknown }[] };
  if (error.name === "TimeoutError") return unknown("逾時沒有回應");
  if (error.name === "HTTPParserError") return unknown("伺服器的回應不是 HTTP");
  const codes = [error, ...(Array.isArray(error.errors) ? error.errors : [])]
    .map(({ code }) => code)
    .filter((code) => typeof code === "string");
  if (codes.includes("ENOTFOUND")) return dead("找不到這個主機名稱");
  if (codes.includes("ECONNREFUSED")) return dead("伺服器拒絕連線");
  if (codes.some((code) => TIMED_OUT.test(code))) return unknown("逾時沒有回應");
  const tls = codes.find((code) => TLS.test(code));
  if (tls) return unknown(`安全連線（TLS）失敗：${tls}`);
  const plain = codes.find((code) => /^[A-Z0-9_]{1,40}$/.test(code));
  return unknown(plain ? `連線失敗：${plain}` : "連線失敗");
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
  return distributions.flatMap((distribution: Record<string, unknown> | null) => {
    const { resourceID, format, downloadURL, accessURL } = distribution ?? {};
    const id = typeof resourceID === "string" ? resourceID.slice(0, 100) : "";
    const isPage = typeof format === "string" && /^html?$/i.test(format);
    return [
      ...(typeof downloadURL === "string" ? [{ resourceID: id, url: downloadURL, wantsFile: !isPage }] : []),
      ...(typeof accessURL === "string" ? [{ resourceID: id, url: accessURL, wantsFile: false }] : []),
    ];
  });
}
