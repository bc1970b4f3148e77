import type { Dataset } from "../catalogue.ts";
import type { Label } from "../statistics.ts";
import type { FormatTerm, Vocabularies } from "../vocabulary.ts";
import { DIMENSIONS, type Dimension, type DistributionQuality, type Mqa, type MqaMend } from "./types.ts";

/*
 * The metadata quality assessment of the European portal (data.europa.eu/mqa/methodology: 22 metrics, 405 points),
 * computed of what this catalogue writes as DCAT-AP and of what visits found. Of the distributions' metrics the
 * methodology says, for interoperability, that the best distribution counts, since all are taken to hold the same
 * content. For the others it names no rule; here each distribution counts with its share, so that one dead link shows.
 */

/** One metric: what it is worth, and how to mend what lacks. */
export interface Metric extends Label {
  dimension: Dimension;
  points: number;
  mend: Label;
}

const metric = (dimension: Dimension, points: number, zh: string, en: string, mend: Label): Metric => ({
  dimension,
  points,
  zh,
  en,
  mend,
});
const mend = (zh: string, en: string): Label => ({ zh, en });
const BY_PLATFORM = mend("由平臺產生，機關不必處理", "Made by the platform; nothing to do for the agency");

const TABLE = {
  keyword: metric("findability", 30, "標籤／關鍵字", "Keywords", mend("填寫標籤／關鍵字", "Add keywords")),
  category: metric("findability", 30, "服務分類", "Category", mend("選擇服務分類", "Choose a category")),
  spatial: metric(
    "findability",
    20,
    "空間範圍",
    "Spatial coverage",
    mend("填寫空間涵蓋範圍，如臺灣", "State the area covered, such as Taiwan"),
  ),
  temporal: metric(
    "findability",
    20,
    "時間範圍",
    "Temporal coverage",
    mend("填寫資料的開始或結束收錄日期", "State the first or last day covered"),
  ),
  accessUrlStatus: metric(
    "accessibility",
    50,
    "網址可連線",
    "Access URL works",
    mend("修正無法連線的網址", "Mend the addresses that can't be reached"),
  ),
  downloadUrl: metric(
    "accessibility",
    20,
    "有下載網址",
    "Download URL",
    mend("另外提供可直接下載的檔案", "Offer files for direct download as well"),
  ),
  downloadUrlStatus: metric(
    "accessibility",
    30,
    "下載網址可連線",
    "Download URL works",
    mend("修正無法下載的網址", "Mend the download addresses that don't work"),
  ),
  format: metric("interoperability", 20, "檔案格式", "Format", mend("填寫檔案格式", "State the format")),
  mediaType: metric(
    "interoperability",
    10,
    "媒體類型",
    "Media type",
    mend(
      "改用有標準媒體類型的格式，如 CSV、JSON",
      "Use a format with a registered media type, such as CSV or JSON",
    ),
  ),
  formatVocabulary: metric(
    "interoperability",
    10,
    "格式在歐盟詞彙內",
    "Format from the EU vocabulary",
    mend("改用通用的檔案格式，如 CSV、JSON", "Use a common format, such as CSV or JSON"),
  ),
  nonProprietary: metric(
    "interoperability",
    20,
    "非專屬格式",
    "Non-proprietary format",
    mend("提供 CSV、JSON、ODS 等非專屬格式", "Offer CSV, JSON, ODS or another non-proprietary format"),
  ),
  machineReadable: metric(
    "interoperability",
    20,
    "機器可讀格式",
    "Machine-readable format",
    mend("提供 CSV、JSON、XML 等機器可讀格式", "Offer CSV, JSON, XML or another machine-readable format"),
  ),
  dcatAp: metric("interoperability", 30, "符合 DCAT-AP", "DCAT-AP compliance", BY_PLATFORM),
  licence: metric("reusability", 20, "授權條款", "Licence", mend("選擇授權方式", "Choose a licence")),
  licenceVocabulary: metric(
    "reusability",
    10,
    "授權條款在歐盟詞彙內",
    "Licence from the EU vocabulary",
    mend("改採開放授權條款", "Use an open licence"),
  ),
  accessRights: metric(
    "reusability",
    10,
    "取用限制",
    "Access rights",
    mend("選擇資料開放類別", "Choose the data class"),
  ),
  accessRightsVocabulary: metric(
    "reusability",
    5,
    "取用限制在歐盟詞彙內",
    "Access rights from the EU vocabulary",
    mend("選擇資料開放類別", "Choose the data class"),
  ),
  contactPoint: metric(
    "reusability",
    20,
    "聯絡窗口",
    "Contact point",
    mend("填寫提供機關聯絡人、電話或電子郵件", "Give a contact of the publisher"),
  ),
  publisher: metric("reusability", 10, "提供機關", "Publisher", BY_PLATFORM),
  rights: metric("contextuality", 5, "權利說明", "Rights", BY_PLATFORM),
  byteSize: metric("contextuality", 5, "檔案大小", "File size", BY_PLATFORM),
  issued: metric(
    "contextuality",
    5,
    "發布日期",
    "Date of issue",
    mend("填寫發布時間", "State the date of issue"),
  ),
  modified: metric(
    "contextuality",
    5,
    "更新日期",
    "Date of modification",
    mend("填寫詮釋資料最後更新時間或資源更新時間", "State when it was last changed"),
  ),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof TABLE;

/** The metrics by their stable names, in the order of the methodology. */
export const METRICS: Readonly<Record<MetricName, Metric>> = TABLE;

const NAMES = Object.keys(METRICS) as MetricName[];

/** Best possible sum. */
export const MQA_POINTS = NAMES.reduce((sum, name) => sum + METRICS[name].points, 0);

/** Ratings of the methodology, by the least points of each. */
export const RATINGS: readonly (Label & { from: number })[] = [
  { from: 351, zh: "優良", en: "Excellent" },
  { from: 221, zh: "良好", en: "Good" },
  { from: 121, zh: "尚可", en: "Sufficient" },
  { from: 0, zh: "不佳", en: "Bad" },
];

/** The rating of a total, or of a mean of totals. */
export const ratingOf = (total: number): Label =>
  RATINGS.find(({ from }) => total >= from) ?? RATINGS.at(-1)!;

const EU_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/";

/** File types that the portal takes for non-proprietary (its vocabulary edp-non-proprietary-format). */
const NON_PROPRIETARY: ReadonlySet<string> = new Set(
  [
    ...["BMP", "CSV", "DBF", "GEOJSON", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML", "KMZ"],
    ...["NETCDF", "ODS", "PNG", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS"],
    ...["RTF", "TAR", "TIFF", "TSV", "TXT", "WMS_SRVC", "XML", "ZIP"],
  ].map((code) => EU_FILE_TYPE + code),
);

/** File types that the portal takes for machine-readable (its vocabulary edp-machine-readable-format). */
const MACHINE_READABLE: ReadonlySet<string> = new Set(
  [
    ...["CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA", "RDF_N_QUADS"],
    ...["RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "XLS", "XLSX", "XML"],
  ].map((code) => EU_FILE_TYPE + code),
);

/** What a distribution's format reaches. */
interface FormatReach {
  mediaType: boolean;
  formatVocabulary: boolean;
  nonProprietary: boolean;
  machineReadable: boolean;
}

/** What each format of a vocabulary reaches, and the points of it; a few formats stand for all distributions. */
const REACHES = new WeakMap<FormatTerm, { reach: FormatReach; points: number }>();

function reachOf(term: FormatTerm): { reach: FormatReach; points: number } {
  const known = REACHES.get(term);
  if (known) return known;
  const { iana, eu } = term;
  const reach: FormatReach = {
    mediaType: iana !== undefined,
    formatVocabulary: iana !== undefined && eu !== undefined,
    nonProprietary: eu !== undefined && NON_PROPRIETARY.has(eu),
    machineReadable: eu !== undefined && MACHINE_READABLE.has(eu),
  };
  const points = (Object.keys(reach) as (keyof FormatReach)[]).reduce(
    (sum, name) => sum + (reach[name] ? METRICS[name].points : 0),
    0,
  );
  const result = { reach, points };
  REACHES.set(term, result);
  return result;
}

/** The best of a dataset's known formats; undefined where it has none. */
function bestReach(formats: readonly string[], vocabularies: Vocabularies): FormatReach | undefined {
  let best: { reach: FormatReach; points: number } | undefined;
  for (const code of formats) {
    const term = vocabularies.formats.get(code);
    const reached = term && reachOf(term);
    if (reached && (!best || reached.points > best.points)) best = reached;
  }
  return best?.reach;
}

const NO_POINTS = Object.fromEntries(DIMENSIONS.map((name) => [name, 0])) as Record<Dimension, number>;

/** The part of a metric's points that so many of the distributions earn, in whole points. */
const share = (name: MetricName, count: number, of: number): number =>
  of === 0 ? 0 : Math.round((METRICS[name].points * count) / of);

/**
 * The European metadata quality assessment of a dataset.
 * @param distributions the same dataset's, from `judgeDistributions`
 * @returns points of 405; mends hold what the publisher can do about what lacks
 */
export function mqaOf(
  dataset: Dataset,
  distributions: readonly DistributionQuality[],
  vocabularies: Vocabularies,
): Mqa {
  const { file, licence } = dataset;
  const all = file.distribution;
  const when = (name: MetricName, reached: boolean) => (reached ? METRICS[name].points : 0);
  const best = bestReach(dataset.formats, vocabularies);
  const files = distributions.filter((_, i) => all[i]!.downloadURL !== undefined);
  const alive = (list: readonly DistributionQuality[]) => list.filter((d) => d.verdict === "alive").length;
  const knowsClass = dataset.dataClass !== undefined;
  const metrics: Record<MetricName, number> = {
    keyword: when("keyword", (file.keyword?.length ?? 0) > 0),
    category: when("category", dataset.category !== undefined),
    spatial: when("spatial", (file.spatial?.trim() ?? "") !== ""),
    temporal: when("temporal", (file.temporalCoverageFrom ?? file.temporalCoverageTo) !== undefined),
    accessUrlStatus: share("accessUrlStatus", alive(distributions), all.length),
    downloadUrl: share("downloadUrl", files.length, all.length),
    downloadUrlStatus: share("downloadUrlStatus", alive(files), all.length),
    format: when("format", dataset.formats.length > 0),
    mediaType: when("mediaType", best?.mediaType === true),
    formatVocabulary: when("formatVocabulary", best?.formatVocabulary === true),
    nonProprietary: when("nonProprietary", best?.nonProprietary === true),
    machineReadable: when("machineReadable", best?.machineReadable === true),
    // What is written is valid whatever a file lacks: the title stands in for a description, the page for an address.
    dcatAp: METRICS.dcatAp.points,
    licence: when("licence", licence !== undefined),
    licenceVocabulary: when("licenceVocabulary", hasEuLicence(dataset, vocabularies)),
    accessRights: when("accessRights", knowsClass),
    accessRightsVocabulary: when("accessRightsVocabulary", knowsClass),
    contactPoint: when("contactPoint", Object.keys(dataset.contact).length > 0),
    publisher: METRICS.publisher.points,
    // A statement of rights is written for what is charged; free data need none beside their licence.
    rights: when("rights", dataset.cost === "付費"),
    byteSize: 0,
    issued: when("issued", dataset.released !== undefined),
    modified: when("modified", dataset.updated !== undefined),
  };
  const dimensions = { ...NO_POINTS };
  for (const name of NAMES) dimensions[METRICS[name].dimension] += metrics[name];
  const total = DIMENSIONS.reduce((sum, name) => sum + dimensions[name], 0);
  return { total, dimensions, metrics, mends: mendsOf(dataset, distributions, metrics) };
}

/** The EU's term stands for a licence unless the dataset names another address for it. */
function hasEuLicence({ licence }: Dataset, vocabularies: Vocabularies): boolean {
  const term = licence && vocabularies.licences.get(licence.code);
  return term?.eu !== undefined && term.url === licence?.url;
}

/**
 * What lacks and the publisher can mend, most points first. A link is his to mend once it is dead: one that was not
 * visited, or refused the visit, may work. An open licence of this country needs no other for a European list's sake, and
 * some metrics are the platform's alone.
 */
function mendsOf(
  dataset: Dataset,
  distributions: readonly DistributionQuality[],
  metrics: Record<MetricName, number>,
): MqaMend[] {
  const files = distributions.filter((_, i) => dataset.file.distribution[i]!.downloadURL !== undefined);
  const failing = (list: readonly DistributionQuality[]) =>
    list.filter(({ verdict }) => verdict === "dead").length;
  const lacking = (name: MetricName): number => {
    const lacks = METRICS[name].points - metrics[name];
    if (METRICS[name].mend === BY_PLATFORM) return 0;
    if (name === "licenceVocabulary" && dataset.licence?.open) return 0;
    const count = distributions.length;
    if (name === "accessUrlStatus") return Math.min(lacks, share(name, failing(distributions), count));
    if (name === "downloadUrlStatus") return Math.min(lacks, share(name, failing(files), count));
    return lacks;
  };
  const mends: MqaMend[] = [];
  for (const metric of NAMES) {
    const points = lacking(metric);
    if (points > 0) mends.push({ metric, points });
  }
  // Those of as many points stay in the order of the methodology.
  return mends.sort((a, b) => b.points - a.points);
}
