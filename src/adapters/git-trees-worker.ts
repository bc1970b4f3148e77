/** Another process of a reading of history: compares trees, block by block, for as long as somebody listens. */

import type { BlockAnswer, TreeBlock } from "./git-tree-blocks.ts";
import { TreeComparison } from "./git-trees.ts";

process.once("disconnect", () => process.exit());
/** Nobody may be left to hear it. */
const answer = (message: BlockAnswer) => process.send!(message, () => {});

let comparison: TreeComparison | undefined;

process.on("message", async ({ repository, trees }: TreeBlock) => {
  try {
    comparison ??= await TreeComparison.open(repository, trees[0]!);
    answer({ changes: await comparison.compareAll(trees) });
  } catch (cause) {
    answer({ error: (cause as Error).message });
  }
});
