import type { Catalogue } from "../catalogue/catalogue.ts";
import { endOfMonth, mostUsed } from "../catalogue/usage/most-used.ts";
import type { Count, Usage, UsageSeries } from "../catalogue/usage/types.ts";
import {
  absolute,
  datasetPath,
  MOST_USED_FEED_PATH,
  type Place,
  USAGE_HIT_PATH,
  usageCsvPath,
} from "./addresses.ts";
import { feedXml } from "./atom.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import { rfc3339 } from "./dates.ts";
import type { Extent } from "./extent.ts";
import { type OutputFile, pieces } from "./output-file.ts";
import { element, parent } from "./xml.ts";

type Cell = string | number | undefined;

const COUNT_HEADINGS = ["點擊次數", "下載次數"];
const NOTHING: Count = { views: 0, downloads: 0 };
const cells = ({ views, downloads }: Count): Cell[] => [views, downloads];

function csv(
  list: Parameters<typeof usageCsvPath>[0],
  extent: Extent,
  headings: readonly string[],
  rows: () => Iterable<readonly Cell[]>,
): OutputFile {
  return {
    path: usageCsvPath(list, extent),
    content: pieces(function* () {
      yield BOM + csvLine(headings);
      for (const row of rows()) yield csvLine(row);
    }),
  };
}

function* datasetRows(catalogue: Catalogue, usage: Usage, place: Place): Generator<Cell[]> {
  for (const { identifier, file, agency, publisher } of catalogue.datasets) {
    yield [
      identifier,
      file.title,
      agency.code,
      publisher,
      agency.ministry.name,
      ...cells(usage.datasets.get(identifier)?.total ?? NOTHING),
      absolute(place, datasetPath(identifier)),
    ];
  }
}

function* distributionRows(catalogue: Catalogue, usage: Usage): Generator<Cell[]> {
  for (const { identifier, file, agency, publisher } of catalogue.datasets) {
    const found = usage.datasets.get(identifier)?.distributions;
    for (const { resourceID, resourceDescription, format } of file.distribution) {
      yield [
        resourceID,
        resourceDescription,
        format,
        identifier,
        file.title,
        agency.code,
        publisher,
        found?.get(resourceID) ?? 0,
      ];
    }
  }
}

/** Sums by code, in the order of codes. */
const byCode = (sums: ReadonlyMap<string, UsageSeries>) => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));

function* monthRows(catalogue: Catalogue, usage: Usage): Generator<Cell[]> {
  for (const { month, ...count } of usage.total.months) yield [month, "", "全部", ...cells(count)];
  for (const [code, { months }] of byCode(usage.ministries)) {
    const { name } = catalogue.agencies.get(code)!;
    for (const { month, ...count } of months) yield [month, code, name, ...cells(count)];
  }
}

/** The month's most used datasets: an entry each, with an id of the month and the dataset, which never changes. */
function mostUsedFeed(catalogue: Catalogue, usage: Usage, place: Place): OutputFile {
  const { month, complete, datasets } = mostUsed(usage, catalogue);
  const updated = rfc3339(complete ? endOfMonth(month) : usage.to)!;
  const entries = datasets.map(({ dataset, views, downloads }, index) => {
    const page = absolute(place, datasetPath(dataset.identifier));
    const xml = parent("entry", {}, [
      element("id", {}, `${absolute(place, "usage/")}#${month}/${dataset.identifier}`),
      element("title", {}, dataset.file.title),
      element("link", { rel: "alternate", type: "text/html", hreflang: "zh-Hant-TW", href: page }),
      element("updated", {}, updated),
      parent("author", {}, [element("name", {}, dataset.publisher)]),
      element(
        "summary",
        {},
        `${month} 第 ${index + 1} 名：點擊次數 ${views}，下載次數 ${downloads}${complete ? "" : "（本月至今）"}。`,
      ),
    ]);
    return { xml, updated };
  });
  const head = {
    path: MOST_USED_FEED_PATH,
    title: `${catalogue.settings.name}：每月最多人使用的資料集`,
    subtitle: "最近一個統計完畢的月份，依點擊次數排序",
    page: "usage/",
  };
  return { path: head.path, content: feedXml(head, entries, catalogue, place) };
}

/**
 * Views and downloads as files (mission P15, R10, M7): lists of datasets, distributions, agencies, ministries and months as
 * CSV with Chinese headings, and the month's most used as an Atom feed. Nothing where nobody counted.
 *
 * Where downloads are counted in the site's own logs, `usage/hit` is there to be asked for: that the request is logged is
 * all that it is for.
 */
export function* usageFiles(
  catalogue: Catalogue,
  usage: Usage | undefined,
  place: Place,
  extent: Extent,
): Generator<OutputFile> {
  if (catalogue.settings.countDownloads) yield { path: USAGE_HIT_PATH, content: "ok\n" };
  if (!usage) return;
  yield csv(
    "datasets",
    extent,
    ["資料集編號", "資料集名稱", "機關代碼", "提供機關", "部會", ...COUNT_HEADINGS, "網頁"],
    () => datasetRows(catalogue, usage, place),
  );
  yield csv(
    "distributions",
    extent,
    [
      ...["資料資源編號", "資料資源描述", "檔案格式", "資料集編號", "資料集名稱"],
      ...["機關代碼", "提供機關", "下載次數"],
    ],
    () => distributionRows(catalogue, usage),
  );
  yield csv("agencies", extent, ["機關代碼", "機關名稱", "部會", ...COUNT_HEADINGS], () =>
    byCode(usage.agencies).map(([code, { total }]) => {
      const { name, ministry } = catalogue.agencies.get(code)!;
      return [code, name, ministry.name, ...cells(total)];
    }),
  );
  yield csv("ministries", extent, ["機關代碼", "部會", ...COUNT_HEADINGS], () =>
    byCode(usage.ministries).map(([code, { total }]) => [
      code,
      catalogue.agencies.get(code)!.name,
      ...cells(total),
    ]),
  );
  yield csv("months", extent, ["月份", "機關代碼", "部會", ...COUNT_HEADINGS], () =>
    monthRows(catalogue, usage),
  );
  yield mostUsedFeed(catalogue, usage, place);
}
