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

/** The terms of all datasets as numbers, and how many datasets have each. */
function numberedTerms(datasets: readonly Dataset[]): { terms: number[][]; counts: number[] } {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const terms = datasets.map((dataset) =>
    termsOf(dataset).map((term) => {
      let number = numbers.get(term);
      if (number === undefined) {
        number = counts.length;
        numbers.set(term, number);
        counts.push(0);
      }
      counts[number]!++;
      return number;
    }),
  );
  return { terms, counts };
}

/**
 * Finds related datasets: those that share a dataset's rarest keywords and pieces of title, the same agency or
 * category counting a little. Linear in the catalogue, since only terms of at most 40 datasets are looked at.
 * @param limit how many for each
 * @returns identifiers by identifier, closest first
 */
export function relatedDatasets(datasets: readonly Dataset[], limit: number): Map<string, string[]> {
  const { terms, counts } = numberedTerms(datasets);
  const isRare = (term: number) => counts[term]! > 1 && counts[term]! <= MAX_SHARED;
  const holders = new Map<number, number[]>();
  for (const [index, list] of terms.entries()) {
    const rare = list
      .filter(isRare)
      .sort((a, b) => counts[a]! - counts[b]!)
      .slice(0, TERMS_EACH);
    for (const term of list) {
      if (!isRare(term)) continue;
      const held = holders.get(term);
      if (held) held.push(index);
      else holders.set(term, [index]);
    }
    terms[index] = rare;
  }
  const result = new Map<string, string[]>();
  for (const [index, dataset] of datasets.entries()) {
    const scores = new Map<number, number>();
    for (const term of terms[index]!) {
      const held = holders.get(term)!;
      const score = 1 / Math.sqrt(held.length);
      for (const other of held) {
        if (other !== index) scores.set(other, (scores.get(other) ?? 0) + score);
      }
    }
    result.set(
      dataset.identifier,
      closest(datasets, dataset, scores, limit).map((other) => datasets[other]!.identifier),
    );
  }
  return result;
}

/** The best of some datasets, by their places; the earlier one where two are as close. */
function closest(
  datasets: readonly Dataset[],
  dataset: Dataset,
  scores: ReadonlyMap<number, number>,
  limit: number,
): number[] {
  const best: { other: number; score: number }[] = [];
  for (const [other, shared] of scores) {
    const sameAgency = datasets[other]!.agency === dataset.agency ? 0.3 : 0;
    const sameCategory = datasets[other]!.category === dataset.category ? 0.1 : 0;
    const score = shared + sameAgency + sameCategory;
    let at = best.length;
    while (
      at > 0 &&
      (best[at - 1]!.score < score || (best[at - 1]!.score === score && best[at - 1]!.other > other))
    )
      at--;
    if (at >= limit) continue;
    best.splice(at, 0, { other, score });
    if (best.length > limit) best.pop();
  }
  return best.map(({ other }) => other);
}
