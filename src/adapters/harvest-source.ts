import { setTimeout as pause } from "node:timers/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type Dispatcher, request } from "undici";
import { SourceError } from "../exchange/import/source-record.ts";
import { ForbiddenAddressError, type GuardOptions, guardedAgent } from "./link-guard.ts";

/*
 * Fetches the lists of agencies' own portals. The addresses come from the register, but what answers is a stranger:
 * every address is judged when the connection is made, redirects included (link-guard.ts), and time, size and number of
 * answers are bounded.
 */

/** What a server said of a document, for asking again whether it changed (RFC 9110, 13.1). */
export interface DocumentValidators {
  etag?: string;
  modified?: string;
}

/** A document as it came, uncompressed. */
export interface FetchedDocument extends DocumentValidators {
  bytes: Uint8Array;
  /** Where it was found after redirects. */
  url: string;
  contentType?: string;
}

const LIMITS = {
  connectMs: 15_000,
  /** One document, retries left out. */
  documentMs: 120_000,
  /** All that is fetched of one source, pauses included. */
  sourceMs: 900_000,
  /** Of one document, uncompressed. */
  documentBytes: 100_000_000,
  /** Of all documents of a source together. */
  sourceBytes: 400_000_000,
  redirects: 5,
  /** Tries of one document beyond the first. */
  retries: 3,
  firstPauseMs: 2_000,
  /** Longest wait that a server may ask for. */
  longestPauseMs: 120_000,
  /** Between two documents of one source. */
  courtesyMs: 500,
};

const LONGEST_URL = 2048;
const LONGEST_VALIDATOR = 500;
const HEADERS = {
  "user-agent": "open-data-catalogue-harvest/1.0",
  accept:
    "application/ld+json, application/json;q=0.9, text/turtle;q=0.9, application/rdf+xml;q=0.9, text/csv;q=0.8, */*;q=0.5",
  "accept-encoding": "gzip, br, deflate",
};

export interface SourceFetcherOptions extends Pick<GuardOptions, "lookup" | "allows"> {
  limits?: Partial<typeof LIMITS>;
  /** Waits so many milliseconds. */
  sleep?: (ms: number) => Promise<unknown>;
}

/** Fetches the documents of one source, one after the other. Whoever makes it closes it. */
export interface SourceFetcher {
  /**
   * Fetches a document.
   * @param validators of what is known already, to ask whether it changed
   * @returns undefined where the server says that it did not change
   * @throws SourceError in Chinese: what could not be had, why, and how to mend it
   */
  fetch(url: string, validators?: DocumentValidators): Promise<FetchedDocument | undefined>;
  close(): Promise<void>;
}

/** A fault that may be gone a moment later. */
class Passing extends SourceError {
  /** Milliseconds that the server asks to wait. */
  readonly waitMs: number | undefined;
  constructor(message: string, waitMs?: number) {
    super(message);
    this.waitMs = waitMs;
  }
}

/** Makes a fetcher with its own connections and budgets. */
export function sourceFetcher(options: SourceFetcherOptions = {}): SourceFetcher {
  const limits = { ...LIMITS, ...options.limits };
  const sleep = options.sleep ?? ((ms: number) => pause(ms));
  const dispatcher = guardedAgent({
    ...(options.lookup ? { lookup: options.lookup } : {}),
    ...(options.allows ? { allows: options.allows } : {}),
    connections: 1,
    connectTimeoutMs: limits.connectMs,
  });
  const whole = AbortSignal.timeout(limits.sourceMs);
  let left = limits.sourceBytes;
  let waited = 0;
  let first = true;

  const once = async (url: string, validators: DocumentValidators) => {
    const signal = AbortSignal.any([whole, AbortSignal.timeout(limits.documentMs)]);
    // Looking up a name can't be aborted, so the time limit must be able to win by itself.
    const timeUp = new Promise<never>((_, fail) => {
      signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    });
    timeUp.catch(() => {});
    const most = Math.min(limits.documentBytes, left);
    try {
      return await Promise.race([
        follow(url, validators, dispatcher, signal, limits.redirects, most),
        timeUp,
      ]);
    } catch (cause) {
      if (whole.aborted)
        throw new SourceError(
          `讀取 ${url} 時，整體時間超過 ${limits.sourceMs / 1000} 秒；請減少頁數或加快回應`,
        );
      throw cause instanceof SourceError ? cause : faultOf(url, cause);
    }
  };

  return {
    async fetch(url, validators = {}) {
      if (!first) await sleep(limits.courtesyMs);
      first = false;
      for (let tries = 0; ; tries++) {
        try {
          const found = await once(url, validators);
          left -= found?.bytes.length ?? 0;
          return found;
        } catch (cause) {
          if (!(cause instanceof Passing)) throw cause;
          const wait = Math.max(cause.waitMs ?? 0, limits.firstPauseMs * 4 ** tries);
          if (tries === limits.retries || wait > limits.longestPauseMs || waited + wait > limits.sourceMs)
            throw cause;
          waited += wait;
          await sleep(wait);
        }
      }
    },
    close: () => dispatcher.destroy(),
  };
}

