/** What a reference to a dataset names. */
export interface Citation {
  publisher: string;
  /** Four digits; empty where no date is known. */
  year: string;
  title: string;
  identifier: string;
  site: string;
  /** Address of the dataset's page; empty where it has none. */
  page: string;
}

/** A reference in each language. */
export const citationText = {
  zh: ({ publisher, year, title, identifier, site, page }: Citation): string =>
    `${publisher}${year && `（${year}）`}。${title}〔資料集 ${identifier}〕。${site}。${page}`,
  en: ({ publisher, year, title, identifier, site, page }: Citation): string =>
    `${publisher}${year && ` (${year})`}. ${title} [Data set ${identifier}]. ${site}.${page && ` ${page}`}`,
};

/** A reference in Chinese. Neither publisher nor site has a full stop in its name; a title may have anything. */
const CHINESE = /^([^。]*?)(?:（(\d{4})）)?。(.*)〔資料集 ([^〕]*)〕。([^。]*)。(.*)$/s;

/**
 * What a reference in Chinese names.
 * @returns undefined for another text
 */
export function readCitation(text: string): Citation | undefined {
  const [all, publisher = "", year = "", title = "", identifier = "", site = "", page = ""] =
    CHINESE.exec(text) ?? [];
  return all === undefined ? undefined : { publisher, year, title, identifier, site, page };
}
