import * as paths from "../exchange/addresses.ts";
import type { Extent } from "../exchange/extent.ts";
import { siteContext } from "./context.ts";
import { CSV_TYPE, JSON_TYPE, label, type OfferGroup, packed } from "./data-offer.ts";

const SHEETS: Record<paths.SheetFormat, string> = {
  csv: CSV_TYPE,
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What programs can read of the action plan, of opinions and of usage. */
export function planAndPublic(extent: Extent): OfferGroup {
  const { catalogue, plan, usage } = siteContext();
  const agency = [...plan.inventories.keys()].sort()[0];
  const csv = (name: string, path: string) => ({ name, path, type: CSV_TYPE });
  const sheets = ["csv", "ods", "xlsx"] as const;
  const isCounted = usage !== undefined;
  return {
    id: "plan",
    title: label("行動方案與民眾意見", "The action plan, opinions and usage"),
    lede: label("行動方案、民眾意見與使用統計各頁的全部數據。", "All figures of those pages."),
    offers: [
      {
        name: label("行動方案", "The action plan"),
        what: label(
          "盤點表、預計開放清單、諮詢小組、指標與實際，以及今天的提醒事項。",
          "Inventories, planned releases, councils, targets and what there is, and what is overdue today.",
        ),
        examples: [
          ...(agency === undefined
            ? []
            : sheets.map((format) => ({
                name: `${agency}.${format}`,
                path: paths.inventoryFilePath(agency, format),
                type: SHEETS[format],
              }))),
          csv("inventory/all.csv", paths.INVENTORIES_CSV_PATH),
          csv("planned.csv", paths.PLANNED_CSV_PATH),
          csv("members.csv", paths.COUNCILS_CSV_PATH),
          csv("meetings.csv", paths.MEETINGS_CSV_PATH),
          csv("decisions.csv", paths.DECISIONS_CSV_PATH),
          ...paths.TARGETS_LISTS.map((list) => csv(`${list}.csv`, paths.targetsPath(list, "csv"))),
          { name: "flags.json", path: paths.flagsPath("json"), type: JSON_TYPE },
        ],
      },
      {
        name: label("民眾意見", "Opinions and requests"),
        what: label("我有話要說與我還想要，含回覆狀態。", "With the state of their answers."),
        examples: (["opinions", "wanted"] as const).flatMap((board) => [
          { name: `${board}/list.json`, path: paths.opinionListPath(board, "json"), type: JSON_TYPE },
          csv(`${board}/list.csv`, paths.opinionListPath(board, "csv")),
        ]),
      },
      ...(isCounted && catalogue.datasets.length > 0
        ? [
            {
              name: label("使用統計", "Usage"),
              what: label(
                "點擊與下載次數，依資料集、資源、機關、部會與月份。",
                "Views and downloads by dataset, distribution, agency, ministry and month.",
              ),
              examples: paths.USAGE_LISTS.map((list) =>
                packed(`${list}.csv`, paths.usageCsvPath(list, extent), CSV_TYPE),
              ),
            },
          ]
        : []),
    ],
  };
}
