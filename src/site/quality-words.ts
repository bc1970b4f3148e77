import type { Indicator, Outcome } from "../catalogue/quality/types.ts";
import { formatNumber, type Label } from "./i18n.ts";
import type { Lang } from "./urls.ts";

/*
 * Words of the pages of quality, apart from those of i18n.ts, so that the officer's form, which draws a dataset's page
 * too, doesn't carry them.
 */

/** What each indicator asks, in a sentence. */
export const INDICATOR_MEANINGS: Record<Indicator, Label> = {
  linkable: {
    zh: "依登載的網址能取得資料。",
    en: "The registered address answers.",
  },
  downloadable: {
    zh: "開啟網址就得到檔案，不必經過另一個網頁、登入或查詢。",
    en: "The address gives the file itself, without a page, a log-in or a query in between.",
  },
  structured: {
    zh: "檔案是程式能逐欄讀取的格式，例如 CSV、JSON、XML、試算表；PDF 與圖片不是。",
    en: "The file is of a format that programs read field by field, such as CSV, JSON, XML or a spreadsheet.",
  },
  encoding: {
    zh: "檔案實際的文字編碼與登載的編碼格式一致。",
    en: "The file’s real character encoding is the registered one.",
  },
  columns: {
    zh: "「主要欄位說明」列出的欄位，在檔案裡找得到。",
    en: "The columns that the description lists are in the file.",
  },
  timely: {
    zh: "最近一次更新在登載的更新頻率之內。",
    en: "The latest update is within the registered frequency.",
  },
};

export const OUTCOMES: readonly Outcome[] = ["pass", "fail", "unknown"];
/** Signs beside the words, so that an outcome shows at a glance and without colour. */
export const OUTCOME_SIGNS: Record<Outcome, string> = { pass: "✓", fail: "✗", unknown: "？" };

/** State of an address; the same words stand in the comment on a submission. */
export const LINK_STATES = ["alive", "dead", "unknown", "unvisited"] as const;
export type LinkState = (typeof LINK_STATES)[number];
export const LINK_LABELS: Record<LinkState, Label> = {
  alive: { zh: "可取得", en: "Reachable" },
  dead: { zh: "無法取得", en: "Dead" },
  unknown: { zh: "未能判斷", en: "Unknown" },
  unvisited: { zh: "尚未檢查", en: "Not checked" },
};

/** Label of the line that tells how a distribution was found. */
export const CHECKED_LABEL: Label = { zh: "檢查結果", en: "Checked" };

const one = (value: number) => value.toFixed(1);
const count = (n: number, single: string, many: string) => `${formatNumber(n)} ${n === 1 ? single : many}`;

