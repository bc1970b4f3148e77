import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Catalogue } from "../../catalogue/catalogue.ts";
import { assessQuality } from "../../catalogue/quality/assess.ts";
import {
  type AddressEvidence,
  type EvidenceFile,
  evidencePath,
  QUALITY_HISTORY_PATH,
  VISITS_KEPT,
} from "../../catalogue/quality/evidence.ts";
import {
  addPoint,
  EMPTY_HISTORY,
  readQualityHistory,
  writeQualityHistory,
} from "../../catalogue/quality/history.ts";
import { readEvidence, writeEvidence } from "../../catalogue/quality/snapshot.ts";
import type { CatalogueQuality } from "../../catalogue/quality/types.ts";
import { taipeiDay } from "../../catalogue/today.ts";
import { readBytes } from "../files.ts";
import { readQualitySnapshots } from "./evidence-files.ts";
import { listParts, type PartLine, readPart } from "./parts.ts";
import { addressesOf, hostOf } from "./shards.ts";

/** A visit may be ahead of the clock of whoever merges by this much; one further ahead would never grow old. */
const CLOCK_SKEW_MS = 3_600_000;

/** What a merge did. */
export interface MergeReport {
  /** Visits of the parts that were taken. */
  visits: number;
  /** Visits of addresses that the catalogue no longer holds, or that lie in the future. */
  dropped: number;
  /** Addresses with evidence. */
  addresses: number;
  /** Paths below the state's folder, in byte order. */
  written: string[];
  removed: string[];
  quality: CatalogueQuality;
}

export interface MergeOptions {
  catalogue: Catalogue;
  /** Folder with the shards' parts. */
  parts: string;
  /** Folder with the branch of snapshots. */
  state: string;
  now: Date;
  /** Told what could not be read, in Chinese. */
  problem: (message: string) => void;
}

/**
 * Brings the evidence up to date with what the shards found, and adds the day's point to the history. Writes only what
 * differs; the same parts, state and day give the same bytes.
 */
export async function mergeParts(options: MergeOptions): Promise<MergeReport> {
  const { catalogue, state, problem } = options;
  const wanted = wantedOf(catalogue);
  const fresh = await readFresh(options, new Set([...wanted.values()].flat()));
  const report = { visits: fresh.taken, dropped: fresh.dropped, addresses: 0 };
  const written: string[] = [];
  const removed: string[] = [];
  const agencies = [...new Set([...wanted.keys(), ...(await agenciesOf(state))])].sort();
  for (const agency of agencies) {
    const path = evidencePath(agency);
    const before = await readText(state, path);
    const addresses = mergeAgency(
      wanted.get(agency) ?? [],
      evidenceOfAgency(before, agency, problem),
      fresh.lines,
    );
    const count = Object.keys(addresses).length;
    report.addresses += count;
    if (count === 0 && before !== undefined) {
      await rm(join(state, path));
      removed.push(path);
    } else if (count > 0) {
      const text = writeEvidence({ version: 1, agency, addresses });
      if (await writeIfDiffers(state, path, before, text)) written.push(path);
    }
  }
  const { evidenceOf } = await readQualitySnapshots(state);
  const quality = assessQuality(catalogue, evidenceOf, catalogue.today);
  const before = await readText(state, QUALITY_HISTORY_PATH);
  const history = historyOf(before);
  // Unlike evidence, figures of past days can't be gathered again: a broken file is left for a person to restore.
  if ("problem" in history) {
    problem(`${QUALITY_HISTORY_PATH}：${history.problem}，沒有記下當天的數字；請由分支的歷史還原這個檔案`);
  } else {
    const text = writeQualityHistory(addPoint(history.history, catalogue.today, quality));
    if (await writeIfDiffers(state, QUALITY_HISTORY_PATH, before, text)) written.push(QUALITY_HISTORY_PATH);
  }
  return { ...report, written, removed, quality };
}

const historyOf = (text: string | undefined) =>
  text === undefined ? { history: EMPTY_HISTORY } : readQualityHistory(text);

/** Addresses by agency, in byte order. */
function wantedOf(catalogue: Catalogue): Map<string, string[]> {
  const wanted = new Map<string, string[]>();
  for (const [url, { agencies }] of addressesOf(catalogue)) {
    for (const agency of agencies) {
      const list = wanted.get(agency);
      if (list) list.push(url);
      else wanted.set(agency, [url]);
    }
  }
  return wanted;
}

