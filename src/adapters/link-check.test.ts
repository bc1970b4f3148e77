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
};

async function check(url: string, options = OPEN, wantsFile = true): Promise<CheckedLink> {
  const [result] = await checkLinks([{ resourceID: "r", url, wantsFile }], options);
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
      detail: "可正常開啟",
      status: 206,
      contentType: "text/csv; charset=utf-8",
      bytes: 123456,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.url).toBe("/a.csv?x=1");
    expect(seen[0]!.method).toBe("GET");
    expect(seen[0]!.headers).toMatchObject({
      range: "bytes=0-4095",
      "accept-encoding": "identity",
      "user-agent": "open-data-catalogue-link-check/1.0",
      host: `data.example:${port}`,
    });
    expect(seen[0]!.headers).not.toHaveProperty("authorization");
  });

  it.each<[number, string, string]>([
    [200, "alive", "可正常開啟"],
    [204, "unknown", "回傳的內容是空的"],
    [300, "unknown", "HTTP 300：無法確認"],
    [302, "unknown", "HTTP 302：無法確認"],
    [400, "unknown", "HTTP 400：無法確認"],
    [401, "unknown", "HTTP 401：需要登入或拒絕存取"],
    [403, "unknown", "HTTP 403：需要登入或拒絕存取"],
    [404, "dead", "HTTP 404：找不到檔案"],
    [405, "unknown", "HTTP 405：無法確認"],
    [410, "dead", "HTTP 410：找不到檔案"],
    [416, "unknown", "HTTP 416：無法確認"],
    [429, "unknown", "HTTP 429：伺服器要求放慢，請稍後人工確認"],
    [500, "unknown", "HTTP 500：伺服器發生錯誤"],
    [503, "unknown", "HTTP 503：伺服器發生錯誤"],
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
      detail: verdict === "alive" ? "可正常開啟" : "回傳的是網頁",
    });
    expect(await check(at("/"), OPEN, false)).toMatchObject({ verdict: "alive" });
  });

  it("goes by the type where the content is encoded", async () => {
    handlers["/"] = answer(200, Buffer.from([31, 139, 8, 0]), {
      "content-type": "text/html",
      "content-encoding": "gzip",
    });
    expect(await check(at("/"))).toMatchObject({ verdict: "unknown", detail: "回傳的是網頁" });
  });

  it("knows a name that nobody has, and a server that refuses", async () => {
    const nobody = async () => {
      throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    };
    expect(await check(at("/"), { ...OPEN, lookup: nobody })).toEqual({
      resourceID: "r",
      url: at("/"),
      verdict: "dead",
      detail: "找不到這個主機名稱",
    });
    const later = async () => {
      throw Object.assign(new Error("getaddrinfo"), { code: "EAI_AGAIN" });
    };
    expect(await check(at("/"), { ...OPEN, lookup: later })).toMatchObject({
      verdict: "unknown",
      detail: "連線失敗：EAI_AGAIN",
    });
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, LOCAL, ready));
    const { port: gone } = closed.address() as AddressInfo;
    await new Promise((ready) => closed.close(ready));
    expect(await check(`http://data.example:${gone}/`)).toMatchObject({
      verdict: "dead",
      detail: "伺服器拒絕連線",
    });
    expect(await check(`https://data.example:${port}/`)).toMatchObject({
      verdict: "unknown",
      detail: expect.stringMatching(/^安全連線（TLS）失敗：[A-Z_]+$/),
    });
  });

  it("waits for nobody longer than the time limit", async () => {
    handlers["/never"] = () => {};
    handlers["/stalls"] = (_, response) => response.writeHead(200).flushHeaders();
    handlers["/drips"] = (_, response) => response.writeHead(200).write("a,b\n");
    const quick = { ...OPEN, limits: { addressMs: 150 } };
    const timedOut = { verdict: "unknown", detail: "逾時沒有回應" };
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
    expect(result).toMatchObject({ verdict: "unknown", detail: "伺服器的回應不是 HTTP" });
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
      detail: "網址指向內部或保留的網路位址，民眾無法連線",
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
    const rebinding = async () => [{ address: asked++ === 0 ? LOCAL : "127.0.0.2", family: 4 }];
    expect(await check(at("/"), { ...OPEN, lookup: rebinding })).toMatchObject({ verdict: "alive" });
    expect(asked).toBe(1);
  });

  it.each([
    ["a private address", "http://10.0.0.1/", "dead", "網址指向內部或保留的網路位址，民眾無法連線"],
    ["a cloud's metadata", "http://169.254.169.254/latest/meta-data/", "dead", "網址指向內部"],
    ["a file", "file:///etc/passwd", "unknown", "轉址後的網址不是 http 或 https，無法檢查"],
    ["a login", "http://me:secret@data.example/", "unknown", "轉址後的網址含有帳號或密碼，不予檢查"],
    ["nothing", "http://", "unknown", "轉址後的網址格式不正確"],
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
    expect(await check(at("/1"))).toMatchObject({ verdict: "unknown", detail: "轉址超過 5 次" });
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
    const targets = Array.from({ length: 60 }, (_, i) => ({
      resourceID: `r${i}`,
      url: at(`/?${i % 50}`, i < 20 ? "one.example" : `h${i % 10}.example`),
      wantsFile: true,
    }));
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
    const targets = ["a", "b", "c", "a"].map((name) => ({
      resourceID: name,
      url: at("/", `${name}.example`),
      wantsFile: true,
    }));
    const few = await checkLinks(targets, { ...OPEN, limits: { addresses: 2 } });
    expect(few.map((r) => r.detail)).toEqual([
      "可正常開啟",
      "可正常開啟",
      "未檢查：一次最多檢查 2 個網址",
      "可正常開啟",
    ]);
    handlers["/"] = () => {};
    const short = await checkLinks(targets, { ...OPEN, limits: { runMs: 100, concurrent: 1 } });
    expect(short.map((r) => r.detail)).toEqual([
      "逾時沒有回應",
      "未檢查：整體檢查時間已用完",
      "未檢查：整體檢查時間已用完",
      "逾時沒有回應",
    ]);
    expect(await checkLinks([], OPEN)).toEqual([]);
  });
});

