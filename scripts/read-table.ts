import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { type Decoded, decode, parseCsv, parseJsonRows, type Table } from "../src/exchange/csv.ts";
import { UsageError } from "./command.ts";

/**
 * Reads a file's bytes, unpacked where it is a .gz.
 * @throws UsageError when it can't be read
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new UsageError(`無法讀取檔案 ${path}：${(cause as Error).message}`);
  }
}

/**
 * Reads a table from CSV or JSON (a list of objects), also as .gz, in whatever encoding it is.
 * @throws UsageError when the file can't be read, TableError when it is no table
 */
export async function readTable(path: string): Promise<{ table: Table; decoded: Decoded }> {
  const decoded = decode(await readBytes(path));
  const isJson = /\.json(\.gz)?$/i.test(path) || /^\s*\[\s*\{/.test(decoded.text);
  return { table: isJson ? parseJsonRows(decoded.text) : parseCsv(decoded.text), decoded };
}
