import { beforeAll, describe, expect, it } from "vitest";
import { splitAddress } from "../../src/adapters/build-site.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { buildCatalogue, type Catalogue } from "../../src/catalogue/catalogue.ts";
import { sampleCatalogue } from "../../src/catalogue/fixtures.ts";
import { type DcatContext, dcatDocuments, dcatFiles } from "../../src/exchange/dcat/dcat.ts";
import { readTurtle } from "../../src/exchange/dcat/rdf.test-helper.ts";
import type { OutputFile } from "../../src/exchange/output-file.ts";
import { violations } from "./shacl.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

const contextOf = ({ settings, vocabularies, today }: Catalogue): DcatContext => ({
  ...splitAddress(settings.url),
  settings,
  vocabularies,
  today,
});
const text = ({ content }: OutputFile): string =>
  typeof content === "string" ? content : [...content].join("");

/** Pages and documents. */
function* written(catalogue: Catalogue, pageSize?: number): Generator<OutputFile> {
  const context = contextOf(catalogue);
  yield* dcatFiles(catalogue, context, "full", pageSize);
  for (const dataset of [...catalogue.datasets, ...catalogue.withdrawn])
    yield* dcatDocuments(dataset, context);
}

/** Faults in the Turtle files of a catalogue; the other forms are the same graphs, as unit tests show. */
async function faults(catalogue: Catalogue, pageSize: number): Promise<{ files: number; found: string[] }> {
  const found: string[] = [];
  let files = 0;
  for (const file of written(catalogue, pageSize)) {
    if (!file.path.endsWith(".ttl")) continue;
    files++;
    for (const fault of await violations(readTurtle(text(file)))) found.push(`${file.path}: ${fault}`);
  }
  return { files, found };
}

describe("the shapes of DCAT-AP 3.0.1", () => {
  it("find nothing wrong with the sample: its pages, each dataset, and what was withdrawn", async () => {
    expect(await faults(sampleCatalogue(), 4)).toEqual({ files: 3 + 11, found: [] });
  });

  describe("on this repository's own datasets", () => {
    let own: Catalogue;
    beforeAll(async () => {
      // So late that whatever waits for its day is in view.
      const today = "2099-12-31";
      const { input } = await checkCatalogue(ROOT, today);
      own = buildCatalogue({ ...input!, today });
    });

    it("find nothing wrong with any page or dataset", async () => {
      const { files, found } = await faults(own, 60);
      expect(found).toEqual([]);
      expect(own.datasets.length).toBeGreaterThan(100);
      expect(files).toBe(Math.ceil(own.datasets.length / 60) + own.datasets.length + own.withdrawn.length);
    });
  });

  it.each<[string, (turtle: string) => string, RegExp]>([
    [
      "a dataset without a title",
      (t) => t.replace(/dct:title "行政院公報"@[\w-]+;/, ""),
      /MinCount.*terms\/title/,
    ],
    [
      "a dataset without a description",
      (t) => t.replace(/dct:description "行政院及[^"]*"@[\w-]+;/, ""),
      /MinCount.*description/,
    ],
    [
      "a distribution without an access address",
      (t) => t.replace(/dcat:accessURL <[^>]*>;/, ""),
      /MinCount.*accessURL/,
    ],
    [
      "an access address that is a text",
      (t) => t.replace(/dcat:accessURL <([^>]*)>/, 'dcat:accessURL "$1"'),
      /NodeKind.*accessURL/,
    ],
    [
      "a date that is a text",
      (t) => t.replace(/(dct:issued "[^"]*")\^\^xsd:dateTime/, "$1"),
      /(?:Or|Node).*issued/,
    ],
    [
      "a date that is none",
      (t) => t.replace(/(dct:modified ")[^"]*("\^\^xsd:dateTime)/, "$1yesterday$2"),
      /modified/,
    ],
    [
      "two frequencies",
      (t) => t.replace("frequency:DAILY", "frequency:DAILY,frequency:WEEKLY"),
      /MaxCount.*accrualPeriodicity/,
    ],
    [
      "a publisher without a name",
      (t) => t.replace(/foaf:name "國家發展委員會"@[\w-]+,"[^"]*"@en;/, ""),
      /MinCount.*foaf\/0.1\/name/,
    ],
    ["a publisher of no class", (t) => t.replace(/ a foaf:Agent;/, " a foaf:Document;"), /Class.*publisher/],
    ["a contact of no class", (t) => t.replace("[a vcard:Kind;", "[a foaf:Document;"), /Class.*contactPoint/],
    [
      "a theme as a frequency",
      (t) => t.replace("frequency:DAILY", "theme:GOVE"),
      /Class.*accrualPeriodicity/,
    ],
    [
      "a licence that nobody describes",
      (t) => t.replace(/ a dct:LicenseDocument;/, " a foaf:Document;"),
      /Class.*license/,
    ],
    [
      "a category without a label",
      (t) => t.replace(/skos:prefLabel "公共資訊"@[\w-]+,"[^"]*"@en;/, ""),
      /MinCount.*prefLabel/,
    ],
  ])("find %s", async (_, broken, expected) => {
    const sample = sampleCatalogue();
    const wanted = "datasets/A41000000G-000001.ttl";
    const file = [...written(sample)].find(({ path }) => path === wanted)!;
    const spoilt = broken(text(file));
    expect(spoilt).not.toBe(text(file));
    expect((await violations(readTurtle(spoilt))).join("\n")).toMatch(expected);
  });

  it("find a catalogue without a description", async () => {
    const sample = sampleCatalogue();
    const file = [...written(sample)].find(({ path }) => path === "dcat/catalog.ttl")!;
    const spoilt = text(file).replace(/dct:description "測試用"@[\w-]+,"[^"]*"@en;/, "");
    expect(spoilt).not.toBe(text(file));
    expect((await violations(readTurtle(spoilt))).join("\n")).toMatch(/MinCount.*description .*#catalogue/);
  });
});
