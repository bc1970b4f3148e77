import type { ErrorObject } from "ajv";
import {
  type Checked,
  checkFile,
  dateFindings,
  type Finding,
  finding,
  personalFindings,
  schemaFindings,
  textFindings,
} from "../check.ts";
import type { PlanSchemaName } from "../schema/fields.ts";

/**
 * Checks a YAML file of the action plan: its fields by their schema, and by the rules of every file.
 * @param inspect further rules, for the typed value
 */
export function checkFields<T>(
  name: PlanSchemaName,
  path: string,
  bytes: Uint8Array,
  validate: { (data: unknown): boolean; errors?: ErrorObject[] | null },
  inspect: (value: T) => Finding[],
): Checked<T> {
  return checkFile(name, path, bytes, (value) => [
    ...schemaFindings(name, value, validate),
    ...textFindings(name, value),
    ...dateFindings(name, value),
    ...personalFindings(name, value),
    ...placeFinding(path, value),
    ...inspect(value as T),
  ]) as Checked<T>;
}

/** A file of an agency names the agency in whose folder it stands. */
function placeFinding(path: string, value: Record<string, unknown>): Finding[] {
  const expected = /^agencies\/([A-Za-z0-9_]{10})\//.exec(path)?.[1];
  const code = value.agency;
  if (expected === undefined || typeof code !== "string" || code === expected) return [];
  return [finding("agency/place", ["agency"], "value", { code, expected }, { value: expected })];
}
