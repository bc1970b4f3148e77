import type { Draft } from "../../../desk/draft.ts";

/*
 * 暫存: the drafts of this browser, one list in localStorage. Storage may be full or forbidden; then the form goes on,
 * says so, and offers the draft as a file.
 */

/** Key in localStorage, and name of the channel on which tabs tell each other what they have open. */
export const DRAFTS_KEY = "desk-drafts";

/** What came of saving: `conflict` where another tab saved the same draft since. */
export type Saving = "saved" | "failed" | "conflict";

const isDraft = (value: unknown): value is Draft => {
  const draft = value as Partial<Draft> | null;
  return (
    typeof draft === "object" &&
    draft !== null &&
    [draft.id, draft.savedAt, draft.agency, draft.serial].every((text) => typeof text === "string") &&
    typeof draft.values === "object" &&
    draft.values !== null
  );
};

/** The drafts of this browser, latest first; none where storage is forbidden. */
export function readDrafts(): Draft[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(DRAFTS_KEY) ?? "[]");
    if (!Array.isArray(list)) return [];
    return list.filter(isDraft).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  } catch {
    return [];
  }
}

function write(drafts: Draft[]): boolean {
  try {
    localStorage.setItem(DRAFTS_KEY, JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}

/**
 * Saves a draft.
 * @param known `savedAt` of the state that this tab last read or wrote; a later one is never written over
 */
export function saveDraft(draft: Draft, known: string): Saving {
  const drafts = readDrafts();
  const stored = drafts.find(({ id }) => id === draft.id);
  if (stored && stored.savedAt !== known) return "conflict";
  return write([draft, ...drafts.filter(({ id }) => id !== draft.id)]) ? "saved" : "failed";
}

/** Deletes a draft of this browser. */
export function deleteDraft(id: string): boolean {
  return write(readDrafts().filter((draft) => draft.id !== id));
}

/** An id for a new draft; `crypto.randomUUID` is missing where the site has no HTTPS. */
export function draftId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** Address of the form with a draft, below the site's base. */
export function draftPath(draft: Draft): string {
  return `office/datasets/${draft.base === undefined ? "new" : "edit"}/?draft=${encodeURIComponent(draft.id)}`;
}
