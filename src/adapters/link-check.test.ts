import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedLink, checkLinks, type LinkCheckOptions, linkTargets } from "./link-check.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let port: number;
let seen: IncomingMessage[];
let handlers: Record<string, Handler>;
beforeAll(async () => {
  server = createServer((request, response) => {
    // What a robots.txt does is told in tests/probe.
    if (request.url === "/robots.txt") return void response.writeHead(404).end();
    seen.push(request);
    const handler = handlers[request.url!.split("?")[0]!];
    if (handler) handler(request, response);
    else response.writeHead(404).end("none");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  seen = [];
  handlers = {};
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const LOCAL = "127.0.0.1";
/** Every name leads to the test's server, which is allowed here only. */
const OPEN: LinkCheckOptions = {
  lookup: async () => [{ address: LOCAL, family: 4 }],
  allows: (address) => address === LOCAL,
  limits: { pauseMs: 0 },
};
const target = (url: string, wantsFile = true, resourceID = "r") => ({
  resourceID,
  url,
  formats: ["CSV"],
  charsets: ["UTF-8"],
  wantsFile,
});

async function check(url: string, options = OPEN, wantsFile = true): Promise<CheckedLink> {
  const [result] = await checkLinks([target(url, wantsFile)], options);
  return result!;
}
const at = (path: string, host = "data.example") => `http://${host}:${port}${path}`;
const answer =
  (status: number, body: string | Buffer = "a,b\n1,2\n", headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe("verdicts", () => {
  it("asks for the beginning only, by name, and reports what the server says", async () => {
    handlers["/a.csv"] = answer(206, "a,b\n", {
      "content-type": "text/csv; charset=utf-8",
      "content-range": "bytes 0-3/123456",
    });
    expect(await check(at("/a.csv?x=1#part"))).toEqual({
      resourceID: "r",
      url: at("/a.csv?x=1#part"),
      verdict: "alive",
      detail: "正常回應",
      findings: ["內容：CSV、US-ASCII、2 個欄位、120.6 KB"],
      status: 206,
      contentType: "text/csv; charset=utf-8",
      bytes: 123456,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.url).toBe("/a.csv?x=1");
    expect(seen[0]!.method).toBe("GET");
    expect(seen[0]!.headers).toMatchObject({
      range: "bytes=0-65535",
      "accept-encoding": "identity",
      "user-agent": "open-data-catalogue-link-check/1.0",
      host: `data.example:${port}`,
    });
    expect(seen[0]!.headers).not.toHaveProperty("authorization");
  });

  it.each<[number, string, string]>([
    [200, "alive", "正常回應"],
    [204, "unknown", "回應沒有內容"],
    [300, "unknown", "伺服器的回應不合 HTTP 規格（HTTP 300）"],
    [302, "unknown", "伺服器的回應不合 HTTP 規格（HTTP 302）"],
    [400, "unknown", "伺服器不接受這個請求（HTTP 400）"],
    [401, "unknown", "伺服器不讓檢測程式讀取（需要登入或限制來源）（HTTP 401）"],
    [403, "unknown", "伺服器不讓檢測程式讀取（需要登入或限制來源）（HTTP 403）"],
    [404, "dead", "找不到檔案（HTTP 404）"],
    [405, "unknown", "伺服器不接受這個請求（HTTP 405）"],
    [410, "dead", "檔案已移除（HTTP 410）"],
    [416, "unknown", "伺服器不接受這個請求（HTTP 416）"],
    [429, "unknown", "伺服器表示請求太多，改日再測"],
    [500, "unknown", "伺服器內部錯誤（HTTP 500）"],
    [503, "unknown", "伺服器內部錯誤（HTTP 503）"],
  ])("HTTP %i: %s", async (status, verdict, detail) => {
    handlers["/"] = answer(status);
    expect(await check(at("/"))).toMatchObject({ verdict, detail, status });
  });

  it.each<[string, string, string, string]>([
    ["a page", "<!DOCTYPE html><html><title>登入</title>", "text/html", "unknown"],
    ["a page that is called CSV", "\ufeff\n<!-- x --><HTML lang=zh>", "text/csv", "unknown"],
    [
      "a page in XHTML",
      '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "">',
      "application/xhtml+xml",
      "unknown",
    ],
    ["a CSV that is called a page", "a,b\n1,2\n", "text/html", "alive"],
    ["XML", '<?xml version="1.0"?><rows/>', "text/xml", "alive"],
    ["JSON that holds a page", '{"x":"<html>"}', "application/json", "alive"],
  ])("%s in place of a file", async (_, body, type, verdict) => {
    handlers["/"] = answer(200, body, { "content-type": type });
    expect(await check(at("/"))).toMatchObject({
      verdict,
      detail: verdict === "alive" ? "正常回應" : "應該是檔案，得到的卻是網頁（登入頁或錯誤訊息）",
    });
    expect(await check(at("/"), OPEN, false)).toMatchObject({ verdict: "alive" });
  });

  it("tells the reviewer what the file is and where that differs from what is declared", async () => {
    // 名稱,手機 in Big5, and a mobile number.
    handlers["/big5"] = answer(
      200,
      Buffer.concat([
        Buffer.from("a657bad92ca4e2bef70a", "hex"),
        Buffer.from("x,0912345678\ny,02-23456789\n"),
      ]),
    );
    handlers["/json"] = answer(200, '[{"a":1},{"a":2}]');
    const described = { ...target(at("/big5")), fieldDescription: "名稱、地址(Address)、統編" };
    const [big5, json] = await checkLinks([described, target(at("/json"))], OPEN);
    expect(big5!.findings).toEqual([
      "內容：CSV、BIG5、2 個欄位、37 位元組",
      "⚠️ 編碼是 BIG5，登錄的編碼是 UTF-8",
      "⚠️ 欄位與主要欄位說明不同：缺少地址、統編；多出手機",
      "⚠️ 疑似個人資料：第 1 筆「手機」行動電話 0912-***-***",
    ]);
    expect(json!.findings).toEqual([
      "內容：JSON、US-ASCII、1 個欄位、17 位元組",
      "⚠️ 內容是 JSON，登錄的格式是 CSV",
    ]);
  });

  it("knows a name that nobody has, and a server that refuses", async () => {
    const nobody = async () => {
      throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    };
    expect(await check(at("/"), { ...OPEN, lookup: nobody })).toEqual({
      resourceID: "r",
      url: at("/"),
      verdict: "dead",
      detail: "主機名稱不存在",
    });
    const later = async () => {
      throw Object.assign(new Error("getaddrinfo"), { code: "EAI_AGAIN" });
    };
    expect(await check(at("/"), { ...OPEN, lookup: later })).toMatchObject({
      verdict: "unknown",
      detail: "主機名稱暫時查不到",
    });
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, LOCAL, ready));
    const { port: gone } = closed.address() as AddressInfo;
    await new Promise((ready) => closed.close(ready));
    expect(await check(`http://data.example:${gone}/`)).toMatchObject({
      verdict: "dead",
      detail: "主機拒絕連線",
    });
    expect(await check(`https://data.example:${port}/`)).toMatchObject({
      verdict: "unknown",
      detail: expect.stringMatching(/^HTTPS 憑證有問題（過期、名稱不符或自行簽發）（[A-Z_]+）$/),
    });
  });

  it("waits for nobody longer than the time limit", async () => {
    handlers["/never"] = () => {};
    handlers["/stalls"] = (_, response) => response.writeHead(200).flushHeaders();
    handlers["/drips"] = (_, response) => response.writeHead(200).write("a,b\n");
    const quick = { ...OPEN, limits: { addressMs: 150, pauseMs: 0 } };
    const timedOut = { verdict: "unknown", detail: "等候逾時" };
    expect(await check(at("/never"), quick)).toMatchObject(timedOut);
    expect(await check(at("/stalls"), quick)).toMatchObject(timedOut);
    expect(await check(at("/never"), { ...quick, lookup: () => new Promise(() => {}) })).toMatchObject(
      timedOut,
    );
    // Something came: the file is there, however slow.
    expect(await check(at("/drips"), quick)).toMatchObject({ verdict: "alive" });
  });

  it("reads no more than the beginning of an endless file", async () => {
    let sent = 0;
    const cut = new Promise<void>((done) => {
      handlers["/"] = (_, response) => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384, "x"))) sent += 16_384;
        };
        response.on("drain", more).on("close", done);
        more();
      };
    });
    expect(await check(at("/"))).toMatchObject({ verdict: "alive" });
    await cut;
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it("is not upset by a server that speaks no HTTP", async () => {
    const odd = createSocketServer((socket) => socket.on("error", () => {}).end("SSH-2.0-hello\r\n"));
    await new Promise<void>((ready) => odd.listen(0, LOCAL, ready));
    const result = await check(`http://data.example:${(odd.address() as AddressInfo).port}/`);
    odd.close();
    expect(result).toMatchObject({ verdict: "unknown", detail: "對方回應的不是 HTTP" });
  });
});

describe("addresses that must not be visited", () => {
  it.each([
    `http://127.0.0.1`,
    `http://localhost`,
    `http://127.1`,
    `http://2130706433`,
    `http://0x7f.0.0.1`,
    `http://0177.0.0.1`,
    `http://0`,
    `http://[::1]`,
    `http://[::ffff:127.0.0.1]`,
    `http://[::]`,
    `http://１２７.0.0.1`,
  ])("%s", async (url) => {
    expect(await check(`${url}:${port}/`, {})).toMatchObject({
      verdict: "dead",
      detail: "網址或轉址指向內部網路，民眾無法連線",
    });
    expect(seen).toEqual([]);
  });

  it("visits only those of a host's addresses that are public", async () => {
    handlers["/"] = answer(200);
    const mixed = async () => [
      { address: "10.0.0.1", family: 4 },
      { address: LOCAL, family: 4 },
    ];
    expect(await check(at("/"), { ...OPEN, lookup: mixed })).toMatchObject({ verdict: "alive" });
    const inside = async () => [{ address: "10.0.0.1", family: 4 }];
    expect(await check(at("/"), { ...OPEN, lookup: inside })).toMatchObject({ verdict: "dead" });
  });

  it("connects to the address that was judged, though the name leads elsewhere a moment later", async () => {
    handlers["/"] = answer(200);
    let asked = 0;
    const rebinding = async () => [{ address: asked++ < 2 ? LOCAL : "127.0.0.2", family: 4 }];
    expect(await check(at("/"), { ...OPEN, lookup: rebinding })).toMatchObject({ verdict: "alive" });
    // At most once for each connection: that of robots.txt, and the visit's.
    expect(asked).toBeLessThanOrEqual(2);
  });

  it.each([
    ["a private address", "http://10.0.0.1/", "dead", "網址或轉址指向內部網路，民眾無法連線"],
    ["a cloud's metadata", "http://169.254.169.254/latest/meta-data/", "dead", "網址或轉址指向內部"],
    ["a file", "file:///etc/passwd", "unknown", "轉址的目的地無法使用"],
    ["a login", "http://me:secret@data.example/", "unknown", "轉址的目的地無法使用"],
    ["nothing", "http://", "unknown", "轉址的目的地無法使用"],
  ])("redirects to %s are judged anew", async (_, location, verdict, detail) => {
    handlers["/"] = answer(302, "", { location });
    const result = await check(at("/"));
    expect(result.verdict).toBe(verdict);
    expect(result.detail).toContain(detail);
    expect(seen).toHaveLength(1);
  });

  it("judges a name anew when a redirect leads to another port", async () => {
    let asked = 0;
    const other = createServer(answer(200));
    await new Promise<void>((ready) => other.listen(0, LOCAL, ready));
    const { port: second } = other.address() as AddressInfo;
    handlers["/"] = answer(301, "", { location: `http://data.example:${second}/` });
    const rebinding = async () => [{ address: asked++ === 0 ? LOCAL : "192.168.0.1", family: 4 }];
    expect(await check(at("/"), { ...OPEN, lookup: rebinding })).toMatchObject({ verdict: "dead" });
    expect(await check(at("/"))).toMatchObject({ verdict: "alive", status: 200 });
    other.close();
  });

  it("follows five redirects, not six", async () => {
    for (let i = 0; i < 7; i++) handlers[`/${i}`] = answer(302, "", { location: `${i + 1}` });
    handlers["/7"] = answer(200);
    expect(await check(at("/2"))).toMatchObject({ verdict: "alive" });
    expect(await check(at("/1"))).toMatchObject({ verdict: "unknown", detail: "轉址次數太多" });
  });
});

describe("many addresses", () => {
  it("visits each once, at most 2 at once for a host and 8 in all", async () => {
    const now = new Map<string, number>();
    const most = { host: 0, all: 0 };
    let open = 0;
    handlers["/"] = (request, response) => {
      const host = request.headers.host!;
      now.set(host, (now.get(host) ?? 0) + 1);
      most.host = Math.max(most.host, now.get(host)!);
      most.all = Math.max(most.all, ++open);
      setTimeout(() => {
        open--;
        now.set(host, now.get(host)! - 1);
        response.end("x");
      }, 10);
    };
    const targets = Array.from({ length: 60 }, (_, i) =>
      target(at(`/?${i % 50}`, i < 20 ? "one.example" : `h${i % 10}.example`), true, `r${i}`),
    );
    const steps: [number, number][] = [];
    const results = await checkLinks(targets, {
      ...OPEN,
      progress: (done, total) => steps.push([done, total]),
    });
    expect(results.map((r) => r.resourceID)).toEqual(targets.map((t) => t.resourceID));
    expect(results.every((r) => r.verdict === "alive")).toBe(true);
    const distinct = new Set(targets.map((t) => t.url)).size;
    expect(seen).toHaveLength(distinct);
    expect(steps.at(-1)).toEqual([distinct, distinct]);
    expect(most).toEqual({ host: 2, all: 8 });
  });

  it("stops at the run's limits and says what was not checked", async () => {
    handlers["/"] = answer(200);
    const targets = ["a", "b", "c", "a"].map((name) => target(at("/", `${name}.example`), true, name));
    const few = await checkLinks(targets, { ...OPEN, limits: { addresses: 2 } });
    expect(few.map((r) => r.detail)).toEqual([
      "正常回應",
      "正常回應",
      "未檢查：一次最多檢查 2 個網址",
      "正常回應",
    ]);
    handlers["/"] = () => {};
    const short = await checkLinks(targets, { ...OPEN, limits: { runMs: 100, concurrent: 1 } });
    expect(short.map((r) => r.detail)).toEqual(Array(4).fill("未檢查：整體檢查時間已用完"));
    expect(await checkLinks([], OPEN)).toEqual([]);
  });
});

describe("hostile addresses", () => {
  it.each([
    "",
    "http://",
    "http://[::1",
    "http://a b/",
    `http://data.example/${"x".repeat(2048)}`,
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ftp://data.example/a.csv",
    "http://me:secret@data.example/",
  ])("%s", async (url) => {
    const result = await check(url);
    expect(result).toMatchObject({ verdict: "unknown", detail: "不是可以檢測的網址" });
    expect(result.url.length).toBeLessThanOrEqual(2048);
  });

  it("never throws, and repeats nothing that a server says", async () => {
    const nobody = async () => {
      throw Object.assign(new Error("<script>"), { code: "<script>" });
    };
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.tuple(fc.constantFrom("http://", "https:", "//", "http:\\\\"), fc.string()).map((p) => p.join("")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (urls) => {
        const targets = urls.map((url) => target(url));
        const results = await checkLinks(targets, { lookup: nobody, limits: { pauseMs: 0 } });
        expect(results).toHaveLength(urls.length);
        for (const { verdict, detail } of results) {
          expect(["dead", "unknown"]).toContain(verdict);
          expect(detail).not.toMatch(/[<>]/);
        }
      }),
      { numRuns: 200 },
    );
    const long = `text/csv; ${"x".repeat(500)}`;
    handlers["/"] = answer(200, "x", { "content-type": long });
    expect((await check(at("/"))).contentType).toBe(long.slice(0, 100));
  });
});

