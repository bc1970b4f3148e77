/** Another process of a reading of history: compares the trees that it is told, answers, and ends. */

import { compareSlice, type SliceAnswer, type TreeSlice } from "./git-trees.ts";

const answer = (message: SliceAnswer) => process.send!(message, () => process.disconnect());

process.once("message", (slice: TreeSlice) =>
  compareSlice(slice).then(
    (changes) => answer({ changes }),
    (cause: Error) => answer({ error: cause.message }),
  ),
);
