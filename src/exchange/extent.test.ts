import { describe, expect, it } from "vitest";
import { RDF_FORMATS } from "./addresses.ts";
import { copiesYaml, datasetYamlUrl, extentOf, MOST_IN_FULL, RDF_DUMPS, RDF_PAGES } from "./extent.ts";

const many = (count: number) => Array.from({ length: count }) as never[];

describe("the extent of a catalogue", () => {
  it("is full up to its limit, withdrawn datasets counted", () => {
    expect(extentOf({ datasets: many(MOST_IN_FULL - 1), withdrawn: many(1) })).toBe("full");
    expect(extentOf({ datasets: many(MOST_IN_FULL - 1), withdrawn: many(2) })).toBe("compact");
  });

  it("has DCAT-AP in every form in full, and whole in compact", () => {
    expect(RDF_PAGES.full).toEqual(RDF_FORMATS);
    expect([RDF_PAGES.compact, RDF_DUMPS.compact]).toEqual([[], ["ttl"]]);
  });
});

describe("a dataset's YAML", () => {
  const file = { identifier: "A41000000G-000001", path: "datasets/A41000000G/000001.yaml" };
  const repository = { web: "https://github.com", owner: "opendata", name: "catalogue", branch: "main" };

  it("is the site's copy in full extent, and where there is no repository", () => {
    const copy = "/c/datasets/A41000000G-000001.yaml";
    expect(datasetYamlUrl(file, "/c/", "full", repository)).toBe(copy);
    expect(datasetYamlUrl(file, "/c/", "compact", undefined)).toBe(copy);
    expect(copiesYaml("full", { repository: "opendata/catalogue" })).toBe(true);
    expect(copiesYaml("compact", {})).toBe(true);
  });

  it("is the repository's own file in compact extent", () => {
    expect(datasetYamlUrl(file, "/c/", "compact", repository)).toBe(
      "https://github.com/opendata/catalogue/raw/main/datasets/A41000000G/000001.yaml",
    );
    expect(copiesYaml("compact", { repository: "opendata/catalogue" })).toBe(false);
  });
});
