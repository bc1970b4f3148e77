import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";

/** What OpenSSL says where a certificate's issuer is neither sent by the server nor known. */
const INCOMPLETE: ReadonlySet<string> = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/** Whether an error says that a chain of certificates has a gap, so that browsers, which fill it in, may still get on. */
export const isIncompleteChain = (cause: unknown): boolean =>
  INCOMPLETE.has(String((cause as { code?: unknown } | null)?.code));

const faultOf = (code: string) => Object.assign(new Error(code), { code });

/**
 * Judges a connection that was made without the check of the chain: nothing but the chain may be wrong. The certificate
 * must be for this host, of this day, not signed by itself, and must say where its issuer's certificate is published
 * (RFC 5280, 4.2.2.1), which is how a browser fills the gap.
 * @param hostname of the address, an IPv6 literal with or without its brackets
 * @returns an error with OpenSSL's or Node's code, undefined where the connection may be used
 */
export function chainFault(socket: TLSSocket, hostname: string): Error | undefined {
  if (socket.authorized) return undefined;
  const code = String(socket.authorizationError);
  if (!INCOMPLETE.has(code)) return faultOf(code);
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return faultOf(code);
  if (certificate.checkIssued(certificate)) return faultOf("DEPTH_ZERO_SELF_SIGNED_CERT");
  const now = Date.now();
  if (Date.parse(certificate.validFrom) > now) return faultOf("CERT_NOT_YET_VALID");
  if (!(Date.parse(certificate.validTo) > now)) return faultOf("CERT_HAS_EXPIRED");
  const literal = hostname.replace(/^\[|\]$/g, "");
  const isFor = isIP(literal)
    ? certificate.checkIP(literal)
    : certificate.checkHost(literal, { partialWildcards: false });
  if (!isFor) return faultOf("ERR_TLS_CERT_ALTNAME_INVALID");
  if (!/^CA Issuers - URI:http/m.test(certificate.infoAccess ?? "")) return faultOf(code);
  return undefined;
}
