/** Sentences about a spreadsheet that is read as an inventory: what is wrong, why, how to mend it. */

interface Sentence<A> {
  /** An error keeps the import from being written. */
  severity: "error" | "notice";
  message: (a: A) => string;
}

const error = <A>(message: (a: A) => string): Sentence<A> => ({ severity: "error", message });
const notice = <A>(message: (a: A) => string): Sentence<A> => ({ severity: "notice", message });

interface Cell {
  value: string;
}

export const SHEET_MESSAGES = {
  "sheet/no-heading": error<object>(
    () =>
      "找不到欄位名稱那一列；最前面 30 列裡要有一列寫「序號、系統、資料庫名稱、系統、資料庫描述…」等盤點表的欄位名稱（行動方案附件二）。可以先用 npm run inventory -- template 產生空白表",
  ),
  "sheet/no-column": error<{ heading: string }>(
    (a) => `缺少「${a.heading}」欄；請在欄位名稱那一列補上這一欄`,
  ),
  "sheet/two-columns": error<{ heading: string; first: string }>(
    (a) => `「${a.heading}」有兩欄，另一欄是 ${a.first} 欄；請刪除或改名其中一欄`,
  ),
  "sheet/unknown-column": notice<{ heading: string }>(
    (a) => `「${a.heading}」不是盤點表的欄位，這一欄沒有匯入`,
  ),
  "sheet/too-many-rows": error<{ limit: number }>(
    (a) => `超過 ${a.limit.toLocaleString("en")} 列；請把盤點表分給所屬機關各自填寫`,
  ),
  "sheet/agency": error<{ value: string; agency: string }>(
    (a) => `機關代碼是 ${a.value}，不是要匯入的 ${a.agency}；請確認檔案與指令的機關`,
  ),
  "sheet/no-date": error<object>(
    () =>
      "沒有盤點日期；請填「盤點日期」欄，在表格上方寫「盤點日期：115年3月1日」，或加上 --reviewed 2026-03-01",
  ),
  "sheet/two-dates": error<{ value: string; first: string }>(
    (a) => `盤點日期是 ${a.value}，其他列是 ${a.first}；整份盤點表只有一個盤點日期，請改為相同`,
  ),
  "sheet/id": error<Cell>((a) => `「${a.value}」不是序號；請填 1 到 100000 的整數`),
  "sheet/new-id": notice<{ id: number }>((a) => `沒有序號，給了還沒用過的 ${a.id}`),
  "sheet/duplicate-id": error<{ id: number; row: number }>(
    (a) => `序號 ${a.id} 與第 ${a.row} 列相同；請改為沒有用過的序號，或留空由匯入時編號`,
  ),
  "sheet/removed": notice<{ id: number; name: string }>(
    (a) => `序號 ${a.id}「${a.name}」不在試算表裡，會自盤點表移除`,
  ),
  "sheet/date": error<Cell>(
    (a) => `看不懂日期「${a.value}」；請填到日，例如 2026-03-01、115/3/1、115.03.01 或 115年3月1日`,
  ),
  "sheet/date-kind": notice<{ value: string; kind: string }>(
    (a) =>
      `日期 ${a.value} 沒有寫是已開放或預定開放，依今天的日期當作${a.kind}日期；可改寫為「${a.kind}：${a.value}」`,
  ),
  "sheet/no-opening-date": notice<Cell>(
    (a) => `「${a.value}」沒有日期，開放日期留空；請補「已開放：115年3月1日」`,
  ),
  "sheet/not-in-list": error<Cell & { allowed: string }>((a) => `看不懂「${a.value}」；請填 ${a.allowed}`),
  "sheet/one-only": error<Cell & { allowed: string }>(
    (a) => `「${a.value}」不只一項；每列只能填一項：${a.allowed}。不同分類的資料請分列`,
  ),
  "sheet/derived": notice<{ heading: string; value: string; why: string }>(
    (a) => `試算表沒有「${a.heading}」欄，依${a.why}填為「${a.value}」`,
  ),
} as const;

type Sentences = typeof SHEET_MESSAGES;
export type SheetCode = keyof Sentences;
export type SheetArguments<C extends SheetCode> = Parameters<Sentences[C]["message"]>[0];

/** Something about a spreadsheet that was read. */
export interface SheetProblem {
  code: SheetCode;
  severity: "error" | "notice";
  /** Row as a spreadsheet counts it, from 1; undefined for the file as a whole. */
  row?: number;
  /** Column as a spreadsheet names it, such as C. */
  column?: string;
  message: string;
}

/** A cell may hold a book; a message shows its beginning. */
const SHOWN = 80;
const clip = ([key, value]: [string, unknown]): [string, unknown] =>
  key === "value" && typeof value === "string" && value.length > SHOWN
    ? [key, `${value.slice(0, SHOWN)}…`]
    : [key, value];

/** @param at 0-based row and column */
export function sheetProblem<C extends SheetCode>(
  code: C,
  at: { row?: number; column?: number },
  args: SheetArguments<C>,
): SheetProblem {
  const { severity, message } = SHEET_MESSAGES[code];
  return {
    code,
    severity,
    ...(at.row === undefined ? {} : { row: at.row + 1 }),
    ...(at.column === undefined ? {} : { column: columnName(at.column) }),
    message: message(Object.fromEntries(Object.entries(args).map(clip)) as never),
  };
}

/** Name of a column: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnName(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}
