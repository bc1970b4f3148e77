import {
  type AgencyFile,
  buildCatalogue,
  type Catalogue,
  type CatalogueInput,
  type DatasetFile,
  type SettingsFile,
  sourceOf,
} from "./catalogue.ts";
import { toVocabularies, type Vocabularies } from "./vocabulary.ts";

/**
 * A small catalogue for tests: every state that a dataset can have in view or out of it, and texts that break
 * careless writers. Nothing here is real.
 */

/** The day for which the sample stands. */
export const SAMPLE_TODAY = "2026-03-01";

export const SAMPLE_SETTINGS: SettingsFile = {
  name: "測試資料目錄",
  nameEn: "Sample Catalogue",
  tagline: "測試用",
  url: "https://data.example/catalogue/",
  repository: "example/catalogue",
  languages: ["zh-TW", "en"],
  operator: "測試小組",
  operatorEn: "Sample operators",
  email: "opendata@data.example",
};

const EU = "http://publications.europa.eu/resource/authority";
const file = (code: string, stars: number, mediaType?: string) => ({
  code,
  zh: code,
  en: code,
  kind: "file",
  stars: String(stars),
  ...(mediaType ? { mediaType } : {}),
});

/** A few entries of each vocabulary, as the files of `platform/vocabularies/` would give them. */
export function sampleVocabularies(): Vocabularies {
  return toVocabularies({
    categories: [
      { code: "300", zh: "求學及進修", en: "Education and learning", eu: `${EU}/data-theme/EDUC` },
      { code: "A00", zh: "交通及通訊", en: "Transport and communications", eu: `${EU}/data-theme/TRAN` },
      { code: "E00", zh: "生活安全及品質", en: "Safety and quality of life", eu: `${EU}/data-theme/ENVI` },
      { code: "I00", zh: "公共資訊", en: "Public information", eu: `${EU}/data-theme/GOVE` },
    ],
    types: [
      { code: "rawData", zh: "原始資料", en: "Raw data", standard: "rawData", kinds: ["file"] },
      {
        code: "SERVICES",
        zh: "系統介接程式",
        en: "Service (API)",
        standard: "SERVICES",
        kinds: ["service", "file"],
      },
      { code: "TOOLS", zh: "行動化應用軟體", en: "Mobile application", standard: "TOOLS", kinds: ["app"] },
      { code: "OTHER", zh: "其他", en: "Other", standard: "rawData", kinds: ["file", "service", "app"] },
    ],
    licences: [
      {
        code: "OGDL-Taiwan-1.0",
        zh: "政府資料開放授權條款－第1版",
        en: "Open Government Data License, version 1.0",
        url: "https://data.gov.tw/license",
        open: "true",
      },
      {
        code: "CC-BY-4.0",
        zh: "創用CC 姓名標示 4.0 國際",
        en: "Creative Commons Attribution 4.0 International",
        url: "https://creativecommons.org/licenses/by/4.0/deed.zh-hant",
        open: "true",
      },
      { code: "other", zh: "其他", en: "Other", open: "false" },
    ],
    frequencies: [
      {
        code: "即時",
        zh: "即時",
        en: "Continuous",
        group: "realtime",
        period: "PT0S",
        eu: `${EU}/frequency/UPDATE_CONT`,
      },
      { code: "每10分鐘", zh: "每10分鐘", en: "Every 10 minutes", group: "minutes", period: "PT10M" },
      { code: "每日", zh: "每日", en: "Daily", group: "day", period: "P1D", eu: `${EU}/frequency/DAILY` },
      {
        code: "每月",
        zh: "每月",
        en: "Monthly",
        group: "month",
        period: "P1M",
        eu: `${EU}/frequency/MONTHLY`,
      },
      { code: "每年", zh: "每年", en: "Yearly", group: "year", period: "P1Y", eu: `${EU}/frequency/ANNUAL` },
      { code: "不定期", zh: "不定期", en: "Irregular", group: "irregular", eu: `${EU}/frequency/IRREG` },
      {
        code: "不再更新",
        zh: "不再更新",
        en: "No longer updated",
        group: "never",
        eu: `${EU}/frequency/NEVER`,
      },
    ],
    priorities: [
      { code: "finance", zh: "財政透明：預決算", en: "Public finance", aspect: "publicInterest" },
      { code: "energy", zh: "能源效率：能源", en: "Energy efficiency", aspect: "economy" },
      { code: "research", zh: "研究發展：政府研究資料", en: "Research", aspect: "transparency" },
    ],
    "frequency-groups": [
      { code: "realtime", zh: "即時", en: "Continuous" },
      { code: "minutes", zh: "每數分鐘", en: "Every few minutes" },
      { code: "day", zh: "每日", en: "Daily" },
      { code: "month", zh: "每月", en: "Monthly" },
      { code: "year", zh: "每年", en: "Yearly" },
      { code: "years", zh: "每數年", en: "Every few years" },
      { code: "irregular", zh: "不定期", en: "Irregular" },
      { code: "never", zh: "不再更新", en: "No longer updated" },
    ],
    languages: [
      { code: "zh", zh: "中文", en: "Chinese", eu: `${EU}/language/ZHO` },
      { code: "en", zh: "英語", en: "English", eu: `${EU}/language/ENG` },
    ],
    formats: [
      file("CSV", 3, "text/csv"),
      file("JSON", 3, "application/json"),
      file("XML", 3, "application/xml"),
      file("RDF", 4, "application/rdf+xml"),
      file("XLSX", 2, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
      file("PDF", 1, "application/pdf"),
      file("ZIP", 1, "application/zip"),
      { code: "API", zh: "API", en: "API", kind: "service", stars: "3" },
      { code: "APP-ANDROID", zh: "Android 應用程式", en: "Android application", kind: "app", stars: "1" },
    ],
    charsets: [
      { code: "UTF-8", zh: "UTF-8", en: "UTF-8", iana: "UTF-8" },
      { code: "BIG5", zh: "Big5", en: "Big5", iana: "Big5" },
      { code: "none", zh: "非文字格式", en: "Not a text format" },
    ],
    stars: [
      {
        code: "1",
        zh: "資料公開上網，格式不限，開放授權",
        en: "On the web in any format, under an open licence",
      },
      { code: "2", zh: "提供結構化的資料", en: "Structured data" },
      { code: "3", zh: "使用非專屬的資料格式", en: "A non-proprietary format" },
      { code: "4", zh: "使用 URI 標定資料", en: "URIs name the single records" },
      { code: "5", zh: "將資料與其他資料連結", en: "Linked with other data" },
    ],
  });
}

/** A root without datasets, two ministries, a subordinate agency, and one that nobody has filled in. */
export const SAMPLE_AGENCIES: readonly AgencyFile[] = [
  { code: "A00000000A", name: "行政院", nameEn: "Executive Yuan", oid: "2.16.886.101.20003" },
  {
    code: "A41000000G",
    name: "國家發展委員會",
    nameEn: "National Development Council",
    shortNames: ["國發會"],
    oid: "2.16.886.101.20003.20069",
    parent: "A00000000A",
    ministry: true,
    website: "https://www.ndc.example/",
    contacts: [
      { id: "main", name: "資料開放窗口", phone: "02-23165300#1234", email: "opendata@ndc.example" },
      { id: "gis", name: "圖資窗口", phone: "02-23165300#5678", email: "gis@ndc.example" },
    ],
  },
  {
    code: "A41010000A",
    name: "國家發展委員會檔案管理局",
    nameEn: "National Archives Administration",
    oid: "2.16.886.101.20003.20069.20001",
    parent: "A41000000G",
    attribution: "資料來源：{publisher}「{title}」（{year}），{licence}。",
    contacts: [
      { id: "main", name: "檔案資料窗口", phone: "02-89953700", email: "opendata@archives.example" },
    ],
  },
  {
    code: "315000000H",
    name: "交通部",
    nameEn: "Ministry of Transportation and Communications",
    oid: "2.16.886.101.20003.20009",
    parent: "A00000000A",
    ministry: true,
    contacts: [{ id: "main", name: "資料開放窗口", phone: "02-23492900", email: "opendata@motc.example" }],
  },
  { code: "X00000001X", name: "暫編機關", provisionalCode: true },
];

/** Every character that XML 1.0, HTML, JSON in a script element, CSV or a spreadsheet might stumble over. */
export const HOSTILE_TEXT =
  `=cmd|' /C calc'!A0 "引號" 'a', </script><!-- ]]> &amp; {{x}} \u0000\u0008\u001f\u007f\ufffe ` +
  "😀👨‍👩‍👧 𠮷\u2028\u202e;\\;\r\n第二行\t欄";

const complete = {
  categoryCode: "E00",
  description: "資料集描述。",
  fieldDescription: "name(名稱)、count(數量)",
  type: "rawData",
  license: "OGDL-Taiwan-1.0",
  cost: "免費",
  accrualPeriodicity: "每月",
} as const;

const resource = (id: string, format: string, address: string) => ({
  resourceID: id,
  resourceDescription: `資源 ${format}`,
  format,
  characterSetCode: "UTF-8",
  resourceModified: "2025-06-30 08:00:00",
  ...(format === "API" || format.startsWith("APP") ? { accessURL: address } : { downloadURL: address }),
});

/** Twelve datasets: on the sample's day nine are in view, two withdrawn, and one is yet to come. */
export const SAMPLE_DATASETS: readonly DatasetFile[] = [
  // Every field that a file can have.
  {
    ...complete,
    identifier: "A41000000G-000001",
    title: "行政院公報",
    categoryCode: "I00",
    description: "行政院及所屬機關涉及人民權益之法令等重要事項。",
    keyword: ["公報", "施政", "行政院"],
    spatial: "臺灣",
    language: "zh",
    landingPage: "https://gazette.example/list?a=1&b=2",
    numberOfData: 4600,
    notes: "正式出版後時有異動，請以正式出版之書目資料為準。",
    dataClass: "甲",
    licenseURL: "https://data.gov.tw/license",
    publisher: "國家發展委員會",
    contact: "gis",
    publisherContactHonorific: "小姐",
    organization: "國家發展委員會",
    organizationContactName: "上級窗口",
    organizationContactPhone: "02-23165300#1",
    organizationContactEmail: "parent@ndc.example",
    accrualPeriodicity: "每日",
    temporalCoverageFrom: "2014-01-01",
    temporalCoverageTo: "2015-01-01",
    issued: "2015-01-01 23:59:59",
    modified: "2025-05-01 12:00:00",
    releaseDate: "2015-01-02",
    legacyID: "5959",
    distribution: [
      {
        ...resource("A41000000G-000001-001", "XML", "https://gazette.example/a.xml"),
        metadataSourceOfData: "https://gazette.example/meta",
      },
      resource("A41000000G-000001-002", "ZIP", "https://gazette.example/b.zip;v=1"),
      resource("A41000000G-000001-003", "API", "https://gazette.example/api?q=1"),
    ],
  },
  // Charged, under terms of its own.
  {
    ...complete,
    identifier: "A41000000G-000002",
    title: "付費圖資",
    dataClass: "乙",
    license: "other",
    licenseName: "圖資使用條款",
    licenseURL: "https://www.ndc.example/terms",
    cost: "付費",
    costURL: "https://www.ndc.example/fees",
    costLaw: "規費法",
    accrualPeriodicity: "每2年",
    issued: "2015-04-10",
    modified: "2024-02-29",
    distribution: [resource("A41000000G-000002-001", "PDF", "https://www.ndc.example/map.pdf")],
  },
  // Withdrawn, with an old address.
  {
    ...complete,
    identifier: "A41000000G-000003",
    title: "已下架資料",
    issued: "2016-01-01",
    status: "withdrawn",
    withdrawal: { reason: "B", explanation: "侵害第三人著作權 <b>", date: "2025-12-31" },
    legacyID: "6001",
    distribution: [resource("A41000000G-000003-001", "CSV", "https://www.ndc.example/gone.csv")],
  },
  // Withdrawn once, and back.
  {
    ...complete,
    identifier: "A41000000G-000004",
    title: "重新上架資料",
    issued: "2015-01-20",
    modified: "2026-01-05",
    withdrawal: { reason: "A", explanation: "公益情事變更", date: "2025-01-01", relistedOn: "2026-01-05" },
    distribution: [
      resource("A41000000G-000004-001", "CSV", "https://www.ndc.example/back.csv"),
      resource("A41000000G-000004-002", "CSV", "https://www.ndc.example/back-2.csv"),
      resource("A41000000G-000004-003", "JSON", "https://www.ndc.example/back.json"),
    ],
  },
  // Approved, and waiting for its day.
  {
    ...complete,
    identifier: "A41000000G-000005",
    title: "尚未上架資料",
    releaseDate: "2026-03-02",
    distribution: [resource("A41000000G-000005-001", "CSV", "https://www.ndc.example/soon.csv")],
  },
  // Released on the very day.
  {
    ...complete,
    identifier: "A41010000A-000001",
    title: "檔案目錄",
    categoryCode: "300",
    releaseDate: "2026-03-01",
    type: "OTHER",
    license: "CC-BY-4.0",
    accrualPeriodicity: "不定期",
    distribution: [resource("A41010000A-000001-001", "RDF", "https://archives.example/catalogue.rdf")],
  },
  {
    ...complete,
    identifier: "A41010000A-000002",
    title: "已下架檔案",
    status: "withdrawn",
    withdrawal: { reason: "A", explanation: "公益情事變更", date: "2024-01-01" },
    distribution: [],
  },
  {
    ...complete,
    identifier: "315000000H-000001",
    title: "即時車流",
    categoryCode: "A00",
    type: "SERVICES",
    accrualPeriodicity: "即時",
    keyword: ["車流", "交通"],
    issued: "2020-07-15",
    modified: "2020-07-15",
    distribution: [resource("315000000H-000001-001", "API", "https://tdx.example/api")],
  },
  {
    ...complete,
    identifier: "315000000H-000002",
    title: "公車動態應用程式",
    categoryCode: "A00",
    type: "TOOLS",
    accrualPeriodicity: "不再更新",
    issued: "2018-05-05",
    distribution: [resource("315000000H-000002-001", "APP-ANDROID", "https://app.example/bus")],
  },
  // Texts that break careless writers, in every free field.
  {
    ...complete,
    identifier: "315000000H-000003",
    title: HOSTILE_TEXT,
    description: HOSTILE_TEXT,
    fieldDescription: HOSTILE_TEXT,
    keyword: ["=1+1", "a;b", "c\\", "-2"],
    spatial: "@SUM(A1)",
    notes: HOSTILE_TEXT,
    issued: "2021-01-31",
    modified: "2021-02-03 04:05:06",
    legacyID: "7777",
    distribution: [
      {
        ...resource("315000000H-000003-001", "XLSX", "https://motc.example/a;b=1;c?x=1&y=<2>"),
        resourceDescription: HOSTILE_TEXT,
      },
    ],
  },
  // An import that lacks nearly everything.
  {
    identifier: "X00000001X-000001",
    title: "待補正資料",
    provenance: { source: "data.gov.tw", incomplete: true, unmapped: { 服務分類: "不明", 備考: "=1" } },
    distribution: [{ resourceID: "X00000001X-000001-001" }],
  },
  // Complete, but without any date, and with a format that no vocabulary knows.
  {
    ...complete,
    identifier: "X00000001X-000002",
    title: "無日期資料 😀",
    publisherContactName: "王小明",
    publisherContactPhone: "02-1234",
    publisherContactEmail: "x@example.test",
    distribution: [
      {
        resourceID: "X00000001X-000002-001",
        resourceDescription: "格式不明",
        format: "WEIRD",
        characterSetCode: "UTF-8",
        downloadURL: "https://x.example/w",
      },
    ],
  },
];

/** What a catalogue is made from, its datasets as files. */
export type SampleInput = Partial<Omit<CatalogueInput, "datasets"> & { datasets: readonly DatasetFile[] }>;

/**
 * The sample catalogue.
 * @param overrides parts of the input that the test wants otherwise
 */
export function sampleCatalogue({ datasets = SAMPLE_DATASETS, ...overrides }: SampleInput = {}): Catalogue {
  return buildCatalogue({
    settings: SAMPLE_SETTINGS,
    vocabularies: sampleVocabularies(),
    agencies: SAMPLE_AGENCIES,
    datasets: datasets.map(sourceOf),
    today: SAMPLE_TODAY,
    ...overrides,
  });
}

/**
 * Agencies and datasets in any number, always the same ones, for measuring and for limits.
 * @param count how many datasets; one agency for every 66, as on the national platform
 */
export function syntheticFiles(count: number): { agencies: AgencyFile[]; datasets: DatasetFile[] } {
  const size = Math.max(1, Math.ceil(count / 66));
  const agencies = Array.from({ length: size }, (_, i): AgencyFile => {
    const code = `${String(i).padStart(9, "0")}S`;
    return {
      code,
      name: `機關第${i}號`,
      nameEn: `Agency number ${i}`,
      oid: `2.16.886.101.${i}`,
      contacts: [
        { id: "main", name: "資料開放窗口", phone: "02-23165300", email: "opendata@agency.example" },
      ],
      // Every twentieth is the ministry of those that follow.
      ...(i % 20 === 0 ? { ministry: true } : { parent: `${String(i - (i % 20)).padStart(9, "0")}S` }),
    };
  });
  const formats = ["CSV", "JSON", "XML", "PDF", "API"];
  const frequencies = ["每日", "每月", "每年", "不定期", "每10分鐘"];
  const categories = ["300", "A00", "E00", "I00"];
  const datasets = Array.from({ length: count }, (_, i): DatasetFile => {
    const identifier = `${agencies[i % size]!.code}-${String(Math.floor(i / size)).padStart(6, "0")}`;
    const year = 2013 + (i % 13);
    const month = String(1 + (i % 12)).padStart(2, "0");
    return {
      ...complete,
      identifier,
      title: `第${i}號資料集：各鄉鎮市區統計資料`,
      categoryCode: categories[i % 4]!,
      description: "本資料集提供各鄉鎮市區之統計數值，按月更新，供各界加值應用。".repeat(3),
      fieldDescription: "統計年月、區域別、數值、單位、備註".repeat(3),
      keyword: ["統計", "鄉鎮市區", `關鍵字${i % 997}`],
      accrualPeriodicity: frequencies[i % 5]!,
      issued: `${year}-${month}-15`,
      modified: `${year + 1}-${month}-20 10:00:00`,
      legacyID: String(1000 + i),
      distribution: Array.from({ length: 1 + (i % 3) }, (_, k) =>
        resource(
          `${identifier}-${String(k + 1).padStart(3, "0")}`,
          formats[(i + k) % 5]!,
          `https://agency.example/opendata/v1/datasets/${i}/resources/${k}?format=${formats[(i + k) % 5]}`,
        ),
      ),
    };
  });
  return { agencies, datasets };
}
