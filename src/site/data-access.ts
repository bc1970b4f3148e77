import * as paths from "../exchange/addresses.ts";
import { CKAN_PAGE_SIZE } from "../exchange/ckan.ts";
import { hasCroissant } from "../exchange/croissant.ts";
import { DATA_GOV_TW_PAGE_SIZE } from "../exchange/data-gov-tw.ts";
import {
  copiesYaml,
  type Extent,
  hasDocuments,
  MOST_IN_FULL,
  RDF_DUMPS,
  RDF_PAGES,
} from "../exchange/extent.ts";
import { siteContext } from "./context.ts";
import { CSV_TYPE, JSON_TYPE, label, type Offer, type OfferGroup, packed } from "./data-offer.ts";
import { planAndPublic } from "./data-plan.ts";
import { formatNumber, type Label } from "./i18n.ts";
import { PATHS, siteExtent } from "./urls.ts";

/*
 * What the site offers to programs: the one list behind the page of data access. Addresses come from the generators'
 * own table, so that none can differ.
 */

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

function dcatOffer(extent: Extent): Offer {
  return {
    name: label("DCAT-AP", "DCAT-AP"),
    standard: DCAT_AP,
    what:
      extent === "full"
        ? label(
            "資料集多時分頁，以 hydra:next 連到下一頁。三種寫法內容相同。",
            "In pages where there are many datasets, linked by hydra:next. The three forms say the same.",
          )
        : label("整份目錄一個壓縮檔。", "The whole catalogue in one compressed file."),
    examples: [
      ...RDF_PAGES[extent].map((format) => ({ ...RDF[format], path: paths.dcatPath(format) })),
      ...RDF_DUMPS[extent].map((format) => packed(RDF[format].name, paths.rdfDumpPath(format), "")),
    ],
  };
}

function ckanOffer(extent: Extent): Offer {
  const pages = hasDocuments(extent);
  return {
    name: label("CKAN", "CKAN"),
    standard: CKAN,
    what: pages
      ? label(
          `每頁 ${formatNumber(CKAN_PAGE_SIZE)} 個資料集，下一頁的網址在 next。檔案無法依參數查詢，沒有 package_search。`,
          `${formatNumber(CKAN_PAGE_SIZE)} datasets a page; \`next\` holds the next address. Files take no parameters, so there is no package_search.`,
        )
      : label(
          "全部資料集在一個壓縮檔，每行一個，可用 ckanapi load datasets 匯入。檔案無法依參數查詢，沒有 package_search。",
          "All datasets in one compressed file, one a line, for `ckanapi load datasets`. Files take no parameters, so there is no package_search.",
        ),
    examples: [
      ...["package_list", "organization_list", "group_list", "tag_list", "status_show"].map((action) => ({
        name: action,
        path: paths.ckanActionPath(action),
        type: JSON_TYPE,
      })),
      pages
        ? { name: "current_package_list_with_resources", path: paths.ckanPagePath(1), type: JSON_TYPE }
        : packed("datasets.jsonl", paths.CKAN_DUMP_PATH, ""),
    ],
  };
}

function dataGovTwOffer(extent: Extent): Offer {
  const csv = packed("CSV", paths.dataGovTwCsvPath(extent), CSV_TYPE);
  return {
    name: label("政府資料開放平臺格式", "As data.gov.tw has it"),
    what:
      extent === "full"
        ? label(
            `22 欄的 CSV；JSON 每頁 ${formatNumber(DATA_GOV_TW_PAGE_SIZE)} 個資料集，下一頁的網址在 next。`,
            `CSV of 22 columns; JSON with ${formatNumber(DATA_GOV_TW_PAGE_SIZE)} datasets a page, the next address in \`next\`.`,
          )
        : label("22 欄的 CSV。", "CSV of 22 columns."),
    examples:
      extent === "full" ? [csv, { name: "JSON", path: paths.dataGovTwPagePath(1), type: JSON_TYPE }] : [csv],
  };
}

/** Why a large catalogue has fewer files, and where the rest is. */
function extentNote(extent: Extent): Label {
  if (extent === "full") return label("", "");
  const most = formatNumber(MOST_IN_FULL);
  return label(
    `資料集超過 ${most} 個，網站容量有限，因此只提供精簡範圍：不另提供每個資料集的 RDF、CKAN 與 Croissant 檔，整批下載的檔案多以 gzip 壓縮（.gz）。`,
    ` With more than ${most} datasets a site’s space is short, so this is the compact extent: no RDF, CKAN and Croissant documents of single datasets, and most dumps compressed with gzip (.gz).`,
  );
}

