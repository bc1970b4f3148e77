import { describe, expect, it } from "vitest";
import { sourceOf } from "../catalogue/catalogue.ts";
import { SAMPLE_AGENCIES, SAMPLE_DATASETS, sampleCatalogue } from "../catalogue/fixtures.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../exchange/yaml-writer.ts";
import type { DeskAgency, DeskPlatform } from "./data.ts";
import { deskFiles } from "./data.ts";
import { previewRecord } from "./record.ts";

const catalogue = sampleCatalogue();
const platform = JSON.parse(
  deskFiles({ catalogue, datasets: SAMPLE_DATASETS.map(sourceOf), operators: [], phrases: new Map() })[0]!
    .content,
) as DeskPlatform;
const agency: DeskAgency = {
  agency: SAMPLE_AGENCIES[2]!,
  above: [SAMPLE_AGENCIES[1]!, SAMPLE_AGENCIES[0]!],
  datasets: [],
};
const PATH = "datasets/A41010000A/000001.yaml";
const preview = (text: string, path = PATH) => previewRecord(text, path, platform, agency);

describe("the preview's record", () => {
  it("is the one that the site makes", () => {
    const dataset = catalogue.datasets.find((d) => d.identifier === "A41010000A-000001")!;
    const text = toYaml(dataset.file as unknown as Record<string, YamlValue>, keyOrderOf(SCHEMAS.dataset));
    const { agency: ours, ...record } = preview(text)!;
    const { agency: theirs, ...site } = dataset;
    expect(record).toEqual(site);
    expect([ours.name, ours.nameEn, ours.ministry.name]).toEqual([
      theirs.name,
      theirs.nameEn,
      theirs.ministry.name,
    ]);
  });

  it("shows what is there, and nothing of a wrong kind", () => {
    expect(preview("type: rawData\n")).toMatchObject({
      identifier: "A41010000A-000001",
      file: { identifier: "A41010000A-000001", title: "", type: "rawData", distribution: [] },
      licence: { code: "OGDL-Taiwan-1.0" },
      contact: { name: "檔案資料窗口" },
      stars: 0,
    });
    const odd =
      "title: [甲]\nissued: {a: b}\nnumberOfData: 很多\nkeyword: [子, [丑]]\ndistribution: [甲, {format: CSV, x: y}]\n__proto__: {a: b}\n";
    expect(preview(odd)!.file).toEqual({
      identifier: "A41010000A-000001",
      title: "",
      keyword: ["子"],
      distribution: [{ format: "CSV" }],
    });
  });

  it("is none of a text that can't be read", () => {
    expect(preview("title: [")).toBeUndefined();
    expect(preview("title: 甲", "elsewhere.yaml")).toBeUndefined();
  });
});
