import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Catalogue, type Dataset, resolveDataset } from "../../catalogue/catalogue.ts";
import { HOSTILE_TEXT, sampleCatalogue } from "../../catalogue/fixtures.ts";
import type { OutputFile } from "../output-file.ts";
import {
  type DcatContext,
  datasetJsonLd,
  datasetRdfXml,
  datasetTurtle,
  dcatDocuments,
  dcatFiles,
} from "./dcat.ts";
import { writable } from "./graph.ts";
import { canonical, readJsonLd, readRdfXml, readTurtle } from "./rdf.test-helper.ts";

const catalogue = sampleCatalogue();
const contextOf = ({ vocabularies, settings, today }: Catalogue): DcatContext => ({
  origin: "https://data.example",
  base: "/catalogue/",
  vocabularies,
  settings,
  today,
});
const context = contextOf(catalogue);
const find = (identifier: string): Dataset =>
  [...catalogue.datasets, ...catalogue.withdrawn].find((d) => d.identifier === identifier)!;

/** The three forms' graphs, canonical. */
async function graphs(dataset: Dataset): Promise<string[]> {
  const read = [
    readTurtle(datasetTurtle(dataset, context)),
    await readJsonLd(datasetJsonLd(dataset, context)),
    await readRdfXml(datasetRdfXml(dataset, context)),
  ];
  return Promise.all(read.map(canonical));
}

/** Objects of a property anywhere in the Turtle form. */
const values = (dataset: Dataset, property: string): string[] =>
  readTurtle(datasetTurtle(dataset, context))
    .filter((quad) => quad.predicate.value === property)
    .map((quad) => quad.object.value);

const DCT = "http://purl.org/dc/terms/";
const DCAT = "http://www.w3.org/ns/dcat#";

describe("a dataset in three forms", () => {
  it.each([...catalogue.datasets, ...catalogue.withdrawn].map((d) => [d.identifier, d] as const))(
    "%s is the same graph in each",
    async (_, dataset) => {
      const [turtle, jsonLd, rdfXml] = await graphs(dataset);
      expect(jsonLd).toBe(turtle);
      expect(rdfXml).toBe(turtle);
    },
  );

  it("writes a dataset with every field so", () => {
    expect(datasetTurtle(find("A41000000G-000001"), context)).toMatchSnapshot();
    expect(datasetJsonLd(find("A41000000G-000002"), context)).toMatchSnapshot();
    expect(datasetRdfXml(find("X00000001X-000001"), context)).toMatchSnapshot();
  });

  it("leaves of a withdrawn dataset its name, publisher, reason and status", () => {
    const dataset = find("A41000000G-000003");
    expect(datasetTurtle(dataset, context)).toMatchSnapshot();
    expect(values(dataset, `${DCAT}distribution`)).toEqual([]);
  });

  it("holds any text through each parser, but for characters that XML cannot hold", async () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.constantFrom(
        HOSTILE_TEXT,
        "]]>",
        '"""',
        "\\u0041\\",
        "@base",
        "\ud800",
        "a\ud800b\udc00",
        "\r\n\t",
        "  x  ",
      ),
    );
    const property = fc.asyncProperty(fc.array(texts, { minLength: 12, maxLength: 24 }), async (many) => {
      const [title, description, ...keyword] = many as [string, string, ...string[]];
      const file = { identifier: "A41000000G-000001", title, description, keyword, distribution: [] };
      const dataset = resolveDataset(file, find(file.identifier).agency, catalogue.vocabularies);
      const [turtle, jsonLd, rdfXml] = await graphs(dataset);
      expect(jsonLd).toBe(turtle);
      expect(rdfXml).toBe(turtle);
      const expected = writable(title) || dataset.identifier;
      expect(values(dataset, `${DCT}title`)).toContain(expected);
      expect(values(dataset, `${DCT}description`)).toContain(writable(description) || expected);
      const words = new Set(keyword.map(writable).filter((word) => word !== ""));
      expect(values(dataset, `${DCAT}keyword`)).toEqual([...words]);
    });
    await fc.assert(property, { seed: 20260301, numRuns: 40 });
  });

  it("holds any address as an IRI that each parser takes", async () => {
    const tails = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: "binary", maxLength: 40 }).map((tail) => `https://x.example/${tail}`),
      fc.string({ maxLength: 30 }).map((tail) => `https://data.example/catalogue/${tail}`),
      fc.constantFrom(
        "https://x.example/檔案 1.csv",
        "https://x.example/a[1]?q=<\"'>{}|\\^`%zz%41#a#b",
        "https://[::1]/x",
        "https://資料.example/",
        "https://data.example/catalogue/",
        "https://data.example/catalogue/../x",
        "https://data.example/catalogue//x",
        "https://data.example/catalogue/a:b",
        "https://data.example/catalogue/dct:title",
        "http://publications.europa.eu/resource/authority/file-type/a.",
      ),
    );
    const property = fc.asyncProperty(tails, async (address) => {
      const file = {
        identifier: "A41000000G-000001",
        title: "資料",
        landingPage: address,
        distribution: [{ resourceID: "A41000000G-000001-001", downloadURL: address }],
      };
      const dataset = resolveDataset(file, find("A41000000G-000001").agency, catalogue.vocabularies);
      const [turtle, jsonLd, rdfXml] = await graphs(dataset);
      expect(jsonLd).toBe(turtle);
      expect(rdfXml).toBe(turtle);
    });
    await fc.assert(property, { seed: 20260301, numRuns: 50 });
  });
});

/** A file of the catalogue, whole. */
const text = ({ content }: OutputFile): string =>
  typeof content === "string" ? content : [...content].join("");
