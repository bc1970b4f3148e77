import { describe, expect, it } from "vitest";
import { SAMPLE_SETTINGS, sampleCatalogue } from "../catalogue/fixtures.ts";
import { planOf } from "../catalogue/plan/plan.ts";
import { assessQuality } from "../catalogue/quality/assess.ts";
import { EMPTY_HISTORY } from "../catalogue/quality/history.ts";
import type { Extent } from "../exchange/extent.ts";
import { outputs } from "../exchange/outputs.ts";
import { provideContext, type SiteContext } from "./context.ts";
import { offerGroups } from "./data-access.ts";
import { siteExtent, yamlUrl } from "./urls.ts";

const catalogue = sampleCatalogue({ settings: { ...SAMPLE_SETTINGS, repository: "opendata/catalogue" } });
const evidenceOf = () => undefined;
const quality = assessQuality(catalogue, evidenceOf, catalogue.today);
const plan = planOf(catalogue, new Map(), undefined);
const place = { base: "/c/", origin: "https://data.example" };
const known = { history: new Map(), quality, evidenceOf, qualityHistory: EMPTY_HISTORY, plan, opinions: [] };
const register = { authorisations: [], changes: [] };
provideContext({ catalogue, ...place, ...known, register } as unknown as SiteContext);

/** Files of the site by extent, the copies of YAML among them. */
function filesOf(extent: Extent): Set<string> {
  const input = {
    catalogue,
    ...place,
    ...known,
    register,
    opinionsTakenAt: undefined,
    usage: undefined,
    extent,
  };
  const copies = extent === "full" ? catalogue.datasets.map((d) => `datasets/${d.identifier}.yaml`) : [];
  return new Set([...[...outputs(input)].map(({ path }) => path), ...copies]);
}

describe.each<Extent>(["full", "compact"])("the page of data access, %s", (extent) => {
  const examples = offerGroups(extent).flatMap((group) => group.offers.flatMap((offer) => offer.examples));

  it("names files that exist, and says of each whether it is compressed", () => {
    const files = filesOf(extent);
    expect(examples.length).toBeGreaterThan(25);
    for (const { name, path, type } of examples) {
      expect(files.has(path), path).toBe(true);
      expect(type === "application/gzip", path).toBe(path.endsWith(".gz"));
      expect(name.endsWith("(.gz)"), path).toBe(path.endsWith(".gz"));
    }
  });

  it("names each whole-catalogue file that is compressed", () => {
    const packed = [...filesOf(extent)].filter(
      // Search engines find those by robots.txt.
      (path) => path.endsWith(".gz") && !path.startsWith("sitemaps/"),
    );
    expect(examples.map(({ path }) => path)).toEqual(expect.arrayContaining(packed));
    expect(packed.length > 0).toBe(extent === "compact");
  });

  it("says why there is less, where there is less", () => {
    const [whole] = offerGroups(extent);
    expect(whole!.lede.zh.includes("精簡範圍")).toBe(extent === "compact");
    expect(whole!.lede.en.includes("compact extent")).toBe(extent === "compact");
  });
});

it("follows the catalogue's extent by itself", () => {
  expect(siteExtent()).toBe("full");
  expect(yamlUrl("A41000000G-000001")).toBe("/c/datasets/A41000000G-000001.yaml");
  expect(offerGroups()).toEqual(offerGroups("full"));
});
