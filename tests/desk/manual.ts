/*
 * The manual of the old back office (政府資料開放平臺 後臺系統操作說明), one line for each tab, button and instruction,
 * with the test that replays it. manual.test.ts holds the table to the manual's contents and to the tests' titles.
 */

/** The manual's table of contents: 一 to 五, each with its numbered sections. */
export const CONTENTS: Record<string, readonly string[]> = {
  一: [
    "資料提供者新增資料集",
    "資料提供者修改已上架的資料集",
    "資料審查者審查資料集",
    "部會管理者授權資料提供者／資料審查者",
  ],
  二: ["後臺網址", "我的 e 政府會員登入網頁", "後臺系統網頁"],
  三: ["部會授權清單", "部會授權管理", "逾期通知", "互動專區", "使用紀錄", "公告", "資料集統計"],
  四: ["待審查", "已審查", "逾期通知", "互動專區", "公告", "資料集統計"],
  五: ["新增資料集", "待處理", "已處理", "已下架", "退回逾期通知", "互動專區", "公告", "資料集統計"],
};

/** Functions of mission.md that the desk must have as pages. */
export const FUNCTIONS = "P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P15 R1 R2 R3 R6 R7 M1 M2 M3 M5 M7".split(
  " ",
);

/** Words in the manual that are buttons, links or selections to act with. */
export const BUTTONS =
  "儲存 送審 預覽 刪除 抽回 修改 重新上架 快速審查 審查 審查通過 退回 常用審查用語 查詢 送出 >> << 回應".split(
    " ",
  );

export interface Replay {
  /** Part and number, such as 五.1. */
  section: string;
  /** Tab, button or instruction, in the manual's words. */
  what: string;
  /** Buttons that the test presses. */
  buttons?: readonly string[];
  /** Functions of mission.md. */
  ids?: readonly string[];
  /** `file › title` of the test. */
  tests: readonly string[];
}

const provider = (title: string) => `manual-provider.test.ts › ${title}`;
const reviewer = (title: string) => `manual-reviewer.test.ts › ${title}`;
const administrator = (title: string) => `manual-administrator.test.ts › ${title}`;
const form = (title: string) => `form.test.ts › ${title}`;

const CREATE = provider("新增資料集: a choice opens its fields, with the manual's defaults (P1)");
const SAVE = provider(
  "儲存: a draft in the browser, and a draft pull request with the form's very text (P2)",
);
const PREVIEW = provider("預覽: the page as the public will see it (P4)");
const PENDING = provider("待處理: found by name and state, and the name opens the form (P5)");
const SUBMIT = provider("送審 in 待處理: in review, and the reviewers are asked (P3)");
const SUBMIT_FORM = provider("送審 in the form: checked first, then submitted at once (P3)");
const PROCESSED = provider("已處理: what is in review and what was approved, and the name opens it (P7)");
const RECALL = provider("抽回: out of review, back in 待處理 (P8)");
const DELETE = provider("刪除: only what was never published (P6)");
const PUBLISHED = provider("審查通過: shown to the public from its 上架日期 on (P7)");
const MODIFY = provider("修改: four fields are locked, the file keeps its comments and order (P9)");
const TAKEDOWN = provider("申請下架: a submission that can be taken back; once approved, a tombstone (P10)");
const RELIST = provider("重新上架: from 已下架 into 待處理 (P11)");
const RETURN_OVERDUE = provider("退回逾期通知: what was returned and not handled in time (P12)");
const PROVIDER_OPINIONS = provider("互動專區: 我有話要說 with its 回應 (P13)");
const PROVIDER_NEWS = provider("公告: found by name and text (P14)");
const PROVIDER_COUNTS = provider("資料集統計: views and downloads of each dataset (P15)");
const ENTRY = provider("後臺網址: the desk begins with the provider's 待處理");
const SIGN_IN = provider("登入: a token links the account and is forgotten with the tab");
const OWN_COPY = provider(
  "登入 without a right on the catalogue: the last click is made on GitHub's page (P3)",
);
const TOKENLESS_NEW = provider("without a token: 新增資料集 by GitHub's pages, the same bytes (P1, P3)");
const TOKENLESS_EDIT = provider("without a token: 修改 by GitHub's pages, the same bytes (P9)");
const TOKENLESS_ACTS = provider(
  "without a token: 送審, 抽回, 刪除 and 申請下架 by GitHub's pages (P3, P6, P8, P10)",
);

