import type { Label } from "../statistics.ts";
import type { Dimension, Grade, Indicator, Outcome } from "./types.ts";

/** Names of the indicators: 政府資料品質提升機制運作指引, and what each asks. */
export const INDICATOR_LABELS: Record<Indicator, Label> = {
  linkable: { zh: "連結有效性", en: "Link works" },
  downloadable: { zh: "資料可直接下載", en: "Direct download" },
  structured: { zh: "結構化檔案類型", en: "Structured format" },
  encoding: { zh: "編碼描述與資料相符", en: "Encoding as declared" },
  columns: { zh: "欄位描述與資料相符", en: "Columns as described" },
  timely: { zh: "更新時效性", en: "Updated in time" },
};

/** Names of 目錄評等 and the rule of each. */
export const GRADE_LABELS: Record<Grade, Label & { rule: Label }> = {
  excellent: {
    zh: "優",
    en: "Excellent",
    rule: {
      zh: "連結有效、可直接下載、結構化，編碼、欄位、時效至少一項通過，沒有任何一項未通過",
      en: "Link works, direct download, structured, at least one of encoding, columns and timeliness passed, none failed",
    },
  },
  good: {
    zh: "良",
    en: "Good",
    rule: {
      zh: "連結有效，編碼、欄位、時效最多一項未通過，其餘沒有未通過的",
      en: "Link works, at most one of encoding, columns and timeliness failed, nothing else",
    },
  },
  fair: {
    zh: "可",
    en: "Fair",
    rule: { zh: "連結有效，未通過的指標最多兩項", en: "Link works, at most two indicators failed" },
  },
  poor: {
    zh: "待改善",
    en: "To be improved",
    rule: { zh: "連結失效，或三項以上未通過", en: "Dead link, or three or more indicators failed" },
  },
  unrated: {
    zh: "尚未檢測",
    en: "Not rated yet",
    rule: { zh: "連結狀態還不確定", en: "It is not yet certain whether the link works" },
  },
};

export const OUTCOME_LABELS: Record<Outcome, Label> = {
  pass: { zh: "通過", en: "Passed" },
  fail: { zh: "未通過", en: "Failed" },
  unknown: { zh: "未知", en: "Unknown" },
};

/** Dimensions of the European metadata quality assessment. */
export const DIMENSION_LABELS: Record<Dimension, Label> = {
  findability: { zh: "可尋性", en: "Findability" },
  accessibility: { zh: "可取得性", en: "Accessibility" },
  interoperability: { zh: "互通性", en: "Interoperability" },
  reusability: { zh: "可再利用性", en: "Reusability" },
  contextuality: { zh: "脈絡資訊", en: "Contextuality" },
};
