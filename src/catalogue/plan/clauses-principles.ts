import type { Clause } from "./clauses.ts";

/** 行政院及所屬各級機關政府資料開放作業原則, clause by clause. */
export const PRINCIPLE_CLAUSES: readonly Clause[] = [
  {
    number: "一",
    what: { zh: "訂定目的。", en: "Purpose." },
    reason: { zh: "宣示目的，沒有可檢查的要求。", en: "It states a purpose and asks for nothing." },
  },
  {
    number: "二",
    what: {
      zh: "開放的範圍：職權內取得或做成、依法得公開的電子資料。",
      en: "Scope: electronic data obtained or made in office that the law allows to be public.",
    },
    shown: ["inventory"],
    reason: {
      zh: "是否屬於職權範圍、依法得否公開，由機關判斷並寫在盤點表。",
      en: "Whether the law allows it is the agency’s judgement, written in its inventory.",
    },
  },
  {
    number: "三（一）",
    what: {
      zh: "政府資料開放：於網路公開，供連結下載及利用。",
      en: "Open data: public on the net, to be linked and downloaded.",
    },
    checked: {
      how: {
        zh: "每項資料資源要有可用的網址，並定期檢查連結。",
        en: "Each distribution has an address, and links are visited.",
      },
      codes: ["distribution/no-address"],
    },
    shown: ["quality"],
  },
  {
    number: "三（二）",
    what: {
      zh: "資料集：一群相關的資料，為開放的單位。",
      en: "Dataset: a group of related data, the unit of release.",
    },
    shown: ["datasets"],
    reason: { zh: "資料之間是否相關，須由人判斷。", en: "Whether data belong together takes a person." },
  },
  {
    number: "三（三）",
    what: {
      zh: "開放格式：不須特定軟硬體即可取用。",
      en: "Open format: readable without particular software.",
    },
    checked: {
      how: {
        zh: "依檔案格式計算星等，不到 3 星者警告。",
        en: "Stars follow from the formats; fewer than three bring a warning.",
      },
      codes: ["quality/stars"],
    },
    shown: ["quality"],
  },
  {
    number: "四第一項",
    what: {
      zh: "以開放為原則；不開放者敘明理由並經首長核可。",
      en: "Open by default; what is not open has a reason and the head’s approval.",
    },
    checked: {
      how: {
        zh: "丙類資料必須填寫理由、法規與首長核可。",
        en: "A row of class C must name its reason, its law and the head’s approval.",
      },
      codes: ["field/missing", "inventory/approval-late", "inventory/outcome"],
    },
    shown: ["inventory"],
  },
  {
    number: "四第二項",
    what: { zh: "不開放的資料定期檢討有無適時開放必要。", en: "Closed data are reviewed from time to time." },
    checked: {
      how: {
        zh: "丙類資料必須有下次檢討日期，將到期與逾期都會標示。",
        en: "A row of class C must have a day of review; it is flagged when near and when passed.",
      },
      codes: ["inventory/review-order", "inventory/review-overdue", "inventory/review-due"],
    },
    shown: ["inventory"],
  },
  {
    number: "五",
    what: {
      zh: "以中央二級機關為中心統籌所屬，集中列示於平臺。",
      en: "Each ministry coordinates its agencies; all is listed on the platform.",
    },
    checked: {
      how: {
        zh: "資料集須屬於已登載的機關；盤點表已開放的甲類要列出資料集。",
        en: "A dataset belongs to a registered agency; an opened row of class A names its datasets.",
      },
      codes: ["agency/unknown", "inventory/opened-without-datasets"],
    },
    shown: ["agencies", "targets"],
  },
  {
    number: "六前段",
    what: {
      zh: "不任意分割，維持完整、正確與即時。",
      en: "Not split at will; whole, correct and timely.",
    },
    shown: ["quality"],
    reason: {
      zh: "是否任意分割、內容是否正確須由人判斷；時效與欄位由品質檢測呈現。",
      en: "Whether data were split or are correct takes a person; timeliness and columns are measured as quality.",
    },
  },
  {
    number: "六後段",
    what: { zh: "採開放格式，逐步達成機器可讀取。", en: "Open formats, machine-readable step by step." },
    checked: {
      how: {
        zh: "不到 3 星的格式警告；高頻更新卻只有檔案者建議提供 API。",
        en: "A warning below three stars, and where fast-changing data offer files only.",
      },
      codes: ["quality/stars", "quality/frequency-api"],
    },
    shown: ["quality"],
  },
  {
    number: "七第一項",
    what: {
      zh: "訂定使用規範，以自由加值應用為原則；有限制者定明。",
      en: "Terms of use that allow free reuse; limits are stated.",
    },
    checked: {
      how: {
        zh: "甲類不得收費或採非開放授權；乙類必須寫明使用規範與限制理由。",
        en: "Class A is free under an open licence; class B must name its terms and the reason for its limits.",
      },
      codes: ["licence/class", "field/missing"],
    },
    shown: ["datasets", "inventory"],
  },
  {
    number: "七第二項",
    what: {
      zh: "使用規範載明承諾事項、責任限制、終止條件與著作權授權範圍。",
      en: "Terms state duties, liability, ending and the scope of copyright.",
    },
    reason: {
      zh: "規範內容是法律文件，本目錄只連到條款全文。",
      en: "Terms are legal texts; the catalogue links to them.",
    },
  },
  {
    number: "八",
    what: {
      zh: "以無償為原則；收費者約定方式與金額，並定期檢討。",
      en: "Free by default; charges are agreed on and reviewed.",
    },
    checked: {
      how: {
        zh: "收費者必須寫明基準、徵詢與諮詢小組審核；下次檢討將到期與逾期都會標示。",
        en: "A charge names its basis, consultation and the council’s decision; its review is flagged when near or passed.",
      },
      codes: ["field/missing", "inventory/charging-review", "inventory/review-overdue"],
    },
    shown: ["inventory"],
  },
  {
    number: "九",
    what: {
      zh: "建立意見回饋、正確性回報與諮詢管道，綜整意見並改善。",
      en: "Ways to give feedback, report errors and ask, with answers that improve the data.",
    },
    shown: ["opinions"],
    reason: {
      zh: "回覆期限由程式計算；是否據以改善須由人判斷。",
      en: "Days of answer are counted; whether the data became better takes a person.",
    },
  },
  {
    number: "十",
    what: {
      zh: "未開放或有精進建議時，主管機關得協調改善。",
      en: "The authority may coordinate where data are not open or could be better.",
    },
    shown: ["opinions"],
    reason: { zh: "協調由主管機關進行。", en: "Coordination is the authority’s." },
  },
  {
    number: "十一",
    what: {
      zh: "發展創新服務時，優先以開放資料由民間提供。",
      en: "New services preferably come from others, by open data.",
    },
    shown: ["showcases"],
    reason: { zh: "服務由誰提供是機關的決策。", en: "Who offers a service is the agency’s decision." },
  },
  {
    number: "十二",
    what: {
      zh: "建立績效管理與推廣機制，定期檢討，獎勵有功人員。",
      en: "Performance is managed, promoted, reviewed and rewarded.",
    },
    checked: {
      how: {
        zh: "比對行動方案與行動策略的目標與實績，未達標者標示。",
        en: "Targets of the action plan and the strategies are compared with what was reached.",
      },
      codes: ["target/cumulative", "target/datasets", "target/growth", "showcase/missing"],
    },
    shown: ["targets", "reports", "usage", "showcases"],
    reason: { zh: "獎勵由機關辦理，不在目錄登載。", en: "Rewards are the agency’s and not on record." },
  },
  {
    number: "十三",
    what: { zh: "保護個人資料，辦理資訊安全。", en: "Personal data are protected, information is secure." },
    checked: {
      how: {
        zh: "詮釋資料與文件含有身分證號、手機、私人信箱等即為錯誤。",
        en: "Identity numbers, mobile numbers or private mail in metadata and documents are errors.",
      },
      codes: ["personal-data/found"],
    },
    reason: {
      zh: "機關系統的資訊安全不在目錄的範圍。",
      en: "Security of the agencies’ own systems is beyond the catalogue.",
    },
  },
  {
    number: "十四",
    what: { zh: "執行規範由主管機關另定。", en: "The authority issues further rules." },
    shown: ["references"],
    reason: { zh: "授權規定，沒有可檢查的要求。", en: "It empowers and asks for nothing." },
  },
  {
    number: "十五",
    what: { zh: "各機關得自訂相關規定。", en: "Agencies may have rules of their own." },
    reason: { zh: "得自行決定，沒有可檢查的要求。", en: "It allows and asks for nothing." },
  },
  {
    number: "十六",
    what: {
      zh: "公營事業、公立學校與行政法人得準用。",
      en: "State enterprises, public schools and others may follow.",
    },
    reason: { zh: "得自行決定，沒有可檢查的要求。", en: "It allows and asks for nothing." },
  },
  {
    number: "十七",
    what: { zh: "地方政府得參照另訂規範。", en: "Local governments may issue their own." },
    reason: { zh: "得自行決定，沒有可檢查的要求。", en: "It allows and asks for nothing." },
  },
];
