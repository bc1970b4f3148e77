import { fieldAt } from "../../catalogue/schema/fields.ts";

/**
 * The property of DCAT-AP that carries a field, as the schema's `x-dcat` says: a path from the dataset, or from the
 * distribution for a distribution's field.
 * @param field such as `title`, or `distribution.format`
 * @returns prefixed names, one for each step; undefined for a field that DCAT-AP has no place for
 */
export function dcatPathOf(field: string): string[] | undefined {
  const path = field.startsWith("distribution.") ? ["distribution", 0, field.slice(13)] : [field];
  return fieldAt("dataset", path)?.["x-dcat"]?.split("/");
}

/** Paths that were asked for: a catalogue asks for the same few, a million times. */
const known = new Map<string, string[] | undefined>();

/**
 * One step of a field's path.
 * @param step 0 is the first; the last where it is left out
 * @throws Error where the schema names none, so that a field cannot silently lose its place
 */
export function propertyOf(field: string, step = -1): string {
  const path = known.get(field) ?? dcatPathOf(field);
  known.set(field, path);
  const property = path?.at(step);
  if (!property) throw new Error(`dataset.schema.json: ${field} has no x-dcat`);
  return property;
}