describe("hostile addresses", () => {
  it.each([
    ["", "網址格式不正確"],
    ["http://", "網址格式不正確"],
    ["http://[::1", "網址格式不正確"],
    ["http://a b/", "網址格式不正確"],
    [`http://data.example/${"x".repeat(2048)}`, "網址格式不正確"],
    ["javascript:alert(1)", "網址不是 http 或 https，無法檢查"],
    ["file:///etc/passwd", "網址不是 http 或 https，無法檢查"],
    ["ftp://data.example/a.csv", "網址不是 http 或 https，無法檢查"],
    ["http://me:secret@data.example/", "網址含有帳號或密碼，不予檢查"],
  ])("%s", async (url, detail) => {
    const result = await check(url);
    expect(result).toMatchObject({ verdict: "unknown", detail });
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
        const targets = urls.map((url) => ({ resourceID: "r", url, wantsFile: true }));
        const results = await checkLinks(targets, { lookup: nobody });
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
      { resourceID: "b1", url: "https://b.example/2", wantsFile: true },
      { resourceID: "b1", url: "https://b.example/page", wantsFile: false },
      { resourceID: "b2", url: "https://b.example/3", wantsFile: false },
    ];
    expect(await linkTargets(root, "HEAD")).toEqual(changed);
    expect(await linkTargets(root)).toEqual([
      { resourceID: "a", url: "https://a.example/1", wantsFile: true },
      ...changed,
    ]);
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
    expect(await linkTargets(root)).toEqual([{ resourceID: "", url: "https://x.example/", wantsFile: true }]);
  });
});