/** From so many hosts on a part without any answer tells of the network of whoever checked, not of the hosts. */
const TELLING_HOSTS = 5;

/** Whether no host of several answered at all, be it with an error: then the checking machine was cut off. */
function isCutOff(lines: readonly PartLine[]): boolean {
  if (lines.some(({ visit }) => visit.verdict === "alive" || visit.status !== undefined)) return false;
  const hosts = new Set<string>();
  for (const { url, visit } of lines) {
    // What was judged by the address alone was never sent.
    if (visit.reason !== "forbidden-address" && visit.reason !== "address") hosts.add(hostOf(url));
  }
  return hosts.size >= TELLING_HOSTS;
}

/** Visits of all parts by address, as text, which takes less memory than the objects of a whole day. */
async function readFresh(
  { parts, now, problem }: MergeOptions,
  known: ReadonlySet<string>,
): Promise<{ lines: Map<string, string[]>; taken: number; dropped: number }> {
  const lines = new Map<string, string[]>();
  const latest = now.getTime() + CLOCK_SKEW_MS;
  let taken = 0;
  let dropped = 0;
  for (const path of await listParts(parts, problem)) {
    const skipped = (count: number) => problem(`${basename(path)} 有 ${count} 行不是檢查結果，略過`);
    const part: PartLine[] = [];
    for await (const line of readPart(path, skipped)) part.push(line);
    if (isCutOff(part)) {
      problem(
        `${basename(path)} 的 ${part.length} 次檢查沒有收到任何主機的 HTTP 回應，應是執行檢查的電腦連不上網路，這一片不採計`,
      );
      continue;
    }
    for (const line of part) {
      if (!known.has(line.url) || Date.parse(line.visit.at) > latest) {
        dropped++;
        continue;
      }
      taken++;
      const list = lines.get(line.url);
      if (list) list.push(JSON.stringify(line));
      else lines.set(line.url, [JSON.stringify(line)]);
    }
  }
  return { lines, taken, dropped };
}

async function agenciesOf(state: string): Promise<string[]> {
  const names = await readdir(join(state, dirname(evidencePath("")))).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw cause;
    },
  );
  return names.flatMap((name) => /^([A-Za-z0-9_]{10})\.json$/.exec(name)?.[1] ?? []);
}

async function readText(state: string, path: string): Promise<string | undefined> {
  const bytes = await readBytes(state, path);
  return bytes && new TextDecoder().decode(bytes);
}

function evidenceOfAgency(
  text: string | undefined,
  agency: string,
  problem: (message: string) => void,
): EvidenceFile["addresses"] {
  if (text === undefined) return {};
  const read = readEvidence(text, agency);
  if ("evidence" in read) return read.evidence.addresses;
  problem(`${evidencePath(agency)}：${read.problem}，重新累積`);
  return {};
}

function mergeAgency(
  urls: readonly string[],
  before: EvidenceFile["addresses"],
  fresh: ReadonlyMap<string, readonly string[]>,
): EvidenceFile["addresses"] {
  const addresses: [string, AddressEvidence][] = [];
  for (const url of urls) {
    const old = Object.hasOwn(before, url) ? before[url] : undefined;
    const lines = (fresh.get(url) ?? []).map((text) => JSON.parse(text) as PartLine);
    const merged = mergeAddress(old, lines);
    if (merged.visits.length > 0) addresses.push([url, merged]);
  }
  return Object.fromEntries(addresses);
}

/** Adds visits to what is known of an address: the last of each day in Taipei, the last days, the last content read. */
export function mergeAddress(old: AddressEvidence | undefined, fresh: readonly PartLine[]): AddressEvidence {
  const days = new Map(old?.visits.map((visit) => [taipeiDay(new Date(visit.at)), visit]));
  let content = old?.content;
  for (const line of fresh) {
    const day = taipeiDay(new Date(line.visit.at));
    const known = days.get(day);
    if (!known || known.at <= line.visit.at) days.set(day, line.visit);
    if (line.content && (!content || content.at <= line.content.at)) content = line.content;
  }
  const visits = [...days.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { visits: visits.slice(-VISITS_KEPT), ...(content ? { content } : {}) };
}

/** Writes a file beside its place and then in it, so that nobody reads half of one. */
async function writeIfDiffers(
  state: string,
  path: string,
  before: string | undefined,
  text: string,
): Promise<boolean> {
  if (text === before) return false;
  const full = join(state, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(`${full}.new`, text);
  await rename(`${full}.new`, full);
  return true;
}
