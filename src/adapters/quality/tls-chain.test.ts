import type { TLSSocket } from "node:tls";
import { expect, it } from "vitest";
import { chainFault, isIncompleteChain } from "./tls-chain.ts";

/*
 * Real handshakes are in tests/probe. OpenSSL tells the last fault it finds, so that some are only seen here.
 */

const NOW = Date.now();
const day = (days: number) => new Date(NOW + days * 86_400_000).toUTCString();
const GAP = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";

const CERTIFICATE = {
  validFrom: day(-1),
  validTo: day(1),
  infoAccess: "OCSP - URI:http://ocsp.example/\nCA Issuers - URI:http://ca.example/a.cer\n",
  checkIssued: () => false,
  checkHost: (host: string) => (host === "a.example" ? host : undefined),
  checkIP: (address: string) => (address === "192.0.2.1" ? address : undefined),
};

const fault = (certificate: object | undefined, code = GAP, host = "a.example") =>
  (
    chainFault(
      {
        authorized: false,
        authorizationError: code,
        getPeerX509Certificate: () => certificate,
      } as unknown as TLSSocket,
      host,
    ) as { code?: string } | undefined
  )?.code;

it("lets a gap in the chain pass, and nothing else", () => {
  expect(fault(CERTIFICATE)).toBeUndefined();
  expect(fault(CERTIFICATE, GAP, "192.0.2.1")).toBeUndefined();
  expect(fault(CERTIFICATE, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY")).toBeUndefined();
  expect(chainFault({ authorized: true } as TLSSocket, "a.example")).toBeUndefined();
});

it.each([
  ["another fault", CERTIFICATE, "CERT_REVOKED", "a.example", "CERT_REVOKED"],
  ["no certificate", undefined, GAP, "a.example", GAP],
  ["of yesterday", { ...CERTIFICATE, validTo: day(-1) }, GAP, "a.example", "CERT_HAS_EXPIRED"],
  ["of no day", { ...CERTIFICATE, validTo: "never" }, GAP, "a.example", "CERT_HAS_EXPIRED"],
  ["of tomorrow", { ...CERTIFICATE, validFrom: day(1) }, GAP, "a.example", "CERT_NOT_YET_VALID"],
  ["for another host", CERTIFICATE, GAP, "b.example", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["for another address", CERTIFICATE, GAP, "[2001:db8::1]", "ERR_TLS_CERT_ALTNAME_INVALID"],
  [
    "signed by itself",
    { ...CERTIFICATE, checkIssued: () => true },
    GAP,
    "a.example",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
  ],
  ["that names no issuer's place", { ...CERTIFICATE, infoAccess: undefined }, GAP, "a.example", GAP],
  [
    "that names one elsewhere",
    { ...CERTIFICATE, infoAccess: "CA Issuers - URI:ldap://x" },
    GAP,
    "a.example",
    GAP,
  ],
])("refuses one %s", (_, certificate, code, host, expected) => {
  expect(fault(certificate, code, host)).toBe(expected);
});

it("knows the error of a gap", () => {
  expect(isIncompleteChain({ code: GAP })).toBe(true);
  expect(isIncompleteChain({ code: "CERT_HAS_EXPIRED" })).toBe(false);
  expect(isIncompleteChain(undefined)).toBe(false);
});
