import type { Catalogue } from "../catalogue/catalogue.ts";
import { CHANGE_LABELS, ROLE_LABELS } from "../catalogue/grants.ts";
import { type FieldSchema, SCHEMAS } from "../catalogue/schema/fields.ts";
import { STATISTIC_NAMES } from "../catalogue/statistics.ts";
import { VOCABULARY_NAMES } from "../catalogue/vocabulary.ts";
import type { Place } from "./addresses.ts";
import { PAGE_SIZE } from "./dataset-api.ts";
import { DISTRIBUTION_FIELDS, STANDARD_FIELDS } from "./dumps.ts";

type Json = Record<string, unknown>;

const both = (zh: string, en: string): string => `${zh}\n\n${en}`;
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const string = (description?: string): Json => ({ type: "string", ...(description ? { description } : {}) });
const uri = (description: string): Json => ({ type: "string", format: "uri", description });
const object = (properties: Json, required: string[], description?: string): Json => ({
  type: "object",
  ...(description ? { description } : {}),
  required,
  properties,
});

/** What a reader may count on: a file's limits need not hold for an import that awaits its agency's mending. */
function fieldSchema(field: FieldSchema): Json {
  return {
    title: field.title,
    description: both(
      `${field.title}。${field.description}`,
      `${field["x-en"]}. ${field["x-description-en"]}`,
    ),
    type: field.type,
    ...(field.items ? { items: { type: field.items.type } } : {}),
    ...(field.examples ? { examples: field.examples } : {}),
  };
}

