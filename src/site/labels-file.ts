import SiteFooter from "./components/SiteFooter.astro?plain";
import SiteHeader from "./components/SiteHeader.astro?plain";
import { siteContext } from "./context.ts";
import { codedFields, ENGLISH_PAGES, type LabelsFile, siteDictionary } from "./label-dictionary.ts";
import { renderToString } from "./plain-runtime.ts";
import { repositoryUrl } from "./urls.ts";

/** What an element holds. */
const inner = (html: string) => html.trim().replace(/^<[^>]*>|<[^>]*>$/g, "");

/** What the pages' script needs to put a page into English, as JSON. */
export function labelsFile(): string {
  const { catalogue, base } = siteContext();
  const { nameEn, branch = "main" } = catalogue.settings;
  const repository = repositoryUrl();
  const english = { shown: ["en"], once: true };
  const file: LabelsFile = {
    words: Object.fromEntries(siteDictionary()),
    coded: codedFields(),
    base,
    pages: ENGLISH_PAGES,
    site: nameEn,
    header: inner(renderToString(SiteHeader, english)),
    footer: inner(renderToString(SiteFooter, english)),
    ...(repository ? { edit: `${repository}/edit/${branch}/datasets/` } : {}),
  };
  return JSON.stringify(file);
}