const zh = {
  title: "資料品質",
  lede: (day: string, datasets: number, distributions: number) =>
    `${day}，${formatNumber(datasets)} 個資料集、${formatNumber(distributions)} 項資料資源。已下架的資料集不計。`,
  visited: (time: string) => `最近一次檢查連結與檔案：${time}。`,
  unvisited: "還沒有檢查連結與檔案的紀錄；星等與詮釋資料品質分數只依目錄的登載計算。",
  description:
    "本目錄如何量測資料品質：檢測指標、目錄評等、5 星、詮釋資料品質分數、失效連結，依部會與機關排名。",
  of: (name: string) => `${name}的資料品質`,
  onThisPage: "本頁內容",
  figures: "現況",
  trend: "趨勢",
  league: "部會排名",
  method: "怎麼量測",
  files: "下載數據",
  agency: "機關",
  ministry: "部會",
  agenciesOf: "本部會各機關",
  datasets: "資料集",
  worst: "最需要改善的資料集",
  worstLede: (n: number) => `評等與分數最低的 ${n} 個；各機關的完整清單見上表。`,
  listLede: (n: number) => `${formatNumber(n)} 個資料集，最需要改善的在前。`,
  pageOf: (n: number, all: number) => `第 ${formatNumber(n)} 頁，共 ${formatNumber(all)} 頁`,
  links: "連結",
  linksNote: "資料資源的網址；連續數日確定取不到的才算無法取得。",
  indicators: "檢測指標",
  indicatorsNote: "一個資料集的任何一項資料資源未通過，該資料集就未通過；未知的不影響。",
  indicator: "指標",
  grade: "目錄評等",
  gradeNote: "本目錄自訂的評等，不是政府的品質標章。",
  stars: "5 星評等",
  starsNote: (share: string) => `3 星以上占 ${share}。`,
  starsCount: (n: number) => (n === 0 ? "格式未註明" : `${n} 星`),
  mqa: "詮釋資料品質分數",
  mqaShort: "MQA",
  mqaNote: (mean: number, rating: string) =>
    `平均 ${one(mean)} 分（${rating}），滿分 405 分；歐盟 MQA 的算法。`,
  dimension: "面向",
  mean: "平均",
  full: "滿分",
  resourcesCount: "資料資源數",
  datasetsColumn: "資料集數",
  state: "狀態",
  share: "占比",
  rank: "名次",
  threeStars: "3 星以上",
  goodShare: "良以上",
  deadLinks: "失效連結",
  change: "近一月增減",
  changeSince: (day: string) => `增減是和 ${day} 相比的平均分數。`,
  noChange: "還沒有可以比較的較早紀錄。",
  up: (value: number) => `▲ 上升 ${one(value)}`,
  down: (value: number) => `▼ 下降 ${one(value)}`,
  same: "持平",
  isNew: "新列入",
  leagueNote: "依詮釋資料品質平均分數排序，含所屬機關的資料集；同分同名次。",
  trendNone: "還沒有歷史紀錄；每次檢查之後會加上一筆。",
  trendOne: "只有一天的紀錄，還看不出趨勢。",
  trendSentence: (from: string, a: string, to: string, b: string) => `${from} 為 ${a}，${to} 為 ${b}。`,
  trendTable: (n: number) => `表格（${formatNumber(n)} 筆）`,
  trendMonths: (n: number) => `表格（各月最後一筆，共 ${formatNumber(n)} 筆）`,
  trendMqa: "詮釋資料品質平均分數",
  trendStars: "3 星以上的資料集占比",
  trendDead: "失效連結占比",
  trendGood: "評等良以上的資料集占比",
  day: "日期",
  dataset: "資料集",
  failing: "未通過",
  nothingFails: "無",
  mend: "最有效的改善",
  deadTitle: "失效連結",
  deadOf: (name: string) => `${name}的失效連結`,
  deadDescription: "各機關連續數日確定無法取得的資料資源，附最近一次檢查的時間與原因。",
  deadLede: (links: number, agencies: number) =>
    links === 0
      ? "目前沒有失效連結。"
      : `${formatNumber(agencies)} 個機關，共 ${formatNumber(links)} 項資料資源連續數日確定無法取得。`,
  deadRule:
    "至少三個不同的日子都確定失敗（例如 404、網域不存在），期間沒有一次成功，才列為失效。拒絕存取（403）、要求稍後再試（429）、憑證不完整等，不算失效。",
  deadListLede: (n: number) => `${formatNumber(n)} 項資料資源。`,
  resource: "資料資源",
  since: "開始日期",
  lastVisit: "最近一次檢查",
  reason: "原因",
  status: (code: number) => `HTTP ${code}`,
  own: "品質現況",
  seeAgency: "機關資料",
  seeDead: (n: number) => `失效連結 ${formatNumber(n)} 項`,
  csvDatasets: "各資料集（CSV）",
  csvAgencies: "各機關（CSV）",
  csvMinistries: "各部會（CSV）",
  csvDead: "失效連結（CSV）",
  json: "全部數據（JSON）",
  total: "平均分數",
  how: "怎麼量測",
  mendIs: (text: string, points: number) => `${text}（加 ${points} 分）`,
  methodLinks: "連結與檔案檢查",
  methodVisits:
    "程式定期造訪每項資料資源的網址，只讀取檔案開頭的一小段，記下時間、狀態與所見。同一主機每次只接受少量請求，遵守 robots.txt，並以固定名稱表明身分。伺服器沒有送出中繼憑證時，瀏覽器仍能開啟，算可取得並註明。",
  methodIndicators:
    "指標依政府資料品質提升機制運作指引（112 年 1 月）中程式可以判斷的六項。看不到檔案內容、或登載的資料不足時，是「未知」，不算未通過。",
  passes: "通過的條件",
  methodGrades:
    "目錄評等由六項指標依下表推得，是本目錄自訂的評等。政府品質標章（白金、金、銀、銅）的門檻沒有公開，本站不推測，也不授予。",
  rule: "條件",
  methodStars: "由檔案格式推算，取最高者；行動方案以 3 星以上的開放格式為原則。",
  starsTable: "各星等的意義",
  methodMqa:
    "歐盟資料入口網的詮釋資料品質評估（Metadata Quality Assessment），五個面向共 405 分，看登載的內容是否讓人找得到、取得到、讀得懂、可再利用。本站依各資料集的 DCAT-AP 內容與連結檢查結果計算。",
  rating: (name: string, from: number) => (from > 0 ? `${from} 分以上${name}` : `其餘${name}`),
  metrics: (n: number) => `計分表（${formatNumber(n)} 項）`,
  metric: "項目",
  fullPoints: "分數",
  toRaise: "怎麼得分",
  summaryIs: (mean: number, share: string, dead: number) =>
    `MQA 平均 ${one(mean)} 分，3 星以上 ${share}，失效連結 ${formatNumber(dead)} 項`,
};

