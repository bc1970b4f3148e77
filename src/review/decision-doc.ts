import { ACT_NAMES, DECISIONS, ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";

/** The columns of the table. */
export const DECISION_COLUMNS = ["狀態", "角色", "動作", "結果", "說明", "依據"] as const;

export const ROLES_NOTE =
  "角色指在這一件送件中的身分：資料提供者是送件人，或所涉各機關的資料提供者；民眾是民眾修正的送件人；其餘三者是持有" +
  "這一件所需某項核准的人，送件人除外。表中沒有的動作不生效力。";
export const UNLISTED_NOTE =
  `「${STAGE_NAMES.unlisted}」疊加在其他狀態之上：其間的送審、抽回、退回與審查通過仍照原狀態處理，` +
  "帳號登錄後生效，期限自登錄時起算。";

/** The decision table in Chinese, a list of cells for each row. */
export const decisionRows = (): string[][] =>
  DECISIONS.map((row) => [
    row.from.map((stage) => STAGE_NAMES[stage]).join("、"),
    row.by.map((role) => ROLE_NAMES[role]).join("、"),
    ACT_NAMES[row.act],
    STAGE_NAMES[row.to],
    row.note ?? "",
    row.source,
  ]);

/** The decision table as Markdown, for the architecture page. */
export function decisionTableMarkdown(): string {
  const rows = [DECISION_COLUMNS, DECISION_COLUMNS.map(() => "---"), ...decisionRows()];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `${table}\n\n${ROLES_NOTE}\n\n${UNLISTED_NOTE}\n`;
}
