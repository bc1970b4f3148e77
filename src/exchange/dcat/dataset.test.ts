import { describe, expect, it } from "vitest";
import {
  type AgencyFile,
  type DatasetFile,
  linkAgencies,
  resolveDataset,
} from "../../catalogue/catalogue.ts";
import {
  SAMPLE_AGENCIES,
  SAMPLE_DATASETS,
  SAMPLE_SETTINGS,
  sampleVocabularies,
} from "../../catalogue/fixtures.ts";
import { type DcatContext, Shared } from "./context.ts";
import { describeDataset } from "./dataset.ts";
import { isLiteral, isResource, type Resource, type Value } from "./graph.ts";

const EU = "http://publications.europa.eu/resource/authority";
const SITE = "https://data.example";
const vocabularies = sampleVocabularies();
vocabularies.licences.get("CC-BY-4.0")!.eu = `${EU}/licence/CC_BY_4_0`;
vocabularies.formats.get("CSV")!.eu = `${EU}/file-type/CSV`;
vocabularies.formats.get("CSV")!.iana = "https://www.iana.org/assignments/media-types/text/csv";
const context: DcatContext = {
  origin: SITE,
  base: "/",
  vocabularies,
  settings: SAMPLE_SETTINGS,
  today: "2026-03-01",
};

const BARE: DatasetFile = { identifier: "A41000000G-000009", title: "資料", distribution: [] };
const resourceID = "A41000000G-000009-001";

interface Described {
  dataset: Resource;
  shared: Resource[];
}

/** Describes a dataset that has these fields alone. */
function describeFields(
  fields: Partial<DatasetFile>,
  agencies: readonly AgencyFile[] = SAMPLE_AGENCIES,
): Described {
  const file = { ...BARE, ...fields };
  const agency = linkAgencies(agencies).get(file.identifier.slice(0, 10))!;
  const shared = new Shared();
  const dataset = describeDataset(resolveDataset(file, agency, vocabularies), context, shared);
  return { dataset, shared: [...shared.resources()] };
}

/** A value in short: an IRI, a text with its language or datatype, or a resource's properties. */
function short(value: Value): unknown {
  if (isResource(value)) {
    const named = value.iri === undefined || value.properties.length > 0 ? {} : { iri: value.iri };
    return { ...named, a: value.types.join(), ...contents(value) };
  }
  if (!isLiteral(value)) return value.iri;
  return (
    value.text + (value.language ? `@${value.language}` : "") + (value.datatype ? `^^${value.datatype}` : "")
  );
}
const contents = (resource: Resource): Record<string, unknown> =>
  Object.fromEntries(resource.properties.map(([name, values]) => [name, values.map(short)]));
const values = (fields: Partial<DatasetFile>, property: string): unknown =>
  contents(describeFields(fields).dataset)[property];
const distributionValues = (fields: Partial<DatasetFile>, property: string): unknown => {
  const distribution = fields.distribution ?? [{ resourceID }];
  const { dataset } = describeFields({ ...fields, distribution });
  const [first] = dataset.properties.find(([name]) => name === "dcat:distribution")![1];
  return contents(first as Resource)[property];
};

