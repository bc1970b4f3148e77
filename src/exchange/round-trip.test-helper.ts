import fc from "fast-check";
import { type Dataset, type DatasetFile, linkAgencies, resolveDataset } from "../catalogue/catalogue.ts";
import { SAMPLE_AGENCIES, SAMPLE_SETTINGS, SAMPLE_TODAY } from "../catalogue/fixtures.ts";
import { ckanPackage } from "./ckan.ts";
import { csvLine } from "./csv-writer.ts";
import { DATA_GOV_TW_HEADINGS, dataGovTwRecord, dataGovTwRow } from "./data-gov-tw.ts";
import { dcatUsDataset } from "./data-json.ts";
import { datasetJson } from "./dataset-json.ts";
import { datasetJsonLd, datasetRdfXml, datasetTurtle } from "./dcat/dcat.ts";
import { testVocabularies } from "./import/vocabularies-for-tests.ts";
import type { LossFormat } from "./losses.ts";

/** For tests: arbitrary valid datasets, and the ways to write each. */

export const vocabularies = testVocabularies();

export const context = {
  origin: "https://data.example",
  base: "/catalogue/",
  vocabularies,
  settings: SAMPLE_SETTINGS,
  today: SAMPLE_TODAY,
};

const AGENCY = "A41000000G";
const agency = linkAgencies(SAMPLE_AGENCIES).get(AGENCY)!;

/** A form in which a dataset can be written, with the profile that reads it. */
export interface Writing {
  name: string;
  format: LossFormat;
  profile: string;
  write: (dataset: Dataset) => string;
}

export const WRITINGS: readonly Writing[] = [
  {
    name: "metadata-standard",
    format: "metadata-standard",
    profile: "metadata-standard",
    write: (dataset) => JSON.stringify({ success: true, result: datasetJson(dataset, context) }),
  },
  {
    name: "DCAT-AP, Turtle",
    format: "dcat-ap",
    profile: "dcat-rdf",
    write: (dataset) => datasetTurtle(dataset, context),
  },
  {
    name: "DCAT-AP, JSON-LD",
    format: "dcat-ap",
    profile: "dcat-rdf",
    write: (dataset) => datasetJsonLd(dataset, context),
  },
  {
    name: "DCAT-AP, RDF/XML",
    format: "dcat-ap",
    profile: "dcat-rdf",
    write: (dataset) => datasetRdfXml(dataset, context),
  },
  {
    name: "DCAT-US",
    format: "dcat-us",
    profile: "dcat-us",
    write: (dataset) => JSON.stringify({ dataset: [dcatUsDataset(dataset, context)] }),
  },
  {
    name: "CKAN",
    format: "ckan",
    profile: "ckan",
    write: (dataset) => JSON.stringify({ success: true, result: ckanPackage(dataset, context) }),
  },
  {
    name: "data.gov.tw, CSV",
    format: "data-gov-tw-csv",
    profile: "data.gov.tw",
    write: (dataset) => csvLine(DATA_GOV_TW_HEADINGS) + csvLine(dataGovTwRow(dataset, context)),
  },
  {
    name: "data.gov.tw, JSON",
    format: "data-gov-tw-json",
    profile: "data.gov.tw-json",
    write: (dataset) => JSON.stringify({ success: true, result: [dataGovTwRecord(dataset, context)] }),
  },
];

/** Texts that break careless writers, without what other platforms take for HTML and what nobody may write. */
const PIECES = [
  ..."資料a1，,;；\"'&<=\\😀𠮷：、（)%{#|/>*_~^$`",
  "& ",
  "< ",
  "]]>",
  "{{x}}",
  "$",
  "{y}",
  "é",
  "\u3000甲",
];
const ENDS = ["甲", "Z9", "=", "+", "@", "-x", "'", "。", '"'];
const isPlain = (text: string): boolean =>
  text === text.trim() &&
  !/&[#\w]+;|<\/?[A-Za-z]/.test(text) &&
  !/^(?:null|~|n\/?a|none|無|-+|\?+)$/i.test(text);
const line = fc
  .tuple(
    fc.constantFrom(...ENDS),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }),
    fc.constantFrom(...ENDS),
  )
  .map(([start, middle, end]) => start + middle.join("") + end)
  .filter(isPlain);
