import type { Lang } from "./urls.ts";

/** A word of the interface, a field or a vocabulary in both languages. */
export interface Label {
  zh: string;
  en: string;
}

const NUMBERS = new Intl.NumberFormat("en-US");
// Most counts are small, and a formatter takes longer than all else that a label needs.
const number = (n: number) => (Number.isInteger(n) && n >= 0 && n < 1000 ? String(n) : NUMBERS.format(n));
const plural = (n: number, one: string, many: string) => `${number(n)} ${n === 1 ? one : many}`;

const zh = {
  // Frame of every page.
  skip: "跳到主要內容",
  mainNavigation: "主要選單",
  siteInformation: "網站資訊",
  breadcrumbs: "目前位置",
  otherLanguage: "English",
  home: "首頁",
  datasets: "資料集",
  agencies: "機關",
  categories: "分類",
  statistics: "統計",
  quality: "資料品質",
  plan: "行動方案",
  opinions: "民眾意見",
  guide: "使用指引",
  search: "搜尋",
  searchLabel: "搜尋資料集",
  searchHint: "名稱、機關或關鍵字",
  about: "關於本站",
  accessibility: "無障礙聲明",
  fields: "欄位說明",
  office: "資料集管理",
  feed: "Atom 訂閱",
  feedAll: "最新資料集（Atom）",
  feedOf: (name: string) => `${name}的最新資料集（Atom）`,
  dataAccess: "資料介接",
  repository: "原始檔案儲存庫",
  footerLicence: "目錄的詮釋資料以政府資料開放授權條款－第1版提供；各資料集的授權方式見其頁面。",
  operatedBy: (name: string) => `維運：${name}`,
  asOf: (day: string) => `目錄日期 ${day}`,
  // Home.
  categoriesHeading: "依分類瀏覽",
  newestHeading: "最新上架",
  agenciesHeading: "依機關瀏覽",
  allDatasets: "全部資料集",
  allAgencies: "全部機關",
  allCategories: "全部分類",
  countDatasets: "資料集",
  countResources: "資料資源",
  countAgencies: "提供機關",
  countsHeading: "目錄現況",
  // Lists.
  datasetsTitle: "資料集",
  datasetsLede: (n: number) => `共 ${number(n)} 個資料集，最新上架的在前。`,
  listLede: (n: number) => (n === 0 ? "目前沒有資料集。" : `${number(n)} 個資料集，最新上架的在前。`),
  agenciesTitle: "提供機關",
  agenciesLede: (agencies: number, datasets: number) =>
    `${number(agencies)} 個機關提供 ${number(datasets)} 個資料集。數字包含所屬機關的資料集。`,
  otherAgencies: "其他機關",
  subordinates: (n: number) => `所屬 ${number(n)} 個機關`,
  subordinateAgencies: "所屬機關",
  categoriesTitle: "資料分類",
  categoriesLede: "依政府入口網服務分類，共 18 類。",
  datasetCount: (n: number) => `${number(n)} 個資料集`,
  noDatasets: "目前沒有資料集。",
  pagination: "分頁",
  previous: "上一頁",
  next: "下一頁",
  pageNumber: (n: number) => `第 ${number(n)} 頁`,
  pageOf: (n: number, all: number) => `第 ${number(n)} 頁，共 ${number(all)} 頁`,
  moreFormats: (n: number) => `另 ${n} 種`,
  updated: "更新",
  statisticsLede: (agencies: number, datasets: number) =>
    `${number(agencies)} 個機關、${number(datasets)} 個資料集，依月份、機關、分類、格式與星等統計。`,
  // Agency.
  agencyCode: "機關代碼",
  oid: "物件識別碼（OID）",
  englishName: "英文名稱",
  shortNames: "簡稱",
  website: "機關網站",
  parent: "上級機關",
  contacts: "聯絡窗口",
  ownDatasets: "資料集",
  withSubordinates: "含所屬機關",
  provisional: "暫用代碼",
  people: "人員與角色",
  // Register.
  authorisationsTitle: "授權清單",
  authorisationsLede: (people: number, agencies: number) =>
    `${number(people)} 人在 ${number(agencies)} 個機關擔任資料提供者、資料審查者或部會管理者。`,
  authorisationsHow: "授權寫在各機關的 agency.yaml，異動須經部會管理者或平臺管理者核准。",
  byMinistry: "依部會",
  byPerson: "依機關人員",
  authorisationsByPerson: "授權清單（依機關人員）",
  operators: "平臺管理者",
  officer: "機關人員",
  role: "身份",
  unit: "機關單位",
  deputy: "代理人",
  roleCount: (n: number) => `${number(n)} 項`,
  noAuthorisations: "目前沒有任何授權。",
  logTitle: "使用紀錄",
  logLede: (n: number) =>
    n === 0
      ? "沒有紀錄：網站建置時讀不到完整的 git 歷史。"
      : `${number(n)} 筆角色的新增與刪除，最新的在前；由 git 歷史推得，無法修改。`,
  time: "時間",
  changedBy: "部會管理人員",
  act: "動作",
  changedRole: "角色",
  commit: "提交",
  commitOf: (hash: string) => `提交 ${hash}`,
  downloadCsv: "下載 CSV",
  downloadJson: "下載 JSON",
  // Search.
  searchTitle: "搜尋資料集",
  searchLede: "輸入名稱、機關、關鍵字的任何一段；「台」「臺」視為相同。",
  // Dataset.
  identifier: "資料集編號",
  description: "資料集描述",
  columns: "主要欄位說明",
  resources: "資料資源",
  resourceCount: (n: number) => `${number(n)} 項`,
  moreResources: (n: number) => `其餘 ${number(n)} 項資料資源`,
  download: "下載",
  open: "連線",
  noAddress: "來源未提供網址",
  stars: "開放程度",
  starsOf: (n: number) => `${n} 星（滿分 5 星）`,
  starsUnknown: "格式未註明，無法評等",
  unknownFormat: "格式未註明",
  metadata: "詮釋資料",
  category: "資料分類",
  publisher: "提供機關",
  ministry: "部會",
  formats: "檔案格式",
  licence: "授權方式",
  openLicence: "符合開放定義",
  restrictedLicence: "使用前請詳閱條款",
  use: "引用這個資料集",
  attribution: "引用標示",
  citation: "書目格式",
  history: "內容異動",
  moreHistory: (n: number) => `更早的 ${number(n)} 筆紀錄`,
  created: "建立",
  modified: "修改",
  withdrawnAct: "下架",
  relistedAct: "重新上架",
  deletedAct: "刪除檔案",
  before: "原為",
  after: "改為",
  emptyValue: "（空白）",
  historyAll: "在儲存庫查看完整歷史",
  reviewHistory: "資料集歷史紀錄",
  reviewUser: "使用者",
  reviewStatus: "資料集狀態",
  reviewOpinion: "審查意見",
  reviewTime: "時間",
  related: "相關資料集",
  edit: "提出修正",
  incomplete: (source: string) => `本筆由「${source}」匯入，來源沒有下列必填欄位，待提供機關補正：`,
  withdrawnTitle: "這個資料集已下架",
  withdrawnText: "資料以不下架為原則；網址與歷史紀錄永久保留，資料不再提供。",
  withdrawnReason: "下架原因",
  withdrawnDate: "下架日期",
  withdrawnExplanation: "下架說明",
  reasonA: "公益情事變更：開放後公共利益的情況改變，繼續提供已不適當。",
  reasonB: "侵害第三人權利：繼續提供會侵害隱私、著作權或其他權利。",
  withdrawnTag: "已下架",
  relistedNote: (from: string, to: string) => `曾於 ${from} 下架，${to} 重新上架。`,
  // Not found.
  notFoundTitle: "找不到這個頁面",
  notFoundText: "網址可能打錯，或頁面從未存在。已下架的資料集仍保有頁面，可以用名稱搜尋。",
  // Prose pages.
  announcementsTitle: "公告",
  announcementsLede: (n: number) => (n === 0 ? "目前沒有公告。" : `${number(n)} 則公告，最新的在前。`),
  announcementsFeed: "公告（Atom）",
  announcementFor: "對象",
  everyone: "所有人員",
  guideTitle: "使用指引",
  guideDescription:
    "如何查找、使用、引用與訂閱資料集，如何提出修正；機關後臺的操作說明：每個角色、每個頁簽與按鈕。",
  aboutTitle: "關於本站",
  aboutDescription: "這個目錄收錄什麼、由誰維護、資料集如何審查與上架。",
  accessibilityTitle: "無障礙聲明",
  accessibilityDescription: "本站的無障礙目標、測試方式、已知限制與聯絡方式。",
  // Fields' reference.
  fieldsTitle: "欄位說明",
  fieldsLede: "資料集與機關檔案的每一個欄位，依資料集詮釋資料標準規範。本頁由檢核程式所用的同一份定義產生。",
  onThisPage: "本頁內容",
  datasetFile: "資料集檔案",
  agencyFile: "機關檔案",
  vocabularies: "代碼表",
  example: "範例",
  default: "預設值",
  source: "出處",
  vocabulary: "代碼表",
  locked: "上架後鎖定，修改須經平臺管理者核可",
  maxLength: (n: number) => `最多 ${number(n)} 字`,
  maxItems: (n: number) => `最多 ${number(n)} 項`,
  minimum: (n: number) => `不小於 ${number(n)}`,
  maxJoined: (n: number) => `合計最多 ${number(n)} 字`,
  values: "可用的值",
  requiredWhen: (condition: string) => `${condition}時必填`,
  oneAddress: "資料下載網址與資料存取網址至少填一個",
  code: "代碼",
  meaning: "意義",
  english: "英文",
  kind: "種類",
  kindFile: "檔案",
  kindService: "服務",
  kindApp: "應用程式",
  openDefinition: "開放定義",
  yes: "符合",
  no: "不符合",
  starsTitle: "5 星評等",
  starsText:
    "每個資料集的星等由檔案格式推算，取其中最高者。3 星以上是非專屬的格式，任何軟體都能讀取。第 5 星須由提供機關與其他資料建立連結，無法由格式判斷。",
  obligations: {
    required: "必填",
    recommended: "建議",
    optional: "選填",
    conditional: "視條件",
    inherited: "通常省略",
  },
  vocabularyTitles: {
    categories: "資料分類",
    types: "資料集類型",
    licences: "授權方式",
    frequencies: "更新頻率",
    "frequency-groups": "更新頻率分組",
    priorities: "開放優先次序",
    languages: "語系",
    formats: "檔案格式",
    charsets: "編碼格式",
    stars: "5 星評等",
  },
};

