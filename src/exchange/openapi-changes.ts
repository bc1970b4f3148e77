import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { QUALITY_LISTS, qualityCsvPath } from "./addresses.ts";
import { CHANGE_ACTS } from "./changes.ts";
import type { Extent } from "./extent.ts";
import {
  both,
  csvLists,
  get,
  integer,
  type Json,
  json,
  list,
  object,
  parameter,
  ref,
  string,
  success,
  uri,
} from "./openapi-parts.ts";

const day = { type: "string", format: "date", description: both("臺北時間的日期。", "Day in Taipei.") };

const COUNTS: Json = {
  added: integer(both("上架。", "Datasets added.")),
  modified: integer(both("修改。", "Datasets modified.")),
  withdrawn: integer(both("下架。", "Datasets withdrawn.")),
  relisted: integer(both("重新上架。", "Datasets relisted.")),
};

/** Schemas of the change feed and of the results of quality checks. */
export function changeSchemas(): Json {
  return {
    ChangeIndex: object(
      {
        days: list(
          object({ day, ...COUNTS, url: uri(both("當日異動。", "The day's changes.")) }, [
            "day",
            ...CHANGE_ACTS,
            "url",
          ]),
        ),
      },
      ["days"],
    ),
    ChangeDay: object(
      {
        day,
        ...COUNTS,
        changes: list(
          object(
            {
              identifier: string(),
              title: string(),
              act: { type: "string", enum: CHANGE_ACTS },
              fields: list(string(), both("修改的欄位。", "Names of the fields that changed.")),
            },
            ["identifier", "title", "act"],
          ),
        ),
      },
      ["day", ...CHANGE_ACTS, "changes"],
    ),
    QualityCheck: object(
      {
        datasetId: string(),
        title: string(),
        linkable: string(both("連結有效性。", "Whether the addresses answer.")),
        downloadable: string(both("可直接下載。", "Whether files come directly.")),
        structure: string(both("結構化格式。", "Whether the format is structured.")),
        encoding_match: string(both("編碼相符。", "Whether the encoding is as declared.")),
        desc_match: string(both("欄位相符。", "Whether the columns are as described.")),
      },
      ["datasetId", "title"],
      both("1 為通過、0 為不通過、空白為未知。", "1 passes, 0 fails, empty is unknown."),
    ),
  };
}

/** Paths of the change feed and of quality. */
export function changePaths(extent: Extent): Json {
  return {
    "/changes/index.json": get(
      "listChangeDays",
      "changes",
      "有異動的日期",
      both(
        "有資料集上架、修改、下架或重新上架的日期與筆數，最新的在前。",
        "Days on which datasets were added, modified, withdrawn or relisted, newest first.",
      ),
      json(ref("ChangeIndex")),
    ),
    "/changes/{day}.json": get(
      "getChanges",
      "changes",
      "一日的異動",
      both("當日異動的資料集與欄位。", "What changed on a day, and which fields."),
      json(ref("ChangeDay")),
      [
        parameter("day", both("日期 YYYY-MM-DD。", "The day."), {
          type: "string",
          pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        }),
      ],
    ),
    ...csvLists(
      [
        "getQuality",
        "quality",
        "資料品質（CSV）",
        both(
          "資料集、機關、部會的品質與失效連結，UTF-8（含 BOM）。",
          "Quality by dataset, agency and ministry, and dead links, UTF-8 with BOM.",
        ),
      ],
      "quality",
      QUALITY_LISTS,
      (name) => qualityCsvPath(name, extent),
    ),
    "/quality/summary.json": get(
      "getQualitySummary",
      "quality",
      "資料品質總表",
      both("全部、部會與機關的品質及其趨勢。", "Quality in all, by ministry and by agency, and its trend."),
      json({ type: "object" }),
    ),
    "/api/v2/rest/qc/{publisherOID}.json": get(
      "getQualityChecks",
      "quality",
      "機關資料集之品質檢測結果",
      both(
        "依政府資料開放平臺「取得機關資料集之品質檢測結果」之形式；結果為本目錄自行檢測。",
        "In the shape of data.gov.tw's quality results; the checks are this catalogue's own.",
      ),
      json(success(list(ref("QualityCheck")))),
      [
        parameter("publisherOID", both("機關 OID。", "OID of the agency."), {
          type: "string",
          pattern: SCHEMAS.agency.properties.oid!.pattern,
        }),
      ],
    ),
  };
}