const lines = fc.array(line, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("\n"));
const columns = fc.oneof(
  lines,
  fc
    .uniqueArray(fc.constantFrom("SiteName(測站名稱)", "UVI(紫外線指數)", "year", "備註", "值(單位：公尺)"), {
      minLength: 2,
      maxLength: 4,
    })
    .map((names) => names.join("、")),
);

const url = fc
  .tuple(
    fc.constantFrom("http", "https"),
    fc.constantFrom("data.example.gov.tw", "www.example.tw:8080", "[2001:db8::1]"),
    fc.constantFrom("/a.csv", "/路徑/檔案.xlsx", "/a%20b/%E4%B8%AD.zip", "/x;y=1;z", "/download", "/"),
    fc.constantFrom("", "?id=1&b=2", "?q=資料&n=a;b", "?u=https://b.tw/x", "#top"),
  )
  .map(([scheme, host, path, query]) => `${scheme}://${host}${path}${query}`);

const two = (value: number) => String(value).padStart(2, "0");
const day = fc
  .tuple(
    fc.integer({ min: 1990, max: 2025 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, date]) => `${year}-${two(month)}-${two(date)}`);
const time = fc
  .tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([date, hour, minute]) => `${date} ${two(hour)}:${two(minute)}:${two((hour * 7 + minute) % 60)}`);
const when = fc.oneof(day, time);

const mail = fc.constantFrom("a.b+c@mail.example.gov.tw", "x_1%y@example.tw", "opendata@ndc.example");
const phone = fc.constantFrom(
  "02-23165300#123",
  "(03)332-2101",
  "02-1234 分機 5",
  "0800-000-000",
  "＋886 2 1234、5678",
);
const codes = (map: ReadonlyMap<string, unknown>) => fc.constantFrom(...map.keys());

const frequency = fc.oneof(
  codes(vocabularies.frequencies),
  fc.constantFrom(
    "每7日",
    "每10日",
    "每3月",
    "每6月",
    "每12月",
    "每4年",
    "每20分鐘",
    "每90秒",
    "每2旬",
    "每2季",
    "每3半年",
    "每24小時",
    "每52週",
  ),
);

/** Present or not. */
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const resource = fc
  .record({
    resourceDescription: line,
    format: codes(vocabularies.formats),
    characterSetCode: codes(vocabularies.charsets),
    resourceModified: maybe(when),
    metadataSourceOfData: maybe(url),
    first: url,
    second: maybe(url),
    swapped: fc.boolean(),
  })
  .map(({ first, second, swapped, ...rest }) => {
    const isFile = vocabularies.formats.get(rest.format)!.kind === "file";
    // A file is mostly downloaded; a page for it, or both, is allowed. A service gives access.
    const addresses = !isFile
      ? { accessURL: first }
      : second !== undefined && second !== first
        ? { downloadURL: first, accessURL: second }
        : swapped
          ? { accessURL: first }
          : { downloadURL: first };
    return { ...rest, ...addresses };
  });

const licence = fc.oneof(
  fc.record({
    license: codes(vocabularies.licences).filter((code) => code !== "other"),
    licenseURL: maybe(url),
  }),
  fc.record({ license: fc.constant("other"), licenseName: line, licenseURL: url }),
);
const charge = fc.oneof(
  fc.constant({ cost: "免費" }),
  fc.record({ cost: fc.constant("付費"), costURL: url, costLaw: line }),
);
const coverage = fc.tuple(maybe(day), maybe(day)).map(([a, b]) => {
  const [from, to] = a !== undefined && b !== undefined && a > b ? [b, a] : [a, b];
  return { temporalCoverageFrom: from, temporalCoverageTo: to };
});
const withdrawal = fc.tuple(day, day, lines).map(([a, b, explanation]) => {
  const [date, relistedOn] = [a, b].sort();
  return { reason: "A", explanation, date, relistedOn };
});

