import type { Dataset } from "./catalogue.ts";

/** Terms that too many datasets share say nothing; rarer ones say more. */
const MAX_SHARED = 40;
const TERMS_EACH = 8;

const fold = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll("臺", "台");

function termsOf(dataset: Dataset): string[] {
  const terms = new Set<string>();
  for (const keyword of dataset.file.keyword ?? []) terms.add(`k:${fold(keyword)}`);
  const title = fold(dataset.file.title).replace(/[\p{P}\p{S}\p{N}\s]+/gu, " ");
  for (const word of title.split(" ")) {
    for (let i = 0; i + 3 <= word.length; i++) terms.add(word.slice(i, i + 3));
  }
  return [...terms];
}

/**
 * Finds related datasets: those that share a dataset's rarest keywords and pieces of title, the same agency or
 * category counting a little. Linear in the catalogue, since only terms of at most 40 datasets are looked at.
 * @param limit how many for each
 * @returns identifiers by identifier, closest first
 */
export function relatedDatasets(datasets: readonly Dataset[], limit: number): Map<string, string[]> {
  const holders = new Map<string, number[]>();
  const terms = datasets.map(termsOf);
  for (const [index, list] of terms.entries()) {
    for (const term of list) {
      const held = holders.get(term);
      if (!held) holders.set(term, [index]);
      else if (held.length <= MAX_SHARED) held.push(index);
    }
  }
  const result = new Map<string, string[]>();
  for (const [index, dataset] of datasets.entries()) {
    const rare = terms[index]!.map((term) => holders.get(term)!)
      .filter((held) => held.length > 1 && held.length <= MAX_SHARED)
      .sort((a, b) => a.length - b.length)
      .slice(0, TERMS_EACH);
    const scores = new Map<number, number>();
    for (const held of rare) {
      for (const other of held) {
        if (other !== index) scores.set(other, (scores.get(other) ?? 0) + 1 / Math.sqrt(held.length));
      }
    }
    const ranked = [...scores]
      .map(([other, score]) => {
        const sameAgency = datasets[other]!.agency === dataset.agency ? 0.3 : 0;
        const sameCategory = datasets[other]!.category === dataset.category ? 0.1 : 0;
        return { other, score: score + sameAgency + sameCategory };
      })
      .sort((a, b) => b.score - a.score || a.other - b.other)
      .slice(0, limit);
    result.set(
      dataset.identifier,
      ranked.map(({ other }) => datasets[other]!.identifier),
    );
  }
  return result;
}
