import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Diagnostic } from "../catalogue/diagnostics.ts";
import { taipeiTime } from "../catalogue/today.ts";
import { HARVEST_LIMIT, LIMIT } from "./assess.ts";
import type { Assessment, Clock, HistoryLine, Missing, Requirement, State } from "./assessment.ts";
import { LINK_STATES, LINKS_END, linkCountsText, linksBegin, shownLinks } from "./checked-links.ts";
import { MOST_CORRECTED, MOST_CORRECTIONS } from "./corrections.ts";
import { ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";
import { cell, code, inline, link, ownLink, shorten } from "./markdown.ts";
import { CONTEXTS, LABELS, statusMarker } from "./names.ts";
import { findStatusComment } from "./own-comments.ts";
import { countsText, wantedStatuses } from "./plan-statuses.ts";
import type { PullRequestRecord, StatusRecord } from "./records.ts";
import { holdersOf, type Person, type Register } from "./register.ts";
import {
  agencyName,
  guide,
  HISTORY_NAMES,
  kindName,
  personsText,
  personText,
  ROLES,
  subject,
} from "./words.ts";

/** One field as the public will see it. Texts are hostile. */
export interface FieldRow {
  label: string;
  before?: string;
  after?: string;
  /** The value is an address. */
  url?: boolean;
}

/** One dataset as the public will see it; a new one has only `after`. */
export interface DatasetView {
  identifier: string;
  title: string;
  rows: FieldRow[];
}

/** What a run without rights found of one address; informative, since it comes from an untrusted artifact. */
export interface LinkResult {
  resourceID: string;
  url: string;
  verdict: "alive" | "dead" | "unknown";
  detail: string;
  /** What the first bytes of the file show, and where that differs from what is declared: short lines. */
  findings?: string[];
}

/** What the comment shows of the submitted files. */
export interface StatusContent {
  datasets: DatasetView[];
  diagnostics: Diagnostic[];
  /** Undefined where this run knows none: those of the same head that the comment already shows are kept. */
  links?: LinkResult[];
}

/** What the texts need to know besides the submission. */
export interface ReviewSite {
  /** Address of the public site, with a slash at the end. */
  url: string;
  /** `owner/name`. */
  repository: string;
  /** Address of GitHub, without a slash at the end. */
  serverUrl: string;
  register: Register;
  /** 常用審查用語 by number. */
  phrases: ReadonlyMap<number, string>;
}

/** GitHub takes 65,536 characters; a little is left for what it may count otherwise. */
const MAX_BODY = 64_000;
const MAX_DIAGNOSTICS = 12_000;
const MAX_LINKS = 8_000;
const MAX_HISTORY = 6_000;
const MAX_PATHS = 3_000;

/** Hidden second line: digest of the datasets and diagnostics that the comment shows. */
const CONTENT_MARKER = /^<!-- catalogue-content ([0-9a-f]{16}) -->$/m;
/** A short digest of what a comment says. */
export const digest = (value: unknown): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(value) ?? ""))).slice(0, 16);

const withLf = (body: string) => body.replace(/\r\n/g, "\n");

/** What an untampered comment of the bot's still says of the content. */
function carriedContent(record: PullRequestRecord): string | undefined {
  const comment = findStatusComment(record);
  return comment && !comment.tampered ? CONTENT_MARKER.exec(withLf(comment.body))?.[1] : undefined;
}

/** The section on links: of this run's results, or what the comment already says. */
function linksOf(record: PullRequestRecord, content: StatusContent | undefined): string {
  return content?.links ? linksSection(record.head, content.links) : (shownLinks(record) ?? "");
}

/** GitHub's own contexts aside, the bot's statuses say what `requirements` and the diagnostics say. */
const OWN_CONTEXTS: ReadonlySet<string> = new Set(Object.values(CONTEXTS));
const foreign = (missing: readonly Missing[]) =>
  missing.filter((m) => m.what === "check" && !OWN_CONTEXTS.has(m.context));

/** Administrators whom an unlisted submitter asks (mission L1). */
function administratorsFor(
  assessment: Assessment,
  site: ReviewSite,
): { agency: string; persons: Person[] }[] {
  const { agencies, register } = assessment.submission;
  return [...new Set([...agencies, ...register])].map((agency) => ({
    agency,
    persons: holdersOf(site.register, "administrator", agency),
  }));
}

