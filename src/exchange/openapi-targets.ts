import { TARGETS_LISTS } from "./addresses.ts";
import { both, get, type Json, media, parameter } from "./openapi-parts.ts";

const ODS = "application/vnd.oasis.opendocument.spreadsheet";
const LIST = parameter(
  "list",
  both(
    "cumulative 累計開放項數與指標、yearly 歷年開放項數與行動策略目標、usage 瀏覽與下載。",
    "cumulative: datasets against table 1; yearly: datasets opened each year and strategies’ targets; usage: views and downloads.",
  ),
  { type: "string", enum: TARGETS_LISTS },
);

/** Paths of the progress against the targets (mission A5, D2, J3). */
export function targetsPaths(): Json {
  return {
    "/plan/targets/{list}.csv": get(
      "getTargets",
      "plan",
      "指標與進度（CSV）",
      both(
        "各部會各年度的指標與實際值，UTF-8（含 BOM）；「合計」列沒有部會代碼。",
        "Targets and actual values by ministry and year, UTF-8 with BOM; rows of all ministries bear no code.",
      ),
      media("text/csv"),
      [LIST],
    ),
    "/plan/targets/{list}.ods": get(
      "getTargetsOds",
      "plan",
      "指標與進度（ODS）",
      both("內容與 CSV 相同的試算表。", "The same as a spreadsheet."),
      { [ODS]: { schema: { type: "string", format: "binary" } } },
      [LIST],
    ),
  };
}
