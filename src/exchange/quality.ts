import type { Agency, Catalogue, Dataset } from "../catalogue/catalogue.ts";
import { judgeDistributions } from "../catalogue/quality/indicators.ts";
import {
  DIMENSION_LABELS,
  GRADE_LABELS,
  INDICATOR_LABELS,
  OUTCOME_LABELS,
} from "../catalogue/quality/labels.ts";
import { METRICS, type MetricName } from "../catalogue/quality/mqa.ts";
import { REASONS } from "../catalogue/quality/reasons.ts";
import {
  type CatalogueQuality,
  type DatasetQuality,
  DIMENSIONS,
  type EvidenceOf,
  GRADES,
  INDICATORS,
  type Indicator,
  type Outcome,
  type QualityHistory,
  type Totals,
} from "../catalogue/quality/types.ts";
import { deadSince } from "../catalogue/quality/verdict.ts";
import { taipeiTime } from "../catalogue/today.ts";
import {
  absolute,
  datasetPath,
  QUALITY_SUMMARY_PATH,
  qualityCheckPath,
  qualityCsvPath,
} from "./addresses.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import type { DatasetJsonContext } from "./dataset-json.ts";
import type { Extent } from "./extent.ts";
import { type OutputFile, pieces } from "./output-file.ts";

/** What the lists are made of. */
export interface QualityInput {
  catalogue: Catalogue;
  quality: CatalogueQuality;
  evidenceOf: EvidenceOf;
  history: QualityHistory;
  extent: Extent;
}

type Cell = string | number | undefined;

const VERDICT_HEADINGS = ["正常連結", "失效連結", "未定連結", "未檢測連結"];
const verdicts = (of: Pick<Totals, "alive" | "dead" | "unknown" | "unvisited">): Cell[] => [
  of.alive,
  of.dead,
  of.unknown,
  of.unvisited,
];

/** A time in Taipei; evidence holds UTC. */
const local = (time: string | undefined): string => (time === undefined ? "" : taipeiTime(new Date(time)));
const mean = (sum: number, count: number): string => (count === 0 ? "" : (sum / count).toFixed(1));

function csv(path: string, headings: readonly string[], rows: () => Iterable<readonly Cell[]>): OutputFile {
  return {
    path,
    content: pieces(function* () {
      yield BOM + csvLine(headings);
      for (const row of rows()) yield csvLine(row);
    }),
  };
}

const DATASET_HEADINGS = [
  ...["資料集編號", "資料集名稱", "機關代碼", "提供機關", "部會", "目錄評等", "資料5星評等"],
  ...INDICATORS.map((name) => INDICATOR_LABELS[name].zh),
  "MQA總分",
  ...DIMENSIONS.map((name) => `MQA${DIMENSION_LABELS[name].zh}`),
  ...["優先改善項目", "改善可得分數"],
  ...VERDICT_HEADINGS,
  ...["最近檢測時間", "網頁"],
];

function datasetRow(dataset: Dataset, found: DatasetQuality, context: DatasetJsonContext): Cell[] {
  const { mqa } = found;
  const mend = mqa.mends[0];
  return [
    dataset.identifier,
    dataset.file.title,
    dataset.agency.code,
    dataset.publisher,
    dataset.agency.ministry.name,
    GRADE_LABELS[found.grade].zh,
    found.stars,
    ...INDICATORS.map((name) => OUTCOME_LABELS[found.indicators[name]].zh),
    mqa.total,
    ...DIMENSIONS.map((name) => mqa.dimensions[name]),
    mend && METRICS[mend.metric as MetricName].mend.zh,
    mend?.points,
    ...verdicts(found),
    local(found.visited),
    absolute(context, datasetPath(dataset.identifier)),
  ];
}

const TOTALS_HEADINGS = [
  ...["資料集數", "資源數"],
  ...VERDICT_HEADINGS,
  ...["3星以上資料集數", "3星以上占比", "MQA平均"],
  ...DIMENSIONS.map((name) => `MQA${DIMENSION_LABELS[name].zh}平均`),
  ...GRADES.map((grade) => `評等${GRADE_LABELS[grade].zh}`),
  ...INDICATORS.flatMap((name) => [`${INDICATOR_LABELS[name].zh}通過`, `${INDICATOR_LABELS[name].zh}未通過`]),
  "最近檢測時間",
];

/** Datasets with three stars or more (mission D4). */
const threeStars = (totals: Totals): number => totals.stars.slice(3).reduce((sum, count) => sum + count, 0);

function totalsRow(totals: Totals): Cell[] {
  return [
    totals.datasets,
    totals.distributions,
    ...verdicts(totals),
    threeStars(totals),
    totals.datasets === 0 ? "" : (threeStars(totals) / totals.datasets).toFixed(6),
    mean(totals.mqa, totals.datasets),
    ...DIMENSIONS.map((name) => mean(totals.dimensions[name], totals.datasets)),
    ...GRADES.map((grade) => totals.grades[grade]),
    ...INDICATORS.flatMap((name) => [totals.indicators[name].pass, totals.indicators[name].fail]),
    local(totals.visited),
  ];
}

