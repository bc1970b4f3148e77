import { formatNumber, type Label } from "./i18n.ts";
import type { Lang } from "./urls.ts";

/*
 * Words of the pages of usage, apart from those of i18n.ts, so that the officer's form, which draws a dataset's page too,
 * doesn't carry them. 點擊次數 and 下載次數 are the manual's.
 */

const count = (n: number, single: string, many: string) => `${formatNumber(n)} ${n === 1 ? single : many}`;

const zh = {
  title: "資料集統計",
  description: "本目錄各資料集的點擊次數與下載次數：逐月、逐日、依部會與機關，以及每月最多人使用的資料集。",
  of: (name: string) => `${name}的資料集統計`,
  none: "尚無統計",
  noneText:
    "還沒有人計算過點擊次數與下載次數。維運者提供存取紀錄或 GoatCounter 的匯出之後，這一頁會顯示數字。",
  lede: (from: string, to: string, views: number, downloads: number) =>
    `${from} 至 ${to}，點擊次數 ${formatNumber(views)}，下載次數 ${formatNumber(downloads)}。`,
  uncounted: (days: number) => `其間有 ${formatNumber(days)} 日沒有紀錄，以 0 計。`,
  onThisPage: "本頁內容",
  months: "逐月",
  days: (n: number) => `近 ${formatNumber(n)} 日`,
  month: "月份",
  day: "日期",
  views: "點擊次數",
  downloads: "下載次數",
  table: (n: number) => `表格（${formatNumber(n)} 筆）`,
  chart: (most: number, at: string, last: number, end: string) =>
    `最多 ${formatNumber(most)} 次（${at}），最近 ${formatNumber(last)} 次（${end}）。`,
  unfinished: (month: string, to: string) => `${month} 計到 ${to}。`,
  mostUsed: (month: string) => `${month} 最多人使用的資料集`,
  mostUsedLede: (n: number) => `依點擊次數排序的前 ${formatNumber(n)} 名。`,
  mostUsedNone: "這個月沒有人使用。",
  soFar: "這個月還沒有結束。",
  rank: "名次",
  dataset: "資料集名稱",
  agency: "機關",
  ministry: "部會",
  ministries: "各部會",
  ministriesLede: "含所屬機關的資料集，依點擊次數排序。",
  agencies: "各機關",
  agenciesLede: "本部會與所屬機關，依點擊次數排序。",
  datasets: "資料集",
  datasetsLede: (n: number) => `${formatNumber(n)} 個資料集，依點擊次數排序。`,
  sortNote: "按欄名可以重新排序。",
  sortPage: "按欄名可以重新排序本頁；要排序全部，請下載 CSV。",
  pageOf: (n: number, all: number) => `第 ${formatNumber(n)} 頁，共 ${formatNumber(all)} 頁`,
  gone: (views: number, downloads: number) =>
    `合計另含已下架或不再登載的資料集：點擊次數 ${formatNumber(views)}，下載次數 ${formatNumber(downloads)}。`,
  own: "統計",
  seeAgency: "機關資料",
  seeMinistry: "部會統計",
  how: "怎麼計算",
  howViews:
    "點擊次數是資料集頁面被開啟的次數；下載次數是按下資料資源連結的次數，不論檔案放在哪一臺主機。沒有按過連結、直接取用檔案的程式，只有機關提供自己主機的紀錄時才算得到。",
  howRobots:
    "搜尋引擎等網路機器人、連結檢查、預先載入與失敗的請求不計；名單公開在儲存庫的 platform/usage-exclusions.yaml。",
  howPrivacy:
    "只保存每日的次數。訪客的網路位址、瀏覽器與來自哪裡都不保存；本站不為統計使用 cookie，瀏覽器要求不追蹤（Do Not Track 或 Global Privacy Control）時，網頁不送出任何計數。",
  howGoatcounter: (host: string) =>
    `本站用 ${host} 的 GoatCounter 計數：開啟頁面時送出頁面的路徑、名稱與從哪個網站連來，按下資料資源的連結時送出資料資源編號；搜尋的字與螢幕大小不送。`,
  howHits:
    "按下資料資源的連結時，瀏覽器另向本站送出一次只含資料資源編號的請求，使本站自己的存取紀錄看得到下載。",
  howSums: "已下架的資料集不再列出，但過去的次數仍計入機關、部會與全站的合計。日期以臺北時間為準。",
  files: "下載數據",
  csvDatasets: "各資料集（CSV）",
  csvDistributions: "各資料資源（CSV）",
  csvAgencies: "各機關（CSV）",
  csvMinistries: "各部會（CSV）",
  csvMonths: "逐月（CSV）",
  feed: "每月最多人使用的資料集（Atom）",
};

/** All words of the pages of usage. */
export type UsageWords = typeof zh;

