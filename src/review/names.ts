/*
 * Names that stand on GitHub itself: labels, statuses, markers. Setup creates them, the bot sets them, tests assert
 * them.
 */

/** Labels, with their colours and descriptions. */
export const LABELS = {
  unlisted: { name: "帳號未登錄", color: "d4c5f9", description: "送件帳號不在任何機關的授權清單" },
  draft: { name: "暫存", color: "ededed", description: "尚未送審" },
  inReview: { name: "審查中", color: "fbca04", description: "等待資料審查者" },
  returned: { name: "退回", color: "d93f0b", description: "等待資料提供者修改後再送審" },
  approved: { name: "審查通過", color: "0e8a16", description: "審查通過，檢查通過後即併入" },
  new: { name: "新增", color: "c2e0c6", description: "新增資料集" },
  modification: { name: "修改", color: "bfdadc", description: "修改已上架的資料集" },
  takedown: { name: "申請下架", color: "f9d0c4", description: "申請將資料集下架" },
  relisting: { name: "重新上架", color: "c5def5", description: "將已下架的資料集重新上架" },
  datasets: { name: "多筆資料集", color: "bfd4f2", description: "一次送審多筆資料集" },
  correction: { name: "民眾修正", color: "bfd4f2", description: "民眾提出的資料集修正" },
  plan: { name: "行動方案", color: "bfd4f2", description: "盤點表、諮詢小組、會議紀錄、行動策略" },
  register: { name: "授權異動", color: "fef2c0", description: "授權清單的異動" },
  platform: { name: "平臺維運", color: "e99695", description: "涉及平臺管理者維護的檔案" },
  locked: { name: "鎖定欄位", color: "b60205", description: "變更鎖定欄位，須平臺管理者核准" },
  reviewOverdue: { name: "逾期未審核", color: "b60205", description: "資料審查者未於 7 個工作日內審查" },
  returnOverdue: {
    name: "退回逾期未處理",
    color: "b60205",
    description: "資料提供者未於 7 個工作日內處理退回",
  },
  /** For the monthly issue that carries the notices. */
  notices: { name: "逾期通知", color: "5319e7", description: "逾期通知的彙整" },
  /** For issues that ask for a takedown or a relisting by form. */
  request: { name: "上下架申請", color: "f9d0c4", description: "以表單申請下架或重新上架" },
  /** For issues in which the public speaks: of a dataset, or of one that it wants (mission P13, M4). */
  opinion: { name: "我有話要說", color: "c5def5", description: "對已上架資料集的意見" },
  wanted: { name: "我還想要", color: "d4c5f9", description: "希望政府開放的資料集" },
  /** Of both: whether the agency has answered (mission P13, R8, D3, J1). */
  unanswered: { name: "未回覆", color: "fbca04", description: "等待機關回覆" },
  answered: { name: "已回覆", color: "0e8a16", description: "機關已回覆" },
  answerOverdue: { name: "逾期未回覆", color: "b60205", description: "機關未於期限內回覆" },
  unapproved: { name: "待核准", color: "f9d0c4", description: "回覆待資訊長核准" },
  unrouted: { name: "待轉請", color: "ededed", description: "還不知道由哪個機關回覆，等待平臺管理者轉請" },
  /** States of a request (mission M4). */
  requestReceived: { name: "受理", color: "c5def5", description: "機關已收到需求" },
  requestAssessing: { name: "評估", color: "bfd4f2", description: "機關評估中" },
  requestPlanned: { name: "預計開放", color: "bfdadc", description: "機關已排定開放日期" },
  requestOpened: { name: "已開放", color: "c2e0c6", description: "需要的資料集已上架" },
  requestDeclined: { name: "無法開放", color: "e99695", description: "機關已說明法規與理由" },
  requestDuplicate: { name: "併入其他需求", color: "ededed", description: "由另一則需求一併處理" },
  /** For the one issue of an agency whose own portal can't be read (mission A10). */
  harvest: { name: "介接異常", color: "e99695", description: "機關自有平臺的清單無法讀取" },
} as const;

/** Labels that name the agency which answers an opinion; made when first needed. */
export const AGENCY_LABEL_PREFIX = "機關：";
const AGENCY_LABEL = { color: "1d76db", description: "由這個機關回覆" };

/** A label that the bot may set, with what it is to look like. */
export function labelNamed(name: string): { name: string; color: string; description: string } | undefined {
  const known = Object.values(LABELS).find((label) => label.name === name);
  return known ?? (name.startsWith(AGENCY_LABEL_PREFIX) ? { name, ...AGENCY_LABEL } : undefined);
}

/** Commit statuses that the bot sets on the head of a submission. */
export const CONTEXTS = {
  /** Set once for each version, never again: its time says when the server first had this version. */
  received: "收件",
  /** What the trusted checker found in the submitted files. */
  check: "資料檢查",
  /** Whether the platform's operators approved a change of locked fields. */
  locked: "鎖定欄位",
  /** Whether every approval that the register asks for is there. */
  decision: "審查決定",
} as const;

/** Contexts that the branch rules require. */
export const REQUIRED_CONTEXTS = [CONTEXTS.check, CONTEXTS.locked, CONTEXTS.decision];

/** First line of the bot's one status comment; `key` is a digest of what the comment says. */
export const STATUS_MARKER = /^<!-- catalogue-status ([0-9a-f]{16}) -->/;
export const statusMarker = (key: string) => `<!-- catalogue-status ${key} -->`;

/** First line of an answer to one comment or review. */
export const ANSWER_MARKER = /^<!-- catalogue-answer ([A-Za-z0-9_=-]+) -->/;
export const answerMarker = (id: string) => `<!-- catalogue-answer ${id} -->`;

/**
 * First line of the bot's one comment in an opinion: a digest of what it says, the code of the agency that answers (`-`
 * where none is known), and the ids of the comments that had effect, each with what it did.
 */
export const OPINION_MARKER =
  /^<!-- catalogue-opinion ([0-9a-f]{16}) (-|[A-Za-z0-9_]{10})((?: [a-z]{1,10}:[A-Za-z0-9_=-]{1,100}){0,8}) -->/;
export const opinionMarker = (key: string, agency: string | undefined, effects: Record<string, string>) => {
  const ids = Object.entries(effects).map(([effect, id]) => `${effect}:${id}`);
  return `<!-- catalogue-opinion ${[key, agency ?? "-", ...ids].join(" ")} -->`;
};

/** First line of a digest of notices: which persons it mentions about what, as JSON. */
export const NOTICES_MARKER = /^<!-- catalogue-notices (\{[^\n]*\}) -->/;

/** Branches of proposals that the bot makes for somebody: `<act>/<identifier>/<account>`. */
export const PROPOSAL_BRANCH =
  /^(takedown|relisting)\/([A-Za-z0-9_]{10}-[A-Za-z0-9_]{6})\/([A-Za-z0-9-]{1,39})$/;
export const proposalBranch = (act: "takedown" | "relisting", identifier: string, account: string) =>
  `${act}/${identifier}/${account}`;

/** Branches on which the bot offers what it read on an agency's own portal: `harvest/<agency>`. */
export const HARVEST_BRANCH = /^harvest\/[A-Za-z0-9_]{10}$/;
export const harvestBranch = (agency: string) => `harvest/${agency}`;

/** First line of the issue about an agency's source. */
export const harvestMarker = (agency: string) => `<!-- catalogue-harvest ${agency} -->`;

/** Branch that holds the snapshots, apart from the catalogue. */
export const SNAPSHOT_BRANCH = "snapshots";

/** Workflow that builds and publishes the site. */
export const PUBLISH_WORKFLOW = "publish.yml";
