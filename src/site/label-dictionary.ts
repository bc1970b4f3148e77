import { GRADE_LABELS, INDICATOR_LABELS, OUTCOME_LABELS } from "../catalogue/quality/labels.ts";
import { METRICS } from "../catalogue/quality/mqa.ts";
import { raiseStars } from "../catalogue/quality/stars.ts";
import { enumLabels, FIELDS, SCHEMAS } from "../catalogue/schema/fields.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { siteContext } from "./context.ts";
import { type Dictionary, fieldLabel, starsLabel } from "./dataset-view.ts";
import { both, bothOf, type Label } from "./i18n.ts";
import { usageLabel } from "./usage-words.ts";

/*
 * The labels of datasets' pages that the browser can put into English by itself. In a large catalogue they stand on the
 * pages in Chinese alone: both languages on each of its pages would be a tenth of the whole site.
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
] as const;
/** Fields whose values are words of a vocabulary; in the others a value is somebody's own text. */
const CODED = ["license", "cost", "dataClass", "accrualPeriodicity", "type", "language"] as const;
const CODES = ["types", "licences", "frequencies", "languages", "charsets", "formats", "stars"] as const;
const STARS = [0, 1, 2, 3, 4, 5];
const MOST_COUNTED = 20;

/** Every advice on how to raise stars. */
function starAdvice(vocabularies: Vocabularies): Label[] {
  const types = [undefined, ...vocabularies.types.values()];
  return STARS.flatMap((stars) =>
    types.flatMap((type) => raiseStars({ stars, ...(type ? { type } : {}) }, vocabularies) ?? []),
  );
}

/** Chinese to English; of labels with the same Chinese side the first one's. */
export function labelDictionary(vocabularies: Vocabularies): Dictionary {
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
    ...(["views", "downloads"] as const).map(usageLabel),
  ];
  const found = new Map<string, string>();
  for (const { zh, en } of labels) if (zh !== en && !found.has(zh)) found.set(zh, en);
  return found;
}

/** What the script reads: the dictionary, and the names of the fields whose values it holds. */
export interface LabelsFile {
  words: Record<string, string>;
  coded: string[];
}

/** The dictionary as the script reads it. */
export function labelsFile(vocabularies: Vocabularies): string {
  const file: LabelsFile = {
    words: Object.fromEntries(labelDictionary(vocabularies)),
    coded: CODED.map((field) => fieldLabel(field).zh),
  };
  return JSON.stringify(file);
}

const kept = new WeakMap<Vocabularies, Dictionary>();

/** The dictionary of this site. */
export function siteDictionary(): Dictionary {
  const { vocabularies } = siteContext().catalogue;
  const dictionary = kept.get(vocabularies) ?? labelDictionary(vocabularies);
  kept.set(vocabularies, dictionary);
  return dictionary;
}
