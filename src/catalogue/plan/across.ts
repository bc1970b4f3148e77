import type { AgencyFile } from "../catalogue.ts";
import type { Checked } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import { councilAcross } from "./check-council.ts";
import { inventoryAcross } from "./check-inventory.ts";
import { showcaseAcross, strategyAcross } from "./check-strategy.ts";
import type { PlanFile } from "./plan-files.ts";

/** The files that the rules across the action plan's files look at. */
export interface PlanScope {
  /** All of the action plan's files of the agencies that are judged, and the platform's. */
  files: readonly Checked<PlanFile>[];
  agencies: readonly Checked<AgencyFile>[];
  /** Whether a dataset's file is there. */
  hasDataset: (identifier: string) => boolean;
  /** Whether a file is judged; others are known only so that a judged one can be compared with them. */
  judged: (path: string) => boolean;
}

/** The rules across the action plan's files. Findings stand in judged files only. */
export function checkPlanAcross(scope: PlanScope): FileFindings {
  const found: FileFindings = new Map();
  for (const rule of [inventoryAcross, councilAcross, strategyAcross, showcaseAcross]) {
    for (const [path, findings] of rule(scope)) found.set(path, [...(found.get(path) ?? []), ...findings]);
  }
  return found;
}