const other = fc.record({
  title: line,
  description: lines,
  fieldDescription: columns,
  categoryCode: codes(vocabularies.categories),
  type: codes(vocabularies.types),
  keyword: maybe(
    fc.uniqueArray(fc.oneof(line, fc.constantFrom("統計", "open data", "人口")), {
      minLength: 1,
      maxLength: 4,
    }),
  ),
  spatial: maybe(fc.oneof(line, fc.constantFrom("臺灣", "台灣", "臺北市", "全國"))),
  language: maybe(codes(vocabularies.languages)),
  landingPage: maybe(url),
  numberOfData: maybe(fc.nat(1_000_000)),
  notes: maybe(lines),
  dataClass: maybe(fc.constantFrom("甲", "乙")),
  contact: maybe(fc.constantFrom("main", "gis")),
  publisherContactName: maybe(line),
  publisherContactHonorific: maybe(fc.constantFrom("先生", "小姐", "女士")),
  publisherContactPhone: maybe(phone),
  publisherContactEmail: maybe(mail),
  organization: maybe(line),
  organizationContactName: maybe(line),
  organizationContactPhone: maybe(phone),
  organizationContactEmail: maybe(mail),
  accrualPeriodicity: frequency,
  issued: maybe(when),
  modified: maybe(when),
  releaseDate: maybe(day),
  legacyID: maybe(fc.integer({ min: 1, max: 999_999_999 }).map(String)),
  withdrawal: maybe(withdrawal),
  provenance: maybe(fc.constantFrom({ source: "data.gov.tw" }, { source: "b", sourceID: "17" })),
});

const IDENTIFIER = `${AGENCY}-000123`;

/** Arbitrary valid datasets in view, of one agency, with every field of the schema. */
export const datasets: fc.Arbitrary<Dataset> = fc
  .tuple(other, licence, charge, coverage, fc.array(resource, { minLength: 1, maxLength: 4 }))
  .map(([fields, terms, cost, period, resources]) => {
    const distribution = resources.map((item, index) => ({
      resourceID: `${IDENTIFIER}-${String(index + 1).padStart(3, "0")}`,
      ...item,
    }));
    const all = {
      identifier: IDENTIFIER,
      publisher: agency.name,
      status: "published",
      ...fields,
      ...terms,
      ...cost,
      ...period,
    };
    const file = { ...withoutUndefined(all), distribution: distribution.map(withoutUndefined) };
    return resolveDataset(file as unknown as DatasetFile, agency, vocabularies);
  });

const withoutUndefined = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A field's value as the catalogue has it, what the file leaves to agency and defaults filled in. */
export function expected(dataset: Dataset, field: string): unknown {
  const { file, contact, organizationContact, licence: terms } = dataset;
  const standard = terms && vocabularies.licences.get(terms.code)?.url;
  const resolved: Record<string, unknown> = {
    publisher: dataset.publisher,
    organization: dataset.organization,
    language: dataset.language,
    dataClass: dataset.dataClass,
    license: terms?.code,
    // An address that the licence brings along says nothing.
    licenseURL: file.licenseURL === standard ? undefined : file.licenseURL,
    cost: dataset.cost,
    publisherContactName: contact.name,
    publisherContactHonorific: contact.honorific,
    publisherContactPhone: contact.phone,
    publisherContactEmail: contact.email,
    organizationContactName: organizationContact.name,
    organizationContactPhone: organizationContact.phone,
    organizationContactEmail: organizationContact.email,
  };
  return field in resolved ? resolved[field] : file[field as keyof DatasetFile];
}
