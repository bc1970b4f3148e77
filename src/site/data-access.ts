import * as paths from "../exchange/addresses.ts";
import { CKAN_PAGE_SIZE } from "../exchange/ckan.ts";
import { croissant } from "../exchange/croissant.ts";
import { DATA_GOV_TW_PAGE_SIZE } from "../exchange/data-gov-tw.ts";
import { siteContext } from "./context.ts";
import { formatNumber, type Label } from "./i18n.ts";
import { PATHS } from "./urls.ts";

/*
 * What the site offers to programs: the one list behind the page of data access. Addresses come from the generators'
 * own table, so that none can differ.
 */

/** A format or a service, with addresses that exist. */
export interface Offer {
  name: Label;
  /** The standard that it follows. */
  standard?: { name: Label; href?: string };
  what: Label;
  examples: { name: string; path: string; type: string }[];
}

export interface OfferGroup {
  id: string;
  title: Label;
  lede: Label;
  offers: Offer[];
}

const label = (zh: string, en: string): Label => ({ zh, en });
const JSON_TYPE = "application/json";
const CSV_TYPE = "text/csv";
const SHEETS: Record<paths.SheetFormat, string> = {
  csv: CSV_TYPE,
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const RDF: Record<paths.RdfFormat, { name: string; type: string }> = {
  jsonld: { name: "JSON-LD", type: "application/ld+json" },
  ttl: { name: "Turtle", type: "text/turtle" },
  rdf: { name: "RDF/XML", type: "application/rdf+xml" },
};
const DCAT_AP = {
  name: label("DCAT-AP 3.0.1", "DCAT-AP 3.0.1"),
  href: "https://semiceu.github.io/DCAT-AP/releases/3.0.1/",
};
const CKAN = {
  name: label("CKAN Action API", "CKAN Action API"),
  href: "https://docs.ckan.org/en/latest/api/",
};

function wholeCatalogue(): OfferGroup {
  const category = siteContext().catalogue.datasets.find((dataset) => dataset.category)?.category;
  return {
    id: "catalogue",
    title: label("整份目錄", "The whole catalogue"),
    lede: label(
      "已下架與尚未到上架日期的資料集不在其中。",
      "Without datasets that are withdrawn or whose day of release lies ahead.",
    ),
    offers: [
      {
        name: label("目錄檔", "Dumps"),
        what: label("每個資料集的全部欄位，一檔一次下載。", "Every field of every dataset, in one file."),
        examples: [
          { name: "CSV", path: PATHS.csv, type: CSV_TYPE },
          { name: "JSON Lines", path: PATHS.jsonLines, type: "application/jsonl" },
        ],
      },
      {
        name: label("DCAT-AP", "DCAT-AP"),
        standard: DCAT_AP,
        what: label(
          "資料集多時分頁，以 hydra:next 連到下一頁。三種寫法內容相同。",
          "In pages where there are many datasets, linked by hydra:next. The three forms say the same.",
        ),
        examples: paths.RDF_FORMATS.map((format) => ({ ...RDF[format], path: paths.dcatPath(format) })),
      },
      {
        name: label("DCAT-US", "DCAT-US"),
        standard: {
          name: label("DCAT-US 1.1", "DCAT-US 1.1"),
          href: "https://resources.data.gov/resources/dcat-us/",
        },
        what: label("一個檔案，包含全部資料集。", "One file with all datasets."),
        examples: [{ name: "data.json", path: paths.DATA_JSON_PATH, type: JSON_TYPE }],
      },
      {
        name: label("CKAN", "CKAN"),
        standard: CKAN,
        what: label(
          `每頁 ${formatNumber(CKAN_PAGE_SIZE)} 個資料集，下一頁的網址在 next。檔案無法依參數查詢，沒有 package_search。`,
          `${formatNumber(CKAN_PAGE_SIZE)} datasets a page; \`next\` holds the next address. Files take no parameters, so there is no package_search.`,
        ),
        examples: [
          ...["package_list", "organization_list", "group_list", "tag_list", "status_show"].map((action) => ({
            name: action,
            path: paths.ckanActionPath(action),
            type: JSON_TYPE,
          })),
          { name: "current_package_list_with_resources", path: paths.ckanPagePath(1), type: JSON_TYPE },
        ],
      },
      {
        name: label("政府資料開放平臺格式", "As data.gov.tw has it"),
        what: label(
          `22 欄的 CSV；JSON 每頁 ${formatNumber(DATA_GOV_TW_PAGE_SIZE)} 個資料集，下一頁的網址在 next。`,
          `CSV of 22 columns; JSON with ${formatNumber(DATA_GOV_TW_PAGE_SIZE)} datasets a page, the next address in \`next\`.`,
        ),
        examples: [
          { name: "CSV", path: paths.DATA_GOV_TW_CSV_PATH, type: CSV_TYPE },
          { name: "JSON", path: paths.dataGovTwPagePath(1), type: JSON_TYPE },
        ],
      },
      {
        name: label("共通性資料存取", "Common data access"),
        standard: {
          name: label("共通性資料存取應用程式介面規範", "Common data access API specification (Taiwan)"),
        },
        what: label(
          "資料集編號、分類與標籤的清單；各筆資料集見下。清單是完整的，不接受 limit、offset、modified。",
          "Lists of identifiers, categories and keywords; single datasets below. Lists are whole: no limit, offset, modified.",
        ),
        examples: [
          { name: "dataset", path: paths.ACCESS_DATASETS_PATH, type: JSON_TYPE },
          { name: "group", path: paths.ACCESS_GROUPS_PATH, type: JSON_TYPE },
          { name: "tag", path: paths.ACCESS_TAGS_PATH, type: JSON_TYPE },
          ...(category
            ? [
                {
                  name: `group/${category.code}`,
                  path: paths.accessGroupPath(category.code),
                  type: JSON_TYPE,
                },
              ]
            : []),
        ],
      },
      {
        name: label("介面說明", "Description"),
        standard: {
          name: label("OpenAPI 3.1", "OpenAPI 3.1"),
          href: "https://spec.openapis.org/oas/v3.1.0.html",
        },
        what: label("每個檔案的網址與結構。", "Address and structure of every file."),
        examples: [{ name: "openapi.json", path: PATHS.openApi, type: JSON_TYPE }],
      },
    ],
  };
}

/** The addresses of one dataset; none while the catalogue is empty. */
function oneDataset(): OfferGroup[] {
  const { catalogue, evidenceOf, base, origin } = siteContext();
  const first = catalogue.datasets[0];
  if (!first) return [];
  const context = { base, origin, vocabularies: catalogue.vocabularies };
  const columnsOf = (url: string) => evidenceOf(url)?.content?.columns;
  const id = first.identifier;
  const described = catalogue.datasets.find((dataset) => croissant(dataset, context, columnsOf))?.identifier;
  const offers: Offer[] = [
    {
      name: label("資料集詮釋資料標準", "National metadata standard"),
      standard: { name: label("資料集詮釋資料標準規範", "Metadata standard of July 2015 (Taiwan)") },
      what: label(
        "標準的全部欄位；本目錄另有的在 x-catalogue。",
        "Every field of the standard; what this catalogue has besides is in x-catalogue.",
      ),
      examples: [
        { name: "JSON", path: PATHS.datasetJson(id), type: JSON_TYPE },
        { name: "YAML", path: PATHS.datasetYaml(id), type: "application/yaml" },
      ],
    },
    {
      name: label("DCAT-AP", "DCAT-AP"),
      standard: DCAT_AP,
      what: label("單一資料集，已下架的也有。", "One dataset; withdrawn ones have it too."),
      examples: paths.RDF_FORMATS.map((format) => ({
        ...RDF[format],
        path: paths.datasetRdfPath(id, format),
      })),
    },
    {
      name: label("CKAN", "CKAN"),
      standard: CKAN,
      what: label("等同 package_show。", "The same as package_show."),
      examples: [{ name: "package_show", path: paths.ckanPackagePath(id), type: JSON_TYPE }],
    },
  ];
  if (described) {
    offers.push({
      name: label("Croissant", "Croissant"),
      standard: {
        name: label("Croissant 1.0", "Croissant 1.0"),
        href: "https://docs.mlcommons.org/croissant/docs/croissant-spec.html",
      },
      what: label(
        "機器學習工具讀取的描述；只有欄位已知的 CSV 資料集才有。",
        "For machine learning tools; only of datasets with a CSV file whose columns are known.",
      ),
      examples: [{ name: described, path: paths.croissantPath(described), type: RDF.jsonld.type }],
    });
  }
  return [
    {
      id: "dataset",
      title: label("單一資料集", "One dataset"),
      lede: label(
        `以 ${id} 為例，換成其他編號即可。`,
        `With ${id} as the example; put any identifier in its place.`,
      ),
      offers,
    },
  ];
}

function changesAndQuality(): OfferGroup[] {
  const { catalogue } = siteContext();
  const oid = catalogue.datasets.find(({ agency }) => agency.file.oid)?.agency.file.oid;
  return [
    {
      id: "changes",
      title: label("異動", "Changes"),
      lede: label(
        "只取得有異動的資料集，不必每次重讀整份目錄。",
        "To read what changed only, instead of the whole catalogue each time.",
      ),
      offers: [
        {
          name: label("每日異動", "Changes by day"),
          what: label(
            "有異動的日子，最新的在前；每一天的檔案列出新增、修改（含欄位）、下架與重新上架的資料集。",
            "Days with changes, newest first; the file of each names what was added, modified (with its fields), withdrawn and relisted.",
          ),
          examples: [{ name: "changes/index.json", path: paths.CHANGES_PATH, type: JSON_TYPE }],
        },
        {
          name: label("Atom 摘要", "Atom feeds"),
          standard: { name: label("RFC 4287", "RFC 4287"), href: "https://www.rfc-editor.org/rfc/rfc4287" },
          what: label(
            "最新的資料集；各機關與各分類另有一份，網址在其頁面。",
            "The newest datasets; each agency and category has its own, linked from its page.",
          ),
          examples: [{ name: "feeds/all.atom", path: PATHS.feed, type: "application/atom+xml" }],
        },
      ],
    },
    {
      id: "quality",
      title: label("資料品質", "Data quality"),
      lede: label("資料品質頁面的全部數據。", "All figures of the pages on data quality."),
      offers: [
        {
          name: label("品質數據", "Figures"),
          what: label(
            "各資料集、各機關、各部會的評等與分數，失效連結，以及歷史。",
            "Grades and scores by dataset, agency and ministry, dead links, and the history.",
          ),
          examples: [
            ...paths.QUALITY_LISTS.map((list) => ({
              name: `${list}.csv`,
              path: paths.qualityCsvPath(list),
              type: CSV_TYPE,
            })),
            { name: "summary.json", path: paths.QUALITY_SUMMARY_PATH, type: JSON_TYPE },
          ],
        },
        ...(oid
          ? [
              {
                name: label("品質檢測結果", "Results in data.gov.tw’s shape"),
                what: label(
                  "一個機關（以 OID 為檔名）各資料集的檢測結果，欄位同政府資料開放平臺：1 通過、0 未通過、空白未知。",
                  "One agency’s datasets, by its OID, with data.gov.tw’s keys: 1 passed, 0 failed, empty unknown.",
                ),
                examples: [{ name: oid, path: paths.qualityCheckPath(oid), type: JSON_TYPE }],
              },
            ]
          : []),
      ],
    },
  ];
}

function planAndPublic(): OfferGroup {
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
              examples: paths.USAGE_LISTS.map((list) => csv(`${list}.csv`, paths.usageCsvPath(list))),
            },
          ]
        : []),
    ],
  };
}

