import type { Checked } from "../check.ts";
import type { FileFindings } from "../check-catalogue.ts";
import type { InventoryFile } from "../schema/generated/inventory.ts";
import { validateInventory } from "../schema/generated/plan-validators.js";
import type { PlanScope } from "./across.ts";
import { checkFields } from "./check-fields.ts";
import "./schemas.ts";

/** Checks one agency's inventory by itself (行動方案 附件二; mission A3, A6). */
export function checkInventory(path: string, bytes: Uint8Array): Checked<InventoryFile> {
  return checkFields<InventoryFile>("inventory", path, bytes, validateInventory, () => []);
}

/** What an inventory names elsewhere: datasets and meetings. */
export function inventoryAcross(_scope: PlanScope): FileFindings {
  return new Map();
}
