import type { Agency } from "../catalogue/catalogue.ts";
import { GRADE_LABELS, INDICATOR_LABELS, OUTCOME_LABELS } from "../catalogue/quality/labels.ts";
import { METRICS } from "../catalogue/quality/mqa.ts";
import { raiseStars } from "../catalogue/quality/stars.ts";
import { enumLabels, FIELDS, SCHEMAS } from "../catalogue/schema/fields.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { siteContext } from "./context.ts";
import { type Dictionary, fieldLabel, starsLabel } from "./dataset-view.ts";
import { both, bothOf, type Label } from "./i18n.ts";
import { opinionLabel } from "./opinion-words.ts";
import { usageLabel } from "./usage-words.ts";

/*
 * What of datasets' pages, and of lists' further pages, the browser can put into English by itself. In a large catalogue it
 * stands on the pages in Chinese alone: both languages on each of its pages would be a quarter of the whole site.
 */

const WORDS = [
  "description",
  "resources",
  "metadata",
  "download",
  "open",
  "noAddress",
  "unknownFormat",
  "openLicence",
  "restrictedLicence",
  "use",
  "attribution",
  "citation",
  "history",
  "historyAll",
  "created",
  "modified",
  "before",
  "after",
  "emptyValue",
  "reviewHistory",
  "reviewUser",
  "reviewStatus",
  "reviewOpinion",
  "reviewTime",
  "related",
  "edit",
  "quality",
] as const;
/** Fields whose values are words of a vocabulary; in the others a value is somebody's own text. */
const CODED = ["license", "cost", "dataClass", "accrualPeriodicity", "type", "language"] as const;
const CODES = [
  "categories",
  "types",
  "licences",
  "frequencies",
  "languages",
  "charsets",
  "formats",
  "stars",
] as const;
const STARS = [0, 1, 2, 3, 4, 5];
const MOST_COUNTED = 20;

/** What has names in both languages. */
interface Named {
  vocabularies: Vocabularies;
  agencies: ReadonlyMap<string, Pick<Agency, "name" | "nameEn">>;
}

/** Every advice on how to raise stars. */
function starAdvice(vocabularies: Vocabularies): Label[] {
  const types = [undefined, ...vocabularies.types.values()];
  return STARS.flatMap((stars) =>
    types.flatMap((type) => raiseStars({ stars, ...(type ? { type } : {}) }, vocabularies) ?? []),
  );
}

/** Chinese to English, agencies' names among them; of labels with the same Chinese side the first one's. */
export function labelDictionary({ vocabularies, agencies }: Named): Dictionary {
  const labels: Label[] = [
    ...WORDS.map(both),
    ...FIELDS.dataset.map(({ path }) => fieldLabel(path.filter((step) => step !== "*").join("."))),
    ...Object.values(SCHEMAS.dataset["x-sections"]!),
    ...CODED.flatMap((field) => Object.values(enumLabels(field))),
    ...CODES.flatMap((name): Label[] => [...vocabularies[name].values()]),
    ...Array.from({ length: MOST_COUNTED }, (_, n) => bothOf("resourceCount", n + 1)),
    ...STARS.map(starsLabel),
    ...starAdvice(vocabularies),
    ...Object.values(GRADE_LABELS),
    ...Object.values(INDICATOR_LABELS),
    ...Object.values(OUTCOME_LABELS),
    ...Object.values(METRICS).map(({ mend }) => mend),
    ...(["title", "views", "downloads"] as const).map(usageLabel),
    ...(["opinions", "speak"] as const).map(opinionLabel),
    ...[...agencies.values()].map(({ name, nameEn }) => ({ zh: name, en: nameEn })),
  ];
  const found = new Map<string, string>();
  for (const { zh, en } of labels) if (zh !== en && !found.has(zh)) found.set(zh, en);
  return found;
}

/** What the script reads. */
export interface LabelsFile {
  /** The dictionary. */
  words: Record<string, string>;
  /** Names of the fields whose values it holds. */
  coded: string[];
  /** The site's base path, and a pattern of the pages below it that stand in the English edition too. */
  base: string;
  pages: string;
  /** The site's name in English. */
  site: string;
  /** What stands in a page's header and footer in English, as HTML. */
  header: string;
  footer: string;
  /** Address below which datasets' files are edited, where there is a repository. */
  edit?: string;
}

/** Pages of the English edition that those read in English by the script link to; a list's further pages are not among them. */
export const ENGLISH_PAGES =
  "^(?:$|(?:agencies|categories|quality|usage)/(?!.*page/)|(?:datasets|fields|opinions|speak)/$)";

/** Names of the fields whose values are words of a vocabulary. */
export const codedFields = (): string[] => CODED.map((field) => fieldLabel(field).zh);

const kept = new WeakMap<Named, Dictionary>();

/** The dictionary of this site. */
export function siteDictionary(): Dictionary {
  const { catalogue } = siteContext();
  const dictionary = kept.get(catalogue) ?? labelDictionary(catalogue);
  kept.set(catalogue, dictionary);
  return dictionary;
}
