import { COPY_WORDS } from "../copy-words.ts";

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

/** A page that exists once shows the language of its address, else the one that was seen last. */
function show(): void {
  const asked = location.hash === "#en" ? "en" : location.hash === "#zh" ? "zh" : undefined;
  if (asked) remember(asked);
  root.dataset.lang = asked ?? remembered() ?? "zh";
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