describe("linkTargets", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "links-"));
  });
  afterEach(() => rm(root, { recursive: true }));
  const put = async (path: string, content: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const git = (...args: string[]) =>
    promisify(execFile)("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
      cwd: root,
    });
  const dataset = (...lines: string[]) =>
    `title: 甲\ndistribution:\n${lines.map((l) => `  ${l}\n`).join("")}`;
  const A = "datasets/A41000000G/000001.yaml";
  const B = "datasets/A41000000G/000002.yaml";

  const wanted = (resourceID: string, url: string, formats: string[], wantsFile: boolean) => ({
    resourceID,
    url,
    formats,
    charsets: [],
    wantsFile,
  });

  it("takes every address of the datasets that changed", async () => {
    await put(A, dataset("- resourceID: a", "  format: CSV", "  downloadURL: https://a.example/1"));
    await put(B, dataset("- resourceID: b", "  format: CSV", "  downloadURL: https://b.example/1"));
    await git("init", "-q");
    await git("add", ".");
    await git("commit", "-qm", "x");
    await put(
      B,
      dataset(
        "- resourceID: b1",
        "  format: CSV",
        "  downloadURL: https://b.example/2",
        "  accessURL: https://b.example/page",
        "- resourceID: b2",
        "  format: HTML",
        "  downloadURL: https://b.example/3",
      ),
    );
    await put("datasets/readme.yaml", dataset("- downloadURL: https://c.example/"));
    const changed = [
      wanted("b1", "https://b.example/2", ["CSV"], true),
      wanted("b1", "https://b.example/page", [], false),
      wanted("b2", "https://b.example/3", ["HTML"], false),
    ];
    expect(await linkTargets(root, "HEAD")).toEqual(changed);
    expect(await linkTargets(root)).toEqual([wanted("a", "https://a.example/1", ["CSV"], true), ...changed]);
    await rm(join(root, A));
    expect(await linkTargets(root, "HEAD")).toEqual(changed);
    await expect(linkTargets(root, "nowhere")).rejects.toThrow("nowhere is no revision of this repository");
  });

  it("takes nothing from what can't be read", async () => {
    await put("secret.yaml", dataset("- downloadURL: https://secret.example/"));
    await put(A, "distribution: none\n");
    await put(B, dataset("- null", "- resourceID: [a]", "  downloadURL: {a: b}", "- - x"));
    await put("datasets/A41000000G/000003.yaml", "distribution: [\n");
    await put("datasets/A41000000G/000004.yaml", `${dataset("- downloadURL: x")}# ${"x".repeat(600_000)}\n`);
    await symlink(join(root, "secret.yaml"), join(root, "datasets/A41000000G/000005.yaml"));
    await put(
      "datasets/A41000000G/000006.yaml",
      dataset("- resourceID: []", "  downloadURL: https://x.example/"),
    );
    expect(await linkTargets(root)).toEqual([wanted("", "https://x.example/", [], true)]);
  });
});
