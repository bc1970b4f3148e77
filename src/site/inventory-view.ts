import type { Inventory, InventoryRow } from "../catalogue/plan/inventory.ts";
import type { PriorityTerm } from "../catalogue/vocabulary.ts";
import "../catalogue/plan/schemas.ts";
import { fieldAt } from "../catalogue/schema/fields.ts";
import type { Label } from "./i18n.ts";

/* From the inventories to what their pages show. Nothing is judged here. */

/** Words of a coded field, from the schema. */
export function inventoryLabel(
  field: "users" | "class" | "access" | "outcome" | "grounds",
  code: string,
): Label {
  const schema = fieldAt("inventory", ["systems", 0, field]);
  return (
    (schema?.type === "array" ? schema.items : schema)?.["x-enum-labels"]?.[code] ?? { zh: code, en: code }
  );
}

/** Inventories of one ministry, in the order of their agencies' codes. */
export const byMinistry = (inventories: Iterable<Inventory>) =>
  [...Map.groupBy(inventories, ({ agency }) => agency.ministry)].sort(([a], [b]) =>
    a.code < b.code ? -1 : 1,
  );

/** Rows of a category of table 2. */
export interface PriorityGroup {
  term: PriorityTerm;
  rows: InventoryRow[];
}

/** Aspects of table 2 in its order. */
export const ASPECTS = ["publicInterest", "economy", "transparency"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Rows by table 2's aspects and categories, both in the table's order; those without rows are left out. */
export function byAspect(
  rows: readonly InventoryRow[],
  terms: ReadonlyMap<string, PriorityTerm>,
): { aspect: Aspect; groups: PriorityGroup[] }[] {
  const groups = [...terms.values()].map((term) => ({
    term,
    rows: rows.filter(({ system }) => system.priority === term.code),
  }));
  return ASPECTS.map((aspect) => ({
    aspect,
    groups: groups.filter(({ term, rows }) => term.aspect === aspect && rows.length > 0),
  })).filter(({ groups }) => groups.length > 0);
}
