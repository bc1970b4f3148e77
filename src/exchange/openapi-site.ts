import type { Catalogue } from "../catalogue/catalogue.ts";
import { SCHEMAS } from "../catalogue/schema/fields.ts";
import { STATISTIC_NAMES } from "../catalogue/statistics.ts";
import { VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import { catalogueCsvPath, jsonLinesPath } from "./addresses.ts";
import { PART_FEED_SIZE } from "./atom.ts";
import { PAGE_SIZE } from "./dataset-api.ts";
import { copiesYaml, type Extent } from "./extent.ts";
import {
  both,
  get,
  IDENTIFIER,
  integer,
  type Json,
  json,
  list,
  media,
  mediaAt,
  object,
  PAGE,
  parameter,
  ref,
  string,
} from "./openapi-parts.ts";

/** Schemas of the snapshots of reviewing and of usage. */
export function snapshotSchemas(): Json {
  const taken = string(both("快照的時間（UTC）。", "When the snapshot was taken, UTC."));
  const submission = object({ number: integer(), url: string(), title: string() }, [
    "number",
    "url",
    "title",
  ]);
  return {
    Submissions: object(
      { takenAt: taken, open: list(submission), merged: list(submission) },
      ["takenAt", "open", "merged"],
      both("送審案件：open 審查中、merged 已審查。", "Submissions under way, and those that were approved."),
    ),
    Overdue: object({ takenAt: taken, entries: list(submission) }, ["takenAt", "entries"]),
    Usage: object(
      {
        takenAt: taken,
        from: string(both("統計起日。", "First day.")),
        to: string(both("統計迄日。", "Last day.")),
        datasets: {
          type: "object",
          description: both("以資料集編號為鍵：[點擊次數, 下載次數]。", "By identifier: [views, downloads]."),
          additionalProperties: { type: "array", items: integer(), minItems: 2, maxItems: 2 },
        },
      },
      ["takenAt", "from", "to", "datasets"],
    ),
  };
}

/** A dataset's own file; where there are many, it is had from the repository instead. */
const yamlPath = (): Json => ({
  "/datasets/{identifier}.yaml": get(
    "getDatasetYaml",
    "datasets",
    "資料集檔案",
    both(
      "資料集在本目錄儲存庫中的原始檔案（YAML），格式見 /schema/dataset.schema.json。",
      "The dataset's file as the repository holds it; its form is /schema/dataset.schema.json.",
    ),
    media("application/yaml"),
    [IDENTIFIER],
  ),
});

/** Paths of the catalogue's own formats, its feeds, its register and its reference files. */
export function sitePaths(catalogue: Catalogue, extent: Extent): Json {
  const isBrief = extent === "compact";
  const newest = PART_FEED_SIZE[extent];
  const ATOM = media("application/atom+xml");
  return {
    "/api/v2/rest/dataset.json": get(
      "listDatasets",
      "datasets",
      "資料集清單",
      both(
        `資料集編號、名稱與更新日，每頁 ${PAGE_SIZE} 筆；next 為後一頁的網址。`,
        `Identifiers, titles and days of change, ${PAGE_SIZE} a page; next is the address of the following page.`,
      ),
      json(ref("DatasetList")),
    ),
    "/api/v2/rest/dataset/page/{page}.json": get(
      "listDatasetsPage",
      "datasets",
      "資料集清單第 2 頁起",
      both("清單的後續各頁，由 2 起。", "The following pages of the list, from 2."),
      json(ref("DatasetList")),
      [PAGE],
    ),
    "/api/v2/rest/dataset/{identifier}.json": get(
      "getDataset",
      "datasets",
      "資料集詮釋資料",
      both(
        `一個資料集的詮釋資料；已下架者傳回下架資訊。${isBrief ? "x-catalogue 裡可由代碼與其他欄位得知的（分類與頻率名稱、機關、媒體類型、星等、引用標示）只在 /catalogue.jsonl.gz。" : ""}`,
        `One dataset's metadata; a withdrawn one's tells why it was withdrawn.${isBrief ? " What in x-catalogue follows from codes and other fields (labels of category and frequency, agency, media types, stars, attribution) is in /catalogue.jsonl.gz only." : ""}`,
      ),
      json(ref("DatasetResponse")),
      [IDENTIFIER],
    ),
    ...(copiesYaml(extent, catalogue.settings) ? yamlPath() : {}),
    [`/${catalogueCsvPath(extent)}`]: get(
      "downloadCsv",
      "dumps",
      "整批下載（CSV）",
      both(
        "全部資料集，每列一個，UTF-8（含 BOM），欄位名稱為中文。清單（關鍵字與各資料資源的欄位）以「;」分隔；項目中的「;」寫成「\\;」，「\\」寫成「\\\\」。各資料資源的欄位項數相同、依序對應。試算表可能當成公式的儲存格（以 =、+、-、@ 或其全形開頭者），前面加一個單引號「'」，去掉即為原值；需要原值請用 JSON Lines。",
        "Every dataset, one a record, UTF-8 with BOM, Chinese headings. Lists (keywords, and the fields of distributions) are joined with ';'; a ';' within an item is written '\\;' and a backslash '\\\\'. The distributions' columns have as many items each, in the same order. A cell that a spreadsheet might run as a formula (starting with =, +, -, @ or their full-width forms) is led by an apostrophe; without it, it is the original value. For plain values take the JSON Lines.",
      ),
      mediaAt(catalogueCsvPath(extent), "text/csv"),
    ),
    [`/${jsonLinesPath(extent)}`]: get(
      "downloadJsonLines",
      "dumps",
      "整批下載（JSON Lines）",
      both(
        "全部資料集，每行一個 JSON 物件（同 Dataset）。",
        "Every dataset, one JSON object (Dataset) a line.",
      ),
      mediaAt(jsonLinesPath(extent), "application/jsonl"),
    ),
    "/feeds/all.atom": get(
      "feedAll",
      "feeds",
      "最新資料集",
      both("最新上架的 50 個資料集。", "The 50 newest datasets."),
      ATOM,
    ),
    "/agencies/{code}/feed.atom": get(
      "feedAgency",
      "feeds",
      "機關最新資料集",
      both(
        `機關及其所屬機關最新上架的 ${newest} 個資料集。`,
        `The ${newest} newest datasets of an agency and its subordinates.`,
      ),
      ATOM,
      [
        parameter("code", both("機關代碼。", "Code of the agency."), {
          type: "string",
          pattern: SCHEMAS.agency.properties.code!.pattern,
        }),
      ],
    ),
    "/categories/{code}/feed.atom": get(
      "feedCategory",
      "feeds",
      "分類最新資料集",
      both(`資料分類最新上架的 ${newest} 個資料集。`, `The ${newest} newest datasets of a category.`),
      ATOM,
      [
        parameter("code", both("資料分類代碼。", "Code of the category."), {
          type: "string",
          enum: [...catalogue.vocabularies.categories.keys()],
        }),
      ],
    ),
    "/announcements/feed.atom": get(
      "feedAnnouncements",
      "feeds",
      "公告",
      both("平臺公告。", "Announcements of the platform."),
      ATOM,
    ),
    "/statistics/{name}.csv": get(
      "getStatistic",
      "reference",
      "統計",
      both("資料集數統計，UTF-8（含 BOM）。", "Counts of datasets, UTF-8 with BOM."),
      media("text/csv"),
      [
        parameter("name", both("統計名稱。", "Name of the statistic."), {
          type: "string",
          enum: STATISTIC_NAMES,
        }),
      ],
    ),
    "/authorisations.json": get(
      "listAuthorisations",
      "register",
      "授權清單",
      both("誰在哪個機關有什麼角色。", "Who holds which role for which agency."),
      json({ type: "array", items: ref("Authorisation") }),
    ),
    "/authorisations.csv": get(
      "downloadAuthorisations",
      "register",
      "授權清單（CSV）",
      both("同授權清單，UTF-8（含 BOM）。", "The same as CSV, UTF-8 with BOM."),
      media("text/csv"),
    ),
    "/authorisations/log.json": get(
      "listAuthorisationChanges",
      "register",
      "使用紀錄",
      both("角色的新增與刪除，最新的在前。", "Roles granted and revoked, newest first."),
      json({ type: "array", items: ref("AuthorisationChange") }),
    ),
    "/authorisations/log.csv": get(
      "downloadAuthorisationChanges",
      "register",
      "使用紀錄（CSV）",
      both("同使用紀錄，UTF-8（含 BOM）。", "The same as CSV, UTF-8 with BOM."),
      media("text/csv"),
    ),
    "/vocabularies/{name}.json": get(
      "getVocabulary",
      "reference",
      "詞彙表",
      both("代碼與中英文名稱。", "Codes with their Chinese and English labels."),
      json({ type: "array", items: ref("Term") }),
      [
        parameter("name", both("詞彙表名稱。", "Name of the vocabulary."), {
          type: "string",
          enum: VOCABULARY_NAMES,
        }),
      ],
    ),
    "/schema/{name}.schema.json": get(
      "getSchema",
      "reference",
      "檔案綱要",
      both(
        "資料集與機關檔案的 JSON Schema（2020-12）。",
        "JSON Schema (2020-12) of the files of datasets and agencies.",
      ),
      { "application/schema+json": { schema: { type: "object" } } },
      [
        parameter("name", both("綱要名稱。", "Name of the schema."), {
          type: "string",
          enum: ["dataset", "agency"],
        }),
      ],
    ),
    "/review/submissions.json": get(
      "listSubmissions",
      "review",
      "待審查與已審查案件",
      both(
        "送審案件的狀態、待辦者與時限；取自 GitHub 的快照，沒有快照時沒有這個檔案。",
        "State, turn and time limit of submissions: a snapshot of GitHub, absent where none was taken.",
      ),
      json(ref("Submissions")),
    ),
    "/review/overdue.json": get(
      "listOverdue",
      "review",
      "逾期案件",
      both("逾期未審核與退回逾期未處理的案件；快照。", "What is overdue for review or mending: a snapshot."),
      json(ref("Overdue")),
    ),
    "/usage/datasets.json": get(
      "getUsage",
      "reference",
      "點擊與下載次數",
      both(
        "各資料集的點擊次數與下載次數，由網站營運者提供；未提供時沒有這個檔案。",
        "Views and downloads of each dataset as whoever runs the site counted them; absent where nobody did.",
      ),
      json(ref("Usage")),
    ),
  };
}
