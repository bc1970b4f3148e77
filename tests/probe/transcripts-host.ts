import { answer } from "./server.ts";
import { type Transcript, transcript as t } from "./transcripts.ts";

const file = answer(200, { "content-type": "text/csv" }, "a,b\n1,2\n");
const robots = (...lines: string[]) => ({
  robots: answer(200, { "content-type": "text/plain" }, lines.join("\n")),
});
const refuse = answer(500);

export const HOSTS: Transcript[] = [
  // Names and addresses.
  t("a name that nobody has", file, "dead no-host", null, { addresses: "ENOTFOUND" }),
  t("a resolver that is busy", file, "unknown dns", null, { addresses: "EAI_AGAIN" }),
  t("a resolver that fails", file, "unknown dns", null, { addresses: "ESERVFAIL" }),
  t("nobody listens", file, "dead refused", null, { url: "http://closed.example:1/" }),
  ...[
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.168.0.1",
    "::1",
    "fe80::1",
    "fd00::1",
    "0.0.0.0",
  ].map((address) =>
    t(`a name that leads to ${address}`, file, "dead forbidden-address", null, { addresses: [address] }),
  ),
  t("a name of private and public addresses", file, "alive ok", {}, { addresses: ["10.0.0.1", "stage"] }),
  ...["http://127.0.0.1:0/", "http://[::1]:0/", "http://169.254.169.254/", "http://１２７.0.0.1:0/"].map(
    (url) => t(`the address ${url}`, file, "dead forbidden-address", null, { url, addresses: ["127.0.0.1"] }),
  ),
  ...[
    "",
    "nonsense",
    "http://",
    "ftp://x.example/a.csv",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://me:secret@t.example/",
    `http://t.example/${"x".repeat(2048)}`,
  ].map((url) => t(`the address “${url.slice(0, 30)}”`, file, "unknown address", null, { url })),

  // Certificates.
  t("TLS with its chain", file, "alive ok", { format: "CSV" }, { chain: "full" }),
  t(
    "TLS without intermediate",
    file,
    "alive tls-incomplete",
    { format: "CSV" },
    { chain: "without intermediate" },
  ),
  t("TLS without intermediate, gone", answer(404), "dead http-404", null, { chain: "without intermediate" }),
  ...(
    [
      ["without intermediate, nor where it is", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
      ["without intermediate, expired", "CERT_HAS_EXPIRED"],
      ["without intermediate, not yet valid", "CERT_NOT_YET_VALID"],
      ["without intermediate, for another host", "ERR_TLS_CERT_ALTNAME_INVALID"],
      ["expired", "CERT_HAS_EXPIRED"],
      ["not yet valid", "CERT_NOT_YET_VALID"],
      ["for another host", "ERR_TLS_CERT_ALTNAME_INVALID"],
      ["self-signed", "DEPTH_ZERO_SELF_SIGNED_CERT"],
      ["of an unknown root that is sent", "SELF_SIGNED_CERT_IN_CHAIN"],
    ] as const
  ).map(([chain, detail]) => t(`TLS ${chain}`, file, "unknown tls", null, { chain, visit: { detail } })),
  t("plain HTTP where TLS is asked for", file, "unknown tls", null, { url: "https://t.example:0/" }),

  // robots.txt (RFC 9309).
  t("robots.txt allows all", file, "alive ok", {}, robots("User-agent: *", "Disallow:")),
  t("robots.txt forbids all", file, "unknown robots", null, robots("User-agent: *", "Disallow: /")),
  t(
    "robots.txt forbids us by name",
    file,
    "unknown robots",
    null,
    robots("User-agent: open-data-catalogue-link-check", "Disallow: /data"),
  ),
  t("robots.txt forbids another", file, "alive ok", {}, robots("User-agent: GPTBot", "Disallow: /")),
  t(
    "robots.txt allows us and forbids the rest",
    file,
    "alive ok",
    {},
    robots("User-agent: *", "Disallow: /", "", "User-agent: open-data-catalogue-link-check", "Allow: /"),
  ),
  t(
    "robots.txt forbids another folder",
    file,
    "alive ok",
    {},
    robots("User-agent: *", "Disallow: /private/"),
  ),
  t(
    "robots.txt with a longer rule that allows",
    file,
    "alive ok",
    {},
    robots("User-agent: *", "Disallow: /d", "Allow: /data"),
  ),
  t("robots.txt with a pattern", file, "unknown robots", null, {
    ...robots("User-agent: *", "Disallow: /*.csv$"),
    path: "/x/a.csv",
  }),
  t("robots.txt is a page", file, "alive ok", {}, robots("<!DOCTYPE html>", "<p>Disallow: /</p>")),
  t("robots.txt is forbidden itself", file, "alive ok", {}, { robots: answer(403) }),
  t("robots.txt fails", file, "unknown robots", null, { robots: refuse }),
  t("robots.txt asks to slow down", file, "unknown robots", null, { robots: answer(429) }),
  t("robots.txt never comes", file, "alive ok", {}, { robots: () => {} }),
  t("robots.txt closes the connection", file, "alive ok", {}, { robots: (socket) => void socket.end() }),
  t(
    "robots.txt is a bomb of patterns",
    file,
    "alive ok",
    {},
    robots("User-agent: *", ...Array(5000).fill(`Disallow: /${"*a".repeat(400)}b`)),
  ),
  t(
    "robots.txt redirects to a private address",
    file,
    "alive ok",
    {},
    { robots: answer(301, { location: "http://127.0.0.1/" }) },
  ),
  t(
    "a redirect into what robots.txt forbids",
    answer(302, { location: "/private/x" }),
    "unknown robots",
    null,
    robots("User-agent: *", "Disallow: /private/"),
  ),
];