type Headers = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** An address that may be asked, or why not. */
function soundAddress(text: string, base: URL | undefined): URL {
  const turned = base ? "轉址後的" : "";
  const url = text.length <= LONGEST_URL ? (URL.parse(text, base) ?? undefined) : undefined;
  if (!url)
    throw new SourceError(
      `${turned}網址 ${text.slice(0, 200)} 格式不正確；請在 harvest.url 填完整的 http(s) 網址`,
    );
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new SourceError(
      `${turned}網址 ${url.href.slice(0, 200)} 不是 http 或 https；請改填可公開讀取的網址`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new SourceError(`${turned}網址含有帳號或密碼，不予讀取；請改填不需登入的網址`);
  }
  return url;
}

/** Asks for a document along its redirects. */
async function follow(
  address: string,
  validators: DocumentValidators,
  dispatcher: Dispatcher,
  signal: AbortSignal,
  redirects: number,
  mostBytes: number,
): Promise<FetchedDocument | undefined> {
  const { etag, modified } = validators;
  const conditions = {
    ...(etag ? { "if-none-match": etag } : {}),
    ...(modified ? { "if-modified-since": modified } : {}),
  };
  let url = soundAddress(address, undefined);
  for (let hop = 0; hop <= redirects; hop++) {
    const response = await request(url, { dispatcher, signal, headers: { ...HEADERS, ...conditions } });
    const { statusCode: status } = response;
    const headers = response.headers as Headers;
    const location = one(headers.location);
    if (status === 304 || (status >= 300 && status < 400 && location)) {
      response.body.on("error", () => {}).destroy();
      if (status === 304) {
        if (etag || modified) return undefined;
        throw new SourceError(`${url.href} 回覆 304，但沒有先前的版本可以沿用；請平臺修正`);
      }
      url = soundAddress(location!, url);
      continue;
    }
    if (status < 200 || status > 299) {
      response.body.on("error", () => {}).destroy();
      throw statusFault(url, status, headers);
    }
    const bytes = await bodyOf(url, response.body, headers, mostBytes);
    if (bytes.length === 0) throw new SourceError(`${url.href} 回覆的內容是空的；請確認清單已產生`);
    const contentType = one(headers["content-type"])?.slice(0, 200);
    const [newTag, newTime] = [validator(headers.etag), validator(headers["last-modified"])];
    return {
      bytes,
      url: url.href,
      ...(contentType ? { contentType } : {}),
      ...(newTag ? { etag: newTag } : {}),
      ...(newTime ? { modified: newTime } : {}),
    };
  }
  throw new SourceError(`${address} 轉址超過 ${redirects} 次；請改填最後的網址`);
}

