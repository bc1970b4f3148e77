import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SourceError } from "../exchange/import/source-record.ts";
import { type SourceFetcher, type SourceFetcherOptions, sourceFetcher } from "./harvest-source.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const LOCAL = "127.0.0.1";
let server: Server;
let port: number;
let handlers: Record<string, Handler>;
let seen: IncomingMessage[];
let slept: number[];
let fetchers: SourceFetcher[];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    const handler = handlers[request.url!];
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, LOCAL, ready));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  handlers = {};
  seen = [];
  slept = [];
  fetchers = [];
});
afterEach(async () => {
  for (const fetcher of fetchers) await fetcher.close();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const at = (path: string, host = "data.example") => `http://${host}:${port}${path}`;
function fetcher(options: SourceFetcherOptions = {}): SourceFetcher {
  const made = sourceFetcher({
    lookup: async () => [{ address: LOCAL, family: 4 }],
    allows: (address) => address === LOCAL,
    sleep: async (ms) => slept.push(ms),
    ...options,
  });
  fetchers.push(made);
  return made;
}
const get = (path: string, options?: SourceFetcherOptions) => fetcher(options).fetch(at(path));
const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => "沒有錯誤",
    (cause: unknown) => (cause instanceof SourceError ? cause.message : `沒有說明：${String(cause)}`),
  );
const answer =
  (status: number, body: string | Buffer = "{}", headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe("a document", () => {
  test("comes with its type, its validators and where it was found", async () => {
    handlers["/a"] = answer(302, "", { location: "/b" });
    handlers["/b"] = answer(200, '{"a":1}', {
      "content-type": "application/json; charset=utf-8",
      etag: '"1"',
      "last-modified": "Mon, 02 Mar 2026 00:00:00 GMT",
    });
    const found = (await get("/a"))!;
    expect({ ...found, bytes: Buffer.from(found.bytes).toString() }).toEqual({
      bytes: '{"a":1}',
      url: at("/b"),
      contentType: "application/json; charset=utf-8",
      etag: '"1"',
      modified: "Mon, 02 Mar 2026 00:00:00 GMT",
    });
    expect(seen[0]!.headers["user-agent"]).toBe("open-data-catalogue-harvest/1.0");
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ])("may come as %s", async (encoding, compress) => {
    handlers["/a"] = answer(200, compress(Buffer.from("內容")), { "content-encoding": encoding });
    expect(Buffer.from((await get("/a"))!.bytes).toString()).toBe("內容");
  });

  test("is asked for by what is known of it, and may be as it was", async () => {
    handlers["/a"] = (request, response) => {
      const same =
        request.headers["if-none-match"] === '"1"' && request.headers["if-modified-since"] === "day";
      response.writeHead(same ? 304 : 200).end(same ? "" : "{}");
    };
    expect(await fetcher().fetch(at("/a"), { etag: '"1"', modified: "day" })).toBeUndefined();
    expect(await fetcher().fetch(at("/a"), { etag: '"2"' })).toBeDefined();
  });

  test("is waited for between two of them, for courtesy", async () => {
    handlers["/a"] = answer(200);
    const one = fetcher();
    await one.fetch(at("/a"));
    await one.fetch(at("/a"));
    expect(slept).toEqual([500]);
  });
});

describe("a fault that may pass", () => {
  test("is tried again after growing pauses", async () => {
    let calls = 0;
    handlers["/a"] = (request, response) => answer(++calls < 4 ? 503 : 200)(request, response);
    expect(await get("/a")).toBeDefined();
    expect(slept).toEqual([2_000, 8_000, 32_000]);
  });

  test.each([
    ["seconds", "30", [30_000, 30_000, 32_000]],
    ["a date against the server's own", "Mon, 02 Mar 2026 00:00:20 GMT", [20_000, 20_000, 32_000]],
    ["nonsense", "soon", [2_000, 8_000, 32_000]],
  ])("is waited for as the server asks: %s", async (_, retryAfter, pauses) => {
    handlers["/a"] = answer(429, "", { "retry-after": retryAfter, date: "Mon, 02 Mar 2026 00:00:00 GMT" });
    expect(await messageOf(get("/a"))).toBe(
      `${at("/a")} 回覆 HTTP 429：平臺要求放慢，重試後仍未恢復；請平臺檢查`,
    );
    expect(slept).toEqual(pauses);
  });

  test("is not waited for longer than a run can", async () => {
    handlers["/a"] = answer(503, "", { "retry-after": "3600" });
    expect(await messageOf(get("/a"))).toContain("HTTP 503");
    expect(slept).toEqual([]);
  });

  test("may be a connection that breaks off", async () => {
    let calls = 0;
    handlers["/a"] = (request, response) => {
      if (++calls < 2)
        response.writeHead(200, { "content-length": "100" }).write("half", () => request.socket.destroy());
      else answer(200)(request, response);
    };
    expect(await get("/a")).toBeDefined();
  });
});

describe("what is refused", () => {
  test.each([
    ["a page that is gone", 404, "找不到清單；請更新 harvest.url"],
    ["a page for some only", 403, "拒絕讀取；請平臺開放"],
    ["a teapot", 418, "不是可用的清單"],
  ])("%s", async (_, status, message) => {
    handlers["/a"] = answer(status);
    expect(await messageOf(get("/a"))).toContain(`${at("/a")} 回覆 HTTP ${status}：${message}`);
    expect(slept).toEqual([]);
  });

  test("an empty answer, and one that says unchanged unasked", async () => {
    handlers["/a"] = answer(200, "");
    handlers["/b"] = answer(304);
    expect(await messageOf(get("/a"))).toContain("內容是空的");
    expect(await messageOf(get("/b"))).toContain("304");
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.2/",
    "http://10.0.0.1/",
    "http://[::1]/",
  ])("a redirect to %s", async (location) => {
    handlers["/a"] = answer(302, "", { location });
    expect(await messageOf(get("/a"))).toBe(
      `${at("/a")} 指向（或轉址到）內部或保留的網路位址，不予讀取；請改填可由網際網路公開讀取的網址`,
    );
    expect(seen).toHaveLength(1);
  });

  test("a host whose name leads inside, by whatever name", async () => {
    const inside = { lookup: async () => [{ address: "10.1.2.3", family: 4 }] };
    expect(await messageOf(get("/a", inside))).toContain("內部或保留的網路位址");
    expect(await messageOf(sourceFetcher({ sleep: async () => {} }).fetch("http://127.0.0.1:1/"))).toContain(
      "內部或保留的網路位址",
    );
  });

  test.each([
    ["file:///etc/passwd", "不是 http 或 https"],
    ["http://user:secret@data.example/", "含有帳號或密碼"],
    ["nowhere", "格式不正確"],
  ])("the address %s", async (url, message) => {
    const said = await messageOf(fetcher().fetch(url));
    expect(said).toContain(message);
    expect(said).not.toContain("secret");
  });

  test("redirects without end", async () => {
    handlers["/a"] = answer(302, "", { location: "/a" });
    expect(await messageOf(get("/a"))).toContain("轉址超過 5 次");
    expect(seen).toHaveLength(6);
  });

  test("more than the limit, declared, endless or packed", async () => {
    const limits = { documentBytes: 1_000_000 };
    handlers["/declared"] = (_, response) =>
      void response.writeHead(200, { "content-length": "2000000" }).write("x");
    handlers["/endless"] = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", more);
      more();
    };
    handlers["/bomb"] = answer(200, gzipSync(Buffer.alloc(50_000_000)), { "content-encoding": "gzip" });
    for (const path of ["/declared", "/endless", "/bomb"]) {
      expect(await messageOf(get(path, { limits }))).toBe(`${at(path)} 的內容超過 1 MB；請改用分頁的清單`);
    }
  });

  test("more than the limit of one source, over several documents", async () => {
    handlers["/a"] = answer(200, "x".repeat(600_000));
    const one = fetcher({ limits: { sourceBytes: 1_000_000 } });
    await one.fetch(at("/a"));
    expect(await messageOf(one.fetch(at("/a")))).toContain("的內容超過");
  });

  test("what is packed in another way, or not at all as it says", async () => {
    handlers["/zstd"] = answer(200, "x", { "content-encoding": "zstd" });
    handlers["/broken"] = answer(200, "not gzip", { "content-encoding": "gzip" });
    expect(await messageOf(get("/zstd"))).toContain("以不支援的方式壓縮（zstd）");
    expect(await messageOf(get("/broken"))).toContain("壓縮內容不完整或損壞");
  });

  test("what takes too long: one document, and all together", async () => {
    handlers["/hang"] = () => {};
    expect(await messageOf(get("/hang", { limits: { documentMs: 50 } }))).toContain("逾時沒有回應");
    expect(await messageOf(get("/hang", { limits: { sourceMs: 50 } }))).toContain("整體時間超過 0.05 秒");
    const never = { lookup: () => new Promise<never>(() => {}), limits: { documentMs: 50 } };
    expect(await messageOf(get("/a", never))).toContain("逾時沒有回應");
  });

  test("what is no HTTP, and nobody at all", async () => {
    const socket = createSocketServer((connection) => {
      connection.on("error", () => {}).end("hello\r\n", () => connection.destroy());
    });
    await new Promise<void>((ready) => socket.listen(0, LOCAL, ready));
    const { port: other } = socket.address() as AddressInfo;
    expect(await messageOf(fetcher().fetch(`http://data.example:${other}/`))).toContain("不是 HTTP");
    await new Promise((closed) => socket.close(closed));
    expect(await messageOf(fetcher().fetch(`http://data.example:${other}/`))).toContain(
      "連線失敗：ECONNREFUSED",
    );
    const missing = Object.assign(new Error("x"), { code: "ENOTFOUND" });
    expect(await messageOf(get("/a", { lookup: () => Promise.reject(missing) }))).toContain("主機名稱不存在");
  });
});
