/*
 * Evidence of the quality of distributions: what visits to their addresses found (mission A9, J2). Kept on the branch of
 * snapshots, one file for each agency, and read by the build; every judgement is recomputed from it.
 */

/** What one visit says of an address. Only what is certain is `dead`; what a server refuses us is `unknown`. */
export type Verdict = "alive" | "dead" | "unknown";

/** Why: stable codes; the sentences are in `reasons.ts`. */
export type Reason =
  /** Something came that is no page in place of a file. */
  | "ok"
  /** Alive, though the server leaves out an intermediate certificate; browsers fill it in. */
  | "tls-incomplete"
  | "http-404"
  | "http-410"
  /** 401, 403, 407, 451. */
  | "http-refused"
  | "http-429"
  /** Any other 4xx. */
  | "http-client"
  | "http-server"
  /** 1xx, 3xx without a place to go, or no HTTP status at all. */
  | "http-odd"
  /** A web page stands where a file was promised: a log-in, an error told with status 200. */
  | "soft-404"
  | "empty"
  /** Fewer bytes came than the server announced. */
  | "truncated"
  | "redirects"
  /** A redirect leads to another scheme, or its address can't be read. */
  | "redirect-address"
  /** The host, or a redirect, leads to a private, loopback, link-local or reserved address. */
  | "forbidden-address"
  | "no-host"
  | "dns"
  | "refused"
  | "reset"
  | "timeout"
  /** Certificate expired, for another host, self-signed, or the handshake failed. */
  | "tls"
  | "not-http"
  | "compression"
  | "robots"
  /** The address is no http(s) address, or holds a password. */
  | "address"
  /** Not visited: the budget of the run or of the host was used up. */
  | "budget"
  | "other";

/** One visit to one address. */
export interface Visit {
  /** UTC, such as 2026-11-21T02:03:04Z. */
  at: string;
  verdict: Verdict;
  reason: Reason;
  /** HTTP status of the last answer. */
  status?: number;
  /** Milliseconds from the request to the verdict. */
  ms?: number;
  /** Bytes that were read of the body. */
  read?: number;
  /** Where the redirects ended, if elsewhere. */
  finalUrl?: string;
  /** The program's own short word, such as an error code of TLS; never a server's words. */
  detail?: string;
}

/** What the first bytes of a file show. */
export interface Content {
  /** Visit that read them, UTC. */
  at: string;
  /** As the server says it, cut to 100 characters. */
  contentType?: string;
  /** Size of the whole file as the server says it, in bytes. */
  bytes?: number;
  /** `Last-Modified`, as UTC such as 2026-11-20T16:00:00Z. */
  lastModified?: string;
  /** `Content-Disposition: attachment`, or a type that browsers save. */
  attachment?: boolean;
  /** Code of the vocabulary `formats` that the bytes themselves show (CSV, JSON, XML, XLSX, ODS, ZIP, PDF, HTML …). */
  format?: string;
  /** Encoding that the bytes show, code of the vocabulary `charsets`; absent for what is no text. */
  charset?: string;
  /** Bytes are ASCII alone, so that any encoding that holds ASCII is right. */
  ascii?: boolean;
  /** Names of columns, elements or keys that the beginning shows, at most 200 of at most 200 characters. */
  columns?: string[];
  /** Rows or records that the beginning holds in full. */
  rows?: number;
  /** How many bytes of the file were looked at. */
  sampled: number;
  /** Personal data in the sample, masked (mission A18). */
  personal?: { kind: string; masked: string; row: number; column: string }[];
}

/** All that is known of one address. */
export interface AddressEvidence {
  /** At most the last `VISITS_KEPT`, oldest first; one for each day at most. */
  visits: Visit[];
  /** Of the last visit that read a file. */
  content?: Content;
}

/** `quality/evidence/<agency>.json` of the branch of snapshots. */
export interface EvidenceFile {
  version: 1;
  agency: string;
  /** By address, as the catalogue writes it; in byte order. */
  addresses: Record<string, AddressEvidence>;
}

/** Visits kept of an address. */
export const VISITS_KEPT = 7;

/** Path of an agency's evidence on the branch of snapshots. */
export const evidencePath = (agency: string): string => `quality/evidence/${agency}.json`;

/** Path of the history of figures on the branch of snapshots. */
export const QUALITY_HISTORY_PATH = "quality/history.json";