/**
 * Digest of all that the comment says. Its inputs: the state, whose turn it is, the clock's start (to the minute),
 * deadline and whether it is overdue, the approvals needed and given, what is missing and open to whom, the history,
 * the submitter, the files before and after, the head, conflicts, the statuses that say more than these, whom an
 * unlisted submitter asks, the content shown and the links. Neither days left nor answers: nothing that changes by
 * itself from day to day.
 * @param content without it, the content that the comment already shows is taken to be right
 */
export function statusKey(
  assessment: Assessment,
  record: PullRequestRecord,
  site: ReviewSite,
  content?: StatusContent,
): string {
  const { clock, submission } = assessment;
  return digest([
    assessment.state,
    assessment.draft,
    record.draft,
    assessment.title,
    assessment.submitter,
    assessment.turn,
    clock && [clock.kind, minute(clock.since), clock.deadline, clock.overdue],
    assessment.requirements,
    foreign(assessment.missing),
    assessment.missing.filter((m) => m.what === "button" || m.what === "conflict" || m.what === "shared"),
    assessment.acts,
    assessment.history,
    assessment.releaseDate,
    submission,
    record.state,
    record.head,
    record.baseBranch,
    assessment.state === "unlisted" && [administratorsFor(assessment, site), assessment.noCorrection],
    content ? contentDigest(content) : carriedContent(record),
    linksOf(record, content),
  ]);
}

const contentDigest = (content: StatusContent) => digest([content.datasets, content.diagnostics]);
const minute = (iso: string) => taipeiTime(new Date(iso));

/** The comment's whole body (mission P4, R3, L1). */
export function renderStatus(
  assessment: Assessment,
  record: PullRequestRecord,
  site: ReviewSite,
  content: StatusContent,
): string {
  const head = [
    `${statusMarker(statusKey(assessment, record, site, content))}\n<!-- catalogue-content ${contentDigest(content)} -->`,
    `## ${stateTitle(assessment)}`,
    facts(assessment, site),
    ...(assessment.state === "unlisted" ? [unlistedSection(assessment, record, site)] : []),
    ...correctionSection(assessment),
    ...takedownSection(assessment),
    ...checksSection(assessment, record, content),
  ];
  const tail = [
    linksOf(record, content),
    ...actsSection(assessment, record),
    ...historySection(assessment.history),
    FOOTER,
  ];
  const rest = [...head, ...tail].reduce((sum, part) => sum + part.length + 2, 0);
  const shown = datasetsSection(content.datasets, MAX_BODY - rest);
  return [...head, shown, ...tail].filter((part) => part !== "").join("\n\n");
}

const FOOTER =
  "<sub>這則留言由機器人維護，會隨狀態更新。指令寫在新留言的第一行；可以做什麼，請留言 `/說明`。</sub>";

const STATE_EN: Record<State, string> = {
  unlisted: "Account not listed",
  draft: "Draft",
  inReview: "In review",
  returned: "Returned",
  approved: "Approved",
  merged: "Merged",
  closed: "Closed",
};

function stateTitle({ state, submission }: Assessment): string {
  const after = state === "merged" && submission.kind === "takedown" ? "，永久下架" : "";
  return `${STAGE_NAMES[state]}${after} · ${STATE_EN[state]}`;
}

/** What the bot offers from an agency's own portal has another limit, in days (mission A10). */
const limitText = ({ elapsed, left }: Clock): string =>
  elapsed + left === HARVEST_LIMIT ? `${HARVEST_LIMIT} 日` : `${LIMIT} 個工作日`;

const CLOCK_NAMES = { review: LABELS.reviewOverdue.name, return: LABELS.returnOverdue.name } as const;

