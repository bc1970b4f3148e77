import type { Checked } from "../check.ts";
import { validateTargets } from "../schema/generated/plan-validators.js";
import type { TargetsFile } from "../schema/generated/targets.ts";
import { checkFields } from "./check-fields.ts";
import "./schemas.ts";

/** Checks the yearly targets (行動方案 表 1; mission A5). */
export function checkTargets(path: string, bytes: Uint8Array): Checked<TargetsFile> {
  return checkFields<TargetsFile>("targets", path, bytes, validateTargets, () => []);
}
