import type { DeskAgency, DeskPlatform } from "../../../desk/data.ts";

/*
 * Files of the site itself. What was loaded once is kept, so that a page that has loaded goes on without a network.
 */

const LIMIT_MS = 20_000;

/** Why a file of the site is missing, in Chinese, and how to go on. */
export class LoadError extends Error {
  /** Answer's status; undefined where none came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = "LoadError";
    this.status = status;
  }
}

/** The site's base path, with a slash at its end, as the page says. */
export function siteBase(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="site-base"]')?.content ?? "/";
}

async function load<T>(path: string, read: (response: Response) => Promise<T>): Promise<T> {
  let response: Response;
  try {
    // "no-cache" asks whether the copy at hand still stands: an old one would offer a serial that is taken.
    response = await fetch(siteBase() + path, { cache: "no-cache", signal: AbortSignal.timeout(LIMIT_MS) });
    if (response.ok) return await read(response);
  } catch {
    throw new LoadError(
      navigator.onLine
        ? "讀取網站資料失敗或逾時。請稍候再試。"
        : "目前沒有網路連線。連上網路後請再試一次；已填寫的內容都還在。",
    );
  }
  if (response.status === 404) throw new LoadError("網站上沒有這份資料。", 404);
  throw new LoadError(`讀取網站資料失敗（${response.status}）。請稍候再試。`, response.status);
}

/**
 * A JSON file of the site.
 * @param path below the site's base, such as `office/platform.json`
 * @throws LoadError after 20 seconds, without a network, or where the file is missing
 */
export function loadJson<T>(path: string): Promise<T> {
  return load(path, (response) => response.json() as Promise<T>);
}

/** A text file of the site; as {@link loadJson}. */
export function loadText(path: string): Promise<string> {
  return load(path, (response) => response.text());
}

const kept = new Map<string, Promise<unknown>>();

/** Loads a file once; after a failure the next call tries again. */
function once<T>(path: string): Promise<T> {
  let loading = kept.get(path) as Promise<T> | undefined;
  if (!loading) {
    loading = loadJson<T>(path);
    kept.set(path, loading);
    loading.catch(() => kept.delete(path));
  }
  return loading;
}

/** office/platform.json; loaded once. */
export const platform = (): Promise<DeskPlatform> => once("office/platform.json");

/** office/agencies/<code>.json; each loaded once. */
export const agency = (code: string): Promise<DeskAgency> =>
  once(`office/agencies/${encodeURIComponent(code)}.json`);
