import { describe, expect, it } from "vitest";
import { readUsageDay, readUsageMonth } from "../../catalogue/usage/snapshot.ts";
import { readUsage } from "../../catalogue/usage/totals.ts";
import { BROWSER, CATALOGUE, hit, line, page, withSnapshots } from "./ingest.test-helper.ts";

const IDENTIFIERS = CATALOGUE.datasets.map(({ identifier }) => identifier);
const [ID] = IDENTIFIERS as [string];

describe("what is counted", () => {
  const left = async (text: string) =>
    withSnapshots(async (snapshots) => {
      const report = await snapshots.ingest([text]);
      const reasons = Object.entries(report.left).filter(([, lines]) => lines > 0);
      return { views: report.views, downloads: report.downloads, left: Object.fromEntries(reasons) };
    });
  const view = { views: 1, downloads: 0, left: {} };
  const download = { views: 0, downloads: 1, left: {} };
  const none = (reason: string) => ({ views: 0, downloads: 0, left: { [reason]: 1 } });

  it.each([
    ["a page", line(1, page(ID)), view],
    ["a page by its file's name", line(1, `${page(ID)}index.html`), view],
    ["a page with a query", line(1, `${page(ID)}?utm=1`), view],
    ["a page that the browser had", line(1, page(ID), BROWSER, 304), view],
    ["a withdrawn dataset's page", line(1, page(CATALOGUE.withdrawn[0]!.identifier)), view],
    ["a mark of a download", line(1, hit(`${ID}-001`)), download],
    ["a mark by a program", line(1, hit(`${ID}-001`), "curl/8.5.0"), download],
    ["a mark by no agent", line(1, hit(`${ID}-001`), "-"), download],
    ["a mark with more behind", line(1, `${hit(`${ID}-001`)}&rnd=1`), download],
    ["a page by a program", line(1, page(ID), "curl/8.5.0"), none("tool")],
    ["a page by no agent", line(1, page(ID), "-"), none("tool")],
    ["a robot", line(1, page(ID), "Somebot/2.1"), none("robot")],
    ["a robot's mark", line(1, hit(`${ID}-001`), "Somebot/2.1"), none("robot")],
    ["our own check", line(1, page(ID), "open-data-catalogue-link-check/1.0"), none("own")],
    ["HEAD", line(1, page(ID), BROWSER, 200, "HEAD"), none("method")],
    ["POST", line(1, page(ID), BROWSER, 200, "POST"), none("method")],
    ["not found", line(1, page(ID), BROWSER, 404), none("status")],
    ["moved", line(1, page(ID).slice(0, -1), BROWSER, 301), none("status")],
    ["a part of a page", line(1, page(ID), BROWSER, 206), none("status")],
    ["another page", line(1, "/catalogue/search/?q=1"), none("path")],
    ["a page outside the base path", line(1, `/datasets/${ID}/`), none("path")],
    ["another file of a dataset", line(1, `${page(ID)}index.json`), none("path")],
    ["an unknown dataset", line(1, page("A41000000G-999999")), none("unknown")],
    ["a name that each object has", line(1, page("__proto__A-xxxxxx")), none("unknown")],
    ["an unknown resource", line(1, hit("__proto__")), none("unknown")],
    ["a line that is none", "hello\n", none("format")],
    ["a line that is too long", `${"x".repeat(70_000)}\n`, none("long")],
    ["a line that is still written", line(1, page(ID)).trimEnd(), none("unfinished")],
    ["a time ahead", line(20 * 86_400, page(ID)), none("future")],
    ["another virtual host", `other.example:443 ${line(1, page(ID))}`, none("host")],
    ["the site's virtual host", `data.example:443 ${line(1, page(ID))}`, view],
  ])("%s", async (_, text, expected) => {
    expect(await left(text)).toEqual(expected);
  });

  it("is told where robots can't be seen", () =>
    withSnapshots(async (snapshots) => {
      const text = line(1, page(ID)).replace(/ "-" ".*"\n$/, "\n");
      expect(await snapshots.ingest([text])).toMatchObject({ views: 1, agentless: 1 });
    }));

  it("on an agency's own host, is what its distributions name", () =>
    withSnapshots(async (snapshots) => {
      const host = "gazette.example";
      const logs = [
        line(1, "/a.xml"),
        line(2, "/b.zip;v=1", "curl/8"),
        line(3, "/api?q=1"),
        line(4, "/api?q=2"),
        line(5, "/a.xml", BROWSER, 206),
        line(6, "/a.xml", BROWSER, 304),
        line(7, page(ID)),
      ].join("");
      const report = await snapshots.ingest([logs], { host });
      expect(report).toMatchObject({ views: 0, downloads: 3, left: { path: 2, partial: 1, status: 1 } });
      const totals = (await snapshots.counts())["usage/datasets.json"];
      expect(totals).toMatchObject({ datasets: { "A41000000G-000001": [0, 3] } });
    }));

  it("is shown by the shape of a line that can't be read, and nothing of what it says", () =>
    withSnapshots(async (snapshots) => {
      const report = await snapshots.ingest(["203.0.113.9 user@mail.example é\u0000 secret\n"]);
      expect(report.example).toBe("999.9.999.9 aaaa@aaaa.aaaaaaa ?? aaaaaa".replace("??", "???"));
    }));
});