describe("terms of a dataset", () => {
  it.each<[Partial<DatasetFile>, string, unknown]>([
    [{ categoryCode: "I00" }, "dcat:theme", [`${EU}/data-theme/GOVE`, `${SITE}/categories/I00/#category`]],
    [{ type: "SERVICES" }, "dct:type", [`${SITE}/vocabularies/types.json#SERVICES`]],
    [{ accrualPeriodicity: "每日" }, "dct:accrualPeriodicity", [`${EU}/frequency/DAILY`]],
    [
      { accrualPeriodicity: "每3日" },
      "dct:accrualPeriodicity",
      [{ a: "dct:Frequency", "rdfs:label": ["每3日@zh-Hant-TW", "Every 3 days@en"] }],
    ],
    [{ accrualPeriodicity: "看情形" }, "dct:accrualPeriodicity", undefined],
    [{ dataClass: "甲" }, "dct:accessRights", [`${EU}/access-right/PUBLIC`]],
    [{ dataClass: "乙" }, "dct:accessRights", [`${EU}/access-right/RESTRICTED`]],
    [{ provenance: { source: "x", incomplete: true } }, "dct:accessRights", undefined],
    [{ language: "en" }, "dct:language", [`${EU}/language/ENG`]],
    [{ language: "en" }, "dct:title", ["資料@en"]],
    [{}, "dct:title", ["資料@zh-Hant-TW"]],
    [{ provenance: { source: "x", incomplete: true } }, "dct:title", ["資料"]],
    [{ spatial: "臺灣" }, "dct:spatial", [`${EU}/country/TWN`]],
    [
      { spatial: "全國" },
      "dct:spatial",
      [`${EU}/country/TWN`, { a: "dct:Location", "skos:prefLabel": ["全國@zh-Hant-TW"] }],
    ],
    [{ spatial: "臺北市" }, "dct:spatial", [{ a: "dct:Location", "skos:prefLabel": ["臺北市@zh-Hant-TW"] }]],
    [{ spatial: " \u0000 " }, "dct:spatial", undefined],
    [{ keyword: ["a", "b", "a", "\u0001"] }, "dcat:keyword", ["a@zh-Hant-TW", "b@zh-Hant-TW"]],
    [{ description: "說明" }, "dct:description", ["說明@zh-Hant-TW"]],
    [{}, "dct:description", ["資料@zh-Hant-TW"]],
    [{ fieldDescription: "甲、乙" }, "dct:tableOfContents", ["甲、乙@zh-Hant-TW"]],
    [
      { landingPage: "https://x.example/a b" },
      "dcat:landingPage",
      [{ iri: "https://x.example/a%20b", a: "foaf:Document" }],
    ],
    [{ landingPage: "nowhere" }, "dcat:landingPage", undefined],
    [{ issued: "2020-01-02", releaseDate: "2020-02-03" }, "dct:issued", ["2020-01-02^^xsd:date"]],
    [{ releaseDate: "2020-02-03" }, "dct:issued", ["2020-02-03^^xsd:date"]],
    [{ modified: "2020-01-02 03:04:05" }, "dct:modified", ["2020-01-02T03:04:05+08:00^^xsd:dateTime"]],
    [{ modified: "2020-02-30" }, "dct:modified", undefined],
    [
      { distribution: [{ resourceID, resourceModified: "2021-01-01 00:00:00" }] },
      "dct:modified",
      ["2021-01-01^^xsd:date"],
    ],
    [
      { temporalCoverageFrom: "2020-01-01" },
      "dct:temporal",
      [{ a: "dct:PeriodOfTime", "dcat:startDate": ["2020-01-01^^xsd:date"] }],
    ],
    [{ temporalCoverageTo: "2020-13-01" }, "dct:temporal", undefined],
    [
      { legacyID: "5959", provenance: { source: "p.example", sourceID: "x-1" } },
      "adms:identifier",
      [
        { a: "adms:Identifier", "skos:notation": ["5959"], "adms:schemaAgency": ["data.gov.tw"] },
        { a: "adms:Identifier", "skos:notation": ["x-1"], "adms:schemaAgency": ["p.example"] },
      ],
    ],
    [
      { legacyID: "5959", provenance: { source: "data.gov.tw", sourceID: "5959" } },
      "adms:identifier",
      [{ a: "adms:Identifier", "skos:notation": ["5959"], "adms:schemaAgency": ["data.gov.tw"] }],
    ],
    [
      { provenance: { source: "p.example" } },
      "dct:provenance",
      [{ a: "dct:ProvenanceStatement", "rdfs:label": ["p.example"] }],
    ],
  ])("%j: %s", (fields, property, expected) => {
    expect(values(fields, property)).toEqual(expected);
  });
});

