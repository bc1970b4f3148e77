import { addressOf, type Catalogue, type Dataset, type Distribution } from "../catalogue/catalogue.ts";
import { describedColumns } from "../catalogue/columns.ts";
import { absolute, dataGovTwCsvPath, dataGovTwPagePath } from "./addresses.ts";
import { datasetBlocks, type Known } from "./blocks.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import type { DatasetJsonContext } from "./dataset-json.ts";
import type { Extent } from "./extent.ts";
import { Blocks, type OutputFile, pieces } from "./output-file.ts";
import { present } from "./present.ts";

type Json = Record<string, unknown>;

/** Datasets on one page of the JSON. */
export const DATA_GOV_TW_PAGE_SIZE = 2000;

/**
 * The 22 headings of data.gov.tw's own export (政府資料開放平臺資料集清單, as published in 2026) in its order; the
 * ninth is really written so.
 */
export const DATA_GOV_TW_HEADINGS = [
  "資料集識別碼",
  "資料集名稱",
  "資料提供屬性",
  "服務分類",
  "品質檢測",
  "檔案格式",
  "資料下載網址",
  "編碼格式",
  "資資料集上架方式",
  "資料集描述",
  "主要欄位說明",
  "提供機關",
  "更新頻率",
  "授權方式",
  "相關網址",
  "計費方式",
  "提供機關聯絡人姓名",
  "提供機關聯絡人電話",
  "上架日期",
  "詮釋資料更新時間",
  "備註",
  "資料量",
] as const;

/** How the export words what a dataset is. */
const TYPES: Record<string, string> = { rawData: "檔案資料" };

/** The export's wording of licences that it words otherwise than the vocabulary. */
const LICENCES: Record<string, string> = { "OGDL-Taiwan-1.0": "政府資料開放授權條款-第1版" };

/** The units that the platform knows, each with how many of them one of ours is. */
const UNITS: Record<string, [count: number, unit: string]> = {
  秒: [1, "秒"],
  分鐘: [1, "分"],
  小時: [1, "時"],
  日: [1, "日"],
  週: [7, "日"],
  旬: [10, "日"],
  月: [1, "月"],
  季: [3, "月"],
  半年: [6, "月"],
  年: [1, "年"],
};

function rhythmOf(code: string | undefined): { count: number; unit: string } | undefined {
  const match = /^每(\d+)?(秒|分鐘|小時|日|週|旬|月|季|半年|年)$/.exec(code ?? "");
  if (!match) return undefined;
  const [count, unit] = UNITS[match[2]!]!;
  return { count: Number(match[1] ?? 1) * count, unit };
}

/** 每月 is 每1月 there, 每週 每7日, 每季 每3月, 不定期 不定期更新. */
function frequencyOf(code: string | undefined): string {
  const rhythm = rhythmOf(code);
  if (rhythm) return `每${rhythm.count}${rhythm.unit}`;
  return code === "不定期" ? "不定期更新" : (code ?? "");
}

/** The export's dates bear a time. */
const timeOf = (date: string | undefined): string =>
  date === undefined ? "" : date.length > 10 ? date : `${date} 00:00:00`;

/** An encoding that has no registered name (非文字格式, 其他) is 其他 there. */
function charsetOf({ characterSetCode: code }: Distribution, { vocabularies }: DatasetJsonContext): string {
  if (code === undefined) return "";
  return vocabularies.charsets.get(code)?.iana === undefined ? "其他" : code;
}

/** The number that the dataset has there, else its identifier here. */
const idOf = ({ file, identifier }: Dataset): string => file.legacyID ?? identifier;

const licenceOf = ({ licence }: Dataset): string => (licence ? (LICENCES[licence.code] ?? licence.zh) : "");

/** What the platform's own export said in a column that no field holds. */
function keptOf({ file: { provenance } }: Dataset, ...headings: string[]): string | undefined {
  const kept = provenance?.unmapped ?? {};
  const heading = headings.find((name) => Object.hasOwn(kept, name));
  return heading === undefined ? undefined : kept[heading];
}

/**
 * A dataset as a row of data.gov.tw's export, in the order of `DATA_GOV_TW_HEADINGS` and in its wording. Formats,
 * addresses and encodings are lists joined by `;` with as many items each; an address that holds a `;` is told apart
 * by what follows (`;http`), as in the original.
 *
 * 品質檢測 is the platform's own verdict: it stays empty but where an import brought it. 資資料集上架方式 is what an
 * import brought, else the dataset's type. Without a number of its own there, 資料集識別碼 is the identifier.
 * @returns 22 cells, not yet guarded against spreadsheets' formulas
 */
export function dataGovTwRow(dataset: Dataset, context: DatasetJsonContext): string[] {
  const { file, category, type, contact } = dataset;
  const { distribution } = file;
  const list = (value: (d: Distribution) => string) => distribution.map(value).join(";");
  return [
    idOf(dataset),
    file.title,
    type ? (TYPES[type.code] ?? type.zh) : "",
    category?.zh ?? "",
    keptOf(dataset, "品質檢測") ?? "",
    list((d) => d.format ?? ""),
    list((d) => addressOf(d) ?? ""),
    list((d) => charsetOf(d, context)),
    keptOf(dataset, "資資料集上架方式", "資料集上架方式") ?? type?.zh ?? "",
    file.description ?? "",
    file.fieldDescription ?? "",
    dataset.publisher,
    frequencyOf(file.accrualPeriodicity),
    licenceOf(dataset),
    file.landingPage ?? "",
    dataset.cost ?? "",
    `${contact.name ?? ""}${contact.name && contact.honorific ? ` ${contact.honorific}` : ""}`,
    contact.phone ?? "",
    timeOf(file.issued ?? dataset.released),
    timeOf(file.modified),
    file.notes ?? "",
    file.numberOfData === undefined ? "" : String(file.numberOfData),
  ];
}

