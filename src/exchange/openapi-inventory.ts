import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { both, get, type Json, media, parameter } from "./openapi-parts.ts";

const AGENCY = parameter("agency", both("機關代碼。", "Code of the agency."), {
  type: "string",
  pattern: SCHEMAS.agency.properties.code!.pattern,
});

const sheet = (id: string, form: string, mediaType: string, text: string): Json =>
  get(
    id,
    "plan",
    `一個機關的資料盤點表（${form}）`,
    both(
      `行動方案附件二的欄位，附件二沒有的欄位在右側。${text}`,
      "The columns of annex 2 of the action plan; what it has no column for stands to the right.",
    ),
    media(mediaType),
    [AGENCY],
  );

/** Paths of 資料盤點表 and 預計開放資料集清單. */
export function inventoryPaths(): Json {
  return {
    "/plan/inventory/{agency}.csv": sheet("getInventoryCsv", "CSV", "text/csv", "UTF-8（含 BOM）。"),
    "/plan/inventory/{agency}.ods": sheet(
      "getInventoryOds",
      "ODS",
      "application/vnd.oasis.opendocument.spreadsheet",
      "",
    ),
    "/plan/inventory/{agency}.xlsx": sheet(
      "getInventoryXlsx",
      "XLSX",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "",
    ),
    "/plan/inventory/all.csv": get(
      "getInventories",
      "plan",
      "各機關的資料盤點表（CSV）",
      both(
        "所有機關盤點表的各列，前兩欄是機關代碼與名稱，UTF-8（含 BOM）。",
        "Every row of every agency’s inventory, the agency’s code and name first, UTF-8 with BOM.",
      ),
      media("text/csv"),
    ),
    "/plan/planned.csv": get(
      "getPlannedReleases",
      "plan",
      "預計開放資料集清單（CSV）",
      both(
        "逾期的在前，再依預定開放日期，最後是已開放的，UTF-8（含 BOM）。",
        "Overdue ones first, then by planned day, then those opened since, UTF-8 with BOM.",
      ),
      media("text/csv"),
    ),
  };
}
