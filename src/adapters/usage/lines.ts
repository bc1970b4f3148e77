/** Bytes of a line that is read; servers cut requests at 8 to 32 kB. */
export const LONGEST_LINE = 65_536;

/** Takes lines out of a stream of bytes. */
export interface LineReader {
  /**
   * A line without its end, in `bytes` from `start` to before `end`.
   * @param view over the same bytes
   */
  line: (bytes: Buffer, view: DataView, start: number, end: number) => void;
  /** A line longer than LONGEST_LINE. */
  long: () => void;
}

const NEWLINE = 10;

/**
 * Cuts a stream into lines, in place; only a line that lies across two chunks is copied. What is behind the last end of a
 * line is an unfinished line: the server may be writing it.
 */
export class LineCutter {
  readonly #reader: LineReader;
  readonly #held = Buffer.allocUnsafeSlow(LONGEST_LINE);
  readonly #heldView = new DataView(this.#held.buffer, 0, LONGEST_LINE);
  #length = 0;
  #isSkipping = false;

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  /** Whether bytes wait for the end of their line. */
  get isUnfinished(): boolean {
    return this.#length > 0 || this.#isSkipping;
  }

  push(chunk: Buffer): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    if (this.isUnfinished) {
      const end = chunk.indexOf(NEWLINE);
      this.#hold(chunk, 0, end === -1 ? chunk.length : end);
      if (end === -1) return;
      this.#finish();
      start = end + 1;
    }
    const reader = this.#reader;
    for (let end = chunk.indexOf(NEWLINE, start); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      if (end - start > LONGEST_LINE) reader.long();
      else reader.line(chunk, view, start, end);
      start = end + 1;
    }
    this.#hold(chunk, start, chunk.length);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    if (this.#length + end - start > LONGEST_LINE) this.#isSkipping = true;
    if (this.#isSkipping) this.#length = 0;
    else this.#length += chunk.copy(this.#held, this.#length, start, end);
  }

  #finish(): void {
    if (this.#isSkipping) this.#reader.long();
    else this.#reader.line(this.#held, this.#heldView, 0, this.#length);
    this.#isSkipping = false;
    this.#length = 0;
  }
}
