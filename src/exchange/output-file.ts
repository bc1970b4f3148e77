/** A file of the site, to be written below its base. */
export interface OutputFile {
  /** Path below the base, with `/`. What is to stand at a path that ends with `.gz` is compressed when it is written. */
  path: string;
  /** Text in UTF-8, or bytes. A large text comes in pieces, which may be read again and again. */
  content: string | Uint8Array | Iterable<string>;
}

/** A part of a large text. */
export interface Block {
  /** All that it alone is made of; one without is made anew each time. */
  key?: string | undefined;
  lines: () => Iterable<string>;
}

/** A large text whose parts may be taken from the file in which they stood before, where their keys are the same. */
export class Blocks implements Iterable<string> {
  readonly blocks: readonly Block[];

  constructor(blocks: readonly Block[]) {
    this.blocks = blocks;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const { lines } of this.blocks) yield* lines();
  }
}

/**
 * A large text as its lines.
 * @param lines starts the lines anew each time that the result is read; each brings its own line end
 */
export const pieces = (lines: () => Iterator<string>): Iterable<string> => ({ [Symbol.iterator]: lines });
