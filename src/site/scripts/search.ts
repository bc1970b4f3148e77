/**
 * The search page in the browser: asks the Pagefind index that `src/adapters/search-index.ts` writes, puts the
 * datasets in order and shows them.
 *
 * A Pagefind page is a shelf of datasets and a position on it is a dataset (see the adapter), so each word is asked
 * for by itself, and which datasets have all the words is worked out here.
 */

import type { FacetFile, SearchRow, ShelvesFile } from "../../adapters/search-index.ts";
import {
  foldText,
  markMatches,
  plainText,
  type QueryTerms,
  queryTerms,
} from "../../catalogue/search-terms.ts";

/** A field of every dataset, by the dataset's number. */
interface Facet {
  valuesOf: (dataset: number) => readonly string[];
  names: Record<string, string>;
}

interface Pagefind {
  createInstance(options: { basePath: string; noWorker: boolean }): {
    init(): Promise<void>;
    search(term: string): Promise<{ results: { id: string; words: number[] }[] }>;
  };
}

/** The datasets that have a word, in their title or beside it. */
interface Holders {
  title: Set<number>;
  side: Set<number>;
}

/** What a query found: datasets by their words, best first, before a look at their titles. */
export interface Answer {
  /** Those whose title has all words of the query as typed; the title decides when it is there. */
  phrase: number[];
  /** The same without punctuation and spaces. */
  loose: number[];
  /** Those that match beside the title, or here and there. */
  others: number[];
  terms: QueryTerms;
}

export interface Engine {
  ask(query: string): Promise<Answer>;
  row(dataset: number): Promise<SearchRow>;
  facet(field: string): Promise<Facet>;
  total: number;
}

