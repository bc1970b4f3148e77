import { linkAgencies } from "../catalogue.ts";
import { type Checked, type Finding, finding, type Path } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import { asText } from "../history.ts";
import { fieldAt } from "../schema/fields.ts";
import type { InventoryFile } from "../schema/generated/inventory.ts";
import { validateInventory } from "../schema/generated/plan-validators.js";
import type { PlanScope } from "./across.ts";
import { checkFields } from "./check-fields.ts";
import type { Minutes } from "./plan-files.ts";
import "./schemas.ts";

export type InventorySystem = InventoryFile["systems"][number];

/** A spreadsheet's cell holds 32,767 characters; the list of items must fit with its marks. */
const LONGEST_ITEMS = 30_000;

/** Checks one agency's inventory by itself (行動方案 附件二; mission A3, A6). */
export function checkInventory(path: string, bytes: Uint8Array): Checked<InventoryFile> {
  return checkFields<InventoryFile>("inventory", path, bytes, validateInventory, inventoryFindings);
}

/** Rows of a value that may still break its schema; what is no row is left to the schema's own findings. */
function rowsOf(file: InventoryFile): [InventorySystem, number][] {
  const systems: unknown = file.systems;
  if (!Array.isArray(systems)) return [];
  return systems.flatMap((row, index): [InventorySystem, number][] =>
    row !== null && typeof row === "object" && !Array.isArray(row) ? [[row, index]] : [],
  );
}

const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

const labelOf = (field: string, code: string): string =>
  fieldAt("inventory", ["systems", 0, field])?.["x-enum-labels"]?.[code]?.zh ?? code;

function inventoryFindings(file: InventoryFile): Finding[] {
  const found: Finding[] = [];
  const ids = new Set<unknown>();
  for (const [row, index] of rowsOf(file)) {
    const path: Path = ["systems", index];
    const id = asText(row.id ?? index + 1);
    if (row.id !== undefined && ids.has(row.id)) {
      found.push(finding("inventory/duplicate-id", [...path, "id"], "value", { id }));
    }
    ids.add(row.id);
    found.push(
      ...outcomeFindings(row, id, path),
      ...dateFindings(row, id, path, day(file.reviewedOn)),
      ...chargingFindings(row, id, path),
    );
    const length = Array.isArray(row.items) ? row.items.join("\n").length : 0;
    if (length > LONGEST_ITEMS) {
      const args = { id, length, limit: LONGEST_ITEMS };
      found.push(finding("inventory/items-length", [...path, "items"], "key", args));
    }
  }
  return found;
}

/** Outcome and present access fit the class (行動方案 表 4; 行動策略 三（一）1). */
function outcomeFindings(row: InventorySystem, id: string, path: Path): Finding[] {
  const found: Finding[] = [];
  const { class: dataClass, outcome, access, openedOn, plannedOn } = row;
  if (dataClass !== undefined && outcome !== undefined && (dataClass === "C") !== (outcome === "closed")) {
    const args = { id, dataClass: labelOf("class", dataClass), outcome: labelOf("outcome", outcome) };
    found.push(finding("inventory/outcome", [...path, "outcome"], "value", args));
  } else if (plannedOn !== undefined && outcome !== undefined && outcome !== "planned") {
    found.push(finding("inventory/planned-outcome", [...path, "plannedOn"], "value", { id }));
  }
  if (dataClass === "A" && openedOn !== undefined) {
    if (row.datasets === undefined) {
      found.push(finding("inventory/opened-without-datasets", [...path, "openedOn"], "key", { id }));
    }
    if (access === "application" || access === "charged") {
      const args = { id, access: labelOf("access", access) };
      found.push(finding("inventory/open-access", [...path, "access"], "value", args));
    }
  }
  return found;
}

function dateFindings(row: InventorySystem, id: string, path: Path, reviewedOn?: string): Finding[] {
  const results: Finding[] = [];
  const [found, plannedOn, nextReview] = [day(row.found), day(row.plannedOn), day(row.nextReview)];
  const date = day(row.approval?.date);
  if (found && reviewedOn && found > reviewedOn) {
    results.push(finding("inventory/found", [...path, "found"], "value", { id, found, reviewedOn }));
  }
  if (plannedOn && found && plannedOn < found) {
    const args = { id, plannedOn, found };
    results.push(finding("inventory/planned-before-found", [...path, "plannedOn"], "value", args));
  }
  if (nextReview && date && nextReview <= date) {
    const args = { id, nextReview, date };
    results.push(finding("inventory/review-order", [...path, "nextReview"], "value", args));
  }
  if (date && reviewedOn && date > reviewedOn) {
    const args = { id, date, reviewedOn };
    results.push(finding("inventory/approval-late", [...path, "approval", "date"], "value", args));
  }
  return results;
}

