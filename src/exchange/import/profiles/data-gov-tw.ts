import type { Profile } from "../profile.ts";

/** data.gov.tw: the official export of 22 columns, and the mirror's six. */
export const dataGovTw: Profile = {
  name: "data.gov.tw",
  source: "data.gov.tw",
  label: "政府資料開放平臺資料集清單",
  legacyId: true,
  agencyCell: "name",
  columns: [
    { heading: "資料集識別碼", role: "id", required: true },
    { heading: "資料集名稱", role: "title", required: true },
    { heading: "資料提供屬性", field: "type", read: "type" },
    { heading: "服務分類", field: "categoryCode", read: "category" },
    { heading: "品質檢測", role: "keep" },
    { heading: "檔案格式", role: "formats", pairing: "each" },
    { heading: "主要格式(first)", role: "formats", pairing: "first" },
    { heading: "資料下載網址", role: "addresses", required: true },
    { heading: "編碼格式", role: "charsets" },
    // How the dataset was listed, not what it is: 檔案資料 is 系統介接程式 here when a program filed it.
    { heading: "資料集上架方式", aliases: ["資資料集上架方式"], role: "keep" },
    { heading: "資料集描述", field: "description", read: "text" },
    { heading: "主要欄位說明", field: "fieldDescription", read: "text" },
    { heading: "提供機關", role: "agency", required: true },
    { heading: "slug", role: "keep" },
    { heading: "更新頻率", field: "accrualPeriodicity", read: "frequency" },
    { heading: "授權方式", field: "license", read: "licence" },
    { heading: "相關網址", field: "landingPage", read: "address" },
    { heading: "計費方式", field: "cost", read: "cost" },
    {
      heading: "提供機關聯絡人姓名",
      aliases: ["提供機關聯絡人"],
      field: "publisherContactName",
      read: "text",
    },
    {
      heading: "提供機關聯絡人電話",
      aliases: ["提供機關電話"],
      field: "publisherContactPhone",
      read: "text",
    },
    {
      heading: "提供機關聯絡人電子郵件",
      aliases: ["提供機關電子郵件"],
      field: "publisherContactEmail",
      read: "email",
    },
    { heading: "上架日期", field: "issued", read: "dateTime" },
    { heading: "詮釋資料更新時間", field: "modified", read: "dateTime" },
    { heading: "備註", field: "notes", read: "text" },
    { heading: "資料量", field: "numberOfData", read: "count" },
  ],
};
