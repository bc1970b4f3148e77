import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { planOf } from "../catalogue/plan/plan.ts";
import { assessQuality } from "../catalogue/quality/assess.ts";
import { EMPTY_HISTORY } from "../catalogue/quality/history.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import type { Extent } from "./extent.ts";
import {
  catalogueFiles,
  datasetFiles,
  descriptionFiles,
  type OutputFile,
  type OutputsInput,
  outputs,
} from "./outputs.ts";
import { readXml } from "./xml.test-helper.ts";

const textOf = (file: OutputFile): string =>
  typeof file.content === "string" ? file.content : [...file.content].join("");
const register = { authorisations: [], changes: [] };
const nothing = () => undefined;
const inputOf = (catalogue = sampleCatalogue(), extent: Extent = "full"): OutputsInput => {
  const quality = assessQuality(catalogue, nothing, catalogue.today);
  const place = { base: "/c/", origin: "https://data.example" };
  const known = {
    history: new Map(),
    quality,
    evidenceOf: nothing,
    qualityHistory: EMPTY_HISTORY,
    plan: planOf(catalogue, new Map(), undefined),
    opinions: [],
    opinionsTakenAt: undefined,
    usage: undefined,
  };
  return { catalogue, ...place, register, ...known, extent };
};
const texts = (files: Iterable<OutputFile>) => [...files].map((file) => [file.path, textOf(file)] as const);
const write = (catalogue = sampleCatalogue(), extent?: Extent) => texts(outputs(inputOf(catalogue, extent)));

describe.each<Extent>(["full", "compact"])("outputs, %s", (extent) => {
  const files = write(sampleCatalogue(), extent);

  it("gives each file a path of its own, below the base and safe everywhere", () => {
    const paths = files.map(([path]) => path);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    for (const path of paths) {
      // Actions of CKAN have addresses of their own.
      expect(path).toMatch(
        /^(api\/3\/action\/[a-z_]+|([\w-]+\/)*[\w.-]+\.(json|jsonl|jsonld|ttl|rdf|csv|ods|xlsx|atom|xml|txt|html)(\.gz)?)$/,
      );
    }
  });

  it("is the same for the same catalogue", () => {
    expect(write(sampleCatalogue(), extent)).toEqual(files);
  });

  it("is well-formed", () => {
    for (const [stored, text] of files) {
      const path = stored.replace(/\.gz$/, "");
      if (/\.(xml|atom|rdf)$/.test(path)) expect(() => readXml(text), path).not.toThrow();
      if (/\.(json|jsonld)$|^api\/3\/action\//.test(path)) expect(() => JSON.parse(text), path).not.toThrow();
      if (path.endsWith(".csv")) {
        expect(() => parse(text, { bom: true, record_delimiter: "\r\n" }), path).not.toThrow();
      }
    }
  });

  it("says nothing of a dataset whose day has not come", () => {
    for (const [path, text] of files) {
      expect(path).not.toContain("A41000000G-000005");
      expect(text.includes("A41000000G-000005") || text.includes("尚未上架資料"), path).toBe(false);
    }
  });

  it("speaks of a withdrawn dataset only at its own addresses", () => {
    const mentions = files.filter(([, text]) => text.includes("A41000000G-000003")).map(([path]) => path);
    const everywhere = ["api/v2/rest/dataset/A41000000G-000003.json", "dataset/6001.html"];
    const documents = [
      "api/3/action/package_show/A41000000G-000003.json",
      "datasets/A41000000G-000003.jsonld",
      "datasets/A41000000G-000003.rdf",
      "datasets/A41000000G-000003.ttl",
    ];
    expect(mentions.sort()).toEqual(extent === "full" ? [...everywhere, ...documents].sort() : everywhere);
  });

  it("are the files of each dataset, the descriptions, and those of the catalogue", () => {
    const input = inputOf(sampleCatalogue(), extent);
    const { datasets, withdrawn } = input.catalogue;
    const each = [...datasets, ...withdrawn].flatMap((dataset) => texts(datasetFiles(input, [dataset])));
    const whole = [...texts(descriptionFiles(input)), ...texts(catalogueFiles(input))];
    expect([...each, ...whole].sort()).toEqual([...files].sort());
    // A file of one dataset stays the same when another dataset is gone.
    const [first] = datasets;
    const alone = { ...input, catalogue: { ...input.catalogue, datasets: [first!], withdrawn: [] } };
    expect(texts(datasetFiles(alone, [first!]))).toEqual(texts(datasetFiles(input, [first!])));
  });

  it("works for an empty catalogue", () => {
    expect(() => write(sampleCatalogue({ datasets: [], agencies: [] }), extent)).not.toThrow();
  });
});

describe("outputs", () => {
  const files = write();

  it("are of the catalogue's own extent where none is asked for", () => {
    const { extent: _, ...input } = inputOf();
    expect([...outputs(input)].map(({ path }) => path)).toEqual(files.map(([path]) => path));
  });

  it("publishes the schemas, the vocabularies and the statistics", () => {
    const byPath = new Map(files);
    expect(JSON.parse(byPath.get("schema/dataset.schema.json")!)).toEqual(SCHEMAS.dataset);
    expect(JSON.parse(byPath.get("vocabularies/frequency-groups.json")!)[0]).toEqual({
      code: "realtime",
      zh: "即時",
      en: "Continuous",
    });
    const rows = parse(byPath.get("statistics/costs.csv")!, { bom: true, columns: true }) as unknown[];
    expect(rows[0]).toEqual({
      代碼: "免費",
      計費方式: "免費",
      "計費方式（英文）": "Free of charge",
      資料集數: "7",
      占比: "0.777778",
    });
  });
});
