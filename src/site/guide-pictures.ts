/** A picture of the guide, as `npm run screenshots` takes it: `guide/<name>.webp`. */
export interface GuidePicture {
  name: string;
  /** Height in pixels; each is PICTURE_WIDTH wide. */
  height: number;
  /** What it shows, for those who don't see it. */
  alt: string;
}

export const PICTURE_WIDTH = 1040;

export const PICTURES = [
  {
    name: "token",
    height: 960,
    alt: "資料集管理上方展開的「連結 GitHub 帳號」：取得權杖的步驟、三項權限、貼上權杖的欄位與「連結」按鈕。",
  },
  {
    name: "office",
    height: 800,
    alt: "資料集管理：上方顯示已連結的帳號，接著是三個角色的連結、機關選單，下面一排頁簽，目前在「待處理」。",
  },
  {
    name: "administrator-authorisations",
    height: 650,
    alt: "部會授權清單：部會、機關人員、身份、機關單位四欄，每列右方有「刪除」按鈕。",
  },
  {
    name: "administrator-authorise",
    height: 790,
    alt: "部會授權管理：選擇機關人員與角色，左邊是全部機關，右邊是目前選取的機關，中間有「>>」與「<<」，下方是「送出」。",
  },
  {
    name: "administrator-overdue",
    height: 580,
    alt: "逾期通知：列出逾期未審核與退回逾期未處理的資料集、逾期天數與待處理人員。",
  },
  {
    name: "administrator-log",
    height: 610,
    alt: "使用紀錄：部會管理人員、動作、角色、時間，最新的在前。",
  },
  {
    name: "reviewer-list",
    height: 640,
    alt: "待審查：每件送件的名稱、日期、狀態、剩餘工作日，右方有「審查」與「快速審查」按鈕。",
  },
  {
    name: "reviewer-details",
    height: 900,
    alt: "審查：修改的欄位並列原內容與新內容，下方是公開後的全部欄位。",
  },
  {
    name: "reviewer-decision",
    height: 590,
    alt: "審查頁的下方：常用審查用語選單、審查意見欄位，以及「審查通過」與「退回」按鈕。",
  },
  {
    name: "form-agency",
    height: 560,
    alt: "新增資料集的第一步：選擇資料集提供機關，可輸入名稱或代碼查詢。",
  },
  {
    name: "form",
    height: 900,
    alt: "資料集填寫頁：必填欄位有星號，欄位下有說明與字數，有錯的欄位直接顯示原因。",
  },
  {
    name: "form-resource",
    height: 960,
    alt: "資料資源：選了原始資料類型與 CSV 格式之後出現的下載網址欄位，以及「新增資源」與「從試算表貼上」。",
  },
  {
    name: "form-before",
    height: 980,
    alt: "送審前檢查：錯誤與提醒、個人資料、相近的資料集、品質預估的星等，下方是「確認送審」。",
  },
  {
    name: "form-preview",
    height: 820,
    alt: "預覽：資料集公開後的頁面，與民眾看到的完全相同。",
  },
  {
    name: "form-submit",
    height: 900,
    alt: "送審的兩種方式：在這一頁直接送出，或依步驟到 GitHub 的頁面送出。",
  },
  {
    name: "provider-processed",
    height: 700,
    alt: "已處理：審查中的送件有「抽回」按鈕，上架中的資料集有「修改」與「申請下架」按鈕。",
  },
  {
    name: "provider-takedown",
    height: 600,
    alt: "申請下架：選擇下架原因 A 或 B，填寫下架說明。",
  },
  {
    name: "provider-interaction",
    height: 510,
    alt: "互動專區：發表日期、資料集名稱、意見標題、意見內容與回覆狀態。",
  },
] as const satisfies readonly GuidePicture[];

export type PictureName = (typeof PICTURES)[number]["name"];

/** Path of a picture below the base. */
export const picturePath = (name: PictureName): string => `guide/${name}.webp`;
