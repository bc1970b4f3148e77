import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import type { DeskPlatform, Repository } from "../../../desk/data.ts";

/*
 * The token of a person, while the browser's tab is open; longer only where the person asked for it. It goes to
 * GitHub's API alone, and into no address, message or log.
 */

export interface Session {
  /** Only while the status is `open`. */
  hub?: Hub;
  status: "none" | "opening" | "open" | "failed";
  /** Why it failed, in Chinese, with the way out. */
  error?: string;
  /** Connects with a token. Never throws: see `status` and `error`. */
  open(token: string, remember: boolean): Promise<void>;
  /** Forgets the token, here and on the computer. */
  close(): void;
}

/** Several sites may share an origin, so the key names the repository. */
const keyOf = ({ api, owner, name }: Repository) => `desk-token ${api} ${owner}/${name}`;

/** Storage may be forbidden by the browser's settings: then the token lives as long as the page. */
function stored(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function store(key: string, token: string, remember: boolean): void {
  try {
    sessionStorage.setItem(key, token);
    if (remember) localStorage.setItem(key, token);
    else localStorage.removeItem(key);
  } catch {}
}

function forget(key: string): void {
  try {
    sessionStorage.removeItem(key);
    localStorage.removeItem(key);
  } catch {}
}

/**
 * The page's connection to GitHub; call it once a page, and hand it down. A token that is held is used at once.
 * @param platform undefined while it is loading
 */
export function useSession(platform: DeskPlatform | undefined): Session {
  const [state, setState] = useState<Pick<Session, "hub" | "status" | "error">>({ status: "none" });
  const repository = platform?.repository;
  const key = repository && keyOf(repository);
  /** Number of the latest attempt: an earlier one that ends later counts no more. */
  const attempt = useRef(0);

  const connect = useCallback(
    async (token: string, onOpen: () => void, onWrong: () => void) => {
      if (!repository) return;
      const own = ++attempt.current;
      const isLatest = () => own === attempt.current;
      setState({ status: "opening" });
      try {
        // Only who uses a token loads what speaks to GitHub.
        const { openHub } = await import("../../../adapters/github/desk.ts");
        const hub = await openHub(repository, token);
        if (!isLatest()) return;
        onOpen();
        setState({ status: "open", hub });
      } catch (cause) {
        if (!isLatest()) return;
        const { message, remedy, status } = cause as { message: string; remedy?: string; status?: number };
        if (status === 401) onWrong();
        setState({
          status: "failed",
          error: remedy ? `${message}${remedy}` : "連線程式載入失敗。請檢查網路後再試一次。",
        });
      }
    },
    [key],
  );

  const isOpen = useRef(false);
  isOpen.current = state.status === "open";
  useEffect(() => {
    if (!key) return;
    const resume = () => {
      const token = isOpen.current ? undefined : stored(key);
      if (!token) return;
      // A token that GitHub refuses is of no further use.
      void connect(
        token,
        () => {},
        () => forget(key),
      );
    };
    resume();
    addEventListener("online", resume);
    return () => removeEventListener("online", resume);
  }, [key]);

  const open = useCallback(
    async (token: string, remember: boolean) => {
      if (key)
        await connect(
          token,
          () => store(key, token, remember),
          () => {},
        );
    },
    [key],
  );

  const close = useCallback(() => {
    attempt.current++;
    if (key) forget(key);
    setState({ status: "none" });
  }, [key]);

  return { ...state, open, close };
}