/** The bytes of a gzip file, unless the server has unpacked them already. */
async function unpack(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const bytes = await response.arrayBuffer();
  const head = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (head[0] !== 0x1f || head[1] !== 0x8b) return new TextDecoder().decode(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

/** The same promise for the same key; a failed one is forgotten, so that it can be tried again. */
function remember<Key, Value>(make: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    const promise = make(key);
    known.set(key, promise);
    promise.catch(() => known.delete(key));
    return promise;
  };
}

/** What is in every one of the sets, smallest first so that little is looked at. */
function common(sets: readonly Set<number>[]): Set<number> {
  const [smallest, ...rest] = [...sets].sort((left, right) => left.size - right.size);
  if (!smallest) return new Set();
  return new Set([...smallest].filter((dataset) => rest.every((set) => set.has(dataset))));
}

const ascending = (left: number, right: number): number => left - right;

/** Ask the server whether the copy is still good. */
const fresh: RequestInit = { cache: "no-cache" };

/** Loads what every query needs and answers queries. `base` is the site's root, ending in a slash. */
export async function createEngine(base: string): Promise<Engine> {
  const root = `${base}pagefind/`;
  const load = async <T>(path: string, options?: RequestInit): Promise<T> => {
    const text = await unpack(await fetch(root + path, options));
    return JSON.parse(text.replace(/^pagefind_dcd/, "")) as T;
  };
  // The worker would cost a second copy of the library; an answer takes a few milliseconds without.
  const opened = import(/* @vite-ignore */ `${root}pagefind.js`).then(async (library: Pagefind) => {
    const pagefind = library.createInstance({ basePath: root, noWorker: true });
    await pagefind.init();
    // The start reports what failed to load only to the first question.
    await pagefind.search("");
    return pagefind;
  });
  // Looked at later, or not at all when the catalogue is empty.
  opened.catch(() => undefined);
  const edition = async (): Promise<string> => JSON.stringify(await load("pagefind-entry.json", fresh));
  const opening = edition();
  opening.catch(() => undefined);
  const shelves = await load<ShelvesFile>("shelves.pf_shelves", fresh);
  const shelfOf = new Map(shelves.pages.map((page, shelf) => [shelves.prefix + page, shelf]));
  const pagefind = shelves.total > 0 ? await opened : undefined;

  const holders = remember(async (word: string): Promise<Holders> => {
    const found: Holders = { title: new Set(), side: new Set() };
    const results = (await pagefind?.search(word))?.results ?? [];
    for (const { id, words } of results) {
      const shelf = shelfOf.get(id);
      if (shelf === undefined) throw new Error(`the index has an unknown shelf, ${id}`);
      for (const position of words) {
        (position % 2 === 0 ? found.title : found.side).add(shelf * shelves.size + Math.floor(position / 2));
      }
    }
    // Pagefind takes a part that it cannot load for an empty one: offline, or another edition is published.
    if (pagefind && results.length === 0 && (await edition()) !== (await opening))
      throw new Error("the index has changed");
    return found;
  });

  const rows = remember(async (shelf: number): Promise<SearchRow[]> => {
    const page = shelves.prefix + (shelves.pages[shelf] ?? "");
    return (await load<{ rows: SearchRow[] }>(`fragment/${page}.pf_fragment`)).rows;
  });

  return {
    total: shelves.total,
    async ask(query) {
      const terms = queryTerms(query);
      const get = async (words: readonly string[]): Promise<Holders[]> =>
        await Promise.all(words.map(holders));
      const [phrase, loose, scattered, start] = await Promise.all([
        get(terms.phrase),
        get(terms.loose),
        get(terms.scattered),
        get(terms.start === undefined ? [] : [terms.start]),
      ]);
      const inTitle = common(loose.map(({ title }) => title));
      const inPhrase = common(phrase.map(({ title }) => title));
      const begins = start[0]?.title ?? new Set<number>();
      const order = new Set<number>();
      /** Adds what is new in order, and returns it. */
      const add = (...groups: Iterable<number>[]): number[] => {
        const before = order.size;
        for (const group of groups) for (const dataset of [...group].sort(ascending)) order.add(dataset);
        return [...order].slice(before);
      };
      const first = common([begins, inPhrase]);
      // One page holds them all otherwise, and the titles themselves tell which one is equal.
      const ask = first.size > pageSize && terms.whole !== undefined;
      const equal = ask ? common([(await holders(terms.whole ?? "")).title, inPhrase]) : [];
      const spread = scattered.length > 0 ? scattered : loose;
      return {
        phrase: add(equal, first, inPhrase),
        loose: add(common([begins, inTitle]), inTitle),
        others: add(
          common(loose.map(({ side }) => side)),
          common(spread.map(({ title, side }) => new Set([...title, ...side]))),
        ),
        terms,
      };
    },
    async row(dataset) {
      const row = (await rows(Math.floor(dataset / shelves.size)))[dataset % shelves.size];
      if (!row) throw new Error(`no dataset ${dataset}`);
      return row;
    },
    facet: remember(async (field: string): Promise<Facet> => {
      const file = await load<FacetFile>(`facet/${shelves.facets[field] ?? field}`);
      const codes = Array.from(file.rows, (character) => (character.codePointAt(0) as number) - 48);
      return { valuesOf: (dataset) => file.values[codes[dataset] ?? -1] ?? [], names: file.names ?? {} };
    }),
  };
}

export const pageSize = 20;

/**
 * Gives an answer's rows in order, some at a time. A title that has all pairs of the query but not the query itself
 * goes behind those that match beside the title.
 */
export function inOrder(engine: Engine, answer: Answer): (count: number) => Promise<SearchRow[]> {
  const phrase = [...answer.phrase];
  const loose = [...answer.loose];
  const others = [...answer.others];
  const waiting: SearchRow[] = [];
  const demoted: SearchRow[] = [];
  const { plain, folded } = answer.terms;
  const isPhrase = (row: SearchRow): boolean => plainText(row[2]).includes(plain);
  const isLoose = (row: SearchRow): boolean => folded !== "" && foldText(row[2]).includes(folded);
  const distance = (row: SearchRow): number => {
    const title = foldText(row[2]);
    return title === folded ? 0 : title.startsWith(folded) ? 1 : 2;
  };
  return async (count) => {
    const result: SearchRow[] = [];
    const take = async (queue: number[]): Promise<SearchRow[]> =>
      await Promise.all(queue.splice(0, count - result.length).map(engine.row));
    while (result.length < count && phrase.length > 0) {
      for (const row of await take(phrase)) {
        (isPhrase(row) ? result : isLoose(row) ? waiting : demoted).push(row);
      }
    }
    result.sort((left, right) => distance(left) - distance(right));
    result.push(...waiting.splice(0, count - result.length));
    while (result.length < count && loose.length > 0) {
      for (const row of await take(loose)) (isLoose(row) ? result : demoted).push(row);
    }
    if (result.length < count && others.length > 0) result.push(...(await take(others)));
    result.push(...demoted.splice(0, count - result.length));
    return result;
  };
}

/** What the component tells the script, as JSON in the page. */
export interface SearchConfig {
  lang: "zh-TW" | "en";
  /** The site's root, ending in a slash. */
  base: string;
  /** What a dataset's address begins with, ending in a slash. */
  linkBase: string;
  /** Names of codes, by field. */
  labels: Partial<Record<string, Record<string, string>>>;
  /** Sentences; `{…}` is filled in. */
  texts: Record<"loading" | "idle" | "found" | "none" | "failed" | "all" | "stars" | "updated", string>;
}

interface State {
  query: string;
  sort: string;
  /** How many times twenty results are shown. */
  page: number;
  filters: Map<string, string[]>;
}

const sorts = ["relevance", "newest", "stars"];
/** Options shown of a facet before someone asks for all. */
const fewOptions = 15;
/** How long the typing must rest. */
const restMilliseconds = 150;
/** Pagefind waits for ever for some files that fail to load. */
const patienceMilliseconds = 20_000;

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const result = Object.assign(document.createElement(name), properties);
  result.append(...children);
  return result;
}

