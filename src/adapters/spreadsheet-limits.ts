/** What is read of a spreadsheet; the rest of a sheet is left out. */
export const MOST = { sheets: 20, rows: 6000, columns: 100, merges: 20_000, repeatedRows: 1000 };

/** Exit status of the reader for a file that the parser can't read. */
export const UNREADABLE = 3;