/** Agencies of a map of totals, by code. */
const inOrder = (totals: ReadonlyMap<string, Totals>, agencies: ReadonlyMap<string, Agency>) =>
  [...totals]
    .flatMap(([code, each]) => {
      const agency = agencies.get(code);
      return agency ? [{ agency, totals: each }] : [];
    })
    .sort((a, b) => (a.agency.code < b.agency.code ? -1 : 1));

const DEAD_HEADINGS = [
  ...["機關代碼", "提供機關", "部會", "資料集編號", "資料集名稱", "資源編號", "網址"],
  ...["失效起始時間", "最近檢測時間", "原因", "HTTP狀態碼"],
];

/** Dead addresses of the catalogue's datasets, in its order. */
function* deadRows({ catalogue, quality, evidenceOf }: QualityInput): Generator<Cell[]> {
  for (const dataset of catalogue.datasets) {
    if (!quality.datasets.get(dataset.identifier)?.dead) continue;
    const judged = judgeDistributions(dataset, evidenceOf, catalogue.vocabularies, quality.today);
    for (const { resourceID, url, verdict, reason, visited, evidence } of judged) {
      if (verdict !== "dead" || !evidence) continue;
      yield [
        dataset.agency.code,
        dataset.publisher,
        dataset.agency.ministry.name,
        dataset.identifier,
        dataset.file.title,
        resourceID,
        url,
        local(deadSince(evidence.visits)),
        local(visited),
        reason && REASONS[reason].zh,
        evidence.visits.at(-1)?.status,
      ];
    }
  }
}

/** All sums and the course of the figures, for programs. */
function summary({ catalogue, quality, history }: QualityInput, context: DatasetJsonContext): OutputFile {
  const named = (totals: ReadonlyMap<string, Totals>) =>
    inOrder(totals, catalogue.agencies).map(({ agency, totals: each }) => ({
      code: agency.code,
      name: agency.name,
      nameEn: agency.nameEn,
      ministry: agency.ministry.code,
      ...each,
    }));
  const value = {
    catalogue: absolute(context, ""),
    day: quality.today,
    total: quality.total,
    ministries: named(quality.ministries),
    agencies: named(quality.agencies),
    history: history.points,
  };
  return { path: QUALITY_SUMMARY_PATH, content: `${JSON.stringify(value)}\n` };
}

/** data.gov.tw's names of the indicators; it has none for 更新時效性. */
const CHECKED: readonly (readonly [name: string, indicator: Indicator])[] = [
  ["linkable", "linkable"],
  ["downloadable", "downloadable"],
  ["structure", "structured"],
  ["encoding_match", "encoding"],
  ["desc_match", "columns"],
];
const DIGITS: Record<Outcome, string> = { pass: "1", fail: "0", unknown: "" };

/**
 * The results of an agency's datasets as data.gov.tw's service gives them (跨平臺介接協定與功能, 品質檢測, 表 14: GET
 * /api/v2/rest/qc/{publisherOID}); `changed` is the time of the last check in Taipei. Names whose meaning is not public are
 * left out.
 */
function* checkFiles({ catalogue, quality }: QualityInput): Generator<OutputFile> {
  const results = new Map<string, object[]>();
  for (const { identifier, file, agency } of catalogue.datasets) {
    const found = quality.datasets.get(identifier);
    const { oid } = agency.file;
    if (!found || oid === undefined) continue;
    const result = {
      datasetId: identifier,
      title: file.title,
      ...Object.fromEntries(CHECKED.map(([name, indicator]) => [name, DIGITS[found.indicators[indicator]]])),
      changed: found.visited === undefined ? "" : `${local(found.visited)}:${found.visited.slice(17, 19)}`,
    };
    const list = results.get(oid);
    if (list) list.push(result);
    else results.set(oid, [result]);
  }
  for (const [oid, result] of results) {
    yield { path: qualityCheckPath(oid), content: `${JSON.stringify({ success: true, result })}\n` };
  }
}

/**
 * What was found of quality, as files: lists of datasets, agencies, ministries and dead links as CSV with Chinese headings,
 * all sums with their history as JSON, and each agency's results in data.gov.tw's shape.
 */
export function* qualityFiles(input: QualityInput, context: DatasetJsonContext): Generator<OutputFile> {
  const { catalogue, quality, extent } = input;
  yield csv(qualityCsvPath("datasets", extent), DATASET_HEADINGS, function* () {
    for (const dataset of catalogue.datasets) {
      const found = quality.datasets.get(dataset.identifier);
      if (found) yield datasetRow(dataset, found, context);
    }
  });
  yield csv(qualityCsvPath("agencies", extent), ["機關代碼", "機關名稱", "部會", ...TOTALS_HEADINGS], () =>
    inOrder(quality.agencies, catalogue.agencies).map(({ agency, totals }) => [
      agency.code,
      agency.name,
      agency.ministry.name,
      ...totalsRow(totals),
    ]),
  );
  yield csv(qualityCsvPath("ministries", extent), ["機關代碼", "部會", ...TOTALS_HEADINGS], () =>
    inOrder(quality.ministries, catalogue.agencies).map(({ agency, totals }) => [
      agency.code,
      agency.name,
      ...totalsRow(totals),
    ]),
  );
  yield csv(qualityCsvPath("dead-links", extent), DEAD_HEADINGS, () => deadRows(input));
  yield summary(input, context);
  yield* checkFiles(input);
}
