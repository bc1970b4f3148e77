import { foldText } from "../catalogue/search-terms.ts";

/** A title of the catalogue that is like another. */
export interface SimilarTitle {
  identifier: string;
  title: string;
  /** 0–1; 1 for the same title but for width, case, variants and punctuation. */
  score: number;
}

interface Title {
  identifier: string;
  title: string;
  folded: string;
}

/** Below this two titles of the catalogue have little more in common than a word. */
const ALIKE = 0.5;

const folds = new Map<string, string>();
/** As `foldText`, a character at a time, each folded once: the catalogue's titles have a million. */
function fold(text: string): string {
  let folded = "";
  for (const character of text.normalize("NFC")) {
    let plain = folds.get(character);
    if (plain === undefined) {
      plain = foldText(character);
      folds.set(character, plain);
    }
    folded += plain;
  }
  return folded;
}

/** The list of the last call: a form asks about the same one again and again. */
let last: { text: string; titles: Title[] } = { text: "", titles: [] };

function titlesOf(text: string): Title[] {
  if (last.text !== text) {
    const titles = text.split("\n").flatMap((line) => {
      const tab = line.indexOf("\t");
      if (tab < 0) return [];
      const title = line.slice(tab + 1);
      return { identifier: line.slice(0, tab), title, folded: fold(title) };
    });
    last = { text, titles };
  }
  return last.titles;
}

/** How often each pair of neighbouring characters stands in a text; its one character where it has no more. */
function pairsOf(folded: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at < Math.max(1, folded.length - 1); at++) {
    const pair = folded.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** How many pairs two texts share (Dice): twice the shared ones by all of both. */
function likeness(wanted: Map<string, number>, wantedCount: number, folded: string): number {
  const count = Math.max(1, folded.length - 1);
  // No more than the shorter text's pairs can be shared.
  if ((2 * Math.min(wantedCount, count)) / (wantedCount + count) < ALIKE) return 0;
  const seen = new Map<string, number>();
  let shared = 0;
  for (let at = 0; at < count; at++) {
    const pair = folded.slice(at, at + 2);
    const most = wanted.get(pair);
    if (most === undefined) continue;
    const used = seen.get(pair) ?? 0;
    if (used >= most) continue;
    seen.set(pair, used + 1);
    shared++;
  }
  return (2 * shared) / (wantedCount + count);
}

/**
 * The titles of the catalogue that are closest to a new one, best first: an officer may be about to add what is there
 * already.
 * @param titles office/titles.txt: identifier, TAB, title, a line each
 * @param exclude identifier of the dataset itself; empty for none
 */
export function similarTitles(title: string, titles: string, exclude: string, most = 5): SimilarTitle[] {
  const folded = fold(title);
  if (folded === "") return [];
  const wanted = pairsOf(folded);
  const wantedCount = Math.max(1, folded.length - 1);
  const found: SimilarTitle[] = [];
  for (const other of titlesOf(titles)) {
    if (other.identifier === exclude || other.folded === "") continue;
    const score = likeness(wanted, wantedCount, other.folded);
    if (score >= ALIKE) found.push({ identifier: other.identifier, title: other.title, score });
  }
  return found.sort((a, b) => b.score - a.score || (a.identifier < b.identifier ? -1 : 1)).slice(0, most);
}
