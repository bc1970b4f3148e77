import type { FieldChange, HistoryAct } from "../catalogue/history.ts";
import { compareDatasetVersions, type Version } from "../catalogue/versions.ts";
import type { Repository } from "./git.ts";
import { readBlobs } from "./git-blobs.ts";
import type { Touch } from "./git-log.ts";

/** A change of a dataset's file, from one blob to another. */
export interface BlobChange {
  identifier: string;
  touch: Pick<Touch, "before" | "after">;
}

/** What a change did, in a short form. */
export type ShortDeed = [act: HistoryAct, changes: ShortChange[]];
export type ShortChange = [
  field: string,
  zh: string,
  en: string,
  before: string | null,
  after: string | null,
];

/** A copy: a piece of a text would hold the whole text in memory. */
const copy = (text: string | undefined) =>
  text === undefined ? null : Buffer.from(text, "utf16le").toString("utf16le");

const toShort = ({ field, label, before, after }: FieldChange): ShortChange => [
  copy(field)!,
  label.zh,
  label.en,
  copy(before),
  copy(after),
];

/**
 * Compares versions of datasets.
 * @param changes those of a dataset together, the newest first
 * @returns what each did, null for nothing, in the order of the changes
 * @throws GitError when git fails
 */
export async function compareBlobs(
  repository: Repository,
  changes: readonly BlobChange[],
): Promise<(ShortDeed | null)[]> {
  const wanted: string[] = [];
  // Of which change each is the earlier version, to be compared with the one read before it.
  const earlierOf: number[] = [];
  for (const [index, { touch }] of changes.entries()) {
    const { before, after } = touch;
    if (wanted.at(-1) !== after) earlierOf[wanted.push(after!) - 1] = -1;
    if (before !== after) earlierOf[wanted.push(before!) - 1] = index;
  }
  const deeds: (ShortDeed | null)[] = new Array(changes.length).fill(null);
  let later: Version = { bytes: undefined };
  let at = 0;
  for await (const blobs of readBlobs(repository, wanted)) {
    for (const { bytes } of blobs) {
      const version: Version = { bytes };
      const index = earlierOf[at++]!;
      const deed = index >= 0 && compareDatasetVersions(changes[index]!.identifier, version, later);
      if (deed) deeds[index] = [deed.act, deed.changes.map(toShort)];
      later = version;
    }
  }
  return deeds;
}
