import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { catalogueCsvPath, jsonLinesPath } from "./addresses.ts";
import { datasetBlocks, type Known } from "./blocks.ts";
import { BOM, csvLine, joinList } from "./csv-writer.ts";
import { type DatasetJson, type DatasetJsonContext, datasetJson } from "./dataset-json.ts";
import type { Extent } from "./extent.ts";
import { Blocks, type OutputFile } from "./output-file.ts";

interface Column {
  heading: string;
  value: (json: DatasetJson, dataset: Dataset) => string | number | undefined;
}

const { properties, $defs } = SCHEMAS.dataset;
const distributionFields = $defs!.distribution!.properties!;
const withdrawalFields = properties.withdrawal!.properties!;
const provenanceFields = properties.provenance!.properties!;

/** The standard's fields of a dataset, in its order (資料集詮釋資料標準規範 柒三（一）–（三十）). */
export const STANDARD_FIELDS = [
  "categoryCode",
  "identifier",
  "title",
  "description",
  "fieldDescription",
  "type",
  "license",
  "licenseURL",
  "cost",
  "costURL",
  "costLaw",
  "organization",
  "organizationContactName",
  "organizationContactPhone",
  "organizationContactEmail",
  "publisher",
  "publisherContactName",
  "publisherContactPhone",
  "publisherContactEmail",
  "accrualPeriodicity",
  "temporalCoverageFrom",
  "temporalCoverageTo",
  "issued",
  "modified",
  "spatial",
  "language",
  "landingPage",
  "keyword",
  "numberOfData",
  "notes",
] as const satisfies readonly (keyof DatasetJson)[];

/** The standard's fields of a distribution, in its order (柒三（三十一）–（三十八）). */
export const DISTRIBUTION_FIELDS = [
  "resourceID",
  "resourceDescription",
  "format",
  "characterSetCode",
  "resourceModified",
  "accessURL",
  "downloadURL",
  "metadataSourceOfData",
] as const;

const text = (value: string | number | string[] | undefined): string | number | undefined =>
  Array.isArray(value) ? joinList(value) : value;

const withdrawalColumn = (field: "reason" | "explanation" | "date" | "relistedOn"): Column => ({
  heading: withdrawalFields[field]!.title!,
  value: (json) => json["x-catalogue"].withdrawal?.[field],
});

/** The columns of catalogue.csv: the standard's 38 fields, then what the catalogue adds. */
const COLUMNS: readonly Column[] = [
  ...STANDARD_FIELDS.map(
    (field): Column => ({ heading: properties[field]!.title!, value: (json) => text(json[field]) }),
  ),
  ...DISTRIBUTION_FIELDS.map(
    (field): Column => ({
      heading: distributionFields[field]!.title!,
      value: (json) => joinList((json.distribution ?? []).map((d) => d[field] ?? "")),
    }),
  ),
  { heading: "機關代碼", value: (json) => json.publisherOrgCode },
  { heading: "機關 OID", value: (json) => json.publisherOID },
  { heading: "部會代碼", value: (_, dataset) => dataset.agency.ministry.code },
  { heading: "部會名稱", value: (_, dataset) => dataset.agency.ministry.name },
  { heading: "資料分類名稱", value: (json) => json["x-catalogue"].category?.zh },
  { heading: "資料集類型代碼", value: (json) => json["x-catalogue"].typeCode },
  { heading: "授權方式代碼", value: (json) => json["x-catalogue"].licenseCode },
  { heading: properties.dataClass!.title!, value: (json) => json["x-catalogue"].dataClass },
  { heading: "更新頻率（ISO 8601）", value: (json) => json["x-catalogue"].frequency?.period },
  { heading: "資料 5 星評等", value: (json) => json["x-catalogue"].stars },
  { heading: properties.publisherContactHonorific!.title!, value: (json) => json["x-catalogue"].honorific },
  { heading: properties.releaseDate!.title!, value: (json) => json["x-catalogue"].releaseDate },
  withdrawalColumn("reason"),
  withdrawalColumn("explanation"),
  withdrawalColumn("date"),
  withdrawalColumn("relistedOn"),
  { heading: properties.legacyID!.title!, value: (json) => json["x-catalogue"].legacyID },
  {
    heading: `匯入${provenanceFields.source!.title!}`,
    value: (json) => json["x-catalogue"].provenance?.source,
  },
  {
    heading: provenanceFields.incomplete!.title!,
    value: (json) => (json["x-catalogue"].provenance?.incomplete ? "是" : undefined),
  },
  {
    heading: `${provenanceFields.unmapped!.title!}（JSON）`,
    value: (json) => {
      const unmapped = json["x-catalogue"].provenance?.unmapped;
      return unmapped && JSON.stringify(unmapped);
    },
  },
  { heading: "引用標示", value: (json) => json["x-catalogue"].attribution },
  { heading: "資料集網頁", value: (json) => json["x-catalogue"].page },
];

/** Headings of catalogue.csv. */
export const CSV_HEADINGS: readonly string[] = COLUMNS.map((column) => column.heading);

/**
 * The whole catalogue in two files: `catalogue.csv` for spreadsheets (how cells and lists are written: see
 * csv-writer.ts) and `catalogue.jsonl` for programs, one dataset's JSON a line. Withdrawn datasets are in neither.
 */
export function* dumps(
  catalogue: Catalogue,
  context: DatasetJsonContext & Known,
  extent: Extent,
): Generator<OutputFile> {
  const { datasets } = catalogue;
  const rows = datasetBlocks(datasets, context, function* (part) {
    for (const dataset of part) {
      const json = datasetJson(dataset, context);
      yield csvLine(COLUMNS.map((column) => column.value(json, dataset)));
    }
  });
  yield {
    path: catalogueCsvPath(extent),
    content: new Blocks([{ lines: () => [BOM + csvLine(CSV_HEADINGS)] }, ...rows]),
  };
  const lines = datasetBlocks(datasets, context, function* (part) {
    for (const dataset of part) yield `${JSON.stringify(datasetJson(dataset, context))}\n`;
  });
  yield { path: jsonLinesPath(extent), content: new Blocks(lines) };
}
