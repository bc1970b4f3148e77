import { error, warning } from "../messages.ts";

interface Row {
  /** 序號. */
  id: string;
}

/** Sentences about inventory files; each names the clause that it comes from. */
export const INVENTORY_MESSAGES = {
  "inventory/duplicate-id": error<Row>(
    (a) => `序號 ${a.id} 重複；盤點表以序號辨認各列，匯入試算表時也以序號對應（行動方案附件二）`,
    () => "改為盤點表內沒有用過的序號",
  ),
  "inventory/outcome": error<Row & { dataClass: string; outcome: string }>(
    (a) =>
      `序號 ${a.id} 的資料分類是${a.dataClass}，盤點結果卻是${a.outcome}；不開放的列為丙類，開放的列為甲類或乙類（行動方案表 4、行動策略三（一）1）`,
    () => "更正資料分類（class）或盤點結果（outcome）；丙類的盤點結果為 closed 或省略",
  ),
  "inventory/planned-outcome": error<Row>(
    (a) =>
      `序號 ${a.id} 有預定開放日期，盤點結果卻不是「預計開放」，不會列入預計開放資料集清單（行動策略三（一）1（2））`,
    () => "把盤點結果（outcome）改為 planned，或刪除預定開放日期（plannedOn）",
  ),
  "inventory/found": error<Row & { found: string; reviewedOn: string }>(
    (a) => `序號 ${a.id} 的盤點日 ${a.found} 晚於整份盤點表的盤點日期 ${a.reviewedOn}`,
    () => "更正盤點日（found），或把盤點日期（reviewedOn）改為最近一次完成盤點的日期",
  ),
  "inventory/planned-before-found": error<Row & { plannedOn: string; found: string }>(
    (a) => `序號 ${a.id} 的預定開放日期 ${a.plannedOn} 早於盤點日 ${a.found}，在盤點時已經過期`,
    () => "更正預定開放日期（plannedOn）或盤點日（found）",
  ),
  "inventory/opened-without-datasets": warning<Row>(
    (a) =>
      `序號 ${a.id} 是甲類且已開放，卻沒有列出資料集；開放資料應集中列示於平臺（作業原則五、行動方案伍、一、（二）4（4））`,
    () => "在 datasets 填寫資料集識別碼",
  ),
  "inventory/open-access": warning<Row & { access: string }>(
    (a) =>
      `序號 ${a.id} 是甲類且已開放，現況卻是「${a.access}」；甲類以免申請、無償方式授權（行動方案伍、一、（二）3（1））`,
    () => "把現況（access）改為 free；若確須申請或收費，改列乙類",
  ),
  "inventory/charging-free": error<Row & { access: string }>(
    (a) => `序號 ${a.id} 寫有收費（charging），現況卻是「${a.access}」`,
    () => "把現況（access）改為 charged，或刪除 charging",
  ),
  "inventory/consultation": error<Row & { from: string; to: string }>(
    (a) => `序號 ${a.id} 的徵詢起日 ${a.from} 晚於徵詢迄日 ${a.to}`,
    () => "更正徵詢各界意見的起日（consultedFrom）與迄日（consultedTo）",
  ),
  "inventory/decided-early": error<Row & { to: string; decidedOn: string }>(
    (a) =>
      `序號 ${a.id} 的收費在 ${a.decidedOn} 審核通過，徵詢意見卻到 ${a.to} 才結束；應先彙整各界意見再提報諮詢小組（行動方案伍、一、（二）3（2））`,
    () => "更正徵詢迄日（consultedTo）或諮詢小組會議日期（decidedOn）",
  ),
  "inventory/reported-early": error<Row & { reportedOn: string; decidedOn: string }>(
    (a) =>
      `序號 ${a.id} 的收費在 ${a.reportedOn} 陳報行政院諮詢小組備查，早於審核通過的 ${a.decidedOn}（行動方案伍、一、（二）3（2））`,
    () => "更正陳報日期（reportedOn）或諮詢小組會議日期（decidedOn）",
  ),
  "inventory/charging-review": error<Row & { nextReview: string; decidedOn: string }>(
    (a) =>
      `序號 ${a.id} 收費的下次檢討日期 ${a.nextReview} 沒有晚於審核通過的 ${a.decidedOn}；收費約定應定期檢討（作業原則八）`,
    () => "把 charging 的 nextReview 改為之後的日期",
  ),
  "inventory/review-order": error<Row & { nextReview: string; date: string }>(
    (a) =>
      `序號 ${a.id} 的下次檢討日期 ${a.nextReview} 沒有晚於首長核可的 ${a.date}；不開放的資料應定期檢討（作業原則四）`,
    () => "把 nextReview 改為核可日期之後的日期",
  ),
  "inventory/approval-late": warning<Row & { date: string; reviewedOn: string }>(
    (a) =>
      `序號 ${a.id} 的首長核可日期 ${a.date} 晚於盤點日期 ${a.reviewedOn}；不開放應先經首長核可（作業原則四）`,
    () => "更正核可日期，或在核可之後更新盤點日期（reviewedOn）",
  ),
  "inventory/items-length": error<Row & { length: number; limit: number }>(
    (a) => `序號 ${a.id} 的蒐集資料項目合計 ${a.length} 字，超過試算表一格放得下的 ${a.limit} 字`,
    () => "把這個系統分成幾列，或縮短項目名稱",
  ),
  "inventory/dataset-unknown": error<Row & { identifier: string }>(
    (a) => `序號 ${a.id} 的資料集 ${a.identifier} 不在本目錄`,
    () => "更正識別碼；還沒有上架的，等上架後再填",
  ),
  "inventory/dataset-agency": error<Row & { identifier: string; agency: string }>(
    (a) =>
      `序號 ${a.id} 的資料集 ${a.identifier} 不屬於 ${a.agency} 或其所屬機關；盤點範圍是機關及所屬機關（構）的系統（行動方案伍、一、（二）1（1））`,
    () => "更正識別碼，或由該資料集的機關在自己的盤點表列出",
  ),
  "inventory/charging-minutes": error<Row & { date: string; councils: string }>(
    (a) =>
      `序號 ${a.id} 的收費應經諮詢小組審核通過，但 ${a.councils} 沒有 ${a.date} 的會議紀錄（行動方案伍、一、（二）3（2））`,
    (a) => `更正會議日期（decidedOn），或先新增 minutes/${a.date}.md`,
  ),
  "inventory/charging-topic": error<Row & { date: string; file: string }>(
    (a) =>
      `序號 ${a.id} 的收費由 ${a.date} 的會議審核，但該次會議紀錄的討論事項沒有收費基準（行動方案伍、一、（一）2）`,
    (a) => `更正會議日期（decidedOn），或在 ${a.file} 的 topics 加上 charging`,
  ),
} as const;
