import type { Content } from "../../catalogue/quality/evidence.ts";
import type { Finding } from "./probe-failure.ts";
import { type Answer, type Headers, header } from "./probe-fetch.ts";
import type { ProbeTarget } from "./probe-visit.ts";
import { sniff } from "./sniff.ts";
import { isErrorPage, isErrorText } from "./soft-404.ts";

/** What an answer shows; `content` without the time of the visit. */
export interface Judged {
  finding: Finding;
  content?: Omit<Content, "at">;
  /** Seconds after which the server wants to be asked again (RFC 9110, 10.2.3). */
  retryAfter?: number;
}

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/;

function rangeOf(headers: Headers): { start: number; end: number; size?: number } | undefined {
  const [, start, end, size] = RANGE.exec(header(headers, "content-range")?.trim() ?? "") ?? [];
  if (start === undefined || Number(end) < Number(start)) return undefined;
  return { start: Number(start), end: Number(end), ...(size === "*" ? {} : { size: Number(size) }) };
}

/** Whether an answer is of no use because of the range that was asked for: refused (416), or another part of the file. */
export const isWrongRange = ({ status, headers }: Answer): boolean =>
  status === 416 || (status === 206 && rangeOf(headers)?.start !== 0);

const lengthOf = (headers: Headers): number | undefined => {
  const text = header(headers, "content-length")?.trim();
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

/** Bytes of this answer's body and of the whole file, as the server announces them. */
function announced({ status, headers }: Answer): { body?: number; file?: number } {
  const length = lengthOf(headers);
  if (status !== 206) return length === undefined ? {} : { body: length, file: length };
  const range = rangeOf(headers);
  if (!range) return length === undefined ? {} : { body: length };
  return { body: range.end - range.start + 1, ...(range.size === undefined ? {} : { file: range.size }) };
}

/**
 * Judges what a server answered: its status, whether a file came in full, and what its first bytes are.
 * @param url where the redirects ended
 */
export async function judge(
  target: ProbeTarget,
  answer: Answer,
  url: URL,
  redirected: boolean,
  incompleteChain: boolean,
): Promise<Judged> {
  const { status, headers, sample, end } = answer;
  const failed = statusFinding(status);
  if (failed) {
    const seconds = retryAfterOf(status, headers);
    if (seconds === undefined) return { finding: failed };
    return { finding: { ...failed, detail: `Retry-After ${seconds}` }, retryAfter: seconds };
  }
  if (isWrongRange(answer)) return { finding: { verdict: "unknown", reason: "http-odd", detail: "RANGE" } };
  if (end === "compression") return { finding: { verdict: "unknown", reason: "compression" } };
  const expected = announced(answer);
  const isShort = end === "cut" || (end === "whole" && answer.read < (expected.body ?? 0));
  if (sample.length === 0) {
    return { finding: { verdict: "unknown", reason: isShort ? "truncated" : "empty" } };
  }
  const coded = header(headers, "content-encoding") !== undefined;
  const isWhole =
    end === "whole" && (status !== 206 || expected.file === undefined || answer.read >= expected.file);
  const contentType = (header(headers, "content-type") ?? "")
    .slice(0, 400)
    .replace(/[^\x21-\x7e]+/g, " ")
    .trim()
    .slice(0, 100);
  const seen = await sniff(sample, { contentType, url: url.href, whole: isWhole });
  const size = coded ? undefined : (expected.file ?? (isWhole ? answer.read : undefined));
  const lastModified = dateOf(header(headers, "last-modified"));
  const content: Omit<Content, "at"> = {
    ...(contentType ? { contentType } : {}),
    ...(size === undefined ? {} : { bytes: size }),
    ...(lastModified ? { lastModified } : {}),
    ...(isSaved(headers, contentType) ? { attachment: true } : {}),
    ...seen,
    sampled: sample.length,
  };
  const reason = isShort
    ? "truncated"
    : isSoft404(target, sample, content, url, redirected)
      ? "soft-404"
      : undefined;
  if (reason) return { finding: { verdict: "unknown", reason }, content };
  return { finding: { verdict: "alive", reason: incompleteChain ? "tls-incomplete" : "ok" }, content };
}

/** What an answer's status alone says; undefined for a success. */
function statusFinding(status: number): Finding | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 404) return { verdict: "dead", reason: "http-404" };
  if (status === 410) return { verdict: "dead", reason: "http-410" };
  if ([401, 403, 407, 451].includes(status)) return { verdict: "unknown", reason: "http-refused" };
  if (status === 429) return { verdict: "unknown", reason: "http-429" };
  if (status >= 400 && status < 500) return { verdict: "unknown", reason: "http-client" };
  if (status >= 500 && status < 600) return { verdict: "unknown", reason: "http-server" };
  return { verdict: "unknown", reason: "http-odd" };
}

const LONGEST_REST = 86_400;

/** Seconds of `Retry-After`, at most a day; a date counts from the answer's own `Date`. */
function retryAfterOf(status: number, headers: Headers): number | undefined {
  const value = header(headers, "retry-after")?.trim();
  if (value === undefined || (status !== 429 && status !== 503)) return undefined;
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), LONGEST_REST);
  const seconds = Math.ceil((Date.parse(value) - Date.parse(header(headers, "date") ?? "")) / 1000);
  return seconds >= 0 ? Math.min(seconds, LONGEST_REST) : undefined;
}

/** A date of HTTP (RFC 9110, 5.6.7) as UTC, such as 2026-11-20T16:00:00Z. */
function dateOf(value: string | undefined): string | undefined {
  const time = value !== undefined && value.length < 60 ? Date.parse(value) : Number.NaN;
  const isSound = time >= 0 && time < Date.UTC(3000, 0);
  return isSound ? new Date(time).toISOString().replace(/\.\d+Z$/, "Z") : undefined;
}

/** Types that browsers show in place of saving them. */
const SHOWN =
  /^(?:text\/(?!csv|tab-separated|calendar)|image\/|audio\/|video\/|application\/(?:[\w.+-]*\+)?(?:json|xml|pdf)\b|application\/xhtml)/i;

const isSaved = (headers: Headers, contentType: string): boolean =>
  /^\s*attachment\b/i.test(header(headers, "content-disposition") ?? "") ||
  (contentType !== "" && !SHOWN.test(contentType));

const LOG_IN = /(?:^|[/_.-])(?:log-?in|sign-?in|sso|saml|oauth2?)(?:$|[/_.-])/i;

/** Whether a page, or a sentence, stands where something else was promised. */
function isSoft404(
  target: ProbeTarget,
  sample: Uint8Array,
  content: Omit<Content, "at">,
  url: URL,
  redirected: boolean,
): boolean {
  if (content.format === "HTML") {
    return target.wantsFile || isErrorPage(sample) || (redirected && LOG_IN.test(url.pathname));
  }
  const wantsText = target.formats.includes("TXT");
  return target.wantsFile && !wantsText && content.format === "TXT" && isErrorText(sample);
}
