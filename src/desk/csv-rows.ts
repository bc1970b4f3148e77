const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const isBlank = (byte: number) => byte === 0x20 || byte === 0x09;

/**
 * Counts the rows of a CSV file piece by piece, whatever its size: in UTF-8 and Big5 no byte of a character looks like a
 * quote, a delimiter or a line end. A quote opens a cell only where the cell begins; blank lines are no rows.
 * @param delimiter one ASCII character
 */
export function rowCounter(delimiter: string): { push(piece: Uint8Array): void; end(): number } {
  const separator = delimiter.charCodeAt(0);
  let rows = 0;
  /** Something but blanks stands in this line. */
  let filled = false;
  let atCell = true;
  let quoted = false;
  /** A quote within quotes: it closes them, unless another follows. */
  let closing = false;
  const endLine = () => {
    if (filled) rows++;
    filled = false;
    atCell = true;
  };
  return {
    push(piece) {
      for (const byte of piece) {
        if (quoted && !closing) {
          if (byte === QUOTE) closing = true;
          else if (!isBlank(byte) && byte !== LF && byte !== CR) filled = true;
          continue;
        }
        if (closing) {
          closing = false;
          if (byte === QUOTE) {
            filled = true;
            continue;
          }
          quoted = false;
        }
        if (byte === LF || byte === CR) endLine();
        else if (byte === separator) atCell = true;
        else if (byte === QUOTE && atCell) {
          quoted = true;
          atCell = false;
        } else {
          if (!isBlank(byte)) filled = true;
          atCell = false;
        }
      }
    },
    end() {
      endLine();
      return rows;
    },
  };
}
