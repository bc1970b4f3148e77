import { useEffect, useRef, useState } from "preact/hooks";
import type { Draft } from "../../../desk/draft.ts";
import { DRAFTS_KEY, readDrafts, saveDraft } from "./drafts-store.ts";

/** So long nothing has been typed before a draft is saved. */
const PAUSE_MS = 800;

/** Whether the draft is in the browser's storage: `failed` where that is full or forbidden. */
export type SaveState =
  | { kind: "none" }
  | { kind: "saved"; at: string }
  | { kind: "failed" }
  /** Another tab saved the same draft since. */
  | { kind: "conflict" };

export interface Autosave {
  state: SaveState;
  /** The draft was open in another tab when this one opened it. */
  openElsewhere: boolean;
  /** Saves at once. */
  save: () => boolean;
  /** What is there counts as saved: it was exported, or is to be thrown away. */
  settle: () => void;
  /** The draft as the other tab saved it; this tab goes on from there. */
  takeOther: () => Draft | undefined;
  /** The draft has another id now, so that the other tab's stays as it is. */
  goOn: () => void;
}

/**
 * Saves a draft whenever it has changed, and at the latest when the page is left; asks before leaving only where saving
 * failed. Of two tabs with one draft none writes over the other.
 * @param stored whether the draft came from the storage
 */
export function useAutosave(draft: Draft, stored: boolean): Autosave {
  const [state, setState] = useState<SaveState>(
    stored ? { kind: "saved", at: draft.savedAt } : { kind: "none" },
  );
  const [openElsewhere, setOpenElsewhere] = useState(false);
  const latest = useRef(draft);
  latest.current = draft;
  /** The draft as it was last written, or opened: nothing to save as long as it is the same. */
  const settled = useRef(draft);
  /** `savedAt` of what this tab knows to be stored. */
  const known = useRef(draft.savedAt);
  const blocked = useRef(false);

  const save = (): boolean => {
    if (blocked.current) return false;
    const current = latest.current;
    const savedAt = new Date().toISOString();
    const result = saveDraft({ ...current, savedAt }, known.current);
    if (result === "saved") {
      known.current = savedAt;
      settled.current = current;
      setState({ kind: "saved", at: savedAt });
      return true;
    }
    blocked.current = result === "conflict";
    setState({ kind: result });
    return false;
  };
  const isDirty = () => latest.current !== settled.current;

  useEffect(() => {
    if (!isDirty()) return;
    const timer = setTimeout(save, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  useEffect(() => {
    const onHide = () => {
      if (isDirty()) save();
    };
    const onLeave = (event: BeforeUnloadEvent) => {
      if (isDirty() && !save()) event.preventDefault();
    };
    const onStorage = (event: StorageEvent) => {
      if (event.key !== DRAFTS_KEY) return;
      const other = readDrafts().find(({ id }) => id === latest.current.id);
      if (!other || other.savedAt === known.current) return;
      blocked.current = true;
      setState({ kind: "conflict" });
    };
    document.addEventListener("visibilitychange", onHide);
    addEventListener("pagehide", onHide);
    addEventListener("beforeunload", onLeave);
    addEventListener("storage", onStorage);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      removeEventListener("pagehide", onHide);
      removeEventListener("beforeunload", onLeave);
      removeEventListener("storage", onStorage);
      // Another draft takes the form's place.
      onHide();
    };
  }, []);

  // Tabs greet each other: who is there already answers, so that the later one is told.
  useEffect(() => {
    const channel = new BroadcastChannel(DRAFTS_KEY);
    channel.onmessage = ({ data }: MessageEvent<{ id: string; here: boolean }>) => {
      if (data.id !== draft.id) return;
      if (data.here) setOpenElsewhere(true);
      else channel.postMessage({ id: draft.id, here: true });
    };
    channel.postMessage({ id: draft.id, here: false });
    return () => channel.close();
  }, [draft.id]);

  return {
    state,
    openElsewhere,
    save,
    settle: () => {
      settled.current = latest.current;
    },
    takeOther: () => {
      const other = readDrafts().find(({ id }) => id === latest.current.id);
      if (!other) return undefined;
      known.current = other.savedAt;
      settled.current = other;
      blocked.current = false;
      setState({ kind: "saved", at: other.savedAt });
      return other;
    },
    goOn: () => {
      blocked.current = false;
      setState({ kind: "none" });
    },
  };
}
