import type { FieldChange, HistoryAct } from "../catalogue/history.ts";
import { compareDatasetVersions, type Version } from "../catalogue/versions.ts";
import type { Repository } from "./git.ts";
import { readBlobs } from "./git-blobs.ts";

/** A dataset and the names of the blobs that its file was before a change and after. */
export type BlobPair = [identifier: string, before: string, after: string];

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
 * @param pairs those of a dataset together, the newest first
 * @returns what each did, null for nothing, in the order of the pairs
 * @throws GitError when git fails
 */
export async function compareBlobs(
  repository: Repository,
  pairs: readonly BlobPair[],
): Promise<(ShortDeed | null)[]> {
  const wanted: string[] = [];
  // Of which pair each is the earlier version, to be compared with the one read before it.
  const earlierOf: number[] = [];
  for (const [index, [, before, after]] of pairs.entries()) {
    if (wanted.at(-1) !== after) earlierOf[wanted.push(after) - 1] = -1;
    if (before !== after) earlierOf[wanted.push(before) - 1] = index;
  }
  const deeds: (ShortDeed | null)[] = new Array(pairs.length).fill(null);
  let later: Version = { bytes: undefined };
  let at = 0;
  for await (const blobs of readBlobs(repository, wanted)) {
    for (const { bytes } of blobs) {
      const version: Version = { bytes };
      const index = earlierOf[at++]!;
      const deed = index >= 0 && compareDatasetVersions(pairs[index]![0], version, later);
      if (deed) deeds[index] = [deed.act, deed.changes.map(toShort)];
      later = version;
    }
  }
  return deeds;
}
