import { USAGE_LISTS, usageCsvPath } from "./addresses.ts";
import type { Extent } from "./extent.ts";
import { both, csvLists, get, type Json, media } from "./openapi-parts.ts";

/** Paths of usage, beside that of the totals. All are absent where nobody counted. */
export function usagePaths(extent: Extent): Json {
  return {
    ...csvLists(
      [
        "getUsageList",
        "reference",
        "點擊與下載次數（CSV）",
        both(
          "資料集、資料資源、機關、部會與各月的點擊次數與下載次數，UTF-8（含 BOM）；沒有統計時沒有這些檔案。",
          "Views and downloads by dataset, distribution, agency, ministry and month, UTF-8 with BOM; absent where nobody counted.",
        ),
      ],
      "usage",
      USAGE_LISTS,
      (name) => usageCsvPath(name, extent),
    ),
    "/usage/most-used.atom": get(
      "feedMostUsed",
      "reference",
      "每月最多人使用的資料集（Atom）",
      both(
        "最近一個統計完畢的月份中點擊次數最多的資料集；沒有統計時沒有這個檔案。",
        "The datasets with most views in the last month that is over; absent where nobody counted.",
      ),
      media("application/atom+xml"),
    ),
  };
}
