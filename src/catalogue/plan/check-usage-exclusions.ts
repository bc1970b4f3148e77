import type { Checked } from "../check.ts";
import { validateUsageExclusions } from "../schema/generated/plan-validators.js";
import type { UsageExclusionsFile } from "../schema/generated/usage-exclusions.ts";
import { checkFields } from "./check-fields.ts";
import "./schemas.ts";

/** Checks the list of programs that the usage statistics leave out (mission P15). */
export function checkUsageExclusions(path: string, bytes: Uint8Array): Checked<UsageExclusionsFile> {
  return checkFields<UsageExclusionsFile>("usage-exclusions", path, bytes, validateUsageExclusions, () => []);
}
