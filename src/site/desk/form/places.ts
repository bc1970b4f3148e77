import type { DraftDistribution, DraftValues } from "../../../desk/draft.ts";

/** Where a control stands: `["title"]`, `["distribution", "0", "format"]`. */
export type Place = readonly string[];

export const keyOf = (place: Place): string => place.join(".");

/** Id of a control's element. */
export const idOf = (place: Place): string => `f-${place.join("-")}`;

export const distributionsOf = (values: DraftValues): DraftDistribution[] => values.distribution ?? [];

/** The text of a control. */
export function textAt(values: DraftValues, place: Place): string {
  const [name, index, field] = place;
  if (index !== undefined) return distributionsOf(values)[Number(index)]?.[field!] ?? "";
  const value = values[name!];
  return typeof value === "string" ? value : "";
}

/** The values with one control's text changed. */
export function withText(values: DraftValues, place: Place, text: string): DraftValues {
  const [name, index, field] = place;
  if (index === undefined) return { ...values, [name!]: text };
  const item = { ...distributionsOf(values)[Number(index)], [field!]: text };
  return { ...values, distribution: distributionsOf(values).with(Number(index), item) };
}

/** The values of a draft whose number changed: its resources are numbered after it. */
export function renumbered(values: DraftValues, from: string, to: string): DraftValues {
  const distribution = distributionsOf(values).map((item) =>
    item.resourceID?.startsWith(`${from}-`)
      ? { ...item, resourceID: to + item.resourceID.slice(from.length) }
      : item,
  );
  return { ...values, distribution };
}
