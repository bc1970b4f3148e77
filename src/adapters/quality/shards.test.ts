import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AddressEvidence, Visit } from "../../catalogue/quality/evidence.ts";
import { AGENCIES, catalogueOf, datasetOf, dayAfter, visitOn } from "./run.test-helper.ts";
import {
  type Address,
  addressesOf,
  HOST_LIMIT,
  hostOf,
  queueOf,
  shardsOfHosts,
  urgencyOf,
} from "./shards.ts";

const TODAY = "2026-11-21";
const [A, B] = AGENCIES as [string, string];
const addressOfHost = (host: string, number: number): Address => ({
  target: { url: `https://${host}/${number}.csv`, formats: ["CSV"], charsets: [], wantsFile: true },
  host,
  agencies: [A],
});
const mapOf = (addresses: readonly Address[]) => new Map(addresses.map((each) => [each.target.url, each]));
const nothing = () => undefined;
const none = new Set<string>();
const ONE = { index: 1, count: 1 };

describe("addresses", () => {
  it("are collected once, with all that is declared for them, of what is in view", () => {
    const catalogue = catalogueOf(
      [
        datasetOf(A, 1, [
          { url: "https://b.tw/x", format: "CSV", charset: "UTF-8" },
          { url: "https://a.tw/page", format: "HTML" },
          { url: "https://a.tw/api", format: "JSON", page: true },
        ]),
        datasetOf(B, 1, [{ url: "https://b.tw/x", format: "JSON", charset: "BIG5" }]),
        datasetOf(B, 2, [{ url: "https://gone.tw/x" }], { status: "withdrawn" }),
        datasetOf(B, 3, [{ url: "https://later.tw/x" }], { releaseDate: "2026-11-22" }),
      ],
      TODAY,
    );
    expect([...addressesOf(catalogue).values()]).toEqual([
      {
        target: { url: "https://a.tw/api", formats: ["JSON"], charsets: [], wantsFile: false },
        host: "a.tw",
        agencies: [A],
      },
      {
        target: { url: "https://a.tw/page", formats: ["HTML"], charsets: [], wantsFile: false },
        host: "a.tw",
        agencies: [A],
      },
      {
        target: {
          url: "https://b.tw/x",
          formats: ["CSV", "JSON"],
          charsets: ["BIG5", "UTF-8"],
          wantsFile: true,
        },
        host: "b.tw",
        agencies: [A, B],
      },
    ]);
  });

  it("hold the page of a file as well, which promises no file", () => {
    const file = datasetOf(A, 1, [{ url: "https://a.tw/x" }]);
    file.distribution[0]!.accessURL = "https://a.tw/about";
    const found = addressesOf(catalogueOf([file], TODAY));
    expect([...found.values()].map(({ target }) => target)).toEqual([
      { url: "https://a.tw/about", formats: [], charsets: [], wantsFile: false },
      { url: "https://a.tw/x", formats: ["CSV"], charsets: [], wantsFile: true },
    ]);
  });

  it.each([
    ["https://Data.GOV.tw:8443/a", "data.gov.tw"],
    ["http://[::1]/", "[::1]"],
    ["not an address", ""],
    ["", ""],
  ])("%s is of the host %j", (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});

describe("shards", () => {
  it("hold each host once, and no shard is heavier than the lightest by more than a host", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 12 }), (list, count) => {
        const addresses = list.flatMap((weight, host) =>
          Array.from({ length: weight }, (_, number) => addressOfHost(`h${host}.tw`, number)),
        );
        const shards = shardsOfHosts(addresses, count);
        expect([...shards.keys()].sort()).toEqual(list.map((_, host) => `h${host}.tw`).sort());
        const loads = Array.from({ length: count }, (_, index) =>
          list.reduce((sum, weight, host) => sum + (shards.get(`h${host}.tw`) === index + 1 ? weight : 0), 0),
        );
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...list));
        // The order in which addresses come does not matter.
        expect(shardsOfHosts(addresses.toReversed(), count)).toEqual(shards);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("count a host that is spread over days as one day's share of it", () => {
    const many = Array.from({ length: HOST_LIMIT * 3 }, (_, n) => addressOfHost("many.tw", n));
    const others = ["a.tw", "b.tw", "c.tw"].flatMap((host) =>
      Array.from({ length: HOST_LIMIT / 2 }, (_, n) => addressOfHost(host, n)),
    );
    const shards = shardsOfHosts([...many, ...others], 3);
    expect(["many.tw", "a.tw", "b.tw", "c.tw"].map((host) => shards.get(host))).toEqual([1, 2, 3, 2]);
  });

  it("share each address out once, whatever was visited", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.nat(200)), { maxLength: 120 }),
        fc.integer({ min: 1, max: 9 }),
        (pairs, count) => {
          const addresses = mapOf(pairs.map(([host, number]) => addressOfHost(`h${host}.tw`, number)));
          const queues = Array.from({ length: count }, (_, index) =>
            queueOf(addresses, { index: index + 1, count }, nothing, none, TODAY),
          );
          const urls = queues.flat().map(({ url }) => url);
          expect(urls.toSorted()).toEqual([...addresses.keys()].toSorted());
          const homes = Map.groupBy(
            queues.flatMap((queue, index) => queue.map(({ url }) => ({ host: hostOf(url), index }))),
            ({ host }) => host,
          );
          for (const list of homes.values()) expect(new Set(list.map(({ index }) => index)).size).toBe(1);
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });
});

