import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { datasetApiFile, datasetApiList } from "./dataset-api.ts";

const catalogue = sampleCatalogue();
const context = { origin: "https://data.example", base: "/c/", vocabularies: catalogue.vocabularies };
const files = (pageSize?: number) =>
  new Map(
    [
      ...[...catalogue.datasets, ...catalogue.withdrawn].map((d) => datasetApiFile(d, context, "full")),
      ...datasetApiList(catalogue, context, pageSize),
    ].map((f) => [f.path, JSON.parse(f.content as string)]),
  );

describe("the dataset API", () => {
  it("writes a file for each dataset in view and each withdrawn one, and none for one yet to come", () => {
    const written = files();
    for (const { identifier } of [...catalogue.datasets, ...catalogue.withdrawn]) {
      const json = written.get(`api/v2/rest/dataset/${identifier}.json`);
      expect(json).toMatchObject({ success: true, result: { identifier } });
    }
    expect([...written.keys()].filter((path) => path.includes("000005"))).toEqual([]);
  });

  it("is brief in compact extent: what follows from codes and other fields is left out", () => {
    const [dataset] = catalogue.datasets;
    const read = (extent: "full" | "compact") =>
      JSON.parse(datasetApiFile(dataset!, context, extent).content as string).result;
    const { "x-catalogue": extension, ...standard } = read("full");
    const { "x-catalogue": brief, ...same } = read("compact");
    expect(same).toEqual(standard);
    const { category, frequency, agency, mediaTypes, stars, attribution, ...rest } = extension;
    expect([category, agency, attribution]).not.toContain(undefined);
    expect(brief).toEqual(rest);
  });

  it("lists those in view on one page while they fit", () => {
    const written = files();
    const list = written.get("api/v2/rest/dataset.json");
    expect(list).toMatchObject({ success: true, total: 9, page: 1, pages: 1 });
    expect(list).not.toHaveProperty("next");
    expect(list.result).toHaveLength(9);
    expect(list.result[3]).toEqual({
      identifier: "A41000000G-000001",
      title: "行政院公報",
      modified: "2025-06-30",
    });
    expect(list.result.at(-1)).not.toHaveProperty("modified");
    expect([...written.keys()].some((path) => path.includes("/page/"))).toBe(false);
  });

  it("leads from page to page and to every dataset once", () => {
    const written = files(4);
    const seen: string[] = [];
    let address: string | undefined = "https://data.example/c/api/v2/rest/dataset.json";
    while (address) {
      const page = written.get(address.replace("https://data.example/c/", ""));
      seen.push(...page.result.map((entry: { identifier: string }) => entry.identifier));
      if (page.page > 1) expect(page.previous).toMatch(page.page === 2 ? /dataset\.json$/ : /page\/2\.json$/);
      address = page.next;
    }
    expect(seen).toEqual(catalogue.datasets.map((d) => d.identifier));
  });

  it("writes an empty list for an empty catalogue", () => {
    const empty = sampleCatalogue({ datasets: [] });
    expect([...datasetApiList(empty, context)]).toEqual([
      {
        path: "api/v2/rest/dataset.json",
        content: '{"success":true,"total":0,"page":1,"pages":1,"result":[]}',
      },
    ]);
  });
});
