import { identifierOf } from "../catalogue/check.ts";
import { parseQuietly } from "../catalogue/check-catalogue.ts";
import { type HistoryEntry, toHistoryEntry } from "../catalogue/history.ts";
import { taipeiTime } from "../catalogue/today.ts";
import { depthOf, findRepository, readBlobs, readHistory, type Touch } from "./git.ts";

/** Names and subjects come from anybody's commit: nothing invisible and nothing endless may reach a page. */
export const clean = (text: string) =>
  text.replace(/[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/g, "").slice(0, 200);

/** The public history of every dataset, and how much of it the repository holds. */
export interface DatasetHistory {
  /** By identifier, newest first. */
  entries: Map<string, HistoryEntry[]>;
  depth: "none" | "shallow" | "full";
}

/**
 * Reads the public history of every dataset from git, in one pass (mission L4).
 * @param root the catalogue's root
 * @returns no entries where the catalogue is in no repository, in one without a commit, or in a shallow clone
 * @throws GitError when git fails
 */
export async function readDatasetHistory(root: string): Promise<DatasetHistory> {
  const entries = new Map<string, HistoryEntry[]>();
  const repository = await findRepository(root);
  const depth = repository ? await depthOf(repository) : "none";
  if (!repository || depth !== "full") return { entries, depth };
  const touches: { identifier: string; touch: Touch }[] = [];
  const wanted = new Set<string>();
  for await (const touch of readHistory(repository, "datasets")) {
    const identifier = identifierOf(touch.path);
    if (!identifier) continue;
    touches.push({ identifier, touch });
    // A first version has nothing to compare with, so only changes need their contents.
    if (touch.before && touch.after) wanted.add(touch.before).add(touch.after);
  }
  const files = new Map<string, ReturnType<typeof parseQuietly>>();
  for await (const { name, bytes } of readBlobs(repository, [...wanted])) {
    files.set(name, bytes && parseQuietly(bytes));
  }
  for (const { identifier, touch } of touches) {
    const existing = { identifier, title: "", distribution: [] };
    const entry = toHistoryEntry({
      commit: touch.commit,
      author: clean(touch.author),
      time: taipeiTime(new Date(touch.seconds * 1000)),
      subject: clean(touch.subject),
      before: touch.before ? (files.get(touch.before) ?? existing) : undefined,
      after: touch.after ? (files.get(touch.after) ?? existing) : undefined,
    });
    if (!entry) continue;
    const list = entries.get(identifier);
    if (list) list.push(entry);
    else entries.set(identifier, [entry]);
  }
  return { entries, depth };
}
