import { describe, expect, it } from "vitest";
import { SAMPLE_SETTINGS, sampleCatalogue } from "../catalogue/fixtures.ts";
import { robots, sitemaps } from "./sitemap.ts";
import { all, readXml, textOf } from "./xml.test-helper.ts";

const place = { origin: "https://data.example", base: "/c/" };
const HOME = "https://data.example/c/";
const read = (size?: number, catalogue = sampleCatalogue()) => {
  const files = new Map(
    [...sitemaps(catalogue, place, "full", size)].map((f) => [f.path, readXml(f.content as string)]),
  );
  const urls = [...files].flatMap(([path, xml]) => (path === "sitemap.xml" ? [] : all(xml, "url")));
  return { files, urls, locations: urls.map((url) => textOf(url, "loc")) };
};

describe("sitemaps", () => {
  it("names every page once, dataset pages in one edition, others in both", () => {
    const { locations } = read();
    expect(new Set(locations).size).toBe(locations.length);
    expect(locations).toEqual(
      expect.arrayContaining(
        [
          "",
          "en/",
          "search/",
          "datasets/",
          "en/datasets/",
          "agencies/A41010000A/",
          "en/agencies/A41010000A/",
          "en/categories/A00/",
          "statistics/",
          "en/accessibility/",
          "datasets/A41000000G-000001/",
        ].map((path) => HOME + path),
      ),
    );
    expect(locations).not.toContain(`${HOME}en/datasets/A41000000G-000001/`);
    // 31 fixed pages, 5 agencies, 4 categories, quality of 4 agencies and 3 ministries with datasets, twice; 9 datasets.
    expect(locations).toHaveLength(2 * (31 + 5 + 4 + 4 + 3) + 9);
  });

  it("leaves out withdrawn datasets and those yet to come", () => {
    const { locations } = read();
    for (const hidden of ["A41000000G-000003", "A41010000A-000002", "A41000000G-000005"]) {
      expect(locations.join()).not.toContain(hidden);
    }
  });

  it("links the editions to each other", () => {
    const { urls } = read();
    for (const address of [HOME, `${HOME}en/`]) {
      const url = urls.find((u) => textOf(u, "loc") === address)!;
      expect(all(url, "xhtml:link").map((l) => [l.attributes.hreflang, l.attributes.href])).toEqual([
        ["zh-Hant-TW", HOME],
        ["en", `${HOME}en/`],
        ["x-default", HOME],
      ]);
    }
  });

  it("has no English pages where the site has none", () => {
    const catalogue = sampleCatalogue({ settings: { ...SAMPLE_SETTINGS, languages: ["zh-TW"] } });
    const { locations, urls } = read(undefined, catalogue);
    expect(locations.join()).not.toContain("/en/");
    expect(urls.flatMap((url) => all(url, "xhtml:link"))).toEqual([]);
  });

  it("tells the day of the last change where it is known", () => {
    const { urls } = read();
    const lastmod = (path: string) => {
      const url = urls.find((u) => textOf(u, "loc") === HOME + path)!;
      return all(url, "lastmod")[0]?.text;
    };
    expect(lastmod("datasets/A41010000A-000001/")).toBe("2026-03-01");
    expect(lastmod("agencies/A41000000G/")).toBe("2026-03-01");
    expect(lastmod("agencies/315000000H/")).toBe("2025-06-30");
    expect(lastmod("datasets/X00000001X-000002/")).toBeUndefined();
  });

  it("splits, and the index names every part", () => {
    const whole = read();
    const { files, locations } = read(10);
    expect(locations).toEqual(whole.locations);
    for (const [path, xml] of files)
      expect(path === "sitemap.xml" || all(xml, "url").length <= 10).toBe(true);
    const index = all(files.get("sitemap.xml")!, "sitemap").map((s) => textOf(s, "loc").replace(HOME, ""));
    expect(index).toEqual([...files.keys()].filter((path) => path !== "sitemap.xml"));
  });

  it("are compressed in compact extent, and the index says so", () => {
    const files = [...sitemaps(sampleCatalogue(), place, "compact", 10)];
    const parts = files.slice(0, -1).map(({ path }) => path);
    expect(parts.length).toBeGreaterThan(1);
    for (const path of parts) expect(path).toMatch(/^sitemaps\/\d+\.xml\.gz$/);
    const index = all(readXml(files.at(-1)!.content as string), "sitemap");
    expect(index.map((s) => textOf(s, "loc"))).toEqual(parts.map((path) => HOME + path));
  });

  it("is named in robots.txt", () => {
    expect(robots(place).content).toContain("Sitemap: https://data.example/c/sitemap.xml\n");
  });
});
