import { citationText, readCitation } from "../citation.ts";
import { COPY_WORDS } from "../copy-words.ts";
import type { LabelsFile } from "../label-dictionary.ts";

/** What every page may do with JavaScript and works without: it remembers the language and copies a sentence. */

const KEY = "lang";
const root = document.documentElement;

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is blocked: the fragment alone decides
  }
}

function remember(lang: string): void {
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // as above
  }
}

/** What may hold a label and nothing else. */
const LABELS = "main :is(span, dt, dd, h2, h3, small, b, i, th, a[rel])";

/** Puts English after the Chinese that stands alone, as small catalogues have it in the page itself. */
async function complete(address: string): Promise<void> {
  const labels: LabelsFile = await (await fetch(address)).json();
  const { words, coded, base, site, header, footer, edit } = labels;
  const pages = new RegExp(labels.pages);
  document.querySelector(".site-header")!.insertAdjacentHTML("beforeend", header);
  document.querySelector(".site-footer")!.insertAdjacentHTML("beforeend", footer);
  const isAlone = (element: Element) =>
    !element.firstElementChild && !element.matches("[lang], [lang=en] *, :has(+ [lang=en])");
  const span = (properties: Partial<HTMLElement>) =>
    Object.assign(document.createElement("span"), properties);
  const add = (element: HTMLElement, text: string) =>
    element.replaceChildren(
      span({ textContent: element.textContent }),
      span({ lang: "en", textContent: text }),
    );
  const [, agency, number] = /datasets\/(\w+)-(\w+)\/$/.exec(location.pathname) ?? [];
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a")) {
    if (link.origin !== location.origin || !isAlone(link)) continue;
    const { pathname, search, hash, textContent: text } = link;
    const path = pathname.slice(base.length);
    let href: string;
    if (pages.test(path)) href = `${base}en/${path}${search}${hash}`;
    else if (edit && number && path === "office/datasets/edit/") href = `${edit}${agency}/${number}.yaml`;
    else continue;
    const english = link.cloneNode() as HTMLAnchorElement;
    link.after(Object.assign(english, { lang: "en", href, textContent: words[text] ?? text }));
  }
  for (const element of document.querySelectorAll<HTMLElement>(LABELS)) {
    // Space before the next element belongs to one without an end tag.
    const label = words[element.textContent.trim()];
    if (!label || !isAlone(element)) continue;
    // Values of the other fields are somebody's own words; the field's name has both languages by now.
    if (
      element.tagName === "DD" &&
      !coded.includes(element.parentElement!.firstElementChild!.firstChild!.textContent!)
    )
      continue;
    add(element, label);
  }
  const reference = document.querySelector<HTMLElement>("#citation");
  const cited = reference && isAlone(reference) && readCitation(reference.textContent);
  if (cited) {
    const publisher = words[cited.publisher] ?? cited.publisher;
    add(reference, citationText.en({ ...cited, publisher, site }));
  }
}

/** A page that exists once shows the language of its address, else the one that was seen last. */
function show(): void {
  const asked = location.hash === "#en" ? "en" : location.hash === "#zh" ? "zh" : undefined;
  if (asked) remember(asked);
  root.dataset.lang = asked ?? remembered() ?? "zh";
  const { lang, labels } = root.dataset;
  if (lang !== "en" || !labels) return;
  delete root.dataset.labels;
  // Without it the page is in Chinese, but for what it says in both.
  complete(labels).catch(() => {});
}

if (root.classList.contains("two")) {
  show();
  addEventListener("hashchange", show);
} else {
  remember(root.lang === "en" ? "en" : "zh");
}

const copyLabel = root.classList.contains("two")
  ? `<span>${COPY_WORDS.zh.copy}</span><span lang="en">${COPY_WORDS.en.copy}</span>`
  : COPY_WORDS[root.lang === "en" ? "en" : "zh"].copy;

for (const quote of document.querySelectorAll<HTMLElement>(".quote")) {
  quote.insertAdjacentHTML(
    "afterend",
    `<p class="copy"><button type="button" data-copy="${quote.id}">${copyLabel}</button> <span role="status"></span></p>`,
  );
  const [button, status] = quote.nextElementSibling!.children;
  button!.addEventListener("click", async () => {
    const words = COPY_WORDS[root.dataset.lang === "en" || root.lang === "en" ? "en" : "zh"];
    // biome-ignore lint/performance/useDomNodeTextContent: innerText leaves out the language that is hidden.
    const done = await navigator.clipboard.writeText(quote.innerText.trim()).then(
      () => true,
      () => false,
    );
    status!.textContent = done ? words.copied : words.copyFailed;
  });
}