function schemas(): Json {
  const { properties, $defs } = SCHEMAS.dataset;
  const distribution = $defs!.distribution!;
  const dataset: Json = Object.fromEntries(STANDARD_FIELDS.map((f) => [f, fieldSchema(properties[f]!)]));
  // Three fields hold the standard's own words here, where a dataset's file holds a code.
  dataset.type = {
    title: "資料集類型",
    description: both(
      "資料集類型（標準代碼）：rawData、SERVICES 或 TOOLS；本目錄的代碼見 x-catalogue.typeCode。",
      "Type by the standard's code; the catalogue's own code is x-catalogue.typeCode.",
    ),
    type: "string",
    examples: ["rawData"],
  };
  dataset.license = {
    title: "授權方式",
    description: both(
      "授權方式名稱；代碼見 x-catalogue.licenseCode。",
      "Name of the licence in Chinese; its code is x-catalogue.licenseCode.",
    ),
    type: "string",
    examples: ["政府資料開放授權條款－第1版"],
  };
  const agency = SCHEMAS.agency.properties;
  const publisherCodes = {
    publisherOID: string(both(`機關 OID。${agency.oid!.description}`, "OID of the publisher.")),
    publisherOrgCode: string(both(`機關代碼。${agency.code!.description}`, "Code of the publisher.")),
  };
  const roleSchema: Json = {
    type: "string",
    enum: Object.keys(ROLE_LABELS),
    description: Object.entries(ROLE_LABELS)
      .map(([role, { zh, en }]) => `${role} ${zh} (${en})`)
      .join("；"),
  };
  const label = object({ zh: string(), en: string(), eu: uri("歐盟詞彙 EU authority table") }, ["zh", "en"]);
  const withdrawal = object(
    Object.fromEntries(
      Object.entries(properties.withdrawal!.properties!).map(([name, field]) => [name, fieldSchema(field)]),
    ),
    ["reason", "explanation", "date"],
    both("下架原因、說明與日期。", "Why and when it was withdrawn."),
  );
  return {
    Dataset: object(
      {
        ...dataset,
        ...publisherCodes,
        distribution: { type: "array", items: ref("Distribution") },
        "x-catalogue": ref("Extension"),
      },
      ["identifier", "title", "publisher", "publisherOrgCode", "x-catalogue"],
      both(
        "資料集詮釋資料標準規範（104 年 7 月）之詮釋資料；沒有值的欄位不出現。已下架者僅有編號、名稱、提供機關與下架資訊。",
        "Metadata by the national standard; a field without a value is absent. A withdrawn dataset keeps its identifier, title, publisher and the reason only.",
      ),
    ),
    Distribution: object(
      Object.fromEntries(DISTRIBUTION_FIELDS.map((f) => [f, fieldSchema(distribution.properties![f]!)])),
      ["resourceID"],
      both("資料資源。", "A file or service of the dataset."),
    ),
    Extension: object(
      {
        status: {
          ...string(both("published 上架、withdrawn 下架。", "State.")),
          enum: ["published", "withdrawn"],
        },
        page: uri(both("資料集網頁。", "The dataset's page.")),
        legacyID: fieldSchema(properties.legacyID!),
        withdrawal,
        releaseDate: fieldSchema(properties.releaseDate!),
        dataClass: fieldSchema(properties.dataClass!),
        licenseCode: string(both("授權方式代碼，見 vocabularies/licences.json。", "Code of the licence.")),
        typeCode: string(both("資料集類型代碼，見 vocabularies/types.json。", "Code of the type.")),
        honorific: string(both("聯絡人稱謂。", "The contact's form of address.")),
        category: { ...label, description: both("資料分類名稱。", "Label of the category.") },
        frequency: object(
          {
            code: string(),
            period: string(both("ISO 8601 期間。", "ISO 8601 duration.")),
            eu: uri("歐盟詞彙 EU authority table"),
          },
          ["code"],
          both("更新頻率。", "Update frequency."),
        ),
        agency: object(
          {
            code: string(),
            oid: string(),
            ministry: string(both("所屬部會之機關代碼。", "Code of its ministry.")),
          },
          ["code", "ministry"],
          both("提供機關。", "The publisher."),
        ),
        mediaTypes: {
          type: "object",
          additionalProperties: { type: "string" },
          description: both("各格式之媒體類型。", "Media type of each format."),
        },
        stars: {
          type: "integer",
          minimum: 1,
          maximum: 5,
          description: both(
            "資料 5 星評等；格式不明者沒有此欄。",
            "Five-star rating; absent where no format is known.",
          ),
        },
        attribution: string(both("引用標示。", "The sentence to cite the dataset with.")),
        provenance: object(
          {
            source: string(),
            incomplete: { type: "boolean" },
            unmapped: { type: "object", additionalProperties: { type: "string" } },
          },
          ["source"],
          both("匯入來源。", "Where an imported dataset comes from."),
        ),
      },
      ["status", "page"],
      both("標準所無、本目錄另外提供的內容。", "What the catalogue adds to the standard."),
    ),
    DatasetResponse: object({ success: { const: true }, result: ref("Dataset") }, ["success", "result"]),
    DatasetList: object(
      {
        success: { const: true },
        total: { type: "integer", description: both("資料集總數。", "Datasets in all.") },
        page: { type: "integer", minimum: 1 },
        pages: { type: "integer", minimum: 1 },
        previous: uri(both("前一頁。", "The page before.")),
        next: uri(both("後一頁；最後一頁沒有。", "The page after; the last one has none.")),
        result: {
          type: "array",
          items: object(
            {
              identifier: string(),
              title: string(),
              modified: {
                type: "string",
                format: "date",
                description: both(
                  "詮釋資料或任一資料資源最後更新之日；不明者沒有此欄。",
                  "Day on which the metadata or any resource last changed; absent where unknown.",
                ),
              },
            },
            ["identifier", "title"],
          ),
        },
      },
      ["success", "total", "page", "pages", "result"],
    ),
    Authorisation: object(
      {
        account: string(both("GitHub 帳號。", "GitHub account.")),
        displayName: string(both("機關人員的職務名稱。", "The person's post.")),
        role: roleSchema,
        agency: string(
          both("角色所屬的機關代碼；平臺管理者沒有。", "Code of the agency; operators have none."),
        ),
        agencyName: string(),
        ministry: string(both("部會之機關代碼。", "Code of the ministry.")),
        ministryName: string(),
        listedIn: string(both("授權寫在哪個機關的檔案。", "Code of the agency whose file grants it.")),
        deputy: string(both("代理人的帳號。", "Account of the deputy.")),
      },
      ["account", "displayName", "role"],
      both("授權清單的一列。", "A role that a person holds."),
    ),
    AuthorisationChange: object(
      {
        time: string(both("臺北時間 YYYY-MM-DD HH:MM。", "Taipei time.")),
        by: string(both("異動者在 git 的名稱。", "Name of who made the change, as git has it.")),
        act: { type: "string", enum: Object.keys(CHANGE_LABELS) },
        role: roleSchema,
        account: string(both("被授權者的 GitHub 帳號。", "GitHub account of the person concerned.")),
        displayName: string(),
        agency: string(both("角色所屬的機關代碼。", "Code of the agency.")),
        agencyName: string(both("機關名稱；已不在目錄者沒有。", "Name of the agency, while it exists.")),
        listedIn: string(both("授權寫在哪個機關的檔案。", "Code of the agency whose file grants it.")),
        commit: string(both("提交編號。", "Commit.")),
      },
      ["time", "by", "act", "role", "account", "displayName", "commit"],
      both("使用紀錄的一列。", "A role that was granted or revoked."),
    ),
    Term: {
      ...object({ code: string(), zh: string(), en: string(), eu: uri("歐盟詞彙 EU authority table") }, [
        "code",
        "zh",
        "en",
      ]),
      additionalProperties: true,
    },
  };
}

const parameter = (name: string, description: string, schema: Json): Json => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
});

