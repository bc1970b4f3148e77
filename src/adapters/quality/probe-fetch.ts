import { pipeline, Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { type Dispatcher, request } from "undici";

export type Headers = Record<string, string | string[] | undefined>;

/** One value of a header, the first where a server repeats it. */
export const header = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** The beginning of what a server answers. */
export interface Answer {
  status: number;
  headers: Headers;
  /** First bytes of the file, decompressed; empty for an answer that is no success. */
  sample: Uint8Array;
  /** Bytes of the body that came, as they were sent. */
  read: number;
  /**
   * How reading ended: at the body's end, because it was enough, because the server broke off, because the time was
   * up, or because what came can't be decompressed within limits.
   */
  end: "whole" | "enough" | "cut" | "late" | "compression";
}

export interface FetchOptions {
  dispatcher: Dispatcher;
  signal: AbortSignal;
  headers: Record<string, string>;
  /** Bytes of the file that are read at most. */
  limit: number;
  /** Says of the bytes so far whether they show all that is wanted. */
  enough?: (sample: Uint8Array) => boolean;
}

const DUMPED_BYTES = 16 << 10;
const DUMPED_MS = 500;

/** A sample that grew more than this many times in decompression is no data but an attack. */
const BOMB_RATIO = 200;

/**
 * Asks for an address once, without following redirects, and reads the beginning of the body.
 * @throws what undici throws where no answer came, and the signal's reason where the time was up before a byte came
 */
export async function fetchStart(url: URL, options: FetchOptions): Promise<Answer> {
  const { dispatcher, signal, headers, limit } = options;
  const response = await request(url, { dispatcher, signal, headers });
  const { statusCode: status, body } = response;
  const answer = { status, headers: response.headers };
  // An error of a body that nobody reads any more is nobody's business.
  body.on("error", () => {});
  if (status < 200 || status > 299) {
    // A short one is passed over in the background, so that its connection serves again; no other visit waits for it.
    body.dump({ limit: DUMPED_BYTES, signal: AbortSignal.timeout(DUMPED_MS) }).catch(() => {});
    return { ...answer, sample: new Uint8Array(), read: 0, end: "enough" };
  }
  const raw = new RawBody(body, limit * 2);
  const codings = codingsOf(header(response.headers, "content-encoding"));
  if (codings.length > 1) {
    body.destroy();
    return { ...answer, sample: new Uint8Array(), read: 0, end: "compression" };
  }
  const decoder = codings[0] && (await decoderOf(codings[0], raw));
  const { sample, full, fault } = await take(decoder ?? raw, limit, options.enough);
  body.destroy();
  const bomb = full && decoder !== undefined && sample.length > BOMB_RATIO * decoder.bytesWritten;
  if (bomb || (fault && !raw.failure)) return { ...answer, sample, read: raw.read, end: "compression" };
  if (full) return { ...answer, sample, read: raw.read, end: "enough" };
  if (raw.failure && signal.aborted && sample.length === 0) throw raw.failure;
  const end = raw.failure ? (signal.aborted ? "late" : "cut") : raw.stopped ? "enough" : "whole";
  return { ...answer, sample, read: raw.read, end };
}

/** A body as it is sent: ends quietly where the connection fails or the limit is reached, and remembers which it was. */
class RawBody implements AsyncIterable<Uint8Array> {
  readonly #body: AsyncIterable<Uint8Array>;
  readonly #limit: number;
  /** Bytes of the beginning, read to tell apart the two meanings of `deflate`. */
  #first: Uint8Array | undefined;
  #chunks: AsyncGenerator<Uint8Array> | undefined;
  read = 0;
  failure: unknown;
  stopped = false;

  constructor(body: AsyncIterable<Uint8Array>, limit: number) {
    this.#body = body;
    this.#limit = limit;
  }

  async *#run(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#body) {
        this.read += chunk.length;
        yield chunk;
        if (this.read >= this.#limit) {
          this.stopped = true;
          return;
        }
      }
    } catch (cause) {
      this.failure = cause ?? new Error("no cause");
    }
  }

  /** The first chunk, which stays in the body. */
  async peek(): Promise<Uint8Array | undefined> {
    this.#chunks ??= this.#run();
    this.#first ??= (await this.#chunks.next()).value as Uint8Array | undefined;
    return this.#first;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#chunks ??= this.#run();
    if (this.#first) yield this.#first;
    yield* this.#chunks;
  }
}

type Coding = "gzip" | "deflate" | "br";

/**
 * How a body is compressed though identity was asked for (RFC 9110, 8.4.1). Names that are no coding, such as `utf-8`,
 * are passed over. More than one is nothing but a way to hide a large body in a small one.
 */
const codingsOf = (value: string | undefined): Coding[] =>
  (value ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replace(/^x-gzip$/, "gzip"))
    .filter((name): name is Coding => name === "gzip" || name === "deflate" || name === "br");

/** Decompresses a body; one that ends early gives what it holds. */
async function decoderOf(coding: Coding, raw: RawBody) {
  const flush = { finishFlush: constants.Z_SYNC_FLUSH };
  let decoder: ReturnType<typeof createGunzip>;
  if (coding === "gzip") decoder = createGunzip(flush);
  else if (coding === "br") {
    decoder = createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  } else {
    // Meant is zlib's format (RFC 1950); many send bare deflate (RFC 1951), whose first byte can't be zlib's.
    const first = (await raw.peek())?.[0] ?? 0x78;
    decoder = (first & 0x0f) === 8 ? createInflate(flush) : createInflateRaw(flush);
  }
  pipeline(Readable.from(raw), decoder, () => {});
  return decoder;
}

/** Bytes by which `enough` is asked. */
const ASK_AT = 4_200;

/** Reads bytes up to a limit; `full` where there may be more, `fault` where the source throws. */
async function take(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  enough: FetchOptions["enough"],
): Promise<{ sample: Uint8Array; full: boolean; fault: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let full = false;
  let fault = false;
  let asked = false;
  try {
    for await (const chunk of source) {
      chunks.push(chunk);
      length += chunk.length;
      full = length >= limit;
      if (!full && !asked && length >= ASK_AT) {
        asked = true;
        full = enough?.(Buffer.concat(chunks)) ?? false;
      }
      if (full) break;
    }
  } catch {
    fault = true;
  }
  return { sample: Buffer.concat(chunks).subarray(0, limit), full, fault };
}
