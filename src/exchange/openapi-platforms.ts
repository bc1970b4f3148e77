import type { Catalogue } from "../catalogue/catalogue.ts";
import { MOST_TAGS } from "./access-api.ts";
import { CKAN_DUMP_PATH, ckanActionPath, ckanPagePath, dataGovTwCsvPath, dataJsonPath } from "./addresses.ts";
import { CKAN_PAGE_SIZE } from "./ckan.ts";
import { DATA_GOV_TW_PAGE_SIZE } from "./data-gov-tw.ts";
import { type Extent, hasDocuments } from "./extent.ts";
import { dcatPaths } from "./openapi-dcat.ts";
import {
  both,
  GZIP,
  get,
  IDENTIFIER,
  integer,
  type Json,
  json,
  list,
  mediaAt,
  object,
  PAGE,
  parameter,
  ref,
  string,
  success,
  uri,
} from "./openapi-parts.ts";

const strings = list(string());
const named = (description: string) =>
  object({ id: string(), name: string(), title: string() }, ["id", "name", "title"], description);

/** Schemas of what other platforms' formats look like here. */
export function platformSchemas(): Json {
  return {
    DcatUsCatalog: object(
      {
        conformsTo: { const: "https://project-open-data.cio.gov/v1.1/schema" },
        dataset: list(
          object({ identifier: string(), title: string(), description: string(), keyword: strings }, [
            "title",
            "description",
            "keyword",
            "modified",
            "publisher",
            "contactPoint",
            "identifier",
            "accessLevel",
          ]),
        ),
      },
      ["conformsTo", "dataset"],
      both("DCAT-US 1.1 目錄。", "Catalogue by DCAT-US 1.1."),
    ),
    CkanPackage: object(
      {
        id: string(both("資料集編號。", "The identifier.")),
        name: string(both("資料集編號的小寫。", "The identifier in lower case.")),
        title: string(),
        state: {
          type: "string",
          enum: ["active", "deleted"],
          description: both("deleted 為已下架。", "Withdrawn."),
        },
        type: { const: "dataset" },
        owner_org: string(both("機關代碼。", "Code of the agency.")),
        organization: named(both("提供機關。", "The publisher.")),
        groups: list(named(both("資料分類。", "The category."))),
        tags: list(object({ name: string() }, ["name"])),
        resources: list(
          object({ id: string(), url: string(), format: string(), state: string() }, ["id", "state"]),
        ),
        extras: list(
          object({ key: string(), value: string() }, ["key", "value"]),
          both(
            "CKAN 沒有的欄位，以詮釋資料標準規範的名稱為鍵；清單與物件寫成 JSON。",
            "Fields that CKAN lacks, by the metadata standard's names; lists and objects as JSON.",
          ),
        ),
        num_resources: integer(),
      },
      ["id", "name", "title", "state", "type", "owner_org", "organization", "resources", "extras"],
      both("CKAN 的 package。", "A package of CKAN."),
    ),
    Group: object(
      {
        categoryCode: string(both("分類編號。", "Code of the category.")),
        display_name: string(),
        description: string(),
        package_count: integer(),
        packages: list(string(), both("資料集編號。", "Identifiers.")),
      },
      ["categoryCode", "display_name", "package_count", "packages"],
    ),
    DataGovTwRecord: object(
      {
        datasetId: string(
          both("政府資料開放平臺的編號；沒有者為資料集編號。", "Its number there, else the identifier."),
        ),
        identifier: string(),
        title: string(),
        dataProvider: string(both("提供機關。", "The publisher.")),
        distribution: list(
          object(
            { resourceDescription: string(), resourceFormat: string(), resourceDownloadUrl: string() },
            [],
          ),
        ),
      },
      ["datasetId", "identifier", "title", "dataProvider", "distribution"],
      both("政府資料開放平臺第 2 版 JSON 已知的欄位。", "What is known of data.gov.tw's second version."),
    ),
    Croissant: object(
      {
        "@context": { type: "object" },
        "@type": { const: "sc:Dataset" },
        conformsTo: { const: "http://mlcommons.org/croissant/1.0" },
        name: string(),
        description: string(),
        license: uri(both("授權條款。", "The licence.")),
        url: uri(both("資料集網頁。", "The dataset's page.")),
        distribution: list(object({ contentUrl: string(), encodingFormat: string() }, ["@id", "contentUrl"])),
        recordSet: list(object({ field: list({ type: "object" }) }, ["@id", "field"])),
      },
      [
        "@context",
        "@type",
        "conformsTo",
        "name",
        "description",
        "license",
        "url",
        "creator",
        "datePublished",
      ],
    ),
  };
}