describe("what is stored", () => {
  const text = [
    line(1, page(ID)),
    line(2, hit(`${ID}-001`), "curl/8.5.0 (secret-agent)"),
    line(86_400, page(IDENTIFIERS[1]!)),
    `2001:db8:85a3::8a2e:370:7334 - alice ${line(3, page(ID)).split(" - - ")[1]}`,
    "203.0.113.77 is no line\n",
  ].join("");

  it("is read by the site and by the desk", () =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([text]);
      const files = await snapshots.files();
      expect([...files.keys()]).toEqual([
        "usage/datasets.json",
        "usage/days/2026-03-10.json",
        "usage/days/2026-03-11.json",
        "usage/ledger.json",
        "usage/months/2026-03.json",
      ]);
      expect(readUsageDay(files.get("usage/days/2026-03-10.json")!)).toEqual({
        usage: { version: 1, day: "2026-03-10", views: { [ID]: 2 }, downloads: { [`${ID}-001`]: 1 } },
      });
      expect(readUsageMonth(files.get("usage/months/2026-03.json")!)).toEqual({
        usage: {
          version: 1,
          month: "2026-03",
          days: ["2026-03-10", "2026-03-11"],
          views: { [ID]: 2, [IDENTIFIERS[1]!]: 1 },
          downloads: { [`${ID}-001`]: 1 },
        },
      });
      expect(readUsage(files.get("usage/datasets.json")!)).toEqual({
        usage: {
          takenAt: "2026-03-20T00:00:00.000Z",
          from: "2026-03-10",
          to: "2026-03-11",
          datasets: { [ID]: [2, 1], [IDENTIFIERS[1]!]: [1, 0] },
        },
      });
    }));

  it("holds no address, user, agent or path of a log", () =>
    withSnapshots(async (snapshots) => {
      const report = await snapshots.ingest([text]);
      const all = `${[...(await snapshots.files())].flat().join("\n")}\n${JSON.stringify(report)}`;
      const words = text
        .split(/[\s"[\]]+/)
        .filter((word) => word.length >= 6 && !/^(?:HTTP|format)/.test(word));
      expect(words).toContain("203.0.113.77");
      for (const word of words) expect(all).not.toContain(word);
    }));

  it("lists a day without a visit", () =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([line(1, "/catalogue/")]);
      expect(await snapshots.counts()).toMatchObject({
        "usage/days/2026-03-10.json": { views: {}, downloads: {} },
        "usage/months/2026-03.json": { days: ["2026-03-10"] },
      });
    }));

  it("closes days that are old, which stay in their month", () =>
    withSnapshots(async (snapshots) => {
      await snapshots.ingest([line(0, page(ID))]);
      const later = line(0, page(ID)).replace("/Mar/2026", "/Aug/2026");
      const now = new Date("2026-08-11T00:00:00Z");
      await snapshots.ingest([later], { now });
      const counts = await snapshots.counts();
      expect(Object.keys(counts)).toEqual([
        "usage/datasets.json",
        "usage/days/2026-08-10.json",
        "usage/months/2026-03.json",
        "usage/months/2026-08.json",
      ]);
      expect(counts["usage/datasets.json"]).toMatchObject({ datasets: { [ID]: [2, 0] } });
      const again = await snapshots.ingest([line(5, page(ID))], { now });
      expect(again).toMatchObject({ views: 0, left: { closed: 1 } });
    }));
});
