import { formatNumber } from "./i18n.ts";
import type { Lang } from "./urls.ts";

/* Words of the action plan's pages: its front page, strategies, showcases, references, flags. */

const zh = {
  title: "行動方案",
  lede: (day: string) =>
    `政府資料開放進階行動方案要求各部會做的事，以及 ${day} 的進度。每一頁都由檔案與歷史產生，任何人都能重算。`,
  description: "資料盤點、預計開放清單、諮詢小組、行動策略、績效目標、亮點應用，以及逾期與尚缺的事項。",
  onThisPage: "本頁內容",
  parts: "各項工作",
  flags: "提醒事項",
  flagsLede: (n: number) =>
    n === 0
      ? "今天沒有逾期、尚缺或即將到期的事項。"
      : `今天共有 ${formatNumber(n)} 項；每天由檔案與歷史重新推得，補正後自動消失。`,
  noFlags: "沒有逾期、尚缺或即將到期的事項。",
  flagCount: (name: string, n: number) => `${name}（${formatNumber(n)} 項）`,
  agency: "機關",
  ministry: "部會",
  matter: "事項",
  clause: "依據",
  due: "期限",
  none: "—",
  files: "下載",
  flagsCsv: "提醒事項（CSV）",
  flagsJson: "提醒事項（JSON）",
  inventories: "資料盤點表",
  inventoriesText: "各機關有哪些系統與資料，分為甲、乙、丙三類，每季或每半年更新。",
  planned: "預計開放清單",
  plannedText: "打算在哪一天開放哪些資料，逾期的會標示。",
  councils: "諮詢小組",
  councilsText: "委員名單、任期與會議紀錄，含各方意見與決議的追蹤。",
  strategies: "行動策略",
  strategiesText: "各部會每年的執行策略、績效目標、開放期程與績效評估。",
  targets: "績效目標",
  targetsText: "累計開放項數與年增率，目標與實際並列。",
  reports: "季報",
  reportsText: "每個部會每季的推動成果，可以列印。",
  showcases: "亮點應用與特色介紹",
  showcasesText: "資料開放之後有什麼用處，以及每季值得一看的資料集。",
  references: "指導文件",
  referencesText: "資料開放的十份規範與文號。",
  clauses: "條文與檢查規則",
  clausesText: "作業原則與設置要點的每一點，由哪一條規則檢查。",
  // Strategies.
  strategiesLede: (n: number) =>
    n === 0 ? "還沒有任何行動策略。" : `${formatNumber(n)} 份行動策略，依部會與年度。`,
  strategiesDescription: "各部會歷年的資料開放行動策略，以及審核通過、同意與公開的日期。",
  year: "年度",
  name: "名稱",
  council: "諮詢小組審核通過",
  executive: "行政院諮詢小組同意",
  published: "公開",
  notYet: "尚無",
  yearOf: (year: number) => `${year - 1911} 年`,
  missing: "本年度尚缺",
  // Showcases.
  showcasesLede: (n: number) =>
    n === 0 ? "還沒有亮點應用或特色介紹。" : `${formatNumber(n)} 篇，最新的在前。`,
  showcasesDescription: "資料開放的亮點應用，以及各機關每季介紹的資料集。",
  highlight: "亮點應用",
  feature: "特色介紹",
  quarterOf: (year: number, quarter: number) => `${year - 1911} 年第 ${quarter} 季`,
  showcaseFeed: "亮點應用與特色介紹（Atom）",
  datasetsUsed: (n: number) => `${formatNumber(n)} 個資料集`,
  // References.
  referencesLede: (n: number) =>
    n === 0
      ? "目前沒有列出文件。"
      : `行動方案附件一所列的 ${formatNumber(n)} 份文件；全文以主管機關公布者為準。`,
  number: "文號",
  fullText: "全文",
};

type PlanWords = typeof zh;

const count = (n: number, one: string, many: string) => `${formatNumber(n)} ${n === 1 ? one : many}`;

const en: PlanWords = {
  title: "Action plan",
  lede: (day) =>
    `What the open data action plan asks of the ministries, and how it stands on ${day}. Every page is derived from files and history, so that anybody can recount it.`,
  description:
    "Inventories, planned releases, councils, strategies, targets and showcases of open data, with what is overdue or missing.",
  onThisPage: "On this page",
  parts: "Parts of the plan",
  flags: "Flags",
  flagsLede: (n) =>
    n === 0
      ? "Nothing is overdue, missing or due soon today."
      : `${count(n, "flag", "flags")} today, derived anew each day; one goes as soon as its matter is mended.`,
  noFlags: "Nothing is overdue, missing or due soon.",
  flagCount: (name, n) => `${name} (${formatNumber(n)})`,
  agency: "Agency",
  ministry: "Ministry",
  matter: "Matter",
  clause: "Asked for by",
  due: "Due",
  none: "—",
  files: "Files",
  flagsCsv: "Flags (CSV)",
  flagsJson: "Flags (JSON)",
  inventories: "Inventories",
  inventoriesText:
    "Which systems and data each agency has, in classes A, B and C, brought up to date by quarter or half-year.",
  planned: "Planned releases",
  plannedText: "Which data is to be opened on which day; late ones are marked.",
  councils: "Councils",
  councilsText: "Members, terms and minutes, with every side’s opinion and what became of the decisions.",
  strategies: "Strategies",
  strategiesText: "Each ministry’s measures, targets, schedule and evaluation, by year.",
  targets: "Targets",
  targetsText: "Datasets opened and growth by year, target beside actual.",
  reports: "Quarterly reports",
  reportsText: "What each ministry achieved in a quarter, ready to print.",
  showcases: "Showcases and features",
  showcasesText: "What open data is good for, and datasets worth a look each quarter.",
  references: "References",
  referencesText: "The ten documents that govern open data, with their numbers.",
  clauses: "Clauses and checks",
  clausesText: "Each clause of the principles and directions, and the rule that checks it.",
  strategiesLede: (n) =>
    n === 0
      ? "No strategies yet."
      : `${count(n, "strategy", "strategies")} by ministry and year, in Chinese.`,
  strategiesDescription:
    "The ministries’ open data strategies by year, with the days of approval and publication.",
  year: "Year",
  name: "Title",
  council: "Approved by the council",
  executive: "Agreed by the Executive Yuan",
  published: "Published",
  notYet: "not yet",
  yearOf: (year) => String(year),
  missing: "Missing this year",
  showcasesLede: (n) =>
    n === 0 ? "No showcases or features yet." : `${count(n, "piece", "pieces")}, newest first, in Chinese.`,
  showcasesDescription: "Showcases of open data, and the datasets that agencies introduce each quarter.",
  highlight: "Showcases",
  feature: "Features",
  quarterOf: (year, quarter) => `Quarter ${quarter} of ${year}`,
  showcaseFeed: "Showcases and features (Atom)",
  datasetsUsed: (n) => count(n, "dataset", "datasets"),
  referencesLede: (n) =>
    n === 0
      ? "No documents are listed."
      : `The ${formatNumber(n)} documents of the action plan’s annex 1; the authorities’ own texts prevail.`,
  number: "Number",
  fullText: "Full text",
};

/** Words of the action plan's pages in an edition. */
export const planWords = (lang: Lang): PlanWords => (lang === "en" ? en : zh);