function facts(assessment: Assessment, site: ReviewSite): string {
  const { submission, submitter, turn, clock, releaseDate } = assessment;
  const only = submission.datasets.length === 1 ? submission.datasets[0]! : undefined;
  const about = `${kindName(submission)}：${cell(subject(assessment), 200)}${only ? `（${code(only.identifier)}）` : ""}`;
  const agencies = [...new Set([...submission.agencies, ...submission.register])];
  const named = agencies.slice(0, 10).map((agency) => cell(agencyName(site.register, agency), 60));
  const rows: [string, string][] = [["送件 Submission", about]];
  if (named.length > 0) {
    rows.push([
      "機關 Agency",
      named.join("、") + (agencies.length > 10 ? ` 等 ${agencies.length} 個機關` : ""),
    ]);
  }
  rows.push(["送件人 Submitted by", personText(submitter)]);
  if (turn) {
    const of = turn.agency ? `（${cell(agencyName(site.register, turn.agency), 60)}）` : "";
    rows.push(["輪到誰 Whose turn", `**${ROLE_NAMES[turn.role]}**${of}：${personsText(turn.persons)}`]);
  }
  if (clock) {
    const over = clock.overdue ? `，**${CLOCK_NAMES[clock.kind]}**` : "";
    rows.push(["起算 Since", `${minute(clock.since)}（臺北時間）`]);
    rows.push(["期限 Deadline", `${clock.deadline}（起算後第 ${limitText(clock)}）${over}`]);
  }
  if (releaseDate) rows.push(["預計上架日期 Release date", cell(releaseDate, 40)]);
  return table(["", ""], rows.map(tableRow));
}

const tableRow = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (titles: readonly string[], rows: readonly string[]): string =>
  [tableRow(titles), tableRow(titles.map(() => "---")), ...rows].join("\n");

const details = (title: string, body: string, open = false) =>
  `<details${open ? " open" : ""}><summary>${title}</summary>\n\n${body}\n\n</details>`;

/** As many of the blocks, in order, as the limit holds. */
function within(blocks: readonly string[], limit: number): { shown: string[]; left: number } {
  let length = 0;
  const shown: string[] = [];
  for (const block of blocks) {
    length += block.length + 2;
    if (length > limit) break;
    shown.push(block);
  }
  return { shown, left: blocks.length - shown.length };
}

/** A full address of a file on GitHub's page. */
const filePage = (site: ReviewSite, branch: string, path: string) =>
  `${site.serverUrl}/${site.repository}/blob/${branch}/${path}`;

function unlistedSection(assessment: Assessment, record: PullRequestRecord, site: ReviewSite): string {
  const asked = administratorsFor(assessment, site).slice(0, 5);
  const whom = asked.map(({ agency, persons }) => {
    const who =
      persons.length > 0 ? `部會管理者 ${personsText(persons)}` : "（本機關尚無部會管理者，請洽平臺管理者）";
    const path = `agencies/${agency}/agency.yaml`;
    const known = site.register.agencies.has(agency);
    const file = known ? ownLink(path, filePage(site, record.baseBranch, path)) : code(path);
    return `   - ${cell(agencyName(site.register, agency), 60)}：${who}；登錄於 ${file}`;
  });
  const { noCorrection } = assessment;
  const lines = [
    `### 帳號尚未登錄 Your account is not listed`,
    `${personText(assessment.submitter)} 不是所涉機關的資料提供者，這件送件還不能審查，也不計算期限。請：`,
    [
      "1. 請所屬機關的部會管理者把這個 GitHub 帳號登錄為資料提供者：",
      ...(whom.length > 0 ? whom : ["   - 平臺管理者"]),
      "2. 登錄後不必重送：機器人會移除「帳號未登錄」標籤，期限自那時起算。",
      "3. 如果送錯了，按頁面最下方「Close pull request」（關閉）。",
    ].join("\n"),
    "Ask an administrator named above to list your account; review then starts by itself.",
    ...(noCorrection ? NO_CORRECTION[noCorrection] : []),
  ];
  return lines.join("\n\n");
}

/** Why a stranger's pull request is no correction (mission A15), in both languages. */
const NO_CORRECTION: Record<NonNullable<Assessment["noCorrection"]>, readonly string[]> = {
  beyond: [
    "如果您是民眾，只想修正已上架資料集的內容：不必登錄也可以送件（**民眾修正**），但一件只能修改已上架資料集的檔案，" +
      "不能新增、刪除、上下架、變更鎖定欄位或修改其他檔案。請還原那些變更，或另開一件。",
    "As a citizen you may correct published datasets without being listed: please change nothing but their files, and no locked field.",
  ],
  tooMany: [
    `這個帳號已有 ${MOST_CORRECTIONS} 件民眾修正審查中，這一件先不審查；前面的有結果後，這一件會自動接著送審，不必重送。`,
    `You have ${MOST_CORRECTIONS} open corrections already; this one follows by itself when one of them is decided.`,
  ],
  tooLarge: [
    `一件民眾修正最多 ${MOST_CORRECTED} 筆資料集，這一件超過了；請拆成幾件。`,
    `A correction holds ${MOST_CORRECTED} datasets at most; please split this one.`,
  ],
};

