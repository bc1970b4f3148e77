/** The second process of a check: checks the files that it is told, writes what it found, and ends. */

import { bytesOf, loadVocabularies } from "../files.ts";
import { type KeptCheck, writeChecks } from "./cache.ts";
import { type CheckOrder, checkBytes } from "./datasets.ts";

process.once("message", async ({ root, today, paths, out }: CheckOrder) => {
  const context = { vocabularies: await loadVocabularies(root), today };
  const checks: KeptCheck[] = [];
  for (const path of paths) {
    const bytes = bytesOf(root, path);
    if (bytes) checks.push({ check: checkBytes(path, bytes, context), state: undefined });
    if (checks.length % 1000 === 0) process.send!(1000);
  }
  await writeChecks(out, "", checks);
  process.disconnect();
});
