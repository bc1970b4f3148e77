import { error, warning } from "../messages.ts";

interface Dates {
  /** Label and field of the earlier and of the later step, with what stands there. */
  first: string;
  firstDate: string;
  second: string;
  secondDate: string;
}

/** Sentences about strategies, showcases and references. */
export const DOCUMENT_MESSAGES = {
  "strategy/year": error<{ year: string; expected: string }>(
    (a) => `年度是 ${a.year}，檔名卻是 ${a.expected}.md；同一份行動策略的兩個年度必須相同`,
    (a) => `把 year 改為 ${a.expected}，或更正檔名`,
  ),
  "strategy/section": warning<{ section: string }>(
    (a) =>
      `內文沒有「${a.section}」這一節；行動策略至少包含執行策略、績效目標、開放期程、績效評估（行動方案伍、一、（一）1）`,
    (a) => `加上第二層標題，例如「## ${a.section}」，並寫明內容`,
  ),
  "strategy/date-order": warning<Dates>(
    (a) =>
      `${a.second} ${a.secondDate} 早於${a.first} ${a.firstDate}；行動策略依序由諮詢小組審核通過、行政院諮詢小組同意、公開`,
    () => "更正日期",
  ),
  "strategy/meeting": warning<{ date: string }>(
    (a) =>
      `諮詢小組審核通過日期是 ${a.date}，但沒有當天的會議紀錄，民眾查不到審核的經過（行動方案伍、一、（一）1）`,
    (a) => `在 minutes/ 加上 ${a.date}.md，或更正 councilApprovedOn`,
  ),
  "strategy/topic": warning<{ date: string }>(
    (a) => `${a.date} 的會議紀錄沒有把行動策略（strategy）列為討論事項，與審核通過日期不符`,
    () => "在會議紀錄的 topics 加上 strategy，或更正 councilApprovedOn",
  ),
  "showcase/agency": error<{ code: string }>(
    (a) => `沒有代碼為 ${a.code} 的機關，頁面無法註明主辦機關`,
    () => "更正 agency；機關代碼見 agencies/ 之下的資料夾",
  ),
  "showcase/dataset": error<{ identifier: string }>(
    (a) => `沒有資料集 ${a.identifier}，連結會失效`,
    () => "更正 datasets；資料集編號見資料集頁面",
  ),
  "showcase/no-dataset": warning<Record<never, never>>(
    () => "沒有列出使用的資料集；亮點應用與特色介紹應讓民眾找得到所用的資料（行動方案伍、一、（二）4（5））",
    () => "在 datasets 列出資料集編號；資料不在本目錄時可略過",
  ),
  "references/duplicate": error<{ name: string }>(
    (a) => `「${a.name}」列了兩次`,
    () => "只保留一筆",
  ),
} as const;