/** What happens to a citizen's correction, in kind words (mission A15). */
function correctionSection({ submission, state }: Assessment): string[] {
  if (submission.kind !== "correction" || state === "closed") return [];
  const title = "### 民眾修正 A correction by a citizen";
  if (state === "merged") {
    return [title, "您的修正已經採用，謝謝您讓資料更正確。Your correction is in the catalogue. Thank you."];
  }
  return [
    title,
    "謝謝您協助改正資料。這件修正由資料集所屬機關的資料審查者決定，不會自動併入；結果會寫在這裡。" +
      "若被退回，請依審查意見修改檔案，再留言 `/送審`；不想繼續時，按頁面最下方「Close pull request」（關閉）即可。",
    `Thank you. A reviewer of the agency decides on your correction within ${LIMIT} working days. If it is returned, change the file as asked and comment \`/submit\`.`,
  ];
}

function takedownSection({ submission, state }: Assessment): string[] {
  const wanted = submission.datasets.some((d) => d.act === "takedown");
  if (!wanted || state === "merged" || state === "closed") return [];
  return [
    "> **資料以不下架為原則。** 僅限 A 公共利益變更、B 涉及第三人權利，並應敘明理由；下架後網址與歷史紀錄仍保留。",
  ];
}

const ICONS: Record<StatusRecord["state"], string> = {
  success: "✅",
  failure: "❌",
  pending: "⏳",
  error: "❌",
};

function checksSection(assessment: Assessment, record: PullRequestRecord, content: StatusContent): string[] {
  if (record.state !== "open") return [];
  const statuses = wantedStatuses(assessment, record, content.diagnostics).filter(
    (status) => status.context !== CONTEXTS.received,
  );
  const rows = statuses.map(({ context, state, description }) => [
    context,
    `${ICONS[state]} ${cell(description, 200)}`,
  ]);
  for (const m of foreign(assessment.missing).slice(0, 5)) {
    if (m.what !== "check") continue;
    rows.push([cell(m.context, 60), `${ICONS[m.state]} ${cell(m.description, 100)}`]);
  }
  const conflict = assessment.missing.some((m) => m.what === "conflict");
  rows.push([
    "衝突",
    conflict
      ? "❌ 與主分支衝突：請按頁面下方「Resolve conflicts」（解決衝突），或重新修改後再送審"
      : "✅ 沒有衝突",
  ]);
  if (record.sharedWith !== undefined) {
    const other = ownLink(
      `第 ${record.sharedWith} 號送件`,
      record.url.replace(/\d+$/, `${record.sharedWith}`),
    );
    rows.push([
      "版本",
      `⏳ 與${other}是同一個版本，GitHub 上的檢查標示屬於那一件；那一件結束後，這件才能併入`,
    ]);
  }
  const pressed = assessment.missing.flatMap((m) => (m.what === "button" ? [m.by] : []));
  if (pressed.length > 0) {
    rows.push(["核准按鈕", `⏳ GitHub 另須 ${personsText(pressed)} 以「Approve」按鈕核准`]);
  }
  return [
    "### 檢查 Checks",
    table(["項目", "結果"], rows.map(tableRow)),
    ...requirementsList(assessment.requirements),
    ...diagnosticsList(content.diagnostics),
    ...pathsList(assessment),
  ];
}

const REASONS: Record<Requirement["reason"], string> = {
  datasets: "資料集",
  plan: "行動方案",
  register: "授權清單",
  locked: "鎖定欄位",
  structure: "機關異動",
  platform: "平臺檔案",
};