/** Words of the page of data access. */
export const DATA_WORDS = {
  lede: label(
    "目錄的全部內容都有機器可讀的檔案，不需要帳號或金鑰，網址永久有效。",
    "Everything in the catalogue is there for programs too: no account, no key, addresses for ever.",
  ),
  description: label(
    "程式與其他平臺如何讀取本目錄：DCAT-AP、DCAT-US、CKAN、詮釋資料標準、data.gov.tw 格式、每日異動與品質數據的網址、分頁與授權。",
    "How programs and other platforms read this catalogue: addresses, paging and licence of DCAT-AP, DCAT-US, CKAN, the metadata standard, changes and quality figures.",
  ),
  terms: label("使用方式", "Terms and habits"),
  losses: label("各格式能帶走什麼", "What each format carries"),
  lossesNote: label(
    "● 原樣取回；◐ 部分取回，後面說明差異；○ 取不回，後面說明原因。往返測試對每個欄位雙向驗證這張表。",
    "● comes back as it was; ◐ in part; ○ not at all; the reasons are in Chinese. Round-trip tests prove the table for every field, both ways.",
  ),
  lossesTable: label("對照表", "Table"),
  field: label("欄位", "Field"),
  carried: label("原樣取回：", "carried: "),
  partly: label("部分取回：", "partly: "),
  lost: label("取不回：", "lost: "),
  harvestUs: label("其他平臺如何介接", "Harvest this catalogue"),
  harvestYou: label("介接機關的平臺", "Harvest an agency’s portal"),
};

/** Everything that programs can read here, in the page's order. */
export function offerGroups(): OfferGroup[] {
  return [wholeCatalogue(), ...oneDataset(), ...changesAndQuality(), planAndPublic()];
}
