import { foldText } from "../../catalogue/search-terms.ts";
import type { ListedOpinion, OpinionList } from "../../exchange/opinion-files.ts";

/*
 * Search, filters and order of a board, over its list as a file. What people wrote becomes text nodes only.
 */

/** Results that are shown at once. */
const BATCH = 50;
/** Characters of a text in a row, as in the built table. */
const EXCERPT = 120;

/** Orders by name, smallest first; equals stay newest first. */
const ORDERS: Record<string, ((entry: ListedOpinion) => number) | undefined> = {
  liked: ({ likes }) => -likes,
  open: ({ state }) => Number(state.startsWith("answered")),
  overdue: ({ state, left = 0 }) => (state === "overdue" ? left : 1),
};

const form = document.querySelector<HTMLFormElement>("form[data-board]");
if (form) start(form);

function start(form: HTMLFormElement): void {
  const {
    board,
    list = "",
    base = "/",
    lang,
    found = "",
    failed = "",
    none = "",
    names = "{}",
  } = form.dataset;
  const replyNames = JSON.parse(names) as Record<string, string>;
  const tag = lang === "en" ? "zh-Hant" : "";
  const body = document.querySelector<HTMLElement>("#board tbody")!;
  const pages = document.getElementById("board-pages")!;
  const said = document.getElementById("board-said")!;
  const more = document.getElementById("board-more")!;
  /** What the page was built with, for when the search is cleared. */
  const built = [...body.children];
  let loading: Promise<ListedOpinion[]> | undefined;
  let results: ListedOpinion[] = [];
  /** Number of the latest search: an earlier one that ends later counts no more. */
  let latest = 0;

  const read = async () => {
    const response = await fetch(list);
    if (!response.ok) throw new Error(String(response.status));
    return ((await response.json()) as OpinionList).entries;
  };
  /** The list, read once; after a failure the next search tries again. */
  const load = async () => {
    loading ??= read();
    try {
      return await loading;
    } catch (cause) {
      loading = undefined;
      throw cause;
    }
  };
  const element = <K extends keyof HTMLElementTagNameMap>(name: K, text = "", language = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (language) made.lang = language;
    return made;
  };
  const link = (path: string, text: string) => {
    const made = element("a", text);
    made.href = base + path;
    return made;
  };
  const cell = (content: string | Node, language = "", name: "td" | "th" = "td") => {
    const made = element(name, "", language);
    if (name === "th") made.scope = "row";
    made.append(content);
    return made;
  };
  const optionName = (code: string) =>
    form.querySelector<HTMLOptionElement>(`[name=state] option[value="${code}"]`)?.text ?? "";

  const rowOf = (entry: ListedOpinion) => {
    const row = element("tr");
    const time = element(
      "time",
      new Date(Date.parse(entry.createdAt) + 8 * 3_600_000).toISOString().slice(0, 10),
    );
    time.dateTime = entry.createdAt;
    const title = cell(link(`opinions/${entry.number}/`, entry.title || `#${entry.number}`), tag, "th");
    const state = element("td");
    if (entry.status) state.append(badge("state", optionName(entry.status.state)), " ");
    state.append(badge(`state ${entry.state}`, replyNames[entry.state] ?? ""));
    if (board === "opinions") {
      const { identifier, dataset, text } = entry;
      const about = dataset && identifier ? link(`datasets/${identifier}/`, dataset) : (identifier ?? none);
      const short = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
      row.append(cell(time), cell(about, dataset ? tag : ""), title, cell(short, tag), state);
    } else {
      const { agency, agencyName, agencyNameEn, wanted, likes } = entry;
      const name = lang === "en" ? agencyNameEn : agencyName;
      const of =
        agency && name ? link(`${lang === "en" ? "en/" : ""}agencies/${agency}/`, name) : wanted?.agency;
      const liked = cell(likes.toLocaleString("en-US"));
      liked.className = "number";
      row.append(title, cell(time), cell(of || none), liked, state);
    }
    return row;
  };
  const badge = (name: string, text: string) => {
    const made = element("span", text);
    made.className = name;
    return made;
  };

  const showMore = () => {
    const from = body.children.length;
    body.append(...results.slice(from, from + BATCH).map(rowOf));
    more.hidden = body.children.length >= results.length;
  };
  const restore = () => {
    latest++;
    body.replaceChildren(...built);
    pages.hidden = false;
    more.hidden = true;
    said.textContent = "";
  };
  const search = async () => {
    const fields = new FormData(form);
    const value = (name: string) => String(fields.get(name) ?? "");
    const text = foldText(value("q").trim());
    const [state, ministry, sort] = [value("state"), value("ministry"), value("sort")];
    if (!text && !state && !ministry && sort === "newest") return restore();
    const own = ++latest;
    let entries: ListedOpinion[];
    try {
      entries = await load();
    } catch {
      if (own === latest) said.textContent = failed;
      return;
    }
    if (own !== latest) return;
    results = entries.filter(
      (entry) =>
        (!state || (board === "opinions" ? entry.state : entry.status?.state) === state) &&
        (!ministry || (entry.ministry ?? "none") === ministry) &&
        (!text ||
          [entry.title, entry.dataset, entry.identifier, entry.wanted?.name, entry.text].some(
            (part) => part && foldText(part).includes(text),
          )),
    );
    const order = ORDERS[sort];
    if (order) results.sort((a, b) => order(a) - order(b));
    body.replaceChildren();
    pages.hidden = true;
    said.textContent = found.replace("{n}", String(results.length));
    showMore();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void search();
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) void search();
  });
  form.addEventListener("reset", restore);
  more.addEventListener("click", () => {
    const first = body.children.length;
    showMore();
    // The button may be gone, and with it the place of whoever pressed it.
    body.children[first]?.querySelector<HTMLElement>("a")?.focus();
  });
  form.hidden = false;
  // A link may ask for something, as a dataset's page does.
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  if (asked.size > 0) void search();
}
