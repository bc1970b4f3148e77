import type { InventorySystem } from "../catalogue/plan/check-inventory.ts";
import type { InventoryFile } from "../catalogue/plan/plan-files.ts";
import {
  allowedWords,
  type CellValue,
  CHOICES,
  cellDate,
  cellText,
  readChoice,
  readChoices,
  readItems,
  readOpening,
  readReason,
  writeChoice,
} from "./inventory-cells.ts";
import {
  COLUMNS,
  type Column,
  columnOf,
  type Leaf,
  leafOf,
  leavesOf,
  shortHeading,
} from "./inventory-columns.ts";
import {
  type SheetArguments,
  type SheetCode,
  type SheetProblem,
  sheetProblem,
} from "./inventory-sheet-messages.ts";

/** One sheet as it was read. */
export interface SheetTable {
  /** Name of the sheet, empty for CSV. */
  name: string;
  /** Rows of cells; empty cells are "". */
  rows: readonly (readonly CellValue[])[];
  /** Merged cells, 0-based, both ends included. */
  merges: readonly { top: number; left: number; bottom: number; right: number }[];
}

export interface ImportOptions {
  /** Code of the agency whose inventory it is. */
  agency: string;
  /** The inventory that stands: fields that the sheet has no column for are kept from it, by 序號. */
  existing?: InventoryFile;
  /** Day of the review, YYYY-MM-DD; else what the sheet says, else the existing one's. */
  reviewedOn?: string;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

export interface ImportedInventory {
  /** Present where no error was found in the cells. It may still break the inventory's rules. */
  file?: InventoryFile;
  /** In the order of the sheet. */
  problems: SheetProblem[];
  /** Row of the sheet, from 1, of each system of the file. */
  sheetRows: number[];
}

const HEADING_ROWS = 30;
const MOST_ROWS = 5000;
const LARGEST_ID = 100_000;

type Values = Map<Leaf, unknown>;

/** Columns of a sheet by their index, and the row of their headings. */
interface Layout {
  row: number;
  columns: Map<number, Column>;
}

/** Finds the row that names the most columns; title rows may stand above it. */
function layoutOf(table: SheetTable): Layout | undefined {
  let best: Layout | undefined;
  for (const [row, cells] of table.rows.slice(0, HEADING_ROWS).entries()) {
    const columns = new Map<number, Column>();
    for (const [index, cell] of cells.entries()) {
      const column = columnOf(cellText(cell));
      if (column) columns.set(index, column);
    }
    if (columns.size >= 3 && columns.size > (best?.columns.size ?? 0)) best = { row, columns };
  }
  return best;
}

/** Whether a sheet has the inventory's headings. */
export const isInventorySheet = (table: SheetTable): boolean => layoutOf(table) !== undefined;

/**
 * Reads a spreadsheet as an agency's inventory (行動方案 附件二). Cells are data: nothing in them is evaluated.
 * Every cell that can't be read is told with its row and column.
 */
export function importInventory(table: SheetTable, options: ImportOptions): ImportedInventory {
  const layout = layoutOf(table);
  if (!layout) return { problems: [sheetProblem("sheet/no-heading", {}, {})], sheetRows: [] };
  return new Import(table, layout, options).run();
}

class Import {
  readonly problems: SheetProblem[] = [];
  private readonly table: SheetTable;
  private readonly layout: Layout;
  private readonly options: ImportOptions;
  /** Row of the sheet by 序號. */
  private readonly ids = new Map<number, number>();
  private readonly present: ReadonlySet<Leaf>;

  constructor(table: SheetTable, layout: Layout, options: ImportOptions) {
    this.table = table;
    this.layout = layout;
    this.options = options;
    this.present = new Set([...layout.columns.values()].flatMap(leavesOf));
  }

  run(): ImportedInventory {
    this.checkColumns();
    const rows = this.dataRows();
    const read = rows.map(({ row, cells }) => ({ row, values: this.readRow(row, cells) }));
    this.giveIds(read);
    const reviewedOn = this.readFileCells(rows);
    const { existing, agency } = this.options;
    const known = new Map((existing?.systems ?? []).map((system) => [system.id, system]));
    for (const { id, name } of known.values()) {
      if (!this.ids.has(id)) this.tell("sheet/removed", {}, { id, name });
    }
    const systems = read.map(({ row, values }) => {
      const old = known.get(values.get("id") as number);
      if (old) this.keep(values, old);
      this.derive(row, values, reviewedOn);
      return systemOf(values);
    });
    const sheetRows = read.map(({ row }) => row + 1);
    this.problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
    const wrong = this.problems.some(({ severity }) => severity === "error");
    if (wrong || reviewedOn === undefined) return { problems: this.problems, sheetRows };
    return { file: { agency, reviewedOn, systems }, problems: this.problems, sheetRows };
  }

