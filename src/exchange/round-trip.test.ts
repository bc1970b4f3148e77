import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../catalogue/catalogue.ts";
import { checkDataset, pathOf } from "../catalogue/check.ts";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { absolute } from "./addresses.ts";
import { ckanFiles } from "./ckan.ts";
import { dataGovTwFiles } from "./data-gov-tw.ts";
import { dataJson } from "./data-json.ts";
import { dcatFiles } from "./dcat/dcat.ts";
import { datasetOfRecord, readSource, type SourcePage, type SourceRecord } from "./import/index.ts";
import { LOSS_FORMATS, LOSSES } from "./losses.ts";
import { lossesMarkdown, lossFields } from "./losses-doc.ts";
import type { OutputFile } from "./output-file.ts";
import {
  context,
  datasets,
  expected,
  vocabularies,
  WRITINGS,
  type Writing,
} from "./round-trip.test-helper.ts";
import { keyOrderOf, toYaml } from "./yaml-writer.ts";

/** Enough for every partly carried field to differ and to survive at least once; the seed makes it the same each time. */
const SAMPLE = fc.sample(datasets, { numRuns: 60, seed: 20_260_301 });

async function readBack(writing: Writing, dataset: Dataset): Promise<SourceRecord> {
  const bytes = new TextEncoder().encode(writing.write(dataset));
  const page = await readSource(writing.profile, { bytes, url: "https://data.example/x" }, vocabularies);
  expect(page.problems).toEqual([]);
  expect(page.records).toHaveLength(1);
  return page.records[0]!;
}

function found(record: SourceRecord, field: string): unknown {
  if (field === "identifier") return record.sourceID;
  if (field === "title") return record.title;
  return field === "publisher" ? record.publisher?.name : record.fields[field];
}

interface Outcome {
  field: string;
  wanted: unknown;
  got: unknown;
}

/** Each field's value before and after, of the dataset and of its distributions one by one. */
function outcomes(dataset: Dataset, record: SourceRecord): Outcome[] {
  const { distribution } = dataset.file;
  expect(record.distributions).toHaveLength(distribution.length);
  return lossFields().flatMap((field): Outcome[] => {
    if (!field.startsWith("distribution.")) {
      return [{ field, wanted: expected(dataset, field), got: found(record, field) }];
    }
    const name = field.slice(13) as keyof (typeof distribution)[number];
    return distribution.map((item, index) => ({
      field,
      wanted: item[name],
      got: record.distributions[index]![name],
    }));
  });
}

it("declares the fate of every field in every format", () => {
  expect(Object.keys(LOSSES)).toEqual(Object.keys(LOSS_FORMATS));
  for (const fates of Object.values(LOSSES))
    expect(Object.keys(fates)).toEqual(expect.arrayContaining(lossFields()));
  for (const fates of Object.values(LOSSES)) expect(Object.keys(fates)).toHaveLength(lossFields().length);
  expect(new Set(WRITINGS.map(({ format }) => format))).toEqual(new Set(Object.keys(LOSS_FORMATS)));
});

it("has every field of the schema in the arbitrary datasets", () => {
  const present = new Set(SAMPLE.flatMap(({ file }) => Object.keys(file)));
  expect([...present].sort()).toEqual(Object.keys(SCHEMAS.dataset.properties).sort());
  const parts = new Set(SAMPLE.flatMap(({ file }) => file.distribution.flatMap((item) => Object.keys(item))));
  expect([...parts].sort()).toEqual(Object.keys(SCHEMAS.dataset.$defs!.distribution!.properties!).sort());
});

describe.each(WRITINGS)("$name", (writing) => {
  it("gives back what it is declared to carry, and nothing that it is declared to lose", async () => {
    const fates = LOSSES[writing.format];
    const kept = new Set<string>();
    const changed = new Set<string>();
    const wrong: string[] = [];
    for (const dataset of SAMPLE) {
      const record = await readBack(writing, dataset);
      for (const { field, wanted, got } of outcomes(dataset, record)) {
        const isSame = JSON.stringify(wanted) === JSON.stringify(got);
        if (isSame && wanted !== undefined) kept.add(field);
        if (!isSame) changed.add(field);
        const { kind } = fates[field]!;
        if ((kind === "carried" && !isSame) || (kind === "lost" && got !== undefined)) {
          wrong.push(`${field} ${kind}: ${JSON.stringify(wanted)} → ${JSON.stringify(got)}`);
        }
      }
    }
    expect([...new Set(wrong)].slice(0, 10)).toEqual([]);
    const partly = lossFields().filter((field) => fates[field]!.kind === "partly");
    expect(partly.filter((field) => !changed.has(field))).toEqual([]);
    expect(partly.filter((field) => !kept.has(field))).toEqual([]);
  });
});

