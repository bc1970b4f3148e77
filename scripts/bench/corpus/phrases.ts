/** Words for generated metadata that fit any dataset; `{title}` and the like are filled in. */

/** First sentence of a description. */
export const OPENINGS: readonly string[] = [
  "提供{title}。",
  "{title}，依{column}列示，{frequency}更新。",
  "彙整{agency}業務所產生之{title}，供各界查詢及加值應用。",
  "本資料集為{title}，內容包括{columns}等欄位。",
  "提供{place}{keyword}業務之{columns}，資料{frequency}更新。",
  "{agency}為落實資訊公開，提供{title}。",
  "{year}年起之{title}，含{columns}。",
  "記錄{place}{keyword}相關之{columns}。",
];

/** Further sentences of any field. */
export const SENTENCES: readonly string[] = [
  "資料範圍為{place}，自民國{year}年起收錄。",
  "每列為一筆紀錄，以{column}為主要識別欄位。",
  "欄位定義與編碼方式詳見主要欄位說明。",
  "檔案採 UTF-8 編碼，日期為西元格式。",
  "如有疑義請洽資料集聯絡窗口。",
  "歷史資料依年度分檔，最新一期列於第一項資源。",
  "{column}為空白者表示尚未填報。",
  "本資料{frequency}由業務系統自動匯出，遇例假日順延。",
  "因業務調整，{year}年以前之{column}採舊制定義。",
  "內容不含個人資料，統計數低於門檻者不予揭露。",
  "可與{keyword}相關資料集以{column}串接分析。",
  "各期資料發布後如有修正，於備註說明修正日期與原因。",
  "為便於程式介接，欄位名稱與順序不隨期別變動。",
  "本表由{agency}{keyword}業務單位負責維護。",
  "使用時請註明資料來源與取得日期。",
  "{place}以外之資料請參閱各該主管機關之開放資料。",
];

/** What a distribution holds, before its format in brackets. */
export const RESOURCES: readonly string[] = [
  "{title}",
  "{year}年{keyword}資料",
  "{keyword}最新一期資料",
  "{place}{keyword}明細",
  "{title}（歷年）",
  "{keyword}彙總表",
  "{year}年度{column}明細檔",
];

export const NOTES: readonly string[] = [
  "本資料集由業務系統自動產製，如與公告不符，以公告為準。",
  "{year}年度起欄位增修，舊版檔案仍可下載。",
  "檔案較大，建議以程式分批下載。",
  "部分資料涉及第三人權利，僅提供統計結果。",
  "更新頻率依業務需要調整，實際時間以資料資源最後更新時間為準。",
];

export const WITHDRAWALS: readonly string[] = [
  "業務已移轉他機關辦理，資料改由新主管機關提供，原內容不再維護。",
  "經審查內容含有第三人著作，授權範圍不足，故停止提供。",
  "與其他資料集內容重複，整併後下架。",
  "因法規修正，該項資料已無公開之依據。",
];

/** Places of made-up titles and of spatial coverage. */
export const PLACES: readonly string[] = (
  "臺北市、新北市、桃園市、臺中市、臺南市、高雄市、基隆市、新竹市、新竹縣、苗栗縣、彰化縣、南投縣、雲林縣、" +
  "嘉義市、嘉義縣、屏東縣、宜蘭縣、花蓮縣、臺東縣、澎湖縣、金門縣、連江縣"
).split("、");

/** How often datasets say that they are updated, roughly as on the national platform. */
export const FREQUENCIES: readonly (readonly [code: string, weight: number])[] = [
  ["每年", 34],
  ["不定期", 21],
  ["每月", 18],
  ["不再更新", 6],
  ["每季", 6],
  ["每日", 6],
  ["每半年", 4],
  ["每週", 2],
  ["每2年", 0.6],
  ["每5年", 0.4],
];

/** What a service updates by. */
export const FAST_FREQUENCIES: readonly (readonly [code: string, weight: number])[] = [
  ["每日", 4],
  ["每小時", 2],
  ["每10分鐘", 1],
  ["即時", 1],
  ["每分鐘", 0.3],
  ["每月", 3],
];