describe("a distribution", () => {
  const at = (fields: object) => ({ distribution: [{ resourceID, ...fields }] });
  it.each<[Partial<DatasetFile>, string, unknown]>([
    [at({ downloadURL: "https://x.example/a" }), "dcat:accessURL", ["https://x.example/a"]],
    [at({ downloadURL: "https://x.example/a" }), "dcat:downloadURL", ["https://x.example/a"]],
    [at({ accessURL: "https://x.example/b" }), "dcat:accessURL", ["https://x.example/b"]],
    [at({ accessURL: "https://x.example/b" }), "dcat:downloadURL", undefined],
    [at({}), "dcat:accessURL", [`${SITE}/datasets/A41000000G-000009/`]],
    [at({ resourceDescription: "短" }), "dct:title", ["短@zh-Hant-TW"]],
    [at({ resourceDescription: "短" }), "dct:description", undefined],
    [at({ resourceDescription: "長".repeat(101) }), "dct:title", undefined],
    [at({ resourceDescription: "長".repeat(101) }), "dct:description", [`${"長".repeat(101)}@zh-Hant-TW`]],
    [at({ resourceDescription: "一\n二" }), "dct:description", ["一\n二@zh-Hant-TW"]],
    [at({ format: "CSV" }), "dct:format", [`${EU}/file-type/CSV`]],
    [at({ format: "CSV" }), "dcat:mediaType", ["https://www.iana.org/assignments/media-types/text/csv"]],
    [at({ format: "API" }), "dct:format", [`${SITE}/vocabularies/formats.json#API`]],
    [
      at({ format: "新/格式" }),
      "dct:format",
      [`${SITE}/vocabularies/formats.json#%E6%96%B0%2F%E6%A0%BC%E5%BC%8F`],
    ],
    [at({ characterSetCode: "BIG5" }), "cnt:characterEncoding", ["Big5"]],
    [at({ characterSetCode: "none" }), "cnt:characterEncoding", undefined],
    [
      at({ metadataSourceOfData: "https://x.example/m" }),
      "foaf:page",
      [{ iri: "https://x.example/m", a: "foaf:Document" }],
    ],
    [{}, "dct:license", ["https://data.gov.tw/license"]],
    [{ license: "CC-BY-4.0" }, "dct:license", [`${EU}/licence/CC_BY_4_0`]],
    [{ license: "CC-BY-4.0", licenseURL: "https://x.example/by" }, "dct:license", ["https://x.example/by"]],
    [
      { license: "other", licenseName: "自訂" },
      "dct:license",
      [{ a: "dct:LicenseDocument", "dct:title": ["自訂@zh-Hant-TW"], "dct:identifier": ["other"] }],
    ],
    [{ provenance: { source: "x", incomplete: true } }, "dct:license", undefined],
    [{ cost: "免費" }, "dct:rights", undefined],
    [{ cost: "付費" }, "dct:rights", [`${SITE}/datasets/A41000000G-000009/#charge`]],
  ])("%j: %s", (fields, property, expected) => {
    expect(distributionValues(fields, property)).toEqual(expected);
  });

  it("of a service names what answers there", () => {
    const service = { resourceID, format: "API", accessURL: "https://x.example/api" };
    expect(distributionValues({ distribution: [service] }, "dcat:accessService")).toEqual([
      {
        a: "dcat:DataService",
        "dct:title": ["資料@zh-Hant-TW"],
        "dcat:endpointURL": ["https://x.example/api"],
        "dcat:servesDataset": [`${SITE}/datasets/A41000000G-000009/#dataset`],
      },
    ]);
    expect(
      distributionValues({ distribution: [{ ...service, format: "CSV" }] }, "dcat:accessService"),
    ).toBeUndefined();
  });
});

