import { ACT_NAMES, DECISIONS, ROLE_NAMES, STAGE_NAMES } from "./decision-table.ts";

const ROLES =
  "角色指在這一件送件中的身分：資料提供者是送件人，或所涉各機關的資料提供者；其餘三者是持有這一件所需某項核准的人，" +
  "送件人除外。表中沒有的動作不生效力。";
const UNLISTED =
  `「${STAGE_NAMES.unlisted}」疊加在其他狀態之上：其間的送審、抽回、退回與審查通過仍照原狀態處理，` +
  "帳號登錄後生效，期限自登錄時起算。";

/** The decision table in Chinese Markdown, for the guide and the architecture page. */
export function decisionTableMarkdown(): string {
  const rows = DECISIONS.map((row) => [
    row.from.map((stage) => STAGE_NAMES[stage]).join("、"),
    row.by.map((role) => ROLE_NAMES[role]).join("、"),
    ACT_NAMES[row.act],
    STAGE_NAMES[row.to],
    row.note ?? "",
    row.source,
  ]);
  const lines = [["狀態", "角色", "動作", "結果", "說明", "依據"], Array(6).fill("---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n${ROLES}\n\n${UNLISTED}\n`;
}
