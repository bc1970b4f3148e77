import type { Clause } from "./clauses.ts";

const TERM_RULES = ["council/clause#term-length", "council/clause#renewal", "council/term"];

/** 政府資料開放諮詢小組設置要點, clause by clause. */
export const COUNCIL_CLAUSES: readonly Clause[] = [
  {
    number: "一",
    what: { zh: "訂定目的。", en: "Purpose." },
    reason: { zh: "宣示目的，沒有可檢查的要求。", en: "It states a purpose and asks for nothing." },
  },
  {
    number: "二",
    what: {
      zh: "行政院與各中央二級機關都設諮詢小組。",
      en: "The Executive Yuan and each ministry has a council.",
    },
    checked: {
      how: {
        zh: "列入表 1 分級的部會沒有登載諮詢小組時標示；層級須與機關相符。",
        en: "A ministry of table 1 without a council is flagged; the tier fits the agency.",
      },
      codes: ["council/missing", "council/tier"],
    },
    shown: ["councils"],
  },
  {
    number: "二（一）",
    what: { zh: "行政院諮詢小組的任務：政策、協調、督導。", en: "Tasks of the Executive Yuan’s council." },
    shown: ["councils", "targets"],
    reason: { zh: "任務是否達成須由人判斷。", en: "Whether a task is fulfilled takes a person." },
  },
  {
    number: "二（二）",
    what: {
      zh: "中央二級機關諮詢小組的任務：行動策略、分級與收費諮詢、溝通管道。",
      en: "Tasks of a ministry’s council: strategy, classes and charges, a way to talk.",
    },
    shown: ["strategies", "inventory", "councils"],
    reason: { zh: "任務是否達成須由人判斷。", en: "Whether a task is fulfilled takes a person." },
  },
  {
    number: "三（一）",
    what: {
      zh: "行政院：召集人一人由資訊長兼任，委員 8 至 11 人，民間不少於三分之一。",
      en: "Executive Yuan: one convener, its CIO; 8 to 11 members; a third from civil society.",
    },
    checked: {
      how: {
        zh: "委員含召集人計算；3 × 民間代表 ≥ 總人數。",
        en: "Members include the convener; 3 × civil members ≥ all.",
      },
      codes: [
        "council/clause#size",
        "council/clause#convener",
        "council/clause#convener-capacity",
        "council/clause#share",
        "council/two-conveners",
      ],
    },
    shown: ["councils"],
  },
  {
    number: "三（一）1",
    what: { zh: "機關代表由部會資訊長擔任。", en: "Government members are CIOs of ministries." },
    checked: {
      how: { zh: "機關代表的資格須為資訊長。", en: "Their capacity must be CIO." },
      codes: ["council/clause#government-capacity"],
    },
  },
  {
    number: "三（一）2",
    what: {
      zh: "民間代表由公（協）會、社會團體代表、學者專家擔任。",
      en: "Civil members come from associations or are scholars or experts.",
    },
    checked: {
      how: { zh: "民間代表的資格須為其中之一。", en: "Their capacity must be one of these." },
      codes: ["council/clause#civil-capacity"],
    },
  },
  {
    number: "三（一）3",
    what: {
      zh: "幕僚作業由國家發展委員會派員兼辦。",
      en: "The National Development Council does the staff work.",
    },
    reason: { zh: "幕僚的分工不在目錄登載。", en: "Staff work is not on record." },
  },
  {
    number: "三（二）",
    what: {
      zh: "部會：召集人一人由資訊長兼任，委員 11 至 21 人，民間不少於三分之一。",
      en: "Ministry: one convener, its CIO; 11 to 21 members; a third from civil society.",
    },
    checked: {
      how: {
        zh: "委員含召集人計算；3 × 民間代表 ≥ 總人數；並檢查自訂的最低人數。",
        en: "Members include the convener; 3 × civil members ≥ all; and the ministry’s own minimum.",
      },
      codes: [
        "council/clause#size",
        "council/clause#convener",
        "council/clause#convener-capacity",
        "council/clause#share",
        "council/clause#own-minimum",
      ],
    },
    shown: ["councils"],
  },
  {
    number: "三（二）1",
    what: {
      zh: "機關代表由法制、業務、主計、資訊主管與所屬機關人員擔任。",
      en: "Government members are heads of units or officers of subordinate agencies.",
    },
    checked: {
      how: { zh: "機關代表的資格須為其中之一。", en: "Their capacity must be one of these." },
      codes: ["council/clause#government-capacity"],
    },
    reason: { zh: "職務層級（主管、主任秘書以上）不在目錄登載。", en: "Ranks are not on record." },
  },
  {
    number: "三（二）2",
    what: {
      zh: "民間代表由業務領域、公（協）會、社會團體代表、學者專家擔任。",
      en: "Civil members come from the field or associations, or are scholars or experts.",
    },
    checked: {
      how: { zh: "民間代表的資格須為其中之一。", en: "Their capacity must be one of these." },
      codes: ["council/clause#civil-capacity"],
    },
  },
  {
    number: "四（一）",
    what: { zh: "行政院每年開會二次為原則。", en: "The Executive Yuan’s council meets twice a year." },
    checked: {
      how: {
        zh: "每半年一次；未召開與將屆期都會標示。",
        en: "Once each half-year; missed and near ones are flagged.",
      },
      codes: ["council/meeting-missed", "council/meeting-due"],
    },
    shown: ["councils"],
  },
  {
    number: "四（二）",
    what: { zh: "部會每季開會一次為原則。", en: "A ministry’s council meets each quarter." },
    checked: {
      how: {
        zh: "每季一次；未召開與將屆期都會標示。",
        en: "Once each quarter; missed and near ones are flagged.",
      },
      codes: ["council/meeting-missed", "council/meeting-due"],
    },
    shown: ["councils"],
  },
  {
    number: "四（三）",
    what: {
      zh: "召集人擔任主席；不能出席時指定委員一人代理。",
      en: "The convener takes the chair, or a member whom he names.",
    },
    checked: {
      how: {
        zh: "召集人出席時須為主席；否則主席須為當日的委員。",
        en: "Where the convener is present he is the chair; else a member of the day is.",
      },
      codes: ["minutes/clause#chair", "minutes/chair-absent"],
    },
  },
  {
    number: "四（四）",
    what: { zh: "委員過半數出席始得開會。", en: "More than half of the members must be present." },
    checked: {
      how: {
        zh: "2 × 出席人數 > 當日委員總數；代理只計機關代表。",
        en: "2 × present > members of the day; of those represented only the government’s count.",
      },
      codes: ["minutes/clause#quorum"],
    },
  },
  {
    number: "五",
    what: { zh: "得邀請有關人士列席。", en: "Others may be invited." },
    checked: {
      how: { zh: "列席者不得同時是委員。", en: "An observer is no member." },
      codes: ["minutes/observer-member"],
    },
  },
  {
    number: "六第一項",
    what: { zh: "機關代表隨本職進退。", en: "Government members come and go with their post." },
    shown: ["councils"],
    reason: {
      zh: "本職的異動不在目錄登載；到任與卸任日由機關填寫。",
      en: "Changes of post are not on record; the agency writes the days.",
    },
  },
  {
    number: "六第二項",
    what: {
      zh: "民間代表任期一年，得連任一次。",
      en: "Civil members serve a year and may be renewed once.",
    },
    checked: {
      how: {
        zh: "每屆不超過一年；學者專家與業務領域代表不得連續三屆；屆滿而沒有下一屆時標示。",
        en: "A term is a year at most; scholars and members from the field don’t serve three in a row; a term that ends without another is flagged.",
      },
      codes: TERM_RULES,
    },
    shown: ["councils"],
  },
  {
    number: "六第三項",
    what: {
      zh: "團體代表隨本職進退；學者專家出缺者補聘，至原任期屆滿。",
      en: "Members from associations go with their post; a scholar who leaves is replaced for the rest of the term.",
    },
    checked: {
      how: {
        zh: "補聘的對象須為同屆、同代表別、已卸任的委員，補聘者的任期不超過本屆。",
        en: "The one replaced was of the same term and side and has left; the replacement ends with the term.",
      },
      codes: ["council/replaces", "council/replacement-outside"],
    },
    reason: { zh: "團體職務的異動不在目錄登載。", en: "Changes of post in associations are not on record." },
  },
  {
    number: "六第四項",
    what: {
      zh: "民間代表每屆至少改聘二分之一。",
      en: "At least half of the civil members are new in each term.",
    },
    checked: {
      how: {
        zh: "2 × 新任民間代表 ≥ 本屆民間代表（不計補聘）；與登載的前一屆比較。",
        en: "2 × new civil members ≥ civil members of the term, replacements aside, against the term before on record.",
      },
      codes: ["council/clause#half-renewed"],
    },
  },
  {
    number: "七",
    what: {
      zh: "委員親自出席；機關代表得指派代表。",
      en: "Members come in person; only the government’s may send somebody.",
    },
    checked: {
      how: {
        zh: "民間代表不得由他人代理；每位委員只計一次。",
        en: "Civil members are not represented; nobody counts twice.",
      },
      codes: ["minutes/clause#representation", "minutes/represented-twice", "minutes/present-represented"],
    },
  },
  {
    number: "八",
    what: { zh: "委員為無給職。", en: "Members are unpaid." },
    reason: { zh: "報酬不在目錄登載。", en: "Pay is not on record." },
  },
  {
    number: "九",
    what: { zh: "委員名單公開於機關網站。", en: "The list of members is on the agency’s website." },
    checked: {
      how: {
        zh: "必須填寫名單的網址；本目錄也列出委員。",
        en: "Its address is mandatory; the catalogue lists the members too.",
      },
      codes: ["council/list"],
    },
    shown: ["councils"],
  },
  {
    number: "十",
    what: {
      zh: "部會按季檢視盤點資料與需求的回應；法規與系統問題列管或提報。",
      en: "A ministry’s council goes through inventories and answers each quarter; what is open is followed up.",
    },
    checked: {
      how: {
        zh: "每季的會議合計須檢視盤點資料與民間需求；決議逾期標示。",
        en: "Each quarter’s meetings together cover both; decisions past their day are flagged.",
      },
      codes: ["council/minutes", "council/decision-overdue"],
    },
    shown: ["councils"],
    reason: { zh: "回應是否適切須由人判斷。", en: "Whether an answer is right takes a person." },
  },
  {
    number: "十一",
    what: {
      zh: "部會按季提報推動成果，公開審查結果、不開放的依據，並更新預計開放清單。",
      en: "A ministry reports each quarter and publishes what is closed, why, and what is planned.",
    },
    checked: {
      how: {
        zh: "有會議的季沒有提報日期即標示；盤點表未更新、預計開放逾期也標示。",
        en: "A quarter with a meeting but no day of report is flagged; so are inventories and planned releases that are late.",
      },
      codes: ["council/report", "inventory/stale", "inventory/planned-overdue"],
    },
    shown: ["planned", "inventory", "reports"],
  },
  {
    number: "十二",
    what: { zh: "會議紀錄載明各方意見，並公開。", en: "Minutes state every side’s opinion and are public." },
    checked: {
      how: {
        zh: "內文須有「各方意見」一節，寫出出席的機關代表與民間代表的意見。",
        en: "The text has a section 各方意見 with the voices of both sides that were present.",
      },
      codes: ["minutes/clause#opinions"],
    },
    shown: ["councils"],
  },
  {
    number: "十三",
    what: {
      zh: "要點生效前已有的機制得沿用，仍依第九點至第十二點辦理。",
      en: "An older mechanism may be kept; clauses 9 to 12 still apply.",
    },
    checked: {
      how: {
        zh: "限部會且於要點生效前設立；不檢查三、四（三）、四（四）、六、七，仍檢查九至十二。",
        en: "For ministries only, and established before the rules; 3, 4 (3), 4 (4), 6 and 7 are not checked, 9 to 12 are.",
      },
      codes: ["council/existing"],
    },
    reason: {
      zh: "是否適時增列民間代表須由人判斷。",
      en: "Whether civil members were added in time takes a person.",
    },
  },
  {
    number: "十四",
    what: { zh: "經費由各該機關編列。", en: "Agencies budget for it." },
    reason: { zh: "經費不在目錄登載。", en: "Budgets are not on record." },
  },
  {
    number: "十五",
    what: { zh: "不對外行文，決議以機關名義行之。", en: "Councils don’t write letters; the agency does." },
    reason: { zh: "公文往來不在目錄登載。", en: "Correspondence is not on record." },
  },
];
