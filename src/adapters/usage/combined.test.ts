import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CombinedParser } from "./combined.ts";

const parser = new CombinedParser(() => true);
function read(text: string | Buffer) {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, "latin1");
  const line = parser.read(
    bytes,
    new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    0,
    bytes.length,
  );
  return line && { ...line, digest: { ...line.digest } };
}
const TIME = "[20/Nov/2026:23:59:59 +0800]";
const REST = `${TIME} "GET /datasets/x/ HTTP/1.1" 200 512 "-" "Firefox"`;
/** Minutes since 1970 of a time in Taipei. */
const minute = (text: string) => Date.parse(`${text}Z`) / 60_000;
const expected = {
  minute: minute("2026-11-20T23:59"),
  host: undefined,
  method: "GET",
  status: 200,
  target: "/datasets/x/",
  agent: "Firefox",
};

describe("a line of an access log", () => {
  it.each([
    ["IPv4", `192.0.2.1 - - ${REST}`],
    ["IPv6", `2001:db8::7 - - ${REST}`],
    ["a host's name", `client.example - - ${REST}`],
    ["a user", `192.0.2.1 - alice ${REST}`],
    ["a user with blanks and brackets", `192.0.2.1 - a [b] c ${REST}`],
    ["a line that ends with a carriage return", `192.0.2.1 - - ${REST}\r`],
    ["fields of one's own behind", `192.0.2.1 - - ${REST} "198.51.100.9" 0.003`],
    ["an address with its port", `192.0.2.1:51234 - - ${REST}`],
  ])("is read with %s", (_, text) => {
    expect(read(text)).toMatchObject(expected);
  });

  it("may begin with the virtual host", () => {
    expect(read(`Data.Example:443 192.0.2.1 - - ${REST}`)).toMatchObject({
      ...expected,
      host: "data.example",
    });
  });

  it("may name no agent", () => {
    const line = read(`192.0.2.1 - - ${TIME} "GET /datasets/x/ HTTP/1.1" 200 512`);
    expect(line).toMatchObject({ ...expected, agent: undefined });
  });

  it.each([
    [
      "Apache's quotes",
      String.raw`"GET /q?\"a\" HTTP/1.1" 200 5 "h\"x" "Fire\"fox\\"`,
      String.raw`/q?\"a\"`,
      String.raw`Fire\"fox\\`,
    ],
    [
      "nginx's quotes",
      String.raw`"GET /q?\x22 HTTP/1.1" 200 5 "-" "Fire\x22fox"`,
      String.raw`/q?\x22`,
      String.raw`Fire\x22fox`,
    ],
    ["a request without a version", `"GET /q" 200 5 "-" "Firefox"`, "/q", "Firefox"],
    ["no size", `"GET /q HTTP/1.1" 304 - "-" "Firefox"`, "/q", "Firefox"],
    ["odd bytes", `"GET /\u0000\u00ff HTTP/1.1" 200 5 "-" "\u00e9"`, "/\u0000\u00ff", "\u00e9"],
  ])("keeps %s as they are", (_, rest, target, agent) => {
    expect(read(`192.0.2.1 - - ${TIME} ${rest}`)).toMatchObject({ target, agent });
  });

  it.each(["HEAD", "POST", "get", "GETX", "-"])("with %s is no GET", (method) => {
    expect(read(`192.0.2.1 - - ${TIME} "${method} /x HTTP/1.1" 200 5 "-" "a"`)?.method).toBe("other");
  });

  it.each([
    ["20/Nov/2026:23:59:59 +0800", "2026-11-20T23:59"],
    ["20/Nov/2026:15:59:59 +0000", "2026-11-20T23:59"],
    ["20/Nov/2026:16:00:00 +0000", "2026-11-21T00:00"],
    ["20/Nov/2026:16:00:00 -0000", "2026-11-21T00:00"],
    ["31/Dec/2026:11:00:00 -0500", "2027-01-01T00:00"],
    ["29/Feb/2028:12:00:00 +0545", "2028-02-29T14:15"],
  ])("of %s is of %s in Taipei", (time, taipei) => {
    expect(read(`192.0.2.1 - - [${time}] "GET / HTTP/1.1" 200 1`)?.minute).toBe(minute(taipei));
  });

  it.each([
    ["an impossible day", "30/Feb/2026:10:00:00 +0800"],
    ["no leap year", "29/Feb/2100:10:00:00 +0800"],
    ["an unknown month", "20/Abc/2026:10:00:00 +0800"],
    ["a month across two", "20/anF/2026:10:00:00 +0800"],
    ["an hour too many", "20/Nov/2026:24:00:00 +0800"],
    ["a wrong zone", "20/Nov/2026:10:00:00 +9900"],
    ["no zone", "20/Nov/2026:10:00:00      "],
    ["a year too early", "20/Nov/1969:10:00:00 +0800"],
  ])("with %s is none", (_, time) => {
    expect(read(`192.0.2.1 - - [${time}] "GET / HTTP/1.1" 200 1 "-" "a"`)).toBeUndefined();
  });

  it.each([
    "",
    "-",
    "hello",
    `192.0.2.1 - - ${TIME}`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1" 20`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1" 2000 1 "-" "a"`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1" 200 1 "-" "a`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1" 200 1 "-`,
    `192.0.2.1 - - ${TIME} "GET / HTTP/1.1" 200 1 "-" "a\\"`,
    "[".repeat(60_000),
  ])("is none: %.40j", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("has a digest that leaves the address, users and what is behind out", () => {
    const { digest } = read(`192.0.2.1 - - ${REST}`)!;
    expect(read(`2001:db8::1 - alice ${REST} "203.0.113.7"`)?.digest).toEqual(digest);
    expect(read(`192.0.2.1 - - ${REST.replace("Firefox", "Firefoy")}`)?.digest).not.toEqual(digest);
    expect(read(`192.0.2.1 - - ${REST.replace("59:59", "59:58")}`)?.digest).not.toEqual(digest);
  });

  it("is read or not, whatever its bytes", () => {
    const seed = Buffer.from(`192.0.2.1 - - ${REST}`);
    const damage = fc.array(fc.tuple(fc.nat({ max: seed.length - 1 }), fc.nat({ max: 255 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.nat({ max: seed.length }), (changes, length) => {
        const bytes = Buffer.from(seed);
        for (const [at, byte] of changes) bytes[at] = byte;
        const line = read(bytes.subarray(0, length));
        if (line) expect(line.minute).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
