import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../fixtures.ts";
import { countedPaths, decodedPath } from "./counted-paths.ts";

const [first] = sampleCatalogue().datasets;
/** The sample with one dataset that has these addresses. */
const withAddresses = (...addresses: (string | undefined)[]) => {
  const catalogue = sampleCatalogue();
  const distribution = addresses.map((downloadURL, place) => ({
    resourceID: `${first!.identifier}-00${place + 1}`,
    ...(downloadURL === undefined ? {} : { downloadURL }),
  }));
  return { ...catalogue, datasets: [{ ...first!, file: { ...first!.file, distribution } }], withdrawn: [] };
};

describe("what is counted", () => {
  it("on the site: pages below its base path, and the marks of downloads", () => {
    const paths = countedPaths(sampleCatalogue());
    expect(paths.host).toBe("data.example");
    expect(paths.pages).toBe("/catalogue/datasets/");
    expect(paths.hit).toBe("/catalogue/usage/hit");
  });

  it("includes withdrawn datasets, whose pages stay", () => {
    const catalogue = sampleCatalogue();
    const { identifierPlaces } = countedPaths(catalogue);
    for (const { identifier } of catalogue.withdrawn) expect(identifierPlaces.has(identifier)).toBe(true);
    expect(identifierPlaces.has("__proto__")).toBe(false);
  });

  it("on another host: files that distributions name there, by path and query", () => {
    const catalogue = withAddresses(
      "https://Opendata.example/%E6%B0%B4/a b.csv?type=1",
      "https://other.example/x.csv",
      "ftp://opendata.example/y.csv",
      "https://opendata.example/",
      undefined,
      "https://opendata.example/水/a%20b.csv?type=1",
    );
    const paths = countedPaths(catalogue, "OPENDATA.example");
    expect(paths.pages).toBeUndefined();
    expect(paths.hit).toBeUndefined();
    expect([...paths.files]).toEqual([[decodedPath("/%e6%b0%b4/a%20b.csv?type=1"), 0]]);
    expect(paths.shared).toBe(1);
  });

  it("leaves percent signs alone that stand for nothing", () => {
    expect(decodedPath("/a%2")).toBe("/a%2");
    expect(decodedPath("/100%zz%41")).toBe("/100%zzA");
  });
});
