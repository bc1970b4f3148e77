import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "../../../desk/draft.ts";
import { DRAFTS_KEY, deleteDraft, draftId, draftPath, readDrafts, saveDraft } from "./drafts-store.ts";

/** localStorage as browsers have it: texts only, and an error where it is full. */
class Storage {
  readonly items = new Map<string, string>();
  quota = Number.POSITIVE_INFINITY;
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (value.length > this.quota) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  }
}

let storage: Storage;
beforeEach(() => {
  storage = new Storage();
  vi.stubGlobal("localStorage", storage);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const draft = (id: string, savedAt: string, rest: Partial<Draft> = {}): Draft => ({
  id,
  savedAt,
  agency: "A41000000G",
  serial: "000123",
  values: { title: id },
  ...rest,
});

describe("the drafts of a browser (P2)", () => {
  it("are kept, latest first, and deleted one by one", () => {
    expect(readDrafts()).toEqual([]);
    expect(saveDraft(draft("a", "2026-11-21T01:00:00.000Z"), "")).toBe("saved");
    expect(saveDraft(draft("b", "2026-11-21T02:00:00.000Z"), "")).toBe("saved");
    const later = draft("a", "2026-11-21T03:00:00.000Z");
    expect(saveDraft(later, "2026-11-21T01:00:00.000Z")).toBe("saved");
    expect(readDrafts().map(({ id }) => id)).toEqual(["a", "b"]);
    expect(readDrafts()[0]).toEqual(later);
    expect(deleteDraft("a")).toBe(true);
    expect(readDrafts().map(({ id }) => id)).toEqual(["b"]);
  });

  it("that another tab saved since are not written over", () => {
    saveDraft(draft("a", "2026-11-21T01:00:00.000Z", { values: { title: "甲" } }), "");
    const stale = draft("a", "2026-11-21T05:00:00.000Z", { values: { title: "乙" } });
    expect(saveDraft(stale, "2026-11-20T00:00:00.000Z")).toBe("conflict");
    expect(readDrafts()[0]!.values.title).toBe("甲");
  });

  it("stay as they were where the storage is full", () => {
    saveDraft(draft("a", "2026-11-21T01:00:00.000Z"), "");
    storage.quota = 10;
    expect(saveDraft(draft("b", "2026-11-21T02:00:00.000Z"), "")).toBe("failed");
    expect(deleteDraft("a")).toBe(true);
    expect(readDrafts()).toEqual([]);
  });

  it("are none where storage is forbidden or holds something else", () => {
    for (const text of ["{", "null", '{"id":1}', "7"]) {
      storage.items.set(DRAFTS_KEY, text);
      expect(readDrafts(), text).toEqual([]);
    }
    const sound = draft("a", "2026-11-21T01:00:00.000Z");
    storage.items.set(DRAFTS_KEY, JSON.stringify([null, 3, { id: "x" }, { ...sound, values: null }, sound]));
    expect(readDrafts()).toEqual([sound]);
    vi.stubGlobal("localStorage", undefined);
    expect(readDrafts()).toEqual([]);
    expect(saveDraft(sound, "")).toBe("failed");
  });

  it("have ids that differ, and an address each", () => {
    expect(new Set(Array.from({ length: 50 }, draftId)).size).toBe(50);
    expect(draftPath(draft("a b", ""))).toBe("office/datasets/new/?draft=a%20b");
    expect(draftPath(draft("a", "", { base: "" }))).toBe("office/datasets/edit/?draft=a");
  });
});