/** All words of the pages of quality. */
export type QualityWords = typeof zh;

const en: QualityWords = {
  title: "Data quality",
  lede: (day, datasets, distributions) =>
    `${day}: ${count(datasets, "dataset", "datasets")} with ${count(distributions, "resource", "resources")}, without withdrawn ones.`,
  visited: (time) => `Links and files were last checked at ${time}.`,
  unvisited:
    "Links and files have not been checked yet; stars and metadata scores follow from the metadata alone.",
  description:
    "How this catalogue measures quality: indicators, its own grade, stars, the metadata score and dead links, by ministry and agency.",
  of: (name) => `Data quality of ${name}`,
  onThisPage: "On this page",
  figures: "Today",
  trend: "Trend",
  league: "Ministries compared",
  method: "How it is measured",
  files: "Download the figures",
  agency: "Agency",
  ministry: "Ministry",
  agenciesOf: "Agencies of this ministry",
  datasets: "Datasets",
  worst: "Datasets that need most",
  worstLede: (n) => `The ${n} with the lowest grade and score; each agency’s page lists all of its own.`,
  listLede: (n) => `${count(n, "dataset", "datasets")}, those that need most first.`,
  pageOf: (n, all) => `Page ${formatNumber(n)} of ${formatNumber(all)}`,
  links: "Links",
  linksNote: "Addresses of resources; only what surely failed on several days counts as dead.",
  indicators: "Indicators",
  indicatorsNote: "One resource that fails fails its dataset; what is unknown changes nothing.",
  indicator: "Indicator",
  grade: "Catalogue grade",
  gradeNote: "This catalogue’s own grade, not the government’s quality label.",
  stars: "Five stars of open data",
  starsNote: (share) => `${share} have 3 stars or more.`,
  starsCount: (n) => (n === 0 ? "Format not given" : count(n, "star", "stars")),
  mqa: "Metadata quality score",
  mqaShort: "MQA",
  mqaNote: (mean, rating) =>
    `${one(mean)} of 405 points on average (${rating.toLowerCase()}), by the method of the European MQA.`,
  dimension: "Dimension",
  mean: "Mean",
  full: "Full",
  resourcesCount: "Resources",
  datasetsColumn: "Datasets",
  state: "State",
  share: "Share",
  rank: "Rank",
  threeStars: "3 stars or more",
  goodShare: "Good or better",
  deadLinks: "Dead links",
  change: "Change in a month",
  changeSince: (day) => `The change is that of the mean score since ${day}.`,
  noChange: "There is no earlier record to compare with yet.",
  up: (value) => `▲ up ${one(value)}`,
  down: (value) => `▼ down ${one(value)}`,
  same: "unchanged",
  isNew: "new",
  leagueNote: "In order of the mean metadata score, subordinate agencies included; equal means share a rank.",
  trendNone: "There is no history yet; every check adds to it.",
  trendOne: "There is one day only, so no trend shows yet.",
  trendSentence: (from, a, to, b) => `${a} on ${from}, ${b} on ${to}.`,
  trendTable: (n) => `Table (${count(n, "row", "rows")})`,
  trendMonths: (n) => `Table (the last day of each month, ${count(n, "row", "rows")})`,
  trendMqa: "Mean metadata score",
  trendStars: "Datasets with 3 stars or more",
  trendDead: "Dead links",
  trendGood: "Datasets graded good or better",
  day: "Day",
  dataset: "Dataset",
  failing: "Fails",
  nothingFails: "nothing",
  mend: "Best mend",
  deadTitle: "Dead links",
  deadOf: (name) => `Dead links of ${name}`,
  deadDescription:
    "Resources that surely failed on several days, by agency, with the time and reason of the last check.",
  deadLede: (links, agencies) =>
    links === 0
      ? "There are no dead links at present."
      : `${count(links, "resource", "resources")} of ${count(agencies, "agency", "agencies")} surely failed on several days.`,
  deadRule:
    "A link is dead when it surely failed (404, no such host …) on at least three different days, without a success in between. A refusal (403), a request to come later (429) or an incomplete certificate is no such failure.",
  deadListLede: (n) => `${count(n, "resource", "resources")}.`,
  resource: "Resource",
  since: "Since",
  lastVisit: "Last check",
  reason: "Reason",
  status: (code) => `HTTP ${code}`,
  own: "Figures",
  seeAgency: "About the agency",
  seeDead: (n) => count(n, "dead link", "dead links"),
  csvDatasets: "By dataset (CSV)",
  csvAgencies: "By agency (CSV)",
  csvMinistries: "By ministry (CSV)",
  csvDead: "Dead links (CSV)",
  json: "All figures (JSON)",
  total: "Mean score",
  how: "How this is measured",
  mendIs: (text, points) => `${text} (+${points})`,
  methodLinks: "Checks of links and files",
  methodVisits:
    "A program visits the address of every resource at regular intervals, reads no more than the beginning of the file, and keeps the time, the status and what it saw. It sends few requests to a host, heeds robots.txt and says who it is. A server that leaves out an intermediate certificate counts as reachable, with a remark, since browsers open it.",
  methodIndicators:
    "Six indicators of the government’s guideline on data quality (January 2023) that a program can tell. Where the file can’t be seen, or the description says too little, the outcome is unknown, which is not a failure.",
  passes: "Passes when",
  methodGrades:
    "The catalogue grade follows from the six indicators by this table. It is this catalogue’s own: the thresholds of the government’s labels (platinum, gold, silver, bronze) are not public, so they are neither guessed nor awarded here.",
  rule: "Rule",
  methodStars:
    "From the file formats; the best one counts. The action plan asks for open formats, three stars or more.",
  starsTable: "What each star means",
  methodMqa:
    "The metadata quality assessment of the European data portal: 405 points in five dimensions, for metadata that lets people find, reach, read and reuse the data. It is computed from each dataset’s DCAT-AP record and from the checks of its links.",
  rating: (name, from) => (from > 0 ? `${name.toLowerCase()} from ${from}` : `else ${name.toLowerCase()}`),
  metrics: (n) => `Table of points (${count(n, "metric", "metrics")})`,
  metric: "Metric",
  fullPoints: "Points",
  toRaise: "How to earn them",
  summaryIs: (mean, share, dead) =>
    `mean MQA ${one(mean)}, ${share} with 3 stars or more, ${count(dead, "dead link", "dead links")}`,
};

/** Sentences one after the other, with a space between them where the language has one. */
export const sentences = (lang: Lang, ...parts: readonly (string | undefined)[]): string =>
  parts.filter(Boolean).join(lang === "en" ? " " : "");

const WORDS: Record<Lang, QualityWords> = { "zh-TW": zh, en };

/** Words of the pages of quality in an edition's language. */
export function qualityWords(lang: Lang): QualityWords {
  return WORDS[lang];
}
