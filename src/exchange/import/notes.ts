/** Every sentence of the import report, by stable code. */

/** Why a row was not imported. */
export const REASONS = {
  "blank-row": "空白列",
  "row-width": "儲存格數與欄位數不符",
  unreadable: "紀錄無法採用，原因見報告",
  "no-id": "沒有來源編號，無法給予資料集編號",
  "no-title": "沒有資料集名稱",
  "no-agency": "沒有提供機關",
  "duplicate-row": "與前面的列完全相同",
  "repeated-id": "同一機關的來源編號與前面的列重複，內容不同",
} as const;

/** What was changed, left out or inferred in a row that was imported. */
export const NOTES = {
  missing: "缺少必填欄位，待機關補正",
  "too-long": "超過長度上限，原文全部保留",
  unmapped: "沒有對應欄位，原值保留於 provenance.unmapped",
  "edge-blanks": "去除前後空白或看不見的字元",
  "control-characters": "換行、定位或控制字元改為空白",
  undecodable: "有無法解碼的字元，以 U+FFFD 表示",
  respelled: "依詞彙表更正錯字",
  "none-marker": "填「無」，視為沒有",
  "id-recoded": "來源編號不是 6 位以內的數字，流水號另編，原編號保留",
  "legacy-id-taken": "原資料集識別碼已由其他機關的資料集使用，僅保留原值",
  "agency-default": "未填提供機關，歸入該目錄的主管機關",
  "agency-completed": "提供機關只寫單位名稱，依地址網域補上所屬機關",
  "agency-ambiguous": "提供機關只寫單位名稱，無法判斷所屬機關",
  "duplicate-title": "同一機關有相同的資料集名稱",
  "date-mended": "日期改寫為西元 YYYY-MM-DD",
  "date-refused": "不是日曆上的日期，原值保留",
  "coverage-reversed": "收錄期間迄日早於起日，兩者保留原值",
  "frequency-approximated": "更新頻率以最接近的寫法表示，原值保留",
  "frequency-unknown": "更新頻率無法判讀，原值保留",
  "category-unknown": "不是 18 類服務分類，原值保留",
  "type-unknown": "資料集類型無法判讀，原值保留",
  "licence-other": "授權條款不在清單內，授權方式記為 other",
  "cost-unknown": "計費方式無法判讀，原值保留",
  "cost-assumed": "未填計費方式，依開放授權條款記為免費",
  "cost-detail-unused": "免費資料集不列計費說明或依據，原值保留",
  "count-refused": "資料量不是筆數，原值保留",
  "email-refused": "不是單一電子郵件地址，原值保留",
  "keyword-repeated": "重複的關鍵字只列一次",
  "address-mended": "網址中不合規定的字元改以百分號編碼",
  "address-refused": "不是 http 或 https 網址，原值保留",
  "no-address": "沒有可用的資料網址",
  "too-many-addresses": "資料資源超過 999 個，其餘網址保留原值",
  "page-as-access": "來源只有資料集頁面的網址，作為資料存取網址",
  "format-unknown": "檔案格式不在詞彙表內或不是格式，原值保留",
  "format-inferred": "檔案格式由網址的副檔名判斷",
  "charset-unknown": "編碼格式無法判讀或無法分辨屬於哪個資源，原值保留",
  "charset-in-format": "檔案格式欄填了編碼，移作編碼格式",
  "language-unknown": "語系不在詞彙表內，原值保留",
  "word-unknown": "不是這個欄位可用的值，原值保留",
  "html-removed": "HTML 標記已去除，只留文字",
  "too-many-keywords": "關鍵字超過 50 個，其餘保留原值",
  "too-many-distributions": "資料資源超過 999 個，其餘未取用",
  "two-addresses": "同時有存取網址與下載網址，兩者都保留",
  "kept-shortened": "沒有對應欄位的值過長，只保留前段",
  "kept-full": "沒有對應欄位的值太多，其餘未保留",
  "lists-differ": "格式、編碼與網址的個數不同，無法逐一對應",
} as const;

export type ReasonCode = keyof typeof REASONS;
export type NoteCode = keyof typeof NOTES;

export interface Note {
  code: NoteCode;
  /** Heading of the column, where the note is about one. */
  column?: string;
  detail?: string;
}
