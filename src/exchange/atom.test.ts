import { describe, expect, it } from "vitest";
import { HOSTILE_TEXT, sampleCatalogue, syntheticFiles } from "../catalogue/fixtures.ts";
import { FEED_SIZE, feeds, PART_FEED_SIZE } from "./atom.ts";
import type { Extent } from "./extent.ts";
import { all, readXml, textOf, type XmlElement } from "./xml.test-helper.ts";
import { legalXml } from "./xml.ts";

const place = { origin: "https://data.example", base: "/c/" };
const read = (catalogue = sampleCatalogue(), extent: Extent = "full") =>
  new Map([...feeds(catalogue, place, extent)].map((f) => [f.path, readXml(f.content as string)]));
const ids = (feed: XmlElement) =>
  all(feed, "entry").map((e) => textOf(e, "id").replace("https://data.example/c/datasets/", ""));
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|\+08:00)$/;

describe("feeds", () => {
  it("has what RFC 4287 demands of every feed and entry", () => {
    for (const [path, feed] of read()) {
      expect(feed.name).toBe("feed");
      expect(feed.attributes.xmlns).toBe("http://www.w3.org/2005/Atom");
      const self = `https://data.example/c/${path}`;
      expect(textOf(feed, "id")).toBe(self);
      expect(textOf(feed, "title")).not.toBe("");
      expect(textOf(feed, "updated")).toMatch(RFC3339);
      expect(all(feed, "link").find((l) => l.attributes.rel === "self")!.attributes.href).toBe(self);
      expect(textOf(all(feed, "author")[0]!, "name")).toBe("測試小組");
      expect(new Set(ids(feed)).size).toBe(ids(feed).length);
      for (const entry of all(feed, "entry")) {
        expect(textOf(entry, "updated")).toMatch(RFC3339);
        expect(textOf(entry, "published") <= textOf(entry, "updated")).toBe(true);
        expect(textOf(entry, "title")).not.toBe("");
        expect(all(entry, "link").filter((l) => l.attributes.rel === "alternate").length).toBeGreaterThan(0);
        expect(textOf(feed, "updated") >= textOf(entry, "updated")).toBe(true);
      }
    }
  });

  it("puts the newest first and leaves out the undated, the withdrawn and those yet to come", () => {
    expect(ids(read().get("feeds/all.atom")!)).toEqual([
      "A41010000A-000001/",
      "315000000H-000003/",
      "315000000H-000001/",
      "315000000H-000002/",
      "A41000000G-000002/",
      "A41000000G-000004/",
      "A41000000G-000001/",
    ]);
  });

  it("gives an agency its subordinates' datasets, and a category its own", () => {
    const feedsByPath = read();
    expect(ids(feedsByPath.get("agencies/A41000000G/feed.atom")!)).toContain("A41010000A-000001/");
    expect(ids(feedsByPath.get("agencies/A41010000A/feed.atom")!)).toEqual(["A41010000A-000001/"]);
    expect(ids(feedsByPath.get("agencies/A00000000A/feed.atom")!)).toHaveLength(7);
    expect(ids(feedsByPath.get("categories/A00/feed.atom")!)).toEqual([
      "315000000H-000001/",
      "315000000H-000002/",
    ]);
  });

  it("exists for an agency without a dated dataset, too", () => {
    const feed = read().get("agencies/X00000001X/feed.atom")!;
    expect(ids(feed)).toEqual([]);
    expect(textOf(feed, "updated")).toBe("1970-01-01T00:00:00Z");
  });

  it("tells the time of the last change where it is known", () => {
    const entries = all(read().get("feeds/all.atom")!, "entry");
    const updated = (id: string) =>
      textOf(entries.find((e) => textOf(e, "id").endsWith(`${id}/`))!, "updated");
    expect(updated("A41000000G-000004")).toBe("2026-01-05T00:00:00+08:00");
    expect(updated("A41010000A-000001")).toBe("2026-03-01T00:00:00+08:00");
  });

  it("carries hostile texts", () => {
    const entry = all(read().get("feeds/all.atom")!, "entry").find((e) =>
      textOf(e, "id").includes("315000000H-000003"),
    )!;
    expect(textOf(entry, "title")).toBe(legalXml(HOSTILE_TEXT));
  });

  it("holds no more than its size", () => {
    const feed = read(sampleCatalogue(syntheticFiles(200))).get("feeds/all.atom")!;
    expect(ids(feed)).toHaveLength(FEED_SIZE);
  });

  it("holds fewer of an agency or a category in compact extent", () => {
    const written = read(sampleCatalogue(syntheticFiles(200)), "compact");
    const sizes = [...written].map(([path, feed]) => [path, ids(feed).length] as const);
    expect(new Map(sizes).get("feeds/all.atom")).toBe(FEED_SIZE);
    const parts = sizes.filter(([path]) => path !== "feeds/all.atom").map(([, size]) => size);
    expect(Math.max(...parts)).toBe(PART_FEED_SIZE.compact);
  });

  it("does not change with the day", () => {
    const texts = (today: string) =>
      [...feeds(sampleCatalogue({ today }), place, "full")].map((f) => f.content);
    expect(texts("2026-03-20")).toEqual(texts("2026-03-21"));
  });
});
