import type { InventorySystem } from "../catalogue/plan/check-inventory.ts";
import {
  CHOICES,
  type Choice,
  fold,
  writeChoice,
  writeItems,
  writeOpening,
  writeReason,
} from "./inventory-cells.ts";

/** Path of a value within a row, such as `approval.date`. */
export type Leaf = string;

/** What a column holds: the kind says how its cells are read. */
export type ColumnKind =
  | { kind: "id" | "text" | "items" | "date" | "datasets"; leaf: Leaf }
  | { kind: "choice" | "choices"; leaf: Leaf; choice: Choice }
  | { kind: "reason" | "opening" | "agency" | "reviewed" };

/** A column of the inventory's spreadsheet. */
export type Column = ColumnKind & {
  heading: string;
  /** Further headings under which officers know it. */
  names: readonly string[];
  /** One of annex 2's; the others stand to the right of those. */
  annex: boolean;
  /** Without it no row can be understood. */
  needed: boolean;
};

const annex = (heading: string, kind: ColumnKind, names: string[] = [], needed = true): Column => ({
  ...kind,
  heading,
  names,
  annex: true,
  needed,
});
const further = (heading: string, kind: ColumnKind, names: string[] = []): Column => ({
  ...kind,
  heading,
  names,
  annex: false,
  needed: false,
});
const text = (leaf: Leaf): ColumnKind => ({ kind: "text", leaf });
const date = (leaf: Leaf): ColumnKind => ({ kind: "date", leaf });

/** Columns in their order: annex 2 of 政府資料開放進階行動方案, then what the annex has no column for. */
export const COLUMNS: readonly Column[] = [
  annex("序號", { kind: "id", leaf: "id" }, ["編號", "項次"], false),
  annex("系統、資料庫名稱", text("name"), ["系統名稱", "資料庫名稱", "系統或資料庫名稱"]),
  annex("系統、資料庫描述", text("description"), ["系統描述", "資料庫描述", "系統或資料庫描述"]),
  annex(
    "使用對象：\n1.內部使用\n2.提供民眾使用\n3.跨機關使用",
    { kind: "choices", leaf: "users", choice: CHOICES.users },
    ["使用對象"],
  ),
  annex("蒐集資料項目\n(控制欄位免列)", { kind: "items", leaf: "items" }, ["蒐集資料項目", "資料項目"]),
  annex(
    "資料分類\n甲類:開放資料\n乙類:有限度利用資料\n丙類:不開放資料",
    { kind: "choice", leaf: "class", choice: CHOICES.class },
    ["資料分類"],
  ),
  annex("現況\n1.免費使用\n2.免費申請\n3.收費", { kind: "choice", leaf: "access", choice: CHOICES.access }, [
    "現況",
  ]),
  annex("不能開放之理由(含法規依據)", { kind: "reason" }, ["不能開放之理由", "不能開放理由", "不開放理由"]),
  annex("已開放 / 預定開放日期", { kind: "opening" }, ["已開放或預定開放日期", "開放日期", "預定開放日期"]),
  annex("管理單位", text("unit"), [], true),
  annex("備註", text("note"), [], false),
  further("盤點結果", { kind: "choice", leaf: "outcome", choice: CHOICES.outcome }),
  further("盤點日", date("found")),
  further("資料集識別碼", { kind: "datasets", leaf: "datasets" }, ["資料集"]),
  further("預計開放資料集名稱", text("plannedTitle")),
  further("首長核可（職稱）", text("approval.by")),
  further("首長核可日期", date("approval.date")),
  further("首長核可文號", text("approval.document")),
  further("下次檢討日期", date("nextReview")),
  further("授權條款名稱", text("terms.name")),
  further("授權條款網址", text("terms.url")),
  further("收費基準網址", text("charging.basis")),
  further("收費法規依據", text("charging.law")),
  further("徵詢意見起日", date("charging.consultedFrom")),
  further("徵詢意見迄日", date("charging.consultedTo")),
  further("諮詢小組審核日期", date("charging.decidedOn")),
  further("陳報備查日期", date("charging.reportedOn")),
  further("收費下次檢討日期", date("charging.nextReview")),
  further("優先次序", { kind: "choice", leaf: "priority", choice: CHOICES.priority }),
  further("優先理由", { kind: "choices", leaf: "grounds", choice: CHOICES.grounds }),
  further("機關代碼", { kind: "agency" }),
  further("盤點日期", { kind: "reviewed" }),
];

/** A heading on one line, for CSV and messages. */
export const headingLine = (column: Column): string => column.heading.replaceAll("\n", " ");

/** A heading in few words, for messages. */
export const shortHeading = (column: Column): string => column.heading.split(/[\n：(]/)[0]!;

/** What each column's headings are compared with, longest first so that 收費下次檢討日期 is not 下次檢討日期. */
const NAMES: readonly (readonly [folded: string, column: Column])[] = COLUMNS.flatMap((column) =>
  [column.heading, shortHeading(column), ...column.names].map((name) => [fold(name), column] as const),
).sort(([a], [b]) => b.length - a.length);

/** The column that a heading stands for; the annex's may go on with the choices that it lists. */
export function columnOf(heading: string): Column | undefined {
  const folded = fold(heading);
  if (folded === "") return undefined;
  const exact = NAMES.find(([name]) => name === folded);
  return (exact ?? NAMES.find(([name, column]) => column.annex && folded.startsWith(name)))?.[1];
}

/** Leaves that a column fills. */
export function leavesOf(column: Column): Leaf[] {
  switch (column.kind) {
    case "reason":
      return ["reason", "laws"];
    case "opening":
      return ["openedOn", "plannedOn"];
    case "agency":
    case "reviewed":
      return [];
    default:
      return [column.leaf];
  }
}

/** The value at a leaf of a row. */
export function leafOf(row: InventorySystem, leaf: Leaf): unknown {
  return leaf.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], row);
}

/** A row's cell. */
export function writeCell(
  column: Column,
  row: InventorySystem,
  file: { agency: string; reviewedOn: string },
): string {
  switch (column.kind) {
    case "agency":
      return file.agency;
    case "reviewed":
      return file.reviewedOn;
    case "reason":
      return writeReason(row.reason, row.laws);
    case "opening":
      return writeOpening(row.openedOn, row.plannedOn);
    case "items":
      return writeItems(row.items);
    case "datasets":
      return (row.datasets ?? []).join("\n");
    case "choice": {
      const code = leafOf(row, column.leaf) as string | undefined;
      return code === undefined ? "" : writeChoice(column.choice, code);
    }
    case "choices": {
      const codes = (leafOf(row, column.leaf) ?? []) as readonly string[];
      return codes.map((code) => writeChoice(column.choice, code)).join("\n");
    }
    default:
      return String(leafOf(row, column.leaf) ?? "");
  }
}
