import { type FieldSchema, SCHEMAS } from "../catalogue/schema/fields.ts";
import { DISTRIBUTION_FIELDS, STANDARD_FIELDS } from "./dumps.ts";
import { both, type Json, object, ref, string, uri } from "./openapi-parts.ts";

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

/** Schemas of a dataset as the metadata standard writes it, and of the lists of datasets. */
export function datasetSchemas(): Json {
  const { properties, $defs } = SCHEMAS.dataset;
  const distribution = $defs!.distribution!;
  const provenance = properties.provenance!.properties!;
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
            sourceID: fieldSchema(provenance.sourceID!),
            fields: { type: "object", additionalProperties: { type: "string" } },
          },
          ["source"],
          both("匯入來源。", "Where an imported dataset comes from."),
        ),
        asWritten: {
          type: "object",
          additionalProperties: { type: "string" },
          description: both(
            "官方綱要容不下的原值，以欄位名稱（資料資源的欄位為「資料資源編號.欄位」）為鍵：過長而截斷的文字、須以百分號編碼的網址。",
            "Values as written that the official schema cannot hold, by field (of a distribution: id, point, field): texts that were cut, addresses that had to be percent-encoded.",
          ),
        },
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
  };
}