const pageFiles = (size: number): OutputFile[] => [...dcatFiles(catalogue, context, "full", size)];
const HYDRA = "http://www.w3.org/ns/hydra/core#";

describe("the catalogue's pages", () => {
  it("stand at their addresses, with a document for each dataset in each form", () => {
    const shown = [...catalogue.datasets, ...catalogue.withdrawn];
    const paths = [...pageFiles(4), ...shown.flatMap((dataset) => [...dcatDocuments(dataset, context)])].map(
      ({ path }) => path,
    );
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.slice(0, 9)).toEqual(
      ["jsonld", "ttl", "rdf"].flatMap((form) => [
        `dcat/catalog.${form}`,
        `dcat/page/2.${form}`,
        `dcat/page/3.${form}`,
      ]),
    );
    const documents = shown.flatMap(({ identifier }) =>
      ["jsonld", "ttl", "rdf"].map((form) => `datasets/${identifier}.${form}`),
    );
    expect(paths.slice(9)).toEqual(documents);
  });

  it("are the same graph in each form, but for the form that they link to", async () => {
    const files = pageFiles(4);
    const plain = (quads: string) => quads.replace(/(\/dcat\/[a-z0-9/]+)\.(?:jsonld|ttl|rdf)>/g, "$1>");
    for (const page of [0, 1, 2]) {
      const [jsonLd, turtle, rdfXml] = [files[page]!, files[page + 3]!, files[page + 6]!];
      const wanted = plain(await canonical(readTurtle(text(turtle))));
      expect(plain(await canonical(await readJsonLd(text(jsonLd))))).toBe(wanted);
      expect(plain(await canonical(await readRdfXml(text(rdfXml))))).toBe(wanted);
    }
  });

  it("link to one another, and together list each dataset in view once", () => {
    const turtle = pageFiles(4).filter(({ path }) => path.endsWith(".ttl"));
    const quads = turtle.map((file) => readTurtle(text(file)));
    const listed = quads.flat().filter(({ predicate }) => predicate.value === `${DCAT}dataset`);
    expect(listed.map(({ object }) => object.value)).toEqual(
      catalogue.datasets.map(
        ({ identifier }) => `https://data.example/catalogue/datasets/${identifier}/#dataset`,
      ),
    );
    const links = quads.map((page) =>
      page
        .filter(({ predicate }) => predicate.value.startsWith(HYDRA))
        .map(({ subject, predicate, object }) =>
          [subject, predicate, object]
            .map(({ value }) => value.replace(/^.*[/#](?=[a-z0-9.]+$)/i, ""))
            .join(" "),
        ),
    );
    expect(links).toEqual([
      [
        "catalogue totalItems 9",
        "catalogue view catalog.ttl",
        "catalog.ttl totalItems 9",
        "catalog.ttl first catalog.ttl",
        "catalog.ttl next 2.ttl",
        "catalog.ttl last 3.ttl",
      ],
      [
        "catalogue totalItems 9",
        "catalogue view 2.ttl",
        "2.ttl totalItems 9",
        "2.ttl first catalog.ttl",
        "2.ttl previous catalog.ttl",
        "2.ttl next 3.ttl",
        "2.ttl last 3.ttl",
      ],
      [
        "catalogue totalItems 9",
        "catalogue view 3.ttl",
        "3.ttl totalItems 9",
        "3.ttl first catalog.ttl",
        "3.ttl previous 2.ttl",
        "3.ttl last 3.ttl",
      ],
    ]);
  });

  it("are one without links where the datasets fit", () => {
    const files = pageFiles(9);
    expect(files.map(({ path }) => path)).toEqual([
      "dcat/catalog.jsonld",
      "dcat/catalog.ttl",
      "dcat/catalog.rdf",
    ]);
    expect(text(files[1]!)).not.toContain("a hydra:");
    expect(text(files[1]!).split("\n<datasets")[0]).toMatchSnapshot();
  });

  it("stay far below 25 MB however long the datasets are", () => {
    const long = "https://x.example/".padEnd(4096, "檔");
    const [first] = catalogue.datasets;
    const distribution = Array.from({ length: 20 }, (_, i) => ({
      resourceID: `A41000000G-000001-${String(i).padStart(3, "0")}`,
      resourceDescription: "檔".repeat(500),
      downloadURL: long,
      accessURL: long,
    }));
    const dataset = resolveDataset({ ...first!.file, distribution }, first!.agency, catalogue.vocabularies);
    const many = { ...catalogue, datasets: Array.from({ length: 4 }, () => dataset) };
    const files = [...dcatFiles(many, context, "full")].filter(({ path }) => /^dcat\/.*rdf$/.test(path));
    expect(files).toHaveLength(2);
    for (const file of files) expect(Buffer.byteLength(text(file))).toBeLessThan(25_000_000);
  });

  it("are whole in compact extent, in one form: the same graph but for paging", async () => {
    const files = [...dcatFiles(catalogue, context, "compact", 4)];
    expect(files.map(({ path }) => path)).toEqual(["dcat/catalogue.ttl.gz"]);
    const turtle = readTurtle(text(files[0]!));
    const [whole] = pageFiles(9);
    expect(await canonical(await readJsonLd(text(whole!)))).toBe(await canonical(turtle));
  });

  it("hold a catalogue without datasets", async () => {
    const empty = { ...catalogue, datasets: [], withdrawn: [] };
    const files = [...dcatFiles(empty, context, "full")];
    expect(files).toHaveLength(3);
    expect(await canonical(await readRdfXml(text(files[2]!)))).toBe(
      await canonical(readTurtle(text(files[1]!))),
    );
  });

  it("can be read again and again", () => {
    const [first] = pageFiles(4);
    expect(text(first!)).toBe(text(first!));
  });
});
