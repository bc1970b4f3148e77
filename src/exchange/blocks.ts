import type { Dataset } from "../catalogue/catalogue.ts";
import type { Block } from "./output-file.ts";

/** Datasets of a block, on average: their text is some megabyte, which compresses as well by itself. */
const SIZE = 1024;

/** Where each dataset's state is known (site/context.ts), blocks have keys. */
export interface Known {
  fingerprints?: ReadonlyMap<string, string> | undefined;
}

/** Whether a block ends with a dataset: by its identifier alone, so that another one moves no other's end. */
function endsBlock(identifier: string): boolean {
  let mixed = 0;
  for (let i = 0; i < identifier.length; i++)
    mixed = Math.imul(mixed ^ identifier.charCodeAt(i), 0x01000193) >>> 0;
  return (mixed >>> 11) % SIZE === 0;
}

/** Cuts datasets into blocks. */
function cut(datasets: readonly Dataset[]): (readonly Dataset[])[] {
  const blocks: (readonly Dataset[])[] = [];
  let from = 0;
  for (const [index, { identifier }] of datasets.entries()) {
    if (!endsBlock(identifier) && index + 1 < datasets.length) continue;
    blocks.push(datasets.slice(from, index + 1));
    from = index + 1;
  }
  return blocks;
}

/**
 * The text of datasets as blocks. A block must follow from its datasets, and from what every file depends on.
 * @param lines the text of one block
 * @param separator stands between two blocks
 */
export function datasetBlocks(
  datasets: readonly Dataset[],
  { fingerprints }: Known,
  lines: (datasets: readonly Dataset[]) => Iterable<string>,
  separator = "",
): Block[] {
  return cut(datasets).flatMap((part, index): Block[] => {
    const key = fingerprints && part.map(({ identifier }) => fingerprints.get(identifier)).join("\n");
    const block = { key, lines: () => lines(part) };
    return index > 0 && separator !== "" ? [{ lines: () => [separator] }, block] : [block];
  });
}
