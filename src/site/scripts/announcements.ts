import { foldText } from "../../catalogue/search-terms.ts";
import type { DeskAnnouncements } from "../../exchange/announcements.ts";

/** Filters the list of announcements by role, and by words of their names and contents; what is hidden stays in the page. */

const form = document.querySelector<HTMLFormElement>(".announcement-search")!;
const said = document.querySelector("#announcement-said")!;
const items = [...document.querySelectorAll<HTMLElement>("li[data-slug]")];

/** Folded contents by slug, fetched when somebody first searches; undefined where that failed. */
let contents: Promise<Map<string, string> | undefined> | undefined;

async function fetchContents(): Promise<Map<string, string> | undefined> {
  try {
    const response = await fetch(form.dataset.list!);
    if (!response.ok) return undefined;
    const { announcements } = (await response.json()) as DeskAnnouncements;
    return new Map(announcements.map(({ slug, title, text }) => [slug, foldText(`${title}${text}`)]));
  } catch {
    return undefined;
  }
}

let asked = 0;

async function filter(): Promise<void> {
  const turn = ++asked;
  const fields = new FormData(form);
  const [text, role] = [foldText(String(fields.get("text"))), String(fields.get("role"))];
  if (text !== "") contents ??= fetchContents();
  const known = await contents;
  // A slower answer to an earlier question must not stand over a later one.
  if (turn !== asked) return;
  // The next question asks again.
  if (!known) contents = undefined;
  let found = 0;
  for (const item of items) {
    const { slug = "", audience = "" } = item.dataset;
    const heading = foldText(item.querySelector("h2")?.textContent ?? "");
    const matches =
      (role === "" || audience.split(" ").includes(role)) && (known?.get(slug) ?? heading).includes(text);
    item.hidden = !matches;
    if (matches) found++;
  }
  const { found: some = "", none = "", failed = "" } = form.dataset;
  const count = found === 0 ? none : some.replace("{n}", String(found));
  const searched = text !== "" || role !== "";
  said.textContent = searched ? count + (text !== "" && !known ? failed : "") : "";
}

form.hidden = items.length === 0;
form.addEventListener("input", () => void filter());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void filter();
});
// A browser that goes back fills the form in again.
if (new FormData(form).get("text") !== "" || new FormData(form).get("role") !== "") void filter();
