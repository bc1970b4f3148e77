/** A file of the site, to be written below its base. */
export interface OutputFile {
  /** Path below the base, with `/`. What is to stand at a path that ends with `.gz` is compressed when it is written. */
  path: string;
  /** Text in UTF-8, or bytes. A large text comes in pieces, which may be read again and again. */
  content: string | Uint8Array | Iterable<string>;
}

/** Pieces of about this many characters keep both the number of writes and the memory small. */
const PIECE = 1 << 18;

/**
 * Joins lines into pieces of a quarter of a million characters.
 * @param lines starts the lines anew each time that the result is read; each brings its own line end
 */
export function pieces(lines: () => Iterable<string>): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      let piece = "";
      for (const line of lines()) {
        piece += line;
        if (piece.length >= PIECE) {
          yield piece;
          piece = "";
        }
      }
      if (piece !== "") yield piece;
    },
  };
}