  private tell<C extends SheetCode>(code: C, at: { row?: number; column?: number }, args: SheetArguments<C>) {
    this.problems.push(sheetProblem(code, at, args));
  }

  private checkColumns(): void {
    const { row, columns } = this.layout;
    const seen = new Map<Column, number>();
    for (const [index, cell] of this.table.rows[row]!.entries()) {
      const column = columns.get(index);
      const heading = cellText(cell).replaceAll("\n", " ");
      if (!column) {
        if (heading !== "") this.tell("sheet/unknown-column", { row, column: index }, { heading });
        continue;
      }
      const first = seen.get(column);
      if (first === undefined) seen.set(column, index);
      else {
        columns.delete(index);
        const letter = sheetProblem("sheet/no-heading", { column: first }, {}).column!;
        this.tell(
          "sheet/two-columns",
          { row, column: index },
          { heading: shortHeading(column), first: letter },
        );
      }
    }
    for (const column of COLUMNS) {
      if (column.needed && !seen.has(column)) {
        this.tell("sheet/no-column", { row }, { heading: shortHeading(column) });
      }
    }
  }

  /** Rows with something in them, merged cells filled, up to the notes below the table. */
  private dataRows(): { row: number; cells: readonly CellValue[] }[] {
    const { row: heading, columns } = this.layout;
    const filled = new Map<number, CellValue[]>();
    for (const { top, left, bottom, right } of this.table.merges) {
      if (top <= heading || bottom - top > MOST_ROWS) continue;
      // 序號 is not repeated: rows that share it become rows of their own.
      const value = columns.get(left)?.kind === "id" ? "" : (this.table.rows[top]?.[left] ?? "");
      if (value === "" || left !== right) continue;
      for (let row = top + 1; row <= bottom && row < this.table.rows.length; row++) {
        const cells = filled.get(row) ?? [...this.table.rows[row]!];
        cells[left] = value;
        filled.set(row, cells);
      }
    }
    const found: { row: number; cells: readonly CellValue[] }[] = [];
    for (let row = heading + 1; row < this.table.rows.length; row++) {
      const cells = filled.get(row) ?? this.table.rows[row]!;
      const said = [...columns.keys()].filter((index) => cellText(cells[index]) !== "");
      if (said.length === 0) continue;
      if (said.length === 1 && /^(?:註|說明|填表說明)/.test(cellText(cells[said[0]!]))) break;
      if (found.length === MOST_ROWS) {
        this.tell("sheet/too-many-rows", { row }, { limit: MOST_ROWS });
        break;
      }
      found.push({ row, cells });
    }
    return found;
  }

  private readRow(row: number, cells: readonly CellValue[]): Values {
    const values: Values = new Map();
    for (const [index, column] of this.layout.columns) {
      const cell = cells[index] ?? "";
      if (cellText(cell) !== "") this.readCell(column, cell, { row, column: index }, values);
    }
    return values;
  }

  private readCell(
    column: Column,
    cell: CellValue,
    at: { row: number; column: number },
    values: Values,
  ): void {
    const value = cellText(cell);
    switch (column.kind) {
      case "id": {
        const id = /^([1-9]\d{0,5})[.、]?$/.exec(value.normalize("NFKC"))?.[1];
        if (id === undefined || Number(id) > LARGEST_ID) this.tell("sheet/id", at, { value });
        else values.set("id", Number(id));
        return;
      }
      case "text":
        values.set(column.leaf, value);
        return;
      case "items":
        values.set(column.leaf, readItems(cell));
        return;
      case "datasets":
        values.set(column.leaf, [...new Set(value.split(/[\s、,，;；]+/).filter((item) => item !== ""))]);
        return;
      case "date": {
        const date = cellDate(cell);
        if (date) values.set(column.leaf, date);
        else this.tell("sheet/date", at, { value });
        return;
      }
      case "choice":
      case "choices": {
        const read =
          column.kind === "choice" ? readChoice(column.choice, cell) : readChoices(column.choice, cell);
        if ("value" in read) values.set(column.leaf, read.value);
        else {
          const code = read.problem === "one-only" ? "sheet/one-only" : "sheet/not-in-list";
          this.tell(code, at, { value: value.replaceAll("\n", " "), allowed: allowedWords(column.choice) });
        }
        return;
      }
      case "reason":
        for (const [leaf, part] of Object.entries(readReason(cell))) values.set(leaf, part);
        return;
      case "opening": {
        const { openedOn, plannedOn, guessed, undated, unread } = readOpening(cell, this.options.today);
        if (unread !== undefined) this.tell("sheet/date", at, { value: unread });
        if (undated) this.tell("sheet/no-opening-date", at, { value });
        if (guessed) {
          const kind = guessed === "openedOn" ? "已開放" : "預定開放";
          this.tell("sheet/date-kind", at, { value: (guessed === "openedOn" ? openedOn : plannedOn)!, kind });
        }
        if (openedOn) values.set("openedOn", openedOn);
        if (plannedOn) values.set("plannedOn", plannedOn);
      }
    }
  }

