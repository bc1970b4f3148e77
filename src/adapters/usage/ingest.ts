import type { Readable } from "node:stream";
import type { Catalogue } from "../../catalogue/catalogue.ts";
import { countedPaths } from "../../catalogue/usage/counted-paths.ts";
import { agentKinds } from "../../catalogue/usage/exclusions.ts";
import { Counter } from "./counter.ts";
import { Intake, type IntakeReport } from "./intake.ts";
import { LogError, type LogFormat, readLog } from "./read-log.ts";
import { addCounts, openLedger } from "./store.ts";

/** Counters of days and datasets that are held before they are written. */
const MOST_CELLS = 1_000_000;

export interface IngestOptions {
  catalogue: Catalogue;
  /** Folder with the branch of snapshots. */
  snapshots: string;
  /** Paths of files, or streams with a name. */
  logs: readonly (string | { name: string; stream: Readable })[];
  format: LogFormat;
  /** Host that the logs are of; the site's own where it is left out. */
  host?: string;
  now: Date;
  /** Told of bytes, unpacked: of this log, and of all before it. */
  progress?: (bytes: number) => void;
}

export interface IngestReport extends IntakeReport {
  bytes: number;
  /** First and last day with lines, YYYY-MM-DD in Taipei. */
  from?: string;
  to?: string;
  /** Distributions whose downloads count for an earlier one, as they have the same address. */
  shared: number;
  /** Paths below the folder of snapshots. */
  written: string[];
  /** Logs that could not be read to their end, and why, in Chinese. */
  problems: { log: string; problem: string }[];
}

const TAIPEI_MINUTES = 8 * 60;

/**
 * Reads logs and adds what is new in them to the counts below a folder of snapshots. Reading a log again changes nothing.
 * @throws SnapshotError where the folder's counts can't be continued
 */
export async function ingestLogs(options: IngestOptions): Promise<IngestReport> {
  const { catalogue, snapshots, now } = options;
  const ledger = await openLedger(snapshots);
  const paths = countedPaths(catalogue, options.host);
  const counter = new Counter(paths, agentKinds(catalogue.plan.usageExclusions));
  const intake = new Intake(counter, ledger, Math.floor(now.getTime() / 60_000) + TAIPEI_MINUTES);
  const written = new Set<string>();
  const problems: IngestReport["problems"] = [];
  const seen: string[] = [];
  const write = async () => {
    const days = intake.take();
    seen.push(...days.keys());
    const takenAt = now.toISOString();
    for (const path of await addCounts(snapshots, days, { counter, ledger, takenAt })) written.add(path);
  };
  let bytes = 0;
  for (const log of options.logs) {
    const [name, source] = typeof log === "string" ? [log, log] : [log.name, log.stream];
    const before = bytes;
    try {
      await readLog(source, intake, {
        format: options.format,
        progress: (read) => {
          bytes = before + read;
          options.progress?.(bytes);
        },
        pause: async () => {
          if (intake.cells > MOST_CELLS) await write();
        },
      });
    } catch (cause) {
      if (!(cause instanceof LogError)) throw cause;
      problems.push({ log: name, problem: cause.message });
    }
  }
  await write();
  const days = seen.sort();
  return {
    ...intake.finish(),
    bytes,
    ...(days.length > 0 ? { from: days[0]!, to: days.at(-1)! } : {}),
    shared: paths.shared,
    written: [...written].sort(),
    problems,
  };
}
