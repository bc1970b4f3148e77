import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AddressEvidence, Reason, Verdict } from "../../catalogue/quality/evidence.ts";
import { verdictOf } from "../../catalogue/quality/verdict.ts";
import { readQualitySnapshots } from "./evidence-files.ts";
import { partName, readPart } from "./parts.ts";
import { mergeParts } from "./parts-merge.ts";
import { AGENCIES, catalogueOf, datasetOf, dayAfter, visitOn } from "./run.test-helper.ts";
import { checkShard, type ProbeEach } from "./run.ts";
import { addressesOf, hostOf } from "./shards.ts";

const TODAY = "2026-11-21";
const [A, B] = AGENCIES as [string, string];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A probe that answers at once, counts its visits by address, and may be stopped or crash after some of them. */
function testProbe(
  answer: (url: string) => [Verdict, Reason],
  day: string,
  visits = new Map<string, number>(),
  end: { after?: number; stop?: () => void } = {},
): ProbeEach {
  let made = 0;
  return async (targets, signal, found) => {
    for (const target of targets) {
      await Promise.resolve();
      if (signal.aborted) return;
      visits.set(target.url, (visits.get(target.url) ?? 0) + 1);
      found(target, { visit: visitOn(day, ...answer(target.url)) });
      if (++made === end.after) {
        if (!end.stop) throw new Error("killed");
        end.stop();
      }
    }
  };
}
const alive = (): [Verdict, Reason] => ["alive", "ok"];
const never = new AbortController().signal;
const many = catalogueOf(
  Array.from({ length: 60 }, (_, n) =>
    datasetOf(n % 2 ? A : B, n, [
      { url: `https://h${n % 7}.tw/${n}` },
      { url: `https://h${n % 11}.tw/${n}` },
    ]),
  ),
  TODAY,
);
const all = [...addressesOf(many).keys()];
const urlsOf = async (index: number) => {
  const urls: string[] = [];
  for await (const { url } of readPart(join(folder, partName(index)))) urls.push(url);
  return urls;
};
const check = (more: Partial<Parameters<typeof checkShard>[0]> & { probe: ProbeEach }) =>
  checkShard({
    catalogue: many,
    evidenceOf: () => undefined,
    shard: { index: 1, count: 1 },
    out: folder,
    signal: never,
    ...more,
  });