describe("a whole catalogue, page by page", () => {
  const catalogue = sampleCatalogue();
  const place = { ...context, vocabularies: catalogue.vocabularies };
  const files = new Map<string, OutputFile>();
  for (const file of [
    ...dcatFiles(catalogue, place, "full", 4),
    ...ckanFiles(catalogue, place, "full", 4),
    ...dataGovTwFiles(catalogue, place, "full", 4),
    dataJson(catalogue, place, "full"),
  ]) {
    files.set(absolute(place, file.path), file);
  }

  /** Reads a source as the harvest does: this page, then the one that it names. */
  async function readAll(
    profile: string,
    path: string,
  ): Promise<{ records: SourceRecord[]; pages: number; total?: number }> {
    const records: SourceRecord[] = [];
    let pages = 0;
    let total: number | undefined;
    for (let url: string | undefined = absolute(place, path); url !== undefined; pages++) {
      const content = files.get(url)!.content;
      const bytes = new TextEncoder().encode(typeof content === "string" ? content : [...content].join(""));
      const page: SourcePage = await readSource(profile, { bytes, url }, catalogue.vocabularies);
      expect(page.problems).toEqual([]);
      records.push(...page.records);
      total = page.total;
      url = page.next;
    }
    return { records, pages, ...(total === undefined ? {} : { total }) };
  }

  it.each([
    ["dcat-rdf", "dcat/catalog.jsonld", 3],
    ["dcat-rdf", "dcat/catalog.ttl", 3],
    ["dcat-rdf", "dcat/catalog.rdf", 3],
    ["dcat-us", "data.json", 1],
    ["ckan", "api/3/action/current_package_list_with_resources", 3],
    ["data.gov.tw-json", "data-gov-tw/v2/1.json", 3],
    ["data.gov.tw", "data-gov-tw/datasets.csv", 1],
  ])("%s reads %s with every dataset in view", async (profile, path, pages) => {
    const read = await readAll(profile, path);
    expect(read.pages).toBe(pages);
    const isNumbered = profile.startsWith("data.gov.tw");
    const ids = catalogue.datasets.map(({ identifier, file }) =>
      isNumbered ? (file.legacyID ?? identifier) : identifier,
    );
    expect(read.records.map(({ sourceID }) => sourceID).sort()).toEqual(ids.sort());
    if (profile !== "dcat-us" && profile !== "ckan" && profile !== "data.gov.tw")
      expect(read.total).toBe(ids.length);
  });

  it("does not offer what is withdrawn", async () => {
    const [gone] = catalogue.withdrawn;
    const url = "https://data.example/x";
    for (const { profile, write } of WRITINGS.slice(0, 4)) {
      const bytes = new TextEncoder().encode(write(gone!));
      expect((await readSource(profile, { bytes, url }, vocabularies)).records).toEqual([]);
    }
    const bytes = new TextEncoder().encode(WRITINGS.find(({ format }) => format === "ckan")!.write(gone!));
    expect((await readSource("ckan", { bytes, url }, vocabularies)).records).toEqual([]);
  });
});

describe("the way into a file and back", () => {
  it("gives a YAML file that the checker accepts, for every dataset and format", async () => {
    const utf8 = new TextEncoder();
    for (const writing of WRITINGS) {
      for (const dataset of SAMPLE.slice(0, 5)) {
        const record = await readBack(writing, dataset);
        const { identifier } = dataset;
        const yaml = toYaml(
          datasetOfRecord(record, { identifier, source: "data.example" }),
          keyOrderOf(SCHEMAS.dataset),
        );
        const checked = checkDataset(pathOf(identifier), utf8.encode(yaml), {
          vocabularies,
          today: "2026-03-01",
        });
        expect(checked.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      }
    }
  });
});

it("writes the table for people", () => {
  const table = lossesMarkdown();
  expect(table).toContain("| 資料集名稱<br>Title<br>`title` | ● `title` | ● `title` | ● `dct:title` |");
  expect(table.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(lossFields().length + 5);
});
