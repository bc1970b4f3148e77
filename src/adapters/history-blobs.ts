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
  for (const [, before, after] of pairs) {
    if (wanted.at(-1) !== after) wanted.push(after);
    if (before !== after) wanted.push(before);
  }
  const blobs = readBlobs(repository, wanted);
  let last: { name: string; version: Version } | undefined;
  const read = async (name: string) => {
    if (last?.name !== name) last = { name, version: { bytes: (await blobs.next()).value?.bytes } };
    return last.version;
  };
  const deeds: (ShortDeed | null)[] = [];
  try {
    for (const [identifier, before, after] of pairs) {
      const later = await read(after);
      const deed = compareDatasetVersions(identifier, await read(before), later);
      deeds.push(deed ? [deed.act, deed.changes.map(toShort)] : null);
    }
    // Whether git failed is told at the end.
    await blobs.next();
  } finally {
    await blobs.return(undefined);
  }
  return deeds;
}
