import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addressOf, type Catalogue, type Dataset, type Distribution } from "../../src/catalogue/catalogue.ts";
import { describedColumns } from "../../src/catalogue/columns.ts";
import {
  type AddressEvidence,
  type Content,
  type EvidenceFile,
  evidencePath,
  QUALITY_HISTORY_PATH,
  type Visit,
} from "../../src/catalogue/quality/evidence.ts";
import type { Figures, QualityHistory, QualityPoint } from "../../src/catalogue/quality/types.ts";

/*
 * Evidence of quality that nobody gathered, of a real catalogue's datasets: every kind of finding, the same for the same
 * catalogue and day. Nothing of it is derived with the code that judges quality, so that tests can compare.
 */

const DAY_MS = 86_400_000;
/** Days before today on which addresses were visited, oldest first. */
const VISITED = [8, 5, 2, 1];
/** Shares in hundredths of what happens to addresses; the rest is alive and right. */
const FATES = [
  ["dead-404", 5],
  ["dead-host", 3],
  ["refused", 6],
  ["slow", 3],
  ["recovered", 4],
  ["failing", 3],
  ["page", 4],
  ["unvisited", 7],
  ["wrong-encoding", 5],
  ["wrong-columns", 8],
  ["stale", 7],
  ["incomplete-chain", 3],
] as const;
type Fate = (typeof FATES)[number][0] | "right";

/** A number of a text, the same everywhere, below a limit. */
export const numberOf = (text: string, limit: number): number =>
  createHash("sha256").update(text).digest().readUInt32BE(0) % limit;

function fateOf(url: string): Fate {
  let number = numberOf(url, 100);
  for (const [fate, share] of FATES) {
    if (number < share) return fate;
    number -= share;
  }
  return "right";
}

const utc = (today: string, daysBefore: number, url: string): string => {
  const time = Date.parse(today) - daysBefore * DAY_MS + numberOf(url, 3600) * 1000;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
};

const FINDINGS: Partial<Record<Fate, Pick<Visit, "verdict" | "reason" | "status">>> = {
  "dead-404": { verdict: "dead", reason: "http-404", status: 404 },
  "dead-host": { verdict: "dead", reason: "no-host" },
  failing: { verdict: "dead", reason: "http-404", status: 404 },
  recovered: { verdict: "dead", reason: "http-410", status: 410 },
  refused: { verdict: "unknown", reason: "http-refused", status: 403 },
  slow: { verdict: "unknown", reason: "timeout" },
  page: { verdict: "unknown", reason: "soft-404", status: 200 },
  "incomplete-chain": { verdict: "alive", reason: "tls-incomplete", status: 200 },
};

const ALIVE: Pick<Visit, "verdict" | "reason" | "status"> = { verdict: "alive", reason: "ok", status: 200 };

function visitsOf(fate: Fate, url: string, today: string): Visit[] {
  // What began to fail yesterday has failed on too few days to be dead; what failed once may have come back.
  const findingOn = (index: number) => {
    const finding = FINDINGS[fate] ?? ALIVE;
    if (fate === "failing") return index < 2 ? ALIVE : finding;
    if (fate === "recovered") return index < 3 ? finding : ALIVE;
    return finding;
  };
  return VISITED.map((days, index) => ({
    at: utc(today, days, url),
    ...findingOn(index),
    ms: 80 + numberOf(`${url} ms`, 900),
    read: findingOn(index).verdict === "alive" ? 4096 : 0,
  }));
}

function contentOf(fate: Fate, dataset: Dataset, distribution: Distribution, today: string): Content {
  const url = addressOf(distribution)!;
  const { format, characterSetCode: charset } = distribution;
  const described = describedColumns(dataset.file.fieldDescription ?? "").map(({ name }) => name);
  const isText = charset !== undefined && charset !== "none";
  const daysOld = fate === "stale" ? 900 : 3;
  return {
    at: utc(today, 1, url),
    contentType: format === "CSV" ? "text/csv" : "application/octet-stream",
    bytes: 1000 + numberOf(`${url} bytes`, 5_000_000),
    lastModified: utc(today, daysOld, url),
    attachment: true,
    ...(format ? { format } : {}),
    ...(isText ? { charset: fate === "wrong-encoding" ? "BIG5" : charset } : {}),
    ...(format === "CSV" && described.length > 0
      ? { columns: fate === "wrong-columns" ? ["甲欄", "乙欄"] : described, rows: 40 }
      : {}),
    sampled: 4096,
  };
}

function evidenceOf(
  dataset: Dataset,
  distribution: Distribution,
  today: string,
): AddressEvidence | undefined {
  const url = addressOf(distribution);
  const fate = url === undefined ? "unvisited" : fateOf(url);
  if (url === undefined || fate === "unvisited") return undefined;
  const visits = visitsOf(fate, url, today);
  const isRead = visits.at(-1)!.verdict === "alive";
  return { visits, ...(isRead ? { content: contentOf(fate, dataset, distribution, today) } : {}) };
}

/** Files of evidence, one for each agency with datasets. */
export function fakeEvidence(catalogue: Catalogue, today: string): EvidenceFile[] {
  const files = new Map<string, EvidenceFile>();
  for (const dataset of catalogue.datasets) {
    const { code } = dataset.agency;
    const file = files.get(code) ?? { version: 1, agency: code, addresses: {} };
    files.set(code, file);
    for (const distribution of dataset.file.distribution) {
      const found = evidenceOf(dataset, distribution, today);
      if (found) file.addresses[addressOf(distribution)!] = found;
    }
  }
  return [...files.values()];
}

/** The catalogue's figures of half a year, slowly rising. */
export function fakeHistory(catalogue: Catalogue, today: string): QualityHistory {
  const byAgency = Map.groupBy(catalogue.datasets, (dataset) => dataset.agency.code);
  const codes = [...byAgency.keys()].sort();
  const pointOf = (daysBefore: number): QualityPoint => {
    const day = new Date(Date.parse(today) - daysBefore * DAY_MS).toISOString().slice(0, 10);
    const figures = (code: string): Figures => {
      const datasets = byAgency.get(code)!;
      const links = datasets.reduce((sum, dataset) => sum + dataset.file.distribution.length, 0);
      const slope = numberOf(code, 60) - 15;
      const dead = Math.min(links, Math.round((links * (4 + daysBefore / 12)) / 100));
      return {
        datasets: datasets.length,
        alive: links - dead,
        dead,
        unknown: 0,
        threeStars: datasets.filter((d) => d.stars >= 3 && numberOf(d.identifier, 400) >= daysBefore).length,
        mqa: datasets.length * Math.round(325 - (slope * daysBefore) / 90),
        good: datasets.filter((d) => numberOf(d.identifier, 300) >= 60 + daysBefore / 2).length,
      };
    };
    return { day, agencies: Object.fromEntries(codes.map((code) => [code, figures(code)])) };
  };
  const days = [170, 139, 109, 78, 48, ...Array.from({ length: 34 }, (_, i) => 34 - i)];
  return { version: 1, points: days.map(pointOf) };
}

/**
 * Writes evidence and history as the branch of snapshots holds them.
 * @param folder where the branch is checked out
 * @param today YYYY-MM-DD in Taipei
 */
export async function writeFakeQuality(folder: string, catalogue: Catalogue, today: string): Promise<void> {
  const write = async (path: string, content: unknown) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(content)}\n`);
  };
  for (const file of fakeEvidence(catalogue, today)) await write(evidencePath(file.agency), file);
  await write(QUALITY_HISTORY_PATH, fakeHistory(catalogue, today));
}
