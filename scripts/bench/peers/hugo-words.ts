const PATHS = [
  "datasets/",
  "agencies/",
  "categories/",
  "statistics/",
  "quality/",
  "plan/",
  "opinions/",
  "guide/",
];
const FOOTER = [
  "about/",
  "accessibility/",
  "fields/",
  "office/",
  "guide/",
  "announcements/",
  "authorisations/",
  "data/",
];
const links = (paths: readonly string[], names: string) => {
  const labels = names.split("、");
  return paths.map((path, index) => ({ path, label: labels[index] ?? path }));
};

const PARAMETERS = [
  "stars",
  "accrualperiodicity",
  "datatype",
  "categorycode",
  "issued",
  "changed",
  "license",
];
const figures = (names: string, hint: string) => {
  const labels = names.split("、");
  return PARAMETERS.map((parameter, index) => ({ parameter, label: labels[index] ?? parameter, hint }));
};

/** Words of the Hugo site, about as many as this project's pages have. */
export const WORDS = {
  zh: {
    site: "政府資料開放目錄",
    other: "English",
    skip: "跳到主要內容",
    search: "搜尋",
    find: "搜尋資料集",
    menu: "主要選單",
    newest: "最新資料集（Atom）",
    links: links(PATHS, "資料集、機關、分類、統計、資料品質、行動方案、民眾意見、使用指引"),
    information: "網站資訊",
    footer: links(FOOTER, "關於本站、無障礙聲明、欄位說明、資料集管理、使用指引、公告、授權清單、資料介接"),
    repository: "原始檔案儲存庫",
    feed: "Atom 訂閱",
    terms: "目錄的詮釋資料以政府資料開放授權條款－第1版提供；各資料集的授權方式見其頁面。",
    operator: "維運：政府資料開放平臺維運小組",
    place: "目前位置",
    home: "首頁",
    count: "共 %d 個資料集，最新上架的在前。",
    parent: "上級機關",
    code: "機關代碼",
    quality: "資料品質",
    contact: "聯絡窗口",
    pages: "分頁",
    previous: "上一頁",
    next: "下一頁",
    datasets: "資料集數",
    share: "占比",
    figures: figures(
      "資料星等、更新頻率、資料集類型、資料分類、發布年、最後更新年、授權方式",
      "已下架的資料集不計；同一資料集只計一次。",
    ),
    titles: {
      home: "政府資料開放目錄",
      datasets: "資料集",
      agencies: "機關",
      categories: "分類",
      quality: "的資料品質",
      plan: "的指標與進度",
    },
  },
  en: {
    site: "Open Government Data Catalogue",
    other: "中文",
    skip: "Skip to main content",
    search: "Search",
    find: "Search datasets",
    menu: "Main menu",
    newest: "Newest datasets (Atom)",
    links: links(PATHS, "Datasets、Agencies、Categories、Statistics、Quality、Action plan、Opinions、Guide"),
    information: "Site information",
    footer: links(
      FOOTER,
      "About、Accessibility、Fields、For agencies (in Chinese)、Guide、Announcements、Authorisations、Data access",
    ),
    repository: "Repository of the source files",
    feed: "Atom feed",
    terms:
      "The catalogue's metadata is under the Open Government Data License; each dataset's licence is on its page.",
    operator: "Operated by Open data platform operators",
    place: "You are here",
    home: "Home",
    count: "%d datasets, the newest first.",
    parent: "Parent agency",
    code: "Agency code",
    quality: "Quality",
    contact: "Contact",
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    datasets: "Datasets",
    share: "Share",
    figures: figures(
      "Stars、Update frequency、Type、Category、Year of issue、Year of last change、Licence",
      "Withdrawn datasets do not count; each dataset counts once.",
    ),
    titles: {
      home: "Open Government Data Catalogue",
      datasets: "Datasets",
      agencies: "Agencies",
      categories: "Categories",
      quality: "data quality",
      plan: "targets and progress",
    },
  },
  labels: {
    withdrawn: ["已下架", "Withdrawn"],
    download: ["下載", "Download"],
    metadata: ["詮釋資料", "Metadata"],
    licence: ["授權與計費", "Licence and charge"],
    open: ["符合開放定義", "Meets the open definition"],
    time: ["時間", "Time"],
    agency: ["機關與聯絡", "Agency and contact"],
    dataset: ["資料集", "Dataset"],
    cite: ["引用這個資料集", "Cite this dataset"],
    attribution: ["引用標示", "Attribution"],
    reference: ["書目格式", "Reference"],
    changes: ["內容異動", "Changes"],
    created: ["建立", "Created"],
    fullhistory: ["在儲存庫查看完整歷史", "Full history in the repository"],
    related: ["相關資料集", "Related datasets"],
  } as Record<string, [zh: string, en: string]>,
} as const;
