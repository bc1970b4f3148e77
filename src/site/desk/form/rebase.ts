import { pathOf } from "../../../catalogue/check.ts";
import { type Draft, type DraftValues, draftFromText } from "../../../desk/draft.ts";

/**
 * Puts a draft's changes on a newer state of its file, so that what others changed meanwhile is not undone. What both
 * changed is the draft's; the resources count as one.
 * @param fresh the file as it is now
 * @returns the draft on the new base, with the fields that both changed; undefined where the file can't be read
 */
export function rebase(draft: Draft, fresh: string): { draft: Draft; both: string[] } | undefined {
  const path = pathOf(`${draft.agency}-${draft.serial}`);
  const [before, now] = [draft.base ?? "", fresh].map((text) =>
    draftFromText(text, path, draft.id, draft.savedAt),
  );
  if (!before || !now || "problems" in before || "problems" in now) return undefined;
  const [old, new_, own] = [before.draft.values, now.draft.values, draft.values];
  const same = (a: DraftValues[string], b: DraftValues[string]) =>
    JSON.stringify(a ?? "") === JSON.stringify(b ?? "");
  const values: DraftValues = { ...new_ };
  const both: string[] = [];
  for (const name of new Set([...Object.keys(old), ...Object.keys(own)])) {
    if (same(own[name], old[name])) continue;
    if (!same(new_[name], old[name]) && !same(new_[name], own[name])) both.push(name);
    values[name] = own[name];
  }
  return { draft: { ...draft, values, base: fresh }, both };
}