/** All words of the interface. A word that English lacks fails the type check. */
export type Words = typeof zh;

const en: Words = {
  skip: "Skip to main content",
  mainNavigation: "Main menu",
  siteInformation: "Site information",
  breadcrumbs: "You are here",
  otherLanguage: "中文",
  home: "Home",
  datasets: "Datasets",
  agencies: "Agencies",
  categories: "Categories",
  statistics: "Statistics",
  quality: "Quality",
  plan: "Action plan",
  opinions: "Opinions",
  guide: "Guide",
  search: "Search",
  searchLabel: "Search datasets",
  searchHint: "Name, agency or keyword",
  about: "About",
  accessibility: "Accessibility",
  fields: "Fields",
  office: "For agencies (in Chinese)",
  feed: "Atom feed",
  feedAll: "Newest datasets (Atom)",
  feedOf: (name) => `Newest datasets of ${name} (Atom)`,
  dataAccess: "Data access",
  repository: "Repository of the source files",
  footerLicence:
    "The catalogue’s metadata is under the Open Government Data License, version 1.0; each dataset’s page names its own licence.",
  operatedBy: (name) => `Operated by ${name}`,
  asOf: (day) => `Catalogue as of ${day}`,
  categoriesHeading: "By category",
  newestHeading: "Newest",
  agenciesHeading: "By agency",
  allDatasets: "All datasets",
  allAgencies: "All agencies",
  allCategories: "All categories",
  countDatasets: "datasets",
  countResources: "resources",
  countAgencies: "agencies",
  countsHeading: "The catalogue today",
  datasetsTitle: "Datasets",
  datasetsLede: (n) => `${plural(n, "dataset", "datasets")}, newest first. Titles are in Chinese.`,
  listLede: (n) => (n === 0 ? "No datasets yet." : `${plural(n, "dataset", "datasets")}, newest first.`),
  agenciesTitle: "Agencies",
  agenciesLede: (agencies, datasets) =>
    `${plural(agencies, "agency publishes", "agencies publish")} ${plural(datasets, "dataset", "datasets")}. ` +
    "Numbers include subordinate agencies.",
  otherAgencies: "Other agencies",
  subordinates: (n) => plural(n, "subordinate agency", "subordinate agencies"),
  subordinateAgencies: "Subordinate agencies",
  categoriesTitle: "Categories",
  categoriesLede: "The 18 service categories of the government portal.",
  datasetCount: (n) => plural(n, "dataset", "datasets"),
  noDatasets: "No datasets yet.",
  pagination: "Pages",
  previous: "Previous",
  next: "Next",
  pageNumber: (n) => `Page ${number(n)}`,
  pageOf: (n, all) => `Page ${number(n)} of ${number(all)}`,
  moreFormats: (n) => `${n} more`,
  updated: "Updated",
  statisticsLede: (agencies, datasets) =>
    `${plural(datasets, "dataset", "datasets")} of ${plural(agencies, "agency", "agencies")} by month, agency, ` +
    "category, format and stars.",
  agencyCode: "Agency code",
  oid: "Object identifier (OID)",
  englishName: "English name",
  shortNames: "Short names",
  website: "Website",
  parent: "Parent agency",
  contacts: "Contacts",
  ownDatasets: "Datasets",
  withSubordinates: "With subordinate agencies",
  provisional: "provisional code",
  people: "People and roles",
  authorisationsTitle: "Roles",
  authorisationsLede: (people, agencies) =>
    `${plural(people, "person is", "people are")} provider, reviewer or ministry administrator of ` +
    `${plural(agencies, "agency", "agencies")}.`,
  authorisationsHow:
    "Roles stand in each agency’s agency.yaml; a ministry administrator or a platform operator approves changes.",
  byMinistry: "By ministry",
  byPerson: "By person",
  authorisationsByPerson: "Roles by person",
  operators: "Platform operators",
  officer: "Person",
  role: "Role",
  unit: "Agency",
  deputy: "Deputy",
  roleCount: (n) => plural(n, "role", "roles"),
  noAuthorisations: "Nobody holds a role yet.",
  logTitle: "Log of roles",
  logLede: (n) =>
    n === 0
      ? "No entries: the build could not read the whole git history."
      : `${plural(n, "role", "roles")} granted or revoked, newest first; derived from git history, so nobody can edit it.`,
  time: "Time",
  changedBy: "Changed by",
  act: "Act",
  changedRole: "Role",
  commit: "Commit",
  commitOf: (hash) => `Commit ${hash}`,
  downloadCsv: "Download CSV",
  downloadJson: "Download JSON",
  searchTitle: "Search datasets",
  searchLede: "Any piece of a name, an agency or a keyword. Titles are in Chinese.",
  identifier: "Identifier",
  description: "Description",
  columns: "Main columns",
  resources: "Resources",
  resourceCount: (n) => plural(n, "item", "items"),
  moreResources: (n) => `${plural(n, "more resource", "more resources")}`,
  download: "Download",
  open: "Open",
  noAddress: "The source gives no address",
  stars: "Openness",
  starsOf: (n) => `${plural(n, "star", "stars")} of 5`,
  starsUnknown: "Format not given, so it cannot be rated",
  unknownFormat: "Format not given",
  metadata: "Metadata",
  category: "Category",
  publisher: "Publisher",
  ministry: "Ministry",
  formats: "Formats",
  licence: "Licence",
  openLicence: "Meets the open definition",
  restrictedLicence: "Read the terms before use",
  use: "Cite this dataset",
  attribution: "Attribution",
  citation: "Reference",
  history: "Changes",
  moreHistory: (n) => `${plural(n, "earlier entry", "earlier entries")}`,
  created: "Created",
  modified: "Changed",
  withdrawnAct: "Withdrawn",
  relistedAct: "Relisted",
  deletedAct: "File deleted",
  before: "Before",
  after: "After",
  emptyValue: "(empty)",
  historyAll: "Full history in the repository",
  reviewHistory: "Review history",
  reviewUser: "User",
  reviewStatus: "Status",
  reviewOpinion: "Opinion",
  reviewTime: "Time",
  related: "Related datasets",
  edit: "Propose a correction",
  incomplete: (source) =>
    `Imported from “${source}”, which lacks these mandatory fields; the agency has yet to add them:`,
  withdrawnTitle: "This dataset has been withdrawn",
  withdrawnText:
    "Data is withdrawn only for a reason. This address and its history are kept for ever; the data is no longer offered.",
  withdrawnReason: "Reason",
  withdrawnDate: "Date",
  withdrawnExplanation: "Explanation",
  reasonA: "The public interest changed: offering the data is no longer appropriate.",
  reasonB: "A third party’s rights: offering the data would infringe privacy, copyright or other rights.",
  withdrawnTag: "Withdrawn",
  relistedNote: (from, to) => `Withdrawn on ${from}, relisted on ${to}.`,
  notFoundTitle: "Page not found",
  notFoundText:
    "The address may be mistyped, or the page never existed. Withdrawn datasets keep their page: search by name.",
  announcementsTitle: "Announcements",
  announcementsLede: (n) =>
    n === 0
      ? "No announcements at present."
      : `${plural(n, "announcement", "announcements")} for officers, newest first, in Chinese.`,
  announcementsFeed: "Announcements (Atom)",
  announcementFor: "For",
  everyone: "everybody",
  guideTitle: "Guide",
  guideDescription:
    "How to find, use, cite and follow datasets, how to propose a correction, how agencies submit datasets.",
  aboutTitle: "About",
  aboutDescription: "What this catalogue holds, who keeps it, and how datasets are reviewed and published.",
  accessibilityTitle: "Accessibility",
  accessibilityDescription: "What this site aims at, how it is tested, its known limits and whom to tell.",
  fieldsTitle: "Fields",
  fieldsLede:
    "Every field of a dataset’s and an agency’s file, after the national metadata standard. This page is made from the definitions that the checker uses.",
  onThisPage: "On this page",
  datasetFile: "Dataset file",
  agencyFile: "Agency file",
  vocabularies: "Vocabularies",
  example: "Example",
  default: "Default",
  source: "Source",
  vocabulary: "Vocabulary",
  locked: "Locked after publication; a change needs the platform operator’s approval",
  maxLength: (n) => `at most ${plural(n, "character", "characters")}`,
  maxItems: (n) => `at most ${plural(n, "item", "items")}`,
  minimum: (n) => `at least ${number(n)}`,
  maxJoined: (n) => `${number(n)} characters altogether`,
  values: "Values",
  requiredWhen: (condition) => `required when ${condition}`,
  oneAddress: "at least one of download address and access address",
  code: "Code",
  meaning: "Chinese",
  english: "English",
  kind: "Kind",
  kindFile: "file",
  kindService: "service",
  kindApp: "application",
  openDefinition: "Open definition",
  yes: "meets it",
  no: "does not",
  starsTitle: "Five stars of open data",
  starsText:
    "A dataset’s stars follow from its file formats; the best one counts. From three stars on, any software can read the format. The fifth star takes links to other data, which no format shows.",
  obligations: {
    required: "required",
    recommended: "recommended",
    optional: "optional",
    conditional: "conditional",
    inherited: "normally omitted",
  },
  vocabularyTitles: {
    categories: "Categories",
    types: "Dataset types",
    licences: "Licences",
    frequencies: "Update frequencies",
    "frequency-groups": "Groups of update frequencies",
    priorities: "Priorities of release",
    languages: "Languages",
    formats: "File formats",
    charsets: "Character encodings",
    stars: "Five stars of open data",
  },
};

