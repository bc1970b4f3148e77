import { DataFactory, Parser, Store, type Term } from "n3";
import { expect, it } from "vitest";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { buildCatalogue, type Catalogue, type Dataset, sourceOf } from "../src/catalogue/catalogue.ts";
import { SAMPLE_AGENCIES, SAMPLE_DATASETS, SAMPLE_TODAY } from "../src/catalogue/fixtures.ts";
import { judgeDistributions } from "../src/catalogue/quality/indicators.ts";
import { METRICS, type MetricName, mqaOf } from "../src/catalogue/quality/mqa.ts";
import { datasetTurtle } from "../src/exchange/dcat/dcat.ts";

/*
 * The European metadata quality is computed of records; this reads what is really written as DCAT-AP and counts anew. Left
 * out are whether links answer, which no description tells, and compliance, which the shapes judge.
 */

const PREFIXES = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
};
const EU = "http://publications.europa.eu/resource/authority/";
const IANA = "https://www.iana.org/assignments/media-types/";

const name = (short: string) => {
  const [prefix, local] = short.split(":") as [keyof typeof PREFIXES, string];
  return DataFactory.namedNode(PREFIXES[prefix] + local);
};

/** Of the file types that the catalogue's vocabulary names, those in the portal's two lists. */
const FREE =
  "CSV JSON XML GEOJSON KML KMZ RSS TXT ODS RDF_XML RDF_TURTLE JSON_LD HTML PNG TIFF ZIP TAR WMS_SRVC".split(
    " ",
  );
const READABLE = "CSV JSON XML GEOJSON KML KMZ SHP RSS ODS RDF_XML RDF_TURTLE JSON_LD XLS XLSX".split(" ");

/** Points of the metrics that a description tells. */
function readPoints(turtle: string): Partial<Record<MetricName, number>> {
  const store = new Store(new Parser().parse(turtle));
  const [dataset] = store.getSubjects(name("rdf:type"), name("dcat:Dataset"), null);
  const values = (subject: Term, property: string) => store.getObjects(subject, name(property), null);
  const distributions = values(dataset!, "dcat:distribution");
  const has = (metric: MetricName, reached: boolean) => ({ [metric]: reached ? METRICS[metric].points : 0 });
  const ofDataset = (metric: MetricName, property: string) =>
    has(metric, values(dataset!, property).length > 0);
  const anywhere = (metric: MetricName, property: string, test: (value: Term) => boolean = () => true) =>
    has(
      metric,
      [dataset!, ...distributions].some((subject) => values(subject, property).some(test)),
    );
  const share = (metric: MetricName, property: string) => {
    const count = distributions.filter((d) => values(d, property).length > 0).length;
    return {
      [metric]:
        distributions.length === 0 ? 0 : Math.round((METRICS[metric].points * count) / distributions.length),
    };
  };
  const formats = distributions.map((distribution) => {
    const format = values(distribution, "dct:format")[0]?.value;
    const media = values(distribution, "dcat:mediaType")[0]?.value;
    const type = format?.startsWith(`${EU}file-type/`) ? format.slice(EU.length + 10) : undefined;
    const isListed = media?.startsWith(IANA) === true;
    return [
      format === undefined ? 0 : 20,
      isListed ? 10 : 0,
      isListed && type !== undefined ? 10 : 0,
      type !== undefined && FREE.includes(type) ? 20 : 0,
      type !== undefined && READABLE.includes(type) ? 20 : 0,
    ];
  });
  const sum = (points: readonly number[]) => points.reduce((total, each) => total + each, 0);
  return {
    ...ofDataset("keyword", "dcat:keyword"),
    ...ofDataset("category", "dcat:theme"),
    ...ofDataset("spatial", "dct:spatial"),
    ...ofDataset("temporal", "dct:temporal"),
    ...share("downloadUrl", "dcat:downloadURL"),
    ...anywhere("licence", "dct:license"),
    ...anywhere("licenceVocabulary", "dct:license", ({ value }) => value.startsWith(`${EU}licence/`)),
    ...ofDataset("accessRights", "dct:accessRights"),
    ...anywhere("accessRightsVocabulary", "dct:accessRights", ({ value }) =>
      value.startsWith(`${EU}access-right/`),
    ),
    ...ofDataset("contactPoint", "dcat:contactPoint"),
    ...ofDataset("publisher", "dct:publisher"),
    ...anywhere("rights", "dct:rights"),
    ...anywhere("byteSize", "dcat:byteSize"),
    ...ofDataset("issued", "dct:issued"),
    ...ofDataset("modified", "dct:modified"),
    // The best distribution's; several may be as good.
    interoperability: Math.max(0, ...formats.map(sum)),
  } as Partial<Record<MetricName, number>>;
}

const FORMAT: readonly MetricName[] = [
  "format",
  "mediaType",
  "formatVocabulary",
  "nonProprietary",
  "machineReadable",
];

function computed(dataset: Dataset, catalogue: Catalogue): Partial<Record<MetricName, number>> {
  const { vocabularies, today } = catalogue;
  const distributions = judgeDistributions(dataset, () => undefined, vocabularies, today);
  const { metrics } = mqaOf(dataset, distributions, vocabularies);
  const interoperability = FORMAT.reduce((sum, metric) => sum + metrics[metric]!, 0);
  const told = Object.entries(metrics).filter(
    ([metric]) =>
      ![...FORMAT, "accessUrlStatus", "downloadUrlStatus", "dcatAp"].includes(metric as MetricName),
  );
  return { ...Object.fromEntries(told), interoperability } as Partial<Record<MetricName, number>>;
}

it("the metadata quality is that of the descriptions that are written", async () => {
  const { input } = await checkCatalogue(".", "2026-11-21", () => {});
  const own = buildCatalogue({ ...input!, today: "2026-11-21" });
  const sample = buildCatalogue({
    ...input!,
    agencies: SAMPLE_AGENCIES,
    datasets: SAMPLE_DATASETS.map(sourceOf),
    today: SAMPLE_TODAY,
  });
  for (const catalogue of [own, sample]) {
    const { settings, vocabularies, today } = catalogue;
    const context = { origin: "https://data.example", base: "/", vocabularies, settings, today };
    expect(catalogue.datasets.length).toBeGreaterThan(5);
    for (const dataset of catalogue.datasets) {
      const written = readPoints(datasetTurtle(dataset, context));
      expect(computed(dataset, catalogue), dataset.identifier).toEqual(written);
    }
  }
});