describe("urgency", () => {
  const url = "https://a.tw/1";
  const ago = (days: number, verdict?: Visit["verdict"]) => visitOn(dayAfter(TODAY, -days), verdict);
  const dead = (days: number) => ago(days, "dead");
  const unknown = (days: number) => ago(days, "unknown");

  it.each<[string, Visit[], string | undefined]>([
    ["never visited", [], "new"],
    ["visited today", [ago(0)], undefined],
    [
      "visited today in Taipei, though yesterday in UTC",
      [{ ...ago(0), at: "2026-11-20T16:30:00Z" }],
      undefined,
    ],
    ["failed today", [dead(0)], undefined],
    ["visited tomorrow by a clock ahead", [ago(-1)], undefined],
    ["alive yesterday", [ago(1)], undefined],
    ["alive three days ago", [ago(3)], undefined],
    ["alive a week ago", [ago(7)], "rested"],
    ["failed yesterday for the first time", [ago(5), dead(1)], "failing"],
    ["failed two days running", [dead(2), dead(1)], "failing"],
    ["dead since three days", [dead(3), dead(2), dead(1)], "dead"],
    ["unknown twice", [unknown(2), unknown(1)], "failing"],
    ["unknown three times", [unknown(3), unknown(2), unknown(1)], undefined],
    ["failing, with one answer that decides nothing", [unknown(3), dead(2), unknown(1)], "failing"],
    ["refused for three days after a failure", [dead(4), unknown(3), unknown(2), unknown(1)], undefined],
    ["failing among answers that decide nothing", [unknown(4), unknown(3), unknown(2), dead(1)], "failing"],
    ["back again", [dead(4), dead(3), dead(2), ago(1)], undefined],
  ])("%s", (_, visits, urgency) => {
    const evidence: AddressEvidence | undefined = visits.length > 0 ? { visits } : undefined;
    expect(urgencyOf(url, evidence, TODAY)).toBe(urgency);
  });

  it("spreads what was visited on one day over the fourth to the seventh day after", () => {
    const due = Array.from({ length: 400 }, (_, n) => {
      const days = [1, 2, 3, 4, 5, 6, 7].filter((day) =>
        urgencyOf(`https://a.tw/${n}.csv`, { visits: [visitOn(TODAY)] }, dayAfter(TODAY, day)),
      );
      return days[0]!;
    });
    const counts = [4, 5, 6, 7].map((day) => due.filter((each) => each === day).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(400);
    for (const count of counts) expect(count).toBeGreaterThan(60);
  });
});

describe("the queue", () => {
  it("takes hosts in turns, and of each the most urgent and longest unseen first", () => {
    const addresses = mapOf(
      ["a.tw", "b.tw"].flatMap((host) => [1, 2, 3, 4].map((number) => addressOfHost(host, number))),
    );
    const evidence: Record<string, AddressEvidence> = {
      "https://a.tw/1.csv": { visits: [visitOn("2026-11-01")] },
      "https://a.tw/2.csv": { visits: [visitOn("2026-10-01")] },
      "https://a.tw/3.csv": { visits: [visitOn("2026-11-20", "dead", "http-404")] },
      "https://b.tw/1.csv": { visits: [visitOn("2026-11-20")] },
      "https://b.tw/2.csv": { visits: [visitOn(TODAY)] },
      "https://b.tw/3.csv": {
        visits: [17, 18, 19].map((day) => visitOn(`2026-11-${day}`, "dead", "http-410")),
      },
      "https://b.tw/4.csv": { visits: [visitOn("2026-11-02")] },
    };
    const queue = queueOf(addresses, ONE, (url) => evidence[url], none, TODAY);
    expect(queue.map(({ url }) => url.slice(8, -4))).toEqual([
      "a.tw/3",
      "b.tw/4",
      "a.tw/4",
      "b.tw/3",
      "a.tw/2",
      "a.tw/1",
    ]);
  });

  it("leaves what is beyond a host's share for the next days, and misses none of it", () => {
    const total = HOST_LIMIT * 2 + 7;
    const addresses = mapOf(Array.from({ length: total }, (_, n) => addressOfHost("many.tw", n)));
    const evidence = new Map<string, AddressEvidence>();
    const seen: string[] = [];
    for (let day = 0; day < 3; day++) {
      const today = dayAfter(TODAY, day);
      const queue = queueOf(addresses, ONE, (url) => evidence.get(url), none, today);
      for (const { url } of queue) {
        evidence.set(url, { visits: [visitOn(today)] });
        seen.push(url);
      }
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it("counts what was visited before an interruption against the host's share", () => {
    const addresses = mapOf(Array.from({ length: HOST_LIMIT + 5 }, (_, n) => addressOfHost("many.tw", n)));
    const done = new Set([...addresses.keys()].slice(0, 10));
    const queue = queueOf(addresses, ONE, nothing, done, TODAY);
    expect(queue).toHaveLength(HOST_LIMIT - 10);
    expect(queue.some(({ url }) => done.has(url))).toBe(false);
  });
});
