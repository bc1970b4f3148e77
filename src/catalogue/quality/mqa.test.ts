import { describe, expect, it } from "vitest";
import type { DatasetFile } from "../catalogue.ts";
import { SAMPLE_TODAY, sampleCatalogue, sampleVocabularies } from "../fixtures.ts";
import type { AddressEvidence } from "./evidence.ts";
import { judgeDistributions } from "./indicators.ts";
import { METRICS, MQA_POINTS, mqaOf, ratingOf } from "./mqa.ts";
import { datasetWith, evidence, lookUp } from "./test-helper.ts";
import { DIMENSIONS, type Mqa } from "./types.ts";

const vocabularies = sampleVocabularies();
const FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type";
for (const code of ["CSV", "PDF", "XLSX"]) {
  const term = vocabularies.formats.get(code)!;
  vocabularies.formats.set(code, {
    ...term,
    eu: `${FILE_TYPE}/${code}`,
    iana: `https://iana.example/${code}`,
  });
}
vocabularies.formats.set("XML", { ...vocabularies.formats.get("XML")!, eu: `${FILE_TYPE}/XML` });
const cc = vocabularies.licences.get("CC-BY-4.0")!;
vocabularies.licences.set("CC-BY-4.0", {
  ...cc,
  eu: "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
});

const file = (n: number, format: string) => ({
  resourceID: `A41000000G-000009-00${n}`,
  format,
  downloadURL: `https://a.example/${n}`,
});
const service = (n: number) => ({
  resourceID: `A41000000G-000009-00${n}`,
  format: "API",
  accessURL: `https://a.example/${n}`,
});

function score(fields: Partial<DatasetFile>, known: Record<string, AddressEvidence> = {}): Mqa {
  const dataset = datasetWith(fields);
  return mqaOf(dataset, judgeDistributions(dataset, lookUp(known), vocabularies, SAMPLE_TODAY), vocabularies);
}

it("has the points of the methodology", () => {
  expect(MQA_POINTS).toBe(405);
  const byDimension = DIMENSIONS.map((dimension) =>
    Object.values(METRICS).reduce((sum, m) => sum + (m.dimension === dimension ? m.points : 0), 0),
  );
  expect(byDimension).toEqual([100, 100, 110, 75, 20]);
  for (const { zh, en, mend } of Object.values(METRICS)) {
    for (const text of [zh, en, mend.zh, mend.en]) expect(text).not.toBe("");
  }
});

it.each([
  [405, "Excellent"],
  [351, "Excellent"],
  [350, "Good"],
  [221, "Good"],
  [220, "Sufficient"],
  [121, "Sufficient"],
  [120, "Bad"],
  [0, "Bad"],
])("rates %i as %s", (total, rating) => {
  expect(ratingOf(total).en).toBe(rating);
});

/** A dataset with each metric that a publisher can reach, and how to lose each. */
const whole: Partial<DatasetFile> = {
  categoryCode: "E00",
  description: "描述",
  keyword: ["關鍵字"],
  spatial: "臺灣",
  temporalCoverageFrom: "2020-01-01",
  license: "CC-BY-4.0",
  cost: "免費",
  dataClass: "甲",
  issued: "2020-01-01",
  modified: "2026-01-01",
  distribution: [file(1, "CSV")],
};
const alive = { "https://a.example/1": evidence("alive") };

