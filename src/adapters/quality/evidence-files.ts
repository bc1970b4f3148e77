import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type AddressEvidence,
  evidencePath,
  QUALITY_HISTORY_PATH,
} from "../../catalogue/quality/evidence.ts";
import { EMPTY_HISTORY, readQualityHistory } from "../../catalogue/quality/history.ts";
import { readEvidence } from "../../catalogue/quality/snapshot.ts";
import type { EvidenceOf, QualityHistory } from "../../catalogue/quality/types.ts";
import { readBytes } from "../files.ts";

/** What the branch of snapshots knows of quality, as far as it could be read. */
export interface QualitySnapshots {
  evidenceOf: EvidenceOf;
  /** Without points where there is none. */
  history: QualityHistory;
  /** What could not be read, and why, in Chinese. */
  problems: string[];
}

/**
 * Evidence by address, packed: 230,000 addresses as objects would take a gigabyte. Each is kept as the bytes of its JSON,
 * and becomes an object when somebody asks for it.
 */
class PackedEvidence {
  readonly #places = new Map<string, { bytes: Buffer; start: number; end: number }>();

  /** Of an address that several agencies use, the evidence with the latest visit counts. */
  add(addresses: Record<string, AddressEvidence>): void {
    const fresh = Object.entries(addresses).filter(([url, evidence]) => {
      const known = this.get(url)?.visits.at(-1)?.at;
      return known === undefined || known < evidence.visits.at(-1)!.at;
    });
    const texts = fresh.map(([, evidence]) => Buffer.from(JSON.stringify(evidence)));
    const bytes = Buffer.concat(texts);
    let start = 0;
    for (const [index, [url]] of fresh.entries()) {
      const end = start + texts[index]!.length;
      this.#places.set(url, { bytes, start, end });
      start = end;
    }
  }

  get(url: string): AddressEvidence | undefined {
    const place = this.#places.get(url);
    return place && JSON.parse(place.bytes.toString("utf8", place.start, place.end));
  }
}

/**
 * Reads evidence and history of a checked-out branch of snapshots. Whoever may push could have written it, so each file is
 * checked, and left out where it is wrong.
 * @param folder undefined where no snapshot was given: then nothing is known
 */
export async function readQualitySnapshots(folder: string | undefined): Promise<QualitySnapshots> {
  const packed = new PackedEvidence();
  const result: QualitySnapshots = {
    evidenceOf: (url) => packed.get(url),
    history: EMPTY_HISTORY,
    problems: [],
  };
  if (folder === undefined) return result;
  const names = await readdir(join(folder, dirname(evidencePath("")))).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw cause;
    },
  );
  for (const name of names.sort()) {
    const agency = /^([A-Za-z0-9_]{10})\.json$/.exec(name)?.[1];
    const bytes = agency && (await readBytes(folder, evidencePath(agency)));
    if (!agency || !bytes) continue;
    const read = readEvidence(new TextDecoder().decode(bytes), agency);
    if ("evidence" in read) packed.add(read.evidence.addresses);
    else result.problems.push(`${evidencePath(agency)}：${read.problem}`);
  }
  const bytes = await readBytes(folder, QUALITY_HISTORY_PATH);
  if (bytes) {
    const read = readQualityHistory(new TextDecoder().decode(bytes));
    if ("history" in read) result.history = read.history;
    else result.problems.push(`${QUALITY_HISTORY_PATH}：${read.problem}`);
  }
  return result;
}
