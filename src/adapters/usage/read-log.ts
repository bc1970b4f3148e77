import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { AccessLogReader } from "./access-log.ts";
import { CloudFrontReader, FieldsError } from "./cloudfront.ts";
import { ExportError, GoatCounterReader } from "./goatcounter.ts";
import type { Intake } from "./intake.ts";
import { LineCutter, type LineReader } from "./lines.ts";

export const LOG_FORMATS = ["auto", "combined", "cloudfront", "goatcounter"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** A log that can't be read; the message is for people, in Chinese. */
export class LogError extends Error {}

const CHUNK = 1 << 20;
const SNIFFED = 64;
/** Characters of a row of a CSV; a path and a referrer have some thousand at most. */
const LONGEST_ROW = 200_000;

/** The chunks of a stream, unpacked where they are gzip; members that were put together are read on. */
async function* unpacked(stream: Readable): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first = await chunks.next();
  // The two bytes that gzip begins with may come one by one.
  while (!first.done && first.value.length < 2) {
    const more = await chunks.next();
    if (more.done) break;
    first = { done: false, value: Buffer.concat([first.value, more.value]) };
  }
  if (first.done) return;
  const all = async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isGzip) {
    yield* all();
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // The error is told by the iteration below.
  pipeline(Readable.from(all()), gunzip, () => {});
  yield* gunzip as AsyncIterable<Buffer>;
}

function formatOf(start: string): Exclude<LogFormat, "auto"> {
  if (/^#(?:Version|Fields|Software|Date):/.test(start)) return "cloudfront";
  return /^(?:\u00ef\u00bb\u00bf)?"?[1-9]\d?Path"?,/.test(start) ? "goatcounter" : "combined";
}

/** The first chunk with enough bytes to see the format by, and a generator that begins with it. */
async function sniffed(
  chunks: AsyncGenerator<Buffer>,
): Promise<{ start: string; all: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    if (head.length >= SNIFFED) break;
  }
  const all = async function* () {
    yield head;
    yield* chunks;
  };
  return { start: head.toString("latin1", 0, SNIFFED), all: all() };
}

export interface ReadOptions {
  format: LogFormat;
  /** Told after each chunk: bytes so far, unpacked. */
  progress?: (bytes: number) => void;
  /** Called between chunks: may write what was counted so far. */
  pause?: () => Promise<void>;
}

/**
 * Reads one log to its end.
 * @param path of a file, or a stream
 * @throws LogError where it can't be opened, unpacked, or is of no known format
 * @returns bytes, unpacked
 */
export async function readLog(
  source: string | Readable,
  intake: Intake,
  options: ReadOptions,
): Promise<number> {
  const stream = typeof source === "string" ? createReadStream(source, { highWaterMark: CHUNK }) : source;
  let bytes = 0;
  try {
    const { start, all } = await sniffed(unpacked(stream));
    const format = options.format === "auto" ? formatOf(start) : options.format;
    const counted = async function* () {
      for await (const chunk of all) {
        bytes += chunk.length;
        yield chunk;
        options.progress?.(bytes);
        await options.pause?.();
      }
    };
    if (format === "goatcounter") await readRows(counted(), new GoatCounterReader(intake));
    else {
      const reader = format === "cloudfront" ? new CloudFrontReader(intake) : new AccessLogReader(intake);
      await readLines(counted(), reader, intake);
    }
    return bytes;
  } catch (cause) {
    const message = messageOf(cause as NodeJS.ErrnoException);
    if (message === undefined) throw cause;
    throw new LogError(message);
  } finally {
    // A log that breaks off counts as one that is still being written; one that is taken as a whole counts not at all.
    intake.end();
    stream.destroy();
  }
}

function messageOf(cause: NodeJS.ErrnoException): string | undefined {
  if (cause instanceof FieldsError || cause instanceof ExportError) return cause.message;
  const code = cause.code ?? "";
  if (code === "ENOENT") return "檔案不存在";
  if (code === "EISDIR") return "這是資料夾，請指定檔案";
  if (code === "EACCES") return "沒有讀取的權限";
  if (code.startsWith("CSV_")) return `CSV 格式錯誤（${code}）`;
  return code.startsWith("Z_") ? `gzip 檔案不完整或已損壞（${code}），只讀到損壞處為止` : undefined;
}

async function readLines(
  chunks: AsyncGenerator<Buffer>,
  reader: LineReader & { end: () => void },
  intake: Intake,
): Promise<void> {
  const cutter = new LineCutter(reader);
  for await (const chunk of chunks) cutter.push(chunk);
  if (cutter.isUnfinished) {
    intake.report.lines += 1;
    intake.leave("unfinished");
  }
  reader.end();
}

async function readRows(chunks: AsyncGenerator<Buffer>, reader: GoatCounterReader): Promise<void> {
  const rows = parse({
    bom: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  pipeline(Readable.from(chunks), rows, () => {});
  for await (const row of rows) reader.row(row as string[]);
  reader.end();
}
