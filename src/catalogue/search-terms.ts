/**
 * How text becomes words for the search index, and how a query becomes the same words.
 *
 * Pagefind segments Chinese into dictionary words, and differently in the index and in the browser, so a piece
 * that is no dictionary word is not found. Here both sides cut the text into overlapping pairs of characters
 * themselves, and write each pair as a word of six Latin letters: no segmenter, stemmer or accent rule of
 * Pagefind's touches such a word, whatever the page's language is.
 *
 * Pure functions: they run in the build and in the browser.
 */

/** Characters that people write for one another in Taiwan, or that other regions' input methods produce. */
const variants = new Map(
  [
    ..."臺台 颱台 汙污 裏裡 峯峰 羣群 爲為 衆眾 啓啟 却卻 週周 佔占 佈布 牀床 綫線 敎教 户戶 内內 别別 説說 强強".split(
      " ",
    ),
    ..."産產 鷄雞 温溫 録錄 黄黃 吴吳 彦彥 兪俞 麪麵 粧妝 着著 艶艷 隣鄰 塩鹽 污污 犂犁 咏詠 鈎鉤 滙匯 ςσ".split(
      " ",
    ),
  ].map((pair) => [...pair] as [string, string]),
);

const letters = /[\p{L}\p{N}\p{M}]/u;
const spaces = /\s+/gu;

/** Whether a character stays when punctuation goes; most are ideographs, which need no table. */
const isLetter = (character: string): boolean => {
  const code = character.charCodeAt(0);
  return (code >= 0x4e00 && code <= 0x9fff) || letters.test(character);
};

/**
 * One character folded: compatibility forms (full width, enclosed, CJK compatibility) to their plain form, lower
 * case, one of each group of variants. Character by character, so that a piece of a text folds to a piece of the
 * folded text.
 */
function foldCharacter(character: string): string {
  const code = character.charCodeAt(0);
  // Ideographs of the main block and ASCII have no other form; the rest is looked up in Unicode's tables.
  if (code >= 0x4e00 && code <= 0x9fff) return variants.get(character) ?? character;
  if (code < 0x80) return character.toLowerCase();
  const plain = character.normalize("NFKC").toLowerCase();
  if (plain.length === 1) return variants.get(plain) ?? plain;
  return Array.from(plain, (part) => variants.get(part) ?? part).join("");
}

/** The text folded with its punctuation kept and every run of white space written as one space. */
export function plainText(text: string): string {
  return Array.from(text.normalize("NFC"), foldCharacter).join("").replace(spaces, " ");
}

/** The text folded, and without spaces, punctuation and symbols: `臺北市（２０２４）` becomes `台北市2024`. */
export function foldText(text: string): string {
  return lettersOf(plainText(text)).join("");
}

const lettersOf = (plain: string): string[] => Array.from(plain).filter(isLetter);

/** What a word stands for; the kinds share one space of words and must not meet. */
type Kind = "pair" | "single" | "start" | "whole";

/** The first letter is never `z`: the adapter keeps that for words that nobody asks for. */
const codes = 25 * 26 ** 5;