  /** 序號 must differ; rows without one get a number that neither the sheet nor the existing inventory used. */
  private giveIds(rows: readonly { row: number; values: Values }[]): void {
    for (const { row, values } of rows) {
      const id = values.get("id") as number | undefined;
      if (id === undefined) continue;
      const other = this.ids.get(id);
      if (other === undefined) this.ids.set(id, row);
      else this.tell("sheet/duplicate-id", { row }, { id, row: other + 1 });
    }
    let next = Math.max(0, ...this.ids.keys(), ...(this.options.existing?.systems ?? []).map(({ id }) => id));
    for (const { row, values } of rows) {
      if (values.has("id") || this.problems.some((p) => p.code === "sheet/id" && p.row === row + 1)) continue;
      values.set("id", ++next);
      this.ids.set(next, row);
      this.tell("sheet/new-id", { row }, { id: next });
    }
  }

  /** 機關代碼 and 盤點日期, in columns of their own or in the rows above the table. */
  private readFileCells(rows: readonly { row: number; cells: readonly CellValue[] }[]): string | undefined {
    let reviewedOn: string | undefined;
    for (const [index, column] of this.layout.columns) {
      for (const { row, cells } of rows) {
        const [cell, at] = [cells[index] ?? "", { row, column: index }];
        const value = cellText(cell);
        if (value === "") continue;
        if (column.kind === "agency" && value !== this.options.agency) {
          this.tell("sheet/agency", at, { value, agency: this.options.agency });
        } else if (column.kind === "reviewed") {
          const date = cellDate(cell);
          if (!date) this.tell("sheet/date", at, { value });
          else if (reviewedOn !== undefined && date !== reviewedOn) {
            this.tell("sheet/two-dates", at, { value: date, first: reviewedOn });
          } else reviewedOn = date;
        }
      }
    }
    const found =
      this.options.reviewedOn ?? reviewedOn ?? this.titleDate() ?? this.options.existing?.reviewedOn;
    if (found === undefined) this.tell("sheet/no-date", {}, {});
    return found;
  }

  private titleDate(): string | undefined {
    for (const cells of this.table.rows.slice(0, this.layout.row)) {
      for (const [index, cell] of cells.entries()) {
        const text = cellText(cell);
        if (!/^(?:盤點|更新|填表|製表)日期/.test(text)) continue;
        const rest = text.slice(4).replace(/^[:：\s]+/, "");
        const date = cellDate(rest !== "" ? rest : (cells[index + 1] ?? ""));
        if (date) return date;
      }
    }
    return undefined;
  }

  /** Fields that the sheet has no column for stay as they are. */
  private keep(values: Values, old: InventorySystem): void {
    for (const column of COLUMNS) {
      for (const leaf of leavesOf(column)) {
        const value = leafOf(old, leaf);
        if (!this.present.has(leaf) && value !== undefined) values.set(leaf, value);
      }
    }
  }

  /** What the annex has no column for and follows from what it has. */
  private derive(row: number, values: Values, reviewedOn: string | undefined): void {
    if (!values.has("found") && !this.present.has("found") && reviewedOn) {
      values.set("found", reviewedOn);
      this.tell("sheet/derived", { row }, { heading: "盤點日", value: reviewedOn, why: "盤點日期" });
    }
    const dataClass = values.get("class");
    if (values.has("outcome") || this.present.has("outcome") || dataClass === undefined) return;
    const outcome = dataClass === "C" ? "closed" : values.has("plannedOn") ? "planned" : "immediate";
    values.set("outcome", outcome);
    const value = writeChoice(CHOICES.outcome, outcome);
    this.tell("sheet/derived", { row }, { heading: "盤點結果", value, why: "資料分類與開放日期" });
  }
}

/** Puts a row's leaves together; they are named by the columns, never by the sheet. */
function systemOf(values: Values): InventorySystem {
  const system: Record<string, unknown> = {};
  for (const [leaf, value] of values) {
    if (value === undefined) continue;
    const [key, below] = leaf.split(".") as [string, string?];
    if (below === undefined) system[key] = value;
    else {
      const group = (system[key] ?? {}) as Record<string, unknown>;
      group[below] = value;
      system[key] = group;
    }
  }
  return system as unknown as InventorySystem;
}
