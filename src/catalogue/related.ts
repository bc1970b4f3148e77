import type { Dataset } from "./catalogue.ts";

/** Terms that too many datasets share say nothing; rarer ones say more. */
const MAX_SHARED = 40;
const TERMS_EACH = 8;

const fold = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll("臺", "台");

/** What parts words: such characters stand in no piece of a title. */
const BREAKS = /[\p{P}\p{S}\p{N}\s]/gu;
const SURROGATE = /[\ud800-\udfff]/;

/** Whether a UTF-16 unit parts words, which is asked millions of times. */
const breaks = new Map<number, boolean>();
function isBreak(unit: number): boolean {
  let known = breaks.get(unit);
  if (known === undefined) {
    known = String.fromCharCode(unit).search(BREAKS) === 0;
    breaks.set(unit, known);
  }
  return known;
}

/** Calls for each piece of three units of a folded title: the first two as one number, and the third. */
function eachPiece(title: string, piece: (first: number, third: number) => void): void {
  const text = SURROGATE.test(title) ? title.replace(BREAKS, " ") : title;
  let first = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isBreak(unit)) {
      length = 0;
      continue;
    }
    if (length >= 2) piece(first, unit);
    first = (first << 16) | unit;
    length++;
  }
}

/** Numbers that stand for terms: those of a dataset are `list.slice(starts[place], starts[place + 1])`. */
interface NumberedTerms {
  list: number[];
  starts: number[];
  /** How many datasets have each term, by its number. */
  counts: number[];
}

function numberedTerms(datasets: readonly Dataset[]): NumberedTerms {
  const keywords = new Map<string, number>();
  // By the first two units, then by the third: numbers are found sooner than pieces of text.
  const pieces = new Map<number, Map<number, number>>();
  const [list, starts, counts]: [number[], number[], number[]] = [[], [0], []];
  /** The dataset that had a term last: each counts once. */
  const last: number[] = [];
  const numberIn = <Key>(numbers: Map<Key, number>, key: Key): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      number = counts.push(0) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  for (const [place, { head }] of datasets.entries()) {
    const add = (term: number) => {
      if (last[term] === place) return;
      last[term] = place;
      counts[term]!++;
      list.push(term);
    };
    for (const keyword of head.keyword ?? []) add(numberIn(keywords, fold(keyword)));
    eachPiece(fold(head.title), (first, third) => {
      let thirds = pieces.get(first);
      if (thirds === undefined) {
        thirds = new Map();
        pieces.set(first, thirds);
      }
      add(numberIn(thirds, third));
    });
    starts.push(list.length);
  }
  return { list, starts, counts };
}

/** Places of the datasets that have a term, one term after the other: those of a term begin where `ends` of the one before ends. */
function holdersOf({ list, starts, counts }: NumberedTerms, isRare: (term: number) => boolean) {
  const ends = new Int32Array(counts.length);
  let total = 0;
  for (const [term, count] of counts.entries()) {
    ends[term] = total;
    if (isRare(term)) total += count;
  }
  const places = new Int32Array(total);
  for (let place = 0; place + 1 < starts.length; place++) {
    for (let at = starts[place]!; at < starts[place + 1]!; at++) {
      const term = list[at]!;
      if (isRare(term)) places[ends[term]!++] = place;
    }
  }
  return (term: number): Int32Array => places.subarray(ends[term]! - counts[term]!, ends[term]);
}

/** Related datasets' identifiers by identifier, closest first; undefined for a dataset that is not in view. */
export type Related = Pick<ReadonlyMap<string, readonly string[]>, "get">;

/** Scores of datasets by their places, for one dataset after the other: few have any. */
class Scores {
  readonly #scores: Float64Array;
  /** Places of those that have one. */
  readonly places: number[] = [];

  constructor(count: number) {
    this.#scores = new Float64Array(count);
  }

  add(place: number, score: number): void {
    if (this.#scores[place] === 0) this.places.push(place);
    this.#scores[place]! += score;
  }

  of(place: number): number {
    return this.#scores[place]!;
  }

  clear(): void {
    for (const place of this.places) this.#scores[place] = 0;
    this.places.length = 0;
  }
}

/**
 * Finds related datasets: those that share a dataset's rarest keywords and pieces of title, the same agency or
 * category counting a little. Linear in the catalogue, since only terms of at most 40 datasets are looked at. What all
 * share is gathered at once, and each dataset's answer found when somebody asks for it.
 * @param limit how many for each
 */
export function relatedDatasets(datasets: readonly Dataset[], limit: number): Related {
  const terms = numberedTerms(datasets);
  const { list, starts, counts } = terms;
  const isRare = (term: number) => counts[term]! > 1 && counts[term]! <= MAX_SHARED;
  const holders = holdersOf(terms, isRare);
  const places = new Map(datasets.map(({ identifier }, place) => [identifier, place]));
  const traits = datasets.map(({ agency, category }) => ({ agency, category }));
  const scores = new Scores(datasets.length);
  const find = (place: number): string[] => {
    const rare = list
      .slice(starts[place], starts[place + 1])
      .filter(isRare)
      .sort((a, b) => counts[a]! - counts[b]!)
      .slice(0, TERMS_EACH);
    scores.clear();
    for (const term of rare) {
      const held = holders(term);
      const score = 1 / Math.sqrt(held.length);
      for (const other of held) if (other !== place) scores.add(other, score);
    }
    const { agency, category } = traits[place]!;
    for (const other of scores.places) {
      const its = traits[other]!;
      if (its.agency === agency) scores.add(other, 0.3);
      if (its.category === category) scores.add(other, 0.1);
    }
    return best(scores, limit).map((other) => datasets[other]!.identifier);
  };
  const known: (string[] | undefined)[] = new Array(datasets.length);
  return {
    get(identifier) {
      const place = places.get(identifier);
      if (place === undefined) return undefined;
      known[place] ??= find(place);
      return known[place];
    },
  };
}

/** The places of the highest scores, the highest first; the earlier one where two are as high. */
function best(scores: Scores, limit: number): number[] {
  const places: number[] = [];
  for (const place of scores.places) {
    const score = scores.of(place);
    let at = places.length;
    for (; at > 0; at--) {
      const before = places[at - 1]!;
      if (scores.of(before) > score || (scores.of(before) === score && before < place)) break;
    }
    if (at >= limit) continue;
    places.splice(at, 0, place);
    if (places.length > limit) places.pop();
  }
  return places;
}
