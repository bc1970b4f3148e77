import type { Repository } from "./git.ts";
import { spool, stream } from "./git-process.ts";

/** Git builds each object from others: the usual 96 MB for those hold too few of a large catalogue's. */
const ROOMY = ["-c", "core.deltaBaseCacheLimit=256m"];

const NEWLINE = 10;
const HEADER = /^[0-9a-f]{40,64} (\w+) (\d+)$/;

/** So many are sooner had by way of a file. */
const WORTH_A_FILE = 1000;

/** A blob that was asked for; `bytes` undefined where there is none of that name. */
export interface Blob {
  name: string;
  bytes: Uint8Array | undefined;
}

/**
 * Reads many blobs in one process.
 * @param names object names or `commit:path`, without line breaks
 * @returns in the order asked, as many at a time as git gave at once: waiting for each by itself takes as long as
 *   reading it
 * @throws GitError when git fails
 */
export async function* readBlobs(repository: Repository, names: readonly string[]): AsyncGenerator<Blob[]> {
  if (names.length === 0) return;
  const output = names.length < WORTH_A_FILE ? stream : spool;
  const args = [...ROOMY, "cat-file", "--batch", "--buffer"];
  let rest: Buffer | undefined;
  let index = 0;
  for await (const chunk of output(repository.root, args, { input: `${names.join("\n")}\n` })) {
    const buffer = rest ? Buffer.concat([rest, chunk]) : chunk;
    const blobs: Blob[] = [];
    let at = 0;
    for (;;) {
      const end = buffer.indexOf(NEWLINE, at);
      if (end < 0) break;
      const found = HEADER.exec(buffer.toString("latin1", at, end));
      if (!found) {
        blobs.push({ name: names[index++]!, bytes: undefined });
        at = end + 1;
        continue;
      }
      const next = end + 1 + Number(found[2]);
      // A line break follows the contents.
      if (buffer.length <= next) break;
      const bytes = found[1] === "blob" ? buffer.subarray(end + 1, next) : undefined;
      blobs.push({ name: names[index++]!, bytes });
      at = next + 1;
    }
    rest = at < buffer.length ? buffer.subarray(at) : undefined;
    if (blobs.length > 0) yield blobs;
  }
}