const QUEUE = reviewer("待審查: found by name and state, with the days left (R1)");
const QUICK = reviewer("快速審查: approved without the details (R2)");
const DETAILS = reviewer("審查: fields, checks, links to the data, and 資料集歷史紀錄 (R3)");
const RETURN_EMPTY = reviewer("退回 without 審查意見 is refused (R5)");
const RETURN = reviewer("退回: 常用審查用語 writes into 審查意見, to be edited (R5)");
const APPROVE = reviewer("審查通過: moves to 已審查, and the provider sees it (R4)");
const REVIEWED = reviewer("已審查: lists what was approved (R6)");
const REVIEW_OVERDUE = reviewer("逾期通知: what was not reviewed in time (R7)");
const REVIEWER_OPINIONS = reviewer("互動專區: 我有話要說 with its 回應 (R8)");
const REVIEWER_NEWS = reviewer("公告: found by name and text (R9)");
const REVIEWER_COUNTS = reviewer("資料集統計: views and downloads of each dataset (R10)");
const REVIEWER_TOKENLESS = reviewer("without a token: 審查通過 and 退回 by GitHub's pages (R2, R5)");

const GRANTS = administrator("部會授權清單: who holds which role for which agency (M1)");
const REVOKE = administrator("刪除: a role is gone from the register and from CODEOWNERS (M1)");
const GRANT = administrator("部會授權管理: person, role and agencies by >> and <<, then 送出 (M2)");
const ALL_OVERDUE = administrator("逾期通知: both kinds, of the whole ministry (M3)");
const WANTED = administrator("互動專區: 我還想要 with its 回應 (M4)");
const LOG = administrator("使用紀錄: who granted or revoked which role, when (M5)");
const ADMIN_NEWS = administrator("公告: found by name and text (M6)");
const ADMIN_COUNTS = administrator("資料集統計: sorted by any column, and as CSV (M7)");
const ADMIN_TOKENLESS = administrator("without a token: the change of the register by GitHub's pages (M2)");