/** A validator that can be sent back as it is. */
function validator(value: string | string[] | undefined): string | undefined {
  const text = one(value);
  return text && text.length <= LONGEST_VALIDATOR && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** Retry-After in milliseconds: seconds, or a date against the server's own (RFC 9110, 10.2.3). */
function waitOf(headers: Headers): number | undefined {
  const text = one(headers["retry-after"])?.trim() ?? "";
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000;
  const [until, now] = [Date.parse(text), Date.parse(one(headers.date) ?? "")];
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : Math.max(0, until - now);
}

function statusFault(url: URL, status: number, headers: Headers): SourceError {
  const said = `${url.href} 回覆 HTTP ${status}`;
  if (status === 404 || status === 410) return new SourceError(`${said}：找不到清單；請更新 harvest.url`);
  if (status === 401 || status === 403) {
    return new SourceError(
      `${said}：拒絕讀取；請平臺開放不需登入的公開讀取，並允許本目錄的程式（${HEADERS["user-agent"]}）`,
    );
  }
  if (status === 408 || status === 429 || status >= 500) {
    const why = status === 429 ? "平臺要求放慢" : "平臺發生錯誤或忙碌";
    return new Passing(`${said}：${why}，重試後仍未恢復；請平臺檢查`, waitOf(headers));
  }
  return new SourceError(`${said}：不是可用的清單；請更新 harvest.url`);
}

const DECODERS = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** Reads a body to its end, uncompressed; what grows past the limit is given up at once. */
async function bodyOf(
  url: URL,
  body: Dispatcher.ResponseData["body"],
  headers: Headers,
  mostBytes: number,
): Promise<Uint8Array> {
  const encoding = one(headers["content-encoding"])?.trim().toLowerCase() ?? "";
  const tooLarge = () =>
    new SourceError(`${url.href} 的內容超過 ${Math.floor(mostBytes / 1_000_000)} MB；請改用分頁的清單`);
  const plain = encoding === "" || encoding === "identity";
  if (!plain && !Object.hasOwn(DECODERS, encoding)) {
    body.on("error", () => {}).destroy();
    throw new SourceError(`${url.href} 以不支援的方式壓縮（${encoding.slice(0, 40)}）；請改用 gzip 或不壓縮`);
  }
  const length = one(headers["content-length"]);
  if (length && /^\d+$/.test(length) && Number(length) > mostBytes) {
    body.on("error", () => {}).destroy();
    throw tooLarge();
  }
  const decoder = plain ? undefined : DECODERS[encoding as keyof typeof DECODERS]();
  const stream: AsyncIterable<Buffer> = decoder ? body.pipe(decoder) : body;
  // A pipe does not carry the fault of its beginning to its end.
  if (decoder) body.on("error", (cause) => decoder.destroy(cause));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > mostBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === "string" && /^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_PADDING|ERR_UNREACHABLE)/.test(code)) {
      throw new Passing(`${url.href} 的壓縮內容不完整或損壞；請平臺檢查`);
    }
    throw cause;
  } finally {
    decoder?.on("error", () => {}).destroy();
    body.on("error", () => {}).destroy();
  }
  return Buffer.concat(chunks);
}

const TIMED_OUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;
const TLS = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** Says in Chinese why a request failed; of a hostile server's words nothing is repeated. */
function faultOf(url: string, cause: unknown): SourceError {
  if (cause instanceof ForbiddenAddressError) {
    return new SourceError(
      `${url} 指向（或轉址到）內部或保留的網路位址，不予讀取；請改填可由網際網路公開讀取的網址`,
    );
  }
  const error = (cause ?? {}) as { name?: unknown; code?: unknown; errors?: { code?: unknown }[] };
  const codes = [error, ...(Array.isArray(error.errors) ? error.errors : [])]
    .map(({ code }) => code)
    .filter((code) => typeof code === "string");
  if (error.name === "TimeoutError" || codes.some((code) => TIMED_OUT.test(code))) {
    return new Passing(`${url} 逾時沒有回應；請確認平臺運作正常`);
  }
  if (error.name === "HTTPParserError") return new SourceError(`${url} 的回應不是 HTTP；請確認網址與連接埠`);
  if (codes.includes("ENOTFOUND")) return new SourceError(`${url} 的主機名稱不存在；請更新 harvest.url`);
  const tls = codes.find((code) => TLS.test(code));
  if (tls) return new SourceError(`${url} 的安全連線（TLS）失敗：${tls}；請平臺安裝完整的憑證鏈`);
  const plain = codes.find((code) => /^[A-Z0-9_]{1,40}$/.test(code));
  return new Passing(`${url} 連線失敗${plain ? `：${plain}` : ""}；請確認平臺運作正常`);
}