function requirementsList(requirements: readonly Requirement[]): string[] {
  if (requirements.length === 0) return [];
  const lines = requirements.map(({ role, agency, reason, fields, holders, given }) => {
    const of = agency ? `（${code(agency)}）` : "";
    const what = fields ? `${REASONS[reason]}：${inline(shorten(fields.join("、"), 200))}` : REASONS[reason];
    const by = given
      ? `✅ ${personText(given.by)}，${minute(given.at)}`
      : holders.length > 0
        ? `⏳ ${personsText(holders)}`
        : "❌ 沒有可核准的人，請洽平臺管理者";
    return `- ${ROLE_NAMES[role]}${of}核准${what}：${by}`;
  });
  const { shown, left } = within(lines, MAX_PATHS);
  return [[...shown, ...(left > 0 ? [`- 另有 ${left} 項核准未列出`] : [])].join("\n")];
}

function diagnosticsList(diagnostics: readonly Diagnostic[]): string[] {
  if (diagnostics.length === 0) return [];
  const errors = diagnostics.filter((d) => d.severity === "error");
  const ordered = [...errors, ...diagnostics.filter((d) => d.severity !== "error")];
  const rows = ordered.map((d) =>
    tableRow([
      d.severity === "error" ? "❌ 錯誤" : "⚠️ 警告",
      code(`${shorten(d.file, 200)}:${d.line}`),
      cell(d.message, 300),
      cell(d.remedy, 300),
    ]),
  );
  const { shown, left } = within(rows, MAX_DIAGNOSTICS);
  const more = left > 0 ? `\n\n另有 ${left} 項未列出，請於本機執行 \`npm run validate\` 查看。` : "";
  const body = table(["", "位置", "問題", "修正方式"], shown) + more;
  return [details(`資料檢查：${countsText(diagnostics)}`, body, errors.length > 0)];
}

const REFUSED = {
  deleted: "已上架的資料集不能刪除檔案，請還原檔案並改用申請下架",
  link: "不接受符號連結",
  submodule: "不接受子模組",
} as const;

function pathsList({ submission }: Assessment): string[] {
  const refused = submission.refused.map((r) => `- ❌ ${code(shorten(r.path, 200))}：${REFUSED[r.reason]}`);
  const platform = submission.platform.map((path) => `- ${code(shorten(path, 200))}：須平臺管理者核准`);
  const { shown, left } = within([...refused, ...platform], MAX_PATHS);
  if (shown.length + left === 0) return [];
  return [[...shown, ...(left > 0 ? [`- 另有 ${left} 個檔案未列出`] : [])].join("\n")];
}

/** Steps by which long submissions are shortened, in order. After them fields are left out, then whole datasets. */
const LEVELS = [
  { cells: 2000, unchanged: true },
  { cells: 300, unchanged: true },
  { cells: 300, unchanged: false },
  { cells: 80, unchanged: false },
] as const;
/** What a dataset may take at least before whole ones are left out. */
const MIN_DATASET = 2000;

const SHORTENED = "內容較長，以下經縮短；完整內容請見「Files changed」分頁。";
const AS_PUBLIC = "### 公開後的樣子 As the public will see it";

function datasetsSection(datasets: readonly DatasetView[], budget: number): string {
  if (datasets.length === 0) return "";
  const alone = datasets.length === 1;
  for (const [index, level] of LEVELS.entries()) {
    const blocks = datasets.map((d) => datasetBlock(d, level, alone));
    const body = [AS_PUBLIC, ...(index > 0 ? [SHORTENED] : []), ...blocks].join("\n\n");
    if (body.length <= budget) return body;
  }
  const room = budget - AS_PUBLIC.length - SHORTENED.length - 60;
  const each = Math.max(MIN_DATASET, Math.floor(room / datasets.length) - 200);
  const blocks = datasets.map((d) => datasetBlock(d, LEVELS[LEVELS.length - 1]!, alone, each));
  const { shown, left } = within(blocks, room);
  const more = left > 0 ? [`另有 ${left} 筆資料集未列出（共 ${datasets.length} 筆）。`] : [];
  return [AS_PUBLIC, SHORTENED, ...shown, ...more].join("\n\n");
}

