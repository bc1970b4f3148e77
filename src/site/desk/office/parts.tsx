import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { taipeiTime } from "../../../catalogue/today.ts";
import { wordsOf } from "./snapshots.ts";

/** Rows on a page of a list. */
export const PAGE_SIZE = 20;

/** 快照時間: when what is shown was taken. */
export function Taken({ at, children }: { at: string | undefined; children?: ComponentChildren }) {
  return (
    <p class="taken buttons">
      {at && (
        <span>
          快照時間 <time datetime={at}>{taipeiTime(new Date(at))}</time>（臺北時間）
        </span>
      )}
      {children}
    </p>
  );
}

/** What went wrong, told to a screen reader at once. */
export function Problem({ text }: { text: string | undefined }) {
  return <div role="alert">{text && <p class="message bad">{text}</p>}</div>;
}

/** What was done, told and focused: the button that did it may be gone. */
export function Said({ text }: { text: string | undefined }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (text !== undefined) element.current?.focus();
  }, [text]);
  return (
    <div role="status" tabIndex={-1} ref={element}>
      {text && <p class="message good">{text}</p>}
    </div>
  );
}

/** What opens below the button that asked for it: focused, so that it is heard and seen. */
export function Revealed({ label, children }: { label: string; children: ComponentChildren }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <section class="surface" aria-label={label} tabIndex={-1} ref={element}>
      {children}
    </section>
  );
}

/** A link that leaves the site; only http(s), since the address may come from a snapshot. */
export function Outside({ href, children }: { href: string; children: ComponentChildren }) {
  if (!/^https?:\/\//.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
      <span class="vh">（另開視窗）</span>
    </a>
  );
}

/** A way of sorting. */
export interface Order<K extends string> {
  key: K;
  descending: boolean;
}

/** A heading that sorts its column. */
export function SortHeading<K extends string>(props: {
  label: string;
  own: K;
  order: Order<K>;
  class?: string;
  onOrder: (order: Order<K>) => void;
}) {
  const { label, own, order, onOrder } = props;
  const chosen = order.key === own;
  const sort = chosen ? (order.descending ? "descending" : "ascending") : undefined;
  return (
    <th scope="col" class={props.class} aria-sort={sort}>
      <button
        type="button"
        class="sort"
        onClick={() => onOrder({ key: own, descending: chosen && !order.descending })}
      >
        {label}
      </button>
    </th>
  );
}

/** Previous and next page; nothing where all fits on one. */
export function Pager(props: { page: number; pages: number; onPage: (page: number) => void }) {
  const { page, pages, onPage } = props;
  if (pages <= 1) return null;
  return (
    <nav class="pager" aria-label="分頁">
      <button
        type="button"
        class="button"
        aria-disabled={page <= 1}
        onClick={() => page > 1 && onPage(page - 1)}
      >
        上一頁
      </button>
      <span role="status">
        第 {page} 頁，共 {pages} 頁
      </span>
      <button
        type="button"
        class="button"
        aria-disabled={page >= pages}
        onClick={() => page < pages && onPage(page + 1)}
      >
        下一頁
      </button>
    </nav>
  );
}

/** What was looked for. */
export interface Query {
  text: string;
  state: string;
}

export const NO_QUERY: Query = { text: "", state: "" };

/** The manual's line above a list: a text, a state, 「查詢」. It searches when it is sent, not while somebody types. */
export function SearchBar(props: {
  label: string;
  /** Absent where the list has no states. */
  states?: string[];
  onSearch: (query: Query) => void;
}) {
  const { label, states, onSearch } = props;
  const [query, setQuery] = useState(NO_QUERY);
  const id = useId();
  return (
    <search>
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(query);
        }}
      >
        <div class="control">
          <label for={`${id}-text`}>{label}</label>
          <input
            id={`${id}-text`}
            type="search"
            value={query.text}
            onInput={(event) => setQuery({ ...query, text: event.currentTarget.value })}
          />
        </div>
        {states && (
          <div class="control">
            <label for={`${id}-state`}>狀態</label>
            <select
              id={`${id}-state`}
              value={query.state}
              onChange={(event) => setQuery({ ...query, state: event.currentTarget.value })}
            >
              <option value="">請選擇狀態</option>
              {states.map((state) => (
                <option key={state} value={state}>
                  {state}
                </option>
              ))}
            </select>
          </div>
        )}
        <button type="submit" class="button primary">
          查詢
        </button>
      </form>
    </search>
  );
}

/** What was loaded, while it loads, or why it could not be. */
export type Loaded<T> =
  | { status: "loading" }
  | { status: "failed"; problem: string }
  | { status: "ready"; value: T };

/**
 * Loads something when a tab opens.
 * @param inputs what it depends on: it is loaded anew when one of them changes
 */
export function useLoaded<T>(load: () => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({ status: "loading" });
  useEffect(() => {
    let current = true;
    setState({ status: "loading" });
    load().then(
      (value) => current && setState({ status: "ready", value }),
      (cause) => current && setState({ status: "failed", problem: wordsOf(cause) }),
    );
    return () => {
      current = false;
    };
  }, inputs);
  return state;
}

/** Shows what {@link useLoaded} loaded. */
export function Loading<T>(props: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const { of, children } = props;
  if (of.status === "ready") return <>{children(of.value)}</>;
  if (of.status === "failed") return <Problem text={of.problem} />;
  return <p role="status">載入中……</p>;
}

/** How many rows a search found, told to a screen reader. */
export function Found({ count, searched }: { count: number; searched: boolean }) {
  return (
    <p class="taken" role="status">
      {count === 0
        ? searched
          ? "沒有符合的項目"
          : "目前沒有項目"
        : `${searched ? "符合" : "共"} ${count} 筆`}
    </p>
  );
}