/** Rejects when the promise has not settled in time. */
async function patiently<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("timeout")), patienceMilliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a search panel work. Nothing is loaded before there is something to search for. */
export function mountSearch(panel: HTMLElement): void {
  const one = <T extends Element>(selector: string): T => {
    const found = panel.querySelector<T>(selector);
    if (!found) throw new Error(`search panel lacks ${selector}`);
    return found;
  };
  const config = JSON.parse(one("script[data-config]").textContent ?? "") as SearchConfig;
  const { texts, labels } = config;
  const form = one<HTMLFormElement>("form");
  const input = one<HTMLInputElement>("input[name=q]");
  const sort = one<HTMLSelectElement>("select[name=sort]");
  const status = one<HTMLElement>("[role=status]");
  const list = one<HTMLOListElement>("ol[data-results]");
  const more = one<HTMLElement>("[data-more]");
  const retry = one<HTMLButtonElement>("button[data-retry]");
  const clear = one<HTMLButtonElement>("button[data-clear]");
  const facetBoxes = [...panel.querySelectorAll<HTMLDetailsElement>("details[data-facet]")];
  const allFacets = one<HTMLDetailsElement>("details[data-all-facets]");
  const fields = facetBoxes.map((box) => box.dataset.facet ?? "");
  let engine: Promise<Engine> | undefined;
  const start = (): Promise<Engine> => {
    engine ??= patiently(createEngine(config.base));
    return engine;
  };
  const expanded = new Set<string>();
  let newest = 0;
  /** Shows the next results of the newest answer. */
  let showMore: ((count: number) => Promise<void>) | undefined;

  const readState = (): State => {
    const parameters = new URLSearchParams(location.search);
    const filters = new Map<string, string[]>();
    for (const field of fields) {
      const values = parameters.getAll(field);
      if (values.length > 0) filters.set(field, values);
    }
    const wanted = parameters.get("sort") ?? "";
    return {
      query: parameters.get("q") ?? "",
      sort: sorts.includes(wanted) ? wanted : "relevance",
      page: Math.min(500, Math.max(1, Math.trunc(Number(parameters.get("page"))) || 1)),
      filters,
    };
  };

  let state = readState();

  const writeState = (how: "push" | "replace"): void => {
    const parameters = new URLSearchParams();
    if (state.query !== "") parameters.set("q", state.query);
    for (const [field, values] of state.filters) for (const value of values) parameters.append(field, value);
    if (state.sort !== "relevance") parameters.set("sort", state.sort);
    if (state.page > 1) parameters.set("page", String(state.page));
    const search = parameters.toString();
    const address = location.pathname + (search === "" ? "" : `?${search}`);
    if (address === location.pathname + location.search) return;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };

  const nameOf = (field: string, value: string, facet?: Facet): string =>
    labels[field]?.[value] ?? facet?.names[value] ?? (field === "format" ? value.toUpperCase() : value);

  const line = (row: SearchRow): HTMLLIElement => {
    const [identifier, url, title, agency, agencyName, formats, stars, date] = row;
    const link = element("a", { href: config.linkBase + url, lang: "zh-TW" });
    for (const part of markMatches(title, state.query)) {
      link.append(part.match ? element("mark", {}, part.text) : part.text);
    }
    const starText = element(
      "span",
      { className: "stars" },
      "★".repeat(stars) + "☆".repeat(Math.max(0, 5 - stars)),
    );
    starText.setAttribute("role", "img");
    starText.setAttribute("aria-label", fill(texts.stars, { stars }));
    const details = element(
      "p",
      { className: "details" },
      element("span", {}, labels.agency?.[agency] ?? agencyName),
    );
    if (formats.length > 0) {
      details.append(element("span", {}, formats.map((format) => nameOf("format", format)).join(" ")));
    }
    if (stars > 0) details.append(starText);
    if (date !== "") {
      const time = element("time", { dateTime: date }, date);
      details.append(element("span", {}, `${texts.updated} `, time));
    }
    const item = element("li", {}, link, details);
    item.dataset.identifier = identifier;
    return item;
  };

  const showOptions = (
    box: HTMLDetailsElement,
    field: string,
    facet: Facet,
    datasets: readonly number[],
  ): void => {
    const counts = new Map<string, number>();
    for (const dataset of datasets) {
      for (const value of facet.valuesOf(dataset)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const chosen = state.filters.get(field) ?? [];
    for (const value of chosen) if (!counts.has(value)) counts.set(value, 0);
    const sorted = [...counts].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
    const all = expanded.has(field);
    const shown = sorted.filter(
      ([value], position) => all || position < fewOptions || chosen.includes(value),
    );
    const place = box.querySelector("[data-options]");
    if (!place) return;
    const focused = place.contains(document.activeElement)
      ? (document.activeElement as HTMLInputElement | null)?.value
      : undefined;
    place.replaceChildren(
      ...shown.map(([value, count]) => {
        const checkbox = element("input", {
          type: "checkbox",
          name: field,
          value,
          checked: chosen.includes(value),
        });
        const number = element("span", { className: "count" }, count.toLocaleString(config.lang));
        return element("label", {}, checkbox, element("span", {}, nameOf(field, value, facet)), number);
      }),
    );
    if (shown.length < sorted.length) {
      const button = element("button", { type: "button" }, fill(texts.all, { count: sorted.length }));
      button.addEventListener("click", () => {
        expanded.add(field);
        showOptions(box, field, facet, datasets);
        place.querySelectorAll("input")[fewOptions]?.focus();
      });
      place.append(button);
    }
    if (focused !== undefined) {
      for (const checkbox of place.querySelectorAll("input"))
        if (checkbox.value === focused) checkbox.focus();
    }
  };

  /** Filters, counts and sorts an answer; the columns that this needs are loaded now. */
  const refine = async (
    work: Engine,
    answer: Answer,
  ): Promise<Answer & { total: number; facets: () => void }> => {
    const open = facetBoxes.filter((box) => box.open).map((box) => box.dataset.facet ?? "");
    const needed = new Set([...state.filters.keys(), ...open]);
    const sortField = { newest: "date", stars: "stars" }[state.sort];
    if (sortField) needed.add(sortField);
    const entries = [...needed].map(async (field) => [field, await work.facet(field)] as const);
    const columns = new Map(await Promise.all(entries));
    /** Whether a dataset passes the filters, but for one field's. */
    const passes = (dataset: number, except?: string): boolean => {
      for (const [field, chosen] of state.filters) {
        if (field === except) continue;
        const values = columns.get(field)?.valuesOf(dataset) ?? [];
        if (!values.some((value) => chosen.includes(value))) return false;
      }
      return true;
    };
    const pick = (datasets: readonly number[]): number[] =>
      state.filters.size === 0 ? [...datasets] : datasets.filter((dataset) => passes(dataset));
    const refined = { phrase: pick(answer.phrase), loose: pick(answer.loose), others: pick(answer.others) };
    const total = refined.phrase.length + refined.loose.length + refined.others.length;
    const sortColumn = columns.get(sortField ?? "");
    if (sortColumn) {
      const keyed = [...refined.phrase, ...refined.loose, ...refined.others].map(
        (dataset) => [sortColumn.valuesOf(dataset)[0] ?? "", dataset] as const,
      );
      keyed.sort(([left], [right]) => (left < right ? 1 : left > right ? -1 : 0));
      Object.assign(refined, { phrase: [], loose: [], others: keyed.map(([, dataset]) => dataset) });
    }
    const everything = [...answer.phrase, ...answer.loose, ...answer.others];
    const facets = (): void => {
      for (const box of facetBoxes) {
        const field = box.dataset.facet ?? "";
        const facet = columns.get(field);
        if (box.open && facet) {
          showOptions(
            box,
            field,
            facet,
            everything.filter((dataset) => passes(dataset, field)),
          );
        }
      }
    };
    return { ...refined, terms: answer.terms, total, facets };
  };

  const searchNow = async (): Promise<void> => {
    newest += 1;
    const mine = newest;
    const isOld = (): boolean => mine !== newest;
    retry.hidden = true;
    clear.hidden = state.filters.size === 0;
    if (state.query.trim() === "" && state.filters.size === 0 && !facetBoxes.some((box) => box.open)) {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = texts.idle;
      return;
    }
    panel.setAttribute("aria-busy", "true");
    if (list.childElementCount === 0) status.textContent = texts.loading;
    try {
      const work = await start();
      const everything = (): Answer => ({
        phrase: [],
        loose: [],
        others: Array.from({ length: work.total }, (_, dataset) => dataset),
        terms: queryTerms(""),
      });
      const answer = state.query.trim() === "" ? everything() : await patiently(work.ask(state.query));
      if (isOld()) return;
      const refined = await refine(work, answer);
      if (isOld()) return;
      const next = inOrder(work, refined);
      const rows = await next(state.page * pageSize);
      if (isOld()) return;
      list.replaceChildren(...rows.map(line));
      const report = (): void => {
        const shown = list.childElementCount;
        const text = refined.total === 0 ? texts.none : texts.found;
        const numbers = {
          total: refined.total.toLocaleString(config.lang),
          shown: shown.toLocaleString(config.lang),
        };
        status.textContent = fill(text, { ...numbers, query: state.query });
        more.hidden = shown >= refined.total;
      };
      report();
      refined.facets();
      showMore = async (count) => {
        const added = (await next(count)).map(line);
        if (isOld()) return;
        list.append(...added);
        state.page = Math.max(1, Math.ceil(list.childElementCount / pageSize));
        writeState("replace");
        report();
        added[0]?.querySelector("a")?.focus();
      };
    } catch (error) {
      engine = undefined;
      if (isOld()) return;
      console.error(error);
      list.replaceChildren();
      more.hidden = true;
      status.textContent = texts.failed;
      retry.hidden = false;
    } finally {
      if (!isOld()) panel.removeAttribute("aria-busy");
    }
  };

  const showState = (): void => {
    input.value = state.query;
    sort.value = state.sort;
    for (const box of facetBoxes) if (state.filters.has(box.dataset.facet ?? "")) box.open = true;
    for (const checkbox of panel.querySelectorAll<HTMLInputElement>("[data-options] input")) {
      checkbox.checked = state.filters.get(checkbox.name)?.includes(checkbox.value) ?? false;
    }
  };

  // Beside the results there is room for the filters; above them they would push the results off a small screen.
  const beside = matchMedia("(min-width: 56rem)");
  const makeRoom = (): void => {
    allFacets.open = beside.matches || state.filters.size > 0;
  };
  beside.addEventListener("change", makeRoom);

  const change = (changes: Partial<State>, how: "push" | "replace"): void => {
    state = { ...state, page: 1, ...changes };
    writeState(how);
    void searchNow();
  };

  let rest: ReturnType<typeof setTimeout> | undefined;
  const typed = (): void => {
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (input.value !== state.query) change({ query: input.value }, "replace");
    }, restMilliseconds);
  };
  // While an input method composes, the field holds sounds and no words yet.
  input.addEventListener("input", (event) => {
    if (!(event as InputEvent).isComposing) typed();
  });
  input.addEventListener("compositionend", typed);
  input.addEventListener("focus", () => void start().catch(() => undefined), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(rest);
    change({ query: input.value }, "push");
  });
  sort.addEventListener("change", () => change({ sort: sort.value }, "push"));
  for (const box of facetBoxes) {
    const field = box.dataset.facet ?? "";
    box.addEventListener("toggle", () => {
      if (box.open && !box.querySelector("[data-options] input")) void searchNow();
    });
    box.addEventListener("change", () => {
      const filters = new Map(state.filters);
      const chosen = [...box.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
      if (chosen.length > 0) filters.set(field, chosen);
      else filters.delete(field);
      change({ filters }, "push");
    });
  }
  clear.addEventListener("click", () => {
    change({ filters: new Map() }, "push");
    showState();
    input.focus();
  });
  retry.addEventListener("click", () => void searchNow());
  for (const button of more.querySelectorAll<HTMLButtonElement>("button[data-count]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await showMore?.(Number(button.dataset.count));
      } catch (error) {
        console.error(error);
        status.textContent = texts.failed;
      } finally {
        button.disabled = false;
      }
    });
  }
  addEventListener("popstate", () => {
    clearTimeout(rest);
    state = readState();
    showState();
    void searchNow();
  });
  showState();
  makeRoom();
  void searchNow();
}
