/** A controlled vocabulary's entry: a code with its labels, and what the vocabulary adds. */
export interface Term {
  code: string;
  zh: string;
  en: string;
  /** Address of the EU authority table's counterpart. */
  eu?: string;
}

/** Kind of access that a format stands for: a file to download, a service to call, an application to open. */
export type FormatKind = "file" | "service" | "app";

export interface FormatTerm extends Term {
  kind: FormatKind;
  /** Stars by format, 1–5 (政府資料開放進階行動方案 附件四). */
  stars: number;
  mediaType?: string;
  iana?: string;
  extension?: string;
}

export interface TypeTerm extends Term {
  /** Code of the metadata standard, 柒三（六）. */
  standard: string;
  kinds: FormatKind[];
}

export interface LicenceTerm extends Term {
  url?: string;
  /** Whether it meets the open definition. */
  open: boolean;
}

export interface FrequencyTerm extends Term {
  group: string;
  /** ISO 8601 duration; absent for irregular ones. */
  period?: string;
}

export interface CharsetTerm extends Term {
  iana?: string;
}

/** A category of table 2, by which releases are ranked (政府資料開放進階行動方案 表 2; mission A19). */
export interface PriorityTerm extends Term {
  aspect: "publicInterest" | "economy" | "transparency";
}

/** All vocabularies of `platform/vocabularies/`, each a map from code to term in the file's order. */
export interface Vocabularies {
  categories: Map<string, Term>;
  types: Map<string, TypeTerm>;
  licences: Map<string, LicenceTerm>;
  frequencies: Map<string, FrequencyTerm>;
  "frequency-groups": Map<string, Term>;
  languages: Map<string, Term>;
  formats: Map<string, FormatTerm>;
  charsets: Map<string, CharsetTerm>;
  stars: Map<string, Term>;
  priorities: Map<string, PriorityTerm>;
}

export const VOCABULARY_NAMES = [
  "categories",
  "types",
  "licences",
  "frequencies",
  "frequency-groups",
  "languages",
  "formats",
  "charsets",
  "stars",
  "priorities",
] as const satisfies readonly (keyof Vocabularies)[];

/** A vocabulary file that is not a list of entries with code, zh and en. */
export class VocabularyError extends Error {}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/**
 * Turns the parsed files of `platform/vocabularies/` (every scalar a string) into typed maps.
 * @param parsed each vocabulary's list, by name
 * @throws VocabularyError naming the vocabulary and the entry that lacks code, zh or en, or repeats a code
 */
export function toVocabularies(parsed: Record<string, unknown>): Vocabularies {
  const result: Record<string, Map<string, Term>> = {};
  for (const name of VOCABULARY_NAMES) {
    const list = parsed[name];
    if (!Array.isArray(list)) throw new VocabularyError(`詞彙表 ${name}.yaml 不是清單`);
    const terms = new Map<string, Term>();
    for (const [index, raw] of list.entries()) {
      const entry = raw as Record<string, unknown>;
      const code = text(entry?.code);
      const zh = text(entry?.zh);
      const en = text(entry?.en);
      if (!code || !zh || !en) {
        throw new VocabularyError(`詞彙表 ${name}.yaml 第 ${index + 1} 項缺少 code、zh 或 en`);
      }
      if (terms.has(code)) throw new VocabularyError(`詞彙表 ${name}.yaml 的代碼 ${code} 重複`);
      const term: Record<string, unknown> = { ...entry, code, zh, en };
      if ("stars" in term) term.stars = Number(term.stars);
      if ("open" in term) term.open = term.open === "true";
      terms.set(code, term as unknown as Term);
    }
    result[name] = terms;
  }
  return result as unknown as Vocabularies;
}
