import { type Checked, type Finding, finding } from "../check.ts";
import { validateTargets } from "../schema/generated/plan-validators.js";
import type { TargetsFile } from "../schema/generated/targets.ts";
import { checkFields } from "./check-fields.ts";
import { GRADES, type PlanGrade } from "./targets.ts";
import "./schemas.ts";

/**
 * Checks the yearly targets (行動方案 表 1; mission A5): years from old to new and once each, no grade's target below an
 * earlier one, and a word about each cell that lacks.
 */
export function checkTargets(path: string, bytes: Uint8Array): Checked<TargetsFile> {
  return checkFields<TargetsFile>("targets", path, bytes, validateTargets, targetsFindings);
}

function targetsFindings({ cumulative }: TargetsFile): Finding[] {
  // What the schema finds wrong is not said again.
  if (!Array.isArray(cumulative)) return [];
  const found: Finding[] = [];
  let before: number | undefined;
  const highest = new Map<PlanGrade, { value: number; year: number }>();
  for (const [index, row] of cumulative.entries()) {
    if (!Number.isInteger(row?.year)) continue;
    const { year, note } = row;
    if (before !== undefined && year <= before) {
      found.push(finding("targets/year", ["cumulative", index, "year"], "value", { year, before }));
    }
    before = Math.max(year, before ?? year);
    for (const grade of GRADES) {
      const value = row[grade];
      if (value === undefined) {
        if (!note) found.push(finding("targets/missing", ["cumulative", index], "value", { grade, year }));
        continue;
      }
      const past = highest.get(grade);
      if (past && value < past.value) {
        const args = { grade, year, value, before: past.value, since: past.year };
        found.push(finding("targets/falls", ["cumulative", index, grade], "value", args));
      } else if (Number.isInteger(value)) highest.set(grade, { value, year });
    }
  }
  return found;
}
