import type { Checked } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import type { CouncilFile } from "../schema/generated/council.ts";
import { validateCouncil } from "../schema/generated/plan-validators.js";
import type { PlanScope } from "./across.ts";
import { checkFields } from "./check-fields.ts";
import "./schemas.ts";

/** Checks one council's file by itself (諮詢小組設置要點; mission A1, D6, J4). */
export function checkCouncil(path: string, bytes: Uint8Array): Checked<CouncilFile> {
  return checkFields<CouncilFile>("council", path, bytes, validateCouncil, () => []);
}

/** What minutes say against their council's members. */
export function councilAcross(_scope: PlanScope): FileFindings {
  return new Map();
}