const ckan = (result: Json): Json =>
  json(
    success(result, {
      help: uri(both("這份說明。", "This description.")),
      next: uri(both("後一頁；最後一頁沒有。", "The page after; the last one has none.")),
    }),
  );

/** Packages one by one, and in pages. */
function packagePaths(): Json {
  const pageOfPackages = ckan(list(ref("CkanPackage")));
  return {
    [`/${ckanActionPath("package_show")}/{identifier}.json`]: get(
      "ckanPackageShow",
      "ckan",
      "資料集",
      both(
        "一個資料集；已下架者 state 為 deleted，僅有名稱、機關與下架資訊。",
        "One package; of a withdrawn one, whose state is deleted, name, organization and reason only.",
      ),
      ckan(ref("CkanPackage")),
      [IDENTIFIER],
    ),
    [`/${ckanPagePath(1)}`]: get(
      "ckanPackages",
      "ckan",
      "資料集與資源清單",
      both(
        `全部資料集的完整內容，每頁 ${CKAN_PAGE_SIZE} 筆；next 為後一頁的網址。`,
        `Every package in full, ${CKAN_PAGE_SIZE} a page; next is the address of the following page.`,
      ),
      pageOfPackages,
    ),
    [`/${ckanPagePath(2).replace("2.json", "{page}.json")}`]: get(
      "ckanPackagesPage",
      "ckan",
      "資料集與資源清單第 2 頁起",
      both("清單的後續各頁。", "The following pages of the list."),
      pageOfPackages,
      [PAGE],
    ),
  };
}

/** Packages in one file. */
const dumpPath = (): Json => ({
  [`/${CKAN_DUMP_PATH}`]: get(
    "ckanDump",
    "ckan",
    "全部資料集（CKAN JSON Lines）",
    both(
      "全部資料集，每行一個 CkanPackage，以 gzip 壓縮；形式同 ckanapi dump datasets，可用 ckanapi load datasets 匯入。",
      "Every package, one CkanPackage a line, compressed with gzip: as `ckanapi dump datasets` writes and `ckanapi load datasets` reads.",
    ),
    GZIP,
  ),
});

function ckanPaths(extent: Extent): Json {
  const names: [action: string, id: string, zh: string, en: string][] = [
    ["package_list", "ckanPackageList", "資料集名稱清單", "Names of all packages."],
    [
      "organization_list",
      "ckanOrganizationList",
      "機關名稱清單",
      "Names of the organizations with packages.",
    ],
    ["group_list", "ckanGroupList", "分類名稱清單", "Names of the groups with packages."],
    ["tag_list", "ckanTagList", "標籤清單", "Tags in use."],
  ];
  return {
    ...Object.fromEntries(
      names.map(([action, id, zh, en]) => [
        `/${ckanActionPath(action)}`,
        get(id, "ckan", zh, both(`${zh}。`, en), ckan(strings)),
      ]),
    ),
    [`/${ckanActionPath("status_show")}`]: get(
      "ckanStatus",
      "ckan",
      "平臺資訊",
      both("平臺名稱、網址與聯絡信箱。", "Name, address and contact of the platform."),
      ckan(object({ site_title: string(), site_url: string() }, ["site_title", "site_url"])),
    ),
    ...(hasDocuments(extent) ? packagePaths() : dumpPath()),
  };
}