function wholeCatalogue(extent: Extent): OfferGroup {
  const category = siteContext().catalogue.datasets.find((dataset) => dataset.category)?.category;
  const note = extentNote(extent);
  return {
    id: "catalogue",
    title: label("整份目錄", "The whole catalogue"),
    lede: label(
      `已下架與尚未到上架日期的資料集不在其中。${note.zh}`,
      `Without datasets that are withdrawn or whose day of release lies ahead.${note.en}`,
    ),
    offers: [
      {
        name: label("目錄檔", "Dumps"),
        what: label("每個資料集的全部欄位，一檔一次下載。", "Every field of every dataset, in one file."),
        examples: [
          packed("CSV", paths.catalogueCsvPath(extent), CSV_TYPE),
          packed("JSON Lines", paths.jsonLinesPath(extent), "application/jsonl"),
        ],
      },
      dcatOffer(extent),
      {
        name: label("DCAT-US", "DCAT-US"),
        standard: {
          name: label("DCAT-US 1.1", "DCAT-US 1.1"),
          href: "https://resources.data.gov/resources/dcat-us/",
        },
        what: label("一個檔案，包含全部資料集。", "One file with all datasets."),
        examples: [packed("data.json", paths.dataJsonPath(extent), JSON_TYPE)],
      },
      ckanOffer(extent),
      dataGovTwOffer(extent),
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

/** A dataset's documents in other platforms' formats. */
function documentOffers(id: string, described: string | undefined): Offer[] {
  const offers: Offer[] = [
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
  return offers;
}

/** The addresses of one dataset; none while the catalogue is empty. */
function oneDataset(extent: Extent): OfferGroup[] {
  const { catalogue, evidenceOf, base, origin } = siteContext();
  const first = catalogue.datasets[0];
  if (!first) return [];
  const id = first.identifier;
  const isBrief = extent === "compact";
  const withCopies = copiesYaml(extent, catalogue.settings);
  const inRepository = withCopies
    ? label("", "")
    : label(
        "YAML 檔在儲存庫中，由資料集網頁連結。",
        " The YAML file is in the repository, linked from the dataset’s page.",
      );
  const described = () => {
    const context = { base, origin, vocabularies: catalogue.vocabularies };
    const columnsOf = (url: string) => evidenceOf(url)?.content?.columns;
    return catalogue.datasets.find((dataset) => hasCroissant(dataset, context, columnsOf))?.identifier;
  };
  const standard: Offer = {
    name: label("資料集詮釋資料標準", "National metadata standard"),
    standard: { name: label("資料集詮釋資料標準規範", "Metadata standard of July 2015 (Taiwan)") },
    what: label(
      `標準的全部欄位；本目錄另有的在 x-catalogue${isBrief ? "，其中可由代碼得知的名稱等只在 JSON Lines" : ""}。${inRepository.zh}`,
      `Every field of the standard; what this catalogue has besides is in x-catalogue${isBrief ? ", though labels and what else follows from codes is in the JSON Lines only" : ""}.${inRepository.en}`,
    ),
    examples: [
      { name: "JSON", path: PATHS.datasetJson(id), type: JSON_TYPE },
      ...(withCopies ? [{ name: "YAML", path: paths.datasetYamlPath(id), type: "application/yaml" }] : []),
    ],
  };
  return [
    {
      id: "dataset",
      title: label("單一資料集", "One dataset"),
      lede: label(
        `以 ${id} 為例，換成其他編號即可。`,
        `With ${id} as the example; put any identifier in its place.`,
      ),
      offers: [standard, ...(hasDocuments(extent) ? documentOffers(id, described()) : [])],
    },
  ];
}

function changesAndQuality(extent: Extent): OfferGroup[] {
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
            ...paths.QUALITY_LISTS.map((list) =>
              packed(`${list}.csv`, paths.qualityCsvPath(list, extent), CSV_TYPE),
            ),
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

/**
 * Everything that programs can read here, in the page's order.
 * @param extent in which the catalogue is published
 */
export function offerGroups(extent: Extent = siteExtent()): OfferGroup[] {
  return [wholeCatalogue(extent), ...oneDataset(extent), ...changesAndQuality(extent), planAndPublic(extent)];
}