const en: UsageWords = {
  title: "Usage",
  description:
    "Views and downloads of this catalogue’s datasets: by month and day, by ministry and agency, and the datasets that each month used most.",
  of: (name) => `Usage of the datasets of ${name}`,
  none: "No figures yet",
  noneText:
    "Nobody has counted views and downloads yet. This page shows them once the operators provide access logs or an export of GoatCounter.",
  lede: (from, to, views, downloads) =>
    `${from} to ${to}: ${count(views, "view", "views")}, ${count(downloads, "download", "downloads")}.`,
  uncounted: (days) =>
    days === 1
      ? "One day in between was not counted and stands as 0."
      : `${formatNumber(days)} days in between were not counted and stand as 0.`,
  onThisPage: "On this page",
  months: "By month",
  days: (n) => `The last ${formatNumber(n)} days`,
  month: "Month",
  day: "Day",
  views: "Views",
  downloads: "Downloads",
  table: (n) => `Table (${count(n, "row", "rows")})`,
  chart: (most, at, last, end) =>
    `At most ${formatNumber(most)} (${at}), lately ${formatNumber(last)} (${end}).`,
  unfinished: (month, to) => `${month} is counted up to ${to}.`,
  mostUsed: (month) => `Datasets used most in ${month}`,
  mostUsedLede: (n) => `The first ${formatNumber(n)} by views.`,
  mostUsedNone: "Nobody used any in that month.",
  soFar: "The month is not over yet.",
  rank: "Rank",
  dataset: "Dataset",
  agency: "Agency",
  ministry: "Ministry",
  ministries: "Ministries",
  ministriesLede: "With the datasets of their agencies, in order of views.",
  agencies: "Agencies",
  agenciesLede: "The ministry and its agencies, in order of views.",
  datasets: "Datasets",
  datasetsLede: (n) => `${count(n, "dataset", "datasets")}, in order of views.`,
  sortNote: "The headings sort the table anew.",
  sortPage: "The headings sort this page anew; to sort all, take the CSV.",
  pageOf: (n, all) => `Page ${formatNumber(n)} of ${formatNumber(all)}`,
  gone: (views, downloads) =>
    `The sums include datasets that are withdrawn or no longer listed: ${count(views, "view", "views")}, ${count(downloads, "download", "downloads")}.`,
  own: "Figures",
  seeAgency: "About the agency",
  seeMinistry: "The ministry’s figures",
  how: "How it is counted",
  howViews:
    "A view is a dataset’s page that is opened; a download is a click on a resource’s link, wherever the file lies. Programs that fetch a file without that link are counted only where the agency provides the logs of its own host.",
  howRobots:
    "Search engines and other robots, checks of links, prefetched pages and failed requests are left out; the list is public in the repository, platform/usage-exclusions.yaml.",
  howPrivacy:
    "Only numbers for each day are kept. No visitor’s network address, browser or origin is stored, no cookie is set for counting, and a browser that asks not to be tracked (Do Not Track or Global Privacy Control) sends no count.",
  howGoatcounter: (host) =>
    `This site counts with GoatCounter at ${host}: a page that is opened sends its path, its title and the site that it was reached from, a click on a resource’s link sends the resource’s id; neither what somebody searches for nor the size of the screen is sent.`,
  howHits:
    "A click on a resource’s link also sends this site a request with nothing but the resource’s id, so that its own access log shows the download.",
  howSums:
    "Withdrawn datasets are no longer listed, but what was counted of them stays in the sums of agency, ministry and catalogue. Days are those of Taipei.",
  files: "Download the figures",
  csvDatasets: "By dataset (CSV)",
  csvDistributions: "By resource (CSV)",
  csvAgencies: "By agency (CSV)",
  csvMinistries: "By ministry (CSV)",
  csvMonths: "By month (CSV)",
  feed: "Each month’s most used datasets (Atom)",
};

const WORDS: Record<Lang, UsageWords> = { "zh-TW": zh, en };

/** Words of the pages of usage in an edition's language. */
export function usageWords(lang: Lang): UsageWords {
  return WORDS[lang];
}

type PlainWord = { [K in keyof UsageWords]: UsageWords[K] extends string ? K : never }[keyof UsageWords];

/** A word in both languages, for a dataset's page. */
export const usageLabel = (key: PlainWord): Label => ({ zh: zh[key], en: en[key] });

/** What the small chart of a dataset's page shows, in both languages. */
export const sparklineLabel = (months: number, least: number, most: number): Label => ({
  zh: `近 ${months} 個月每月點擊 ${formatNumber(least)} 至 ${formatNumber(most)} 次`,
  en: `${formatNumber(least)} to ${formatNumber(most)} views a month in ${count(months, "month", "months")}`,
});
