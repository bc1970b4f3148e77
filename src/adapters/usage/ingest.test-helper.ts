import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Catalogue } from "../../catalogue/catalogue.ts";
import { sampleCatalogue } from "../../catalogue/fixtures.ts";
import { countedPaths } from "../../catalogue/usage/counted-paths.ts";
import { agentKinds } from "../../catalogue/usage/exclusions.ts";
import { Counter } from "./counter.ts";
import { type IngestOptions, type IngestReport, ingestLogs } from "./ingest.ts";
import { Intake } from "./intake.ts";
import { Ledger } from "./ledger.ts";
import { readLog } from "./read-log.ts";

/** The sample's catalogue, with a short list of programs. */
export const CATALOGUE: Catalogue = {
  ...sampleCatalogue(),
  plan: {
    ...sampleCatalogue().plan,
    usageExclusions: {
      agents: [
        { text: "bot/", kind: "robot" },
        { text: "curl/", kind: "tool" },
        { text: "open-data-catalogue-link-check", kind: "own" },
      ],
    },
  },
};

export const NOW = new Date("2026-03-20T00:00:00Z");
export const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";

const MONTHS = ["Jan", "Feb", "Mar"];

/** A line of the combined format; seconds count from the beginning of 10 March 2026 in Taipei. */
export function line(second: number, path: string, agent = BROWSER, status = 200, method = "GET"): string {
  const at = new Date(Date.parse("2026-03-10T00:00:00Z") + second * 1000);
  const [date, time] = at.toISOString().slice(0, 19).split("T") as [string, string];
  const stamp = `${date.slice(8)}/${MONTHS[Number(date.slice(5, 7)) - 1]}/2026:${time} +0800`;
  return `198.51.100.${second % 250} - - [${stamp}] "${method} ${path} HTTP/1.1" ${status} 512 "-" "${agent}"\n`;
}

export const page = (identifier: string) => `/catalogue/datasets/${identifier}/`;
export const hit = (resource: string) => `/catalogue/usage/hit?download=${resource}`;

/** A folder of snapshots with what was counted in it. */
export class Snapshots {
  readonly folder: string;
  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Snapshots> {
    return new Snapshots(await mkdtemp(join(tmpdir(), "usage-")));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  /** Reads logs, one after another in one run. */
  ingest(logs: readonly (string | Buffer)[], options: Partial<IngestOptions> = {}): Promise<IngestReport> {
    return ingestLogs({
      catalogue: CATALOGUE,
      snapshots: this.folder,
      format: "auto",
      now: NOW,
      logs: logs.map((log, place) => ({ name: `log ${place}`, stream: Readable.from([Buffer.from(log)]) })),
      ...options,
    });
  }

  /** Text by path of all files, the ledger's included. */
  async files(): Promise<Map<string, string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
    const texts = await Promise.all(paths.sort().map((path) => readFile(path, "utf8")));
    return new Map(texts.map((text, place) => [paths.sort()[place]!.slice(this.folder.length + 1), text]));
  }

  /** Counts without the ledger and without the time. */
  async counts(): Promise<Record<string, unknown>> {
    const result: Record<string, unknown> = {};
    for (const [path, text] of await this.files()) {
      if (path === "usage/ledger.json") continue;
      const { takenAt: _, ...value } = JSON.parse(text) as Record<string, unknown>;
      result[path] = value;
    }
    return result;
  }
}

/** The counting without files: what a folder would hold, and the ledger as text between the runs. */
export class Memory {
  readonly #counter = new Counter(countedPaths(CATALOGUE), agentKinds(CATALOGUE.plan.usageExclusions));
  #ledger = new Ledger();
  /** Counts by day and what is counted. */
  readonly counts = new Map<string, number>();

  /** @returns how much was counted */
  async ingest(logs: readonly (string | Buffer)[]): Promise<number> {
    const intake = new Intake(this.#counter, this.#ledger, NOW.getTime() / 60_000 + 480);
    for (const log of logs) await readLog(Readable.from([Buffer.from(log)]), intake, { format: "auto" });
    const days = intake.take();
    for (const [day, counts] of days) {
      for (const [place, count] of counts) {
        const key = `${day} ${JSON.stringify(this.#counter.at(place))}`;
        this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      }
    }
    const newest = [...days.keys()].sort().at(-1);
    if (newest !== undefined) this.#ledger = Ledger.read(this.#ledger.write(newest));
    const { views, downloads } = intake.finish();
    return views + downloads;
  }
}

/** Runs something with a folder of its own. */
export async function withSnapshots<T>(use: (snapshots: Snapshots) => Promise<T>): Promise<T> {
  const snapshots = await Snapshots.create();
  try {
    return await use(snapshots);
  } finally {
    await snapshots.remove();
  }
}