describe("a shard", () => {
  it("together with the others visits each address once, and a host is in one of them", async () => {
    const visits = new Map<string, number>();
    const hosts: string[] = [];
    for (let index = 1; index <= 4; index++) {
      const done = await check({ shard: { index, count: 4 }, probe: testProbe(alive, TODAY, visits) });
      const urls = await urlsOf(index);
      expect(done).toEqual({
        due: urls.length,
        visits: { alive: urls.length, dead: 0, unknown: 0 },
        before: 0,
        left: 0,
      });
      hosts.push(...new Set(urls.map(hostOf)));
    }
    expect([...visits.keys()].toSorted()).toEqual(all);
    expect(new Set(visits.values())).toEqual(new Set([1]));
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  it("killed anywhere and started again visits nothing twice and misses nothing", async () => {
    for (let after = 1; after < all.length; after += 13) {
      await rm(join(folder, partName(1)), { force: true });
      const visits = new Map<string, number>();
      await expect(check({ probe: testProbe(alive, TODAY, visits, { after }) })).rejects.toThrow("killed");
      const again = await check({ probe: testProbe(alive, TODAY, visits) });
      expect(again).toMatchObject({ before: after, due: all.length - after });
      expect([...visits.keys()].toSorted()).toEqual(all);
      expect(new Set(visits.values())).toEqual(new Set([1]));
      expect((await urlsOf(1)).toSorted()).toEqual(all);
    }
  });

  it("stopped in between says what is left, and goes on from there", async () => {
    const stop = new AbortController();
    const visits = new Map<string, number>();
    const probe = testProbe(alive, TODAY, visits, { after: 20, stop: () => stop.abort() });
    const first = await check({ signal: stop.signal, probe });
    expect(first).toMatchObject({ due: all.length, left: all.length - 20 });
    expect(await check({ probe: testProbe(alive, TODAY, visits) })).toMatchObject({ before: 20, left: 0 });
    expect(new Set(visits.values())).toEqual(new Set([1]));
  });

  it("writes no visit where the budget allowed none", async () => {
    const done = await check({
      probe: testProbe((url) => (hostOf(url) === "h1.tw" ? ["unknown", "budget"] : alive()), TODAY),
    });
    const skipped = all.filter((url) => hostOf(url) === "h1.tw").length;
    expect(done).toMatchObject({ left: skipped, visits: { unknown: 0, alive: all.length - skipped } });
    expect((await urlsOf(1)).some((url) => hostOf(url) === "h1.tw")).toBe(false);
  });

  it("does not take yesterday's part for today's", async () => {
    await check({ probe: testProbe(alive, dayAfter(TODAY, -1)) });
    const again = await check({ probe: testProbe(alive, TODAY) });
    expect(again).toMatchObject({ before: 0, due: all.length });
  });

  it("goes on after a line that was cut by a crash", async () => {
    await check({ probe: testProbe(alive, TODAY) });
    const path = join(folder, partName(1));
    const text = await readFile(path, "utf8");
    await writeFile(path, text.slice(0, -20));
    expect(await check({ probe: testProbe(alive, TODAY) })).toMatchObject({ before: all.length - 1, due: 1 });
    expect((await urlsOf(1)).toSorted()).toEqual(all);
  });
});

describe("ten days", () => {
  /** What each host answers on each of ten days: a alive, d dead, u unknown. */
  const HOSTS: Record<string, string> = {
    "dead1.tw": "dddddddddd",
    "dead2.tw": "addddddddd",
    "dead3.tw": "ududdddddd",
    "flap1.tw": "dadadadada",
    "flap2.tw": "ddaddaddad",
    "flap3.tw": "uduauduaud",
    "refused1.tw": "uuuuuuuuuu",
    "refused2.tw": "auuuuuuuuu",
    "refused3.tw": "duuuuuuuuu",
    "fine.tw": "aaaaaaaaaa",
    "back.tw": "dddaaaaaaa",
  };
  const ANSWERS: Record<string, [Verdict, Reason]> = {
    a: ["alive", "ok"],
    d: ["dead", "http-404"],
    u: ["unknown", "http-refused"],
  };

  it("lead to the right verdicts, with a visit a day for what fails and rest for what is settled", async () => {
    const datasets = Object.keys(HOSTS).map((host, n) =>
      datasetOf(A, n, [{ url: `https://${host}/data.csv` }]),
    );
    const days = Array.from({ length: 10 }, (_, n) => dayAfter(TODAY, n));
    const visits = new Map<string, string[]>();
    const verdicts = new Map<string, string>();
    for (const [n, day] of days.entries()) {
      const catalogue = catalogueOf(datasets, day);
      const { evidenceOf } = await readQualitySnapshots(folder);
      const out = join(folder, `parts-${n}`);
      for (let index = 1; index <= 3; index++) {
        const made = new Map<string, number>();
        const answer = (url: string) => ANSWERS[HOSTS[hostOf(url)]![n]!]!;
        const probe = testProbe(answer, day, made);
        await checkShard({ catalogue, evidenceOf, shard: { index, count: 3 }, out, signal: never, probe });
        for (const url of made.keys()) {
          const host = hostOf(url);
          visits.set(host, [...(visits.get(host) ?? []), String(n)]);
        }
      }
      const now = new Date(`${day}T12:00:00Z`);
      await mergeParts({ catalogue, parts: out, state: folder, now, problem: (text) => expect.fail(text) });
      const after = (await readQualitySnapshots(folder)).evidenceOf;
      for (const host of Object.keys(HOSTS)) {
        const evidence: AddressEvidence = after(`https://${host}/data.csv`)!;
        verdicts.set(host, (verdicts.get(host) ?? "") + verdictOf(evidence.visits)[0]);
      }
    }
    const each = (name: RegExp) => [...verdicts].filter(([host]) => name.test(host)).map(([, list]) => list);
    for (const list of each(/^dead/)) expect(list).toMatch(/d$/);
    for (const list of [...each(/^flap/), ...each(/^refused/)]) expect(list).not.toContain("d");
    expect(Object.fromEntries(verdicts)).toMatchInlineSnapshot(`
      {
        "back.tw": "uudaaaaaaa",
        "dead1.tw": "uudddddddd",
        "dead2.tw": "aaaauudddd",
        "dead3.tw": "uuuudddddd",
        "fine.tw": "aaaaaaaaaa",
        "flap1.tw": "uaaaaaaaaa",
        "flap2.tw": "uuaaaaaaau",
        "flap3.tw": "uuuaaaaaaa",
        "refused1.tw": "uuuuuuuuuu",
        "refused2.tw": "aaaaaaaaaa",
        "refused3.tw": "uuuuuuuuuu",
      }
    `);
    expect(
      Object.fromEntries([...visits].map(([host, list]) => [host, list.join("")])),
    ).toMatchInlineSnapshot(`
      {
        "back.tw": "0123",
        "dead1.tw": "0123456789",
        "dead2.tw": "0456789",
        "dead3.tw": "0123456789",
        "fine.tw": "048",
        "flap1.tw": "017",
        "flap2.tw": "0129",
        "flap3.tw": "01237",
        "refused1.tw": "0129",
        "refused2.tw": "0678",
        "refused3.tw": "01238",
      }
    `);
    const { history } = await readQualitySnapshots(folder);
    expect(
      history.points.map(
        ({ day, agencies }) => `${day} ${agencies[A]!.alive} ${agencies[A]!.dead} ${agencies[A]!.unknown}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "2026-11-21 3 0 8",
        "2026-11-22 4 0 7",
        "2026-11-23 5 2 4",
        "2026-11-24 7 1 3",
        "2026-11-25 6 2 3",
        "2026-11-26 6 2 3",
        "2026-11-27 6 3 2",
        "2026-11-28 6 3 2",
        "2026-11-29 6 3 2",
        "2026-11-30 5 3 3",
      ]
    `);
  });
});
