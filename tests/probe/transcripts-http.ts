import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { Reason, Verdict } from "../../src/catalogue/quality/evidence.ts";
import { type Act, answer, head } from "./server.ts";
import { type Transcript, transcript as t } from "./transcripts.ts";

const CSV = "a,b\n1,2\n3,4\n";
const file = (body: string | Uint8Array = CSV, headers = {}): Act => answer(200, headers, body);
const redirect = (location: string, status = 302): Act => answer(status, { location });
/** Goes to /1, /2 … so many times, then to a file. */
const hops =
  (count: number): Act =>
  (socket, asked) => {
    const step = Number(asked.path.slice(1)) || 0;
    (step < count ? redirect(`/${step + 1}`) : file())(socket, asked);
  };
const raw =
  (...pieces: (string | Uint8Array)[]): Act =>
  (socket) => {
    for (const piece of pieces) socket.write(piece);
    socket.end();
  };
/** Sends pieces with a pause between them, for ever. */
const drip =
  (start: string, piece: string | Uint8Array, ms: number): Act =>
  (socket) => {
    if (start) socket.write(start);
    const timer = setInterval(() => socket.write(piece), ms);
    socket.on("close", () => clearInterval(timer));
  };
const hang =
  (...pieces: string[]): Act =>
  (socket) => {
    for (const piece of pieces) socket.write(piece);
  };
/** As fast as it is read, for ever. */
const endless =
  (start: string, piece: Uint8Array): Act =>
  (socket) => {
    socket.write(start);
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", more);
    more();
  };
const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const CHUNKED = head(200, { "transfer-encoding": "chunked" });
const range = (value: string, body: string | Uint8Array, headers = {}): Act =>
  answer(206, { "content-range": value, ...headers }, body);
/** One answer where a range is asked for, another where none is. */
const byRange =
  (ranged: Act, plain: Act): Act =>
  (socket, asked) =>
    ("range" in asked.headers ? ranged : plain)(socket, asked);
const encoded = (coding: string, body: Uint8Array | string): Act =>
  file(body, { "content-encoding": coding });
