import type { ReplyClock, RequestStatus } from "../review/opinions/types.ts";
import { formatNumber, type Label } from "./i18n.ts";
import type { Lang } from "./urls.ts";

/*
 * Words of 我有話要說 and 我還想要, apart from those of i18n.ts, so that other pages' programs don't carry them.
 */

const count = (n: number, one: string, many: string) => `${formatNumber(n)} ${n === 1 ? one : many}`;
const days = (n: number) => n.toFixed(1);

const zh = {
  opinions: "我有話要說",
  wanted: "我還想要",
  speak: "提出意見",
  allOn: (n: number) => `全部 ${formatNumber(n)} 則`,
  opinionsLede: (n: number) =>
    n === 0
      ? "還沒有人對資料集提出意見。"
      : `民眾對資料集的 ${formatNumber(n)} 則意見與機關的回覆，最新的在前。`,
  wantedLede: (n: number) =>
    n === 0 ? "還沒有人提出需求。" : `民眾希望開放的 ${formatNumber(n)} 項資料與處理情形，最新的在前。`,
  taken: (time: string) => `內容讀取自 ${time}（臺北時間）。`,
  notTaken: "本次建置沒有讀取意見的紀錄。",
  chinese: "",
  sayOpinion: "我也有話要說",
  sayWanted: "我也想要別的資料",
  feed: (board: string) => `${board}（Atom）`,
  csv: "下載 CSV",
  json: "下載 JSON",
  files: "訂閱與下載",
  list: "意見清單",
  wantedList: "需求清單",
  date: "發表日期",
  dataset: "資料集名稱",
  title: "意見標題",
  text: "意見內容",
  replyState: "回覆狀態",
  wantedTitle: "標題",
  wantedAgency: "建議提供機關",
  likes: "喜歡",
  state: "狀態",
  none: "未註明",
  unrouted: "尚未轉請機關",
  pageOf: (n: number, all: number) => `第 ${formatNumber(n)} 頁，共 ${formatNumber(all)} 頁`,
  // Search.
  search: "查詢",
  searchOpinions: "資料集名稱、意見標題、意見內容",
  searchWanted: "標題、資料集名稱、建議原因",
  sort: "排序",
  sorts: {
    newest: "最新的在前",
    liked: "最多人喜歡的在前",
    open: "未回覆的在前",
    overdue: "逾期最久的在前",
  },
  anyState: "全部狀態",
  ministry: "部會",
  anyMinistry: "全部部會",
  noMinistry: "尚未轉請部會",
  submit: "查詢",
  reset: "清除條件",
  found: "符合 {n} 筆",
  more: "顯示更多",
  failed: "清單無法讀取，請稍候再試。",
  // Figures.
  figures: "各部會回覆情形",
  figuresNote: "兩個專區合計。平均日數依各部會計算期限的方式；併入其他需求的不計。",
  received: "收件",
  answered: "已回覆",
  late: "逾期回覆",
  overdue: "逾期未回覆",
  average: "平均日數",
  limit: "期限",
  limitOf: (n: number, working: boolean) => `${n} ${working ? "個工作天" : "日"}`,
  averageOf: (mean: number | undefined) => (mean === undefined ? "—" : days(mean)),
  averageLimit: (n: number) => `平均 ${n} 日`,
  approvalNeeded: "經資訊長核准",
  total: "合計",
  // Speak.
  speakLede: "對資料集有意見、發現錯誤，或想要還沒有開放的資料，都可以告訴機關。",
  speakDescription: "如何對資料集提出意見、修正，或提出想要的資料：GitHub 表單、電子郵件、網頁表單。",
  speakPublic:
    "寫下的內容會公開，任何人都看得到。請不要寫身分證字號、電話、住址等個人資料；帳號在本站遮蔽後顯示。",
  speakAbout: "資料集：",
  waysOpinion: "對資料集提出意見",
  waysWanted: "想要還沒有開放的資料",
  waysCorrection: "直接提出修正",
  correctionText:
    "知道怎麼改，可以直接修改資料集的說明再送出，由機關的審查者決定是否採用。在資料集的頁面按「提出修正」，或：",
  correctionLink: "修正這個資料集",
  issueText: "使用 GitHub 帳號，在表單填寫後送出；機關在同一頁回覆，您會收到通知。",
  issueLink: "開啟 GitHub 表單",
  mailText: (address: string) =>
    `沒有 GitHub 帳號，可以寄信到 ${address}，平臺人員會代為發表，不公開您的姓名與信箱。`,
  mailLink: "寫信",
  mailSubject: { opinion: "我有話要說", wanted: "我還想要" },
  mailBody: {
    opinion: "意見標題：\n意見類型：\n意見內容：\n\n資料集識別碼：",
    wanted: "建議資料集名稱：\n建議開放的欄位：\n建議原因：\n建議資料提供機關：",
  },
  formText: "或不用帳號，在這裡填寫：",
  noWays: "本站沒有設定儲存庫、意見信箱或表單，請洽維運機關。",
  fieldDataset: "資料集識別碼",
  fieldDatasetHint: "資料集網頁上的編號，例如 A41000000G-000001。",
  fieldKind: "意見類型",
  fieldTitle: "意見標題",
  fieldText: "意見內容",
  fieldName: "建議資料集名稱",
  fieldFields: "建議開放的欄位",
  fieldReason: "建議原因",
  fieldAgency: "建議資料提供機關",
  optional: "（選填）",
  honeypot: "請留空",
  send: "送出",
  deadlines: "多久會回覆",
  deadlinesText: (limit: string) =>
    `機關在 ${limit}內回覆，當天不計；逾期的會列在「我有話要說」與「我還想要」，並通知機關。`,
  deadlinesOther: "下列部會另有規定：",
};