/** Consultation, then the council's decision, then the report (行動方案伍、一、（二）3（2）). */
function chargingFindings(row: InventorySystem, id: string, path: Path): Finding[] {
  const found: Finding[] = [];
  const { charging, access } = row;
  if (charging === null || typeof charging !== "object") return found;
  const at = (field: string) => [...path, "charging", field];
  if (access === "free" || access === "application") {
    const args = { id, access: labelOf("access", access) };
    found.push(finding("inventory/charging-free", [...path, "charging"], "key", args));
  }
  const [from, to] = [day(charging.consultedFrom), day(charging.consultedTo)];
  const [decidedOn, reportedOn] = [day(charging.decidedOn), day(charging.reportedOn)];
  const nextReview = day(charging.nextReview);
  if (from && to && from > to) {
    found.push(finding("inventory/consultation", at("consultedFrom"), "value", { id, from, to }));
  }
  if (!decidedOn) return found;
  if (to && to >= decidedOn) {
    found.push(finding("inventory/decided-early", at("decidedOn"), "value", { id, to, decidedOn }));
  }
  if (reportedOn && reportedOn < decidedOn) {
    const args = { id, reportedOn, decidedOn };
    found.push(finding("inventory/reported-early", at("reportedOn"), "value", args));
  }
  if (nextReview && nextReview <= decidedOn) {
    const args = { id, nextReview, decidedOn };
    found.push(finding("inventory/charging-review", at("nextReview"), "value", args));
  }
  return found;
}

/** What an inventory names elsewhere: datasets of the agency or of those below it, and the council's meetings. */
export function inventoryAcross(scope: PlanScope): FileFindings {
  const found: FileFindings = new Map();
  const agencies = linkAgencies(scope.agencies.flatMap(({ value }) => (value?.code ? [value] : [])));
  const meetings = new Map<string, Minutes[]>();
  for (const { value } of scope.files) {
    if (value?.kind !== "minutes") continue;
    const { agency } = value.value;
    meetings.set(agency, [...(meetings.get(agency) ?? []), value.value]);
  }
  for (const { path, value } of scope.files) {
    if (value?.kind !== "inventory" || !scope.judged(path)) continue;
    const code = path.split("/")[1]!;
    const ministry = agencies.get(code)?.ministry.code ?? code;
    const councils = [...new Set([code, ministry])];
    const isBelow = (other: string) => {
      let agency = agencies.get(other);
      while (agency && agency.code !== code) agency = agency.parent;
      return agency !== undefined;
    };
    // A change is checked with the files of the agencies that it touches; the ministry's are then unknown.
    const knowsMinutes = councils.every(
      (agency) => scope.judged(`agencies/${agency}/minutes/`) || agency === code || meetings.has(agency),
    );
    const findings = rowsOf(value.value).flatMap(([row, index]) => [
      ...datasetFindings(row, index, code, scope, isBelow),
      ...meetingFindings(row, index, knowsMinutes, councils, meetings),
    ]);
    if (findings.length > 0) found.set(path, findings);
  }
  return found;
}

function datasetFindings(
  row: InventorySystem,
  index: number,
  code: string,
  scope: PlanScope,
  isBelow: (agency: string) => boolean,
): Finding[] {
  if (!Array.isArray(row.datasets)) return [];
  return row.datasets.flatMap((identifier, item): Finding[] => {
    if (typeof identifier !== "string" || !/^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(identifier)) return [];
    const [path, id] = [["systems", index, "datasets", item], asText(row.id)];
    if (!scope.hasDataset(identifier)) {
      return [finding("inventory/dataset-unknown", path, "value", { id, identifier })];
    }
    if (isBelow(identifier.slice(0, 10))) return [];
    return [finding("inventory/dataset-agency", path, "value", { id, identifier, agency: code })];
  });
}

function meetingFindings(
  row: InventorySystem,
  index: number,
  knowsMinutes: boolean,
  councils: readonly string[],
  meetings: ReadonlyMap<string, readonly Minutes[]>,
): Finding[] {
  const date = day(row.charging?.decidedOn);
  if (!date) return [];
  const [path, id] = [["systems", index, "charging", "decidedOn"], asText(row.id)];
  const held = councils.flatMap((agency) => (meetings.get(agency) ?? []).filter((m) => m.date === date));
  if (held.length === 0) {
    if (!knowsMinutes) return [];
    const folders = councils.map((agency) => `agencies/${agency}/minutes`).join("、");
    return [finding("inventory/charging-minutes", path, "value", { id, date, councils: folders })];
  }
  if (held.some(({ topics }) => Array.isArray(topics) && topics.includes("charging"))) return [];
  const file = `agencies/${held[0]!.agency}/minutes/${date}.md`;
  return [finding("inventory/charging-topic", path, "value", { id, date, file })];
}
