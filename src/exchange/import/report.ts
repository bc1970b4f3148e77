import { BOM, csvLine } from "../csv-writer.ts";
import type { Agency } from "./agencies.ts";
import { NOTES, type Note, type NoteCode, REASONS, type ReasonCode } from "./notes.ts";

/** What became of one row. */
export interface RowReport {
  /** As a spreadsheet counts it: the line of headings is 1. */
  row: number;
  sourceId: string;
  title: string;
  outcome: "imported" | "skipped";
  identifier?: string;
  reason?: ReasonCode;
  notes: Note[];
  /** Cells of a skipped row, so that nothing of it is lost. */
  cells?: Record<string, string>;
}

export interface ImportReport {
  profile: string;
  source?: { name: string; encoding: string };
  summary: {
    rows: number;
    imported: number;
    skipped: number;
    skippedByReason: Partial<Record<ReasonCode, number>>;
    rowsByNote: Partial<Record<NoteCode, number>>;
    agencies: { total: number; provisional: number };
  };
  /** Columns of the file that the profile does not name; their values are kept. */
  unknownColumns: string[];
  /** What the codes mean. */
  codes: Record<string, string>;
  agencies: { code: string; name: string; provisional: boolean; parent?: string; datasets: number }[];
  rows: RowReport[];
}

const byKey = <T>(counts: Map<string, T>): Record<string, T> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** What a report is about. */
export interface ReportOf {
  /** The profile's name. */
  profile: string;
  /** How many rows or records have to be accounted for. */
  rows: number;
  headings: readonly string[];
  /** Columns that the profile does not name. */
  unknown: string[];
  source?: { name: string; encoding: string };
}

/** Gathers what becomes of the rows. */
export class Reporter {
  readonly #rows: RowReport[] = [];
  readonly #of: ReportOf;

  constructor(of: ReportOf) {
    this.#of = of;
  }

  imported(row: RowReport): void {
    this.#rows.push(row);
  }

  skip(
    row: number,
    cells: readonly string[],
    reason: ReasonCode,
    names?: { id: string; title: string },
  ): void {
    const named: Record<string, string> = Object.create(null);
    for (const [index, cell] of cells.entries()) {
      if (cell !== "") named[this.#of.headings[index] ?? `第${index + 1}欄`] = cell;
    }
    this.#rows.push({
      row,
      sourceId: names?.id ?? "",
      title: names?.title ?? "",
      outcome: "skipped",
      reason,
      notes: [],
      cells: named,
    });
  }

  /** A record that could not be read, with where it stands and why. */
  unreadable(row: number, place: string, message: string): void {
    const cells: Record<string, string> = Object.create(null);
    cells[place] = message;
    this.#rows.push({
      row,
      sourceId: "",
      title: "",
      outcome: "skipped",
      reason: "unreadable",
      notes: [],
      cells,
    });
  }

  /** @throws Error when a row is in neither list, which would be a fault of the importer */
  finish(agencies: readonly Agency[]): ImportReport {
    const rows = this.#rows.sort((a, b) => a.row - b.row);
    if (rows.length !== this.#of.rows) throw new Error("a row is unaccounted for");
    const reasons = new Map<string, number>();
    const notes = new Map<string, number>();
    for (const row of rows) {
      if (row.reason) reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
      for (const code of new Set(row.notes.map((note) => note.code)))
        notes.set(code, (notes.get(code) ?? 0) + 1);
    }
    const imported = rows.filter(({ outcome }) => outcome === "imported").length;
    return {
      profile: this.#of.profile,
      ...(this.#of.source ? { source: this.#of.source } : {}),
      summary: {
        rows: rows.length,
        imported,
        skipped: rows.length - imported,
        skippedByReason: byKey(reasons),
        rowsByNote: byKey(notes),
        agencies: {
          total: agencies.length,
          provisional: agencies.filter(({ provisional }) => provisional).length,
        },
      },
      unknownColumns: this.#of.unknown,
      codes: Object.fromEntries(
        [...reasons.keys(), ...notes.keys()].sort().map((code) => [code, describe(code)]),
      ),
      agencies: agencies.map(({ code, name, provisional, parent, datasets }) => ({
        code,
        name,
        provisional,
        ...(parent ? { parent: parent.code } : {}),
        datasets,
      })),
      rows,
    };
  }
}

/** What a code of the report means. */
export const describe = (code: string): string => ({ ...REASONS, ...NOTES })[code as NoteCode] ?? code;

/** The report as JSON, one row a line, so that it can be searched and compared by line. */
export function reportJson(report: ImportReport): string {
  const { rows, ...head } = report;
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`;
}

const HEADINGS = ["列號", "來源編號", "資料集名稱", "結果", "資料集編號", "代碼", "說明"];

/** The report for spreadsheets, one line a row, led by a byte-order mark so that they read it as UTF-8. */
export function reportCsv(report: ImportReport): string {
  const lines = report.rows.map((row) => {
    const codes: string[] = [
      ...(row.reason ? [row.reason] : []),
      ...new Set(row.notes.map((note) => note.code)),
    ];
    const outcome = row.outcome === "imported" ? "已匯入" : "未匯入";
    const texts = [
      ...(row.reason ? [REASONS[row.reason]] : []),
      ...row.notes.map(
        ({ code, column, detail }) =>
          `${column ? `${column}：` : ""}${NOTES[code]}${detail ? `（${detail}）` : ""}`,
      ),
    ];
    return [
      String(row.row),
      row.sourceId,
      row.title,
      outcome,
      row.identifier ?? "",
      codes.join(" "),
      texts.join("；"),
    ];
  });
  return BOM + [HEADINGS, ...lines].map(csvLine).join("");
}