function accessPaths(catalogue: Catalogue): Json {
  return {
    "/api/v1/rest/dataset.json": get(
      "listDatasetId",
      "access",
      "資料集編號清單",
      both("全部資料集編號；不分頁。", "Identifiers of all datasets, on one page."),
      json(success(strings)),
    ),
    "/api/v1/rest/group.json": get(
      "listGroup",
      "access",
      "分類群組清單",
      both("有資料集的分類編號。", "Codes of the categories in use."),
      json(success(strings)),
    ),
    "/api/v1/rest/group/{categoryCode}.json": get(
      "getDatasetIdInGroup",
      "access",
      "群組的資料集",
      both(
        "一個分類的名稱與資料集編號；沒有資料集的分類沒有檔案，建立日期不明故不提供。",
        "Name and identifiers of a category in use; when it was created is not known.",
      ),
      json(success(ref("Group"))),
      [
        parameter("categoryCode", both("分類編號。", "Code of the category."), {
          type: "string",
          enum: [...catalogue.vocabularies.categories.keys()],
        }),
      ],
    ),
    "/api/v1/rest/tag.json": get(
      "listTag",
      "access",
      "標籤清單",
      both(
        `有檔案可查的標籤：資料集數最多的 ${MOST_TAGS} 個。`,
        `Tags that have a file of their own: the ${MOST_TAGS} of the most datasets.`,
      ),
      json(success(strings)),
    ),
    "/api/v1/rest/tag/{tag}.json": get(
      "getDatasetIdOfTag",
      "access",
      "標籤的資料集",
      both("具該標籤之資料集的編號。", "Identifiers of the datasets that bear the tag."),
      json(success(strings)),
      [
        parameter(
          "tag",
          both(
            "標籤的 UTF-8 位元組，寫成小寫十六進位；如「水情」為 e6b0b4e68385。",
            "The tag's UTF-8 bytes in lower-case hexadecimal: 水情 is e6b0b4e68385.",
          ),
          { type: "string", pattern: "^([0-9a-f]{2})+$", examples: ["e6b0b4e68385"] },
        ),
      ],
    ),
  };
}

function recordPaths(): Json {
  const records = json(
    success(list(ref("DataGovTwRecord")), {
      total: integer(both("資料集總數。", "Datasets in all.")),
      next: uri(both("後一頁；最後一頁沒有。", "The page after; the last one has none.")),
    }),
  );
  return {
    "/data-gov-tw/v2/{page}.json": get(
      "dataGovTwJson",
      "dumps",
      "政府資料開放平臺第 2 版 JSON",
      both(
        `政府資料開放平臺第 2 版 JSON 已知的欄位，每頁 ${DATA_GOV_TW_PAGE_SIZE} 筆；next 為後一頁的網址。`,
        `The known keys of data.gov.tw's second version, ${DATA_GOV_TW_PAGE_SIZE} a page; next is the address of the following page.`,
      ),
      records,
      [
        parameter("page", both("頁次，由 1 起。", "Number of the page, from 1."), {
          type: "integer",
          minimum: 1,
        }),
      ],
    ),
  };
}

const croissantPaths = (): Json => ({
  "/datasets/{identifier}.croissant.json": get(
    "croissant",
    "datasets",
    "Croissant 描述",
    both(
      "供機器學習工具載入之描述（MLCommons Croissant 1.0）；僅有欄位已知的 CSV 檔案之資料集有此檔。",
      "Description for machine learning (MLCommons Croissant 1.0), of datasets with a CSV file whose columns are known.",
    ),
    json(ref("Croissant")),
    [IDENTIFIER],
  ),
});

/** Paths of other platforms' formats. */
export function platformPaths(catalogue: Catalogue, extent: Extent): Json {
  return {
    ...dcatPaths(extent),
    [`/${dataJsonPath(extent)}`]: get(
      "dataJson",
      "dumps",
      "DCAT-US 1.1（data.json）",
      both(
        "全部資料集，依 DCAT-US 1.1（非聯邦機關）；待補正的資料集以名稱代替描述、以分類或機關名稱代替關鍵字。",
        "Every dataset by DCAT-US 1.1 (non-federal). For an import that lacks them, the title stands for the description and the category or publisher for keywords.",
      ),
      extent === "full" ? json(ref("DcatUsCatalog")) : GZIP,
    ),
    ...ckanPaths(extent),
    ...accessPaths(catalogue),
    [`/${dataGovTwCsvPath(extent)}`]: get(
      "dataGovTwCsv",
      "dumps",
      "政府資料開放平臺清單格式（CSV）",
      both(
        "全部資料集，欄位與順序同政府資料開放平臺之資料集清單（22 欄，第 9 欄名稱依原樣）；UTF-8（含 BOM）。可能被當成公式的儲存格前面加一個「'」。",
        "Every dataset in the 22 columns of data.gov.tw's own export, UTF-8 with BOM. A cell that a spreadsheet might run as a formula is led by an apostrophe.",
      ),
      mediaAt(dataGovTwCsvPath(extent), "text/csv"),
    ),
    ...(extent === "full" ? recordPaths() : {}),
    ...(hasDocuments(extent) ? croissantPaths() : {}),
  };
}
