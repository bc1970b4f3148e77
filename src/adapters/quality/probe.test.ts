import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Probe, type ProbeOptions, type ProbeTarget, probeAll } from "./probe.ts";

/*
 * How visits are spread over hosts and time. What a visit comes to is told in tests/probe.
 */

let server: Server;
let seen: { host: string; url: string; headers: IncomingMessage["headers"] }[];
let handle: (request: IncomingMessage, response: ServerResponse) => void;
let robots: (response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  handle = (_, response) => response.end("a,b\n1,2\n");
  robots = (response) => response.writeHead(404).end();
  server = createServer((request, response) => {
    const host = request.headers.host!.replace(/:\d+$/, "");
    seen.push({ host, url: request.url!, headers: request.headers });
    if (request.url === "/robots.txt") robots(response);
    else handle(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const target = (host: string, path: string): ProbeTarget => ({
  url: `http://${host}:${(server.address() as AddressInfo).port}${path}`,
  formats: ["CSV"],
  charsets: [],
  wantsFile: true,
});
const targets = (host: string, count: number) =>
  Array.from({ length: count }, (_, i) => target(host, `/${i}`));

async function run(
  list: Iterable<ProbeTarget> | AsyncIterable<ProbeTarget>,
  options: ProbeOptions = {},
): Promise<Map<string, Probe>> {
  const results = new Map<string, Probe>();
  const { limits, ...rest } = options;
  await probeAll(
    list,
    {
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
      allows: () => true,
      limits: { pauseMs: 0, ...limits },
      ...rest,
    },
    ({ url }, probe) => {
      results.set(new URL(url).pathname, probe);
    },
  );
  return results;
}
const reasons = (results: Map<string, Probe>) =>
  [...results.values()].map(({ visit }) => (visit.detail ? `${visit.reason} ${visit.detail}` : visit.reason));
const tally = (list: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const each of list) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
};

describe("politeness", () => {
  it("asks for robots.txt once for each host, and names itself and the site", async () => {
    await run(targets("a.example", 5), { site: "https://catalogue.example/" });
    expect(seen.filter(({ url }) => url === "/robots.txt")).toHaveLength(1);
    expect(seen).toHaveLength(6);
    expect(new Set(seen.map(({ headers }) => headers["user-agent"]))).toEqual(
      new Set(["open-data-catalogue-link-check/1.0 (+https://catalogue.example/)"]),
    );
  });

  it("visits two addresses of a host at once, and no host has to wait for another", async () => {
    const open = new Map<string, number>();
    let most = 0;
    const order: string[] = [];
    handle = (request, response) => {
      const host = request.headers.host!;
      open.set(host, (open.get(host) ?? 0) + 1);
      most = Math.max(most, open.get(host)!);
      order.push(host.slice(0, 1));
      setTimeout(() => {
        open.set(host, open.get(host)! - 1);
        response.end("x,y\n");
      }, 20);
    };
    await run([...targets("a.example", 12), ...targets("b.example", 2)], { limits: { concurrent: 4 } });
    expect(most).toBe(2);
    expect(order.lastIndexOf("b")).toBeLessThan(order.lastIndexOf("a"));
  });

  it("pauses between two visits of a host, longer where robots.txt asks for it, within limits", async () => {
    const times: number[] = [];
    handle = (_, response) => {
      times.push(performance.now());
      response.end("x,y\n");
    };
    robots = (response) => response.end("User-agent: *\nCrawl-delay: 3600\n");
    await run(targets("a.example", 4), { limits: { pauseMs: 30, longestPauseMs: 120, perHost: 1 } });
    // The first visit brings the robots.txt; timers may be a little early.
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    for (const gap of gaps.slice(1)) expect(gap).toBeGreaterThan(100);
    expect(times).toHaveLength(4);
  });

  it("leaves a host alone after three visits without an answer", async () => {
    handle = () => {};
    const results = await run(targets("a.example", 8), { limits: { addressMs: 80, perHost: 1 } });
    expect(tally(reasons(results))).toEqual({ timeout: 3, "budget host-rests": 5 });
  });

  it("leaves a host alone that asks for a long rest, and waits where the rest is short", async () => {
    handle = (_, response) => void response.writeHead(503, { "retry-after": "3600" }).end();
    const rested = await run(targets("a.example", 4), { limits: { perHost: 1 } });
    expect(tally(reasons(rested))).toEqual({ "http-server Retry-After 3600": 1, "budget host-rests": 3 });
    let first = true;
    handle = (_, response) => {
      if (!first) return void response.end("a,b\n1,2\n");
      first = false;
      response.writeHead(429, { "retry-after": "0" }).end();
    };
    const waited = await run(targets("b.example", 3), { limits: { perHost: 1 } });
    expect(tally(reasons(waited))).toEqual({ "http-429 Retry-After 0": 1, ok: 2 });
  });

  it("visits a host no more than its share", async () => {
    const results = await run([...targets("a.example", 7), target("b.example", "/b")], {
      limits: { hostVisits: 4 },
    });
    expect(tally(reasons(results))).toEqual({ ok: 5, "budget host": 3 });
  });
});

it("waits for no body that it does not need", async () => {
  handle = (_, response) => void response.writeHead(404, { "content-length": "100" }).write("x");
  const results = await run(targets("a.example", 5));
  expect(tally(reasons(results))).toEqual({ "http-404": 5 });
});

describe("the run", () => {
  it("ends in time, and says which addresses it left", async () => {
    handle = () => {};
    const list = ["a", "b", "c", "d"].map((name) => target(`${name}.example`, `/${name}`));
    const results = await run(list, { limits: { runMs: 150, concurrent: 2 } });
    expect(tally(reasons(results))).toEqual({ "budget run": 4 });
  });

  it("stops at once on a signal, and reports nothing that it did not see to its end", async () => {
    const stop = new AbortController();
    handle = (request, response) => {
      if (request.url === "/0") response.end("a,b\n1,2\n");
      else setTimeout(() => stop.abort(), 50);
    };
    const results = await run(targets("a.example", 50), { signal: stop.signal, limits: { perHost: 1 } });
    expect([...results.keys()]).toEqual(["/0"]);
    const none = await run(targets("b.example", 3), { signal: AbortSignal.abort() });
    expect(none.size).toBe(0);
  });

  it("reads targets as it needs them, and counts what is done", async () => {
    let read = 0;
    let done = 0;
    let ahead = 0;
    async function* endless() {
      for (let i = 0; i < 200; i++) {
        read++;
        ahead = Math.max(ahead, read - done);
        yield target(`h${i % 20}.example`, `/${i}`);
      }
    }
    const results = await run(endless(), {
      limits: { ahead: 30, concurrent: 4 },
      progress: (count) => {
        done = count;
      },
    });
    expect(results.size).toBe(200);
    expect(done).toBe(200);
    expect(ahead).toBeLessThanOrEqual(30 + 4 + 1);
  });

  it("hands on an error of the one who listens, and leaves nothing open", async () => {
    const fail = probeAll(
      targets("a.example", 20),
      { lookup: async () => [{ address: "127.0.0.1", family: 4 }], allows: () => true },
      () => {
        throw new Error("full");
      },
    );
    await expect(fail).rejects.toThrow("full");
  });

  it("reports one result at a time", async () => {
    let open = 0;
    let most = 0;
    await probeAll(
      targets("a.example", 6),
      {
        lookup: async () => [{ address: "127.0.0.1", family: 4 }],
        allows: () => true,
        limits: { pauseMs: 0 },
      },
      async () => {
        most = Math.max(most, ++open);
        await new Promise((ready) => setTimeout(ready, 5));
        open--;
      },
    );
    expect(most).toBe(1);
  });

  it("takes a list of nothing", async () => {
    expect((await run([])).size).toBe(0);
  });
});