export const REPLAYS: readonly Replay[] = [
  // 一、使用者情境操作說明
  { section: "一.1", what: "登入系統", tests: [SIGN_IN] },
  { section: "一.1", what: "登打資料集", tests: [CREATE, SAVE] },
  { section: "一.1", what: "資料集送審", buttons: ["送審"], tests: [SUBMIT] },
  { section: "一.1", what: "查看送審結果", tests: [PROCESSED] },
  { section: "一.1", what: "資料集新增完成", tests: [PUBLISHED] },
  { section: "一.2", what: "選擇要修改的資料集", buttons: ["查詢"], tests: [MODIFY] },
  { section: "一.2", what: "四個欄位請洽平臺管理者", ids: ["P9"], tests: [MODIFY] },
  { section: "一.2", what: "修改並儲存", buttons: ["修改"], tests: [MODIFY, TOKENLESS_EDIT] },
  { section: "一.3", what: "選擇待審查資料集", buttons: ["查詢"], tests: [QUEUE] },
  { section: "一.3", what: "快速審查或審查", buttons: ["快速審查", "審查"], tests: [QUICK, DETAILS] },
  { section: "一.3", what: "查看已審查資料", tests: [REVIEWED] },
  { section: "一.4", what: "部會授權管理", ids: ["M2"], tests: [GRANT] },
  { section: "一.4", what: "查看設定結果", ids: ["M1"], tests: [GRANT, GRANTS] },

  // 二、後臺系統登入說明
  { section: "二.1", what: "在瀏覽器輸入後臺網址", tests: [ENTRY] },
  { section: "二.2", what: "登入", tests: [SIGN_IN, OWN_COPY] },
  { section: "二.3", what: "預設為資料提供者，待處理", tests: [ENTRY] },

  // 三、部會管理者
  { section: "三.1", what: "檢視授權清單", ids: ["M1"], tests: [GRANTS] },
  { section: "三.1", what: "刪除角色", buttons: ["刪除"], ids: ["M1"], tests: [REVOKE] },
  { section: "三.2", what: "選擇機關人員與角色", ids: ["M2"], tests: [GRANT] },
  { section: "三.2", what: "目前已選取的機關", buttons: [">>", "<<"], tests: [GRANT] },
  { section: "三.2", what: "送出", buttons: ["送出"], ids: ["M2"], tests: [GRANT, ADMIN_TOKENLESS] },
  { section: "三.3", what: "查詢逾期", buttons: ["查詢"], ids: ["M3"], tests: [ALL_OVERDUE] },
  { section: "三.4", what: "我還想要：標題查詢、檢視、回應", buttons: ["回應", "送出"], tests: [WANTED] },
  { section: "三.5", what: "處理紀錄", ids: ["M5"], tests: [LOG] },
  { section: "三.6", what: "檢視公告", tests: [ADMIN_NEWS] },
  { section: "三.7", what: "瀏覽及下載次數", ids: ["M7"], tests: [ADMIN_COUNTS] },

  // 四、資料審查者
  { section: "四.1", what: "待審查清單與查詢", buttons: ["查詢"], ids: ["R1"], tests: [QUEUE] },
  { section: "四.1", what: "快速審查", buttons: ["快速審查"], ids: ["R2"], tests: [QUICK] },
  { section: "四.1", what: "逐一檢視內容", buttons: ["審查"], ids: ["R3"], tests: [DETAILS] },
  { section: "四.1", what: "點選資料格式檢視下載連結", ids: ["R3"], tests: [DETAILS] },
  { section: "四.1", what: "資料集歷史紀錄", ids: ["R3"], tests: [DETAILS] },
  { section: "四.1", what: "審查通過", buttons: ["審查通過"], tests: [APPROVE, REVIEWER_TOKENLESS] },
  { section: "四.1", what: "審查意見必填", tests: [RETURN_EMPTY] },
  { section: "四.1", what: "常用審查用語", buttons: ["常用審查用語"], tests: [RETURN] },
  { section: "四.1", what: "退回", buttons: ["退回"], tests: [RETURN, REVIEWER_TOKENLESS] },
  { section: "四.2", what: "已審查清單", buttons: ["查詢"], ids: ["R6"], tests: [REVIEWED] },
  { section: "四.3", what: "逾期未審核", ids: ["R7"], tests: [REVIEW_OVERDUE] },
  {
    section: "四.4",
    what: "我有話要說：查詢、檢視、回應",
    buttons: ["回應", "送出"],
    tests: [REVIEWER_OPINIONS],
  },
  { section: "四.5", what: "檢視公告", tests: [REVIEWER_NEWS] },
  { section: "四.6", what: "瀏覽及下載次數", tests: [REVIEWER_COUNTS] },

  // 五、資料提供者
  { section: "五.1", what: "「*」代表必填；a 資料分類預設 E00", ids: ["P1"], tests: [CREATE] },
  { section: "五.1", what: "b 類型帶出格式，格式帶出網址欄位", ids: ["P1"], tests: [CREATE] },
  { section: "五.1", what: "c 授權方式為其他", ids: ["P1"], tests: [CREATE] },
  { section: "五.1", what: "d 付費帶出兩個欄位", ids: ["P1"], tests: [CREATE] },
  { section: "五.1", what: "e 上架日期", ids: ["P1"], tests: [PUBLISHED] },
  {
    section: "五.1",
    what: "逐一輸入，鍵盤即可",
    ids: ["P1"],
    tests: [form("is filled in and submitted with the keyboard alone")],
  },
  { section: "五.1", what: "儲存", buttons: ["儲存"], ids: ["P2"], tests: [SAVE] },
  { section: "五.1", what: "送審", buttons: ["送審"], ids: ["P3"], tests: [SUBMIT_FORM, TOKENLESS_NEW] },
  {
    section: "五.1",
    what: "預覽",
    buttons: ["預覽"],
    ids: ["P4"],
    tests: [PREVIEW, form("previews the very HTML that the site's build makes")],
  },
  { section: "五.2", what: "查詢，點名稱修改", buttons: ["查詢"], ids: ["P5"], tests: [PENDING] },
  { section: "五.2", what: "送審", buttons: ["送審"], ids: ["P3"], tests: [SUBMIT, TOKENLESS_ACTS] },
  { section: "五.2", what: "刪除", buttons: ["刪除"], ids: ["P6"], tests: [DELETE, TOKENLESS_ACTS] },
  { section: "五.3", what: "查詢，點名稱檢視", buttons: ["查詢"], ids: ["P7"], tests: [PROCESSED] },
  { section: "五.3", what: "抽回審查中的", buttons: ["抽回"], ids: ["P8"], tests: [RECALL, TOKENLESS_ACTS] },
  { section: "五.3", what: "抽回申請下架的", buttons: ["抽回"], ids: ["P8", "P10"], tests: [TAKEDOWN] },
  { section: "五.3", what: "修改", buttons: ["修改"], ids: ["P9"], tests: [MODIFY, TOKENLESS_EDIT] },
  { section: "五.4", what: "已下架，重新上架", buttons: ["重新上架"], ids: ["P10", "P11"], tests: [RELIST] },
  { section: "五.5", what: "退回逾期", ids: ["P12"], tests: [RETURN_OVERDUE] },
  {
    section: "五.6",
    what: "我有話要說：查詢、檢視、回應",
    buttons: ["回應", "送出"],
    tests: [PROVIDER_OPINIONS],
  },
  { section: "五.7", what: "檢視公告", tests: [PROVIDER_NEWS] },
  { section: "五.8", what: "瀏覽及下載次數", ids: ["P15"], tests: [PROVIDER_COUNTS] },
];
