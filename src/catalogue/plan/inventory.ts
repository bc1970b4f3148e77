import type { Agency, Catalogue, Dataset } from "../catalogue.ts";
import type { PriorityTerm } from "../vocabulary.ts";
import type { InventorySystem } from "./check-inventory.ts";
import type { PlanFlag } from "./flags.ts";
import { inventoryFlags } from "./inventory-flags.ts";
import { type Period, type PeriodLength, periodAt, periodOf } from "./periods.ts";
import type { InventoryFile } from "./plan-files.ts";

/** Where a row stands on the day of the build; `listed` has no outcome yet. */
export type RowState = "opened" | "immediate" | "planned" | "closed" | "listed";

/** A system of an inventory with what became of it. */
export interface InventoryRow {
  system: InventorySystem;
  /** One of its datasets is in view, or its day of opening has come. */
  opened: boolean;
  /** As written, else the day on which the first of its datasets came into view. */
  openedOn?: string;
  /** Its datasets in view. */
  datasets: Dataset[];
  state: RowState;
}

/** One agency's 資料盤點表. */
export interface Inventory {
  agency: Agency;
  file: InventoryFile;
  /** How often it is reviewed, by the agency's policy or its ministry's. */
  length: PeriodLength;
  /** The quarter or half-year of the build. */
  period: Period;
  /** Reviewed in this period or the one before. */
  fresh: boolean;
  /** Last day for the next review, or the one that was missed, YYYY-MM-DD. */
  due: string;
  rows: InventoryRow[];
  counts: { A: number; B: number; C: number; opened: number; planned: number; closed: number };
}

/** An entry of 預計開放資料集清單. */
export interface PlannedRelease {
  agency: Agency;
  title: string;
  system: string;
  plannedOn: string;
  /** Its day is past and it is not open. */
  overdue: boolean;
  /** Undefined where it is not open, and where its datasets in view have no day of release. */
  openedOn?: string;
  /** In view. */
  datasets: Dataset[];
  priority?: PriorityTerm;
  /** 序號 of its row. */
  row: number;
}

/**
 * Inventories of the catalogue's day, the planned releases that follow from them, and what is missing or late
 * (行動方案伍、一、（二）1（1）, 附件二; 行動策略 三（一）1; mission A3, A4, D1).
 * @returns planned releases in the order of the public list: overdue ones, those to come by day, those opened since
 */
export function inventoriesOf(catalogue: Catalogue): {
  inventories: Map<string, Inventory>;
  planned: PlannedRelease[];
  flags: PlanFlag[];
} {
  const inView = new Map(catalogue.datasets.map((dataset) => [dataset.identifier, dataset]));
  const inventories = new Map<string, Inventory>();
  for (const [code, file] of [...catalogue.plan.inventories].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const agency = catalogue.agencies.get(code);
    if (agency) inventories.set(code, inventoryOf(agency, file, catalogue.today, inView));
  }
  const planned = [...inventories.values()].flatMap((inventory) => plannedOf(inventory, catalogue));
  planned.sort(comparePlanned);
  return { inventories, planned, flags: inventoryFlags(catalogue, inventories) };
}

/** How often an agency takes inventory: its own policy, else its ministry's, else each quarter (行動方案伍、一、（二）1（1）). */
export const inventoryLength = (agency: Agency): PeriodLength =>
  agency.file.policy?.inventory ?? agency.ministry.file.policy?.inventory ?? "quarter";

function inventoryOf(
  agency: Agency,
  file: InventoryFile,
  today: string,
  inView: ReadonlyMap<string, Dataset>,
): Inventory {
  const length = inventoryLength(agency);
  const period = periodOf(today, length);
  const at = (offset: number) => periodAt(period.year, period.part + offset, length);
  const fresh = file.reviewedOn >= at(-1).from;
  const rows = file.systems.map((system) => rowOf(system, today, inView));
  const count = (is: (row: InventoryRow) => boolean) => rows.filter(is).length;
  const counts = {
    A: count((row) => row.system.class === "A"),
    B: count((row) => row.system.class === "B"),
    C: count((row) => row.system.class === "C"),
    opened: count((row) => row.state === "opened"),
    planned: count((row) => row.state === "planned"),
    closed: count((row) => row.state === "closed"),
  };
  const due = fresh ? at(file.reviewedOn < period.from ? 0 : 1).to : at(-1).to;
  return { agency, file, length, period, fresh, due, rows, counts };
}

function rowOf(system: InventorySystem, today: string, inView: ReadonlyMap<string, Dataset>): InventoryRow {
  const datasets = (system.datasets ?? []).flatMap((identifier) => inView.get(identifier) ?? []);
  const written = system.openedOn !== undefined && system.openedOn <= today ? system.openedOn : undefined;
  const opened = written !== undefined || datasets.length > 0;
  const released = datasets.flatMap((dataset) => dataset.released ?? []).sort()[0];
  const openedOn = opened ? (written ?? released) : undefined;
  return {
    system,
    opened,
    ...(openedOn ? { openedOn } : {}),
    datasets,
    state: opened ? "opened" : stateOf(system),
  };
}

function stateOf({ class: dataClass, outcome, plannedOn }: InventorySystem): RowState {
  if (dataClass === "C" || outcome === "closed") return "closed";
  return outcome ?? (plannedOn ? "planned" : "listed");
}

/** Datasets of a 甲 row whose licence limits what people may do with them (行動方案伍、一、（二）3（1）). */
export const limitedDatasets = ({ system, datasets }: InventoryRow): Dataset[] =>
  system.class === "A" ? datasets.filter(({ licence }) => licence !== undefined && !licence.open) : [];

function plannedOf({ agency, rows }: Inventory, catalogue: Catalogue): PlannedRelease[] {
  return rows.flatMap(({ system, opened, openedOn, datasets }): PlannedRelease[] => {
    const { plannedOn } = system;
    if (plannedOn === undefined) return [];
    const priority = system.priority ? catalogue.vocabularies.priorities.get(system.priority) : undefined;
    return [
      {
        agency,
        title: system.plannedTitle ?? system.name,
        system: system.name,
        plannedOn,
        overdue: !opened && catalogue.today > plannedOn,
        ...(openedOn ? { openedOn } : {}),
        datasets,
        ...(priority ? { priority } : {}),
        row: system.id,
      },
    ];
  });
}

/** Whether a planned release is open by now. */
export const isOpened = ({ openedOn, datasets }: PlannedRelease): boolean =>
  openedOn !== undefined || datasets.length > 0;

function comparePlanned(a: PlannedRelease, b: PlannedRelease): number {
  const group = (p: PlannedRelease) => (p.overdue ? 0 : isOpened(p) ? 2 : 1);
  const text = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  const byDay = group(a) === 2 ? text(b.openedOn ?? "", a.openedOn ?? "") : text(a.plannedOn, b.plannedOn);
  return group(a) - group(b) || byDay || text(a.agency.code, b.agency.code) || a.row - b.row;
}