export type OpinionWords = typeof zh;

const en: OpinionWords = {
  opinions: "Opinions on datasets",
  wanted: "Wanted datasets",
  speak: "Say something",
  allOn: (n) => `All ${formatNumber(n)}`,
  opinionsLede: (n) =>
    n === 0
      ? "Nobody has said anything of a dataset yet."
      : `${count(n, "opinion", "opinions")}, newest first.`,
  wantedLede: (n) =>
    n === 0 ? "Nobody has asked for a dataset yet." : `${count(n, "request", "requests")}, newest first.`,
  taken: (time) => `Read on ${time}, Taipei time.`,
  notTaken: "This build had no record of opinions.",
  chinese: "What people wrote is shown as they wrote it.",
  sayOpinion: "Say something of a dataset",
  sayWanted: "Ask for a dataset",
  feed: (board) => `${board} (Atom)`,
  csv: "Download CSV",
  json: "Download JSON",
  files: "Feed and files",
  list: "Opinions",
  wantedList: "Requests",
  date: "Date",
  dataset: "Dataset",
  title: "Title",
  text: "Opinion",
  replyState: "Answer",
  wantedTitle: "Title",
  wantedAgency: "Agency asked",
  likes: "Likes",
  state: "State",
  none: "not named",
  unrouted: "no agency yet",
  pageOf: (n, all) => `Page ${formatNumber(n)} of ${formatNumber(all)}.`,
  search: "Search",
  searchOpinions: "Dataset, title or opinion",
  searchWanted: "Title, dataset or reason",
  sort: "Order",
  sorts: {
    newest: "Newest first",
    liked: "Most liked first",
    open: "Not answered first",
    overdue: "Longest overdue first",
  },
  anyState: "Any state",
  ministry: "Ministry",
  anyMinistry: "Any ministry",
  noMinistry: "No ministry yet",
  submit: "Search",
  reset: "Clear",
  found: "{n} found",
  more: "Show more",
  failed: "The list could not be read. Try again later.",
  figures: "Answers by ministry",
  figuresNote:
    "Both boards together. Average days are counted as each ministry counts its limit; requests merged into others are left out.",
  received: "Received",
  answered: "Answered",
  late: "Answered late",
  overdue: "Overdue",
  average: "Average days",
  limit: "Limit",
  limitOf: (n, working) => count(n, working ? "working day" : "day", working ? "working days" : "days"),
  averageOf: (mean) => (mean === undefined ? "—" : days(mean)),
  averageLimit: (n) => `${n} on average`,
  approvalNeeded: "approved by the CIO",
  total: "In all",
  speakLede: "Tell an agency what you think of a dataset, what is wrong with it, or which data you miss.",
  speakDescription: "How to comment on a dataset, correct it or ask for another: GitHub, mail or form.",
  speakPublic:
    "What you write is public. Leave out identity numbers, telephone numbers, addresses and the like. Accounts are masked on this site.",
  speakAbout: "Dataset: ",
  waysOpinion: "Comment on a dataset",
  waysWanted: "Ask for data that is not open yet",
  waysCorrection: "Propose a correction",
  correctionText:
    "You may edit a dataset’s description yourself; the agency’s reviewer decides. Choose “Propose a correction” on the dataset’s page, or:",
  correctionLink: "Correct this dataset (in Chinese)",
  issueText: "With a GitHub account, fill in the form. The agency answers there, and you will be told.",
  issueLink: "Open the form on GitHub (in Chinese)",
  mailText: (address) =>
    `Without one, write to ${address}. The platform’s people post it for you, without your name and address.`,
  mailLink: "Write a mail",
  mailSubject: zh.mailSubject,
  mailBody: zh.mailBody,
  formText: "Or without any account, here:",
  noWays: "This site has neither repository, mailbox nor form. Please ask its operator.",
  fieldDataset: "Identifier of the dataset",
  fieldDatasetHint: "It stands on the dataset’s page, such as A41000000G-000001.",
  fieldKind: "Kind",
  fieldTitle: "Title",
  fieldText: "Opinion",
  fieldName: "Name of the dataset",
  fieldFields: "Fields wanted",
  fieldReason: "Reason",
  fieldAgency: "Agency",
  optional: " (optional)",
  honeypot: "Leave empty",
  send: "Send",
  deadlines: "When you will be answered",
  deadlinesText: (limit) =>
    `Agencies answer within ${limit}, not counting the first. What is overdue is shown on the boards, and the agency is told.`,
  deadlinesOther: "These ministries have rules of their own:",
};

