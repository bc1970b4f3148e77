import type { Label } from "./i18n.ts";

const label = (zh: string, en: string): Label => ({ zh, en });

/** Words of the page of data access. */
export const DATA_WORDS = {
  lede: label(
    "目錄的全部內容都有機器可讀的檔案，不需要帳號或金鑰。",
    "Everything in the catalogue is there for programs too: no account, no key.",
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
