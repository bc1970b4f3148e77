import { resolve } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import {
  buildCatalogue,
  type Catalogue,
  type Dataset,
  type DatasetFile,
  resolveDataset,
} from "../../src/catalogue/catalogue.ts";
import { SAMPLE_TODAY, sampleCatalogue, syntheticFiles } from "../../src/catalogue/fixtures.ts";
import { dataJson, dcatUsDataset } from "../../src/exchange/data-json.ts";
import { datasetApiFile } from "../../src/exchange/dataset-api.ts";
import { datasetJson, type ExchangeContext } from "../../src/exchange/dataset-json.ts";
import { DCAT_US_CATALOG, DCAT_US_DATASET, METADATA_STANDARD } from "./standards.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

// Neither schema's expressions are written for the u flag.
const official = addFormats
  .default(new AjvDraft04({ strict: false, allErrors: true, unicodeRegExp: false }))
  .compile(METADATA_STANDARD);
const dcatUs = addFormats.default(new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false }));
const isDcatUsDataset = dcatUs.compile(DCAT_US_DATASET);
// The catalogue's schema refers to it as dataset.json, which is its own $id.
const isDcatUsCatalog = dcatUs.compile(DCAT_US_CATALOG);

const contextOf = ({ settings, vocabularies }: Catalogue): ExchangeContext => ({
  origin: "https://data.example",
  base: "/c/",
  settings,
  vocabularies,
  today: SAMPLE_TODAY,
});
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

/** Faults but missing values; what `anyOf` says of a list adds nothing to the faults in it. */
const beyondMissing = (errors: readonly ErrorObject[] | null | undefined) =>
  (errors ?? []).filter(
    ({ keyword, instancePath, params }) =>
      keyword !== "required" &&
      !(instancePath === "/distribution" && (keyword === "anyOf" || params.type === "null")),
  );

async function ownCatalogue(): Promise<Catalogue> {
  const { input } = await checkCatalogue(PROJECT, SAMPLE_TODAY);
  return buildCatalogue({ ...input!, today: "2026-12-31" });
}
const own = await ownCatalogue();
const sample = sampleCatalogue();
const synthetic = sampleCatalogue(syntheticFiles(300));
const catalogues: [name: string, catalogue: Catalogue][] = [
  ["the sample", sample],
  ["this repository", own],
  ["many", synthetic],
];
const isIncomplete = ({ file }: Dataset) => file.provenance?.incomplete === true;

