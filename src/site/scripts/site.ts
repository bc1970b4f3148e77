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

/** Puts the English label after each Chinese one that stands alone, as small catalogues have it in the page itself. */
async function complete(address: string): Promise<void> {
  const { words, coded }: LabelsFile = await (await fetch(address)).json();
  for (const element of document.querySelectorAll<HTMLElement>("main :is(span, dt, dd, h3, small)")) {
    const label = words[element.textContent];
    if (!label || element.firstElementChild || element.matches("[lang], :has(+ [lang=en])")) continue;
    // Values of the other fields are somebody's own words.
    if (element.tagName === "DD" && !coded.includes(element.parentElement!.firstElementChild!.textContent))
      continue;
    const english = element.cloneNode() as HTMLElement;
    english.lang = "en";
    english.textContent = label;
    element.after(english);
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
  // Without them the page is in Chinese, but for what it says in both.
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
