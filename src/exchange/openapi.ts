import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Place } from "./addresses.ts";
import { type Extent, extentOf } from "./extent.ts";
import { changePaths, changeSchemas } from "./openapi-changes.ts";
import { councilPaths } from "./openapi-council.ts";
import { datasetSchemas } from "./openapi-dataset.ts";
import { inventoryPaths } from "./openapi-inventory.ts";
import { opinionPaths } from "./openapi-opinions.ts";
import { both, type Json } from "./openapi-parts.ts";
import { planDocumentPaths } from "./openapi-plan.ts";
import { platformPaths, platformSchemas } from "./openapi-platforms.ts";
import { registerSchemas } from "./openapi-register.ts";
import { sitePaths, snapshotSchemas } from "./openapi-site.ts";
import { targetsPaths } from "./openapi-targets.ts";
import { usagePaths } from "./openapi-usage.ts";

const TAGS: readonly [name: string, zh: string, en: string][] = [
  ["datasets", "資料集", "Datasets"],
  ["dumps", "整批下載", "The whole catalogue"],
  ["dcat", "DCAT-AP 3.0.1", "DCAT-AP 3.0.1"],
  [
    "ckan",
    "CKAN 形式；查詢參數（limit、offset、q、id）須有伺服器程式，不提供",
    "Shaped like CKAN's action API. Query parameters (limit, offset, q, id) need a program at the server and do nothing.",
  ],
  [
    "access",
    "共通性資料存取應用程式介面規範與跨平臺介接規範；詮釋資料為 /api/v2/rest/dataset/{identifier}.json。須有伺服器程式者不提供：limit、offset、modified 參數（清單為全部，異動見 /changes/）、新增修改刪除（以提案審查辦理）、datastore（資料在各機關）",
    "The national specifications of access and exchange; the record is /api/v2/rest/dataset/{identifier}.json. What needs a program at the server is not offered: limit, offset and modified (lists are whole; what changed is under /changes/), POST, PUT and DELETE (a pull request instead), the datastore (data stay at their agencies).",
  ],
  ["changes", "每日異動", "What changed, by day"],
  ["quality", "資料品質", "Quality"],
  ["plan", "行動方案：盤點、諮詢小組、指標", "The action plan: inventories, councils, targets"],
  ["opinions", "我有話要說與我還想要", "Opinions and requests"],
  ["usage", "使用統計", "Views and downloads"],
  ["feeds", "訂閱", "Feeds"],
  ["register", "授權清單與使用紀錄", "Who holds which role, and since when"],
  ["review", "審查進度", "Submissions under review"],
  ["reference", "統計、詞彙與綱要", "Statistics, vocabularies and schemas"],
];

/** What the description of a large catalogue says of its extent. */
const COMPACT: readonly [zh: string, en: string] = [
  "資料集眾多，以精簡範圍發布：單一資料集只有標準的 JSON，其他格式以整份目錄提供，整批下載的檔案以 gzip 壓縮（.gz）。",
  " There are many datasets, so they are published in compact extent: of one dataset the standard's JSON only, other formats of the whole catalogue, and dumps compressed with gzip (.gz).",
];

/**
 * Describes the site's machine-readable files in OpenAPI 3.1, Chinese first. Field descriptions come from the
 * dataset's schema, so that they say what the form says. The desk's own files (`office/`), what search engines and
 * browsers fetch by themselves, and the redirect pages are left out.
 * @param extent whose files it describes
 */
export function openapi(catalogue: Catalogue, place: Place, extent: Extent = extentOf(catalogue)): Json {
  const { name, nameEn, operator, email } = catalogue.settings;
  return {
    openapi: "3.1.0",
    info: {
      title: `${name} API`,
      version: "2.1.0",
      description: both(
        `${name}的資料集詮釋資料。全部是靜態檔案，不需申請，沒有呼叫次數限制；內容隨網站建置更新。${extent === "compact" ? COMPACT[0] : ""}依共通性資料存取應用程式介面規範與資料集詮釋資料標準規範。`,
        `Metadata of the datasets of the ${nameEn}. All are static files: no key, no quota; they change with each build of the site.${extent === "compact" ? COMPACT[1] : ""}`,
      ),
      ...(operator || email
        ? { contact: { ...(operator ? { name: operator } : {}), ...(email ? { email } : {}) } }
        : {}),
    },
    servers: [{ url: `${place.origin}${place.base}`.replace(/\/$/, "") }],
    tags: TAGS.map(([tag, zh, en]) => ({ name: tag, description: both(zh, en) })),
    paths: {
      ...sitePaths(catalogue, extent),
      ...platformPaths(catalogue, extent),
      ...changePaths(extent),
      ...inventoryPaths(),
      ...councilPaths(),
      ...planDocumentPaths(),
      ...targetsPaths(),
      ...opinionPaths(),
      ...usagePaths(extent),
    },
    components: {
      schemas: {
        ...datasetSchemas(),
        ...registerSchemas(),
        ...snapshotSchemas(),
        ...platformSchemas(),
        ...changeSchemas(),
      },
    },
  };
}