/** `regularupdate` 1 with its number and unit; 0 for 不定期. How it words 即時 and 不再更新 is not known. */
function updateFrequencyOf(code: string | undefined): Json | undefined {
  const rhythm = rhythmOf(code);
  if (rhythm) return { regularupdate: "1", Frequency: String(rhythm.count), unittime: rhythm.unit };
  return code === "不定期" ? { regularupdate: "0" } : undefined;
}

/**
 * A dataset by the JSON of data.gov.tw's second version, as far as its keys are known: those of the guide's example
 * of a record (拾壹、資料集詮釋資料 JSON 範例) and those that its GET /api/v2/rest/dataset/{id} is seen to answer.
 *
 * `license` is 1 for 政府資料開放授權條款 as in the example, another licence's name otherwise, since the other numbers
 * are not known; `cost` is `free`, or our own word for a charge. Left out, because nothing true can be said or their
 * values are not known: categoryDataset, dataQuality, qcLevel, resourceQualityCheckTime, resourceNotes, and the
 * parameters of services (resourceRequestMethod, resourceOasUrl, resourceRequestParameters, resourcePathParameters).
 * The keywords, the law of a charge and 資料開放類別 have no known key. The columns, which are described once for the
 * dataset, stand at its first resource.
 */
export function dataGovTwRecord(dataset: Dataset, context: DatasetJsonContext): Json {
  const { file, agency, contact, licence } = dataset;
  const columns = file.fieldDescription ? describedColumns(file.fieldDescription) : [];
  const fields = columns.map(({ name, label }) => ({ name, description: label ?? "" }));
  return present<Json>({
    datasetId: idOf(dataset),
    identifier: dataset.identifier,
    categoryService: file.categoryCode,
    title: file.title,
    description: file.description,
    type: file.type,
    license: licence && (licence.code === "OGDL-Taiwan-1.0" ? "1" : licence.zh),
    cost: dataset.cost === "免費" ? "free" : dataset.cost,
    dataProvider: dataset.publisher,
    publisherOID: agency.file.oid && `${agency.file.oid}|${agency.name}`,
    publisherContactName: contact.name,
    publisherContactPhone: contact.phone,
    publisherContactEmail: contact.email,
    updateFrequency: updateFrequencyOf(file.accrualPeriodicity),
    coverageStartedDate: file.temporalCoverageFrom,
    coverageEndedDate: file.temporalCoverageTo,
    publishedDate: file.issued,
    modifiedDate: file.modified,
    spatialCoverage: file.spatial,
    language: dataset.language,
    relatedUrl: file.landingPage,
    notes: file.notes,
    distribution: file.distribution.map((d, index) =>
      present<Json>({
        resourceId: d.resourceID,
        resourceDescription: d.resourceDescription,
        resourceField: index === 0 && fields.length > 0 ? fields : undefined,
        resourceFormat: d.format,
        resourceCharacterEncoding: charsetOf(d, context),
        resourceDownloadUrl: addressOf(d),
        resourceModifiedDate: d.resourceModified,
        resourceAmount: file.distribution.length === 1 ? file.numberOfData : undefined,
      }),
    ),
  });
}

/**
 * The catalogue as data.gov.tw offers its own: `data-gov-tw/datasets.csv` and, page by page, `data-gov-tw/v2/<n>.json`
 * (`{success, total, result, next}`; how that platform pages is not known). Datasets in view only. In compact extent there
 * is the CSV alone, compressed: it is fetched whole, and no program is known to read the JSON.
 * @param pageSize for tests
 */
export function* dataGovTwFiles(
  catalogue: Catalogue,
  context: DatasetJsonContext & Known,
  extent: Extent,
  pageSize = DATA_GOV_TW_PAGE_SIZE,
): Generator<OutputFile> {
  const { datasets } = catalogue;
  const rows = datasetBlocks(datasets, context, function* (part) {
    for (const dataset of part) yield csvLine(dataGovTwRow(dataset, context));
  });
  yield {
    path: dataGovTwCsvPath(extent),
    content: new Blocks([{ lines: () => [BOM + csvLine(DATA_GOV_TW_HEADINGS)] }, ...rows]),
  };
  if (extent === "compact") return;
  const pages = Math.max(1, Math.ceil(datasets.length / pageSize));
  for (let page = 1; page <= pages; page++) {
    const next = page < pages ? { next: absolute(context, dataGovTwPagePath(page + 1)) } : {};
    yield {
      path: dataGovTwPagePath(page),
      content: pieces(function* () {
        yield `${JSON.stringify({ success: true, total: datasets.length, ...next }).slice(0, -1)},"result":[`;
        let separator = "";
        for (const dataset of datasets.slice((page - 1) * pageSize, page * pageSize)) {
          yield separator + JSON.stringify(dataGovTwRecord(dataset, context));
          separator = ",";
        }
        yield "]}";
      }),
    };
  }
}