const long = "a,b\n".concat(Array.from({ length: 20_000 }, (_, i) => `${i * 7919},${i % 97}abc\n`).join(""));
const page = (title: string, body = "") =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`;
const html = (body: string, headers = {}): Act => file(body, { "content-type": "text/html", ...headers });

const STATUSES: [number, Verdict, Reason][] = [
  [201, "alive", "ok"],
  [203, "alive", "ok"],
  [300, "unknown", "http-odd"],
  [301, "unknown", "http-odd"],
  [304, "unknown", "http-odd"],
  [305, "unknown", "http-odd"],
  [400, "unknown", "http-client"],
  [401, "unknown", "http-refused"],
  [402, "unknown", "http-client"],
  [403, "unknown", "http-refused"],
  [404, "dead", "http-404"],
  [405, "unknown", "http-client"],
  [406, "unknown", "http-client"],
  [407, "unknown", "http-refused"],
  [408, "unknown", "http-client"],
  [409, "unknown", "http-client"],
  [410, "dead", "http-410"],
  [411, "unknown", "http-client"],
  [413, "unknown", "http-client"],
  [416, "unknown", "http-client"],
  [418, "unknown", "http-client"],
  [421, "unknown", "http-client"],
  [429, "unknown", "http-429"],
  [431, "unknown", "http-client"],
  [451, "unknown", "http-refused"],
  [500, "unknown", "http-server"],
  [501, "unknown", "http-server"],
  [502, "unknown", "http-server"],
  [503, "unknown", "http-server"],
  [504, "unknown", "http-server"],
  [520, "unknown", "http-server"],
  [600, "unknown", "http-odd"],
  [999, "unknown", "http-odd"],
];

export const HTTP: Transcript[] = [
  ...STATUSES.map(([status, verdict, reason]) =>
    t(`HTTP ${status}`, answer(status, {}, status === 304 ? "" : CSV), `${verdict} ${reason}`, undefined, {
      visit: { status },
    }),
  ),
  t("HTTP 204", raw("HTTP/1.1 204 X\r\nconnection: close\r\n\r\n"), "unknown empty", null),
  t("HTTP 205 of nothing", answer(205), "unknown empty", null),
  t("404 with a page", answer(404, { "content-type": "text/html" }, page("404")), "dead http-404", null),
  t("404 with an endless page", endless(head(404, {}), Buffer.alloc(16_384, "x")), "dead http-404", null),
  t("429 with Retry-After", answer(429, { "retry-after": 120 }), "unknown http-429", null, {
    visit: { detail: "Retry-After 120" },
  }),
  t(
    "429 with Retry-After as a date",
    answer(429, { date: "Sat, 21 Nov 2026 10:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 10:01:30 GMT" }),
    "unknown http-429",
    null,
    { visit: { detail: "Retry-After 90" } },
  ),
  t(
    "503 with Retry-After beyond all bounds",
    answer(503, { "retry-after": "999999999" }),
    "unknown http-server",
    null,
    {
      visit: { detail: "Retry-After 86400" },
    },
  ),
  t("429 with a Retry-After that is none", answer(429, { "retry-after": "soon" }), "unknown http-429", null, {
    visit: { status: 429 },
  }),
  t("hates HEAD", (s, asked) => (asked.method === "HEAD" ? answer(405) : file())(s, asked), "alive ok", {
    format: "CSV",
  }),
  t("hates ranges: 416", byRange(answer(416), file()), "alive ok", { format: "CSV", bytes: 12 }),
  t("hates ranges, and has moved", byRange(answer(416), answer(404)), "dead http-404", null),
  t("range of the beginning", range("bytes 0-11/123456", CSV), "alive ok", { bytes: 123_456, format: "CSV" }),
  t("range of unknown size", range("bytes 0-11/*", CSV), "alive ok", { format: "CSV" }),
  t(
    "range of another part, whole file without",
    byRange(range("bytes 100-111/123456", "9,9\n8,8\n7,7\n"), file()),
    "alive ok",
    {
      columns: ["a", "b"],
      bytes: 12,
    },
  ),
  t("always a range of another part", range("bytes 100-111/123456", CSV), "unknown http-odd", null),
  t("206 without saying which range", answer(206, {}, CSV), "unknown http-odd", null),
  t("206 with a range that runs backwards", range("bytes 9-3/12", CSV), "unknown http-odd", null),
  t(
    "206 of several parts",
    range("", CSV, { "content-type": "multipart/byteranges; boundary=x" }),
    "unknown http-odd",
    null,
  ),
  t("range shorter than it says", range("bytes 0-99/1000", CSV), "unknown truncated", { bytes: 1000 }),
  t("range longer than it says", range("bytes 0-3/4", CSV), "alive ok", { format: "CSV", bytes: 4 }),
  t("a whole file though a range was asked for", file(long), "alive ok", {
    bytes: long.length,
    sampled: 65_536,
  }),

  // Lengths.
  t("empty, length 0", file(""), "unknown empty", null),
  t("empty, chunked", raw(CHUNKED, "0\r\n\r\n"), "unknown empty", null),
  t("empty until the connection closes", raw(head(200, {})), "unknown empty", null),
  t("no length, until the connection closes", raw(head(200, {}), CSV), "alive ok", { bytes: 12, rows: 2 }),
  t("chunked", raw(CHUNKED, chunked("a,b\n1,"), chunked("2\n"), "0\r\n\r\n"), "alive ok", { rows: 1 }),
  t("chunked, broken off", raw(CHUNKED, chunked(CSV)), "unknown truncated", { format: "CSV" }),
  t("chunked with a size that is none", raw(CHUNKED, chunked(CSV), "zz\r\nx\r\n"), "unknown truncated", {
    format: "CSV",
  }),
  t(
    "chunked with a size beyond all numbers",
    raw(CHUNKED, `${"f".repeat(40)}\r\nx`),
    "unknown truncated",
    null,
  ),
  t("fewer bytes than announced", answer(200, { "content-length": 1000 }, CSV), "unknown truncated", {
    bytes: 1000,
  }),
  t("no byte of those announced", answer(200, { "content-length": 1000 }), "unknown truncated", null),
  t("more bytes than announced", answer(200, { "content-length": 8 }, CSV), "alive ok", {
    bytes: 8,
    rows: 1,
  }),
  t("a length that is no number", answer(200, { "content-length": "many" }, CSV), "unknown not-http", null),
  t("a negative length", answer(200, { "content-length": "-5" }, CSV), "unknown not-http", null),
  t("two lengths", answer(200, { "content-length": ["12", "13"] }, CSV), "unknown http-odd", null),
  t(
    "length and chunked at once",
    raw(head(200, { "content-length": 12, "transfer-encoding": "chunked" }), chunked(CSV), "0\r\n\r\n"),
    "unknown http-odd",
    null,
  ),
  t("a length of terabytes", answer(200, { "content-length": "9999999999999" }, long), "alive ok", {
    bytes: 9_999_999_999_999,
  }),

  // Time.
  t("answers nothing", hang(), "unknown timeout", null),
  t("half a status line", hang("HTTP/1.1 20"), "unknown timeout", null),
  t("head without an end", drip("HTTP/1.1 200 OK\r\n", "x-a: b\r\n", 300), "unknown timeout", null),
  t("head alone", hang(head(200, { "content-length": 100 })), "unknown timeout", null),
  t("head, then some bytes, then nothing", hang(head(200, { "content-length": 100 }), CSV), "alive ok", {
    format: "CSV",
  }),
  t("a byte now and then", drip(head(200, {}), "1", 100), "alive ok", { format: "TXT" }),
  t("rows now and then", drip(head(200, { "content-type": "text/csv" }), "a,b\n", 100), "alive ok", {
    format: "CSV",
  }),
  t("chunks now and then", drip(CHUNKED, chunked("a,b\n"), 100), "alive ok", { format: "CSV" }),
  t("an endless file", endless(head(200, {}), Buffer.from("a,b\n".repeat(4096))), "alive ok", {
    sampled: 65_536,
  }),
  t("an endless chunked file", endless(CHUNKED, Buffer.from(chunked("a,b\n".repeat(4096)))), "alive ok", {
    format: "CSV",
  }),
  t("an endless file of zeros", endless(head(200, {}), Buffer.alloc(16_384)), "alive ok", {}),
  t("1xx for ever", drip("", "HTTP/1.1 102 Processing\r\n\r\n", 10), "unknown timeout", null),
  t(
    "a flood of 1xx, then a file",
    raw("HTTP/1.1 103 X\r\n\r\n".repeat(1000), head(200, { "content-length": 12 }), CSV),
    "alive ok",
    {},
  ),
  t("slow, but in time", (s, a) => void setTimeout(() => file()(s, a), 400), "alive ok", { rows: 2 }),

  // What is no HTTP.
  t("closes at once", (s) => void s.end(), "unknown reset", null),
  t("resets the connection", (s) => void s.resetAndDestroy(), "unknown reset", null),
  t("closes within the head", raw("HTTP/1.1 200 OK\r\ncontent-type: te"), "unknown reset", null),
  t("HTTP/0.9", raw(CSV), "unknown not-http", null),
  t("another protocol", raw("SSH-2.0-OpenSSH_9.6\r\n"), "unknown not-http", null),
  t("random bytes", raw(Buffer.from([0xff, 0x00, 0x16, 0x03, 0x01, 0x80, 0x7f])), "unknown not-http", null),
  t("a status that is no number", raw("HTTP/1.1 OK\r\n\r\n"), "unknown not-http", null),
  t("a status of four digits", raw("HTTP/1.1 2000 OK\r\n\r\nx"), "unknown not-http", null),
  t("a status below 100", raw("HTTP/1.1 099 X\r\ncontent-length: 0\r\n\r\n"), "unknown http-odd", null),
  t("HTTP/1.0", raw("HTTP/1.0 200 OK\r\n\r\n", CSV), "alive ok", { rows: 2 }),
  t("HTTP/2 without asking", raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "unknown not-http", null),
  t("a header without a colon", raw("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", CSV), "unknown not-http", null),
  t("a header with a zero byte", raw("HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n", CSV), "unknown not-http", null),
  t(
    "a bomb of headers",
    raw(head(200, { x: Array(2000).fill("y".repeat(100)) }), CSV),
    "unknown http-odd",
    null,
  ),
  t("one header without end", raw("HTTP/1.1 200 OK\r\nx: ", "y".repeat(200_000)), "unknown http-odd", null),
  t(
    "asks to switch protocols",
    raw("HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    "unknown reset",
    null,
  ),

  // Compression though none was asked for.
  t("gzip", encoded("gzip", gzipSync(CSV)), "alive ok", { rows: 2, sampled: 12 }),
  t("x-gzip", encoded("x-gzip", gzipSync(CSV)), "alive ok", { rows: 2 }),
  t("deflate", encoded("deflate", deflateSync(CSV)), "alive ok", { rows: 2 }),
  t("bare deflate", encoded("deflate", deflateRawSync(CSV)), "alive ok", { rows: 2 }),
  t("Brotli", encoded("br", brotliCompressSync(CSV)), "alive ok", { rows: 2 }),
  t("a coding that is an encoding", encoded("utf-8", CSV), "alive ok", { rows: 2 }),
  t("identity by name", encoded("identity", CSV), "alive ok", { rows: 2 }),
  t("gzip of a long file", encoded("gzip", gzipSync(long)), "alive ok", { sampled: 65_536 }),
  t("gzip that is none", encoded("gzip", CSV), "unknown compression", null),
  t(
    "gzip with a block of no kind",
    encoded("gzip", Buffer.concat([gzipSync(CSV).subarray(0, 10), Buffer.from([7]), Buffer.alloc(40)])),
    "unknown compression",
    null,
  ),
  t("gzip bomb", encoded("gzip", gzipSync(Buffer.alloc(50 << 20))), "unknown compression", null),
  t("deflate bomb", encoded("deflate", deflateSync(Buffer.alloc(20 << 20))), "unknown compression", null),
  t("Brotli bomb", encoded("br", brotliCompressSync(Buffer.alloc(20 << 20))), "unknown compression", null),
  t("gzip within gzip", encoded("gzip, gzip", gzipSync(gzipSync(CSV))), "unknown compression", null),
  t("gzip whose end is missing", encoded("gzip", gzipSync(CSV).subarray(0, -8)), "alive ok", { rows: 2 }),
  t("gzip of nothing", encoded("gzip", gzipSync("")), "unknown empty", null),
  t(
    "range of a gzip",
    range("bytes 0-199/9999", gzipSync(long).subarray(0, 200), { "content-encoding": "gzip" }),
    "alive ok",
    {
      format: "CSV",
    },
  ),

  // Redirects.
  ...[301, 302, 303, 307, 308].map((status) =>
    t(
      `redirect by ${status}`,
      (s, a) => (a.path === "/data" ? redirect("/there", status) : file())(s, a),
      "alive ok",
      { rows: 2 },
    ),
  ),
  t("five redirects", hops(5), "alive ok", { rows: 2 }),
  t("six redirects", hops(6), "unknown redirects", null),
  t("a loop", redirect("/data"), "unknown redirects", null),
  t(
    "two that point to each other",
    (s, a) => redirect(a.path === "/a" ? "/b" : "/a")(s, a),
    "unknown redirects",
    null,
  ),
  t(
    "redirect to a file that is gone",
    (s, a) => (a.path === "/data" ? redirect("/x") : answer(404))(s, a),
    "dead http-404",
    null,
  ),
  t("redirect without a place", redirect(""), "unknown http-odd", null),
  t("redirect to a query", (s, a) => (a.path === "/data" ? redirect("?x=1") : file())(s, a), "alive ok", {}),
  ...[
    "file:///etc/passwd",
    "ftp://ftp.example/a.csv",
    "javascript:alert(1)",
    "data:text/csv,a",
    "gopher://x.example/",
    "http://",
    "http://[::1",
    "http://me:secret@t.example/",
    `/${"x".repeat(3000)}`,
  ].map((to) => t(`redirect to ${to.slice(0, 40)}`, redirect(to), "unknown redirect-address", null)),
  ...[
    "http://127.0.0.1/",
    "https://127.0.0.1:8443/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://100.64.0.1/",
    "http://168.63.129.16/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://192.0.2.1/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "//127.0.0.1/x",
  ].map((to) => t(`redirect to ${to}`, redirect(to), "dead forbidden-address", null)),

  t(
    "redirect to a name that leads to a private address",
    redirect("http://private.example/"),
    "dead forbidden-address",
    null,
  ),
  t("redirect to a name that nobody has", redirect("https://nobody.example/"), "dead no-host", null),

  // Pages in place of files.
  t("a page", html(page("資料下載")), "unknown soft-404", { format: "HTML" }),
  t("a page that is called CSV", file(page("x"), { "content-type": "text/csv" }), "unknown soft-404", {
    format: "HTML",
  }),
  t("a page with a mark before it", html(`\ufeff\n<!-- x -->\n<HTML lang=zh>`), "unknown soft-404", {}),
  t("a page in XHTML", html('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "">'), "unknown soft-404", {
    format: "HTML",
  }),
  t(
    "a script that says that it is gone",
    html("<script>alert('檔案不存在');history.back();</script>"),
    "unknown soft-404",
    {},
  ),
  t("a piece of a page", html("<div>系統維護中</div>"), "unknown soft-404", { format: "HTML" }),
  t(
    "a log-in page after a redirect",
    (s, a) => (a.path === "/data" ? redirect("/login?next=data") : html(page("登入")))(s, a),
    "unknown soft-404",
    {},
  ),
  t(
    "a sentence: file not found",
    file("File not found", { "content-type": "text/plain" }),
    "unknown soft-404",
    { format: "TXT" },
  ),
  t("a sentence: 查無資料", file("查無資料"), "unknown soft-404", { format: "TXT" }),
  t(
    "a sentence where a text is meant",
    file("查無資料"),
    "alive ok",
    { format: "TXT" },
    { formats: ["TXT"] },
  ),
  t("a page in gzip", encoded("gzip", gzipSync(page("x"))), "unknown soft-404", { format: "HTML" }),
  t(
    "a page where a page is meant",
    html(page("開放資料")),
    "alive ok",
    { format: "HTML" },
    { wantsFile: false, formats: ["HTML"] },
  ),
  t(
    "a page that says 404 where a page is meant",
    html(page("404 Not Found")),
    "unknown soft-404",
    {},
    { wantsFile: false },
  ),
  t(
    "a page that says 找不到網頁 where a page is meant",
    html(page("找不到網頁")),
    "unknown soft-404",
    {},
    { wantsFile: false },
  ),
  t(
    "a log-in in place of a page",
    (s, a) => (a.path === "/data" ? redirect("/member/login.aspx") : html(page("會員")))(s, a),
    "unknown soft-404",
    {},
    { wantsFile: false },
  ),
  t(
    "a log-in page that was asked for",
    html(page("會員")),
    "alive ok",
    {},
    { wantsFile: false, path: "/login" },
  ),
  t("a CSV that is called a page", html(CSV), "alive ok", { format: "CSV" }),
  t("JSON that holds a page", file('{"x":"<html>"}'), "alive ok", { format: "JSON" }, { formats: ["JSON"] }),

  // What the server says of the file.
  t("last modified", file(CSV, { "last-modified": "Fri, 20 Nov 2026 16:00:00 GMT" }), "alive ok", {
    lastModified: "2026-11-20T16:00:00Z",
  }),
  t("last modified at no time", file(CSV, { "last-modified": "yesterday" }), "alive ok", {}),
  t(
    "an attachment",
    file(CSV, { "content-type": "text/plain", "content-disposition": 'attachment; filename="a.csv"' }),
    "alive ok",
    { attachment: true },
  ),
  t("a type that is saved", file(CSV, { "content-type": "application/octet-stream" }), "alive ok", {
    attachment: true,
  }),
  t("a type with signs that nobody sees", file(CSV, { "content-type": "text/csv;\u009b x=1" }), "alive ok", {
    contentType: "text/csv; x=1",
  }),
  t("a type without end", file(CSV, { "content-type": `text/csv; ${"x".repeat(500)}` }), "alive ok", {
    contentType: `text/csv; ${"x".repeat(90)}`,
  }),
];