const NOT_FOUND = { description: both("沒有這個檔案。", "There is no such file.") };

function get(
  operationId: string,
  tag: string,
  summary: string,
  description: string,
  content: Json,
  parameters: Json[] = [],
): Json {
  return {
    get: {
      operationId,
      tags: [tag],
      summary,
      description,
      ...(parameters.length > 0 ? { parameters } : {}),
      responses: {
        200: { description: summary, content },
        ...(parameters.length > 0 ? { 404: NOT_FOUND } : {}),
      },
    },
  };
}

const json = (schema: Json): Json => ({ "application/json": { schema } });
const media = (type: string): Json => ({ [type]: { schema: { type: "string" } } });

/**
 * Describes the site's machine-readable files in OpenAPI 3.1, Chinese first. Field descriptions come from the
 * dataset's schema, so that they say what the form says.
 */
export function openapi(catalogue: Catalogue, place: Place): Json {
  const { name, nameEn, operator, email } = catalogue.settings;
  const ATOM = media("application/atom+xml");
  return {
    openapi: "3.1.0",
    info: {
      title: `${name} API`,
      version: "2.0.0",
      description: both(
        `${name}的資料集詮釋資料。全部是靜態檔案，不需申請，沒有呼叫次數限制；內容隨網站建置更新。依共通性資料存取應用程式介面規範與資料集詮釋資料標準規範。`,
        `Metadata of the datasets of the ${nameEn}. All are static files: no key, no quota; they change with each build of the site.`,
      ),
      ...(operator || email
        ? { contact: { ...(operator ? { name: operator } : {}), ...(email ? { email } : {}) } }
        : {}),
    },
    servers: [{ url: `${place.origin}${place.base}`.replace(/\/$/, "") }],
    tags: [
      { name: "datasets", description: both("資料集", "Datasets") },
      { name: "dumps", description: both("整批下載", "The whole catalogue") },
      { name: "feeds", description: both("訂閱", "Feeds") },
      { name: "register", description: both("授權清單與使用紀錄", "Who holds which role, and since when") },
      { name: "reference", description: both("統計、詞彙與綱要", "Statistics, vocabularies and schemas") },
    ],
    paths: {
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
        [parameter("page", both("頁次。", "Number of the page."), { type: "integer", minimum: 2 })],
      ),
      "/api/v2/rest/dataset/{identifier}.json": get(
        "getDataset",
        "datasets",
        "資料集詮釋資料",
        both(
          "一個資料集的詮釋資料；已下架者傳回下架資訊。",
          "One dataset's metadata; a withdrawn one's tells why it was withdrawn.",
        ),
        json(ref("DatasetResponse")),
        [
          parameter("identifier", both("資料集編號。", "The dataset's identifier."), {
            type: "string",
            pattern: SCHEMAS.dataset.properties.identifier!.pattern,
            examples: SCHEMAS.dataset.properties.identifier!.examples,
          }),
        ],
      ),
      "/catalogue.csv": get(
        "downloadCsv",
        "dumps",
        "整批下載（CSV）",
        both(
          "全部資料集，每列一個，UTF-8（含 BOM），欄位名稱為中文。清單（關鍵字與各資料資源的欄位）以「;」分隔；項目中的「;」寫成「\\;」，「\\」寫成「\\\\」。各資料資源的欄位項數相同、依序對應。試算表可能當成公式的儲存格（以 =、+、-、@ 或其全形開頭者），前面加一個單引號「'」，去掉即為原值；需要原值請用 JSON Lines。",
          "Every dataset, one a record, UTF-8 with BOM, Chinese headings. Lists (keywords, and the fields of distributions) are joined with ';'; a ';' within an item is written '\\;' and a backslash '\\\\'. The distributions' columns have as many items each, in the same order. A cell that a spreadsheet might run as a formula (starting with =, +, -, @ or their full-width forms) is led by an apostrophe; without it, it is the original value. For plain values take the JSON Lines.",
        ),
        media("text/csv"),
      ),
      "/catalogue.jsonl": get(
        "downloadJsonLines",
        "dumps",
        "整批下載（JSON Lines）",
        both(
          "全部資料集，每行一個 JSON 物件（同 Dataset）。",
          "Every dataset, one JSON object (Dataset) a line.",
        ),
        media("application/jsonl"),
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
          "機關及其所屬機關最新上架的 50 個資料集。",
          "The 50 newest datasets of an agency and its subordinates.",
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
        both("資料分類最新上架的 50 個資料集。", "The 50 newest datasets of a category."),
        ATOM,
        [
          parameter("code", both("資料分類代碼。", "Code of the category."), {
            type: "string",
            enum: [...catalogue.vocabularies.categories.keys()],
          }),
        ],
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
    },
    components: { schemas: schemas() },
  };
}