/** The interface's words in both languages. */
export const WORDS: Record<Lang, Words> = { "zh-TW": zh, en };

/** The interface's words of an edition. */
export function words(lang: Lang): Words {
  return WORDS[lang];
}

type PlainKey = { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words];
type CallKey = { [K in keyof Words]: Words[K] extends (...args: never[]) => string ? K : never }[keyof Words];

const pairs = new Map<PlainKey, Label>();

/** A word in both languages, for pages that exist once. */
export function both(key: PlainKey): Label {
  let label = pairs.get(key);
  if (!label) {
    label = { zh: zh[key], en: en[key] };
    pairs.set(key, label);
  }
  return label;
}

/** A sentence with arguments in both languages. */
export function bothOf<K extends CallKey>(key: K, ...args: Parameters<Words[K]>): Label {
  const call = (w: Words) => (w[key] as (...a: unknown[]) => string)(...args);
  return { zh: call(zh), en: call(en) };
}

/** The language's side of a label. */
export function side(label: Label, lang: Lang): string {
  return lang === "en" ? label.en : label.zh;
}

/** A number with thousands separators, the same in both languages. */
export function formatNumber(value: number): string {
  return number(value);
}

/** Language tag of an agency's name where an English page has only the Chinese one. */
export function agencyTag(agency: { name: string; nameEn: string }, lang: Lang): "zh-Hant" | undefined {
  return lang === "en" && agency.nameEn === agency.name ? "zh-Hant" : undefined;
}