function datasetBlock(
  { rows, identifier, title }: DatasetView,
  level: (typeof LEVELS)[number],
  alone: boolean,
  limit = Number.POSITIVE_INFINITY,
): string {
  const value = (row: FieldRow, text: string | undefined) => {
    if (text === undefined || text === "") return "（空白）";
    return row.url && text.length <= Math.max(level.cells, 300) ? link("", text) : cell(text, level.cells);
  };
  const lines = (shown: readonly FieldRow[], both: boolean) =>
    shown.map((row) =>
      tableRow([cell(row.label, 60), ...(both ? [value(row, row.before)] : []), value(row, row.after)]),
    );
  const bounded = (titles: readonly string[], shown: readonly FieldRow[]) => {
    const fitted = within(lines(shown, titles.length === 3), limit);
    const more = fitted.left > 0 ? `\n\n另有 ${fitted.left} 個欄位未列出。` : "";
    return table(titles, fitted.shown) + more;
  };
  const parts: string[] = [];
  if (rows.every((row) => row.before === undefined)) parts.push(bounded(["欄位", "內容"], rows));
  else {
    const changed = rows.filter((row) => row.before !== row.after);
    const same = rows.filter((row) => row.before === row.after);
    parts.push(changed.length > 0 ? bounded(["欄位", "原內容", "新內容"], changed) : "公開的欄位沒有變更。");
    if (same.length > 0 && level.unchanged) {
      parts.push(details(`未變更的欄位（${same.length}）`, table(["欄位", "內容"], lines(same, false))));
    }
  }
  const body = parts.join("\n\n");
  return alone ? body : details(`${inline(shorten(title, 100))}（${inline(identifier)}）`, body);
}

/** What a reviewer should look at begins so (mission R3). */
const isNoted = ({ findings = [] }: LinkResult) => findings.some((line) => line.startsWith("⚠️"));

function linksSection(head: string, links: readonly LinkResult[]): string {
  if (links.length === 0) return "";
  const count = (verdict: LinkResult["verdict"]) => links.filter((l) => l.verdict === verdict).length;
  const order = ["dead", "unknown", "alive"] as const;
  const rows = order.flatMap((verdict) =>
    links
      .filter((l) => l.verdict === verdict)
      .map((l) =>
        tableRow([
          LINK_STATES[verdict],
          code(shorten(l.resourceID, 60)),
          link("", l.url),
          [l.detail, ...(l.findings ?? [])].map((line) => cell(line, 200)).join("<br>"),
        ]),
      ),
  );
  const { shown, left } = within(rows, MAX_LINKS);
  const more = left > 0 ? `\n\n另有 ${left} 項未列出。` : "";
  const counts = linkCountsText({
    alive: count("alive"),
    dead: count("dead"),
    unknown: count("unknown"),
    noted: links.filter(isNoted).length,
  });
  return [
    linksBegin(head),
    "### 連結檢查 Links",
    "由自動檢查回報，僅供參考；審查時仍請點開確認。",
    details(counts, table(["結果", "資料資源", "網址", "說明"], shown) + more),
    LINKS_END,
  ].join("\n\n");
}

function actsSection(assessment: Assessment, record: PullRequestRecord): string[] {
  /** Roles that may do the same, by what they may do. */
  const blocks = new Map<string, string[]>();
  for (const role of ROLES) {
    const lines = assessment.acts[role].map((act) => `- ${guide(act, assessment, record.draft)}`);
    if (lines.length === 0) continue;
    const text = lines.join("\n");
    blocks.set(text, [...(blocks.get(text) ?? []), ROLE_NAMES[role]]);
  }
  if (blocks.size === 0) return [];
  return [
    "### 接下來可以做什麼 What to do next",
    ...[...blocks].map(([text, roles]) => `**${roles.join("、")}**\n\n${text}`),
  ];
}

function historySection(history: readonly HistoryLine[]): string[] {
  if (history.length === 0) return [];
  const rows = history.toReversed().map((line) => {
    const who = personText({ account: line.account, displayName: line.displayName });
    return tableRow([who, HISTORY_NAMES[line.act], cell(line.opinion ?? "", 300), minute(line.at)]);
  });
  const { shown, left } = within(rows, MAX_HISTORY);
  const more = left > 0 ? `\n\n較早的 ${left} 筆未列出。` : "";
  const body = table(["使用者", "資料集狀態", "審查意見", "時間"], shown) + more;
  return [details(`資料集歷史紀錄 History（${history.length}）`, body)];
}