describe("mqaOf", () => {
  it("gives all that a publisher can reach", () => {
    const mqa = score(whole, alive);
    expect(mqa.total).toBe(395);
    expect(mqa.dimensions).toEqual({
      findability: 100,
      accessibility: 100,
      interoperability: 110,
      reusability: 75,
      contextuality: 10,
    });
    expect(mqa.mends).toEqual([]);
  });

  it.each<[lost: string, points: number, change: Partial<DatasetFile>]>([
    ["keyword", 30, { keyword: [] }],
    ["category", 30, { categoryCode: undefined as never }],
    ["spatial", 20, { spatial: " " }],
    ["temporal", 20, { temporalCoverageFrom: undefined as never }],
    ["licenceVocabulary", 10, { license: "other", licenseName: "條款" }],
    ["issued", 5, { issued: undefined as never }],
    ["modified", 5, { modified: undefined as never }],
  ])("loses %s, and says so", (lost, points, change) => {
    const mqa = score({ ...whole, ...change }, alive);
    expect(mqa.total).toBe(395 - points);
    expect(mqa.mends).toEqual([{ metric: lost, points }]);
  });

  it("asks for no European licence in place of an open one of this country", () => {
    const mqa = score({ ...whole, license: "OGDL-Taiwan-1.0" }, alive);
    expect(mqa.total).toBe(385);
    expect(mqa.mends).toEqual([]);
  });

  it("counts a charge as a statement of rights", () => {
    expect(score({ ...whole, cost: "付費" }, alive).metrics.rights).toBe(5);
  });

  it.each<[distribution: DatasetFile["distribution"], points: number[]]>([
    // format, mediaType, formatVocabulary, nonProprietary, machineReadable
    [[file(1, "CSV")], [20, 10, 10, 20, 20]],
    [[file(1, "PDF")], [20, 10, 10, 0, 0]],
    [[file(1, "XLSX")], [20, 10, 10, 0, 20]],
    [
      [file(1, "PDF"), file(2, "CSV")],
      [20, 10, 10, 20, 20],
    ],
    [
      [file(1, "PDF"), file(2, "XLSX")],
      [20, 10, 10, 0, 20],
    ],
    [
      [file(1, "PDF"), file(2, "XML")],
      [20, 0, 0, 20, 20],
    ],
    [[service(1)], [20, 0, 0, 0, 0]],
    [[file(1, "WEIRD")], [20, 0, 0, 0, 0]],
    [[{ resourceID: "A41000000G-000009-001" }], [0, 0, 0, 0, 0]],
  ])("takes the best of the formats of %j", (distribution, points) => {
    const { metrics } = score({ ...whole, distribution });
    const names = ["format", "mediaType", "formatVocabulary", "nonProprietary", "machineReadable"];
    expect(names.map((name) => metrics[name])).toEqual(points);
  });

  it("counts links by their share, and asks to mend those that are dead only", () => {
    const distribution = [file(1, "CSV"), file(2, "CSV"), service(3)];
    const known = { ...alive, "https://a.example/3": evidence("dead") };
    const { metrics, mends } = score({ ...whole, distribution }, known);
    expect([metrics.accessUrlStatus, metrics.downloadUrl, metrics.downloadUrlStatus]).toEqual([17, 13, 10]);
    expect(mends).toEqual([
      { metric: "accessUrlStatus", points: 17 },
      { metric: "downloadUrl", points: 7 },
    ]);
    const unknown = score(whole, { "https://a.example/1": evidence("unknown") });
    expect(unknown.mends).toEqual([]);
    expect(score(whole).mends).toEqual([]);
  });

  it("adds up, for every dataset of the sample", () => {
    for (const dataset of sampleCatalogue().datasets) {
      const distributions = judgeDistributions(dataset, () => undefined, vocabularies, SAMPLE_TODAY);
      const { total, dimensions, metrics, mends } = mqaOf(dataset, distributions, vocabularies);
      expect(Object.values(metrics).reduce((sum, points) => sum + points, 0)).toBe(total);
      expect(Object.values(dimensions).reduce((sum, points) => sum + points, 0)).toBe(total);
      expect(Object.keys(metrics)).toEqual(Object.keys(METRICS));
      for (const [index, { metric, points }] of mends.entries()) {
        expect(points).toBeLessThanOrEqual(METRICS[metric as keyof typeof METRICS].points - metrics[metric]!);
        expect(points).toBeLessThanOrEqual(mends[index - 1]?.points ?? 405);
      }
    }
  });
});