const WORDS: Record<Lang, OpinionWords> = { "zh-TW": zh, en };

/** The words of an edition. */
export const opinionWords = (lang: Lang): OpinionWords => WORDS[lang];

/** A word in both languages, for a dataset's page. */
export const opinionLabel = (key: "opinions" | "speak"): Label => ({ zh: zh[key], en: en[key] });

/** Words of an entry's own page, which is in Chinese. */
export const ENTRY_WORDS = {
  author: "發表人",
  kind: "意見類型",
  text: "意見內容",
  fields: "建議開放的欄位",
  reason: "建議原因",
  agency: "負責機關",
  asked: "建議資料提供機關",
  name: "建議資料集名稱",
  replies: "回應",
  noReplies: "還沒有回應。",
  official: "機關回覆",
  cut: "（全文見 GitHub）",
  permalink: "固定網址",
  onGitHub: "在 GitHub 回應、按喜歡或不喜歡",
  dislikes: "不喜歡",
  closed: "討論已結束。",
  merged: "已併入本需求",
  more: (n: number) => `其餘 ${formatNumber(n)} 則回應見 GitHub。`,
  newOpinion: "對這個資料集發表新意見",
};

/**
 * How long an answer took, or may still take.
 * @param answered day of the answer, YYYY-MM-DD
 */
export function clockSentence(clock: ReplyClock | undefined, answered: string | undefined): string {
  if (!clock) return answered === undefined ? "還沒有轉請負責的機關。" : `${answered} 回覆。`;
  const unit = clock.counting === "working" ? "個工作天" : "日";
  const limit = `期限 ${clock.days} ${unit}，至 ${clock.deadline}`;
  if (answered !== undefined) {
    return `${answered} 回覆，用了 ${clock.used} ${unit}；${limit}${clock.late ? "，已逾期" : ""}。`;
  }
  if (clock.left === undefined) return `${limit}。`;
  if (clock.left < 0) return `尚未回覆；${limit}，已逾期 ${-clock.left} ${unit}。`;
  return clock.left === 0
    ? `尚未回覆；${limit}，今天到期。`
    : `尚未回覆；${limit}，還有 ${clock.left} ${unit}。`;
}

/**
 * Where a request stands.
 * @param day when it was recorded, YYYY-MM-DD
 */
export function requestSentence({ state, date, into }: RequestStatus, day: string): string {
  switch (state) {
    case "received":
      return `${day} 受理。`;
    case "assessing":
      return `${day} 開始評估是否開放。`;
    case "planned":
      return `${day} 決定開放${date === undefined ? "" : `，預計 ${date} 開放`}。`;
    case "opened":
      return `${day} 已開放。`;
    case "declined":
      return `${day} 決定無法開放。`;
    case "duplicate":
      return `${day} 併入其他需求${into === undefined ? "" : `（#${into}）`}，在那裡回覆。`;
  }
}
