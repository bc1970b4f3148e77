import type { Diagnostic } from "../catalogue/diagnostics.ts";
import type { Assessment, Requirement } from "./assessment.ts";
import { ROLE_NAMES } from "./decision-table.ts";
import { receivedAt } from "./lifecycle.ts";
import { oneLine } from "./markdown.ts";
import { CONTEXTS, LABELS } from "./names.ts";
import type { PullRequestRecord, StatusRecord } from "./records.ts";

/** A commit status as it should be. */
export type WantedStatus = Omit<StatusRecord, "at">;

/** GitHub's limit. */
const MAX_DESCRIPTION = 140;

/** A description is plain text; it is cut at GitHub's limit. */
function description(text: string): string {
  const line = oneLine(text);
  if (line.length <= MAX_DESCRIPTION) return line;
  let cut = "";
  for (const character of line) {
    if (cut.length + character.length >= MAX_DESCRIPTION) break;
    cut += character;
  }
  return `${cut}…`;
}

const names = (requirements: readonly Requirement[]) => [
  ...new Set(
    requirements.flatMap((r) => (r.given ? [`${r.given.by.displayName}（${r.given.by.account}）`] : [])),
  ),
];

/** Counts of errors and warnings, in words. */
export function countsText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const warnings = diagnostics.length - errors;
  if (errors === 0 && warnings === 0) return "沒有錯誤";
  return [
    ...(errors > 0 ? [`${errors} 個錯誤`] : ["沒有錯誤"]),
    ...(warnings > 0 ? [`${warnings} 個警告`] : []),
  ].join("、");
}

/** 資料檢查, from what the trusted checker found. `assess` should see it before it is set. */
export function checkStatus(diagnostics: readonly Diagnostic[]): WantedStatus {
  const failed = diagnostics.some((d) => d.severity === "error");
  return {
    context: CONTEXTS.check,
    state: failed ? "failure" : "success",
    description: description(countsText(diagnostics)),
  };
}

/** 鎖定欄位 (mission P9): names the fields, and who let them pass. */
function lockedStatus(assessment: Assessment): WantedStatus {
  const context = CONTEXTS.locked;
  const fields = [...new Set(assessment.submission.datasets.flatMap((d) => d.locked.map((l) => l.label)))];
  if (fields.length === 0) return { context, state: "success", description: "未變更鎖定欄位" };
  const locked = assessment.requirements.filter((r) => r.reason === "locked");
  const list = fields.join("、");
  return locked.length > 0 && locked.every((r) => r.given)
    ? {
        context,
        state: "success",
        description: description(`${names(locked).join("、")}已核准變更：${list}`),
      }
    : { context, state: "pending", description: description(`須平臺管理者核准變更：${list}`) };
}

const REFUSED = { deleted: "刪除已上架的資料集", link: "含符號連結", submodule: "含子模組" } as const;

/** 審查決定: whether every other approval that the register asks for is there. */
function decisionStatus(assessment: Assessment): WantedStatus {
  const context = CONTEXTS.decision;
  const { submission, state } = assessment;
  const pending = (text: string): WantedStatus => ({
    context,
    state: "pending",
    description: description(text),
  });
  if (submission.refused.length > 0) {
    const reasons = [...new Set(submission.refused.map((r) => REFUSED[r.reason]))].join("、");
    return { context, state: "failure", description: description(`不能併入：${reasons}`) };
  }
  if (state === "unlisted") return pending(LABELS.unlisted.description);
  if (state === "draft") return pending("暫存中，尚未送審");
  if (state === "returned") return pending("已退回，等待資料提供者修改後再送審");
  const needed = assessment.requirements.filter((r) => r.reason !== "locked");
  const open = needed.filter((r) => !r.given);
  if (open.length > 0) {
    const wanted = [...new Set(open.map((r) => ROLE_NAMES[r.role] + (r.agency ? `（${r.agency}）` : "")))];
    return pending(`等待核准：${wanted.join("、")}`);
  }
  const by = names(needed);
  const text = by.length > 0 ? `審查通過：${by.join("、")}` : "依規定無須另行審查";
  return { context, state: "success", description: description(text) };
}

/**
 * The statuses that the head should have. Without diagnostics that of 資料檢查 stays as it is.
 * @returns none for a pull request that is no longer open
 */
export function wantedStatuses(
  assessment: Assessment,
  record: PullRequestRecord,
  diagnostics: readonly Diagnostic[] | undefined,
): WantedStatus[] {
  if (record.state !== "open") return [];
  const received = receivedAt(record) !== undefined;
  return [
    // Its time is what counts, so it is never set again.
    ...(received
      ? []
      : [{ context: CONTEXTS.received, state: "success" as const, description: "平臺已收到這個版本" }]),
    ...(diagnostics ? [checkStatus(diagnostics)] : []),
    lockedStatus(assessment),
    decisionStatus(assessment),
  ];
}

/** How strange a pull request is: an officer's, a citizen's correction, of an account that is not listed. */
const strangeness = ({ labels }: PullRequestRecord): number =>
  labels.includes(LABELS.unlisted.name) ? 2 : labels.includes(LABELS.correction.name) ? 1 : 0;

/** Whether a pull request leaves the statuses of a head to another one: the older, and never to a stranger's. */
export function yieldsTo(record: PullRequestRecord, other: PullRequestRecord): boolean {
  if (other.state !== "open" || other.head !== record.head || other.baseBranch !== record.baseBranch)
    return false;
  const [own, others] = [strangeness(record), strangeness(other)];
  if (own !== others) return own > others;
  return other.number < record.number;
}

/** The statuses that have to be set; none on a head whose statuses speak for another pull request. */
export function missingStatuses(
  assessment: Assessment,
  record: PullRequestRecord,
  diagnostics: readonly Diagnostic[] | undefined,
): WantedStatus[] {
  if (record.sharedWith !== undefined) return [];
  return wantedStatuses(assessment, record, diagnostics).filter(
    (wanted) =>
      // One of the same words may be there, but of another pull request.
      wanted.context === CONTEXTS.received ||
      !record.statuses.some(
        (status) =>
          status.context === wanted.context &&
          status.state === wanted.state &&
          status.description === wanted.description,
      ),
  );
}
