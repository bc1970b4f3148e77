import { describe, expect, it } from "vitest";
import { ForbiddenAddressError } from "../link-guard.ts";
import { Ended, explain, inTime, soundAddress } from "./probe-failure.ts";

const coded = (code: string, more = {}) =>
  Object.assign(new Error("<b>server's words</b>"), { code, ...more });
const several = (...codes: string[]) => coded(codes[0]!, { errors: codes.map((code) => coded(code)) });

describe("explain", () => {
  it.each<[unknown, string]>([
    [new Ended("unknown", "robots"), "unknown robots"],
    [new ForbiddenAddressError("x"), "dead forbidden-address"],
    [coded("ENOTFOUND"), "dead no-host ENOTFOUND"],
    [coded("EAI_AGAIN"), "unknown dns EAI_AGAIN"],
    [coded("ENODATA"), "unknown dns ENODATA"],
    [coded("ECONNREFUSED"), "dead refused ECONNREFUSED"],
    [several("ECONNREFUSED", "ECONNREFUSED"), "dead refused ECONNREFUSED"],
    [several("ENETUNREACH", "ECONNREFUSED"), "dead refused ECONNREFUSED"],
    [several("ECONNREFUSED", "ETIMEDOUT"), "unknown timeout ECONNREFUSED"],
    [several("ECONNREFUSED", "ECONNRESET"), "unknown reset ECONNREFUSED"],
    [coded("EHOSTUNREACH"), "unknown other EHOSTUNREACH"],
    [coded("ETIMEDOUT"), "unknown timeout ETIMEDOUT"],
    [coded("UND_ERR_CONNECT_TIMEOUT"), "unknown timeout UND_ERR_CONNECT_TIMEOUT"],
    [Object.assign(new Error(), { name: "TimeoutError" }), "unknown timeout"],
    [coded("ECONNRESET"), "unknown reset ECONNRESET"],
    [coded("UND_ERR_SOCKET"), "unknown reset UND_ERR_SOCKET"],
    [coded("CERT_HAS_EXPIRED"), "unknown tls CERT_HAS_EXPIRED"],
    [
      coded("ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED"),
      "unknown tls ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    ],
    [coded("EPROTO"), "unknown tls EPROTO"],
    [coded("HPE_INVALID_CONSTANT", { name: "HTTPParserError" }), "unknown not-http"],
    [coded("UND_ERR_HEADERS_OVERFLOW"), "unknown http-odd UND_ERR_HEADERS_OVERFLOW"],
    [coded("<script>"), "unknown other"],
    [undefined, "unknown other"],
    ["text", "unknown other"],
  ])("%s", (cause, expected) => {
    const { verdict, reason, detail } = explain(cause);
    expect([verdict, reason, ...(detail ? [detail] : [])].join(" ")).toBe(expected);
  });
});

describe("soundAddress", () => {
  it("reads an address, and one that stands relative to another", () => {
    expect(soundAddress("https://a.example/x").href).toBe("https://a.example/x");
    expect(soundAddress("../y?z", new URL("https://a.example/x/x")).href).toBe("https://a.example/y?z");
  });

  it.each([
    "",
    "x",
    "ftp://a.example/",
    "http://u@a.example/",
    "http://:p@a.example/",
    `http://a.example/${"x".repeat(2048)}`,
  ])("refuses “%s”", (address) =>
    expect(() => soundAddress(address)).toThrow(new Ended("unknown", "address")),
  );
});

describe("inTime", () => {
  it("gives what is done, also a moment after the end", async () => {
    await expect(inTime(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
    await expect(inTime(Promise.resolve(2), AbortSignal.abort())).resolves.toBe(2);
  });

  it("waits no longer for what can't be ended", async () => {
    const never = new Promise(() => {});
    await expect(inTime(never, AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
  });
});