/** Any file that an import might leave behind: texts of any kind and length, addresses in any script. */
const anyFile = (() => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 700 }),
    fc.constant("字".repeat(10_001)),
  );
  const address = fc
    .string({ unit: "binary", maxLength: 40 })
    .map((rest) => `https://a.example/${rest.replace(/[\s<>"\\^`{}|]/g, "")}`);
  const time = fc.constantFrom("2020-02-29", "2024-12-31 23:59:59");
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  return fc.record(
    {
      title: text,
      description: some(text),
      fieldDescription: some(text),
      keyword: some(fc.array(text, { maxLength: 3 })),
      categoryCode: some(fc.constantFrom("300", "A00")),
      type: some(fc.constantFrom("rawData", "SERVICES", "TOOLS", "OTHER")),
      license: some(fc.constantFrom("OGDL-Taiwan-1.0", "other")),
      licenseName: some(text),
      licenseURL: some(address),
      dataClass: some(fc.constantFrom("甲", "乙")),
      cost: some(fc.constantFrom("免費", "付費")),
      costURL: some(address),
      costLaw: some(text),
      accrualPeriodicity: some(fc.constantFrom("每日", "每10分鐘", "即時", "不定期", "不再更新", "每2年")),
      temporalCoverageFrom: some(fc.constant("2014-01-01")),
      temporalCoverageTo: some(fc.constant("2015-01-01")),
      issued: some(time),
      modified: some(time),
      spatial: some(text),
      language: some(fc.constantFrom("zh", "en")),
      landingPage: some(address),
      numberOfData: some(fc.nat()),
      notes: some(text),
      publisherContactName: some(text),
      publisherContactEmail: some(fc.constantFrom("a@b.example", "a%b@c.example", "a+b@c-d.example")),
      distribution: fc.array(
        fc.record({
          resourceDescription: some(text),
          format: some(fc.constantFrom("CSV", "API", "WEIRD")),
          characterSetCode: some(fc.constantFrom("UTF-8", "none")),
          resourceModified: some(time),
          downloadURL: some(address),
          accessURL: some(address),
        }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ["title", "distribution"] },
  );
})();

/** As a file leaves it: absent values are absent. */
function fileOf(
  values: typeof anyFile extends fc.Arbitrary<infer T> ? T : never,
  identifier: string,
): DatasetFile {
  const compact = (value: object) =>
    Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
  return {
    ...compact(values),
    identifier,
    provenance: { source: "data.gov.tw", incomplete: true },
    distribution: values.distribution.map((d, i) => ({
      ...compact(d),
      resourceID: `${identifier}-${String(i + 1).padStart(3, "0")}`,
    })),
  } as DatasetFile;
}

describe("資料集詮釋資料標準規範, official JSON Schema", () => {
  it.each(catalogues)("is satisfied by every complete dataset of %s", (_, catalogue) => {
    const complete = catalogue.datasets.filter((dataset) => !isIncomplete(dataset));
    expect(complete.length).toBeGreaterThan(5);
    for (const dataset of complete) {
      official(asJson(datasetJson(dataset, contextOf(catalogue))));
      expect(official.errors, dataset.identifier).toBeNull();
    }
  });

  it("is satisfied by what the API's files hold in `result`", () => {
    const files = (["full", "compact"] as const).flatMap((extent) =>
      [...own.datasets, ...own.withdrawn].map((dataset) => datasetApiFile(dataset, contextOf(own), extent)),
    );
    for (const { path, content } of files) {
      const { result } = JSON.parse(content as string);
      official(result);
      expect(beyondMissing(official.errors), path).toEqual([]);
    }
  });

  it("finds nothing in an incomplete import but that mandatory values are missing", () => {
    const { agency } = sample.datasets.at(-1)!;
    fc.assert(
      fc.property(anyFile, (values) => {
        const dataset = resolveDataset(fileOf(values, "X00000001X-000009"), agency, sample.vocabularies);
        official(asJson(datasetJson(dataset, contextOf(sample))));
        expect(beyondMissing(official.errors)).toEqual([]);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("can fail", () => {
    const json = datasetJson(own.datasets[0]!, contextOf(own));
    const broken = [
      { ...json, categoryCode: "Z00" },
      { ...json, landingPage: "https://a.example/中文" },
      { ...json, issued: "114年1月1日" },
      { ...json, distribution: [{}] },
    ];
    for (const one of broken) expect(official(asJson(one))).toBe(false);
  });
});

describe("DCAT-US 1.1", () => {
  it.each(catalogues)("is satisfied by data.json of %s", (_, catalogue) => {
    const { content } = dataJson(catalogue, contextOf(catalogue), "full");
    const text = [...(content as Iterable<string>)].join("");
    isDcatUsCatalog(JSON.parse(text));
    expect(isDcatUsCatalog.errors).toBeNull();
  });

  it("is satisfied by any import, however little it holds", () => {
    const { agency } = sample.datasets.at(-1)!;
    fc.assert(
      fc.property(anyFile, (values) => {
        const dataset = resolveDataset(fileOf(values, "X00000001X-000009"), agency, sample.vocabularies);
        isDcatUsDataset(asJson(dcatUsDataset(dataset, contextOf(sample))));
        expect(isDcatUsDataset.errors).toBeNull();
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("can fail", () => {
    const [json] = own.datasets.map((dataset) => dcatUsDataset(dataset, contextOf(own)));
    const broken = [
      { ...json, keyword: [] },
      { ...json, modified: "114年1月1日" },
      { ...json, contactPoint: { fn: "甲" } },
      { ...json, distribution: [{ downloadURL: "https://a.example/x" }] },
    ];
    for (const one of broken) expect(isDcatUsDataset(asJson(one))).toBe(false);
    expect(
      isDcatUsCatalog({ conformsTo: "https://project-open-data.cio.gov/v1.1/schema", dataset: broken }),
    ).toBe(false);
  });
});
