import { HtmlValidate } from "html-validate";
import { describe, expect, it } from "vitest";
import { SAMPLE_DATASETS, sampleCatalogue } from "../catalogue/fixtures.ts";
import { redirects } from "./redirects.ts";

const place = { origin: "https://open-data-catalogue.example.org", base: "/catalogue/" };
const pages = (catalogue = sampleCatalogue()) =>
  new Map(
    [...redirects([...catalogue.datasets, ...catalogue.withdrawn], place)].map((f) => [
      f.path,
      f.content as string,
    ]),
  );

describe("redirects", () => {
  it("leads from each old number to its dataset, a withdrawn one included", () => {
    const written = pages();
    expect([...written.keys()].sort()).toEqual([
      "dataset/5959.html",
      "dataset/6001.html",
      "dataset/7777.html",
    ]);
    const page = written.get("dataset/6001.html")!;
    expect(page).toContain('content="0;url=/catalogue/datasets/A41000000G-000003/"');
    expect(page).toContain('<a href="/catalogue/datasets/A41000000G-000003/">');
  });

  it("is small and valid HTML", async () => {
    const html = new HtmlValidate({ extends: ["html-validate:standard"] });
    for (const page of pages().values()) {
      expect(new TextEncoder().encode(page).length).toBeLessThan(500);
      const report = await html.validateString(page);
      expect(report.results.flatMap((r) => r.messages.map((m) => m.message))).toEqual([]);
    }
  });

  it("gives a number that two datasets name to the first in view", () => {
    const datasets = SAMPLE_DATASETS.map((d) => ({ ...d, legacyID: "1" }));
    const written = pages(sampleCatalogue({ datasets }));
    expect([...written.keys()]).toEqual(["dataset/1.html"]);
    expect(written.get("dataset/1.html")).toContain("315000000H-000001");
  });

  it("makes no file of what is no number", () => {
    const datasets = SAMPLE_DATASETS.map((d) => ({ ...d, legacyID: "../../x" }));
    expect(pages(sampleCatalogue({ datasets })).size).toBe(0);
  });
});