const hashed = (hash: number, character: string): number => {
  const mixed = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** The hash of a kind's name, with which that of each of its pieces goes on. */
const beginnings = Object.fromEntries(
  (["pair", "single", "start", "whole"] as const).map((kind) => [
    kind,
    Array.from(`${kind}:`).reduce(hashed, 0x811c9dc5),
  ]),
) as Record<Kind, number>;

/** A word for a piece of text, as a number (FNV-1a, 32 bits; a clash costs a result that is then checked). */
function code(kind: Kind, piece: string): number {
  let hash = beginnings[kind];
  for (const character of piece) hash = hashed(hash, character);
  return hash % codes;
}

/** A word's number as six letters; words and numbers have the same order. */
export function spelled(wordCode: number): string {
  let rest = wordCode;
  const letter = () => {
    const unit = 97 + (rest % 26);
    rest = Math.floor(rest / 26);
    return unit;
  };
  const [sixth, fifth, fourth, third, second] = [letter(), letter(), letter(), letter(), letter()];
  return String.fromCharCode(97 + rest, second, third, fourth, fifth, sixth);
}

const word = (kind: Kind, piece: string): string => spelled(code(kind, piece));

type Accept = (left: string, right: string) => boolean;

/** The words for each pair of neighbouring characters that the filter lets through. */
function pairs(characters: readonly string[], accept?: Accept): number[] {
  const result: number[] = [];
  for (let position = 1; position < characters.length; position += 1) {
    const left = characters[position - 1] as string;
    const right = characters[position] as string;
    if (!accept || accept(left, right)) result.push(code("pair", left + right));
  }
  return result;
}

/** A pair that {@link foldText} would lose: one of the two is a space, a punctuation mark or a symbol. */
const touchesPunctuation = (left: string, right: string): boolean => !isLetter(left) || !isLetter(right);

/** How many of a title's first characters a word tells; a longer beginning is left to the title itself. */
const longestStart = 4;

/** The word of titles that begin with these characters. */
const startCode = (start: readonly string[]): number => code("start", start.slice(0, longestStart).join(""));

/**
 * The words under which a title is found: its pairs without punctuation, the pairs with it, its single characters, its
 * beginnings and the whole.
 * @returns each once, as the numbers that {@link spelled} writes
 */
export function titleWords(text: string): number[] {
  const whole = plainText(text);
  const plain = Array.from(whole.trim());
  const folded = lettersOf(whole);
  const words = new Set([...pairs(folded), ...pairs(plain, touchesPunctuation)]);
  for (const character of plain) if (character !== " ") words.add(code("single", character));
  for (let length = Math.min(longestStart, folded.length); length > 0; length -= 1) {
    words.add(startCode(folded.slice(0, length)));
  }
  if (folded.length > 0) words.add(code("whole", folded.join("")));
  return [...words];
}

/** The words of a text beside the title (agency, keyword): its pairs only, since nobody asks for one letter of it. */
export const sideWords = (text: string): number[] => [...new Set(pairs(Array.from(foldText(text))))];

/** What to ask the index for a query, strictest first; a list that is empty is not asked. */
export interface QueryTerms {
  /** The query with its punctuation, to compare with {@link plainText} of a title. */
  plain: string;
  /** The query without punctuation, to compare with {@link foldText} of a title. */
  folded: string;
  /** The phrase as typed: a title that holds it has all of these. */
  phrase: string[];
  /** The phrase without punctuation and spaces. */
  loose: string[];
  /** Each word of a query of several words, wherever it is; empty for a query of one word. */
  scattered: string[];
  /** Had by titles that begin as the query does, as far as a word tells. */
  start: string | undefined;
  /** Had by titles that equal the query. */
  whole: string | undefined;
}

/** The words for one piece of a query: its pairs, or the single character that it is. */
function pieceTerms(characters: readonly string[]): string[] {
  if (characters.length === 1) return [word("single", characters[0] as string)];
  return pairs(characters).map(spelled);
}

/** What the browser asks the index for a query. The same folding as {@link titleWords}. */
export function queryTerms(query: string): QueryTerms {
  const plain = plainText(query);
  const plainCharacters = Array.from(plain);
  const folded = Array.from(foldText(query));
  const parts = plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== "");
  const unique = (words: readonly string[]): string[] => [...new Set(words)];
  return {
    plain,
    folded: folded.join(""),
    phrase: unique(pieceTerms(plainCharacters)),
    loose: unique(pieceTerms(folded)),
    scattered: parts.length > 1 ? unique(parts.flatMap((part) => pieceTerms(Array.from(part)))) : [],
    start: folded.length > 0 ? spelled(startCode(folded)) : undefined,
    whole: folded.length > 0 ? word("whole", folded.join("")) : undefined,
  };
}

/** Every place of a needle, as [first, last] in the characters that the folded ones came from. */
function places(folded: string, origins: readonly number[], needle: string): [number, number][] {
  const result: [number, number][] = [];
  if (needle === "") return result;
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    result.push([origins[at] as number, origins[at + needle.length - 1] as number]);
  }
  return result;
}

/** The text cut into parts that match the query and parts that do not; together they are the text. */
export function markMatches(text: string, query: string): { text: string; match: boolean }[] {
  const characters = Array.from(text.normalize("NFC"));
  let plain = "";
  let folded = "";
  const plainOrigins: number[] = [];
  const foldedOrigins: number[] = [];
  for (const [position, character] of characters.entries()) {
    const piece = plainText(character);
    const lettersOnly = foldText(character);
    plain += piece;
    folded += lettersOnly;
    for (let unit = 0; unit < piece.length; unit += 1) plainOrigins.push(position);
    for (let unit = 0; unit < lettersOnly.length; unit += 1) foldedOrigins.push(position);
  }
  const terms = queryTerms(query);
  let found = places(plain, plainOrigins, terms.plain);
  if (found.length === 0) found = places(folded, foldedOrigins, terms.folded);
  if (found.length === 0) {
    const parts = terms.plain.split(/[^\p{L}\p{N}\p{M}]+/u);
    found = parts.flatMap((part) => places(folded, foldedOrigins, part));
  }
  const marked = characters.map((_, position) =>
    found.some(([from, to]) => from <= position && position <= to),
  );
  const result: { text: string; match: boolean }[] = [];
  for (const [position, character] of characters.entries()) {
    const match = marked[position] as boolean;
    const last = result.at(-1);
    if (last?.match === match) last.text += character;
    else result.push({ text: character, match });
  }
  return result;
}
