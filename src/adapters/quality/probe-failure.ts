import type { Reason, Verdict, Visit } from "../../catalogue/quality/evidence.ts";
import { ForbiddenAddressError } from "../link-guard.ts";

/** What a visit comes to. */
export type Finding = Pick<Visit, "verdict" | "reason" | "detail">;

/** A visit that ended before there was an answer to judge. */
export class Ended extends Error {
  readonly finding: Finding;

  constructor(verdict: Verdict, reason: Reason) {
    super(reason);
    this.finding = { verdict, reason };
  }
}

const LONGEST_URL = 2048;

/**
 * Reads an address that a stranger wrote or a server redirects to.
 * @param base where the redirect came from
 * @throws Ended for what is no address of the web, is longer than 2,048 characters, or holds a name and password
 */
export function soundAddress(address: string, base?: URL): URL {
  const url = address.length <= LONGEST_URL ? URL.parse(address, base) : null;
  const isSound = url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  if (!isSound) throw new Ended("unknown", base ? "redirect-address" : "address");
  return url;
}

const GRACE_MS = 100;

/** Lets the time limit win by itself: the lookup of a name can't be aborted. What came by then is still judged. */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const timeUp = new Promise<never>((_, fail) => {
    onAbort = () => {
      grace = setTimeout(fail, GRACE_MS, signal.reason);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  timeUp.catch(() => {});
  work.catch(() => {});
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(grace);
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}

const TIMED_OUT = /^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;
const TLS =
  /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_|EPROTO)/;
const DNS = /^(?:EAI_\w+|ESERVFAIL|EREFUSED|EBADRESP|ENODATA|ENONAME)$/;
/** HTTP, though with a bomb of headers, two lengths, or a status below 100 (which undici asserts). */
const ODD = /^(?:UND_ERR_(?:HEADERS_OVERFLOW|RES_CONTENT_LENGTH_MISMATCH)|ERR_ASSERTION)$/;
const UNREACHABLE = /^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/;

/**
 * Says why there was no answer. A host with several addresses fails in several ways; only where none of them leaves a
 * doubt is it `dead`. Of a server's words nothing is repeated, only codes of Node, OpenSSL and undici.
 */
export function explain(cause: unknown): Finding {
  if (cause instanceof Ended) return cause.finding;
  if (cause instanceof ForbiddenAddressError) return { verdict: "dead", reason: "forbidden-address" };
  const error = (cause ?? {}) as { name?: unknown; code?: unknown; errors?: { code?: unknown }[] };
  if (error.name === "TimeoutError") return { verdict: "unknown", reason: "timeout" };
  if (error.name === "HTTPParserError") {
    // undici hands the parser's code on; a bomb of headers is HTTP, though odd.
    const reason = error.code === "HPE_HEADER_OVERFLOW" ? "http-odd" : "not-http";
    return { verdict: "unknown", reason };
  }
  const codes = [error, ...(Array.isArray(error.errors) ? error.errors : [])]
    .map(({ code }) => code)
    .filter((code): code is string => typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code));
  const code = codes[0];
  const found = (verdict: Verdict, reason: Reason, detail = code): Finding => ({
    verdict,
    reason,
    ...(detail ? { detail } : {}),
  });
  if (codes.some((each) => TIMED_OUT.test(each))) return found("unknown", "timeout");
  if (codes.includes("ENOTFOUND")) return found("dead", "no-host");
  const tls = codes.find((each) => TLS.test(each));
  if (tls) return found("unknown", "tls", tls);
  const reached = codes.filter((each) => !UNREACHABLE.test(each));
  if (reached.length > 0 && reached.every((each) => each === "ECONNREFUSED")) {
    return found("dead", "refused", "ECONNREFUSED");
  }
  if (codes.some((each) => DNS.test(each))) return found("unknown", "dns");
  if (codes.some((each) => ODD.test(each))) return found("unknown", "http-odd");
  if (codes.some((each) => /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(each)))
    return found("unknown", "reset");
  return found("unknown", "other");
}