describe("what several datasets refer to", () => {
  const described = ({ shared }: Described, iri: string): unknown =>
    shared.filter((resource) => resource.iri === iri).map(short);

  it("is described once, the charge and the terms too", () => {
    const two = [1, 2].map((n) => ({ resourceID: `A41000000G-000009-00${n}` }));
    const all = describeFields({
      cost: "付費",
      costLaw: "規費法",
      costURL: "https://x.example/c",
      distribution: two,
    });
    expect(described(all, `${SITE}/datasets/A41000000G-000009/#charge`)).toEqual([
      {
        a: "dct:RightsStatement",
        "rdfs:label": ["付費@zh-Hant-TW", "規費法@zh-Hant-TW"],
        "rdfs:seeAlso": ["https://x.example/c"],
      },
    ]);
    expect(described(all, "https://data.gov.tw/license")).toHaveLength(1);
  });

  it("keeps both kinds of an address that is page and terms at once", () => {
    const all = describeFields({
      landingPage: "https://data.gov.tw/license",
      distribution: [{ resourceID }],
    });
    expect(contents(all.dataset)["dcat:landingPage"]).toEqual([
      { iri: "https://data.gov.tw/license", a: "foaf:Document" },
    ]);
    expect(described(all, "https://data.gov.tw/license")).toMatchObject([{ a: "dct:LicenseDocument" }]);
  });

  it("is the agency's window where the dataset names it, else a contact of its own", () => {
    const window = `${SITE}/agencies/A41000000G/#contact-gis`;
    const all = describeFields({ contact: "gis" });
    expect(contents(all.dataset)["dcat:contactPoint"]).toEqual([window]);
    expect(described(all, window)).toEqual([
      {
        a: "vcard:Kind",
        "vcard:fn": ["圖資窗口@zh-Hant-TW"],
        "vcard:hasEmail": ["mailto:gis@ndc.example"],
        "vcard:hasTelephone": ["tel:+886-2-23165300;ext=5678"],
      },
    ]);
    const own = { publisherContactHonorific: "小姐", publisherContactPhone: "總機轉接" } as const;
    expect(values(own, "dcat:contactPoint")).toEqual([
      {
        a: "vcard:Kind",
        "vcard:fn": ["資料開放窗口@zh-Hant-TW"],
        "vcard:honorific-suffix": ["小姐@zh-Hant-TW"],
        "vcard:hasEmail": ["mailto:opendata@ndc.example"],
        "vcard:note": ["總機轉接@zh-Hant-TW"],
      },
    ]);
    expect(values({ identifier: "X00000001X-000001" }, "dcat:contactPoint")).toBeUndefined();
  });

  it.each([
    ["國家發展委員會檔案管理局", "A41000000G", "NationalAuthority"],
    ["某某股份有限公司", "A41000000G", undefined],
    ["某縣政府", "A00000000A", "LocalAuthority"],
    ["某某基金會", undefined, undefined],
  ])("tells the type of %s below %s", (name, parent, type) => {
    const agency: AgencyFile = { code: "T00000001T", name, ...(parent ? { parent } : {}) };
    const ministry = name.endsWith("政府") ? { ministry: true } : {};
    const all = describeFields({ identifier: "T00000001T-000001" }, [
      ...SAMPLE_AGENCIES,
      { ...agency, ...ministry },
    ]);
    const [publisher] = described(all, `${SITE}/agencies/T00000001T/#agency`) as Record<string, unknown>[];
    expect(publisher!["dct:type"]).toEqual(type && [`http://purl.org/adms/publishertype/${type}`]);
  });
});

it("a withdrawn dataset leaves its name, publisher and reason", () => {
  const withdrawn = SAMPLE_DATASETS.find(({ identifier }) => identifier === "A41000000G-000003")!;
  expect(contents(describeFields(withdrawn).dataset)).toEqual({
    "dct:title": ["已下架資料@zh-Hant-TW"],
    "dct:description": ["侵害第三人著作權 <b>@zh-Hant-TW"],
    "dct:identifier": ["A41000000G-000003"],
    "dct:publisher": [`${SITE}/agencies/A41000000G/#agency`],
    "dct:modified": ["2025-12-31^^xsd:date"],
    "adms:status": [`${EU}/dataset-status/WITHDRAWN`],
  });
});
