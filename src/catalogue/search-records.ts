import type { Agency, Catalogue, Dataset } from "./catalogue.ts";

/** A dataset as the search knows it; codes for facets, names for words. */
export interface SearchRecord {
  identifier: string;
  /** The dataset's page, from the root of the site: `datasets/A41000000G-000001/`. */
  url: string;
  title: string;
  agency: { code: string; name: string; aliases: string[] };
  ministry: { code: string; name: string };
  category: { code: string; name: string };
  formats: readonly string[];
  stars: number;
  license: string;
  cost: string;
  frequency: string;
  type: string;
  /** `YYYY-MM-DD`, empty where no date is known. */
  date: string;
  keywords: readonly string[];
}

/** Words by which people know an agency: its English and short names, and those of its ministry. */
function aliasesOf(agency: Agency): string[] {
  const own = [agency.file.nameEn, ...(agency.file.shortNames ?? [])];
  const above =
    agency.ministry === agency ? [] : [agency.ministry.name, ...(agency.ministry.file.shortNames ?? [])];
  return [...own, ...above].filter((name) => name !== undefined);
}

function recordOf(dataset: Dataset): SearchRecord {
  const { agency } = dataset;
  return {
    identifier: dataset.identifier,
    url: `datasets/${dataset.identifier}/`,
    title: dataset.head.title,
    agency: { code: agency.code, name: agency.name, aliases: aliasesOf(agency) },
    ministry: { code: agency.ministry.code, name: agency.ministry.name },
    category: { code: dataset.category?.code ?? "", name: dataset.category?.zh ?? "" },
    formats: dataset.formats,
    stars: dataset.stars,
    license: dataset.licence?.code ?? "",
    cost: dataset.cost ?? "",
    frequency: dataset.frequency?.group ?? "",
    type: dataset.type?.code ?? "",
    date: dataset.released ?? dataset.updated ?? "",
    keywords: dataset.head.keyword ?? [],
  };
}

/** What the search index is made of: every dataset in public view, by identifier. */
export function searchRecords(catalogue: Catalogue): SearchRecord[] {
  return catalogue.datasets.map(recordOf);
}
